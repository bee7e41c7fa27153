"""What the pages of themes show besides films: how rare a theme is, and what goes with it."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Count
from django.utils.functional import Promise

from .models import Film, FilmTheme, Theme

HOW_MANY_COMPANIONS = 12
# One film with two themes proves nothing about them.
FEWEST_SHARED = 2
KEPT_FOR = 60  # seconds: how long counts over the whole catalogue may lag behind it


class Kind(NamedTuple):
    """Themes of a kind, as `anchor` in the index."""

    anchor: str
    label: str | Promise
    themes: list[Theme]


class Companion(NamedTuple):
    """A theme that is often found together with another, and in how many films."""

    name: str
    address: str
    films: int


def themes_by_kind() -> list[Kind]:
    """Return the themes of public films by name, under their kinds."""
    themes = counted_themes()
    kinds = [
        Kind(kind.value, kind.label, [theme for theme in themes if theme.kind == kind])
        for kind in Theme.Kind
    ]
    return [kind for kind in kinds if kind.themes]


def counted_themes() -> list[Theme]:
    """Return the themes of public films by name; counted once a minute (one query)."""
    themes: list[Theme] | None = cache.get("themes:counted")
    if themes is None:
        themes = list(Theme.objects.of_published_films())
        # Databases differ in how they sort names.
        themes.sort(key=lambda theme: (theme.name.casefold(), theme.slug))
        cache.set("themes:counted", themes, timeout=KEPT_FOR)
    return themes


class ThemePage:
    """What a theme's page says. Three queries at most, however many films have the theme."""

    def __init__(self, theme: Theme) -> None:
        """Take a Theme from of_published_films()."""
        self.theme = theme

    @cached_property
    def all_films(self) -> int:
        """How many films are public (one query)."""
        return Film.objects.published().count()

    @property
    def rarity(self) -> str:
        """How rare the theme is: "25 of 397 films have it, about one in 16."."""
        having, all_films = self.theme.film_count, self.all_films
        if having >= all_films:
            return "The only film has it." if having == 1 else f"All {having:,} films have it."
        if having == 1:
            return f"One film of {all_films:,} has it."
        share = f"{having:,} of {all_films:,} films have it"
        one_in = round(all_films / having)
        # Of what most films have, the two numbers say enough.
        if one_in < 2:
            return f"{share}."
        about = "" if one_in * having == all_films else "about "
        return f"{share}, {about}one in {one_in:,}."

    @cached_property
    def companions(self) -> list[Companion]:
        """Themes that go with this one more often than by chance, by how much more.

        The measure is the lift: in how many films both are, against in how many they would be if
        neither knew of the other. Counted once a minute (two queries).
        """
        key = f"theme-companions:{self.theme.pk}"
        companions: list[Companion] | None = cache.get(key)
        if companions is None:
            companions = self._count_companions()
            cache.set(key, companions, timeout=KEPT_FOR)
        return companions

    def _count_companions(self) -> list[Companion]:
        shared = dict(
            FilmTheme.objects.on_published_films()
            .beside(self.theme)
            .order_by()
            .values_list("theme")
            .annotate(films=Count("film"))
            .filter(films__gte=FEWEST_SHARED)
        )
        found = []
        for other in counted_themes():
            both = shared.get(other.pk, 0)
            if both * self.all_films > self.theme.film_count * other.film_count:
                companion = Companion(other.name, other.get_absolute_url(), both)
                # For one theme, lifts are to each other as these shares.
                found.append((both / other.film_count, companion))
        # Of equals, names decide: the sort keeps their order.
        found.sort(key=lambda pair: (-pair[0], -pair[1].films))
        return [companion for _, companion in found[:HOW_MANY_COMPANIONS]]
