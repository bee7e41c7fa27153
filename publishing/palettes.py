"""Palettes: few colours that go together, and lettering that can be read on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """`ink` is read on `ground` and on `shade`; `form` and `accent` are the cut paper."""

    ground: str
    shade: str
    ink: str
    form: str
    accent: str

    def on_form(self) -> "Palette":
        """Return the palette for paper laid on a sheet of `form`."""
        choices = {self.ground, self.ink, self.accent} - {self.form}
        ranked = sorted(choices, key=lambda colour: (-contrast(colour, self.form), colour))
        form = self.ground if contrast(self.ground, self.form) > 2.4 else ranked[0]
        others = [colour for colour in (self.accent, self.ground, *ranked) if colour != form]
        accent = next((c for c in others if contrast(c, self.form) > 1.6), others[0])
        shade = blend(self.form, self.ground, 0.18)
        return Palette(self.form, shade, ranked[0], form, accent)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def blend(colour: str, other: str, share: float) -> str:
    """Return colour mixed with a share (0 to 1) of the other."""
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def luminance(colour: str) -> float:
    parts = [part / 255 for part in _rgb(colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _family(*rows: str) -> tuple[Palette, ...]:
    return tuple(Palette(*(f"#{colour}" for colour in row.split())) for row in rows)


# One row is one palette: ground, shade, ink, form, accent.
FAMILIES: Mapping[str, Sequence[Palette]] = {
    "crime": _family(
        "14110f 2a211c f4e9d8 d7261e f2b632",
        "f1e6d0 e3d3b4 191613 c8201d 191613",
        "b3141b 970e15 fff1dc 170f0e f6c445",
        "f0b323 e2a212 1a1410 1a1410 b8241a",
        "0f2a33 19404c f6e7c8 e8622c f3c14b",
        "12372a 1b4a39 f7ecd3 f0a92b e4572e",
        "d9c9a8 cbb88f 1b1a1d 1f3f4a bf2d1f",
    ),
    "action": _family(
        "ee6a24 e05c15 160d08 160d08 ffe2a8",
        "0c1b33 173054 ffefd6 ff6b2c ffd166",
        "dfe6e4 c8d4d3 13212c d9371f 13212c",
        "17181b 2a2c32 ffdb3a ffdb3a f25c3b",
        "7a1f12 65170c ffe9cc f49b2c 190a07",
        "1642a0 11368a fff4df ffb52e 0a1233",
        "f3ead7 e4d7bb 1b1420 e4512a 1b1420",
    ),
    "thriller": _family(
        "101820 1f2d3a f2f0e6 f2c230 d8402f",
        "e9e4d4 d6cdb6 18242b 18242b d3382a",
        "cdd94f bccb38 14180f 14180f d63c20",
        "2b1233 3d1d49 fbe9dc ff5d5d f7b84b",
        "0a3d52 0e4c66 f6f0dc f1592a f6c95a",
        "c9d6d8 b4c5c8 13242b a8281f 13242b",
    ),
    "drama": _family(
        "f3e9da e4d4bb 2a2230 c65b3f 2f5d62",
        "27405a 304f6e f9edd8 e9a23b d85a4a",
        "8d2f2b 7a2522 fdebd3 f2b15c 2b1718",
        "dcc9a0 cdb788 2c211a 7c3626 1f4e4a",
        "c6d2bd b2c2a7 1f2b25 1f4d3f cf5b33",
    ),
    "romance": _family(
        "f6c9c4 efb1ab 4a0f22 b3173c 4a0f22",
        "8f1237 7b0d2d ffe7dc ff8a7a ffc857",
        "fbeee2 f4dbc9 5a1730 d8434e f0a35e",
        "2d1e46 3c2a5a fde6dc f47c8a f6c667",
    ),
    "comedy": _family(
        "ffd23f f9c31c 1c1a2b e4412f 1f6f8b",
        "f7f0df eadec1 1d2a44 ef5b3a 2a9d8f",
        "f58b6c ee7853 24131a fff0d6 24131a",
        "0f6c65 0b5d57 fff4dc ffc23c ff8a62",
        "a9d6e5 90c6d8 12263a e4572e 12263a",
    ),
    "horror": _family(
        "0d0d0d 211a1a f3e7d9 c4121a f3e7d9",
        "8e0b12 740810 fbe9d5 120505 fbe9d5",
        "16241c 21362a e6f0c9 b7d63c d5322b",
        "e8e2d2 d6cfba 1a0f12 a50f1a 1a0f12",
    ),
    "science-fiction": _family(
        "0b1026 18214a f3f0ff ff7a3d 5fd3e6",
        "f0ebe1 dcd5c6 14203a ef4b2f 2d6cdf",
        "041f2b 093646 e3fbf4 2fd6b4 ffcf4a",
        "301658 412277 fde8ff ff5fa2 ffd166",
        "ff8a3c f67a24 1d0f2e 1d0f2e fff0cf",
    ),
    "fantasy": _family(
        "14323d 1d4554 f8ecc9 e8b54a c95c43",
        "3a2052 482b65 fbeacb f2a541 6fc3b2",
        "e6dcb8 d6c99b 21302b 35664f b5532c",
    ),
    "mystery": _family(
        "1a1e2e 282f47 f1e8d3 8fb8a8 e5b143",
        "d8d2bd c7bfa5 1d2433 1d2433 b23a2e",
        "0e3b3a 154e4c f5ead0 e7b84c e06a43",
        "45203a 552b48 f9e6d2 e58e58 f2c14e",
    ),
    "western": _family(
        "e9b15c dda044 2a120b 8c2a16 2a120b",
        "8c2f17 792510 fdeaca f3b34c 1f0d08",
        "f2e3c2 e5d0a3 3a1a10 c4532a 3a1a10",
        "2a4d55 345d66 fbeacb e8863c f2c66d",
    ),
    "war": _family(
        "3b4128 484f32 f4ecd2 d9b44a d8593f",
        "d4cba8 c3b98f 23261a 4b5632 b5311f",
        "22272b 30373d f0ead8 b5b9a0 d5432c",
        "9a2f1b 862613 fcecd2 1c120d f0b648",
    ),
    "sport": _family(
        "c8102e ad0b25 fff3e2 14213d ffd166",
        "f4efe4 e0d8c6 14213d d7263d 14213d",
        "14213d 1e3058 fef1d8 fca311 e63946",
    ),
    "music": _family(
        "f9c80e efb900 2b124c 2b124c d92a3b",
        "1b1b3a 2a2a57 fff0e0 f86624 43bccd",
        "f2e6d8 e2d0bb 2a1a3e d1345b 2a1a3e",
    ),
    "family": _family(
        "fff1cf fae0a3 23395b f25f4c 1d9a8f",
        "1e5f90 1a527d fff6dd ffc93c ff8d6b",
        "ff9f6b fa8e55 2b193d fff3d6 2b193d",
        "bfe3d0 a6d5bd 16324f f2545b 16324f",
    ),
    "documentary": _family(
        "efece4 dcd7cb 1c1c1c d62f1f 1c1c1c",
        "1f2a30 2c3a43 f2eee2 e7b83f 7fb7be",
        "e7b83f dba827 1d1a14 1d1a14 fff3d6",
    ),
    "history": _family(
        "e8dcc0 d8c8a2 2b1d14 8b2f1f 2f4a4f",
        "4a1c1f 5c282b f8e8cd d9a441 d4684f",
        "1f3a4d 294a62 f6ead1 d9a441 d9694f",
    ),
    "adventure": _family(
        "f4dfb1 ebcd8b 20323a d9552b 1f6f78",
        "0d5c63 0a4f55 fdf0d5 f4a934 f0714a",
        "b03a16 9c3210 fff0d4 ffc145 23120b",
    ),
    "noir": _family(
        "111111 242424 f1ece0 d9d3c4 c81d25",
        "0f1518 1f2a30 efe7d2 e6c15a efe7d2",
        "d9d4c5 c6c0ae 121212 121212 b5161d",
        "1d2b33 2a3c46 f3ead6 f3ead6 d94a2b",
    ),
    "deco": _family(
        "12110f 26221c f0d9a0 d9a441 f0d9a0",
        "f2e4c5 e4d0a3 1d1a16 b3341f 1d1a16",
        "0f3b3e 174e51 f3dfb0 d8a84a e5714b",
        "6f1420 5d0f19 f6deb0 e0a63f 160a0b",
    ),
    "neon": _family(
        "150b2e 25154f ffe6f7 ff3d8b 2de2e6",
        "0a1a2f 122c52 fff1d0 ff5e62 ffb347",
        "1c0a1c 331433 ffe9d6 ff7a2f ff3d8b",
    ),
}
KIN: Mapping[str, str] = {"animation": "family", "biography": "history"}


def family(name: str) -> Sequence[Palette]:
    """Return the palettes of a genre or era; an unknown one is dressed as a drama."""
    return FAMILIES.get(KIN.get(name, name), FAMILIES["drama"])
