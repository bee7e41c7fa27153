"""Checks of a list against the catalogue before it is public."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from films.checks import PEOPLE, TITLES, Record, Telling, looked_up, records_of
from films.checks.passages import masked, sentences, spans_of
from films.checks.records import same_title
from films.models import Offer, Service
from publishing.checks import (
    LANGUAGE,
    PAGE,
    Finding,
    Kind,
    Place,
    Problem,
    Registry,
    Severity,
    Text,
    Writing,
)

from .list_page import STREAMING, claims_of
from .models import Entry, LikeList
from .shared_traits import SharedTrait, shared_traits

FRESH = dt.timedelta(days=30)
NUMBER_WORDS = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty
"""
NUMBERS = {word: number for number, word in enumerate(NUMBER_WORDS.split(), 1)}
A_NUMBER = rf"(?P<number>\d{{1,3}}|{'|'.join(NUMBERS)})"
PROMISE = re.compile(
    rf"(?<![\w.-]){A_NUMBER}\b(?:[ ][\w,'’-]+){{0,4}}?[ ](?:films?|movies?|titles|thrillers|noirs|"
    r"robberies|heists|stories|picks|dramas|comedies|westerns)\b",
    re.IGNORECASE,
)
WATCHES = re.compile(
    r"\b(?:stream(?:s|ed|ing)?|watch(?:ed)?|available|rent(?:ed)?|find|found|catch|see|free)\b",
    re.IGNORECASE,
)
STREAMS = re.compile(
    r"\b(?:(?:is|are|now|currently|can be|be|free to) stream(?:ed|ing)?|to stream|"
    r"stream(?:s|ing)? (?:it|them|now|free|for free|on|in)|on streaming)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class FreshOffer:
    """An offer that holds today and was checked in the last 30 days."""

    film: int
    service: str
    streams: bool


@dataclass(frozen=True)
class CheckedList:
    """A list with all that the catalogue says of its films."""

    like_list: LikeList
    seeds: Sequence[Entry]
    entries: Sequence[Entry]
    records: dict[int, Record]
    shared: dict[int, list[SharedTrait]]
    offers: Sequence[FreshOffer]
    services: Sequence[str]
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, like_list: LikeList) -> CheckedList:
        """Fetch what the checks need: thirteen queries, however many entries."""
        rows = like_list.entries.select_related("picture").by_position()
        entries = list(rows)
        seeds = [entry for entry in entries if entry.is_seed]
        others = [entry for entry in entries if not entry.is_seed]
        films = [entry.film_id for entry in entries]
        return cls(
            like_list=like_list,
            seeds=seeds,
            entries=others,
            records=records_of(films),
            shared=shared_traits([e.film_id for e in seeds], [e.film_id for e in others]),
            offers=_fresh_offers(films),
            services=list(Service.objects.order_by("name").values_list("name", flat=True)),
        )

    def record(self, entry: Entry) -> Record:
        return self.records[entry.film_id]

    @cached_property
    def page_texts(self) -> list[Text]:
        """The texts of the list itself."""
        page = self.like_list
        return [
            Text("", "headline", page.headline, Kind.HEADLINE),
            Text("", "standfirst", page.standfirst, Kind.LINE),
            Text("", "search_title", page.search_title, Kind.HEADLINE),
            Text("", "search_description", page.search_description, Kind.LINE),
            Text("", "intro", page.intro, Kind.PROSE),
            Text("", "outro", page.outro, Kind.PROSE),
        ]

    @cached_property
    def blurbs(self) -> list[tuple[Entry, Text]]:
        return [
            (entry, Text(self.record(entry).slug, "blurb", entry.blurb, Kind.BLURB))
            for entry in self.entries
        ]

    @cached_property
    def texts(self) -> list[Text]:
        return [*self.page_texts, *(text for _, text in self.blurbs)]

    @property
    def writing(self) -> Writing:
        names = frozenset[str]().union(*(record.names for record in self.records.values()))
        seeds = frozenset(title for seed in self.seeds for title in self.record(seed).titles)
        return Writing(tuple(self.texts), names | {*self.services}, seeds)

    def tellings(self) -> Iterator[Telling]:
        """Yield every text with the films that it may speak of."""
        known = looked_up(self.texts)
        seeds = [self.record(seed) for seed in self.seeds]
        for text in self.page_texts:
            yield Telling(text, list(self.records.values()), [], known)
        for entry, text in self.blurbs:
            yield Telling(text, [self.record(entry)], seeds, known)


