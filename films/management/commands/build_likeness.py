from __future__ import annotations

import argparse
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from films.likeness_store import BuildSuperseded, Progress, build_likeness
from likeness import CatalogueError, MixError

SECONDS_BETWEEN = {True: 0.2, False: 5.0}  # two lines of progress, on a terminal and in a log
MOST = 1_000


class Command(BaseCommand):
    help = (
        "Work out which films are alike, and keep it for the pages, which change over when all is "
        "done. What was interrupted goes on where it stopped."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--top", type=int, default=20, help="How many to keep for each film.")
        parser.add_argument("--force", action="store_true", help="Also where nothing has changed.")

    def handle(self, *_args: Any, top: int, force: bool, verbosity: int, **_options: Any) -> None:
        if not 1 <= top <= MOST:
            raise CommandError(f"--top is at least 1 and at most {MOST:,}.")
        self.told_at = time.monotonic()
        try:
            built = build_likeness(top, force=force, report=self.tell if verbosity else None)
        except (BuildSuperseded, CatalogueError, MixError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            words = "Stopped. What is done is kept; the next run goes on from there."
            raise CommandError(words, returncode=130) from None
        if verbosity:
            self.stdout.write(str(built))

    def tell(self, progress: Progress) -> None:
        """Write a line of progress now and then: over the last one on a terminal."""
        on_terminal = self.stderr.isatty()
        if not progress.here and progress.done:
            self.stderr.write(f"{progress.done:,} films are done already; going on from there.")
        if not progress.here or time.monotonic() - self.told_at < SECONDS_BETWEEN[on_terminal]:
            return
        self.told_at = time.monotonic()
        ending = "\r" if on_terminal and progress.done < progress.films else "\n"
        self.stderr.write(str(progress), ending=ending)
