"""What makes films alike: the engine over films as data, and what is kept of its answers."""

from __future__ import annotations

import math
import random
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from films.likeness_store import build_likeness, evidence_between, facts_of
from films.models import (
    Country,
    Credit,
    Film,
    FilmTheme,
    Genre,
    Language,
    Likeness,
    Series,
    Theme,
)
from likeness import Billed, Evidence, FilmFacts, Named, Neighbourhood, Rarity, neighbours, shared
from likeness.weights import ERA_HALVES_AFTER, TOO_LITTLE, WEIGHTS
from people.models import Person

THEMES = ("amnesia", "heist", "prison", "revenge", "siege", "con-game", "chase", "courtroom")


def named(*keys: str) -> tuple[Named, ...]:
    return tuple((key, key.replace("-", " ").capitalize()) for key in keys)


def billed(*keys: str) -> tuple[Billed, ...]:
    return tuple(Billed(key, name, place) for place, (key, name) in enumerate(named(*keys), 1))


def facts(id: str, **known: Any) -> FilmFacts:  # noqa: A002 — the field's own name
    return FilmFacts(id=id, title=id, **known)


def others(count: int = 200) -> list[FilmFacts]:
    """Films that share nothing with the film in question but make its traits rare."""
    return [facts(f"other-{n}", languages=named("en")) for n in range(count)]


def catalogue(count: int = 60) -> list[FilmFacts]:
    """Films that share a little of everything, the same on every run."""
    dice = random.Random(7)  # noqa: S311 — dice, not secrets
    return [
        facts(
            f"film-{n:02}",
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
        )
        for n in range(count)
    ]


def names(found: Neighbourhood) -> list[str]:
    return [like.other for like in found.neighbours]


def reasons(a: FilmFacts, b: FilmFacts) -> dict[tuple[str, str], Evidence]:
    found = shared(a, b, Rarity.among([a, b, *others()]))
    return {(reason.kind, reason.key): reason for reason in found}


# The engine ------------------------------------------------------------------------------------


def test_the_parts_sum_to_the_score_exactly_and_the_strongest_comes_first() -> None:
    for found in neighbours(catalogue()).values():
        for like in (*found.neighbours, *found.same_series):
            weights = [reason.weight for reason in like.evidence]
            assert like.score == math.fsum(weights)
            assert weights == sorted(weights, reverse=True)


def test_the_order_of_the_films_changes_nothing() -> None:
    films = catalogue()
    shuffled = random.Random(1).sample(films, len(films))  # noqa: S311 — dice, not secrets
    assert neighbours(shuffled) == neighbours(films)


def test_a_film_is_never_like_itself_and_never_named_twice() -> None:
    for film, found in neighbours(catalogue()).items():
        all_named = [*names(found), *(like.other for like in found.same_series)]
        assert all_named
        assert film not in all_named
        assert len(all_named) == len(set(all_named))


def test_no_more_films_are_named_than_asked_for_and_all_share_enough() -> None:
    for found in neighbours(catalogue(), n=3).values():
        assert len(found.neighbours) <= 3
        assert all(like.score >= TOO_LITTLE for like in found.neighbours)


def test_asking_for_some_films_gives_what_asking_for_all_gives() -> None:
    films = catalogue()
    assert neighbours(films, only=["film-07"]) == {"film-07": neighbours(films)["film-07"]}


def test_films_of_the_same_series_stand_apart() -> None:
    die_hard = {"series": named("die-hard"), "themes": named("siege")}
    films = [
        facts("die-hard", **die_hard),
        facts("die-hard-2", **die_hard),
        facts("the-raid", themes=named("siege")),
        *others(),
    ]
    found = neighbours(films)["die-hard"]
    assert names(found) == ["the-raid"]
    assert [like.other for like in found.same_series] == ["die-hard-2"]
    assert found.same_series[0].evidence[0].kind == "series"


