"""What every source has in common."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from ..reading import Told, nobody
from ..records import FilmRecord, Narrowing, Refuse


class Source:
    """Files of one data set, and the records that they hold.

    `files` maps what a file is for ("movies", "links", …) to where it is. `records` yields films
    in an order that is the same at each run, each film once where the files allow it, and hands
    to `refuse` what it cannot use. It holds no more in memory than a batch needs; what must be
    looked up by key goes to a scratch database (`..scratch`).
    """

    name: ClassVar[str]  # in provenance and reports: "imdb"
    label: ClassVar[str]  # for people: "IMDb"

    def __init__(
        self,
        files: dict[str, Path],
        refuse: Refuse,
        *,
        narrowing: Narrowing | None = None,
        told: Told = nobody,
        as_of: dt.date | None = None,
    ) -> None:
        self.files, self.refuse, self.told = files, refuse, told
        self.narrowing = narrowing or Narrowing()
        self._as_of = as_of

    @classmethod
    def recognise(cls, paths: list[Path]) -> dict[str, Path]:
        """Return those of the files that are this source's, by what they are for.

        By name or first line; empty where they are not enough to import from.
        """
        raise NotImplementedError

    def records(self) -> Iterator[FilmRecord]:
        raise NotImplementedError

    def as_of(self, path: Path) -> dt.date:
        """Return the day that the figures of a file are from: as given, or the file's own."""
        return self._as_of or dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date()
