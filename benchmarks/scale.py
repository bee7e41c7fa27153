"""How Moreish grows: the same pages with a thousand films and with a million.

    python -m benchmarks.scale [--films 1000 10000] [--databases sqlite postgresql] [--folder DIR]

For each number of films a made-up library (`benchmarks.synthetic`) is imported into a database of
its own; themes, lists and likenesses, which IMDb's files do not have, are added to it. Then pages
are asked for in a process of their own, kinds in turn, with an empty cache.

Printed are for each size and database: films imported a second, the most memory that took, and on
SQLite its rows a second as a share of a bare `executemany`; the database's size; the median and
95th percentile of each kind of page in milliseconds. Then, by database: how much each kind grew
from the smallest to the largest size, and what searches cost as a share of the film page.

With --folder the libraries and SQLite databases are kept there and taken up again.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from tests.cluster import Cluster, why_impossible

from .demo_site import ROOT, production

SIZES = (1_000, 10_000, 100_000, 1_000_000)
GROWTH = 1.5  # that a page may have from the smallest size to the largest
SEARCH = 5.0  # film pages that a search may cost, by their 95th percentiles
SEARCHES = ("exact", "prefix", "misspelt", "no hit")
AT_ONCE = 10_000  # rows of a table
OURS = "(tbl_name GLOB 'films_*' OR tbl_name GLOB 'people_*')"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--films", type=int, nargs="+", default=SIZES[:2])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--folder", type=Path, help="Keep libraries and databases here.")
    given = parser.parse_args()
    if "postgresql" in given.databases and (reason := why_impossible()):
        print(f"Without PostgreSQL: {reason}")
        given.databases.remove("postgresql")
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        for database in given.databases:
            pages: dict[int, dict[str, list[float]]] = {}
            for films in sorted(given.films):
                with ExitStack() as built:
                    site = Site(films, database, folder, built)
                    site.build()
                    pages[films] = site.measure()
            tell_growth(database, pages)


class Site:
    """A site with so many films on a database of its own."""

    def __init__(self, films: int, database: str, folder: Path, stack: ExitStack) -> None:
        self.films, self.database = films, database
        self.library = folder / f"library-{films}"
        self.folder = folder / f"{database}-{films}"
        self.variables = {**os.environ, **production(self.folder), "LOG_LEVEL": "ERROR"} | {
            "ALLOWED_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LIKENESS_DIR": str(self.folder / "likeness"),
            "CATALOGUE_DIR": str(self.folder / "catalogue"),
        }
        if database == "postgresql":
            shutil.rmtree(self.folder, ignore_errors=True)
            self.variables["DATABASE_URL"] = stack.enter_context(Cluster()).url

    def build(self) -> None:
        """Make the library and import it, unless that was done before."""
        is_built = self.folder / "built"
        if is_built.exists():
            print(f"\n{self.films:,} films, {self.database}: as built before")
            return
        print(f"\n{self.films:,} films, {self.database}")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        is_written = self.library.with_suffix(".written")
        if not is_written.exists():
            self._run("benchmarks.scale_pages", "write", str(self.films), str(self.library))
            is_written.touch()
        self._run("manage", "migrate", "--verbosity", "0")
        before = time.perf_counter()
        memory = self._run("manage", "import_films", str(self.library), "--as-of", "2026-01-01")
        seconds = time.perf_counter() - before
        print(f"  imported {self.films / seconds:,.0f} films a second, {memory:,.0f} MB at most")
        if self.database == "sqlite":
            self._compare(seconds)
        self._run("benchmarks.scale_pages", "add")
        is_built.touch()

    def measure(self) -> dict[str, list[float]]:
        """Ask for pages, and return their milliseconds by kind."""
        answer = self.folder / "pages.json"
        self._run("benchmarks.scale_pages", "measure", str(answer))
        told: dict[str, Any] = json.loads(answer.read_text())
        print(f"  the database has {told['megabytes']:,.0f} MB")
        pages: dict[str, list[float]] = told["pages"]
        for kind, times in pages.items():
            print(f"  {kind:<28} {statistics.median(times):7.1f} ms {p95(times):7.1f} ms")
        film = p95(pages["film"])
        for kind in SEARCHES:
            share = p95(pages[f"search: {kind}"]) / film
            print(f"  a search ({kind}) costs {share:.1f} film pages{mark(share, SEARCH)}")
        return pages

    def _run(self, module: str, *arguments: str) -> float:
        """Run a module in a process of its own; return the most memory that it had, in MB."""
        command = [str(ROOT / "manage.py")] if module == "manage" else ["-m", module]
        with tempfile.TemporaryFile() as said:
            child = subprocess.Popen(
                [sys.executable, *command, *arguments],
                cwd=ROOT,
                env=self.variables,
                stdout=subprocess.DEVNULL,
                stderr=said,
            )
            _, status, usage = os.wait4(child.pid, 0)
            said.seek(0)
            if status:
                raise SystemExit(f"{module} failed:\n{said.read().decode()[-2000:]}")
        return usage.ru_maxrss / 1024

    def _compare(self, seconds: float) -> None:
        """Write the same rows by `executemany` alone, and say what share of its speed this was."""
        site, bare = self.folder / "db.sqlite3", self.folder / "bare.sqlite3"
        count, plain = written(bare, rows_of(site), ())
        _, real = written(bare, rows_of(site), schema_of(site))
        read = files_into_bare_tables(self.library, bare)
        print(
            f"  {count / seconds:,.0f} rows a second: {plain / seconds:.2f} of an executemany into "
            f"bare tables, {read / seconds:.2f} of one that reads the files too, "
            f"{real / seconds:.2f} of one into the same tables and indexes"
        )


Rows = Iterator[tuple[str, int, list[Any]]]


def schema_of(database: Path) -> list[str]:
    """Return what makes the tables that an import writes, their indexes and triggers."""
    with closing(sqlite3.connect(database)) as site:
        found = site.execute(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND "  # noqa: S608 — our own words
            f"{OURS} AND name NOT GLOB '*_data' AND name NOT GLOB '*_idx' "
            "AND name NOT GLOB '*_docsize' AND name NOT GLOB '*_config' ORDER BY rowid"
        )
        return [sql for (sql,) in found.fetchall()]


def rows_of(database: Path) -> Rows:
    """Yield what an import wrote, by table, some rows at a time."""
    with closing(sqlite3.connect(database)) as site:
        tables = site.execute(
            f"SELECT name FROM sqlite_schema WHERE type = 'table' AND {OURS} "  # noqa: S608 — likewise
            "AND name NOT GLOB '*_words*' AND name NOT GLOB '*_letters*' ORDER BY name"
        )
        for (table,) in tables.fetchall():
            rows = site.execute(f'SELECT * FROM "{table}"')  # noqa: S608 — a name of a table
            width = len(rows.description)
            while some := rows.fetchmany(AT_ONCE):
                yield table, width, some


def written(database: Path, rows: Rows, schema: Iterable[str]) -> tuple[int, float]:
    """Write rows into new tables; return how many, and in how many seconds.

    Without a schema the tables have neither keys nor indexes nor constraints.
    """
    count, seconds, known = 0, 0.0, set[str]()
    with closing(sqlite3.connect(database)) as bare:
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=NORMAL")
        bare.execute("PRAGMA cache_size=-192000")
        for statement in schema:
            bare.execute(statement)
        for table, width, some in rows:
            before = time.perf_counter()
            if not schema and table not in known:
                known.add(table)
                columns = ", ".join(f"c{place}" for place in range(width))
                bare.execute(f'CREATE TABLE "{table}" ({columns})')
            marks = ", ".join("?" * width)
            bare.executemany(f'INSERT INTO "{table}" VALUES ({marks})', some)  # noqa: S608 — likewise
            bare.commit()
            seconds += time.perf_counter() - before
            count += len(some)
    database.unlink()
    return count, seconds


def files_into_bare_tables(library: Path, database: Path) -> float:
    """Write the lines of the files, split into their cells, into bare tables; return seconds."""

    def rows() -> Rows:
        for path in sorted(library.glob("*.tsv.gz")):
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                width = next(lines).count("\t") + 1
                some: list[list[str]] = []
                for line in lines:
                    some.append(line.rstrip("\n").split("\t"))
                    if len(some) == AT_ONCE:
                        yield path.name, width, some
                        some = []
                yield path.name, width, some

    before = time.perf_counter()
    written(database, rows(), ())
    return time.perf_counter() - before


def tell_growth(database: str, pages: dict[int, dict[str, list[float]]]) -> None:
    smallest, largest = min(pages), max(pages)
    if smallest == largest:
        return
    print(f"\nFrom {smallest:,} to {largest:,} films, {database}: medians grew")
    for kind, times in pages[largest].items():
        growth = statistics.median(times) / statistics.median(pages[smallest][kind])
        print(f"  {kind:<28} {growth:5.2f}×{mark(growth, GROWTH)}")


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def mark(measured: float, most: float) -> str:
    return "" if measured <= most else f"  (more than {most})"


if __name__ == "__main__":
    main()
