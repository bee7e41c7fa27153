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
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from ..merging import Merge
from ..models import Addressed
from .asking import first_words, key_typed
from .pages import AddressedAdmin
from .rows import desk_of

A = TypeVar("A", bound=Addressed)
Around = Callable[[HttpRequest, Merge], AbstractContextManager[None]]

FOUND = 20
GONE = "That one is not there any more: look for it again."
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
            context["merge_address"] = self.address_of("merge", row.pk)
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
        asked = key_typed(request.POST.get("other") or request.GET.get("other", ""))
        problems = []
        if request.method == "POST":
            try:
                return self._merged(request, kept.pk, asked)
            except ValidationError as error:
                problems += error.messages
        merge = None
        if "other" in request.POST or "other" in request.GET:
            try:
                # As they are now: something may have been half done and taken back.
                merge = Merge(*self._both(request, kept.pk, asked))
            except ValidationError as error:
                problems += [said for said in error.messages if said not in problems]
        return self._page(request, kept, merge, problems)

    def _both(self, request: HttpRequest, kept: int, gone: int) -> list[A]:
        """Return both rows. Raises ValidationError where one is not there."""
        rows = [self.get_object(request, str(key)) for key in (kept, gone)]
        there = [row for row in rows if row is not None]
        if len(there) < 2:
            raise ValidationError(GONE)
        return there

    def _merged(self, request: HttpRequest, kept: int, gone: int) -> HttpResponse:
        """Carry it out as it was shown. Raises ValidationError, and nothing is changed."""
        with transaction.atomic(), ExitStack() as around:
            rows = self.model._base_manager.select_for_update().order_by("pk")
            locked = rows.in_bulk([kept, gone])
            if not {kept, gone} <= locked.keys():
                raise ValidationError(GONE)
            merge = Merge(locked[kept], locked[gone])
            if merge.may_be_two and "is_one" not in request.POST:
                raise ValidationError("Confirm that both are one and the same, or leave them two.")
            if merge.digest != request.POST.get("digest"):
                raise ValidationError("Something has changed since this was shown: look again.")
            name = str(merge.gone)
            for follow in AROUND[self.model]:
                around.enter_context(follow(request, merge))
            self.log_deletions(request, self.model._base_manager.filter(pk=gone))
            merge.carry_out(request.POST.getlist("take"))
            self.log_change(request, merge.kept, f"Merged with “{name}”, which is gone.")  # type: ignore[arg-type]  # of the model
        words = f"“{name}” is merged into “{merge.kept}”; its address leads here."
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address_of("change", kept))

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
            "blockers": [(blocker.sentence, desk_of(blocker.row)) for blocker in merge.blockers]
            if merge
            else [],
            "swap_address": self.address_of("merge", merge.gone.pk) if merge else "",
            "change_address": self.address_of("change", kept.pk),
        }
        return TemplateResponse(request, "admin/merge.html", context)

    def _found(self, request: HttpRequest, kept: A, words: str) -> list[tuple[int, str]]:
        """Return rows that may be meant, with the labels that tell them apart."""
        rows = self.get_queryset(request).exclude(pk=kept.pk)
        rows, _ = self.get_search_results(request, rows, words)
        best = self.best_first(self.with_labels(rows), words)
        return [(row.pk, self.label(row)) for row in best[:FOUND]]


def around_merging(model: type[models.Model]) -> Callable[[Around], Around]:
    """Register what is done around the merging of rows of a kind."""

    def register(around: Around) -> Around:
        AROUND[model].append(around)
        return around

    return register
