"""What a file says of lists, whatever its form; nothing here has looked into the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lists.list_page import NAMED, claims_of
from lists.models import Entry

FORMAT, VERSION = "moreish lists", 1
MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 1000  # as many as the form of a list carries
LARGEST_POSITION = 2**15 - 1

# The texts of a list, in the order in which files have them.
FACTS = (
    "headline",
    "standfirst",
    "numbering",
    "search_title",
    "search_description",
    "intro",
    "outro",
)
# The outside ids by which films are known, as files call them, and as a film has them.
IDS = {
    "imdb": "imdb_id",
    "tmdb": "tmdb_id",
    "wikidata": "wikidata_id",
    "movielens": "movielens_id",
}
ID_NAMES = {"imdb": "IMDb", "tmdb": "TMDB", "wikidata": "Wikidata", "movielens": "MovieLens"}

Claim = tuple[str, str]  # the kind and the key of a trait


class Unusable(Exception):
    """A file that cannot be read as lists; says all that is wrong with it."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class FilmNames:
    """All by which a file names a film."""

    slug: str = ""
    title: str = ""
    year: int | None = None
    ids: dict[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        if self.title:
            return f"“{shown(self.title)}”" + (f" ({self.year})" if self.year else "")
        names = [self.slug, *(f"{ID_NAMES[kind]} {value}" for kind, value in self.ids.items())]
        return shown(next(filter(None, names), "no film"))


@dataclass(frozen=True)
class RowContents:
    """A film in a list; None is what the file does not speak of."""

    place: str  # "row 3" of a sheet, "entry 2" of a JSON file
    is_seed: bool
    film: FilmNames
    position: int | None = None
    blurb: str | None = None
    traits: tuple[Claim, ...] | None = None


@dataclass(frozen=True)
class ListContents:
    """A list; `facts` holds those of FACTS that the file speaks of."""

    slug: str
    facts: dict[str, str]
    authors: tuple[str, ...] | None
    rows: Sequence[RowContents]


@dataclass(frozen=True)
class FileContents:
    """The lists of a file, and remarks about what was left aside."""

    lists: Sequence[ListContents]
    notes: Sequence[str] = ()


def claims(entry: Entry) -> tuple[Claim, ...]:
    """Return what an entry claims as files have it: of kinds that may be claimed, each once."""
    known = [claim for claim in claims_of(entry) if claim[0] in NAMED and claim[1]]
    return tuple(dict.fromkeys(known))


def shown(text: str, most: int = 80) -> str:
    """Return text of a file in one short line that is safe to print."""
    line = "".join(letter if letter.isprintable() else " " for letter in text[: most + 1])
    return line if len(text) <= most else f"{line[: most - 1]}…"
