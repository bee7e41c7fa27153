"""Films in our own format, as CSV and as JSON lines."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from films.importing.records import (
    CreditRecord,
    FilmRecord,
    PersonRecord,
    ScoreRecord,
    TitleRecord,
    Where,
    Word,
)
from films.importing.sources import SOURCES
from films.importing.sources.own import Own
from films.models import Credit, Film
from tests.factories import make_film
from tests.import_samples import DAY, read, table, text

CATALOGUE = Path(settings.BASE_DIR).parent / "shared/likeness/catalogue.jsonl.gz"
COLUMNS = (
    "imdb_id,title,year,titles,runtime,genres,countries,languages,directors,cast,votes,synopsis"
)
HEAT = (
    *("tt0113277", "Heat", "1995", "Fuoco|Heat: Pod napięciem", "170", "Crime|Drama", "US"),
    *("English", "Michael Mann", "Al Pacino|Robert De Niro", "700000", "A thief meets his hunter."),
)


def line(**values: Any) -> str:
    return json.dumps(values, ensure_ascii=False)


def credit(name: str, department: str, job: str, character: str = "", **ids: Any) -> CreditRecord:
    return CreditRecord(PersonRecord(name, **ids), department, job, character)


def test_a_row_of_csv_becomes_a_film(tmp_path: Path) -> None:
    path = table(tmp_path / "films.csv", COLUMNS, HEAT)
    assert read(Own, path) == (
        [
            FilmRecord(
                Where(path, 2),
                "Heat",
                1995,
                "tt0113277",
                titles=(TitleRecord("Fuoco"), TitleRecord("Heat: Pod napięciem")),
                runtime=170,
                genres=("Crime", "Drama"),
                countries=(Word("US"),),
                languages=(Word("en", "English"),),
                credits=(
                    credit("Michael Mann", "directing", "Director"),
                    credit("Al Pacino", "cast", "Actor"),
                    credit("Robert De Niro", "cast", "Actor"),
                ),
                votes=700_000,
                synopsis="A thief meets his hunter.",
            )
        ],
        [],
    )


def test_a_long_cell_is_read_and_others_may_still_set_limits(tmp_path: Path) -> None:
    limit = csv.field_size_limit()
    synopsis = "A thief meets his hunter. " * 10_000
    path = table(tmp_path / "films.csv", COLUMNS, (*HEAT[:-1], synopsis))
    (film,), _refused = read(Own, path)
    assert film.synopsis == synopsis.strip()
    assert csv.field_size_limit() == limit


def test_a_first_line_may_be_as_long_as_any(tmp_path: Path) -> None:
    cast = [{"name": f"Extra {number}", "character": "Soldier"} for number in range(5_000)]
    path = text(tmp_path / "films.jsonl", line(imdb_id="tt0000001", title="War", cast=cast))
    assert len(read(Own, path)[0][0].credits or ()) == 5_000


def test_the_keywords_of_another_data_set_are_not_ours(tmp_path: Path) -> None:
    assert Own.recognise([table(tmp_path / "keywords.csv", "id,keywords", ("1", "[]"))]) == {}
    ours = table(tmp_path / "films.csv", "imdb_id,keywords", ("tt0113277", "heist"))
    assert Own.recognise([ours]) == {"films": ours}


@pytest.mark.django_db
def test_a_long_tagline_is_cut_and_remarked_upon(tmp_path: Path) -> None:
    path = text(
        tmp_path / "films.jsonl",
        line(imdb_id="tt0000001", title="War", year=1995, tagline="long " * 40),
    )
    report = tmp_path / "report.csv"
    call_command("import_films", str(path), report=report, verbosity=0)
    assert Film.objects.get().tagline == ("long " * 28).strip()
    assert "the tagline is longer than 140 characters: cut" in report.read_text()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"since": 1950, "until": 1940}, "--since 1950 is later than --until 1940"),
        ({"min_votes": -1}, "--min-votes is 0 or more"),
        ({"as_of": dt.date(2999, 1, 1)}, "no score is from the future"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(
    tmp_path: Path, options: dict[str, Any], words: str
) -> None:
    path = table(tmp_path / "films.csv", COLUMNS, HEAT)
    with pytest.raises(CommandError, match=words):
        call_command("import_films", str(path), **options)


def test_json_says_more_of_people_titles_and_scores(tmp_path: Path) -> None:
    path = text(
        tmp_path / "films.jsonl",
        line(
            tmdb_id=949,
            title="Heat",
            year=1995,
            titles=[{"title": "Fuoco", "country": "IT", "language": "it"}],
            cast=[{"name": "Al Pacino", "imdb_id": "nm0000199", "character": "Vincent Hanna"}],
            writers=[{"name": "Michael Mann", "tmdb_id": 638, "job": "Screenplay"}],
            scores=[{"source": "Us", "value": 4, "scale": 5, "votes": 12, "as_of": "2026-10-02"}],
            keywords=[],
        ),
    )
    (film,) = read(Own, path).films
    assert film.titles == (TitleRecord("Fuoco", "IT", "it"),)
    assert film.credits == (
        credit("Michael Mann", "writing", "Screenplay", tmdb_id=638),
        credit("Al Pacino", "cast", "Actor", "Vincent Hanna", imdb_id="nm0000199"),
    )
    assert film.scores == (ScoreRecord("Us", 4, 5, 12, dt.date(2026, 10, 2)),)
    assert (film.keywords, film.genres) == ((), None)
    assert film.remarks == []


def test_scores_without_a_day_are_of_the_files(tmp_path: Path) -> None:
    score = {"source": "Us", "value": 4, "scale": 5, "votes": 12}
    path = text(tmp_path / "films.jsonl", line(slug="heat-1995", scores=[score]))
    assert read(Own, path).films[0].scores == (ScoreRecord("Us", 4, 5, 12, DAY),)


def test_what_cannot_be_read_is_remarked_upon(tmp_path: Path) -> None:
    path = text(
        tmp_path / "films.jsonl",
        line(
            imdb_id="heat",
            tmdb_id=949,
            title="Heat",
            year="soon",
            runtime=-5,
            kind="opera",
            genres=7,
            cast=[3, "Al Pacino", {"character": "Nate"}],
            scores=[{"value": 4}],
            tagline=["A", "B"],
            plot="Of others.",
        ),
        line(tmdb_id=406, title="La Haine", year=1995, plot="Of others."),
    )
    first, second = read(Own, path).films
    assert first.remarks == [
        "there is no column plot",
        "imdb_id: “heat” is no id of an IMDb title",
        "year: “soon” is no date",
        "genres: is no list",
        "kind: “opera” is not known",
        "runtime: “-5” is no runtime in minutes",
        "tagline: is no text",
        "cast: 2 of 3 cannot be read",
        "scores: 1 of 1 cannot be read",
    ]
    assert first.credits == (credit("Al Pacino", "cast", "Actor"),)
    assert second.remarks == []  # A column that is not known is told of once.


def test_rows_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    path = text(
        tmp_path / "films.jsonl",
        line(tmdb_id=949, title="Heat", year=1995),
        line(tmdb_id=949, title="Heat", year=1995),
        '{"title": "La Haine", ',
        "[]",
        '"Heat"',
    )
    films, refused = read(Own, path)
    assert [film.tmdb_id for film in films] == [949]
    assert refused[0] == "films.jsonl:2 stands twice"
    assert refused[1].startswith("films.jsonl:3 is not JSON: ")
    assert refused[2:] == ["films.jsonl:5 is no JSON object"]


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("links.csv", "movieId,imdbId,tmdbId"),
        ("movies.csv", "movieId,title,genres"),
        ("credits.csv", "movie_id,title,cast,crew"),
        ("notes.jsonl", '{"note": 1}'),
        ("export.json", '{"adult":false,"id":1,"original_title":"Heat","popularity":1}'),
    ],
)
def test_files_of_other_shapes_are_not_ours(tmp_path: Path, name: str, head: str) -> None:
    assert Own.recognise([text(tmp_path / name, head)]) == {}


def test_every_shape_is_known_to_one_source_alone(tmp_path: Path) -> None:
    ours = table(tmp_path / "films.csv", COLUMNS, HEAT)
    assert [source for source in SOURCES if source.recognise([ours])] == [Own]
    json_file = text(tmp_path / "films.jsonl", line(tmdb_id=949, title="Heat", year=1995))
    assert [source for source in SOURCES if source.recognise([json_file])] == [Own]


@pytest.mark.django_db
def test_a_slug_names_a_film_that_is_here(tmp_path: Path) -> None:
    film = make_film("Heat", 1995, runtime=None)
    path = text(tmp_path / "films.jsonl", line(slug=film.slug, runtime=170, imdb_id="tt0113277"))
    call_command("import_films", path, report=tmp_path / "report.csv", verbosity=0)
    film.refresh_from_db()
    assert (film.runtime, film.imdb_id, film.title) == (170, "tt0113277", "Heat")


@pytest.mark.django_db
def test_data_sets_meet_in_one_film_by_their_ids(tmp_path: Path) -> None:
    lens = tmp_path / "movielens"
    lens.mkdir()
    table(lens / "movies.csv", "movieId,title,genres", ["6", "Heat (1995)", "Action|Crime"])
    table(lens / "links.csv", "movieId,imdbId,tmdbId", ["6", "0113277", "949"])
    tmdb = table(
        tmp_path / "tmdb_5000_movies.csv",
        "id,title,genres,keywords,vote_average,release_date,runtime",
        ["949", "Heat", "[]", '[{"id": 1, "name": "bank robbery"}]', "7.9", "1995-12-15", "170"],
    )
    ours = text(tmp_path / "films.jsonl", line(imdb_id="tt0113277", directors=["Michael Mann"]))
    for source in (lens, tmdb, ours):
        call_command("import_films", source, report=tmp_path / "report.csv", verbosity=0)
    film = Film.objects.get()
    assert (film.imdb_id, film.tmdb_id, film.movielens_id) == ("tt0113277", 949, 6)
    assert (film.title, film.year, film.runtime) == ("Heat", 1995, 170)
    assert [theme.name for theme in film.themes.all()] == ["bank robbery"]
    assert [credit.person.name for credit in film.credits.all()] == ["Michael Mann"]


@pytest.mark.django_db
@pytest.mark.skipif(not CATALOGUE.exists(), reason="the catalogue for likeness is not beside this")
def test_a_real_catalogue_of_thousands_of_films_is_taken_and_taken_again(tmp_path: Path) -> None:
    def take() -> str:
        report = tmp_path / "report.csv"
        call_command("import_films", CATALOGUE, since=1995, until=1995, report=report, verbosity=0)
        return report.read_text(encoding="utf-8")

    first = take()
    made = Film.objects.count()
    with gzip.open(CATALOGUE, "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["year"] == 1995]
    told = [row for row in rows if row["id"].startswith("tt") or row.get("tmdb_id")]
    assert len(told) > 300
    assert made == len(told) - first.count("\nheld,")
    assert set(Film.objects.values_list("year", flat=True)) == {1995}
    heat = Film.objects.get(imdb_id="tt0113277")
    assert heat.title == "Heat"
    assert "Michael Mann" in [
        credit.person.name for credit in Credit.objects.filter(film=heat, job="Director")
    ]
    assert "has no outside id" in first  # Its films of an encyclopaedia's lists.
    credited = Credit.objects.count()
    take()
    assert (Film.objects.count(), Credit.objects.count()) == (made, credited)
