"""MovieLens: titles with the article behind, links, ratings, tags and the tag genome."""

from __future__ import annotations

from pathlib import Path

import pytest

from films.importing.reading import Unusable
from films.importing.records import FilmRecord, ScoreRecord, TitleRecord, Where
from films.importing.sources.movielens import MovieLens
from films.importing.sources.movielens_titles import titles
from tests.import_samples import DAY, read, table

MOVIES, LINKS = "movieId,title,genres", "movieId,imdbId,tmdbId"
TAGS, RATINGS = "userId,movieId,tag,timestamp", "userId,movieId,rating,timestamp"
GENOME_TAGS, GENOME_SCORES = "tagId,tag", "movieId,tagId,relevance"
HEAT = (6, "Heat (1995)", "Action|Crime|Thriller")


def movies(folder: Path, *rows: tuple[object, ...]) -> Path:
    return table(folder / "movies.csv", MOVIES, *(rows or (HEAT,)))


def test_a_film_comes_with_all_that_movielens_knows(tmp_path: Path) -> None:
    lost = "City of Lost Children, The (Cité des enfants perdus, La) (1995)"
    path = movies(tmp_path, HEAT, (29, lost, "Adventure|Drama|Fantasy|Mystery|Sci-Fi"))
    rest = (
        table(tmp_path / "links.csv", LINKS, (6, "0113277", 949), (29, "0112682", "902.0")),
        table(
            tmp_path / "ratings.csv",
            RATINGS,
            (1, 6, 5.0, 1147880044),
            (2, 6, 4, 1147880045),
            (3, 6, 4.5, 1147880046),
            (1, 29, 0.5, 1147880047),
        ),
        table(
            tmp_path / "tags.csv",
            TAGS,
            (1, 6, "Al Pacino", 1147880044),
            (1, 6, "seen in 2006", 1147880044),
            (2, 6, "al pacino ", 1147880044),
            (2, 6, "bank robbery", 1147880044),
            (3, 6, "bank robbery", 1147880044),
            (4, 6, "Bank Robbery", 1147880044),
            (9, 6, "once", 1147880044),
            (9, 6, "once", 1147880099),
        ),
        table(
            tmp_path / "genome-tags.csv",
            GENOME_TAGS,
            (1, "heist"),
            (2, "crime"),
            (3, "bank robbery"),
            (4, "dystopia"),
        ),
        table(
            tmp_path / "genome-scores.csv",
            GENOME_SCORES,
            (6, 1, 0.92),
            (6, 2, 0.97),
            (6, 3, 0.8),
            (6, 4, 0.79975),
            (29, 4, 0.85),
        ),
    )
    assert read(MovieLens, *rest, path) == (
        [
            FilmRecord(
                Where(path, 2),
                "Heat",
                1995,
                imdb_id="tt0113277",
                tmdb_id=949,
                movielens_id=6,
                genres=("Action", "Crime", "Thriller"),
                keywords=("crime", "heist", "bank robbery", "al pacino"),
                titles=(),
                scores=(ScoreRecord("MovieLens", 4.5, 5, 3, DAY),),
                votes=3,
            ),
            FilmRecord(
                Where(path, 3),
                "The City of Lost Children",
                1995,
                imdb_id="tt0112682",
                tmdb_id=902,
                movielens_id=29,
                genres=("Adventure", "Drama", "Fantasy", "Mystery", "Science fiction"),
                keywords=("dystopia",),
                titles=(TitleRecord("La Cité des enfants perdus"),),
                scores=(ScoreRecord("MovieLens", 0.5, 5, 1, DAY),),
                votes=1,
            ),
        ],
        [],
    )


def test_the_films_alone_are_enough(tmp_path: Path) -> None:
    path = movies(tmp_path, (1, "Toy Story (1995)", "Animation|Children|Comedy"))
    (film,), refused = read(MovieLens, path)
    assert refused == []
    assert film == FilmRecord(
        Where(path, 2),
        "Toy Story",
        1995,
        movielens_id=1,
        form="animation",
        genres=("Animation", "Family", "Comedy"),
        titles=(),
    )


def test_a_film_that_nobody_rated_has_no_score(tmp_path: Path) -> None:
    path = movies(tmp_path, (7, "Sabrina (1995)", "(no genres listed)"))
    ratings = table(tmp_path / "ratings.csv", RATINGS)
    (film,) = read(MovieLens, path, ratings).films
    assert (film.scores, film.votes, film.genres) == ((), 0, None)


