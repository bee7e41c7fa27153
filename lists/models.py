"""Lists of films like a film that somebody loved."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Self

import reversion
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property

from films.models import Credit, Film, Offer
from publishing.checks import Finding
from publishing.folding import fold
from publishing.json_rows import Row, rows_of
from publishing.matching import Match, Sought, best_first, exactly, headline_ways
from publishing.models import (
    NaturalKeyQuerySet,
    Part,
    Picture,
    Publishable,
    PublishableQuerySet,
    is_public,
)
from publishing.revisions import revising

# A full stop between an initial and a name ("Brian A. Miller") ends no sentence.
SENTENCE_END = re.compile(r"(?<=[a-z0-9)\"'*][.!?])\s+(?=[A-Z*\"'])")


class LikeListQuerySet(PublishableQuerySet["LikeList"]):
    """Lists, such as "6 Movies Like Backtrace"."""

    def with_entries(self, country: str | None = None) -> Self:
        """Preload entries with films to show, and offers in a country if one is named.

        One query for the entries and films, one for the offers, however many entries.
        """
        entries = Entry.objects.of_published_films().with_films().by_position()
        if country is not None:
            entries = entries.with_offers_in(country)
        return self.prefetch_related(Prefetch("entries", entries))

    def matching(self, sought: Sought, films: Mapping[int, int]) -> Self:
        """Lists with such a headline, from a film that matches, or with just that film among them.

        Best first, then the newest. `films` tells how closely public films match; adds how closely
        each list does as `match`.
        """
        entries = Entry.objects.filter(film__in=exactly(films))
        seeds = Entry.objects.filter(is_seed=True)
        ways = [
            *headline_ways(sought),
            (Q(pk__in=entries.filter(is_seed=True).values("like_list")), Match.EXACT),
            (Q(pk__in=seeds.filter(film__in=films).values("like_list")), Match.INSIDE),
            (Q(pk__in=entries.values("like_list")), Match.LOOSE),
        ]
        return best_first(self, ways, "-publish_at", "-pk")

    def as_cards(self, at: dt.datetime | None = None) -> Self:
        """Only what a kept card is found by: which list, when it or its films last changed.

        And how many of them are public at a moment (None: now), since that changes by itself.
        """
        return self.only("modified_at").annotate(
            films_changed_at=Max("films__modified_at"),
            films_shown=Count("films", is_public(at, "films__")),
        )

    def for_cards(self) -> Self:
        """What a card shows: headline and the films' posters (two queries more)."""
        return self.defer("intro", "outro").with_entries()

    def start_from(self, film: Film, owner: User | None = None) -> LikeList:
        """Make a draft that starts from a film, at an address that no page has or had."""
        with revising(f"Started from {film}", by=owner):
            like_list = self.create(
                headline=f"Films Like {film.title}",
                slug=self.free_slug(f"films-like-{fold(film.title).replace(' ', '-')}"),
                owner=owner,
            )
            Entry.objects.create(like_list=like_list, film=film, is_seed=True)
        return like_list

    def starting_first_from(self, films: QuerySet[Any, Any]) -> Self:
        """Order lists: those that start from one of these films first, then the newest."""
        seeds = Entry.objects.filter(like_list=OuterRef("pk"), is_seed=True, film__in=films)
        return self.annotate(is_next=Exists(seeds)).order_by("-is_next", "-publish_at", "-pk")


class EntryQuerySet(NaturalKeyQuerySet["Entry"]):
    """Films in lists."""

    def by_position(self) -> Self:
        return self.order_by("-is_seed", "position", "pk")

    def of_published_films(self) -> Self:
        return self.filter(is_public(prefix="film__"))

    def with_films(self) -> Self:
        """Add each entry's film and picture, and `director_rows` (no further query)."""
        directors = Credit.objects.filter(film=OuterRef("film"), job="Director").by_billing()
        return self.select_related("picture", "film__poster").annotate(
            director_rows=rows_of(directors, name=F("person__name"))
        )

    def with_offers_in(self, country: str) -> Self:
        """Preload what can be watched now in a country, as films' `offers_here` (one query)."""
        offers = Offer.objects.in_country(country).current().select_related("service")
        return self.prefetch_related(Prefetch("film__offers", offers, to_attr="offers_here"))


