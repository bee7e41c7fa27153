from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from tqdm import tqdm

from pages.copying.databases import (
    SOURCE,
    TARGET,
    Unusable,
    check_two,
    first_line,
    named,
    opened,
    source_of,
    target_of,
)
from pages.copying.run import Copied, copy

NOTHING = "Nothing was copied."


class Command(BaseCommand):
    help = (
        "Copy the whole site from one database to another, which must be empty, and prove that "
        "all of it arrived. docs/databases.md says more."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "source",
            nargs="?",
            help="Address of the database to copy, as in DATABASE_URL. Without: the site's own.",
        )
        parser.add_argument("target", help="Address of the database to copy it to.")

    def handle(self, *_args: Any, source: str | None, target: str, **options: Any) -> None:
        shown = bool(options["verbosity"])
        try:
            read, written = source_of(source), target_of(target)
            check_two(read, written)
            with opened(SOURCE, read) as here, opened(TARGET, written) as there:
                if shown:
                    self.stdout.write(f"From {named(read)}\nto {named(written)}")
                with tqdm(
                    unit=" rows", file=self.stderr, disable=not shown, dynamic_ncols=True
                ) as bar:

                    def told(total: int, done: int) -> None:
                        bar.total = bar.total or total
                        bar.update(done)

                    copied = copy(here, there, told)
        except Unusable as error:
            raise CommandError(f"{error} {NOTHING}") from error
        except (Error, psycopg.Error, OSError) as error:
            raise CommandError(f"{first_line(error)}. {NOTHING}") from error
        except KeyboardInterrupt:
            raise CommandError(f"Stopped. {NOTHING}", returncode=130) from None
        if shown:
            self.show(copied)

    def show(self, copied: Iterable[Copied]) -> None:
        """Print what each table has, in both databases."""
        copied = sorted(copied, key=lambda each: each.table.name)
        self.stdout.write(f"\n{'table':36}{'source':>12}{'target':>12}  checksum")
        for table, source, target in copied:
            verdict = "the same" if source == target else f"but {target}"
            self.stdout.write(
                f"{table.name:36}{source.rows:>12,}{target.rows:>12,}  {source} {verdict}"
            )
        rows = sum(each.target.rows for each in copied)
        self.stdout.write(f"\n{len(copied)} tables, {rows:,} rows: each is the same in both.")
