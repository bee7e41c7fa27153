"""Words as strangers write them: in one line, without control characters and marks of absence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

NOTHING = "\\N"  # how dumps of databases write it
# NUL and its kind (PostgreSQL refuses the first), half surrogates, what turns the direction of
# writing around, and marks of byte order. Joiners stay: Persian and Hindi are spelt with them.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)

OF_A_SERIES = re.compile(
    r"[ -]*(?:\((?:collection|film series)\)|\b(?:collection|film series))$", re.IGNORECASE
)


def clean(text: object) -> str:
    """Return text in one line that can be kept and shown; what is no text is nothing.

    Letters that were decoded wrongly once are not guessed at.
    """
    if not isinstance(text, str) or text == NOTHING:
        return ""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # nearly all of them
    return " ".join(unicodedata.normalize("NFC", UNPRINTABLE.sub("", text)).split())


def cleaned(texts: Iterable[object]) -> tuple[str, ...]:
    """Return texts clean, each once whatever its case, in their order; without empty ones."""
    found: dict[str, str] = {}
    for text in map(clean, texts):
        if text:
            found.setdefault(text.casefold(), text)
    return tuple(found.values())


def series_name(text: object) -> str | None:
    """Return what a series is called here: "Toy Story Collection" → "Toy Story"."""
    return OF_A_SERIES.sub("", clean(text)) or None
