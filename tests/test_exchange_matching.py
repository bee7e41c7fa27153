"""Films of a file, found in the catalogue or told why not."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from films.models import AlternativeTitle
from lists.exchange.importing import planned
from lists.exchange.reading import read
from publishing.models import Status
from tests.exchanged import (
    a_draft,
    a_file,
    a_sheet,
    file_of,
    plan_of,
    row,
    the_list,
    unmatched,
)
from tests.factories import make_entry, make_film

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "names",
    [
        {"imdb": "tt0113277"},
        {"imdb": " TT0113277 "},
        {"tmdb": 949},
        {"tmdb": "949"},
        {"wikidata": "Q42198"},
        {"movielens": 6},
        {"imdb": "tt0113277", "tmdb": 949},
        {"imdb": "tt9999999", "tmdb": 949},
        {"slug": "heat-1995"},
        {"slug": "heat-of-1995"},
        {"title": "HEAT!", "year": 1995},
        {"title": "Hêat", "year": "1995"},
        {"title": "Fuego contra fuego", "year": 1995},
        {"slug": "unknown-here", "title": "Heat", "year": 1995},
        {"imdb": "tt0113277", "slug": "other-1995"},
        {"imdb": "tt0113277", "title": "Other", "year": 1995},
    ],
)
def test_a_film_is_found(names: dict[str, Any]) -> None:
    ids: dict[str, Any] = {"imdb_id": "tt0113277", "tmdb_id": 949, "wikidata_id": "Q42198"}
    heat = make_film("Heat", 1995, slug="heat-of-1995", movielens_id=6, **ids)
    heat.rename("heat-1995")
    AlternativeTitle.objects.create(film=heat, title="Fuego contra fuego")
    make_film("Heat", 1986)
    make_film("Other", 1995)
    [added] = the_list(plan_of(a_file(row(**names)))).added
    assert added.film == heat


@pytest.mark.parametrize(
    ("names", "reason", "near"),
    [
        (
            {"imdb": "tt0113277", "tmdb": 77},
            "its ids name several films: IMDb tt0113277 is Heat (1995) and TMDB 77 is Up (2009)",
            "Heat (1995), Up (2009)",
        ),
        (
            {"title": "Heat", "year": 1996},
            "no film has this title and year",
            "Heat (1995), Heat (1986)",
        ),
        (
            {"title": "The Heat", "year": 1995},
            "no film has this title and year",
            "Heat (1995), Heat (1986)",
        ),
        ({"title": "Momento", "year": 2001}, "no film has this title and year", "Memento (2000)"),
        ({"title": "Momento", "year": 1960}, "no film has this title and year", ""),
        (
            {"title": "Memento"},
            "a title without a year may be any film of that title",
            "Memento (2000)",
        ),
        (
            {"title": "Twins", "year": 1990},
            "2 films have this title and year",
            "Twins (1990), Twins (1990)",
        ),
        (
            {"slug": "heat-1995", "imdb": "tt0000001"},
            "its slug is that of Heat (1995), but it is IMDb tt0113277 here, tt0000001 in the file",
            "Heat (1995)",
        ),
        (
            {"slug": "heat-1995", "title": "Memento", "year": 2000},
            "its slug is that of Heat (1995), its title that of Memento (2000)",
            "Heat (1995), Memento (2000)",
        ),
        (
            {"title": "Heat", "year": 1995, "tmdb": 6},
            "Heat (1995) has its title and year, but it is TMDB 949 here, 6 in the file",
            "Heat (1995)",
        ),
        ({"imdb": "tt0000001"}, "nothing here has its slug or outside ids", ""),
        ({"slug": "nothing"}, "nothing here has its slug or outside ids", ""),
        ({"title": "???", "year": 2000}, "no film has this title and year", ""),
        ({"year": 1995}, "it names no film", ""),
        ({}, "it names no film", ""),
    ],
)
def test_a_film_that_is_not_surely_meant_is_told(
    names: dict[str, Any], reason: str, near: str
) -> None:
    make_film("Heat", 1995, imdb_id="tt0113277", tmdb_id=949)
    make_film("Heat", 1986)
    make_film("Up", 2009, tmdb_id=77)
    make_film("Memento", 2000)
    make_film("Twins", 1990)
    make_film("Twins", 1990, slug="twins-again")
    make_film("!?", 2000, slug="signs")
    [told] = plan_of(a_file(row(**names))).unmatched
    assert told.reason == reason
    assert ", ".join(map(str, told.candidates)) == near


@pytest.mark.parametrize(
    ("names", "note"),
    [
        ({"imdb": "tt0113277", "title": "Hot", "year": 1995}, "Heat (1995) is called “Hot” (1995)"),
        (
            {"imdb": "tt0113277", "title": "Heat", "year": 1994},
            "Heat (1995) is of 1994 in the file",
        ),
        ({"imdb": "tt0113277", "slug": "thief-1981"}, "has the slug of Thief (1981) in the file"),
        ({"imdb": "tt0113277", "tmdb": 5}, "it is TMDB 949 here, 5 in the file"),
        ({"slug": "heat-1995", "title": "Hot", "year": 1995}, "Heat (1995) is called “Hot” (1995)"),
    ],
)
def test_what_differs_in_a_film_that_was_found_is_remarked(
    names: dict[str, Any], note: str
) -> None:
    make_film("Heat", 1995, imdb_id="tt0113277", tmdb_id=949)
    make_film("Thief", 1981)
    plan = the_list(plan_of(a_file(row(**names))))
    assert [each.film.title for each in plan.added] == ["Heat"]
    [said] = plan.notes
    assert note in said


def test_rows_of_a_sheet_are_told_by_the_numbers_that_a_spreadsheet_shows() -> None:
    heat = {"list_slug": "like", "headline": "Like\nHeat", "title": "Heat", "year": 1995}
    make_film("Heat", 1995)
    sheet = a_sheet(heat, {"list_slug": "like", "title": "Lost", "year": 1990})
    assert unmatched(sheet) == ["row 3: “Lost” (1990): no film has this title and year."]


def test_a_film_that_is_not_public_may_be_meant() -> None:
    make_film("Heat", 1995, status=Status.DRAFT)
    assert not unmatched(a_file(row(title="Heat", year=1995)))


def test_matching_costs_the_same_for_2_rows_and_for_100() -> None:
    counts = []
    for number in (2, 100):
        rows = [row(title=f"Nothing {n}", year=1990) for n in range(number // 2)]
        for n in range(number // 2):
            make_film(f"Matched {number} {n}", 1990)
            rows.append(row(title=f"Matched {number} {n}", year=1990, slug=f"unknown-{n}"))
        contents = read(a_file(*rows, authors=["nobody"]))
        planned(contents)
        with CaptureQueriesContext(connection) as queries:
            assert len(planned(contents).unmatched) == number // 2 + 1
        counts.append(len([each for each in queries if "SAVEPOINT" not in each["sql"]]))
    assert counts == [8, 8]


def test_planning_for_a_list_that_is_here_costs_the_same_for_3_entries_and_for_30() -> None:
    like_list = a_draft()
    counts = []
    for number in (3, 30):
        for _ in range(like_list.entries.count(), number):
            make_entry(like_list)
        contents = read(file_of(like_list))
        with CaptureQueriesContext(connection) as queries:
            assert not planned(contents).changes_something
        counts.append(len([each for each in queries if "SAVEPOINT" not in each["sql"]]))
    assert counts == [9, 9]
