"""The page of a person: facts, films and lists."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from films.models import Film, Score
from people.models import Person
from publishing.models import Status

from .factories import (
    make_chart,
    make_credit,
    make_film,
    make_list,
    make_person,
    make_picture,
    make_position,
)

pytestmark = pytest.mark.django_db


def score(film: Film, source: str) -> None:
    film.scores.create(
        source=source, audience=Score.Audience.CRITICS, value=50, as_of=dt.date(2020, 1, 1)
    )


def html_of(client: Client, person: Person) -> str:
    response = client.get(person.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def said(html: str) -> str:
    return " ".join(strip_tags(html.replace("<", " <")).split())


def known_for(html: str) -> list[str]:
    part = html.partition("Known for</h2>")[2].partition("</section>")[0]
    return [said(each) for each in re.findall('film-card__title">(.*?)</h3>', part)]


def test_the_head_tells_who_it_is(client: Client) -> None:
    person = make_person(
        "Sylvester Stallone",
        biography="An actor & more.",
        born=dt.date(1946, 7, 6),
        birthplace="New York, United States",
    )
    make_credit(make_film(), person)
    html = html_of(client, person)
    assert "<h1>Sylvester Stallone</h1>" in html
    assert "An actor &amp; more." in html
    assert "Born 6 July 1946 , New York, United States" in said(html)
    assert "Died" not in html
    assert f'src="{person.portrait_address}"' in html


def test_what_is_not_known_is_not_said(client: Client) -> None:
    cher, bo = make_person("Cher"), make_person("Bo", birthplace="London")
    for person in (cher, bo):
        make_credit(make_film(), person)
    html = html_of(client, cher)
    assert "<dl" not in html
    assert "None" not in said(html)
    assert "Born in London" in said(html_of(client, bo))


def test_a_photo_stands_in_for_the_drawn_portrait(client: Client) -> None:
    person = make_person("Cher", photo=make_picture(alt="Cher on a stage"))
    make_credit(make_film(), person)
    html = html_of(client, person)
    assert 'alt="Cher on a stage"' in html
    assert "portrait.svg" not in html


def test_films_stand_under_jobs_the_newest_first(client: Client) -> None:
    person = make_person("Clint Eastwood")
    for title, year in (("Unforgiven", 1992), ("Gran Torino", 2008), ("Dirty Harry", 1971)):
        make_credit(make_film(title, year), person, character=f"In {title}")
    make_credit(make_film("Mystic River", 2003), person, "Director")
    html = html_of(client, person)
    assert '<p class="kicker">Actor and director</p>' in html
    films = said(html.partition("Films in our catalogue</h2>")[2].partition("</section>")[0])
    assert (
        "2008 Gran Torino In Gran Torino 1992 Unforgiven In Unforgiven "
        "1971 Dirty Harry In Dirty Harry Director 1" in films
    )
    assert "2003 Mystic River" in films
    assert '<a href="/films/unforgiven-1992/">Unforgiven</a>' in html


def test_two_characters_in_a_film_are_two_rows_but_one_card(client: Client) -> None:
    person, film = make_person("Alec Guinness"), make_film("Kind Hearts", 1949)
    for character in ("The Duke", "The Banker"):
        make_credit(film, person, character=character)
    html = html_of(client, person)
    assert "The Duke" in html
    assert "The Banker" in html
    assert known_for(html) == ["Kind Hearts"]


def test_known_for_are_four_films_the_highest_billing_first(client: Client) -> None:
    person = make_person()
    for billing in (5, 2, 4, 1, 3):
        make_credit(make_film(f"Billed {billing}"), person, billing=billing)
    assert known_for(html_of(client, person)) == ["Billed 1", "Billed 2", "Billed 3", "Billed 4"]


def test_of_two_films_the_one_in_our_lists_is_known_better(client: Client) -> None:
    person = make_person()
    old, new = make_film("Old", 1990), make_film("New", 2020)
    for film in (old, new):
        make_credit(film, person)
    assert known_for(html_of(client, person)) == ["New", "Old"]
    draft = make_list(make_film(), old, status=Status.DRAFT)
    assert known_for(html_of(client, person)) == ["New", "Old"]
    draft.status = Status.PUBLISHED
    draft.save()
    assert known_for(html_of(client, person)) == ["Old", "New"]


def test_lists_with_a_film_of_the_person_are_named_once_the_newest_first(client: Client) -> None:
    person, first, second = make_person(), make_film(), make_film()
    make_credit(first, person)
    make_credit(second, person)
    make_credit(second, person, "Director")
    now = timezone.now()
    make_list(make_film(), first, second, headline="Old", publish_at=now - dt.timedelta(days=9))
    make_list(first, make_film(), headline="New", publish_at=now - dt.timedelta(days=1))
    make_list(first, headline="To come", publish_at=now + dt.timedelta(days=1))
    make_list(first, headline="Draft", status=Status.DRAFT)
    html = html_of(client, person).partition("In our lists</h2>")[2].partition("</section>")[0]
    assert re.findall("<li><a [^>]*>(.*?)</a></li>", html) == ["New", "Old"]


@pytest.mark.parametrize(
    ("job", "billing", "leads"),
    [
        ("Actor", 3, True),
        ("Actor", 4, False),
        ("Director", 3, True),
        ("Director", 4, False),
        ("Writer", 2, True),
        ("Writer", 3, False),
        ("Composer", 1, False),
        ("Producer", 1, False),
    ],
)
def test_a_leading_part_comes_before_any_notice(
    client: Client, job: str, billing: int, leads: bool
) -> None:
    person = make_person()
    plain, noticed = make_film("Plain", 1990), make_film("Noticed", 2020)
    make_credit(plain, person, job, billing=billing)
    make_credit(noticed, person, billing=4)
    make_list(make_film(), noticed)
    score(noticed, "Metacritic")
    make_position(make_chart(), noticed)
    expected = ["Plain", "Noticed"] if leads else ["Noticed", "Plain"]
    assert known_for(html_of(client, person)) == expected


def test_of_leading_parts_the_film_noticed_most_is_known_better_than_the_first_billed(
    client: Client,
) -> None:
    person, chart = make_person(), make_chart()
    new, scored, placed, listed = (
        make_film(title, year)
        for title, year in (("New", 2020), ("Scored", 2010), ("Placed", 2000), ("Listed", 1990))
    )
    for billing, film in ((1, new), (1, scored), (2, placed), (3, listed)):
        make_credit(film, person, billing=billing)
    assert known_for(html_of(client, person)) == ["New", "Scored", "Placed", "Listed"]
    score(scored, "Metacritic")
    for day in (1, 2):
        make_position(chart, placed, date=dt.date(2022, 7, day))
    for _ in range(3):
        make_list(make_film(), listed)
    assert known_for(html_of(client, person)) == ["Listed", "Placed", "Scored", "New"]


def test_many_weeks_in_a_chart_count_no_more_than_three_notices(client: Client) -> None:
    person, chart = make_person(), make_chart()
    lasting, scored = make_film("Lasting", 2020), make_film("Scored", 1990)
    for film in (lasting, scored):
        make_credit(film, person)
    for day in range(1, 10):
        make_position(chart, lasting, date=dt.date(2022, 7, day))
    for source in ("A", "B", "C"):
        score(scored, source)
    assert known_for(html_of(client, person)) == ["Lasting", "Scored"]
    score(scored, "D")
    assert known_for(html_of(client, person)) == ["Scored", "Lasting"]


def test_a_film_is_known_by_the_best_of_several_credits(client: Client) -> None:
    person, both, acted = make_person(), make_film("Both", 1990), make_film("Acted", 2020)
    make_credit(both, person, billing=9)
    make_credit(both, person, "Director")
    make_credit(acted, person, billing=2)
    assert known_for(html_of(client, person)) == ["Both", "Acted"]


def test_a_person_without_any_credit_has_no_page(client: Client) -> None:
    person = make_person("Cher")
    assert client.get(person.get_absolute_url()).status_code == 404
    credit = make_credit(person=person)
    assert "<h1>Cher</h1>" in html_of(client, person)
    credit.delete()
    response = client.get(person.get_absolute_url())
    assert response.status_code == 404
    assert "Cher" not in response.content.decode()


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": Status.DRAFT, "publish_at": None},
        {"status": Status.WITHDRAWN},
        {"publish_at": timezone.now() + dt.timedelta(days=9)},
        {"expire_at": timezone.now() - dt.timedelta(hours=1)},
    ],
)
def test_a_film_that_is_not_public_is_not_named(client: Client, hidden: dict[str, Any]) -> None:
    person, film = make_person("Cher"), make_film("Secret", **hidden)
    make_credit(film, person, character="Spoiler")
    make_list(make_film(), film, headline="A list")
    response = client.get(person.get_absolute_url())
    assert response.status_code == 404
    for word in ("Cher", "Secret", "Spoiler", "A list"):
        assert word not in response.content.decode()
    make_credit(make_film("Open"), person)
    html = html_of(client, person)
    assert known_for(html) == ["Open"]
    assert "Secret" not in html
    assert "Spoiler" not in html
    assert "A list" not in html


def test_a_withdrawn_film_leaves_at_once(client: Client) -> None:
    person, film = make_person(), make_film("Secret")
    make_credit(film, person)
    other = make_credit(make_film("Open"), person)
    assert "Secret" in html_of(client, person)
    film.withdraw()
    html = html_of(client, person)
    assert "Secret" not in html
    assert known_for(html) == ["Open"]
    other.film.withdraw()
    assert client.get(person.get_absolute_url()).status_code == 404


def test_a_new_title_shows_at_once(client: Client) -> None:
    person, film = make_person(), make_film("Heat")
    make_credit(film, person)
    html_of(client, person)
    film.title = "Hitze"
    film.save()
    html = html_of(client, person)
    assert known_for(html) == ["Hitze"]
    assert ">Heat<" not in html


def test_what_editors_type_is_never_html(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    person = make_person(evil, slug="evil", biography=evil, birthplace=evil)
    film = make_film(evil, slug="evil")
    make_credit(film, person, character=evil)
    make_credit(film, person, evil)
    make_list(film, headline=evil)
    assert "<script>" not in html_of(client, person)


def test_a_person_answers_to_reading_only(client: Client) -> None:
    person = make_person()
    make_credit(make_film(), person)
    address = person.get_absolute_url()
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert client.post(address).status_code == 405
