"""What an import would do to lists, in words; the same plan is printed, shown, and carried out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from films.models import Film
from lists.models import Entry, LikeList
from publishing.models import Author

from .contents import FilmNames, shown

SHORT = 60  # characters of a text that are quoted


@dataclass(frozen=True)
class Change:
    """A field that changes."""

    name: str
    before: str
    after: str

    def __str__(self) -> str:
        """Quote both from a little before they part: blurb “…old words” → “…new words”."""
        pairs = enumerate(zip(self.before, self.after, strict=False))
        shorter, longer = sorted((len(self.before), len(self.after)))
        parts = next((index for index, (old, new) in pairs if old != new), shorter)
        start = max(parts - SHORT // 3, 0) if longer > SHORT else 0
        before = f"{_quoted(self.before, start)} → " if self.before else ""
        return f"{self.name.replace('_', ' ')} {before}{_quoted(self.after, start)}"


def _quoted(text: str, start: int) -> str:
    if text.isdecimal():
        return text
    return f"“{'…' if start else ''}{shown(text[start:], SHORT)}”"


@dataclass(frozen=True)
class PlannedEntry:
    """A film as it will stand in a list; `entry` is as it stands there now, None if it does not."""

    film: Film
    values: dict[str, Any]
    entry: Entry | None = None
    changes: Sequence[Change] = ()

    def __str__(self) -> str:
        place = "seed" if self.values["is_seed"] else f"{self.values['position']}."
        return f"{place} {self.film}"


@dataclass(frozen=True)
class Unmatched:
    """A row that stays out, and why."""

    place: str
    film: FilmNames
    reason: str
    candidates: Sequence[Film] = ()

    def __str__(self) -> str:
        near = ", ".join(f"{film} [{film.slug}]" for film in self.candidates)
        said = f"{self.place}: {self.film}: {self.reason}."
        return f"{said} Near: {near}." if near else said


@dataclass
class ListPlan:
    """What becomes of one list."""

    slug: str
    like_list: LikeList | None
    facts: dict[str, str] = field(default_factory=dict)
    authors: list[Author] | None = None
    changes: list[Change] = field(default_factory=list)
    added: list[PlannedEntry] = field(default_factory=list)
    changed: list[PlannedEntry] = field(default_factory=list)
    removed: list[Entry] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    written: LikeList | None = None  # as it stands once the plan was carried out

    @property
    def is_new(self) -> bool:
        return self.like_list is None

    @property
    def changes_something(self) -> bool:
        parts = (self.changes, self.added, self.changed, self.removed)
        return self.is_new or any(parts)

    @property
    def headline(self) -> str:
        return self.facts.get("headline") or (self.like_list.headline if self.like_list else "")

    @property
    def standing(self) -> str:
        if self.problems:
            return "nothing can be imported"
        if self.is_new:
            return f"a new draft, “{shown(self.headline)}”"
        return "changes" if self.changes_something else "nothing to change"

    def lines(self) -> Iterator[str]:
        yield from (f"problem: {problem}" for problem in self.problems)
        yield from (str(change) for change in self.changes)
        yield from (f"add {each}" for each in self.added)
        for each in self.changed:
            yield f"change {each.film}"
            yield from (f"  {change}" for change in each.changes)
        yield from (f"remove {entry.film}" for entry in self.removed)
        yield from (f"not matched, {row}" for row in self.unmatched)
        yield from (f"note: {note}" for note in self.notes)


@dataclass(frozen=True)
class Plan:
    """What becomes of all lists of a file. Nothing is carried out while there is a problem."""

    lists: Sequence[ListPlan]
    notes: Sequence[str] = ()

    @property
    def problems(self) -> list[str]:
        return [problem for each in self.lists for problem in each.problems]

    @property
    def unmatched(self) -> list[Unmatched]:
        return [row for each in self.lists for row in each.unmatched]

    @property
    def changes_something(self) -> bool:
        return any(each.changes_something for each in self.lists)

    @property
    def is_to_be_carried_out(self) -> bool:
        return self.changes_something and not self.problems

    @property
    def summary(self) -> str:
        """Say in a line how much is done."""
        new = sum(each.is_new for each in self.lists)
        changed = sum(each.changes_something and not each.is_new for each in self.lists)
        films = [(each.added, each.changed, each.removed) for each in self.lists]
        added, altered, removed = (sum(map(len, kind)) for kind in zip(*films, strict=True))
        return (
            f"Lists: {new} new, {changed} changed. Films: {added} added, {altered} changed, "
            f"{removed} removed. Not matched: {len(self.unmatched)}."
        )

    def lines(self) -> Iterator[str]:
        """Yield all that is done, list by list."""
        for each in self.lists:
            yield f"{each.slug}: {each.standing}"
            yield from (f"  {line}" for line in each.lines())
        yield from self.notes

    @property
    def digest(self) -> str:
        """Return what tells this plan from any other."""
        return hashlib.sha256("\n".join(self._said()).encode()).hexdigest()

    def _said(self) -> Iterator[str]:
        for each in self.lists:
            yield repr((each.slug, each.like_list and each.like_list.pk, each.problems))
            yield repr([(change.name, change.before, change.after) for change in each.changes])
            for planned in (*each.added, *each.changed):
                yield repr((planned.film.pk, planned.values, planned.entry is None))
            yield repr([entry.pk for entry in each.removed])
            yield repr([(row.place, row.reason) for row in each.unmatched])
