from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from films.catalogue import build


class Command(BaseCommand):
    help = (
        "Read all films into the files from which processes browse a large catalogue. "
        "import_films does it by itself; films that are edited later are followed without it."
    )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            films = build()
        except OSError as error:
            raise CommandError(f"The catalogue's files cannot be written: {error}") from error
        if options["verbosity"]:
            self.stdout.write(f"{films:,} films are at hand.")