@pytest.mark.parametrize("form", ["documentary", "animation", "short", "concert"])
def test_a_form_is_only_like_its_own_form(form: str) -> None:
    heist = {"themes": named("heist")}
    films = [facts("feature", **heist), facts("feature-2", **heist), *others()]
    films += [facts(form, form=form, **heist), facts(f"{form}-2", form=form, **heist)]
    found = neighbours(films)
    assert names(found["feature"]) == ["feature-2"]
    assert names(found[form]) == [f"{form}-2"]


def test_what_is_not_known_is_no_likeness_and_no_error() -> None:
    bare, other = facts("bare"), facts("other", year=1999)
    assert shared(bare, other, Rarity.among([bare, other])) == []
    assert neighbours([bare, other])["bare"] == Neighbourhood((), ())
    assert neighbours([]) == {}


def test_a_year_that_is_not_known_takes_only_the_era_away() -> None:
    dated = facts("dated", year=1999, themes=named("heist"))
    undated = facts("undated", themes=named("heist"))
    assert set(reasons(dated, undated)) == {("theme", "heist")}


def test_a_common_language_alone_brings_no_film_into_question() -> None:
    assert neighbours(others())["other-0"].neighbours == ()


def test_evidence_is_the_same_from_both_sides() -> None:
    films = catalogue(20)
    rarity = Rarity.among(films)

    def both_ways(found: list[Evidence]) -> set[tuple[str, str, float]]:
        return {(r.kind, r.name, r.weight) for r in found}

    for a in films:
        for b in films:
            assert both_ways(shared(a, b, rarity)) == both_ways(shared(b, a, rarity))


def test_rarity_is_said_in_words() -> None:
    heist = named("heist")
    films = [facts(f"heist-{n}", themes=heist) for n in range(4)]
    rarity = Rarity.among([*films, *others(1_393)])
    assert shared(films[0], films[1], rarity)[0].detail == "one of 4 films in 1,397"


def test_the_rarer_a_trait_the_more_it_counts_up_to_its_full_weight() -> None:
    rare, common = ("theme", "amnesia"), ("theme", "heist")
    rarity = Rarity(1_000, {rare: 3, common: 300, ("theme", "rarer"): 2, ("theme", "all"): 1_000})
    assert rarity.of(rare) == rarity.of(("theme", "rarer")) == 1
    assert 0 < rarity.of(common) < 1
    assert rarity.of(("theme", "all")) == 0


def test_a_theme_counts_more_where_it_is_strong_in_both_films() -> None:
    strong, weak = named("heist", "prison"), named("prison", "heist")
    a, b, c = (facts("a", themes=strong), facts("b", themes=strong), facts("c", themes=weak))
    assert reasons(a, b)["theme", "heist"].weight > reasons(a, c)["theme", "heist"].weight


def test_stars_are_the_first_five_and_say_how_both_films_bill_them() -> None:
    a = facts("a", cast=billed("willis", "rickman", "b", "c", "d", "extra"))
    b = facts("b", cast=billed("rickman", "e", "willis", "extra"))
    found = reasons(a, b)
    assert set(found) == {("star", "willis"), ("star", "rickman")}
    assert found["star", "willis"].detail == "billed 1st and 3rd, one of 2 films in 202"


def test_a_person_in_two_roles_counts_in_full_only_once() -> None:
    mann = named("michael-mann")
    thief, heat = (facts(film, directors=mann, writers=mann) for film in ("thief", "heat"))
    found = reasons(thief, heat)
    assert found["director", "michael-mann"].weight == WEIGHTS["director"]
    assert 0 < found["writer", "michael-mann"].weight < WEIGHTS["writer"] / 2


def test_nearness_in_time_fades_smoothly() -> None:
    def era(apart: int) -> Evidence:
        found = reasons(facts("a", year=1980), facts("b", year=1980 + apart))
        return found["era", str(1980 + apart)]

    assert era(0).weight == WEIGHTS["era"]
    assert era(ERA_HALVES_AFTER).weight == WEIGHTS["era"] / 2
    assert era(1).weight > era(2).weight > era(3).weight
    assert [era(n).name for n in (0, 1, 7)] == ["The same year", "A year apart", "7 years apart"]
    assert era(7).detail == "1980 and 1987"


