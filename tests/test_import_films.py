"""Importing films: what becomes of records, on every way in."""

from __future__ import annotations

import csv
import math
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from films.importing.report import Report
from films.importing.run import Options, plan_for, run
from films.models import AlternativeTitle, Credit, Film, Genre, Provenance, Score
from people.models import Person
from tests.factories import make_film, make_person
from tests.imdb_files import N, imdb_files

pytestmark = pytest.mark.django_db
HEAT, AMELIE = "tt0113277", "tt0211915"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return imdb_files(tmp_path / "imdb")


def imported(folder: Path, **options: Any) -> tuple[dict[str, int], list[dict[str, str]]]:
    """Import, and return the counts and the rows of the report."""
    path = folder.parent / "report.csv"
    path.unlink(missing_ok=True)
    with Report(path) as report:
        list(run(plan_for([folder]), report, Options(**options)))
    if not path.exists():
        return dict(+report.counts), []
    with path.open(encoding="utf-8", newline="") as rows:
        return dict(+report.counts), list(csv.DictReader(rows))


def facts(film: Film) -> dict[str, Any]:
    """Return all that imports write of a film."""
    columns = Film.objects.filter(pk=film.pk).values().get()
    del columns["modified_at"], columns["publish_at"]
    return columns | {
        "genres": sorted(film.genres.values_list("slug", flat=True)),
        "titles": sorted(film.alternative_titles.values_list("title", flat=True)),
        "credits": list(
            film.credits.by_billing().values_list("person__name", "job", "character", "billing")
        ),
        "scores": list(film.scores.values_list("source", "value", "scale", "count")),
        "told": sorted(film.provenances.values_list("source", "fingerprint")),
    }


def everything() -> list[Any]:
    """Return what imports wrote, without moments."""
    people = Person.objects.order_by("slug").values_list("slug", "name", "imdb_id", "renown")
    return [
        *(facts(film) for film in Film.objects.order_by("pk")),
        *people,
        *AlternativeTitle.objects.order_by("film", "folded_title").values_list(
            "film", "title", "folded_title", "renown"
        ),
    ]


def change(folder: Path, table: str, before: str, after: str) -> None:
    path = folder / f"{table}.tsv"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


# New films --------------------------------------------------------------------------------------


def test_new_films_are_published_with_all_that_is_told(files: Path) -> None:
    counts, rows = imported(files)
    assert (counts, rows) == ({"created": 4}, [])
    heat = Film.objects.published().get(imdb_id=HEAT)
    assert heat.slug == "heat-1995"
    assert (heat.title, heat.folded_title, heat.year, heat.runtime) == ("Heat", "heat", 1995, 170)
    assert (heat.votes, heat.renown) == (750_000, 6)
    assert facts(heat)["credits"] == [
        ("Al Pacino", "Actor", "Lt. Vincent Hanna", 1),
        ("Robert De Niro", "Actor", "Neil McCauley", 2),
        ("Michael Mann", "Director", "", 1),
        ("Michael Mann", "Writer", "", 1),
    ]
    assert facts(heat)["titles"] == ["Схватка"]
    (score,) = heat.scores.all()
    assert (score.source, float(score.value), score.count) == ("IMDb", 8.3, 750_000)
    assert Person.objects.get(imdb_id="nm0000520").slug == "michael-mann"
    assert Genre.objects.get(slug="science-fiction").name == "Science fiction"


def test_the_original_title_is_one_by_which_a_film_is_found(files: Path) -> None:
    imported(files)
    amelie = Film.objects.get(imdb_id=AMELIE)
    assert amelie.original_title == "Le fabuleux destin d'Amélie Poulain"
    assert "Le fabuleux destin d'Amélie Poulain" in facts(amelie)["titles"]


