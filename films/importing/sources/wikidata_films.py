"""A film of Wikidata as its item tells it: facts, and links to items whose names are elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar, cast

from . import figures
from .jobs import WIKIDATA_JOBS
from .places import ENGLISH
from .text import clean
from .wikidata_items import (
    Item,
    best,
    label,
    linked,
    links,
    names,
    number_of,
    qualifiers,
    runtime,
    statements,
    texts,
    values,
    years,
)

# What a film is an instance of, and the genres and forms that this says.
FILMS: dict[int, tuple[str, ...]] = {
    11424: (),  # film
    24869: (),  # feature film
    226730: (),  # silent film
    506240: (),  # television film
    24862: ("short film",),
    20667187: ("short film",),  # silent short film
    202866: ("animated film",),
    29168811: ("animated film",),  # animated feature film
    20650540: ("animated film",),  # anime film
    98807719: ("animated film",),  # animated television film
    17517379: ("animated film", "short film"),
    93204: ("documentary film",),
    130232: ("drama film",),
    157394: ("fantasy film",),
    157443: ("comedy film",),
    188473: ("action film",),
    200092: ("horror film",),
    319221: ("adventure film",),
    369747: ("war film",),
    471839: ("science fiction film",),
    645928: ("biographical film",),
    842256: ("musical film",),
    959790: ("crime film",),
    1054574: ("romance film",),
    2484376: ("thriller film",),
}
TELEVISION = {506240, 98807719}

T = TypeVar("T")

CHARACTER, CHARACTER_NAME = "P453", "P4633"
# What a record calls them, and the properties that link to them.
LINKS = {
    "genres": "P136",
    "countries": "P495",
    "languages": "P364",
    "companies": "P272",
    "series": "P179",
    "subjects": "P921",
}
# Languages of a country, as labels have them; of the others there is only the language.
REGIONAL = {"pt-br": ("pt", "BR"), "en-gb": ("en", "GB"), "en-ca": ("en", "CA")}


@dataclass(slots=True)
class Credited:
    """A person's work on a film; `roles` are items or names."""

    property: str
    person: int
    roles: list[int | str] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A film with the numbers of items in place of their names."""

    line: int
    number: int
    title: str
    year: int | None = None
    runtime: int | None = None
    imdb_id: str | None = None
    tmdb_id: int | None = None
    original_title: str | None = None
    is_television: bool = False
    classes: list[str] = field(default_factory=list)  # genres and forms by their names
    titles: list[tuple[str, str, str]] = field(default_factory=list)  # title, country, language
    credits: list[Credited] = field(default_factory=list)
    links: dict[str, list[int]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def items(self) -> Iterator[int]:
        """Yield the items whose names it needs."""
        for some in self.links.values():
            yield from some
        for credited in self.credits:
            yield credited.person
            yield from (role for role in credited.roles if isinstance(role, int))

    def packed(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def unpacked(cls, text: str) -> Draft:
        draft = cls(**json.loads(text))
        draft.credits = [Credited(**credited) for credited in cast("list[Any]", draft.credits)]
        return draft


def classes_of(item: Item) -> list[int]:
    """Return the classes that make an item a film; none where it is something else."""
    return [number for number in links(statements(item, "P31")) if number in FILMS]


def draft_of(item: Item, line: int) -> Draft | None:
    """Return what an item says of a film, or None where it has no title."""
    originals = list(_originals(item))
    title = label(item) or (originals[0][0] if originals else "")
    number = number_of(item.get("id"))
    if not title or not number:
        return None
    classes = classes_of(item)
    draft = Draft(line, number, title, is_television=bool(TELEVISION.intersection(classes)))
    draft.classes = [name for one in classes for name in FILMS[one]]
    draft.year = min(years(statements(item, "P577")), default=None)
    remarks = draft.remarks
    draft.imdb_id = _first(
        figures.imdb_id(id_, "P345", remarks) for id_ in texts(best(item, "P345"))
    )
    draft.tmdb_id = _first(
        figures.positive(id_, "P4947", remarks) for id_ in texts(best(item, "P4947"))
    )
    draft.runtime = _first(runtime(one, "P2047", remarks) for one in values(best(item, "P2047")))
    draft.original_title = originals[0][0] if originals else None
    draft.titles = _titles(item, title, originals)
    draft.links = {name: links(best(item, property_)) for name, property_ in LINKS.items()}
    draft.credits = [
        credited for property_ in WIKIDATA_JOBS for credited in _credits(item, property_)
    ]
    return draft


def _first(found: Iterable[T | None]) -> T | None:
    """Return the first that could be read."""
    return next((one for one in found if one is not None), None)


def _originals(item: Item) -> Iterator[tuple[str, str]]:
    """Yield (title, language) of original titles."""
    for found in values(best(item, "P1476")):
        if isinstance(found, dict) and (title := clean(found.get("text"))):
            yield title, clean(found.get("language"))


def _titles(item: Item, title: str, originals: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Return the other titles, each once, in languages that have a code of two letters."""
    named = [*((language, text) for text, language in originals), *names(item)]
    found: dict[str, tuple[str, str, str]] = {}
    for tag, text in named:
        language, country = REGIONAL.get(tag, (tag, ""))
        if language in ENGLISH and text.casefold() != title.casefold():
            found.setdefault(text.casefold(), (text, country, language))
    return list(found.values())


def _credits(item: Item, property_: str) -> Iterator[Credited]:
    for statement in statements(item, property_):
        for person in links([statement]):
            roles: list[int | str] = []
            if property_ in {"P161", "P725"}:
                named = map(clean, qualifiers(statement, CHARACTER_NAME))
                roles = [name for name in named if name]
                roles = roles or [
                    role for one in qualifiers(statement, CHARACTER) if (role := linked(one))
                ]
            yield Credited(property_, person, roles)
