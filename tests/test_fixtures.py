"""The demo catalogue is true to itself, and loading it again does no harm."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from rapidfuzz import fuzz

from films.models import ChartPosition, Film
from lists.models import LikeList
from publishing.folding import fold
from reviews.models import Review
from tests.conftest import FIXTURES
from tests.factories import make_entry, make_film

# When the catalogue was drawn up: nothing in it may be later.
DRAWN_UP = "2026-11-21"
SHOWINGS = {"premiere", "theatrical"}

# Each pair is two people; each was looked up.
NAMESAKES = {
    frozenset(pair.split())
    for pair in (
        "claude-akins claude-rains",
        "dan-gordon don-gordon",
        "david-ayer david-paymer",
        "dean-martin jean-martin",
        "deon-taylor don-taylor",
        "gary-goldman gary-oldman",
        "graham-greene graham-greene-1952",  # The novelist; the actor.
        "henry-bean henry-berman",
        "henry-bergman henry-berman",  # Chaplin's actor; an editor.
        "jean-reno jean-renoir",
        "john-laurie john-lurie",
        "jonathan-wang nathan-wang",
        "leon leon-fromkess",  # The actor of Cliffhanger goes by one name.
        "leon miki-leon",
        "steve-mcqueen steve-mcqueen-1969",  # The actor; the director.
        "tim-jones tim-maurice-jones",  # A composer; a cinematographer.
    )
}

# People named in the prose who made none of the film that the text is about.
OTHER_PEOPLE = """
Clyde Barrow | Greta Gerwig | Jane Campion | Joe Leydon | Julia Ducournau | Leslie Felperin |
Rodney King | Ruben Östlund | Walt Disney
"""
# Characters named in fuller words than they are credited, or of whom others only speak.
CHARACTERS = """
Andrew Laeddis | Apollo Creed | Bonnie Parker | Buffalo Bill | Danny Ciello | Dom Cobb |
Dr Edwardes | Eddie Filosa | Edward Longshanks | Ellen Ripley | Four Horsemen | Gabe Cash |
George Kaplan | Harkonnens | Jason Cox | Jimmy Popeye Doyle | Johnny Favorite | Keyser Söze |
Kims | Larry Cravat | Maggie Chan | Major Archie Gates | Max Rockatansky | Mrs Kane | Mrs Mulwray |
Na Young | Night Fox | Sam Gerard | Sarah Connors | Thomas Anderson
"""
PLACES = """
Afghanistan | Atlantic City | Baker Street | Boston Harbor | Brooklyn | Buenos Aires | Cannes |
Casablanca | Chesterford | Chicago | Choctaw Nation | Cleveland | Depression Mississippi |
Depression Texas | Detroit | East Berlin | Eiffel Tower | El Pueblito | Ellis Island | Europe |
Florida | Fort Smith | French Guiana | Granite City | Hong Kong | Indian Territory | Lake Tahoe |
Las Vegas | Little Italy | London | Los Alamos | Los Angeles | Maze | Mexico City | Neo-Tokyo |
New Hampshire | New Jersey | New Mexico | New Orleans | New York | North Africa |
North Carolina | Northern Ireland |
Pacific Northwest | Paris | Place Vendôme | Puerto Rico | Rikers Island | Rio de Janeiro |
Rio Grande | Rome | San Francisco | San Francisco Bay | San Juan | San Pedro | Shawshank |
Shell Beach | South Africa | South Central | South Korea | South London | Soviet Union |
Spanish Harlem | Topkapi Palace | United Kingdom | United States | Venice | Waterloo Station |
West | World Trade Center | West Texas | Zurich
"""
OTHER_NAMES = """
Academy | Academy Award | Academy Awards | Amazon | American | American Civil War | Armistice |
Boston | British | Central American | Christmas Day | Christmas Eve | CIA | Civil War | DC Mini |
Depression | Deputy Marshal | Deputy US Marshal | Drug Enforcement Administration | Europeans |
Europol | FBI | Federal Reserve | French | Frenchman | German | Goya | Grand Prix | Green Beret |
Hurricane Katrina | Irish Traveller | Irishwoman | January | Japanese | Korean | Korean War |
Lionsgate Premiere | Luftwaffe | Main Force Patrol | Mercedes | Monet | Moroccan |
National Liberation Front | Native American | Nazi | Omni Consumer Products | Palme | Pope |
Prime Video | Prohibition | Rotten Tomatoes | Salvation Army | Signature Entertainment |
South American | South Korean | Soviet-occupied | Stasi | Texas Ranger | Tyrell Corporation |
Union | United Nations | Venice Film Festival
"""
# Films outside the catalogue, or in the short form that a list about them uses.
OTHER_TITLES = """
A Streetcar Named Desire | Ballers | Barbie | Before I Go | Dunkirk | Everything Everywhere All |
Fury Road | Marty | Network | Notorious | Poor Things | Shawshank | Stranger Things |
The Lost Weekend | The Piano | The Taking | Pelham One Two Three | The Taste of Things |
The Tree of Life | Titane
"""
PUBLICATIONS = {"The Guardian", "Variety"}

# Words with a capital inside that are spelt so.
GLUED_BY_NATURE = re.compile(
    r"(?:Mac|Mc|De|Di|Da|La|Le)[A-Z][a-zé]+|RoboCop|DeeDee|eXistenZ|GoldenEye", re.UNICODE
)
RUNS_TOGETHER = {
    "a word twice": re.compile(r"\b(\w+)\s+\1\b", re.IGNORECASE),
    "no space after a stop": re.compile(r"(?<!\b[A-Za-z])[.,;:!?)\]][A-Za-zÀ-ÿ]"),
    "a stray space": re.compile(r"  | [.,;:!?)]|\( |^\s|\s\Z"),
    "two stops": re.compile(r"\.\.|,,|;;|::|…"),
    "raw HTML": re.compile(r"<[A-Za-z/!]|&#?\w+;"),
    "quotes that are not straight": re.compile(r"[“”‘’]"),
    "a placeholder": re.compile(r"\b(?:lorem|ipsum|TODO|TBD|XXX)\b", re.IGNORECASE),
    "an odd character": re.compile(r"[\u00a0\u200b-\u200f\ufffd\t\r]"),
}
MARKDOWN = {"blurb", "intro", "outro", "body"}
PROSE = {
    "films.film": ("synopsis", "tagline"),
    "people.person": ("biography",),
    "films.chart": ("description",),
    "films.theme": ("description",),
    "publishing.author": ("biography",),
    "lists.likelist": ("headline", "standfirst", "intro", "outro", "search_description"),
    "lists.entry": ("blurb",),
    "reviews.review": ("headline", "standfirst", "body", "verdict", "search_description"),
    "reviews.article": ("headline", "standfirst", "intro", "search_description"),
    "reviews.section": ("heading", "body"),
    "reviews.pressquote": ("quote", "summary"),
}
# Written in capitals or in fragments, or about films outside the catalogue.
NOT_READ_FOR_NAMES = {"headline", "heading", "biography", "search_title"}


# The files, read as lines ------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A line of a fixture file."""

    where: str
    model: str
    key: str
    fields: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        """Return a field; a reference by a natural key of one part as that part."""
        value = self.fields[name]
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
            return value[0]
        return value


