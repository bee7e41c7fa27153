"""Pieces of pages, drawn once and kept.

A piece is kept under its row's last change (and whatever else it depends on), so an edit shows
at once. Names of other rows inside it, such as a person's, may lag behind by KEPT_FOR.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.cache import cache
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

KEPT_FOR = 600  # seconds

Draw = Callable[[list[int]], Mapping[int, str]]


def kept(kind: str, stamps: Mapping[int, object], draw: Draw) -> list[SafeString]:
    """Return the pieces of `kept_by_row` alone."""
    return list(kept_by_row(kind, stamps, draw).values())


def kept_by_row(kind: str, stamps: Mapping[int, object], draw: Draw) -> dict[int, SafeString]:
    """Return a piece for each row, in the order of `stamps`: row number → what it depends on.

    `draw` is called once with the numbers of the rows that are not kept yet. A row for which it
    returns nothing, because it went away meanwhile, is left out.
    """
    keys = {pk: f"{kind}:{pk}:{stamp}".replace(" ", "_") for pk, stamp in stamps.items()}
    pieces: dict[str, str] = cache.get_many(keys.values())
    missing = [pk for pk, key in keys.items() if key not in pieces]
    if missing:
        drawn = {keys[pk]: html.strip() for pk, html in draw(missing).items()}
        cache.set_many(drawn, timeout=KEPT_FOR)
        pieces |= drawn
    # Only our own templates, which escape what they are given, draw pieces.
    return {pk: mark_safe(pieces[key]) for pk, key in keys.items() if key in pieces}  # noqa: S308


def drawn_each(template: str, name: str, rows: Mapping[int, Any]) -> dict[int, str]:
    """Draw a template for each row, which it knows by `name`."""
    compiled = get_template(template)
    return {pk: compiled.render({name: row}) for pk, row in rows.items()}
