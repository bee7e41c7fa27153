"""Working out what a file would do to lists."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import Prefetch

from films.models import Film
from lists.models import Entry, LikeList, LikeListQuerySet
from publishing.models import Author, Status
from publishing.wording import listed

from .contents import (
    LARGEST_POSITION,
    FileContents,
    FilmNames,
    ListContents,
    RowContents,
    claims,
)
from .matching import Match, match
from .plans import Change, ListPlan, Plan, PlannedEntry, Unmatched

OPEN = {Status.DRAFT, Status.REVIEW}


def plan_for(contents: FileContents, may_change: Callable[[LikeList], bool]) -> Plan:
    """Return what the import of a file would do: at most 13 queries, however many rows.

    `may_change` tells whether who imports may change a list that is there.
    """
    there = _lists_there(contents.lists)
    authors = _authors_there(contents.lists)
    matches = iter(match([row.film for each in contents.lists for row in each.rows]))
    plans = []
    for each in contents.lists:
        rows = [(row, next(matches)) for row in each.rows]
        plan = ListPlan(each.slug, there.get(each.slug))
        plans.append(plan)
        if plan.like_list is not None and (refusal := _refusal(plan.like_list, may_change)):
            plan.problems.append(refusal)
            continue
        _plan_list(plan, each, authors)
        _plan_rows(plan, rows)
    _forbid_doubles(plans)
    return Plan(plans, contents.notes)


# What is there ---------------------------------------------------------------------------------


def _lists_there(lists: Sequence[ListContents]) -> dict[str, LikeList]:
    """Return the lists at these slugs now, or else formerly, with entries and authors."""
    found = _with_parts(LikeList.objects.select_for_update())
    return found.at_slugs({each.slug for each in lists})


def _with_parts(lists: LikeListQuerySet) -> LikeListQuerySet:
    """Add entries and authors under names of their own: `all()` will tell what was written."""
    entries = Entry.objects.select_related("film")
    return lists.prefetch_related(
        Prefetch("entries", entries, to_attr="entries_there"),
        Prefetch("authors", to_attr="authors_there"),
    )


def _authors_there(lists: Sequence[ListContents]) -> dict[str, Author]:
    slugs = {slug for each in lists for slug in each.authors or ()}
    return Author.objects.at_slugs(slugs) if slugs else {}


def _refusal(like_list: LikeList, may_change: Callable[[LikeList], bool]) -> str:
    if like_list.status not in OPEN:
        standing = like_list.get_status_display().lower()
        return f"{like_list.slug} is {standing}: an import changes only drafts and lists in review."
    if not may_change(like_list):
        return f"{like_list.slug} is the address of a list that is not yours to change."
    return ""


# What becomes of a list ------------------------------------------------------------------------


def _plan_list(plan: ListPlan, contents: ListContents, authors: dict[str, Author]) -> None:
    """Plan the texts and the by-lines."""
    before = plan.like_list or LikeList(slug=contents.slug)
    plan.facts = contents.facts
    if not contents.facts.get("headline", before.headline).strip():
        plan.problems.append(f"{contents.slug} has no headline, and a list needs one.")
    for name, text in contents.facts.items():
        if text != getattr(before, name):
            plan.changes.append(Change(name, getattr(before, name), text))
    if before.pk and before.slug != contents.slug:
        plan.notes.append(f"{contents.slug} is the former address of {before.slug}.")
    _plan_authors(plan, contents.authors, authors)


def _plan_authors(plan: ListPlan, slugs: Sequence[str] | None, authors: dict[str, Author]) -> None:
    if slugs is None:
        return
    there = _there(plan.like_list, "authors_there")
    wanted = {authors[slug].pk: authors[slug] for slug in slugs if slug in authors}
    if missing := [slug for slug in slugs if slug not in authors]:
        # As with films: whoever could not be found takes nobody's place away.
        plan.unmatched += [
            Unmatched("by-line", FilmNames(slug=slug), "no author has this slug")
            for slug in missing
        ]
        wanted |= {author.pk: author for author in there}
    if wanted.keys() != {author.pk for author in there}:
        plan.authors = list(wanted.values())
        plan.changes.append(Change("authors", _names(there), _names(plan.authors)))


def _there(like_list: LikeList | None, name: str) -> list[Any]:
    return getattr(like_list, name, [])


def _names(authors: Sequence[Author]) -> str:
    return ", ".join(sorted(author.name for author in authors))


def _plan_rows(plan: ListPlan, rows: Sequence[tuple[RowContents, Match]]) -> None:
    """Plan the films: added, changed, and removed where every row has found its film."""
    there = {entry.film_id: entry for entry in _there(plan.like_list, "entries_there")}
    last = {True: 0, False: 0}
    met = set()
    for row, matched in rows:
        position = row.position or last[row.is_seed] + 1
        last[row.is_seed] = position
        if matched.film is None:
            plan.unmatched.append(
                Unmatched(row.place, row.film, matched.reason, matched.candidates)
            )
            continue
        plan.notes += [f"{row.place}: {note}." for note in matched.notes]
        met.add(matched.film.pk)
        if position > LARGEST_POSITION:
            plan.problems.append(f"{row.place}: no position is left behind {LARGEST_POSITION}.")
        planned = _planned(row, position, matched.film, there.get(matched.film.pk))
        if planned.entry is None:
            plan.added.append(planned)
        elif planned.changes:
            plan.changed.append(planned)
    plan.problems += _doubles(plan.slug, rows)
    if not plan.unmatched:
        plan.removed = [entry for film, entry in there.items() if film not in met]


def _planned(row: RowContents, position: int, film: Film, entry: Entry | None) -> PlannedEntry:
    before = entry or Entry(film=film)
    # A film that becomes a seed leaves its blurb behind; the row says so by being one.
    blurb = before.blurb if row.blurb is None else row.blurb
    traits = claims(before)
    values: dict[str, Any] = {
        "is_seed": row.is_seed,
        "position": position,
        "blurb": "" if row.is_seed else blurb,
        "traits": traits if row.traits is None else row.traits,
    }
    now = {name: getattr(before, name) for name in values} | {"traits": traits}
    changes = [
        Change(name, _said(now[name]), _said(value))
        for name, value in values.items()
        if value != now[name]
    ]
    return PlannedEntry(film, values, entry, changes)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(f"{kind}:{key}" for kind, key in value)
    return str(value)


def _doubles(slug: str, rows: Sequence[tuple[RowContents, Match]]) -> Iterator[str]:
    places: dict[Film, list[str]] = defaultdict(list)
    for row, matched in rows:
        if matched.film is not None:
            places[matched.film].append(row.place)
    for film, found in places.items():
        if len(found) > 1:
            yield f"{slug}: {film} stands there {len(found)} times ({listed(found)})."


def _forbid_doubles(plans: Sequence[ListPlan]) -> None:
    """Let no two lists of a file be the same list here, by its address and a former one."""
    count = Counter(plan.like_list.pk for plan in plans if plan.like_list)
    for plan in plans:
        if plan.like_list and count[plan.like_list.pk] > 1:
            plan.problems.append(f"{plan.slug} is another name for a list that is in the file too.")
