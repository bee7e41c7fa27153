"""What an import does to lists, and what it leaves alone."""

from __future__ import annotations

import json

import pytest
import reversion
from reversion.models import Version

from lists.exchange.importing import carried_out
from lists.exchange.reading import read
from lists.exchange.writing import contents_of
from lists.models import LikeList
from publishing.models import Author, CheckReport, Status
from tests.exchanged import (
    a_draft,
    a_file,
    a_sheet,
    everything,
    file_of,
    films_in,
    imported,
    plan_of,
    row,
    the_list,
)
from tests.factories import make_film, make_ready_list

pytestmark = pytest.mark.django_db


def test_the_plan_tells_every_change_and_the_import_makes_them() -> None:
    like_list = a_draft()
    make_film("Collateral", 2004)
    file = json.loads(file_of(like_list))
    [facts] = file["lists"]
    facts |= {"headline": "Films Like Heat", "outro": "", "authors": ["otto-reelwell"]}
    thief, _ = facts["entries"]
    thief |= {"position": 1, "blurb": "- A safe.\n\n'Tis very much alike.", "traits": []}
    facts["entries"] = [thief, row(title="Collateral", year=2004, blurb="A taxi.")]
    content = json.dumps(file).encode()
    assert list(plan_of(content).lines()) == [
        "films-like-heat: changes",
        "  headline “2 Films Like Heat” → “Films Like Heat”",
        "  outro “=SUM(A1)” → “”",
        "  authors “Otto Reelwell, Vera Lamplight” → “Otto Reelwell”",
        "  add 2. Collateral (2004)",
        "  change Thief (1981)",
        "    position 2 → 1",
        "    blurb “- A safe.  'Tis alike.” → “- A safe.  'Tis very much alike.”",
        "    traits “theme:robbery, person:michael-mann” → “”",
        "  remove Ronin (1998)",
    ]
    version = like_list.version
    plan = imported(content)
    assert plan.summary == (
        "Lists: 0 new, 1 changed. Films: 1 added, 1 changed, 1 removed. Not matched: 0."
    )
    like_list.refresh_from_db()
    assert like_list.version == version + 1
    assert (like_list.headline, like_list.outro) == ("Films Like Heat", "")
    assert [author.slug for author in like_list.authors.all()] == ["otto-reelwell"]
    assert films_in("films-like-heat") == [
        (True, 1, "Heat"),
        (False, 1, "Thief"),
        (False, 2, "Collateral"),
    ]
    entry = like_list.entries.get(film__title="Thief")
    assert (entry.blurb, entry.traits) == ("- A safe.\n\n'Tis very much alike.", [])
    assert not imported(content).changes_something


def test_only_the_words_around_a_change_are_quoted() -> None:
    like_list = a_draft(intro="x" * 200 + " old " + "y" * 200)
    content = file_of(like_list).replace(b" old ", b" new ")
    [change] = the_list(plan_of(content)).changes
    assert str(change).startswith(f"intro “…{'x' * 19} old yyy")
    assert f"→ “…{'x' * 19} new yyy" in str(change)
    assert len(str(change)) < 150


def test_what_a_file_does_not_speak_of_stays_as_it_is() -> None:
    like_list = a_draft()
    make_film("Collateral", 2004)
    rows = [
        {"list_slug": "films-like-heat", "film_slug": slug, "is_seed": "x" if seed else ""}
        for slug, seed in (
            ("heat-1995", True),
            ("collateral-2004", False),
            ("thief-1981", False),
            ("ronin-1998", False),
        )
    ]
    imported(a_sheet(*rows))
    [whole] = contents_of(LikeList.objects.all())
    assert whole.facts["intro"].startswith("One.")
    assert whole.authors == ("otto-reelwell", "vera-lamplight")
    assert films_in("films-like-heat") == [
        (True, 1, "Heat"),
        (False, 1, "Collateral"),
        (False, 2, "Thief"),
        (False, 3, "Ronin"),
    ]
    entry = like_list.entries.get(film__title="Thief")
    assert (len(entry.traits), entry.blurb) == (2, "- A safe.\n\n'Tis alike.")


def test_rows_that_are_not_matched_stay_out_and_nothing_is_removed_on_their_account() -> None:
    like_list = a_draft()
    make_film("Collateral", 2004)
    content = a_file(
        row(title="Collateral", year=2004), row(title="Theif", year=1981), headline="New"
    )
    plan = imported(content)
    assert [str(each) for each in plan.unmatched] == [
        "entry 2: “Theif” (1981): no film has this title and year. Near: Thief (1981) [thief-1981]."
    ]
    assert not the_list(plan).removed
    like_list.refresh_from_db()
    assert like_list.headline == "New"
    assert {title for _, _, title in films_in("films-like-heat")} == {
        "Heat",
        "Thief",
        "Ronin",
        "Collateral",
    }


def test_an_author_who_is_not_here_is_told_and_takes_nobodys_place() -> None:
    like_list = a_draft()
    vera = Author.objects.get(slug="vera-lamplight")
    vera.rename("vera")
    content = a_file(headline="New", authors=["vera-lamplight", "nobody"])
    plan = imported(content)
    assert [str(each) for each in plan.unmatched] == ["by-line: nobody: no author has this slug."]
    assert like_list.authors.count() == 2
    assert like_list.entries.count() == 3


