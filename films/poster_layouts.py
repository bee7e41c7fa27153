"""Layouts: where picture, title and year go on a poster of 400 by 600."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from publishing.cutpaper import Chance, Cut
from publishing.glyphs import outline
from publishing.lettering import Box, Manner, Setting, set_in, width_at
from publishing.palettes import Palette, blend, contrast

from .motifs import SCENES, cut_motif

W, H, MARGIN = 400, 600, 28
YEAR_SIZE = 15.0
# These are known by any half of them, so the edge of the sheet may cut them.
BLEEDING = {
    "burst", "bullet", "clock", "cylinder", "dial", "diamond", "eye", "fingerprint", "heart",
    "laurel", "maze", "reel", "sniper", "target", "threads",
}  # fmt: skip
HALVED = BLEEDING - {"diamond", "fingerprint", "heart", "laurel", "threads"}


@dataclass(frozen=True)
class Poster:
    cut: Cut
    title: str
    year: str
    motif: str
    manner: Manner

    @property
    def palette(self) -> Palette:
        return self.cut.palette

    @property
    def chance(self) -> Chance:
        return self.cut.chance

    @property
    def bleeds(self) -> bool:
        return self.motif in BLEEDING

    @property
    def is_scene(self) -> bool:
        return self.motif in SCENES

    def title_in(self, box: Box, **changes: object) -> Setting:
        return set_in(box, self.title, replace(self.manner, **changes))  # type: ignore[arg-type]  # keywords of Manner

    def letter(self, setting: Setting, colour: str = "", place: str = "") -> None:
        self.cut.letters(colour or self.palette.ink, setting.path, place)

    def date(self, x: float, y: float, align: float = 0, colour: str = "") -> None:
        """Set the year on the baseline y; `align` as in Manner."""
        left = x - width_at(self.year, YEAR_SIZE, "grotesk") * align
        data = outline(self.year, left, y, YEAR_SIZE, "grotesk")
        self.cut.letters(colour or self.palette.ink, data)

    def picture(self, box: Box, palette: Palette | None = None, fill: float = 0.82) -> None:
        """Cut the motif into a box; a palette of its own brings its own sheet."""
        cut = self.cut
        if palette:
            cut = cut.in_colours(palette)
            cut.rect(palette.ground, box.x, box.y, box.w, box.h)
        cut_motif(self.motif, cut, box, fill)

    def cover(self, x: float, y: float, w: float, h: float, colour: str = "") -> None:
        """Lay plain paper over what a scene spilt."""
        self.cut.rect(colour or self.palette.ground, x, y, w, h)


Layout = Callable[[Poster], None]
WIDE = W - 2 * MARGIN


def foot(poster: Poster) -> None:
    """Give the picture the sheet, and the title its foot."""
    title = poster.title_in(Box(MARGIN, 372, WIDE, 166))
    edge = min(title.top - 20, 470) if title.lines else 530
    poster.picture(Box(0, 0, W, edge))
    poster.cover(0, edge, W, H - edge)
    poster.letter(title)
    poster.cut.rect(poster.palette.accent, MARGIN, 561, 40, 5)
    poster.date(W - MARGIN, 570, 1)


def crown(poster: Poster) -> None:
    """Hang a huge title from the top, over the picture."""
    title = poster.title_in(Box(MARGIN, 54, WIDE, 190), rise=0, leading=0.14)
    edge = max(title.bottom + 22, 150) if title.lines else 60
    if poster.bleeds:
        poster.picture(Box(-70, edge + 16, 540, 540), fill=1)
    else:
        poster.picture(Box(0, edge, W, H - edge), fill=0.9)
    poster.cover(0, 0, W, edge)
    poster.letter(title)
    poster.cut.rect(poster.palette.accent, MARGIN, 31, WIDE - 52, 3)
    poster.date(W - MARGIN, 39, 1)


def spine(poster: Poster) -> None:
    """Set the title up the side, as on the spine of a book."""
    p = poster.palette
    title = poster.title_in(Box(0, 0, H - 92, 128), align=0, rise=0.5)
    broad = max(112.0, title.bottom - title.top + 44)
    poster.picture(Box(broad, 0, W - broad, H), p.on_form(), 0.92)
    if poster.motif in HALVED:
        poster.cover(broad, 0, W, H, p.form)
        cut_motif(
            poster.motif,
            poster.cut.in_colours(p.on_form()),
            Box(W - 250, 60, 500, 480),
            1,
            stands=False,
        )
    poster.cover(0, 0, broad, H)
    shift = (broad - title.bottom - title.top) / 2
    poster.letter(title, place=f"translate({shift:.0f} {H - MARGIN})rotate(-90)")
    poster.date(broad / 2, 42, 0.5)


def roundel(poster: Poster) -> None:
    """Show the picture through a round hole."""
    p, x, r = poster.palette, W / 2, 164
    title = poster.title_in(Box(MARGIN, 398, WIDE, 138), align=0.5, rise=0.5)
    y = 28 + r
    inner = p.on_form()
    if poster.is_scene:
        poster.picture(Box(x - r, y - r, 2 * r, 2 * r), inner)
        poster.cut.around(p.ground, (0, 0, W, 396), (x, y, r))
    else:
        poster.cut.disc(p.form, x, y, r)
        cut_motif(
            poster.motif,
            poster.cut.in_colours(inner),
            Box(x - r, y - r, 2 * r, 2 * r),
            0.66,
            stands=False,
        )
    poster.cut.ring(p.accent, x, y, r + 10, 3)
    poster.letter(title)
    poster.date(x, 572, 0.5)


def stripes(poster: Poster) -> None:
    """Order the sheet in bands, the Swiss way."""
    p = poster.palette
    title = poster.title_in(Box(MARGIN, 60, WIDE, 158), align=0, rise=0)
    top = max(title.bottom + 24, 132) if title.lines else 70
    poster.picture(Box(0, top, W, 528 - top), p.on_form())
    poster.cover(0, 0, W, top)
    poster.cover(0, 528, W, H - 528)
    y = 528.0
    for colour, tall in ((p.accent, 20), (p.shade, 14), (p.form, 9)):
        poster.cut.rect(colour, 0, y, W, tall)
        y += tall
    poster.letter(title)
    poster.date(MARGIN, 42)
    poster.cut.disc(p.accent, W - MARGIN - 8, 35, 8)


def over(poster: Poster) -> None:
    """Print a wall of letters over the picture, which keeps its voice down."""
    p = poster.palette
    loud = max(
        (tone for n in range(10) if contrast(tone := blend(p.shade, p.form, n / 10), p.ink) > 4.6),
        key=lambda tone: contrast(tone, p.ground),
        default=p.shade,
    )
    quiet = Palette(p.ground, p.ground, loud, loud, p.shade)
    poster.picture(Box(0, 0, W, H), quiet, 1.06)
    title = poster.title_in(
        Box(MARGIN, 70, WIDE, 460), stacked=True, rise=0.5, leading=0.16, largest=260
    )
    poster.letter(title)
    poster.cut.rect(p.form, MARGIN, 32, WIDE, 7)
    poster.cut.rect(p.form, MARGIN, 561, WIDE - 54, 7)
    poster.date(W - MARGIN, 572, 1)


def plate(poster: Poster) -> None:
    """Nail a crooked plate with the title on the picture, after Saul Bass."""
    p, lean = poster.palette, poster.chance.pick((-1, 1))
    title = poster.title_in(Box(MARGIN + 8, 392, WIDE - 16, 132), rise=0.5, align=0.5)
    top, bottom = (title.top - 30, title.bottom + 30) if title.lines else (600, 600)
    poster.picture(Box(0, 0, W, min(top + 16, 520)), p.on_form())
    poster.cover(0, bottom - 14, W, H, p.form)
    paper, letters = (p.ink, p.ground) if contrast(p.ink, p.form) > 1.5 else (p.ground, p.ink)
    upper = ((-4, top + 9 * lean), (210, top - 5), (404, top - 9 * lean))
    lower = ((404, bottom + 7 * lean), (180, bottom + 4), (-4, bottom - 7 * lean))
    poster.cut.poly(paper, *upper, *lower)
    poster.letter(title, letters)
    year = width_at(poster.year, YEAR_SIZE, "grotesk") + 24
    poster.cut.poly(
        p.ground,
        (W - MARGIN - year, 562),
        (W - MARGIN, 560),
        (W - MARGIN + 2, 590),
        (W - MARGIN - year - 2, 588),
    )
    poster.date(W - MARGIN - 12, 582, 1)


def window(poster: Poster) -> None:
    """Hang the picture as a print with a wide margin of paper."""
    p = poster.palette
    title = poster.title_in(Box(MARGIN, 424, WIDE, 116), align=0, rise=0)
    poster.picture(Box(MARGIN, MARGIN, WIDE, 372), p.on_form(), 0.86)
    for x, y, w, h in (
        (0, 0, W, MARGIN),
        (0, 400, W, 200),
        (0, 0, MARGIN, H),
        (W - MARGIN, 0, MARGIN, H),
    ):
        poster.cover(x, y, w, h)
    poster.letter(title)
    poster.date(MARGIN, 573)
    for n, colour in enumerate((p.form, p.accent, p.ink)):
        poster.cut.disc(colour, W - MARGIN - 7 - n * 20, 567, 7)


def close(poster: Poster) -> None:
    """Come so close that the sheet cannot hold the thing."""
    p, side = poster.palette, poster.chance.pick((-1, 1))
    title = poster.title_in(Box(MARGIN, 420, WIDE, 120), align=0 if side > 0 else 1)
    edge = min(title.top - 20, 470) if title.lines else 540
    inner = p.on_form()
    poster.cover(0, 0, W, edge, p.form)
    size = 620
    x, y = W / 2 + side * 96 - size / 2, edge * 0.46 - size / 2
    cut_motif(poster.motif, poster.cut.in_colours(inner), Box(x, y, size, size), 1, stands=False)
    poster.cover(0, edge, W, H - edge)
    poster.letter(title)
    poster.date(MARGIN if side > 0 else W - MARGIN, 574, 0 if side > 0 else 1)
    poster.cut.rect(p.accent, 0, edge, W, 6)


def slash(poster: Poster) -> None:
    """Cut the sheet in two from edge to edge."""
    p, lean = poster.palette, poster.chance.pick((-1, 1))
    title = poster.title_in(Box(MARGIN, 402, WIDE, 140), align=0 if lean > 0 else 1)
    low = min(title.top - 16, 440) if title.lines else 520
    poster.picture(Box(0, 0, W, low - 16), p.on_form(), 0.84)
    left, right = (low, low - 76) if lean > 0 else (low - 76, low)
    poster.cut.poly(
        p.accent, (-9, left - 18), (W + 9, right - 18), (W + 9, right + 40), (-9, left + 40)
    )
    poster.cut.poly(p.ground, (-9, left), (W + 9, right), (W + 9, H + 9), (-9, H + 9))
    poster.letter(title)
    poster.date(MARGIN if lean > 0 else W - MARGIN, 574, 0 if lean > 0 else 1)


def deco(poster: Poster) -> None:
    """Frame the sheet in lines and steps, as picture palaces were."""
    p = poster.palette
    title = poster.title_in(Box(48, 388, 304, 124), align=0.5, rise=0.5)
    poster.picture(Box(36, 36, 328, 330), p.on_form() if poster.is_scene else None, 0.84)
    for x, y, w, h in ((0, 0, W, 36), (0, 366, W, 234), (0, 0, 36, H), (364, 0, 36, H)):
        poster.cover(x, y, w, h)
    for inset, thick in ((14, 4), (23, 1.6)):
        right, low = W - inset, H - inset
        corners = ((inset, inset), (right, inset), (right, low), (inset, low), (inset, inset))
        poster.cut.stroke(p.form, thick, *corners)
    poster.cut.rect(p.form, 36, 366, 328, 5)
    for n in range(3):
        half = 70 - n * 24
        poster.cut.rect(p.form, 200 - half, 522 + n * 7, half * 2, 3)
    poster.letter(title)
    poster.date(200, 566, 0.5)


def dusk(poster: Poster) -> None:
    """Set the picture against an evening sky in steps, as video shops knew it."""
    p = poster.palette
    title = poster.title_in(Box(MARGIN, 400, WIDE, 134), align=0.5)
    edge = min(title.top - 18, 470) if title.lines else 530
    sky, steps = p.ground, 8
    for n in range(steps):
        poster.cut.rect(
            blend(sky, p.form, (n / (steps - 1)) ** 1.4), 0, edge * n / steps, W, edge / steps + 1
        )
    dark = replace(p, form=p.ground, shade=blend(p.ground, p.form, 0.3), ink=p.ink)
    cut_motif(poster.motif, poster.cut.in_colours(dark), Box(0, 0, W, edge), 0.86)
    poster.cover(0, edge, W, H - edge)
    for n in range(3):
        poster.cut.rect(p.accent, 0, edge + n * 5, W, 2.4 - n * 0.7)
    poster.letter(title)
    poster.date(200, 574, 0.5)


def quarters(poster: Poster) -> None:
    """Print the motif four times, as a pop print."""
    p = poster.palette
    title = poster.title_in(Box(MARGIN, 424, WIDE, 114), align=0, rise=0.5)
    flip = p.on_form()
    third = replace(p, ground=p.shade)
    for n, palette in enumerate((flip, third, third, flip)):
        poster.picture(Box(n % 2 * 200, n // 2 * 200, 200, 200), palette, 0.74)
    poster.cover(0, 400, W, 200)
    poster.letter(title)
    poster.date(MARGIN, 574)
    poster.cut.rect(p.accent, W - MARGIN - 60, 562, 60, 12)


LAYOUTS: Mapping[str, Layout] = {
    layout.__name__: layout
    for layout in (
        foot, crown, spine, roundel, stripes, over, plate, window, slash, close, deco, dusk,
        quarters,
    )
}  # fmt: skip
