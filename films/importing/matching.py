"""Which film of the site a record is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Q

from films.models import AlternativeTitle, Film
from publishing.folding import fold
from publishing.wording import listed

from .records import IDS, FilmRecord

OWN = ("pk", "slug", "title", "year", "folded_title", *IDS)


class Match(NamedTuple):
    """The film that a record is about, or a reason why nobody can tell; neither: a new film."""

    film: int | None = None
    reason: str = ""
    perhaps: str = ""
    remarks: tuple[str, ...] = ()
    outcome: str = "refused"  # or "held", where somebody has to look


class Candidates:
    """The films that the records of a batch may be about.

    Outside ids say it; a slug says it in our own format. A title and a year only suggest: two
    films may share them. Seven queries at most.
    """

    def __init__(self, records: Sequence[FilmRecord], *, suggesting: bool = True) -> None:
        self._by_id: dict[tuple[str, Any], Any] = {}
        for column in IDS:
            values = {value for each in records if (value := getattr(each, column)) is not None}
            if values:
                rows = Film.objects.filter(**{f"{column}__in": values}).order_by()
                for row in rows.values_list(*OWN, named=True):
                    self._by_id[column, getattr(row, column)] = row
        slugs = {each.slug for each in records if each.slug}
        self._by_slug = Film.objects.all().at_slugs(slugs) if slugs else {}
        self._by_title: dict[str, list[Any]] = defaultdict(list)
        if suggesting:
            self._suggest([each for each in records if not self._named(each)])

    def match(self, record: FilmRecord) -> Match:
        named = self._named(record)
        if len({row.pk for row in named.values()}) > 1:
            said = [f"{name} says {row.title} ({row.year})" for name, row in named.items()]
            slugs = " ".join(dict.fromkeys(row.slug for row in named.values()))
            return Match(reason=f"its ids name several films: {listed(said)}", perhaps=slugs)
        for row in named.values():
            return Match(row.pk, remarks=tuple(_disagreements(record, row)))
        if record.slug and not record.title:
            return Match(reason="no film has this slug or id")
        return self._by_title_and_year(record)

    def _named(self, record: FilmRecord) -> dict[str, Any]:
        """Return the rows that the record's ids and slug name."""
        named = {
            column: self._by_id[column, value]
            for column in IDS
            if (value := getattr(record, column)) is not None and (column, value) in self._by_id
        }
        if record.slug in self._by_slug:
            named["slug"] = self._by_slug[record.slug]
        return named

    def _suggest(self, records: Sequence[FilmRecord]) -> None:
        titles = {fold(each.title) for each in records if each.title}
        titles |= {fold(each.original_title) for each in records if each.original_title}
        titles -= {""}
        if not titles:
            return
        # A film with another id of the same kind is another film.
        lacking = Q()
        for column in IDS:
            if all(getattr(each, column) is not None for each in records):
                lacking &= Q(**{f"{column}__isnull": True})
        if not Film.objects.filter(lacking).exists():
            return
        films = Film.objects.filter(lacking, folded_title__in=titles).order_by("pk")
        for row in films.values_list(*OWN, named=True):
            self._by_title[row.folded_title].append(row)
        others = AlternativeTitle.objects.filter(folded_title__in=titles).order_by()
        named: dict[int, list[str]] = defaultdict(list)
        for film, title in others.values_list("film", "folded_title"):
            named[film].append(title)
        again = Film.objects.filter(lacking, pk__in=named).order_by("pk")
        for row in again.values_list(*OWN, named=True):
            for title in named[row.pk]:
                self._by_title[title].append(row)

    def _by_title_and_year(self, record: FilmRecord) -> Match:
        titles = [fold(record.title), fold(record.original_title or "")]
        rows = {row.pk: row for title in titles if title for row in self._by_title.get(title, ())}
        near = [
            row
            for row in rows.values()
            if (record.year is None or abs(row.year - record.year) <= 1)
            and not _disagreements(record, row)
        ]
        if not near:
            return Match()
        names = listed([f"{row.title} ({row.year})" for row in near])
        slugs = " ".join(row.slug for row in near)
        return Match(reason=f"may be {names}, which has no such id", perhaps=slugs, outcome="held")


def _disagreements(record: FilmRecord, row: Any) -> list[str]:
    """Say which outside ids of a record are others than the film's."""
    return [
        f"{column} is {theirs} there and {ours} here"
        for column in IDS
        if (theirs := getattr(record, column)) is not None
        and (ours := getattr(row, column)) is not None
        and theirs != ours
    ]
