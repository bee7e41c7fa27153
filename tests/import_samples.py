"""Small files in the formats of public data sets, and what a source reads from them."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from films.importing.records import FilmRecord, Refused
from films.importing.sources.base import Source

DAY = dt.date(2026, 11, 1)


class Read(NamedTuple):
    """The records of a source, and what it refused, as "file:line reason"."""

    films: list[FilmRecord]
    refused: list[str]


def table(path: Path, columns: str, *rows: Iterable[object]) -> Path:
    """Write a CSV file as data sets come: quoted where needed, its columns named first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.split(","))
        writer.writerows(rows)
    return path


def text(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def read(source: type[Source], *paths: Path) -> Read:
    """Return what a source makes of files that it has to recognise."""
    refused: list[Refused] = []
    files = source.recognise(list(paths))
    assert files, f"{source.label} does not know these files"
    films = list(source(files, refused.append, as_of=DAY).records())
    return Read(films, [f"{refusal.where} {refusal.reason}" for refusal in refused])
