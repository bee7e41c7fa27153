"""The indexes of words and of letters, which the database keeps by itself.

SQLite has two full-text tables for each folded column, which hold nothing but the index and are
kept by triggers. PostgreSQL has two GIN indexes. `migrate` makes what is missing: Django drops
the triggers of a table that it makes anew, and no migration has to remember them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

EXTENSIONS = ("btree_gin", "pg_trgm")
MOST_RENOWN = 5  # so few are better known than this that one look finds them all


class Folded(NamedTuple):
    """A folded column of a table that has a column `renown`, too.

    `found` is the column that names what is found, and `dated` an SQL condition on the table's
    row `t` with a place for a year; without it, readings with a year count for nothing.
    """

    table: str
    column: str
    found: str = "id"
    dated: str = ""

    @property
    def words(self) -> str:
        """The full-text table (SQLite) or index (PostgreSQL) of its words."""
        return f"{self.table}_words"

    @property
    def letters(self) -> str:
        """The same for its letters, without spaces."""
        return f"{self.table}_letters"

    def squeezed(self, row: str = "t") -> str:
        """Return an SQL expression for its letters without spaces, as they are indexed."""
        return f"replace({row}.{self.column}, ' ', '')"

    def in_letters(self, row: str = "t") -> str:
        """Return PostgreSQL's expression for its letters, as they are indexed in threes.

        Written otherwise than `squeezed`: for equal letters the trigrams would be asked, too, and
        they are slow to say what the index of whole titles says at once.
        """
        return f"({self.squeezed(row)} || '')"

    def known(self, row: str = "t") -> str:
        """Return PostgreSQL's expression for its renown, as it is indexed."""
        return f"least({row}.renown, {MOST_RENOWN})"


def keep_whole(app: AppConfig, columns: Iterable[Folded]) -> None:
    """Make the indexes of an app's columns whole whenever it was migrated."""

    def after_migrate(using: str, **_kwargs: Any) -> None:
        for column in columns:
            make_whole(column, using)

    post_migrate.connect(after_migrate, sender=app, weak=False)


def make_whole(folded: Folded, using: str) -> bool:
    """Make the indexes of a column where they are not as they should be; say whether so.

    In one transaction: an index that was not filled to its end is not there.
    """
    connection = connections[using]
    is_postgresql = connection.vendor == "postgresql"
    wanted = [*(_in_postgresql(folded) if is_postgresql else _in_sqlite(folded))]
    have = _have_postgresql if is_postgresql else _have_sqlite
    if have(connection, wanted):
        return False
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if is_postgresql:
            for extension in EXTENSIONS:
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        for each in reversed(wanted):
            cursor.execute(f"DROP {each.kind} IF EXISTS {each.name}")
        for each in wanted:
            cursor.execute(each.sql)
        if not is_postgresql:
            for full_text in _each_in_sqlite(folded):
                cursor.execute(full_text.filled)
    return True


class Made(NamedTuple):
    """A part of an index: the statement that makes it."""

    kind: str
    name: str
    sql: str


def _have_postgresql(connection: BaseDatabaseWrapper, wanted: list[Made]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_index WHERE indisvalid AND indexrelid = ANY("
            "SELECT to_regclass(name) FROM unnest(%s::text[]) AS name)",
            [[each.name for each in wanted]],
        )
        return bool(cursor.fetchone()[0] == len(wanted))


def _have_sqlite(connection: BaseDatabaseWrapper, wanted: list[Made]) -> bool:
    """Compare the statements themselves: an index that was made otherwise is made anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_schema")
        known = {sql for (sql,) in cursor.fetchall()}
    return all(each.sql in known for each in wanted)


def _in_postgresql(folded: Folded) -> Iterator[Made]:
    table = folded.table
    for name, indexed in (
        (folded.words, f"to_tsvector('simple', {folded.column})"),
        (folded.letters, f"{folded.in_letters(table)} gin_trgm_ops"),
    ):
        sql = f"CREATE INDEX {name} ON {table} USING gin (({folded.known(table)}), {indexed})"
        yield Made("INDEX", name, sql)


def _in_sqlite(folded: Folded) -> Iterator[Made]:
    for each in _each_in_sqlite(folded):
        yield from each.made()


class _FullText(NamedTuple):
    """A full-text table over two expressions on a row, which have `{row}` for its name."""

    name: str
    table: str
    text: str
    renown: str
    tokens: str

    def made(self) -> Iterator[Made]:
        name = self.name
        yield Made(
            "TABLE",
            name,
            f"CREATE VIRTUAL TABLE {name} USING fts5(text, renown, content='', "
            f"detail='column', columnsize=0, {self.tokens})",
        )
        add, remove = self._add("new"), self._remove("old")
        is_other = " OR ".join(
            f"{each.format(row='old')} IS NOT {each.format(row='new')}"
            for each in (self.text, self.renown)
        )
        for ending, event, actions in (
            ("added", "INSERT", add),
            ("changed", "UPDATE", remove + add),
            ("removed", "DELETE", remove),
        ):
            when = f"WHEN {is_other} " if event == "UPDATE" else ""
            yield Made(
                "TRIGGER",
                f"{name}_{ending}",
                f"CREATE TRIGGER {name}_{ending} AFTER {event} ON {self.table} {when}"
                f"BEGIN {actions}END",
            )

    @property
    def filled(self) -> str:
        """The statement that puts all rows of the table into it."""
        return (
            f"INSERT INTO {self.name}(rowid, text, renown) "  # noqa: S608 — names of tables
            f"SELECT t.id, {self._both('t')} FROM {self.table} AS t ORDER BY t.id"
        )

    def _add(self, row: str) -> str:
        return (
            f"INSERT INTO {self.name}(rowid, text, renown) "  # noqa: S608 — likewise
            f"VALUES ({row}.id, {self._both(row)}); "
        )

    def _remove(self, row: str) -> str:
        return (
            f"INSERT INTO {self.name}({self.name}, rowid, text, renown) "  # noqa: S608 — likewise
            f"VALUES ('delete', {row}.id, {self._both(row)}); "
        )

    def _both(self, row: str) -> str:
        return f"{self.text}, {self.renown}".format(row=row)


def _each_in_sqlite(folded: Folded) -> tuple[_FullText, _FullText]:
    known = f"min({{row}}.renown, {MOST_RENOWN})"
    words = f"{{row}}.{folded.column}"
    return (
        _FullText(folded.words, folded.table, words, known, "tokenize='ascii', prefix='1 2 3'"),
        # A trigram has three letters, so a mere digit could not be looked for.
        _FullText(
            folded.letters,
            folded.table,
            folded.squeezed("{row}"),
            f"'rn' || {known}",
            "tokenize='trigram'",
        ),
    )
