"""What the suggestions add to opening the desk of a list, in a catalogue of 100,000 films.

    python -m benchmarks.desk_suggestions [--films 100000] [--rounds 15]

A made-up catalogue is written into a database of its own (about two minutes), with the likenesses
of the films that lists start from, stored as a build stores them. The panel is then asked as the
desk asks it, again and again; nothing is kept from one round to the next but the engine, which a
process reads once. Printed are the medians in milliseconds and, in the same run, the ratio to the
rest of the desk. The aim is that the panel adds at most 50 ms to opening a list.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from .demo_site import production

AIM = 50.0  # milliseconds
SEEDS, ENTRIES = 3, 12
BATCH = 2_000


def prepare(folder: Path) -> None:
    """Let Django work in a database of its own."""
    os.environ |= production(folder) | {
        "ALLOWED_HOSTS": "testserver",
        "LOG_LEVEL": "ERROR",
        "LIKENESS_DIR": str(folder / "likeness"),
        "CATALOGUE_DIR": str(folder / "catalogue"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    import django  # noqa: PLC0415 — its settings come from the lines above

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    call_command("migrate", verbosity=0)


def fill(number: int) -> list[int]:
    """Write the films with directors, stars, genres and themes; return the seeds' keys."""
    from django.db import connection, transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from films import engine_at_hand  # noqa: PLC0415
    from films.likeness_refresh import as_rows  # noqa: PLC0415
    from films.models import (  # noqa: PLC0415
        Credit,
        Film,
        FilmTheme,
        Genre,
        Likeness,
        LikenessBuild,
        Theme,
    )
    from likeness import Engine  # noqa: PLC0415
    from people.models import Person  # noqa: PLC0415
    from publishing.models import Status  # noqa: PLC0415

    from .likeness.synthetic import films  # noqa: PLC0415

    long_ago = timezone.now() - dt.timedelta(days=9)
    facts = list(films(number))
    keys: dict[str, int] = {}

    def key_of(name: str) -> int:
        return keys.setdefault(name, len(keys) + 1)

    def rows(make: Callable[[Any, int], Iterable[Any]]) -> Iterable[Any]:
        return (row for pk, film in enumerate(facts, 1) for row in make(film, pk))

    def write(model: Any, made: Iterable[Any]) -> None:
        rest = iter(made)
        while batch := list(islice(rest, BATCH)):
            model.objects.bulk_create(batch)

    with transaction.atomic():
        write(
            Film,
            (
                Film(
                    pk=pk,
                    slug=film.id,
                    title=film.title,
                    sort_title=film.title,
                    folded_title=film.title.lower(),
                    year=film.year or 0,
                    status=Status.PUBLISHED,
                    publish_at=long_ago,
                    modified_at=long_ago,
                )
                for pk, film in enumerate(facts, 1)
            ),
        )
        work = list(
            rows(
                lambda film, pk: [
                    *(
                        Credit(
                            film_id=pk,
                            person_id=key_of(key),
                            department="directing",
                            job="Director",
                            billing=1,
                        )
                        for key, _ in film.directors
                    ),
                    *(
                        Credit(
                            film_id=pk,
                            person_id=key_of(star.key),
                            department="cast",
                            job="Actor",
                            billing=star.billing,
                        )
                        for star in film.cast[:4]
                    ),
                ]
            )
        )
        write(
            Person, (Person(pk=pk, slug=key, name=key, sort_name=key) for key, pk in keys.items())
        )
        write(Credit, work)
        genres = sorted({genre for film in facts for genre in film.genres})
        write(Genre, (Genre(pk=n, slug=key, name=name) for n, (key, name) in enumerate(genres, 1)))
        numbers = {key: n for n, (key, _) in enumerate(genres, 1)}
        write(
            Film.genres.through,
            rows(
                lambda film, pk: [
                    Film.genres.through(film_id=pk, genre_id=numbers[key]) for key, _ in film.genres
                ]
            ),
        )
        themes = sorted({theme[:2] for film in facts for theme in film.themes})
        write(
            Theme,
            (
                Theme(pk=n, slug=key, name=name, kind="plot")
                for n, (key, name) in enumerate(themes, 1)
            ),
        )
        of_theme = {key: n for n, (key, _) in enumerate(themes, 1)}
        write(
            FilmTheme,
            rows(
                lambda film, pk: [
                    FilmTheme(film_id=pk, theme_id=of_theme[theme[0]], position=place)
                    for place, theme in enumerate(film.themes[:6], 1)
                ]
            ),
        )
        engine = Engine.of(facts)
        build = LikenessBuild.objects.create(
            started_at=timezone.now(),
            finished_at=timezone.now(),
            is_current=True,
            fingerprint="benchmark",
            top=20,
            films=number,
            done=number,
        )
        seeds = [number // 7 * place for place in range(1, SEEDS + 1)]
        pks = {film.id: pk for pk, film in enumerate(facts, 1)}
        for seed in seeds:
            around = engine.neighbours(facts[seed - 1].id, 24)
            write(
                Likeness,
                (
                    Likeness(
                        build=build,
                        film_id=seed,
                        other_id=pks[like.other],
                        rank=rank,
                        score=like.score,
                        evidence=as_rows(like.evidence),
                    )
                    for rank, like in enumerate(around.neighbours, 1)
                ),
            )
    engine_at_hand.put_at_hand(engine, build, {})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return seeds


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def measure(seeds: list[int], rounds: int) -> None:
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from films.models import Film  # noqa: PLC0415
    from lists import admin  # noqa: PLC0415
    from lists.desk.suggestions import Suggestions, Wanted  # noqa: PLC0415
    from lists.models import Entry, LikeList  # noqa: PLC0415

    films = list(Film.objects.for_cards().filter(pk__in=seeds))
    like_list = LikeList.objects.start_from(films[0])
    near = Film.objects.exclude(pk__in=seeds)[:ENTRIES]
    for place, film in enumerate(near, 1):
        Entry.objects.create(like_list=like_list, film=film, position=place)
    here = {film.pk for film in near}
    client = Client()
    client.force_login(User.objects.create_superuser("benchmark"))
    address = f"/admin/lists/likelist/{like_list.pk}/change/"

    def desk() -> None:
        if client.get(address).status_code != 200:
            raise SystemExit("The desk does not open.")

    def panel(count: int, **wanted: Any) -> Callable[[], object]:
        def ask() -> object:
            asked = Suggestions(films[:count], here, Wanted(**wanted))
            shown = asked.rows, asked.found, asked.services, asked.countries
            if not asked.rows:
                raise SystemExit("Nothing is suggested.")
            return shown

        return ask

    class NoPanel(Suggestions):
        rows = found = services = countries = ()  # type: ignore[assignment]  # nothing at all

    desk()
    with_panel = milliseconds(desk, rounds)
    vars(admin)["Suggestions"] = NoPanel  # for the rest of this process
    without = milliseconds(desk, rounds)
    print(f"the desk of {ENTRIES} entries, with the panel     {with_panel:7.1f} ms")
    print(f"the same without it                    {without:7.1f} ms")
    print(f"what the panel adds                    {with_panel - without:7.1f} ms, aim {AIM:.0f}")
    print(f"with it, times as long                 {with_panel / without:7.2f}")
    print("the panel alone, asked for:")
    year = films[0].year
    words = " ".join(films[0].title.split()[:1])
    for name, ask in (
        ("one seed", panel(1)),
        ("one seed, years narrowed", panel(1, first_year=year - 8, last_year=year + 8)),
        ("one seed, not in our lists", panel(1, is_unlisted=True)),
        (f"{SEEDS} seeds", panel(SEEDS)),
        ("one seed, and films by a word", panel(1, words=words)),
    ):
        ask()
        print(f"  {name:36} {milliseconds(ask, rounds):7.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--films", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        started = time.perf_counter()
        seeds = fill(asked.films)
        print(f"{asked.films:,} films written in {time.perf_counter() - started:.0f} s")
        measure(seeds, asked.rounds)


if __name__ == "__main__":
    main()
