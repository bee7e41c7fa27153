"""What the language checks find, where, and what they leave alone."""

from __future__ import annotations

import pytest

from benchmarks.language_checks import false_alarms, found_in, recall, texts
from publishing.checks import LANGUAGE, Kind, Text, Writing
from publishing.checks.prose import Prose


def found(text: str, *names: str, kind: Kind = Kind.PROSE) -> list[tuple[str, str]]:
    """Return checks and excerpts of what is found; every place holds its excerpt."""
    writing = Writing((Text("part", "body", text, kind),), frozenset(names))
    findings = list(LANGUAGE.run(writing))
    for finding in findings:
        assert text[finding.place.start : finding.place.end] == finding.excerpt
    return [(finding.check.removeprefix("language."), finding.excerpt) for finding in findings]


@pytest.mark.parametrize("held_out", [False, True])
def test_the_measure_is_met_on_both_halves(held_out: bool) -> None:
    hits, damaged = recall([row for row in texts("damaged") if row["held_out"] is held_out])
    flagged, sentences = false_alarms(
        [row for row in texts("clean") if row["held_out"] is held_out]
    )
    assert hits / damaged >= 0.95
    assert flagged / sentences <= 0.02


def test_the_measure_is_met_on_the_whole() -> None:
    hits, damaged = recall(texts("damaged"))
    assert hits / damaged >= 0.95
    assert all(found_in(row) is not None for row in texts("clean"))


def test_there_are_sixty_texts_of_each_and_every_check_is_measured() -> None:
    assert min(len(texts("clean")), len(texts("damaged"))) >= 60
    assert {row["damage"] for row in texts("damaged")} == set(LANGUAGE.checks)


@pytest.mark.parametrize(
    ("text", "check", "excerpt"),
    [
        ("DirectedBy a novice, it runs well.", "glued-words", "DirectedBy"),
        ("They saw the the house on the hill.", "doubled-words", "the the"),
        ("It is a filmm about a house.", "doubled-letters", "filmm"),
        ("He (a thief sees the house.", "unbalanced-brackets", "("),
        ("He saw Brody() at the house.", "unbalanced-brackets", ")"),
        ("He leaves. she stays at home.", "lower-case-start", "she"),
        ("It is old , and it is good.", "stray-spaces", "d ,"),
        ("It ends well.The train leaves.", "missing-space", "l.T"),
        ("It is *slow*. He goes [...] home.", "cut-off", "[...]"),
        ("It turns out that he is dead.", "spoiler", "turns out that"),
    ],
)
def test_damage_is_found_where_it_stands(text: str, check: str, excerpt: str) -> None:
    assert (check, excerpt) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Frances McDormand and Shia LaBeouf have never met DeNiro, who has no iPhone.",
        "*211* is no *12 Angry Men*, and *WALL·E* is a film by Andrew Stanton.",
        "*eXistenZ* is a film about a game. *eXistenZ* is also a game.",
        "He had had enough of the '90s, of rock 'n' roll and of 6\" nails.",
        "J.J. Abrams was born in the U.S. and works at 2:30 p.m. there.",
        "He said (as he often did) that “it was over”, and it was.",
        "“Who is there?” asks the girl, and the tree moves.",
        "See [it](/films/heat-1995/), which is long.\n\n- a list\n- of things\n\n## A heading",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert found(text, "211", "12 Angry Men", "WALL·E", "eXistenZ") == []


def test_markup_is_taken_away_and_places_are_kept() -> None:
    prose = Prose.of(Text("", "body", "See *[Heat](/films/heat/)* **now**.", Kind.PROSE))
    assert prose.plain == "See Heat now."
    assert prose.problem(4, 8, "").excerpt == "Heat"


def test_spoilers_may_stand_where_readers_were_warned() -> None:
    text = "It turns out that he is dead."
    warned = Text("", "body", text, Kind.PROSE, may_spoil=True)
    assert not list(LANGUAGE.run(Writing((warned,))))
