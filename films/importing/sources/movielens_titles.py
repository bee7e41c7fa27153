"""Titles as MovieLens writes them: article behind, other titles and the year in parentheses."""

from __future__ import annotations

import re
from typing import NamedTuple

from publishing.folding import ARTICLES

from .text import clean, cleaned

# "(1995)", and of series "(2006–2007)" or "(2009– )".
YEAR = re.compile(r"\((\d{4})(?:[-–]\d{0,4} ?)?\)$", re.ASCII)
KNOWN_AS = re.compile(r"a\.?k\.?a\.? ", re.IGNORECASE)
# What is in parentheses but no other title: numbers, and what goes on with the title's sentence.
NUMBER = re.compile(r"(?:part |vol\.? )?[\divx]+", re.IGNORECASE)
UNFINISHED = re.compile(r"(?:(?<!, )\b(?:a|an|and|of|or|the|to)|[:,–-])$", re.IGNORECASE)
# Articles of any language; the longest first, that "Les" be not taken for "Le".
ARTICLES_LAST = sorted({article for some in ARTICLES.values() for article in some}, key=len)[::-1]
ARTICLE = re.compile(
    f"(.+), ({'|'.join(ARTICLES_LAST)})".replace("'", "['’]"),
    re.IGNORECASE,
)


class Titles(NamedTuple):
    title: str
    others: tuple[str, ...]
    year: int | None


def titles(written: str) -> Titles:
    """Return the title, the others and the year of "Hate (Haine, La) (1995)"."""
    rest, year = clean(written), None
    if (match := YEAR.search(rest)) and match.start():
        rest, year = rest[: match.start()].rstrip(), int(match[1])
    others: list[str] = []
    while (opens := _last_parenthesis(rest)) > 0:
        before, inside = rest[:opens].rstrip(), rest[opens + 1 : -1].strip()
        if NUMBER.fullmatch(inside) or UNFINISHED.search(before):
            break
        others.insert(0, article_first(KNOWN_AS.sub("", inside, count=1)))
        rest = before
    title = article_first(rest)
    known = title.casefold()
    return Titles(title, tuple(o for o in cleaned(others) if o.casefold() != known), year)


def article_first(title: str) -> str:
    """Return "Haine, La" as it is spoken: "La Haine"."""
    match = ARTICLE.fullmatch(title)
    if not match:
        return title
    rest, article = match.groups()
    return f"{article}{rest}" if article[-1] in "'’" else f"{article} {rest}"


def _last_parenthesis(title: str) -> int:
    """Return where the parenthesis opens with which a title ends, or -1."""
    depth = 0
    for place in range(len(title) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(title[place], 0)
        if depth == 0:
            return place if title[place] == "(" else -1
    return -1
