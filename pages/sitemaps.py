"""What search engines should know of: every public page, dated by its last change.

The sitemap is an index of files, one for each MOST numbers that rows of a kind may have. So no
file has more addresses than that, a page stays in its file for ever, and neither the index nor a
file has to count or to pass over what stands in others. Files are sent as they are read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from films.catalogue import view
from films.models import Chart, Film, Theme
from lists.models import LikeList
from people.models import Person
from publishing.addresses import addresses_of
from reviews.models import Article, Review

MOST = 50_000  # addresses in a file, as search engines take
AT_ONCE = 2_000  # rows
INDEXES = (
    "pages:home",
    "films:film_index",
    "themes:theme_index",
    "lists:like_list_index",
    "reviews:review_index",
    "articles:article_index",
    "charts:chart_index",
    "pages:blend",
    "pages:about",
)
XML = "application/xml; charset=utf-8"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
)


# An address with the last change of what is there.
Page = tuple[str, dt.datetime]


class Section(NamedTuple):
    """All public rows of a kind, and the name of their pages' address."""

    rows: Callable[[], QuerySet[Any]]
    page: str

    def files(self) -> list[int]:
        """Return the numbers of the files that have a page (one query).

        It leaps from the end of a file to the next row, whatever lies between.
        """
        beyond = self.rows().filter(pk__gte=RawSQL("reached.pk", [])).order_by("pk")
        following, params = beyond.values("pk")[:1].query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH RECURSIVE reached(pk) AS ("  # noqa: S608 — the ORM's own SQL, and a number
                "SELECT CAST(0 AS bigint) UNION ALL "
                f"SELECT (({following}) / {MOST} + 1) * {MOST} FROM reached "
                "WHERE reached.pk IS NOT NULL) "
                f"SELECT pk / {MOST} FROM reached WHERE pk > 0",
                params,
            )
            return [file for (file,) in cursor.fetchall()]

    def pages(self, file: int) -> Iterator[Page]:
        """Yield what stands in a file."""
        address = addresses_of(self.page)
        for _pk, slug, changed in share_of(self.rows(), file, "slug", "modified_at"):
            yield address(slug), changed


class Themes(NamedTuple):
    """Themes of public films, each dated by the last change of one of them."""

    page: str

    def files(self) -> list[int]:
        return sorted({int(key) // MOST + 1 for key in view().select().words("theme")})

    def pages(self, file: int) -> Iterator[Page]:
        address, changes = addresses_of(self.page), view().select().last_changes("theme")
        for pk, slug in share_of(Theme.objects.all(), file, "slug"):
            if changed := changes.get(str(pk)):
                yield address(slug), changed


def share_of(rows: QuerySet[Any], file: int, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield the numbers and some columns of the rows of a file; a query for each AT_ONCE.

    So no cursor stays open for as long as a slow reader takes.
    """
    reached, end = (file - 1) * MOST, file * MOST
    while reached < end:
        share = rows.filter(pk__gte=reached, pk__lt=end).order_by("pk")
        some = list(share.values_list("pk", *columns)[:AT_ONCE])
        yield from some
        reached = some[-1][0] + 1 if len(some) == AT_ONCE else end


SECTIONS: dict[str, Section | Themes] = {
    "films": Section(Film.objects.published, "films:film_detail"),
    "lists": Section(LikeList.objects.published, "lists:like_list_detail"),
    "reviews": Section(Review.objects.published, "reviews:review_detail"),
    "articles": Section(Article.objects.published, "articles:article_detail"),
    "charts": Section(Chart.objects.all, "charts:chart_detail"),
    "themes": Themes("themes:theme_detail"),
    "people": Section(Person.objects.of_published_films, "people:person_detail"),
}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index: the files of each section that has pages (a query for each)."""
    addresses = [reverse("pages:sitemap_indexes")]
    for name, section in SECTIONS.items():
        addresses += [reverse("pages:sitemap_file", args=[name, file]) for file in section.files()]
    context = {"addresses": [request.build_absolute_uri(address) for address in addresses]}
    return HttpResponse(render_to_string("sitemap.xml", context), content_type=XML)


@require_safe
def sitemap_file(request: HttpRequest, name: str, number: int) -> StreamingHttpResponse:
    """The pages of a section whose numbers are those of a file."""
    pages = SECTIONS[name].pages(number) if name in SECTIONS else iter(())
    first = next(pages, None)
    if first is None:
        raise Http404("There is no such part of the sitemap.")
    return _streamed(request, chain([first], pages))


@require_safe
def sitemap_indexes(request: HttpRequest) -> StreamingHttpResponse:
    """Pages that lead to the others."""
    return _streamed(request, ((reverse(name), None) for name in INDEXES))


def _streamed(
    request: HttpRequest, pages: Iterable[Page | tuple[str, None]]
) -> StreamingHttpResponse:
    site = escape(request.build_absolute_uri("/").rstrip("/"))

    def lines() -> Iterator[str]:
        yield HEAD
        for address, changed in pages:
            date = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
            yield f"<url><loc>{site}{escape(address)}</loc>{date}</url>\n"
        yield "</urlset>\n"

    return StreamingHttpResponse(_joined(lines()), content_type=XML)


def _joined(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines together, since each piece that is sent costs."""
    some: list[str] = []
    for line in lines:
        some.append(line)
        if len(some) == AT_ONCE:
            yield "".join(some)
            some = []
    yield "".join(some)
