"""Items of Wikidata: their labels, and what their statements say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from . import figures
from .text import clean

Item = dict[str, Any]

# Only what goes by these names in English is known here by name; "mul" is for all languages.
ENGLISH = ("en", "mul", "en-gb", "en-ca", "en-us")
LARGEST = 1 << 28  # twice as many as there are items

# How the line of an item begins in a dump: its id comes before all else that has one.
STARTS = re.compile(r'"type": ?"(?:item|property|lexeme)", ?"id": ?"([QPL]\d+)"')
START = 400  # characters
NUMBER = re.compile(r"Q([1-9]\d{,9})", re.ASCII)
LEAST_PRECISION = 9  # a year; 8 is a decade
TIME = re.compile(r"\+?(\d{4,})-")
UNIT = re.compile(r"entity/(Q\d+)$")
MINUTES = {"Q7727": 1.0, "Q25235": 60.0, "Q11574": 1 / 60}  # minute, hour, second


def number_of(id_: object) -> int | None:
    """Return the number of an item's id, "Q11424" → 11424, if it is one."""
    match = NUMBER.fullmatch(id_) if isinstance(id_, str) else None
    number = int(match[1]) if match else 0
    return number if 0 < number < LARGEST else None


def number_at_start(line: str) -> int | None:
    """Return the number of the item on a line of a dump, without reading all of the line.

    0 is no item but a property, None a line of another order.
    """
    match = STARTS.search(line[:START])
    return (number_of(match[1]) or 0) if match else None


def label(item: Item) -> str:
    """Return how an item is called in English, or nothing."""
    labels = part(item, "labels")
    found = (clean(part(labels, language).get("value")) for language in ENGLISH)
    return next(filter(None, found), "")


def names(item: Item) -> Iterator[tuple[str, str]]:
    """Yield (language, name) of the labels and then of the aliases, by language."""
    for kind in ("labels", "aliases"):
        named = part(item, kind)
        for language in sorted(named):
            terms = named[language]
            for term in terms if isinstance(terms, list) else [terms]:
                if isinstance(term, dict) and (name := clean(term.get("value"))):
                    yield language, name


def statements(item: Item, property_: str) -> list[Item]:
    """Return what an item says of a property, without what is deprecated."""
    found = part(item, "claims").get(property_)
    return [
        statement
        for statement in (found if isinstance(found, list) else ())
        if isinstance(statement, dict) and statement.get("rank") != "deprecated"
    ]


def best(item: Item, property_: str) -> list[Item]:
    """Return the preferred statements about a property; all of them where none is preferred."""
    found = statements(item, property_)
    return [one for one in found if one.get("rank") == "preferred"] or found


def value(snak: object) -> Any:
    """Return the value of a snak, or None where it is unknown or there is none."""
    data = snak.get("datavalue") if isinstance(snak, dict) else None
    return data.get("value") if isinstance(data, dict) else None


def values(some: list[Item]) -> Iterator[Any]:
    """Yield the values of statements that have one."""
    for statement in some:
        found = value(statement.get("mainsnak"))
        if found is not None:
            yield found


def texts(some: list[Item]) -> Iterator[str]:
    """Yield the values of statements that are text, such as ids of other data sets."""
    yield from filter(None, map(clean, values(some)))


def linked(snak_value: object) -> int | None:
    """Return the number of the item that a value is, if it is one."""
    return number_of(snak_value.get("id")) if isinstance(snak_value, dict) else None


def links(some: list[Item]) -> list[int]:
    """Return the numbers of the items that statements name, each once."""
    found = map(linked, values(some))
    return list(dict.fromkeys(number for number in found if number))


def qualifiers(statement: Item, property_: str) -> Iterator[Any]:
    """Yield the values by which a statement is qualified."""
    found = part(statement, "qualifiers").get(property_)
    for snak in found if isinstance(found, list) else ():
        if (one := value(snak)) is not None:
            yield one


def years(some: list[Item]) -> Iterator[int]:
    """Yield the years of dates that are known to the year."""
    for date in values(some):
        if isinstance(date, dict):
            precision, match = date.get("precision"), TIME.match(clean(date.get("time")))
            if match and isinstance(precision, int) and precision >= LEAST_PRECISION:
                yield int(match[1])


def runtime(quantity: object, what: str, remarks: list[str]) -> int | None:
    """Return a duration in minutes; None, with a remark, where it cannot be read."""
    found = quantity if isinstance(quantity, dict) else {}
    unit = UNIT.search(clean(found.get("unit")))
    factor = MINUTES.get(unit[1]) if unit else None
    if factor is None:
        remarks.append(f"{what}: is not in minutes, hours or seconds")
        return None
    amount = figures.decimal(found.get("amount"), what, remarks)
    return figures.runtime(amount * factor, what, remarks) if amount else None


def part(item: Item, name: str) -> Item:
    """Return an object within another; dumps write an empty one as an empty list."""
    found = item.get(name)
    return found if isinstance(found, dict) else {}
