"""What the engine is told of the database, and how its answers come to be what pages read."""

from __future__ import annotations

import datetime as dt
import logging
import math
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from films import engine_at_hand, likeness_store
from films.likeness_facts import BATCH, facts_of
from films.likeness_store import BuildSuperseded, Progress, build_likeness, evidence_between
from films.models import Film, Likeness, LikenessBuild, Score, Series
from likeness import Billed, FilmFacts
from publishing.models import Status

from .factories import make_credit, make_film, make_person

pytestmark = pytest.mark.django_db

A_DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Keep the snapshots of each test apart."""
    settings.LIKENESS_DIR = tmp_path / "likeness"
    return tmp_path / "likeness"


@pytest.fixture
def backtrace() -> Film:
    """Make three films that share much with Backtrace, and thirty that share nothing."""
    miller = make_person("Brian A. Miller")
    shared: dict[str, Any] = {"genres": ["thriller"], "countries": ["US"], "languages": ["en"]}
    seed = make_film(
        "Backtrace",
        2018,
        themes=["amnesia", "buried-loot"],
        directors=[miller],
        synopsis="He robs a bank.",
        **shared,
    )
    for billing, name in enumerate(["Sylvester Stallone", "Ryan Guzman"], start=1):
        make_credit(seed, make_person(name), billing=billing)
    make_film("Reprisal", 2018, directors=[miller], themes=["heist"], **shared)
    make_film("Paycheck", 2003, themes=["amnesia"], **shared)
    make_film("Escape Plan", 2013, themes=["prison"], **shared)
    for number in range(30):
        make_film(f"Unlike {number}", 1920, countries=["DE"], languages=["fr"])
    return seed


def pairs() -> set[tuple[str, str]]:
    """Return which film pages name as like which."""
    rows = Likeness.objects.of_current_build().values_list("film__slug", "other__slug")
    return set(rows)


# What the engine is told -------------------------------------------------------------------------


def test_the_engine_is_told_what_the_database_knows(backtrace: Film) -> None:
    series = Series.objects.create(name="Traces", slug="traces")
    Film.objects.filter(pk=backtrace.pk).update(series=series)
    rate(backtrace, "Site A", 6, 10, 250)
    [known] = facts_of(Film.objects.filter(pk=backtrace.pk))
    assert known == FilmFacts(
        id="backtrace-2018",
        title="Backtrace",
        year=2018,
        directors=(("brian-a-miller", "Brian A. Miller"),),
        cast=(
            Billed("sylvester-stallone", "Sylvester Stallone", 1),
            Billed("ryan-guzman", "Ryan Guzman", 2),
        ),
        genres=(("thriller", "Thriller"),),
        themes=(("amnesia", "Amnesia"), ("buried-loot", "Buried loot")),
        series=(("traces", "Traces"),),
        countries=(("US", "United States"),),
        languages=(("en", "Language en"),),
        synopsis="He robs a bank.",
        votes=250,
        reception=6.0,
    )


def rate(film: Film, source: str, value: float, scale: int, count: int, **fields: Any) -> Score:
    defaults = {"audience": Score.Audience.AUDIENCE, "as_of": dt.date(2024, 1, 1)}
    return Score.objects.create(
        film=film, source=source, value=value, scale=scale, count=count, **defaults | fields
    )


def test_reception_is_the_mean_of_the_largest_audience_and_never_a_share() -> None:
    film = make_film()
    rate(film, "Small", 2, 10, 10)
    rate(film, "Large", 70, 100, 5_000)
    rate(film, "Critics", 10, 100, 90_000, audience=Score.Audience.CRITICS)
    rate(film, "Shares", 91, 100, 20_000, is_percentage=True)
    [known] = facts_of(Film.objects.all())
    assert (known.votes, known.reception) == (20_000, 7.0)


def test_facts_do_not_depend_on_the_order_of_rows_nor_on_batches(
    backtrace: Film, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = list(facts_of(Film.objects.by_title()))
    monkeypatch.setattr("films.likeness_facts.BATCH", 7)
    assert list(facts_of(Film.objects.by_year())) == once
    assert [facts.id for facts in once] == sorted(facts.id for facts in once)


def test_reading_facts_costs_four_queries_a_batch(backtrace: Film) -> None:
    assert Film.objects.count() < BATCH
    with CaptureQueriesContext(connection) as queries:
        list(facts_of(Film.objects.all()))
    assert len(queries) == 3


# Builds ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("films", [0, 1])
def test_a_catalogue_of_no_film_or_of_one_is_built(films: int) -> None:
    for _ in range(films):
        make_film()
    built = build_likeness()
    assert (built.films, built.likenesses) == (films, 0)
    assert LikenessBuild.objects.get().is_current
    assert str(build_likeness()).endswith("nothing changed since they were built")
    assert len(engine_at_hand.engine().space) == films


def test_kept_likenesses_rank_from_one_and_their_reasons_sum_to_the_score(backtrace: Film) -> None:
    build_likeness(top=5)
    rows = list(backtrace.likenesses.select_related("other"))
    assert [row.rank for row in rows] == [1, 2, 3, 4, 5]
    assert {row.other.title for row in rows[:3]} == {"Reprisal", "Paycheck", "Escape Plan"}
    for row in rows:
        assert row.score == pytest.approx(math.fsum(r["weight"] for r in row.evidence))
        kept = {"kind", "key", "name", "detail", "weight"}
        assert all(kept <= set(r) <= kept | {"other_key"} for r in row.evidence)


def test_a_second_build_says_that_nothing_changed_and_writes_nothing(backtrace: Film) -> None:
    first = build_likeness()
    assert str(first) == (
        f"34 films, {first.likenesses} likenesses: {first.likenesses} new, 0 changed, 0 removed"
    )
    with CaptureQueriesContext(connection) as queries:
        second = build_likeness()
    assert second.resumed_at is None
    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    forced = build_likeness(force=True)
    assert str(forced.differences) == "0 new, 0 changed, 0 removed"


def test_a_build_counts_what_is_new_changed_and_removed(backtrace: Film) -> None:
    build_likeness(top=2)
    before = pairs()
    make_film("Out of Death", 2018, genres=["thriller"], themes=["amnesia", "heist"])
    differences = build_likeness(top=2).differences
    assert differences is not None
    assert differences.new == len(pairs() - before) > 0
    assert differences.removed == len(before - pairs()) > 0


def test_another_number_of_likenesses_is_another_build(backtrace: Film) -> None:
    build_likeness(top=3)
    assert build_likeness(top=4).resumed_at == 0
    assert backtrace.likenesses.count() == 4


def test_a_film_for_later_is_built_and_a_draft_or_an_expired_film_is_not(backtrace: Film) -> None:
    now = timezone.now()
    make_film("Later", 2018, publish_at=now + A_DAY)
    make_film("Draft", 2018, status=Status.DRAFT)
    make_film("Over", 2018, publish_at=now - 2 * A_DAY, expire_at=now - A_DAY)
    build_likeness()
    named = set(Likeness.objects.values_list("other__title", flat=True))
    assert "Later" in named
    assert not named & {"Draft", "Over"}


def test_series_have_no_likenesses_of_their_own(backtrace: Film) -> None:
    series = Series.objects.create(name="Backtrace", slug="backtrace")
    Film.objects.filter(title__in=["Backtrace", "Reprisal"]).update(series=series)
    build_likeness()
    assert ("backtrace-2018", "reprisal-2018") not in pairs()


def test_old_likenesses_are_read_until_all_new_ones_are_there(
    backtrace: Film, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_likeness(top=3)
    before = pairs()
    monkeypatch.setattr(likeness_store, "BATCH", 10)
    make_film("New", 2018, genres=["thriller"])
    seen = []
    build_likeness(top=3, report=lambda progress: seen.append((progress.done, pairs() == before)))
    assert seen == [(0, True), (10, True), (20, True), (30, True), (35, True)]
    assert pairs() != before
    assert LikenessBuild.objects.count() == 1


def stop_at(films: int) -> Any:
    def report(progress: Progress) -> None:
        if progress.done >= films:
            raise KeyboardInterrupt

    return report


def test_an_interrupted_build_goes_on_where_it_was(
    backtrace: Film, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness_store, "BATCH", 10)
    with pytest.raises(KeyboardInterrupt):
        build_likeness(report=stop_at(20))
    assert pairs() == set()
    assert LikenessBuild.objects.unfinished().get().done == 20
    built = build_likeness()
    assert built.resumed_at == 20
    assert "going on from film 21" in str(built)
    resumed = pairs()
    build_likeness(force=True)
    assert pairs() == resumed


def test_an_interrupted_build_of_another_catalogue_is_dropped(
    backtrace: Film, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness_store, "BATCH", 10)
    with pytest.raises(KeyboardInterrupt):
        build_likeness(report=stop_at(20))
    make_film("New", 2018)
    assert build_likeness().resumed_at == 0
    assert LikenessBuild.objects.count() == 1
    assert not Likeness.objects.exclude(build__is_current=True).exists()


@pytest.mark.parametrize("top", [20, 3])
def test_of_two_builds_at_once_one_stops_and_the_other_is_whole(
    backtrace: Film, monkeypatch: pytest.MonkeyPatch, top: int
) -> None:
    monkeypatch.setattr(likeness_store, "BATCH", 10)

    def another(progress: Progress) -> None:
        if progress.done == 20:
            build_likeness(top)

    with pytest.raises(BuildSuperseded, match="Another build of likenesses is at work"):
        build_likeness(20, report=another)
    build = LikenessBuild.objects.get()
    assert build.is_current
    assert (build.done, build.top) == (34, top)
    assert backtrace.likenesses.count() == top


def test_a_film_deleted_while_a_build_is_at_work_is_left_out(
    backtrace: Film, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness_store, "BATCH", 10)

    def delete(progress: Progress) -> None:
        if progress.done == 10:
            Film.objects.filter(title="Reprisal").delete()

    build_likeness(report=delete)
    assert "reprisal-2018" not in {slug for pair in pairs() for slug in pair}


def test_a_film_edited_while_a_build_is_at_work_is_followed(
    backtrace: Film, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness_store, "BATCH", 10)

    def edit(progress: Progress) -> None:
        if progress.done == 30:
            Film.objects.get(title="Reprisal").withdraw()
            make_film("New", 2018, genres=["thriller"], themes=["amnesia", "buried-loot"])

    built = build_likeness(top=3, report=edit)
    assert not built.left_behind
    assert ("backtrace-2018", "new-2018") in pairs()
    assert "reprisal-2018" not in {other for _, other in pairs()}


def test_the_columns_of_a_build_say_what_it_is(backtrace: Film) -> None:
    build_likeness(top=7)
    build = LikenessBuild.objects.get()
    assert (build.films, build.done, build.top, build.is_current) == (34, 34, 7, True)
    assert build.finished_at is not None
    assert build.finished_at >= build.started_at
    assert "34 of 34 films" in str(build)


def test_progress_says_how_fast_and_how_long() -> None:
    assert str(Progress(300, 1_000, 200, 4)) == "300 of 1,000 films, 50 a second, 14 s left"
    assert Progress(0, 0, 0, 0).seconds_left == 0


# The engine at hand ------------------------------------------------------------------------------


def test_the_engine_is_read_from_the_snapshot_of_the_build(
    backtrace: Film, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_likeness()
    assert [path.suffix for path in folder.iterdir()] == [".likeness"]
    engine_at_hand.forget()
    monkeypatch.setattr(engine_at_hand, "_of_database", None)
    assert len(engine_at_hand.engine().space) == 34


def test_a_disk_that_cannot_be_written_or_read_is_warned_of_and_nothing_more(
    backtrace: Film, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write_text("a file where the folder should be")
    with caplog.at_level(logging.WARNING):
        build_likeness()
        assert "cannot be written" in caplog.text
        engine_at_hand.forget()
        assert len(engine_at_hand.engine().space) == 34
    assert "read from the database instead" in caplog.text


def test_a_damaged_snapshot_is_warned_of_and_the_database_read(
    backtrace: Film, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    build_likeness()
    engine_at_hand.forget()
    next(folder.iterdir()).write_bytes(b"no snapshot")
    assert len(engine_at_hand.engine().space) == 34
    assert "read from the database instead" in caplog.text


def test_old_snapshots_and_those_half_written_go_with_the_next_build(
    backtrace: Film, folder: Path
) -> None:
    build_likeness()
    (folder / "old.likenessx1y2").touch()
    (folder / "mine.txt").touch()
    make_film("New", 2018)
    build_likeness()
    assert sorted(path.suffix for path in folder.iterdir()) == [".likeness", ".txt"]


def test_the_engine_takes_over_what_changed_since(backtrace: Film) -> None:
    build_likeness()
    Film.objects.get(title="Reprisal").withdraw()
    Film.objects.get(title="Paycheck").rename("pay-cheque-2003")
    make_film("New", 2018)
    for _ in range(2):
        engine = engine_at_hand.engine()
        assert "reprisal-2018" not in engine
        assert "paycheck-2003" not in engine
        assert "pay-cheque-2003" in engine
        assert "new-2018" in engine
        engine_at_hand.forget()


def test_an_engine_that_is_up_to_date_costs_two_queries(backtrace: Film) -> None:
    build_likeness()
    make_film("New", 2018)
    first = engine_at_hand.engine()
    with CaptureQueriesContext(connection) as queries:
        assert engine_at_hand.engine() is first
    assert len(queries) == 2


def test_where_much_changed_the_whole_catalogue_is_read_again(
    backtrace: Film, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    build_likeness()
    monkeypatch.setattr(engine_at_hand, "MOST_CHANGED", 2)
    for number in range(3):
        make_film(f"New {number}", 2018)
    assert len(engine_at_hand.engine().space) == 37
    assert "run build_likeness" in caplog.text


def test_a_film_that_came_by_fixture_is_known_once_it_is_needed(backtrace: Film) -> None:
    build_likeness()
    film = make_film("From a fixture", 2018)
    Film.objects.filter(pk=film.pk).update(modified_at=timezone.now() - 30 * A_DAY)
    assert film.slug not in engine_at_hand.engine()
    assert film.slug in engine_at_hand.engine([film.slug, "no-such-film"])


def test_without_a_build_the_engine_is_that_of_the_database(backtrace: Film) -> None:
    assert len(engine_at_hand.engine().space) == 34


# Evidence on the spot ----------------------------------------------------------------------------


def test_evidence_between_two_films_is_what_a_build_keeps(backtrace: Film) -> None:
    build_likeness()
    for row in backtrace.likenesses.select_related("other"):
        assert evidence_between(backtrace, row.other) == row.evidence


def test_evidence_between_a_draft_and_a_published_film_needs_no_build(backtrace: Film) -> None:
    draft = make_film("Draft", 2018, themes=["amnesia"], status=Status.DRAFT)
    assert "amnesia" in {reason["key"] for reason in evidence_between(draft, backtrace)}
