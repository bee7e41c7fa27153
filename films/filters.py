"""What a visitor may ask of the film index: the parameters of its address.

A value that means nothing narrows nothing, and the page says so with status 200: addresses are
shared and outlive the words in them, and the films that the rest of the address asks for serve
the reader better than an error, or than an empty page that reads as "there is no such film".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import F, Model, Value
from django.http import QueryDict
from django.urls import reverse

from publishing.folding import fold

from .models import Country, Film, Genre, Language, Series, Service, Theme
from .models.film import FIRST_YEAR, LAST_YEAR, FilmQuerySet
from .where import name_of

MOST_TOGETHER = 6  # genres or themes; more hardly leave a film, and each costs a subquery

WORD = re.compile(r"[a-z0-9-]{1,120}|[A-Z]{2}")
WORDS: dict[str, tuple[type[Model], str]] = {
    "genre": (Genre, "slug"),
    "theme": (Theme, "slug"),
    "country": (Country, "code"),
    "language": (Language, "code"),
    "service": (Service, "slug"),
    "series": (Series, "slug"),
}


class Word(NamedTuple):
    """What a value of a parameter is called; `kind` is that of a theme."""

    name: str
    kind: str = ""


class Chosen(NamedTuple):
    """An active filter: its parameter, its value, and how sentences say it ("on Netflix")."""

    name: str
    value: str
    word: Word
    label: str


class Runtime(NamedTuple):
    """A span of runtimes in minutes, both ends included."""

    label: str
    shortest: int
    longest: int


RUNTIMES = {
    "under-90": Runtime("Under 90 minutes", 1, 89),
    "90-119": Runtime("90 to 119 minutes", 90, 119),
    "120-149": Runtime("120 to 149 minutes", 120, 149),
    "150-or-more": Runtime("150 minutes or more", 150, 1000),
}


class Order(NamedTuple):
    label: str
    arrange: Callable[[FilmQuerySet], FilmQuerySet]


# Newest first unless asked otherwise: it shows what somebody who knows the classics has not seen,
# and how far the catalogue reaches; by title helps only those who already know one.
ORDERS = {
    "newest": Order("Newest", FilmQuerySet.by_year),
    "oldest": Order("Oldest", FilmQuerySet.by_oldest),
    "title": Order("Title", FilmQuerySet.by_title),
    "shortest": Order("Shortest", FilmQuerySet.by_shortest),
    "longest": Order("Longest", FilmQuerySet.by_longest),
}
DEFAULT_ORDER = "newest"


class Values(forms.Field):
    """All values of a parameter, each once, without blanks."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(text for part in value or [] if (text := part.strip())))


class Choice(django_filters.Filter):  # type: ignore[misc]  # django-filter is not typed
    """A parameter with known values, of which `most` may be chosen together; all must hold."""

    field_class = Values

    def __init__(
        self, noun: str, narrow: Callable[..., FilmQuerySet], *, phrase: str = "{}", most: int = 1
    ) -> None:
        super().__init__(label=noun)
        self.narrow, self.phrase, self.most = narrow, phrase, most

    def word(self, value: str) -> Word | None:
        """Return what a value is called, or None for one that means nothing."""
        word: Word | None = self.parent.words.get((self.field_name, value))
        return word

    def say(self, _value: str, word: Word) -> str:
        return self.phrase.format(word.name)

    def complaint(self, value: str) -> str:
        return f"There is no {self.label} called “{value}”, so it narrows nothing."

    def surplus(self, words: Iterable[Word]) -> str:
        most = f"{self.most} {self.label}s" if self.most > 1 else f"one {self.label}"
        names = [word.name for word in words]
        left_out = ", ".join(names[:5]) + ", …" * (len(names) > 5)
        return f"Only {most} can be chosen together; left out: {left_out}."

    def filter(self, films: FilmQuerySet, values: Iterable[str]) -> FilmQuerySet:
        for value in values:
            films = self.narrow(films, value)
        return films


class CountryChoice(Choice):
    def say(self, value: str, _word: Word) -> str:
        return self.phrase.format(name_of(value))


class DecadeChoice(Choice):
    def word(self, value: str) -> Word | None:
        is_decade = re.fullmatch(r"[0-9]{3}0", value) and FIRST_YEAR - 9 <= int(value) <= LAST_YEAR
        return Word(f"{value}s") if is_decade else None

    def complaint(self, value: str) -> str:
        return f"There is no decade called “{value}”; the 1990s are written 1990."


class RuntimeChoice(Choice):
    def word(self, value: str) -> Word | None:
        return Word(RUNTIMES[value].label) if value in RUNTIMES else None


class FormChoice(Choice):
    def word(self, value: str) -> Word | None:
        return Word(Film.Form(value).label) if value in Film.Form.values else None


class ServiceChoice(Choice):
    """A service, among the offers of the visitor's country."""

    def filter(self, films: FilmQuerySet, values: Iterable[str]) -> FilmQuerySet:
        for value in values:
            films = self.narrow(films, value, self.parent.visitors_country)
        return films


class TitleWords(Choice):
    """Words anywhere in the title."""

    def word(self, value: str) -> Word | None:
        return Word(value) if len(value) <= 100 and fold(value) else None

    def complaint(self, value: str) -> str:
        return f"No title can have “{value}” in it: write up to 100 characters, with a letter."


