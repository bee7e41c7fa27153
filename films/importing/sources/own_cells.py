"""The values of one film in our own format, whether written as cells of CSV or as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from ..records import Where
from .text import clean

BETWEEN = "|"  # values of a list in one cell

T = TypeVar("T")


class Cells:
    """Values by their columns, and remarks on those that cannot be read.

    A column that is missing, null or empty says nothing; an empty JSON list says that there are
    none.
    """

    def __init__(self, path: Path, line: int, row: Mapping[str, Any]) -> None:
        self.where, self.row = Where(path, line), row
        self.remarks: list[str] = []

    def get(self, column: str) -> Any:
        return self.row.get(column)

    def text(self, column: str) -> str | None:
        """Return a text, clean; None where there is none."""
        value = self.get(column)
        if value is not None and not isinstance(value, str):
            self.remarks.append(f"{column}: is no text")
        return clean(value) or None

    def matching(self, column: str, fits: Callable[[str], object]) -> str | None:
        """Return a text of a certain form; another is remarked upon."""
        text = self.text(column)
        if text is None or fits(text):
            return text
        self.remarks.append(f"{column}: “{text[:40]}” is not known")
        return None

    def each(self, column: str, read: Callable[[object], T | None]) -> tuple[T, ...] | None:
        """Return the values of a list, each once; None where the column says nothing."""
        value = self.get(column)
        if value is None or value == "":
            return None
        items = value.split(BETWEEN) if isinstance(value, str) else value
        if not isinstance(items, list):
            self.remarks.append(f"{column}: is no list")
            return None
        found = [(item, read(item)) for item in items]
        if unread := sum(1 for item, each in found if not each and item not in ("", None)):
            self.remarks.append(f"{column}: {unread} of {len(items)} cannot be read")
        return tuple(dict.fromkeys(each for _, each in found if each))
