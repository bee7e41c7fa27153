"""The page of a film: what it says of a full film, of a bare one, and what it never says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from films.cards import film_cards
from films.film_page import FilmPage
from films.models import Company, Film, FilmCompany, Likeness, Offer, Release, Score, Series
from publishing.models import Precision, Status
from reviews.models import PressQuote

from .factories import (
    make_article,
    make_author,
    make_chart,
    make_credit,
    make_entry,
    make_film,
    make_likeness,
    make_list,
    make_offer,
    make_person,
    make_picture,
    make_position,
    make_release,
    make_review,
)

pytestmark = pytest.mark.django_db


def html_of(client: Client, film: Film) -> str:
    response = client.get(film.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def part(html: str, heading: str) -> str:
    """Return the section under a heading, or nothing where there is no such section."""
    _before, found, after = html.partition(f"{heading}</h2>")
    return after.partition("</section>")[0] if found else ""


def said(html: str) -> str:
    """Return what a visitor reads, in single spaces."""
    return " ".join(strip_tags(html).split())


def in_order(text: str, *words: str) -> bool:
    places = [text.find(word) for word in words]
    return -1 not in places and places == sorted(places)


def make_like(film: Film, other: Film, rank: int = 1, **reason: Any) -> Likeness:
    evidence = {"kind": "theme", "key": "amnesia", "name": "Amnesia", "detail": "", "weight": 1.0}
    return make_likeness(film, other, rank, evidence=[evidence | reason])


# A full film -------------------------------------------------------------------------------------


def test_the_head_names_the_facts_and_leads_to_films_that_share_them(client: Client) -> None:
    film = make_film(
        "The Samurai",
        1967,
        genres=["thriller"],
        countries=["GB"],
        languages=["en"],
        directors=[make_person("Jean-Pierre Melville")],
        original_title="Le Samouraï",
        tagline="He works alone.",
        synopsis="A killer is seen & lets it be.",
        runtime=105,
    )
    company = Company.objects.create(name="Filmel", slug="filmel")
    FilmCompany.objects.create(film=film, company=company)
    html = html_of(client, film)
    assert '<h1>The Samurai <span class="film-hero__year">(1967)</span></h1>' in html
    assert "Original title: <i>Le Samouraï</i>" in html
    assert "He works alone." in html
    assert "A killer is seen &amp; lets it be." in html
    assert '<a href="/people/jean-pierre-melville/">Jean-Pierre Melville</a>' in html
    assert "1 h 45 min" in html
    assert '<a href="/films/?genre=thriller">Thriller</a>' in html
    assert '<a href="/films/?country=GB">United Kingdom</a>' in html
    assert '<a href="/films/?language=en">Language en</a>' in html
    assert '<a href="/films/?form=feature">Feature</a>' in html
    assert "Filmel" in html


def test_the_cast_comes_in_billing_order_with_characters(client: Client) -> None:
    film = make_film()
    for billing, name, character in ((3, "Cher", ""), (1, "Al Pacino", "Vincent"), (2, "Bo", "B")):
        make_credit(film, make_person(name), billing=billing, character=character)
    cast = part(html_of(client, film), "Cast and crew")
    assert in_order(said(cast), "Al Pacino Vincent", "Bo B", "Cher")
    assert '<a href="/people/al-pacino/">Al Pacino</a>' in cast
    assert "No cast is recorded" not in cast


def test_the_crew_comes_by_job_each_named_once(client: Client) -> None:
    film = make_film()
    jobs = ("Editor", "Producer", "Writer", "Director", "Producer", "Composer", "Writer")
    for place, job in enumerate(jobs):
        make_credit(film, make_person(f"Nr {place}"), job, billing=place + 1)
    crew = part(html_of(client, film), "Cast and crew")
    assert re.findall("<dt>(.*?)</dt>", crew) == [
        "Director",
        "Writer",
        "Composer",
        "Editor",
        "Producer",
    ]
    assert "Writer Nr 2, Nr 6" in said(crew.replace("</dt>", " "))
    assert in_order(crew, "Nr 1<", "Nr 4<")


def test_where_to_watch_names_kind_country_and_the_day_of_checking(client: Client) -> None:
    film = make_film()
    today = timezone.localdate()
    make_offer(film, "shop", kind=Offer.Kind.RENT, checked_on=today - dt.timedelta(days=31))
    make_offer(
        film,
        "netflix",
        checked_on=today - dt.timedelta(days=30),
        link="https://netflix.example/1?a=1&b=2",
    )
    html = html_of(client, film)
    watch = part(html, "Where to watch in the United States")
    assert re.findall("<dt>(.*?)</dt>", watch) == ["Stream", "Rent"]
    assert (
        '<a href="https://netflix.example/1?a=1&amp;b=2" rel="noopener nofollow">Netflix</a>'
        in watch
    )
    fresh, old = watch.split("<dt>Rent</dt>")
    month_ago = today - dt.timedelta(days=31)
    assert "may have changed" not in fresh
    assert f"checked {month_ago.day} {month_ago:%B} {month_ago.year}, may have changed" in said(old)
    assert "We know of no place" not in html


def test_releases_come_oldest_first_and_say_only_what_is_known_of_their_dates(
    client: Client,
) -> None:
    film = make_film()
    distributor = Company.objects.create(name="Saban Films", slug="saban-films")
    make_release(film, "GB", date=dt.date(2021, 3, 1), precision=Precision.MONTH, certificate="15")
    make_release(film, "DE", date=dt.date(2022, 6, 1), precision=Precision.SEASON, kind="disc")
    make_release(
        film, "US", date=dt.date(2018, 12, 14), distributor=distributor, note="In ten cinemas."
    )
    table = said(part(html_of(client, film), "Releases by country").replace("</td>", " "))
    assert in_order(
        table,
        "14 December 2018 United States Cinemas Saban Films · In ten cinemas.",
        "March 2021 United Kingdom Cinemas rated 15",
        "summer 2022 Germany Disc",
    )
    assert "1 March 2021" not in table


def test_scores_come_with_scale_count_and_date(client: Client) -> None:
    film = make_film()
    Score.objects.create(
        film=film,
        source="Rotten Tomatoes",
        audience="critics",
        value=9,
        count=11,
        is_percentage=True,
        as_of=dt.date(2023, 8, 1),
        precision=Precision.MONTH,
        link="https://rotten.example/",
    )
    Score.objects.create(
        film=film,
        source="IMDb",
        audience="audience",
        value=Decimal("3.60"),
        scale=10,
        as_of=dt.date(2023, 8, 2),
    )
    made_of_it = part(html_of(client, film), "What others made of it").replace("</td>", " ")
    assert "Rotten Tomatoes Critics 9 % (11 counted) August 2023" in said(made_of_it)
    assert "IMDb Audience 3.6 of 10 2 August 2023" in said(made_of_it)
    assert 'href="https://rotten.example/"' in made_of_it


def test_a_critics_words_stand_in_quotes_and_ours_are_marked_as_ours(client: Client) -> None:
    film = make_film()
    quoted = {"critic": "Noel Murray", "publication": "Los Angeles Times", "stance": "negative"}
    PressQuote.objects.create(
        film=film, quote="A snooze.", date=dt.date(2018, 12, 1), precision="month", **quoted
    )
    summed_up = {"critic": "Ann", "publication": "Variety", "stance": "mixed"}
    PressQuote.objects.create(film=film, summary="She liked the opening.", **summed_up)
    html = part(html_of(client, film), "What others made of it")
    first, second = re.findall("<figure.*?</figure>", html, re.DOTALL)
    assert "<blockquote><p>“A snooze.”</p></blockquote>" in first
    assert "Noel Murray, Los Angeles Times, December 2018 · Negative" in said(first)
    assert "in our words" not in first
    assert "<blockquote>" not in second
    assert said(second) == "She liked the opening. Ann, Variety · Mixed · in our words"


def test_places_in_a_chart_stand_in_a_table_and_draw_a_line(client: Client) -> None:
    film, chart = make_film(), make_chart("Netflix top 10")
    for day, rank in ((8, 5), (1, 10), (15, 1)):
        make_position(chart, film, rank, date=dt.date(2022, 7, day))
    html = part(html_of(client, film), "In the charts")
    assert "Netflix top 10: best place 1, 3 placings" in said(html)
    assert '<a href="/charts/netflix-top-10/">Netflix top 10</a>' in html
    assert in_order(html, "<td>1 July 2022</td><td>10</td>", "<td>15 July 2022</td><td>1</td>")
    points = re.findall(r'<polyline[^>]*points="([^"]*)"', html)
    assert points == ["14.0,106.0 240.0,54.9 466.0,14.0"]
    assert html.count("<circle") == 3


def test_a_single_place_draws_no_line(client: Client) -> None:
    film = make_film()
    make_position(make_chart(), film, 4)
    html = part(html_of(client, film), "In the charts")
    assert "best place 4" in html
    assert "placings" not in html
    assert "<svg" not in html


def test_two_charts_of_one_name_are_kept_apart(client: Client) -> None:
    film = make_film()
    for place, slug in enumerate(("ours", "theirs"), start=1):
        chart = make_chart("Top 10", slug=slug)
        for day in (place, place + 10):
            make_position(chart, film, place, date=dt.date(2022, 7, day))
    html = part(html_of(client, film), "In the charts")
    assert html.count("<figure") == 2
    assert html.count("<polyline") == 2


def test_places_on_one_day_or_below_a_charts_size_still_draw(client: Client) -> None:
    film, chart = make_film(), make_chart(size=1)
    make_position(chart, film, 12, date=dt.date(2022, 7, 1))
    make_position(chart, film, 30, date=dt.date(2022, 7, 2))
    assert '"14.0,48.9 466.0,106.0"' in part(html_of(client, film), "In the charts")


def test_each_review_announces_its_rating_once(client: Client) -> None:
    film = make_film()
    author = make_author("Vera Lamplight")
    for rating in (7, 10):
        make_review(film, rating=rating, headline=f"Rated {rating}").authors.add(author)
    html = part(html_of(client, film), "Our reviews")
    assert html.count("Rated 3.5 out of 5 stars") == 1
    assert html.count("Rated 5 out of 5 stars") == 1
    assert html.count('aria-hidden="true">★★★½') == 1
    assert html.count("By Vera Lamplight") == 2
    assert in_order(html, ">Rated 10<", ">Rated 7<")


def test_lists_that_suggest_it_give_the_editors_reason(client: Client) -> None:
    film = make_film("Memento")
    like_list = make_list(make_film("Backtrace"), headline="Movies Like Backtrace")
    make_entry(like_list, film, blurb="Leonard forgets. Brian A. Miller would too. *Both* forget!")
    html = part(html_of(client, film), "Named as like by our editors")
    assert (
        f'<a href="{like_list.get_absolute_url()}#memento-2018">Movies Like Backtrace</a>' in html
    )
    assert "<em>Both</em> forget!" in html
    assert "Leonard" not in html


def test_lists_that_start_from_it_come_before_what_is_computed(client: Client) -> None:
    film = make_film("Backtrace")
    like_list = make_list(film, make_film(), headline="Movies Like Backtrace")
    make_like(film, make_film("Memento"))
    html = part(html_of(client, film), "Films like Backtrace")
    link = f'By our editors: <a href="{like_list.get_absolute_url()}">Movies Like Backtrace</a>.'
    assert in_order(html, link, "Computed from what the films share", "Memento")
    assert "Named as like by our editors" not in html_of(client, film)


def test_the_series_stands_in_its_order_without_the_film_itself(client: Client) -> None:
    rocky = Series.objects.create(name="Rocky", slug="rocky")
    films = {
        order: make_film(f"Rocky {order}", 1970 + order, series=rocky, series_order=order)
        for order in (3, 1, 2, 4)
    }
    html = html_of(client, films[2])
    series = part(html, "Of the same series")
    assert re.findall('film-card__title"><a href="/films/(.*?)/"', series) == [
        "rocky-1-1971",
        "rocky-3-1973",
        "rocky-4-1974",
    ]
    assert '<a href="/films/?series=rocky">Rocky</a>' in html


def test_films_of_a_series_without_a_number_come_last(client: Client) -> None:
    rocky = Series.objects.create(name="Rocky", slug="rocky")
    here = make_film("Rocky", 1976, series=rocky, series_order=1)
    make_film("Rocky: the making of", 1975, series=rocky)
    make_film("Rocky II", 1979, series=rocky, series_order=2)
    assert in_order(part(html_of(client, here), "Of the same series"), "Rocky II<", "the making of")


def test_films_like_it_come_by_rank_with_reasons_that_lead_to_their_proof(client: Client) -> None:
    film = make_film("Backtrace")
    make_like(film, make_film("Memento"), 2)
    make_like(
        film,
        make_film("Escape Plan"),
        1,
        kind="star",
        key="sylvester-stallone",
        name="Sylvester Stallone",
        detail="first billed in both",
    )
    make_like(film, make_film("Heat", 1995), 3, kind="era", key="1990", name="The 1990s")
    html = part(html_of(client, film), "Films like Backtrace")
    assert in_order(html, ">Escape Plan<", ">Memento<", ">Heat<")
    assert '<a href="/people/sylvester-stallone/">Sylvester Stallone</a>' in html
    assert "plays in both" in html
    assert "first billed in both" in html
    assert '<a href="/themes/amnesia/">Amnesia</a>' in html
    assert 'Made <a href="/films/?decade=1990">in the 1990s</a>' in html


def test_themes_lead_to_films_that_share_them_the_strongest_first(client: Client) -> None:
    film = make_film(themes=["heist", "amnesia"])
    html = part(html_of(client, film), "What it is made of")
    assert in_order(html, '"/themes/heist/">Heist', '"/themes/amnesia/">Amnesia')


def test_an_uploaded_poster_stands_in_for_the_drawn_one(client: Client) -> None:
    film = make_film(poster=make_picture(alt='A "man" & a window'))
    html = html_of(client, film)
    assert 'alt="A &quot;man&quot; &amp; a window"' in html
    assert "poster.svg" not in html


def test_what_editors_type_is_never_html(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    film = make_film(evil, slug="evil", tagline=evil, synopsis=evil, original_title=evil)
    make_credit(film, make_person(f"A{evil}", slug="a"), character=evil)
    make_release(film, note=evil)
    make_review(film, headline=evil, verdict=evil)
    PressQuote.objects.create(film=film, critic=evil, publication=evil, quote=evil, stance="mixed")
    make_entry(make_list(headline=evil), film, blurb=evil)
    make_article(film, headline=evil, standfirst=evil)
    make_like(film, make_film(evil, slug="evil-too"), name=evil, detail=evil)
    assert "<script>" not in html_of(client, film)


# A bare film -------------------------------------------------------------------------------------


def test_a_bare_film_says_what_is_not_known(client: Client) -> None:
    html = html_of(client, make_film("Backtrace", synopsis="", runtime=None))
    assert "Nothing has been worked out for this film yet." in html
    assert "We know of no place to watch it in the United States." in html or (
        "We know of no place to watch it in US." in html
    )
    assert "duckduckgo.com/?q=watch+Backtrace+2018" in html
    assert "No cast is recorded for this film yet." in html
    headings = re.findall("<h2[^>]*>(.*?)</h2>", html)
    assert len(headings) == 3
    assert "None" not in said(html)
    assert "<dl" in html
    assert "<dt>Directed by" not in html
    assert "<dt>Runtime" not in html


def test_a_head_request_is_answered_without_a_body(client: Client) -> None:
    film = make_film()
    response = client.head(film.get_absolute_url())
    assert (response.status_code, response.content) == (200, b"")
    assert client.post(film.get_absolute_url()).status_code == 405


# What is not public ------------------------------------------------------------------------------

LATER = timezone.now() + dt.timedelta(days=9)
HIDDEN: list[dict[str, Any]] = [
    {"status": Status.DRAFT, "publish_at": None},
    {"status": Status.REVIEW},
    {"status": Status.WITHDRAWN},
    {"publish_at": LATER},
    {"expire_at": timezone.now() - dt.timedelta(hours=1)},
]
NAMES = ["draft", "in review", "withdrawn", "scheduled", "expired"]


@pytest.mark.parametrize("hidden", HIDDEN, ids=NAMES)
def test_a_film_that_is_not_public_has_no_page_and_no_poster(
    client: Client, hidden: dict[str, Any]
) -> None:
    film = make_film(**hidden)
    assert client.get(film.get_absolute_url()).status_code == 404
    assert client.get(film.poster_address).status_code == 404


Neighbour = Callable[[Film, dict[str, Any]], Any]


def film_like(film: Film, fields: dict[str, Any]) -> Film:
    other = make_film("Secret", **fields)
    make_like(film, other)
    return other


def film_of_series(film: Film, fields: dict[str, Any]) -> Film:
    return make_film("Secret", series=film.series, **fields)


def review_of(film: Film, fields: dict[str, Any]) -> Any:
    return make_review(film, headline="Secret", **fields)


def article_about(film: Film, fields: dict[str, Any]) -> Any:
    return make_article(film, headline="Secret", **fields)


def list_of(film: Film, fields: dict[str, Any]) -> Any:
    return make_list(make_film(), film, headline="Secret", **fields)


def list_from(film: Film, fields: dict[str, Any]) -> Any:
    return make_list(film, make_film(), headline="Secret", **fields)


@pytest.fixture(
    params=[film_like, film_of_series, review_of, article_about, list_of, list_from],
    ids=lambda function: function.__name__,
)
def neighbour(request: pytest.FixtureRequest) -> Neighbour:
    function: Neighbour = request.param
    return function


@pytest.fixture
def film() -> Film:
    """A film that has a public neighbour of each kind, beside those that a test makes."""
    film = make_film("Backtrace", series=Series.objects.create(name="S", slug="s"), series_order=1)
    make_like(film, make_film("Known"), 9)
    make_film("Known too", series=film.series)
    make_review(film)
    make_article(film)
    make_list(make_film(), film)
    make_list(film, make_film())
    return film


@pytest.mark.parametrize("hidden", HIDDEN, ids=NAMES)
def test_a_neighbour_that_is_not_public_is_not_shown(
    client: Client, film: Film, neighbour: Neighbour, hidden: dict[str, Any]
) -> None:
    neighbour(film, hidden)
    assert "Secret" not in html_of(client, film)


def test_a_neighbour_goes_and_comes_with_its_publication_although_pieces_are_kept(
    client: Client, film: Film, neighbour: Neighbour
) -> None:
    page = neighbour(film, {})
    assert "Secret" in html_of(client, film)
    page.withdraw()
    assert "Secret" not in html_of(client, film)
    page.status = Status.PUBLISHED
    page.save()
    assert "Secret" in html_of(client, film)


def test_a_neighbour_goes_when_its_time_is_over_although_pieces_are_kept(
    client: Client, film: Film, neighbour: Neighbour
) -> None:
    page = neighbour(film, {})
    assert "Secret" in html_of(client, film)
    # Time passes without a change of the row.
    over = timezone.now() - dt.timedelta(seconds=1)
    type(page).objects.filter(pk=page.pk).update(expire_at=over)
    assert "Secret" not in html_of(client, film)


def test_a_film_that_is_withdrawn_has_no_page_at_once(client: Client, film: Film) -> None:
    html_of(client, film)
    film.withdraw()
    assert client.get(film.get_absolute_url()).status_code == 404


def test_a_neighbour_that_is_deleted_while_the_page_is_drawn_is_left_out(film: Film) -> None:
    like = film_like(film, {})
    of_series = film_of_series(film, {"slug": "secret-of-series"})
    page = FilmPage(film, "US")
    assert len(page._neighbours[0]) == 2
    like.delete()
    of_series.delete()
    assert len(page.alike) == 1
    assert len(page.series_films) == 1


def test_a_poster_of_a_film_that_is_just_being_deleted_is_not_found(client: Client) -> None:
    film = make_film()
    address = film.poster_address
    doomed = Film.objects.filter(pk=film.pk)

    def delete_once_found(execute: Any, sql: str, params: Any, *rest: Any) -> Any:
        answer = execute(sql, params, *rest)
        if sql.startswith("SELECT") and "films_film" in sql and found.pop():
            doomed.delete()
        return answer

    found = [False] * 99 + [True]
    with connection.execute_wrapper(delete_once_found):
        assert client.get(address).status_code == 404
    assert not doomed.exists()


# Changes show at once ----------------------------------------------------------------------------


def test_a_new_title_shows_at_once_on_its_page_and_on_its_cards(client: Client) -> None:
    film, other = make_film("Heat"), make_film()
    make_like(other, film)
    assert "Heat" in html_of(client, film)
    assert "Heat" in html_of(client, other)
    film.title = "Hitze"
    film.save()
    assert "Heat" not in said(html_of(client, film))
    assert ">Hitze</a>" in html_of(client, other)


def test_a_new_tagline_shows_at_once(client: Client) -> None:
    film = make_film(tagline="Old words")
    html_of(client, film)
    film.tagline = "New words"
    film.save(update_fields={"tagline"})
    assert html_of(client, film).count("New words") == 2


def test_a_changed_credit_shows_at_once(client: Client) -> None:
    film = make_film()
    credit = make_credit(film, make_person("Al Pacino"), character="Old name")
    assert "Old name" in html_of(client, film)
    credit.character = "New name"
    credit.save()
    assert "New name" in html_of(client, film)
    credit.delete()
    assert "Al Pacino" not in html_of(client, film)


def test_a_new_director_shows_at_once_on_cards(client: Client) -> None:
    film, other = make_film(), make_film()
    make_like(other, film)
    html_of(client, other)
    make_credit(film, make_person("Michael Mann"), "Director")
    assert "2018 · Michael Mann" in html_of(client, other)


def test_a_changed_offer_shows_at_once(client: Client) -> None:
    film = make_film()
    html_of(client, film)
    offer = make_offer(film)
    assert "Netflix" in html_of(client, film)
    offer.checked_on -= dt.timedelta(days=90)
    offer.save()
    assert "may have changed" in html_of(client, film)
    offer.delete()
    assert "Netflix" not in html_of(client, film)


def test_a_changed_release_shows_at_once(client: Client) -> None:
    film = make_film()
    release = make_release(film, note="Old note")
    assert "Old note" in html_of(client, film)
    Release.objects.get(pk=release.pk).delete()
    assert "Releases by country" not in html_of(client, film)


def test_a_changed_quote_shows_at_once(client: Client) -> None:
    film = make_film()
    html_of(client, film)
    quote = PressQuote.objects.create(
        film=film, critic="Ann", publication="Variety", quote="Old words", stance="mixed"
    )
    assert "Old words" in html_of(client, film)
    quote.quote = "New words"
    quote.save()
    assert "“New words”" in html_of(client, film)


def test_a_new_place_in_a_chart_shows_at_once(client: Client) -> None:
    film = make_film()
    html_of(client, film)
    place = make_position(make_chart(), film, 3)
    assert "best place 3" in html_of(client, film)
    place.film = make_film()
    place.save()
    assert "best place 3" not in html_of(client, film)


def test_changed_words_about_it_show_at_once(client: Client) -> None:
    film = make_film()
    review, article = make_review(film), make_article(film)
    like_list = make_list(make_film(), film)
    entry = like_list.entries.get(is_seed=False)
    html_of(client, film)
    review.verdict = "Another verdict."
    review.save()
    article.headline = "Another article"
    article.save()
    entry.blurb = "It begins. Another reason."
    entry.save()
    html = html_of(client, film)
    assert "Another verdict." in html
    assert "Another article" in html
    assert "Another reason." in html


def test_new_reasons_of_likeness_show_at_once(client: Client) -> None:
    film = make_film()
    like = make_like(film, make_film())
    assert "Amnesia" in html_of(client, film)
    like.evidence = [{"kind": "genre", "key": "heist", "name": "Heist", "detail": "", "weight": 1}]
    like.save()
    html = html_of(client, film)
    assert "Amnesia" not in html
    assert "Heist" in html


# Countries ---------------------------------------------------------------------------------------


def test_offers_of_another_country_are_never_shown(client: Client, settings: Any) -> None:
    film = make_film()
    make_offer(film, "netflix", "US")
    make_offer(film, "sky", "GB")
    for _ in range(2):
        settings.DEFAULT_COUNTRY = "US"
        html = html_of(client, film)
        assert "Where to watch in the United States" in html
        assert "Netflix" in html
        assert "Sky" not in html
        settings.DEFAULT_COUNTRY = "GB"
        html = html_of(client, film)
        assert "Where to watch in the United Kingdom" in html
        assert "Sky" in html
        assert "Netflix" not in html


def test_offers_that_have_ended_or_not_begun_are_not_shown(client: Client) -> None:
    film, today = make_film(), timezone.localdate()
    day = dt.timedelta(days=1)
    make_offer(film, "ended", available_until=today - day)
    make_offer(film, "to-come", available_from=today + day)
    make_offer(film, "last-day", available_until=today)
    make_offer(film, "first-day", available_from=today)
    html = html_of(client, film)
    assert "Ended" not in html
    assert "To come" not in html
    assert "Last day" in html
    assert "First day" in html


# Cards -------------------------------------------------------------------------------------------


def test_cards_keep_the_order_of_their_films_and_leave_out_the_deleted() -> None:
    films = [make_film("Heat"), make_film("Ronin"), make_film("Drive")]
    asked = [(film.pk, film.modified_at) for film in reversed(films)]
    films[1].delete()
    assert [re.findall("/films/([a-z]+)-", card)[-1] for card in film_cards(asked)] == [
        "drive",
        "heat",
    ]
