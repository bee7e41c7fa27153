"""Wikidata's JSON dump: films, and the names of all that they link to.

The dump is read twice. The first reading keeps the films and marks the items to which they link,
the second keeps the names of those. Of all other lines no more than the start is looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from itertools import count, islice
from pathlib import Path

from ..reading import lines
from ..records import FilmRecord, Refuse, Refused, Where
from ..scratch import Scratch
from .base import Source
from .rows import BATCH
from .wikidata_films import FILMS, Draft, classes_of, draft_of
from .wikidata_items import Item, number_at_start, number_of
from .wikidata_names import Name, Naming, name_of

A_FILM = re.compile(f'"Q(?:{"|".join(map(str, FILMS))})"')
AN_ITEM = re.compile(r'\{.*"type": ?"(?:item|property)".*"labels": ?')


class Marks:
    """A set of numbers of items: a bit for each number, as there may be millions."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, number: int) -> None:
        place = number >> 3
        if place >= len(self._bits):
            self._bits.extend(bytes(place + (1 << 16) - len(self._bits)))
        self._bits[place] |= 1 << (number & 7)

    def __contains__(self, number: int) -> bool:
        place = number >> 3
        return place < len(self._bits) and bool(self._bits[place] >> (number & 7) & 1)


class Wikidata(Source):
    name = "wikidata"
    label = "Wikidata"

    @classmethod
    def recognise(cls, paths: list[Path]) -> dict[str, Path]:
        for path in sorted(paths):
            if any(AN_ITEM.match(line) for _, line in islice(lines(path, _passed_over), 2)):
                return {"dump": path}
        return {}

    def records(self) -> Iterator[FilmRecord]:
        path = self.files["dump"]
        with closing(Scratch()) as films, closing(Scratch(len(Name._fields))) as names:
            wanted = Marks()
            films.keep(self._films(path, wanted))
            names.keep(self._names(path, wanted))
            for start in count(0, BATCH):
                kept = films.find(range(start, start + BATCH))
                if not kept:
                    return
                drafts = [Draft.unpacked(kept[place][0]) for place in sorted(kept)]
                items = {item for draft in drafts for item in draft.items()}
                known = {item: Name(*name) for item, name in names.find(items).items()}
                for draft in drafts:
                    yield Naming(draft, known).record(path)

    def _films(self, path: Path, wanted: Marks) -> Iterator[tuple[int, str]]:
        """Yield the films of the dump in its order, numbered, and mark what they link to."""
        met, place = Marks(), count()
        for line, text in lines(path, self.refuse, self._half):
            where = Where(path, line)
            item = _item(where, text, self.refuse) if A_FILM.search(text) else {}
            if not classes_of(item):
                continue
            draft = draft_of(item, line)
            if draft is None or draft.number in met:
                reason = "stands twice" if draft else "has no title"
                self.refuse(Refused(where, reason, str(item.get("id"))[:40]))
                continue
            met.add(draft.number)
            for number in draft.items():
                wanted.add(number)
            yield next(place), draft.packed()

    def _names(self, path: Path, wanted: Marks) -> Iterator[tuple[object, ...]]:
        """Yield the numbers and names of the items that are marked."""
        # The first reading has refused lines that cannot be read, and films that are damaged.
        for line, text in lines(path, _passed_over, self._half):
            number = number_at_start(text)
            if number is None or number in wanted:
                refuse = _passed_over if A_FILM.search(text) else self.refuse
                item = _item(Where(path, line), text, refuse)
                number = number_of(item.get("id"))
                if number and number in wanted:
                    yield number, *name_of(item)

    def _half(self, read: int) -> None:
        """Tell half of what was read, as all is read twice."""
        self.told(read // 2)


def _item(where: Where, line: str, refuse: Refuse) -> Item:
    """Return the item on a line; empty where there is none, or where it is refused."""
    text = line.strip().rstrip(",")
    if text in {"", "[", "]"}:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        refuse(Refused(where, f"is not JSON: {error}", text[:40]))
        return {}
    if not isinstance(found, dict):
        refuse(Refused(where, "is no JSON object", text[:40]))
        return {}
    return found


def _passed_over(_refused: Refused) -> None:
    """Say nothing."""
