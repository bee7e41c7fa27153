"""The commands that build, print and evaluate likeness."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from films import likeness_store
from films.likeness_store import build_likeness
from films.management.commands import build_likeness as command
from films.models import Film, Series
from likeness.kinds import KINDS
from publishing.models import Status

from .factories import make_film, make_person

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.LIKENESS_DIR = tmp_path / "likeness"


@pytest.fixture
def backtrace(db: None) -> Film:
    miller = make_person("Brian A. Miller")
    seed = make_film("Backtrace", 2018, directors=[miller], themes=["amnesia"])
    make_film("Reprisal", 2018, directors=[miller], themes=["amnesia"])
    for number in range(12):
        make_film(f"Unlike {number}", 1920)
    return seed


def output(*args: str, **options: Any) -> str:
    out = StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


# build_likeness ----------------------------------------------------------------------------------


def test_build_likeness_prints_what_it_changed_and_is_silent_if_asked(backtrace: Film) -> None:
    assert output("build_likeness", "--top", "1").startswith("14 films, 14 likenesses: 14 new")
    assert backtrace.likenesses.count() == 1
    again = "14 films, 14 likenesses: nothing changed since they were built\n"
    assert output("build_likeness", "--top", "1") == again
    assert "0 new, 0 changed" in output("build_likeness", "--top", "1", "--force")
    assert output("build_likeness", verbosity=0) == ""


@pytest.mark.parametrize("top", ["0", "1001"])
def test_no_build_keeps_less_than_one_or_more_than_a_thousand(db: None, top: str) -> None:
    with pytest.raises(CommandError, match="at least 1 and at most 1,000"):
        call_command("build_likeness", "--top", top)


def test_a_long_build_says_how_far_it_is(backtrace: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness_store, "BATCH", 5)
    monkeypatch.setattr(command, "SECONDS_BETWEEN", {True: 0, False: 0})
    told = StringIO()
    output("build_likeness", stderr=told)
    lines = told.getvalue().splitlines()
    assert [line.partition(" films")[0] for line in lines] == ["5 of 14", "10 of 14", "14 of 14"]


def test_a_stopped_build_says_that_it_goes_on_and_then_that_it_did(
    backtrace: Film, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness_store, "BATCH", 5)
    advance = likeness_store._advance

    def stop(build: Any, films: int) -> None:
        if build.done == 10:
            raise KeyboardInterrupt
        advance(build, films)

    monkeypatch.setattr(likeness_store, "_advance", stop)
    with pytest.raises(CommandError, match="the next run goes on from there") as stopped:
        call_command("build_likeness", verbosity=0)
    assert stopped.value.returncode == 130
    monkeypatch.setattr(likeness_store, "_advance", advance)
    told = StringIO()
    assert "going on from film 11" in output("build_likeness", stderr=told)
    assert "10 films are done already" in told.getvalue()


# like --------------------------------------------------------------------------------------------


def test_like_prints_neighbours_with_their_evidence(backtrace: Film) -> None:
    printed = output("like", "backtrace-2018", "unlike-0-1920", "-n", "1")
    assert printed.startswith("Like Backtrace (2018)\n 1. Reprisal (2018)  ")
    assert "director: Brian A. Miller (one of 2 films in 14)" in printed
    assert "Like Unlike 0 (1920)\n 1. Unlike 1 (1920)" in printed
    assert " 2. " not in printed


def test_like_names_no_draft_and_fills_its_place(backtrace: Film) -> None:
    Film.objects.filter(title="Reprisal").update(status=Status.DRAFT)
    printed = output("like", "backtrace-2018", "-n", "2")
    assert "Reprisal" not in printed
    assert " 2. Unlike" in printed


def test_like_shows_films_of_the_series_apart(backtrace: Film) -> None:
    series = Series.objects.create(name="Backtrace", slug="backtrace")
    Film.objects.filter(title__in=["Backtrace", "Reprisal"]).update(series=series)
    assert "Of the same series\n  · Reprisal (2018)" in output("like", "backtrace-2018")


def test_a_film_like_no_other_is_said_to_be(db: None) -> None:
    make_film("Alone", 2000)
    assert output("like", "alone-2000") == "Like Alone (2000)\n    nothing shares enough with it\n"


def test_like_as_data_is_what_the_page_gives(backtrace: Film, client: Client) -> None:
    build_likeness()
    lines = output("like", "backtrace-2018", "reprisal-2018", "--json").splitlines()
    for slug, line in zip(["backtrace-2018", "reprisal-2018"], lines, strict=True):
        assert json.loads(line) == client.get(f"/films/{slug}/like.json").json()


def test_like_answers_an_unknown_slug_with_near_ones(backtrace: Film) -> None:
    with pytest.raises(CommandError, match=r"'backtrase-2018'\. Did you mean backtrace-2018"):
        output("like", "backtrase-2018")
    with pytest.raises(CommandError, match=r"'qqqq'\.$"):
        output("like", "qqqq")


def test_like_is_not_asked_for_fewer_than_one(db: None) -> None:
    with pytest.raises(CommandError, match="at least 1"):
        output("like", "backtrace-2018", "-n", "0")


# evaluate_likeness -------------------------------------------------------------------------------

CATALOGUE = [
    {"id": "a", "title": "A", "year": 2000, "genres": ["Crime"], "keywords": ["heist"]},
    {"id": "b", "title": "B", "year": 2001, "genres": ["Crime"], "keywords": ["heist"]},
    {"id": "c", "title": "C", "year": 1950, "genres": ["Romance"], "votes": 900_000},
    {"id": "d", "title": "D", "year": 2001, "genres": ["Crime"], "votes": 10},
]
TRUTH = [
    {"id": "a", "relevant": [["b", 3], ["c", 1]]},
    {"id": "talk", "seeds": ["a", "d", "unknown"], "relevant": ["b"], "not_relevant": ["c"]},
    {"id": "unknown", "relevant": ["a"]},
]


def write_lines(path: Path, rows: list[Any]) -> Path:
    text = "".join(json.dumps(row) + "\n" for row in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text)
    return path


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    return {
        "catalogue": write_lines(tmp_path / "catalogue.jsonl.gz", CATALOGUE),
        "truth": write_lines(tmp_path / "truth.jsonl", TRUTH),
        "out": tmp_path / "predictions.jsonl",
    }


def evaluate(files: dict[str, Path], *args: str) -> list[dict[str, Any]]:
    named = [f"--{name}={path}" for name, path in files.items()]
    call_command("evaluate_likeness", *named, *args, verbosity=0)
    return [json.loads(line) for line in files["out"].read_text().splitlines()]


def test_each_row_of_the_truth_is_answered_in_its_order(files: dict[str, Path]) -> None:
    one, talk, unknown = evaluate(files)
    assert one["id"] == "a"
    assert one["similar"][0] == "b"
    assert set(one["similar"]) == {"b", "c", "d"}
    assert set(one["scores"]) == {"b", "c"}
    assert one["scores"]["b"] > one["scores"]["c"]
    assert talk["id"] == "talk"
    assert set(talk["similar"]) == {"b", "c"}
    assert set(talk["scores"]) == {"b", "c"}
    assert unknown == {"id": "unknown", "similar": [], "scores": {}}


def test_an_answer_has_as_many_films_as_asked_for(files: dict[str, Path]) -> None:
    assert evaluate(files, "-n", "1")[0]["similar"] == ["b"]


def test_kinds_are_left_out_alone_or_together(files: dict[str, Path]) -> None:
    whole = evaluate(files)
    without = evaluate(files, "--without", "era")
    assert without[0]["scores"] != whole[0]["scores"]
    everything = evaluate(files, "--without", *KINDS[:10], "--without", *KINDS[10:])
    assert set(everything[0]["scores"].values()) == {0.0}


def test_ratings_count_where_they_are_given(files: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv.gz"
    rows = [f"u{user},{film},5" for user in range(300) for film in ("a", "c") if user % 3]
    path.write_bytes(gzip.compress("\n".join(["user,film,rating", *rows]).encode()))
    before = evaluate(files)[0]["scores"]["c"]
    with_ratings = evaluate(files, f"--ratings={path}")[0]["scores"]["c"]
    assert with_ratings >= before


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("catalogue", None, "cannot be read"),
        ("catalogue", b"{}", "catalogue.jsonl:1: no film: it has no id"),
        ("catalogue", b'{"id": "a"}\n{"id": "a"}', "Two films have the id 'a'"),
        ("truth", None, "cannot be read"),
        ("truth", b'{"id": "a"}\nnonsense', "truth.jsonl:2: no question"),
        ("truth", b'{"relevant": ["a"]}', "truth.jsonl:1: no question: it has no id"),
        ("truth", b'{"id": "a", "relevant": "b"}', "its relevant are no list of films"),
        ("ratings", None, "cannot be read"),
        ("ratings", b"who,what\n1,2", "has no column"),
        ("ratings", b"user,film,rating\nu,a,lots", "ratings.jsonl:2: no rating"),
    ],
)
def test_a_missing_or_damaged_file_is_named(
    files: dict[str, Path], tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    files[name] = tmp_path / "given" / f"{name}.jsonl"
    files[name].parent.mkdir()
    if content is not None:
        files[name].write_bytes(content)
    with pytest.raises(CommandError, match=words):
        evaluate(files)
    assert not files["out"].exists()


def test_a_gzip_that_breaks_off_is_named(files: dict[str, Path]) -> None:
    files["catalogue"].write_bytes(files["catalogue"].read_bytes()[:-20])
    with pytest.raises(CommandError, match="cannot be read"):
        evaluate(files)


def test_an_unknown_kind_is_answered_with_those_that_there_are(files: dict[str, Path]) -> None:
    with pytest.raises(CommandError, match=r"No kind is called 'mood'; there are series, director"):
        evaluate(files, "--without", "mood")


def test_answers_that_cannot_be_written_leave_what_was_there(
    files: dict[str, Path], tmp_path: Path
) -> None:
    files["out"] = tmp_path / "no-such-folder" / "out.jsonl"
    with pytest.raises(CommandError, match="cannot be written"):
        evaluate(files)


def test_what_breaks_off_leaves_the_old_answers(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    files["out"].write_text("as before\n")
    monkeypatch.setattr("films.management.commands.evaluate_likeness.predictions", broken)
    with pytest.raises(RuntimeError):
        evaluate(files)
    assert files["out"].read_text() == "as before\n"
    assert not list(files["out"].parent.glob("predictions.jsonl?*"))


def broken(*_args: Any) -> Any:
    yield {"id": "a"}
    raise RuntimeError


def test_no_database_is_needed(files: dict[str, Path]) -> None:
    named = [f"--{name}={path}" for name, path in files.items()]
    nowhere = {"DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:9/nowhere", "DEBUG": "1"}
    answer = subprocess.run(  # noqa: S603 — our own command and files
        [sys.executable, "manage.py", "evaluate_likeness", *named],
        cwd=ROOT,
        env={**os.environ, **nowhere},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == "3 answers over 4 films\n"
