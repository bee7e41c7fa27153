"""What all sources share: clean words, genres, forms, jobs and figures."""

from __future__ import annotations

import pytest

from films.importing.sources import figures, genres, jobs
from films.importing.sources.text import clean, cleaned, series_name
from films.models import Credit, Film
from likeness.catalogue import SHORT


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Heat", "Heat"),
        ("  The\tGodfather \n Part  II ", "The Godfather Part II"),
        ("\\N", ""),
        ("He\x00at\x1f\x9f", "Heat"),
        ("Heat\ud83d", "Heat"),
        ("\ufeffHeat\u200e", "Heat"),
        ("taeH\u202e", "taeH"),
        ("Ame\u0301lie", "Amélie"),
        ("AmÃ©lie", "AmÃ©lie"),
        ("WALL·E", "WALL·E"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("None", "None"),
        ("\u00a0", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_words_come_clean(written: object, read: str) -> None:
    assert clean(written) == read


def test_of_words_in_two_cases_the_first_is_kept() -> None:
    assert cleaned(["Heist", "", "heist ", None, "Los Angeles"]) == ("Heist", "Los Angeles")


@pytest.mark.parametrize(
    ("named", "ours"),
    [
        ("Toy Story Collection", "Toy Story"),
        ("James Bond (Collection)", "James Bond"),
        ("Harry Potter film series", "Harry Potter"),
        ("Dollars Trilogy", "Dollars Trilogy"),
        ("Collection", None),
        ("The Collector", "The Collector"),
        (None, None),
    ],
)
def test_series_are_called_by_their_name_alone(named: str | None, ours: str | None) -> None:
    assert series_name(named) == ours


@pytest.mark.parametrize(
    ("named", "ours"),
    [
        ("Sci-Fi", ("Science fiction",)),
        ("Science Fiction", ("Science fiction",)),
        ("science fiction film", ("Science fiction",)),
        ("Film-Noir", ("Film noir",)),
        ("film noir", ("Film noir",)),
        ("Children's", ("Family",)),
        ("romantic comedy", ("Romance", "Comedy")),
        ("comedy-drama", ("Comedy", "Drama")),
        ("historical", ("History",)),
        ("Musical", ("Musical",)),
        ("Short", ()),
        ("IMAX", ()),
        ("TV Movie", ()),
        ("(no genres listed)", ()),
        ("heist film", ("Heist film",)),
        ("3D", ("3D",)),
        ("", ()),
    ],
)
def test_genres_of_all_sources_are_one_vocabulary(named: str, ours: tuple[str, ...]) -> None:
    assert genres.genres_of([named]) == ours


def test_genres_are_told_once_and_those_that_are_not_ours_apart() -> None:
    named = ["Drama", "comedy-drama", "heist film", "Comedy"]
    assert genres.sorted_out(named) == (("Drama", "Comedy"), ("heist film",))


def test_what_other_genres_stand_for_is_a_genre_of_ours() -> None:
    assert {ours for some in genres.OTHERWISE.values() for ours in some} <= set(genres.GENRES)


@pytest.mark.parametrize(
    ("named", "runtime", "form"),
    [
        (["Drama"], 170, None),
        (["Drama"], None, None),
        (["Animation", "Family"], 81, Film.Form.ANIMATION),
        (["animated feature film"], None, Film.Form.ANIMATION),
        (["Animation", "Short"], 5, Film.Form.ANIMATION),
        (["Documentary"], 25, Film.Form.DOCUMENTARY),
        (["Music", "Documentary", "concert film"], 84, Film.Form.CONCERT),
        (["Short", "Comedy"], None, Film.Form.SHORT),
        (["Comedy"], 40, Film.Form.SHORT),
        (["Comedy"], 41, None),
        (["Comedy"], 0, None),
    ],
)
def test_some_genres_and_short_runtimes_say_the_form(
    named: list[str], runtime: int | None, form: str | None
) -> None:
    assert genres.form_of(named, runtime) == form


def test_the_likeness_engine_draws_the_same_line_for_shorts() -> None:
    assert genres.SHORT == SHORT


@pytest.mark.parametrize(
    ("department", "job", "ours"),
    [
        ("Directing", "Director", ("directing", "Director")),
        ("Directing", "First Assistant Director", ("other", "First Assistant Director")),
        ("Writing", "Screenplay", ("writing", "Writer")),
        ("Writing", "Novel", ("writing", "Novel")),
        ("Sound", "Original Music Composer", ("music", "Composer")),
        ("Sound", "Music Editor", ("music", "Music Editor")),
        ("Sound", "Foley", ("other", "Foley")),
        ("Camera", "Director of Photography", ("camera", "Cinematographer")),
        ("Camera", "Still Photographer", ("camera", "Still Photographer")),
        ("Editing", "Editor", ("editing", "Editor")),
        ("Production", "Executive Producer", ("production", "Executive producer")),
        ("Production", "Casting", ("production", "Casting")),
        ("Actors", "Voice", ("cast", "Actor")),
        ("Crew", "Stunts", ("other", "Stunts")),
        (None, "Stunts", ("other", "Stunts")),
        ("Art", "", None),
        ("Art", None, None),
    ],
)
def test_jobs_of_tmdb_are_ours(
    department: str | None, job: str | None, ours: tuple[str, str] | None
) -> None:
    assert jobs.tmdb_job(department, job) == ours


def test_every_job_is_in_a_department_that_is_there_and_fits() -> None:
    known = [*jobs.TMDB_JOBS.values(), *jobs.WIKIDATA_JOBS.values()]
    assert {job.department for job in known} <= set(Credit.Department.values)
    longest = Credit._meta.get_field("job").max_length
    assert jobs.tmdb_job("Art", "x" * 200) == ("other", "x" * (longest or 0))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("862", 862),
        ("862.0", 862),
        (862.0, 862),
        (862, 862),
        (" 862 ", 862),
        ("1e3", 1000),
        ("0", 0),
        ("", None),
        ("nan", None),
        ("\\N", None),
        (None, None),
    ],
)
def test_whole_numbers_are_read_as_they_come(written: object, read: int | None) -> None:
    remarks: list[str] = []
    assert figures.whole(written, "id", remarks) == read
    assert remarks == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1997-08-20", "id: “1997-08-20” is no number"),
        ("1_000", "id: “1_000” is no number"),
        ("٣", "id: “٣” is no number"),
        ("infinity", "id: “infinity” is no number"),
        ("1e999", "id: “1e999” is no number"),
        ("1.5", "id: “1.5” is no whole number that can be kept"),
        ("-1", "id: “-1” is no whole number that can be kept"),
        ("99999999999", "id: “99999999999” is no whole number that can be kept"),
        ("x" * 50, f"id: “{'x' * 40}” is no number"),
    ],
)
def test_a_number_that_cannot_be_read_is_remarked_upon(written: str, said: str) -> None:
    remarks: list[str] = []
    assert figures.whole(written, "id", remarks) is None
    assert remarks == [said]


