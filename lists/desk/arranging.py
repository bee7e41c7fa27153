"""What the desk's buttons do to a list's form as it was typed; nothing is saved by them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.http import QueryDict

PREFIX = "entries"
MOST = 1000  # entries in a list; a form cannot carry more anyway


class Row(NamedTuple):
    """A suggestion in the form: its place in it, and the number that was typed, if one was."""

    place: int
    position: int | None


def total(data: QueryDict) -> int:
    """Return how many entries the form has."""
    count = data.get(f"{PREFIX}-TOTAL_FORMS", "0")
    return min(int(count), MOST) if count.isdecimal() else 0


def suggestions(data: QueryDict) -> list[Row]:
    """Return the entries in the order of their numbers; those without one, and equals, as typed."""
    rows = [
        Row(index, _number(data.get(f"{PREFIX}-{index}-position", "")))
        for index in range(total(data))
        if not data.get(f"{PREFIX}-{index}-is_seed") and data.get(f"{PREFIX}-{index}-film")
    ]
    return sorted(rows, key=lambda row: (row.position is None, row.position or 0, row.place))


def _number(typed: str) -> int | None:
    return int(typed) if typed.strip().isdecimal() and len(typed) < 6 else None


def move(data: QueryDict, how: str) -> None:
    """Move an entry: "up:3", "down:3", "top:3" or "bottom:3", where 3 is its index in the form.

    The numbers stay where they are and the entries move between them, so that no others change;
    where numbers are missing or equal, the later ones grow by as little as possible.
    """
    where, _, typed = how.partition(":")
    rows = suggestions(data)
    places = {row.place: place for place, row in enumerate(rows)}
    index = _number(typed)
    if index not in places or where not in WHERE:
        return
    at = places[index]
    to = WHERE[where](at, len(rows) - 1)
    numbers = [row.position for row in rows]
    rows.insert(to, rows.pop(at))
    last = 0
    for row, number in zip(rows, numbers, strict=True):
        last = max(last + 1, number or 0)
        data[f"{PREFIX}-{row.place}-position"] = str(last)


WHERE: dict[str, Callable[[int, int], int]] = {
    "up": lambda at, _last: max(at - 1, 0),
    "down": lambda at, last: min(at + 1, last),
    "top": lambda _at, _last: 0,
    "bottom": lambda _at, last: last,
}


def add(data: QueryDict, film: str, *, is_seed: bool = False) -> None:
    """Put a film behind the last entry, or beside the seeds; not one that stands there already."""
    count = total(data)
    there = {data.get(f"{PREFIX}-{index}-film") for index in range(count)}
    if film in there or count >= MOST:
        return
    last = max((row.position or 0 for row in suggestions(data)), default=0)
    row = {"film": film, "position": "1" if is_seed else str(last + 1), "blurb": "", "id": ""}
    if is_seed:
        row["is_seed"] = "on"
    for name, value in row.items():
        data[f"{PREFIX}-{count}-{name}"] = value
    data[f"{PREFIX}-{count}-like_list"] = data.get(f"{PREFIX}-0-like_list", "")
    data[f"{PREFIX}-TOTAL_FORMS"] = str(count + 1)


def drop(data: QueryDict, typed: str) -> None:
    """Take an entry that was never saved out of the form again, given its place."""
    index = _number(typed)
    if index is None or data.get(f"{PREFIX}-{index}-id"):
        return
    for name in [name for name in data if name.startswith(f"{PREFIX}-{index}-")]:
        data[name] = ""


def start(data: QueryDict, prefix: str | None, sentence: str) -> None:
    """Write a sentence behind the blurb of the entry of this prefix, and remember it."""
    typed = data.get(f"{prefix}-blurb", "").rstrip()
    if sentence and sentence not in typed:
        data[f"{prefix}-blurb"] = f"{typed} {sentence}".strip()
        data[f"{prefix}-starter"] = sentence