class FilmFilters(django_filters.FilterSet):  # type: ignore[misc]  # django-filter is not typed
    """The filters of an address: what is `chosen`, the `problems` with the rest, the films (`qs`).

    One query for the names of what is chosen, and none on an address without filters.
    """

    genre = Choice("genre", FilmQuerySet.of_genre, most=MOST_TOGETHER)
    theme = Choice("theme", FilmQuerySet.of_theme, most=MOST_TOGETHER)
    decade = DecadeChoice("decade", lambda films, value: films.of_decade(int(value)))
    runtime = RuntimeChoice("runtime", lambda films, value: films.of_runtime(*RUNTIMES[value][1:]))
    country = CountryChoice("country", FilmQuerySet.made_in, phrase="from {}")
    language = Choice("language", FilmQuerySet.spoken_in, phrase="in {}")
    service = ServiceChoice("service", FilmQuerySet.on_service, phrase="on {}")
    form = FormChoice("form", FilmQuerySet.of_form)
    series = Choice("series", FilmQuerySet.of_series, phrase="{} series")
    title = TitleWords("title", FilmQuerySet.titled, phrase="“{}” in the title")

    class Meta:
        model = Film
        fields: list[str] = []

    def __init__(self, data: QueryDict, country: str) -> None:
        super().__init__(data or None, Film.objects.published())
        self.visitors_country = country
        self.path = reverse("films:film_index")
        self.chosen: list[Chosen] = []
        self.problems: list[str] = []
        self.order = DEFAULT_ORDER
        if self.is_bound:
            self.words = words_in(data)
            self._read()

    def _read(self) -> None:
        """Part what was sent into what means something and what has to be talked about."""
        self.form.full_clean()
        for name, choice in self.filters.items():
            found = {value: choice.word(value) for value in self.form.cleaned_data[name]}
            known = [(value, word) for value, word in found.items() if word is not None]
            for value, word in known[: choice.most]:
                self.chosen.append(Chosen(name, value, word, choice.say(value, word)))
            unknown = [value for value, word in found.items() if word is None]
            self.problems += [choice.complaint(shortened(value)) for value in unknown[:3]]
            if len(known) > choice.most:
                self.problems.append(choice.surplus(word for _, word in known[choice.most :]))
        order = self.data.get("sort") or DEFAULT_ORDER
        if order in ORDERS:
            self.order = order
        else:
            self.problems.append(f"There is no order called “{shortened(order)}”.")

    @property
    def qs(self) -> FilmQuerySet:
        """The films asked for, in the order asked for."""
        return ORDERS[self.order].arrange(self.films())

    def films(self, chosen: Iterable[Chosen] | None = None) -> FilmQuerySet:
        """Return the films of some filters, in no order; None: of those that are chosen."""
        films: FilmQuerySet = self.queryset
        for one in self.chosen if chosen is None else chosen:
            films = self.filters[one.name].filter(films, [one.value])
        return films.order_by()

    def films_without(self, *names: str) -> FilmQuerySet:
        """Return the films as if some parameters were not there."""
        return self.films(one for one in self.chosen if one.name not in names)

    def address(self, chosen: Iterable[tuple[str, str]], order: str | None = None) -> str:
        """Return the address of some filters, which stand always in the same order, on page one."""
        order = order or self.order
        names = list(self.filters)
        pairs = sorted(chosen, key=lambda pair: names.index(pair[0]))
        query = urlencode(pairs + [("sort", order)] * (order != DEFAULT_ORDER))
        return f"{self.path}?{query}" if query else self.path

    def address_around(self, name: str) -> tuple[str, str]:
        """Return what stands before and after one more value of a parameter in its address.

        Pages hold hundreds of such addresses, too many to put together one by one. The value
        takes the place of one that it cannot go with.
        """
        is_single = self.filters[name].most == 1
        kept = [one[:2] for one in self.chosen if not (is_single and one.name == name)]
        names = list(self.filters)
        following = names[names.index(name) + 1 :]
        before = [pair for pair in kept if pair[0] not in following]
        after = [pair for pair in kept if pair[0] in following]
        after += [("sort", self.order)] * (self.order != DEFAULT_ORDER)
        tail = f"&{urlencode(after)}" if after else ""
        return f"{self.path}?{urlencode([*before, (name, '')])}", tail

    def address_without(self, name: str, value: str) -> str:
        return self.address(one[:2] for one in self.chosen if one[:2] != (name, value))


def shortened(value: str) -> str:
    return value if len(value) <= 40 else value[:40] + "…"


def words_in(data: QueryDict) -> dict[tuple[str, str], Word]:
    """Return what the words in an address are called, by parameter and value (one query)."""
    found = [
        model._default_manager.filter(**{f"{key}__in": values})
        .order_by()
        .annotate(
            parameter=Value(name),
            value=F(key),
            of_kind=F("kind") if model is Theme else Value(""),
        )
        .values_list("parameter", "value", "name", "of_kind")
        for name, (model, key) in WORDS.items()
        if (values := [value for value in data.getlist(name) if WORD.fullmatch(value)])
    ]
    if not found:
        return {}
    rows = found[0].union(*found[1:], all=True)
    return {(parameter, value): Word(name, kind) for parameter, value, name, kind in rows}
