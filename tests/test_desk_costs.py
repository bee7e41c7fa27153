"""What the desk of a long list costs: few queries to open, one transaction to save."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lists.models import Entry, LikeList
from publishing.models import CheckReport, Picture, Status
from publishing.revisions import versions_of
from tests.factories import BLURB, make_entry, make_film, make_list, make_offer, make_person
from tests.test_admin import address, form_data

pytestmark = pytest.mark.django_db

MOST = 25


def a_long_list(entries: int) -> LikeList:
    """Make a draft whose entries share traits, have pictures, and give the checks something."""
    director = make_person()
    seed = make_film(themes=["amnesia"], directors=[director])
    like_list = make_list(seed, status=Status.DRAFT, publish_at=None, intro="It ,is.")
    for number in range(entries):
        film = make_film(themes=["amnesia"], directors=[director])
        make_offer(film)
        picture = Picture(
            name=f"p-{film.pk}",
            file="x.png",
            alt=f"A {number}.",
            credit="Us",
            licence="own",
            width=9,
            height=9,
        )
        Picture.objects.bulk_create([picture])
        make_entry(
            like_list,
            film,
            blurb=f"{number}. {BLURB}",
            traits=[{"kind": "theme", "key": "amnesia"}],
            picture=Picture.objects.get(name=picture.name),
        )
    like_list.examine()
    return like_list


def queries_to_open(client: Client, like_list: LikeList) -> int:
    change = address(LikeList, "change", like_list.pk)
    client.get(change)  # kinds of rows are looked up once in each process
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(change)
    assert page.status_code == 200
    return len(asked)


def test_the_desk_of_sixty_entries_opens_in_few_queries(
    admin_client: Client, admin_user: User
) -> None:
    long, short = a_long_list(60), a_long_list(2)
    warning = next(finding for finding in long.findings() if not finding.is_error)
    long.overrule(warning, "It is meant so.", admin_user)
    many = queries_to_open(admin_client, long)
    assert many <= MOST
    assert many - queries_to_open(admin_client, short) <= 1  # for what is overruled


def test_saving_costs_few_queries_for_each_entry_that_changed(admin_client: Client) -> None:
    like_list = a_long_list(30)
    change = address(LikeList, "change", like_list.pk)
    counts = []
    for changed in (0, 1, 11):
        data = form_data(admin_client.get(change))
        for number in range(1, changed + 1):
            data[f"entries-{number}-blurb"] += f" And {changed} more."
        with CaptureQueriesContext(connection) as asked:
            assert admin_client.post(change, data).status_code == 302
        counts.append(len(asked))
    assert (counts[2] - counts[1]) / 10 <= 8
    assert counts[0] / 30 <= 16  # what Django asks to judge a row, changed or not


def test_a_save_that_fails_at_its_end_leaves_nothing_changed(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    like_list = a_long_list(3)
    change = address(LikeList, "change", like_list.pk)
    data = form_data(admin_client.get(change))
    data |= {"standfirst": "Changed.", "entries-1-blurb": "Changed.", "entries-2-DELETE": "on"}

    def everything() -> list[Any]:
        rows: list[Any] = [LikeList, Entry, CheckReport]
        return [list(model.objects.order_by("pk").values()) for model in rows]

    def fail(*_args: Any) -> None:
        raise OSError("the disk is full")

    before = everything()
    monkeypatch.setattr(LikeList, "examine", fail)
    with pytest.raises(OSError, match="disk"):
        admin_client.post(change, data)
    assert everything() == before
    assert versions_of(like_list).count() == 1  # what was there before
    monkeypatch.undo()
    assert admin_client.post(change, data).status_code == 302
    assert everything() != before
