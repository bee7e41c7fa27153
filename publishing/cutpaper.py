"""Cut paper: flat shapes in few colours, laid on one another, written down as SVG."""

import hashlib
import math
from collections.abc import Sequence
from typing import Self, TypeVar

from .palettes import Palette

T = TypeVar("T")
Matrix = tuple[float, float, float, float, float, float]
# A third number marks a point that pulls the edge without touching it, as in TrueType.
Corner = tuple[float, float] | tuple[float, float, int]


class Chance:
    """Return the same choices for the same words, on every machine and in every year."""

    def __init__(self, words: str) -> None:
        self._state = int.from_bytes(hashlib.sha256(words.encode(errors="replace")).digest()[:8])

    def number(self) -> float:
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) / 2**31

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.number()

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self.number() * len(choices))]


class Cut:
    """A hand with scissors: shapes in the colours of a palette, on a sheet others may share."""

    def __init__(self, palette: Palette, chance: Chance, wobble: float = 0) -> None:
        self.palette = palette
        self.chance = chance
        self.wobble = wobble
        self._matrix: Matrix = (1, 0, 0, 1, 0, 0)
        self._parts: list[tuple[str, str, bool]] = []

    def at(self, x: float, y: float, scale: float = 1, turn: float = 0) -> Self:
        """Return the same sheet seen from (x, y), scaled and turned by degrees."""
        a, b, c, d, e, f = self._matrix
        cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
        other = self.in_colours(self.palette)
        other._matrix = (
            a * cos + c * sin,
            b * cos + d * sin,
            c * cos - a * sin,
            d * cos - b * sin,
            a * x + c * y + e,
            b * x + d * y + f,
        )
        return other

    def in_colours(self, palette: Palette) -> Self:
        """Return the same sheet, cut from other paper."""
        other = type(self)(palette, self.chance, self.wobble)
        other._matrix, other._parts = self._matrix, self._parts
        return other

    @property
    def scale(self) -> float:
        return math.hypot(self._matrix[0], self._matrix[1])

    def poly(self, fill: str, *points: tuple[float, float]) -> None:
        placed = [self._place(x, y, self.wobble) for x, y in points]
        area = sum(
            (ax * by - bx * ay)
            for (ax, ay), (bx, by) in zip(placed, placed[1:] + placed[:1], strict=True)
        )
        if area < 0:  # One direction for all, or overlapping shapes of one path cancel out.
            placed.reverse()
        self._lay(f'fill="{fill}"', _closed(placed), joins=True)

    def rect(self, fill: str, x: float, y: float, w: float, h: float) -> None:
        self.poly(fill, (x, y), (x + w, y), (x + w, y + h), (x, y + h))

    def disc(self, fill: str, x: float, y: float, r: float) -> None:
        (cx, cy), size = self._place(x, y), round(r * self.scale, 1)
        self._lay(f'fill="{fill}"', _circle(cx, cy, size, 1), joins=True)

    def ring(self, fill: str, x: float, y: float, r: float, width: float) -> None:
        """Cut a ring `width` thick whose outer edge has radius r."""
        (cx, cy), outer = self._place(x, y), round(r * self.scale, 1)
        inner = max(0.5, round((r - width) * self.scale, 1))
        self._lay(f'fill="{fill}"', _circle(cx, cy, outer, 1) + _circle(cx, cy, inner, 0))

    def around(
        self, fill: str, sheet: tuple[int, int, int, int], hole: tuple[float, float, float]
    ) -> None:
        """Lay a sheet (x, y, w, h) with a round hole (x, y, r), not turned."""
        (x, y), (cx, cy) = self._place(*sheet[:2]), self._place(*hole[:2])
        data = f"M{x} {y}h{sheet[2]}v{sheet[3]}h-{sheet[2]}z" + _circle(cx, cy, hole[2], 0)
        self._lay(f'fill="{fill}"', data)

    def limb(
        self,
        fill: str,
        a: tuple[float, float],
        b: tuple[float, float],
        thick: float,
        thin: float = 0,
    ) -> None:
        """Cut a bar from a to b, `thick` at a and `thin` (or as thick) at b."""
        thin = thin or thick
        length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1
        nx, ny = (a[1] - b[1]) / length / 2, (b[0] - a[0]) / length / 2
        self.poly(
            fill,
            (a[0] + nx * thick, a[1] + ny * thick),
            (b[0] + nx * thin, b[1] + ny * thin),
            (b[0] - nx * thin, b[1] - ny * thin),
            (a[0] - nx * thick, a[1] - ny * thick),
        )

    def shape(self, fill: str, *corners: Corner) -> None:
        """Cut a closed outline of corners and pulling points; begin with a corner."""
        self._lay(f'fill="{fill}"', self._curve(corners) + "z")

    def stroke(self, colour: str, width: float, *corners: Corner) -> None:
        look = f'fill="none" stroke="{colour}" stroke-width="{_short(width * self.scale)}"'
        self._lay(look, self._curve(corners))

    def star(  # noqa: PLR0913, PLR0917 (a star is where, how big and of how many points)
        self, fill: str, x: float, y: float, r: float, points: int, depth: float = 0.5
    ) -> None:
        """Cut a star whose valleys lie at `depth` of its radius."""
        tips = []
        for n in range(points * 2):
            reach = r if n % 2 == 0 else r * depth
            angle = math.pi * n / points - math.pi / 2
            tips.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
        self.poly(fill, *tips)

    def letters(self, fill: str, tenths: str, place: str = "") -> None:
        """Lay outlines in tenths of a unit, moved by an SVG transform if need be."""
        if tenths:
            self._lay(f'fill="{fill}" transform="{place}scale(.1)"', tenths)

    @property
    def markup(self) -> str:
        """Return everything laid so far, plain neighbours of one colour in one path."""
        merged: list[tuple[str, str, bool]] = []
        for look, data, joins in self._parts:
            if merged and joins and merged[-1][0] == look and merged[-1][2]:
                merged[-1] = (look, merged[-1][1] + data, True)
            else:
                merged.append((look, data, joins))
        return "".join(f'<path {look} d="{data}"/>' for look, data, _ in merged)

    def _lay(self, look: str, data: str, *, joins: bool = False) -> None:
        """Lay a path; only shapes that all turn one way may join, lest they cut holes."""
        self._parts.append((look, data, joins))

    def _place(self, x: float, y: float, wobble: float = 0) -> tuple[int, int]:
        a, b, c, d, e, f = self._matrix
        dx = self.chance.between(-wobble, wobble) if wobble else 0
        dy = self.chance.between(-wobble, wobble) if wobble else 0
        return round(a * x + c * y + e + dx), round(b * x + d * y + f + dy)

    def _curve(self, corners: Sequence[Corner]) -> str:
        data, control = [], None
        for n, corner in enumerate(corners):
            x, y = self._place(corner[0], corner[1])
            if n == 0:
                data.append(f"M{x} {y}")
            elif len(corner) == 3:
                if control:
                    data.append(_quad(control, ((control[0] + x) // 2, (control[1] + y) // 2)))
                control = (x, y)
            elif control:
                data.append(_quad(control, (x, y)))
                control = None
            else:
                data.append(f"L{x} {y}")
        if control:
            data.append(_quad(control, self._place(corners[0][0], corners[0][1])))
        return "".join(data)


def _quad(control: tuple[int, int], end: tuple[int, int]) -> str:
    return f"Q{control[0]} {control[1]} {end[0]} {end[1]}"


def _closed(points: Sequence[tuple[int, int]]) -> str:
    data, (hx, hy) = [f"M{points[0][0]} {points[0][1]}"], points[0]
    for x, y in points[1:]:
        dx, dy = x - hx, y - hy
        joint = "" if dy < 0 else " "
        data.append(f"h{dx}" if dy == 0 else f"v{dy}" if dx == 0 else f"l{dx}{joint}{dy}")
        hx, hy = x, y
    return "".join(data) + "z"


def _circle(x: float, y: float, r: float, sweep: int) -> str:
    size, across = _short(r), _short(2 * r)
    return (
        f"M{_short(x - r)} {_short(y)}a{size} {size} 0 0 {sweep} {across} 0"
        f"a{size} {size} 0 0 {sweep}-{across} 0z"
    )


def _short(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".") if number else "0"
