"""A film's places in a chart over time, and the line they draw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.urls import reverse

from publishing.json_rows import Row


def chart_histories(rows: Iterable[Row]) -> list[ChartHistory]:
    """Return a film's histories by chart, from its `chart_rows`."""
    charts = groupby(rows, key=lambda row: row["slug"])
    return [ChartHistory(list(places)) for _slug, places in charts]


@dataclass(frozen=True)
class Point:
    """A place in a chart as drawn, in the drawing's units."""

    x: float
    y: float


@dataclass(frozen=True)
class ChartHistory:
    """A film's places in one chart, oldest first (`chart_rows` of a Film)."""

    places: Sequence[Row]

    WIDTH = 480
    HEIGHT = 120
    MARGIN = 14

    @property
    def name(self) -> str:
        return str(self.places[0]["name"])

    @property
    def address(self) -> str:
        return reverse("charts:chart_detail", args=[self.places[0]["slug"]])

    @property
    def best(self) -> int:
        return int(min(place["rank"] for place in self.places))

    @cached_property
    def points(self) -> list[Point]:
        """Places over time: left to right by date, the first place at the top."""
        dates = [dt.date.fromisoformat(place["date"]) for place in self.places]
        ranks = [place["rank"] for place in self.places]
        days = max((dates[-1] - dates[0]).days, 1)
        lowest = max(self.places[0]["size"], *ranks, 2)
        width, height = self.WIDTH - 2 * self.MARGIN, self.HEIGHT - 2 * self.MARGIN
        return [
            Point(
                round(self.MARGIN + width * (date - dates[0]).days / days, 1),
                round(self.MARGIN + height * (rank - 1) / (lowest - 1), 1),
            )
            for date, rank in zip(dates, ranks, strict=True)
        ]

    @property
    def line(self) -> str:
        """The points as an SVG polyline takes them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)