def test_what_is_built_in_bulk_is_what_saving_makes(files: Path) -> None:
    imported(files)
    for row in (*Film.objects.all(), *Person.objects.all(), *AlternativeTitle.objects.all()):
        before = type(row)._base_manager.filter(pk=row.pk).values().get()
        row.full_clean()
        row.save()
        after = type(row)._base_manager.filter(pk=row.pk).values().get()
        assert before | {"modified_at": None} == after | {"modified_at": None}


def test_people_are_as_well_known_as_their_best_known_film(files: Path) -> None:
    make_person("Michael Mann", imdb_id="nm0000520")
    imported(files)
    assert Person.objects.get(imdb_id="nm0000520").renown == 6
    assert Person.objects.get(imdb_id="nm0000036").renown == 5
    assert Person.objects.filter(name="Michael Mann").count() == 1


def test_a_second_import_changes_nothing(files: Path) -> None:
    imported(files)
    before = everything(), list(Film.objects.values_list("modified_at"))
    assert imported(files) == ({"unchanged": 4}, [])
    assert (everything(), list(Film.objects.values_list("modified_at"))) == before


def test_two_films_of_one_title_and_year_have_addresses_of_their_own(files: Path) -> None:
    make_film("Heat", 1995, slug="heat-1995", imdb_id="tt9999999")
    imported(files)
    assert Film.objects.get(imdb_id=HEAT).slug == "heat-1995-tt0113277"


# Films that are here ------------------------------------------------------------------------------


def test_an_id_says_which_film_it_is_and_only_empty_parts_are_filled(files: Path) -> None:
    heat = make_film("Heat!", 1996, slug="heat", imdb_id=HEAT, runtime=None)
    counts, rows = imported(files)
    heat.refresh_from_db()
    assert (heat.title, heat.year, heat.runtime) == ("Heat!", 1996, 170)
    assert facts(heat)["credits"][0][0] == "Al Pacino"
    assert counts == {"created": 3, "changed": 1, "kept": 1}
    assert rows[0]["id"] == HEAT
    assert rows[0]["line"] == "4"
    assert rows[0]["reason"] == "others wrote its title and year here, which stays"


def test_a_source_renews_what_it_wrote(files: Path) -> None:
    imported(files)
    change(files, "title.basics", "1995\t\\N\t170\tAction", "1996\t\\N\t171\tSport,Action")
    change(files, "title.basics", "\tHeat\tHeat", "\tThe Heat\tHeat")
    change(files, "title.ratings", "8.3\t750000", "8.4\t1250000")
    change(files, "title.principals", "Lt. Vincent Hanna", "Vincent Hanna")
    assert imported(files)[0] == {"unchanged": 3, "changed": 1}
    heat = Film.objects.get(imdb_id=HEAT)
    assert (heat.title, heat.year, heat.runtime, heat.votes) == ("The Heat", 1996, 171, 1_250_000)
    assert (heat.sort_title, heat.folded_title, heat.renown) == ("Heat, The", "the heat", 7)
    assert facts(heat)["genres"] == ["action", "crime", "drama", "sport"]
    assert facts(heat)["credits"][0] == ("Al Pacino", "Actor", "Vincent Hanna", 1)
    assert [str(value) for _, value, *_ in facts(heat)["scores"]] == ["8.40"]
    assert set(heat.alternative_titles.values_list("renown", flat=True)) == {7}
    assert Person.objects.get(imdb_id="nm0000520").renown == 7


def test_an_editors_words_are_never_overwritten(files: Path) -> None:
    imported(files)
    heat = Film.objects.get(imdb_id=HEAT)
    heat.title, heat.runtime = "Heat (director's word)", None
    heat.save()
    heat.genres.set([Genre.objects.get(slug="crime")])
    heat.credits.filter(character="Neil McCauley").update(character="Neil")
    heat.alternative_titles.all().delete()
    heat.scores.update(value=9)
    before = facts(heat)
    change(
        files, "title.basics", "\tHeat\tHeat\t0\t1995\t\\N\t170", "\tHot\tHeat\t0\t1995\t\\N\t171"
    )
    change(files, "title.ratings", "8.3\t750000", "8.4\t750001")
    counts, rows = imported(files)
    after = facts(heat)
    assert counts == {"unchanged": 3, "changed": 1, "kept": 1}
    # The number of votes is nobody's word, and the editor never spoke of an original title.
    told = {"votes": 750_001, "original_title": "Heat", "told": after["told"]}
    assert after == before | told | {"titles": ["Heat"]}
    reason = "others wrote its title, runtime, genres, credits and scores here, which stays"
    assert rows[0]["reason"] == reason