def test_a_seed_may_become_an_entry_and_an_entry_a_seed() -> None:
    like_list = a_draft()
    content = a_file(
        row(slug="heat-1995", blurb="Two men."),
        row(slug="ronin-1998"),
        seeds=[{"film": {"slug": "thief-1981"}}],
    )
    imported(content)
    assert films_in("films-like-heat") == [
        (True, 1, "Thief"),
        (False, 1, "Heat"),
        (False, 2, "Ronin"),
    ]
    assert like_list.entries.get(is_seed=True).blurb == ""


def test_an_import_keeps_pictures_and_forgets_only_a_starter_that_was_rewritten() -> None:
    like_list = a_draft()
    like_list.entries.filter(film__title="Thief").update(starter="'Tis alike.")
    like_list.entries.filter(film__title="Ronin").update(starter="Cars.", blurb="Cars. And more.")
    content = file_of(like_list).replace(b"'Tis alike", b"Both are alike")
    imported(content.replace(b"And more.", b"And cars."))
    starters = dict(like_list.entries.values_list("film__title", "starter"))
    assert starters == {"Heat": "", "Thief": "", "Ronin": "Cars."}


def test_an_import_keeps_one_revision_with_the_entries_and_a_fresh_report() -> None:
    like_list = a_draft()
    like_list.examine()
    CheckReport.objects.update(findings=[], blocking=0)
    with reversion.create_revision():
        like_list.save()
    before = Version.objects.get_for_object(like_list).count()
    content = file_of(like_list).replace(b"'Tis alike.", b"It is new.")
    carried_out(read(content), "heat.json")
    assert Version.objects.get_for_object(like_list).count() == before + 1
    newest = Version.objects.get_for_object(like_list)[0]
    assert newest.revision.comment == "Imported from heat.json"
    kept = [each.field_dict for each in newest.revision.version_set.all()]
    assert "- A safe.\n\nIt is new." in [fields.get("blurb") for fields in kept]
    report = like_list.check_reports.get()
    assert "list.blurb" in {finding.check for finding in report.found}


def test_a_new_list_is_a_draft_with_a_revision_of_its_entries() -> None:
    make_film("Heat", 1995)
    imported(a_file(row(slug="heat-1995")))
    like_list = LikeList.objects.get()
    assert (like_list.status, like_list.publish_at) == (Status.DRAFT, None)
    [version] = Version.objects.get_for_object(like_list)
    assert version.revision.version_set.count() == 2
    assert like_list.check_reports.exists()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.PUBLISHED, "films-like-heat is published: an import changes only drafts"),
        (Status.WITHDRAWN, "films-like-heat is withdrawn: an import changes only drafts"),
    ],
)
def test_a_list_that_is_or_was_public_is_never_written_over(status: str, words: str) -> None:
    a_draft(status=status, publish_at="2030-01-01T00:00:00Z")
    before = everything()
    content = a_file(headline="New")
    [problem] = imported(content).problems
    assert words in problem
    assert everything() == before


def test_one_list_with_a_problem_keeps_the_whole_file_out() -> None:
    public = make_ready_list(headline="Old")
    draft = a_draft()
    content = file_of(draft, public).replace(b"2 Films", b"Two Films")
    before = everything()
    assert imported(content).problems
    assert everything() == before


def test_a_list_is_found_at_its_former_address_and_stays_at_the_new_one() -> None:
    like_list = a_draft()
    content = file_of(like_list).replace(b"2 Films", b"Two Films")
    like_list.rename("like-heat")
    plan = imported(content)
    assert the_list(plan).notes == ["films-like-heat is the former address of like-heat."]
    like_list.refresh_from_db()
    assert (like_list.slug, like_list.headline) == ("like-heat", "Two Films Like Heat")
    assert LikeList.objects.count() == 1


def test_two_lists_of_a_file_that_are_one_here_are_a_problem() -> None:
    like_list = a_draft()
    like_list.rename("like-heat")
    file = json.loads(file_of(like_list))
    file["lists"].append(file["lists"][0] | {"slug": "films-like-heat"})
    assert "another name for a list" in imported(json.dumps(file).encode()).problems[0]


def test_a_film_stands_only_once_in_a_file() -> None:
    make_film("Heat", 1995, tmdb_id=949)
    content = a_file(row(tmdb=949), seeds=[{"film": {"title": "Heat", "year": 1995}}])
    assert imported(content).problems == [
        "films-like-heat: Heat (1995) stands there 2 times (seed 1 and entry 1)."
    ]
    assert not LikeList.objects.exists()


@pytest.mark.parametrize("headline", [None, "", " "])
def test_a_list_needs_a_headline(headline: str | None) -> None:
    content = a_file(headline=headline)
    needed = ["films-like-heat has no headline, and a list needs one."]
    assert imported(content).problems == needed
    like_list = a_draft()
    assert imported(content).problems == ([] if headline is None else needed)
    like_list.refresh_from_db()
    assert like_list.headline == "2 Films Like Heat"


def test_an_empty_numbering_is_none_and_stays_as_it_is() -> None:
    like_list = a_draft()
    cells = {"list_slug": "films-like-heat", "numbering": "", "film_slug": "heat-1995"}
    imported(a_sheet(cells | {"is_seed": "yes", "headline": "New"}))
    like_list.refresh_from_db()
    assert (like_list.headline, like_list.numbering) == ("New", "up")


def test_positions_end_somewhere() -> None:
    make_film("Heat", 1995)
    make_film("Thief", 1981)
    content = a_file(row(slug="heat-1995", position=32767), row(slug="thief-1981"))
    assert imported(content).problems == ["entry 2: no position is left behind 32767."]
