"""Numbers, years and ids as strangers write them; what cannot be read is remarked upon."""

from __future__ import annotations

import math
import re

from .text import clean

LARGEST = 2**31 - 1  # what the database has room for
LONGEST = 2**15 - 1  # minutes, likewise
UNKNOWN = frozenset({"", "NULL", "nan", "NaN", "None"})

NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
DATE = re.compile(r"(\d{4})(?:-\d\d(?:-\d\d)?)?", re.ASCII)
AMERICAN_DATE = re.compile(r"\d{1,2}/\d{1,2}/(\d{4})", re.ASCII)  # as spreadsheets save them
IMDB = re.compile(r"tt\d{7,9}", re.ASCII)
BARE_IMDB = re.compile(r"\d{1,9}", re.ASCII)

Remarks = list[str]


def decimal(value: object, what: str, remarks: Remarks) -> float | None:
    """Return a number; None where there is none, or with a remark where it cannot be read."""
    text = _text(value)
    if not text:
        return None
    if NUMBER.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    remarks.append(_unread(what, text, "is no number"))
    return None


def whole(value: object, what: str, remarks: Remarks) -> int | None:
    """Return a whole number that is not negative, also of "862.0"; None as with `decimal`."""
    number = decimal(value, what, remarks)
    if number is None:
        return None
    if number != int(number) or not 0 <= number <= LARGEST:
        remarks.append(_unread(what, _text(value), "is no whole number that can be kept"))
        return None
    return int(number)


def positive(value: object, what: str, remarks: Remarks) -> int | None:
    """Return a whole number above 0; None as with `decimal`, and for 0."""
    return whole(value, what, remarks) or None


def runtime(value: object, what: str, remarks: Remarks) -> int | None:
    """Return a runtime in minutes, which many sources write as 0 where they do not know it."""
    minutes = decimal(value, what, remarks)
    if minutes is None or 0 <= minutes < 0.5:
        return None
    if not 0 < minutes <= LONGEST:
        remarks.append(_unread(what, _text(value), "is no runtime in minutes"))
        return None
    return round(minutes)


def year(value: object, what: str, remarks: Remarks) -> int | None:
    """Return the year of 1995-12-15, 12/15/1995 or 1995; None as with `decimal`."""
    text = _text(value)
    if not text:
        return None
    if match := DATE.fullmatch(text.removesuffix(".0")) or AMERICAN_DATE.fullmatch(text):
        return int(match[1])
    remarks.append(_unread(what, text, "is no date"))
    return None


def imdb_id(value: object, what: str, remarks: Remarks) -> str | None:
    """Return an IMDb title's id, also of its bare number; None as with `decimal`."""
    text = _text(value)
    if not text.strip("0"):
        return None
    if BARE_IMDB.fullmatch(text):
        return f"tt{text:0>7}"
    if IMDB.fullmatch(text):
        return text
    remarks.append(_unread(what, text, "is no id of an IMDb title"))
    return None


def _text(value: object) -> str:
    """Return what a cell of CSV or a value of JSON holds as text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    text = clean(value)
    return "" if text in UNKNOWN else text


def _unread(what: str, text: str, reason: str) -> str:
    return f"{what}: “{text[:40]}” {reason}"
