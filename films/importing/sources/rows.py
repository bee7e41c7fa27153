"""Rows by their numbers, each once, and in batches."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from ..reading import first_line
from ..records import Refuse, Refused, Where
from . import figures
from .text import clean

BATCH = 100  # films, some of which have a thousand credits

T = TypeVar("T")
# The columns that a file must have at least (a frozenset), or has exactly (a tuple), in any order.
Columns = frozenset[str] | tuple[str, ...]


class Numbered(NamedTuple):
    """A row with the number by which its source knows it."""

    number: int
    where: Where
    row: Mapping[str, Any]


def numbered(
    rows: Iterable[tuple[int, Mapping[str, Any]]],
    path: Path,
    column: str,
    refuse: Refuse,
    *,
    title: str = "",
) -> Iterator[Numbered]:
    """Yield the rows that have a number, each number once; all others are refused.

    So are those without a title, where the column of it is named. It holds the numbers in memory.
    """
    met: set[int] = set()
    for line, row in rows:
        remarks: list[str] = []
        where = Where(path, line)
        number = figures.positive(row.get(column), column, remarks)
        if number is None:
            refuse(Refused(where, *(remarks or [f"has no {column}"])))
        elif number in met:
            refuse(Refused(where, "stands twice", str(number)))
        elif title and not clean(row.get(title)):
            refuse(Refused(where, "has no title", str(number)))
        else:
            met.add(number)
            yield Numbered(number, where, row)


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Yield items some at a time."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def by_columns(paths: Iterable[Path], uses: Mapping[str, Columns]) -> dict[str, Path]:
    """Return for each use the first file whose first line has its columns, whole sets first.

    Data sets come with a small part of a file beside the whole ("links_small.csv").
    """
    ordered = sorted(paths, key=lambda path: ("small" in path.stem, path))
    heads = {path: frozenset(head_of(path)) for path in ordered}
    found: dict[str, Path] = {}
    for use, columns in uses.items():
        wanted = frozenset(columns)
        is_whole = isinstance(columns, tuple)
        for path, head in heads.items():
            if head == wanted or (not is_whole and head > wanted):
                found[use] = path
                break
    return found


def head_of(path: Path) -> list[str]:
    """Return the columns that a file's first line names, if it is CSV."""
    return [name.strip() for name in next(csv.reader([first_line(path)]), [])]
