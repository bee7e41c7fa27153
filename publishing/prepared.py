"""Queries whose SQL is worked out once.

Composing a query costs the ORM several times what the database needs to answer it. Pages that
are read all day ask the same few questions, so these are composed once in each process.
"""

from __future__ import annotations

import datetime as dt
from collections import namedtuple
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet

# Stand-ins by which a parameter is found again in the composed SQL; no row has such values.
SOME_NUMBER = 987_654_321_012_345
SOME_SLUG = "a-stand-in-for-a-slug"
SOME_TIME = dt.datetime(1871, 7, 13, 11, 17, 19, tzinfo=dt.UTC)

Build = Callable[..., QuerySet[Any, Any]]


class Prepared:
    """A query of `.values_list(…)` rows, composed at its first use and then only run.

    `build` is called with stand-ins for its parameters, by name; calling the Prepared with the
    real values returns rows as named tuples (one query). Parameters may only be compared with.
    """

    def __init__(self, build: Build, **stand_ins: Any) -> None:
        self.build = build
        self.stand_ins = stand_ins
        self._composed: dict[str, _Composed] = {}

    def __call__(self, **values: Any) -> list[Any]:
        connection = connections[router.db_for_read(self._model)]
        composed = self._composed.get(connection.vendor)
        if composed is None:
            composed = self._composed[connection.vendor] = _Composed(self, connection)
        return composed.run(values, connection)

    @cached_property
    def _model(self) -> type[Model]:
        model: type[Model] = self.build(**self.stand_ins).model
        return model


class _Composed:
    """The SQL of a Prepared for one kind of database, and where its parameters stand in it."""

    def __init__(self, prepared: Prepared, connection: BaseDatabaseWrapper) -> None:
        queryset = prepared.build(**prepared.stand_ins)
        compiler = queryset.query.get_compiler(connection.alias)
        self.sql, params = compiler.as_sql()
        self.params = list(params)
        adapted = {name: adapt(value, connection) for name, value in prepared.stand_ins.items()}
        self.slots = [
            (place, name)
            for place, param in enumerate(self.params)
            for name, stand_in in adapted.items()
            if type(param) is type(stand_in) and param == stand_in
        ]
        if {name for _place, name in self.slots} != set(adapted):
            raise ValueError(f"A parameter of {sorted(adapted)} is lost in {self.sql}")
        self.converters = compiler.get_converters([column for column, _sql, _as in compiler.select])
        self.compiler = compiler
        names = [name.replace("__", "_") for name in queryset._fields]  # type: ignore[attr-defined]  # set by values_list()
        self.row: Any = namedtuple("Row", names)  # type: ignore[misc]

    def run(self, values: dict[str, Any], connection: BaseDatabaseWrapper) -> list[Any]:
        params = self.params.copy()
        for place, name in self.slots:
            params[place] = adapt(values[name], connection)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        converted = (
            self.compiler.apply_converters(rows, self.converters) if self.converters else rows
        )
        return [self.row._make(row) for row in converted]


def adapt(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """Return a value in the form in which the ORM hands it to this database."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