def _fresh_offers(films: Sequence[int]) -> list[FreshOffer]:
    since = timezone.localdate() - FRESH
    offers = Offer.objects.current().filter(film__in=films, checked_on__gte=since)
    rows = offers.order_by("pk").values_list("film", "service__name", "kind")
    return [FreshOffer(film, service, kind in STREAMING) for film, service, kind in rows]


def findings_of(like_list: LikeList) -> list[Finding]:
    """Run all checks on a list as it is stored: catalogue, page, language."""
    checked = CheckedList.of(like_list)
    found = [*LISTS.run(checked)]
    for telling in checked.tellings():
        found += [*TITLES.run(telling), *PEOPLE.run(telling)]
    titles = {record.title for record in checked.records.values()}
    around = like_list.around(
        checked.texts,
        titles={*titles, *map(str, checked.records.values())},
        pictures=[(checked.record(entry).slug, entry.picture) for entry in checked.entries],
    )
    return [*found, *PAGE.run(around), *LANGUAGE.run(checked.writing)]


LISTS: Registry[CheckedList] = Registry()


@LISTS.check("list.seed", Severity.ERROR)
def seed(checked: CheckedList) -> Iterator[Problem]:
    """The list says which film it is like."""
    if not checked.seeds:
        yield Problem(Place(), "Choose the film that the list starts from.")


@LISTS.check("list.entries", Severity.ERROR)
def entries(checked: CheckedList) -> Iterator[Problem]:
    """The list suggests films."""
    if not checked.entries:
        yield Problem(Place(), "Add films: the list suggests none yet.")


@LISTS.check("list.intro", Severity.ERROR)
def intro(checked: CheckedList) -> Iterator[Problem]:
    """There is an introduction."""
    if not checked.like_list.intro.strip():
        yield Problem(
            Place(field="intro"), "Write an introduction: what was loved in the first film?"
        )


@LISTS.check("list.blurb", Severity.ERROR)
def blurbs(checked: CheckedList) -> Iterator[Problem]:
    """Every entry has a blurb."""
    for entry, text in checked.blurbs:
        if not entry.blurb.strip():
            yield Problem(
                Place(text.part, text.field),
                f"Write what {checked.record(entry).title} is about, and why it is alike.",
            )


@LISTS.check("list.starter", Severity.ERROR)
def starters(checked: CheckedList) -> Iterator[Problem]:
    """The sentence that the desk wrote was rewritten."""
    for entry, text in checked.blurbs:
        start = entry.blurb.find(entry.starter) if entry.starter else -1
        if start >= 0:
            yield Problem(
                Place(text.part, text.field, start, start + len(entry.starter)),
                "This sentence is as the desk wrote it: say it in your own words.",
                entry.starter,
            )


@LISTS.check("catalogue.headline-number", Severity.ERROR)
def headline_number(checked: CheckedList) -> Iterator[Problem]:
    """A headline that promises a number of films keeps it."""
    titles = [title for record in checked.records.values() for title in record.titles]
    for text in checked.page_texts:
        if text.kind is not Kind.HEADLINE:
            continue
        found = PROMISE.search(masked(text.text, spans_of(text.text, titles)))
        if found is None:
            continue
        number = found["number"].lower()
        promised = NUMBERS.get(number) or int(number)
        if promised != len(checked.entries):
            yield Problem(
                Place("", text.field, *found.span("number")),
                f"This promises {promised}, and the list has {len(checked.entries)}: make them "
                "agree.",
                found["number"],
            )


@LISTS.check("catalogue.same-film-twice", Severity.ERROR)
def same_film_twice(checked: CheckedList) -> Iterator[Problem]:
    """No film stands twice in a list, nor in a list that starts from it, under any record."""
    earlier = [*checked.seeds]
    for entry in checked.entries:
        record = checked.record(entry)
        for other in earlier:
            if other.film_id == entry.film_id or same_title(checked.record(other), record):
                where = (
                    "is what the list starts from" if other.is_seed else "is in the list already"
                )
                yield Problem(
                    Place(record.slug, "film"),
                    f"{record} {where}: take it out, or merge the two records.",
                    str(record),
                )
                break
        earlier.append(entry)


