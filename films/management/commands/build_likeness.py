from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from films.likeness_store import build_likeness


class Command(BaseCommand):
    help = "Work out which published films are alike, and keep it for the pages."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--top", type=int, default=20, help="How many to keep for each film.")

    def handle(self, *_args: Any, top: int, verbosity: int, **_options: Any) -> None:
        if top < 1:
            raise CommandError("--top is at least 1.")
        built = build_likeness(top)
        if verbosity:
            self.stdout.write(str(built))
