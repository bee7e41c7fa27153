"""A plan in words, for the command line."""

from __future__ import annotations

from collections.abc import Iterator

from .contents import shown
from .planning import Change, ListPlan, Plan, Unmatched

SHORT = 60


def lines_of(plan: Plan) -> Iterator[str]:
    """Yield what a plan does, list by list."""
    for each in plan.lists:
        yield f"{each.slug}: {standing(each)}"
        yield from (f"  {line}" for line in _lines_of_list(each))
    yield from plan.notes


def standing(plan: ListPlan) -> str:
    if plan.problems:
        return "nothing can be imported"
    if plan.is_new:
        return f"a new draft, “{shown(plan.headline)}”"
    return "changes" if plan.changes_something else "nothing to change"


def _lines_of_list(plan: ListPlan) -> Iterator[str]:
    for problem in plan.problems:
        yield f"problem: {problem}"
    for change in plan.changes:
        yield told(change)
    for each in plan.added:
        place = "seed" if each.values["is_seed"] else f"{each.values['position']}."
        yield f"add {place} {each.film}"
    for each in plan.changed:
        yield f"change {each.film}: {'; '.join(map(told, each.changes))}"
    for entry in plan.removed:
        yield f"remove {entry.film}"
    for row in plan.unmatched:
        yield f"not matched, {why(row)}"
    for note in plan.notes:
        yield f"note: {note}"


def told(change: Change) -> str:
    """Return "blurb: “…old words” → “…new words”", from a little before they part."""
    before, after = parting(change.before, change.after)
    return f"{change.name} {before} → {after}" if change.before else f"{change.name} {after}"


def why(row: Unmatched) -> str:
    """Return where the row is, what it says, why it has no film, and which may be meant."""
    near = ", ".join(map(str, row.candidates))
    return f"{row.place}: {row.film}: {row.reason}." + (f" Near: {near}." if near else "")


def parting(before: str, after: str) -> tuple[str, str]:
    """Return both texts in short, quoted, from a little before the first difference."""
    pairs = zip(before, after, strict=False)
    first = next(
        (index for index, (a, b) in enumerate(pairs) if a != b), min(len(before), len(after))
    )
    start = max(first - SHORT // 3, 0) if max(len(before), len(after)) > SHORT else 0
    return _quoted(before, start), _quoted(after, start)


def _quoted(text: str, start: int) -> str:
    if text.isdecimal():
        return text
    return f"“{'…' if start else ''}{shown(text[start:], SHORT)}”"


def summary(plan: Plan) -> str:
    """Return how much is done, in a line."""
    new = sum(each.is_new for each in plan.lists)
    changed = sum(each.changes_something and not each.is_new for each in plan.lists)
    films = [(each.added, each.changed, each.removed) for each in plan.lists]
    added, altered, removed = (sum(map(len, kind)) for kind in zip(*films, strict=True))
    return (
        f"Lists: {new} new, {changed} changed. Films: {added} added, {altered} changed, "
        f"{removed} removed, {len(plan.unmatched)} not matched."
    )
