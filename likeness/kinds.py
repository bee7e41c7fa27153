"""The kinds of evidence, in the order in which equal reasons are told."""

from __future__ import annotations

from .facts import FilmFacts

# What two films share one by one: a person, a theme, a word.
SHARED = (
    "series",
    "director",
    "star",
    "writer",
    "theme",
    "genre",
    "word",
    "company",
    "country",
    "language",
    "composer",
    "cinematographer",
)
# What is near rather than the same: a cosine of two films' directions in a space.
KINDRED = ("kindred_theme", "kindred_story", "kindred_director", "kindred_cast", "synopsis")
# What is one number of a pair.
PAIRED = ("genre_mix", "era", "reception", "widely_seen", "viewers")

KINDS = (*SHARED, *KINDRED, *PAIRED)
NUMBER = {kind: number for number, kind in enumerate(KINDS)}

STARS = 15  # so many of the cast are read
FORMS = ("feature", "documentary", "animation", "short", "concert")


def held_by(film: FilmFacts) -> list[tuple[str, str, str, float]]:
    """Return (kind, key, name, strength) of all that a film can share, words apart."""
    held = [
        (kind, key, name, 1.0)
        for kind, named in (
            ("series", film.series),
            ("director", film.directors),
            ("writer", film.writers),
            ("genre", film.genres),
            ("company", film.companies),
            ("country", film.countries),
            ("language", film.languages),
            ("composer", film.composers),
            ("cinematographer", film.cinematographers),
        )
        for key, name in named
    ]
    held += [
        ("theme", theme[0], theme[1], theme[2] if len(theme) == 3 else 1.0) for theme in film.themes
    ]
    cast = sorted(film.cast, key=lambda billed: (billed.billing, billed.key))[:STARS]
    held += [("star", key, name, billed_worth(place)) for key, name, place in cast]
    return held


def billed_worth(billing: int) -> float:
    """Return how much a star counts by billing: 1 for the first, half for the fifth."""
    return 1 / (1 + 0.25 * (max(billing, 1) - 1))


def billing_of(worth: float) -> int:
    """Return the billing that has this worth."""
    return round((1 / worth - 1) * 4) + 1
