"""What `benchmarks.scale` asks for: a library, what no library has, and what pages take.

Run by it, with the site's settings in the environment.
"""
# ruff: noqa: E402 — the apps are imported once Django is set up

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django

django.setup()

import numpy as np
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command, get_commands
from django.db import connection, transaction
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from films.importing.bulk import Rows
from films.models import Film, FilmTheme, Genre, Likeness, LikenessBuild, Theme
from lists.models import Entry, LikeList
from people.models import Person
from publishing.models import Status

from .synthetic import SYLLABLES, write, zipf

THEMES, THEMES_EACH = 1_000, 4
KNOWN = 200  # best known films: those with likenesses, and whose pages are asked for
LISTS, ENTRIES, ALIKE = 40, 10, 12
ROUNDS = 40
BUSY = 500  # credits of the person whose page is asked for
AT_ONCE = 50_000
SHORT = 6  # letters: a slip in such a title is another title
SAME = 5  # themes and genres, the most common, whose pages are asked for again and again


def add() -> None:
    """Add themes, lists, and the likenesses of the best known films."""
    with transaction.atomic():
        _add_themes()
        known = list(Film.objects.order_by("-votes", "pk")[:KNOWN])
        _add_lists(known)
        _add_likenesses(known)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if "build_catalogue" in get_commands():
        call_command("build_catalogue", verbosity=0)


