"""The page of what a film is like: all that is kept, with every reason, also as data."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from films.likeness_store import build_likeness
from films.models import Film, LikenessBuild
from publishing.models import Status

from .factories import make_credit, make_film, make_likeness, make_list, make_person

pytestmark = pytest.mark.django_db


def some_alike(number: int) -> Film:
    """Make a film and others that share much with it, and work out which are alike."""
    shared: dict[str, Any] = {
        "themes": ["amnesia", "heist"],
        "genres": ["thriller"],
        "countries": ["US"],
    }
    film = make_film(title="Backtrace", year=2018, **shared)
    for place in range(number):
        make_film(title=f"Alike {place}", year=2018, **shared)
    for place in range(30):
        make_film(title=f"Unlike {place}", year=1950, languages=["fr"])
    build_likeness()
    return film


def test_all_kept_films_are_named_with_every_reason(client: Client) -> None:
    film = some_alike(15)
    html = client.get(f"{film.get_absolute_url()}like/").text
    assert html.count("alike__film") == 20
    reasons = sum(len(row.evidence) for row in film.likenesses.all())
    assert html.count("reasons__weight") == reasons > 40
    assert html.index("Alike 14") < html.index("Unlike")
    assert f'href="{film.get_absolute_url()}"' in html
    assert f"{film.get_absolute_url()}like/" in client.get(film.get_absolute_url()).text


def test_the_data_say_what_the_page_says_and_weights_sum_to_the_score(client: Client) -> None:
    film = some_alike(4)
    found = client.get(f"{film.get_absolute_url()}like.json").json()
    assert found["film"] == film.slug
    assert found["basis"] == "computed"
    assert [other["rank"] for other in found["similar"]] == list(range(1, 21))
    for other in found["similar"]:
        weights = [reason["weight"] for reason in other["evidence"]]
        assert other["score"] == pytest.approx(math.fsum(weights))
        assert client.get(other["address"]).status_code == 200


def test_a_film_like_no_other_says_so(client: Client) -> None:
    film = make_film()
    assert (
        "No other film in the catalogue shares enough"
        in client.get(f"{film.get_absolute_url()}like/").text
    )
    assert client.get(f"{film.get_absolute_url()}like.json").json()["similar"] == []


@pytest.mark.parametrize("part", ["like/", "like.json"])
def test_strangers_see_neither_drafts_nor_old_addresses(client: Client, part: str) -> None:
    draft = make_film(status=Status.DRAFT)
    assert client.get(f"{draft.get_absolute_url()}{part}").status_code == 404
    moved = make_film(slug="before-2018")
    moved.rename("after-2018")
    response = client.get(f"/films/before-2018/{part}")
    assert response.status_code == 301
    assert response["Location"].endswith(f"/films/after-2018/{part}")


def test_a_withdrawn_film_is_gone_from_the_page_and_the_data(client: Client) -> None:
    film = some_alike(2)
    other = Film.objects.get(title="Alike 0")
    other.status = Status.DRAFT
    other.save()
    assert "Alike 0" not in client.get(f"{film.get_absolute_url()}like/").text
    similar = client.get(f"{film.get_absolute_url()}like.json").json()["similar"]
    assert similar[0]["title"] == "Alike 1"
    assert "Alike 0" not in {one["title"] for one in similar}


def test_smaller_reasons_are_folded_away_and_all_figures_make_the_score(client: Client) -> None:
    film = some_alike(1)
    for person in [make_person() for _ in range(5)]:
        make_credit(film, person)
        make_credit(Film.objects.get(title="Alike 0"), person)
    build_likeness()
    html = client.get(f"{film.get_absolute_url()}like/").text
    first = html.partition("alike__film")[2].partition("alike__film")[0]
    weights = [float(text) for text in re.findall(r'reasons__weight">([\d.]+)<', first)]
    [best, *_] = film.likenesses.of_current_build()
    assert sum(weights) == pytest.approx(best.score, abs=0.005 * len(weights))
    assert re.search(r"<summary>and \d+ smaller reasons?</summary>", first)
    assert weights == sorted(weights, reverse=True)


def test_lists_of_our_editors_stand_before_what_is_computed(client: Client) -> None:
    film = some_alike(1)
    html = client.get(f"{film.get_absolute_url()}like/").text
    assert "Chosen by our editors" not in html
    like_list = make_list(film, make_film())
    html = client.get(f"{film.get_absolute_url()}like/").text
    assert html.index("Chosen by our editors") < html.index(like_list.get_absolute_url())
    assert html.index(like_list.get_absolute_url()) < html.index(">Computed<")


def test_the_page_leads_to_a_blend_with_another_film(client: Client) -> None:
    film = some_alike(1)
    html = client.get(f"{film.get_absolute_url()}like/").text
    assert f'href="/blend/?film={film.slug}"' in html


def test_pages_read_only_the_current_build(client: Client) -> None:
    film = some_alike(2)
    old = LikenessBuild.objects.get()
    other = make_film("From a build at work")
    at_work = LikenessBuild.objects.create(started_at=old.started_at, top=1, films=1)
    make_likeness(film, other, build=at_work)
    for address in ("", "like/", "like.json"):
        assert "From a build at work" not in client.get(film.get_absolute_url() + address).text


def test_a_page_of_15_films_costs_what_a_page_of_3_costs(client: Client) -> None:
    def queries_of(film: Film) -> int:
        client.get(f"{film.get_absolute_url()}like/")
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{film.get_absolute_url()}like/").status_code == 200
        return len(queries)

    few = queries_of(some_alike(3))
    Film.objects.all().delete()
    many = queries_of(some_alike(15))
    assert few == many <= 8
