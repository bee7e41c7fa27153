"""The plain words of a text in Markdown, and where each of them is stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from .findings import Place, Problem
from .writing import Text

MARKUP = re.compile(
    r"^[ ]{0,3}(?:\#{1,6}[ ]+|>[ ]?|(?:[-+*]|\d{1,3}[.)])[ ]+)+"  # heading, quotation, list
    r"|!?\[(?=[^\[\]\n]{0,500}\]\()|\]\([^()\n]{0,1000}\)"  # around the words of a link
    r"|(?<![\w*])[*_]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_]{1,3}(?![\w*])|(?<=\w)\*{1,3}(?=\W|$)"
    r"|`+|<?https?://\S+",
    re.MULTILINE,
)
BLOCK_MARK = re.compile(r"^[ ]{0,3}(?:\#{1,6}|[-+*]|\d{1,3}[.)])[ ]")
SENTENCE_END = re.compile(r"(?:[.!?…]|\.\.\.)[\"”’')\]]*\s+")
NO_END = re.compile(
    r"(?:(?:\b[A-Za-z]\.)*\b(?:[A-Za-z]|Gen|Col|Rev|Ill|Ltd|Inc|Mass|Calif|Mt|Ft|vol|Vol|Nos|pp|Mr|Mrs|Ms|Dr|St|Jr|Sr|vs|No|Sgt|Lt|Capt|Prof|e\.g|i\.e|cf|etc)\.|…|\.\.\.)"
    r"[\"”’')\]]*\s*$"
)


class Sentence(NamedTuple):
    """A sentence of the plain words, with where it starts and ends in them."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Prose:
    """A text without markup. `plain[i]` is stored at `places[i]`."""

    text: Text
    plain: str
    places: tuple[int, ...]
    names: frozenset[str]

    @classmethod
    def of(cls, text: Text, names: Iterable[str] = ()) -> Prose:
        kept: list[int] = []
        at = 0
        for mark in MARKUP.finditer(text.text):
            kept += range(at, mark.start())
            at = max(at, mark.end())
        kept += range(at, len(text.text))
        plain = "".join(text.text[place] for place in kept)
        return cls(text, plain, tuple(kept), frozenset(names))

    @cached_property
    def hidden(self) -> str:
        """The words with every known name as one plain capitalised word of the same length."""
        # A page may know thousands of names, of which a text has few: an alternative for each would
        # be tried at each of its words.
        there = [name for name in self.names if name and name in self.plain]
        names = sorted(there, key=len, reverse=True)
        if not names:
            return self.plain
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
        return pattern.sub(lambda found: _plain_word(len(found[0])), self.plain)

    @cached_property
    def paragraphs(self) -> list[Sentence]:
        """The paragraphs, without headings and items of lists, which are no sentences."""
        found = []
        for match in re.finditer(r"[^\n]+(?:\n(?!\n)[^\n]+)*", self.hidden):
            start_of_line = self.text.text.rfind("\n", 0, self.places[match.start()]) + 1
            if match[0].strip() and not BLOCK_MARK.match(self.text.text[start_of_line:]):
                found.append(Sentence(match.start(), match.end(), match[0]))
        return found

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences of all paragraphs; an abbreviation, initial or ellipsis ends none."""
        return [sentence for part in self.paragraphs for sentence in _split(part)]

    def problem(self, start: int, end: int, sentence: str) -> Problem:
        """Return a problem with these plain words, placed where they are stored."""
        if not self.places:
            return Problem(Place(self.text.part, self.text.field), sentence)
        end = max(end, start + 1)
        first = self.places[min(start, len(self.places) - 1)]
        last = self.places[min(end, len(self.places)) - 1] + 1
        place = Place(self.text.part, self.text.field, first, last)
        return Problem(place, sentence, self.text.text[first:last])


def _plain_word(length: int) -> str:
    return ("N" + "eo" * length)[:length]


def _split(part: Sentence) -> Iterator[Sentence]:
    start = 0
    for end in SENTENCE_END.finditer(part.text):
        if not NO_END.search(part.text[max(0, end.start() - 8) : end.end()]):
            yield Sentence(
                part.start + start, part.start + end.start() + 1, part.text[start : end.end()]
            )
            start = end.end()
    if part.text[start:].strip():
        yield Sentence(part.start + start, part.end, part.text[start:])
