"""The names of what films of Wikidata link to, and films as records once these are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ..records import CreditRecord, FilmRecord, PersonRecord, TitleRecord, Where, Word
from . import places
from .genres import SHORT, form_of, sorted_out
from .jobs import WIKIDATA_JOBS
from .text import cleaned, series_name
from .wikidata_films import Credited, Draft
from .wikidata_items import Item, best, label, texts

IMDB_PERSON = re.compile(r"nm\d{7,9}", re.ASCII)
TMDB_PERSON = re.compile(r"[1-9]\d{,8}", re.ASCII)


class Name(NamedTuple):
    """What is kept of an item to which films link; empty where it says nothing."""

    label: str = ""
    country: str = ""  # ISO codes
    language: str = ""
    imdb_person: str = ""
    tmdb_person: str = ""


NAMELESS = Name()


def name_of(item: Item) -> Name:
    return Name(
        label(item),
        next(texts(best(item, "P297")), ""),
        next(texts(best(item, "P218")), ""),
        next(filter(IMDB_PERSON.fullmatch, texts(best(item, "P345"))), ""),
        next(filter(TMDB_PERSON.fullmatch, texts(best(item, "P4985"))), ""),
    )


class Naming:
    """A film with names in the place of items."""

    def __init__(self, draft: Draft, names: Mapping[int, Name]) -> None:
        self.draft, self.names = draft, names
        self.remarks = [*draft.remarks]

    def record(self, path: Path) -> FilmRecord:
        """Return the film; what its item does not say may be so all the same, hence None."""
        draft = self.draft
        genres = [*draft.classes, *self._labels("genres")]
        known, others = sorted_out(genres)
        return FilmRecord(
            Where(path, draft.line),
            draft.title,
            draft.year,
            imdb_id=draft.imdb_id,
            tmdb_id=draft.tmdb_id,
            wikidata_id=f"Q{draft.number}",
            kind=self._kind(genres),
            original_title=draft.original_title,
            runtime=draft.runtime,
            form=form_of(genres, draft.runtime),
            genres=known or None,
            keywords=cleaned([*self._labels("subjects"), *others]) or None,
            countries=self._countries() or None,
            languages=self._languages() or None,
            companies=cleaned(self._labels("companies")) or None,
            series=next(map(series_name, self._labels("series")), None),
            titles=tuple(TitleRecord(*title) for title in draft.titles) or None,
            credits=tuple(dict.fromkeys(self._credits())) or None,
            remarks=self._all_remarks(),
        )

    def _named(self, link: str) -> list[Name]:
        """Return the items of a link that have a name."""
        found = (self.names.get(number, NAMELESS) for number in self.draft.links.get(link, ()))
        return [name for name in found if name.label]

    def _labels(self, link: str) -> list[str]:
        return [name.label for name in self._named(link)]

    def _countries(self) -> tuple[Word, ...]:
        named = self._named("countries")
        self._count_uncoded("countries", [name.country for name in named])
        words = (Word(name.country, name.label) for name in named)
        return tuple(
            {word.code: word for word in words if places.COUNTRY.fullmatch(word.code)}.values()
        )

    def _languages(self) -> tuple[Word, ...]:
        codes = [name.language for name in self._named("languages")]
        self._count_uncoded("languages", codes)
        return places.languages(codes, "languages", self.remarks)

    def _count_uncoded(self, link: str, codes: list[str]) -> None:
        if uncoded := codes.count(""):
            self.remarks.append(f"{link}: {uncoded} without an ISO code")

    def _credits(self) -> Iterator[CreditRecord]:
        for credited in self.draft.credits:
            name = self.names.get(credited.person, NAMELESS)
            if name.label:
                person = PersonRecord(
                    name.label,
                    name.imdb_person or None,
                    int(name.tmdb_person) if name.tmdb_person else None,
                    f"Q{credited.person}",
                )
                roles = " / ".join(self._roles(credited))
                yield CreditRecord(person, *WIKIDATA_JOBS[credited.property], roles)

    def _roles(self, credited: Credited) -> tuple[str, ...]:
        return cleaned(
            self.names.get(role, NAMELESS).label if isinstance(role, int) else role
            for role in credited.roles
        )

    def _kind(self, genres: list[str]) -> str:
        runtime = self.draft.runtime
        is_short = "short film" in genres or (runtime is not None and runtime <= SHORT)
        if self.draft.is_television:
            return "tv-short" if is_short else "tv-movie"
        return "short" if is_short else "movie"

    def _all_remarks(self) -> list[str]:
        items = set(self.draft.items())
        nameless = sum(1 for item in items if not self.names.get(item, NAMELESS).label)
        if nameless:
            self.remarks.append(f"{nameless} of its {len(items)} items have no English name here")
        return self.remarks
