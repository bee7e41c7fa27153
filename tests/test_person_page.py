"""The page of a person: facts, films and lists."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from people.models import Person
from publishing.models import Status

from .factories import make_credit, make_film, make_list, make_person, make_picture

pytestmark = pytest.mark.django_db


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


def test_known_for_are_the_four_films_with_the_highest_billing(client: Client) -> None:
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
    draft.publish()
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
    assert client.get(person.get_absolute_url()).status_code == 404
    make_credit(make_film("Open"), person)
    html = html_of(client, person)
    assert known_for(html) == ["Open"]
    assert "Secret" not in html
    assert "Spoiler" not in html
    assert "A list" not in html


def test_a_withdrawn_film_leaves_at_once(client: Client) -> None:
    person, film = make_person(), make_film("Secret")
    make_credit(film, person)
    assert "Secret" in html_of(client, person)
    film.withdraw()
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
    assert "<script" not in html_of(client, person)


def test_a_person_answers_to_reading_only(client: Client) -> None:
    person = make_person()
    make_credit(make_film(), person)
    address = person.get_absolute_url()
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert client.post(address).status_code == 405
