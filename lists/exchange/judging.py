"""What a file says, judged: texts, numbers, ids and traits of the kinds that a list can have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field

from films.models import Film
from lists.list_page import NAMED
from lists.models import LikeList
from publishing.models import validate_address
from publishing.wording import listed

from .contents import (
    FACTS,
    ID_NAMES,
    IDS,
    LARGEST_POSITION,
    MOST_ROWS,
    Claim,
    FileContents,
    FilmNames,
    ListContents,
    RowContents,
    Unusable,
    shown,
)

Raw = dict[str, Any]
LARGEST = 2**31 - 1
LIST_KEYS = {"slug", "authors", "rows", "places", *FACTS}
ROW_KEYS = {"place", "is_seed", "film", "position", "blurb", "traits"}
FILM_KEYS = {"slug", "title", "year", *IDS}


class Judge:
    """Turns what a file says into contents, and gathers all that is wrong with it."""

    def __init__(self, called: str, unknown: Iterable[str]) -> None:
        """Take what the file calls its parts ("key", "column"), and those not known so far."""
        self.called = called
        self.unknown = dict.fromkeys(unknown)
        self.wrong: list[str] = []

    def contents(self, lists: Sequence[Raw]) -> FileContents:
        """Return the contents; raises Unusable with every mistake."""
        count = sum(len(raw["rows"]) for raw in lists)
        if not lists:
            raise Unusable("The file has no lists.")
        if max(count, len(lists)) > MOST_ROWS:
            raise Unusable(f"The file has {max(count, len(lists))} rows; {MOST_ROWS} at most.")
        found = [self._list(raw) for raw in lists]
        slugs = [each.slug for each in found if each.slug]
        for slug in sorted({slug for slug in slugs if slugs.count(slug) > 1}):
            self.wrong.append(f"The list {slug} stands twice in the file.")
        if self.wrong:
            raise Unusable(*dict.fromkeys(self.wrong))
        return FileContents(found, self._notes())

    def _notes(self) -> list[str]:
        names = [f"“{shown(name)}”" for name in self.unknown]
        if not names:
            return []
        plural = "s" if len(names) > 1 else ""
        return [f"Left aside, since no {self.called}{plural} of ours: {listed(names[:20])}."]

    def _know(self, raw: Raw, known: set[str]) -> None:
        self.unknown |= dict.fromkeys(key for key in raw if key not in known)

    # A list and its films -----------------------------------------------------------------------

    def _list(self, raw: Raw) -> ListContents:
        self._know(raw, LIST_KEYS)
        slug = self._slug(raw.get("slug"))
        where = f"{slug or 'A list'}: "
        facts = {
            name: self._text(raw[name], f"{where}the {name}", _longest(name))
            for name in FACTS
            if raw.get(name) is not None
        }
        if not facts.get("numbering"):
            facts.pop("numbering", None)  # an empty cell: there is no empty numbering
        if facts.get("numbering", "up") not in LikeList.Numbering.values:
            choices = " or ".join(LikeList.Numbering.values)
            self.wrong.append(f"{where}the numbering is {choices}.")
        several = f"{where}" if slug else ""
        rows = [self._row(row, several) for row in raw["rows"]]
        return ListContents(slug, facts, self._authors(raw.get("authors"), where), rows)

    def _slug(self, raw: Any) -> str:
        slug = self._text(raw, "The slug of a list", 160).strip() if raw is not None else ""
        try:
            validate_address(slug)
        except ValidationError as error:
            said = f"“{shown(slug)}” is no slug of a list" if slug else "A list has no slug"
            self.wrong.append(f"{said}. {' '.join(error.messages)}")
            return ""
        return slug

    def _authors(self, raw: Any, where: str) -> tuple[str, ...] | None:
        if raw is None:
            return None
        if not isinstance(raw, list) or not all(isinstance(slug, str) for slug in raw):
            self.wrong.append(f"{where}authors have to be an array of slugs.")
            return None
        return tuple(dict.fromkeys(raw))

    def _row(self, raw: Raw, where: str) -> RowContents:
        self._know(raw, ROW_KEYS)
        place: str = raw["place"]
        where = f"{where}{place}: "
        blurb = raw.get("blurb")
        position = self._number(raw.get("position"), f"{where}the position", LARGEST_POSITION)
        row = RowContents(
            place=place,
            is_seed=raw["is_seed"],
            film=self._film(raw.get("film"), where),
            position=position,
            blurb=None if blurb is None else self._text(blurb, f"{where}the blurb"),
            traits=self._traits(raw.get("traits"), where),
        )
        if row.is_seed and (row.blurb or "").strip():
            self.wrong.append(f"{where}a seed film has no blurb; write about it in the intro.")
        return row

    def _film(self, raw: Any, where: str) -> FilmNames:
        if not isinstance(raw, dict):
            self.wrong.append(f"{where}“film” has to be an object that names a film.")
            return FilmNames()
        self._know(raw, FILM_KEYS)
        ids = {kind: self._outside_id(kind, raw.get(kind), where) for kind in IDS}
        return FilmNames(
            slug=self._text(raw.get("slug") or "", f"{where}the film's slug", 160).strip(),
            title=self._text(raw.get("title") or "", f"{where}the title", 200).strip(),
            year=self._number(raw.get("year"), f"{where}the year", 9999),
            ids={kind: value for kind, value in ids.items() if value},
        )

    def _outside_id(self, kind: str, raw: Any, where: str) -> str | int | None:
        """Return an id as a film has it: a number, or text of the id's own form."""
        what = f"{where}the {ID_NAMES[kind]} id"
        column: Field[Any, Any] = Film._meta.get_field(IDS[kind])  # type: ignore[assignment]  # a column
        if column.get_internal_type() == "PositiveIntegerField":
            return self._number(raw, what, LARGEST)
        given = self._text(raw or "", what, 16).strip()
        given = given.lower() if kind == "imdb" else given.upper()
        try:
            column.run_validators(given)
        except ValidationError as error:
            self.wrong.append(f"{what} is “{shown(given)}”. {' '.join(error.messages)}")
        return given

    def _traits(self, raw: Any, where: str) -> tuple[Claim, ...] | None:
        if raw is None:
            return None
        if not isinstance(raw, list):
            self.wrong.append(f"{where}traits have to be an array.")
            return None
        return tuple(dict.fromkeys(filter(None, (self._claim(each, where) for each in raw))))

    def _claim(self, raw: Any, where: str) -> Claim | None:
        kind, key = (raw.get("kind"), raw.get("key")) if isinstance(raw, dict) else (None, None)
        if isinstance(kind, str) and kind in NAMED and isinstance(key, str) and key:
            return kind, key
        said = f", not “{shown(f'{kind}:{key}')}”" if isinstance(kind, str) else ""
        self.wrong.append(f"{where}a trait is a {_kinds()} with its key{said}.")
        return None

    # Texts and numbers --------------------------------------------------------------------------

    def _text(self, raw: Any, what: str, longest: int | None = None) -> str:
        if not isinstance(raw, str):
            self.wrong.append(f"{what} has to be text.")
            return ""
        if longest is not None and len(raw) > longest:
            self.wrong.append(f"{what} has {len(raw)} characters; {longest} at most.")
        return raw

    def _number(self, raw: Any, what: str, largest: int) -> int | None:
        """Return a whole number from 1, which may be written in digits; None if none is given."""
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        if isinstance(raw, str):
            digits = raw.strip()
            number = (
                int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else 0
            )
        else:
            number = raw if isinstance(raw, int) and not isinstance(raw, bool) else 0
        if 1 <= number <= largest:
            return number
        said = f", not “{shown(raw, 20)}”" if isinstance(raw, str) else ""
        self.wrong.append(f"{what} has to be a whole number from 1 to {largest}{said}.")
        return None


def _kinds() -> str:
    """Return the kinds of traits that an entry may claim: "theme, genre, … or person"."""
    return listed(NAMED, "or")


def _longest(name: str) -> int | None:
    return getattr(LikeList._meta.get_field(name), "max_length", None)
