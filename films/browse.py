"""The film index: every film, narrowed by what a visitor asks for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from publishing.paging import page_of

from .facets import filter_panel
from .filters import DEFAULT_ORDER, ORDERS, Chosen, FilmFilters
from .shelf import Shelf
from .where import country_of


@require_safe
def film_index(request: HttpRequest) -> HttpResponse:
    if has_blanks(request.GET):
        return HttpResponseRedirect(request.path + without_blanks(request.GET))
    filters = FilmFilters(request.GET, country_of(request))
    films = filters.films()
    page = page_of(Shelf(films, partial(films.page, filters.order)), request)
    index = FilmIndex(filters, page)
    return render(request, "films/film_index.html", {"index": index, "page": page})


def has_blanks(query: QueryDict) -> bool:
    return any(not value.strip() for _, values in query.lists() for value in values)


def without_blanks(query: QueryDict) -> str:
    """Return the query string without the empty fields that a form sends along."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        kept.setlist(name, [value for value in values if value.strip()])
    return f"?{kept.urlencode()}" if any(kept.values()) else ""


class Link(NamedTuple):
    label: str
    address: str
    is_current: bool = False


class WayOut(NamedTuple):
    """Other filters than those that leave no film, and how many films there are then."""

    label: str
    address: str
    films: int


class FilmIndex:
    """What the page says about the films that it shows."""

    def __init__(self, filters: FilmFilters, page: Page[Any]) -> None:
        self.filters, self.page = filters, page

    @property
    def count(self) -> str:
        count = self.page.paginator.count
        return f"{count:,} film{'' if count == 1 else 's'}" if count else "No films"

    @property
    def summary(self) -> str:
        """What is asked for: "Crime, 1990s, on Netflix"."""
        return ", ".join(one.label for one in self.filters.chosen)

    @property
    def title(self) -> str:
        what = f"{self.summary}: {self.count}" if self.filters.chosen else "All films"
        return f"{what}, page {self.page.number}" if self.page.number > 1 else what

    @property
    def is_for_robots(self) -> bool:
        """Whether the page may stand in a search engine: one filter at most, and no guess."""
        return len(self.filters.chosen) < 2 and not self.filters.problems

    @property
    def canonical(self) -> str:
        """The address that search engines should know: with one filter, or with none."""
        chosen = self.filters.chosen if self.is_for_robots else []
        address = self.filters.address((one[:2] for one in chosen), DEFAULT_ORDER)
        if self.page.number == 1 or not self.is_for_robots:
            return address
        return f"{address}{'&' if chosen else '?'}page={self.page.number}"

    @property
    def chips(self) -> list[Link]:
        """The active filters, each with the address that drops it."""
        return [
            Link(one.label, self.filters.address_without(*one[:2])) for one in self.filters.chosen
        ]

    @property
    def orders(self) -> list[Link]:
        asked = [one[:2] for one in self.filters.chosen]
        return [
            Link(label, self.filters.address(asked, name), name == self.filters.order)
            for name, label in ORDERS.items()
        ]

    @property
    def panel(self) -> SafeString:
        return filter_panel(self.filters)

    @property
    def ways_out(self) -> list[WayOut]:
        """What dropping one filter would bring, the most films first."""
        return self._ways(
            (f"without {one.label}", [other for other in self.filters.chosen if other != one])
            for one in self.filters.chosen
        )

    @property
    def last_resorts(self) -> list[WayOut]:
        """What each filter would bring alone, for when dropping one is not enough."""
        return self._ways((one.label, [one]) for one in self.filters.chosen)

    def _ways(self, alternatives: Iterable[tuple[str, list[Chosen]]]) -> list[WayOut]:
        ways = [
            WayOut(
                label,
                self.filters.address(one[:2] for one in chosen),
                len(self.filters.films(chosen)),
            )
            for label, chosen in alternatives
        ]
        return sorted((way for way in ways if way.films), key=lambda way: -way.films)
