"""Tables, as they are read, written and proved equal."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

BATCH = 2_000  # rows that are in memory at once
BITS = 128

Values = tuple[Any, ...]


class Checksum(NamedTuple):
    """How many rows there are, and a sum over what each of them says, in whatever order."""

    rows: int = 0
    total: int = 0

    def __str__(self) -> str:
        return f"{self.total:0{BITS // 4}x}"[:16]

    def plus(self, rows: Iterable[str]) -> Checksum:
        count, total = self
        for row in rows:
            digest = hashlib.blake2b(row.encode(), digest_size=BITS // 8).digest()
            count, total = count + 1, total + int.from_bytes(digest)
        return Checksum(count, total % 2**BITS)


class Table:
    """The rows of a model, in any database."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.name = model._meta.db_table
        self.fields = [each for each in model._meta.local_concrete_fields if not each.generated]
        self._of_json = [isinstance(field, models.JSONField) for field in self.fields]

    def __str__(self) -> str:
        return self.name

    @property
    def parents(self) -> set[str]:
        """The other tables that its foreign keys name."""
        related = (field.related_model for field in self.fields)
        names = {model._meta.db_table for model in related if isinstance(model, type)}
        return names - {self.name}

    def count(self, database: BaseDatabaseWrapper) -> int:
        return self.model._base_manager.using(database.alias).count()

    def batches(self, database: BaseDatabaseWrapper) -> Iterator[list[Values]]:
        """Yield all rows by primary key; only inside a transaction."""
        names = [field.attname for field in self.fields]
        query = self.model._base_manager.using(database.alias).order_by("pk").values_list(*names)
        batch: list[Values] = []
        for row in query.iterator(chunk_size=BATCH):
            batch.append(row)
            if len(batch) == BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def texts(self, rows: Iterable[Values]) -> Iterator[str]:
        """Write out each row in the same way, whichever database it came from."""
        for row in rows:
            values = [
                as_told(value) if is_json else value
                for value, is_json in zip(row, self._of_json, strict=True)
            ]
            yield ENCODER.encode(values)

    def write(self, database: BaseDatabaseWrapper, rows: Iterable[Values]) -> None:
        """Add rows as they are: no field sets itself, no `save()` is called."""
        prepared = [self._prepared(database, row) for row in rows]
        quote = database.ops.quote_name
        columns = ", ".join(quote(str(field.column)) for field in self.fields)
        into = f"{quote(self.name)} ({columns})"
        with database.wrap_database_errors, database.cursor() as cursor:
            if database.vendor == "postgresql":
                with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                    for row in prepared:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(self.fields))
                cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", prepared)  # noqa: S608 — names of columns

    def _prepared(self, database: BaseDatabaseWrapper, row: Values) -> Values:
        return tuple(
            # JSON's own null is read as None, too.
            database.ops.adapt_json_value(None, None)
            if is_json and value is None and not field.null
            else field.get_db_prep_save(value, database)
            for field, is_json, value in zip(self.fields, self._of_json, row, strict=True)
        )

    def clear(self, database: BaseDatabaseWrapper) -> None:
        self.model._base_manager.using(database.alias)._raw_delete(database.alias)

    # The number that the next row gets ------------------------------------------------------------

    def last_number(self, database: BaseDatabaseWrapper) -> int | None:
        """Return the last number that was given to a row, maybe deleted since; None for no such.

        A number is never given again, or the history of a deleted page would become another's.
        """
        if not self._is_numbered:
            return None
        highest = self.model._base_manager.using(database.alias).aggregate(models.Max("pk"))
        with database.cursor() as cursor:
            if database.vendor == "postgresql":
                cursor.execute(
                    "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)",
                    self._sequence(database),
                )
            else:
                cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [self.name])
            given = cursor.fetchone()
        return max(highest["pk__max"] or 0, (given[0] if given else 0) or 0)

    def go_on_after(self, database: BaseDatabaseWrapper, number: int) -> None:
        with database.cursor() as cursor:
            if database.vendor == "postgresql":
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
                    [*self._sequence(database), max(number, 1), number > 0],
                )
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [self.name])
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq) SELECT %s, %s WHERE %s > 0",
                    [self.name, number, number],
                )

    @property
    def _is_numbered(self) -> bool:
        return isinstance(self.model._meta.pk, models.AutoField | models.BigAutoField)

    def _sequence(self, database: BaseDatabaseWrapper) -> list[str]:
        return [database.ops.quote_name(self.name), str(self.model._meta.pk.column)]


def as_text(value: Any) -> str:
    """Write out what JSON has no word for."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, Decimal):
        # 1.50 is 1.5, and -0 is 0.
        return format((value or Decimal(0)).normalize(), "f")
    return str(value)


ENCODER = json.JSONEncoder(
    default=as_text, ensure_ascii=False, separators=(",", ":"), sort_keys=True
)


def as_told(value: Any) -> Any:
    """Return JSON with numbers that are written out alike: PostgreSQL knows no 1e2, but 100."""
    return json.loads(json.dumps(value), parse_float=Decimal, parse_int=Decimal)


def all_tables(database: BaseDatabaseWrapper) -> list[Table]:
    """Return the tables that hold what is not derived, parents before children if they can be.

    What a model does not manage itself is derived, and made anew by who answers post_migrate.
    """
    models_of_it = apps.get_models(include_auto_created=True)
    tables = [
        Table(model)
        for model in models_of_it
        if model._meta.managed and not model._meta.proxy and model._meta.can_migrate(database)
    ]
    return in_order(tables)


def in_order(tables: Sequence[Table]) -> list[Table]:
    """Put parents before children; of those in a circle, one has to be the first."""
    left, ordered = list(tables), []
    while left:
        names = {table.name for table in left}
        ready = [table for table in left if not table.parents & names] or left[:1]
        ordered += ready
        left = [table for table in left if table not in ready]
    return ordered
