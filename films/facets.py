"""The choices beside the film index, each with the number of films that it would leave.

However large the catalogue, two queries count them all: one for the words of which a film has
several, one for what stands in its own row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Case, Count, F, QuerySet, Value, When
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from .filters import DEFAULT_ORDER, RUNTIMES, FilmFilters, Word
from .models import Film, FilmTheme, Offer, Theme
from .models.film import FilmQuerySet
from .where import name_of

KEPT_FOR = 60  # seconds: how long the numbers beside the choices may lag behind the catalogue
FEW = 200  # films: what is few enough to be named by number


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


class Pairs(NamedTuple):
    """Where films' words of one kind stand: rows with a film, and the columns of the word."""

    rows: Callable[[FilmFilters], QuerySet[Any]]
    value: str
    label: str
    kind: F | Value = Value("")


PAIRS = {
    "genre": Pairs(lambda _: Film.genres.through.objects.all(), "genre__slug", "genre__name"),
    "theme": Pairs(
        lambda _: FilmTheme.objects.all(), "theme__slug", "theme__name", F("theme__kind")
    ),
    "country": Pairs(
        lambda _: Film.countries.through.objects.all(), "country__code", "country__name"
    ),
    "language": Pairs(
        lambda _: Film.languages.through.objects.all(), "language__code", "language__name"
    ),
    "service": Pairs(
        lambda filters: Offer.objects.in_country(filters.visitors_country).current(),
        "service__slug",
        "service__name",
    ),
}
OWN = ("decade", "runtime", "form")
# Genres and themes are looked up by name.
SORTS: dict[str, Callable[[Facet], Any]] = {
    "decade": lambda facet: -int(facet.value),
    "runtime": lambda facet: RUNTIMES[facet.value].shortest,
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
    """Count and draw the choices; two queries, one more where something is chosen."""
    films = matching(filters)
    counts = count_words(filters, films) | count_own(filters, films)
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


def matching(filters: FilmFilters) -> FilmQuerySet:
    """Return the films asked for, named by number where they are few (one query).

    The counts put these films into many subqueries, and a list of numbers is planned far faster
    than the same filters over and over: with five of them, half the page's time on PostgreSQL.
    """
    films = filters.films()
    if not filters.chosen:
        return films
    numbers = list(films.values_list("pk", flat=True)[: FEW + 1])
    return films if len(numbers) > FEW else Film.objects.order_by().filter(pk__in=numbers)


def count_words(filters: FilmFilters, films: FilmQuerySet) -> Counts:
    """Count the films left by each genre, theme, country, language and service (one query)."""
    queries = []
    taken = {one.name for one in filters.chosen if filters.filters[one.name].most == 1}
    for name, pairs in PAIRS.items():
        # Another country would take the place of the one chosen; another genre would join it.
        left = filters.films_without(name) if name in taken else films
        queries.append(
            pairs.rows(filters)
            .filter(film__in=left.values("pk"))
            .order_by()
            .annotate(
                parameter=Value(name),
                value=F(pairs.value),
                label=F(pairs.label),
                of_kind=pairs.kind,
            )
            .values_list("parameter", "value", "label", "of_kind")
            .annotate(count=Count("film", distinct=True))
        )
    counts: Counts = {}
    for name, value, label, kind, count in queries[0].union(*queries[1:], all=True):
        counts.setdefault(name, {})[value] = Word(label, kind), count
    return counts


def count_own(filters: FilmFilters, films: FilmQuerySet) -> Counts:
    """Count the films left by each decade, runtime and form (one query, a few hundred groups)."""
    chosen = {one.name: one.value for one in filters.chosen if one.name in OWN}
    span = Case(
        *(When(runtime__range=span[1:], then=Value(name)) for name, span in RUNTIMES.items())
    )
    groups = (
        (filters.films_without(*OWN) if chosen else films)
        .values_list(F("year") - F("year") % 10, span, "form")
        .annotate(count=Count("pk"))
    )
    left: Counter[tuple[str, str]] = Counter()
    for decade, runtime, form, count in groups:
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
