"""Wikidata's dump: films, and the names of what they link to."""

from __future__ import annotations

import bz2
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from films.importing.records import CreditRecord, FilmRecord, PersonRecord, TitleRecord, Where, Word
from films.importing.sources.wikidata import Marks, Wikidata
from tests.import_samples import read, text

Item = dict[str, Any]
MINUTE = "http://www.wikidata.org/entity/Q7727"


def snak(property_: str, value: object, kind: str) -> Item:
    return {
        "snaktype": "value",
        "property": property_,
        "datavalue": {"value": value, "type": kind},
        "datatype": kind,
    }


def said(property_: str, value: object, kind: str = "string", **more: object) -> Item:
    """Return a statement as dumps write it."""
    claim = {"mainsnak": snak(property_, value, kind), "type": "statement", "rank": "normal"}
    return {**claim, **more}


def linking(property_: str, *numbers: int, **more: object) -> list[Item]:
    return [
        said(
            property_,
            {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"},
            "wikibase-entityid",
            **more,
        )
        for number in numbers
    ]


def dated(time: str, precision: int = 11) -> Item:
    return said("P577", {"time": time, "timezone": 0, "precision": precision}, "time")


def lasting(amount: str, unit: str = MINUTE) -> Item:
    return said("P2047", {"amount": amount, "unit": unit}, "quantity")


def titled(title: str, language: str) -> Item:
    return said("P1476", {"text": title, "language": language}, "monolingualtext")


def item(number: int, name: str = "", **parts: Any) -> Item:
    labels = {"en": {"language": "en", "value": name}} if name else []
    return {
        "type": "item",
        "id": f"Q{number}",
        "labels": labels,
        "descriptions": {},
        "aliases": [],
        "claims": [],
        **parts,
    }


def terms(**names: str) -> Item:
    return {tag.replace("_", "-"): {"language": tag, "value": name} for tag, name in names.items()}


def dump(folder: Path, *items: Item | str, name: str = "latest-all.json") -> Path:
    """Write items as an array with one a line."""
    written = [
        one if isinstance(one, str) else json.dumps(one, separators=(",", ":")) for one in items
    ]
    return text(folder / name, "[", *(f"{one}," for one in written[:-1]), written[-1], "]")


INCEPTION = item(
    25188,
    labels=terms(en="Inception", de="Inception", es="Origen", pt_br="A Origem", ru="Начало"),
    aliases={
        "en": [{"language": "en", "value": "inception"}],
        "es": [{"language": "es", "value": "El origen"}],
    },
    claims={
        "P31": linking("P31", 11424),
        "P1476": [titled("Inception", "en")],
        "P577": [dated("+2010-07-16T00:00:00Z"), dated("+2010-07-08T00:00:00Z")],
        "P345": [said("P345", "tt1375666", "external-id")],
        "P4947": [said("P4947", "27205", "external-id")],
        "P2047": [lasting("+148")],
        "P57": linking("P57", 25191),
        "P58": linking("P58", 25191),
        "P161": linking("P161", 38111, qualifiers={"P4633": [snak("P4633", "Dom Cobb", "string")]}),
        "P86": linking("P86", 76364),
        "P136": linking("P136", 471839, 496523, 2484376),
        "P495": linking("P495", 30, 145),
        "P364": linking("P364", 1860),
        "P272": linking("P272", 126399),
    },
)
NAMES = (
    item(25191, "Christopher Nolan", claims={"P345": [said("P345", "nm0634240", "external-id")]}),
    item(
        38111,
        claims={"P4985": [said("P4985", "6193", "external-id")]},
        labels=terms(mul="Leonardo DiCaprio"),
    ),
    item(76364, "Hans Zimmer"),
    item(471839, "science fiction film"),
    item(496523, "heist film"),
    item(2484376, "thriller film"),
    item(30, "United States", claims={"P297": [said("P297", "US", "external-id")]}),
    item(145, "United Kingdom", claims={"P297": [said("P297", "GB", "external-id")]}),
    item(1860, "English", claims={"P218": [said("P218", "en", "external-id")]}),
    item(126399, "Warner Bros."),
    item(1, "Universe"),
)


def test_a_film_comes_with_the_names_of_all_it_links_to(tmp_path: Path) -> None:
    path = dump(tmp_path, *NAMES[:5], INCEPTION, *NAMES[5:])
    nolan = PersonRecord("Christopher Nolan", imdb_id="nm0634240", wikidata_id="Q25191")
    assert read(Wikidata, path) == (
        [
            FilmRecord(
                Where(path, 7),
                "Inception",
                2010,
                imdb_id="tt1375666",
                tmdb_id=27205,
                wikidata_id="Q25188",
                original_title="Inception",
                runtime=148,
                genres=("Science fiction", "Thriller"),
                keywords=("heist film",),
                countries=(Word("US", "United States"), Word("GB", "United Kingdom")),
                languages=(Word("en", "English"),),
                companies=("Warner Bros.",),
                titles=(
                    TitleRecord("Origen", "", "es"),
                    TitleRecord("A Origem", "BR", "pt"),
                    TitleRecord("Начало", "", "ru"),
                    TitleRecord("El origen", "", "es"),
                ),
                credits=(
                    CreditRecord(nolan, "directing", "Director"),
                    CreditRecord(nolan, "writing", "Writer"),
                    CreditRecord(
                        PersonRecord("Leonardo DiCaprio", tmdb_id=6193, wikidata_id="Q38111"),
                        "cast",
                        "Actor",
                        "Dom Cobb",
                    ),
                    CreditRecord(
                        PersonRecord("Hans Zimmer", wikidata_id="Q76364"), "music", "Composer"
                    ),
                ),
            )
        ],
        [],
    )


def test_characters_that_are_items_and_series_are_named_too(tmp_path: Path) -> None:
    role = [snak("P453", {"entity-type": "item", "id": "Q3244512"}, "wikibase-entityid")]
    film = item(
        102438,
        "Harry Potter and the Philosopher's Stone",
        claims={
            "P31": linking("P31", 11424),
            "P161": linking("P161", 38119, qualifiers={"P453": role}),
            "P179": linking("P179", 216930),
        },
    )
    names = (
        item(38119, "Daniel Radcliffe"),
        item(3244512, "Harry Potter"),
        item(216930, "Harry Potter film series"),
    )
    (found,), refused = read(Wikidata, dump(tmp_path, film, *names))
    assert refused == []
    assert found.series == "Harry Potter"
    assert found.credits == (
        CreditRecord(
            PersonRecord("Daniel Radcliffe", wikidata_id="Q38119"), "cast", "Actor", "Harry Potter"
        ),
    )


def test_what_has_no_english_name_is_left_out_and_counted(tmp_path: Path) -> None:
    some = [one for one in NAMES if one["id"] not in {"Q76364", "Q145", "Q1860"}]
    kingdom = item(145, "United Kingdom")
    composer = item(76364, labels=terms(ja="ハンス・ジマー"))
    (film,) = read(Wikidata, dump(tmp_path, INCEPTION, composer, kingdom, *some)).films
    assert film.countries == (Word("US", "United States"),)
    assert film.languages is None
    assert film.credits is not None
    assert "Hans Zimmer" not in {credit.person.name for credit in film.credits}
    assert film.remarks == [
        "countries: 1 without an ISO code",
        "2 of its 10 items have no English name here",
    ]


@pytest.mark.parametrize(
    ("classes", "minutes", "kind", "form", "genres"),
    [
        ((24862,), "+12", "short", "short", None),
        ((11424,), "+12", "short", "short", None),
        ((17517379,), "+7", "short", "animation", ("Animation",)),
        ((29168811,), "+88", "movie", "animation", ("Animation",)),
        ((93204,), "+80", "movie", "documentary", ("Documentary",)),
        ((506240,), "+95", "tv-movie", None, None),
        ((506240, 24862), "+25", "tv-short", "short", None),
        ((200092, 11424), "+90", "movie", None, ("Horror",)),
    ],
)
def test_what_a_film_is_an_instance_of_says_its_kind_and_form(  # noqa: PLR0917 — one case
    tmp_path: Path,
    classes: tuple[int, ...],
    minutes: str,
    kind: str,
    form: str | None,
    genres: tuple[str, ...] | None,
) -> None:
    claims = {"P31": linking("P31", *classes), "P2047": [lasting(minutes)]}
    (film,) = read(Wikidata, dump(tmp_path, item(25188, "Inception", claims=claims))).films
    assert (film.kind, film.form, film.genres) == (kind, form, genres)


def test_what_is_no_film_is_passed_over(tmp_path: Path) -> None:
    book = item(8337, "Harry Potter", claims={"P31": linking("P31", 277759)})
    about_film = item(11424, "film", claims={"P279": linking("P279", 11424)})
    once = item(9, "Withdrawn", claims={"P31": linking("P31", 11424, rank="deprecated")})
    property_ = {"type": "property", "id": "P31", "labels": terms(en="instance of")}
    assert read(Wikidata, dump(tmp_path, book, about_film, once, property_)) == ([], [])


def test_of_several_statements_the_preferred_count(tmp_path: Path) -> None:
    claims = {
        "P31": linking("P31", 11424),
        "P345": [
            said("P345", "tt0000001", "external-id", rank="deprecated"),
            said("P345", "tt0000002", "external-id"),
            said("P345", "tt1375666", "external-id", rank="preferred"),
        ],
        "P2047": [lasting("+8880", "http://www.wikidata.org/entity/Q11574")],
        "P577": [
            dated("+2010-00-00T00:00:00Z", 9),
            dated("+2000-00-00T00:00:00Z", 8),
            dated("-0044-03-15T00:00:00Z"),
            {"mainsnak": {"snaktype": "somevalue", "property": "P577"}, "rank": "normal"},
        ],
    }
    (film,) = read(Wikidata, dump(tmp_path, item(25188, "Inception", claims=claims))).films
    assert (film.imdb_id, film.runtime, film.year) == ("tt1375666", 148, 2010)


def test_a_film_without_an_english_name_has_its_original_title(tmp_path: Path) -> None:
    claims = {"P31": linking("P31", 11424), "P1476": [titled("La Haine", "fr")]}
    film = item(463313, labels=terms(fr="La Haine", de="Hass"), claims=claims)
    (found,) = read(Wikidata, dump(tmp_path, film)).films
    assert (found.title, found.original_title) == ("La Haine", "La Haine")
    assert found.titles == (TitleRecord("Hass", "", "de"),)


def test_values_that_cannot_be_read_are_remarked_upon(tmp_path: Path) -> None:
    claims = {
        "P31": linking("P31", 11424),
        "P345": [said("P345", "nm0634240", "external-id")],
        "P4947": [said("P4947", "27205?", "external-id")],
        "P2047": [lasting("+148", "1"), lasting("+1e9")],
        "P577": "2010",
        "P57": [None, {"mainsnak": []}, {"mainsnak": {"datavalue": {"value": {"id": "Q0"}}}}],
        "P161": [{"mainsnak": {"datavalue": {"value": {"id": f"Q{1 << 40}"}}}}],
        "P495": {"mainsnak": {}},
    }
    film = item(25188, "Inception", claims=claims, aliases={"en": ["x"], "de": {"value": 7}})
    (found,), refused = read(Wikidata, dump(tmp_path, film))
    assert refused == []
    assert found.remarks == [
        "P345: “nm0634240” is no id of an IMDb title",
        "P4947: “27205?” is no number",
        "P2047: is not in minutes, hours or seconds",
        "P2047: “1000000000.0” is no runtime in minutes",
    ]
    assert (found.year, found.credits, found.countries) == (None, None, None)


def test_lines_that_cannot_be_used_are_refused_once(tmp_path: Path) -> None:
    nameless = item(5, claims={"P31": linking("P31", 11424)})
    path = dump(
        tmp_path,
        INCEPTION,
        INCEPTION,
        nameless,
        '{"type":"item","id":"Q6","claims":{"P31":"Q11424"',
        '{"type":"item","id":"Q30","labels":',
        "7",
        "rubbish",
        *NAMES[:6],
    )
    films, refused = read(Wikidata, path)
    assert [film.title for film in films] == ["Inception"]
    reasons = [refusal.split(" ")[0].split(":")[1] for refusal in refused]
    assert reasons == ["3", "4", "5", "6", "7", "8"]
    assert refused[0].endswith(" stands twice")
    assert refused[1].endswith(" has no title")
    assert "is not JSON" in refused[2]
    assert "is not JSON" in refused[3]
    assert "is no JSON object" in refused[4]


def test_a_line_in_which_the_id_stands_last_is_read_too(tmp_path: Path) -> None:
    turned = [dict(reversed(one.items())) for one in (*NAMES, INCEPTION)]
    path = text(tmp_path / "films.jsonl", *(json.dumps(one, ensure_ascii=False) for one in turned))
    (film,) = Wikidata({"dump": path}, print).records()
    assert film.companies == ("Warner Bros.",)
    assert film.remarks == []


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_packed_dumps_are_known_by_their_first_lines(tmp_path: Path, pack: Any) -> None:
    plain = dump(tmp_path, INCEPTION, *NAMES)
    packed = tmp_path / "20261101.json.packed"
    packed.write_bytes(pack(plain.read_bytes()))
    told: list[int] = []
    assert Wikidata.recognise([packed]) == {"dump": packed}
    (film,) = Wikidata({"dump": packed}, print, told=told.append).records()
    assert film.title == "Inception"
    assert abs(sum(told) - packed.stat().st_size) <= 2


def test_other_files_are_not_taken_for_a_dump(tmp_path: Path) -> None:
    others = [
        text(tmp_path / "a.csv", "movieId,title,genres"),
        text(tmp_path / "b.json", '{"adult":false,"id":949,"original_title":"Heat"}'),
        text(tmp_path / "c.json", "["),
        text(tmp_path / "d.json"),
    ]
    assert Wikidata.recognise(others) == {}


def test_marks_are_a_set_of_numbers() -> None:
    marks = Marks()
    for number in (7, 8, 2**20):
        marks.add(number)
    assert [number for number in (0, 7, 8, 9, 2**20, 2**27) if number in marks] == [7, 8, 2**20]
