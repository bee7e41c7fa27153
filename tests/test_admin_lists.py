"""Lists at the desk: entries, their order, and what may not stand in a list."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from films.models import Film
from lists.models import Entry, LikeList
from publishing.models import Author
from tests.test_admin import a_film, a_list, address, form_data
from tests.test_admin_films import a_credit, queries_of

pytestmark = pytest.mark.django_db


def with_entries(client: Client, like_list: LikeList, *entries: dict[str, Any]) -> Any:
    """Save a list with entries added at its end, and return the answer."""
    change = address(LikeList, "change", like_list.pk)
    data = form_data(client.get(change))
    there = int(data["entries-TOTAL_FORMS"])
    data["entries-TOTAL_FORMS"] = there + len(entries)
    for number, entry in enumerate(entries, start=there):
        for name, value in {"blurb": "", "traits": [], "position": "", **entry}.items():
            data[f"entries-{number}-{name}"] = value
    return client.post(change, data)


def order_of(like_list: LikeList) -> list[tuple[int, str]]:
    return list(like_list.entries.values_list("position", "film__title"))


def test_entries_without_a_number_go_to_the_end(admin_client: Client) -> None:
    like_list = a_list()
    Entry.objects.create(like_list=like_list, film=a_film("Seed"), is_seed=True)
    Entry.objects.create(like_list=like_list, film=a_film("First"), position=4)
    added = [{"film": a_film(title).pk} for title in ("Second", "Third")]
    answer = with_entries(
        admin_client, like_list, *added, {"film": a_film("Other seed").pk, "is_seed": "on"}
    )
    assert answer.status_code == 302
    assert order_of(like_list) == [
        (1, "Seed"),
        (2, "Other seed"),
        (4, "First"),
        (5, "Second"),
        (6, "Third"),
    ]


def test_two_entries_may_share_a_number(admin_client: Client) -> None:
    like_list = a_list()
    added = [{"film": a_film(title).pk, "position": "1"} for title in ("One", "Another")]
    assert with_entries(admin_client, like_list, *added).status_code == 302
    assert order_of(like_list) == [(1, "One"), (1, "Another")]


def test_a_row_left_empty_is_no_entry(admin_client: Client) -> None:
    like_list = a_list()
    assert with_entries(admin_client, like_list, {"film": ""}).status_code == 302
    assert not like_list.entries.exists()


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"position": "0"}, "Positions start at 1."),
        ({"position": "-1"}, "greater than or equal to 0"),
        ({"traits": ["nonsense"]}, "Tick traits that the list offers."),
        ({"traits": ["word:robbery"]}, "Tick traits that the list offers."),
        ({"traits": ["theme:"]}, "Tick traits that the list offers."),
        ({"is_seed": "on", "blurb": "Lovely."}, "A seed film has no blurb"),
        ({"film": "999999"}, "Select a valid choice."),
        ({"film": "nonsense"}, "Select a valid choice."),
    ],
)
def test_a_mistake_in_an_entry_is_answered_in_words(
    admin_client: Client, entry: dict[str, str], sentence: str
) -> None:
    like_list = a_list()
    page = with_entries(admin_client, like_list, {"film": a_film().pk, **entry})
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not like_list.entries.exists()


@pytest.mark.parametrize("is_there", [False, True])
@pytest.mark.parametrize("is_seed", [False, True])
def test_a_film_stands_only_once_and_never_beside_itself_as_the_seed(
    admin_client: Client,
    is_there: bool,
    is_seed: bool,
) -> None:
    like_list, film = a_list(), a_film()
    rows: list[dict[str, Any]] = [{"film": film.pk}]
    first = {"film": film.pk, "is_seed": "on"} if is_seed else {"film": film.pk}
    if is_there:
        Entry.objects.create(like_list=like_list, film=film, is_seed=is_seed)
    else:
        rows.insert(0, first)
    page = with_entries(admin_client, like_list, *rows)
    assert page.status_code == 200
    assert "A film stands only once in a list" in page.content.decode()
    assert like_list.entries.count() == is_there


def test_claims_are_kept_and_may_be_left_empty(admin_client: Client) -> None:
    like_list = a_list()
    added: list[dict[str, Any]] = [
        {"film": a_film("One").pk, "traits": ["theme:amnesia"]},
        {"film": a_film("Two").pk},
    ]
    assert with_entries(admin_client, like_list, *added).status_code == 302
    assert list(like_list.entries.values_list("traits", flat=True)) == [
        [{"kind": "theme", "key": "amnesia"}],
        [],
    ]


def test_entries_show_the_film_with_year_and_director(admin_client: Client) -> None:
    like_list, film = a_list(), a_film()
    a_credit(film)
    Entry.objects.create(like_list=like_list, film=film)
    page = admin_client.get(address(LikeList, "change", like_list.pk)).content.decode()
    assert "Backtrace (2018)</a>" in page
    assert "Brian A. Miller" in page


def test_a_list_is_found_by_its_films(admin_client: Client) -> None:
    like_list = a_list()
    a_list("other", headline="Other")
    Entry.objects.create(like_list=like_list, film=a_film("Amélie", 2001, slug="amelie"))
    page = admin_client.get(address(LikeList, "changelist"), {"q": "amelie"})
    assert list(page.context["cl"].result_list) == [like_list]


def lists_up_to(number: int) -> None:
    for n in range(LikeList.objects.count(), number):
        like_list = a_list(f"list-{n}")
        like_list.authors.add(Author.objects.create(name=f"Author {n}", slug=f"author-{n}"))
        for k in range(3):
            film = a_film(f"Film {n} {k}")
            Entry.objects.create(like_list=like_list, film=film, is_seed=k == 0)


def test_the_list_of_lists_costs_the_same_for_3_and_for_30(admin_client: Client) -> None:
    counts = []
    for number in (3, 30):
        lists_up_to(number)
        counts.append(queries_of(admin_client, address(LikeList, "changelist")))
    assert counts[0] == counts[1]
    row = admin_client.get(address(LikeList, "changelist")).context["cl"].result_list[0]
    assert row.entry_count == 2


def test_the_form_of_a_list_costs_the_same_for_3_entries_and_for_30(admin_client: Client) -> None:
    like_list = a_list()
    counts = []
    for number in (3, 30):
        for n in range(Film.objects.count(), number):
            Entry.objects.create(like_list=like_list, film=a_film(f"Film {n}"), position=n + 1)
        counts.append(queries_of(admin_client, address(LikeList, "change", like_list.pk)))
    assert counts[0] == counts[1]
