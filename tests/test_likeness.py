"""What makes films alike: the engine over films as data."""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likeness import (
    Billed,
    CatalogueError,
    Engine,
    Evidence,
    FilmFacts,
    Graded,
    Mix,
    MixError,
    Named,
    Neighbourhood,
    UnknownFilm,
    read_catalogue,
    snapshot,
)
from likeness.evaluation import Row, TruthError, predictions, question
from likeness.kinds import KINDS
from likeness.ratings import Rating, RatingsError, likes_from, read_ratings
from likeness.words import stem, words_of

THEMES = ("amnesia", "heist", "prison", "revenge", "siege", "con-game", "chase", "courtroom")
PLOTS = (
    "A thief plans a robbery.",
    "Two brothers rob a bank in Paris.",
    "",
    "An old soldier waits.",
)
# Kinds that look the same from both films; nearness in time and fame look from the film asked for.
ONE_SIDED = {"era", "widely_seen"}


def named(*keys: str) -> tuple[Named, ...]:
    return tuple((key, key.replace("-", " ").capitalize()) for key in keys)


def billed(*keys: str) -> tuple[Billed, ...]:
    return tuple(Billed(key, name, place) for place, (key, name) in enumerate(named(*keys), 1))


def facts(id: str, **known: Any) -> FilmFacts:  # noqa: A002 — the field's own name
    return FilmFacts(id=id, title=known.pop("title", id), **known)


def film(n: int, dice: random.Random) -> FilmFacts:
    return facts(
        f"film-{n:03}",
        year=dice.randint(1960, 2020),
        form="animation" if n % 10 == 0 else "feature",
        directors=named(f"director-{dice.randint(1, 20)}"),
        writers=named(f"director-{dice.randint(1, 20)}"),
        cast=billed(*dice.sample([f"star-{m}" for m in range(40)], 6)),
        genres=named(*dice.sample(["crime", "drama", "comedy", "western"], 2)),
        themes=named(*dice.sample(THEMES, 3)),
        series=named(f"series-{n % 15}") if n % 3 == 0 else (),
        countries=named("US"),
        languages=named("en"),
        synopsis=dice.choice(PLOTS),
        votes=dice.choice([0, 0, 120, 90_000]),
        reception=dice.choice([None, 6.1, 7.4]),
    )


def catalogue(count: int = 60) -> list[FilmFacts]:
    """Films that share a little of everything, the same on every run."""
    dice = random.Random(7)  # noqa: S311 — dice, not secrets
    return [film(n, dice) for n in range(count)]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.of(catalogue())


def everything(engine: Engine, n: int = 20) -> dict[str, Neighbourhood]:
    return dict(engine.all_neighbours(n))


def names(found: Neighbourhood) -> list[str]:
    return [like.other for like in found.neighbours]


def by_kind(reasons: tuple[Evidence, ...], *left_out: str) -> set[tuple[str, str, float]]:
    return {(r.kind, r.key, r.weight) for r in reasons if r.kind not in left_out}


# Any catalogue ---------------------------------------------------------------------------------

keys = st.sampled_from(["a", "b", "c", "d", "é", "日本", "x y"])
some_keys = st.lists(keys, max_size=4).map(lambda found: named(*found))
any_facts = st.builds(
    FilmFacts,
    id=st.just(""),
    title=st.text(max_size=12),
    year=st.none() | st.integers(-5, 3000),
    form=st.sampled_from(["feature", "animation"]),
    directors=some_keys,
    writers=some_keys,
    cast=st.lists(keys, max_size=5).map(lambda found: billed(*found)),
    genres=some_keys,
    themes=some_keys
    | st.lists(
        st.builds(Graded, keys, keys, st.floats(0.01, 1)), max_size=3, unique_by=lambda g: g.key
    ).map(tuple),
    series=some_keys.map(lambda found: found[:1]),
    countries=some_keys,
    languages=some_keys,
    companies=some_keys,
    synopsis=st.sampled_from(PLOTS) | st.text(max_size=40),
    votes=st.integers(0, 3_000_000),
    reception=st.none() | st.floats(0, 10),
)
any_catalogue = st.lists(any_facts, max_size=9).map(
    lambda films: [replace(film, id=f"f{at}") for at, film in enumerate(films)]
)
slowly = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@slowly
@given(any_catalogue)
def test_evidence_sums_to_the_score_whatever_the_films(films: list[FilmFacts]) -> None:
    for film, found in everything(Engine.of(films)).items():
        for like in (*found.neighbours, *found.same_series):
            assert like.other != film
            assert like.score == pytest.approx(sum(r.weight for r in like.evidence), abs=1e-9)
            weights = [reason.weight for reason in like.evidence]
            assert weights == sorted(weights, reverse=True)
            assert all(
                weight > 0 and r.kind in KINDS
                for weight, r in zip(weights, like.evidence, strict=True)
            )


