"""A batch of records on its way into the database."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from films.models import Provenance

from .bulk import Rows, as_json
from .parts import Collection, Words
from .people import Known
from .records import FilmRecord
from .report import Report

TITLES = "titles"

# Part → fingerprint of what the source wrote there; of other titles, one for each.
Told = dict[str, Any]


class Meant(NamedTuple):
    """A record and the film that it is about; None: one that is not here."""

    record: FilmRecord
    film: int | None
    fingerprint: int
    told: Told


@dataclass
class Outcome:
    """What became of a batch, told to the report once it is kept."""

    counts: Counter[str] = field(default_factory=Counter)
    rows: list[tuple[str, FilmRecord, str, str]] = field(default_factory=list)

    def note(self, outcome: str, film: FilmRecord, *reasons: str, perhaps: str = "") -> None:
        self.rows += [(outcome, film, reason, perhaps) for reason in reasons]

    def tell(self, report: Report) -> None:
        report.counts.update(self.counts)
        for row in self.rows:
            report.of_film(*row)


class Batch(NamedTuple):
    """What those who write a batch have in common."""

    source: str
    words: Words
    parts: tuple[Collection, ...]
    now: dt.datetime
    outcome: Outcome

    @property
    def moment(self) -> Any:
        """Now, as columns take it."""
        return connection.ops.adapt_datetimefield_value(self.now)

    def keep_provenance(self, kept: Iterable[tuple[int, Meant, Told]]) -> None:
        rows = [(film, self.source, meant.fingerprint, as_json(told)) for film, meant, told in kept]
        columns = ("film_id", "source", "fingerprint", "told")
        Rows(Provenance, columns).upsert(rows, key=("film_id", "source"))

    def make_known(self, films: Iterable[tuple[FilmRecord, int]]) -> None:
        """Give the people of films the renown of the best known of these."""
        renowns: dict[int, tuple[Known, int]] = {}
        for record, renown in films:
            for person in {credit.person for credit in record.credits or ()}:
                known = self.words.people.of(person)
                if known and renown > max(known.renown, renowns.get(known.pk, (known, 0))[1]):
                    renowns[known.pk] = (known, renown)
        self.words.people.make_known(renowns)
