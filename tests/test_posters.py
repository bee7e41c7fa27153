import gzip
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from films.motifs import BY_GENRE, BY_THEME, BY_TONE, SCENES, STANDING, THINGS, cut_motif, motif_for
from films.poster_layouts import BLEEDING, LAYOUTS, Poster
from films.posters import ERAS, POP, draw_poster, layouts_for
from people.portraits import GROUNDS, PALETTES, draw_portrait, initials
from publishing.cutpaper import Chance, Cut
from publishing.glyphs import FACES, face, outline
from publishing.lettering import MAX_LINES, Box, Manner, breaks, measure, set_in, spell, width_at
from publishing.palettes import FAMILIES, KIN, Palette, contrast

LONG = "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb and Everything After"
TITLES = (
    "M", "Z", "211", "WALL·E", "eXistenZ", "Se7en", "12 Angry Men", "Amélie", "Ångström Île Ÿ",
    LONG,
    "Bad Lieutenant: Port of Call - New Orleans", "Eternal Sunshine of the Spotless Mind",
    "The Good, the Bad and the Ugly", "Supercalifragilisticexpialidocious", "Ran (乱)", "Сталкер",
)  # fmt: skip
ODD_TITLES = (
    "", " ", "<script>alert(1)</script>", "\"&'", "😀🎬", "千と千尋の神隠し", "]]>", "a\x00b",
    "\ud800", "word " * 100, "x" * 500, "\u0301\u0301", "½★…",
)  # fmt: skip
YEARS = (1927, 1947, 1968, 1985, 2003)
BOXES = (Box(28, 372, 344, 166), Box(0, 0, 508, 128), Box(48, 388, 304, 124), Box(28, 70, 344, 460))
PALETTES_BY_NAME = [(name, palette) for name, family in FAMILIES.items() for palette in family]
HEAVIEST_POSTER = 7000


def test_the_same_film_always_gets_the_same_poster() -> None:
    first = draw_poster("Heat", 1995, ["crime"], ["heist"])
    assert first == draw_poster("Heat", 1995, ["crime"], ["heist"])
    assert first != draw_poster("Heat", 1986, ["crime"], ["heist"])


def test_chance_is_pinned_so_that_posters_survive_upgrades() -> None:
    chance = Chance("Heat|1995")
    assert [chance.pick(range(100)) for _ in range(4)] == [83, 38, 83, 85]


@pytest.mark.parametrize("title", [*TITLES, *ODD_TITLES])
def test_any_title_gives_a_plain_and_well_formed_drawing(title: str) -> None:
    for year in (0, *YEARS):
        svg = draw_poster(title, year, ["thriller"], ["amnesia"])
        root = ET.fromstring(svg)  # noqa: S314 (we drew it)
        assert root.get("viewBox") == "0 0 400 600"
        assert (root.get("width"), root.get("height")) == ("400", "600")
        assert {part.tag.rpartition("}")[2] for part in root.iter()} == {"svg", "path"}
        assert not re.search(r"script|style|href|url\(|&|nan|inf", svg)


@pytest.mark.parametrize("title", TITLES)
def test_posters_are_light(title: str) -> None:
    for year in YEARS:
        svg = draw_poster(title, year, ["crime", "drama"], ["bank-robbery"])
        assert len(svg) <= (HEAVIEST_POSTER if len(title) < 45 else 1.5 * HEAVIEST_POSTER)
        assert len(gzip.compress(svg.encode())) <= 3000


@pytest.mark.parametrize("face_name", FACES)
@pytest.mark.parametrize("box", BOXES)
def test_no_title_leaves_its_box(face_name: str, box: Box) -> None:
    for title in (*TITLES, *ODD_TITLES):
        for stacked in (False, True):
            text = spell(title, face_name)
            setting = set_in(box, text, Manner(face_name, align=0.5, stacked=stacked))
            assert len(setting.lines) <= MAX_LINES
            assert setting.lines or not text
            for line in setting.lines:
                assert line.x >= box.x - 0.01
                assert line.x + line.width <= box.x + box.w + 0.01
            if setting.lines:
                assert setting.top >= box.y - 0.01
                assert setting.bottom <= box.y + box.h + 0.01


