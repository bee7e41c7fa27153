"""One copy from its checks to its proof."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import Error, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .databases import Unusable, check_migrated, first_line, named, snapshot
from .tables import Checksum, Table, all_tables

# What `migrate` puts into an empty database by itself.
MADE_BY_MIGRATE = {"auth_permission", "django_content_type"}


class Copied(NamedTuple):
    """A table, as it was in the source and as it is in the target."""

    table: Table
    source: Checksum
    target: Checksum

    @property
    def is_equal(self) -> bool:
        return self.source == self.target


# Is told how many rows there are to handle, and then how many of them are done.
Told = Callable[[int, int], None]


def nobody(_total: int, _done: int) -> None:
    """Take no notice."""


def copy(
    source: BaseDatabaseWrapper, target: BaseDatabaseWrapper, told: Told = nobody
) -> list[Copied]:
    """Copy all rows in one transaction, and return what was copied. Raises Unusable.

    Each row is read, written and read again from the target before anything is kept there.
    """
    check_migrated(source)
    check_empty(target)
    call_command("migrate", database=target.alias, interactive=False, verbosity=0)
    tables = all_tables(target)
    with transaction.atomic(using=target.alias):
        check_empty(target)  # Nobody was quicker.
        for table in tables:
            table.clear(target)
        with snapshot(source):
            told(2 * sum(table.count(source) for table in tables), 0)
            check_early(target, tables)
            sources = [_copied(table, source, target, told) for table in tables]
            numbers = [table.last_number(source) for table in tables]
        target.check_constraints()
        copied = [
            Copied(table, checksum, _checksum(table, target, told))
            for table, checksum in zip(tables, sources, strict=True)
        ]
        if differing := [each.table.name for each in copied if not each.is_equal]:
            raise Unusable(f"These tables did not arrive as they are: {', '.join(differing)}.")
        for table, number in zip(tables, numbers, strict=True):
            if number is not None:
                table.go_on_after(target, number)
        # Whoever keeps anything derived from rows makes it anew now.
        ContentType.objects.clear_cache()
        emit_post_migrate_signal(verbosity=0, interactive=False, db=target.alias)
    with target.cursor() as cursor:
        cursor.execute("ANALYZE")  # A database plans its queries by what it knows of its tables.
    return copied


def check_empty(target: BaseDatabaseWrapper) -> None:
    """Raise Unusable where the target holds more than `migrate` makes by itself."""
    there = set(target.introspection.table_names())
    full = [
        f"{table} ({rows:,})"
        for table in all_tables(target)
        if table.name in there
        and table.name not in MADE_BY_MIGRATE
        and (rows := table.count(target))
    ]
    if full:
        some = ", ".join(full[:5]) + (" and others" if len(full) > 5 else "")
        raise Unusable(
            f"The target ({named(target.settings_dict)}) is not empty: {some} have rows. "
            "Name a new database."
        )


def check_early(target: BaseDatabaseWrapper, tables: Sequence[Table]) -> None:
    """Let PostgreSQL check foreign keys batch by batch, rather than remember millions of them.

    Only those that name a row which may come later have to wait for the end.
    """
    if target.vendor != "postgresql":
        return
    places = {table.name: place for place, table in enumerate(tables)}
    with target.cursor() as cursor:
        cursor.execute(
            "SELECT conname, child.relname, parent.relname FROM pg_constraint "
            "JOIN pg_class AS child ON child.oid = conrelid "
            "JOIN pg_class AS parent ON parent.oid = confrelid "
            "WHERE contype = 'f' AND condeferrable AND pg_table_is_visible(conrelid)"
        )
        late = [
            target.ops.quote_name(name)
            for name, child, parent in cursor.fetchall()
            if places.get(parent, 0) >= places.get(child, 0)
        ]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if late:
            cursor.execute(f"SET CONSTRAINTS {', '.join(late)} DEFERRED")


def _copied(
    table: Table, source: BaseDatabaseWrapper, target: BaseDatabaseWrapper, told: Told
) -> Checksum:
    checksum = Checksum()
    try:
        for batch in table.batches(source):
            checksum = checksum.plus(table.texts(batch))
            table.write(target, batch)
            told(0, len(batch))
    except Error as error:
        raise Unusable(f"{table}: {first_line(error)}.") from error
    return checksum


def _checksum(table: Table, database: BaseDatabaseWrapper, told: Told) -> Checksum:
    checksum = Checksum()
    for batch in table.batches(database):
        checksum = checksum.plus(table.texts(batch))
        told(0, len(batch))
    return checksum
