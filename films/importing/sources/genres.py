"""One vocabulary of genres for all sources, and what their genres say about a film's form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from films.models.film import Film

from .text import cleaned

SHORT = 40  # minutes, up to which a film is a short; the likeness engine draws the line there, too

# The site's genres, and those that its fixtures have no film of but sources do.
GENRES = (
    "Action",
    "Adventure",
    "Animation",
    "Biography",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Family",
    "Fantasy",
    "Film noir",
    "History",
    "Horror",
    "Music",
    "Musical",
    "Mystery",
    "Romance",
    "Science fiction",
    "Sport",
    "Thriller",
    "War",
    "Western",
)

# What sources call them, in lower case and without "film" at the end; some are two of ours.
OTHERWISE: dict[str, tuple[str, ...]] = {
    "action comedy": ("Action", "Comedy"),
    "action thriller": ("Action", "Thriller"),
    "animated": ("Animation",),
    "animated feature": ("Animation",),
    "anime": ("Animation",),
    "biographical": ("Biography",),
    "biographical drama": ("Biography", "Drama"),
    "biopic": ("Biography",),
    "black comedy": ("Comedy",),
    "children": ("Family",),
    "children's": ("Family",),
    "comedy drama": ("Comedy", "Drama"),
    "comedy horror": ("Comedy", "Horror"),
    "comedy thriller": ("Comedy", "Thriller"),
    "computer animated": ("Animation",),
    "concert": (),
    "crime drama": ("Crime", "Drama"),
    "crime thriller": ("Crime", "Thriller"),
    "documentary short": ("Documentary",),
    "dramedy": ("Comedy", "Drama"),
    "fairy tale": ("Fantasy",),
    "gangster": ("Crime",),
    "historical": ("History",),
    "historical drama": ("History", "Drama"),
    "legal drama": ("Drama",),
    "legal thriller": ("Thriller",),
    "melodrama": ("Drama",),
    "musical comedy": ("Musical", "Comedy"),
    "musical drama": ("Musical", "Drama"),
    "noir": ("Film noir",),
    "period drama": ("Drama",),
    "political drama": ("Drama",),
    "political thriller": ("Thriller",),
    "psychological drama": ("Drama",),
    "psychological horror": ("Horror",),
    "psychological thriller": ("Thriller",),
    "rockumentary": ("Documentary", "Music"),
    "romantic": ("Romance",),
    "romantic comedy": ("Romance", "Comedy"),
    "romantic drama": ("Romance", "Drama"),
    "sci fi": ("Science fiction",),
    "science fiction action": ("Science fiction", "Action"),
    "science fiction comedy": ("Science fiction", "Comedy"),
    "science fiction horror": ("Science fiction", "Horror"),
    "science fiction thriller": ("Science fiction", "Thriller"),
    "short": (),
    "slapstick": ("Comedy",),
    "spaghetti western": ("Western",),
    "sports": ("Sport",),
    "sports drama": ("Sport", "Drama"),
    "spy thriller": ("Thriller",),
    "swashbuckler": ("Adventure",),
    "tragicomedy": ("Comedy", "Drama"),
    "western comedy": ("Western", "Comedy"),
    # No genres at all: how a film was shown or where it is from.
    "(no genres listed)": (),
    "adult": (),
    "feature": (),
    "foreign": (),
    "imax": (),
    "television": (),
    "tv": (),
}
KNOWN = {genre.lower(): (genre,) for genre in GENRES} | OTHERWISE
ENDS = (" film", " films", " movie", " movies")

# The genres that say a form, the one that counts most first.
FORMS = (
    (Film.Form.CONCERT, {"concert", "concert film"}),
    (Film.Form.DOCUMENTARY, {"documentary", "documentary short", "rockumentary"}),
    (
        Film.Form.ANIMATION,
        {"animation", "animated", "animated feature", "anime", "computer animated"},
    ),
    (Film.Form.SHORT, {"short"}),
)


class Genres(NamedTuple):
    """A source's genres in our vocabulary, and its others as it calls them."""

    known: tuple[str, ...]
    others: tuple[str, ...]


def sorted_out(names: Iterable[object]) -> Genres:
    """Return which of our genres a source's are, in its order, and those that are none."""
    known: list[str] = []
    others: list[str] = []
    for name in cleaned(names):
        ours = KNOWN.get(_plain(name))
        if ours is None:
            others.append(name)
        else:
            known += ours
    return Genres(tuple(dict.fromkeys(known)), tuple(others))


def genres_of(names: Iterable[object]) -> tuple[str, ...]:
    """Return a source's genres in our vocabulary; one that it does not have is taken over."""
    known, others = sorted_out(names)
    return (*known, *(name[0].upper() + name[1:] for name in others))


def form_of(names: Iterable[object], runtime: int | None = None) -> str | None:
    """Return the form that a source's genres and a runtime say, or None where they say none."""
    plain = {_plain(name) for name in cleaned(names)}
    for form, genres in FORMS:
        if plain & genres:
            return str(form)
    return str(Film.Form.SHORT) if runtime and runtime <= SHORT else None


def _plain(name: str) -> str:
    """Return a genre without case, hyphens and the word film: "Film-Noir" → "film noir"."""
    plain = name.lower().replace("-", " ")
    for end in ENDS:
        plain = plain.removesuffix(end)
    return plain