@slowly
@given(any_catalogue, st.randoms(use_true_random=False))
def test_the_order_of_the_films_changes_nothing(films: list[FilmFacts], dice: Any) -> None:
    shuffled = dice.sample(films, len(films))
    assert everything(Engine.of(films)) == everything(Engine.of(shuffled))


@slowly
@given(any_catalogue)
def test_what_films_share_is_the_same_from_both_sides(films: list[FilmFacts]) -> None:
    engine = Engine.of(films)
    for one in films[:3]:
        for other in films[:3]:
            there, back = engine.evidence(one.id, other.id), engine.evidence(other.id, one.id)
            whole = {r.kind: 0.0 for r in (*there, *back)}
            for reasons, sign in ((there, 1), (back, -1)):
                for reason in reasons:
                    whole[reason.kind] += sign * reason.weight
            assert all(
                abs(weight) < 0.0005 for kind, weight in whole.items() if kind not in ONE_SIDED
            )


@slowly
@given(any_catalogue)
def test_an_unrelated_film_changes_nobodys_reasons(films: list[FilmFacts]) -> None:
    engine = Engine.of(films)
    stranger = facts("stranger", directors=named("nobody"), themes=named("nothing-known"))
    grown = engine.with_film(stranger)
    for one in films[:4]:
        for other in films[:4]:
            assert grown.evidence(one.id, other.id) == engine.evidence(one.id, other.id)
    assert everything(grown.without_film("stranger")) == everything(engine)


@slowly
@given(any_catalogue, any_facts)
def test_a_film_put_in_later_is_weighed_like_any(films: list[FilmFacts], late: FilmFacts) -> None:
    engine = Engine.of(films).with_film(replace(late, id="f3x"))
    found = engine.neighbours("f3x")
    entered = engine.entered("f3x", {})
    for other, like in entered.items():
        assert like.score == pytest.approx(sum(reason.weight for reason in like.evidence))
        assert like.other == "f3x"
        assert other in engine
    assert {*names(found)} == {*entered}


# One catalogue ---------------------------------------------------------------------------------


def test_all_at_once_gives_what_asking_for_one_gives(engine: Engine) -> None:
    for film, found in everything(engine, 7).items():
        assert engine.neighbours(film, 7) == found
    some = ["film-003", "film-040"]
    assert [*engine.all_neighbours(7, some)] == [
        (film, engine.neighbours(film, 7)) for film in some
    ]


@pytest.mark.parametrize("n", [3, 20])
def test_a_wide_net_finds_what_weighing_all_finds(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, n: int
) -> None:
    exact = everything(engine, n)
    monkeypatch.setattr("likeness.engine.EXACT_UP_TO", 0)
    assert everything(engine, n) == exact


def test_what_is_ranked_before_kinship_is_measured_is_what_all_of_it_ranks(engine: Engine) -> None:
    for film in engine.space.ids:
        others = [other for other in engine.space.ids if other != film]
        listed = {like.other: like.score for like in engine.neighbours(film, 60).neighbours}
        scores = dict(zip(others, engine.scores(film, others), strict=True))
        best = dict(engine.all_neighbours(5, [film]))[film].neighbours
        assert [like.score for like in best] == sorted(listed.values(), reverse=True)[:5]
        assert all(scores[other] == score for other, score in listed.items())


def test_a_film_of_which_nothing_is_known_has_a_list_at_any_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("likeness.engine.EXACT_UP_TO", 0)
    engine = Engine.of([*catalogue(), facts("bare")])
    assert len(everything(engine, 10)["bare"].neighbours) == 10


def test_a_film_is_never_like_itself_and_never_named_twice(engine: Engine) -> None:
    for film, found in everything(engine).items():
        everyone = [*names(found), *(like.other for like in found.same_series)]
        assert film not in everyone
        assert len(everyone) == len(set(everyone))


