"""The catalogue at hand says what the database says, at once and whatever happens to its files."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from films import catalogue
from films.catalogue import Ask, Selection, View, at_hand, files
from films.catalogue.columns import SPANS
from films.filters import ORDERS
from films.models import Film, Genre, Offer, Series, Theme
from publishing.merging import Merge
from publishing.models import Status

from .factories import make_country, make_film, make_offer, numbers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.CATALOGUE_DIR = tmp_path


def titles(selection: Selection, order: str = "title") -> list[str]:
    films = Film.objects.in_bulk(selection.page(order, 0, 1_000))
    return [film.title for film in films.values()]


def title_of(pk: int) -> str:
    return Film.objects.get(pk=pk).title


def asked(name: str, slug: str) -> Ask:
    model = {"genre": Genre, "theme": Theme}[name]
    return Ask(name, str(model.objects.get(slug=slug).pk))


# The same as the database ------------------------------------------------------------------------


def make_some(count: int, seed: int) -> None:
    """Make films of whom many share title, year and words, some of them not public."""
    draw = random.Random(seed)  # noqa: S311 — no secret
    series = Series.objects.create(name="Alien", slug=f"alien-{seed}")
    now = timezone.now()
    for _ in range(count):
        film = make_film(
            draw.choice(["Heat", "Élan", "elan", "Zodiac", "The Heat", "Ötzi"]),
            draw.choice([1922, 1979, 1980, 1989, 1995, 2018]),
            slug=f"film-{next(numbers)}",
            runtime=draw.choice([None, 60, 89, 90, 119, 120, 200]),
            form=draw.choice(["feature", "documentary", "short"]),
            genres=draw.sample(["crime", "drama", "horror"], draw.randint(0, 3)),
            themes=draw.sample(["heist", "amnesia", "fog"], draw.randint(0, 2)),
            countries=draw.sample(["US", "FR"], draw.randint(0, 2)),
            languages=draw.sample(["en", "fr"], draw.randint(0, 1)),
            series=draw.choice([None, series]),
            status=draw.choice([Status.PUBLISHED] * 6 + [Status.DRAFT]),
            publish_at=now - dt.timedelta(days=draw.choice([1] * 6 + [-1])),
            expire_at=draw.choice([None] * 6 + [now + dt.timedelta(days=2)]),
        )
        if draw.random() < 0.3:
            make_offer(film, draw.choice(["netflix", "mubi"]), kind="rent")


def public() -> list[Film]:
    related = ("genres", "themes", "countries", "languages", "offers")
    return list(Film.objects.published().prefetch_related(*related))


def has(film: Film, ask: Ask) -> bool:
    """Say the same in plain Python."""
    many = {
        "genre": film.genres,
        "theme": film.themes,
        "country": film.countries,
        "language": film.languages,
    }
    match ask.name, ask.value:
        case "decade", int(decade):
            return film.year // 10 * 10 == decade
        case "runtime", (shortest, longest):
            return film.runtime is not None and shortest <= film.runtime <= longest
        case "form", form:
            return film.form == form
        case "series", series:
            return str(film.series_id) == series
        case "service", service:
            return any(str(offer.service_id) == service for offer in film.offers.all())
        case name, key:
            return any(str(row.pk) == key for row in many[name].all())


KEYS = {
    "newest": lambda film: (-film.year, film.sort_title.encode(), film.pk),
    "oldest": lambda film: (film.year, film.sort_title.encode(), film.pk),
    "title": lambda film: (film.sort_title.encode(), film.year, film.pk),
    "shortest": lambda film: (film.runtime or 9_999, film.sort_title.encode(), film.pk),
    "longest": lambda film: (-(film.runtime or 0), film.sort_title.encode(), film.pk),
}


def all_asks() -> list[Ask]:
    words = {
        name: {str(row.pk) for film in public() for row in getattr(film, related).all()}
        for name, related in (
            ("genre", "genres"),
            ("theme", "themes"),
            ("country", "countries"),
            ("language", "languages"),
        )
    }
    words["service"] = {str(offer.service_id) for offer in Offer.objects.all()}
    words["series"] = {str(series.pk) for series in Series.objects.all()}
    asks = [Ask(name, key) for name, keys in words.items() for key in sorted(keys)]
    asks += [Ask("decade", decade) for decade in (1920, 1970, 1980, 2010, 2020)]
    asks += [Ask("runtime", (span.start, span.stop - 1)) for span in SPANS.values()]
    return [*asks, Ask("form", "feature"), Ask("form", "short")]


def compare(view: View) -> None:
    films, asks = public(), all_asks()
    combinations = [(), *((ask,) for ask in asks), *product(asks[::2], asks[1::3])]
    for combination in combinations:
        left = [film for film in films if all(has(film, ask) for ask in combination)]
        selection = view.select(combination, "US")
        assert len(selection) == len(left), combination
        compare_counts(selection, left)
        for order, key in KEYS.items():
            numbers = [film.pk for film in sorted(left, key=key)]
            assert selection.page(order, 0, 1_000) == numbers, (combination, order)
            assert selection.page(order, 3, 7) == numbers[3:7]


def compare_counts(selection: Selection, left: list[Film]) -> None:
    for name, related in (("genre", "genres"), ("theme", "themes"), ("country", "countries")):
        counts = Counter(str(row.pk) for film in left for row in getattr(film, related).all())
        assert selection.words(name) == counts
        most = selection.words(name, 2)
        assert list(most.values()) == [count for _, count in counts.most_common(2)]
        assert most.items() <= counts.items()
    services = Counter(
        service for film in left for service in {str(o.service_id) for o in film.offers.all()}
    )
    assert selection.services() == services
    spans = {
        film.pk: next((n for n, span in SPANS.items() if film.runtime in span), "") for film in left
    }
    own = Counter((film.year // 10 * 10, spans[film.pk], str(film.form)) for film in left)
    assert selection.own() == own


@pytest.mark.parametrize("seed", range(3))
def test_every_filter_count_order_and_page_is_that_of_the_database(seed: int) -> None:
    make_some(40, seed)
    compare(catalogue.view())


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("few", [0, 1])
def test_so_it_is_where_some_films_changed_since_the_columns_were_read(
    monkeypatch: pytest.MonkeyPatch, seed: int, few: int
) -> None:
    monkeypatch.setattr("films.catalogue.marks.FEW", few)
    make_some(30, seed)
    catalogue.build()
    catalogue.forget()
    catalogue.view()
    make_some(8, seed + 10)
    for film in Film.objects.order_by("pk")[:6]:
        film.year = 1980
        film.title = "Amok"
        film.save()
    for film in Film.objects.order_by("-pk")[:3]:
        film.delete()
    Film.objects.order_by("pk")[7].delete()
    view = catalogue.view()
    assert len(view.parts) == 2
    compare(view)


def test_a_large_part_is_looked_through_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("films.catalogue.selecting.AT_ONCE", 3)
    make_some(40, 1)
    compare(catalogue.view())


def test_words_are_counted_alike_from_films_and_from_words(monkeypatch: pytest.MonkeyPatch) -> None:
    make_some(40, 2)
    for few, common in product((0, 1), (0, 0.2, 1)):
        monkeypatch.setattr("films.catalogue.marks.FEW", few)
        monkeypatch.setattr("films.catalogue.columns.COMMON", common)
        catalogue.forget()
        compare(catalogue.view())


def test_films_of_a_theme_stand_by_how_strong_it_is() -> None:
    for title, year in (("Old", 1950), ("New", 2010)):
        make_film(title, year, themes=["fog", "heist"])
        make_film(f"{title} too", year, themes=["heist", "fog"])
    fog = asked("theme", "fog")
    expected = ["New", "Old", "New too", "Old too"]

    def strongest(start: int, stop: int) -> list[str]:
        films = catalogue.view().select([fog]).strongest("theme", str(fog.value), start, stop)
        return [title_of(film) for film in films]

    assert strongest(0, 10) == expected
    assert strongest(1, 3) == expected[1:3]
    Film.objects.get(title="Old").save()
    make_film("Between", 1980, themes=["fog"])
    assert strongest(0, 10) == ["New", "Between", "Old", "New too", "Old too"]
    assert strongest(2, 4) == ["Old", "New too"]


# At once -----------------------------------------------------------------------------------------


def test_an_edit_is_followed_at_the_next_request() -> None:
    film = make_film("Heat", 1995, genres=["crime"])
    crime = asked("genre", "crime")
    assert titles(catalogue.view().select([crime])) == ["Heat"]
    film.genres.clear()
    film.save()
    assert titles(catalogue.view().select([crime])) == []
    film.withdraw()
    assert len(catalogue.view()) == 0
    film.publish()
    assert len(catalogue.view()) == 1
    film.delete()
    assert len(catalogue.view()) == 0
    make_film("Cold")
    assert len(catalogue.view()) == 1


def test_the_clock_alone_publishes_and_withdraws(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    make_film("Later", publish_at=now + dt.timedelta(hours=1))
    make_film("Sooner", expire_at=now + dt.timedelta(hours=2))
    seen = []
    for hours in (0, 1.5, 2.5):
        moment = now + dt.timedelta(hours=hours)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        seen.append(titles(catalogue.view().select()))
    assert seen == [["Sooner"], ["Later", "Sooner"], ["Later"]]


def test_an_offer_ends_with_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate()
    make_offer(make_film("Heat"), available_until=today)
    assert catalogue.view().select((), "US").services()
    later = timezone.now() + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert catalogue.view().select((), "US").services() == {}
    assert catalogue.view().select((), "DE").services() == {}


def test_other_processes_follow_too() -> None:
    """Each has a catalogue of its own, and all of them the same files."""
    make_film("Heat")
    catalogue.build()
    here, there = (at_hand.AtHand(*_read()) for _ in range(2))
    assert len(here.now()) == len(there.now()) == 1
    film = make_film("Cold")
    assert len(here.now()) == len(there.now()) == 2
    film.delete()
    assert len(here.now()) == len(there.now()) == 1


def _read() -> tuple[Any, dt.datetime]:
    path = files.newest()
    assert path
    columns = files.load(path)
    assert columns
    return columns, timezone.now() - dt.timedelta(seconds=5)


def test_many_changes_of_a_small_catalogue_are_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_hand, "MOST_CHANGED", 3)
    make_film("Heat")
    catalogue.view()
    for number in range(5):
        make_film(f"Cold {number}")
    view = catalogue.view()
    assert len(view) == 6
    assert len(view.base) == 6


@pytest.mark.parametrize("large", [False, True])
def test_more_changes_at_once_than_are_followed_are_not_lost(
    monkeypatch: pytest.MonkeyPatch, *, large: bool
) -> None:
    begun: list[bool] = []
    monkeypatch.setattr(at_hand, "MOST_FOLLOWED", 3)
    monkeypatch.setattr(at_hand, "LARGE", 1 if large else 100)
    monkeypatch.setattr(at_hand, "_renew_meanwhile", lambda: begun.append(True))
    for _ in range(2):
        make_film()
    catalogue.build()
    assert len(catalogue.view()) == 2
    for _ in range(5):
        make_film()
    for _ in range(2):
        seen = len(catalogue.view())
    assert (seen, begun) == ((2, [True, True]) if large else (7, []))
    at_hand._renew()
    assert len(catalogue.view()) == 7


def test_fixtures_are_followed_though_their_films_keep_old_dates(
    client: Client, tmp_path: Path
) -> None:
    fixture = tmp_path / "fixture.jsonl"
    crime = {"name": "Crime", "slug": "crime"}
    old = "1999-01-01T00:00:00Z"
    film = {"title": "Heat", "slug": "heat-1995", "year": 1995, "genres": [["crime"]]}
    film |= {"status": "published", "publish_at": old, "modified_at": old}
    rows = [("genre", crime), ("film", film)]
    lines = [json.dumps({"model": f"films.{kind}", "fields": row}) for kind, row in rows]
    fixture.write_text("\n".join(lines))
    assert len(catalogue.view()) == 0
    call_command("loaddata", str(fixture), verbosity=0)
    assert "Crime: 1 film" in client.get("/films/?genre=crime").text
    assert Film.objects.get().modified_at.year == 1999


def test_words_are_followed_whichever_side_they_are_set_from() -> None:
    heat, cold = make_film("Heat"), make_film("Cold")
    crime, drama = (Genre.objects.create(name=name, slug=name) for name in ("crime", "drama"))

    def with_genres() -> dict[str, list[str]]:
        view = catalogue.view()
        return {name: titles(view.select([asked("genre", name)])) for name in ("crime", "drama")}

    assert with_genres() == {"crime": [], "drama": []}
    heat.genres.add(crime)
    assert with_genres() == {"crime": ["Heat"], "drama": []}
    drama.films.set([heat, cold])
    assert with_genres() == {"crime": ["Heat"], "drama": ["Cold", "Heat"]}
    drama.films.remove(heat)
    heat.genres.clear()
    assert with_genres() == {"crime": [], "drama": ["Cold"]}
    drama.films.clear()
    assert with_genres() == {"crime": [], "drama": []}


def test_two_films_made_one_count_once() -> None:
    kept, gone = make_film("Heat", genres=["crime"]), make_film("The Heat", genres=["drama"])
    assert len(catalogue.view()) == 2
    Merge(kept, gone).carry_out()
    view = catalogue.view()
    assert titles(view.select()) == ["Heat"]
    assert titles(view.select([asked("genre", "drama")])) == ["Heat"]


# Files -------------------------------------------------------------------------------------------


def test_processes_start_from_the_newest_files(django_assert_num_queries: Any) -> None:
    make_some(20, 3)
    Film.objects.update(modified_at=timezone.now() - dt.timedelta(days=1))
    call_command("build_catalogue", verbosity=0)
    catalogue.forget()
    # What changed since, and whether it is still the database that was read.
    with django_assert_num_queries(2):
        view = catalogue.view()
    compare(view)
    assert isinstance(view.base.pks.base, np.memmap)
    make_film("Heat")
    call_command("build_catalogue", verbosity=0)
    assert len(list(files.folder().iterdir())) == 1
    assert len(catalogue.view().base) == Film.objects.to_be_shown().count()


HARMS = ["cut", "missing", "not json", "another version", "emptied", "another's"]


@pytest.mark.parametrize("harm", HARMS)
def test_files_that_are_not_whole_are_passed_over(
    harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    make_film("Heat")
    catalogue.build()
    path = files.newest()
    assert path
    match harm:
        case "cut":
            (path / "years.npy").write_bytes((path / "years.npy").read_bytes()[:-1])
        case "missing":
            (path / "orders.title.npy").unlink()
        case "not json":
            (path / files.TOLD).write_text("{")
        case "another version":
            (path / files.TOLD).write_text('{"version": 0}')
        case "emptied":
            (path / "pks.npy").write_bytes(b"")
        case "another's":
            np.save(path / "years.npy", np.array([1995, 1999], np.int16))
    catalogue.forget()
    assert titles(catalogue.view().select()) == ["Heat"]
    assert "cannot be read" in caplog.text


def test_what_else_lies_in_the_folder_is_left_alone() -> None:
    make_film("Heat")
    (files.folder() / "lost+found").mkdir(parents=True)
    (files.folder() / "zzz").write_text("?")
    catalogue.build()
    catalogue.forget()
    assert isinstance(catalogue.view().base.pks.base, np.memmap)
    assert (files.folder() / "zzz").exists()


def test_files_of_a_database_that_was_put_back_are_read_anew(
    caplog: pytest.LogCaptureFixture,
) -> None:
    make_film("Heat")
    later = make_film("Cold")
    catalogue.build()
    catalogue.forget()
    Film.objects.filter(pk=later.pk)._raw_delete("default")
    assert titles(catalogue.view().select()) == ["Heat"]
    assert "as after a restore" in caplog.text


def test_an_interrupted_writer_leaves_what_was_there(monkeypatch: pytest.MonkeyPatch) -> None:
    make_film("Heat")
    catalogue.build()
    before = files.newest()
    written: list[object] = []

    def full(file: object, array: object) -> None:
        written.append(file)
        if len(written) > 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    with pytest.raises(CommandError, match="No space left"):
        call_command("build_catalogue")
    assert files.newest() == before
    assert [path.name for path in files.folder().iterdir()] == [before.name if before else ""]


def test_a_folder_that_cannot_be_read_is_none(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.CATALOGUE_DIR = tmp_path / "file"
    settings.CATALOGUE_DIR.write_text("")
    make_film("Heat")
    assert client.get("/films/").status_code == 200
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("build_catalogue")


def test_without_a_folder_a_process_keeps_a_large_catalogue_in_memory(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CATALOGUE_DIR = tmp_path / "file"
    settings.CATALOGUE_DIR.write_text("")
    monkeypatch.setattr(at_hand, "LARGE", 1)
    monkeypatch.setattr(at_hand, "_renew_meanwhile", at_hand._renew)
    for _ in range(3):
        make_film()
    with pytest.raises(catalogue.Unready):
        catalogue.view()
    assert len(catalogue.view()) == 3
    assert "in its memory" in caplog.text
    make_film()
    assert len(catalogue.view()) == 4


def test_the_front_page_waits_for_no_large_catalogue(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_hand, "LARGE", 1)
    monkeypatch.setattr(at_hand, "_renew_meanwhile", lambda: None)
    for _ in range(3):
        make_film(themes=["fog"])
    assert "/themes/fog/" not in client.get("/").text
    catalogue.build()
    assert "/themes/fog/" in client.get("/").text


def test_a_large_catalogue_without_files_asks_for_patience(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[bool] = []
    monkeypatch.setattr(at_hand, "LARGE", 2)
    monkeypatch.setattr(at_hand, "_renew_meanwhile", lambda: begun.append(True))
    for _ in range(3):
        make_film(themes=["fog"])
    for address in ("/films/", "/themes/fog/", "/themes/"):
        answer = client.get(address)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "30"
        assert "being put in order" in answer.content.decode()
    assert len(begun) == 3
    catalogue.build()
    assert client.get("/films/").status_code == 200


def test_only_one_process_reads_a_large_catalogue() -> None:
    with at_hand._alone() as first, at_hand._alone() as second:
        assert (first, second) == (True, False)


# What it costs -----------------------------------------------------------------------------------


def test_an_unchanged_catalogue_costs_one_query_that_uses_indexes() -> None:
    make_some(10, 1)
    catalogue.view()
    with CaptureQueriesContext(connection) as captured:
        catalogue.view()
    (query,) = captured
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {query['sql']}")
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert "films_film_modified" in plan
    assert "films_removal_removed_at" in plan
    assert "SCAN films" not in plan
    assert "Seq Scan" not in plan


def test_deep_pages_and_filters_cost_the_same_queries(client: Client) -> None:
    make_country("US")
    for number in range(60):
        make_film(f"Film {number}", genres=["crime"])
    client.get("/films/")
    counts = set()
    for query in ("page=1", "page=2", "page=3", "sort=title&page=3"):
        client.get(f"/films/?{query}")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/films/?{query}")
        counts.add(len(captured))
    assert counts == {2}


def test_orders_are_those_that_the_index_offers() -> None:
    make_film("Heat")
    assert set(catalogue.view().base.orders) == set(ORDERS) == set(KEYS)