@LISTS.check("catalogue.nothing-shared", Severity.ERROR)
def nothing_shared(checked: CheckedList) -> Iterator[Problem]:
    """Every film shares something with the first that can be proved."""
    for entry in checked.entries:
        if checked.seeds and not checked.shared.get(entry.film_id):
            record = checked.record(entry)
            yield Problem(
                Place(record.slug, "traits"),
                f"Nothing in the catalogue is common to {record.title} and the film that the list "
                "starts from: add what is missing to its record, or choose another film.",
            )


@LISTS.check("catalogue.unsupported-claim", Severity.ERROR)
def unsupported_claims(checked: CheckedList) -> Iterator[Problem]:
    """Every trait that an entry claims is in the records of both films."""
    for entry in checked.entries:
        supported = {(trait.kind, trait.key) for trait in checked.shared.get(entry.film_id, [])}
        for kind, key in claims_of(entry):
            if (kind, key) not in supported:
                yield Problem(
                    Place(checked.record(entry).slug, "traits"),
                    f"Nothing supports the {kind} “{key}”: untick it, or add it to the records of "
                    "both films.",
                    f"{kind}:{key}",
                )


@LISTS.check("catalogue.no-claim", Severity.WARNING)
def no_claims(checked: CheckedList) -> Iterator[Problem]:
    """Every entry claims at least one trait, for readers to follow."""
    for entry in checked.entries:
        if not claims_of(entry) and checked.shared.get(entry.film_id):
            yield Problem(
                Place(checked.record(entry).slug, "traits"),
                "Tick what this film shares with the first: readers follow it to the proof.",
            )


@LISTS.check("catalogue.unpublished", Severity.ERROR)
def unpublished(checked: CheckedList) -> Iterator[Problem]:
    """Readers can see every film of the list."""
    for entry in (*checked.seeds, *checked.entries):
        record = checked.record(entry)
        if not record.is_public:
            yield Problem(
                Place(record.slug, "film"),
                f"{record} is not public, so readers would not see it: publish the film first, or "
                "take it out.",
                str(record),
            )


@LISTS.check("catalogue.availability", Severity.ERROR)
def availability(checked: CheckedList) -> Iterator[Problem]:
    """Who is told where a film streams can watch it there: an offer was checked lately."""
    films = [entry.film_id for entry in checked.entries]
    for text in checked.page_texts:
        yield from _unproved(checked, text, films)
    for entry, text in checked.blurbs:
        yield from _unproved(checked, text, [entry.film_id])


def _unproved(checked: CheckedList, text: Text, films: list[int]) -> Iterator[Problem]:
    every = [title for record in checked.records.values() for title in record.titles]
    hidden = masked(text.text, spans_of(text.text, every))
    for sentence in sentences(hidden):
        places = list(_places_to_watch(checked.services, sentence.text))
        if not places:
            continue
        named = [
            film
            for film, record in checked.records.items()
            if spans_of(text.text[sentence.start : sentence.end], record.titles)
        ]
        of = named or films
        for service, start, end in places:
            without = [film for film in of if not _is_offered(checked.offers, film, service)]
            if without:
                films_named = ", ".join(checked.records[film].title for film in without[:3])
                more = f" and {len(without) - 3} more" if len(without) > 3 else ""
                yield Problem(
                    Place(text.part, text.field, sentence.start + start, sentence.start + end),
                    f"No offer of {films_named}{more} {f'on {service} ' if service else ''}was "
                    "checked in the last 30 days: check it and note it in the film's record, or "
                    "leave the claim out.",
                    sentence.text[start:end],
                )


def _places_to_watch(services: Sequence[str], sentence: str) -> Iterator[tuple[str, int, int]]:
    """Yield the services on which a sentence says to watch, or "" for streaming anywhere."""
    said = [
        (service, found.start(), found.end())
        for service in services
        for found in re.finditer(
            rf"(?<!\w)(?:Amazon )?{re.escape(service.removeprefix('Amazon '))}(?!\w)", sentence
        )
    ]
    if WATCHES.search(sentence):
        yield from said
    streams = STREAMS.search(sentence)
    if streams and not said:
        yield "", streams.start(), streams.end()


def _is_offered(offers: Sequence[FreshOffer], film: int, service: str) -> bool:
    return any(
        offer.film == film and (offer.service == service if service else offer.streams)
        for offer in offers
    )
