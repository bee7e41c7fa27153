"""Glyphs: letters as path data, so that a drawing needs no font where it is shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from threading import RLock
from typing import Any

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
FACES: dict[str, Path] = {
    "gothic": HERE.parent / "static" / "fonts" / "league-gothic.woff2",
    "fat": HERE / "faces" / "fat-face.woff2",
    "soft": HERE / "faces" / "fraunces-black.woff2",
    "grotesk": HERE / "faces" / "inter-tight-heavy.woff2",
    "wide": HERE / "faces" / "archivo-wide.woff2",
}
TENTHS = 10  # Outlines are whole tenths of a unit: draw them inside scale(.1).
Point = tuple[float, float]
# A font's tables are read when first needed, and two threads must not read one at a time.
READING = RLock()


@dataclass(frozen=True)
class Glyph:
    advance: int
    low: int
    high: int
    strokes: tuple[tuple[str, tuple[Point, ...]], ...]


class Face:
    """One font, read once: glyphs, advances and kerning in font units."""

    def __init__(self, path: Path) -> None:
        font: Any = TTFont(path)
        self.units: int = font["head"].unitsPerEm
        self.cap_height: int = font["OS/2"].sCapHeight
        self._font = font
        self._names: dict[int, str] = font.getBestCmap()
        self._glyphs: dict[str, Glyph] = {}
        self._pairs: list[Any] = []
        if "GPOS" in font:
            lookups = font["GPOS"].table.LookupList.Lookup
            self._pairs = [table for look in lookups for table in look.SubTable]
            self._pairs = [table for table in self._pairs if table.LookupType == 2]

    def has(self, character: str) -> bool:
        return ord(character) in self._names

    def glyph(self, character: str) -> Glyph:
        name = self._names[ord(character)]
        with READING:
            if name not in self._glyphs:
                self._glyphs[name] = self._read(name)
        return self._glyphs[name]

    def _read(self, name: str) -> Glyph:
        glyphs = self._font.getGlyphSet()
        pen = DecomposingRecordingPen(glyphs)
        glyphs[name].draw(pen)
        strokes = tuple(part for verb, points in pen.value for part in _from_a_corner(verb, points))
        heights = [y for _, points in strokes for _, y in points] or [0]
        low, high = round(min(heights)), round(max(heights))
        return Glyph(round(glyphs[name].width), low, high, strokes)

    @lru_cache(maxsize=4096)  # noqa: B019 (faces live as long as the process)
    def kerning(self, left: str, right: str) -> int:
        first, second = self._names[ord(left)], self._names[ord(right)]
        with READING:
            return self._kerning(first, second)

    def _kerning(self, first: str, second: str) -> int:
        for table in self._pairs:
            if first not in table.Coverage.glyphs:
                continue
            value = _pair_value(table, first, second)
            if value is not None:
                return value
        return 0


def _from_a_corner(verb: str, points: Any) -> Iterator[tuple[str, tuple[Point, ...]]]:
    """Give a contour that has no corner one to start from: TrueType ends it with None."""
    if verb == "qCurveTo" and points[-1] is None:
        (ax, ay), (bx, by) = points[-2], points[0]
        start = ((ax + bx) / 2, (ay + by) / 2)
        yield "moveTo", (start,)
        points = (*points[:-1], start)
    yield verb, tuple(points)


def _pair_value(table: Any, first: str, second: str) -> int | None:
    if table.Format == 1:
        pairs = table.PairSet[table.Coverage.glyphs.index(first)].PairValueRecord
        for pair in pairs:
            if pair.SecondGlyph == second:
                return int(getattr(pair.Value1, "XAdvance", 0) or 0)
        return None
    row = table.Class1Record[table.ClassDef1.classDefs.get(first, 0)]
    record = row.Class2Record[table.ClassDef2.classDefs.get(second, 0)]
    return int(getattr(record.Value1, "XAdvance", 0) or 0) or None


def face(name: str = "gothic") -> Face:
    with READING:
        return _face(name)


@lru_cache
def _face(name: str) -> Face:
    return Face(FACES[name])


def outline(text: str, x: float, y: float, size: float, face_name: str = "gothic") -> str:
    """Return path data in tenths for spelt text: baseline start (x, y), capitals `size` high."""
    letters = face(face_name)
    scale = size * TENTHS / letters.cap_height
    pen_x, data, before = x * TENTHS, [], ""
    for character in text:
        if before:
            pen_x += letters.kerning(before, character) * scale
        glyph = letters.glyph(character)
        data.append("".join(_contours(glyph, round(pen_x), round(y * TENTHS), scale)))
        pen_x += glyph.advance * scale
        before = character
    return "".join(data)


def _contours(glyph: Glyph, x: int, y: int, scale: float) -> Iterator[str]:
    """Yield each contour in relative whole numbers, so that equal letters compress to one."""
    here, first = (x, y), True
    for verb, raw in glyph.strokes:
        points = [(x + round(px * scale), y - round(py * scale)) for px, py in raw]
        if verb == "moveTo":
            yield f"M{points[0][0]} {points[0][1]}" if first else "m" + _step(here, points[0])
            here = start = points[0]
            first = False
        elif verb == "lineTo":
            yield _line(here, points[0])
            here = points[0]
        elif verb == "qCurveTo":
            for n, (control, end) in enumerate(_curves(points)):
                # Halved points make every later curve of the run smooth, which "t" says for less.
                yield (
                    "t" + _step(here, end)
                    if n
                    else "q" + _step(here, control) + _join(_step(here, end))
                )
                here = end
        elif verb == "closePath":
            yield "z"
            here = start


def _curves(points: Sequence[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield control and end of each curve; TrueType leaves the points between to be halved."""
    for control, following in pairwise(points[:-1]):
        yield control, ((control[0] + following[0]) // 2, (control[1] + following[1]) // 2)
    yield points[-2], points[-1]


def _step(a: tuple[int, int], b: tuple[int, int]) -> str:
    return f"{b[0] - a[0]}{_join(str(b[1] - a[1]))}"


def _join(number: str) -> str:
    return number if number.startswith("-") else f" {number}"


def _line(a: tuple[int, int], b: tuple[int, int]) -> str:
    if a[1] == b[1]:
        return f"h{b[0] - a[0]}"
    if a[0] == b[0]:
        return f"v{b[1] - a[1]}"
    return "l" + _step(a, b)