@pytest.mark.parametrize("face_name", FACES)
def test_lines_do_not_run_into_each_other(face_name: str) -> None:
    setting = set_in(Box(0, 0, 200, 300), spell("Qgyj Ångström", face_name), Manner(face_name))
    upper, lower = setting.lines
    assert set_in(Box(0, 0, 200, 300), upper.text, Manner(face_name)).lines
    assert lower.y - upper.y > lower.size * 1.2


@pytest.mark.parametrize("title", TITLES)
def test_titles_can_be_read_when_a_card_is_160_pixels_wide(title: str) -> None:
    manner = Manner("gothic", stacked=len(title.split()) <= 7)
    setting = set_in(Box(28, 372, 344, 166), spell(title.upper()), manner)
    assert min(line.size for line in setting.lines) * 160 / 400 >= 6


def test_a_title_is_broken_where_the_sense_allows() -> None:
    assert breaks("MAD MAX: FURY ROAD", 2) == ("MAD MAX:", "FURY ROAD")
    assert breaks("", 3) == ()
    assert breaks("Supercalifragilisticexpialidocious", 2)[0].endswith("-")


def test_small_words_do_not_shout_in_a_stack() -> None:
    setting = set_in(Box(0, 0, 344, 460), "THE EQUALIZER", Manner(stacked=True))
    sizes = {line.text: line.size for line in setting.lines}
    assert sizes["THE"] < sizes["EQUALIZER"]


def test_letters_no_face_has_are_folded_or_left_out() -> None:
    assert spell("Сталкер") == "Stalker"
    assert spell("Amélie") == "Amélie"
    assert spell("千と千尋の神隠し") == ""
    assert spell("Heat 😀") == "Heat"
    assert len(spell("word " * 100)) <= 121


@pytest.mark.parametrize("face_name", FACES)
def test_every_letter_of_every_face_has_an_outline(face_name: str) -> None:
    for character in "ABCXYZabcxyz0123456789ÀÉŁŠŽßøőž·—“½&?!\u2019":
        assert face(face_name).has(character)
        assert re.fullmatch(r"[Mmlhvqtz\d -]+", outline(character, 10, 20, 30, face_name))


def test_lettering_is_kerned() -> None:
    assert measure("AV") < measure("A") + measure("V")
    assert width_at("A", 40) == pytest.approx(2 * width_at("A", 20))


@pytest.mark.parametrize(("name", "palette"), PALETTES_BY_NAME)
def test_lettering_can_be_read_in_every_palette(name: str, palette: Palette) -> None:
    assert contrast(palette.ink, palette.ground) >= 4.5
    assert contrast(palette.ink, palette.shade) >= 4.5
    assert contrast(palette.form, palette.ground) >= 1.7


@pytest.mark.parametrize(("name", "palette"), PALETTES_BY_NAME)
def test_a_motif_can_be_seen_on_a_coloured_sheet(name: str, palette: Palette) -> None:
    inner = palette.on_form()
    assert inner.ground == palette.form
    assert contrast(inner.form, inner.ground) >= 1.7


def test_every_genre_has_palettes_and_a_motif() -> None:
    for genre in BY_GENRE:
        assert KIN.get(genre, genre) in FAMILIES
        assert motif_for([], [genre], Chance(genre)) in BY_GENRE[genre]


def test_there_are_motifs_for_many_themes_and_all_of_them_exist() -> None:
    drawn = {*SCENES, *THINGS}
    assert len(drawn) >= 45
    assert len({*BY_THEME, *BY_TONE}) == 182
    for names in (*BY_THEME.values(), *BY_TONE.values(), *BY_GENRE.values()):
        assert names
        assert set(names) <= drawn
    assert set(THINGS) >= STANDING | BLEEDING | POP


