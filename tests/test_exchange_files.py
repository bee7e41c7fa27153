"""Files that are no lists, each answered in words; and the commands, with how they end."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lists.exchange.contents import MOST_BYTES, MOST_ROWS, Unusable
from lists.exchange.reading import read
from lists.models import LikeList
from publishing.models import Status
from tests.exchanged import a_draft, a_file, a_sheet, command, everything, file_of, row
from tests.factories import make_author, make_film, make_list

SHEET = "list_slug,headline,title,year,is_seed,position,traits\n"


def sentences_of(content: bytes, name: str = "") -> list[str]:
    with pytest.raises(Unusable) as refused:
        read(content, name)
    return list(refused.value.sentences)


def answer_to(content: bytes) -> list[str]:
    """What is said of a file; anything raised but a refusal fails the test."""
    try:
        read(content)
    except Unusable as refused:
        return list(refused.sentences)
    return []


def whole(**parts: Any) -> bytes:
    return json.dumps({"format": "moreish lists", "version": 1, "lists": [], **parts}).encode()


def with_text(name: str, text: str) -> bytes:
    return a_file(**{name: text})


BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "The file is empty."),
    "blanks": (b" \n\t", "The file is empty."),
    "only a mark": (codecs.BOM_UTF8, "The file is empty."),
    "too large": (b" " * (MOST_BYTES + 1), "The file has 2.0 MB; 2 MB at most."),
    "a picture": (b"\x89PNG\r\n\x1a\n\0", "The file is not UTF-8 (byte 1); save it as that."),
    "Latin-1": ("slug,Amélie".encode("latin-1"), "The file is not UTF-8 (byte 8); save it as"),
    "UTF-16": ("list_slug,title".encode("utf-16"), "The file is UTF-16; save it as UTF-8."),
    "null bytes": (b"list_slug,title\n\0,", "The file has null characters, so it is no text."),
    "prose": (b"Films like Heat", "The first row does not name the columns"),
    "a page": (b"<html><body>", "The first row does not name the columns"),
    "JSON cut short": (b'{"format": "moreish', "The file is no whole JSON: Unterminated string"),
    "JSON of prose": (b"{Heat}", "The file is no whole JSON: Expecting property name"),
    "other JSON": (b'{"films": []}', 'not lists: it lacks "format": "moreish lists".'),
    "an array": (b"[]", 'not lists: it lacks "format": "moreish lists".'),
    "a later version": (whole(version=2), "The file has another version than 1"),
    "version true": (whole(version=True), "The file has another version than 1"),
    "no lists": (whole(), "The file has no lists."),
    "lists that are text": (whole(lists="Heat"), "“lists” has to be an array of objects."),
    "lists of text": (whole(lists=["Heat"]), "“lists” has to be an array of objects."),
    "nested far too deep": (b"[" * 200_000, "The file is nested far too deep to be lists."),
    "NaN": (b'{"format": NaN}', "NaN is no number that a list can have."),
    "infinity": (b'{"format": -Infinity}', "-Infinity is no number that a list can have."),
    "a huge number": (b'{"format": ' + b"9" * 5000 + b"}", "a number with far too many digits."),
    "a key twice": (b'{"format": 1, "format": 2}', "“format” stands twice in one object."),
    "a null escape": (b'{"format": "a\\u0000b"}', "“a b” has null characters, so it is no text."),
    "half a character": (b'{"a": "\\ud83d!"}', "“?!” has half a character (a lone surrogate)."),
    "half a key twice": (b'{"\\ud83d": 1, "\\ud83d": 2}', "“?” stands twice in one object."),
    "too many rows": (a_file(*[row(slug="a")] * 1001), "The file has 1001 rows; 1000 at most."),
    "too many lists": (whole(lists=[{"slug": "a"}] * 1001), "The file has 1001 rows; 1000 at"),
    "a list twice": (whole(lists=[{"slug": "a"}] * 2), "The list a stands twice in the file."),
    "no slug": (a_file(slug=None), "A list has no slug."),
    "a slug that is none": (a_file(slug="Like Heat"), "“Like Heat” is no slug of a list."),
    "a slug that is a number": (a_file(slug=5), "The slug of a list has to be text."),
    "a long slug": (a_file(slug="a" * 161), "The slug of a list has 161 characters; 160 at most."),
    "a long headline": (
        a_file(headline="x" * 161),
        "films-like-heat: the headline has 161 characters; 160 at most.",
    ),
    "a long standfirst": (a_file(standfirst="x" * 401), "401 characters; 400 at most."),
    "a long search title": (a_file(search_title="x" * 71), "71 characters; 70 at most."),
    "a headline that is a number": (a_file(headline=5), "the headline has to be text."),
    "an intro that is an array": (a_file(intro=[]), "the intro has to be text."),
    "another numbering": (a_file(numbering="down"), "the numbering is countdown or up."),
    "authors that are text": (a_file(authors="vera"), "authors have to be an array of slugs."),
    "authors that are numbers": (a_file(authors=[5]), "authors have to be an array of slugs."),
    "entries that are text": (a_file(entries="Heat"), "“entries” has to be an array of objects."),
    "seeds of text": (a_file(seeds=["Heat"]), "“seeds” has to be an array of objects."),
    "a film that is text": (a_file({"film": "Heat"}), "entry 1: “film” has to be an object"),
    "no film": (a_file({}), "entry 1: “film” has to be an object that names a film."),
    "a title that is a number": (a_file(row(title=300)), "entry 1: the title has to be text."),
    "a long title": (a_file(row(title="x" * 201)), "the title has 201 characters; 200 at most."),
    "a year that is none": (a_file(row(year="abc")), "number from 1 to 9999, not “abc”."),
    "a year with a point": (a_file(row(year=1995.0)), "whole number from 1 to 9999."),
    "a year that is true": (a_file(row(year=True)), "whole number from 1 to 9999."),
    "a year in other digits": (a_file(row(year="١٩٩٥")), "from 1 to 9999, not “١٩٩٥”."),
    "a negative year": (a_file(row(year=-5)), "the year has to be a whole number"),
    "position 0": (a_file(row(position=0)), "the position has to be a whole number from 1 to 32"),
    "position 40000": (a_file(row(position=40000)), "whole number from 1 to 32767."),
    "a huge id": (a_file(row(tmdb=2**31)), "the TMDB id has to be a whole number from 1 to"),
    "an id of another form": (
        a_file(row(imdb="nm0000001")),
        "the IMDb id is “nm0000001”. An IMDb title is like tt7108976.",
    ),
    "a Wikidata id of another form": (a_file(row(wikidata="42")), "A Wikidata item is like Q400"),
    "an id that is an array": (a_file(row(imdb=["tt"])), "the IMDb id has to be text."),
    "a blurb that is a number": (a_file(row(blurb=5)), "entry 1: the blurb has to be text."),
    "traits that are text": (a_file(row(traits="amnesia")), "entry 1: traits have to be an array."),
    "a trait that is text": (
        a_file(row(traits=["amnesia"])),
        "a trait is a theme, genre, series or person with its key.",
    ),
    "a trait of another kind": (
        a_file(row(traits=[{"kind": "word", "key": "robbery"}])),
        "a trait is a theme, genre, series or person with its key, not “word:robbery”.",
    ),
    "a trait without a key": (
        a_file(row(traits=[{"kind": "theme", "key": ""}])),
        "a trait is a theme, genre, series or person with its key, not “theme:”.",
    ),
    "a kind that is an array": (a_file(row(traits=[{"kind": [], "key": "a"}])), "with its key."),
    "a seed with a blurb": (
        a_file(seeds=[row(slug="heat-1995", blurb="Lovely.")]),
        "seed 1: a seed film has no blurb; write about it in the intro.",
    ),
    "a sheet without a column for lists": (b"title,year\nHeat,1995", "list_slug is needed"),
    "a sheet without a column for films": (b"list_slug,headline\na,b", "list_slug is needed"),
    "a sheet without rows": (SHEET.encode(), "The file has no lists."),
    "a sheet with a quote left open": (f'{SHEET}a,"b'.encode(), "The file is no whole CSV"),
    "a column twice": (b"list_slug,title,Title\na,b,c", "Two columns are called title."),
    "too many cells": (f"{SHEET}a,b,c,1995,,,,d".encode(), "Row 2 has more cells than there are"),
    "a row of no list": (f"{SHEET},b,c,1995".encode(), "Row 2 belongs to no list: list_slug is"),
    "a row that is a seed perhaps": (f"{SHEET}a,b,c,1,maybe".encode(), "Row 2: is_seed is yes or"),
    "a cell far too long": (f"{SHEET}a,{'b' * 200_000}".encode(), "no whole CSV: field larger"),
    "facts that differ": (
        f"{SHEET}a,b,c,1\na,,c,2\na,d,e,3".encode(),
        "Rows 2 and 4 differ in the headline of a",
    ),
    "a sheet's bad year": (f"{SHEET}a,b,c,c. 1995".encode(), "a: row 2: the year has to be a who"),
    "a sheet's bad trait": (
        f"{SHEET}a,b,c,1995,,,amnesia".encode(),
        "a: row 2: a trait is a theme",
    ),
}


@pytest.mark.parametrize(("content", "sentence"), BAD.values(), ids=BAD)
def test_a_file_that_cannot_be_meant_is_answered_in_words(content: bytes, sentence: str) -> None:
    assert sentence in " ".join(sentences_of(content))


def test_all_that_is_wrong_is_said_at_once_and_each_thing_once() -> None:
    content = a_file(row(year="x"), row(year="x"), headline=5)
    assert len(sentences_of(content)) == 3


def test_the_name_of_a_file_says_its_form() -> None:
    assert "no whole JSON" in sentences_of(b"Films like Heat", "heat.JSON")[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_sheets_may_be_divided_and_marked_as_spreadsheets_do(delimiter: str, mark: bytes) -> None:
    lines = [
        '"List slug",Headline,TITLE,year,my own',
        "like,Like Amélie,Amélie,2001,x",
        ",,,,",
        ",,B,1",
    ]
    content = mark + "\r\n".join(line.replace(",", delimiter) for line in lines).encode()
    contents = read(content)
    [like_list] = contents.lists
    assert (like_list.slug, like_list.facts) == ("like", {"headline": "Like Amélie"})
    films = [(each.place, each.film.title, each.film.year) for each in like_list.rows]
    assert films == [("row 2", "Amélie", 2001), ("row 4", "B", 1)]
    assert contents.notes == ["Left aside, since no column of ours: “my_own”."]


def test_what_a_file_says_beside_is_left_aside_and_told() -> None:
    content = a_file(row(slug="a", rating=5), headlin="x")
    assert read(content).notes == ["Left aside, since no keys of ours: “headlin” and “rating”."]


def test_a_file_of_as_much_as_may_be_is_read() -> None:
    content = a_file(*[row(slug="a")] * MOST_ROWS)
    assert len(read(content + b" " * (MOST_BYTES - len(content))).lists[0].rows) == MOST_ROWS


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda parts: (
        st.lists(parts, max_size=3)
        | st.dictionaries(
            st.sampled_from(["film", "title", "year", "imdb", "traits", "kind", "key", "position"]),
            parts,
            max_size=3,
        )
    ),
    max_leaves=8,
)
ENTRIES = st.lists(
    st.fixed_dictionaries({}, optional={"film": JSON, "traits": JSON, "blurb": JSON})
)


@given(slug=JSON, authors=JSON, entries=ENTRIES, headline=JSON)
def test_no_json_is_answered_with_a_traceback(
    slug: Any, authors: Any, entries: Any, headline: Any
) -> None:
    like_list = {"slug": slug, "authors": authors, "entries": entries, "headline": headline}
    answer = answer_to(whole(lists=[like_list]))
    assert all(sentence.endswith(".") for sentence in answer)


@given(st.binary() | st.text(alphabet="\",;\n\r\tlist_slug title year'=").map(str.encode))
def test_no_bytes_are_answered_with_a_traceback(content: bytes) -> None:
    for start in (b"", SHEET.encode(), b'{"format": "moreish lists", "lists": '):
        assert "" not in answer_to(start + content)


# The commands ----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["json", "csv"])
def test_lists_are_exported_to_a_file_or_printed(tmp_path: Path, form: str) -> None:
    lists = [a_draft(), make_list(slug="other")]
    slugs = [each.slug for each in lists]
    output = tmp_path / "lists"
    code, words = command("export_list", *slugs, "--format", form, "--output", output)
    assert (code, words) == (0, f"2 lists written to {output}.\n")
    assert output.read_bytes() == file_of(*lists, form=form)
    code, printed = command("export_list", *slugs, "--format", form)
    assert (code, printed) == (0, output.read_bytes().decode("utf-8-sig"))


@pytest.mark.django_db
def test_a_list_is_exported_once_however_often_and_by_whichever_address_it_is_named() -> None:
    like_list = a_draft()
    like_list.rename("like-heat")
    code, words = command("export_list", "like-heat", "films-like-heat", "like-heat")
    assert code == 0
    assert len(json.loads(words)["lists"]) == 1


@pytest.mark.django_db
def test_an_export_that_cannot_be_ends_with_2(tmp_path: Path) -> None:
    assert command("export_list", "nothing") == (2, "There is no such list: nothing.")
    a_draft()
    code, words = command("export_list", "films-like-heat", "--output", tmp_path)
    assert (code, words) == (2, f"{tmp_path}: Is a directory.")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of a list with two films, of which one is here."""
    make_film("Heat", 1995)
    path = tmp_path / "heat.json"
    path.write_bytes(a_file(row(slug="heat-1995"), row(title="Thief", year=1981)))
    return path


