"""Rows that may be meant by what somebody typed: the best known, and always those called just so.

A large table has thousands of rows for a common word, and nobody reads them all. So rows are
looked for by renown, the best known first, in one statement that ends as soon as it has as many
as are wanted. A small table gives every row that may match. The closer look is taken in Python,
so both databases find the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple, TypeVar

from django.db import connections, router
from django.db.models import Case, IntegerField, Model, QuerySet, Value, When

from publishing.matching import SHORTEST_INSIDE, Match, Reading, Sought, how_closely, spelt_the_same

from .indexes import MOST_RENOWN, Folded

MOST = 200  # rows that are found; a page of results shows fewer
MOST_EXACT = 50  # of each column, before the others
RENOWNS = range(MOST_RENOWN, -1, -1)
MOST_READ = 5_000  # of the best known rows, for what no index can tell: a single letter
MOST_TRIGRAMS = 12  # more hardly narrow what these leave

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


class Look(NamedTuple):
    """Where to look for rows `t`, on which condition, with its parameters, and in which order."""

    rows: str
    condition: str
    params: list[Any]
    # "+ 0": found by what was typed, and then ordered; a planner may think of the reverse.
    order: str = "t.renown + 0 DESC, t.id"


class Candidate(NamedTuple):
    """A row, the folded text in it, and the readings of what was typed that may match it."""

    row: int
    text: str
    readings: Sequence[Reading]


def closest(
    model: type[Model], columns: Sequence[Folded], sought: Sought, most: int = MOST
) -> dict[int, Match]:
    """Return the rows that match and how closely (one query).

    Looked for are rows that are called so, then those with all the words, then those with all the
    letters in a row; of each the best known first.
    """
    readings = [each for each in sought.readings if each.squeezed]
    found: dict[int, Match] = {}
    for row, text, some in _Search(model, columns, most).candidates(readings):
        match = how_closely(some, text)
        if match is not None and (row in found or len(found) < most):
            found[row] = min(match, found.get(row, match))
    return found


def with_words(
    model: type[Model], columns: Sequence[Folded], readings: Iterable[Reading], most: int = MOST
) -> list[Candidate]:
    """Return rows with the words of one of the readings, the best known first (one query)."""
    return _Search(model, columns, most).with_words([*readings])


def holding(model: type[Model], columns: Sequence[Folded], text: str) -> set[int]:
    """Return all rows that hold a folded text, also inside words (one query)."""
    return _Search(model, columns, None).holding(text)


def ranked(rows: Rows, found: dict[int, Match]) -> Rows:
    """Keep the rows that were found, each with how closely it matches as `match`."""
    levels = [
        When(pk__in=[pk for pk, match in found.items() if match == level], then=Value(int(level)))
        for level in sorted(set(found.values()))
    ]
    match = Case(*levels, default=Value(int(Match.LOOSE)), output_field=IntegerField())
    matching: Rows = rows.filter(pk__in=found).annotate(match=match)
    return matching


class _Search:
    """One statement of selections that stand in the order in which rows are wanted."""

    def __init__(self, model: type[Model], columns: Sequence[Folded], most: int | None) -> None:
        self.connection = connections[router.db_for_read(model)]
        self.indexes = _InPostgresql() if self.connection.vendor == "postgresql" else _InSqlite()
        self.columns, self.most = columns, most
        self.selections: list[str] = []
        self.params: list[Any] = []
        # The readings that a row may match, by the number of its selection.
        self.readings: list[Sequence[Reading]] = []

    def candidates(self, readings: Sequence[Reading]) -> list[Candidate]:
        asked = [*self._by_year(readings)]
        for column, some in asked:
            self._select(column, some, _same(column, some), MOST_EXACT)
        self._select_words(asked)
        for column, some in asked:
            letters = {each.words[0] for each in some if not _telling(each)}
            if letters:
                self._select(column, some, _starting(column, letters), MOST)
        self._select_letters(asked)
        return self._run()

    def with_words(self, readings: Sequence[Reading]) -> list[Candidate]:
        self._select_words([*self._by_year(readings)])
        return self._run()

    def holding(self, text: str) -> set[int]:
        letters = text.replace(" ", "")
        for column in self.columns:
            look = Look(f"{column.table} AS t", "", [])
            if len(letters) >= SHORTEST_INSIDE:
                look = self.indexes.letters(column, [letters], None)
            holds = f"t.{column.column} LIKE %s"
            condition = f"{look.condition} AND {holds}" if look.condition else holds
            self._select(
                column, [], look._replace(condition=condition, params=[*look.params, f"%{text}%"])
            )
        return {row for row, _text, _readings in self._run()}

    def _by_year(self, readings: Sequence[Reading]) -> Iterator[tuple[Folded, list[Reading]]]:
        """Yield each column with the readings of no year and, if it is dated, of each year."""
        years = dict.fromkeys(each.year for each in readings)
        for year, column in product(years, self.columns):
            if year is None or column.dated:
                yield column, [each for each in readings if each.year == year]

    def _select_words(self, asked: Iterable[tuple[Folded, list[Reading]]]) -> None:
        told = [(column, some, [*filter(None, map(_telling, some))]) for column, some in asked]
        for renown, (column, some, words) in product(RENOWNS, told):
            if words:
                look = self.indexes.words(column, words, renown)
                self._select(column, some, look, 2 * (self.most or MOST))

    def _select_letters(self, asked: Iterable[tuple[Folded, list[Reading]]]) -> None:
        told = [(column, some, _letters(some)) for column, some in asked]
        for renown, (column, some, letters) in product(RENOWNS, told):
            if letters:
                look = self.indexes.letters(column, letters, renown)
                self._select(column, some, look, 2 * (self.most or MOST))

    def _select(
        self, column: Folded, readings: Sequence[Reading], look: Look, most: int | None = None
    ) -> None:
        year = readings[0].year if readings else None
        number = len(self.selections)
        dated = "" if year is None else f" AND {column.dated}"
        # Of equals the first, or databases would differ in which they leave out.
        limit = "" if most is None else f" ORDER BY {look.order} LIMIT {most}"
        self.selections.append(
            f"SELECT * FROM (SELECT {number} AS selection, t.{column.found} AS row, "  # noqa: S608 — names of tables and columns
            f"t.{column.column} AS text FROM {look.rows} "
            f"WHERE ({look.condition}){dated}{limit}) AS s{number}"
        )
        self.params += look.params if year is None else [*look.params, year]
        self.readings.append(readings)

    def _run(self) -> list[Candidate]:
        if not self.selections:
            return []
        sql, params = " UNION ALL ".join(self.selections), self.params
        if self.most is not None:
            # Some rows are found several times, by another title or in another way.
            sql, params = f"{sql} LIMIT %s", [*params, 2 * self.most]
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)
            found = cursor.fetchall()
        return [Candidate(row, text, self.readings[number]) for number, row, text in found]


def _telling(reading: Reading) -> list[str]:
    """Return the words by which to look: a single letter starts too many."""
    return [word for word in reading.words if len(word) > 1]


def _letters(readings: Iterable[Reading]) -> list[str]:
    """Return the letters to look for in a row: fewer than three lie in nearly every text."""
    squeezed = dict.fromkeys(each.squeezed for each in readings)
    return [letters for letters in squeezed if len(letters) >= SHORTEST_INSIDE]


def _same(column: Folded, readings: Iterable[Reading]) -> Look:
    """Look for rows that are called so but for spaces and articles."""
    same = sorted({text for reading in readings for text in spelt_the_same(reading)})
    marks = ", ".join(["%s"] * len(same))
    return Look(f"{column.table} AS t", f"{column.squeezed()} IN ({marks})", [*same])


def _starting(column: Folded, letters: Iterable[str]) -> Look:
    """Look among the best known for a word that starts with a letter."""
    best_known = f"(SELECT * FROM {column.table} ORDER BY renown DESC, id LIMIT {MOST_READ}) AS t"  # noqa: S608 — likewise
    starts = [f"{start}{letter}%" for letter in sorted(letters) for start in ("", "% ")]
    return Look(best_known, " OR ".join([f"t.{column.column} LIKE %s"] * len(starts)), starts)


class _InSqlite:
    """Full-text tables, asked before the rows: CROSS JOIN leaves the planner no choice."""

    def words(self, column: Folded, each: Iterable[list[str]], renown: int) -> Look:
        texts = _any_of([f'"{word}" *' for word in words] for words in each)
        return _matching(column, column.words, f'text: ({texts}) AND renown: "{renown}"')

    def letters(self, column: Folded, each: Iterable[str], renown: int | None) -> Look:
        texts = _any_of([f'"{trigram}"' for trigram in _trigrams(text)] for text in each)
        known = "" if renown is None else f' AND renown: "rn{renown}"'
        return _matching(column, column.letters, f"text: ({texts}){known}")


def _any_of(terms: Iterable[list[str]]) -> str:
    return " OR ".join(f"({' AND '.join(each)})" for each in terms)


def _matching(column: Folded, index: str, match: str) -> Look:
    rows = f"{index} CROSS JOIN {column.table} AS t"
    return Look(rows, f"{index} MATCH %s AND t.id = {index}.rowid", [match], f"{index}.rowid")


def _trigrams(letters: str) -> list[str]:
    trigrams = dict.fromkeys(letters[place : place + 3] for place in range(len(letters) - 2))
    return [*trigrams][:MOST_TRIGRAMS]


class _InPostgresql:
    """GIN indexes, by their own expressions."""

    def words(self, column: Folded, each: Iterable[list[str]], renown: int) -> Look:
        texts = " | ".join(f"({' & '.join(f'{word}:*' for word in words)})" for words in each)
        found = f"to_tsvector('simple', t.{column.column}) @@ to_tsquery('simple', %s)"
        return Look(f"{column.table} AS t", f"{column.known()} = %s AND {found}", [renown, texts])

    def letters(self, column: Folded, each: Iterable[str], renown: int | None) -> Look:
        texts = [f"%{letters}%" for letters in each]
        likes = " OR ".join([f"{column.in_letters()} LIKE %s"] * len(texts))
        if renown is None:
            return Look(f"{column.table} AS t", f"({likes})", texts)
        known = f"{column.known()} = %s AND ({likes})"
        return Look(f"{column.table} AS t", known, [renown, *texts])
