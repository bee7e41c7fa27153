"""Pages cost the same number of queries, however much they show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from films import catalogue
from films.models import Film
from lists.models import LikeList
from people.models import Person

from .factories import (
    make_article,
    make_author,
    make_chart,
    make_credit,
    make_entry,
    make_film,
    make_list,
    make_offer,
    make_person,
    make_position,
    make_release,
    make_review,
    make_theme,
)

pytestmark = pytest.mark.django_db

MOST = 12


@pytest.fixture
def queries_of(client: Client) -> Callable[[str], int]:
    """Return a function that counts the queries of an address with nothing cached."""

    def count(address: str) -> int:
        # What a process works out once (content types, the site's frame) is no cost of a page.
        client.get(address)
        # Nor is that it takes over films that changed since the last page that asked.
        catalogue.view()
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert response.status_code == 200
        return len(queries)

    return count


def some_film(**fields: Any) -> Film:
    """Make a film with one of everything that a card or an entry may show."""
    film = make_film(
        genres=["thriller"],
        themes=["amnesia"],
        countries=["US"],
        languages=["en"],
        directors=[make_person()],
        **fields,
    )
    make_offer(film)
    return film


def grow_list(like_list: LikeList, entries: int) -> None:
    claims = [{"kind": "theme", "key": "amnesia"}, {"kind": "genre", "key": "thriller"}]
    for _ in range(entries):
        make_entry(like_list, some_film(), traits=claims)


def test_a_list_of_60_costs_what_a_list_of_6_costs(queries_of: Callable[[str], int]) -> None:
    seed = some_film()
    make_article(seed)
    like_list = make_list(seed)
    like_list.authors.add(make_author())
    make_list(some_film(), some_film())
    grow_list(like_list, 6)
    six = queries_of(like_list.get_absolute_url())
    grow_list(like_list, 54)
    sixty = queries_of(like_list.get_absolute_url())
    assert six == sixty
    assert sixty <= MOST


def grow_credits(film: Film, number: int) -> None:
    for place in range(1, number + 1):
        make_credit(film, job="Actor" if place % 2 else "Writer", billing=place)


def test_a_film_with_100_credits_costs_what_one_with_5_costs(
    queries_of: Callable[[str], int],
) -> None:
    film = some_film()
    make_release(film)
    make_review(film)
    make_list(film, some_film())
    make_list(some_film(), film)
    make_article(film)
    make_position(make_chart(), film)
    grow_credits(film, 4)
    few = queries_of(film.get_absolute_url())
    grow_credits(film, 95)
    many = queries_of(film.get_absolute_url())
    assert few == many
    assert many <= MOST


def grow_filmography(person: Person, number: int) -> None:
    for _ in range(number):
        film = some_film()
        make_credit(film, person)
        make_list(some_film(), film)


def test_a_person_with_60_credits_costs_what_one_with_3_costs(
    queries_of: Callable[[str], int],
) -> None:
    person = make_person("Sylvester Stallone")
    grow_filmography(person, 3)
    few = queries_of(person.get_absolute_url())
    grow_filmography(person, 57)
    many = queries_of(person.get_absolute_url())
    assert few == many


@pytest.mark.parametrize(
    "address", ["/films/", "/films/?genre=thriller&theme=amnesia", "/lists/", "/reviews/", "/"]
)
def test_an_index_costs_the_same_however_large_the_catalogue(
    queries_of: Callable[[str], int], address: str
) -> None:
    make_theme()

    def grow(films: int) -> None:
        for _ in range(films):
            film = some_film()
            make_review(film).authors.add(make_author(slug=f"author-of-{film.slug}"))
            make_list(film, some_film())

    grow(25)
    few = queries_of(address)
    grow(25)
    many = queries_of(address)
    assert few == many
