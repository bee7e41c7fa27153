"""Write lists to a file, or print them."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lists.exchange.writing import FORMS, as_file, contents_of
from lists.models import LikeList


class Command(BaseCommand):
    help = "Write lists as JSON or CSV, which import_list reads again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="+", metavar="slug", help="Lists, also by old slugs.")
        parser.add_argument("--format", choices=[*FORMS], default="json", help="Default: json.")
        parser.add_argument("--output", metavar="FILE", type=Path, help="None: print them.")

    def handle(
        self, *_args: Any, slugs: Sequence[str], output: Path | None, **options: Any
    ) -> None:
        form: str = options["format"]
        contents = contents_of([_list_at(slug) for slug in slugs])
        if output is None:
            self.stdout.write(FORMS[form].write(contents), ending="")
            return
        try:
            output.write_bytes(as_file(contents, form))
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}.", returncode=2) from error
        plural = "s" if len(contents) > 1 else ""
        self.stdout.write(f"{len(contents)} list{plural} written to {output}.")


def _list_at(slug: str) -> LikeList:
    try:
        return LikeList.objects.get_by_natural_key(slug)
    except LikeList.DoesNotExist:
        raise CommandError(f"There is no such list: {slug}.", returncode=2) from None
