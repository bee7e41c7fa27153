"""What the page for blending films shows: films for those who loved several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from films.cards import cards_by_film
from films.catalogue import Selection
from films.engine_at_hand import engine
from films.filters import FilmFilters
from films.likeness_refresh import as_rows
from films.models import Film, Genre
from likeness import Suggestion
from likeness.engine import MOST_SEEDS
from publishing.json_rows import Row
from publishing.matching import LONGEST_QUERY, Match, Sought

from .suggestions import films_spelt_like

SHOWN = 20
SPARE = 8  # more are asked for, since not every film that the engine knows is public
CHOICES = 5
MOST_AT_ONCE = 50_000  # numbers that a database takes in one query
EXAMPLES = 3
EMPTY = {0: 3, 1: 2}  # fields that wait for a film, by how many are chosen; otherwise one
NARROWED_BY = ("genre", "decade", "form")
LAST_DECADE, FIRST_DECADE = 2020, 1890

Pairs = list[tuple[str, str]]


class Link(NamedTuple):
    label: str
    address: str


@dataclass
class Wish:
    """A film that somebody named, or what they typed where it is not clear which film it is."""

    typed: str
    film: Film | None = None
    nearest: list[Film] = field(default_factory=list)  # films that may be meant
    complaint: str = ""
    choices: list[Link] = field(default_factory=list)  # each takes a film for what was typed
    without: str = ""  # the address without it

    @property
    def value(self) -> str:
        return self.film.slug if self.film else self.typed


class Taken(NamedTuple):
    """What a suggestion takes from a seed."""

    seed: Film
    evidence: list[Row]


class Blended(NamedTuple):
    """A suggestion: the card of its film, and what it takes from each seed, in their order."""

    card: SafeString
    taken: list[Taken]


class BlendPage:
    """The parts of the page.

    The number of queries depends on how many films are named by other than their slugs, and not
    on the catalogue.
    """

    def __init__(self, asked: QueryDict, country: str) -> None:
        self.asked = asked
        self.problems: list[str] = []
        narrowed = QueryDict(mutable=True)
        for name in NARROWED_BY:
            narrowed.setlist(name, _typed(asked, name))
        self.filters = FilmFilters(narrowed, country)
        self.problems += self.filters.problems
        self.films = self._wishes("film")
        self.less = self._wishes("less")
        self._look_up()
        self._refuse_both_ways()
        for wish in (*self.films, *self.less):
            wish.without = self._address(leaving_out=wish)
            wish.choices = [
                Link(str(film), self._address(wish, film.slug)) for film in wish.nearest
            ]

    # What is asked for ---------------------------------------------------------------------------

    def _wishes(self, name: str) -> list[Wish]:
        typed = _typed(self.asked, name)
        if len(typed) > MOST_SEEDS:
            left_out = ", ".join(text[:40] for text in typed[MOST_SEEDS : 2 * MOST_SEEDS])
            self.problems.append(f"At most {MOST_SEEDS} films go together; left out: {left_out}.")
        return [Wish(text) for text in typed[:MOST_SEEDS]]

    def _look_up(self) -> None:
        """Find the films that were named: by slug, by an old one, or by what somebody typed."""
        wishes = [*self.films, *self.less]
        public = Film.objects.published().only("slug", "title", "year", "modified_at")
        typed = [wish.typed for wish in wishes]
        there = {film.slug: film for film in public.filter(slug__in=typed)} if typed else {}
        for wish in wishes:
            wish.film = there.get(wish.typed)
            if wish.film is None:
                find(wish)
        self.films, self.less = _each_once(self.films), _each_once(self.less)

    def _refuse_both_ways(self) -> None:
        loved = {wish.film for wish in self.films if wish.film}
        both = [wish for wish in self.less if wish.film in loved]
        self.problems += [f"{wish.film} cannot be loved and unwanted at once." for wish in both]
        self.less = [wish for wish in self.less if wish not in both]
        if self.less and not self.films:
            self.problems.append("Name at least one film that you loved, too.")

    @property
    def is_asked(self) -> bool:
        return bool(self.films or self.less or self.filters.chosen or self.problems)

    @property
    def is_clear(self) -> bool:
        """Whether everything that was sent means something."""
        unclear = [wish for wish in (*self.films, *self.less) if wish.film is None]
        return not (unclear or self.problems)

    @property
    def is_tidy(self) -> bool:
        """Whether the address already is the one to share."""
        named = ("film", "less", *NARROWED_BY)
        sent = [(name, value) for name in named for value in self.asked.getlist(name)]
        return sent == self._pairs()

    @property
    def address(self) -> str:
        """The address to share: films by their slugs, each once."""
        return self._address()

    def _address(
        self, wish: Wish | None = None, slug: str = "", leaving_out: Wish | None = None
    ) -> str:
        query = urlencode(self._pairs(wish, slug, leaving_out))
        return reverse("pages:blend") + (f"?{query}" if query else "")

    def _pairs(
        self, instead: Wish | None = None, slug: str = "", leaving_out: Wish | None = None
    ) -> Pairs:
        named = [("film", wish) for wish in self.films] + [("less", wish) for wish in self.less]
        pairs = [
            (name, slug if wish is instead else wish.value)
            for name, wish in named
            if wish is not leaving_out
        ]
        return pairs + [one[:2] for one in self.filters.chosen]

    # The form ------------------------------------------------------------------------------------

    @property
    def empty_films(self) -> range:
        """Numbers of the fields that wait for one more film."""
        first = len(self.films) + 1
        number = min(EMPTY.get(len(self.films), 1), MOST_SEEDS - len(self.films))
        return range(first, first + number)

    @property
    def has_room_for_less(self) -> bool:
        return len(self.less) < MOST_SEEDS

    @property
    def genres(self) -> list[Row]:
        chosen = self._chosen("genre")
        rows = Genre.objects.values("slug", "name")
        return [{**row, "is_chosen": row["slug"] in chosen} for row in rows]

    @property
    def decades(self) -> list[Row]:
        chosen = self._chosen("decade")
        return [
            {"first": str(first), "is_chosen": str(first) in chosen}
            for first in range(LAST_DECADE, FIRST_DECADE - 1, -10)
        ]

    @property
    def forms(self) -> list[Row]:
        """The form that an address asks for; there is no field, since the seeds decide it."""
        return [{"value": value} for value in self._chosen("form")]

    def _chosen(self, name: str) -> list[str]:
        return [one.value for one in self.filters.chosen if one.name == name]

    @cached_property
    def examples(self) -> list[Link]:
        """Blends of two films from which lists of ours start (one query)."""
        seeds = Film.objects.published().seeding_published_lists().only("slug", "title", "year")
        films = list(seeds[: 2 * EXAMPLES])
        pairs = list(zip(films[::2], films[1::2], strict=False))
        return [
            Link(
                f"{one.title} and {other.title}",
                f"{reverse('pages:blend')}?{urlencode([('film', one.slug), ('film', other.slug)])}",
            )
            for one, other in pairs
        ]

    # What is suggested ---------------------------------------------------------------------------

    @property
    def seeds(self) -> list[Film]:
        return [wish.film for wish in self.films if wish.film]

    @property
    def titles(self) -> str:
        """The seeds in a sentence: "Heat, Ronin and Thief"."""
        *first, last = [seed.title for seed in self.seeds]
        return f"{', '.join(first)} and {last}" if first else last

    @property
    def unwanted(self) -> list[Film]:
        return [wish.film for wish in self.less if wish.film]

    @cached_property
    def suggestions(self) -> list[Blended]:
        """The films for those who loved all the seeds, best first."""
        if not self.seeds:
            return []
        found, public = self._found()
        cards = cards_by_film((film.pk, film.modified_at) for film in public.values())
        return [
            Blended(cards[film.pk], self._taken(one))
            for one in found
            if (film := public[one.other]).pk in cards
        ]

    def _taken(self, suggestion: Suggestion) -> list[Taken]:
        by_slug = {seed.slug: seed for seed in self.seeds}
        return [Taken(by_slug[one.other], as_rows(one.evidence)) for one in suggestion.taken]

    def _found(self) -> tuple[list[Suggestion], dict[str, Film]]:
        """Return suggestions that are public and pass the filters, and their films by slug.

        Three queries, or one more where much had to be passed over or many films are left.
        """
        seeds, less = ([film.slug for film in films] for films in (self.seeds, self.unwanted))
        at_hand = engine([*seeds, *less])
        seeds, less = ([slug for slug in slugs if slug in at_hand] for slugs in (seeds, less))
        if not seeds:
            return [], {}
        if not self.filters.chosen:
            found = at_hand.blend(seeds, SHOWN + SPARE, less)
            public = _public(found)
            if len(public) >= SHOWN or len(found) < SHOWN + SPARE:
                return [one for one in found if one.other in public][:SHOWN], public
        kept = slugs_of(self.filters.films())
        found = at_hand.blend(seeds, SHOWN, less, keep=kept.__contains__)
        public = _public(found)
        return [one for one in found if one.other in public], public


def slugs_of(films: Selection) -> set[str]:
    """Return the slugs of all films of a selection (one query for each MOST_AT_ONCE)."""
    numbers, slugs = films.numbers(), set[str]()
    for start in range(0, len(numbers), MOST_AT_ONCE):
        some = Film.objects.filter(pk__in=numbers[start : start + MOST_AT_ONCE]).order_by()
        slugs.update(some.values_list("slug", flat=True))
    return slugs


def _typed(asked: QueryDict, name: str) -> list[str]:
    """Return what was sent under a name, each once, without blanks."""
    texts = (" ".join(value.split())[:LONGEST_QUERY].strip() for value in asked.getlist(name))
    return list(dict.fromkeys(text for text in texts if text))


def _each_once(wishes: Iterable[Wish]) -> list[Wish]:
    return list({wish.value: wish for wish in wishes}.values())


def _public(found: Sequence[Suggestion]) -> dict[str, Film]:
    """Return the public films among those found, by slug (one query)."""
    films = Film.objects.published().filter(slug__in=[one.other for one in found])
    return {film.slug: film for film in films.only("slug", "modified_at")}


def find(wish: Wish) -> None:
    """Find the one film that goes by what was typed, or those that may be meant.

    At most six queries.
    """
    public = Film.objects.published()
    moved = public.formerly_at(wish.typed).only("slug", "title", "year").first()
    if moved is not None:
        wish.film = moved
        return
    sought = Sought.typed(wish.typed)
    found = list(public.matching(sought).only("slug", "title", "year")[: CHOICES + 1])
    exact = [film for film in found if film.match == Match.EXACT]
    if len(exact) == 1 or len(found) == 1:
        wish.film = (exact or found)[0]
        return
    wish.nearest = (exact or found)[:CHOICES]
    if wish.nearest:
        wish.complaint = f"Several films go by “{wish.typed}”."
        return
    wish.nearest = films_spelt_like(sought)
    wish.complaint = f"No film here goes by “{wish.typed}”."
