"""Lists as CSV: a row for each film, and the facts of the list in the first columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote, unquote

from .contents import FACTS, IDS, Claim, ListContents, RowContents, Unusable, shown

FILM_NAMES = ("title", "year", *IDS, "film_slug")
COLUMNS = (
    *("list_slug", "authors", *FACTS),
    *("is_seed", "position", *FILM_NAMES, "blurb", "traits"),
)
# Of these one row is enough: long texts beside every film would fill the file.
ONCE = {"intro", "outro"}
# A spreadsheet takes such a beginning for a formula. An apostrophe in front makes it text.
FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
YES, NO = {"yes", "true", "1", "x"}, {"no", "false", "0", ""}
Raw = dict[str, Any]


def escaped(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; `unescaped` gives it back."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def unescaped(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


# Writing ---------------------------------------------------------------------------------------


def as_csv(lists: Iterable[ListContents]) -> str:
    """Return lists as CSV; save it with a byte order mark, by which spreadsheets know UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for like_list in lists:
        facts = {
            "list_slug": like_list.slug,
            "authors": "; ".join(like_list.authors or ()),
            **like_list.facts,
        }
        # A list without films still has a row, for its facts.
        for index, row in enumerate(like_list.rows or [None]):
            here = {name: text for name, text in facts.items() if not index or name not in ONCE}
            cells = here | (_cells(row) if row else {})
            writer.writerow([escaped(str(cells.get(column, ""))) for column in COLUMNS])
    return out.getvalue()


def _cells(row: RowContents) -> dict[str, Any]:
    return {
        "is_seed": "yes" if row.is_seed else "no",
        "position": row.position,
        "title": row.film.title,
        "year": row.film.year,
        "film_slug": row.film.slug,
        **row.film.ids,
        "blurb": row.blurb,
        "traits": "; ".join(_claim(claim) for claim in row.traits or ()),
    }


def _claim(claim: Claim) -> str:
    """Return "theme:amnesia"; what could be taken for the end of it is quoted as in addresses."""
    kind, key = claim
    return f"{kind}:{quote(key)}"


# Reading ---------------------------------------------------------------------------------------


def raw_lists(text: str) -> tuple[list[Raw], list[str]]:
    """Return the lists of a sheet as the other form has them, and the columns left aside.

    Raises Unusable.
    """
    columns, rows = _table(text)
    unknown = [column for column in columns if column and column not in COLUMNS]
    found: dict[str, Raw] = {}
    slug = ""
    for number, row in rows:
        slug = row.get("list_slug", "").strip() or slug
        if not slug:
            raise Unusable(f"Row {number} belongs to no list: list_slug is empty.")
        raw = found.setdefault(slug, {"slug": slug, "rows": [], "places": {}})
        _add_facts(raw, row, number)
        if any(row.get(name, "").strip() for name in (*FILM_NAMES, "position", "blurb", "traits")):
            raw["rows"].append(_raw_row(row, f"row {number}"))
    for raw in found.values():
        if "authors" in raw:
            raw["authors"] = parts(raw["authors"])
    return list(found.values()), unknown


def _table(text: str) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """Return the names of the columns, and the rows by the numbers that spreadsheets give them."""
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=lambda sign: len(_known(head.split(sign))))
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Unusable(f"The file is no whole CSV: {error}.") from error
    columns = [_name(cell) for cell in table[0]] if table else []
    known = _known(columns)
    if not known & set(FILM_NAMES) or "list_slug" not in known:
        raise Unusable(
            "The first row does not name the columns: list_slug is needed, and title, film_slug or "
            "an outside id."
        )
    if twice := sorted(name for name in known if columns.count(name) > 1):
        raise Unusable(f"Two columns are called {twice[0]}.")
    return columns, _rows(columns, table[1:])


def _rows(
    columns: Sequence[str], table: Sequence[Sequence[str]]
) -> Iterator[tuple[int, dict[str, str]]]:
    for number, cells in enumerate(table, start=2):
        if any(cell.strip() for cell in cells[len(columns) :]):
            raise Unusable(f"Row {number} has more cells than there are columns.")
        if any(cell.strip() for cell in cells):
            padded = [*cells, *[""] * (len(columns) - len(cells))]
            yield number, dict(zip(columns, map(unescaped, padded), strict=False))


def _known(cells: Iterable[str]) -> set[str]:
    return {_name(cell) for cell in cells} & set(COLUMNS)


def _name(cell: str) -> str:
    return cell.strip().strip('"').strip().lower().replace(" ", "_")


def _add_facts(raw: Raw, row: dict[str, str], number: int) -> None:
    """Add what a row says of its list; raises Unusable where an earlier row says otherwise."""
    for name in ("authors", *FACTS):
        if name not in row:
            continue
        text = row[name]
        before = raw.setdefault(name, "")
        if text and before and text != before:
            earlier = raw["places"][name]
            raise Unusable(
                f"Rows {earlier} and {number} differ in the {name} of {shown(raw['slug'])}: "
                "it may stand in each row or in one, but always the same."
            )
        if text and not before:
            raw[name], raw["places"][name] = text, number


def _raw_row(row: dict[str, str], place: str) -> Raw:
    film = {name: row[name] for name in FILM_NAMES if row.get(name, "").strip()}
    film["slug"] = film.pop("film_slug", "")
    raw: Raw = {"place": place, "film": film, "is_seed": _is_seed(row.get("is_seed", ""), place)}
    if row.get("position", "").strip():
        raw["position"] = row["position"]
    if "blurb" in row:
        raw["blurb"] = row["blurb"]
    if "traits" in row:
        raw["traits"] = [
            {"kind": kind.strip(), "key": unquote(key)}
            for kind, _, key in (part.partition(":") for part in parts(row["traits"]))
        ]
    return raw


def _is_seed(cell: str, place: str) -> bool:
    said = cell.strip().lower()
    if said not in YES | NO:
        raise Unusable(f"{place.capitalize()}: is_seed is yes or no, not “{shown(cell)}”.")
    return said in YES


def parts(cell: str) -> list[str]:
    """Return what a cell has between its semicolons."""
    return [part.strip() for part in cell.split(";") if part.strip()]
