"""Where imported facts of a film come from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from publishing.models import NaturalKeyModel


class Provenance(NaturalKeyModel):
    """What a source said about a film when it was last imported, as fingerprints.

    `fingerprint` is of all it said: the same again is not read on. `told` has one for each part
    that the import wrote (a column, the credits, …). As long as the film holds what has that
    fingerprint, nobody else has touched the part, and the source may renew it.
    """

    natural_key_fields = ("film__slug", "source")

    # No index of its own: it begins the unique constraint.
    film = models.ForeignKey(
        "films.Film", on_delete=models.CASCADE, related_name="provenances", db_index=False
    )
    source = models.CharField(max_length=20, help_text="imdb, tmdb, movielens, wikidata, …")
    fingerprint = models.BigIntegerField()
    told = models.JSONField(default=dict)

    class Meta:
        ordering = ["film", "source"]
        constraints = [
            models.UniqueConstraint(fields=["film", "source"], name="films_provenance_once"),
            models.CheckConstraint(condition=~Q(source=""), name="films_provenance_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.film}: {self.source}"