@cache
def all_rows() -> list[Row]:
    rows = []
    for file in FIXTURES:
        for number, line in enumerate(file.read_text().splitlines(), start=1):
            row = json.loads(line)
            key = row.get("pk") or row["fields"].get("slug", "")
            rows.append(Row(f"{file.name}:{number}", row["model"], key, row["fields"]))
    return rows


@cache
def rows_of(model: str) -> list[Row]:
    return [row for row in all_rows() if row.model == model]


@cache
def by_key(model: str) -> dict[str, Row]:
    return {row.key: row for row in rows_of(model)}


@cache
def by_field(model: str, field: str) -> dict[str, list[Row]]:
    """Group rows by a reference, such as releases by film; nothing where there are none."""
    groups = defaultdict(list)
    for row in rows_of(model):
        groups[row[field]].append(row)
    return groups


def films() -> list[Row]:
    return rows_of("films.film")


def keys(references: list[list[str]]) -> list[str]:
    return [key for (key,) in references]


def credits_of(film: str) -> list[Row]:
    return by_field("films.credit", "film").get(film, [])


def years_of_showings(film: str) -> set[int]:
    releases = by_field("films.release", "film").get(film, [])
    return {int(row["date"][:4]) for row in releases if row["kind"] in SHOWINGS}


def entries_of(like_list: str, *, seeds: bool) -> list[Row]:
    entries = by_field("lists.entry", "like_list")[like_list]
    return [entry for entry in entries if entry["is_seed"] is seeds]


