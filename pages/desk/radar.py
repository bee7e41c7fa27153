"""What has broken, since they were published, in the lists that readers see."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.formats import date_format

from films.models import Offer
from lists.models import Entry, LikeList
from publishing.models import is_public

SHOWN = 8
MOST_PICTURES = 500  # whose files are looked for; each asks the storage


class Trouble(NamedTuple):
    like_list: LikeList
    words: str


class Radar:
    """Troubles by kind, the worst first, each with how many there are beyond those shown."""

    def __init__(self) -> None:
        self.public = LikeList.objects.published()

    @property
    def is_clear(self) -> bool:
        return not any(troubles for _, troubles in self.kinds)

    @cached_property
    def kinds(self) -> list[tuple[str, list[Trouble]]]:
        return [
            ("Checks that fail", self.failing),
            ("Films that are no longer public", self.withdrawn),
            (f"Availability older than {settings.OFFER_FRESH_DAYS} days", self.stale),
            ("Pictures whose file is missing", self.without_file),
        ]

    @cached_property
    def failing(self) -> list[Trouble]:
        """Lists in which the checks found something that nobody overruled (two queries)."""
        found = self.public.filter(check_reports__blocking__gt=0).prefetch_related("check_reports")
        troubles = []
        for like_list in found.order_by("-check_reports__blocking", "pk")[:SHOWN]:
            report = like_list.check_reports.all()[0]
            when = date_format(timezone.localtime(report.checked_at), "j F Y")
            troubles.append(Trouble(like_list, f"{report.blocking} found on {when}"))
        return troubles

    @cached_property
    def unchecked(self) -> int:
        """How many public lists were never checked (one query)."""
        return self.public.filter(check_reports__isnull=True).count()

    @cached_property
    def withdrawn(self) -> list[Trouble]:
        """Lists with films that readers no longer see (two queries)."""
        entries = Entry.objects.filter(like_list__in=self.public).exclude(
            is_public(prefix="film__")
        )
        titles: dict[int, list[str]] = defaultdict(list)
        for entry in entries.select_related("film").order_by("pk")[: SHOWN * 20]:
            titles[entry.like_list_id].append(str(entry.film))
        return self._troubles({pk: ", ".join(films) for pk, films in titles.items()})

    @cached_property
    def stale(self) -> list[Trouble]:
        """Lists that show offers which nobody has looked after for long, oldest first."""
        today = timezone.localdate()
        limit = today - dt.timedelta(days=settings.OFFER_FRESH_DAYS)
        old = Offer.objects.current(today).filter(checked_on__lt=limit)
        rows = (
            Entry.objects.filter(like_list__in=self.public, is_seed=False)
            .filter(film__offers__in=old)
            .order_by()
            .values("like_list")
            .annotate(
                offers=Count("film__offers", filter=Q(film__offers__in=old), distinct=True),
                films=Count("film", distinct=True),
                oldest=Min("film__offers__checked_on"),
            )
            .order_by("oldest", "like_list")[:SHOWN]
        )
        return self._troubles({row["like_list"]: _of_offers(row) for row in rows})

    @cached_property
    def without_file(self) -> list[Trouble]:
        """Lists that show a picture whose file is not in the storage."""
        lists = self.public.filter(picture__isnull=False).select_related("picture")
        shown = [(row.pk, row.picture) for row in lists.order_by("-pk")[:MOST_PICTURES]]
        entries = Entry.objects.filter(like_list__in=self.public).select_related(
            "picture", "film__poster"
        )
        has_one = Q(picture__isnull=False) | Q(film__poster__isnull=False)
        shown += [
            (entry.like_list_id, entry.picture or entry.film.poster)
            for entry in entries.filter(has_one).order_by("-like_list")[:MOST_PICTURES]
        ]
        missing: dict[int, list[str]] = defaultdict(list)
        is_there: dict[int, bool] = {}
        for pk, picture in shown:
            if picture is None:
                continue
            if picture.pk not in is_there:
                is_there[picture.pk] = picture.shown_in("").is_there
            if not is_there[picture.pk]:
                missing[pk].append(picture.name)
        return self._troubles({pk: ", ".join(names) for pk, names in missing.items()})

    def _troubles(self, words: dict[int, str]) -> list[Trouble]:
        """Return troubles in the order in which they are given (one query, none for none)."""
        keys: Iterable[Any] = list(words)[:SHOWN]
        rows = LikeList.objects.in_bulk(keys) if words else {}
        return [Trouble(rows[pk], words[pk]) for pk in keys]


def _of_offers(row: Mapping[str, Any]) -> str:
    films, offers = row["films"], row["offers"]
    return (
        f"{offers} offer{'' if offers == 1 else 's'} of {films} film{'' if films == 1 else 's'}, "
        f"the oldest checked on {date_format(row['oldest'], 'j F Y')}"
    )
