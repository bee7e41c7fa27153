"""Likenesses follow what editors change, at once and without a build."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.serializers import serialize
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from films import engine_at_hand, likeness_refresh
from films.likeness_refresh import TooManyChanged, refresh
from films.likeness_store import build_likeness
from films.models import Film, FilmTheme, Likeness, LikenessBuild
from publishing.models import Status

from .factories import make_film, make_theme

pytestmark = pytest.mark.django_db

TOP = 4
THEMES = ("amnesia", "heist", "prison", "revenge")
Catcher = Callable[..., Any]


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.LIKENESS_DIR = tmp_path


@pytest.fixture
def catalogue() -> list[Film]:
    """Make forty films of which each shares something with some, and build their likenesses."""
    films = [
        make_film(
            f"Film {number:02}",
            1980 + number,
            themes=dict.fromkeys([THEMES[number % 4], THEMES[number // 4 % 4]]),
            genres=["thriller" if number % 3 else "comedy"],
        )
        for number in range(40)
    ]
    build_likeness(top=TOP)
    return films


def lists() -> dict[str, list[tuple[int, str, float]]]:
    """Return the lists that pages read, by the film they are of."""
    found: dict[str, list[tuple[int, str, float]]] = {}
    rows = Likeness.objects.of_current_build().order_by("film__slug", "rank")
    for film, rank, other, score in rows.values_list("film__slug", "rank", "other__slug", "score"):
        found.setdefault(film, []).append((rank, other, score))
    return found


def assert_whole() -> None:
    """Every list is ranked from 1 without gaps, best first, and full."""
    for film, places in lists().items():
        assert [rank for rank, _, _ in places] == list(range(1, len(places) + 1)), film
        assert [score for *_, score in places] == sorted((s for *_, s in places), reverse=True)
        assert len(places) == TOP


# What follows ------------------------------------------------------------------------------------


def test_a_new_film_gets_its_list_and_enters_those_of_others(catalogue: list[Film]) -> None:
    before = lists()
    new = make_film("New", 2000, themes=["amnesia", "heist"], genres=["thriller"])
    written = refresh([new.pk])
    after = lists()
    assert len(after[new.slug]) == TOP
    entered = {film for film in before if after[film] != before[film]}
    assert entered
    assert all(any(other == new.slug for _, other, _ in after[film]) for film in entered)
    assert written >= len(entered) + 1
    assert_whole()


def test_what_is_refreshed_is_what_working_out_all_lists_would_give(
    catalogue: list[Film],
) -> None:
    film = catalogue[7]
    FilmTheme.objects.filter(film=film).delete()
    FilmTheme.objects.create(film=film, theme=make_theme("revenge"))
    film.genres.clear()
    film.save()
    refresh([film.pk])
    at_once = lists()
    engine = engine_at_hand.engine()
    for slug, found in engine.all_neighbours(TOP):
        assert [(other, score) for _, other, score in at_once[slug]] == [
            (one.other, round(one.score, 3)) for one in found.neighbours
        ], slug


def test_a_withdrawn_film_leaves_all_lists_and_others_take_its_place(
    catalogue: list[Film],
) -> None:
    film = catalogue[7]
    film.withdraw()
    refresh([film.pk])
    after = lists()
    assert film.slug not in after
    assert film.slug not in {other for places in after.values() for _, other, _ in places}
    assert_whole()


def test_a_renamed_film_keeps_its_place(catalogue: list[Film]) -> None:
    before = lists()
    catalogue[7].rename("once-more-1987")
    refresh([catalogue[7].pk])
    after = lists()
    assert "film-07-1987" not in after
    assert len(after["once-more-1987"]) == TOP
    assert sum(len(places) for places in after.values()) == sum(map(len, before.values()))


def test_several_films_are_followed_together(catalogue: list[Film]) -> None:
    catalogue[3].withdraw()
    new = [make_film(f"New {n}", 1990, themes=["amnesia"], genres=["thriller"]) for n in range(3)]
    refresh([catalogue[3].pk, *(film.pk for film in new)])
    assert_whole()
    assert {film.slug for film in new} <= lists().keys()


def test_a_refreshed_build_says_so_and_the_next_one_is_made_anew(catalogue: list[Film]) -> None:
    build_likeness(top=TOP)
    assert LikenessBuild.objects.get().refreshed_at is None
    refresh([catalogue[0].pk])
    assert LikenessBuild.objects.get().refreshed_at is not None
    assert build_likeness(top=TOP).resumed_at == 0
    assert LikenessBuild.objects.get().refreshed_at is None


def test_before_the_first_build_nothing_is_done() -> None:
    film = make_film()
    with CaptureQueriesContext(connection) as queries:
        assert refresh([film.pk]) == 0
    assert len(queries) == 1


def test_a_refresh_costs_the_same_queries_however_large_the_catalogue(
    catalogue: list[Film],
) -> None:
    def cost() -> int:
        build_likeness(top=TOP)
        film = catalogue[7]
        film.save()
        with CaptureQueriesContext(connection) as queries:
            refresh([film.pk])
        return len([query for query in queries if query["sql"].startswith("SELECT")])

    few = cost()
    for number in range(40):
        make_film(f"More {number}", 1950, themes=["siege"], genres=["western"])
    assert cost() == few <= 14


def test_more_films_than_are_followed_are_left_to_the_next_build(catalogue: list[Film]) -> None:
    with pytest.raises(TooManyChanged):
        refresh(range(likeness_refresh.MOST_TOGETHER + 1))


# At the desk -------------------------------------------------------------------------------------


def form_of(film: Film, **changed: object) -> dict[str, object]:
    """Return what the form of a film sends, without rows of any kind."""
    film.refresh_from_db()
    data: dict[str, object] = {
        "title": film.title,
        "slug": film.slug,
        "year": film.year,
        "form": film.form,
        "genres": [genre.pk for genre in film.genres.all()],
        "status": film.status,
        "publish_at_0": "2026-01-01",
        "publish_at_1": "00:00:00",
        "opened_at": film.modified_at.isoformat(),
    }
    for rows in (
        "film_themes",
        "credits",
        "releases",
        "offers",
        "film_companies",
        "alternative_titles",
        "scores",
    ):
        data |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    return data | changed


def address(film: Film | None = None, verb: str = "change") -> str:
    name = f"admin:films_film_{verb}"
    return reverse(name, args=[film.pk]) if film else reverse(name)


def test_saving_a_film_with_a_theme_moves_it(
    admin_client: Client, catalogue: list[Film], django_capture_on_commit_callbacks: Catcher
) -> None:
    film = catalogue[7]
    before = lists()
    theme = make_theme("amnesia")
    row = {
        "film_themes-TOTAL_FORMS": 1,
        "film_themes-0-theme": theme.pk,
        "film_themes-0-position": 9,
        "film_themes-0-film": film.pk,
    }
    FilmTheme.objects.filter(film=film).delete()
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin_client.post(address(film), form_of(film, **row))
    assert answer.status_code == 302, answer.context["errors"]
    assert FilmTheme.objects.get(film=film).theme == theme
    assert lists()[film.slug] != before[film.slug]
    assert_whole()


def test_a_film_added_at_the_desk_is_like_others_at_once(
    admin_client: Client, catalogue: list[Film], django_capture_on_commit_callbacks: Catcher
) -> None:
    new = Film(title="New", slug="new-1990", year=1990, status=Status.PUBLISHED)
    data = form_of(catalogue[0], title="New", slug="new-1990", year=1990)
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(address(verb="add"), data)
    assert len(lists()[new.slug]) == TOP


@pytest.mark.parametrize("action", ["withdraw", "delete_selected"])
def test_films_withdrawn_or_deleted_together_leave_all_lists(
    admin_client: Client,
    catalogue: list[Film],
    django_capture_on_commit_callbacks: Catcher,
    action: str,
) -> None:
    gone = catalogue[5:8]
    data = {"action": action, "_selected_action": [film.pk for film in gone], "post": "yes"}
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(address(verb="changelist"), data)
    named = {other for places in lists().values() for _, other, _ in places} | lists().keys()
    assert not named & {film.slug for film in gone}
    assert_whole()


def test_a_film_deleted_at_the_desk_leaves_all_lists(
    admin_client: Client, catalogue: list[Film], django_capture_on_commit_callbacks: Catcher
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(address(catalogue[7], "delete"), {"post": "yes"})
    assert not Film.objects.filter(pk=catalogue[7].pk).exists()
    assert_whole()


def test_films_published_together_enter_lists(
    admin_client: Client, catalogue: list[Film], django_capture_on_commit_callbacks: Catcher
) -> None:
    drafts = [make_film(f"Draft {n}", 1990, status=Status.DRAFT) for n in range(2)]
    data = {"action": "publish", "_selected_action": [film.pk for film in drafts]}
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        admin_client.post(address(verb="changelist"), data)
    assert {film.slug for film in drafts} <= lists().keys()
    assert len(callbacks) == 1


@pytest.mark.parametrize("verb", ["save", "delete"])
def test_a_theme_of_a_film_that_is_changed_by_itself_moves_the_film(
    admin_client: Client,
    catalogue: list[Film],
    django_capture_on_commit_callbacks: Catcher,
    verb: str,
) -> None:
    row = catalogue[7].film_themes.get(position=1)
    before = lists()
    with django_capture_on_commit_callbacks(execute=True):
        if verb == "save":
            data = {"film": row.film_id, "theme": make_theme("prison").pk, "position": 1}
            admin_client.post(reverse("admin:films_filmtheme_change", args=[row.pk]), data)
        else:
            address = reverse("admin:films_filmtheme_delete", args=[row.pk])
            admin_client.post(address, {"post": "yes"})
    assert lists()[catalogue[7].slug] != before[catalogue[7].slug]


def test_a_save_is_kept_when_likenesses_cannot_follow_and_the_editor_is_told(
    admin_client: Client,
    catalogue: list[Film],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = lists()
    monkeypatch.setattr(likeness_refresh, "Changes", None)
    # The test's own transaction never ends; that of the view does before it answers.
    monkeypatch.setattr(transaction, "on_commit", lambda follow: follow())
    film = catalogue[7]
    with caplog.at_level(logging.ERROR):
        answer = admin_client.post(address(film), form_of(film, title="Saved"))
    assert Film.objects.get(pk=film.pk).title == "Saved"
    assert "Likenesses did not follow" in caplog.text
    assert lists() == before
    page = admin_client.get(answer["Location"])
    assert "What it is like is shown after the next build of likenesses." in page.text


def test_loading_fixtures_refreshes_nothing(
    catalogue: list[Film], tmp_path: Path, django_capture_on_commit_callbacks: Catcher
) -> None:
    rows = serialize("json", [catalogue[7]], use_natural_foreign_keys=True)
    path = tmp_path / "films.json"
    path.write_text(rows.replace("Film 07", "Film 7"))
    before = lists()
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        call_command("loaddata", path, verbosity=0)
    assert callbacks == []
    assert lists() == before
