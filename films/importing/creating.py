"""Films of a batch that are new here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from films.models import AlternativeTitle, Film
from publishing.models import Status

from .batch import TITLES, Batch, Meant, Told
from .bulk import Rows, reserve
from .facts import (
    DERIVED,
    FACTS,
    TEXTS,
    TITLE_COLUMNS,
    facts_of,
    ids_of,
    renown_of,
    shelved,
    titles_of,
)
from .fingerprints import fingerprint
from .records import IDS, LONGEST_TITLE, FilmRecord
from .slugs import free_slugs, stem

COLUMNS = ("id", "slug", "status", "publish_at", "modified_at", *FACTS, *IDS, *DERIVED)


def create(batch: Batch, new: Sequence[Meant]) -> None:
    """Write films and all that is said of them: published, each at an address of its own."""
    pks = reserve(Film, len(new))
    films, titles, told = [], list[tuple[Any, ...]](), list[Told]()
    for each, pk, slug in zip(new, pks, _slugs(new), strict=True):
        record, known = each.record, batch.words.vocabulary
        facts = facts_of(record, known)
        facts["form"] = facts["form"] or Film.Form.FEATURE.value
        told.append({name: fingerprint(value) for name, value in facts.items() if value})
        others = titles_of(record, known, pk, facts["title"], renown_of(record.votes))
        if others:
            told[-1][TITLES] = [fingerprint(row[1]) for row in others]
        titles += others
        films.append(_row(batch, record, (pk, slug), facts))
    Rows(Film, COLUMNS).insert(films)
    Rows(AlternativeTitle, TITLE_COLUMNS).insert(titles)
    for part in batch.parts:
        rows = {}
        for each, pk, said in zip(new, pks, told, strict=True):
            if value := part.of(each.record, batch.words):
                rows[pk] = value
                said[part.name] = fingerprint(value)
        part.insert(rows)
    batch.keep_provenance(zip(pks, new, told, strict=True))
    batch.make_known((each.record, renown_of(each.record.votes)) for each in new)
    batch.outcome.counts["created"] += len(new)


def _slugs(new: Sequence[Meant]) -> list[str]:
    records = [each.record for each in new]
    return free_slugs(
        Film,
        [
            (
                stem(f"{record.title[:LONGEST_TITLE]} {record.year}", "film"),
                record.key.replace(":", "").lower(),
            )
            for record in records
        ],
    )


def _row(
    batch: Batch, record: FilmRecord, place: tuple[int, str], facts: dict[str, Any]
) -> tuple[Any, ...]:
    facts = facts | {name: facts[name] or "" for name in TEXTS}
    derived = (*shelved(facts["title"]), record.votes or 0, renown_of(record.votes))
    fixed = (Status.PUBLISHED.value, batch.moment, batch.moment)
    return (*place, *fixed, *facts.values(), *ids_of(record), *derived)
