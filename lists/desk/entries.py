"""Entries in the form of their list: their order, words, claims and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.html import format_html

from films.admin.film import poster
from films.models import Film
from films.proof import KINDS
from lists.list_page import NAMED
from lists.models import Entry, LikeList
from lists.shared_traits import SharedTrait, shared_traits
from publishing.admin import ModelForm, OrderedFormSet, StackedRows, thumbnail
from publishing.admin.asking import key_typed
from publishing.admin.shown import desk_state, shown_form, shown_formset
from publishing.admin.typed import AnyFormSet
from publishing.models import Picture

from . import arranging
from .starter import starter


class ClaimsField(forms.MultipleChoiceField):
    """Claimed traits, ticked; between a list of {"kind", "key"} and boxes called "kind:key".

    Any trait of a kind that may be claimed is taken: the checks say which have no support.
    """

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return [f"{v['kind']}:{v['key']}" if isinstance(v, dict) else v for v in value]
        return value

    def to_python(self, value: Any) -> list[dict[str, str]]:  # type: ignore[override]  # what the row holds
        pairs = [text.partition(":") for text in super().to_python(value)]
        return [{"kind": kind, "key": key} for kind, _, key in pairs]

    def validate(self, value: Any) -> None:
        for claim in value:
            if claim["kind"] not in NAMED or not claim["key"]:
                raise forms.ValidationError("Tick traits that the list offers.")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(self.prepare_value(initial or [])) != set(data or [])


class EntryForm(ModelForm[Entry]):
    """An entry; the formset gives it the film that it shows and what that shares with the seeds."""

    traits = ClaimsField(required=False)
    film_shown: Film | None = None
    picture_shown: Picture | None = None
    shared: Sequence[SharedTrait] = ()
    seed_titles: Sequence[str] = ()

    moves = [("top", "⤒"), ("up", "↑"), ("down", "↓"), ("bottom", "⤓")]

    class Meta:
        model = Entry
        fields = ["film", "position", "is_seed", "blurb", "traits", "picture", "starter"]
        help_texts = {"picture": ""}  # the template says it
        widgets = {
            "film": forms.HiddenInput,
            "is_seed": forms.HiddenInput,
            "starter": forms.HiddenInput,
            "blurb": forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
        }

    def clean(self) -> dict[str, Any]:
        """Forget the starter sentence once it was rewritten."""
        values = super().clean() or self.cleaned_data
        if values.get("starter") and values["starter"] not in values.get("blurb", ""):
            values["starter"] = ""
        return values

    def offer(self) -> None:
        """Offer what the film and the seeds share, and what was claimed without support."""
        claimed = [text for text in self["traits"].value() or [] if isinstance(text, str)]
        offered = {f"{trait.kind}:{trait.key}": trait for trait in self.shared}
        choices = [(text, _supported(trait)) for text, trait in offered.items()]
        choices += [(text, _unsupported(text)) for text in claimed if text not in offered]
        self.fields["traits"].choices = choices  # type: ignore[attr-defined]  # a choice field

    @property
    def is_seed(self) -> bool:
        return self["is_seed"].value() in (True, "True", "true", "on", "1")

    @property
    def place(self) -> tuple[bool, bool, int]:
        """Where it stands on the page: seeds first, then by number; without one at the end."""
        position = str(self["position"].value() or "")
        is_number = position.isdecimal()
        return (not self.is_seed, not is_number, int(position) if is_number else 0)

    @property
    def index(self) -> int:
        """Its number in the form."""
        return int(str(self.prefix).rpartition("-")[2])

    @property
    def is_there(self) -> bool:
        """Whether it is a row, or is going to be one."""
        return self.instance.pk is not None or bool(self["film"].value())

    @property
    def poster(self) -> str:
        return poster(self.film_shown) if self.film_shown else ""

    @property
    def thumbnail(self) -> str:
        return thumbnail(self.picture_shown)

    @property
    def words(self) -> int:
        return len(str(self["blurb"].value() or "").split())

    @property
    def starter_sentence(self) -> str:
        """A neutral sentence from what is ticked, or else from all that is shared."""
        ticked = set(self["traits"].value() or [])
        chosen = [trait for trait in self.shared if f"{trait.kind}:{trait.key}" in ticked]
        return starter(chosen or self.shared, self.seed_titles)


def _supported(trait: SharedTrait) -> str:
    return format_html(
        '{} <span class="claim-kind">{}</span> <span class="claim-support">{}</span>',
        trait.name,
        trait.label,
        trait.support,
    )


def _unsupported(text: str) -> str:
    kind, _, key = text.partition(":")
    return format_html(
        '{} <span class="claim-kind">{}</span> <span class="claim-support claim-unsupported">{}'
        "</span>",
        key,
        KINDS.get(kind, kind),
        "nothing in the catalogue supports it",
    )


class EntryFormSet(OrderedFormSet):
    """The entries with their films, pictures and shared traits: nine queries, however many."""

    order_within = "is_seed"

    @cached_property
    def forms(self) -> list[EntryForm]:  # type: ignore[override]  # narrower
        rows: list[EntryForm] = super().forms  # type: ignore[assignment]  # of `form`
        films = Film.objects.for_cards().in_bulk(_numbers(row["film"].value() for row in rows))
        pictures = Picture.objects.in_bulk(_numbers(row["picture"].value() for row in rows))
        for row in rows:
            row.film_shown = films.get(_number(row["film"].value()))
            row.picture_shown = pictures.get(_number(row["picture"].value()))
        seeds = [row.film_shown for row in rows if row.is_seed and row.film_shown]
        shared = shared_traits([film.pk for film in seeds], list(films))
        for row in rows:
            if row.film_shown and not row.is_seed:
                row.shared = shared.get(row.film_shown.pk, [])
                row.seed_titles = [film.title for film in seeds]
                row.offer()
        return rows

    def start(self, index: str) -> None:
        """Write the starter sentence of an entry behind its blurb, as the form shows it."""
        if index.isdecimal() and len(index) < 5 and int(index) < len(self.forms):
            row = self.forms[int(index)]
            arranging.start(cast("QueryDict", row.data), row.prefix, row.starter_sentence)

    @property
    def in_order(self) -> list[EntryForm]:
        """The entries as the desk shows them; equals stay as they were."""
        return sorted(self.forms, key=lambda row: row.place)

    @property
    def seeds(self) -> list[EntryForm]:
        return [row for row in self.in_order if row.is_seed]

    @property
    def suggested(self) -> list[EntryForm]:
        return [row for row in self.in_order if not row.is_seed and row.is_there]


def _number(value: Any) -> int:
    """Return the primary key that a field holds, or 0."""
    text = str(getattr(value, "pk", value) or "")
    return key_typed(text)


def _numbers(values: Iterable[Any]) -> set[int]:
    return {_number(value) for value in values} - {0}


class EntryRows(StackedRows[Entry, LikeList]):
    model = Entry
    form = EntryForm
    formset = EntryFormSet
    fields = ["film", "position", "is_seed", "blurb", "traits", "picture", "starter"]
    template = "admin/lists/likelist/_entries.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Entry]:
        return super().get_queryset(request).select_related("film")

    def get_formset(
        self, request: HttpRequest, obj: LikeList | None = None, **kwargs: Any
    ) -> type[AnyFormSet]:
        if desk_state(request).shows_only:
            kwargs["form"] = shown_form(self.form)
            return shown_formset(super().get_formset(request, obj, **kwargs))
        return super().get_formset(request, obj, **kwargs)
