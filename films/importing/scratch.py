"""A scratch database for what a source has to look up by key: on disk, gone with the process."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

MOST_VARIABLES = 30_000


class Scratch:
    """A table of key → columns, as large as the disk."""

    def __init__(self, columns: int = 1) -> None:
        handle, path = tempfile.mkstemp(prefix="moreish-import-", suffix=".sqlite3")
        with open(handle, "rb"):  # noqa: PTH123 — a descriptor, not a path
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=OFF")
            self._db.execute("PRAGMA synchronous=OFF")
            self._db.execute("PRAGMA cache_size=-64000")
        names = ", ".join(f"c{place}" for place in range(columns))
        self._db.execute(f"CREATE TABLE kept (key PRIMARY KEY, {names}) WITHOUT ROWID")
        # Without a name in the file system it vanishes even where the process is killed.
        Path(path).unlink()
        marks = ", ".join("?" * (columns + 1))
        self._keep = f"INSERT OR REPLACE INTO kept VALUES ({marks})"  # noqa: S608 — question marks

    def keep(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Keep rows whose first column is the key; a later one with the same key replaces."""
        self._db.execute("BEGIN")
        self._db.executemany(self._keep, rows)
        self._db.execute("COMMIT")

    def find(self, keys: Collection[Any]) -> dict[Any, tuple[Any, ...]]:
        """Return the columns behind those of the keys that are known."""
        wanted, found = list(keys), {}
        for start in range(0, len(wanted), MOST_VARIABLES):
            some = wanted[start : start + MOST_VARIABLES]
            marks = ", ".join("?" * len(some))
            query = f"SELECT * FROM kept WHERE key IN ({marks})"  # noqa: S608 — question marks
            found.update({row[0]: row[1:] for row in self._db.execute(query, some)})
        return found

    def between(self, first: str, beyond: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows, each with its key, from one key until before another, by key."""
        yield from self._db.execute(
            "SELECT * FROM kept WHERE key >= ? AND key < ? ORDER BY key", (first, beyond)
        )

    def close(self) -> None:
        self._db.close()
