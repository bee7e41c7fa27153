from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from likeness import CatalogueError, Engine, Mix, MixError, read_catalogue
from likeness.catalogue import lines_of
from likeness.evaluation import Row, TruthError, predictions, question
from likeness.kinds import KINDS
from likeness.ratings import RatingsError, read_ratings


class Command(BaseCommand):
    help = (
        "Answer the questions of a truth file over a catalogue file with the engine of the site; "
        "the database is neither read nor written."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        file: Any = {"type": Path, "metavar": "FILE", "required": True}
        parser.add_argument("--catalogue", help="Films, JSON lines, or gzipped.", **file)
        parser.add_argument("--truth", help="Questions, JSON lines: id or seeds.", **file)
        parser.add_argument("--out", help="Where the answers go.", **file)
        parser.add_argument("-n", type=int, default=200, help="How many films an answer has.")
        parser.add_argument(
            "--without",
            nargs="+",
            action="extend",
            default=[],
            metavar="KIND",
            help=f"Kinds of evidence to leave out: {', '.join(KINDS)}.",
        )
        parser.add_argument("--ratings", type=Path, metavar="FILE", help="CSV: user,film,rating.")

    def handle(self, *_args: Any, verbosity: int, **options: Any) -> None:
        if options["n"] < 1:
            raise CommandError("-n is at least 1.")
        try:
            mix = Mix.load().without(options["without"])
            questions = [*_questions(options["truth"])]
            likes = read_ratings(options["ratings"]) if options["ratings"] else None
            engine = Engine.of(read_catalogue(options["catalogue"]), mix, likes=likes)
        except (CatalogueError, MixError, RatingsError, TruthError) as error:
            raise CommandError(str(error)) from error
        try:
            _write(options["out"], predictions(engine, questions, options["n"]))
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error}") from error
        if verbosity:
            self.stdout.write(f"{len(questions):,} answers over {len(engine.space):,} films")


def _questions(path: Path) -> Iterator[Row]:
    for number, line in lines_of(path):
        try:
            yield question(json.loads(line))
        except (TruthError, ValueError) as error:
            raise TruthError(f"{path}:{number}: no question: {error}") from error


def _write(path: Path, rows: Iterator[Row]) -> None:
    """Write rows to a file, in whole or not at all."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=path.name, delete=False
    ) as file:
        try:
            for row in rows:
                file.write(json.dumps(row) + "\n")
        except BaseException:
            Path(file.name).unlink()
            raise
    Path(file.name).replace(path)
