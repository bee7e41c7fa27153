"""The indexes of words and letters follow every change, and large tables give the best known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from films.models import AlternativeTitle, Film
from films.searched import TITLES
from pages.suggestions import known_spellings
from people.models import Person
from people.searched import NAMES
from publishing.finding import candidates, closest, holding, indexes, make_whole
from publishing.matching import Match, Sought
from publishing.models import Status

from .factories import make_credit, make_film, make_person

pytestmark = pytest.mark.django_db
is_sqlite = connection.vendor == "sqlite"


def films(query: str, most: int = 200) -> dict[str, Match]:
    found = closest(Film, TITLES, Sought.typed(query), most)
    names = Film.objects.in_bulk(found)
    return {str(names[pk]): match for pk, match in found.items()}


def make_known(title: str, year: int, renown: int) -> Film:
    film = make_film(title, year)
    Film.objects.filter(pk=film.pk).update(renown=renown)
    return film


# What the indexes follow -------------------------------------------------------------------------


def test_a_new_title_is_found_an_old_one_is_not() -> None:
    film = make_film("Heat", 1995)
    assert films("heat") == {"Heat (1995)": Match.EXACT}
    film.title = "Cold"
    film.save()
    assert films("heat") == {}
    assert films("cold") == {"Cold (1995)": Match.EXACT}
    film.delete()
    assert films("cold") == {}


def test_rows_changed_by_the_thousand_are_found_as_well() -> None:
    """What bypasses `save()`, as an import does, cannot bypass the database."""
    for year in range(1990, 1995):
        make_film("Heat", year)
    Film.objects.update(folded_title="cold winter")
    assert films("heat") == {}
    assert len(films("winter")) == len(films("oldwint")) == 5
    Film.objects.all().delete()
    assert closest(Film, TITLES, Sought.typed("winter")) == {}


def test_another_title_leads_to_the_film_that_has_it_now() -> None:
    first, second = make_film("Heat", 1995), make_film("Cold", 1996)
    title = AlternativeTitle.objects.create(film=first, title="Hitze der Nacht")
    assert films("hitze") == {"Heat (1995)": Match.START}
    title.film = second
    title.save()
    assert films("hitze") == {"Cold (1996)": Match.START}


def test_an_original_title_is_one_of_the_titles() -> None:
    film = make_film("The Samurai", 1967)
    film.original_title = "Le Samouraï"
    film.save()
    film.save()
    assert films("le samourai") == {"The Samurai (1967)": Match.EXACT}
    assert film.alternative_titles.count() == 1


def test_renown_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    make_known("Night of Heat", 1980, 3)
    unknown = make_known("Days of Heat", 1990, 1)
    assert next(iter(films("heat"))) == "Night of Heat (1980)"
    Film.objects.filter(pk=unknown.pk).update(renown=7)
    assert next(iter(films("heat"))) == "Days of Heat (1990)"


def test_people_are_followed_too() -> None:
    person = make_person("Sylvester Stallone")
    find: Callable[[str], dict[int, Match]] = lambda text: closest(  # noqa: E731
        Person, NAMES, Sought.typed(text)
    )
    assert find("stallone") == {person.pk: Match.PHRASE}
    assert find("stallone sylvester") == {person.pk: Match.WORDS}
    assert find("sylvesterstal") == {person.pk: Match.INSIDE}
    Person.objects.update(folded_name="sly stallone")
    assert find("sylvester") == {}
    assert find("sly") == {person.pk: Match.START}


# What migrate sees to ----------------------------------------------------------------------------


def parts_of(column: indexes.Folded) -> list[str]:
    names = [column.words, column.letters]
    return [f"{name}_{change}" for name in names for change in ("added", "changed", "removed")]


@pytest.mark.skipif(not is_sqlite, reason="PostgreSQL keeps its indexes by itself")
def test_migrate_makes_an_index_whole_that_a_new_table_left_behind() -> None:
    """Django drops a table's triggers when it makes the table anew."""
    make_film("Heat", 1995)
    with connection.cursor() as cursor:
        for trigger in parts_of(TITLES[0]):
            cursor.execute(f"DROP TRIGGER {trigger}")
    Film.objects.update(folded_title="cold")
    assert films("cold winter") == {}
    assert make_whole(TITLES[0], "default")
    assert films("cold") == {"Heat (1995)": Match.EXACT}
    assert films("heat") == {}
    assert not make_whole(TITLES[0], "default")