@dataclass(frozen=True)
class Passage:
    """Some prose, where it stands, and the films that it is about."""

    where: str
    name: str
    text: str
    films: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.where} {self.name}"


def films_of(row: Row) -> tuple[str, ...]:
    """Return the films that a row's prose is about."""
    match row.model:
        case "films.film":
            about = [row.key]
        case "lists.likelist":
            about = [entry["film"] for entry in by_field("lists.entry", "like_list")[row.key]]
        case "lists.entry":
            seeds = entries_of(row["like_list"], seeds=True)
            about = [row["film"], *(seed["film"] for seed in seeds)]
        case "reviews.review" | "reviews.pressquote":
            about = [row["film"]]
        case "reviews.article":
            about = keys(row.fields["films"])
        case "reviews.section":
            about = keys(by_key("reviews.article")[row["article"]].fields["films"])
        case _:
            about = []
    return tuple(about)


@cache
def passages() -> list[Passage]:
    return [
        Passage(row.where, name, row.fields[name], films_of(row))
        for model, names in PROSE.items()
        for row in rows_of(model)
        for name in names
        if row.fields[name]
    ]


def names_in(list_of_names: str) -> set[str]:
    """Read a reviewed list, with "|" between its names."""
    return {fold(name) for name in list_of_names.split("|")}


# How much there is --------------------------------------------------------------------------------