def test_a_form_is_only_like_its_own_form(engine: Engine) -> None:
    assert {int(name[-3:]) % 10 for name in names(engine.neighbours("film-010"))} == {0}
    assert all(int(name[-3:]) % 10 for name in names(engine.neighbours("film-011")))


def test_films_of_the_same_series_stand_apart(engine: Engine) -> None:
    found = engine.neighbours("film-003", 60)
    assert [like.other for like in found.same_series] != []
    assert {like.other for like in found.same_series} == {"film-018", "film-033", "film-048"}
    assert not {*names(found)} & {"film-018", "film-033", "film-048"}


def test_a_film_that_stands_twice_is_not_like_itself() -> None:
    films = [*catalogue(), replace(catalogue()[5], id="again", title="FILM 005")]
    engine = Engine.of(films)
    assert "again" not in names(engine.neighbours("film-005", 60))
    remake = replace(films[-1], id="remake", directors=named("somebody-else"))
    assert "remake" in names(Engine.of([*films, remake]).neighbours("film-005", 60))


def test_what_is_kept_out_makes_room_for_others(engine: Engine) -> None:
    first = names(engine.neighbours("film-001", 3))
    kept = engine.neighbours("film-001", 3, keep=lambda film: film not in first)
    assert names(kept) == names(engine.neighbours("film-001", 6))[3:]


def test_rarity_and_billing_are_said_in_words() -> None:
    pair = [
        facts("a", cast=billed("x", "jane"), themes=named("heist")),
        facts("b", cast=billed("jane"), themes=named("heist")),
    ]
    others = [facts(f"other-{n}", themes=named("siege")) for n in range(98)]
    engine = Engine.of([*pair, *others])
    reasons = {reason.kind: reason for reason in engine.evidence("a", "b")}
    assert reasons["star"].detail == "billed 2nd and 1st, one of 2 films in 100"
    assert reasons["theme"].detail == "one of 2 films in 100"
    assert (reasons["theme"].key, reasons["theme"].name) == ("heist", "Heist")


def test_kinship_is_told_with_the_person_or_theme_of_both() -> None:
    """A director of both makes their films alike twice over, but is one reason."""
    others = [facts(f"f{n}", themes=named("heist" if n < 9 else "war")) for n in range(30)]
    films = [
        facts("a", directors=named("d"), cast=billed("s"), themes=named("heist", "chase")),
        facts("b", directors=named("d"), cast=billed("s"), themes=named("heist", "siege")),
        facts("c", directors=named("d"), cast=billed("s"), themes=named("heist")),
        *others,
    ]
    engine = Engine.of(films)
    reasons = {reason.kind: reason.weight for reason in engine.evidence("a", "b")}
    assert not {"kindred_director", "kindred_cast"} & {*reasons}
    curves = engine.mix.curves
    assert reasons["director"] > curves["director"][-1][1]
    assert reasons["star"] > curves["star"][-1][1]
    bare = replace(engine, mix=engine.mix.without(["kindred_theme"]))
    alone = {reason.kind: reason.weight for reason in bare.evidence("a", "b")}
    assert reasons["theme"] > alone["theme"]


def test_words_are_told_in_full_and_say_something() -> None:
    synopses = ["Someone is leaving with nothing but robbers."] * 2
    films = [facts(f"f{n}", synopsis=text) for n, text in enumerate(synopses)]
    engine = Engine.of([*films, *(facts(f"other-{n}") for n in range(30))])
    reason = next(each for each in engine.evidence("f0", "f1") if each.kind == "word")
    assert reason.name == "robbers"


def test_the_rarer_a_theme_the_more_it_counts() -> None:
    rare, common = facts("a", themes=named("rare")), facts("b", themes=named("common"))
    films = [rare, common, replace(rare, id="a2", title="a2"), replace(common, id="b2", title="b2")]
    films += [facts(f"other-{n}", themes=named("common")) for n in range(50)]
    engine = Engine.of(films)

    def counts(one: str, other: str) -> float:
        return sum(r.weight for r in engine.evidence(one, other) if r.kind == "theme")

    assert counts("a", "a2") > counts("b", "b2")


def test_of_two_as_like_the_film_the_nearer_year_then_the_id_decides() -> None:
    films = [facts(name, directors=named("d")) for name in ("seed", "c", "b")]
    assert names(Engine.of(films).neighbours("seed")) == ["b", "c"]


# Several films ---------------------------------------------------------------------------------


