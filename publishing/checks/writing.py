"""The words of a page, as the checks read them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a text is, which says what may be asked of it."""

    HEADLINE = "headline"  # no full sentence, no full stop
    LINE = "line"  # a sentence or two without Markdown: standfirst, verdict
    PROSE = "prose"  # Markdown: an introduction, a section, the body of a review
    BLURB = "blurb"  # Markdown: the plot of a list's entry, then why it is alike


@dataclass(frozen=True)
class Text:
    """A field's words, and where they stand; part and field as in `Place`."""

    part: str
    field: str
    text: str
    kind: Kind
    may_spoil: bool = False  # readers are warned before they see it


@dataclass(frozen=True)
class Writing:
    """All texts of a page, with names that may be spelt as no other word is.

    `names` are titles of films, people and characters of the page, as the catalogue has them;
    `seeds` those titles that blurbs are to name a likeness to.
    """

    texts: tuple[Text, ...]
    names: frozenset[str] = frozenset()
    seeds: frozenset[str] = frozenset()
