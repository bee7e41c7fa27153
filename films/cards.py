"""Film cards, of which most pages consist: drawn once and kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.safestring import SafeString

from publishing.kept import drawn_each, kept_by_row

from .models import Film


def film_cards(films: Iterable[tuple[int, dt.datetime]]) -> list[SafeString]:
    """Return the cards of `cards_by_film` alone."""
    return list(cards_by_film(films).values())


def cards_by_film(films: Iterable[tuple[int, dt.datetime]]) -> dict[int, SafeString]:
    """Return the cards of films, given as (number, last change), by number in their order.

    One query if some are not kept yet.
    """
    return kept_by_row("film-card", {pk: changed.timestamp() for pk, changed in films}, _draw)


def _draw(pks: list[int]) -> dict[int, str]:
    films = Film.objects.for_cards().in_bulk(pks)
    return drawn_each("films/_film_card.html", "film", films)
