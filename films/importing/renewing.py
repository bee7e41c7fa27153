"""Films of a batch that are here, and of which the source says something new."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from films.models import AlternativeTitle, Film, Provenance
from publishing.folding import sort_title
from publishing.wording import listed

from .batch import TITLES, Batch, Meant, Told
from .bulk import Rows
from .facts import DERIVED, FACTS, TITLE_COLUMNS, facts_of, renown_of, shelved, titles_of
from .fingerprints import fingerprint
from .records import IDS, LONGEST_TITLE

COLUMNS = ("id", *FACTS, *IDS, *DERIVED)


class Renewal:
    """Fills what nobody wrote, renews what the source wrote last, and leaves the rest alone.

    `meant` gives records by the film that each is about.
    """

    def __init__(self, batch: Batch, meant: dict[int, Meant]) -> None:
        self.batch, self.meant = batch, meant
        self.told: dict[int, Told] = {film: dict(each.told) for film, each in meant.items()}
        self.others = self._told_by_others()
        self.stays: dict[int, list[str]] = {film: [] for film in meant}
        self.changed: set[int] = set()

    def write(self) -> None:
        self._renew_facts()
        for part in self.batch.parts:
            current = part.current(self.meant)
            renewed = {}
            for film, each in self.meant.items():
                value = part.of(each.record, self.batch.words)
                if value and self._may_write(film, part.name, current.get(film, []), value):
                    renewed[film] = value
            part.replace(renewed)
        self._add_titles()
        self._touch()
        self.batch.keep_provenance(
            (film, each, self.told[film]) for film, each in self.meant.items()
        )
        self._count()

    def _told_by_others(self) -> dict[int, set[tuple[str, int]]]:
        """Return which words of films are another source's: nobody needs to look at these."""
        rows = Provenance.objects.filter(film__in=self.meant).exclude(source=self.batch.source)
        found: dict[int, set[tuple[str, int]]] = defaultdict(set)
        for film, told in rows.order_by().values_list("film", "told"):
            found[film] |= {(name, said) for name, said in told.items() if name != TITLES}
        return found

    def _may_write(self, film: int, name: str, before: Any, value: Any) -> bool:
        """Decide whether a part is written; note what was told, or that it stays."""
        told = self.told[film]
        if before == value:
            return False
        said = fingerprint(before)
        is_anothers = said != told[name] if name in told else bool(before)
        if not is_anothers:
            told[name] = fingerprint(value)
            self.changed.add(film)
        elif (name, said) not in self.others[film]:
            self.stays[film].append(name.removesuffix("_id").replace("_", " "))
        return not is_anothers

    def _renew_facts(self) -> None:
        rows, renowned = [], []
        for now in Film.objects.filter(pk__in=self.meant).order_by("pk").values(*COLUMNS):
            film, before = now["id"], dict(now)
            record = self.meant[film].record
            for name, value in facts_of(record, self.batch.words.vocabulary).items():
                if value and self._may_write(film, name, now[name], value):
                    now[name] = value
            now |= {name: now[name] or getattr(record, name) for name in IDS}
            now["votes"] = max(now["votes"], record.votes or 0)
            now["renown"] = renown_of(now["votes"])
            renowned.append((record, now["renown"]))
            if now["title"] != before["title"]:
                _shelve(now, before["title"])
            if now["renown"] != before["renown"]:
                AlternativeTitle.objects.filter(film=film).update(renown=now["renown"])
            if now != before:
                rows.append(tuple(now.values()))
                self.changed.add(film)
        Rows(Film, COLUMNS).update(rows, "id")
        self.batch.make_known(renowned)

    def _add_titles(self) -> None:
        """Add titles that are not here; one that was told before and is gone was taken away."""
        rows, known = [], self.batch.words.vocabulary
        others = AlternativeTitle.objects.filter(film__in=self.meant).order_by()
        here = set(others.values_list("film", "folded_title"))
        films = Film.objects.filter(pk__in=self.meant).order_by()
        for film, title, renown in films.values_list("pk", "title", "renown"):
            said = self.told[film].get(TITLES, [])
            for row in titles_of(self.meant[film].record, known, film, title, renown):
                print_of = fingerprint(row[1])
                if print_of not in said and (film, row[2]) not in here:
                    rows.append(row)
                    said = [*said, print_of]
                    self.changed.add(film)
            if said:
                self.told[film][TITLES] = said
        Rows(AlternativeTitle, TITLE_COLUMNS).insert(rows)

    def _touch(self) -> None:
        """Let pages and kept columns know which films are others now."""
        moment = self.batch.moment
        Rows(Film, ("id", "modified_at")).update(
            [(pk, moment) for pk in sorted(self.changed)], "id"
        )

    def _count(self) -> None:
        self.batch.outcome.counts["changed"] += len(self.changed)
        self.batch.outcome.counts["unchanged"] += len(self.meant) - len(self.changed)
        for film, names in self.stays.items():
            if names:
                reason = f"others wrote its {listed(names)} here, which stays"
                self.batch.outcome.note("kept", self.meant[film].record, reason)


def _shelve(film: dict[str, Any], title: str) -> None:
    """Work out the sort title and the folded title again, after the film had a title."""
    is_usual = film["sort_title"] == sort_title(title)[:LONGEST_TITLE]
    usual, film["folded_title"] = shelved(film["title"])
    if is_usual:
        film["sort_title"] = usual
