"""Small related rows of a row, fetched in its own query.

A film page shows genres, themes, releases, scores and more. A query for each would cost more
than everything else on the page, so they come as one JSON array each, beside the film.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import JSONField, QuerySet, Subquery
from django.db.models.sql.compiler import SQLCompiler

# One small related row, by column name.
Row = dict[str, Any]


class JSONRows(Subquery):
    """A subquery of `.values(…)` rows as a list of dicts, in the subquery's order.

    Dates arrive as ISO strings, decimals as numbers. Works on SQLite and PostgreSQL.
    """

    output_field = JSONField()

    def __init__(self, queryset: QuerySet[Any, dict[str, Any]]) -> None:
        super().__init__(queryset, output_field=JSONField())

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple[Any, ...]]:
        pairs = ", ".join(f"'{name}', rows.\"{name}\"" for name in self._names())
        # The names are those of the query's own columns.
        template = f"(SELECT json_group_array(json_object({pairs})) FROM (%(subquery)s) AS rows)"  # noqa: S608
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple[Any, ...]]:
        template = "(SELECT coalesce(jsonb_agg(to_jsonb(rows)), '[]') FROM (%(subquery)s) AS rows)"
        return self.as_sql(compiler, connection, template=template, **extra)

    def _names(self) -> list[str]:
        query = self.query
        return [*query.values_select, *query.annotation_select]


def rows_of(queryset: models.QuerySet[Any], *fields: str, **renamed: Any) -> JSONRows:
    """Return JSONRows of these columns; `renamed` names F expressions for related columns."""
    return JSONRows(queryset.values(*fields, **renamed))