def test_the_catalogue_is_large_and_wide() -> None:
    assert len(films()) >= 300
    assert {film["year"] // 10 * 10 for film in films()} == set(range(1920, 2030, 10))
    assert len({code for film in films() for code in keys(film.fields["countries"])}) >= 15
    assert len(rows_of("lists.likelist")) >= 12
    assert len(rows_of("reviews.review")) >= 6
    kinds = Counter(article["kind"] for article in rows_of("reviews.article"))
    assert min(kinds["explainer"], kinds["news"]) >= 4


def test_nothing_is_written_twice() -> None:
    keyed = Counter((row.model, row.key) for row in all_rows() if row.key)
    assert [key for key, count in keyed.items() if count > 1] == []
    whole = Counter(json.dumps([row.model, row.fields], sort_keys=True) for row in all_rows())
    assert [row for row, count in whole.items() if count > 1] == []


def test_every_word_that_films_are_described_with_is_used() -> None:
    used: dict[str, set[str]] = defaultdict(set)
    for row in all_rows():
        for name in ("genres", "theme", "company", "distributor", "series"):
            value = row.fields.get(name) or []
            used[name].update(keys(value) if name == "genres" else value)
    used["company"] |= used["distributor"]
    for name, field in [
        ("genre", "genres"),
        ("theme", "theme"),
        ("company", "company"),
        ("series", "series"),
    ]:
        assert set(by_key(f"films.{name}")) - used[field] == set()


# Films --------------------------------------------------------------------------------------------


def numbered_from_one(rows: Iterable[Row], field: str = "position") -> bool:
    numbers = sorted(row[field] for row in rows)
    return numbers == list(range(1, len(numbers) + 1))


def problems_of(film: Row) -> list[str]:
    themes = by_field("films.filmtheme", "film")[film.key]
    credited = credits_of(film.key)
    is_so = {
        "a synopsis of 40–80 words": 40 <= len(film["synopsis"].split()) <= 80,
        "six people or more": len({credit["person"] for credit in credited}) >= 6,
        "a director": "Director" in {credit["job"] for credit in credited},
        "3–8 themes": 3 <= len(themes) <= 8 and numbered_from_one(themes),
        "genre, country and language": all(
            film.fields[name] for name in ("genres", "countries", "languages")
        ),
        "a tagline": film["tagline"] != "",
        "published": film["status"] == "published",
        "an original title that is another": film["original_title"] != film["title"],
        "a folded title": film["folded_title"] == fold(film["title"]),
        "a plausible runtime": film["runtime"] is None or 15 <= film["runtime"] <= 240,
        "its year in its address": film.key.endswith(f"-{film['year']}"),
    }
    return [f"{film.where} {film.key}: {what}" for what, is_it in is_so.items() if not is_it]


def test_every_film_is_whole_and_public() -> None:
    assert [problem for film in films() for problem in problems_of(film)] == []


def test_a_films_year_is_that_of_its_first_showing() -> None:
    wrong = {
        film.key: (film["year"], years_of_showings(film.key))
        for film in films()
        if film["year"] != min(years_of_showings(film.key), default=0)
    }
    assert wrong == {}


def test_the_films_of_a_series_are_numbered_in_their_order() -> None:
    series: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for film in films():
        if film.fields["series"] and film["series_order"]:
            series[film["series"]].append((film["series_order"], film["year"]))
    for name, numbered in series.items():
        numbers = [number for number, _ in numbered]
        assert len(numbers) == len(set(numbers)), name
        assert sorted(numbered) == sorted(numbered, key=lambda pair: pair[1]), name


# Dates --------------------------------------------------------------------------------------------


def test_nothing_is_later_than_the_catalogue() -> None:
    names = "publish_at modified_at revised_on date as_of checked_on available_from born died"
    late = [
        (row.where, name, row.fields[name])
        for row in all_rows()
        for name in names.split()
        if (row.fields.get(name) or "")[:10] > DRAWN_UP
    ]
    assert late == []


def test_no_release_comes_before_the_first_showing() -> None:
    for film in films():
        releases = by_field("films.release", "film")[film.key]
        first = min(row["date"] for row in releases if row["kind"] in SHOWINGS)
        assert [row.where for row in releases if row["date"] < first] == []


def test_dates_known_in_part_say_no_more_than_is_known() -> None:
    """The first of the month or of the year stands for what is not known."""
    endings = {"month": "-01", "season": "-01", "year": "-01-01"}
    for model, name in [
        ("films.release", "date"),
        ("films.score", "as_of"),
        ("films.chartposition", "date"),
        ("reviews.pressquote", "date"),
    ]:
        for row in rows_of(model):
            assert (row[name] or "-01-01").endswith(endings.get(row["precision"], "")), row.where


def test_offers_begin_with_the_film_and_were_checked_while_they_stood() -> None:
    for offer in rows_of("films.offer"):
        first = str(min(years_of_showings(offer["film"])))
        begin, end = offer["available_from"], offer["available_until"]
        assert first <= (begin or offer["checked_on"]), offer.where
        assert (begin or "") <= offer["checked_on"] <= (end or DRAWN_UP), offer.where


def test_charts_name_films_that_were_out_once_each_a_date() -> None:
    taken = Counter()  # type: ignore[var-annotated]  # of (chart, date, rank)
    for place in rows_of("films.chartposition"):
        chart = by_key("films.chart")[place["chart"]]
        releases = by_field("films.release", "film")[place["film"]]
        here = [row["date"] for row in releases if row["country"] == chart["country"]]
        assert place["date"] >= min(here, default=min(row["date"] for row in releases)) or (
            place["precision"] != "day" and int(place["date"][:4]) >= min(int(d[:4]) for d in here)
        ), place.where
        assert 1 <= place["rank"] <= chart["size"], place.where
        if chart.key == "box-office-us":
            assert dt.date.fromisoformat(place["date"]).strftime("%A") == "Friday", place.where
        taken[place["chart"], place["date"], place["rank"]] += 1
    assert max(taken.values()) == 1


def test_scores_and_quotations_are_not_older_than_the_film() -> None:
    for score in rows_of("films.score"):
        assert int(score["as_of"][:4]) >= min(years_of_showings(score["film"])), score.where
        assert 0 <= float(score["value"]) <= float(score["scale"]), score.where
    for quote in rows_of("reviews.pressquote"):
        year = int((quote["date"] or DRAWN_UP)[:4])
        assert year >= min(years_of_showings(quote["film"])), quote.where


# People -------------------------------------------------------------------------------------------


def test_every_person_is_credited_and_every_credit_has_its_department() -> None:
    credited = {credit["person"] for credit in rows_of("films.credit")}
    assert set(by_key("people.person")) == credited
    departments = defaultdict(set)
    for credit in rows_of("films.credit"):
        departments[credit["job"]].add(credit["department"])
        assert credit["department"] == "cast" or not credit["character"], credit.where
    assert [job for job, of_job in departments.items() if len(of_job) > 1] == []


def test_the_cast_is_billed_from_one_without_gaps() -> None:
    for film in films():
        cast = [row for row in credits_of(film.key) if row["department"] == "cast"]
        assert numbered_from_one(cast, "billing"), film.key


def pairs_of_like_names() -> Iterator[frozenset[str]]:
    """Pairs of people whose names differ by a letter, in order, in spaces or in middle names."""
    with_word: dict[str, list[Row]] = defaultdict(list)
    for person in rows_of("people.person"):
        name = fold(person["name"])
        for word in {*name.split(), name.replace(" ", "")}:
            with_word[word].append(person)
    for people in with_word.values():
        for one, other in combinations(people, 2):
            name, other_name = fold(one["name"]), fold(other["name"])
            words, other_words = set(name.split()), set(other_name.split())
            if (
                words <= other_words
                or other_words <= words
                or name.replace(" ", "") == other_name.replace(" ", "")
                or fuzz.ratio(name, other_name) >= 90
            ):
                yield frozenset({one.key, other.key})


def test_nobody_stands_in_the_catalogue_under_two_spellings() -> None:
    assert set(pairs_of_like_names()) == NAMESAKES


def test_people_live_before_they_die_and_work_while_they_can() -> None:
    for person in rows_of("people.person"):
        assert person["folded_name"] == fold(person["name"]), person.where
        assert not person["died"] or person["born"] < person["died"], person.where
    for credit in rows_of("films.credit"):
        person = by_key("people.person")[credit["person"]]
        year = by_key("films.film")[credit["film"]]["year"]
        assert int((person["born"] or "0")[:4]) + 4 <= year, credit.where
        if credit["department"] in {"cast", "directing"}:
            assert year <= int((person["died"] or "9999")[:4]) + 1, credit.where


# Names and titles in the prose --------------------------------------------------------------------

ABBREVIATION = re.compile(r"(?:[A-Z]\.)+|(?:Dr|Mr|Mrs|Ms|Jr|Sr|St)\.")
PARTICLES = {"al", "da", "de", "del", "der", "di", "la", "le", "van", "von"}


def capitalised(text: str) -> Iterator[list[str]]:
    """Runs of capitalised words: "Then Ray Breslin's prison" gives Then, Ray, Breslin."""
    run: list[str] = []
    for token in re.sub(r"\*[^*\n]+\*", " ; ", text).split():
        word = token.strip("\"'([*;:,!?)")
        ends = re.search(r"[.,;:!?)][\"'*)]*$", token) is not None
        if ABBREVIATION.fullmatch(word):
            ends = False
        else:
            word = word.rstrip(".")
        ends = ends or word.endswith("'s")
        word = word.removesuffix("'s")
        if word[:1].isupper() or (run and word in PARTICLES):
            run.append(word)
            if not ends:
                continue
        yield run
        run = []
    yield run


def known_names(films_in_question: Iterable[str]) -> tuple[set[str], set[str]]:
    """Full names that texts about these films may use, and words that may stand alone."""
    names, words = set(all_titles()), {"dr"}
    for film in films_in_question:
        for credit in credits_of(film):
            name = by_key("people.person")[credit["person"]]["folded_name"]
            names.add(name)
            words.add(name.split()[-1])
            words.update(fold(credit["character"]).split())
    for reviewed in (OTHER_PEOPLE, CHARACTERS, PLACES, OTHER_NAMES, OTHER_TITLES):
        names |= names_in(reviewed)
    return names, words


def unexplained(run: list[str], names: set[str], words: set[str]) -> list[str]:
    """Words of a run that are part of no known name; a sentence's first word is forgiven."""
    folded = [fold(word) for word in run]
    left: list[str] = []
    place, is_opening = 0, True
    while place < len(run):
        ends = range(len(run), place, -1)
        end = next((end for end in ends if " ".join(folded[place:end]) in names), None)
        if end is not None or set(folded[place].split()) <= words:
            is_opening = False
        elif not (is_opening and run[place].lower() in small_words()):
            left.append(run[place])
            is_opening = False
        place = end or place + 1
    return left


@cache
def small_words() -> set[str]:
    """Words that stand somewhere in the prose without a capital, so that they are no names."""
    return {"cool", "meanwhile", "stranded"}.union(
        *(re.findall(r"(?<![\w'])[a-zà-ÿ][\w-]*", passage.text) for passage in passages())
    )


@cache
def all_titles() -> dict[str, set[int]]:
    """Each title by which the catalogue knows a film, folded, with the years of such films."""
    titles = defaultdict(set)
    for film in films():
        for title in {film["title"], film["original_title"]} - {""}:
            titles[fold(title)].add(film["year"])
    for other in rows_of("films.alternativetitle"):
        titles[fold(other["title"])].add(by_key("films.film")[other["film"]]["year"])
    return titles


def unknown_names(passage: Passage) -> list[str]:
    names, words = known_names(passage.films)
    return [
        " ".join(run)
        for run in capitalised(passage.text)
        if sum(word[0].isupper() for word in run) > 1 and unexplained(run, names, words)
    ]


def test_whoever_is_named_in_the_prose_belongs_to_the_film() -> None:
    found = [
        f"{passage}: {name}"
        for passage in passages()
        if passage.name not in NOT_READ_FOR_NAMES
        for name in unknown_names(passage)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "It stars Sylvester Stalone as a detective.",
        "Then Leonard Shelbi wakes up.",
        "Matthew Modine and Brad Pitt rob a bank.",
        "Christopher Nolan's Guy Pierce remembers nothing.",
    ],
)
def test_a_name_that_is_misspelt_or_out_of_place_would_be_found(text: str) -> None:
    about = ("backtrace-2018", "memento-2000")
    assert len(unknown_names(Passage("here", "blurb", text, about))) == 1


