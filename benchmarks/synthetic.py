"""A made-up library of films in IMDb's format: as many as wanted, with the skew of the real one.

Few people are on many films, few words are in many titles and few films have most of the votes:
each drawn by Zipf's law. The same number of films gives the same files on every machine.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from films.importing.sources.imdb import COLUMNS

WORDS = """
    the of a and love night man last day house life blood dark girl world city lost dead time
    little story black red king return war heart summer death secret
"""
GENRES = """
    Drama Comedy Documentary Action Romance Thriller Crime Horror Adventure Family Mystery Fantasy
    Sci-Fi Animation Music History Biography War Western Sport Musical Film-Noir
"""
CATEGORIES = """
    actor actress actor actress actor actress actor director writer producer composer
    cinematographer editor
"""
REGIONS = "US GB FR DE ES IT JP IN BR RU"
CONSONANTS, VOWELS = "bdklmnrstvz", "aeiou"
SYLLABLES = [consonant + vowel for consonant in CONSONANTS for vowel in VOWELS]
COMMON, GENRE_NAMES, JOBS = WORDS.split(), GENRES.split(), CATEGORIES.split()
COUNTRIES = REGIONS.split()
AT_ONCE = 10_000


def write(films: int, folder: Path, seed: int = 7) -> None:
    """Write the six files of a library; about 13 people are credited on each film."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    words = _words(max(2_000, films // 20))
    people = max(50, films)
    _names(folder, people, words, random)
    files = {name: _open(folder, name) for name in COLUMNS if name != "names"}
    numbers = np.arange(1, films + 1)
    for start in range(0, films, AT_ONCE):
        for row in _films(numbers[start : start + AT_ONCE], films, words, people, random):
            name, *cells = row
            print(*cells, sep="\t", file=files[name])
    for file in files.values():
        file.close()


def _open(folder: Path, name: str) -> TextIO:
    table = "name.basics" if name == "names" else f"title.{name}"
    file = gzip.open(folder / f"{table}.tsv.gz", "wt", encoding="utf-8", compresslevel=1)  # noqa: SIM115 — closed by the caller
    print(*COLUMNS[name], sep="\t", file=file)
    return file


def _words(count: int) -> list[str]:
    """Return words, the most common first; the rest are made of syllables."""
    made = list(COMMON)
    size = len(SYLLABLES)
    for number in range(count):
        first, rest = divmod(number * 7_919 % size**3, size * size)
        made.append(
            SYLLABLES[first]
            + SYLLABLES[rest // size]
            + SYLLABLES[rest % size]
            + ("" if number < size**3 else str(number))
        )
    return made


def zipf(
    random: np.random.Generator, most: int, size: Any, power: float = 1.1, level: float = 0.0
) -> np.ndarray:
    """Return numbers from 0 up to most, the lower the likelier; the first `level` about equally.

    The law of Zipf and Mandelbrot, drawn by the inverse of its integral.
    """
    first, last = ((end + level) ** (1 - power) for end in (1, most + 1))
    drawn = (first + random.random(size) * (last - first)) ** (1 / (1 - power)) - level
    chosen: np.ndarray = np.minimum(drawn.astype(int) - 1, most - 1)
    return chosen


def _names(folder: Path, people: int, words: list[str], random: np.random.Generator) -> None:
    with _open(folder, "names") as file:
        for start in range(0, people, AT_ONCE):
            count = min(AT_ONCE, people - start)
            parts = zipf(random, len(words) - len(COMMON), (count, 2), 1.01) + len(COMMON)
            for place, (given, family) in enumerate(parts.tolist()):
                name = f"{words[given].title()} {words[family].title()}"
                print(
                    f"nm{start + place + 1:07}",
                    name,
                    "\\N",
                    "\\N",
                    "\\N",
                    "\\N",
                    sep="\t",
                    file=file,
                )


def _films(
    numbers: np.ndarray, films: int, words: list[str], people: int, random: np.random.Generator
) -> Iterator[tuple[Any, ...]]:
    count = len(numbers)
    lengths = random.integers(1, 5, count).tolist()
    chosen = zipf(random, len(words), (count, 5), 1.05).tolist()
    years = (2026 - zipf(random, 110, count, 1.01)).tolist()
    runtimes = random.integers(60, 180, count).tolist()
    genres = zipf(random, len(GENRE_NAMES), (count, 3), 1.05).tolist()
    votes = (2_000_000 / (1 + random.permutation(films)[:count]) ** 1.0).astype(int).tolist()
    means = np.round(random.normal(6.3, 1.2, count).clip(1, 10), 1).tolist()
    # The busiest are on some hundred films, however many films there are.
    cast = zipf(random, people, (count, len(JOBS)), 1.02, people / 300).tolist()
    akas = random.integers(0, 4, count).tolist()
    for place, number in enumerate(numbers.tolist()):
        key = f"tt{number:07}"
        title = " ".join(words[word] for word in chosen[place][: lengths[place]]).title()
        kinds = ",".join(dict.fromkeys(GENRE_NAMES[each] for each in genres[place]))
        yield "basics", key, "movie", title, title, 0, years[place], "\\N", runtimes[place], kinds
        if votes[place]:
            yield "ratings", key, means[place], votes[place]
        for ordering in range(akas[place]):
            other = f"{words[chosen[place][4]].title()} {COUNTRIES[ordering]} {title}"
            yield (
                "akas",
                key,
                ordering + 1,
                other,
                COUNTRIES[ordering],
                "\\N",
                "imdbDisplay",
                "\\N",
                0,
            )
        names = [f"nm{person + 1:07}" for person in cast[place]]
        yield "crew", key, names[7], names[8]
        for ordering, (name, category) in enumerate(zip(names, JOBS, strict=True), start=1):
            character = (
                f'["{words[int(name[2:]) % len(words)].title()}"]' if "act" in category else "\\N"
            )
            yield "principals", key, ordering, name, category, "\\N", character