def _add_themes() -> None:
    names = [SYLLABLES[n // 50] + SYLLABLES[n % 50] for n in range(THEMES)]
    themes = Theme.objects.bulk_create(
        Theme(slug=f"{name}-{n}", name=f"{name} {n}", kind=Theme.Kind.KEYWORD)
        for n, name in enumerate(names)
    )
    numbers = np.array([theme.pk for theme in themes])
    draw = np.random.default_rng(11)
    films = Film.objects.order_by("pk").values_list("pk", flat=True).iterator()
    rows = Rows(FilmTheme, ("film_id", "theme_id", "position"))
    while some := list(islice(films, AT_ONCE)):
        chosen = numbers[zipf(draw, THEMES, (len(some), THEMES_EACH), level=10)].tolist()
        rows.insert(
            (film, theme, position)
            for film, each in zip(some, chosen, strict=True)
            for position, theme in enumerate(dict.fromkeys(each), start=1)
        )


def _add_lists(known: list[Film]) -> None:
    for number in range(LISTS):
        seed, *others = (known[(number * 5 + place) % len(known)] for place in range(ENTRIES + 1))
        like_list = LikeList.objects.create(
            headline=f"{ENTRIES} Films Like {seed.title}",
            slug=f"films-like-{number}",
            status=Status.PUBLISHED,
            publish_at=timezone.now(),
        )
        entries = [Entry(like_list=like_list, film=seed, is_seed=True)]
        entries += [
            Entry(like_list=like_list, film=film, position=place, blurb="A film like it. " * 20)
            for place, film in enumerate(others, start=1)
        ]
        Entry.objects.bulk_create(entries)


def _add_likenesses(known: list[Film]) -> None:
    now = timezone.now()
    build = LikenessBuild.objects.create(
        started_at=now,
        finished_at=now,
        is_current=True,
        fingerprint="made up",
        top=ALIKE,
        films=KNOWN,
    )
    genre = Genre.objects.order_by("pk")[0]
    evidence = [
        {"kind": "genre", "key": genre.slug, "name": genre.name, "detail": "", "weight": 1.0}
    ]
    Likeness.objects.bulk_create(
        Likeness(
            build=build, film=film, other=known[(place + rank) % len(known)],
            rank=rank, score=1.0, evidence=evidence,
        )
        for place, film in enumerate(known)
        for rank in range(1, ALIKE + 1)
    )  # fmt: skip


def measure() -> dict[str, Any]:
    """Ask for each kind of page ROUNDS times, kinds in turn; return milliseconds and size.

    Filters are such that leave a full page of a thousand films, too: otherwise a large catalogue
    would be measured by how much more it has to show.
    """
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    client = Client()
    kinds = {kind: iter(addresses) for kind, addresses in _addresses().items()}
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for turn in range(ROUNDS + 1):
        for kind, addresses in kinds.items():
            address = next(addresses)
            # In a small catalogue all cards would be kept after some pages, in a large one few.
            cache.clear()
            before = time.perf_counter()
            answer = client.get(address)
            passed = (time.perf_counter() - before) * 1000
            if answer.status_code != 200:
                raise SystemExit(f"{kind}: {address} answers {answer.status_code}")
            if turn:  # the first of each kind warms the process up
                times[kind].append(passed)
    return {"megabytes": _megabytes(), "pages": times}


def _addresses() -> dict[str, Iterator[str]]:
    chosen = random.Random(5)  # noqa: S311 — no secret
    known = list(Film.objects.order_by("-votes", "pk")[:KNOWN])
    chosen.shuffle(known)
    long = [film for film in known if len(film.title) > SHORT]
    themes = list(Theme.objects.annotate(n=Count("films")).order_by("-n", "pk")[:SAME])
    genres = list(Genre.objects.annotate(n=Count("films")).order_by("-n", "pk")[:SAME])
    decades = (2020, 2010, 2000)
    pages = Film.objects.published().count() // 24
    busy = _busy()

    def each(make: Callable[[int], str]) -> Iterator[str]:
        return (make(number) for number in count())

    def index(**asked: Any) -> str:
        return f"/films/?{urlencode(asked, doseq=True)}"

    def search(text: str) -> str:
        return f"/search/?{urlencode({'q': text})}"

    return {
        "film": each(lambda n: known[n].get_absolute_url()),
        "list": each(lambda n: f"/lists/films-like-{n % LISTS}/"),
        f"person of {BUSY} credits": each(lambda _: busy),
        "theme": each(lambda n: themes[n % SAME].get_absolute_url()),
        "film index": each(lambda n: index(sort=("oldest", "title", "longest")[n % 3])),
        "a genre": each(lambda n: index(genre=genres[n % SAME].slug)),
        "a genre and a decade": each(
            lambda n: index(genre=genres[n % SAME].slug, decade=decades[n % 3])
        ),
        "a genre and a theme": each(
            lambda n: index(genre=genres[n % 2].slug, theme=themes[n % SAME].slug)
        ),
        "a decade and a runtime": each(lambda n: index(decade=decades[n % 3], runtime="90-119")),
        "a deep page": each(lambda n: index(page=max(1, pages - n * pages // 100))),
        "search: exact": each(lambda n: search(known[n].title)),
        "search: prefix": each(lambda n: search(known[n].title[: 4 + n % 3])),
        "search: misspelt": each(lambda n: search(_misspelt(long[n].title))),
        "search: no hit": each(lambda n: search(f"qx{chosen.choice('zjw')}xq {n}w")),
        "search: title and year": each(lambda n: search(f"{known[n].title} ({known[n].year})")),
        "search: title and person": each(lambda n: search(_with_person(known[n]))),
    }


def _busy() -> str:
    """Return the page of the person whose credits are nearest to BUSY."""
    work = Person.objects.annotate(work=Count("credits")).values_list("slug", "work")
    slug, _work = min(work.iterator(), key=lambda row: abs(row[1] - BUSY))
    return f"/people/{slug}/"


def _misspelt(title: str) -> str:
    """Return a title with two of its letters the wrong way round."""
    middle = max(1, len(title) // 2)
    return title[: middle - 1] + title[middle] + title[middle - 1] + title[middle + 1 :]


def _with_person(film: Film) -> str:
    person = film.credits.select_related("person").order_by("billing", "pk")[0].person
    return f"{film.title.split()[0]} {person.name.split()[-1]}"


def _megabytes() -> float:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return float(cursor.fetchone()[0]) / 1e6
    return Path(str(settings.DATABASES["default"]["NAME"])).stat().st_size / 1e6


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", films, folder]:
            write(int(films), Path(folder))
        case ["add"]:
            add()
        case ["measure", answer]:
            Path(answer).write_text(json.dumps(measure()))