def test_films_named_in_italics_are_in_the_catalogue_or_reviewed() -> None:
    others = names_in(OTHER_TITLES) | {fold(name) for name in PUBLICATIONS}
    found = [
        f"{passage}: {title}"
        for passage in passages()
        if passage.name in MARKDOWN
        for title in re.findall(r"\*([^*\n]+)\*", passage.text)
        if fold(title) not in all_titles().keys() | others
    ]
    assert found == []


def years_said(text: str) -> Iterator[tuple[str, int]]:
    """Titles with the year that the text gives them, as "*Memento* (2000)" or "Memento (2000)"."""
    for said in re.finditer(r"\*?,? \((\d{4})\)", text):
        words = fold(text[: said.start()]).split()
        endings = (" ".join(words[start:]) for start in range(max(0, len(words) - 12), len(words)))
        title = next((ending for ending in endings if ending in all_titles()), "")
        yield title, int(said[1])


def test_a_year_after_a_title_is_the_films_or_that_of_a_release() -> None:
    wrong = []
    for passage in passages():
        released = {
            int(row["date"][:4])
            for film in passage.films
            for row in by_field("films.release", "film").get(film, [])
        }
        for title, year in years_said(passage.text):
            of_record = all_titles().get(title, set())
            if year not in of_record and not (title and year in released):
                wrong.append(f"{passage}: {title} ({year})")
    assert wrong == []


