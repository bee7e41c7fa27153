"""What machines read: feeds, the sitemap, robots.txt, the answer to "are you well?"."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from films import catalogue
from films.models import Film, FilmTheme, Theme
from pages import sitemaps
from publishing.models import Status
from reviews.models import Section

from .factories import (
    make_article,
    make_author,
    make_chart,
    make_credit,
    make_entry,
    make_film,
    make_list,
    make_person,
    make_review,
    numbers,
)

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FEEDS = ["lists", "reviews", "articles"]
MAKERS: dict[str, Any] = {"lists": make_list, "reviews": make_review, "articles": make_article}
HIDDEN: list[dict[str, Any]] = [
    {"status": Status.DRAFT, "publish_at": None},
    {"status": Status.REVIEW},
    {"status": Status.WITHDRAWN},
    {"publish_at": timezone.now() + dt.timedelta(days=9)},
    {"expire_at": timezone.now() - dt.timedelta(hours=1)},
]


def feed(client: Client, kind: str) -> ET.Element:
    response = client.get(f"/feeds/{kind}/")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content)  # noqa: S314 — our own feed


def text(element: ET.Element, name: str) -> str:
    found = element.find(ATOM + name)
    assert found is not None, name
    assert found.text, name
    return found.text


def links(element: ET.Element) -> dict[str | None, str | None]:
    return {link.get("rel"): link.get("href") for link in element.findall(ATOM + "link")}


# Feeds -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FEEDS)
def test_a_feed_is_valid_atom(client: Client, kind: str) -> None:
    page = MAKERS[kind](headline="Über <b> & more", standfirst="For “all”.")
    page.authors.add(make_author("Vera Lamplight"), make_author("Ada"))
    root = feed(client, kind)
    assert root.tag == ATOM + "feed"
    assert text(root, "id").startswith("http")
    assert text(root, "title").startswith("Moreish: ")
    assert links(root) == {
        "alternate": f"http://testserver/{kind}/",
        "self": f"http://testserver/feeds/{kind}/",
    }
    (entry,) = root.findall(ATOM + "entry")
    assert text(entry, "title") == "Über <b> & more"
    assert text(entry, "summary") == "For “all”."
    assert text(entry, "id") == f"http://testserver{page.get_absolute_url()}"
    assert links(entry) == {"alternate": f"http://testserver{page.get_absolute_url()}"}
    author = entry.find(ATOM + "author")
    assert author is not None
    assert text(author, "name") == "Ada, Vera Lamplight"


@pytest.mark.parametrize("kind", FEEDS)
def test_a_page_without_a_by_line_is_by_the_site(client: Client, kind: str) -> None:
    MAKERS[kind]()
    root = feed(client, kind)
    author = root.find(ATOM + "author")
    assert author is not None
    assert text(author, "name") == "Moreish"
    assert root.find(f"{ATOM}entry/{ATOM}author") is None


@pytest.mark.parametrize("kind", FEEDS)
def test_a_feed_is_dated_by_publication(client: Client, kind: str) -> None:
    moments = [timezone.now().replace(microsecond=0) - dt.timedelta(days=day) for day in (9, 2, 5)]
    for moment in moments:
        MAKERS[kind](publish_at=moment)
    root = feed(client, kind)
    entries = root.findall(ATOM + "entry")
    newest_first = sorted(moments, reverse=True)
    for name in ("published", "updated"):
        found = [dt.datetime.fromisoformat(text(entry, name)) for entry in entries]
        assert found == newest_first
    assert dt.datetime.fromisoformat(text(root, "updated")) == newest_first[0]


@pytest.mark.parametrize("kind", FEEDS)
def test_an_empty_feed_is_still_a_feed(client: Client, kind: str) -> None:
    assert feed(client, kind).findall(ATOM + "entry") == []


@pytest.mark.parametrize("kind", FEEDS)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_is_not_public_is_in_no_feed(
    client: Client, kind: str, hidden: dict[str, Any]
) -> None:
    MAKERS[kind](headline="Secret", **hidden)
    assert feed(client, kind).findall(ATOM + "entry") == []


def test_a_review_of_a_draft_film_is_in_no_feed(client: Client) -> None:
    make_review(make_film(status=Status.DRAFT))
    assert feed(client, "reviews").findall(ATOM + "entry") == []


def test_no_body_and_no_spoiler_leaves_a_page(client: Client) -> None:
    told = "He hid the money"
    make_review(body=told, has_spoilers=True, verdict=told)
    article = make_article(intro=told)
    Section.objects.create(article=article, position=2, heading=told, body=told, is_spoiler=True)
    like_list = make_list(intro=told, outro=told)
    make_entry(like_list, blurb=told)
    for kind in FEEDS:
        assert told.encode() not in client.get(f"/feeds/{kind}/").content


@pytest.mark.parametrize("kind", FEEDS)
def test_what_xml_cannot_carry_does_not_break_a_feed(client: Client, kind: str) -> None:
    page = MAKERS[kind](headline="Two\x0blines", standfirst="A bell\x07.")
    page.authors.add(make_author("A\x1fda", slug="ada"))
    (entry,) = feed(client, kind).findall(ATOM + "entry")
    assert text(entry, "title") == "Two lines"


def test_a_feed_has_the_newest_twenty_whatever_their_number(client: Client) -> None:
    for day in range(22):
        published = timezone.now() - dt.timedelta(days=day)
        make_list(headline=f"Nr {day}", publish_at=published).authors.add(
            make_author(slug=f"a{day}")
        )
    client.get("/feeds/lists/")
    with CaptureQueriesContext(connection) as queries:
        entries = feed(client, "lists").findall(ATOM + "entry")
    assert [text(entry, "title") for entry in entries] == [f"Nr {day}" for day in range(20)]
    assert len(queries) == 1


# The sitemap -------------------------------------------------------------------------------------


def xml_at(client: Client, address: str) -> ET.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    content: bytes = response.getvalue()
    return ET.fromstring(content)  # noqa: S314 — our own sitemap


def files_of(client: Client) -> list[str]:
    root = xml_at(client, "/sitemap.xml")
    assert root.tag == SITEMAP + "sitemapindex"
    return [str(each.findtext(SITEMAP + "loc")) for each in root.findall(SITEMAP + "sitemap")]


def sitemap(client: Client) -> dict[str, str | None]:
    """Return the addresses in all files of the sitemap with their last changes."""
    found: dict[str, str | None] = {}
    for address in files_of(client):
        root = xml_at(client, address)
        assert root.tag == SITEMAP + "urlset"
        found |= {
            str(url.findtext(SITEMAP + "loc")): url.findtext(SITEMAP + "lastmod")
            for url in root.findall(SITEMAP + "url")
        }
    return found


INDEXES = [
    "",
    "films/",
    "themes/",
    "lists/",
    "reviews/",
    "articles/",
    "charts/",
    "blend/",
    "about/",
]


def test_an_empty_site_has_its_indexes_in_the_sitemap(client: Client) -> None:
    assert list(sitemap(client)) == [f"http://testserver/{index}" for index in INDEXES]


def test_the_sitemap_has_every_public_page_dated_by_its_last_change(client: Client) -> None:
    film, person = make_film(), make_person()
    make_credit(film, person)
    writing: list[Any] = [make_list(film), make_review(film), make_article(film), make_chart()]
    pages = [film, person, *writing]
    found = sitemap(client)
    assert len(found) == len(INDEXES) + len(pages)
    for page in pages:
        page.refresh_from_db()
        address = f"http://testserver{page.get_absolute_url()}"
        assert found[address] == f"{page.modified_at:%Y-%m-%d}"
        assert client.get(address).status_code == 200


def test_people_and_themes_are_in_the_sitemap_as_soon_as_their_film_is(client: Client) -> None:
    film = make_film(themes=["amnesia"], publish_at=timezone.now())
    make_credit(film, make_person("Cher"))
    found = sitemap(client)
    for address in (film.get_absolute_url(), "/people/cher/", "/themes/amnesia/"):
        assert f"http://testserver{address}" in found


def test_a_theme_is_dated_in_the_sitemap_by_the_last_change_of_its_public_films(
    client: Client,
) -> None:
    films = [make_film(themes=["amnesia"]) for _ in range(2)]
    draft = make_film(themes=["amnesia"], status=Status.DRAFT)
    for film, year in zip([*films, draft], (2021, 2022, 2023), strict=True):
        changed = dt.datetime(year, 5, 4, 12, tzinfo=dt.UTC)
        Film.objects.filter(pk=film.pk).update(modified_at=changed)
    assert sitemap(client)["http://testserver/themes/amnesia/"] == "2022-05-04"
    assert client.get("/themes/amnesia/").status_code == 200


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_is_not_public_is_not_in_the_sitemap(client: Client, hidden: dict[str, Any]) -> None:
    film = make_film(themes=["amnesia"], **hidden)
    make_credit(film, make_person())
    make_review(film)
    make_list(make_film(slug="public"), **hidden)
    make_article(**hidden)
    make_review(make_film(slug="public-too"), **hidden)
    assert set(sitemap(client)) == {
        *(f"http://testserver/{index}" for index in INDEXES),
        "http://testserver/films/public/",
        "http://testserver/films/public-too/",
    }


def test_no_file_has_more_addresses_than_search_engines_take(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    films = [make_film() for _ in range(23)]
    films[4].delete()
    monkeypatch.setattr(sitemaps, "MOST", 5)
    monkeypatch.setattr(sitemaps, "AT_ONCE", 2)
    files = [address for address in files_of(client) if "-films-" in address]
    assert len(files) >= 5
    in_files = [len(xml_at(client, address)) for address in files]
    assert max(in_files) <= 5
    assert sum(in_files) == 22
    found = sitemap(client)
    assert {f"http://testserver{film.get_absolute_url()}" for film in films[:4]} <= set(found)


def test_a_page_stays_in_its_file(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST", 5)
    films = [make_film() for _ in range(12)]
    file = f"/sitemap-films-{films[-1].pk // 5 + 1}.xml"
    before = client.get(file).getvalue()
    for film in films[:3]:
        film.withdraw()
    assert client.get(file).getvalue() == before


NO_FILES = ["films-0", "nothing-1", "films-", "films", "films-x", "-1", "people-1", "themes-1"]


@pytest.mark.parametrize("name", [*NO_FILES, "films-3", f"films-{'9' * 30}"])
def test_a_file_that_is_no_part_of_the_sitemap_is_not_found(client: Client, name: str) -> None:
    make_film()
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_files_without_pages_are_not_named_however_far_the_next_row_is(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "MOST", 10)
    for pk in (*range(100, 110), 119, 121, 999_999_999_999):
        make_film(pk=pk)
    make_film(pk=135, status=Status.DRAFT, themes=["fog"])
    theme = Theme.objects.create(pk=42, name="Fog", slug="mist", kind="tone", description="?")
    FilmTheme.objects.create(film=Film.objects.get(pk=100), theme=theme)
    names = [f"films-{file}" for file in (11, 12, 13, 100_000_000_000)] + ["themes-5"]
    assert files_of(client)[1:] == [f"http://testserver/sitemap-{name}.xml" for name in names]
    assert len(sitemap(client)) == len(INDEXES) + 14


def test_naming_the_files_costs_the_same_however_many_there_are(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "MOST", 3)
    costs = []
    for films in (1, 20):
        for _ in range(films):
            make_credit(make_film())
        files_of(client)
        with CaptureQueriesContext(connection) as queries:
            found = files_of(client)
        costs.append(len(queries))
    assert len(found) > 10
    assert costs[0] == costs[1] == len(sitemaps.SECTIONS)


def test_a_long_file_takes_no_more_memory_than_a_short_one(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "AT_ONCE", 500)

    def memory() -> int:
        response = client.get("/sitemap-films-1.xml")
        assert isinstance(response, StreamingHttpResponse)
        tracemalloc.start()
        for _ in response.streaming_content:
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    def grow(films: range) -> None:
        public = {"status": Status.PUBLISHED, "publish_at": timezone.now(), "year": 2000}
        Film.objects.bulk_create(
            Film(pk=pk, title="A", slug=f"a-film-of-number-{pk}", **public) for pk in films
        )

    grow(range(1, 1_001))
    memory()
    few = memory()
    grow(range(1_001, 5_001))
    assert memory() < 1.5 * few


def test_a_file_is_found_by_its_numbers() -> None:
    """Neither the films before it nor those after it are read."""
    for pk in range(1, 200):
        make_film(f"Film {pk}", pk=pk)
    share = Film.objects.published().filter(pk__gte=50, pk__lt=60).order_by("pk")
    by_number = "INTEGER PRIMARY KEY (rowid>? AND rowid<?)"
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            by_number = "Index Cond: ((id >= 50) AND (id < 60))"
    assert by_number in share.values_list("pk", "slug")[:100].explain()


def test_a_file_is_sent_while_it_is_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "AT_ONCE", 3)
    for _ in range(8):
        make_film()
    response = client.get(f"/sitemap-films-{Film.objects.get_queryset()[0].pk // 50_000 + 1}.xml")
    assert isinstance(response, StreamingHttpResponse)
    assert len(list(response)) == 4


def test_an_address_says_on_which_site_it_is(client: Client) -> None:
    make_film("Heat", 1995)
    content = client.get("/sitemap-indexes.xml", headers={"host": "localhost"}).getvalue()
    assert b"<loc>http://localhost/films/</loc>" in content


def test_the_sitemap_costs_the_same_for_few_and_many(client: Client) -> None:
    def cost() -> int:
        catalogue.view()
        with CaptureQueriesContext(connection) as queries:
            sitemap(client)
        return len(queries)

    def grow(films: int) -> None:
        for _ in range(films):
            make_credit(make_film(themes=[f"theme-{next(numbers)}"]))

    grow(2)
    few = cost()
    grow(9)
    assert cost() == few


# Robots and health -------------------------------------------------------------------------------


def test_robots_are_told_where_to_look_and_where_not(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /admin/" in lines
    assert "Disallow: /search/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_health_is_asked_of_the_database_each_time(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]
    assert len(queries) == 1


@pytest.mark.parametrize(
    "address", ["/feeds/lists/", "/sitemap.xml", "/robots.txt", "/healthz", "/films/", "/search/"]
)
def test_machines_may_ask_for_the_head_alone(client: Client, address: str) -> None:
    response = client.head(address)
    assert (response.status_code, response.content) == (200, b"")
    assert client.post(address).status_code == 405
