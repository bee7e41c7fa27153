"""What is written about films: reviews, press quotes, articles, readers' comments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Self

import reversion
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Prefetch, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from films.models import Film, Release
from publishing.checks import Finding
from publishing.matching import Match, Sought, best_first, exactly, headline_ways
from publishing.models import (
    Part,
    Publishable,
    PublishableQuerySet,
    is_public,
    precision_field,
)


class Stance(models.TextChoices):
    POSITIVE = "positive", "Positive"
    MIXED = "mixed", "Mixed"
    NEGATIVE = "negative", "Negative"


class ReviewQuerySet(PublishableQuerySet["Review"]):
    def published(self, at: dt.datetime | None = None) -> Self:
        """Public reviews of public films."""
        return super().published(at).filter(is_public(at, "film__"))

    def for_cards(self) -> Self:
        """What a card shows (one query more, for the films)."""
        films = Film.objects.for_cards()
        return self.defer("body").with_authors().prefetch_related(Prefetch("film", films))

    def matching(self, sought: Sought, films: Mapping[int, int]) -> Self:
        """Reviews with such a headline or of a film that matches: best first, then the newest.

        `films` tells how closely public films match; adds how closely each review does as `match`.
        """
        ways = [
            *headline_ways(sought),
            (Q(film__in=exactly(films)), Match.EXACT),
            (Q(film__in=films), Match.INSIDE),
        ]
        return best_first(self, ways, "-publish_at", "-pk")

    def of_film_first(self, film: int) -> Self:
        """Order reviews: those of this film first, then the newest."""
        is_other = Case(When(film=film, then=0), default=1)
        return self.order_by(is_other, "-publish_at", "-pk")

    def with_film(self, country: str) -> Self:
        """Add the release; preload the film with facts and where to watch it (two queries)."""
        films = Film.objects.with_facts().for_cards().with_offers_in(country)
        return self.select_related(
            "picture", "release__country", "release__distributor", "release__service"
        ).prefetch_related(Prefetch("film", films))


class Review(Publishable):
    """Our judgement of a film, in half stars."""

    class Watched(models.TextChoices):
        CINEMA = "cinema", "In a cinema"
        STREAM = "stream", "On a streaming service"
        DISC = "disc", "On disc"
        TELEVISION = "television", "On television"
        SCREENER = "screener", "On a screener"

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="reviews")
    release = models.ForeignKey(
        Release,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reviews",
        help_text="The release that was reviewed; the page names its country and year.",
    )
    rating = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text="In half stars: 1 is half a star, 10 is five stars.",
    )
    stance = models.CharField(max_length=8, choices=Stance)
    verdict = models.CharField(max_length=300, help_text="The closing judgement, in a sentence.")
    body = models.TextField(help_text="Markdown. Headings start at ##.")
    has_spoilers = models.BooleanField(
        default=False, help_text="Whether the body tells what a viewer would not want to know."
    )
    watched = models.CharField(max_length=10, choices=Watched, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["-publish_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "-publish_at"], name="reviews_review_newest"),
            models.Index(fields=["film", "status"], name="reviews_review_of_film"),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(rating__range=(1, 10)),
                name="reviews_review_rating_in_half_stars",
                violation_error_message="The rating lies between 1 and 10 half stars.",
            ),
            models.CheckConstraint(
                condition=Q(stance__in=Stance.values), name="reviews_review_stance_is_known"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("reviews:review_detail", args=[self.slug])

    def findings(self) -> list[Finding]:
        from .checks import findings_of_review  # noqa: PLC0415 — the checks know the models

        return findings_of_review(self)

    @property
    def stars(self) -> float:
        """The rating in stars, 0.5 to 5."""
        return self.rating / 2


class PressQuote(Part):
    """What a critic wrote elsewhere: a short quotation, or what it said in our words."""

    natural_key_fields = ("film__slug", "critic", "publication")
    part_of = "film"

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="press_quotes")
    critic = models.CharField(max_length=120)
    publication = models.CharField(max_length=120)
    quote = models.TextField(blank=True, max_length=300, help_text="Word for word, short.")
    summary = models.TextField(
        blank=True, max_length=300, help_text="What the critic said, in our words."
    )
    link = models.URLField(blank=True, max_length=500)
    date = models.DateField(null=True, blank=True, help_text="When it was published.")
    precision = precision_field()
    stance = models.CharField(max_length=8, choices=Stance)

    class Meta:
        ordering = ["publication", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["film", "critic", "publication"], name="reviews_pressquote_once"
            ),
            models.CheckConstraint(
                condition=~Q(quote="") | ~Q(summary=""),
                name="reviews_pressquote_says_something",
                violation_error_message="Quote the critic, or sum up what the critic said.",
            ),
            models.CheckConstraint(
                condition=~Q(critic="") & ~Q(publication=""),
                name="reviews_pressquote_is_attributed",
            ),
            models.CheckConstraint(
                condition=Q(stance__in=Stance.values), name="reviews_pressquote_stance_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.critic}, {self.publication}: {self.film}"


class ArticleQuerySet(PublishableQuerySet["Article"]):
    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def matching(self, sought: Sought, films: Mapping[int, int]) -> Self:
        """Articles with such a headline or about a film that matches: best first, then the newest.

        `films` tells how closely public films match; adds how closely each article does as `match`.
        """
        about = Article.films.through.objects
        about_it = about.filter(film__in=exactly(films))
        ways = [
            *headline_ways(sought),
            (Q(pk__in=about_it.values("article")), Match.EXACT),
            (Q(pk__in=about.filter(film__in=films).values("article")), Match.INSIDE),
        ]
        return best_first(self, ways, "-publish_at", "-pk")

    def for_cards(self) -> Self:
        """What a card shows (no further query)."""
        return self.defer("intro")

    def with_sections(self) -> Self:
        """Preload sections, public films with their records, and what to read next (3 queries)."""
        films = Film.objects.published().with_facts().by_title()
        return (
            self.select_related("picture")
            .prefetch_related("sections")
            .prefetch_related(Prefetch("films", films))
            .prefetch_related(Prefetch("read_next", Article.objects.published()))
        )

    def about(self, films: Iterable[Film] | QuerySet[Any, Any]) -> Self:
        return self.filter(
            pk__in=Article.films.through.objects.filter(film__in=films).values("article")
        )


class Article(Publishable):
    """An explainer or a piece of news, in sections."""

    parts = ("sections",)

    class Kind(models.TextChoices):
        EXPLAINER = "explainer", "Explainer"
        NEWS = "news", "News"

    kind = models.CharField(max_length=10, choices=Kind)
    films = models.ManyToManyField(Film, blank=True, related_name="articles")
    has_spoilers = models.BooleanField(
        default=False, help_text="Whether it tells an ending; pages and cards say so first."
    )
    intro = models.TextField(
        blank=True, help_text="Markdown, above the first heading. No spoilers."
    )
    read_next = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="read_before",
        help_text="The article to offer at the end. Empty: the newest about the same films.",
    )

    objects = ArticleQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["-publish_at", "-pk"]
        indexes = [models.Index(fields=["status", "-publish_at"], name="reviews_article_newest")]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=["explainer", "news"]), name="reviews_article_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(read_next__isnull=True) | ~Q(read_next=F("id")),
                name="reviews_article_not_next_to_itself",
                violation_error_message="An article cannot be its own next one.",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("articles:article_detail", args=[self.slug])

    def findings(self) -> list[Finding]:
        from .checks import findings_of_article  # noqa: PLC0415 — the checks know the models

        return findings_of_article(self)


class Section(Part):
    """A part of an article under a heading, often a question."""

    natural_key_fields = ("article__slug", "anchor")
    part_of = "article"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(default=1)
    heading = models.CharField(max_length=160)
    anchor = models.SlugField(
        max_length=160,
        blank=True,
        help_text="Links to this section end in #… Empty: worked out from the heading.",
    )
    body = models.TextField(help_text="Markdown.")
    is_spoiler = models.BooleanField(
        default=False, help_text="Shown closed, so that a reader chooses to open it."
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "anchor"],
                name="reviews_section_anchor_once",
                violation_error_message="Another section of the article has this anchor.",
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1),
                name="reviews_section_position_from_1",
                violation_error_message="Positions start at 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    def clean(self) -> None:
        super().clean()
        self.anchor = self.anchor or slugify(self.heading)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the anchor worked out."""
        self.anchor = self.anchor or slugify(self.heading)
        super().save(*args, **kwargs)


