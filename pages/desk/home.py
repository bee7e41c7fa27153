"""What an editor finds at the desk in the morning: their work, and what calls for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from lists.models import LikeList
from publishing.models import CheckReport, Publishable, Status
from publishing.wording import moment
from reviews.models import Article, Review

from .popular import Popular, popular_without_list
from .radar import Radar

if TYPE_CHECKING:
    from .site import Desk

KINDS: tuple[type[Publishable], ...] = (LikeList, Review, Article)
SHOWN = 8  # of each kind in each section


@dataclass(frozen=True)
class Line:
    """A page in a section: its name, where it is worked at, and what there is to know."""

    page: Publishable
    address: str
    notes: list[str]


class Section(NamedTuple):
    title: str
    lines: list[Line]
    empty: str


class Home:
    """The sections for who asks; the number of queries does not depend on how much there is."""

    def __init__(self, request: HttpRequest, desk: Desk) -> None:
        self.request, self.desk = request, desk
        admins: dict[Any, Any] = {kind: desk.get_model_admin(kind) for kind in KINDS}
        self._kinds = [kind for kind in KINDS if admins[kind].has_change_permission(request)]
        self._admins = admins

    @property
    def zone(self) -> str:
        return timezone.get_current_timezone_name()

    @cached_property
    def may_start(self) -> bool:
        """Whether who asks may start a list."""
        return bool(self._admins[LikeList].has_add_permission(self.request))

    @cached_property
    def may_publish(self) -> bool:
        return bool(self._admins[LikeList].has_publish_permission(self.request))

    @cached_property
    def sections(self) -> list[Section]:
        if not self._kinds:
            return []
        now = timezone.now()
        return [
            Section(
                "My drafts",
                self._lines(
                    {"status": Status.DRAFT, "owner": self.request.user.pk}, "-modified_at"
                ),
                "You have no draft.",
            ),
            Section(
                "Waiting for review",
                self._lines({"status": Status.REVIEW}, "modified_at"),
                "Nothing waits for review.",
            ),
            Section(
                "Scheduled",
                self._lines({"status": Status.PUBLISHED, "publish_at__gt": now}, "publish_at"),
                "Nothing is scheduled.",
            ),
        ]

    def _lines(self, which: dict[str, Any], order: str) -> list[Line]:
        """Return pages that who asks may see: a query each kind, and one for all reports."""
        pages: list[Publishable] = []
        for kind in self._kinds:
            seen: QuerySet[Any] = self._admins[kind].get_queryset(self.request)
            rows = seen.filter(**which).select_related("owner")
            pages += rows.order_by(order, "pk")[:SHOWN]
        blocking = _blocking(pages)
        return [self._line(page, blocking.get((type(page), page.pk))) for page in pages]

    def _line(self, page: Publishable, blocking: int | None) -> Line:
        kind = str(page._meta.verbose_name)
        when = page.publish_at if page.status == Status.PUBLISHED else page.modified_at
        notes = [kind.capitalize(), moment(when) if when else ""]
        if page.owner and page.owner_id != self.request.user.pk:
            notes.append(f"by {page.owner}")
        if blocking:
            notes.append(f"{blocking} in the way of publishing")
        return Line(page, self._admins[type(page)].address_of("change", page.pk), notes)

    @cached_property
    def radar(self) -> Radar | None:
        """What is broken in what readers see, for those who may mend it."""
        return Radar() if self.may_publish else None

    @cached_property
    def popular(self) -> list[Popular]:
        return popular_without_list() if self.may_start else []

    @property
    def start_address(self) -> str:
        return reverse(f"{self.desk.name}:lists_likelist_add")


def _blocking(pages: Iterable[Publishable]) -> dict[tuple[type, int], int]:
    """Return how much is in the way of publishing each page (one query)."""
    keys = [page.pk for page in pages]
    types = {ContentType.objects.get_for_model(kind).pk: kind for kind in KINDS}
    reports = CheckReport.objects.filter(
        content_type__in=types, object_id__in=keys, blocking__gt=0
    ).values_list("content_type", "object_id", "blocking")
    return {(types[kind], pk): blocking for kind, pk, blocking in reports}
