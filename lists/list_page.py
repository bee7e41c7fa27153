"""What a list's page shows besides its entries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Value
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from films.models import Genre, Offer, Series, Theme
from films.proof import KINDS, proof_address
from films.where import name_of
from people.models import Person
from publishing.kept import kept
from publishing.models import is_public
from publishing.prepared import SOME_NUMBER, SOME_SLUG, SOME_TIME, Prepared
from reviews.cards import article_cards
from reviews.models import Article

from .cards import LIST_CARD, list_cards
from .models import Entry, LikeList

STREAMING = {Offer.Kind.SUBSCRIPTION, Offer.Kind.FREE}
# What a trait may name, and how its row leads to films.
NAMED: dict[str, tuple[Any, str]] = {
    "theme": (Theme, "films"),
    "genre": (Genre, "films"),
    "series": (Series, "films"),
    "person": (Person, "credits__film"),
}


@dataclass(frozen=True)
class Trait:
    """Something that an entry claims to share with the seed, and the page that proves it."""

    kind: str
    name: str
    address: str

    @property
    def label(self) -> str:
        """What kind of thing it is, for the reader."""
        return KINDS[self.kind]


LIST = Prepared(
    lambda slug, now: (
        LikeList.objects.published(now)
        .filter(slug=slug)
        .values_list(
            "pk", "headline", "standfirst", "search_title", "search_description", "modified_at"
        )
    ),
    slug=SOME_SLUG,
    now=SOME_TIME,
)
ENTRIES = Prepared(
    lambda like_list, now: (
        Entry.objects.filter(is_public(now, "film__"), like_list=like_list)
        .by_position()
        .values_list("pk", "is_seed", "film_id", "film__modified_at")
    ),
    like_list=SOME_NUMBER,
    now=SOME_TIME,
)
READ_MORE = Prepared(
    lambda like_list, now: (
        Article.objects.published(now)
        .about(Entry.objects.filter(like_list=like_list, is_seed=True).values("film"))
        .by_newest()
        .values_list("pk", "modified_at")[:3]
    ),
    like_list=SOME_NUMBER,
    now=SOME_TIME,
)
READ_NEXT = Prepared(
    lambda like_list, now: (
        LikeList.objects.published(now)
        .exclude(pk=like_list)
        .starting_first_from(
            Entry.objects.filter(like_list=like_list, is_seed=False).values("film")
        )
        .as_cards(now)
        .values_list(*LIST_CARD)[:3]
    ),
    like_list=SOME_NUMBER,
    now=SOME_TIME,
)


class ListPage:
    """The parts of a list's page, each fetched when first asked for.

    What is drawn is kept under the last change of what it shows. Whether it is shown at all is
    asked anew each time, so that nothing outlives its publication: three short queries.
    """

    def __init__(self, like_list: Any, country: str) -> None:
        """Take a LikeList, or a row of LIST."""
        self.like_list = like_list
        self.country = country

    @cached_property
    def rows(self) -> list[Any]:
        """The public entries, seeds first, as no more than what their drawn pieces are found by."""
        return ENTRIES(like_list=self.like_list.pk, now=timezone.now())

    @cached_property
    def full(self) -> LikeList:
        """The list with all that its page prints (four queries)."""
        full = LikeList.objects.with_authors().with_entries(self.country)
        return full.get(pk=self.like_list.pk)

    @cached_property
    def opening(self) -> SafeString:
        """The by-line and the introduction beside the seeds, drawn."""
        stamp = f"{stamp_of(self.rows)}:{self._stamp}"

        def draw(pks: list[int]) -> dict[int, str]:
            return dict.fromkeys(pks, self._drawn("lists/_opening.html", {"page": self}))

        return kept("list-opening", {self.like_list.pk: stamp}, draw)[0]

    @cached_property
    def outro(self) -> SafeString:
        def draw(pks: list[int]) -> dict[int, str]:
            return dict.fromkeys(pks, self._drawn("lists/_outro.html", {}))

        return kept("list-outro", {self.like_list.pk: self._stamp}, draw)[0]

    @cached_property
    def entries(self) -> list[SafeString]:
        """The numbered entries in reading order, drawn."""
        # Each entry names the seeds that it shares something with.
        seeds = [row for row in self.rows if row.is_seed]
        suggested = [row for row in self.rows if not row.is_seed]
        stamps = {
            row.pk: f"{place}/{len(suggested)}:{stamp_of([*seeds, row])}:{self._stamp}"
            for place, row in enumerate(suggested)
        }
        return kept("entry", stamps, self._draw_entries)

    @cached_property
    def read_more(self) -> list[SafeString]:
        """Cards of articles about the seed films."""
        rows = READ_MORE(like_list=self.like_list.pk, now=timezone.now())
        return article_cards((row.pk, row.modified_at) for row in rows)

    @cached_property
    def read_next(self) -> list[SafeString]:
        """Cards of lists that start from a film suggested here, then of the newest others."""
        return list_cards(READ_NEXT(like_list=self.like_list.pk, now=timezone.now()))

    @property
    def _stamp(self) -> str:
        # Offers begin, end and grow old with the day.
        return f"{self.like_list.modified_at.timestamp()}:{self.country}:{timezone.localdate()}"

    def _draw_entries(self, pks: list[int]) -> dict[int, str]:
        entries = [entry for entry in self.full.suggestions if entry.pk in pks]
        return {
            entry.pk: self._drawn(
                "lists/_entry.html", {"entry": entry, "traits": self.traits_of(entry)}
            )
            for entry in entries
        }

    def _drawn(self, template: str, context: dict[str, Any]) -> str:
        shared = {"like_list": self.full, "country_name": name_of(self.country)}
        return render_to_string(template, shared | context)

    def traits_of(self, entry: Entry) -> list[Trait]:
        """The claimed traits that the entry's film and a seed share; no other has a proof."""
        seeds = {seed.film_id for seed in self.full.seeds}
        found = []
        for kind, key in claims_of(entry):
            name, films = self._shared.get((kind, key), ("", set()))
            if entry.film_id in films and seeds & films:
                found.append(Trait(kind, name, proof_address(kind, key)))
        return found

    @cached_property
    def _shared(self) -> dict[tuple[str, str], tuple[str, set[int]]]:
        """For each claim by kind and slug: its name, and the films of the list that have it.

        One query.
        """
        claims = [claim for entry in self.full.suggestions for claim in claims_of(entry)]
        here = [entry.film_id for entry in (*self.full.seeds, *self.full.suggestions)]
        queries = [
            model.objects.order_by()
            .filter(
                slug__in={key for claimed, key in claims if claimed == kind},
                **{f"{films}__in": here},
            )
            .values_list(Value(kind), "slug", "name", films)
            for kind, (model, films) in NAMED.items()
        ]
        shared: dict[tuple[str, str], tuple[str, set[int]]] = {}
        for kind, slug, name, film in queries[0].union(*queries[1:], all=True):
            shared.setdefault((kind, slug), (name, set()))[1].add(film)
        return shared

    @property
    def streamable(self) -> int:
        """How many suggestions can be streamed in the visitor's country, as far as known."""
        return sum(
            any(offer.kind in STREAMING for offer in entry.film.offers_here)
            for entry in self.full.suggestions
        )


def stamp_of(rows: Iterable[Any]) -> str:
    """Say in short which rows of ENTRIES these are, and when their films last changed."""
    changes = "/".join(f"{row.pk}:{row.film_modified_at.timestamp()}" for row in rows)
    return hashlib.blake2s(changes.encode(), digest_size=8).hexdigest()


def claims_of(entry: Entry) -> list[tuple[str, str]]:
    """Return what an entry claims as (kind, key), leaving out what is not of that shape."""
    claims = entry.traits if isinstance(entry.traits, list) else []
    return [
        (claim["kind"], claim["key"])
        for claim in claims
        if isinstance(claim, dict)
        and isinstance(claim.get("kind"), str)
        and isinstance(claim.get("key"), str)
    ]
