"""What the catalogue says of a film, as far as a text may contradict it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from publishing.checks.words import word_set
from publishing.folding import fold, without_article

from ..models import AlternativeTitle, Credit, Film, Release

# What stands before a name and is no part of it.
RANKS = word_set(
    """
    agent aunt brother captain chief colonel corporal count countess deputy detective doctor dr
    father general governor inspector judge king lady lieutenant lord madame major marshal mayor
    miss mister mother mr mrs ms officer president prince princess private professor queen reverend
    sergeant sheriff sir sister special uncle warden
    """
)
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
CHARACTERS_APART = re.compile(r"\s*(?:/|;|,| & )\s*")
VOICE = re.compile(r"\((?:voice|uncredited|archive footage)[^)]*\)", re.IGNORECASE)


@dataclass(frozen=True)
class Credited:
    """A person of a film with job and character, as credited."""

    name: str
    job: str
    character: str


@dataclass(frozen=True)
class Record:
    """A film as the catalogue has it. `titles` are all that it is known by."""

    pk: int
    slug: str
    title: str
    titles: tuple[str, ...]
    year: int | None
    years: frozenset[int]  # of the film and of its releases
    is_public: bool
    credited: tuple[Credited, ...]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title

    def jobs_of(self, name: str) -> set[str]:
        """Return what somebody of this name did on the film; by family name or all of it."""
        words = name_words(name)
        return {job for job, whole in self._people if is_called(whole, words)}

    def has_character(self, name: str) -> bool:
        """Whether a character is called so, by all or a part of the name as credited."""
        words = name_words(name)
        return bool(words) and any(
            all(any(is_short_for(word, other) for other in whole) for word in words)
            for whole in self._characters
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """Titles, people and characters as the catalogue spells them."""
        people = {credited.name for credited in self.credited}
        characters = {name for credited in self.credited for name in characters_of(credited)}
        return frozenset({*self.titles, *people, *characters})

    @cached_property
    def _people(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(credited.job, name_words(credited.name)) for credited in self.credited]

    @cached_property
    def _characters(self) -> list[tuple[str, ...]]:
        return [
            name_words(name, keep_ranks=True)
            for credited in self.credited
            for name in characters_of(credited)
        ]


def characters_of(credited: Credited) -> Iterator[str]:
    """Yield the names of whom somebody plays: "Bert / The Voice" are two."""
    for name in CHARACTERS_APART.split(VOICE.sub("", credited.character)):
        if name.strip():
            yield name.strip()


def name_words(name: str, *, keep_ranks: bool = False) -> tuple[str, ...]:
    """Return the folded words of a name without nickname, rank and suffix."""
    words = fold(name if keep_ranks else re.sub(r'["“][^"”]*["”]', " ", name)).split()
    while not keep_ranks and len(words) > 1 and words[0] in RANKS:
        words.pop(0)
    while not keep_ranks and len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    return tuple(words)


def is_short_for(word: str, other: str) -> bool:
    """Whether a word of a name is another, or its start ("Sam", "Samuel") or plural."""
    return word in {other, f"{other}s"} or (len(word) > 2 and other.startswith(word))


def is_called(whole: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether a name is said by these words: some of it in order, with its end."""
    if not words or not whole or words[-1] != whole[-1]:
        return bool(words) and len(words) == 1 and words[0] in whole[-1:]
    rest = iter(whole)
    return all(word in rest for word in words)


def records_of(films: Collection[int]) -> dict[int, Record]:
    """Return the records of films by primary key (four queries, however many)."""
    titles: dict[int, list[str]] = defaultdict(list)
    for film, title in AlternativeTitle.objects.filter(film__in=films).values_list("film", "title"):
        titles[film].append(title)
    years: dict[int, set[int]] = defaultdict(set)
    for film, date in Release.objects.filter(film__in=films).values_list("film", "date"):
        years[film].add(date.year)
    credited: dict[int, list[Credited]] = defaultdict(list)
    work = Credit.objects.filter(film__in=films).by_billing()
    for film, *rest in work.values_list("film", "person__name", "job", "character"):
        credited[film].append(Credited(*rest))
    return {
        film.pk: Record(
            pk=film.pk,
            slug=film.slug,
            title=film.title,
            titles=_titles(film, titles[film.pk]),
            year=film.year,
            years=frozenset({film.year, *years[film.pk]} - {None}),
            is_public=film.is_published,
            credited=tuple(credited[film.pk]),
        )
        for film in Film.objects.filter(pk__in=films).only(
            "slug", "title", "original_title", "year", "status", "publish_at", "expire_at"
        )
    }


def _titles(film: Film, others: Iterable[str]) -> tuple[str, ...]:
    titles = (film.title, film.original_title, *others)
    return tuple(dict.fromkeys(title for title in titles if title))


def same_title(one: Record, other: Record) -> bool:
    """Whether two rows tell of the same film: one title, and years at most one apart."""
    folded = without_article(fold(one.title)) == without_article(fold(other.title))
    years = one.year is None or other.year is None or abs(one.year - other.year) <= 1
    return folded and years
