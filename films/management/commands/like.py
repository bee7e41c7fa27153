from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rapidfuzz import process

from films.likeness_store import neighbours_of
from films.models import Film
from likeness import Neighbour


class Command(BaseCommand):
    help = "Print what films are like, and why, worked out now; stores nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="+", metavar="SLUG", help="Such as backtrace-2018.")
        parser.add_argument("-n", type=int, default=10, help="How many to print for each film.")

    def handle(self, *_args: Any, slugs: list[str], n: int, **_options: Any) -> None:
        if n < 1:
            raise CommandError("-n is at least 1.")
        films = {film.slug: str(film) for film in Film.objects.published().defer("synopsis")}
        for slug in slugs:
            if slug not in films:
                raise CommandError(_unknown(slug, list(films)))
        found = neighbours_of(slugs, n)
        for slug in slugs:
            self.stdout.write(f"Like {films[slug]}")
            for rank, like in enumerate(found[slug].neighbours, start=1):
                self._write(f"{rank:2}.", films[like.other], like)
            if not found[slug].neighbours:
                self.stdout.write("    nothing shares enough with it")
            if found[slug].same_series:
                self.stdout.write("Of the same series")
            for like in found[slug].same_series:
                self._write("  ·", films[like.other], like)

    def _write(self, mark: str, film: str, like: Neighbour) -> None:
        self.stdout.write(f"{mark} {film}  {like.score:.2f}")
        for reason in like.evidence:
            proof = f"{reason.kind}: {reason.name} ({reason.detail})"
            self.stdout.write(f"      {reason.weight:5.2f}  {proof}")


def _unknown(slug: str, slugs: list[str]) -> str:
    near = [match[0] for match in process.extract(slug, slugs, limit=3, score_cutoff=70)]
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"No published film is at {slug!r}.{hint}"
