"""What somebody may mean: while they type, and where titles and names are only spelt nearly so."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain
from string import ascii_lowercase, digits
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from films.models import AlternativeTitle, Film
from people.models import Person
from publishing.folding import without_article
from publishing.matching import Sought
from publishing.models import is_public

MOST = 3
MOST_FILMS, MOST_PEOPLE = 6, 3
NEAR_ENOUGH = 74  # of 100: one letter of four wrong, two of nine
MUCH_FARTHER = 8  # what is this much less alike than the best is no help beside it
KNOWN_FOR = 600  # seconds: how long a new film may be missing here; a withdrawn one goes at once
MOST_NAMES = 20_000  # of each kind, the best known: a process stays small beside a large catalogue

# Of each character that folded text may have.
BIT = {character: 1 << place for place, character in enumerate(f"{ascii_lowercase}{digits} ")}

# A film or a person: ("films", 12).
Key = tuple[str, int]


class Suggestion(NamedTuple):
    label: str
    address: str


class Suggested:
    """What is offered while somebody types: films and people, or else what is spelt nearly so.

    At most seven queries, and four more when the spellings known to this process are too old.
    """

    def __init__(self, typed: str) -> None:
        self.sought = Sought.typed(" ".join(typed.split()))

    @cached_property
    def films(self) -> list[Film]:
        found = Film.objects.published().matching(self.sought)
        return list(found.only("title", "year", "slug")[:MOST_FILMS])

    @cached_property
    def people(self) -> list[Person]:
        found = Person.objects.of_published_films().matching(self.sought)
        return list(found.only("name", "slug")[:MOST_PEOPLE])

    @cached_property
    def instead(self) -> list[Suggestion]:
        return suggestions_for(self.sought)


def suggestions_for(sought: Sought, besides: Collection[Key] = ()) -> list[Suggestion]:
    """Return up to three films and people spelt nearly so, the nearest first.

    Four queries when the spellings known to this process are too old, otherwise at most two: what
    was found is looked up again, since it may have been withdrawn meanwhile.
    """
    nearest = [key for key in _nearest(sought) if key not in besides][: MOST * 2]
    public = {("films", film.pk): film for film in _films(_pks(nearest, "films"))} | {
        ("people", person.pk): person for person in _people(_pks(nearest, "people"))
    }
    found = [public[key] for key in nearest if key in public]
    return [Suggestion(str(each), each.get_absolute_url()) for each in found[:MOST]]


def films_spelt_like(sought: Sought) -> list[Film]:
    """Return up to three public films spelt nearly so, the nearest first; queries as above."""
    nearest = _pks(_nearest(sought), "films")[: MOST * 2]
    public = {film.pk: film for film in _films(nearest)}
    return [public[pk] for pk in nearest if pk in public][:MOST]


def _nearest(sought: Sought) -> list[Key]:
    spellings = known_spellings(int(time.monotonic() // KNOWN_FOR))
    scores: dict[Key, float] = {}
    for reading in sought.readings:
        for key, score in spellings.near(reading.bare):
            scores[key] = max(scores.get(key, 0), score)
    best = max(scores.values(), default=0)
    near = [key for key in scores if scores[key] >= best - MUCH_FARTHER]
    return sorted(near, key=lambda key: -scores[key])


class Spellings:
    """Folded titles and names, and whose they are, to be compared with what was typed."""

    def __init__(self, spelt: Iterable[tuple[str, Key]]) -> None:
        pairs = [*spelt]
        self.texts = [text for text, _key in pairs]
        self.keys = [key for _text, key in pairs]
        self.letters = np.fromiter(map(letters_of, self.texts), np.uint64, len(pairs))

    def near(self, wanted: str) -> Iterator[tuple[Key, float]]:
        """Yield those spelt nearly so, and how nearly, of 100.

        Most lack too many of the letters to be near enough, and are passed over all at once.
        """
        missing = np.bitwise_count(np.uint64(letters_of(wanted)) & ~self.letters)
        places = np.flatnonzero(missing <= (100 - NEAR_ENOUGH) * len(wanted) // 100 + 1).tolist()
        # Compared with as much of each as was typed, and a little: "lok stok" is only a start.
        starts = [self.texts[place][: len(wanted) + 2] for place in places]
        for _text, score, place in process.extract(
            wanted, starts, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=MOST * 4
        ):
            yield self.keys[places[place]], score


def letters_of(folded: str) -> int:
    """Return which characters a folded text has, a bit for each."""
    return sum(BIT[character] for character in set(folded))


@lru_cache(maxsize=1)
def known_spellings(_period: int) -> Spellings:
    """Return the spellings of public titles and names, anew in each period (three queries)."""
    return Spellings(chain(_titles(), _names()))


def _titles() -> Iterator[tuple[str, Key]]:
    films = Film.objects.published().values_list("folded_title", "pk")
    others = AlternativeTitle.objects.filter(is_public(prefix="film__"))
    for titles in (films, others.values_list("folded_title", "film")):
        for title, film in titles.order_by("-renown", "pk")[:MOST_NAMES]:
            yield without_article(title), ("films", film)


def _names() -> Iterator[tuple[str, Key]]:
    people = Person.objects.of_published_films().best_known()
    for name, person in people.values_list("folded_name", "pk")[:MOST_NAMES]:
        yield name, ("people", person)
        # "inarritu" and "gonzalez inarritu" are how people are looked for, too.
        for family in {name.partition(" ")[2], name.rpartition(" ")[2]} - {name}:
            if len(family) > 3:
                yield family, ("people", person)


def _pks(keys: Iterable[Key], kind: str) -> list[int]:
    return [pk for key_kind, pk in keys if key_kind == kind]


def _films(pks: list[int]) -> Iterable[Film]:
    return Film.objects.published().filter(pk__in=pks).only("title", "year", "slug") if pks else ()


def _people(pks: list[int]) -> Iterable[Person]:
    return (
        Person.objects.of_published_films().filter(pk__in=pks).only("name", "slug") if pks else ()
    )
