"""Films of TMDB: its daily export, and the two data sets that others made of it."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

from films.importing.records import (
    CreditRecord,
    FilmRecord,
    PersonRecord,
    ScoreRecord,
    Where,
    Word,
)
from films.importing.sources.tmdb_5000 import Tmdb5000
from films.importing.sources.tmdb_export import TmdbExport
from films.importing.sources.tmdb_movies import TmdbMovies
from tests.import_samples import DAY, read, table, text

# The daily export -------------------------------------------------------------------------------

HEAT = '{"adult":false,"id":949,"original_title":"Heat","popularity":17.9,"video":false}'
HATE = '{"adult":false,"id":406,"original_title":"La Haine","popularity":12.5,"video":false}'


def test_the_export_confirms_films_by_id_and_original_title(tmp_path: Path) -> None:
    path = text(tmp_path / "movie_ids_11_01_2026.json", HATE, HEAT)
    assert read(TmdbExport, path) == (
        [
            FilmRecord(Where(path, 1), tmdb_id=406, original_title="La Haine"),
            FilmRecord(Where(path, 2), tmdb_id=949, original_title="Heat"),
        ],
        [],
    )


def test_the_export_says_what_is_adult_and_what_is_a_video(tmp_path: Path) -> None:
    odd = '{"adult":true,"id":1,"original_title":"Untitled","popularity":0.6,"video":true}'
    (film,) = read(TmdbExport, text(tmp_path / "movie_ids_11_01_2026.json", odd)).films
    assert film.is_adult
    assert film.kind == "video"


def test_lines_of_the_export_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    path = text(
        tmp_path / "movie_ids_11_01_2026.json",
        HEAT,
        HEAT,
        '{"adult":false,"original_title":"Heat"}',
        '{"adult":false,"id":"x","original_title":"Heat"}',
        '{"adult":false,"id":950,"original_title":" "}',
        '{"adult":false,"id":406,"orig',
    )
    films, refused = read(TmdbExport, path)
    assert [film.tmdb_id for film in films] == [949]
    name = path.name
    assert refused[:4] == [
        f"{name}:2 stands twice",
        f"{name}:3 has no id",
        f"{name}:4 id: “x” is no number",
        f"{name}:5 has no title",
    ]
    assert refused[4].startswith(f"{name}:6 is not JSON: ")


def test_the_export_is_known_by_name_or_first_line_and_the_newest_is_read(tmp_path: Path) -> None:
    old = text(tmp_path / "movie_ids_12_31_2025.json", HEAT)
    new = tmp_path / "movie_ids_01_02_2026.json.gz"
    new.write_bytes(gzip.compress(HATE.encode()))
    other = text(tmp_path / "films.json", HEAT)
    people = text(tmp_path / "person_ids_01_02_2026.json", '{"adult":false,"id":1,"name":"X"}')
    assert TmdbExport.recognise([other, new, old]) == {"movies": new}
    assert TmdbExport.recognise([other]) == {"movies": other}
    assert TmdbExport.recognise([people]) == {}
    assert [film.tmdb_id for film in read(TmdbExport, old, new).films] == [406]


# TMDB 5000 --------------------------------------------------------------------------------------

MOVIES_5000 = (
    "budget,genres,homepage,id,keywords,original_language,original_title,overview,popularity,"
    "production_companies,production_countries,release_date,revenue,runtime,spoken_languages,"
    "status,tagline,title,vote_average,vote_count"
)
CREDITS_5000 = "movie_id,title,cast,crew"

AVATAR: dict[str, object] = {
    "budget": 237000000,
    "genres": '[{"id": 28, "name": "Action"}, {"id": 878, "name": "Science Fiction"}]',
    "homepage": "",
    "id": 19995,
    "keywords": '[{"id": 1463, "name": "culture clash"}, {"id": 2964, "name": "future"}]',
    "original_language": "en",
    "original_title": "Avatar",
    "overview": "Not taken.",
    "popularity": 150.437577,
    "production_companies": '[{"name": "Lightstorm Entertainment", "id": 574}]',
    "production_countries": (
        '[{"iso_3166_1": "US", "name": "United States of America"}, '
        '{"iso_3166_1": "GB", "name": "United Kingdom"}]'
    ),
    "release_date": "2009-12-10",
    "revenue": 2787965087,
    "runtime": "162.0",
    "spoken_languages": (
        '[{"iso_639_1": "en", "name": "English"}, {"iso_639_1": "es", "name": "Espa\\u00f1ol"}]'
    ),
    "status": "Released",
    "tagline": "Not taken.",
    "title": "Avatar",
    "vote_average": 7.2,
    "vote_count": 11800,
}
AVATAR_CAST = json.dumps(
    [
        {
            "cast_id": 3,
            "character": "Neytiri",
            "gender": 1,
            "id": 8691,
            "name": "Zoe Saldana",
            "order": 1,
        },
        {
            "cast_id": 242,
            "character": "Jake Sully",
            "gender": 2,
            "id": 65731,
            "name": "Sam Worthington",
            "order": 0,
        },
    ]
)
AVATAR_CREW = json.dumps(
    [
        {"department": "Directing", "id": 2710, "job": "Director", "name": "James Cameron"},
        {"department": "Writing", "id": 2710, "job": "Screenplay", "name": "James Cameron"},
        {"department": "Writing", "id": 2710, "job": "Writer", "name": "James Cameron"},
        {
            "department": "Sound",
            "id": 1729,
            "job": "Original Music Composer",
            "name": "James Horner",
        },
    ]
)


def a_film_of_5000(folder: Path, **cells: object) -> Path:
    row = {**AVATAR, **cells}
    columns = MOVIES_5000.split(",")
    return table(folder / "tmdb_5000_movies.csv", MOVIES_5000, [row[column] for column in columns])


def some_credits(folder: Path, *rows: tuple[object, ...]) -> Path:
    return table(folder / "tmdb_5000_credits.csv", CREDITS_5000, *rows)


def test_a_film_of_tmdb_5000_comes_with_all_its_parts(tmp_path: Path) -> None:
    path = a_film_of_5000(tmp_path)
    people = some_credits(tmp_path, (19995, "Avatar", AVATAR_CAST, AVATAR_CREW))
    cameron = PersonRecord("James Cameron", tmdb_id=2710)
    assert read(Tmdb5000, people, path) == (
        [
            FilmRecord(
                Where(path, 2),
                "Avatar",
                2009,
                tmdb_id=19995,
                original_title="Avatar",
                runtime=162,
                genres=("Action", "Science fiction"),
                keywords=("culture clash", "future"),
                countries=(Word("US", "United States of America"), Word("GB", "United Kingdom")),
                languages=(Word("en", "English"), Word("es", "Spanish")),
                companies=("Lightstorm Entertainment",),
                credits=(
                    CreditRecord(
                        PersonRecord("Sam Worthington", tmdb_id=65731),
                        "cast",
                        "Actor",
                        "Jake Sully",
                    ),
                    CreditRecord(
                        PersonRecord("Zoe Saldana", tmdb_id=8691), "cast", "Actor", "Neytiri"
                    ),
                    CreditRecord(cameron, "directing", "Director"),
                    CreditRecord(cameron, "writing", "Writer"),
                    CreditRecord(PersonRecord("James Horner", tmdb_id=1729), "music", "Composer"),
                ),
                scores=(ScoreRecord("TMDB", 7.2, 10, 11800, DAY),),
                votes=11800,
            )
        ],
        [],
    )


def test_a_film_without_its_credits_does_not_speak_of_them(tmp_path: Path) -> None:
    (film,) = read(Tmdb5000, a_film_of_5000(tmp_path)).films
    assert film.credits is None
    assert film.remarks == []


def test_a_column_that_is_damaged_costs_only_that_part(tmp_path: Path) -> None:
    path = a_film_of_5000(
        tmp_path,
        genres='[{"id": 28, "name": "Act',
        keywords='{"id": 1463}',
        production_companies='["Lightstorm", {"name": "Ingenious Media", "id": 444}]',
        production_countries='[{"iso_3166_1": "USA", "name": "United States"}]',
        spoken_languages='[{"iso_639_1": "xx", "name": "No Language"}, {"iso_639_1": 7}]',
        release_date="soon",
        runtime="-1",
        vote_average="high",
    )
    people = some_credits(
        tmp_path,
        (19995, "Avatar", '[{"name": "Sam Worthington", "id": "?"}, {"id": 3}]', "[" * 9999),
    )
    (film,), refused = read(Tmdb5000, path, people)
    assert refused == []
    assert (film.title, film.year, film.runtime, film.genres, film.keywords) == (
        "Avatar",
        None,
        None,
        None,
        None,
    )
    assert film.companies == ("Ingenious Media",)
    assert film.countries == ()
    assert film.languages == ()
    assert film.credits == (CreditRecord(PersonRecord("Sam Worthington"), "cast", "Actor"),)
    assert film.scores == ()
    said = [remark.partition(":")[0] for remark in film.remarks]
    assert sorted(said) == [
        "cast",
        "crew",
        "genres",
        "keywords",
        "production_companies",
        "production_countries",
        "release_date",
        "runtime",
        "vote_average",
    ]
    assert "keywords: is no list" in film.remarks
    assert "production_companies: 1 of 2 are no objects" in film.remarks
    assert "production_countries: “USA” is no code of a country" in film.remarks
    assert "cast: 1 without a name or a job" in film.remarks


def test_nobody_who_voted_is_no_score(tmp_path: Path) -> None:
    (film,) = read(Tmdb5000, a_film_of_5000(tmp_path, vote_average="0.0", vote_count=0)).films
    assert film.scores == ()
    assert film.votes == 0


def test_a_mean_beyond_its_scale_is_no_score(tmp_path: Path) -> None:
    (film,) = read(Tmdb5000, a_film_of_5000(tmp_path, vote_average="72")).films
    assert film.scores == ()
    assert film.remarks == ["vote_average: 72 is not between 0 and 10"]


def test_a_cell_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    (film,) = read(Tmdb5000, a_film_of_5000(tmp_path, keywords="[" + " " * (1 << 20) + "]")).films
    assert film.keywords is None
    assert film.remarks == ["keywords: is longer than 1048576 characters"]


def test_films_without_id_or_title_and_films_that_stand_twice_are_refused(tmp_path: Path) -> None:
    columns = MOVIES_5000.split(",")
    rows = [
        {**AVATAR, **cells}
        for cells in ({}, {"title": "Avatar again"}, {"id": ""}, {"id": 7, "title": "\x00"})
    ]
    path = table(
        tmp_path / "tmdb_5000_movies.csv",
        MOVIES_5000,
        *([row[column] for column in columns] for row in rows),
    )
    people = some_credits(
        tmp_path, (19995, "Avatar", "[]", "[]"), (19995, "Avatar", AVATAR_CAST, "[]")
    )
    (film,), refused = read(Tmdb5000, path, people)
    assert film.title == "Avatar"
    assert film.credits == ()
    assert refused == [
        "tmdb_5000_credits.csv:3 stands twice",
        "tmdb_5000_movies.csv:3 stands twice",
        "tmdb_5000_movies.csv:4 has no id",
        "tmdb_5000_movies.csv:5 has no title",
    ]


def test_runtime_and_television_say_the_kind(tmp_path: Path) -> None:
    television = '[{"id": 10770, "name": "TV Movie"}, {"id": 18, "name": "Drama"}]'
    kinds = []
    for cells in ({"runtime": 25}, {"genres": television}, {"genres": television, "runtime": 25}):
        (film,) = read(Tmdb5000, a_film_of_5000(tmp_path, **cells)).films
        kinds.append((film.kind, film.form, film.genres))
    assert kinds == [
        ("short", "short", ("Action", "Science fiction")),
        ("tv-movie", None, ("Drama",)),
        ("tv-short", "short", ("Drama",)),
    ]


def test_without_a_day_that_is_given_a_score_is_of_the_day_of_its_file(tmp_path: Path) -> None:
    path = a_film_of_5000(tmp_path)
    (film,) = Tmdb5000({"movies": path}, print).records()
    assert film.scores is not None
    assert film.scores[0].as_of == dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date()


# The Movies Dataset -----------------------------------------------------------------------------

METADATA = (
    "adult,belongs_to_collection,budget,genres,homepage,id,imdb_id,original_language,"
    "original_title,overview,popularity,poster_path,production_companies,production_countries,"
    "release_date,revenue,runtime,spoken_languages,status,tagline,title,video,vote_average,"
    "vote_count"
)
TOY_STORY: dict[str, object] = {
    "adult": "False",
    "belongs_to_collection": "{'id': 10194, 'name': 'Toy Story Collection', 'poster_path': None}",
    "budget": "30000000",
    "genres": "[{'id': 16, 'name': 'Animation'}, {'id': 10751, 'name': 'Family'}]",
    "homepage": "",
    "id": "862",
    "imdb_id": "tt0114709",
    "original_language": "en",
    "original_title": "Toy Story",
    "overview": "Not taken.\nNeither is this.",
    "popularity": "21.946943",
    "poster_path": "/none.jpg",
    "production_companies": "[{'name': 'Pixar Animation Studios', 'id': 3}]",
    "production_countries": "[{'iso_3166_1': 'US', 'name': 'United States of America'}]",
    "release_date": "1995-10-30",
    "revenue": "373554033.0",
    "runtime": "81.0",
    "spoken_languages": "[{'iso_639_1': 'en', 'name': 'English'}]",
    "status": "Released",
    "tagline": "",
    "title": "Toy Story",
    "video": "False",
    "vote_average": "7.7",
    "vote_count": "5415.0",
}
TOY_CAST = (
    "[{'cast_id': 14, 'character': 'Woody (voice)', 'gender': 2, 'id': 31, 'name': 'Tom Hanks', "
    "'order': 0, 'profile_path': None}]"
)
TOY_CREW = (
    "[{'department': 'Directing', 'gender': 2, 'id': 7879, 'job': 'Director', "
    "'name': 'John Lasseter', 'profile_path': None}]"
)


def metadata(folder: Path, *films: dict[str, Any]) -> Path:
    columns = METADATA.split(",")
    rows = [{**TOY_STORY, **cells} for cells in films]
    return table(
        folder / "movies_metadata.csv", METADATA, *([row[name] for name in columns] for row in rows)
    )


def test_a_film_of_the_movies_dataset_comes_with_all_its_parts(tmp_path: Path) -> None:
    path = metadata(tmp_path, {})
    rest = (
        table(tmp_path / "credits.csv", "cast,crew,id", (TOY_CAST, TOY_CREW, 862)),
        table(tmp_path / "keywords.csv", "id,keywords", (862, "[{'id': 931, 'name': 'jealousy'}]")),
        table(tmp_path / "links.csv", "movieId,imdbId,tmdbId", (1, "0114709", "862"), (2, "1", "")),
        table(tmp_path / "links_small.csv", "movieId,imdbId,tmdbId", (99, "0114709", "862")),
    )
    assert read(TmdbMovies, *rest, path) == (
        [
            FilmRecord(
                Where(path, 2),
                "Toy Story",
                1995,
                imdb_id="tt0114709",
                tmdb_id=862,
                movielens_id=1,
                original_title="Toy Story",
                runtime=81,
                form="animation",
                genres=("Animation", "Family"),
                keywords=("jealousy",),
                countries=(Word("US", "United States of America"),),
                languages=(Word("en", "English"),),
                companies=("Pixar Animation Studios",),
                series="Toy Story",
                credits=(
                    CreditRecord(
                        PersonRecord("Tom Hanks", tmdb_id=31), "cast", "Actor", "Woody (voice)"
                    ),
                    CreditRecord(
                        PersonRecord("John Lasseter", tmdb_id=7879), "directing", "Director"
                    ),
                ),
                scores=(ScoreRecord("TMDB", 7.7, 10, 5415, DAY),),
                votes=5415,
            )
        ],
        [],
    )


def test_the_films_alone_are_enough(tmp_path: Path) -> None:
    (film,), refused = read(TmdbMovies, metadata(tmp_path, {"belongs_to_collection": ""}))
    assert refused == []
    assert (film.keywords, film.credits, film.series, film.movielens_id) == (None,) * 4


def test_copies_that_a_spreadsheet_saved_are_read_alike(tmp_path: Path) -> None:
    cells = {"adult": "TRUE", "video": "TRUE", "release_date": "10/30/1995", "runtime": "81"}
    (film,) = read(TmdbMovies, metadata(tmp_path, cells)).films
    assert (film.is_adult, film.kind, film.year, film.runtime) == (True, "video", 1995, 81)


def test_rows_whose_columns_are_shifted_are_refused(tmp_path: Path) -> None:
    shifted = {
        "adult": " - Written by Ørnås",
        "belongs_to_collection": "0.065736",
        "budget": "/ff9qCepilowshEtG2GYWwzt2bs4.jpg",
        "id": "1997-08-20",
        "imdb_id": "0",
    }
    path = metadata(tmp_path, {}, shifted, {"id": 9, "imdb_id": "0"})
    # As they really stand: the overview broke off in the middle of the row.
    with path.open("a", encoding="utf-8") as file:
        file.write('False,,0,"[]",,82663,tt0113002,en,Midnight Man,and then\n')
    films, refused = read(TmdbMovies, path)
    assert [(film.tmdb_id, film.imdb_id) for film in films] == [(862, "tt0114709"), (9, None)]
    assert refused == [
        "movies_metadata.csv:4 id: “1997-08-20” is no number",
        "movies_metadata.csv:8 has 10 columns instead of 24",
    ]


def test_cells_that_are_no_literals_cost_only_that_part(tmp_path: Path) -> None:
    path = metadata(
        tmp_path,
        {
            "genres": "__import__('os').getcwd()",
            "production_companies": "False",
            "production_countries": "{[]: 1}",
            "spoken_languages": "(" * 500,
            "belongs_to_collection": "0.065736",
            "imdb_id": "nm0000158",
        },
    )
    (film,), refused = read(TmdbMovies, path)
    assert refused == []
    assert film.title == "Toy Story"
    assert [remark.partition(":")[0] for remark in film.remarks] == [
        "genres",
        "production_countries",
        "spoken_languages",
        "production_companies",
        "imdb_id",
        "belongs_to_collection",
    ]
    assert "production_companies: is no list" in film.remarks
    assert "belongs_to_collection: is no object" in film.remarks


def test_a_backslash_in_a_literal_is_no_reason_to_warn(tmp_path: Path) -> None:
    keywords = table(tmp_path / "keywords.csv", "id,keywords", (862, r"[{'id': 1, 'name': 'a\d'}]"))
    (film,) = read(TmdbMovies, metadata(tmp_path, {}), keywords).films
    assert film.keywords == (r"a\d",)


def test_countries_that_are_no_more_get_the_codes_that_the_site_has(tmp_path: Path) -> None:
    countries = [("XC", "Czechoslovakia"), ("XG", "East Germany"), ("CS", "Serbia and Montenegro")]
    written = str([{"iso_3166_1": code, "name": name} for code, name in countries])
    (film,) = read(TmdbMovies, metadata(tmp_path, {"production_countries": written})).films
    assert film.countries == (
        Word("CS", "Czechoslovakia"),
        Word("DD", "East Germany"),
        Word("RS", "Serbia"),
    )


def test_each_data_set_leaves_the_files_of_the_other(tmp_path: Path) -> None:
    ours, theirs = a_film_of_5000(tmp_path), metadata(tmp_path, {})
    ratings = table(tmp_path / "ratings.csv", "userId,movieId,rating,timestamp")
    paths = [ratings, theirs, ours]
    assert Tmdb5000.recognise(paths) == {"movies": ours}
    assert TmdbMovies.recognise(paths) == {"movies": theirs}
    assert Tmdb5000.recognise([theirs, ratings]) == TmdbMovies.recognise([ours, ratings]) == {}
