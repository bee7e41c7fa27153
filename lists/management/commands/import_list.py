"""Read lists from a file that export_list, the desk or a spreadsheet has written."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lists.exchange.contents import MOST_BYTES, FileContents, Unusable
from lists.exchange.importing import carried_out, planned
from lists.exchange.reading import read


class Command(BaseCommand):
    help = (
        "Read lists from JSON or CSV. Ends with 1 if rows were not matched (the others are "
        "imported), with 2 if nothing could be imported."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="JSON or CSV.")
        parser.add_argument("--check", action="store_true", help="Say what would be done, only.")

    def handle(self, *_args: Any, file: Path, check: bool, **_options: Any) -> None:
        contents = _contents(file)
        plan = planned(contents) if check else carried_out(contents, file.name)
        for line in plan.lines():
            self.stdout.write(line)
        if plan.problems:
            raise CommandError("Nothing was imported.", returncode=2)
        self.stdout.write(plan.summary)
        self.stdout.write(_outcome(check=check, is_changing=plan.changes_something))
        if plan.unmatched:
            sys.exit(1)


def _contents(file: Path) -> FileContents:
    try:
        with file.open("rb") as opened:
            # One byte more than is read tells that there is too much, without reading it all.
            return read(opened.read(MOST_BYTES + 1), file.name)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.", returncode=2) from error
    except Unusable as error:
        sentences = "\n".join(error.sentences)
        raise CommandError(f"{sentences}\nNothing was imported.", returncode=2) from error


def _outcome(*, check: bool, is_changing: bool) -> str:
    if not is_changing:
        return "Nothing to change."
    return "Nothing was written, since this was only a check." if check else "Imported."
