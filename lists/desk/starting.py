"""A new list like a film: finding the film, and the draft that it starts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from films.models import Film
from lists.models import LikeList
from publishing.matching import LONGEST_QUERY, Sought

from .suggestions import FOUND, Suggested


@dataclass
class Start:
    """What the page "New list like this" shows for what somebody typed, or a film's slug."""

    typed: str

    @cached_property
    def film(self) -> Film | None:
        """The film, if its slug was given (one query)."""
        return Film.objects.with_facts().filter(slug=self.typed.strip()).first()

    @cached_property
    def found(self) -> list[Suggested]:
        """Films that may be meant."""
        sought = Sought.typed(" ".join(self.typed.split())[:LONGEST_QUERY])
        if self.film or not sought.readings:
            return []
        return [Suggested(film) for film in Film.objects.matching(sought).for_cards()[:FOUND]]

    @cached_property
    def lists(self) -> list[LikeList]:
        """The lists that start from the film already."""
        if self.film is None:
            return []
        starting = LikeList.objects.filter(entries__film=self.film, entries__is_seed=True)
        return list(starting.order_by("headline"))
