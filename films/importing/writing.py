"""Puts records into the schema: new films, renewed facts, and nothing over an editor's words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from films.models import Provenance

from .batch import Batch, Meant, Outcome
from .creating import create
from .fingerprints import of_record
from .matching import Candidates, Match
from .parts import Words, collections
from .people import People
from .records import IDS, FilmRecord
from .renewing import Renewal
from .report import Report
from .vocabulary import Vocabulary


class Writer:
    """Writes batches of records of one source, each batch wholly or not at all.

    A film's facts are filled where they are empty, and renewed where they are what the source
    wrote last; what anybody else wrote stays, and the report says so. With `is_trial` everything
    is done and undone. `taking_doubtful` makes new films of those that may be here already.
    """

    def __init__(
        self, source: str, report: Report, *, is_trial: bool = False, taking_doubtful: bool = False
    ) -> None:
        self.source, self.report = source, report
        self.is_trial, self.taking_doubtful = is_trial, taking_doubtful
        self.words = Words(Vocabulary(), People())

    def write(self, records: Sequence[FilmRecord]) -> None:
        """Write a batch; what the database refuses is found by halving the batch."""
        outcome = Outcome()
        try:
            with transaction.atomic():
                self._write(records, outcome)
                transaction.set_rollback(self.is_trial)
        except (DataError, IntegrityError) as error:
            self._forget()
            if len(records) > 1:
                middle = len(records) // 2
                self.write(records[:middle])
                self.write(records[middle:])
                return
            reason = " ".join(str(error).split())
            outcome = Outcome()
            outcome.note("refused", records[0], f"the database says: {reason}")
        if self.is_trial:
            self._forget()
        outcome.tell(self.report)

    def _forget(self) -> None:
        self.words.vocabulary.forget()
        self.words.people.forget()

    def _write(self, records: Sequence[FilmRecord], outcome: Outcome) -> None:
        meant = self._meant(records, outcome)
        told = [each.record for each in meant]
        now = timezone.now()
        self._learn(told, now)
        scored = {score.source for each in told for score in each.scores or ()}
        parts = collections(tuple(sorted(scored)))
        batch = Batch(self.source, self.words, parts, now, outcome)
        if new := [each for each in meant if each.film is None]:
            create(batch, new)
        if known := {each.film: each for each in meant if each.film is not None}:
            Renewal(batch, known).write()
        for each in told:
            outcome.note("remark", each, *dict.fromkeys(each.remarks))

    def _meant(self, records: Sequence[FilmRecord], outcome: Outcome) -> list[Meant]:
        """Return what is to be written; the rest is refused, held back or nothing new."""
        usable = _usable(records, outcome)
        candidates = Candidates(usable, suggesting=not self.taking_doubtful)
        matches = [(record, candidates.match(record)) for record in usable]
        films: set[int | None] = {match.film for _, match in matches} - {None}
        rows = Provenance.objects.filter(source=self.source, film__in=films).order_by()
        before: dict[int | None, list[Any]]
        before = {film: rest for film, *rest in rows.values_list("film", "fingerprint", "told")}
        found: list[Meant] = []
        for record, match in matches:
            fingerprint, told = before.get(match.film, (None, {}))
            said = of_record(record)
            if reason := match.reason or _objection(record, match, films):
                outcome.note(match.outcome, record, reason, perhaps=match.perhaps)
            elif said == fingerprint:
                outcome.counts["unchanged"] += 1
            else:
                outcome.note("remark", record, *match.remarks)
                found.append(Meant(record, match.film, said, told))
            films.discard(match.film)
        return found

    def _learn(self, records: Sequence[FilmRecord], now: dt.datetime) -> None:
        """Find or make every word and person that the records name."""
        vocabulary = self.words.vocabulary
        vocabulary.genres.learn(name for each in records for name in each.genres or ())
        vocabulary.keywords.learn(name for each in records for name in each.keywords or ())
        vocabulary.companies.learn(name for each in records for name in each.companies or ())
        vocabulary.series.learn(each.series for each in records if each.series)
        vocabulary.countries.learn(word for each in records for word in each.countries or ())
        vocabulary.languages.learn(word for each in records for word in each.languages or ())
        people = (credit.person for each in records for credit in each.credits or ())
        self.words.people.learn(people, now)


def _usable(records: Sequence[FilmRecord], outcome: Outcome) -> list[FilmRecord]:
    """Return the records that can be films, each film once."""
    usable, seen = [], set[tuple[str, Any]]()
    for record in records:
        ids = {(name, value) for name in (*IDS, "slug") if (value := getattr(record, name))}
        if complaint := record.complaint() or ("stands twice" if ids & seen else ""):
            outcome.note("refused", record, complaint)
        else:
            seen |= ids
            usable.append(record)
    return usable


def _objection(record: FilmRecord, match: Match, films: set[int | None]) -> str:
    """Say why a record that means one film, or none, cannot be written; or nothing.

    `films` are those here that no record before was about.
    """
    if match.film is not None:
        return "" if match.film in films else "means the same film as a row before"
    if not record.title:
        return "has no title"
    if record.year is None:
        return "has no year, and no film here has one of its ids"
    return ""