def test_a_blend_says_what_it_takes_from_each(engine: Engine) -> None:
    seeds = ["film-001", "film-002"]
    for suggestion in engine.blend(seeds, 5):
        assert [taken.other for taken in suggestion.taken] == seeds
        mean = sum(taken.score for taken in suggestion.taken) / 2
        assert suggestion.score == pytest.approx(mean, abs=0.001)
        assert suggestion.other not in seeds


def test_less_of_a_film_takes_its_like_away(engine: Engine) -> None:
    least = names(engine.neighbours("film-004", 3))
    before = [each.other for each in engine.blend(["film-001"], 49)]
    after = [each.other for each in engine.blend(["film-001"], 49, less=["film-004"])]
    assert "film-004" not in after
    fallen = [after.index(film) - before.index(film) for film in least if film in after]
    assert sum(fallen) > 0


def test_a_blend_of_one_is_its_list_and_a_filter_comes_before_the_cut(engine: Engine) -> None:
    blended = [each.other for each in engine.blend(["film-001"], 5)]
    assert blended == names(engine.neighbours("film-001", 5))
    kept = engine.blend(["film-001"], 5, keep=lambda film: film not in blended)
    assert len(kept) == 5
    assert not {each.other for each in kept} & {*blended}


@pytest.mark.parametrize("seeds", [["film-001"], ["film-001", "film-002", "film-003"]])
def test_a_longlist_of_all_is_the_blend(engine: Engine, seeds: list[str]) -> None:
    blended = engine.blend(seeds, 30)
    found = engine.longlisted(seeds, len(engine.space))
    assert found[:30] == [each.other for each in blended]
    assert engine.suggested(seeds, found[:30]) == blended
    assert engine.suggested(seeds, []) == []


@pytest.mark.parametrize("seeds", [[], [f"film-00{n}" for n in range(6)]])
def test_a_blend_is_of_one_to_five(engine: Engine, seeds: list[str]) -> None:
    with pytest.raises(ValueError, match="from 1 to 5"):
        engine.blend(seeds)


# Odd input -------------------------------------------------------------------------------------


def test_no_film_and_one_film_are_catalogues_too() -> None:
    assert everything(Engine.of([])) == {}
    assert Engine.of([facts("only")]).neighbours("only") == Neighbourhood((), ())


def test_a_film_with_5000_credits_and_one_without_a_title_are_answered() -> None:
    crowd = facts("crowd", title="", cast=billed(*(f"star-{n}" for n in range(5_000))))
    found = Engine.of([crowd, *catalogue(20)]).neighbours("crowd", 5)
    assert len(found.neighbours) == 5


def test_what_is_no_catalogue_is_refused_by_name() -> None:
    with pytest.raises(CatalogueError, match="'twice'"):
        Engine.of([facts("twice"), facts("twice")])
    with pytest.raises(CatalogueError, match="'musical'"):
        Engine.of([facts("a", form="musical")])
    with pytest.raises(UnknownFilm, match="no-such"):
        Engine.of([]).neighbours("no-such")


def test_embeddings_and_ratings_are_more_evidence_where_they_are_given() -> None:
    films = catalogue(12)
    mix = Mix.load()
    mix = replace(mix, curves={**mix.curves, "synopsis": ((1.0, 3.0),)})
    vectors = {film.id: [1.0, 0.5] for film in films[:3]}
    likes = {"film-001": {"film-002": 0.05}}
    engine = Engine.of(films, mix, embeddings=vectors, likes=likes)
    kinds = {reason.kind for reason in engine.evidence("film-001", "film-002")}
    assert {"synopsis", "viewers"} <= kinds
    assert "viewers" not in {r.kind for r in engine.evidence("film-002", "film-001")}
    with pytest.raises(CatalogueError, match="lengths"):
        Engine.of(films, embeddings={"film-001": [1.0], "film-002": [1.0, 2.0]})


# Weights ---------------------------------------------------------------------------------------


def test_kinds_that_are_left_out_score_nothing(engine: Engine) -> None:
    left = replace(engine, mix=engine.mix.without(["era", "genre", "star", "widely_seen"]))
    for found in everything(left).values():
        kinds = {reason.kind for like in found.neighbours for reason in like.evidence}
        assert not kinds & {"era", "genre", "star", "widely_seen"}
    with pytest.raises(MixError, match="'fame'"):
        engine.mix.without(["fame"])


