"""Files as lists: what the bytes say, before anything is looked up."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any

from .contents import FORMAT, MOST_BYTES, VERSION, FileContents, Unusable, shown
from .judging import Judge
from .sheets import raw_lists

Raw = dict[str, Any]


def read(content: bytes, name: str = "") -> FileContents:
    """Return the lists of a file, which is JSON or CSV by its name or else by its beginning.

    Raises Unusable with all that is wrong.
    """
    text = decoded(content)
    if name.lower().endswith(".json") or text.lstrip().startswith(("{", "[")):
        raw, unknown = _json_lists(text)
        judge = Judge("key", unknown)
    else:
        raw, unknown = raw_lists(text)
        judge = Judge("column", unknown)
    return judge.contents(raw)


def decoded(content: bytes) -> str:
    """Return the text of a file; raises Unusable if there is none, or too much."""
    if len(content) > MOST_BYTES:
        size, most = len(content) / 1_048_576, MOST_BYTES // 1_048_576
        raise Unusable(f"The file has {size:.1f} MB; {most} MB at most.")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unusable("The file is UTF-16; save it as UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable(
            f"The file is not UTF-8 (byte {error.start + 1}); save it as that."
        ) from None
    if "\0" in text:
        raise Unusable("The file has null characters, so it is no text.")
    if not text.strip():
        raise Unusable("The file is empty.")
    return text


# JSON ------------------------------------------------------------------------------------------


def _json_lists(text: str) -> tuple[list[Raw], list[str]]:
    whole = _parsed(text)
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise Unusable(f'The file is JSON, but not lists: it lacks "format": "{FORMAT}".')
    version = whole.get("version")
    if isinstance(version, bool) or version != VERSION:
        raise Unusable(f"The file has another version than {VERSION}, which is read here.")
    lists = whole.get("lists")
    if not isinstance(lists, list) or not all(isinstance(each, dict) for each in lists):
        raise Unusable("“lists” has to be an array of objects.")
    unknown = [key for key in whole if key not in {"format", "version", "lists"}]
    return [_with_rows(each) for each in lists], unknown


def _with_rows(raw: Raw) -> Raw:
    """Return a list with its seeds and entries in one array, as the other form has them."""
    rows: list[Raw] = []
    for key, one in (("seeds", "seed"), ("entries", "entry")):
        given = raw.get(key)
        given = [] if given is None else given
        if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
            raise Unusable(f"“{key}” has to be an array of objects.")
        rows += [
            {**row, "place": f"{one} {number}", "is_seed": key == "seeds"}
            for number, row in enumerate(given, start=1)
        ]
    facts = {key: value for key, value in raw.items() if key not in {"seeds", "entries"}}
    return {**facts, "rows": rows}


def _parsed(text: str) -> Any:
    try:
        whole = json.loads(text, parse_constant=_no_number, object_pairs_hook=_without_doubles)
    except json.JSONDecodeError as error:
        raise Unusable(
            f"The file is no whole JSON: {error.msg} (line {error.lineno}, column {error.colno})."
        ) from None
    except RecursionError:
        raise Unusable("The file is nested far too deep to be lists.") from None
    except ValueError:
        raise Unusable("The file has a number with far too many digits.") from None
    for string in _strings(whole):
        if "\0" in string:
            raise Unusable(f"“{shown(string)}” has null characters, so it is no text.")
        if any("\ud800" <= letter <= "\udfff" for letter in string):
            raise Unusable(f"“{_plain(string)}” has half a character (a lone surrogate).")
    return whole


def _no_number(name: str) -> None:
    raise Unusable(f"{name} is no number that a list can have.")


def _without_doubles(pairs: list[tuple[str, Any]]) -> Raw:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Unusable(f"“{_plain(twice)}” stands twice in one object.")
    return found


def _strings(whole: Any) -> Iterator[str]:
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            waiting += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            waiting += part


def _plain(text: str) -> str:
    return shown(text.encode("utf-8", "replace").decode())
