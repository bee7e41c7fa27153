"""What the pages of themes show besides films: how rare a theme is, and what goes with it."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from django.core.cache import cache
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

from publishing.addresses import addresses_of

from .catalogue import Ask, Selection, View, view
from .models import Theme

HOW_MANY_COMPANIONS = 12
# One film with two themes proves nothing about them.
FEWEST_SHARED = 2
MOST_LISTED = 2_000  # themes in the index of all, those of most films
MOST_NAMED = 200  # companions that are equally close to a theme are told apart by name
KEPT_FOR = 60  # seconds: how long counts over the whole catalogue may lag behind it


class Tag(NamedTuple):
    """A theme, and how many films are meant: all that have it, or those that have another, too."""

    name: str
    address: str
    films: int


class Kind(NamedTuple):
    """Themes of a kind, as `anchor` in the index."""

    anchor: str
    label: str | Promise
    themes: list[Tag]


def theme_list() -> SafeString:
    """Return the themes of public films by kind and name as HTML, drawn once a minute."""
    drawn: str | None = cache.get("themes:listed")
    if drawn is None:
        drawn = get_template("films/_theme_list.html").render({"kinds": themes_by_kind()})
        cache.set("themes:listed", drawn, timeout=KEPT_FOR)
    return mark_safe(drawn)  # noqa: S308 — our own template


def themes_by_kind() -> list[Kind]:
    """Return the themes of most public films by name, under their kinds (two queries)."""
    themes: dict[str, list[Tag]] = {kind.value: [] for kind in Theme.Kind}
    for kind, tag in most_used(MOST_LISTED):
        themes[kind].append(tag)
    return [Kind(kind.value, kind.label, themes[kind.value]) for kind in Theme.Kind if themes[kind]]


def most_used(most: int) -> list[tuple[str, Tag]]:
    """Return the themes of most public films by name, each with its kind (two queries)."""
    counts = view().select().words("theme", most)
    address = addresses_of("themes:theme_detail")
    rows = Theme.objects.filter(pk__in=counts).order_by().values_list("pk", "name", "slug", "kind")
    # Databases differ in how they sort names.
    by_name = sorted(rows, key=lambda row: (row[1].casefold(), row[2]))
    return [(kind, Tag(name, address(slug), counts[str(pk)])) for pk, name, slug, kind in by_name]


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
    def companions(self) -> list[Tag]:
        """Themes that go with this one more often than by chance, by how much more.

        The measure is the lift: in how many films both are, against in how many they would be if
        neither knew of the other. Counted once a minute (one query).
        """
        key = f"theme-companions:{self.theme.pk}"
        companions: list[Tag] | None = cache.get(key)
        if companions is None:
            companions = self._count_companions()
            cache.set(key, companions, timeout=KEPT_FOR)
        return companions

    def _count_companions(self) -> list[Tag]:
        counts, shared = self.view.select().counted("theme"), self.films.counted("theme")
        is_closer = shared * self.all_films > len(self.films) * counts
        numbers = np.flatnonzero(is_closer & (shared >= FEWEST_SHARED))
        both = shared[numbers]
        # For one theme, lifts are to each other as these shares.
        lifts = both / counts[numbers]
        keys = self.view.keys("theme")
        closest = {
            int(keys[numbers[place]]): (-lifts[place], -int(both[place]))
            for place in np.lexsort((-both, -lifts))[: MOST_NAMED + 1]
        }
        closest.pop(self.theme.pk, None)
        named = sorted(
            Theme.objects.filter(pk__in=closest),
            key=lambda theme: (*closest[theme.pk], theme.name.casefold(), theme.slug),
        )
        return [
            Tag(theme.name, theme.get_absolute_url(), -closest[theme.pk][1])
            for theme in named[:HOW_MANY_COMPANIONS]
        ]
