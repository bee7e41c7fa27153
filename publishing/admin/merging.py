"""Two rows of one kind made one at the desk: the other is found, the outcome shown, then done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from ..merging import Merge
from ..models import Addressed
from .asking import first_words
from .pages import AddressedAdmin

A = TypeVar("A", bound=Addressed)
Around = Callable[[HttpRequest, Merge], AbstractContextManager[None]]

FOUND = 20
# What is done around the merging of rows of a kind, such as following their likeness.
AROUND: dict[type[models.Model], list[Around]] = defaultdict(list)


class MergingAdmin(AddressedAdmin[A]):
    """Rows of which two may turn out to be one; needs the rights to change and to delete."""

    def get_urls(self) -> list[URLPattern]:
        view = require_http_methods(["GET", "HEAD", "POST"])(self.merge_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        return [
            path("<int:pk>/merge/", self.admin_site.admin_view(view), name=name),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context.get("original")
        if row is not None and self._may_merge(request, row):
            context["merge_address"] = self._at("merge", row.pk)
        return super().render_change_form(request, context, *args, **kwargs)

    def _may_merge(self, request: HttpRequest, row: A | None) -> bool:
        may_change = self.has_change_permission(request, row)
        return may_change and self.has_delete_permission(request, row)

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        kept = self.get_object(request, str(pk))
        if not self._may_merge(request, kept):
            raise PermissionDenied
        if kept is None:
            raise Http404
        asked = request.POST.get("other") or request.GET.get("other", "")
        gone = self.get_object(request, asked) if asked.isdecimal() and len(asked) < 19 else None
        merge, problems = None, []
        if asked and gone is None:
            problems.append("That one is not there any more: look for it again.")
        elif gone is not None:
            try:
                merge = Merge(kept, gone)
                if request.method == "POST":
                    return self._merged(request, merge)
            except ValidationError as error:
                problems += error.messages
                # Something was half done and taken back; look at the rows as they are.
                merge = self._looked_at_again(request, pk, asked)
        return self._page(request, kept, merge, problems)

    def _looked_at_again(self, request: HttpRequest, pk: int, other: str) -> Merge | None:
        rows = [self.get_object(request, key) for key in (str(pk), other)]
        if None in rows or pk == int(other):
            return None
        return Merge(*rows)  # type: ignore[arg-type]  # both are there

    def _merged(self, request: HttpRequest, merge: Merge) -> HttpResponse:
        """Carry it out as it was shown. Raises ValidationError, and nothing is changed."""
        if merge.may_be_two and "is_one" not in request.POST:
            raise ValidationError("Confirm that both are one and the same, or leave them two.")
        name, key = str(merge.gone), merge.gone.pk
        with transaction.atomic(), ExitStack() as around:
            rows = self.model._base_manager.select_for_update()
            keys = sorted([merge.kept.pk, key])
            locked = {row.pk: row for row in rows.filter(pk__in=keys).order_by("pk")}
            if len(locked) < 2:
                raise ValidationError("One of the two is not there any more.")
            merge = Merge(locked[merge.kept.pk], locked[key])
            if merge.digest != request.POST.get("digest"):
                raise ValidationError("Something has changed since this was shown: look again.")
            for follow in AROUND[self.model]:
                around.enter_context(follow(request, merge))
            self.log_deletions(request, self.model._base_manager.filter(pk=key))
            merge.carry_out(request.POST.getlist("take"))
            self.log_change(request, merge.kept, f"Merged with “{name}”, which is gone.")  # type: ignore[arg-type]  # of the model
        words = f"“{name}” is merged into “{merge.kept}”; its address leads here."
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self._at("change", merge.kept.pk))

    def _page(
        self, request: HttpRequest, kept: A, merge: Merge | None, problems: list[str]
    ) -> HttpResponse:
        words = first_words(request.GET.get("q", ""))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": kept,
            "title": f"Merge with “{kept}”",
            "problems": problems,
            "words": words,
            "found": self._found(request, kept, words) if words and merge is None else [],
            "merge": merge,
            "blockers": [
                (blocker.sentence, self._desk_of(blocker.row)) for blocker in merge.blockers
            ]
            if merge
            else [],
            "swap_address": self._at("merge", merge.gone.pk) if merge else "",
            "change_address": self._at("change", kept.pk),
            "changelist_address": self._at("changelist"),
        }
        return TemplateResponse(request, "admin/merge.html", context)

    def _found(self, request: HttpRequest, kept: A, words: str) -> list[tuple[int, str]]:
        """Return rows that may be meant, with the labels that tell them apart."""
        rows = self.get_queryset(request).exclude(pk=kept.pk)
        rows, _ = self.get_search_results(request, rows, words)
        best = self.best_first(self.with_labels(rows), words)
        return [(row.pk, self.label(row)) for row in best[:FOUND]]

    def _desk_of(self, row: models.Model) -> str:
        opts = row._meta
        try:
            name = f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_change"
            return reverse(name, args=[row.pk])
        except NoReverseMatch:
            return ""

    def _at(self, name: str, *args: object) -> str:
        of = f"{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"{self.admin_site.name}:{of}_{name}", args=args)


def around_merging(model: type[models.Model]) -> Callable[[Around], Around]:
    """Register what is done around the merging of rows of a kind."""

    def register(around: Around) -> Around:
        AROUND[model].append(around)
        return around

    return register
