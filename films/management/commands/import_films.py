from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from films.catalogue import build_if_large
from films.importing.reading import Unusable
from films.importing.records import KINDS, Narrowing
from films.importing.report import Report
from films.importing.run import Options, Plan, plan_for, run
from films.importing.sources import SOURCES

OUTCOMES = {
    "created": "films are new",
    "changed": "films were changed",
    "unchanged": "films are here as told",
    "kept": "films have parts that others wrote here, which stay",
    "held": "films may be here already under no such id; nothing was done with them",
    "refused": "rows were refused",
    "remark": "remarks on rows that were taken",
    "passed over": "films were passed over by the options",
}


class Command(BaseCommand):
    help = (
        "Import films from the files of a public data set: "
        + ", ".join(source.label for source in SOURCES)
        + ". docs/import.md says which files. Running it again changes only what is new."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "source", nargs="+", type=Path, help="Files of one data set, or their directory."
        )
        parser.add_argument(
            "--type",
            action="append",
            choices=KINDS,
            dest="kinds",
            help="Only films of this type; may be given several times.",
        )
        parser.add_argument(
            "--min-votes", type=int, default=0, help="Only films that so many people rated."
        )
        parser.add_argument("--since", type=int, help="Only films of this year and later ones.")
        parser.add_argument("--until", type=int, help="Only films of this year and earlier ones.")
        parser.add_argument("--adult", action="store_true", help="Also films for adults only.")
        parser.add_argument(
            "--as-of",
            type=dt.date.fromisoformat,
            help="The day that scores are from, as 2026-01-31. Without: the files' own.",
        )
        parser.add_argument(
            "--take-doubtful",
            action="store_true",
            help="Make new films also of those that share title and year with one here.",
        )
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; say what would be done."
        )
        parser.add_argument("--report", type=Path, help="The CSV file for rows to be looked at.")

    def handle(self, *_args: Any, source: list[Path], report: Path | None, **options: Any) -> None:
        if complaint := complaint_about(options):
            raise CommandError(complaint)
        narrowing = Narrowing(
            frozenset(options["kinds"] or KINDS),
            options["min_votes"],
            options["since"],
            options["until"],
            options["adult"],
        )
        wanted = Options(narrowing, options["as_of"], options["check"], options["take_doubtful"])
        try:
            plan = plan_for(source)
            path = report or _report_path(plan)
            with Report(path) as kept:
                self._import(plan, kept, wanted, shown=bool(options["verbosity"]))
                if kept.has_written and not wanted.is_trial:
                    self._read_catalogue()
                if options["verbosity"]:
                    self._sum_up(kept, is_trial=wanted.is_trial)
        except Unusable as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error

    def _import(self, plan: Plan, report: Report, wanted: Options, *, shown: bool) -> None:
        with tqdm(
            total=plan.size,
            unit="B",
            unit_scale=True,
            desc=plan.source.label,
            file=self.stderr,
            disable=not shown,
            mininterval=0.5,
            dynamic_ncols=True,
        ) as bar:

            def told(count: int) -> None:
                bar.update(count)

            films = 0
            try:
                for count in run(plan, report, wanted, told):
                    films += count
                    rate = films / max(bar.format_dict["elapsed"], 0.001)
                    bar.set_postfix_str(f"{films:,} films, {rate:,.0f} a second", refresh=False)
            except KeyboardInterrupt:
                words = "Stopped. What is written stays; the next run goes on from there."
                raise CommandError(words, returncode=130) from None

    def _read_catalogue(self) -> None:
        try:
            build_if_large()
        except OSError as error:
            words = f"The films are here; the files of `build_catalogue` cannot be written: {error}"
            self.stderr.write(words)

    def _sum_up(self, report: Report, *, is_trial: bool) -> None:
        for outcome, words in OUTCOMES.items():
            if count := report.counts[outcome]:
                self.stdout.write(f"{count:>12,} {words}")
        if not report.counts.total():
            self.stdout.write("There was nothing to import.")
        if report.is_written:
            self.stdout.write(f"Each row to be looked at is in {report.path}.")
        if is_trial:
            self.stdout.write("This was a trial: nothing was written.")
        elif report.has_written:
            self.stdout.write("Run `manage.py build_likeness` next, so that pages know them.")


def complaint_about(options: dict[str, Any]) -> str:
    """Say which options cannot be meant, or nothing."""
    since, until, day = options["since"], options["until"], options["as_of"]
    if since and until and since > until:
        return f"--since {since} is later than --until {until}: no film is of such a year."
    if options["min_votes"] < 0:
        return "--min-votes is 0 or more."
    if day and day > timezone.localdate():
        return f"--as-of {day}: no score is from the future."
    return ""


def _report_path(plan: Plan) -> Path:
    moment = f"{timezone.now():%Y-%m-%d-%H%M%S}"
    return Path(settings.VAR_DIR) / "imports" / f"{moment}-{plan.source.name}.csv"
