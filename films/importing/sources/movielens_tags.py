"""What the users of MovieLens say of films: their own tags, and the tag genome."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from ..reading import Told, csv_rows, tsv
from ..records import Refuse, Refused, Where
from ..scratch import Scratch
from . import figures
from .text import clean

LEAST_USERS = 2  # What one user calls a film may be a note to themselves.
LEAST_RELEVANCE = 0.8
GENOME = ("movieId", "tagId", "relevance")


def _key(film: int, *rest: object) -> str:
    """Return a key by which the rows of a film stand together."""
    return "\t".join([f"{film:010d}", *map(str, rest)])


def _rows(scratch: Scratch, film: int) -> Iterator[tuple[list[str], Any]]:
    """Yield the rest of each key of a film, and what is kept under it."""
    start = _key(film)
    for key, value in scratch.between(f"{start}\t", f"{start}\n"):
        yield key.split("\t")[1:], value


class Tags:
    """Tags that several users gave to a film."""

    def __init__(self, path: Path, refuse: Refuse, told: Told) -> None:
        self._scratch = Scratch()
        self._scratch.keep(self._read(path, refuse, told))

    @staticmethod
    def _read(path: Path, refuse: Refuse, told: Told) -> Iterator[tuple[str, None]]:
        for line, row in csv_rows(path, ("userId", "movieId", "tag"), refuse, told):
            remarks: list[str] = []
            film = figures.positive(row["movieId"], "movieId", remarks)
            tag = clean(row["tag"]).lower()
            if film and tag:
                yield _key(film, tag, clean(row["userId"])), None
            else:
                refuse(Refused(Where(path, line), *(remarks or ["has no film or no tag"])))

    def of(self, film: int) -> list[str]:
        """Return a film's tags, that of the most users first."""
        tags = groupby(_rows(self._scratch, film), key=lambda row: row[0][0])
        users = {tag: sum(1 for _ in rows) for tag, rows in tags}
        shared = [tag for tag, count in users.items() if count >= LEAST_USERS]
        return sorted(shared, key=lambda tag: (-users[tag], tag))

    def close(self) -> None:
        self._scratch.close()


class Genome:
    """Tags by how well they fit a film, which MovieLens computed for those with many."""

    def __init__(self, tags: Path, scores: Path, refuse: Refuse, told: Told) -> None:
        self._tags = {
            row["tagId"]: tag
            for _, row in csv_rows(tags, ("tagId", "tag"), refuse, told)
            if (tag := clean(row["tag"]).lower())
        }
        self._scratch = Scratch()
        self._scratch.keep(self._read(scores, refuse, told))

    def _read(self, path: Path, refuse: Refuse, told: Told) -> Iterator[tuple[str, float]]:
        for line, row in tsv(path, GENOME, refuse, told, separator=","):
            try:
                # All but one in a hundred are passed over, and there are 15 million.
                if (fits := float(row[2])) >= LEAST_RELEVANCE:
                    yield self._key(*row), fits
            except ValueError as error:
                refuse(Refused(Where(path, line), f"is no score of a tag: {error}"))

    def _key(self, film: str, tag: str, relevance: str) -> str:
        """Return the key of a row; raises ValueError where it cannot be so."""
        if float(relevance) > 1:
            raise ValueError(f"the relevance “{relevance[:40]}” is not between 0 and 1")
        if tag not in self._tags:
            raise ValueError(f"the tag “{tag[:40]}” has no name")
        return _key(int(film), tag)

    def of(self, film: int) -> list[str]:
        """Return a film's tags, that which fits best first."""
        fits = {self._tags[key[0]]: value for key, value in _rows(self._scratch, film)}
        return sorted(fits, key=lambda tag: (-fits[tag], tag))

    def close(self) -> None:
        self._scratch.close()