@pytest.mark.parametrize(
    ("written", "read", "said"),
    [
        ("81.0", 81, []),
        ("87.5", 88, []),
        ("0.0", None, []),
        ("", None, []),
        ("-1", None, ["runtime: “-1” is no runtime in minutes"]),
        ("40000", None, ["runtime: “40000” is no runtime in minutes"]),
        ("long", None, ["runtime: “long” is no number"]),
    ],
)
def test_runtimes_are_whole_minutes(written: str, read: int | None, said: list[str]) -> None:
    remarks: list[str] = []
    assert figures.runtime(written, "runtime", remarks) == read
    assert remarks == said


@pytest.mark.parametrize(
    ("written", "read", "said"),
    [
        ("1995-12-15", 1995, []),
        ("1995", 1995, []),
        ("1995.0", 1995, []),
        ("12/15/1995", 1995, []),
        (1995, 1995, []),
        ("", None, []),
        ("12/15/95", None, ["release_date: “12/15/95” is no date"]),
        ("1", None, ["release_date: “1” is no date"]),
    ],
)
def test_years_are_read_from_dates(written: object, read: int | None, said: list[str]) -> None:
    remarks: list[str] = []
    assert figures.year(written, "release_date", remarks) == read
    assert remarks == said


@pytest.mark.parametrize(
    ("written", "read", "said"),
    [
        ("tt0113277", "tt0113277", []),
        ("0113277", "tt0113277", []),
        ("113277", "tt0113277", []),
        ("10872600", "tt10872600", []),
        (113277, "tt0113277", []),
        ("", None, []),
        ("0", None, []),
        ("nm0000134", None, ["imdb_id: “nm0000134” is no id of an IMDb title"]),
        ("tt12", None, ["imdb_id: “tt12” is no id of an IMDb title"]),
    ],
)
def test_ids_of_imdb_are_read_with_and_without_their_letters(
    written: object, read: str | None, said: list[str]
) -> None:
    remarks: list[str] = []
    assert figures.imdb_id(written, "imdb_id", remarks) == read
    assert remarks == said
