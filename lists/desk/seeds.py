"""The facts of the films that a list starts from, at a glance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from films.admin.film import poster
from films.models import Credit, Film

STARS = 5


@dataclass(frozen=True)
class SeedFacts:
    """A seed film from `with_facts()` and its first actors."""

    film: Film
    stars: list[Credit]

    @property
    def poster(self) -> str:
        return poster(self.film)


def seed_facts(films: Collection[int]) -> list[SeedFacts]:
    """Return the facts of some films in the order given (two queries)."""
    if not films:
        return []
    rows = Film.objects.with_facts().for_cards().defer(None).in_bulk(films)
    stars: dict[int, list[Credit]] = defaultdict(list)
    cast = Credit.objects.filter(film__in=films, department="cast", billing__lte=STARS)
    for credit in cast.select_related("person").by_billing():
        stars[credit.film_id].append(credit)
    return [SeedFacts(rows[pk], stars[pk][:STARS]) for pk in films if pk in rows]