def test_of_two_that_score_the_same_the_one_with_more_reasons_comes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(WEIGHTS, "writer", WEIGHTS["director"] / 2)
    film = facts("film", directors=named("d"), writers=named("w", "v"))
    one, two = facts("a-one", directors=named("d")), facts("b-two", writers=named("w", "v"))
    assert names(neighbours([film, one, two, *others()])["film"]) == ["b-two", "a-one"]


def test_of_two_that_are_as_like_the_film_the_nearer_year_then_the_id_decides() -> None:
    heist = {"themes": named("heist")}
    film = facts("film", year=1900, **heist)
    later = [
        facts(key, year=year, **heist) for key, year in (("a", 2000), ("c", 1990), ("b", 1990))
    ]
    assert names(neighbours([film, *later, *others()])["film"]) == ["b", "c", "a"]


# What is kept ----------------------------------------------------------------------------------


def person(name: str) -> Person:
    slug = name.lower().replace(".", "").replace(" ", "-")
    return Person.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def film(
    slug: str,
    year: int = 2000,
    *,
    director: str = "",
    stars: tuple[str, ...] = (),
    themes: tuple[str, ...] = (),
    **fields: Any,
) -> Film:
    made = Film(slug=slug, title=slug.replace("-", " ").title(), year=year, **fields)
    made.publish()
    if director:
        credit = {"department": "directing", "job": "Director"}
        Credit.objects.create(film=made, person=person(director), **credit)
    for billing, star in enumerate(stars, start=1):
        credit = {"department": "cast", "job": "Actor"}
        Credit.objects.create(film=made, person=person(star), billing=billing, **credit)
    for position, theme in enumerate(themes, start=1):
        row, _ = Theme.objects.get_or_create(slug=theme, defaults={"name": theme, "kind": "plot"})
        FilmTheme.objects.create(film=made, theme=row, position=position)
    return made


@pytest.fixture
def backtrace(db: None) -> Film:
    """Backtrace among films like it and enough unlike it."""
    for n in range(30):
        film(f"unlike-{n}", 1920 + n)
    stallone, themes = ("Sylvester Stallone", "Ryan Guzman"), ("amnesia", "buried-loot")
    film("paycheck", 2003, themes=("amnesia",))
    film("escape-plan", 2013, stars=("Sylvester Stallone",))
    film("reprisal", 2018, director="Brian A. Miller", themes=("bank-robbery", "amnesia"))
    seed = film("backtrace", 2018, director="Brian A. Miller", stars=stallone, themes=themes)
    seed.genres.add(Genre.objects.create(name="Thriller", slug="thriller"))
    seed.countries.add(Country.objects.create(code="US", name="United States"))
    seed.languages.add(Language.objects.create(code="en", name="English"))
    return seed


def like(*args: str) -> str:
    out = StringIO()
    call_command("like", *args, stdout=out)
    return out.getvalue()


def test_the_engine_is_told_what_the_database_knows(backtrace: Film) -> None:
    [known] = facts_of(Film.objects.filter(pk=backtrace.pk))
    assert known == FilmFacts(
        id="backtrace",
        title="Backtrace",
        year=2018,
        directors=(("brian-a-miller", "Brian A. Miller"),),
        cast=(
            Billed("sylvester-stallone", "Sylvester Stallone", 1),
            Billed("ryan-guzman", "Ryan Guzman", 2),
        ),
        genres=(("thriller", "Thriller"),),
        themes=(("amnesia", "amnesia"), ("buried-loot", "buried-loot")),
        countries=(("US", "United States"),),
        languages=(("en", "English"),),
    )


def test_kept_likenesses_rank_from_one_and_their_reasons_sum_to_the_score(backtrace: Film) -> None:
    build_likeness()
    rows = list(backtrace.likenesses.select_related("other"))
    assert [row.other.slug for row in rows] == ["reprisal", "paycheck", "escape-plan"]
    assert [row.rank for row in rows] == [1, 2, 3]
    for row in rows:
        assert row.score == round(math.fsum(reason["weight"] for reason in row.evidence), 3)
        assert all(set(r) == {"kind", "key", "name", "detail", "weight"} for r in row.evidence)
    assert {"kind": "director", "key": "brian-a-miller"}.items() <= rows[0].evidence[0].items()


