"""What the search page shows: what was found in each kind of page, best first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.http import Http404

from films.models import Film
from lists.models import LikeList
from people.models import MOST_PEOPLE, Person
from publishing.finding import MOST
from publishing.matching import LONGEST_QUERY, Match, Sought
from reviews.models import Article, Review

from .suggestions import Suggestion, suggestions_for

FILMS_BEHIND_TEXTS = MOST  # through which texts are found
# With fewer finds than this, and those only inside words, we ask whether something else was meant.
FEW = 3
EXAMPLES = ("Heat", "wall-e", "Le Samouraï", "heat mann", "Oldboy 2003", "gonzalez inarritu")


@dataclass
class Group:
    """What was found of one kind: one query, which also counts, however much it is."""

    kind: str
    heading: str
    found: QuerySet[Any]
    shown: int
    reach: int = 0
    most: int = 0  # as are looked for; 0: all

    @cached_property
    def best(self) -> list[Any]:
        """The best rows, at least as many as are shown."""
        counted = self.found.annotate(total=Window(Count("*")))
        return list(counted[: max(self.shown, self.reach)])

    @property
    def rows(self) -> list[Any]:
        return self.best[: self.shown]

    @property
    def total(self) -> int:
        return self.best[0].total if self.best else 0

    @property
    def more(self) -> int:
        return self.total - len(self.rows)

    @property
    def count(self) -> str:
        """How many were found: "12", or "200+" where only the best known were looked for."""
        return f"{self.total:,}{'+' if self.total == self.most else ''}"


class SearchPage:
    """The parts of the search page. The number of queries does not depend on what is found."""

    examples = EXAMPLES

    def __init__(self, typed: str, kind: str = "") -> None:
        typed = " ".join(typed.split())
        self.query = typed[:LONGEST_QUERY].strip()
        self.is_cut = len(typed) > LONGEST_QUERY
        self.sought = Sought.typed(self.query)
        self.kind = kind
        if kind and kind not in self.by_kind:
            raise Http404(f"Nothing of the kind {kind[:40]!r} is searched.")

    @cached_property
    def groups(self) -> list[Group]:
        """The kinds of which something was found."""
        return [group for group in self.by_kind.values() if group.total]

    @property
    def group(self) -> Group:
        """The one kind that is asked for."""
        return self.by_kind[self.kind]

    @cached_property
    def total(self) -> int:
        return sum(group.total for group in self.groups)

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """What may have been meant instead, where little was found and only inside words."""
        found = [self.by_kind["films"], self.by_kind["people"]]
        rows = {(group.kind, row.pk): row.match for group in found for row in group.rows}
        if len(rows) >= FEW or any(match != Match.INSIDE for match in rows.values()):
            return []
        return suggestions_for(self.sought, besides=rows)

    @cached_property
    def by_kind(self) -> dict[str, Group]:
        return {group.kind: group for group in self._each_group()}

    def _each_group(self) -> Iterator[Group]:
        sought = self.sought
        films = Film.objects.published().matching(sought).as_cards()
        found_films = Group("films", "Films", films, 12, FILMS_BEHIND_TEXTS, MOST)
        people = Person.objects.of_published_films().matching(sought)
        found_people = Group("people", "People", people.as_cards(), 6, most=MOST_PEOPLE)
        if not found_films.total and found_people.total:
            person = found_people.best[0]
            films = Film.objects.published().with_person(person).as_cards()
            heading = f"Films with {person.name}"
            found_films = Group("films", heading, films, 12, reach=FILMS_BEHIND_TEXTS)
        yield found_films
        yield found_people
        closest = {film.pk: film.match for film in found_films.best}
        like_lists = LikeList.objects.published().matching(sought, closest)
        yield Group("lists", "Lists", like_lists.as_cards(), 4)
        reviews = Review.objects.published().matching(sought, closest)
        yield Group("reviews", "Reviews", reviews.for_cards(), 3)
        articles = Article.objects.published().matching(sought, closest)
        yield Group("articles", "Articles", articles.for_cards(), 3)