@pytest.mark.django_db
def test_a_check_says_what_the_import_does_and_writes_nothing(file: Path) -> None:
    before = everything()
    code, checked = command("import_list", file, "--check")
    assert code == 1
    assert everything() == before
    code, words = command("import_list", file)
    assert code == 1
    assert words.splitlines()[:-1] == checked.splitlines()[:-1]
    assert checked.splitlines() == [
        "films-like-heat: a new draft, “Films Like Heat”",
        "  headline “Films Like Heat”",
        "  add 1. Heat (1995)",
        "  not matched, entry 2: “Thief” (1981): no film has this title and year.",
        "Lists: 1 new, 0 changed. Films: 1 added, 0 changed, 0 removed. Not matched: 1.",
        "Nothing was written, since this was only a check.",
    ]
    assert words.splitlines()[-1] == "Imported."
    assert LikeList.objects.get().owner is None


@pytest.mark.django_db
def test_an_import_of_which_all_was_matched_ends_with_0(file: Path) -> None:
    make_film("Thief", 1981)
    assert command("import_list", file)[0] == 0
    before = everything()
    code, words = command("import_list", file)
    assert code == 0
    assert words.endswith("Nothing to change.\n")
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "sentence"), list(BAD.values())[:20], ids=list(BAD)[:20])
def test_an_import_of_no_lists_ends_with_2(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    code, words = command("import_list", path)
    assert code == 2
    assert sentence in words
    assert words.endswith("Nothing was imported.")


@pytest.mark.django_db
def test_an_import_over_a_public_list_ends_with_2(tmp_path: Path) -> None:
    path = tmp_path / "heat.json"
    path.write_bytes(file_of(a_draft(status=Status.PUBLISHED, publish_at="2020-01-01T00:00Z")))
    for options in ([], ["--check"]):
        code, words = command("import_list", path, *options)
        assert code == 2
        assert "films-like-heat is published" in words


@pytest.mark.django_db
def test_an_import_of_a_file_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    assert command("import_list", path) == (2, f"{path}: No such file or directory.")
    assert command("import_list", tmp_path) == (2, f"{tmp_path}: Is a directory.")


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_examples_in_the_documentation_can_be_imported(tmp_path: Path, form: str) -> None:
    document = Path(__file__).parent.parent / "docs" / "exchange.md"
    example = document.read_text().split(f"```{form}\n")[1].split("```")[0]
    make_film("Heat", 1995)
    make_film("Thief", 1981)
    make_author("Otto Reelwell")
    path = tmp_path / f"example.{form}"
    path.write_text(example)
    assert command("import_list", path)[0] == 0
    entries = LikeList.objects.get(slug="films-like-heat").entries.by_position()
    assert [(each.is_seed, each.film.title) for each in entries] == [
        (True, "Heat"),
        (False, "Thief"),
    ]


@pytest.mark.django_db
def test_a_sheet_made_by_hand_makes_a_list(tmp_path: Path) -> None:
    for title, year in (("Heat", 1995), ("Thief", 1981)):
        make_film(title, year)
    path = tmp_path / "heat.csv"
    heat = {"list_slug": "like-heat", "headline": "Like Heat", "title": "Heat", "year": 1995}
    path.write_bytes(a_sheet(heat | {"is_seed": "yes"}, {"title": "Thief", "year": 1981}))
    assert command("import_list", path)[0] == 0
    entries = LikeList.objects.get(slug="like-heat").entries.by_position()
    assert [(each.is_seed, str(each)) for each in entries] == [
        (True, "Heat (1995)"),
        (False, "Thief (1981)"),
    ]
