"""A neutral sentence from the evidence, for the editor to rewrite."""

from __future__ import annotations

from collections.abc import Sequence

from lists.shared_traits import SharedTrait
from publishing.wording import listed

MOST_THEMES = 2
# What a person did on both films, in the order in which it is told.
TOGETHER = {
    "Director": "{} directed both films",
    "Actor": "{} appears in both films",
    "Writer": "{} wrote both films",
    "Composer": "{} composed the music of both films",
    "Cinematographer": "{} photographed both films",
}


def starter(shared: Sequence[SharedTrait], seeds: Sequence[str]) -> str:
    """Say what a film shares with the seeds (titles), from the strongest; empty if nothing."""
    like = f"Like {listed(f'*{title}*' for title in seeds)}"
    themes = [_small(trait.name) for trait in shared if trait.kind == "theme"][:MOST_THEMES]
    series = [trait.name for trait in shared if trait.kind == "series"][:1]
    genres = [_small(trait.name) for trait in shared if trait.kind == "genre"]
    said = [words for words in map(_together, shared) if words][:1]
    if series:
        said.append(f"both belong to the series {series[0]}")
    if themes:
        said.append(
            f"both deal with {listed(themes)}"
            if said
            else f"{like}, it deals with {listed(themes)}"
        )
    if not said and genres:
        said.append(f"{like}, it belongs to the genre of {listed(genres[:MOST_THEMES])}")
    return f"{listed(said)}." if said else ""


def _together(trait: SharedTrait) -> str:
    words = (TOGETHER[job] for job in TOGETHER if job in trait.roles)
    return (
        next(words, "{} worked on both films").format(trait.name) if trait.kind == "person" else ""
    )


def _small(name: str) -> str:
    """Return a theme's name as it stands inside a sentence, unless it has other capitals."""
    return name[:1].lower() + name[1:] if name[1:] == name[1:].lower() else name
