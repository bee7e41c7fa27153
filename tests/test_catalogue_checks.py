"""What the checks find in what a page says of films, and what they let pass."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from films.checks import PEOPLE, TITLES, Telling, looked_up, records_of
from films.models import AlternativeTitle, Film
from lists.models import LikeList
from publishing.checks import Finding, Kind, Text
from publishing.models import CheckReport, FormerSlug, Status
from tests.factories import (
    BLURB,
    make_credit,
    make_entry,
    make_film,
    make_list,
    make_offer,
    make_person,
    make_picture,
    make_ready_article,
    make_ready_list,
    make_release,
    make_review,
    make_service,
    make_theme,
)

pytestmark = pytest.mark.django_db


def cast(film: Film, **parts: str) -> None:
    for name, character in parts.items():
        person = make_person(name.replace("_", " "))
        make_credit(film, person, character=character)


@pytest.fixture
def backtrace() -> Film:
    film = make_film("Backtrace", 2018, directors=[make_person("Brian A. Miller")])
    cast(film, Sylvester_Stallone="Detective Sykes", Matthew_Modine="Donovan MacDonald")
    return film


@pytest.fixture
def out_of_death() -> Film:
    film = make_film("Out of Death", 2021, directors=[make_person("Mike Burns")])
    cast(film, Bruce_Willis="Jack Harris", Jaime_King="Shannon Mathers")
    return film


def found(film: Film, seed: Film, text: str) -> list[tuple[str, str]]:
    """Return checks and excerpts of what is found in a blurb about a film, like a seed."""
    written = Text(film.slug, "blurb", text, Kind.BLURB)
    records = records_of([film.pk, seed.pk])
    telling = Telling(written, [records[film.pk]], [records[seed.pk]], looked_up([written]))
    findings = [*TITLES.run(telling), *PEOPLE.run(telling)]
    for finding in findings:
        assert text[finding.place.start : finding.place.end] == finding.excerpt
    return [(finding.check, finding.excerpt) for finding in findings]


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("OutThis is Death has a lawman in it.", "OutThis is Death"),
        ("A lawman walks through Out of DeathThis time.", "Out of DeathThis"),
        ("TheOut of Death has a lawman in it.", "TheOut of Death"),
        ("A lawman stands in Out of This isDeath again.", "Out of This isDeath"),
        ("A hunt worthy of BacktraceThe hero runs.", "BacktraceThe"),
    ],
)
def test_a_title_into_which_words_have_run_is_an_error(
    out_of_death: Film, backtrace: Film, text: str, excerpt: str
) -> None:
    assert found(out_of_death, backtrace, text) == [("catalogue.mangled-title", excerpt)]


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("In *Out of Deth* a lawman walks.", "Out of Deth"),
        ("Nothing in Out if Death is calm.", "Out if Death"),
        ("It is as tense as *Backtrase*.", "Backtrase"),
    ],
)
def test_what_is_nearly_a_title_is_asked_about(
    out_of_death: Film, backtrace: Film, text: str, excerpt: str
) -> None:
    assert found(out_of_death, backtrace, text) == [("catalogue.misspelt-title", excerpt)]


def test_another_film_of_nearly_the_same_title_is_none_misspelt(backtrace: Film) -> None:
    make_film("Internal Affairs", 1990)
    film = make_film("Infernal Affairs", 2002)
    assert not found(film, backtrace, "Not to be taken for *Internal Affairs*.")


@pytest.mark.parametrize(
    "text",
    [
        "*Out of Death* (2020) has a lawman in it.",
        "Out of Death from 2020 has a lawman in it.",
        "The 2020 thriller *Out of Death* has a lawman in it.",
        "2020's Out of Death has a lawman in it.",
        "It is as tense as *Backtrace* (2017).",
        "It is as tense as *Heat* (1996).",
    ],
)
def test_a_year_that_is_not_the_records_is_an_error(
    out_of_death: Film, backtrace: Film, text: str
) -> None:
    make_film("Heat", 1995)
    assert [check for check, _ in found(out_of_death, backtrace, text)] == ["catalogue.year"]


def test_the_years_of_releases_and_of_namesakes_are_right_too(
    out_of_death: Film, backtrace: Film
) -> None:
    make_release(backtrace, date=dt.date(2021, 3, 5))
    make_film("Heat", 1995)
    make_film("Heat", 1986)
    text = "*Backtrace* (2021) and *Backtrace* (2018), *Heat* (1986) and *Heat* (1995), all alike."
    assert not found(out_of_death, backtrace, text)


def test_an_alternative_title_is_a_title(out_of_death: Film, backtrace: Film) -> None:
    AlternativeTitle.objects.create(film=out_of_death, title="Keine Zeit zu leben")
    assert not found(out_of_death, backtrace, "*Keine Zeit zu leben* (2021) is what it was called.")


@pytest.mark.parametrize(
    ("text", "check", "excerpt"),
    [
        ("Tom Cruise stars as Jack Harris.", "catalogue.credit", "Tom Cruise"),
        ("Directed by Christopher Nolan, it runs.", "catalogue.credit", "Christopher Nolan"),
        ("The director Kubrick lets it run.", "catalogue.credit", "Kubrick"),
        ("Jack Harris is played by Bruce Wilis.", "catalogue.credit", "Bruce Wilis"),
        ("Bruce Willis directed it in a week.", "catalogue.role", "Bruce Willis"),
        ("Mike Burns plays Harris with a limp.", "catalogue.role", "Mike Burns"),
        ("Jack Harris (Mike Burns) has a limp.", "catalogue.role", "Mike Burns"),
        ("Brad Pitt broods by a lake.", "catalogue.name", "Brad Pitt"),
        ("Bruce Harrison broods by a lake.", "catalogue.name", "Bruce Harrison"),
        ("Sylvester Stallone broods by a lake.", "catalogue.name", "Sylvester Stallone"),
    ],
)
def test_who_is_named_but_not_credited_is_found(
    out_of_death: Film, backtrace: Film, text: str, check: str, excerpt: str
) -> None:
    make_person("Brad Pitt")
    assert found(out_of_death, backtrace, text) == [(check, excerpt)]


@pytest.mark.parametrize(
    "text",
    [
        "Bruce Willis plays Jack Harris, and Jaime King is Shannon.",
        "Willis stars as Harris; Mike Burns directs with a cold eye.",
        "Bruce Willis's Jack Harris has seen better days.",
        "Like *Backtrace*, which had Sylvester Stallone, it has a veteran in the lead.",
        'It is as bleak as what Donovan "Mac" MacDonald lived through in *Backtrace*.',
        "Detective Sykes would have liked him: both men are tired.",
        "Somebody walks through Los Angeles and South Dakota, and nobody stops him.",
    ],
)
def test_who_is_credited_may_be_named_in_every_way(
    out_of_death: Film, backtrace: Film, text: str
) -> None:
    make_theme("los-angeles")
    assert not found(out_of_death, backtrace, text)


# Lists -----------------------------------------------------------------------------------------


def findings(like_list: LikeList) -> dict[str, Finding]:
    return {finding.check: finding for finding in like_list.findings()}


def checks_of(like_list: LikeList) -> set[str]:
    return {check for check in findings(like_list) if not check.startswith("language.")}


def entry_of(like_list: LikeList) -> Any:
    return like_list.entries.get(is_seed=False)


def test_a_list_with_nothing_wrong_has_no_findings() -> None:
    assert make_ready_list().findings() == []


def test_an_empty_list_is_told_what_is_missing() -> None:
    bare = LikeList.objects.create(slug="bare", headline="Films like nothing")
    missing = {"list.seed", "list.entries", "list.intro", "page.standfirst", "page.search"}
    assert checks_of(bare) == missing


@pytest.mark.parametrize(
    ("headline", "is_right"),
    [
        ("2 Films Like Heat", False),
        ("Two Movies Like Heat", False),
        ("1 Very Good Film Like Heat", True),
        ("One Film Like Heat", True),
        ("Films Like 21 Grams", True),
        ("12 Tense Bank Robbery Films", False),
    ],
)
def test_the_headline_keeps_the_number_that_it_promises(headline: str, is_right: bool) -> None:
    like_list = make_ready_list(headline=headline)
    assert ("catalogue.headline-number" not in findings(like_list)) is is_right


def test_a_number_in_the_seeds_title_promises_nothing() -> None:
    like_list = make_list(make_film("12 Angry Films"), headline="Like 12 Angry Films")
    assert "catalogue.headline-number" not in findings(like_list)


def test_the_same_film_under_two_records_is_found() -> None:
    like_list = make_ready_list()
    seed = like_list.entries.get(is_seed=True).film
    twin = make_film(seed.title, seed.year + 1, themes=["amnesia"])
    make_entry(like_list, twin, blurb=BLURB, traits=[{"kind": "theme", "key": "amnesia"}])
    finding = findings(like_list)["catalogue.same-film-twice"]
    assert finding.place.part == twin.slug
    assert "starts from" in finding.sentence


def test_an_entry_that_shares_nothing_is_found_where_it_stands() -> None:
    like_list = make_ready_list()
    film = make_film()
    make_entry(like_list, film, blurb=BLURB)
    assert findings(like_list)["catalogue.nothing-shared"].place.part == film.slug


def test_claims_need_support_and_entries_claims() -> None:
    like_list = make_ready_list()
    entry = entry_of(like_list)
    entry.traits = [{"kind": "theme", "key": "heist"}]
    entry.save()
    assert findings(like_list)["catalogue.unsupported-claim"].excerpt == "theme:heist"
    entry.traits = []
    entry.save()
    assert checks_of(like_list) == {"catalogue.no-claim"}


def test_films_that_are_not_public_are_found() -> None:
    like_list = make_ready_list()
    entry_of(like_list).film.withdraw()
    assert checks_of(like_list) == {"catalogue.unpublished"}


def test_the_desks_own_sentence_is_an_error_until_it_is_rewritten() -> None:
    like_list = make_ready_list()
    entry = entry_of(like_list)
    entry.starter = "Both deal with amnesia."
    entry.blurb = f"{BLURB} {entry.starter}"
    entry.save()
    finding = findings(like_list)["list.starter"]
    assert (finding.place.start, finding.excerpt) == (len(BLURB) + 1, entry.starter)


@pytest.mark.parametrize(
    ("sentence", "is_claim"),
    [
        ("It streams on Netflix.", True),
        ("Watch it on Netflix while you can.", True),
        ("It can be streamed free.", True),
        ("The stream behind the house runs on.", False),
        ("Netflix made it after a long quarrel.", False),
    ],
)
def test_where_to_watch_needs_an_offer_checked_lately(sentence: str, is_claim: bool) -> None:
    like_list = make_ready_list()
    entry = entry_of(like_list)
    make_service("netflix")
    entry.blurb = f"{BLURB} {sentence}"
    entry.save()
    assert ("catalogue.availability" in findings(like_list)) is is_claim
    old = timezone.localdate() - dt.timedelta(days=31)
    offer = make_offer(entry.film, service="netflix", checked_on=old)
    assert ("catalogue.availability" in findings(like_list)) is is_claim
    offer.checked_on = timezone.localdate() - dt.timedelta(days=30)
    offer.save()
    assert "catalogue.availability" not in findings(like_list)


def test_one_sentence_for_all_films_needs_an_offer_of_each() -> None:
    like_list = make_ready_list()
    like_list.outro = "All of them stream on Netflix."
    like_list.save()
    make_service("netflix")
    finding = findings(like_list)["catalogue.availability"]
    assert entry_of(like_list).film.title in finding.sentence


def test_checking_asks_the_same_number_of_queries_for_a_long_list() -> None:
    def count(entries: int) -> int:
        like_list = make_ready_list()
        for _ in range(entries):
            make_entry(like_list, make_film(themes=["amnesia"]), blurb=BLURB)
        like_list = LikeList.objects.get(pk=like_list.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            like_list.findings()
        return len(queries)

    assert count(1) == count(20) <= 24


# What surrounds the words -----------------------------------------------------------------------


def page_checks(page: Any) -> list[str]:
    return [found.check for found in page.findings() if found.check.startswith("page.")]


@pytest.mark.parametrize("make", [make_ready_list, make_review, make_ready_article])
def test_every_page_is_checked_for_what_surrounds_its_words(make: Any) -> None:
    assert page_checks(make()) == []
    assert page_checks(make(standfirst="", search_description="")) == [
        "page.standfirst",
        "page.search",
    ]
    assert page_checks(make(headline="Very " * 20 + "long")) == ["page.search"]


def test_an_address_that_another_page_had_is_an_error() -> None:
    other, page = make_review(), make_review()
    other.rename("elsewhere")
    former = FormerSlug.objects.get()
    type(page).objects.filter(pk=page.pk).update(slug=former.slug)
    page.refresh_from_db()
    assert page_checks(page) == ["page.slug"]


def test_an_article_about_no_film_needs_a_picture() -> None:
    article = make_ready_article()
    article.films.clear()
    assert page_checks(article) == ["page.lead-picture"]


def pictured(like_list: LikeList, **fields: Any) -> Iterable[str]:
    entry = entry_of(like_list)
    entry.picture = make_picture(**fields)
    entry.save()
    return page_checks(like_list)


def test_pictures_are_described_in_words_of_their_own() -> None:
    like_list = make_ready_list()
    title = entry_of(like_list).film.title
    assert pictured(like_list, alt="A man in a corridor") == []
    assert pictured(like_list, alt=title) == ["page.alternative-text"]
    assert pictured(like_list, alt="IMG_2041.jpg") == ["page.alternative-text"]
    assert pictured(like_list, alt=" ") == ["page.alternative-text"]
    assert pictured(like_list, alt="", is_decorative=True) == []
    assert pictured(like_list, alt="A man", credit=" ") == ["page.credit"]


def test_two_pictures_do_not_say_the_same_and_one_does_not_stand_twice() -> None:
    picture = make_picture(alt="A man in a corridor")
    like_list = make_ready_list(picture=picture)
    assert pictured(like_list, alt="a man in a Corridor") == ["page.alternative-text"]
    entry = entry_of(like_list)
    entry.picture = picture
    entry.save()
    assert page_checks(like_list) == ["page.picture-twice"]


def test_a_picture_whose_file_is_gone_is_found() -> None:
    like_list = make_ready_list()
    pictured(like_list, alt="A man in a corridor")
    picture = entry_of(like_list).picture
    picture.file.storage.delete(picture.file.name)
    assert page_checks(like_list) == ["page.picture-missing"]


def test_links_within_the_site_must_answer() -> None:
    film, hidden = make_film("Heat", 1995), make_film("Hidden", 2001, status=Status.DRAFT)
    film.rename("heat-of-1995")
    body = (
        "[Now](/films/heat-of-1995/), [formerly](/films/heat-1995/), [home](/), "
        "[outside](https://example.com/), [down](#below), [an index](/films/?genre=crime)."
    )
    assert page_checks(make_review(body=body)) == []
    broken = [f"/films/{hidden.slug}/", "/films/nothing-2000/", "films/heat-of-1995/", "/admin/"]
    for target in broken:
        review = make_review(body=f"See [this]({target}) and be amazed.")
        (finding,) = [each for each in review.findings() if each.check == "page.link"]
        assert (finding.excerpt, finding.place.field) == (target, "body")
        assert review.body[finding.place.start : finding.place.end] == target


# The command ------------------------------------------------------------------------------------


def run(*args: str) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("check_lists", *args, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def test_the_command_says_what_is_wrong_and_ends_with_1() -> None:
    good, bad = make_ready_list(), make_ready_list(headline="7 Films Like It")
    assert run(good.slug) == ("1 lists checked: 0 errors, 0 warnings.\n", 0)
    told, code = run()
    assert code == 1
    assert bad.slug in told
    assert "make them agree" in told
    assert good.slug not in told


def test_the_command_prints_json_and_keeps_what_it_found() -> None:
    bad = make_ready_list(headline="7 Films Like It")
    told, code = run("--json", bad.slug)
    (row,) = json.loads(told)
    assert (code, row["list"], row["blocking"]) == (1, bad.slug, 1)
    assert row["findings"][0]["check"] == "catalogue.headline-number"
    assert row["findings"][0]["overruled"] is None
    assert CheckReport.objects.get().blocking == 1


def test_the_command_refuses_a_list_that_is_not_there() -> None:
    with pytest.raises(CommandError, match="no such list: nowhere") as error:
        run("nowhere")
    assert error.value.returncode == 2


def test_the_command_may_leave_out_drafts() -> None:
    make_ready_list(headline="7 Films Like It", status=Status.DRAFT, publish_at=None)
    assert run()[1] == 1
    assert run("--published") == ("0 lists checked: 0 errors, 0 warnings.\n", 0)
