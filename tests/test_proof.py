"""Every reason of likeness is a sentence whose names lead to what proves it."""

from __future__ import annotations

from typing import Any

import pytest

from films.proof import KINDS, aside, proof_address, sentence
from likeness.kinds import KINDS as ENGINE_KINDS


def reason(kind: str, key: str = "", name: str = "", detail: str = "", other: str = "") -> Any:
    row = {"kind": kind, "key": key, "name": name, "detail": detail, "weight": 1.0}
    return row | ({"other_key": other} if other else {})


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            reason("director", "jane-doe", "Jane Doe"),
            '<a href="/people/jane-doe/">Jane Doe</a> directed both',
        ),
        (reason("theme", "heist", "Heist"), 'A theme of both: <a href="/themes/heist/">Heist</a>'),
        (
            reason("series", "rocky", "Rocky"),
            'Both are of the series <a href="/films/?series=rocky">Rocky</a>',
        ),
        (reason("genre", "war", "War"), 'A genre of both: <a href="/films/?genre=war">War</a>'),
        (
            reason("language", "fr", "French"),
            'Both in <a href="/films/?language=fr">French</a>',
        ),
        (
            reason("era", "1997", "A year apart"),
            'Made <a href="/films/?decade=1990">a year apart</a>',
        ),
        (
            reason("era", "1997", "The same year"),
            'Made <a href="/films/?decade=1990">in the same year</a>',
        ),
        (
            reason("genre_mix", "crime", "Crime and Drama and War"),
            'Genres alike: <a href="/films/?genre=crime">Crime, Drama and War</a>',
        ),
        (reason("company", "acme", "Acme"), "Both produced by Acme"),
        (reason("word", "bank", "bank, vault"), "Both synopses speak of: bank, vault"),
        (reason("viewers", "", "Liked by the same viewers"), "Liked by the same viewers"),
        (reason("kindred_theme", "", "Kindred themes"), "Kindred themes"),
        (reason("director", "x", "<b>"), '<a href="/people/x/">&lt;b&gt;</a> directed both'),
    ],
)
def test_a_reason_is_a_sentence_with_its_proof(told: Any, words: str) -> None:
    assert sentence(told) == words


def test_both_sides_of_a_reason_lead_to_their_pages() -> None:
    told = reason("kindred_director", "jane-doe", "Jane Doe and John Roe", other="john-roe")
    assert sentence(told) == (
        '<a href="/people/jane-doe/">Jane Doe</a> and <a href="/people/john-roe/">John Roe</a> '
        "make films of one kind"
    )


def test_names_that_have_an_and_of_their_own_are_parted_by_their_keys() -> None:
    told = reason("kindred_theme", "cat-and-mouse", "Cat and mouse and Prison", other="prison")
    assert sentence(told).startswith('<a href="/themes/cat-and-mouse/">Cat and mouse</a> and ')
    told = reason("kindred_theme", "prison", "Prison and Cat and mouse", other="cat-and-mouse")
    assert '<a href="/themes/cat-and-mouse/">Cat and mouse</a> often' in sentence(told)


def test_what_else_there_is_to_say_stands_beside_the_sentence() -> None:
    assert aside(reason("theme", detail="one of 4 films in 812")) == "one of 4 films in 812"
    assert aside(reason("era", detail="2018 and 2018")) == "2018"
    assert aside(reason("era", detail="2018 and 2019")) == "2018 and 2019"
    assert aside(reason("word", detail="words of both synopses")) == ""
    assert aside({"kind": "theme", "name": "Old"}) == ""


def test_every_kind_that_the_engine_knows_is_worded() -> None:
    assert set(ENGINE_KINDS) <= set(KINDS)


@pytest.mark.parametrize("kind", ["word", "reception", "widely_seen", "kindred_story"])
def test_what_has_no_page_leads_nowhere(kind: str) -> None:
    assert proof_address(kind, "") == ""