def test_what_another_source_wrote_stays_without_a_word(files: Path) -> None:
    imported(files)
    Provenance.objects.update(source="other")
    change(files, "title.basics", "\t170\t", "\t171\t")
    counts, rows = imported(files)
    assert Film.objects.get(imdb_id=HEAT).runtime == 170
    assert (counts, rows) == ({"unchanged": 4}, [])


def test_a_title_and_a_year_only_suggest(files: Path) -> None:
    here = make_film("Heat", 1994, slug="heat-of-ours")
    counts, rows = imported(files)
    assert counts == {"created": 3, "held": 1}
    assert rows[0]["reason"] == "may be Heat (1994), which has no such id"
    assert rows[0]["perhaps"] == "heat-of-ours"
    assert facts(here)["credits"] == []
    counts, _ = imported(files, taking_doubtful=True)
    assert counts == {"created": 1, "unchanged": 3}


def test_a_film_with_another_id_is_another_film(files: Path) -> None:
    make_film("Heat", 1995, slug="heat-of-ours", imdb_id="tt0093164")
    assert imported(files)[0] == {"created": 4}


# What cannot be -----------------------------------------------------------------------------------


def test_a_film_without_a_year_is_refused_and_the_rest_comes(files: Path) -> None:
    change(files, "title.basics", "\t1995\t", "\t\\N\t")
    change(files, "title.basics", "\t1924\t", "\t3024\t")
    counts, rows = imported(files)
    assert counts == {"created": 2, "refused": 2}
    assert [(row["line"], row["reason"]) for row in rows] == [
        ("2", "the year 3024 is not between 1874 and 2100"),
        ("4", "has no year, and no film here has one of its ids"),
    ]


