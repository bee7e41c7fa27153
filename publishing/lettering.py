"""Lettering: titles spelt, broken into lines and set in a box, as outlines."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from anyascii import anyascii

from .glyphs import Face, face, outline

MAX_LINES = 5
LONGEST_WORD = 18
SOFT, VOWELS = "\N{SOFT HYPHEN}", "aeiouyAEIOUY"
MAX_LENGTH = 120
# Anyascii would spell these in Mandarin, whatever the language: better no letters than wrong ones.
UNSPELT = re.compile(r"CJK|HIRAGANA|KATAKANA|IDEOGRAPHIC")
# A line that ends on one of these leaves the eye hanging.
DANGLING = {
    "a", "an", "and", "at", "by", "for", "from", "in", "is", "la", "le", "my", "of", "on",
    "or", "the", "to", "&",
}  # fmt: skip


def spell(text: str, face_name: str = "gothic", limit: int = MAX_LENGTH) -> str:
    """Return text in letters the face has: others folded to ASCII, or left out."""
    letters = face(face_name)
    spelt = "".join(
        _letters(character, letters) for character in unicodedata.normalize("NFC", text)
    )
    spelt = " ".join(spelt.split())
    if len(spelt) <= limit:
        return spelt
    return spelt[:limit].rsplit(" ", 1)[0].rstrip(" ,:;-") + "…"


def _letters(character: str, letters: Face) -> str:
    if character.isspace():
        return " "
    if letters.has(character):
        return character
    readable = unicodedata.category(character)[0] in "LNP"
    if not readable or UNSPELT.match(unicodedata.name(character, "CJK")):
        return ""
    return "".join(part for part in anyascii(character) if letters.has(part))


@lru_cache(maxsize=4096)
def measure(text: str, face_name: str = "gothic") -> int:
    """Return the width of spelt text in font units, kerning included."""
    letters = face(face_name)
    width = sum(letters.glyph(character).advance for character in text)
    return width + sum(letters.kerning(a, b) for a, b in pairwise(text))


def width_at(text: str, size: float, face_name: str = "gothic") -> float:
    """Return the width of spelt text whose capitals are `size` units high."""
    return measure(text, face_name) * size / face(face_name).cap_height


@lru_cache(maxsize=2048)
def breaks(text: str, lines: int, face_name: str = "gothic") -> tuple[str, ...]:
    """Break text into so many lines of widths as equal as words allow."""
    words = [piece for word in text.split() for piece in _pieces(word)]
    if len(words) <= lines:
        return tuple(word.replace(SOFT, "-") for word in words)
    if len(words) > 16:
        return _even_breaks(words, lines)
    best: tuple[float, tuple[str, ...]] = (float("inf"), (text,))
    for cuts in combinations(range(1, len(words)), lines - 1):
        edges = (0, *cuts, len(words))
        candidate = tuple(_joined(words[a:b]) for a, b in pairwise(edges))
        best = min(best, (_raggedness(candidate, face_name), candidate))
    return best[1]


def _raggedness(rows: Sequence[str], face_name: str) -> float:
    """Rate a way of breaking lines: narrow is good, so is even, so is ending where sense ends."""
    widths = [measure(row, face_name) for row in rows]
    rate = max(widths) + 0.35 * (max(widths) - min(widths))
    for row in rows[:-1]:
        last = row.rsplit(" ", 1)[-1]
        rate *= 0.82 if last[-1] in ":,-\N{EN DASH}" else 1.08 if last.lower() in DANGLING else 1
    return rate


def _pieces(word: str) -> Iterator[str]:
    """Yield a word that no line can hold in parts, cut between two syllables where it has them."""
    while len(word) > LONGEST_WORD and (word.isalpha() or len(word) > 2 * LONGEST_WORD):
        half = range(LONGEST_WORD // 2, LONGEST_WORD - 2)
        cut = next((n for n in half if word[n - 1] in VOWELS and word[n] not in VOWELS), half[0])
        yield word[:cut] + SOFT
        word = word[cut:]
    yield word


def _joined(words: Sequence[str]) -> str:
    line = " ".join(words).replace(f"{SOFT} ", "")
    return line.replace(SOFT, "-")


def _even_breaks(words: Sequence[str], lines: int) -> tuple[str, ...]:
    share = sum(len(word) + 1 for word in words) / lines
    rows: list[list[str]] = [[] for _ in range(lines)]
    position = 0.0
    for word in words:
        rows[min(lines - 1, int((position + len(word) / 2) / share))].append(word)
        position += len(word) + 1
    return tuple(_joined(row) for row in rows if row)


@dataclass(frozen=True)
class Line:
    """One set line: x and the baseline y, and the height of its capitals."""

    text: str
    x: float
    y: float
    size: float
    width: float


@dataclass(frozen=True)
class Setting:
    """Lines set in a box, all in one face."""

    lines: tuple[Line, ...]
    face_name: str

    @property
    def top(self) -> float:
        """Return where the ink begins, accents included."""
        highest = (
            line.y - line.size * (1 + _above(line.text, self.face_name)) for line in self.lines
        )
        return min(highest, default=0)

    @property
    def bottom(self) -> float:
        """Return where the ink ends, descenders included."""
        lowest = (line.y + line.size * _below(line.text, self.face_name) for line in self.lines)
        return max(lowest, default=0)

    @property
    def path(self) -> str:
        """All lines as one path, in tenths."""
        return "".join(outline(ln.text, ln.x, ln.y, ln.size, self.face_name) for ln in self.lines)


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class Manner:
    """How a title is set: `stacked` gives each line the whole width, as in wood type."""

    face_name: str = "gothic"
    align: float = 0  # 0 left, .5 centred, 1 right
    rise: float = 1  # 0 hangs from the top of the box, 1 stands on its foot
    leading: float = 0.2  # of the height of the capitals
    largest: float = 400
    stacked: bool = False


def set_in(box: Box, text: str, manner: Manner) -> Setting:
    """Set spelt text as large as the box allows, in one to five lines."""
    options = [
        _stack(rows, box, manner) if manner.stacked else _block(rows, box, manner)
        for rows in {breaks(text, count, manner.face_name) for count in range(1, MAX_LINES + 1)}
    ]
    return max(options, key=_presence, default=Setting((), manner.face_name))


def _presence(setting: Setting) -> tuple[float, float]:
    """Rank settings: the smallest line decides, then the ink on the paper."""
    small = min((line.size for line in setting.lines), default=0)
    ink = sum(line.size * line.width for line in setting.lines)
    return (round(small * (ink**0.5), 1), small)


def _block(rows: Sequence[str], box: Box, manner: Manner) -> Setting:
    """Set all lines in one size, as far apart as their tails and accents need."""
    if not rows:
        return Setting((), manner.face_name)
    widest = max(width_at(row, 1, manner.face_name) for row in rows)
    gap = max((_gap(a, b, manner) for a, b in pairwise(rows)), default=0)
    above, below = _above(rows[0], manner.face_name), _below(rows[-1], manner.face_name)
    deep = len(rows) + gap * (len(rows) - 1) + above + below
    size = min(box.w / widest, box.h / deep, manner.largest)
    y = box.y + (box.h - size * deep) * manner.rise + size * (1 + above)
    lines = []
    for row in rows:
        lines.append(_line_at(row, y, size, box, manner))
        y += size * (1 + gap)
    return Setting(tuple(lines), manner.face_name)


def _stack(rows: Sequence[str], box: Box, manner: Manner) -> Setting:
    """Set each line to the full width, then shrink the whole to the height of the box."""
    if not rows:
        return Setting((), manner.face_name)
    name = manner.face_name
    sizes = [min(box.w / width_at(row, 1, name), manner.largest) for row in rows]
    modest = 0.7 * min(sizes)  # "THE" must not shout down the word it belongs to.
    small = [len(rows) > 1 and set(row.lower().split()) <= DANGLING for row in rows]
    sizes = [
        min(size, modest) if is_small else size for size, is_small in zip(sizes, small, strict=True)
    ]
    above, below = _above(rows[0], name) * sizes[0], _below(rows[-1], name) * sizes[-1]
    gaps = [0.0]
    for n, (a, b) in enumerate(pairwise(rows)):
        needed = _below(a, name) * sizes[n] + _above(b, name) * sizes[n + 1]
        gaps.append(max(manner.leading * min(sizes), needed + 0.1 * min(sizes)))
    deep = sum(sizes) + sum(gaps) + above + below
    shrink = min(1.0, box.h / deep)
    y = box.y + (box.h - deep * shrink) * manner.rise + above * shrink
    lines = []
    for row, size, gap in zip(rows, sizes, gaps, strict=True):
        y += (size + gap) * shrink
        lines.append(_line_at(row, y, size * shrink, box, manner))
    return Setting(tuple(lines), name)


def _line_at(row: str, y: float, size: float, box: Box, manner: Manner) -> Line:
    width = width_at(row, size, manner.face_name)
    return Line(row, box.x + (box.w - width) * manner.align, y, size, width)


def _gap(upper: str, lower: str, manner: Manner) -> float:
    needed = _below(upper, manner.face_name) + _above(lower, manner.face_name)
    return max(manner.leading, needed + 0.08)


@lru_cache(maxsize=4096)
def _above(row: str, face_name: str) -> float:
    """Return how far accents rise over the capitals, per unit of size."""
    letters = face(face_name)
    return max(0.0, max(letters.glyph(c).high for c in row) / letters.cap_height - 1)


@lru_cache(maxsize=4096)
def _below(row: str, face_name: str) -> float:
    """Return how far tails hang under the baseline, per unit of size."""
    letters = face(face_name)
    return max(0.0, -min(letters.glyph(c).low for c in row) / letters.cap_height)
