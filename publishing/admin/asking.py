"""Lists that answer whatever is asked of them: endless searches, numbers that cannot be."""
# ruff: noqa: ARG002 — signatures are those of Django's admin.

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, ChangeList
from django.core.exceptions import ValidationError
from django.db import DataError, models
from django.http import HttpRequest

from .typed import ModelAdmin

M = TypeVar("M", bound=models.Model)

# Each word is a condition on several columns, and databases take only so many; no title is longer.
MOST_WORDS = 8
MOST_CHARACTERS = 120


def first_words(text: str) -> str:
    """Return as much of a search as is looked for."""
    return " ".join(text.replace("\0", "").split()[:MOST_WORDS])[:MOST_CHARACTERS]


def key_typed(text: str) -> int:
    """Return the primary key that an address or a field names, or 0 for what can be none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


class PatientList(ChangeList):
    """A list that searches for the first words only, and shows which."""

    def get_queryset(self, *args: Any, **kwargs: Any) -> models.QuerySet[Any]:
        self.query = first_words(self.query)
        desk: PatientAdmin[Any] = self.model_admin  # type: ignore[assignment]  # all of ours
        return desk.with_columns(super().get_queryset(*args, **kwargs))


class PatientAdmin(ModelAdmin[M]):
    """A desk whose list leads from questions without sense to itself, with a sentence."""

    def with_columns(self, rows: models.QuerySet[M]) -> models.QuerySet[M]:
        """Preload what the list's columns show, in a fixed number of queries."""
        return rows

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PatientList

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        try:
            return super().get_changelist_instance(request)
        except (
            IncorrectLookupParameters,
            DataError,
            OverflowError,
            ValidationError,
            ValueError,
        ) as error:
            if ERROR_FLAG not in request.GET:
                words = "The address asked for what cannot be; this is the whole list."
                self.message_user(request, words, messages.WARNING)
            raise IncorrectLookupParameters(error) from error
