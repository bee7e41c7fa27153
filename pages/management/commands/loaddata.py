"""Load fixtures, and say in a sentence what is wrong with a broken one."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management import CommandError
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializationError
from django.db import Error

from films import catalogue
from films.models.removal import keeping_dates

REFUSALS = (DeserializationError, ObjectDoesNotExist, ValidationError, Error, RuntimeWarning)


class Command(loaddata.Command):
    """Django's `loaddata`; all or nothing, as there. Running processes browse by it at once."""

    def handle(self, *fixture_labels: str, **options: Any) -> None:
        try:
            with warnings.catch_warnings():
                # Django only warns of a fixture without a row; somebody meant to load something.
                warnings.filterwarnings("error", "No fixture data found", RuntimeWarning)
                super().handle(*fixture_labels, **options)
        except REFUSALS as error:
            where = broken_line(fixture_labels)
            reason = where or "; ".join(dict.fromkeys(causes(error)))
            raise CommandError(f"{reason}. Nothing was loaded.") from error
        try:
            # Films that keep their dates say nothing of it, so processes browse by new files.
            catalogue.build()
        except OSError as error:
            words = "The rows are loaded; processes that run already browse by them once restarted"
            self.stderr.write(f"{words}: {error}")

    def loaddata(self, fixture_labels: Sequence[str]) -> None:
        """Load, and let films keep the dates that their fixtures give them."""
        with keeping_dates():
            super().loaddata(fixture_labels)


def causes(error: BaseException | None) -> list[str]:
    """Return what an exception and those behind it say, without empty ones."""
    said = []
    while error is not None:
        text = " ".join(str(error).split()).rstrip(" .:")
        if text:
            said.append(text)
        error = error.__cause__
    return said


def broken_line(labels: tuple[str, ...]) -> str:
    """Name the first line of the .jsonl files that is no JSON, or return nothing."""
    for path in (Path(label) for label in labels):
        if path.suffix != ".jsonl" or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            try:
                json.loads(line.strip() or "{}")
            except ValueError as error:
                return f"{path}, line {number}, is not JSON: {error}"
    return ""
