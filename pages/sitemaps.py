"""What search engines should know of: every public page, dated by its last change.

The sitemap is an index of files, one for each MOST numbers that rows of a kind may have. So no
file has more addresses than that, a page stays in its file for ever, and neither the index nor a
file has to count or to pass over what stands in others. Files are sent as they are read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from films.catalogue import view
from films.models import Chart, Film, Theme
from lists.models import LikeList
from people.models import Person
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


class Section(NamedTuple):
    """All public rows of a kind, and the name of their pages' address."""

    rows: Callable[[], QuerySet[Any]]
    page: str


SECTIONS = {
    "films": Section(Film.objects.published, "films:film_detail"),
    "lists": Section(LikeList.objects.published, "lists:like_list_detail"),
    "reviews": Section(Review.objects.published, "reviews:review_detail"),
    "articles": Section(Article.objects.published, "articles:article_detail"),
    "charts": Section(Chart.objects.all, "charts:chart_detail"),
    "people": Section(Person.objects.of_published_films, "people:person_detail"),
}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index: the files of each section that has pages (a query for each)."""
    addresses = [reverse("pages:sitemap_indexes"), reverse("pages:sitemap_themes")]
    for name, section in SECTIONS.items():
        files = (
            section.rows().order_by().annotate(file=F("pk") / MOST).values_list("file").distinct()
        )
        addresses += [
            reverse("pages:sitemap_file", args=[name, file + 1])
            for (file,) in files.order_by("file")
        ]
    context = {"addresses": [request.build_absolute_uri(address) for address in addresses]}
    return render(request, "sitemap.xml", context, content_type=XML)


@require_safe
def sitemap_file(request: HttpRequest, name: str, number: int) -> StreamingHttpResponse:
    """The pages of a section whose numbers are those of a file (one query)."""
    section = SECTIONS.get(name)
    if section is None or number < 1:
        raise Http404("There is no such part of the sitemap.")
    first = (number - 1) * MOST
    rows = section.rows().filter(pk__gte=first, pk__lt=first + MOST).order_by("pk")
    changes = rows.values_list("slug", "modified_at").iterator(AT_ONCE)
    return _streamed(request, _addressed(section.page, changes))


@require_safe
def sitemap_indexes(request: HttpRequest) -> StreamingHttpResponse:
    """Pages that lead to the others."""
    return _streamed(request, ((reverse(name), None) for name in INDEXES))


@require_safe
def sitemap_themes(request: HttpRequest) -> StreamingHttpResponse:
    """Themes that most public films have, each dated by the last change of one of them."""
    changes = view().select().last_changes("theme")
    themes = Theme.objects.filter(pk__in=sorted(changes, key=int)[:MOST]).order_by("pk")
    rows = ((theme.slug, changes[str(theme.pk)]) for theme in themes)
    return _streamed(request, _addressed("themes:theme_detail", rows))


def _addressed(
    page: str, rows: Iterable[tuple[str, dt.datetime]]
) -> Iterator[tuple[str, dt.datetime]]:
    # To work out each address by its name would take longer than all the rest.
    before, after = reverse(page, args=["slug"]).split("slug")
    for slug, changed in rows:
        yield f"{before}{slug}{after}", changed


def _streamed(
    request: HttpRequest, pages: Iterable[tuple[str, dt.datetime | None]]
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