@pytest.mark.parametrize("column", [*TITLES, *NAMES], ids=lambda column: column.table)
def test_an_index_that_is_lost_is_made_anew(column: indexes.Folded) -> None:
    assert not make_whole(column, "default")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP {'TABLE' if is_sqlite else 'INDEX'} {column.letters}")
    assert make_whole(column, "default")
    assert not make_whole(column, "default")


def test_migrate_asks_for_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP {'TABLE' if is_sqlite else 'INDEX'} {TITLES[0].words}")
    call_command("migrate", verbosity=0)
    assert not make_whole(TITLES[0], "default")


# A large catalogue -------------------------------------------------------------------------------


def test_of_a_great_many_the_best_known_are_found() -> None:
    for number in range(30):
        make_known(f"Night {number}", 1970, renown=number % 6)
    found = [*films("night", most=5)]
    assert len(found) == 5
    assert all(Film.objects.get(title=title[:-7]).renown == 5 for title in found)


def test_of_equals_the_first_are_found_on_every_database() -> None:
    films_ = [make_known(f"Night {number}", 1970, renown=0) for number in range(30)]
    # PostgreSQL puts a row that was changed behind the others.
    Film.objects.filter(pk=films_[2].pk).update(year=1971)
    people = [make_person(f"Night Person {number}") for number in range(30)]
    Person.objects.filter(pk=people[2].pk).update(birthplace="Rome")
    for query in ("night", "ight", "n"):
        found = closest(Film, TITLES[:1], Sought.typed(query), 5)
        assert sorted(found) == [film.pk for film in films_[:5]], query
    assert sorted(closest(Person, NAMES, Sought.typed("night"), 5)) == [
        person.pk for person in people[:5]
    ]


def test_what_is_called_just_so_is_found_however_little_known() -> None:
    for number in range(20):
        make_known(f"Night {number}", 1970, renown=5)
    make_known("Night", 1930, renown=0)
    make_known("The Night", 1931, renown=0)
    AlternativeTitle.objects.create(film=make_known("La Notte", 1961, 0), title="Night")
    found = films("night", most=5)
    assert [title for title, match in found.items() if match == Match.EXACT] == [
        "Night (1930)",
        "The Night (1931)",
        "La Notte (1961)",
    ]


def test_a_year_finds_a_film_among_better_known_ones_of_that_word() -> None:
    for number in range(20):
        make_known(f"Night {number}", 1970, renown=5)
    quiet = make_known("Quiet Night", 1931, renown=0)
    AlternativeTitle.objects.create(film=make_known("La Notte", 1961, 0), title="Night Falls")
    found = films("night 1931", most=10)
    assert found == {str(quiet): Match.PHRASE}
    assert films("night (1961)", most=10) == {"La Notte (1961)": Match.START}


def test_a_single_letter_is_looked_for_among_the_best_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(candidates, "MOST_READ", 3)
    for title, renown in (("Mad Max", 5), ("X", 0), ("Xanadu", 1), ("Malcolm X", 4), ("M", 0)):
        make_known(title, 1980, renown)
    assert films("m") == {
        "M (1980)": Match.EXACT,
        "Mad Max (1980)": Match.START,
        "Malcolm X (1980)": Match.START,
    }
    assert films("x") == {
        "X (1980)": Match.EXACT,
        "Malcolm X (1980)": Match.PHRASE,
        "Xanadu (1980)": Match.START,
    }


def test_all_rows_that_hold_a_text_are_found_without_a_limit() -> None:
    inside = [make_film("The Heat", 2013), make_film("Theatre of Blood", 1973)]
    AlternativeTitle.objects.create(film=make_film("Cold", 1990), title="Heat")
    across = make_film("The Atlas", 1990)
    own = TITLES[:1]
    assert holding(Film, own, "heat") == {film.pk for film in inside}
    assert holding(Film, own, "e at") == {across.pk}
    assert holding(Film, own, "he at") == {across.pk}
    assert len(holding(Film, own, "e")) == 3
    assert len(holding(Film, TITLES, "heat")) == 3


