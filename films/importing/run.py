"""One import from its files to its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from .reading import Told, Unusable, nobody
from .records import FilmRecord, Narrowing
from .report import Report
from .sources import SOURCES, Source
from .writing import Writer

BATCH = 1_000  # films that are written at once
# What SQLite may take meanwhile: kB of kept pages, no second copy of them in mapped memory, and
# pages of its log (4 kB each).
ROOM = {"mmap_size": 0, "cache_size": -192_000, "wal_autocheckpoint": 20_000}


class Plan(NamedTuple):
    """Which source the files are of, and what each of them is for."""

    source: type[Source]
    files: dict[str, Path]

    @property
    def size(self) -> int:
        """How many bytes there are to be read."""
        return sum(path.stat().st_size for path in self.files.values())


def plan_for(paths: Iterable[Path]) -> Plan:
    """Return the source of files; those in a directory count, too.

    Raises Unusable where none or several know them, or where one of the files is not among them.
    """
    files = [file for path in paths for file in _files(path)]
    plans = [Plan(source, found) for source in SOURCES if (found := source.recognise(files))]
    if not plans:
        labels = ", ".join(source.label for source in SOURCES)
        raise Unusable(f"These are no files of a data set that can be imported ({labels}).")
    if len(plans) > 1:
        labels = " and ".join(plan.source.label for plan in plans)
        raise Unusable(f"These are files of {labels}: import one data set at a time.")
    strangers = [str(path) for path in files if path not in plans[0].files.values()]
    if strangers:
        raise Unusable(f"{plans[0].source.label} has no use for {', '.join(strangers)}.")
    return plans[0]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.iterdir() if each.is_file())
    if not path.exists():
        raise Unusable(f"{path} is not there.")
    return [path]


class Options(NamedTuple):
    """How to import: which films, with scores of which day, and whether to write anything."""

    narrowing: Narrowing = Narrowing()
    as_of: dt.date | None = None
    is_trial: bool = False
    taking_doubtful: bool = False


def run(plan: Plan, report: Report, options: Options, told: Told = nobody) -> Iterator[int]:
    """Import, and yield how many films each batch had, once it is written. Raises Unusable."""
    narrowing, is_trial = options.narrowing, options.is_trial
    source = plan.source(
        plan.files, report.refuse, narrowing=narrowing, told=told, as_of=options.as_of
    )
    doubtful = options.taking_doubtful
    writer = Writer(plan.source.name, report, is_trial=is_trial, taking_doubtful=doubtful)
    records = _wanted(source.records(), narrowing, report)
    with _roomy_cache():
        while batch := list(islice(records, BATCH)):
            writer.write(batch)
            yield len(batch)
        if not is_trial and report.has_written:
            # A database plans its queries by what it knows of its tables.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")


def _wanted(
    records: Iterable[FilmRecord], narrowing: Narrowing, report: Report
) -> Iterator[FilmRecord]:
    for record in records:
        if narrowing.wants(record):
            yield record
        else:
            report.counts["passed over"] += 1


@contextmanager
def _roomy_cache() -> Iterator[None]:
    """Let SQLite hold the inner pages of large indexes, and write changed pages less often."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ROOM}
        _set(ROOM)
        try:
            yield
        finally:
            _set(before)


def _set(pragmas: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        for name, value in pragmas.items():
            cursor.execute(f"PRAGMA {name} = {value}")
