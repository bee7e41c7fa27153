"""Posters drawn by us, for films that have no picture of their own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from publishing.cutpaper import Chance, Cut
from publishing.lettering import Manner, spell
from publishing.palettes import Palette, family

from .motifs import SCENES, motif_for
from .poster_layouts import BLEEDING, LAYOUTS, H, Poster, W

# Capitals inside a word are meant: eXistenZ, Se7en, WALL·E stay as they are written.
OWN_CASE = re.compile(r"[a-z][A-Z\d]")
ANY = "foot crown window roundel plate"
SHADY = {"crime", "thriller", "mystery", "drama"}
LOUD = {"action", "science-fiction", "horror", "thriller", "adventure", "fantasy"}
TENDER = {"drama", "romance", "comedy", "family", "music", "history", "biography"}
# Longer titles than these would turn small, or heavy to send, in a broad face.
ROOM = {"wide": 22, "soft": 16, "fat": 28}
# Of these the outlines are short enough to be printed four times.
POP = {
    "heart", "target", "capsule", "lips", "balloon", "keyhole", "eye", "shadow", "clock", "crown",
    "bullet", "mask", "hat", "bird", "suitcase", "cylinder", "footprints",
}  # fmt: skip


@dataclass(frozen=True)
class Era:
    """Lettering and layouts of the years before `until`; what is named twice comes often."""

    until: int
    plain_faces: str
    tender_faces: str
    loud_faces: str
    layouts: str


ERAS = (
    Era(1940, "fat gothic fat", "fat", "gothic fat", "deco deco roundel foot window"),
    Era(1960, "gothic gothic fat", "fat gothic soft", "gothic", f"{ANY} plate plate slash"),
    Era(1981, "grotesk gothic gothic", "grotesk gothic soft", "grotesk gothic",
        f"{ANY} stripes stripes"),
    Era(1992, "gothic grotesk", "soft gothic grotesk", "wide gothic grotesk",
        f"{ANY} dusk dusk slash stripes"),
    Era(9999, "gothic gothic grotesk wide", "fat soft gothic grotesk", "gothic gothic grotesk wide",
        f"{ANY} slash stripes foot"),
)  # fmt: skip


def draw_poster(
    title: str, year: int, genres: Sequence[str], themes: Sequence[str], form: str = "feature"
) -> str:
    """Return an SVG document of 400 by 600: the same film always gets the same poster."""
    chance = Chance(f"{title}|{year}")
    genre = genres[0] if genres else form
    if form in {"animation", "documentary"} and chance.number() < 0.6:
        genre = form
    era = next(era for era in ERAS if (year or 2000) < era.until)
    motif = motif_for(themes, genres or [form], chance)
    palette = _palette(genre, genres, themes, year or 2000, chance)
    face_name = _face(genre, era, chance)
    if len(title) > ROOM.get(face_name, 32):
        face_name = "gothic"  # The narrowest face is the one that stays large.
    text = spell(title, face_name)
    if face_name in {"gothic", "wide"} and not OWN_CASE.search(text):
        text = spell(text.upper(), face_name)
    manner = Manner(
        face_name,
        align=0.5 if era.until <= 1960 else 0,
        stacked=face_name == "gothic" and len(text.split()) <= 7,
    )
    cut = Cut(palette, chance, wobble=1.6 if 1945 <= year < 1970 else 0)
    cut.rect(palette.ground, 0, 0, W, H)
    layout = chance.pick(layouts_for(text, motif, era, face_name))
    LAYOUTS[layout](Poster(cut, text, str(year or ""), motif, manner))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{W}" height="{H}" '
        f'viewBox="0 0 {W} {H}">{cut.markup}</svg>'
    )


def _palette(
    genre: str, genres: Sequence[str], themes: Sequence[str], year: int, chance: Chance
) -> Palette:
    """Dress a film by its era where the era had a look, else by its first or second genre."""
    roll = chance.number()
    name = genres[1] if len(genres) > 1 and roll < 0.35 else genre
    if year < 1940 and roll < 0.8:
        name = "deco"
    elif year < 1962 and genre in SHADY and ("noir" in themes or roll < 0.4):
        name = "noir"
    elif 1981 <= year < 1992 and genre in LOUD and roll < 0.5:
        name = "neon"
    elif "neo-noir" in themes and roll > 0.75:
        name = "noir"
    return chance.pick(family(name))


def _face(genre: str, era: Era, chance: Chance) -> str:
    faces = era.plain_faces
    if genre in TENDER:
        faces = era.tender_faces
    elif genre in LOUD:
        faces = era.loud_faces
    return chance.pick(faces.split())


def layouts_for(text: str, motif: str, era: Era, face_name: str) -> list[str]:
    """Return the layouts that suit the era, the motif and the length of the title."""
    if not text:
        return ["dusk", "foot"] if era.until == 1992 else ["foot"]
    names = era.layouts.split()
    if motif in SCENES:
        names += ["foot", "crown"]
    if era.until == 1940:
        return names
    more = (
        (len(text) <= 22, "spine spine"),
        (face_name == "gothic" and 1 < len(text.split()) < 9, "over"),
        (len(text) <= 5, "over over over over"),
        (motif in POP and len(text) <= 30, "quarters quarters"),
        (motif in BLEEDING, "close close crown"),
    )
    return names + [name for suits, added in more if suits for name in added.split()]
