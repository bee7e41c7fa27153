from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rapidfuzz import process

from films.engine_at_hand import engine
from films.film_page import like_as_data, named
from films.likeness_refresh import as_rows
from films.models import Film
from likeness import Neighbour, Neighbourhood

MOST = 1_000


class Command(BaseCommand):
    help = "Print what films are like, and why, worked out now; stores nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="+", metavar="SLUG", help="Such as backtrace-2018.")
        parser.add_argument("-n", type=int, default=20, help="How many to print for each film.")
        parser.add_argument("--json", action="store_true", help="As data, a film a line.")

    def handle(self, *_args: Any, slugs: list[str], n: int, json: bool, **_options: Any) -> None:
        if not 1 <= n <= MOST:
            raise CommandError(f"-n is at least 1 and at most {MOST:,}.")
        public = set(Film.objects.published().values_list("slug", flat=True))
        for slug in slugs:
            if slug not in public:
                raise CommandError(_unknown(slug, public))
        at_hand = engine(slugs)
        for slug in slugs:
            found = at_hand.neighbours(slug, n, keep=public.__contains__)
            write = self.write_data if json else self.write_words
            write(slug, found, _films(slug, found))

    def write_data(self, slug: str, found: Neighbourhood, films: dict[str, Film]) -> None:
        similar = [
            like_as_data(films[like.other], rank, like.score, as_rows(like.evidence))
            for rank, like in enumerate(found.neighbours, start=1)
        ]
        series = [named(films[like.other]) for like in found.same_series]
        data = {"film": slug, "basis": "computed", "similar": similar, "same_series": series}
        self.stdout.write(json.dumps(data, ensure_ascii=False))

    def write_words(self, slug: str, found: Neighbourhood, films: dict[str, Film]) -> None:
        self.stdout.write(f"Like {films[slug]}")
        for rank, like in enumerate(found.neighbours, start=1):
            self._write(f"{rank:2}.", films[like.other], like)
        if not found.neighbours:
            self.stdout.write("    nothing shares enough with it")
        if found.same_series:
            self.stdout.write("Of the same series")
        for like in found.same_series:
            self._write("  ·", films[like.other], like)

    def _write(self, mark: str, film: Film, like: Neighbour) -> None:
        self.stdout.write(f"{mark} {film}  {like.score:.2f}")
        for reason in like.evidence:
            detail = f" ({reason.detail})" if reason.detail else ""
            self.stdout.write(f"      {reason.weight:5.2f}  {reason.kind}: {reason.name}{detail}")


def _films(slug: str, found: Neighbourhood) -> dict[str, Film]:
    """Return a film and those found for it, by slug (one query)."""
    slugs = {slug, *(like.other for like in (*found.neighbours, *found.same_series))}
    return {
        film.slug: film
        for film in Film.objects.filter(slug__in=slugs).only("slug", "title", "year")
    }


def _unknown(slug: str, slugs: Iterable[str]) -> str:
    near = [match[0] for match in process.extract(slug, sorted(slugs), limit=3, score_cutoff=70)]
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"No published film is at {slug!r}.{hint}"