def test_the_themes_of_the_collection_all_have_a_motif() -> None:
    listed = Path(__file__).parent.parent / "fixtures" / "themes.txt"
    slugs = ["heist", "amnesia", "noir", "boxer", "desert", "romantic"]
    if listed.exists():
        lines = listed.read_text().splitlines()
        slugs += [line.partition("|")[0] for line in lines if line and line[0] != "#"]
    for slug in slugs:
        assert motif_for([slug], [], Chance(slug)) in (
            *BY_THEME.get(slug, ()),
            *BY_TONE.get(slug, ()),
        )


def test_what_is_in_a_film_outweighs_how_it_feels() -> None:
    assert motif_for(["gritty", "on-a-train"], ["crime"], Chance("a")) in BY_THEME["on-a-train"]
    assert motif_for(["gritty"], ["crime"], Chance("a")) in BY_TONE["gritty"]


def test_unknown_themes_and_genres_still_give_a_poster() -> None:
    assert "<path" in draw_poster("Heat", 1995, ["zither"], ["no-such-theme"], "serial")
    assert "<path" in draw_poster("Heat", 0, [], [])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_takes_every_motif(layout: str) -> None:
    for name in (*SCENES, *THINGS):
        cut = Cut(FAMILIES["crime"][0], Chance(name))
        LAYOUTS[layout](Poster(cut, "HEAT", "1995", name, Manner()))
        assert cut.markup.count("<path") > 2


def test_every_era_offers_at_least_four_layouts_that_exist() -> None:
    for era in ERAS:
        names = set(layouts_for("HEAT AND DUST", "eye", era, "gothic"))
        assert len(names) >= 4
        assert names <= set(LAYOUTS)


def test_shapes_that_overlap_in_one_colour_leave_no_hole() -> None:
    cut = Cut(FAMILIES["crime"][0], Chance(""))
    cut.rect("#000000", 0, 0, 10, 10)
    cut.disc("#000000", 5, 5, 2)
    cut.ring("#000000", 5, 5, 4, 1)
    assert cut.markup.count("<path") == 2


def test_a_motif_is_cut_in_whole_units() -> None:
    cut = Cut(FAMILIES["crime"][0], Chance(""))
    cut_motif("heart", cut, Box(0, 0, 100, 100))
    assert "." not in cut.markup


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Greta Gerwig", "GG"),
        ("Robert Downey Jr.", "RD"),
        ("Sammy Davis, Jr.", "SD"),
        ('Dwayne "The Rock" Johnson', "DJ"),
        ("Guillermo del Toro", "GT"),
        ("Jean-Luc Godard", "JG"),
        ("Conan O'Brien", "CO"),
        ("Cher", "C"),
        ("Ólafur Darri Ólafsson", "ÓÓ"),
        ("Андрей Тарковский", "AT"),
        ("黒澤明", ""),
        ("", ""),
    ],
)
def test_initials_are_those_of_first_and_family_name(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize("name", ["Greta Gerwig", "Cher", "", "<b>&", "😀", "黒澤明", "x" * 500])
def test_portraits_are_plain_light_and_always_the_same(name: str) -> None:
    svg = draw_portrait(name)
    root = ET.fromstring(svg)  # noqa: S314 (we drew it)
    assert root.get("viewBox") == "0 0 320 400"
    assert {part.tag.rpartition("}")[2] for part in root.iter()} == {"svg", "path"}
    assert len(svg) <= 2500
    assert svg == draw_portrait(name)


def test_portraits_differ() -> None:
    assert len(GROUNDS) >= 6
    assert len({draw_portrait(f"Greta Gerwig {n}") for n in range(30)}) == 30


def test_every_stage_shows_its_letters_and_stays_light() -> None:
    for palette in PALETTES:
        for ground in GROUNDS:
            cut = Cut(palette, Chance("W"))
            box, colour = ground(cut)
            assert colour in {palette.ink, palette.ground}
            assert box.x >= 0
            assert box.x + box.w <= 320
            assert len(cut.markup) <= 2000
