"""Matching what somebody typed with titles, names and headlines, and how closely they match.

Titles and names have folded columns, in which `publishing.finding` looks for those to compare
here. Headlines have none: there are few, and a regular expression folds them in passing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache, reduce
from operator import or_
from typing import Any, TypeVar

from anyascii import anyascii
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from .folding import ARTICLES, fold, without_article

LONGEST_QUERY = 200  # characters, as the search boxes allow
MOST_WORDS = 8
SHORTEST_INSIDE = 3  # letters: shorter ones lie inside nearly every title
SHORTEST_ACROSS = 6  # letters: "seven" would lie across "Jesse Ventura"

TITLE_AND_YEAR = re.compile(r"(?P<title>.+) (?P<year>(?:18|19|20|21)\d\d)")
LIKE_A_FILM = re.compile(
    r"(?:\d+ )?(?:(?:films?|movies?|something|more|what is) )+like (?P<title>.+)"
)
SHELVED = re.compile(r"(?P<title>.+), *(?P<article>the|an?)", re.IGNORECASE)
SMALL_WORDS = frozenset(
    {*ARTICLES["en"], "and", "by", "directed", "from", "in", "of", "starring", "with"}
)
EVERY_ARTICLE = tuple(sorted({article for words in ARTICLES.values() for article in words}))

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


class Match(IntEnum):
    """How closely a row matches, best first."""

    EXACT = 0
    START = 1
    PHRASE = 2
    WORDS = 3
    INSIDE = 4
    LOOSE = 5


# Conditions, each with the closeness that it proves.
Ways = list[tuple[Q, Match]]


# What was typed --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """One way to read what was typed: folded text, and a year if the text ended in one."""

    text: str
    year: int | None = None

    @property
    def bare(self) -> str:
        return without_article(self.text)

    @property
    def squeezed(self) -> str:
        """The text without spaces: "wall e" and "walle" meet here."""
        return self.bare.replace(" ", "")

    @property
    def words(self) -> tuple[str, ...]:
        """Its first words, each once, without small ones unless there are no others."""
        words = dict.fromkeys(self.text.split())
        return tuple([word for word in words if word not in SMALL_WORDS] or words)[:MOST_WORDS]


@dataclass(frozen=True)
class Sought:
    """What somebody looks for. Text that folds to nothing has no readings and matches nothing."""

    readings: tuple[Reading, ...]

    @classmethod
    def typed(cls, text: str) -> Sought:
        """Read "Movies like Heat (1995)" as that, as "heat 1995" and as "heat" of 1995.

        "Killer, The" is read as people say it.
        """
        text = text[:LONGEST_QUERY].strip()
        if shelved := SHELVED.fullmatch(text):
            text = f"{shelved['article']} {shelved['title']}"
        folded = fold(text)[:LONGEST_QUERY].strip()
        wholes = [folded] if folded else []
        if match := LIKE_A_FILM.fullmatch(folded):
            wholes.append(match["title"])
        endings = filter(None, map(TITLE_AND_YEAR.fullmatch, wholes))
        dated = [Reading(ending["title"], int(ending["year"])) for ending in endings]
        return cls((*map(Reading, wholes), *dated))


# Titles and names, which have folded columns ---------------------------------------------------


def how_closely(readings: Iterable[Reading], folded: str) -> Match | None:
    """Say how closely a folded title or name matches the best of the readings, if at all."""
    spaced, squeezed = f" {folded}", folded.replace(" ", "")
    found = (_closeness(reading, spaced, squeezed) for reading in readings)
    return min((match for match in found if match is not None), default=None)


def _closeness(reading: Reading, spaced: str, squeezed: str) -> Match | None:
    bare, letters = reading.bare, reading.squeezed
    if squeezed in spelt_the_same(reading):
        return Match.EXACT
    if spaced.startswith(_starts(reading)):
        return Match.START
    if f" {bare}" in spaced:
        return Match.PHRASE
    if has_words(reading, spaced):
        return Match.WORDS
    is_inside = len(letters) >= SHORTEST_INSIDE and bare in spaced
    is_across = len(letters) >= SHORTEST_ACROSS and letters in squeezed
    return Match.INSIDE if is_inside or is_across else None


def has_words(reading: Reading, spaced: str) -> bool:
    """Say whether words of a text, with a space before each, start as all those of a reading do."""
    return all(f" {word}" in spaced for word in reading.words)


@lru_cache(maxsize=64)
def spelt_the_same(reading: Reading) -> frozenset[str]:
    """Return the ways to spell a title without spaces: with any article, or with none."""
    letters = reading.squeezed
    return frozenset(
        {
            reading.text.replace(" ", ""),
            letters,
            *(article.rstrip("'") + letters for article in EVERY_ARTICLE),
        }
    )


@lru_cache(maxsize=64)
def _starts(reading: Reading) -> tuple[str, ...]:
    bare = reading.bare
    return (f" {reading.text}", f" {bare}", *(f" {article} {bare}" for article in ARTICLES["en"]))


# Headlines, which have none --------------------------------------------------------------------


def headline_ways(sought: Sought) -> Ways:
    """Return the ways in which a headline may match what was typed as a whole."""
    ways: Ways = []
    for reading in sought.readings[:1]:
        text = r"\W+".join(_as_printed(word) for word in reading.bare.split()[:MOST_WORDS])
        start = r"^\W*((the|an|a)\W+)?"
        words = [rf"(^|\W){_as_printed(word)}" for word in reading.words]
        ways = [
            (Q(headline__iregex=rf"{start}{text}\W*$"), Match.EXACT),
            (Q(headline__iregex=start + text), Match.START),
            (_all(Q(headline__iregex=word) for word in words), Match.WORDS),
        ]
    return ways


def _as_printed(word: str) -> str:
    """Return a pattern for a folded word with its accents, capitals and inner points."""
    if word == "and":
        return "(and|&)"
    return "['’.·]?".join(_spellings().get(letter, letter) for letter in word)


@cache
def _spellings() -> dict[str, str]:
    """Return the letters of European alphabets by what they fold to, as character classes."""
    spellings: dict[str, str] = {}
    for letter in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))):
        folded = anyascii(letter).lower()
        if len(folded) == 1 and folded.isalpha() and letter.isalpha():
            spellings[folded] = spellings.get(folded, folded) + letter
    return {folded: f"[{letters}]" for folded, letters in spellings.items()}


# Putting ways together -------------------------------------------------------------------------


def any_of(ways: Ways) -> Q:
    """Match rows for which one of the ways holds; none without ways."""
    return any_of_these(way for way, _match in ways)


def any_of_these(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, Q(pk__in=[]))


def _all(conditions: Iterable[Q]) -> Q:
    return reduce(lambda one, other: one & other, conditions, Q())


def closeness(ways: Ways) -> Case:
    """Say how closely a row matches by the best of the ways, LOOSE if by none of them."""
    whens = [
        When(way, then=Value(int(match))) for way, match in sorted(ways, key=lambda way: way[1])
    ]
    return Case(*whens, default=Value(int(Match.LOOSE)), output_field=IntegerField())


def exactly(found: Mapping[int, int]) -> list[int]:
    """Return those of the rows found that match exactly."""
    return [pk for pk, match in found.items() if match == Match.EXACT]


def best_first(rows: Rows, ways: Ways, *then: str) -> Rows:
    """Keep the rows that match, add how closely as `match`, and order by it, `then` by columns."""
    matching: Rows = (
        rows.filter(any_of(ways)).annotate(match=closeness(ways)).order_by("match", *then)
    )
    return matching
