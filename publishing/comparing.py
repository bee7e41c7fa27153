"""Two states of a page side by side: fields told in words, texts with what went and what came.

A state is what a page and its parts say: as stored, as a revision keeps it, or as typed in a form.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from .wording import moment

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]

WORD = re.compile(r"\s+|\w+|[^\w\s]")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
MOST_WORDS = 6000  # of both texts together; longer ones are compared line by line


@dataclass(frozen=True)
class RowState:
    """What one row says: plain values by the names of its fields; rows pointed at by their keys."""

    model: type[models.Model]
    pk: str  # empty: no row yet
    name: str
    values: Mapping[str, Any]

    @property
    def key(self) -> Any:
        """What tells a part from its siblings, where its kind says so: a film, an anchor."""
        fields = getattr(self.model, "natural_key_fields", ("slug",))
        return self.values.get(fields[-1].partition("__")[0]) if len(fields) == 2 else None


@dataclass(frozen=True)
class PageState:
    page: RowState
    parts: list[RowState]

    def part_like(self, part: RowState) -> RowState | None:
        """Return this state's part that is the same row, or says to be the same."""
        alike = [row for row in self.parts if row.model is part.model]
        same = [row for row in alike if row.pk and row.pk == part.pk]
        return next(iter(same or [row for row in alike if row.key and row.key == part.key]), None)


@dataclass(frozen=True)
class Difference:
    """A field that says something else in the second state; `part` is empty for the page's own."""

    part: str
    label: str
    before: str
    after: str

    @cached_property
    def pieces(self) -> list[tuple[str, str]]:
        """The text in pieces that are the "same", "out" or "in"."""
        is_long = len(WORD.findall(self.before + self.after)) > MOST_WORDS
        unit = LINE if is_long else WORD
        old, new = unit.findall(self.before), unit.findall(self.after)
        pieces: list[tuple[str, str]] = []
        for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag == "equal":
                pieces.append(("same", "".join(old[i:j])))
                continue
            pieces += [("out", "".join(old[i:j]))] if j > i else []
            pieces += [("in", "".join(new[k:m]))] if m > k else []
        return pieces

    @property
    def old_pieces(self) -> list[tuple[str, str]]:
        return [piece for piece in self.pieces if piece[0] != "in"]

    @property
    def new_pieces(self) -> list[tuple[str, str]]:
        return [piece for piece in self.pieces if piece[0] != "out"]


def fields_of(model: type[models.Model]) -> list[AnyField]:
    """Return the fields that an editor may change."""
    opts = model._meta
    return [
        field
        for field in [*opts.fields, *opts.many_to_many]
        if field.editable and not field.primary_key
    ]


def plain(field: AnyField, value: Any) -> Any:
    """Return a value so that equal ones are equal, wherever they come from."""
    if field.many_to_many:
        return tuple(sorted(str(getattr(row, "pk", row)) for row in value or ()))
    if field.remote_field:
        return "" if value is None else str(getattr(value, "pk", value))
    if isinstance(value, dt.datetime):
        return value.replace(microsecond=0)
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    return "" if value is None else value


def stored(page: models.Model, parts: Iterable[str] = ()) -> PageState:
    """Return what a page and its parts, by the names of their relations, say in the database."""
    rows = [row for name in parts for row in with_names(getattr(page, name).all())]
    return PageState(of_row(page), [of_row(row) for row in rows])


def with_names(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Preload what rows point at, of which their names may be made (no further query)."""
    return rows.select_related(*[f.name for f in rows.model._meta.fields if f.many_to_one])


def of_row(row: models.Model) -> RowState:
    """Return what a row says."""
    fields = fields_of(type(row))
    values = {field.name: plain(field, field.value_from_object(row)) for field in fields}
    return RowState(type(row), str(row.pk), str(row), values)


def differences(before: PageState, after: PageState) -> list[Difference]:
    """Return what differs in the fields that both states know, parts in the order of the second.

    One query for each kind of row that is pointed at.
    """
    pairs: list[tuple[RowState | None, RowState | None]] = [(before.page, after.page)]
    pairs += [(before.part_like(part), part) for part in after.parts]
    pairs += [(part, None) for part in before.parts if after.part_like(part) is None]
    unequal = [(old, new, field) for old, new in pairs for field in _unequal(old, new)]
    names = _names(unequal)
    found = []
    for old, new, field in unequal:
        row = new or old
        part = "" if row in (before.page, after.page) else _called(old, new)
        texts = [
            names.told(field, state.values[field.name]) if state else "" for state in (old, new)
        ]
        if texts[0] != texts[1]:
            found.append(Difference(part, capfirst(str(field.verbose_name)), *texts))
    return found


def _called(old: RowState | None, new: RowState | None) -> str:
    if old is None and new is not None:
        return f"{new.name} (added)"
    if new is None and old is not None:
        return f"{old.name} (removed)"
    return new.name if new else ""


def _unequal(old: RowState | None, new: RowState | None) -> Iterator[AnyField]:
    row = new or old
    if row is None:
        return
    for field in fields_of(row.model):
        if field.name == getattr(row.model, "part_of", None):
            continue
        is_known = all(field.name in state.values for state in (old, new) if state)
        if not is_known:
            continue
        if old is None or new is None:
            if row.values[field.name] not in ("", (), [], False):
                yield field
        elif old.values[field.name] != new.values[field.name]:
            yield field


class Names:
    """What the rows are called that fields point at; those that are gone are told by number."""

    def __init__(self, keys: Mapping[Any, set[str]]) -> None:
        self._names: dict[Any, dict[str, str]] = {
            model: {
                str(row.pk): str(row)
                for row in model._default_manager.filter(pk__in=[key for key in wanted if key])
            }
            for model, wanted in keys.items()
        }

    def told(self, field: AnyField, value: Any) -> str:
        """Return a value in words."""
        if field.many_to_many:
            return ", ".join(sorted(self._name(field, key) for key in value))
        if field.remote_field:
            return self._name(field, value) if value else ""
        return _in_words(field, value)

    def _name(self, field: AnyField, key: str) -> str:
        names: dict[str, str] = self._names.get(field.related_model, {})
        return names.get(key, f"one that is gone (number {key})")


def _names(unequal: Iterable[tuple[RowState | None, RowState | None, AnyField]]) -> Names:
    keys: dict[Any, set[str]] = defaultdict(set)
    for old, new, field in unequal:
        for state in filter(None, (old, new)):
            value = state.values[field.name]
            if field.many_to_many:
                keys[field.related_model] |= {key for key in value if key.isdecimal()}
            elif field.remote_field and str(value).isdecimal():
                keys[field.related_model].add(value)
    return Names(keys)


def _in_words(field: AnyField, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        zone = timezone.get_current_timezone_name()
        return f"{moment(value)} ({zone})"
    if isinstance(value, dt.date):
        return date_format(value, "j F Y")
    if isinstance(value, list):
        return "; ".join(_item(item) for item in value)
    return str(dict(field.flatchoices).get(value, value))


def _item(item: Any) -> str:
    if isinstance(item, dict):
        # Databases keep keys in an order of their own; a kind says what the rest is.
        names = sorted(item, key=lambda name: (name != "kind", name))
        return ": ".join(str(item[name]).replace("-", " ") for name in names)
    return str(item)