# Prose --------------------------------------------------------------------------------------------


def slips_in(passage: Passage) -> Iterator[str]:
    text = passage.text
    for what, pattern in RUNS_TOGETHER.items():
        yield from (
            f"{what}: {text[max(0, m.start() - 20) : m.end() + 20]!r}"
            for m in pattern.finditer(text)
        )
    for word in re.findall(r"\w*[a-zà-ÿ][A-ZÀ-Þ]\w*", text):
        if not GLUED_BY_NATURE.fullmatch(word):
            yield f"words glued together: {word}"
    for paragraph in text.split("\n\n"):
        if any(paragraph.count(a) != paragraph.count(b) for a, b in ("()", "[]")):
            yield "a bracket half open"
        if paragraph.count('"') % 2:
            yield "a quotation half open"
        if passage.name in MARKDOWN and paragraph.count("*") % 2:
            yield "italics half open"
    opened = len(re.findall(r"(?<![\w*])'(?=\w)", text))
    closed = len(re.findall(r"(?<=[\w.,!?])'(?!\w)", text))
    if opened > closed:
        yield "a single quotation mark half open"
    if passage.name not in MARKDOWN and re.search(r"\*[^*]+\*(?!\w)", text):
        yield "Markdown where none is read"


def test_the_prose_has_no_slips() -> None:
    found = [f"{passage}: {slip}" for passage in passages() for slip in slips_in(passage)]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "DirectedBy Brian A. Miller.",
        "He forgot it.These men did not.",
        "It is the the best.",
        "The detective (Sylvester Stallone follows.",
        "OutThis is Death is next.",
        'He says "no.',
        "Like *Heat, it is long.",
        "A <b>bold</b> film.",
        "It begins , and ends.",
    ],
)
def test_the_mistakes_of_others_would_be_found(text: str) -> None:
    assert list(slips_in(Passage("here", "blurb", text, ())))


