"""Portraits drawn by us, for people who have no photograph: initials on a small stage."""

import math
import re
from collections.abc import Callable, Sequence

from publishing.cutpaper import Chance, Cut
from publishing.lettering import Box, Manner, set_in, spell
from publishing.palettes import FAMILIES, contrast

W, H = 320, 400
SUFFIXES = re.compile(r"(?:,?\s+(?:jr|sr|ii|iii|iv|ph\.?d|esq)\.?)+$", re.IGNORECASE)
NICKNAME = re.compile(r"[\"(\u2018\u201c].*?[\")\u2019\u201d]|(?<!\w)'[^']+'(?!\w)")
STAGES = ("noir", "deco", "drama", "mystery", "history", "comedy", "crime", "music", "fantasy")
# The letters stand in ink or on it, so nothing else on the stage may be of that colour.
PALETTES = tuple(
    palette
    for stage in STAGES
    for palette in FAMILIES[stage]
    if min(contrast(palette.form, palette.ink), contrast(palette.accent, palette.ink)) > 1.5
)
FACES = ("gothic", "fat", "grotesk", "soft")


def initials(name: str) -> str:
    """Return the capitals of the first and the family name; one letter for a single name."""
    words = SUFFIXES.sub("", NICKNAME.sub(" ", name).strip()).split()
    letters = [spell(word).lstrip("'\u2019-.")[:1].upper() for word in words]
    letters = [letter for letter in letters if letter.isalnum()]
    return "".join(letters[:1] + letters[1:][-1:])


def draw_portrait(name: str) -> str:
    """Return an SVG document of 320 by 400: the same name always gets the same portrait."""
    chance = Chance(name)
    cut = Cut(chance.pick(PALETTES), chance)
    cut.rect(cut.palette.ground, 0, 0, W, H)
    box, colour = chance.pick(GROUNDS)(cut)
    face_name = chance.pick(FACES if box.w > 145 else FACES[:2])
    manner = Manner(face_name, align=0.5, rise=0.5, largest=box.h)
    cut.letters(colour, set_in(box, initials(name), manner).path)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{W}" height="{H}" '
        f'viewBox="0 0 {W} {H}">{cut.markup}</svg>'
    )


Ground = tuple[Box, str]


def spotlight(c: Cut) -> Ground:
    p = c.palette
    side = c.chance.pick((-1, 1))
    c.poly(p.form, (160 + side * 190, -60), (160 + side * 130, -60), (22, 250), (298, 250))
    c.rect(p.accent, 0, 352, W, 48)
    c.disc(p.ink, 160, 222, 142)
    return Box(62, 132, 196, 180), p.ground


def curtain(c: Cut) -> Ground:
    p = c.palette
    c.rect(p.shade, 0, 0, W, H)
    for n in range(4):
        fall = 88 - n * 24
        for side in (0, 1):
            x, inner = side * W, side * W + (1 - 2 * side) * fall
            fill = p.accent if n % 2 else p.form
            c.shape(
                fill,
                (x, 0),
                (inner, 0),
                (inner, 250, 1),
                (x + (1 - 2 * side) * fall * 0.5, 400),
                (x, 400),
            )
    for n in range(5):
        c.disc(p.form, 32 + n * 64, 10, 42)
    c.rect(p.accent, 0, 0, W, 16)
    return Box(92, 100, 136, 220), p.ink


def marquee(c: Cut) -> Ground:
    p = c.palette
    c.rect(p.form, 18, 18, W - 36, H - 36)
    c.rect(p.ground, 44, 44, W - 88, H - 88)
    for n in range(7):
        for y in (31, H - 31):
            c.disc(p.ink, 31 + n * 43, y, 6)
    for n in range(1, 8):
        for x in (31, W - 31):
            c.disc(p.ink, x, 31 + n * 42.25, 6)
    c.rect(p.accent, 60, 318, 200, 6)
    return Box(70, 74, 180, 226), p.ink


def strip(c: Cut) -> Ground:
    p = c.palette
    film = c.at(160, 200, 1, c.chance.pick((-7, 7)))
    film.rect(p.form, -128, -270, 256, 540)
    for n in range(13):
        for x in (-120, 98):
            film.rect(p.ground, x, -250 + n * 40, 22, 20)
    for y in (-342, -120, 102):
        film.rect(p.ink if y == -120 else p.accent, -86, y, 172, 208)
    return Box(90, 106, 140, 156), p.ground


def proscenium(c: Cut) -> Ground:
    p = c.palette
    for n, fill in enumerate((p.form, p.shade, p.accent, p.ground)):
        inset, top = 14 + n * 22, 20 + n * 24
        c.shape(fill, (inset, 400), (inset, 190), (inset, top, 1), (160, top),
                (W - inset, top, 1), (W - inset, 190), (W - inset, 400))  # fmt: skip
    c.rect(p.form, 0, 360, W, 40)
    c.rect(p.ground, 0, 366, W, 5)
    return Box(92, 136, 136, 196), p.ink


def sunburst(c: Cut) -> Ground:
    p = c.palette
    for n in range(12):
        a, b = math.tau * n / 12, math.tau * (n + 0.5) / 12
        c.poly(p.form, (160, 200), (160 + 280 * math.cos(a), 200 + 280 * math.sin(a)),
               (160 + 280 * math.cos(b), 200 + 280 * math.sin(b)))  # fmt: skip
    c.disc(p.accent, 160, 200, 134)
    c.disc(p.ground, 160, 200, 122)
    return Box(70, 124, 180, 152), p.ink


def iris(c: Cut) -> Ground:
    p = c.palette
    for r, fill in ((240, p.form), (196, p.shade), (158, p.accent), (128, p.ink)):
        c.disc(fill, 160, 206, r)
    return Box(66, 130, 188, 152), p.ground


def split(c: Cut) -> Ground:
    p = c.palette
    lean = c.chance.pick((0, 1))
    c.poly(p.form, (0, 0), (W, 0), (W, 84 + 56 * lean), (0, 140 - 56 * lean))
    c.poly(p.accent, (0, 330 + 30 * lean), (W, 360 - 30 * lean), (W, H), (0, H))
    c.disc(p.ink, 62 + 196 * lean, 62, 26)
    return Box(40, 158, 240, 156), p.ink


def screen(c: Cut) -> Ground:
    p = c.palette
    c.poly(p.shade, (160, 420), (14, 60), (306, 60))
    c.rect(p.ink, 30, 42, 260, 196)
    for n in range(6):
        x, y = 20 + n * 56, 372 - 6 * (n % 2)
        c.disc(p.form if n != 3 else p.accent, x, y - 52, 21)
        c.rect(p.form if n != 3 else p.accent, x - 29, y - 28, 58, 80)
    return Box(56, 72, 208, 136), p.ground


GROUNDS: Sequence[Callable[[Cut], Ground]] = (
    spotlight, curtain, marquee, strip, proscenium, sunburst, iris, split, screen,
)  # fmt: skip