def test_what_only_the_database_refuses_does_not_take_others_with_it(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("films.importing.sources.imdb.LONGEST_RUNTIME", 100_000)
    change(files, "title.basics", "\t170\t", "\t1001\t")
    counts, rows = imported(files)
    assert counts == {"created": 3, "refused": 1}
    assert rows[0]["line"] == "4"
    assert "films_film_runtime_is_possible" in rows[0]["reason"]
    assert Film.objects.count() == 3


def test_long_titles_are_cut_and_remarked_upon(files: Path) -> None:
    change(files, "title.basics", "\tHeat\t", f"\t{'Heat ' * 60}\t")
    counts, rows = imported(files)
    assert counts == {"created": 4, "remark": 1}
    assert rows[0]["reason"] == "the title is longer than 200 characters: cut"
    assert len(Film.objects.get(imdb_id=HEAT).title) == 199


def test_no_cell_of_the_report_is_a_formula(files: Path) -> None:
    change(files, "title.basics", "\tHeat\tHeat\t0\t1995", "\t=cmd()\tHeat\t0\t\\N")
    assert imported(files)[1][0]["title"] == "'=cmd()"


# The command --------------------------------------------------------------------------------------


def test_check_tells_what_would_be_done_and_writes_nothing(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_film("Heat", 1995, slug="heat-of-ours")
    before = everything()
    call_command("import_films", files, "--check", "--report", files.parent / "report.csv")
    assert everything() == before
    out = capsys.readouterr().out
    assert "3 films are new" in out
    assert "1 films may be here already" in out
    assert "report.csv" in out
    assert "nothing was written" in out


def test_options_narrow(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--type", "movie", "--min-votes", "100000", "--since", "1990", "--until", "2000"]
    call_command("import_films", files, *options, "--as-of", "2026-10-01")
    assert list(Film.objects.values_list("imdb_id", flat=True)) == [HEAT]
    assert str(Score.objects.get().as_of) == "2026-10-01"
    assert "1 films are new" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nowhere", "nowhere is not there"),
        ("empty", "no files of a data set that can be imported"),
        ("stray", "has no use for"),
    ],
)
def test_files_that_cannot_be_imported_are_named(files: Path, name: str, words: str) -> None:
    (files.parent / "empty").mkdir()
    stray = imdb_files(files.parent / "stray")
    (stray / "notes.txt").write_text("Notes")
    with pytest.raises(CommandError, match=words):
        call_command("import_films", files.parent / name)


# Interruptions ------------------------------------------------------------------------------------

KILLED = 4


@pytest.mark.django_db(transaction=True)
def test_an_import_killed_at_any_moment_can_be_run_again(tmp_path: Path) -> None:
    """It ends in the same state as one that nobody disturbed."""
    basics = [
        f"tt{n:07}\tmovie\tFilm {n // 3}\tFilm {n // 3}\t0\t{1950 + n % 70}\t{N}\t90\tDrama"
        for n in range(1, 3_001)
    ]
    crew = [f"tt{n:07}\tnm{1 + n % 700:07}\tnm{1 + n % 900:07}" for n in range(1, 3_001)]
    ratings = [f"tt{n:07}\t7.1\t{n * n % 9_973 + 1}" for n in range(1, 3_001)]
    names = [f"nm{n:07}\tPerson {n // 2}\t{N}\t{N}\t{N}\t{N}" for n in range(1, 1_000)]
    folder = imdb_files(
        tmp_path / "imdb",
        leaving_out="title.akas title.principals",
        title_basics=basics,
        title_crew=crew,
        title_ratings=ratings,
        name_basics=names,
    )
    clean, killed = (tmp_path / f"{name}.sqlite3" for name in ("clean", "killed"))
    command(clean, "migrate", "--verbosity", "0").check_returncode()
    shutil.copy(clean, killed)
    empty = written(clean)
    command(clean, "import_films", str(folder)).check_returncode()
    whole = written(clean) - empty
    dice = random.Random(20)  # noqa: S311 — moments, no secrets
    codes = set()
    for _ in range(KILLED):
        until = written(killed) + int(dice.uniform(0.05, 0.6) * whole)
        process = command(killed, "import_films", str(folder), until=until)
        codes.add(process.returncode)
    assert -signal.SIGKILL in codes
    command(killed, "import_films", str(folder)).check_returncode()
    assert dump(killed) == dump(clean)


def command(
    database: Path, *arguments: str, until: float = math.inf
) -> subprocess.CompletedProcess[bytes]:
    """Run a management command, and kill it when its database has so many bytes."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}", "DEBUG": "1"}
    process = subprocess.Popen(  # noqa: S603 — our own command
        [sys.executable, "manage.py", *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None:
        if written(database) >= until:
            process.kill()
        time.sleep(0.01)
    return subprocess.CompletedProcess(process.args, process.returncode)


def written(database: Path) -> int:
    """Return the bytes of a database and of the log that is not yet put into it."""
    files = (database, Path(f"{database}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def dump(database: Path) -> dict[str, list[Any]]:
    """Return all rows of the tables that imports write, without moments."""
    connection = sqlite3.connect(database)
    rows = {}
    for model in (Film, Person, Credit, AlternativeTitle, Score, Provenance, Genre):
        columns = [
            f'"{field.column}"'
            for field in model._meta.concrete_fields
            if field.name not in {"modified_at", "publish_at"}
        ]
        query = f'SELECT {", ".join(columns)} FROM "{model._meta.db_table}" ORDER BY 1'  # noqa: S608 — our own names
        rows[model.__name__] = connection.execute(query).fetchall()
    connection.close()
    return rows
