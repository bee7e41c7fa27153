"""Matching what somebody typed with titles, names and headlines, and how closely they match.

Titles and names are compared with their stored folded columns, so that SQLite and PostgreSQL
find the same. Headlines have none: there are few, and a regular expression folds them in passing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, reduce
from operator import or_
from typing import Any, TypeVar

from anyascii import anyascii
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Replace
from django.db.models.lookups import Contains, In

from .folding import ARTICLES, fold, without_article

LONGEST_QUERY = 200  # characters, as the search boxes allow
MOST_WORDS = 8
SHORTEST_INSIDE = 3  # letters: shorter ones lie inside nearly every title
SHORTEST_ACROSS = 6  # letters: "seven" would lie across "Jesse Ventura"

TITLE_AND_YEAR = re.compile(r"(?P<title>.+) (?P<year>(?:18|19|20|21)\d\d)")
LIKE_A_FILM = re.compile(
    r"(?:\d+ )?(?:(?:films?|movies?|something|more|what is) )+like (?P<title>.+)"
)
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
        """Read "Movies like Heat (1995)" as that, as "heat 1995" and as "heat" of 1995."""
        folded = fold(text[:LONGEST_QUERY])[:LONGEST_QUERY].strip()
        wholes = [folded] if folded else []
        if match := LIKE_A_FILM.fullmatch(folded):
            wholes.append(match["title"])
        endings = filter(None, map(TITLE_AND_YEAR.fullmatch, wholes))
        dated = [Reading(ending["title"], int(ending["year"])) for ending in endings]
        return cls((*map(Reading, wholes), *dated))


# Titles and names, which have folded columns ---------------------------------------------------


def title_matches(sought: Sought, column: str, year: str = "") -> Q:
    """Match rows for which one of the `title_ways()` holds.

    A title that lacks the letters cannot match, which nearly all do: to ask this first makes
    searching a large catalogue several times faster.
    """
    letters = [_holds(column, reading.squeezed) for reading in sought.readings]
    words = [
        _holds_words(column, reading)
        for reading in sought.readings
        if reading.words != (reading.bare,)
    ]
    return any_of_these([*letters, *words]) & any_of(title_ways(sought, column, year))


def title_ways(sought: Sought, column: str, year: str = "") -> Ways:
    """Return the ways in which a folded column may match, best first.

    `year` names the column that readings with a year compare; without it they count for nothing.
    """
    readings = [reading for reading in sought.readings if year or reading.year is None]
    ways = [
        (way & (Q(**{year: reading.year}) if reading.year else Q()), match)
        for reading in readings
        for way, match in _ways_of(reading, column)
    ]
    return sorted(ways, key=lambda way: way[1])


def _ways_of(reading: Reading, column: str) -> Ways:
    text, bare, letters = reading.text, reading.bare, reading.squeezed
    same = {text.replace(" ", ""), letters}
    same |= {article.rstrip("'") + letters for article in EVERY_ARTICLE}
    starts = sorted({text, bare, *(f"{article} {bare}" for article in ARTICLES["en"])})
    ways: Ways = [
        (Q(In(_squeezed(column), sorted(same))), Match.EXACT),
        (any_of_these(Q(**{f"{column}__startswith": start}) for start in starts), Match.START),
        (word_starts(column, bare), Match.PHRASE),
        (_holds_words(column, reading), Match.WORDS),
    ]
    if len(letters) >= SHORTEST_INSIDE:
        ways.append((Q(**{f"{column}__contains": bare}), Match.INSIDE))
    if len(letters) >= SHORTEST_ACROSS:
        ways.append((_holds(column, letters), Match.INSIDE))
    return ways


def _squeezed(column: str) -> Replace:
    return Replace(F(column), Value(" "), Value(""))


def _holds(column: str, letters: str) -> Q:
    return Q(Contains(_squeezed(column), letters))


def _holds_words(column: str, reading: Reading) -> Q:
    return _all(word_starts(column, word) for word in reading.words)


def word_starts(column: str, text: str) -> Q:
    """Match rows with a word in the folded column at which the text starts."""
    return Q(Contains(Concat(Value(" "), F(column)), f" {text}"))


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