class CommentQuerySet(models.QuerySet["Comment"]):
    def approved(self) -> Self:
        return self.filter(status=Comment.Status.APPROVED)

    def under(self, page: models.Model) -> Self:
        return self.filter(
            content_type=ContentType.objects.get_for_model(page), object_id=page.pk
        ).order_by("created_at", "pk")


class Comment(models.Model):
    """What a reader wrote under a published page; replies are one level deep."""

    class Status(models.TextChoices):
        HELD = "held", "Waiting for an editor"
        APPROVED = "approved", "Approved"
        SPAM = "spam", "Spam"
        REMOVED = "removed", "Removed"

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    page = GenericForeignKey("content_type", "object_id")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    name = models.CharField(max_length=80)
    mail = models.EmailField(blank=True, help_text="Never shown.")
    body = models.TextField(max_length=5000)
    status = models.CharField(max_length=10, choices=Status, default=Status.HELD)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["content_type", "object_id", "status"], name="reviews_comment_under_page"
            ),
            models.Index(fields=["status", "-created_at"], name="reviews_comment_queue"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["held", "approved", "spam", "removed"]),
                name="reviews_comment_status_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(body="") & ~Q(name=""), name="reviews_comment_is_signed_and_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="reviews_comment_not_its_own_reply",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:60]}"

    def clean(self) -> None:
        super().clean()
        if self.parent is not None:
            self._check_parent(self.parent)

    def _check_parent(self, parent: Comment) -> None:
        if parent.parent_id is not None:
            raise ValidationError({"parent": "Replies are one level deep."})
        if (parent.content_type_id, parent.object_id) != (self.content_type_id, self.object_id):
            raise ValidationError({"parent": "A reply stands under the same page."})


reversion.register(Review)
reversion.register(Article, follow=["sections"])
reversion.register(Section)
