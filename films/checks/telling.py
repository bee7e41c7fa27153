"""What a text says about films: titles, years, people and what they did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from people.models import Person
from publishing.checks import Place, Problem, Text
from publishing.folding import fold, without_article

from ..models import AlternativeTitle, Country, Film, Theme
from .passages import Span, is_full_name, italics, masked, names, sentences, spans_of
from .records import Record, name_words

MOST_NAMES = 200  # looked up in one go
COMPARES = re.compile(
    r"\b(?:again|alike|also|as in|both|echo\w*|like|likewise|recall\w*|remind\w*|same|share[sd]?|"
    r"too|twin|cousin|successor|reunite[sd]?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Known:
    """What the catalogue knows of the titles and names in texts, by their folded form."""

    years: dict[str, frozenset[int]] = field(default_factory=dict)  # of all films of a title
    people: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    given_names: frozenset[str] = frozenset()

    def is_title(self, text: str) -> bool:
        return without_article(fold(text)) in self.years


@dataclass(frozen=True)
class Telling:
    """A text with the films that it may speak of.

    `about` are those that it is about; `others` those that a sentence may compare them with.
    """

    text: Text
    about: Sequence[Record]
    others: Sequence[Record]
    known: Known

    @property
    def records(self) -> list[Record]:
        return [*self.about, *self.others]

    @cached_property
    def titles(self) -> list[Span]:
        """Where titles stand: those of the records, and what is in italics."""
        own = spans_of(self.text.text, (title for each in self.records for title in each.titles))
        inside = [span for span in italics(self.text.text) if not touches(span, own)]
        return [*own, *inside]

    @cached_property
    def names(self) -> list[Span]:
        """The names that stand outside of titles."""
        return names(masked(self.text.text, self.titles))

    @cached_property
    def sentences(self) -> list[Span]:
        return sentences(self.text.text)

    def spoken_of(self, span: Span) -> list[Record]:
        """Return the films that the sentence around a place may speak of."""
        place = next((at for at, each in enumerate(self.sentences) if span.start < each.end), 0)
        here = "".join(each.text for each in self.sentences[max(0, place - 1) : place + 1])
        compares = COMPARES.search(self.sentences[place].text)
        others = [
            each
            for each in self.others
            if compares or spans_of(here, each.titles) or self._names_its_people(each, here)
        ]
        return [*self.about, *others]

    def _names_its_people(self, record: Record, sentence: str) -> bool:
        return any(record.has_character(span.text) for span in names(sentence))

    def says_other_titles(self, span: Span) -> bool:
        """Whether the sentence names a film in italics that is none of the records."""
        own = {fold(title) for each in self.records for title in each.titles}
        sentence = next(each for each in self.sentences if span.start < each.end)
        return any(
            sentence.start <= title.start < sentence.end and fold(title.text) not in own
            for title in italics(self.text.text)
        )

    def problem(self, span: Span, sentence: str) -> Problem:
        place = Place(self.text.part, self.text.field, span.start, span.end)
        return Problem(place, sentence, self.text.text[span.start : span.end])


def looked_up(texts: Iterable[Text]) -> Known:
    """Look up what these texts have in italics or in capitals (four queries and some short ones).

    Given names are looked up for the names that nobody in the catalogue has.
    """
    written = [text.text for text in texts]
    titles = {without_article(fold(span.text)) for text in written for span in italics(text)}
    titles -= {""}
    said = {fold(span.text) for text in written for span in names(text) if is_full_name(span.text)}
    said |= {" ".join(name_words(name)) for name in said}
    people = Person.objects.filter(folded_name__in=list(islice(sorted(said), MOST_NAMES)))
    found = set(people.values_list("folded_name", flat=True))
    given = {name.partition(" ")[0] for name in said - found}
    return Known(
        years=_years_of(titles),
        people=frozenset(found),
        places=frozenset(fold(name) for name in _places()),
        given_names=frozenset(
            name for name in islice(sorted(given), MOST_NAMES) if _is_given(name)
        ),
    )


def _years_of(titles: set[str]) -> dict[str, frozenset[int]]:
    with_articles = [
        f"{article}{title}" for title in titles for article in ("", "the ", "a ", "an ")
    ]
    years: dict[str, set[int]] = {}
    rows = [
        *Film.objects.filter(folded_title__in=with_articles).values_list(
            "folded_title", "year", "releases__date__year"
        ),
        *AlternativeTitle.objects.filter(folded_title__in=with_articles).values_list(
            "folded_title", "film__year", "film__releases__date__year"
        ),
    ]
    for title, *of_film in rows:
        years.setdefault(without_article(title), set()).update(year for year in of_film if year)
    return {title: frozenset(found) for title, found in years.items()}


def _places() -> QuerySet[Any, str]:
    """Return the names of countries and of themes, among which are towns and regions."""
    themes = Theme.objects.order_by().values_list("name", flat=True)
    return Country.objects.order_by().values_list("name", flat=True).union(themes)


def _is_given(name: str) -> bool:
    # A range, which the index answers; "!" follows the space.
    named = Person.objects.filter(folded_name__gte=f"{name} ", folded_name__lt=f"{name}!")
    return named.exists()


def touches(span: Span, others: Iterable[Span]) -> bool:
    """Whether a place shares characters with one of these."""
    return any(other.start < span.end and span.start < other.end for other in others)


def any_of(things: Iterable[object]) -> str:
    """Name things in a row, and of many only the first."""
    named = [str(thing) for thing in things]
    if len(named) > 3:
        return f"{named[0]} or any other film of the page"
    *first, last = named or ["a film of the page"]
    return f"{', '.join(first)} or {last}" if first else last
