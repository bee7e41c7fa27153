"""The desk for pages that editors write: whose they are, their way to readers, their checks."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, ClassVar, TypeVar, cast

import reversion
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from ..checks import Finding
from ..models import CheckReport, Publishable, Status
from ..previewing import LASTS, ticket_for
from ..revisions import keep_first_revision
from ..wording import moment
from .findings import ToldFindings, reasons, reinstated
from .history import RevisedAdmin
from .pages import Fieldset, StandingFilter
from .rows import desk_of
from .shown import desk_state, shown_form

P = TypeVar("P", bound=Publishable)

LONGEST_REASON = 300
# What the buttons beside “Save” lead to, by the status that the page has.
WAYS: dict[str, list[tuple[str, str]]] = {
    Status.DRAFT: [("review", "Save and send to review"), ("published", "Save and publish")],
    Status.REVIEW: [("draft", "Save and make it a draft"), ("published", "Save and publish")],
    Status.PUBLISHED: [("withdrawn", "Save and withdraw")],
    Status.WITHDRAWN: [("draft", "Save and make it a draft"), ("published", "Save and publish")],
}
FOR_PUBLISHERS = {"published", "withdrawn"}


class Refused(Exception):
    """A public page would have said what the checks do not let pass; nothing was saved."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


class PublishableAdmin(RevisedAdmin[P]):
    """Pages that editors write.

    Who may change but not publish sees and changes their own pages, until they are published.
    Every save keeps a revision and runs the checks; what they find keeps a page from being
    published, and a public page from being saved with anything that was not found before.
    """

    change_form_template = "admin/publishable_change_form.html"
    arranges: ClassVar[tuple[str, ...]] = ()  # names of buttons that only arrange what is typed
    list_filter = [
        StandingFilter,
        "status",
        ("authors", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["headline", "standfirst", "slug"]
    prepopulated_fields = {"slug": ["headline"]}
    schedule: ClassVar[Fieldset] = ("Publishing", {"fields": [("publish_at", "expire_at")]})
    heading: ClassVar[Fieldset] = (
        None,
        {"fields": ["headline", "slug", "standfirst", "authors", "picture", "comments_open"]},
    )
    after: ClassVar[tuple[Fieldset, ...]] = (
        (
            "Search engines",
            {"fields": ["search_title", "search_description"], "classes": ["collapse"]},
        ),
        ("Revision", {"fields": [("revised_on", "revision_note")], "classes": ["collapse"]}),
    )

    # Whose pages --------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[P]:
        pages = super().get_queryset(request)
        return pages.filter(owner=request.user.pk) if self._writes_own_only(request) else pages

    def with_columns(self, rows: models.QuerySet[P]) -> models.QuerySet[P]:
        return super().with_columns(rows).prefetch_related("authors")

    def has_change_permission(self, request: HttpRequest, obj: P | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_at_hand(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: P | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_at_hand(request, obj)

    def _writes_own_only(self, request: HttpRequest) -> bool:
        may_write = super().has_change_permission(request) or super().has_add_permission(request)
        return may_write and not self.has_publish_permission(request)

    def _is_at_hand(self, request: HttpRequest, page: P | None) -> bool:
        if page is None or self.has_publish_permission(request):
            return True
        is_own = page.owner_id == request.user.pk
        return is_own and page.status in {Status.DRAFT, Status.REVIEW}

    # Saving -------------------------------------------------------------------------------------

    def get_form(
        self, request: HttpRequest, obj: P | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[P]]:
        form = super().get_form(request, obj, change, **kwargs)
        return shown_form(form) if desk_state(request).shows_only else form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        state = desk_state(request)
        state.shows_only = any(name in request.POST for name in self.arranges)
        if "_restore" in request.POST:
            request.POST = self.restored(request, object_id)  # type: ignore[assignment]  # a copy that may be changed
            state.shows_only = True
        if not state.shows_only:
            self._keep_first_revision(request, object_id)
        with suppress(Refused), reversion.create_revision():
            reversion.set_user(cast("User", request.user))
            return super().changeform_view(request, object_id, form_url, extra_context)
        state.shows_only = True
        words = "Nothing is saved yet, since readers see this page: mend or overrule what is new."
        self.message_user(request, words, messages.ERROR)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _keep_first_revision(self, request: HttpRequest, object_id: str | None) -> None:
        page = self.get_object(request, object_id) if object_id else None
        if page is not None and self.has_change_permission(request, page):
            keep_first_revision(page)

    def save_model(self, request: HttpRequest, obj: P, form: Any, change: Any) -> None:
        state = desk_state(request)
        state.known = None
        if change:
            before = type(obj)._base_manager.get(pk=obj.pk)
            if before.status == Status.PUBLISHED:
                state.known = {finding.key for finding in before.findings()}
        else:
            obj.owner = cast("User", request.user)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Save the rows of the page, judge it as a whole, and move it where a button said."""
        super().save_related(request, form, formsets, change)
        page: P = form.instance
        self._overrule(request, page)
        report = page.examine()
        state = desk_state(request)
        if state.known is not None:
            new = [finding for finding in report.in_the_way if finding.key not in state.known]
            if new:
                state.refused = new
                raise Refused(new)
        self._move(request, page)

    def _overrule(self, request: HttpRequest, page: P) -> None:
        """Keep the reasons that were typed beside warnings, and drop those taken back."""
        given = reasons(request.POST.items(), LONGEST_REASON)
        found = page.findings() if given else []
        for finding in found:
            if finding.key in given and not finding.is_error:
                page.overrule(finding, given[finding.key], cast("User", request.user))
        if taken_back := reinstated(request.POST):
            page.overrulings.filter(key__in=taken_back).delete()

    def _move(self, request: HttpRequest, page: P) -> None:
        """Move the page to the status that the pressed button names; say so if it may not."""
        to = request.POST.get("_to", "")
        if to not in {way for way, _ in self.ways(request, page)}:
            if to:
                raise PermissionDenied
            return
        try:
            if to == "published":
                page.publish(by=cast("User", request.user))
            elif to == "review":
                page.send_to_review()
            elif to == "draft":
                page.take_back()
            else:
                page.withdraw()
        except ValidationError as error:
            page.refresh_from_db(fields=["status", "reviewer", "publish_at", "expire_at"])
            page.examine()
            words = f"Saved, but not published: {' '.join(error.messages)}"
            self.message_user(request, words, messages.ERROR)

    def ways(self, request: HttpRequest, page: P | None) -> list[tuple[str, str]]:
        """Return where the page may be moved, with the words on the buttons."""
        ways = WAYS[page.status if page else Status.DRAFT]
        if self.has_publish_permission(request):
            return ways
        return [way for way in ways if way[0] not in FOR_PUBLISHERS]

    def response_add(
        self, request: HttpRequest, obj: P, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._stay(request, super().response_add(request, obj, post_url_continue), obj)

    def response_change(self, request: HttpRequest, obj: P) -> HttpResponse:
        return self._stay(request, super().response_change(request, obj), obj)

    def _stay(self, request: HttpRequest, response: HttpResponse, page: P) -> HttpResponse:
        """Lead back to the page where a button moved it: its editor sees what became of it."""
        return HttpResponseRedirect(desk_of(page)) if "_to" in request.POST else response

    # What the form shows ------------------------------------------------------------------------

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        page: P | None = context.get("original")
        context |= {
            "is_unsaved": desk_state(request).shows_only,
            "ways": self.ways(request, page),
            "told": self.told(page) if page else "",
            "changelist_address": self.address_of("changelist"),
            "delete_address": self.address_of("delete", page.pk) if page else "",
        }
        if page is not None:
            label = page._meta.label_lower
            context |= {
                "preview_address": reverse("pages:preview_for_staff", args=[label, page.pk]),
                "preview_link": request.build_absolute_uri(
                    reverse("pages:preview", args=[ticket_for(page)])
                ),
                "preview_until": timezone.localtime() + LASTS,
            }
        if page is not None and (report := self.report(request, page)):
            context |= {"report": report, "findings": self._beside(request, report, context)}
        return super().render_change_form(request, context, *args, **kwargs)

    def report(self, request: HttpRequest, page: P) -> CheckReport | None:
        """Return what the checks found at the last save, or just now in what was refused."""
        refused = desk_state(request).refused
        if refused:
            report = CheckReport(findings=[finding.as_json() for finding in refused])
            report.overrulings = {}
            return report
        kept: CheckReport | None = page.check_reports.first()
        return kept

    def _beside(
        self, request: HttpRequest, report: CheckReport, context: dict[str, Any]
    ) -> ToldFindings:
        """Put what was found beside the fields that it speaks of (one query)."""
        findings = ToldFindings(report, request.POST)
        findings.beside("", context["adminform"].form)
        for inline in context["inline_admin_formsets"]:
            for row in inline.formset.forms:
                findings.beside(self.part_of(row.instance), row)
        return findings

    def part_of(self, row: models.Model) -> str:
        """Return what findings call a row of the page."""
        return str(row)

    def told(self, page: P) -> str:
        """Say where the page stands, and who brought it there (at most two queries)."""
        words = [self.standing(page)]
        if page.status == Status.PUBLISHED and page.publish_at:
            when = moment(page.publish_at)
            words.append(f"{when} ({timezone.get_current_timezone_name()})")
        if page.owner:
            words.append(f"written by {page.owner}")
        if page.reviewer:
            words.append(f"published by {page.reviewer}")
        return ", ".join(words)

    @admin.display(description="by")
    def by_lines(self, row: P) -> str:
        return ", ".join(author.name for author in row.authors.all())