def test_a_second_build_says_that_nothing_changed_and_writes_nothing(backtrace: Film) -> None:
    first = build_likeness()
    assert str(first) == (
        f"34 films, {first.likenesses} likenesses: {first.likenesses} new, 0 changed, 0 removed"
    )
    kept = list(Likeness.objects.order_by("pk").values_list("pk", flat=True))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        second = build_likeness()
    assert str(second) == f"34 films, {first.likenesses} likenesses: nothing changed"
    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert list(Likeness.objects.order_by("pk").values_list("pk", flat=True)) == kept


def test_a_build_costs_the_same_queries_however_many_films(backtrace: Film) -> None:
    build_likeness()
    with CaptureQueriesContext(connection) as few:
        build_likeness()
    for n in range(20):
        film(f"more-{n}", 1990)
    build_likeness()
    with CaptureQueriesContext(connection) as many:
        build_likeness()
    assert len(few) == len(many)


def test_what_is_no_longer_published_is_removed(backtrace: Film) -> None:
    build_likeness()
    Film.objects.get(slug="reprisal").withdraw()
    built = build_likeness()
    assert built.removed
    assert not Likeness.objects.filter(other__slug="reprisal").exists()


def test_series_are_shown_apart_and_not_kept_as_likenesses(backtrace: Film) -> None:
    series = Series.objects.create(name="Backtrace", slug="backtrace")
    Film.objects.filter(slug__in=["backtrace", "reprisal"]).update(series=series)
    build_likeness()
    assert not backtrace.likenesses.filter(other__slug="reprisal").exists()
    assert "Of the same series\n  · Reprisal (2018)" in like("backtrace")
    evidence = evidence_between(backtrace, Film.objects.get(slug="reprisal"))
    assert ("series", "backtrace") in {(reason["kind"], reason["key"]) for reason in evidence}


def test_evidence_between_two_films_is_what_a_build_keeps(backtrace: Film) -> None:
    build_likeness()
    for row in backtrace.likenesses.select_related("other"):
        with CaptureQueriesContext(connection) as queries:
            assert evidence_between(backtrace, row.other) == row.evidence
        assert len(queries) == 4


def test_evidence_between_a_draft_and_a_published_film_needs_no_build(backtrace: Film) -> None:
    draft = film("draft", 2018, themes=("amnesia",))
    draft.withdraw()
    assert "amnesia" in {reason["key"] for reason in evidence_between(draft, backtrace)}
    assert evidence_between(draft, Film.objects.get(slug="unlike-0")) == []


def test_build_likeness_prints_what_it_changed(backtrace: Film) -> None:
    out = StringIO()
    call_command("build_likeness", "--top", "1", stdout=out)
    assert out.getvalue().startswith("34 films, ")
    assert backtrace.likenesses.count() == 1
    with pytest.raises(CommandError, match="at least 1"):
        call_command("build_likeness", "--top", "0")


def test_like_prints_neighbours_with_their_evidence(backtrace: Film) -> None:
    printed = like("backtrace", "unlike-0", "-n", "1")
    assert printed.startswith("Like Backtrace (2018)\n 1. Reprisal (2018)  ")
    assert "director: Brian A. Miller (one of 2 films in 34)" in printed
    assert "Paycheck" not in printed
    assert "Like Unlike 0 (1920)\n    nothing shares enough with it" in printed


def test_like_answers_an_unknown_slug_with_near_ones(backtrace: Film) -> None:
    with pytest.raises(CommandError, match=r"'backtrase'\. Did you mean backtrace\?"):
        like("backtrase")
    with pytest.raises(CommandError, match=r"'qqqq'\.$"):
        like("qqqq")


def test_like_is_not_asked_for_fewer_than_one(db: None) -> None:
    with pytest.raises(CommandError, match="at least 1"):
        like("backtrace", "-n", "0")


def test_facts_do_not_depend_on_the_order_of_rows(backtrace: Film) -> None:
    assert facts_of(Film.objects.by_title()) == facts_of(Film.objects.by_year())
