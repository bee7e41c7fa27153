"""The people who make films."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Replace
from django.urls import reverse

from publishing.finding import closest, ranked
from publishing.folding import fold, sort_name
from publishing.matching import Sought
from publishing.models import Addressed, AddressedQuerySet, Picture, is_public

from .searched import NAMES

MOST_PEOPLE = 100  # of one name; the work of each of them is counted
validate_imdb_person = RegexValidator(r"^nm\d{7,9}\Z", "An IMDb name is like nm0000230.")
validate_wikidata = RegexValidator(r"^Q[1-9]\d*\Z", "A Wikidata item is like Q40026.")


def renown_field() -> models.PositiveSmallIntegerField[int, int]:
    """Return a column for how well known something is: the number of digits of its votes.

    Search looks among the best known first, so it is part of what search is indexed by.
    """
    return models.PositiveSmallIntegerField(default=0, editable=False)


class PersonQuerySet(AddressedQuerySet["Person"]):
    def of_published_films(self) -> Self:
        """People whom strangers can find: those with a public film."""
        return self.filter(Exists(self._credits().filter(is_public(prefix="film__"))))

    def matching(self, sought: Sought) -> Self:
        """People of such a name, its words in any order: best first, then by how much they made.

        Adds how closely as `match`. Of a great many, only the best known (one query before).
        """
        named = ranked(self, closest(Person, NAMES, sought, MOST_PEOPLE))
        return named.annotate(work=_count_of(self._credits())).order_by(
            "match", "-renown", "-work", "sort_name", "pk"
        )

    def as_cards(self) -> Self:
        """Only what a kept card is found by, and the name."""
        return self.only("name", "modified_at")

    def for_cards(self) -> Self:
        """What a card shows and no more, also the number of public films (no further query)."""
        public = self._credits().filter(is_public(prefix="film__"))
        return (
            self.select_related("photo")
            .defer("biography")
            .annotate(film_count=_count_of(public, of=Count("film", distinct=True)))
        )

    def best_known(self) -> Self:
        return self.order_by("-renown", "pk")

    def _credits(self) -> models.QuerySet[Any]:
        """The credits of each person; they stand on a floor above."""
        rows: models.QuerySet[Any] = Person.credits.rel.related_model._default_manager.all()
        return rows.filter(person=OuterRef("pk")).order_by()


def _count_of(rows: models.QuerySet[Any], of: Count | None = None) -> Coalesce:
    counted = rows.values("person").annotate(count=of or Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


class Person(Addressed):
    """Someone who is credited on films."""

    name = models.CharField(max_length=160, help_text="As credited, with accents.")
    sort_name = models.CharField(
        max_length=160, blank=True, help_text="Family name first. Empty: worked out from the name."
    )
    folded_name = models.CharField(max_length=160, editable=False, db_index=True)
    born = models.DateField(null=True, blank=True)
    died = models.DateField(null=True, blank=True)
    birthplace = models.CharField(max_length=160, blank=True, help_text="Town and country.")
    biography = models.TextField(blank=True, help_text="A short paragraph of ours.")
    photo = models.ForeignKey(
        Picture,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        help_text="Empty: a drawing with the initials.",
    )
    imdb_id = models.CharField(
        "IMDb name",
        max_length=12,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_imdb_person],
    )
    tmdb_id = models.PositiveIntegerField("TMDB person", unique=True, null=True, blank=True)
    wikidata_id = models.CharField(
        "Wikidata item",
        max_length=16,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_wikidata],
    )

    renown = renown_field()

    objects = PersonQuerySet.as_manager()

    # Added by for_cards:
    film_count: int
    # Added by matching:
    match: int

    class Meta:
        ordering = ["sort_name", "pk"]
        verbose_name_plural = "people"
        indexes = [
            models.Index(fields=["sort_name"]),
            models.Index(fields=["-renown"], name="people_person_best_known"),
            models.Index(
                Replace("folded_name", Value(" "), Value("")), name="people_person_squeezed"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(died__isnull=True) | Q(born__isnull=True) | Q(died__gt=F("born")),
                name="people_person_born_before_dying",
                violation_error_message="A person is born before dying.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="people_person_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the sort name and the folded name worked out."""
        before = type(self)._base_manager.filter(pk=self.pk).values_list("name", flat=True).first()
        if not self.sort_name or (before and self.sort_name == sort_name(before)):
            self.sort_name = sort_name(self.name)
        self.folded_name = fold(self.name)
        if "name" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_name", "folded_name"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("people:person_detail", args=[self.slug])

    @property
    def portrait_address(self) -> str:
        """Where the drawn portrait is; it changes with the person, so it may be kept for ever."""
        address = reverse("people:person_portrait", args=[self.slug])
        return f"{address}?v={self.modified_at:%y%m%d%H%M%S}"
