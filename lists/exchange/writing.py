"""Lists as files, for other sites, for spreadsheets and for safe keeping."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from films.models import Film
from lists.models import Entry, LikeList

from .contents import FACTS, FORMAT, VERSION, FilmNames, ListContents, RowContents, claims
from .matching import ids_of
from .sheets import as_csv


def contents_of(lists: Iterable[LikeList]) -> list[ListContents]:
    """Return what files say of lists, each once (two queries, however many)."""
    rows = list(dict.fromkeys(lists))
    entries: dict[int, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(like_list__in=rows).select_related("film").by_position():
        entries[entry.like_list_id].append(entry)
    authors: dict[int, list[str]] = defaultdict(list)
    written = LikeList.authors.through.objects.filter(likelist__in=rows)
    for like_list, author in written.values_list("likelist", "author__slug"):
        authors[like_list].append(author)
    return [_contents(row, authors[row.pk], entries[row.pk]) for row in rows]


def _contents(
    like_list: LikeList, authors: Sequence[str], entries: Iterable[Entry]
) -> ListContents:
    return ListContents(
        slug=like_list.slug,
        facts={name: getattr(like_list, name) for name in FACTS},
        authors=tuple(sorted(authors)),
        rows=[_row(entry) for entry in entries],
    )


def _row(entry: Entry) -> RowContents:
    return RowContents(
        place="",
        is_seed=entry.is_seed,
        film=names_of(entry.film),
        position=entry.position,
        blurb=entry.blurb,
        traits=claims(entry),
    )


def names_of(film: Film) -> FilmNames:
    return FilmNames(film.slug, film.title, film.year, ids_of(film))


def as_json(lists: Iterable[ListContents]) -> str:
    whole = {"format": FORMAT, "version": VERSION, "lists": [_list_json(each) for each in lists]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _list_json(like_list: ListContents) -> dict[str, Any]:
    return {
        "slug": like_list.slug,
        **like_list.facts,
        "authors": list(like_list.authors or ()),
        "seeds": [_row_json(row) for row in like_list.rows if row.is_seed],
        "entries": [_row_json(row) for row in like_list.rows if not row.is_seed],
    }


def _row_json(row: RowContents) -> dict[str, Any]:
    film = {"slug": row.film.slug, "title": row.film.title, "year": row.film.year}
    return {
        "film": {**film, **row.film.ids},
        "position": row.position,
        "blurb": row.blurb,
        "traits": [{"kind": kind, "key": key} for kind, key in row.traits or ()],
    }


class Form(NamedTuple):
    """A form of files: how lists are written in it, and what a browser is told of the file."""

    write: Callable[[Iterable[ListContents]], str]
    encoding: str
    content_type: str


# Spreadsheets know UTF-8 by its mark.
FORMS = {
    "json": Form(as_json, "utf-8", "application/json"),
    "csv": Form(as_csv, "utf-8-sig", "text/csv; charset=utf-8"),
}


def as_file(lists: Iterable[ListContents], form: str) -> bytes:
    """Return lists as a file of a form: "json" or "csv"."""
    return FORMS[form].write(lists).encode(FORMS[form].encoding)
