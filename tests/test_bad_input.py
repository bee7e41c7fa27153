"""What cannot be meant is refused calmly, and what is not public is nowhere to be seen."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from films.models import Film, Series
from pages import sitemaps
from people.models import Person
from publishing.models import Status

from .factories import (
    make_article,
    make_chart,
    make_comment,
    make_credit,
    make_entry,
    make_film,
    make_likeness,
    make_list,
    make_offer,
    make_person,
    make_position,
    make_release,
    make_review,
)

pytestmark = pytest.mark.django_db

PAGES = {
    "home": "/",
    "about": "/about/",
    "search": "/search/",
    "search results": "/search/?q=backtrace",
    "film index": "/films/",
    "film": "/films/backtrace-2018/",
    "poster": "/films/backtrace-2018/poster.svg",
    "theme index": "/themes/",
    "theme": "/themes/amnesia/",
    "list index": "/lists/",
    "list": "/lists/movies-like-backtrace/",
    "person": "/people/matthew-modine/",
    "portrait": "/people/matthew-modine/portrait.svg",
    "review index": "/reviews/",
    "review": "/reviews/backtrace-review/",
    "article index": "/articles/",
    "article": "/articles/backtrace-explained/",
    "chart index": "/charts/",
    "chart": "/charts/netflix-top-10/",
    "feed of lists": "/feeds/lists/",
    "feed of reviews": "/feeds/reviews/",
    "feed of articles": "/feeds/articles/",
    "sitemap": "/sitemap.xml",
    "robots": "/robots.txt",
    "health": "/healthz",
}


@pytest.fixture
def site() -> Film:
    """Make one page of each kind, at the addresses above."""
    film = make_film("Backtrace", 2018, themes=["amnesia"], genres=["thriller"])
    make_credit(film, make_person("Matthew Modine"))
    make_list(film, make_film("Memento", 2000), slug="movies-like-backtrace")
    make_review(film, slug="backtrace-review")
    make_comment(make_article(film, slug="backtrace-explained"))
    make_position(make_chart("Netflix top 10"), film)
    return film


# Addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_every_kind_of_page_answers(client: Client, site: Film, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_page_can_be_asked_for_its_headers_alone(
    client: Client, site: Film, address: str
) -> None:
    response = client.head(address)
    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_page_takes_nothing(client: Client, site: Film, address: str, method: str) -> None:
    assert getattr(client, method)(address, {"q": "x"}).status_code == 405


@pytest.mark.parametrize(
    "slug", ["no-such-page", "BACKTRACE-2018", "backtrace_2018", "-", "0", "x" * 3000]
)
@pytest.mark.parametrize(
    "kind",
    [
        *("films/{}/", "films/{}/poster.svg", "lists/{}/", "people/{}/", "people/{}/portrait.svg"),
        *("reviews/{}/", "articles/{}/", "charts/{}/", "themes/{}/", "{}/"),
    ],
)
def test_an_unknown_address_is_no_page(client: Client, site: Film, kind: str, slug: str) -> None:
    response = client.get("/" + kind.format(slug))
    assert response.status_code == 404
    assert b"No film on this screen" in response.content


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a b",
            "🎬",
            "مرحبا",
            "<script>alert(1)</script>",
            "' OR 1=1 --",
            "..",
            "../../etc/passwd",
        ),
        *("%", "a\nb", "backtrace-2018\u200b", "\uff42acktrace-2018", "\x7f", "\\", "a?b", "a#b"),
    ],
)
@pytest.mark.parametrize("section", ["films", "lists", "people", "reviews", "articles", "charts"])
def test_no_page_has_an_address_of_odd_signs(
    client: Client, site: Film, section: str, text: str
) -> None:
    response = client.get(f"/{section}/{quote(text, safe='')}/")
    assert response.status_code == 404
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize(
    "page", ["0", "-1", "abc", "1e9", "٣", "99999999999999", "2", "1.0", "²", "+1", "1 1"]
)
@pytest.mark.parametrize(
    "address",
    [
        *("/films/", "/lists/", "/reviews/", "/articles/", "/charts/netflix-top-10/"),
        *(f"/search/?q=backtrace&kind={kind}" for kind in ("films", "people", "lists")),
    ],
)
def test_a_page_number_that_is_none_is_not_found(
    client: Client, site: Film, address: str, page: str
) -> None:
    mark = "&" if "?" in address else "?"
    assert client.get(f"{address}{mark}page={quote(page)}").status_code == 404


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_null_bytes_are_refused_everywhere(client: Client, site: Film, address: str) -> None:
    path, _, query = address.partition("?")
    for odd in (f"{path}?{query}&x=%00", f"{path}?x%00", f"{path}%00", f"/%00{path}"):
        response = client.get(odd)
        assert response.status_code == 400
        assert b"makes no sense" in response.content
    raw = client.get(path, QUERY_STRING="x=\0")
    assert raw.status_code == 400


@pytest.mark.parametrize(
    "address", ["/films/", "/lists/", "/", "/about/", "/films/backtrace-2018/"]
)
def test_parameters_that_a_page_does_not_know_change_nothing(
    client: Client, site: Film, address: str
) -> None:
    odd = "utm_source=mail&fbclid=1&x=<script>alert(1)</script>&[]=1&=&%FF=%FF&a=" + "b" * 3000
    response = client.get(f"{address}?{odd}", follow=True)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert b"utm_source" not in response.content


# Filters ---------------------------------------------------------------------------------------

FILTERS = (
    "genre", "theme", "decade", "runtime", "country", "language", "service", "form", "series",
    "title", "sort",
)  # fmt: skip
NO_VALUES = (
    "no-such-value", "-1", "0", "1e9", "9" * 400, "NaN", "٣", "' OR 1=1 --",
    "<script>alert(1)</script>", "%", "_", "\ufffd", "🎬", "../..", "null", "[]", "{{7*7}}",
    "x" * 5000,
)  # fmt: skip


@pytest.mark.parametrize("value", NO_VALUES, ids=range(len(NO_VALUES)))
@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_that_means_nothing_is_named(
    client: Client, site: Film, name: str, value: str
) -> None:
    response = client.get("/films/", {name: value})
    page = response.content.decode()
    assert response.status_code in {200, 400}
    assert "<script>alert" not in page
    assert len(page) < 60_000
    # Most values are words of a title nowhere, but words they are.
    if name != "title":
        assert "film-index__problems" in page


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_given_many_times_is_answered(client: Client, site: Film, name: str) -> None:
    values = ["thriller", "amnesia", "1990", "1990", "US", "en", "feature", "title"] * 40
    assert client.get("/films/", {name: values}).status_code in {200, 400}
    assert client.get("/films/", {name: [str(number) for number in range(900)]}).status_code == 200


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_with_broken_signs_is_answered(client: Client, site: Film, name: str) -> None:
    for raw in ("%ED%A0%80", "%FF", "%", "%zz", "+", "a;b", "%0d%0aX-Odd:%201"):
        response = client.get(f"/films/?{name}={raw}", follow=True)
        assert response.status_code in {200, 400}
        assert "X-Odd" not in response.headers
    assert client.get(f"/films/?{name}=%00").status_code == 400


def test_all_filters_together_are_answered(client: Client, site: Film) -> None:
    values = dict.fromkeys(FILTERS, "thriller")
    assert client.get("/films/", values).status_code == 200


# What is not public ----------------------------------------------------------------------------

NOW = timezone.now()
SECRETS: dict[str, dict[str, Any]] = {
    "draft": {"status": Status.DRAFT},
    "in review": {"status": Status.REVIEW},
    "withdrawn": {"status": Status.WITHDRAWN},
    "scheduled": {"publish_at": NOW + dt.timedelta(days=1)},
    "expired": {"publish_at": NOW - dt.timedelta(days=9), "expire_at": NOW - dt.timedelta(hours=1)},
}  # fmt: skip
# Stands in everything below that is not public, and in nothing that is.
WORD = "Vanishing"
HIDDEN = {
    "film": "/films/vanishing-film/",
    "poster": "/films/vanishing-film/poster.svg",
    "list": "/lists/vanishing-list/",
    "review": "/reviews/vanishing-review/",
    "article": "/articles/vanishing-article/",
    "theme of a hidden film": "/themes/vanishing-act/",
    "review of a hidden film": "/reviews/vanishing-judgement/",
    "former film": "/films/once-vanishing/",
    "former list": "/lists/once-vanishing/",
}


@pytest.fixture(params=list(SECRETS.values()), ids=list(SECRETS))
def hidden(request: pytest.FixtureRequest, site: Film) -> Film:
    """Make a film, a list, a review and an article that are not public, tied to what is."""
    secret: dict[str, Any] = request.param
    series = Series.objects.create(name="Backtraces", slug="backtraces")
    Film.objects.filter(pk=site.pk).update(series=series, series_order=1)
    film = make_film(
        f"{WORD} film",
        slug="once-vanishing",
        themes=["amnesia", "vanishing-act"],
        genres=["thriller", "vanishing-genre"],
        directors=[Person.objects.get(slug="matthew-modine")],
        series=series,
        series_order=2,
        **secret,
    )
    make_credit(film, Person.objects.get(slug="matthew-modine"), character=f"{WORD} man")
    make_offer(film)
    make_release(film)
    make_likeness(site, film)
    make_position(make_chart("US top 10", slug="us"), film)
    make_position(site.chart_positions.get().chart, film, rank=2)
    make_entry(site.like_lists.get(), film, blurb=f"{WORD} blurb.")
    make_list(film, headline=f"{WORD} list", slug="once-vanishing", **secret)
    make_list(site, headline=f"{WORD} list again", **secret)
    make_review(film, headline=f"{WORD} judgement", slug="vanishing-judgement")
    make_review(site, headline=f"{WORD} review", slug="vanishing-review", **secret)
    article = make_article(
        site, film, headline=f"{WORD} article", slug="vanishing-article", **secret
    )
    public = site.articles.get(slug="backtrace-explained")
    public.films.add(film)
    public.read_next = article
    public.save()
    film.rename("vanishing-film")
    film.like_lists.get(slug="once-vanishing").rename("vanishing-list")
    return film


@pytest.mark.parametrize("address", HIDDEN.values(), ids=HIDDEN)
def test_what_is_not_public_has_no_page(client: Client, hidden: Film, address: str) -> None:
    assert client.get(address).status_code == 404


def test_what_is_not_public_stands_on_no_other_page(client: Client, hidden: Film) -> None:
    others = ["/charts/us/", "/search/?q=vanishing", "/films/?sort=title", "/films/?theme=amnesia"]
    for address in [*PAGES.values(), *others]:
        page = client.get(address).content.decode().replace("?q=vanishing", "")
        main = page.partition("<main")[2] if address.startswith("/search/?q=vanishing") else page
        for word in (WORD, "vanishing-"):
            assert word not in main.replace('value="vanishing"', ""), address


def test_what_is_not_public_is_not_counted(client: Client, hidden: Film) -> None:
    assert "2 films" in client.get("/films/").content.decode()
    file = hidden.pk // sitemaps.MOST + 1
    listed: Any = client.get(f"/sitemap-films-{file}.xml")
    assert listed.getvalue().decode().count("/films/") == 2
    assert client.get("/feeds/lists/").content.decode().count("<entry>") == 1
    assert client.get("/feeds/reviews/").content.decode().count("<entry>") == 1
    assert client.get("/feeds/articles/").content.decode().count("<entry>") == 1
    assert "1 film<" in client.get("/search/?q=modine").content.decode()


def test_filters_know_public_films_alone(client: Client, hidden: Film) -> None:
    for query, number in (
        ("theme=amnesia", 1),
        ("series=backtraces", 1),
        ("theme=vanishing-act", 0),
    ):
        page = client.get(f"/films/?{query}").content.decode()
        assert page.count('class="film-card"') == number


def test_a_person_of_hidden_films_alone_is_not_shown_with_them(
    client: Client, hidden: Film
) -> None:
    make_credit(hidden, make_person("Ada Backtrace"))
    response = client.get("/people/ada-backtrace/")
    assert response.status_code == 404
    assert WORD not in response.content.decode()
    assert "Ada Backtrace" not in client.get("/search/?q=backtrace").content.decode()
