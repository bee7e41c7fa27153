"""Files beside that of the films: their rows by the film's number, in a scratch database."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from ..reading import Row, Told, csv_rows
from ..records import Refuse
from ..scratch import Scratch
from .rows import numbered


class Join(NamedTuple):
    """The column with a film's number, which rows may lack without fault, and those to read."""

    key: str
    columns: tuple[str, ...]
    may_lack: bool = False


class Beside:
    """The rows of a CSV file by a film's number; of two with one number the first."""

    def __init__(self, path: Path, join: Join, refuse: Refuse, told: Told) -> None:
        self.path, self.join = path, join
        self.scratch = Scratch(len(join.columns))
        self.scratch.keep(self._rows(refuse, told))

    def _rows(self, refuse: Refuse, told: Told) -> Iterator[tuple[int | str, ...]]:
        key, columns, may_lack = self.join
        rows = csv_rows(self.path, (key, *columns), refuse, told)
        wanted = ((line, row) for line, row in rows if row[key].strip() or not may_lack)
        for number, _, row in numbered(wanted, self.path, key, refuse):
            yield number, *(row[column] for column in columns)

    def find(self, numbers: Collection[int]) -> dict[int, Row]:
        """Return the rows that are known, each with the columns that were asked for."""
        found = self.scratch.find(numbers).items()
        return {number: dict(zip(self.join.columns, row, strict=True)) for number, row in found}

    def close(self) -> None:
        self.scratch.close()