def test_paragraphs_end_with_a_stop() -> None:
    whole = {"synopsis", "standfirst", "intro", "outro", "blurb", "body", "verdict", "summary"}
    found = [
        f"{passage}: …{paragraph[-40:]}"
        for passage in passages()
        if passage.name in whole | {"biography", "description"}
        for paragraph in passage.text.split("\n\n")
        if not paragraph.startswith("#") and not re.search(r"[.!?][\"'*)]*$", paragraph)
    ]
    assert found == []


def test_no_sentence_stands_in_two_places() -> None:
    places = defaultdict(set)
    for passage in passages():
        if not passage.where.startswith("08_authors"):
            for sentence in re.split(r"(?<=[.!?])\s+", passage.text):
                if len(sentence.split()) >= 7:
                    places[sentence].add(str(passage))
    assert {sentence: at for sentence, at in places.items() if len(at) > 1} == {}


def test_all_by_lines_are_fictional_and_say_so() -> None:
    for author in rows_of("publishing.author"):
        assert author["is_fictional"]
        assert "fictional" in author["biography"]
        assert author.key not in by_key("people.person")
    for model in ("lists.likelist", "reviews.review", "reviews.article"):
        assert all(row.fields["authors"] for row in rows_of(model))


# Lists --------------------------------------------------------------------------------------------

NUMBERS = {5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten", 11: "eleven"}
NUMBERS |= {2: "two", 3: "three", 4: "four", 12: "twelve"}
COUNTED = rf"\b({'|'.join(NUMBERS.values())}) (?:[\w-]+ ){{0,2}}(?:films|movies|noirs|capers)\b"


def shares(film: str, kind: str, key: str) -> bool:
    """Whether the rows say so of a film."""
    row = by_key("films.film")[film]
    people = credits_of(film)
    claims: dict[str, Callable[[], bool]] = {
        "theme": lambda: key in {t["theme"] for t in by_field("films.filmtheme", "film")[film]},
        "genre": lambda: [key] in row.fields["genres"],
        "series": lambda: row.fields["series"] == [key],
        "person": lambda: key in {credit["person"] for credit in people},
    }
    return claims[kind]()


def test_a_list_has_the_films_that_its_words_promise() -> None:
    for like_list in rows_of("lists.likelist"):
        count = len(entries_of(like_list.key, seeds=False))
        assert 5 <= count <= 12, like_list.key
        assert re.findall(r"\d+", like_list["headline"]) == [str(count)], like_list.key
        for name in ("standfirst", "search_description"):
            said = re.findall(COUNTED, like_list[name], re.IGNORECASE)
            assert {number.lower() for number in said} <= {NUMBERS[count]}, like_list.key


def test_a_list_starts_from_a_film_and_suggests_each_other_once() -> None:
    for like_list in rows_of("lists.likelist"):
        seeds = entries_of(like_list.key, seeds=True)
        suggested = entries_of(like_list.key, seeds=False)
        named = [entry["film"] for entry in seeds + suggested]
        assert seeds, like_list.key
        assert len(named) == len(set(named)), like_list.key
        assert numbered_from_one(suggested), like_list.key
        assert not any(seed["blurb"] for seed in seeds), like_list.key


def test_every_claimed_trait_is_true_of_the_entry_and_of_the_seed() -> None:
    untrue = []
    for entry in rows_of("lists.entry"):
        claims = [(trait["kind"], trait["key"]) for trait in entry.fields["traits"]]
        assert len(claims) == len(set(claims)), entry.where
        assert claims or entry["is_seed"], entry.where
        films_alike = [entry["film"]]
        films_alike += [seed["film"] for seed in entries_of(entry["like_list"], seeds=True)]
        untrue += [
            (entry.where, film, claim)
            for claim in claims
            for film in films_alike
            if not shares(film, *claim)
        ]
    assert untrue == []


def test_blurbs_have_room_and_begin_each_in_their_own_way() -> None:
    for like_list in rows_of("lists.likelist"):
        blurbs = [entry["blurb"] for entry in entries_of(like_list.key, seeds=False)]
        openings = [" ".join(blurb.lower().split()[:3]) for blurb in blurbs]
        assert len(openings) == len(set(openings)), like_list.key
        lengths = [len(blurb.split()) for blurb in blurbs]
        assert all(50 <= length <= 130 for length in lengths), (like_list.key, lengths)


# Loading ------------------------------------------------------------------------------------------

OURS = ("films", "lists", "people", "publishing", "reviews")


def our_models() -> Iterator[type[models.Model]]:
    for app in OURS:
        yield from apps.get_app_config(app).get_models(include_auto_created=True)


def all_rows_in_the_database() -> dict[str, list[tuple[Any, ...]]]:
    """Every row with its primary key, by table."""
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values_list())
        for model in our_models()
    }


