"""Search finds what is meant, best first, however it is spelt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from films.models import AlternativeTitle, Film
from lists.models import LikeList
from pages.search_page import SearchPage
from pages.suggestions import known_spellings
from people.models import Person
from publishing.finding import MOST
from publishing.matching import LONGEST_QUERY, Match, Sought
from publishing.models import Status
from reviews.models import Article, Review

from .factories import (
    make_article,
    make_author,
    make_country,
    make_credit,
    make_film,
    make_list,
    make_person,
    make_review,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgotten_spellings() -> Iterator[None]:
    known_spellings.cache_clear()
    yield
    known_spellings.cache_clear()


@pytest.fixture
def films() -> None:
    """Make the films of the examples in the fold's and the search's promises."""
    pixar = make_film("WALL·E", 2008)
    make_credit(pixar, make_person("Andrew Stanton"), job="Director")
    make_film("Lock, Stock and Two Smoking Barrels", 1998)
    make_film("Le Samouraï", 1967)
    AlternativeTitle.objects.create(film=make_film("Oldboy", 2003), title="Oldeuboi")
    AlternativeTitle.objects.create(film=make_film("Se7en", 1995), title="Seven")
    make_film("The Killer", 1989)
    make_film("12 Angry Men", 1957)
    make_film("L'Avventura", 1960)
    make_film("Léon: The Professional", 1994)
    make_film("Blade Runner", 1982)
    make_film("Blade Runner 2049", 2017)
    make_film("Butch Cassidy & the Sundance Kid", 1969)
    heat = make_film("Heat", 1995)
    make_credit(heat, make_person("Michael Mann"), job="Director")
    make_credit(heat, make_person("Al Pacino"))
    make_credit(heat, make_person("Elliot Goldenthal"), job="Composer")
    make_film("Heat", 1986)


def titles(query: str) -> list[str]:
    return [str(film) for film in Film.objects.published().matching(Sought.typed(query))]


def names(query: str) -> list[str]:
    people = Person.objects.of_published_films().matching(Sought.typed(query))
    return [person.name for person in people]


def found(client: Client, query: str, **more: str) -> str:
    response = client.get("/search/", {"q": query, **more})
    assert response.status_code == 200
    return response.content.decode()


# Films -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("wall-e", "WALL·E (2008)"),
        ("WALL·E", "WALL·E (2008)"),
        ("walle", "WALL·E (2008)"),
        ("wall e", "WALL·E (2008)"),
        ("Wall.E", "WALL·E (2008)"),
        ("lock stock", "Lock, Stock and Two Smoking Barrels (1998)"),
        ("barrels smoking two", "Lock, Stock and Two Smoking Barrels (1998)"),
        ("LOCK, STOCK & TWO", "Lock, Stock and Two Smoking Barrels (1998)"),
        ("le samourai", "Le Samouraï (1967)"),
        ("samouraï", "Le Samouraï (1967)"),
        ("the samourai", "Le Samouraï (1967)"),
        ("Oldeuboi", "Oldboy (2003)"),
        ("se7en", "Se7en (1995)"),
        ("seven", "Se7en (1995)"),
        ("seven (1995)", "Se7en (1995)"),
        ("the killer", "The Killer (1989)"),
        ("killer", "The Killer (1989)"),
        ("Killer, The", "The Killer (1989)"),
        ("a killer", "The Killer (1989)"),
        ("12 angry men", "12 Angry Men (1957)"),
        ("avventura", "L'Avventura (1960)"),
        ("l'avventura", "L'Avventura (1960)"),
        ("l avventura", "L'Avventura (1960)"),
        ("leon the professional", "Léon: The Professional (1994)"),
        ("butch cassidy and the sundance kid", "Butch Cassidy & the Sundance Kid (1969)"),
        ("heat (1986)", "Heat (1986)"),
        ("heat 1995", "Heat (1995)"),
        ("blade runner 2049", "Blade Runner 2049 (2017)"),
        ("blade runner 1982", "Blade Runner (1982)"),
        ("blade runner 2049 (2017)", "Blade Runner 2049 (2017)"),
        ("heat mann", "Heat (1995)"),
        ("Michael Mann's Heat", "Heat (1995)"),
        ("heat pacino mann 1995", "Heat (1995)"),
        ("heat directed by michael mann", "Heat (1995)"),
        ("movies like se7en", "Se7en (1995)"),
        ("6 Films Like Heat (1995)", "Heat (1995)"),
    ],
)
def test_a_film_is_found_however_it_is_spelt(films: None, query: str, title: str) -> None:
    assert titles(query)[0] == title


@pytest.mark.parametrize(
    "query",
    [
        "heat 1974",
        "heat goldenthal",
        "mann pacino",
        "heat stallone",
        "zzyzzx",
        "%",
        "_",
        ".*",
        "",
        "·",
        "!?",
    ],
)
def test_what_no_film_is_called_finds_no_film(films: None, query: str) -> None:
    assert titles(query) == []


def test_wildcards_of_the_database_are_no_wildcards_here(films: None) -> None:
    assert titles("h_at") == titles("h%t") == titles("h.*t") == titles("heat|killer") == []


def test_the_closest_title_comes_first_then_the_newest() -> None:
    for title, year in (
        ("Theatre of Blood", 1973),
        ("White Heat", 1949),
        ("Heatwave", 2001),
        ("The Heat", 2013),
        ("Heat", 1995),
        ("In the Heat of the Night", 1967),
        ("Heathers", 1989),
        ("Red Heat", 1988),
    ):
        make_film(title, year)
    assert titles("heat") == [
        "The Heat (2013)",
        "Heat (1995)",
        "Heatwave (2001)",
        "Heathers (1989)",
        "Red Heat (1988)",
        "In the Heat of the Night (1967)",
        "White Heat (1949)",
        "Theatre of Blood (1973)",
    ]


def test_a_title_of_one_letter_comes_before_titles_that_begin_with_it() -> None:
    make_film("Memento", 2000)
    make_film("Mad Max", 1979)
    make_film("M", 1931)
    make_film("Rambo", 1982)
    assert titles("m") == ["M (1931)", "Memento (2000)", "Mad Max (1979)"]


def test_a_film_with_many_matching_titles_stands_once() -> None:
    film = make_film("Le Cercle Rouge", 1970)
    for title in ("The Red Circle", "Red Circle", "El círculo rojo"):
        AlternativeTitle.objects.create(film=film, title=title)
    assert titles("red circle") == ["Le Cercle Rouge (1970)"]
    (found_film,) = Film.objects.matching(Sought.typed("circulo rojo"))
    assert found_film.match == Match.EXACT


# People ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("stallone", "Sylvester Stallone"),
        ("Stallone, Sylvester", "Sylvester Stallone"),
        ("sly stallone sylvester", None),
        ("gonzalez inarritu", "Alejandro González Iñárritu"),
        ("Iñárritu González", "Alejandro González Iñárritu"),
        ("dicaprio", "Leonardo DiCaprio"),
        ("di caprio", "Leonardo DiCaprio"),
        ("oconnor", "Donald O'Connor"),
        ("o'connor", "Donald O'Connor"),
        ("jean luc", "Jean-Luc Godard"),
        ("stallone 1995", None),
    ],
)
def test_a_person_is_found_by_words_of_the_name_in_any_order(query: str, name: str | None) -> None:
    for person in (
        "Sylvester Stallone",
        "Alejandro González Iñárritu",
        "Leonardo DiCaprio",
        "Donald O'Connor",
        "Jean-Luc Godard",
    ):
        make_credit(person=make_person(person))
    assert names(query) == ([name] if name else [])


def test_of_people_with_such_a_name_who_made_more_films_comes_first() -> None:
    make_credit(person=make_person("Frank Stallone"))
    sylvester = make_person("Sylvester Stallone")
    for _film in range(2):
        make_credit(person=sylvester)
    rambo = make_film("Rambo")
    make_credit(rambo, sylvester)
    make_credit(rambo, sylvester, job="Writer")
    assert names("stallone") == ["Sylvester Stallone", "Frank Stallone"]
    assert Person.objects.for_cards().get(pk=sylvester.pk).film_count == 3


def test_people_without_a_public_film_are_left_out() -> None:
    make_person("Vera Lamplight")
    make_credit(make_film(status=Status.DRAFT), make_person("Otto Lamplight"))
    make_credit(make_film(), make_person("Ada Lamplight"))
    assert names("lamplight") == ["Ada Lamplight"]


# Lists and writing -----------------------------------------------------------------------------


def matching(rows: Any, query: str) -> list[str]:
    sought = Sought.typed(query)
    films = {film.pk: film.match for film in Film.objects.published().matching(sought)}
    return [str(row) for row in rows.published().matching(sought, films)]


def test_writing_is_found_by_the_words_of_its_headline() -> None:
    make_article(headline="What Happens at the End of Amélie & Other Endings?")
    make_article(headline="The Night That WALL·E Won")
    for query in (
        "amelie",
        "AMÉLIE ending",
        "end of amelie",
        "amelie and other endings",
        "happens amel",
    ):
        assert matching(Article.objects, query) == [
            "What Happens at the End of Amélie & Other Endings?"
        ]
    assert matching(Article.objects, "wall-e") == ["The Night That WALL·E Won"]
    assert matching(Article.objects, "walle") == ["The Night That WALL·E Won"]
    assert matching(Article.objects, "melie") == []
    assert matching(Article.objects, "(amelie|night)+") == []


def test_writing_is_found_by_the_films_that_it_is_about() -> None:
    film = make_film("WALL·E", 2008)
    make_review(film, headline="A robot in love")
    make_article(film, headline="Who switched off the lights?")
    make_list(film, make_film("Moon"), headline="Alone among the stars")
    for query in ("wall-e", "walle 2008"):
        assert matching(Review.objects, query) == ["A robot in love"]
        assert matching(Article.objects, query) == ["Who switched off the lights?"]
        assert matching(LikeList.objects, query) == ["Alone among the stars"]


def test_a_list_from_the_film_comes_before_lists_with_it() -> None:
    heat, moon, white_heat = make_film("Heat"), make_film("Moon"), make_film("White Heat")
    make_list(heat, moon, headline="Cops and robbers")
    make_list(moon, heat, headline="Night people")
    make_list(white_heat, headline="Top of the world")
    make_list(moon, headline="A Heat of their own")
    make_list(moon, white_heat, headline="Elsewhere")
    assert matching(LikeList.objects, "heat") == [
        "Cops and robbers",
        "A Heat of their own",
        "Top of the world",
        "Night people",
    ]
    assert matching(LikeList.objects, "a heat of their own") == ["A Heat of their own"]


# The page --------------------------------------------------------------------------------------


def test_an_empty_search_offers_examples_and_ways_to_browse(client: Client) -> None:
    for query in ("", "   ", "\t\n"):
        page = found(client, query)
        assert "?q=wall-e" in page
        assert 'href="/films/"' in page
        assert "noindex" not in page
    assert client.get("/search/").status_code == 200


def test_results_stand_in_sections_with_their_numbers(client: Client) -> None:
    film = make_film("Heat", 1995)
    make_credit(film, make_person("Jean Heather"))
    make_list(film, headline="Cops and robbers")
    make_review(film, headline="In cold light")
    make_article(film, headline="Coffee, explained")
    page = found(client, "heat")
    for kind in ("Films", "People", "Lists", "Reviews", "Articles"):
        assert f'<h2 id="{kind.lower()}">{kind} <span class="search__count">1</span></h2>' in page
    for text in ("Jean Heather", "Cops and robbers", "In cold light", "Coffee, explained"):
        assert text in page
    assert "Did you mean" not in page
    assert '<meta name="robots" content="noindex">' in page


def test_more_than_a_section_holds_is_a_link_away(client: Client) -> None:
    for number in range(30):
        make_film(f"Heat {number:02}", 1990)
    page = found(client, "heat")
    assert page.count('class="film-card"') == 12
    assert 'href="?q=heat&amp;kind=films"' in page
    assert "18 more" in page
    first = found(client, "heat", kind="films")
    assert first.count('class="film-card"') == 24
    assert "?q=heat&amp;kind=films&amp;page=2" in first
    second = found(client, "heat", kind="films", page="2")
    assert second.count('class="film-card"') == 6
    assert "noindex" in second


def test_of_a_great_many_the_page_says_that_there_are_more(client: Client) -> None:
    for number in range(MOST + 5):
        make_film(f"Heat {number:03}", 1990)
    assert f'Films <span class="search__count">{MOST}+</span>' in found(client, "heat")
    assert f'Films <span class="search__count">{MOST}+</span>' in found(
        client, "heat", kind="films"
    )


def test_each_kind_has_pages_of_its_own_and_others_have_none(client: Client) -> None:
    for kind in ("films", "people", "lists", "reviews", "articles"):
        assert "Nothing of this kind was found" in found(client, "heat", kind=kind)
        assert client.get("/search/", {"q": "heat", "kind": kind, "page": "2"}).status_code == 404
    for kind in ("film", "Films", "0", "'", "films\u0301"):
        assert client.get("/search/", {"q": "heat", "kind": kind}).status_code == 404


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("beckrace", "Backtrace (2018)"),
        ("matirx", "The Matrix (1999)"),
        ("lok stok", "Lock, Stock and Two Smoking Barrels (1998)"),
        ("shawshank redemtion 1994", "The Shawshank Redemption (1994)"),
        ("oldeubou", "Oldboy (2003)"),
        ("stalone", "Sylvester Stallone"),
        ("gonzales inaritu", "Alejandro González Iñárritu"),
        ("movies like memnto", "Memento (2000)"),
    ],
)
def test_a_slip_of_the_pen_is_answered_with_what_may_be_meant(
    client: Client, query: str, title: str
) -> None:
    make_film("Backtrace", 2018)
    make_film("Memento", 2000)
    make_film("The Matrix", 1999)
    make_film("Lock, Stock and Two Smoking Barrels", 1998)
    make_film("The Shawshank Redemption", 1994)
    AlternativeTitle.objects.create(film=make_film("Oldboy", 2003), title="Oldeuboi")
    make_credit(person=make_person("Sylvester Stallone"))
    make_credit(person=make_person("Alejandro González Iñárritu"))
    suggestions = SearchPage(query).suggestions
    assert suggestions[0].label == title
    page = found(client, query)
    assert "Did you mean" in page
    assert f'href="{suggestions[0].address}"' in page


def test_at_most_three_suggestions_are_made() -> None:
    for year in range(1990, 1995):
        make_film("Memento", year)
    assert len(SearchPage("memnto").suggestions) == 3


def test_no_suggestion_beside_what_was_found_or_for_mere_noise() -> None:
    make_film("Heat", 1995)
    make_film("Head", 1968)
    assert SearchPage("heat").suggestions == []
    assert SearchPage("qqqqqqqq").suggestions == []
    assert SearchPage("").suggestions == []


def test_a_known_spelling_of_a_film_withdrawn_since_is_no_suggestion() -> None:
    film = make_film("Backtrace", 2018)
    person = make_person("Sylvester Stallone")
    make_credit(film, person)
    assert SearchPage("beckrace").suggestions
    assert SearchPage("stalone").suggestions
    film.withdraw()
    assert SearchPage("beckrace").suggestions == []
    assert SearchPage("stalone").suggestions == []


def secrets() -> Iterator[dict[str, Any]]:
    yield {"status": Status.DRAFT}
    yield {"status": Status.REVIEW}
    yield {"status": Status.WITHDRAWN}
    yield {"publish_at": timezone.now() + dt.timedelta(hours=1)}
    yield {"expire_at": timezone.now() - dt.timedelta(hours=1)}


def test_what_is_not_public_is_neither_found_nor_counted_nor_suggested(client: Client) -> None:
    for number, secret in enumerate(secrets()):
        hidden = make_film(f"Backtrace {number}", 2018, **secret)
        AlternativeTitle.objects.create(film=hidden, title=f"Backtrace again {number}")
        make_credit(hidden, make_person(f"Bob Backtrace {number}"))
        public = make_film(f"Moon {number}")
        make_list(public, headline=f"Backtrace list {number}", **secret)
        make_review(public, headline=f"Backtrace review {number}", **secret)
        make_review(hidden, headline=f"Backtrace judged {number}")
        make_article(public, headline=f"Backtrace explained {number}", **secret)
        make_list(public, hidden, headline=f"Night people {number}")
        make_article(hidden, headline=f"The wind {number}")
    for query in (
        "backtrace",
        "backtrace 2018",
        "backtrace 0",
        "beckrace",
        "bob backtrace",
        "baktrace",
    ):
        page = SearchPage(query)
        assert page.groups == []
        assert page.suggestions == []
        assert "Nothing here goes by that name" in found(client, query)


# What it costs and what it survives ------------------------------------------------------------


@pytest.fixture
def queries_of(client: Client) -> Callable[..., int]:
    def count(query: str, *, cards_are_kept: bool = False, **more: str) -> int:
        found(client, query, **more)
        if not cards_are_kept:
            cache.clear()
        with CaptureQueriesContext(connection) as queries:
            found(client, query, **more)
        return len(queries)

    return count


def make_heats(number: int) -> None:
    make_country("US")
    author = make_author(f"Author {number}", slug=f"author-{number}")
    for place in range(number):
        film = make_film(
            f"Heat {number} {place}", directors=[make_person(f"Heat Mann {number} {place}")]
        )
        AlternativeTitle.objects.create(film=film, title="Heat again")
        make_list(film, make_film("Moon", slug=f"moon-{number}-{place}")).authors.add(author)
        make_review(film).authors.add(author)
        make_article(film).authors.add(author)


def test_the_number_of_queries_does_not_depend_on_what_is_found(
    queries_of: Callable[..., int],
) -> None:
    make_heats(2)
    few, few_kept = queries_of("heat"), queries_of("heat", cards_are_kept=True)
    of_kind = queries_of("heat", kind="lists")
    make_heats(15)
    assert queries_of("heat") == few == 13
    assert queries_of("heat", cards_are_kept=True) == few_kept == 8
    assert queries_of("heat", kind="lists") == of_kind


def test_finding_nothing_costs_no_more(queries_of: Callable[..., int]) -> None:
    make_heats(2)
    assert queries_of("zzyzzx", cards_are_kept=True) == 5
    assert queries_of("haet agin", cards_are_kept=True) == 7
    assert queries_of("", cards_are_kept=True) == 0


def test_a_long_query_is_cut_and_the_page_says_so(client: Client) -> None:
    make_film("Heat")
    page = found(client, "heat " * 2000)
    assert "only the first 200 characters" in page
    assert len(page) < 20_000
    assert "only the first" not in found(client, "x" * LONGEST_QUERY)
    found(client, "🎬" * 10_000)
    found(client, " ".join(str(number) for number in range(3000)))


ODD = (
    "%", "_", "\\", "'", '"', "''", "--", ";", "a' OR 1=1 --", "(", "[", "*", "(?P<", "a{99999}",
    "^$", "\\w+", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}",
    "{% url %}", "&lt;b&gt;", "\ufffd", "🎬", "👩\u200d👧", "مرحبا بالعالم", "שלום", "\u202eevil",
    "올드보이", "千と千尋の神隠し", "\u0301" * 50, "\u200b", "\xa0", "ﬁlm", "𝕳𝖊𝖆𝖙", "½", "ß" * 200,
    "İstanbul", "\x01\x1f\x7f", "a" * 200, "1999", "(1999)", "films like", "movies like 1999",
    "the", "the a an", "and", "1" * 200,
)  # fmt: skip


@pytest.mark.parametrize("query", ODD)
def test_odd_queries_are_answered_calmly(client: Client, query: str) -> None:
    make_list(make_film("Heat"))
    for kind in ("", "films", "people", "lists", "reviews", "articles"):
        page = found(client, query, kind=kind)
        assert "<script>" not in page
        assert "<img src=x" not in page


def test_headlines_in_capitals_with_accents_are_found_on_every_database() -> None:
    make_article(headline="ÉLITE ŒUVRE")
    assert matching(Article.objects, "elite") == ["ÉLITE ŒUVRE"]
    assert matching(Article.objects, "Élite") == ["ÉLITE ŒUVRE"]


@pytest.mark.parametrize(
    "raw", ["%ED%A0%80", "%FF%FE", "%C3", "%", "%zz", "+", "heat&q=moon", "&&&=", "a;b"]
)
def test_broken_encodings_are_answered_calmly(client: Client, raw: str) -> None:
    assert client.get(f"/search/?q={raw}").status_code == 200


@pytest.mark.parametrize(
    "raw", ["%00", "heat%00", "heat&kind=%00", "heat&page=%00", quote("he\0at"), "\0"]
)
def test_null_bytes_are_refused(client: Client, raw: str) -> None:
    response = client.get("/search/", QUERY_STRING=f"q={raw}")
    assert response.status_code == 400
    assert b"makes no sense" in response.content


def test_the_query_is_shown_again_to_be_changed(client: Client) -> None:
    page = found(client, 'Heat "95" & <co>')
    assert 'value="Heat &quot;95&quot; &amp; &lt;co&gt;"' in page


def test_a_name_brings_the_films_of_the_person(client: Client) -> None:
    stallone = make_person("Sylvester Stallone")
    for title, status in (("Backtrace", Status.PUBLISHED), ("Secret", Status.DRAFT)):
        make_credit(make_film(title, status=status), stallone)
    html = client.get("/search/?q=stallone").content.decode()
    assert "Films with Sylvester Stallone" in html
    assert "Backtrace" in html
    assert "Secret" not in html
