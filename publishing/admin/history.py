"""What pages said before: their revisions, two of them side by side, and the way back."""

from __future__ import annotations

from typing import Any, TypeVar

import reversion
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from ..comparing import differences, stored
from ..models import Publishable
from ..revisions import Unreadable, revised, versions_of
from ..wording import moment
from .asking import key_typed
from .pages import ScheduledAdmin
from .restoring import as_typed

P = TypeVar("P", bound=Publishable)

ON_A_PAGE = 50
NOW = "now"


class RevisedAdmin(ScheduledAdmin[P]):
    """Pages that keep revisions: each can be read, compared with any other, and restored.

    Restoring fills the form with the older words; nothing is saved before its editor saves it, by
    the same rules as any other change, and as a new revision.
    """

    object_history_template = "admin/publishable_history.html"

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "<int:pk>/history/compare/",
                self.admin_site.admin_view(self.compare_view),
                name=f"{self.opts.app_label}_{self.opts.model_name}_compare",
            ),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        page = self.get_object(request, object_id)
        context: dict[str, Any] = {}
        if page is not None:
            versions = self.get_paginator(request, versions_of(page), ON_A_PAGE)
            context = {
                "versions": versions.get_page(request.GET.get("page")),
                "may_restore": self.has_change_permission(request, page),
                "compare_address": self.address_of("compare", page.pk),
                "change_address": self.address_of("change", page.pk),
            }
        return super().history_view(request, object_id, {**context, **(extra_context or {})})

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show two revisions side by side, or one beside what is saved now."""
        page = self.get_object(request, str(pk))
        if page is None:
            raise Http404
        if not self.has_view_or_change_permission(request, page):
            raise PermissionDenied
        after = request.GET.get("after", NOW)
        before = request.GET.get("before") or self._one_before(page, after)
        try:
            states = [self._state(page, asked) for asked in (before, after)]
            found = differences(states[0][1], states[1][1])
        except (Unreadable, ValueError) as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self.address_of("history", page.pk))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": page,
            "title": f"What changed: {page}",
            "differences": found,
            "before_words": states[0][0],
            "after_words": states[1][0],
            "before": before if before != NOW else "",
            "may_restore": self.has_change_permission(request, page),
            "change_address": self.address_of("change", page.pk),
            "history_address": self.address_of("history", page.pk),
        }
        return TemplateResponse(request, "admin/publishable_compare.html", context)

    def _one_before(self, page: P, asked: str) -> str:
        """Return the number of the version before one, or of itself if it is the first."""
        versions = versions_of(page)
        older = versions.filter(pk__lt=key_typed(asked)) if asked != NOW else versions[1:]
        version = older.first()
        return str(version.pk) if version else asked

    def _state(self, page: P, asked: str) -> tuple[str, Any]:
        """Return a state in words and in full. Raises ValueError and Unreadable."""
        if asked == NOW:
            return "As saved now", stored(page, page.parts)
        version = versions_of(page).filter(pk=key_typed(asked)).first()
        if version is None:
            raise ValueError("That revision is none of this page; choose two of these.")
        return self.said_of(version), revised(version)

    def said_of(self, version: Any) -> str:
        """Say when a revision was kept, and by whom."""
        revision = version.revision
        when = moment(revision.date_created)
        return f"{when}, {revision.user}" if revision.user else when

    # The way back -------------------------------------------------------------------------------

    def restored(self, request: HttpRequest, object_id: str | None) -> QueryDict:
        """Return the form as it would be with the words of the revision that was asked for.

        Raises PermissionDenied, and Http404 for a revision of another page.
        """
        page = self.get_object(request, object_id or "")
        if page is None or not self.has_change_permission(request, page):
            raise PermissionDenied
        asked = request.POST.get("_restore", "")
        version = versions_of(page).filter(pk=key_typed(asked)).first()
        if version is None:
            raise Http404
        try:
            data = as_typed(self, request, page, revised(version))
        except Unreadable as error:
            self.message_user(request, str(error), messages.ERROR)
            return as_typed(self, request, page, stored(page, page.parts))
        words = f"This is the page as it was: {self.said_of(version)}. Nothing is saved yet."
        self.message_user(request, words, messages.WARNING)
        return data

    # What the log says, the revision says too ---------------------------------------------------

    def log_addition(self, request: HttpRequest, obj: P, message: Any) -> LogEntry:
        return self._noted(super().log_addition(request, obj, message))

    def log_change(self, request: HttpRequest, obj: P, message: Any) -> LogEntry:
        return self._noted(super().log_change(request, obj, message))

    def _noted(self, entry: LogEntry) -> LogEntry:
        if reversion.is_active():
            said = [reversion.get_comment(), entry.get_change_message()]
            reversion.set_comment(" ".join(words for words in said if words))
        return entry
