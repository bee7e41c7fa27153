"""The film index: narrowing, counting, and what it says when there is nothing to show."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from films.models import Film, Series

from .factories import make_film, make_genre, make_offer, make_theme

pytestmark = pytest.mark.django_db

CARD = re.compile(r'<h3 class="film-card__title"><a href="[^"]+">([^<]+)</a>')
CHOICE = re.compile(
    r'<a class="filter-choice" href="([^"]+)">([^<]+?) <span class="filter-choice__count">(\d+)<'
)
BOX = re.compile(
    r'name="theme" value="([^"]+)"( checked)?>([^<]+?) <span class="filter-choice__count">(\d+)<'
)


def page_at(client: Client, query: str = "", **data: Any) -> str:
    response = client.get(f"/films/{query}", data or None)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def films_on(page: str) -> list[str]:
    return [unescape(title) for title in CARD.findall(page)]


def choices_on(page: str) -> dict[str, int]:
    """Return how many films each choice that is not taken would leave."""
    links = {unescape(label): int(count) for _, label, count in CHOICE.findall(page)}
    boxes = {unescape(label): int(count) for *_, label, count in BOX.findall(page)}
    return links | boxes


def address_of(page: str, label: str) -> str:
    return next(unescape(href) for href, name, _ in CHOICE.findall(page) if name == label)


def heading_of(page: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert found
    return unescape(re.sub(r"<[^>]+>", "", found[1]))


def problems_on(page: str) -> str:
    found = re.search(r'<ul class="film-index__problems".*?</ul>', page, re.DOTALL)
    return unescape(found[0]) if found else ""


@pytest.fixture
def shelf(db: None) -> None:
    """Six films, of which each filter finds another handful."""
    alien = Series.objects.create(name="Alien", slug="alien")
    heat = make_film(
        "Heat", 1995, runtime=170, genres=["crime", "drama"], themes=["heist", "los-angeles"],
        countries=["US"], languages=["en"],
    )  # fmt: skip
    make_film("The Killer", 1989, runtime=111, genres=["crime"], countries=["HK"], languages=["zh"])
    make_film(
        "Rififi", 1955, runtime=118, genres=["crime", "thriller"], themes=["heist"],
        countries=["FR"], languages=["fr", "it"],
    )  # fmt: skip
    nosferatu = make_film("Nosferatu", 1922, runtime=63, genres=["horror"], countries=["DE"])
    make_film("Alien", 1979, runtime=117, genres=["horror"], series=alien, countries=["GB", "US"])
    make_film("Grizzly Man", 2005, runtime=None, form=Film.Form.DOCUMENTARY, countries=["US"])
    make_offer(heat)
    make_offer(heat, kind="rent")
    make_offer(nosferatu, "internet-archive", country="DE")
    cache.clear()


# Narrowing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "films"),
    [
        ("genre=horror", ["Alien", "Nosferatu"]),
        ("genre=crime&genre=drama", ["Heat"]),
        ("theme=heist", ["Heat", "Rififi"]),
        ("theme=heist&theme=los-angeles", ["Heat"]),
        ("decade=1980", ["The Killer"]),
        ("runtime=under-90", ["Nosferatu"]),
        ("runtime=90-119", ["The Killer", "Alien", "Rififi"]),
        ("runtime=120-149", []),
        ("runtime=150-or-more", ["Heat"]),
        ("country=US", ["Grizzly Man", "Heat", "Alien"]),
        ("language=it", ["Rififi"]),
        ("service=netflix", ["Heat"]),
        ("form=documentary", ["Grizzly Man"]),
        ("series=alien", ["Alien"]),
        ("title=the+kil", ["The Killer"]),
        ("title=RÍFIFI", ["Rififi"]),
        ("genre=crime&country=FR&decade=1950&runtime=90-119&language=fr&theme=heist", ["Rififi"]),
    ],
)
def test_a_filter_leaves_the_films_it_names(
    client: Client, shelf: None, query: str, films: list[str]
) -> None:
    assert films_on(page_at(client, f"?{query}")) == films


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        ("", "Grizzly Man", "Nosferatu"),
        ("newest", "Grizzly Man", "Nosferatu"),
        ("oldest", "Nosferatu", "Grizzly Man"),
        ("title", "Alien", "Rififi"),
        ("shortest", "Nosferatu", "Grizzly Man"),
        ("longest", "Heat", "Grizzly Man"),
    ],
)
def test_films_stand_in_the_order_asked_for(
    client: Client, shelf: None, order: str, first: str, last: str
) -> None:
    films = films_on(page_at(client, f"?sort={order}" if order else ""))
    assert (films[0], films[-1]) == (first, last)


def test_films_are_shelved_without_their_article(client: Client, shelf: None) -> None:
    films = films_on(page_at(client, "?sort=title"))
    assert films == ["Alien", "Grizzly Man", "Heat", "The Killer", "Nosferatu", "Rififi"]


def test_a_film_on_a_service_twice_appears_and_counts_once(client: Client, shelf: None) -> None:
    assert films_on(page_at(client, "?service=netflix")) == ["Heat"]
    assert choices_on(page_at(client))["Netflix"] == 1


def test_services_are_those_of_the_visitors_country(client: Client, shelf: None) -> None:
    assert "Internet archive" not in choices_on(page_at(client))
    assert films_on(page_at(client, "?service=internet-archive")) == []


def test_an_offer_that_has_ended_is_no_reason_to_show_a_film(client: Client) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    make_offer(available_until=yesterday)
    page = page_at(client)
    assert "Netflix" not in choices_on(page)
    assert films_on(page_at(client, "?service=netflix")) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"status": "withdrawn"},
        {"publish_at": timezone.now() + dt.timedelta(days=1)},
        {"expire_at": timezone.now() - dt.timedelta(hours=1)},
    ],
)
def test_a_film_that_is_not_public_is_neither_shown_nor_counted(
    client: Client, fields: dict[str, Any]
) -> None:
    make_film("Shown", genres=["crime"])
    hidden = make_film(
        "Hidden", 1930, genres=["crime", "western"], themes=["duel"], countries=["IT"], **fields
    )
    make_offer(hidden)
    page = page_at(client)
    assert films_on(page) == ["Shown"]
    assert heading_of(page) == "1 film"
    assert choices_on(page) == {"Crime": 1, "2010s": 1, "90 to 119 minutes": 1, "Feature": 1}
    assert films_on(page_at(client, "?genre=western")) == []


# Counting --------------------------------------------------------------------------------------


def test_each_choice_shows_how_many_films_it_would_leave(client: Client, shelf: None) -> None:
    for query in ("", "?genre=crime", "?theme=heist&country=US", "?decade=1970&form=feature"):
        page = page_at(client, query)
        assert CHOICE.findall(page)
        for href, label, count in CHOICE.findall(page):
            left = films_on(client.get(unescape(href)).content.decode())
            assert len(left) == int(count), (query, label)


def test_a_single_choice_counts_what_taking_another_would_leave(
    client: Client, shelf: None
) -> None:
    choices = choices_on(page_at(client, "?genre=crime&decade=1990"))
    assert choices["1980s"] == 1
    assert choices["1950s"] == 1
    assert choices["Drama"] == 1
    assert "Thriller" not in choices


def test_a_choice_without_films_is_hidden_unless_taken(client: Client, shelf: None) -> None:
    make_genre("western")
    make_theme("amnesia")
    assert "Western" not in choices_on(page_at(client))
    page = page_at(client, "?genre=western&theme=amnesia")
    assert "Drop </span>Western<" in page
    assert ("amnesia", " checked", "Amnesia", "0") in BOX.findall(page)


def test_counts_are_kept_apart_for_each_filter_and_order(client: Client, shelf: None) -> None:
    for _ in range(2):
        assert choices_on(page_at(client))["Crime"] == 3
        assert "Crime" not in choices_on(page_at(client, "?genre=horror"))
        assert "sort=title" in address_of(page_at(client, "?sort=title"), "Crime")
        assert "sort" not in address_of(page_at(client), "Crime")


# Addresses -------------------------------------------------------------------------------------


def test_a_choice_adds_to_what_is_asked_for_and_starts_at_page_one(
    client: Client, shelf: None
) -> None:
    page = page_at(client, "?sort=title&decade=1950&genre=crime&page=1&utm_source=x")
    assert (
        address_of(page, "Thriller") == "/films/?genre=crime&genre=thriller&decade=1950&sort=title"
    )
    assert address_of(page, "1990s") == "/films/?genre=crime&decade=1990&sort=title"


def test_each_active_filter_can_be_dropped_alone(client: Client, shelf: None) -> None:
    page = page_at(client, "?genre=crime&theme=heist&language=fr")
    chips = dict(
        re.findall(r'chip" href="([^"]+)"><span class="visually-hidden">Drop </span>([^<]+)<', page)
    )
    assert {unescape(href): label for href, label in chips.items()} == {
        "/films/?theme=heist&language=fr": "Crime",
        "/films/?genre=crime&language=fr": "Heist",
        "/films/?genre=crime&theme=heist": "in Language fr",
    }
    assert '<a class="filter-chips__clear" href="/films/">' in page


def test_the_form_carries_what_it_does_not_ask_for(client: Client, shelf: None) -> None:
    page = page_at(client, "?genre=crime&country=FR&title=rif&sort=oldest&theme=heist")
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)">', page)
    assert hidden == [("genre", "crime"), ("country", "FR"), ("sort", "oldest")]
    assert 'name="title" value="rif"' in page
    assert ("heist", " checked", "Heist", "1") in BOX.findall(page)


def test_empty_fields_of_a_form_leave_the_address(client: Client, shelf: None) -> None:
    response = client.get("/films/?title=&genre=crime&theme=+&sort=title")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        "/films/?genre=crime&sort=title",
    )
    assert client.get("/films/?title=").headers["Location"] == "/films/"


def test_further_pages_keep_the_filters(client: Client) -> None:
    for _ in range(25):
        make_film(genres=["crime"])
    first = page_at(client, "?genre=crime")
    assert len(films_on(first)) == 24
    assert 'href="?genre=crime&amp;page=2"' in first
    assert len(films_on(page_at(client, "?genre=crime&page=2"))) == 1


@pytest.mark.parametrize("page", ["abc", "0", "-1", "3", "1.5", "9" * 400])
def test_a_page_that_is_not_there_is_not_found(client: Client, shelf: None, page: str) -> None:
    assert client.get("/films/", {"page": page}).status_code == 404


# What it says ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("", "6 films"),
        ("?genre=crime&decade=1990", "1 film: Crime, 1990s"),
        ("?country=US&service=netflix", "1 film: from the United States, on Netflix"),
        ("?series=alien&title=ali", "1 film: Alien series, “ali” in the title"),
        ("?runtime=120-149", "No films: 120 to 149 minutes"),
    ],
)
def test_the_heading_says_how_many_films_of_what(
    client: Client, shelf: None, query: str, heading: str
) -> None:
    assert heading_of(page_at(client, query)) == heading


def test_the_title_says_what_is_asked_for(client: Client, shelf: None) -> None:
    assert "<title>All films – Moreish</title>" in page_at(client)
    assert "<title>Crime, 1990s: 1 film – Moreish</title>" in page_at(
        client, "?genre=crime&decade=1990"
    )


def test_robots_keep_one_filter_and_leave_combinations(client: Client, shelf: None) -> None:
    noindex = '<meta name="robots" content="noindex, follow">'
    assert noindex not in page_at(client)
    assert noindex not in page_at(client, "?genre=crime")
    assert noindex in page_at(client, "?genre=crime&decade=1990")
    assert noindex in page_at(client, "?genre=no-such-genre")


def test_no_film_left_says_which_filter_to_drop(client: Client, shelf: None) -> None:
    page = page_at(client, "?genre=crime&theme=heist&decade=1980")
    ways = re.findall(
        r'<li><a href="([^"]+)">([^<]+)</a> <span class="filter-ways__count">(.+?)<', page
    )
    assert [(unescape(href), label, films) for href, label, films in ways] == [
        ("/films/?genre=crime&theme=heist", "without 1980s", "2 films"),
        ("/films/?genre=crime&decade=1980", "without Heist", "1 film"),
    ]


def test_no_film_left_without_any_one_filter_offers_each_alone(client: Client, shelf: None) -> None:
    page = page_at(client, "?genre=drama&decade=1920&form=documentary")
    assert "Keep one" in page
    ways = re.findall(r'">([^<]+)</a> <span class="filter-ways__count">(.+?)<', page)
    assert sorted(ways) == [("1920s", "1 film"), ("Documentary", "1 film"), ("Drama", "1 film")]


def test_an_empty_catalogue_says_so(client: Client) -> None:
    assert "The catalogue is empty so far" in page_at(client)


# What means nothing ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("theme=nonsense", "There is no theme called “nonsense”"),
        ("genre=Crime", "There is no genre called “Crime”"),
        ("decade=abc", "There is no decade called “abc”"),
        ("decade=1995", "There is no decade called “1995”"),
        ("decade=99999999999", "There is no decade called “99999999999”"),
        ("decade=٢٠٠٠", "There is no decade called “٢٠٠٠”"),
        ("runtime=-1", "There is no runtime called “-1”"),
        ("country=us", "There is no country called “us”"),
        ("language=xx", "There is no language called “xx”"),
        ("service=no", "There is no service called “no”"),
        ("form=haiku", "There is no form called “haiku”"),
        ("series=none", "There is no series called “none”"),
        ("sort=best", "There is no order called “best”"),
        ("title=!!!", "No title can have “!!!” in it"),
        ("decade=1990&decade=1980", "Only one decade can be chosen together; left out: 1980s."),
    ],
)
def test_a_value_that_means_nothing_is_named_and_narrows_nothing(
    client: Client, shelf: None, query: str, problem: str
) -> None:
    page = page_at(client, f"?{query}&genre=horror")
    assert problem in problems_on(page)
    if "1980" not in query:
        assert films_on(page) == ["Alien", "Nosferatu"]


def test_what_means_something_beside_it_still_narrows(client: Client, shelf: None) -> None:
    page = page_at(client, "?theme=heist&theme=nonsense")
    assert films_on(page) == ["Heat", "Rififi"]
    assert "“nonsense”" in problems_on(page)


@pytest.mark.parametrize("name", ["genre", "theme", "decade", "title", "sort", "country"])
def test_a_very_long_value_is_answered_in_short(client: Client, shelf: None, name: str) -> None:
    page = page_at(client, **{name: "x" * 10_000})
    assert "x" * 41 not in page
    assert "x" * 40 + "…" in problems_on(page)


def test_no_more_themes_are_combined_than_a_page_can_bear(client: Client) -> None:
    slugs = [make_theme(f"theme-{number}").slug for number in range(20)]
    make_film(themes=slugs)
    page = page_at(client, theme=slugs)
    assert "Only 6 themes can be chosen together; left out: Theme 6, " in problems_on(page)
    assert len(films_on(page)) == 1


def test_a_title_with_signs_is_shown_as_text(client: Client, shelf: None) -> None:
    page = page_at(client, title="<b>100%_a&b</b>.")
    assert "<b>100%" not in page
    assert "“<b>100%_a&b</b>.” in the title" in heading_of(page)


def test_a_null_byte_is_a_bad_request(client: Client) -> None:
    assert client.get("/films/?genre=%00").status_code == 400


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/films/").status_code == 405
    assert client.head("/films/").status_code == 200


# Cost ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "cold", "warm"),
    [("", 7, 2), ("?genre=crime", 9, 3), ("?genre=crime&theme=heist&country=US", 9, 6)],
)
def test_240_films_cost_as_many_queries_as_24(
    client: Client, query: str, cold: int, warm: int
) -> None:
    """Cold counts a process that has drawn nothing yet, down to the cards."""

    def grow(films: int) -> None:
        for _ in range(films):
            make_offer(make_film(genres=["crime"], themes=["heist"], countries=["US"]))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_at(client, query)
        return len(captured)

    for films in (24, 216):
        grow(films)
        page_at(client, query)
        cache.clear()
        assert queries() <= cold
        assert queries() <= warm
