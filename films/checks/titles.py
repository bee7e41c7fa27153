"""Checks of the titles and years that a text says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from publishing.checks import Problem, Registry, Severity
from publishing.folding import fold, without_article

from .passages import Span, italics, spans_of
from .telling import Telling, any_of, touches

ALIKE = 0.8  # as difflib counts: "Dragged Acros Concrete" is 0.98 like the title
SHORTEST_TITLE = 6  # letters; shorter ones are near to too many words
YEAR = r"((?:18|19|20)\d\d)"
YEAR_BEHIND = re.compile(rf"[*_\"”’']*,? ?(?:\({YEAR}\)|(?:from|of|in) {YEAR}\b)")
YEAR_BEFORE = re.compile(
    rf"\b{YEAR}(?:['’]s|(?: \w+)? (?:film|thriller|drama|classic|comedy)) [*_]?$"
)

TITLES: Registry[Telling] = Registry()


@TITLES.check("catalogue.year", Severity.ERROR)
def years(telling: Telling) -> Iterator[Problem]:
    """A year beside a title is that of the film or of one of its releases."""
    text = telling.text.text
    for span in telling.titles:
        of_record = [each for each in telling.records if fold(span.text) in map(fold, each.titles)]
        right = frozenset[int]().union(*(each.years for each in of_record))
        right |= telling.known.years.get(without_article(fold(span.text)), frozenset())
        found = YEAR_BEHIND.match(text, span.end) or YEAR_BEFORE.search(text[: span.start])
        if found and right and (year := int(next(filter(None, found.groups())))) not in right:
            start, end = min(span.start, found.start()), max(span.end, found.end())
            yield telling.problem(
                Span(start, end, text[start:end]),
                f"The catalogue has {span.text} in {any_of(right)}, not in {year}: correct the "
                "year, or the record if it is wrong.",
            )


@TITLES.check("catalogue.mangled-title", Severity.ERROR)
def mangled_titles(telling: Telling) -> Iterator[Problem]:
    """A title stands whole: no other word has run into it."""
    text = telling.text.text
    whole = spans_of(text, (title for each in telling.records for title in each.titles))
    for title in {title for each in telling.records for title in each.titles}:
        for found in _glued(title).finditer(text):
            span = Span(*found.span(), found[0])
            if not touches(span, whole) and not telling.known.is_title(span.text):
                yield telling.problem(
                    span, f"This is {title} with other words run into it: write the title again."
                )


def _glued(title: str) -> re.Pattern[str]:
    """Return a pattern of a title that another word has run into: "OutThis is Death"."""
    words = title.split()
    first, last = re.escape(words[0]), re.escape(words[-1])
    if len(words) == 1:
        if len(title) < 4 or not title.isalpha():
            return re.compile(r"(?!)")
        return re.compile(rf"\b{first}[A-Z][a-z]\w*|\b[A-Z]?[a-z]+{first}\b")
    between = rf"(?:[ ]\S+){{0,{len(words) + 2}}}?[ ]"
    return re.compile(
        rf"\b(?:[A-Z]?[a-z]+{first}{between}{last}\b|{first}[A-Z][a-z]*{between}{last}\b"
        rf"|{first}{between}(?:\w*[a-z][A-Z]\w*[ ](?:\S+[ ]){{0,2}}?)?{last}[A-Z][a-z]+"
        rf"|{first}{between}\w*[a-z](?=[A-Z]){last}\b"
        rf"|{first}(?:[ ]\S+){{0,{len(words)}}}?[ ]\w*[a-z][A-Z]\w*(?:[ ]\S+){{0,2}}?[ ]{last}\b)"
    )


@TITLES.check("catalogue.misspelt-title", Severity.WARNING)
def misspelt_titles(telling: Telling) -> Iterator[Problem]:
    """Words that are nearly a title are that title."""
    text = telling.text.text
    known = {fold(name) for each in telling.records for name in each.names}
    said = [problem.place.start for problem in mangled_titles(telling)]
    titles = {title: fold(title) for each in telling.records for title in each.titles}
    for span in _candidates(telling, titles.values()):
        folded = fold(span.text)
        if folded in known or telling.known.is_title(span.text) or span.start in said:
            continue
        near = next((title for title, own in titles.items() if _is_nearly(folded, own)), None)
        if near and not spans_of(text[span.start : span.end + 40], [near]):
            said.append(span.start)
            yield telling.problem(
                span, f"Is {near} meant? Write the title as the catalogue has it, or say why not."
            )


def _candidates(telling: Telling, folded_titles: Iterable[str]) -> Iterator[Span]:
    """Yield what may be a misspelt title: italics, and as many words from a capital on."""
    text = telling.text.text
    own = spans_of(text, (title for each in telling.records for title in each.titles))
    yield from (span for span in italics(text) if not touches(span, own))
    starts = {title[:2]: len(title.split()) for title in folded_titles if len(title.split()) > 1}
    words = [Span(*found.span(), found[0]) for found in re.finditer(r"[\w’'·-]+", text)]
    for at, word in enumerate(words):
        if word.text[0].isupper() and (count := starts.get(fold(word.text)[:2])):
            for end in words[at + count - 2 : at + count + 1]:
                span = Span(word.start, end.end, text[word.start : end.end])
                if end.start > word.start and not touches(span, own) and "\n" not in span.text:
                    yield span


def _is_nearly(words: str, title: str) -> bool:
    longest = max(len(words), len(title))
    if len(title) < SHORTEST_TITLE or words == title or abs(len(words) - len(title)) > longest / 3:
        return False
    here, there = set(words.split()), set(title.split())
    if (here <= there and words in title) or there <= here:
        return False  # shortened, or longer by whole words: another part of a series
    return SequenceMatcher(None, words, title).ratio() >= ALIKE
