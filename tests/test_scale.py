"""With 100,000 films a page asks the database as often as with 300."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from films import catalogue
from films.models import Credit, Film, FilmTheme
from pages.suggestions import known_spellings
from people.models import Person

from .factories import (
    make_country,
    make_credit,
    make_entry,
    make_film,
    make_list,
    make_person,
    numbers,
)

pytestmark = pytest.mark.django_db

FEW, MANY = 300, 100_000
PAGES = {
    "home": "/",
    "film": "/films/heat/",
    "likeness": "/films/heat/like/",
    "list": "/lists/like-heat/",
    "person": "/people/al-pacino/",
    "theme": "/themes/heist/",
    "themes": "/themes/",
    "film index": "/films/",
    "another order": "/films/?sort=title",
    "filters": "/films/?genre=crime&theme=heist&decade=1990",
    "words in the title": "/films/?title=heat",
    "a deep page": "/films/?page=12",
    "search: exact": "/search/?q=heat",
    "search: prefix": "/search/?q=hea",
    "search: misspelt": "/search/?q=haet+agian",
    "search: with a person": "/search/?q=heat+pacino",
    "search: no hit": "/search/?q=zzyzzx",
    "suggestions": "/search/suggest/?q=hea",
    "sitemap": "/sitemap.xml",
}


def grow(films: int) -> None:
    """Copy films until there are so many, each with the words and the person of the first."""
    table, columns = Film._meta.db_table, [str(field.column) for field in Film._meta.local_fields]
    told = {"slug": "'copy-' || n", "imdb_id": "NULL", "tmdb_id": "NULL"}
    told |= {"title": "'Heat ' || n", "folded_title": "'heat ' || n", "year": "1920 + n %% 100"}
    names = [column for column in columns if column != "id"]
    first = Film.objects.get(slug="heat").pk
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE copies(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM copies "  # noqa: S608 — names of columns
            f"WHERE n < %s) INSERT INTO {table} ({', '.join(names)}) "
            f"SELECT {', '.join(told.get(name, name) for name in names)} "
            f"FROM {table} CROSS JOIN copies WHERE id = %s",
            [Film.objects.count() + 1, films, first],
        )
        for model, others in (
            (Film.genres.through, "genre_id"),
            (FilmTheme, "theme_id, position"),
            (Credit, "person_id, department, job, character, billing"),
        ):
            rows = model._meta.db_table
            cursor.execute(
                f"INSERT INTO {rows} (film_id, {others}) "  # noqa: S608 — likewise
                f"SELECT {table}.id, {', '.join(f'of.{each}' for each in others.split(', '))} "
                f"FROM {table} JOIN {rows} AS of ON of.film_id = %s "
                f"WHERE {table}.id %% 97 = 0 AND {table}.id NOT IN (SELECT film_id FROM {rows})",
                [first],
            )
        cursor.execute("ANALYZE")
    catalogue.build()
    catalogue.forget()


@pytest.fixture
def queries_of(client: Client) -> Callable[[str], int]:
    def count(address: str) -> int:
        client.get(address)
        catalogue.view()
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    return count


def test_every_kind_of_page_asks_as_often(
    queries_of: Callable[[str], int], settings: Any, tmp_path: Path
) -> None:
    settings.CATALOGUE_DIR = tmp_path
    known_spellings.cache_clear()
    make_country("US")
    heat = make_film("Heat", 1995, slug="heat", genres=["crime"], themes=["heist"])
    make_credit(heat, make_person("Al Pacino"))
    like_list = make_list(heat, slug="like-heat")
    for _ in range(6):
        make_entry(like_list, make_film(slug=f"other-{next(numbers)}"))
    grow(FEW)
    few = {name: queries_of(address) for name, address in PAGES.items()}
    grow(MANY)
    assert Film.objects.count() == MANY
    assert Person.objects.get().credits.count() > FEW
    many = {name: queries_of(address) for name, address in PAGES.items()}
    assert many == few
    assert max(many.values()) <= 16