@pytest.mark.parametrize(
    ("written", "title", "others", "year"),
    [
        ("Heat (1995)", "Heat", (), 1995),
        ("Matrix, The (1999)", "The Matrix", (), 1999),
        ("Kid in King Arthur's Court, A (1995)", "A Kid in King Arthur's Court", (), 1995),
        ("Hate (Haine, La) (1995)", "Hate", ("La Haine",), 1995),
        ("Hell (Enfer, L') (1994)", "Hell", ("L'Enfer",), 1994),
        ("Seven (a.k.a. Se7en) (1995)", "Seven", ("Se7en",), 1995),
        (
            "Léon: The Professional (a.k.a. The Professional) (Léon) (1994)",
            "Léon: The Professional",
            ("The Professional", "Léon"),
            1994,
        ),
        (
            "Good, the Bad and the Ugly, The (Buono, il brutto, il cattivo, Il) (1966)",
            "The Good, the Bad and the Ugly",
            ("Il Buono, il brutto, il cattivo",),
            1966,
        ),
        (
            "Birdman: Or (The Unexpected Virtue of Ignorance) (2014)",
            "Birdman: Or (The Unexpected Virtue of Ignorance)",
            (),
            2014,
        ),
        ("(500) Days of Summer (2009)", "(500) Days of Summer", (), 2009),
        ("Monsters, Inc. (2001)", "Monsters, Inc.", (), 2001),
        ("White Squall (1996) ", "White Squall", (), 1996),
        ("1984 (1984)", "1984", (), 1984),
        ("Death Note: Desu nôto (2006–2007)", "Death Note: Desu nôto", (), 2006),
        ("Cosmos (2019– )", "Cosmos", (), 2019),
        ("Babylon 5", "Babylon 5", (), None),
        ("Heat (Heat) (1995)", "Heat", (), 1995),
        ("Heat ((unfinished) (1995)", "Heat (", ("unfinished",), 1995),
        ("Heat) (1995)", "Heat)", (), 1995),
        ("(1995)", "(1995)", (), None),
        ("", "", (), None),
    ],
)
def test_titles_are_put_as_they_are_spoken(
    written: str, title: str, others: tuple[str, ...], year: int | None
) -> None:
    assert titles(written) == (title, others, year)


def test_rows_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    path = movies(tmp_path, HEAT, HEAT, ("", "Heat (1995)", ""), (7, "", ""), ("x", "Heat", ""))
    path.write_text(path.read_text() + "8,Tom and Huck (1995)\n")
    links = table(tmp_path / "links.csv", LINKS, (6, "nm0000134", "?"), (6, "0113277", 949))
    ratings = table(
        tmp_path / "ratings.csv",
        RATINGS,
        (1, 6, 5.5, 0),
        (1, "six", 5.0, 0),
        (1, 6, 4.0, 0),
        (1, 6, "", 0),
    )
    tags = table(tmp_path / "tags.csv", TAGS, (1, "", "heist", 0), (1, 6, " ", 0), (1, "x", "y", 0))
    genome = (
        table(tmp_path / "genome-tags.csv", GENOME_TAGS, (1, "heist")),
        table(
            tmp_path / "genome-scores.csv",
            GENOME_SCORES,
            (6, 1, 1.5),
            (6, 2, 0.9),
            (6, 1, "high"),
            ("six", 1, 0.9),
        ),
    )
    (film,), refused = read(MovieLens, path, links, ratings, tags, *genome)
    assert film.scores == (ScoreRecord("MovieLens", 4, 5, 1, DAY),)
    assert (film.imdb_id, film.tmdb_id, film.keywords) == (None, None, ())
    assert film.remarks == [
        "imdbId: “nm0000134” is no id of an IMDb title",
        "tmdbId: “?” is no number",
    ]
    assert refused == [
        "links.csv:3 stands twice",
        "genome-scores.csv:2 is no score of a tag: the relevance “1.5” is not between 0 and 1",
        "genome-scores.csv:3 is no score of a tag: the tag “2” has no name",
        "genome-scores.csv:4 is no score of a tag: could not convert string to float: 'high'",
        "genome-scores.csv:5 is no score of a tag: invalid literal for int() with base 10: 'six'",
        "tags.csv:2 has no film or no tag",
        "tags.csv:3 has no film or no tag",
        "tags.csv:4 movieId: “x” is no number",
        "ratings.csv:2 the rating “5.5” is not between 0.5 and 5",
        "ratings.csv:3 movieId: “six” is no number",
        "ratings.csv:5 the rating “” is not between 0.5 and 5",
        "movies.csv:3 stands twice",
        "movies.csv:4 has no movieId",
        "movies.csv:5 has no title",
        "movies.csv:6 movieId: “x” is no number",
        "movies.csv:7 has 2 columns instead of 3",
    ]


def test_half_a_genome_is_an_error(tmp_path: Path) -> None:
    scores = table(tmp_path / "genome-scores.csv", GENOME_SCORES, (6, 1, 0.9))
    with pytest.raises(Unusable, match="needs the other file of the genome"):
        read(MovieLens, movies(tmp_path), scores)


def test_without_films_the_other_files_are_nothing(tmp_path: Path) -> None:
    links = table(tmp_path / "links.csv", LINKS, (6, "0113277", 949))
    assert MovieLens.recognise([links]) == {}
