"""What the checks found, beside the fields that it speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html

from ..checks import Finding
from ..models import CheckReport, Overruling
from .rows import KeptRowAdmin

OVERRULE = "overrule-"
REINSTATE = "reinstate-"


@dataclass(frozen=True)
class Told:
    """A finding as the form tells it, with the reason that somebody typed or gave."""

    finding: Finding
    overruling: Overruling | None
    reason: str

    @property
    def is_in_the_way(self) -> bool:
        return self.overruling is None

    @property
    def overrule_name(self) -> str:
        return OVERRULE + self.finding.key

    @property
    def reinstate_name(self) -> str:
        return REINSTATE + self.finding.key


class ToldFindings:
    """The findings of a report by the part and field that they speak of."""

    def __init__(self, report: CheckReport, typed: Any) -> None:
        """Take a report, and what was sent with the form (reasons are kept as they were typed)."""
        self.all = [
            Told(
                finding,
                report.overrulings.get(finding.key),
                str(typed.get(OVERRULE + finding.key, "")),
            )
            for finding in report.found
        ]
        self.in_the_way = [told for told in self.all if told.is_in_the_way]
        self.overruled = [told for told in self.all if not told.is_in_the_way]
        self._by_place: dict[tuple[str, str], list[Told]] = defaultdict(list)
        for told in self.all:
            self._by_place[told.finding.place.part, told.finding.place.field].append(told)

    def beside(self, part: str, form: forms.BaseForm) -> None:
        """Put below each field of a form what is said of it, and the rest of the part first."""
        for name in form.fields:
            self._put(form[name], self._by_place.pop((part, name), []))
        rest = [place for place in self._by_place if part and place[0] == part]
        first = form[next(iter(form.fields))]
        self._put(first, [told for place in rest for told in self._by_place.pop(place)])

    def _put(self, field: forms.BoundField, findings: list[Told]) -> None:
        # Help stands below its field, and is read out with it.
        if findings:
            words = render_to_string("admin/_findings.html", {"findings": findings})
            field.help_text = format_html("{}{}", field.help_text, words)

    @property
    def elsewhere(self) -> list[Told]:
        """What no field was given: it is about the page as a whole."""
        return [told for findings in self._by_place.values() for told in findings]


def reasons(typed: Iterable[tuple[str, Any]], longest: int) -> dict[str, str]:
    """Return the reasons that were typed beside warnings, by the keys of the findings."""
    return {
        name.removeprefix(OVERRULE): " ".join(reason.split())[:longest]
        for name, reason in typed
        if name.startswith(OVERRULE) and isinstance(reason, str) and reason.strip()
    }


def reinstated(typed: Iterable[str]) -> list[str]:
    """Return the keys of findings whose overruling is to be taken back."""
    return [name.removeprefix(REINSTATE) for name in typed if name.startswith(REINSTATE)]


@admin.register(Overruling)
class OverrulingAdmin(KeptRowAdmin[Overruling]):
    """Warnings that may stand; each is given and taken back beside what it speaks of."""

    list_display = ["check_name", "reason", "page", "excerpt", "by", "at"]
    list_filter = ["check_name", ("content_type", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["by"]
    search_fields = ["reason", "sentence", "excerpt", "check_name"]
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Overruling]:
        return super().get_queryset(request).prefetch_related("page")


@admin.register(CheckReport)
class CheckReportAdmin(KeptRowAdmin[CheckReport]):
    """What the checks found on each page when it was last saved or checked."""

    list_display = ["page", "content_type", "blocking", "checked_at"]
    list_filter = [("content_type", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["content_type"]
    search_fields = ["findings"]
    date_hierarchy = "checked_at"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[CheckReport]:
        return super().get_queryset(request).prefetch_related("page")
