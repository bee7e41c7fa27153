"""Films that many know and that no list starts from."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count
from django.utils.formats import date_format

from films.models import ChartPosition, Film, Score
from lists.models import Entry
from publishing.models import Status

SHOWN = 8


class Popular(NamedTuple):
    film: Film
    why: str


def popular_without_list(shown: int = SHOWN) -> list[Popular]:
    """Return public films that no list, withdrawn ones aside, starts from (four queries).

    Those on charts come first, the newest first and by their places; then those that the most
    people have judged, then those that stand in the most of our lists.
    """
    seeds = Entry.objects.filter(is_seed=True).exclude(like_list__status=Status.WITHDRAWN)
    public = Film.objects.published().exclude(pk__in=seeds.values("film"))
    places = ChartPosition.objects.filter(film__in=public).by_date()
    scores = Score.objects.filter(film__in=public, count__gt=0).order_by("-count", "pk")
    why: dict[int, str] = {}
    for place in places.select_related("chart")[: shown * 5]:
        words = f"number {place.rank} of {place.chart}, {date_format(place.date, 'j F Y')}"
        why.setdefault(place.film_id, words)
    for score in scores[: shown * 5]:
        why.setdefault(score.film_id, f"judged by {score.count:,} ({score.source})")
    listed = Entry.objects.filter(film__in=public, is_seed=False).order_by().values("film")
    often = listed.annotate(lists=Count("pk")).filter(lists__gt=1).order_by("-lists", "film")
    for row in often[: shown * 5]:
        why.setdefault(row["film"], f"in {row['lists']} of our lists")
    keys = list(why)[:shown]
    films = Film.objects.in_bulk(keys)
    return [Popular(films[key], why[key]) for key in keys]
