"""IMDb's files as records."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pytest

from films.importing.reading import Unusable
from films.importing.records import (
    CreditRecord,
    FilmRecord,
    Narrowing,
    PersonRecord,
    Refused,
    ScoreRecord,
    TitleRecord,
)
from films.importing.sources.imdb import Imdb
from tests.imdb_files import TABLES, N, imdb_files

DAY = dt.date(2026, 11, 1)


def records(
    folder: Path, narrowing: Narrowing | None = None
) -> tuple[dict[str, FilmRecord], list[Refused]]:
    files = Imdb.recognise(sorted(folder.iterdir()))
    refused: list[Refused] = []
    source = Imdb(files, refused.append, narrowing=narrowing, as_of=DAY)
    return {str(film.imdb_id): film for film in source.records()}, refused


@pytest.mark.parametrize("packed", [False, True])
def test_films_come_with_all_that_the_six_files_say(tmp_path: Path, packed: bool) -> None:
    films, refused = records(imdb_files(tmp_path, packed=packed))
    assert list(films) == ["tt0015324", "tt0056119", "tt0113277", "tt0211915"]
    assert refused == []
    heat = films["tt0113277"]
    assert (heat.title, heat.year, heat.runtime, heat.kind) == ("Heat", 1995, 170, "movie")
    assert heat.genres == ("Action", "Crime", "Drama")
    assert heat.titles == (TitleRecord("Heat", "US", N), TitleRecord("Схватка", "RU", N))
    assert heat.votes == 750_000
    assert heat.scores == (ScoreRecord("IMDb", 8.3, 10, 750_000, DAY),)
    mann = PersonRecord("Michael Mann", imdb_id="nm0000520")
    assert heat.credits == (
        CreditRecord(mann, "directing", "Director"),
        CreditRecord(
            PersonRecord("Al Pacino", imdb_id="nm0000199"), "cast", "Actor", "Lt. Vincent Hanna"
        ),
        CreditRecord(
            PersonRecord("Robert De Niro", imdb_id="nm0000134"), "cast", "Actor", "Neil McCauley"
        ),
        CreditRecord(mann, "directing", "Director"),
        CreditRecord(mann, "writing", "Writer"),
    )
    assert heat.where.line == 4


def test_a_short_is_one_by_its_type_and_its_genres_are_ours(tmp_path: Path) -> None:
    films, _ = records(imdb_files(tmp_path))
    pier = films["tt0056119"]
    assert (pier.kind, pier.form) == ("short", "short")
    assert pier.genres == ("Drama", "Romance", "Science fiction")
    assert (pier.original_title, pier.votes, pier.scores) == ("La jetée", None, None)


def test_several_characters_stand_in_one_line(tmp_path: Path) -> None:
    films, _ = records(imdb_files(tmp_path))
    keaton = [each for each in films["tt0015324"].credits or () if each.department == "cast"]
    assert [each.character for each in keaton] == ["Projectionist / Sherlock, Jr."]


def test_what_a_film_is_based_on_has_an_author_and_crew_does_not_make_a_writer_of_them(
    tmp_path: Path,
) -> None:
    principal = f'tt0015324\t1\tnm0000036\twriter\tbased on the novel "X" by\t{N}'
    files = imdb_files(
        tmp_path,
        title_principals=[principal],
        title_crew=[f"tt0015324\t{N}\tnm0000036"],
    )
    films, _ = records(files)
    assert [each.job for each in films["tt0015324"].credits or ()] == ["Author"]


def test_only_wanted_films_come(tmp_path: Path) -> None:
    wanted = Narrowing(frozenset({"movie"}), least_votes=100_000, since=1990, until=2000)
    films, _ = records(imdb_files(tmp_path), wanted)
    assert list(films) == ["tt0113277"]


def test_films_for_adults_only_come_when_asked_for(tmp_path: Path) -> None:
    rows = [row.replace("\t0\t1995", "\t1\t1995") for row in TABLES["title.basics"]]
    assert "tt0113277" not in records(imdb_files(tmp_path, title_basics=rows))[0]
    assert "tt0113277" in records(tmp_path, Narrowing(adult=True))[0]


def test_without_people_nothing_is_said_of_credits(tmp_path: Path) -> None:
    films, _ = records(imdb_files(tmp_path, leaving_out="name.basics"))
    assert films["tt0113277"].credits is None
    films, _ = records(imdb_files(tmp_path / "bare", leaving_out=" ".join(list(TABLES)[1:])))
    assert films["tt0113277"].titles is None
    assert films["tt0113277"].title == "Heat"


def test_ugly_rows_are_refused_with_their_line_and_the_rest_comes(tmp_path: Path) -> None:
    rows = [
        "tt0000001\tmovie\ttoo few columns",
        f"tt0015324\tmovie\tSherlock Jr.\tSherlock Jr.\t0\t1924\t{N}\t45\tComedy",
        f"tt0015324\tmovie\tSherlock Jr.\tSherlock Jr.\t0\t1924\t{N}\t45\tComedy",
        f"tt02\tmovie\tNo id\tNo id\t0\t1924\t{N}\t45\t{N}",
        f"tt0211915\tmovie\t{N}\tLe fabuleux destin d'Amélie Poulain\t0\tsoon\t{N}\tlong\t{N}",
    ]
    films, refused = records(imdb_files(tmp_path, title_basics=rows))
    assert [(each.where.line, each.reason) for each in refused] == [
        (2, "has 3 columns instead of 9"),
        (4, "stands twice"),
        (5, "has no id like tt0000001"),
    ]
    amelie = films["tt0211915"]
    assert amelie.title == "Le fabuleux destin d'Amélie Poulain"
    assert (amelie.year, amelie.runtime, amelie.genres) == (None, None, ())
    assert len(amelie.remarks) == 2


def test_a_quote_is_a_letter_like_any_other(tmp_path: Path) -> None:
    films, _ = records(imdb_files(tmp_path))
    titles = [each.title for each in films["tt0211915"].titles or ()]
    assert titles[0] == 'Die fabelhafte Welt der "Amélie"'


def test_parts_that_cannot_be_read_are_remarked_upon(tmp_path: Path) -> None:
    principals = [
        f"tt0113277\t1\tnm0000199\tactor\t{N}\tnot JSON",
        f"tt0113277\t2\tnobody\tactor\t{N}\t{N}",
        f"tt0113277\t3\tnm9999999\tactor\t{N}\t{N}",
    ]
    files = imdb_files(
        tmp_path,
        title_principals=principals,
        title_ratings=["tt0113277\tgood\tmany", "tt0211915\t8.3"],
    )
    films, refused = records(files)
    heat = films["tt0113277"]
    assert [each.person.name for each in heat.credits or ()][1:] == ["Al Pacino", "Michael Mann"]
    assert heat.scores is None
    assert heat.remarks == [
        "averageRating: “good” is no number",
        "numVotes: “many” is no number",
        "characters: “not JSON” is no JSON array",
        "“nobody” is no id of a name: left out",
        "nm9999999 has no name: left out",
    ]
    assert [each.where.path.name for each in refused] == ["title.ratings.tsv"]


def test_a_truncated_file_is_refused_where_it_breaks_off(tmp_path: Path) -> None:
    folder = imdb_files(tmp_path, packed=True)
    path = folder / "title.akas.tsv.gz"
    rows = "\n".join(f"tt0113277\t{n}\tHeat {n}\tUS\t{N}\t{N}\t{N}\t0" for n in range(50_000))
    head = gzip.decompress(path.read_bytes()).split(b"\n")[0]
    path.write_bytes(gzip.compress(head + b"\n" + rows.encode())[:-5_000])
    films, refused = records(folder)
    assert len(films) == 4
    assert "breaks off" in refused[0].reason
    assert refused[0].where.path == path


def test_files_in_disorder_are_not_imported_from_halfway(tmp_path: Path) -> None:
    folder = imdb_files(tmp_path, title_ratings=TABLES["title.ratings"][::-1])
    with pytest.raises(Unusable, match=r"title.ratings.tsv: line 3 is not in the order"):
        records(folder)


def test_files_are_known_by_their_first_lines(tmp_path: Path) -> None:
    folder = imdb_files(tmp_path)
    for number, path in enumerate(sorted(folder.iterdir())):
        path.rename(folder / f"data-{number}.txt")
    assert Imdb.recognise(sorted(folder.iterdir())).keys() >= {"basics", "names"}
    assert Imdb.recognise([]) == {}