def test_a_damaged_file_of_weights_is_refused(tmp_path: Path) -> None:
    for text in ("", "name = 1", "name = 'x'\n[curves]\nluck = [[1, 1]]"):
        (tmp_path / "mix.toml").write_text(text)
        with pytest.raises(MixError, match=r"mix\.toml"):
            Mix.load(tmp_path / "mix.toml")


def test_names_are_no_words_and_endings_are_cut() -> None:
    words = words_of("The robbers fled. They met Maria near Boston.")
    assert set(words.capitalised) == {"maria", "boston"}
    assert stem("robbers") == "robber"


# Files -----------------------------------------------------------------------------------------


def test_a_catalogue_is_read_from_json_lines_and_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "films.jsonl.gz"
    row = {"id": "tt1", "title": "Ran", "year": 1985, "genres": ["Drama"], "cast": ["A", "B"]}
    with gzip.open(path, "wt") as file:
        file.write(json.dumps(row | {"relevance": {"war": 0.5}, "runtime": 162}) + "\n\n")
    (film,) = read_catalogue(path)
    assert (film.title, film.year, film.form) == ("Ran", 1985, "feature")
    assert film.cast[1] == Billed("b", "B", 2)
    assert film.themes == (Graded("war", "war", 0.5),)
    bad = tmp_path / "bad.jsonl"
    for line in ("{", "[]", '{"title": "no id"}', '{"id": "a", "cast": "A"}'):
        bad.write_text('{"id": "ok"}\n' + line)
        with pytest.raises(CatalogueError, match=r"bad\.jsonl:2"):
            list(read_catalogue(bad))
    with pytest.raises(CatalogueError, match="cannot be read"):
        list(read_catalogue(tmp_path / "none.jsonl"))


def test_a_snapshot_says_all_that_the_space_says(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "films.space"
    snapshot.save(engine.space, path)
    read = Engine(snapshot.load(path), engine.mix)
    assert everything(read) == everything(engine)
    late = facts("late", directors=named("director-3"))
    assert read.with_film(late).neighbours("late") == engine.with_film(late).neighbours("late")
    path.write_bytes(path.read_bytes()[:-200])
    for broken in (path, tmp_path / "none.space"):
        with pytest.raises(snapshot.SnapshotError):
            snapshot.load(broken)


def test_ratings_say_what_the_same_viewers_like(tmp_path: Path) -> None:
    ratings = [
        Rating(f"u{n}", film, 4.5 if n % 2 == on else 1.0)
        for n in range(40)
        for film, on in (("a", 0), ("b", 0), ("c", 1), ("d", 1))
    ]
    likes = likes_from(ratings)
    assert next(iter(likes["a"])) == "b"
    assert next(iter(likes["d"])) == "c"
    assert likes_from(reversed(ratings)) == likes
    assert likes_from([]) == {}
    path = tmp_path / "ratings.csv"
    path.write_text(
        "userId,movieId,rating,timestamp\n" + "".join(f"{u},{f},{s},0\n" for u, f, s in ratings)
    )
    assert read_ratings(path) == likes
    for text in ("user,film\n", "user,film,rating\nu1,a,nine\n", "user,film,rating\nu1\n"):
        path.write_text(text)
        with pytest.raises(RatingsError, match=r"ratings\.csv"):
            read_ratings(path)


def test_the_questions_of_a_truth_are_answered_without_reading_their_answers(
    engine: Engine,
) -> None:
    rows: list[Row] = [
        {"id": "film-001", "relevant": [["film-002", 3], "film-010"], "not_relevant": ["film-004"]},
        {"id": "talk", "seeds": ["film-001", "film-005", "unknown"], "relevant": ["film-002"]},
        {"id": "nowhere", "relevant": ["film-002"]},
    ]
    alone, talk, nowhere = predictions(engine, rows, 10)
    assert len(alone["similar"]) == 10
    assert alone["scores"].keys() == {"film-002", "film-010", "film-004"}
    assert alone["scores"]["film-010"] < 0  # of another form: below all that may be named
    assert not {"film-001", "film-005"} & {*talk["similar"]}
    assert nowhere == {"id": "nowhere", "similar": [], "scores": {}}
    bare: list[Row] = [{"id": "film-001"}]
    assert next(predictions(engine, bare, 10))["similar"] == alone["similar"]
    bad: object
    for bad in ([], {"seeds": ["a"]}, {"id": "a", "relevant": "b"}):
        with pytest.raises(TruthError):
            question(bad)
