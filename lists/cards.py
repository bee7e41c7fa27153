"""List cards, drawn once and kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from publishing.kept import drawn_each, kept

from .models import LikeList

# What a row must name so that its list's card is found.
LIST_CARD = ("pk", "modified_at", "films_changed_at", "films_shown")


def list_cards(like_lists: Iterable[Any]) -> list[SafeString]:
    """Return the cards of lists, given as rows with LIST_CARD, in their order.

    Two queries if some are not kept yet.
    """
    return kept("list-card", {each.pk: stamp_of(each) for each in like_lists}, _draw)


def stamp_of(row: Any) -> str:
    """Say what a card of a list depends on, from a row with LIST_CARD."""
    return f"{row.modified_at}:{row.films_changed_at}:{row.films_shown}"


def _draw(pks: list[int]) -> dict[int, str]:
    like_lists = LikeList.objects.for_cards().in_bulk(pks)
    return drawn_each("lists/_list_card.html", "like_list", like_lists)
