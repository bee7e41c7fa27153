"""Make the groups Writer, Editor, Moderator and Administrator."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from publishing.roles import make_roles


class Command(BaseCommand):
    help = "Make the four roles of the desk, with exactly the rights that they should have."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 — Django's signature.
        for role, changes in make_roles().items():
            if options["verbosity"] > 1:
                for change in changes:
                    self.stdout.write(f"{role}: {change}")
            words = f"{len(changes)} rights given or taken" if changes else "nothing to change"
            self.stdout.write(f"{role}: {words}.")