def test_what_is_typed_is_never_taken_for_a_query_of_the_database() -> None:
    make_film("Heat", 1995)
    for text in ('heat" OR "cold', "heat*", "text:heat", "heat & cold", "NOT heat", "heat -cold"):
        films(text)  # no error is enough
    assert films("NEAR") == films("AND") == films("OR heat") == {}


# What it costs -----------------------------------------------------------------------------------


@pytest.fixture
def plan() -> Callable[[Callable[[], Any]], str]:
    """Return a function that says how the database answers the statement of a call."""

    def explain(call: Callable[[], Any]) -> str:
        with CaptureQueriesContext(connection) as queries:
            call()
        (query,) = queries
        with connection.cursor() as cursor:
            if not is_sqlite:
                # Some thousand rows are read faster than a trigram index; a million are not.
                cursor.execute("SET LOCAL enable_seqscan = off")
            how = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
            cursor.execute(f"{how} {query['sql']}")
            return "\n".join(str(row[-1]) for row in cursor.fetchall())

    return explain


@pytest.fixture
def many(db: None) -> None:
    """Make tables so large that a planner takes them in earnest."""
    numbers = range(3_000)
    Film.objects.bulk_create(
        Film(title=f"Film {n:x}", folded_title=f"film {n:x}", slug=f"film-{n}", year=1950 + n % 70)
        for n in numbers
    )
    films = Film.objects.order_by("pk").values_list("pk", flat=True)
    AlternativeTitle.objects.bulk_create(
        AlternativeTitle(film_id=film, title=f"Other {film:x}", folded_title=f"other {film:x}")
        for film in films
    )
    Person.objects.bulk_create(
        Person(name=f"Name {n:x}", folded_name=f"name {n:x}", slug=f"name-{n}") for n in numbers
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.parametrize("query", ["heat", "red heat", "heat 1995", "heatwave"])
def test_no_table_is_read_from_end_to_end(
    plan: Callable[[Callable[[], Any]], str], many: None, query: str
) -> None:
    for model, columns in ((Film, TITLES), (Person, NAMES)):
        said = plan(lambda: closest(model, columns, Sought.typed(query)))  # noqa: B023 — called at once
        for column in columns:
            assert "SCAN t" not in said
            assert f"Seq Scan on {column.table}" not in said
            assert "_squeezed" in said
            if is_sqlite:
                assert f"SCAN {column.words} VIRTUAL TABLE INDEX" in said
                assert f"SCAN {column.letters} VIRTUAL TABLE INDEX" in said
            else:
                # Which of the two, a planner decides by how common the words and letters are.
                assert column.words in said or column.letters in said


# While somebody types ----------------------------------------------------------------------------


def suggested(client: Client, query: str) -> str:
    answer = client.get("/search/suggest/", {"q": query})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    return answer.content.decode().strip()


def test_films_and_people_are_suggested_as_a_piece_of_a_page(client: Client) -> None:
    film = make_film("Heat <1>", 1995)
    make_credit(film, make_person("Jean Heather"))
    make_film("Heat", 1972, status=Status.DRAFT)
    piece = suggested(client, "hea")
    assert f'href="{film.get_absolute_url()}"' in piece
    assert "Heat &lt;1&gt;" in piece
    assert "Jean Heather" in piece
    assert "1972" not in piece
    assert "<html" not in piece


def test_a_few_are_enough_and_nothing_is_nothing(client: Client) -> None:
    for number in range(10):
        film = make_film(f"Heat {number}", 1995)
        make_credit(film, make_person(f"Heat Mann {number}"))
    assert suggested(client, "heat").count("<li>") == 9
    for query in ("", "  ", "zzyzzx", "·", "%"):
        assert suggested(client, query) == ""


def test_a_misspelt_film_is_suggested_as_such(client: Client) -> None:
    known_spellings.cache_clear()
    make_film("Backtrace", 2018)
    piece = suggested(client, "beckrace")
    assert "Did you mean" in piece
    assert "Backtrace (2018)" in piece
    known_spellings.cache_clear()


def test_suggesting_costs_the_same_however_many_there_are(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            suggested(client, "red heat")
        return len(captured)

    make_credit(make_film("Red Heat", 1988), make_person("Red Heather"))
    one = queries()
    for number in range(30):
        make_credit(make_film(f"Red Heat {number}", 1988), make_person(f"Red Heat {number}"))
    assert queries() == one == 7
