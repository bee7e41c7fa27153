"""Films, and the queries that pages make of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Replace
from django.urls import reverse
from django.utils import timezone

from people.models import Person, renown_field, validate_wikidata
from publishing.finding import closest, ranked, with_words
from publishing.folding import fold, sort_title
from publishing.json_rows import Row, rows_of
from publishing.matching import (
    Match,
    Reading,
    Sought,
    any_of_these,
    has_words,
)
from publishing.models import Picture, Scheduled, ScheduledQuerySet, Status, is_public

from ..searched import TITLES
from .availability import Offer, Release
from .credit import Credit
from .parts import AlternativeTitle, FilmCompany, FilmTheme
from .reception import ChartPosition, Score
from .reference import Company, Country, Genre, Language, Series, Theme

FIRST_YEAR, LAST_YEAR = 1874, 2100
validate_imdb_title = RegexValidator(r"^tt\d{7,9}\Z", "An IMDb title is like tt7108976.")


class FilmQuerySet(ScheduledQuerySet["Film"]):
    """Filters narrow, `with_*` adds data to each row, `by_*` sorts; all chain."""

    def to_be_shown(self, at: dt.datetime | None = None) -> Self:
        """Films that are public at a moment (None: now), or will be once their time comes."""
        not_over = Q(expire_at__isnull=True) | Q(expire_at__gt=at or timezone.now())
        return self.filter(not_over, status=Status.PUBLISHED)

    def directed_by(self, person: Person) -> Self:
        return self.filter(pk__in=person.credits.filter(job="Director").values("film"))

    def with_person(self, person: Person) -> Self:
        """Films on which a person is credited, newest first, each a loose `match` for the name."""
        films = self.filter(pk__in=person.credits.values("film"))
        return films.annotate(match=Value(int(Match.LOOSE))).by_year()

    def seeding_published_lists(self, at: dt.datetime | None = None) -> Self:
        """Films from which a public list starts, that of the newest list first."""
        seeding = is_public(at, "entries__like_list__") & Q(entries__is_seed=True)
        seeds = self.model._default_manager.filter(seeding).order_by()
        date = "entries__like_list__publish_at"
        newest = seeds.filter(pk=OuterRef("pk")).order_by(f"-{date}").values(date)[:1]
        # Found from the lists, which are few, before anything is asked of each film.
        found = self.filter(pk__in=seeds.values("pk")).annotate(list_date=Subquery(newest))
        return found.order_by("-list_date", "pk")

    def on_service(self, slug: str, country: str) -> Self:
        """Films that a service offers now in a country."""
        offers = Offer.objects.in_country(country).current().filter(service__slug=slug)
        return self.filter(pk__in=offers.values("film"))

    def matching(self, sought: Sought) -> Self:
        """Films that somebody may mean, best first, each with how closely as `match`.

        Its titles count, and its titles together with its directors and cast ("heat mann"). Of
        those closest, the best known come first, and of a great many only these (three queries).
        """
        found = dict.fromkeys(films_with_people(sought), Match.LOOSE)
        found |= closest(Film, TITLES, sought)
        return ranked(self, found).order_by("match", "-votes", "-year", "sort_title", "pk")

    def as_cards(self) -> Self:
        """Only what a kept card is found by: which film, and when it last changed."""
        return self.only("modified_at")

    def for_cards(self) -> Self:
        """What a card shows and no more (no further query)."""
        return (
            self.select_related("poster")
            .defer("synopsis")
            .annotate(
                director_rows=rows_of(
                    Credit.objects.filter(film=OuterRef("pk"), job="Director").by_billing(),
                    name=F("person__name"),
                )
            )
        )

    def with_offers_in(self, country: str) -> Self:
        """Preload what can be watched now in a country, as `offers_here` (one query)."""
        offers = Offer.objects.in_country(country).current().select_related("service")
        return self.prefetch_related(models.Prefetch("offers", offers, to_attr="offers_here"))

    def with_facts(self) -> Self:
        """Add the short rows that a film page prints, as lists of dicts (no further query)."""
        here = OuterRef("pk")
        return self.select_related("poster", "series").annotate(
            genre_rows=rows_of(
                Genre.objects.filter(films=here).order_by("position"), "name", "slug"
            ),
            theme_rows=rows_of(
                FilmTheme.objects.filter(film=here).order_by("position", "pk"),
                name=F("theme__name"),
                slug=F("theme__slug"),
                kind=F("theme__kind"),
            ),
            country_rows=rows_of(
                Country.objects.filter(films=here).order_by("name"), "code", "name"
            ),
            language_rows=rows_of(
                Language.objects.filter(films=here).order_by("name"), "code", "name"
            ),
            company_rows=rows_of(
                FilmCompany.objects.filter(film=here).order_by("pk"),
                "role",
                name=F("company__name"),
            ),
            release_rows=rows_of(
                Release.objects.filter(film=here).order_by("date", "pk"),
                "date",
                "precision",
                "kind",
                "certificate",
                "note",
                country_name=F("country__name"),
                distributor_name=F("distributor__name"),
                service_name=F("service__name"),
            ),
            chart_rows=rows_of(
                ChartPosition.objects.filter(film=here).order_by(
                    "chart__name", "chart_id", "date", "pk"
                ),
                "date",
                "precision",
                "rank",
                name=F("chart__name"),
                slug=F("chart__slug"),
                size=F("chart__size"),
            ),
            quote_rows=rows_of(
                # Press quotes stand on a floor above, so they are found by their related name.
                Film.press_quotes.rel.related_model._default_manager.filter(film=here).order_by(
                    "publication", "pk"
                ),
                "critic",
                "publication",
                "quote",
                "summary",
                "link",
                "date",
                "precision",
                "stance",
            ),
            score_rows=rows_of(
                Score.objects.filter(film=here).order_by("source", "-audience", "-as_of", "pk"),
                "source",
                "audience",
                "value",
                "scale",
                "is_percentage",
                "count",
                "as_of",
                "precision",
                "link",
            ),
        )

    def by_title(self) -> Self:
        return self.order_by("sort_title", "year", "pk")

    def by_year(self) -> Self:
        return self.order_by("-year", "sort_title", "pk")


def films_with_people(sought: Sought) -> Iterator[int]:
    """Yield films of which each word is in a title or names a director or actor, one the former.

    Looked for among the best known films with one of the words in a title (two queries).
    """
    whole = [reading for reading in sought.readings if len(reading.words) > 1]
    words = {Reading(word, reading.year) for reading in whole for word in reading.words}
    titled = with_words(Film, TITLES, sorted(words, key=str))
    in_title: dict[Reading, dict[int, str]] = {reading: {} for reading in whole}
    for film, title, readings in titled:
        for reading in whole:
            if readings[0].year == reading.year:
                in_title[reading][film] = f"{in_title[reading].get(film, '')} {title}"
    names = _names_on([film for film, _title, _readings in titled], words)
    for reading, titles in in_title.items():
        for film, title in titles.items():
            if has_words(reading, title + names.get(film, "")):
                yield film


def _names_on(films: list[int], words: Iterable[Reading]) -> dict[int, str]:
    """Return the folded names of directors and actors that have one of the words, by film."""
    starts = {start for word in words for start in (word.text, word.text.removesuffix("s"))}
    named = any_of_these(
        Q(person__folded_name__startswith=start) | Q(person__folded_name__contains=f" {start}")
        for start in sorted(starts)
    )
    work = Credit.objects.of_directors_and_cast().filter(named, film__in=films).order_by()
    names: dict[int, str] = {}
    for film, name in work.values_list("film", "person__folded_name"):
        # "Mann's" is folded to "manns".
        names[film] = f"{names.get(film, '')} {' '.join(f'{part}s' for part in name.split())}"
    return names


class Film(Scheduled):
    """A film. Its year is that of the earliest premiere or theatrical release, never the newest."""

    class Form(models.TextChoices):
        FEATURE = "feature", "Feature"
        ANIMATION = "animation", "Animation"
        DOCUMENTARY = "documentary", "Documentary"
        SHORT = "short", "Short"
        CONCERT = "concert", "Concert film"

    title = models.CharField(max_length=200, help_text="As known in English.")
    original_title = models.CharField(
        max_length=200, blank=True, help_text="Only where it differs from the title."
    )
    sort_title = models.CharField(
        max_length=200, blank=True, help_text="“Killer, The”. Empty: worked out from the title."
    )
    folded_title = models.CharField(max_length=200, editable=False, db_index=True)
    year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
        help_text="Worked out from the earliest premiere or theatrical release once there is one.",
    )
    tagline = models.CharField(max_length=140, blank=True, help_text="A hook of ours.")
    synopsis = models.TextField(blank=True, help_text="40–80 words of ours, without the ending.")
    runtime = models.PositiveSmallIntegerField("runtime in minutes", null=True, blank=True)
    form = models.CharField(max_length=12, choices=Form, default=Form.FEATURE)
    genres = models.ManyToManyField(Genre, blank=True, related_name="films")
    themes = models.ManyToManyField(Theme, through="FilmTheme", related_name="films")
    countries = models.ManyToManyField(
        Country, blank=True, related_name="films", help_text="Where it was produced."
    )
    languages = models.ManyToManyField(
        Language, blank=True, related_name="films", help_text="What is spoken, or written on cards."
    )
    companies = models.ManyToManyField(Company, through="FilmCompany", related_name="films")
    series = models.ForeignKey(
        Series, on_delete=models.SET_NULL, null=True, blank=True, related_name="films"
    )
    series_order = models.PositiveSmallIntegerField("number in the series", null=True, blank=True)
    poster = models.ForeignKey(
        Picture,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="films",
        help_text="Empty: a poster drawn from title, year, genres and the strongest theme.",
    )
    imdb_id = models.CharField(
        "IMDb title",
        max_length=12,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_imdb_title],
    )
    tmdb_id = models.PositiveIntegerField("TMDB film", unique=True, null=True, blank=True)
    wikidata_id = models.CharField(
        "Wikidata item",
        max_length=16,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_wikidata],
    )
    movielens_id = models.PositiveIntegerField("MovieLens film", unique=True, null=True, blank=True)
    votes = models.PositiveIntegerField(
        default=0, editable=False, help_text="How many rated it, where the most did."
    )
    renown = renown_field()

    objects = FilmQuerySet.as_manager()

    # Added by for_cards:
    director_rows: list[Row]
    # Added by with_facts:
    genre_rows: list[Row]
    theme_rows: list[Row]
    country_rows: list[Row]
    language_rows: list[Row]
    company_rows: list[Row]
    release_rows: list[Row]
    score_rows: list[Row]
    chart_rows: list[Row]
    quote_rows: list[Row]
    # Added by with_offers_in:
    offers_here: list[Offer]
    # Added by matching:
    match: int

    class Meta(Scheduled.Meta):
        ordering = ["sort_title", "year", "pk"]
        indexes = [
            models.Index(fields=["status", "-year", "sort_title"], name="films_film_newest"),
            models.Index(fields=["status", "sort_title", "year"], name="films_film_shelf"),
            models.Index(fields=["series", "series_order"], name="films_film_series"),
            models.Index(fields=["modified_at"], name="films_film_modified"),
            models.Index(fields=["-renown"], name="films_film_best_known"),
            models.Index(
                Replace("folded_title", Value(" "), Value("")), name="films_film_squeezed"
            ),
        ]
        constraints = [
            *Scheduled.Meta.constraints,
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                name="films_film_year_is_possible",
                violation_error_message="The year is not one in which a film can have been shown.",
            ),
            models.CheckConstraint(
                condition=Q(runtime__isnull=True) | Q(runtime__range=(1, 1000)),
                name="films_film_runtime_is_possible",
                violation_error_message="The runtime is between 1 and 1,000 minutes.",
            ),
            models.CheckConstraint(
                condition=Q(series_order__isnull=True)
                | (Q(series__isnull=False) & Q(series_order__gte=1)),
                name="films_film_number_needs_a_series",
                violation_error_message="A number in the series needs a series, and starts at 1.",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="films_film_has_a_title"),
            models.CheckConstraint(
                condition=Q(form__in=["feature", "animation", "documentary", "short", "concert"]),
                name="films_film_form_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the sort title and the folded title worked out; an original title is known."""
        before = type(self)._base_manager.filter(pk=self.pk).values_list("title", flat=True).first()
        if not self.sort_title or (before and self.sort_title == sort_title(before)):
            self.sort_title = sort_title(self.title)
        self.folded_title = fold(self.title)
        if "title" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_title", "folded_title"}
        super().save(*args, **kwargs)
        if self.original_title and self.original_title != self.title:
            AlternativeTitle.objects.get_or_create(film=self, title=self.original_title)

    def get_absolute_url(self) -> str:
        return reverse("films:film_detail", args=[self.slug])

    @property
    def directors(self) -> str:
        """The directors' names; needs `for_cards()`."""
        return ", ".join(row["name"] for row in self.director_rows)

    @property
    def offers_by_kind(self) -> list[tuple[str, list[Offer]]]:
        """Offers by kind, streaming first and discs last; needs `with_offers_in()`."""
        return [
            (kind.label, offers)
            for kind in Offer.Kind
            if (offers := [offer for offer in self.offers_here if offer.kind == kind])
        ]

    @property
    def poster_address(self) -> str:
        """Where the drawn poster is; it changes with the film, so it may be kept for ever."""
        return f"{reverse('films:film_poster', args=[self.slug])}?v={self.modified_at:%y%m%d%H%M%S}"

    def date_from_releases(self) -> None:
        """Set the year to that of the earliest premiere or theatrical release, if there is one."""
        year = self.releases.headline_year()
        if year is not None and year != self.year:
            self.year = year
            self.save(update_fields={"year"})
