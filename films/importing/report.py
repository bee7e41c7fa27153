"""What an import did, in numbers, and every row that it did not take, in a file."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .records import FilmRecord, Refused, Where

HEAD = ("outcome", "file", "line", "id", "title", "year", "reason", "perhaps")


@dataclass
class Report:
    """Counts outcomes; rows that need somebody's eye go to a CSV file, made when the first comes.

    Outcomes in the file: "refused" rows cannot be used; "held" rows may be a film that is here
    under no outside id; "kept" parts of films were written by other hands and stay; "remark" is
    about a part of a row that was taken otherwise.
    """

    path: Path
    counts: Counter[str] = field(default_factory=Counter)
    _file: Any = None
    _rows: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def refuse(self, refused: Refused) -> None:
        self._write("refused", refused.where, (refused.key, "", "", refused.reason, ""))

    def of_film(self, outcome: str, film: FilmRecord, reason: str, perhaps: str = "") -> None:
        about = (film.key, film.title, film.year or "", reason, perhaps)
        self._write(outcome, film.where, about)

    @property
    def is_written(self) -> bool:
        return self._file is not None

    @property
    def has_written(self) -> bool:
        """Whether films of the database are others now."""
        return bool(self.counts["created"] or self.counts["changed"])

    def _write(self, outcome: str, where: Where, about: tuple[Any, ...]) -> None:
        self.counts[outcome] += 1
        if self._rows is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8", newline="")
            self._rows = csv.writer(self._file)
            self._rows.writerow(HEAD)
        self._rows.writerow((outcome, where.path.name, where.line, *map(_harmless, about)))


def _harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" and text[:1] else value