class LikeList(Publishable):
    """A numbered list of films like its seed films."""

    parts = ("entries",)

    class Numbering(models.TextChoices):
        COUNTDOWN = "countdown", "Countdown to 1"
        UP = "up", "Up from 1"

    numbering = models.CharField(
        max_length=10,
        choices=Numbering,
        default=Numbering.COUNTDOWN,
        help_text="A countdown prints the highest number first.",
    )
    intro = models.TextField(blank=True, help_text="Markdown, above the first entry.")
    outro = models.TextField(blank=True, help_text="Markdown, below the last entry.")
    films = models.ManyToManyField(Film, through="Entry", related_name="like_lists")

    objects = LikeListQuerySet.as_manager()

    # Added by as_cards:
    films_changed_at: dt.datetime | None
    films_shown: int

    class Meta(Publishable.Meta):
        ordering = ["-publish_at", "-pk"]
        verbose_name = "list"
        indexes = [models.Index(fields=["status", "-publish_at"], name="lists_likelist_newest")]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(numbering__in=["countdown", "up"]),
                name="lists_likelist_numbering_is_known",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("lists:like_list_detail", args=[self.slug])

    def findings(self) -> list[Finding]:
        from .checks import findings_of  # noqa: PLC0415 — the checks know the models

        return findings_of(self)

    @cached_property
    def seeds(self) -> list[Entry]:
        """The films that the list starts from; needs `with_entries()`."""
        return [entry for entry in self.entries.all() if entry.is_seed]

    @cached_property
    def suggestions(self) -> list[Entry]:
        """The numbered entries in reading order; needs `with_entries()`."""
        suggestions = [entry for entry in self.entries.all() if not entry.is_seed]
        numbers = range(1, len(suggestions) + 1)
        is_countdown = self.numbering == self.Numbering.COUNTDOWN
        for number, entry in zip(
            reversed(numbers) if is_countdown else numbers, suggestions, strict=True
        ):
            entry.number = number
        return suggestions


class Entry(Part):
    """A film in a list: one that it suggests, or a seed, the film that it starts from.

    Seeds and suggestions share one table so that the database itself can promise that no film
    stands twice in a list and that no seed is suggested by its own list.
    """

    natural_key_fields = ("like_list__slug", "film__slug")
    part_of = "like_list"

    like_list = models.ForeignKey(LikeList, on_delete=models.CASCADE, related_name="entries")
    film = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="entries")
    is_seed = models.BooleanField(
        "seed film", default=False, help_text="Tick for the film that the list starts from."
    )
    position = models.PositiveSmallIntegerField(
        default=1, help_text="The order of reading, from 1. The printed number follows from it."
    )
    blurb = models.TextField(blank=True, help_text="Markdown: the plot, then why it is alike.")
    traits = models.JSONField(
        default=list,
        blank=True,
        help_text='What the blurb claims: [{"kind": "theme", "key": "amnesia"}, …].',
    )
    starter = models.TextField(
        blank=True,
        help_text="The sentence that the desk wrote into the blurb, for its editor to rewrite.",
    )
    picture = models.ForeignKey(
        Picture,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the film's poster.",
    )

    objects = EntryQuerySet.as_manager()

    # Added by LikeList.suggestions:
    number: int
    # Added by with_films:
    director_rows: list[Row]

    class Meta:
        ordering = ["-is_seed", "position", "pk"]
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["like_list", "position"], name="lists_entry_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["like_list", "film"],
                name="lists_entry_film_once_and_never_its_own_seed",
                violation_error_message=(
                    "A film stands only once in a list, and a seed film not in its own list."
                ),
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1),
                name="lists_entry_position_from_1",
                violation_error_message="Positions start at 1.",
            ),
            models.CheckConstraint(
                condition=Q(is_seed=False) | Q(blurb=""),
                name="lists_entry_seed_has_no_blurb",
                violation_error_message="A seed film has no blurb; write about it in the intro.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.film)

    @property
    def directors(self) -> str:
        """The film's directors; needs `with_films()`."""
        return ", ".join(row["name"] for row in self.director_rows)

    @property
    def reason(self) -> str:
        """The blurb's last sentence, which by our custom says why the film is alike."""
        sentences = SENTENCE_END.split(self.blurb.strip())
        return sentences[-1] if sentences else ""


reversion.register(LikeList, follow=LikeList.parts)
reversion.register(Entry)
