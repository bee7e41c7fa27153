"""What the pages of themes show besides films: how rare a theme is, and what goes with it."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from django.core.cache import cache
from django.utils.functional import Promise

from .catalogue import Ask, Selection, View, view
from .models import Theme

HOW_MANY_COMPANIONS = 12
# One film with two themes proves nothing about them.
FEWEST_SHARED = 2
MOST_LISTED = 2_000  # themes in the index of all, those of most films
MOST_NAMED = 200  # companions that are equally close to a theme are told apart by name
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
    """Return the themes of public films by name; read once a minute (two queries)."""
    themes: list[Theme] | None = cache.get("themes:counted")
    if themes is None:
        themes = most_used(MOST_LISTED)
        cache.set("themes:counted", themes, timeout=KEPT_FOR)
    return themes


def most_used(most: int) -> list[Theme]:
    """Return the themes of most public films, by name (two queries)."""
    counts = view().select().words("theme")
    most_first = sorted(counts, key=lambda key: -counts[key])[:most]
    themes = list(Theme.objects.filter(pk__in=most_first))
    for theme in themes:
        theme.film_count = counts[str(theme.pk)]
    # Databases differ in how they sort names.
    return sorted(themes, key=lambda theme: (theme.name.casefold(), theme.slug))


class ThemePage:
    """What a theme's page says; one query besides the theme, another for what goes with it."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    @cached_property
    def view(self) -> View:
        """The catalogue as it is now (one query; more where films changed)."""
        return view()

    @cached_property
    def films(self) -> Selection:
        """The public films that have it."""
        return self.view.select([Ask("theme", str(self.theme.pk))])

    @property
    def all_films(self) -> int:
        """How many films are public."""
        return len(self.view)

    @property
    def rarity(self) -> str:
        """How rare the theme is: "25 of 397 films have it, about one in 16."."""
        having, all_films = len(self.films), self.all_films
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
        neither knew of the other. Counted once a minute (one query).
        """
        key = f"theme-companions:{self.theme.pk}"
        companions: list[Companion] | None = cache.get(key)
        if companions is None:
            companions = self._count_companions()
            cache.set(key, companions, timeout=KEPT_FOR)
        return companions

    def _count_companions(self) -> list[Companion]:
        counts = self.view.select().words("theme")
        shared = self.films.words("theme")
        shared.pop(str(self.theme.pk), None)
        # For one theme, lifts are to each other as these shares.
        lifts = {
            key: both / counts[key]
            for key, both in shared.items()
            if both >= FEWEST_SHARED and both * self.all_films > len(self.films) * counts[key]
        }
        closest = sorted(lifts, key=lambda key: (-lifts[key], -shared[key]))[:MOST_NAMED]
        named = [
            (-lifts[key], -shared[key], theme.name.casefold(), theme.slug, theme)
            for theme in Theme.objects.filter(pk__in=closest)
            if (key := str(theme.pk))
        ]
        return [
            Companion(theme.name, theme.get_absolute_url(), -both)
            for _, both, *_, theme in sorted(named, key=lambda row: row[:4])[:HOW_MANY_COMPANIONS]
        ]
