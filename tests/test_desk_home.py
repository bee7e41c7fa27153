"""The editor's home: whose work it shows, what it finds broken, and films that lack a list."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from films.models import Chart, ChartPosition, Offer, Score
from lists.models import LikeList
from pages.desk.home import Home
from pages.desk.popular import popular_without_list
from publishing.models import CheckReport, Picture, Status
from tests.factories import (
    make_article,
    make_entry,
    make_film,
    make_list,
    make_offer,
    make_ready_list,
    make_review,
    make_user,
)
from tests.test_admin import signed_in

pytestmark = pytest.mark.django_db
INDEX = "admin:index"
DRAFT: dict[str, Any] = {"status": Status.DRAFT, "publish_at": None}


def home_of(user: User) -> Home:
    home: Home = signed_in(user).get(reverse(INDEX)).context["home"]
    return home


def headlines(home: Home) -> dict[str, list[str]]:
    return {section.title: [str(line.page) for line in section.lines] for section in home.sections}


def test_each_sees_their_drafts_and_editors_see_what_waits_and_what_is_scheduled() -> None:
    writer, other, editor = make_user("Writer"), make_user("Writer"), make_user("Editor")
    later: dict[str, Any] = {
        "status": Status.PUBLISHED,
        "publish_at": timezone.now() + dt.timedelta(days=2),
    }
    make_list(headline="Mine", owner=writer, **DRAFT)
    make_list(headline="Theirs", owner=other, **DRAFT)
    make_review(headline="My review", owner=writer, status=Status.REVIEW)
    make_article(headline="Their article", owner=other, status=Status.REVIEW)
    make_list(headline="My next", owner=writer, **later)
    make_list(headline="Public")
    assert headlines(home_of(writer)) == {
        "My drafts": ["Mine"],
        "Waiting for review": ["My review"],
        "Scheduled": ["My next"],
    }
    assert headlines(home_of(editor)) == {
        "My drafts": [],
        "Waiting for review": ["My review", "Their article"],
        "Scheduled": ["My next"],
    }
    assert home_of(writer).radar is None


def test_a_line_says_when_by_whom_and_what_is_in_the_way() -> None:
    writer, editor = make_user("Writer"), make_user("Editor")
    page = make_list(
        headline="Full of mistakes", owner=writer, status=Status.REVIEW, intro="It ,is."
    )
    blocking = page.examine().blocking
    assert blocking
    page_of_editor = signed_in(editor).get(reverse(INDEX)).content.decode()
    assert f"{blocking} in the way of publishing" in page_of_editor
    assert f"by {writer}" in page_of_editor
    assert reverse("admin:lists_likelist_change", args=[page.pk]) in page_of_editor


def test_those_who_write_nothing_have_no_sections() -> None:
    home = home_of(make_user("Moderator"))
    assert home.sections == []
    assert home.popular == []
    page = signed_in(make_user("Moderator")).get(reverse(INDEX)).content.decode()
    assert "New list like this" not in page
    assert "Comments" in page


def test_a_list_is_started_from_the_index() -> None:
    client = signed_in(make_user("Editor"))
    film = make_film(title="Backtrace", year=2018)
    page = client.get(reverse(INDEX)).content.decode()
    start = reverse("admin:lists_likelist_add")
    assert f'action="{start}"' in page
    found = client.get(start, {"film": "Backtrace"}).content.decode()
    assert f"?film={film.slug}" in found


# The radar ---------------------------------------------------------------------------------------


def radar_words(editor: User) -> dict[str, list[tuple[str, str]]]:
    radar = home_of(editor).radar
    assert radar is not None
    return {
        title: [(str(trouble.like_list), trouble.words) for trouble in troubles]
        for title, troubles in radar.kinds
        if troubles
    }


def test_the_radar_is_clear_where_nothing_is_broken() -> None:
    editor = make_user("Editor")
    page = make_ready_list()
    make_offer(page.entries.get(is_seed=False).film)
    page.examine()
    assert radar_words(editor) == {}
    assert "Nothing is broken" in signed_in(editor).get(reverse(INDEX)).content.decode()


def test_the_radar_finds_old_offers_withdrawn_films_lost_files_and_failing_checks() -> None:
    editor = make_user("Editor")
    today = timezone.localdate()
    old, withdrawn, lost, failing, draft = (
        make_list(make_film(), headline=name)
        for name in ("Old", "Withdrawn", "Lost", "Failing", "Draft")
    )
    film = make_film()
    make_entry(old, film)
    make_offer(film, checked_on=today - dt.timedelta(days=31))
    make_entry(withdrawn, make_film(title="Gone", year=1999, status=Status.WITHDRAWN))
    facts: dict[str, Any] = {"alt": "A.", "credit": "Us", "licence": "own", "width": 9, "height": 9}
    picture = Picture(name="lost", file="pictures/lost.jpg", **facts)
    Picture.objects.bulk_create([picture])
    make_entry(lost, picture=Picture.objects.get())
    failing.examine()
    CheckReport.objects.filter(object_id=failing.pk).update(blocking=4)
    make_entry(draft, film)
    LikeList.objects.filter(pk=draft.pk).update(status=Status.DRAFT)
    found = radar_words(editor)
    date = f"{today - dt.timedelta(days=31):%-d %B %Y}"
    assert found["Availability older than 30 days"] == [
        ("Old", f"1 offer of 1 film, the oldest checked on {date}")
    ]
    assert found["Films that are no longer public"] == [("Withdrawn", "Gone (1999)")]
    assert found["Pictures whose file is missing"] == [("Lost", "lost")]
    assert found["Checks that fail"] == [("Failing", f"4 found on {today:%-d %B %Y}")]
    radar = home_of(editor).radar
    assert radar is not None
    assert radar.unchecked == 3


@pytest.mark.parametrize(
    "change",
    [
        {"checked_on": 30},
        {"checked_on": 90, "available_until": 1},
    ],
)
def test_fresh_offers_and_those_that_ended_are_no_trouble(change: dict[str, int]) -> None:
    days: dict[str, Any] = {
        name: timezone.localdate() - dt.timedelta(days=ago) for name, ago in change.items()
    }
    like_list, film = make_list(make_film()), make_film()
    make_entry(like_list, film)
    make_offer(film, **days)
    assert Offer.objects.count() == 1
    assert "Availability older than 30 days" not in radar_words(make_user("Editor"))


# Films that lack a list --------------------------------------------------------------------------


def test_popular_films_are_those_on_charts_and_much_judged_that_no_list_starts_from() -> None:
    today = timezone.localdate()
    charted, once_charted, judged, more_judged, listed, hidden, often_listed, unknown = (
        make_film() for _ in range(8)
    )
    chart = Chart.objects.create(name="Top 10", slug="top-10", size=10)
    ChartPosition.objects.create(chart=chart, date=today, rank=3, film=charted)
    ChartPosition.objects.create(chart=chart, date=today, rank=1, film=listed)
    ChartPosition.objects.create(
        chart=chart, date=today - dt.timedelta(days=90), rank=1, film=once_charted
    )
    for film, count in [(judged, 10), (more_judged, 1200), (listed, 9000), (hidden, 8000)]:
        facts: dict[str, Any] = {"source": "IMDb", "audience": "audience", "as_of": today}
        Score.objects.create(film=film, count=count, value=7, scale=10, **facts)
    hidden.withdraw()
    make_list(listed, **DRAFT)
    make_list(judged, unknown, often_listed, status=Status.WITHDRAWN)
    make_list(listed, often_listed)
    assert [(popular.film, popular.why) for popular in popular_without_list()] == [
        (charted, f"number 3 of Top 10, {today:%-d %B %Y}"),
        (once_charted, f"number 1 of Top 10, {today - dt.timedelta(days=90):%-d %B %Y}"),
        (more_judged, "judged by 1,200 (IMDb)"),
        (judged, "judged by 10 (IMDb)"),
        (often_listed, "in 2 of our lists"),
    ]
    page = signed_in(make_user("Editor")).get(reverse(INDEX)).content.decode()
    assert f"{reverse('admin:lists_likelist_add')}?film={charted.slug}" in page


# How much it asks --------------------------------------------------------------------------------


def fill(owner: User, count: int) -> None:
    for _ in range(count):
        make_list(owner=owner, **DRAFT).examine()
        make_review(owner=owner, status=Status.REVIEW)
        like_list, film = make_list(make_film()), make_film(status=Status.WITHDRAWN)
        make_entry(like_list, film)
        stale = make_film()
        make_entry(like_list, stale)
        make_offer(stale, checked_on=timezone.localdate() - dt.timedelta(days=50))
        like_list.examine()
        make_film()


def test_the_number_of_queries_does_not_depend_on_how_much_there_is(
    django_assert_max_num_queries: Any, tmp_path: Path, settings: Any
) -> None:
    editor = make_user("Editor")
    client = signed_in(editor)
    fill(editor, 1)
    client.get(reverse(INDEX))
    with django_assert_max_num_queries(32) as few:
        client.get(reverse(INDEX))
    fill(editor, 5)
    with django_assert_max_num_queries(len(few)):
        client.get(reverse(INDEX))
