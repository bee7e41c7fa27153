"""Short numbers that change with what they are made from, the same in every process."""

from __future__ import annotations

import zlib
from typing import Any

from .bulk import as_json
from .records import FilmRecord

# What a record says of its film; where it stood and what was wrong with it are no facts.
FACTS = [name for name in FilmRecord.__slots__ if name not in {"where", "remarks", "scores"}]


def fingerprint(value: Any) -> int:
    """Return 32 bits that follow from a text, a number or a list of tuples of such and dates."""
    return zlib.crc32(repr(value).encode())


def of_record(film: FilmRecord) -> int:
    """Return the fingerprint of all facts; the day of a score alone is no news."""
    scores = film.scores and [score._replace(as_of=None) for score in film.scores]  # type: ignore[arg-type]  # to be left out
    facts = [*(getattr(film, name) for name in FACTS), scores]
    # Records in records have no quick repr.
    return zlib.crc32(as_json(facts).encode())
