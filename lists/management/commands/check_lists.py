"""Check lists against the catalogue, the language and the site."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lists.models import LikeList
from publishing.models import CheckReport, Status


class Command(BaseCommand):
    help = "Check lists, keep what is found, and end with 1 if errors were found."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="slug", help="Lists; none: all of them.")
        parser.add_argument("--json", action="store_true", help="Print what is found as JSON.")
        parser.add_argument(
            "--published", action="store_true", help="Leave out drafts and withdrawn lists."
        )

    def handle(
        self,
        *_args: Any,
        slugs: Sequence[str],
        json: bool,
        published: bool,
        **_options: Any,
    ) -> None:
        reports = [(like_list, self._examined(like_list)) for like_list in _lists(slugs, published)]
        self.stdout.write(_as_json(reports) if json else _as_text(reports))
        if any(finding.is_error for _, report in reports for finding in report.found):
            sys.exit(1)

    def _examined(self, like_list: LikeList) -> CheckReport:
        with transaction.atomic():
            return like_list.examine()


def _lists(slugs: Sequence[str], published: bool) -> list[LikeList]:
    lists = LikeList.objects.order_by("slug")
    if published:
        lists = lists.filter(status=Status.PUBLISHED)
    if not slugs:
        return list(lists)
    found = {like_list.slug: like_list for like_list in lists.filter(slug__in=slugs)}
    if missing := [slug for slug in slugs if slug not in found]:
        raise CommandError(f"There is no such list: {', '.join(missing)}.", returncode=2)
    return [found[slug] for slug in dict.fromkeys(slugs)]


def _as_json(reports: Iterable[tuple[LikeList, CheckReport]]) -> str:
    rows = [
        {
            "list": like_list.slug,
            "headline": like_list.headline,
            "status": like_list.status,
            "blocking": report.blocking,
            "findings": [
                {**finding.as_json(), "overruled": reason_of(report, finding.key)}
                for finding in report.found
            ],
        }
        for like_list, report in reports
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def reason_of(report: CheckReport, key: str) -> str | None:
    """Return why a warning may stand, if somebody said so."""
    return report.overrulings[key].reason if key in report.overrulings else None


def _as_text(reports: Sequence[tuple[LikeList, CheckReport]]) -> str:
    lines, errors, warnings = [], 0, 0
    for like_list, report in reports:
        if report.found:
            lines.append(f"{like_list.slug}: {like_list.headline}")
        for finding in report.found:
            errors += finding.is_error
            warnings += not finding.is_error
            place = " / ".join(filter(None, [finding.place.part, finding.place.field])) or "list"
            if finding.place.start is not None:
                place += f" {finding.place.start}–{finding.place.end}"
            words = f" “{finding.excerpt}”" if finding.excerpt else ""
            lines.append(f"  {finding.severity} {finding.check} [{place}]{words}")
            lines.append(f"    {finding.sentence}")
            if reason := reason_of(report, finding.key):
                lines.append(f"    overruled: {reason}")
    lines.append(f"{len(reports)} lists checked: {errors} errors, {warnings} warnings.")
    return "\n".join(lines)
