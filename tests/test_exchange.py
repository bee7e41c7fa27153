"""Lists as files: out, and back again as they were."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from films.models import Film
from lists.exchange.sheets import COLUMNS, escaped, unescaped
from lists.exchange.writing import FORMS, as_file, contents_of
from lists.models import Entry, LikeList
from publishing.models import Status
from tests.exchanged import (
    a_draft,
    everything,
    file_of,
    imported,
    the_list,
)
from tests.factories import make_entry, make_film, make_list, make_ready_list

pytestmark = pytest.mark.django_db


FORM_NAMES = [*FORMS]


@pytest.mark.parametrize("form", FORM_NAMES)
def test_a_list_that_was_exported_changes_nothing_when_imported(form: str) -> None:
    content = file_of(a_draft(), form=form)
    before = everything()
    plan = imported(content)
    assert not plan.changes_something
    assert not plan.problems
    assert not plan.unmatched
    assert not the_list(plan).notes
    assert everything() == before


@pytest.mark.parametrize("form", FORM_NAMES)
def test_a_list_comes_back_whole_after_it_was_deleted(form: str) -> None:
    like_list = a_draft()
    whole = contents_of([like_list])
    content = as_file(whole, form)
    like_list.delete()
    plan = imported(content)
    assert the_list(plan).is_new
    back = LikeList.objects.get(slug="films-like-heat")
    assert contents_of([back]) == whole
    assert back.status == Status.DRAFT
    assert back.owner is None
    assert back.version == 1
    assert file_of(back, form=form) == content


@pytest.mark.parametrize("form", FORM_NAMES)
def test_the_same_file_twice_changes_nothing_the_second_time(form: str) -> None:
    like_list = a_draft()
    content = file_of(like_list, form=form)
    like_list.delete()
    imported(content)
    before = everything()
    assert not imported(content).changes_something
    assert everything() == before


@pytest.mark.parametrize("form", FORM_NAMES)
def test_several_lists_share_a_file(form: str) -> None:
    lists = [a_draft(), make_ready_list(status=Status.DRAFT), make_list(status=Status.REVIEW)]
    whole = contents_of(lists)
    content = as_file(whole, form)
    assert not imported(content).changes_something
    LikeList.objects.all().delete()
    assert len(imported(content).lists) == 3
    assert contents_of(LikeList.objects.order_by("pk")) == whole


@pytest.mark.parametrize("form", FORM_NAMES)
def test_a_list_without_films_is_a_file_too(form: str) -> None:
    like_list = make_list(status=Status.DRAFT)
    like_list.entries.all().delete()
    whole = contents_of([like_list])
    content = as_file(whole, form)
    like_list.delete()
    imported(content)
    assert contents_of(LikeList.objects.all()) == whole


@pytest.mark.parametrize("form", FORM_NAMES)
def test_every_demo_list_comes_back_whole(demo_catalogue: None, form: str) -> None:
    lists = LikeList.objects.order_by("slug")
    whole = contents_of(lists)
    assert len(whole) > 10
    content = as_file(whole, form)
    lists.update(status=Status.DRAFT, publish_at=None)
    plan = imported(content)
    assert not plan.changes_something
    assert not plan.unmatched
    lists.all().delete()
    imported(content)
    assert contents_of(LikeList.objects.order_by("slug")) == whole


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@pytest.mark.parametrize("form", FORM_NAMES)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    words=st.lists(WORDS, min_size=2, max_size=2),
    headline=WORDS.filter(str.strip),
    key=WORDS.filter(bool),
    title=WORDS.filter(str.strip),
)
def test_whatever_a_list_says_comes_back_as_it_was(
    form: str, words: list[str], headline: str, key: str, title: str
) -> None:
    intro, blurb = words
    Entry.objects.all().delete()
    LikeList.objects.all().delete()
    film = make_film("Odd", slug=f"odd-{Film.objects.count()}")
    Film.objects.filter(pk=film.pk).update(title=title)
    like_list = make_list(slug="odd", headline=headline, intro=intro, status=Status.DRAFT)
    traits = [{"kind": "theme", "key": key}, {"kind": "genre", "key": "drama"}]
    make_entry(like_list, film, blurb=blurb, traits=traits)
    whole = contents_of([like_list])
    content = as_file(whole, form)
    assert not imported(content).changes_something
    like_list.delete()
    imported(content)
    assert contents_of(LikeList.objects.all()) == whole


@given(WORDS)
def test_an_escaped_cell_is_given_back_exactly(cell: str) -> None:
    assert unescaped(escaped(cell)) == cell


@pytest.mark.parametrize("start", [*"=+-@\t\r\n＝＋－＠", " =", "\n="])
@pytest.mark.parametrize("quotes", ["", "'", "''"])
def test_no_cell_is_a_formula_to_a_spreadsheet(start: str, quotes: str) -> None:
    cell = f"{quotes}{start}1+1"
    assert escaped(cell) == f"'{cell}"
    assert unescaped(escaped(cell)) == cell


@pytest.mark.parametrize("cell", ["", "'Tis", "''", "1995", "Heat", "a=b", "Se7en - a film"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert escaped(cell) == unescaped(cell) == cell


def test_a_sheet_has_a_row_for_each_film_and_opens_in_a_spreadsheet() -> None:
    content = file_of(a_draft(), form="csv")
    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert tuple(head) == COLUMNS
    cells = [dict(zip(head, each, strict=True)) for each in rows]
    assert [each["title"] for each in cells] == ["Heat", "Thief", "Ronin"]
    assert [each["is_seed"] for each in cells] == ["yes", "no", "no"]
    assert {each["list_slug"] for each in cells} == {"films-like-heat"}
    assert [each["outro"] for each in cells] == ["'=SUM(A1)", "", ""]
    assert cells[1]["blurb"].startswith("'- A safe.")
    assert cells[1]["traits"] == "theme:robbery; person:michael-mann"
    assert (cells[0]["imdb"], cells[0]["tmdb"]) == ("tt0113277", "949")


def test_json_names_its_form_and_every_name_of_a_film() -> None:
    whole = json.loads(file_of(a_draft()))
    assert (whole["format"], whole["version"]) == ("moreish lists", 1)
    [like_list] = whole["lists"]
    assert like_list["authors"] == ["otto-reelwell", "vera-lamplight"]
    assert like_list["seeds"][0]["film"] == {
        "slug": "heat-1995",
        "title": "Heat",
        "year": 1995,
        "imdb": "tt0113277",
        "tmdb": 949,
    }
    assert [each["position"] for each in like_list["entries"]] == [2, 5]


def test_writing_costs_the_same_for_3_lists_and_for_30() -> None:
    counts = []
    for number in (3, 30):
        for _ in range(LikeList.objects.count(), number):
            make_ready_list()
        with CaptureQueriesContext(connection) as queries:
            contents_of(LikeList.objects.all())
        counts.append(len(queries))
    assert counts == [3, 3]
