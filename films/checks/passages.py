"""Titles and names inside running words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from publishing.checks.words import word_set
from publishing.folding import fold

CAPITAL = "A-ZÀ-ÖØ-ÞŁŚŠŽ"
ITALICS = re.compile(r"(?<![*\w])(\*|_)(?![*_\s])(?P<title>[^*_\n]{1,200}?)(?<!\s)\1(?![*\w])")
SENTENCE_END = re.compile(
    r"(?<=[\w%)\]\"'”’*_][.!?…])[\"'”’)*_]*\s+(?=[\"'“‘(*_]*[A-ZÀ-Þ0-9])|\n\s*\n"
)
INITIAL_BEFORE = re.compile(
    r"(?:^|[\s.(])[A-Z]\.$|\b(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|vs|No|Sgt|Lt|Capt)\.$"
)
NAME_WORD = rf"(?:(?:[{CAPITAL}]\.){{1,3}}|[{CAPITAL}][\w’'·-]*\w)"
PARTICLES = "al|bin|da|de|del|della|den|der|di|du|la|le|van|von|y"
NICKNAME = r"[\"“][^\"”\n]{1,30}[\"”]"
NAME = re.compile(
    rf"(?<![\w'’.]){NAME_WORD}(?:[ ](?:(?:{PARTICLES})[ ]|{NICKNAME}[ ]){{0,2}}{NAME_WORD}){{0,5}}"
)
POSSESSIVE = re.compile(r"['’]s (?=\w)|['’]s?$")
# Words that a sentence starts with, and that no name does.
NO_NAMES = word_set(
    """
    a after again against all along also although always amid among an and another any around as at
    back because before behind below beneath beside between beyond both but by can co-starring come
    director directors during each eight either enter even ever every everybody everyone everything
    few find first five for four from give given had has have he hence her here his how however i if
    in inside into is it its itself just last later like likewise little long loved made make many
    meanwhile more most much my near neither never nine no nobody none nor not nothing now of off
    often old on once one only or other our out outside over perhaps screenwriter see seen seven
    several she since six so some somebody somewhere soon star starring stars still such take ten
    that the their then there these they think this those though three through throughout to
    together too toward towards trade two under unless unlike until up upon veteran was watch we
    were what whatever when whenever where whether which while who whoever whose why with within
    without writer written yet you young your
    """
)


class Span(NamedTuple):
    """Characters of a text."""

    start: int
    end: int
    text: str


def italics(text: str) -> list[Span]:
    """Return what stands in italics, which by our custom is a title."""
    return [Span(*found.span("title"), found["title"]) for found in ITALICS.finditer(text)]


def sentences(text: str) -> list[Span]:
    """Return the sentences of a text."""
    found, start = [], 0
    for end in SENTENCE_END.finditer(text):
        if not INITIAL_BEFORE.search(text[max(0, end.start() - 6) : end.start()]):
            found.append(Span(start, end.end(), text[start : end.end()]))
            start = end.end()
    return [*found, Span(start, len(text), text[start:])]


def masked(text: str, spans: Iterable[Span]) -> str:
    """Return a text of the same length in which nothing of these spans can be read."""
    letters = list(text)
    for span in spans:
        letters[span.start : span.end] = "¤" * (span.end - span.start)
    return "".join(letters)


def spans_of(text: str, titles: Iterable[str]) -> list[Span]:
    """Return where a text says one of these titles, the longest first and none inside another."""
    found: list[Span] = []
    there = {title for title in titles if title in text}
    for title in sorted(there, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(title)}(?!\w)", text):
            if not any(span.start < match.end() and match.start() < span.end for span in found):
                found.append(Span(*match.span(), match[0]))
    return found


def names(text: str) -> list[Span]:
    """Return what may be names of people: capitalised words in a row; "Neeson's Bill" are two."""
    found = []
    for match in NAME.finditer(text):
        start = match.start()
        for part in POSSESSIVE.split(match[0]):
            words, at = part, start
            while (first := words.partition(" "))[0].lower() in NO_NAMES:
                at += len(first[0]) + 1
                words = first[2]
            if words:
                found.append(Span(at, at + len(words), words))
            start = text.find(part, start) + len(part) + 3  # with the "'s " between them
    return found


def is_full_name(name: str) -> bool:
    """Whether a name has a given name and a family name."""
    return len(fold(name).split()) > 1 and not name.split(maxsplit=1)[0].isupper()