def load(*files: Path) -> None:
    call_command("loaddata", *map(str, files or FIXTURES), verbosity=0)


def test_the_database_holds_what_the_files_say(demo_catalogue: None) -> None:
    counts = Counter(row.model for row in all_rows())
    in_database = {label: apps.get_model(label)._base_manager.count() for label in counts}
    assert in_database == counts
    assert Film.objects.published().count() == counts["films.film"]


def test_loading_twice_changes_nothing(demo_catalogue: None) -> None:
    before = all_rows_in_the_database()
    load()
    assert all_rows_in_the_database() == before


def test_loading_restores_demo_rows_and_keeps_what_editors_added(demo_catalogue: None) -> None:
    like_list = LikeList.objects.get(slug="movies-like-backtrace")
    film = Film.objects.get(slug="memento-2000")
    review = Review.objects.get(slug="backtrace-2021-review")
    before = all_rows_in_the_database()

    added = make_entry(like_list, make_film("Our own find"))
    first, second, *_ = like_list.entries.filter(is_seed=False).order_by("position")
    first.position, second.position = second.position, first.position
    first.blurb = "An editor's words."
    first.save()
    second.save()
    film.rename("memento-the-film")
    like_list.rename("like-backtrace")
    review.rating = 1
    review.save()
    load(*(file for file in FIXTURES if file.name[:2] in {"03", "09", "11"}))

    after = all_rows_in_the_database()
    added_rows = {"films_film": 1, "lists_entry": 1, "publishing_formerslug": 2}
    for table, rows in after.items():
        assert len(rows) == len(before[table]) + added_rows.get(table, 0), table
        # Versions count an editor's saves and stand in no file.
        if table not in {"lists_likelist", "reviews_review"}:
            assert set(map(repr, before[table])) <= set(map(repr, rows)), table
    for row in (first, film, review):
        row.refresh_from_db()
    assert added in like_list.entries.all()
    assert (first.position, film.slug) == (1, "memento-2000")
    assert first.blurb.startswith("Ray Breslin")
    assert review.rating == by_key("reviews.review")["backtrace-2021-review"]["rating"]


def test_an_editors_place_in_a_chart_stops_loading_before_anything_is_written(
    demo_catalogue: None,
) -> None:
    """No two films can stand at one place, and a file cannot know which of them is right."""
    place = ChartPosition.objects.get(chart__slug="netflix-top-10-us", date="2022-07-01", rank=4)
    place.rank = 5
    place.save()
    ChartPosition.objects.create(
        chart=place.chart, date=place.date, rank=4, film=make_film("Newly found")
    )
    before = all_rows_in_the_database()
    with pytest.raises(CommandError, match=r"07_reception\.jsonl.*films\.ChartPosition"):
        load(*(file for file in FIXTURES if file.name[:2] == "07"))
    assert all_rows_in_the_database() == before


def line(model: str, **fields: Any) -> str:
    return json.dumps({"model": model, "fields": fields})


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ('{"model": "films.genre", "fields": {"name": ', "broken.jsonl"),
        (line("films.gnere"), "Invalid model identifier: films.gnere"),
        (line("films.genre", colour="red"), "has no field named 'colour'"),
        (
            line("lists.entry", like_list=["movies-like-nothing"], film=["memento-2000"]),
            "Entry has no like_list",
        ),
        (
            line("films.filmtheme", film=["memento-2000"], theme=["no-such-theme"]),
            "FilmTheme has no theme",
        ),
        (
            line("films.filmtheme", film=["memento-2000"], theme=["heist"], position=0),
            "films_filmtheme_position_from_1",
        ),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong_and_nothing_is_written(
    demo_catalogue: None, tmp_path: Path, broken: str, sentence: str
) -> None:
    whole = line("films.genre", name="Whimsy", slug="whimsy")
    file = tmp_path / "broken.jsonl"
    file.write_text(f"{whole}\n{broken}\n")
    before = all_rows_in_the_database()
    with pytest.raises(CommandError, match=sentence) as caught:
        load(file)
    assert "broken.jsonl" in str(caught.value)
    assert all_rows_in_the_database() == before
