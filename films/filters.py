"""What a visitor may ask of the film index: the parameters of its address.

A value that means nothing narrows nothing, and the page says so with status 200: addresses are
shared and outlive the words in them, and the films that the rest of the address asks for serve
the reader better than an error, or than an empty page that reads as "there is no such film".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import CharField, F, Model, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.urls import reverse

from publishing.finding import holding
from publishing.folding import fold

from .catalogue import Ask, Selection, View, view
from .catalogue.columns import SPANS
from .models import Country, Film, Genre, Language, Series, Service, Theme
from .models.film import FIRST_YEAR, LAST_YEAR
from .searched import TITLES
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
    """What a value of a parameter is called, and by what the catalogue knows it.

    `kind` is that of a theme.
    """

    name: str
    kind: str = ""
    key: str = ""


class Chosen(NamedTuple):
    """An active filter: its parameter and value, how sentences say it ("on Netflix"), its ask."""

    name: str
    value: str
    word: Word
    label: str
    ask: Ask


RUNTIMES = {
    "under-90": "Under 90 minutes",
    "90-119": "90 to 119 minutes",
    "120-149": "120 to 149 minutes",
    "150-or-more": "150 minutes or more",
}
# Newest first unless asked otherwise: it shows what somebody who knows the classics has not seen,
# and how far the catalogue reaches; by title helps only those who already know one.
ORDERS = {
    "newest": "Newest",
    "oldest": "Oldest",
    "title": "Title",
    "shortest": "Shortest",
    "longest": "Longest",
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

    def __init__(self, noun: str, *, phrase: str = "{}", most: int = 1) -> None:
        super().__init__(label=noun)
        self.phrase, self.most = phrase, most

    def word(self, value: str) -> Word | None:
        """Return what a value is called, or None for one that means nothing."""
        word: Word | None = self.parent.words.get((self.field_name, value))
        return word

    def ask(self, _value: str, word: Word) -> Ask:
        """Return what a value asks of the catalogue."""
        return Ask(self.field_name, word.key)

    def say(self, _value: str, word: Word) -> str:
        return self.phrase.format(word.name)

    def complaint(self, value: str) -> str:
        return f"There is no {self.label} called “{value}”, so it narrows nothing."

    def surplus(self, words: Iterable[Word]) -> str:
        most = f"{self.most} {self.label}s" if self.most > 1 else f"one {self.label}"
        names = [word.name for word in words]
        left_out = ", ".join(names[:5]) + ", …" * (len(names) > 5)
        return f"Only {most} can be chosen together; left out: {left_out}."


class CountryChoice(Choice):
    def say(self, value: str, _word: Word) -> str:
        return self.phrase.format(name_of(value))


class DecadeChoice(Choice):
    def word(self, value: str) -> Word | None:
        is_decade = re.fullmatch(r"[0-9]{3}0", value) and FIRST_YEAR - 9 <= int(value) <= LAST_YEAR
        return Word(f"{value}s") if is_decade else None

    def ask(self, value: str, _word: Word) -> Ask:
        return Ask("decade", int(value))

    def complaint(self, value: str) -> str:
        return f"There is no decade called “{value}”; the 1990s are written 1990."


class RuntimeChoice(Choice):
    def word(self, value: str) -> Word | None:
        return Word(RUNTIMES[value]) if value in RUNTIMES else None

    def ask(self, value: str, _word: Word) -> Ask:
        return Ask("runtime", (SPANS[value].start, SPANS[value].stop - 1))


class FormChoice(Choice):
    def word(self, value: str) -> Word | None:
        return Word(Film.Form(value).label) if value in Film.Form.values else None

    def ask(self, value: str, _word: Word) -> Ask:
        return Ask("form", value)


class TitleWords(Choice):
    """Words anywhere in the title."""

    def word(self, value: str) -> Word | None:
        return Word(value) if len(value) <= 100 and fold(value) else None

    def ask(self, value: str, _word: Word) -> Ask:
        """Ask for the films that have it in the title, however it is spelt (one query)."""
        return Ask("title", frozenset(holding(Film, TITLES[:1], fold(value))))

    def complaint(self, value: str) -> str:
        return f"No title can have “{value}” in it: write up to 100 characters, with a letter."


class FilmFilters(django_filters.FilterSet):  # type: ignore[misc]  # django-filter is not typed
    """The filters of an address: what is `chosen`, the `problems` with the rest, the films.

    One query for the names of what is chosen, one more for words in the title.
    """

    genre = Choice("genre", most=MOST_TOGETHER)
    theme = Choice("theme", most=MOST_TOGETHER)
    decade = DecadeChoice("decade")
    runtime = RuntimeChoice("runtime")
    country = CountryChoice("country", phrase="from {}")
    language = Choice("language", phrase="in {}")
    service = Choice("service", phrase="on {}")
    form = FormChoice("form")
    series = Choice("series", phrase="{} series")
    title = TitleWords("title", phrase="“{}” in the title")

    class Meta:
        model = Film
        fields: list[str] = []

    def __init__(self, data: QueryDict, country: str) -> None:
        super().__init__(data or None, Film.objects.none())
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
                label, ask = choice.say(value, word), choice.ask(value, word)
                self.chosen.append(Chosen(name, value, word, label, ask))
            unknown = [value for value, word in found.items() if word is None]
            self.problems += [choice.complaint(shortened(value)) for value in unknown[:3]]
            if len(known) > choice.most:
                self.problems.append(choice.surplus(word for _, word in known[choice.most :]))
        order = self.data.get("sort") or DEFAULT_ORDER
        if order in ORDERS:
            self.order = order
        else:
            self.problems.append(f"There is no order called “{shortened(order)}”.")

    @cached_property
    def view(self) -> View:
        """The catalogue as it is now (one query; more where films changed)."""
        return view()

    def films(self, chosen: Iterable[Chosen] | None = None) -> Selection:
        """Return the films of some filters; None: of those that are chosen."""
        asked = [one.ask for one in (self.chosen if chosen is None else chosen)]
        return self.view.select(asked, self.visitors_country)

    def films_without(self, *names: str) -> Selection:
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
            key=Cast("pk", CharField()),
        )
        .values_list("parameter", "value", "name", "of_kind", "key")
        for name, (model, key) in WORDS.items()
        if (values := [value for value in data.getlist(name) if WORD.fullmatch(value)])
    ]
    if not found:
        return {}
    rows = found[0].union(*found[1:], all=True)
    return {(parameter, value): Word(*word) for parameter, value, *word in rows}
