"""The choices beside the film index, each with the number of films that it would leave.

The catalogue at hand counts them; one query says what they are called.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import CharField, F, Model, Value
from django.db.models.functions import Cast
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from .catalogue.columns import SPANS
from .filters import DEFAULT_ORDER, FilmFilters, Word
from .models import Country, Genre, Language, Service, Theme
from .where import name_of

KEPT_FOR = 60  # seconds: how long the numbers beside the choices may lag behind the catalogue
MOST_THEMES = 240  # that are offered, those of most films: more than anybody reads


class Facet(NamedTuple):
    """A choice; `address` adds it to what is chosen, or takes it away."""

    label: str
    value: str
    films: int
    address: str


class Group(NamedTuple):
    """Choices under a heading."""

    heading: str
    chosen: list[Facet]
    others: list[Facet]


# The words of films, by parameter: their model, what stands in an address.
WORDS: dict[str, tuple[type[Model], str]] = {
    "genre": (Genre, "slug"),
    "theme": (Theme, "slug"),
    "country": (Country, "code"),
    "language": (Language, "code"),
    "service": (Service, "slug"),
}
OWN = ("decade", "runtime", "form")
# Genres and themes are looked up by name.
SORTS: dict[str, Callable[[Facet], Any]] = {
    "decade": lambda facet: -int(facet.value),
    "runtime": lambda facet: SPANS[facet.value].start,
    "country": lambda facet: (-facet.films, facet.label),
    "language": lambda facet: (-facet.films, facet.label),
    "service": lambda facet: (-facet.films, facet.label),
    "form": lambda facet: (-facet.films, facet.label),
}

# How many films each value of each parameter would leave, with what it is called.
Counts = dict[str, dict[str, tuple[Word, int]]]


def filter_panel(filters: FilmFilters) -> SafeString:
    """Return the choices as HTML.

    Kept for a minute where at most one thing is asked for: links lead to those pages, and there
    are not many. More, or words typed by a visitor, could fill the cache, so they are not kept.
    """
    asked = [f"{one.name}={one.value}" for one in filters.chosen]
    asked += [filters.order] * (filters.order != DEFAULT_ORDER)
    if len(asked) > 1 or any(one.name == "title" for one in filters.chosen):
        return draw_panel(filters)
    key = f"film-filter:{filters.visitors_country}:{''.join(asked)}"
    kept: str | None = cache.get(key)
    if kept is None:
        kept = draw_panel(filters)
        cache.set(key, kept, timeout=KEPT_FOR)
    return mark_safe(kept)  # noqa: S308 — our own template


def draw_panel(filters: FilmFilters) -> SafeString:
    """Count and draw the choices (one query)."""
    counts = count_words(filters) | count_own(filters)
    for one in filters.chosen:
        counts.setdefault(one.name, {}).setdefault(one.value, (one.word, 0))
    themes = [group(kind.label, "theme", filters, counts, kind) for kind in Theme.Kind]
    context = {
        "genres": group("Genre", "genre", filters, counts),
        "themes": [kind for kind in themes if kind.chosen or kind.others],
        "decades": group("Decade", "decade", filters, counts),
        "runtimes": group("Runtime", "runtime", filters, counts),
        "services": group(
            f"Watch in {name_of(filters.visitors_country)}", "service", filters, counts
        ),
        "countries": group("Made in", "country", filters, counts),
        "languages": group("Language", "language", filters, counts),
        "forms": group("Form", "form", filters, counts),
        "title_words": "".join(one.value for one in filters.chosen if one.name == "title"),
        # The form sends themes and words of the title itself, and has to carry the rest along.
        "carried": [one[:2] for one in filters.chosen if one.name not in {"theme", "title"}]
        + [("sort", filters.order)] * (filters.order != DEFAULT_ORDER),
    }
    return mark_safe(get_template("films/_filter_panel.html").render(context))  # noqa: S308 — likewise


def group(heading: str, name: str, filters: FilmFilters, counts: Counts, kind: str = "") -> Group:
    """Return the choices of a parameter that leave films, or are chosen already."""
    chosen_values = [one.value for one in filters.chosen if one.name == name]
    before, after = filters.address_around(name)
    chosen, others = [], []
    for value, (word, count) in counts.get(name, {}).items():
        if word.kind != kind:
            continue
        if value in chosen_values:
            chosen.append(Facet(word.name, value, count, filters.address_without(name, value)))
        else:
            others.append(Facet(word.name, value, count, f"{before}{value}{after}"))
    others.sort(key=SORTS.get(name))
    return Group(heading, chosen, others)


def count_words(filters: FilmFilters) -> Counts:
    """Count the films left by each genre, theme, country, language and service (one query)."""
    films, found = filters.films(), {}
    for name in WORDS:
        # Another country would take the place of the one chosen; another genre would join it.
        is_single = filters.filters[name].most == 1
        left = filters.films_without(name) if is_single else films
        most = MOST_THEMES if name == "theme" else None
        found[name] = left.services() if name == "service" else left.words(name, most)
    counts: Counts = {}
    for name, value, word in _named(found):
        counts.setdefault(name, {})[value] = word, found[name][word.key]
    return counts


def _named(found: dict[str, dict[str, int]]) -> Iterator[tuple[str, str, Word]]:
    """Yield the words of which there are films: parameter, value, what it is called."""
    queries = [
        model._default_manager.filter(pk__in=found[name])
        .order_by()
        .annotate(
            parameter=Value(name),
            value=F(column),
            of_kind=F("kind") if model is Theme else Value(""),
            key=Cast("pk", CharField()),
        )
        .values_list("parameter", "value", "name", "of_kind", "key")
        for name, (model, column) in WORDS.items()
        if found[name]
    ]
    if queries:
        for name, value, *word in queries[0].union(*queries[1:], all=True):
            yield name, value, Word(*word)


def count_own(filters: FilmFilters) -> Counts:
    """Count the films left by each decade, runtime and form."""
    chosen = {one.name: one.value for one in filters.chosen if one.name in OWN}
    left: Counter[tuple[str, str]] = Counter()
    for (decade, runtime, form), count in filters.films_without(*OWN).own().items():
        here = {"decade": str(decade), "runtime": runtime, "form": form}
        for name in OWN:
            if all(here[other] == chosen.get(other, here[other]) for other in OWN if other != name):
                left[name, here[name]] += count
    counts: Counts = {name: {} for name in OWN}
    for (name, value), count in left.items():
        word = filters.filters[name].word(value) if value else None
        if word is not None:
            counts[name][value] = word, count
    return counts
