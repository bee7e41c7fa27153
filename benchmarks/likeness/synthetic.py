"""A made-up catalogue of any size, streamed film by film, to see how the engine grows.

Films belong to latent topics, each with its own people, themes, words, companies and years, so
that there is something to find. Who and what films share follows Zipf's law (Mandelbrot's form
of it: the busiest person has some hundred films however many there are). Votes are log-normal,
years lean towards today. Every film has at least 25 facts besides the words of its synopsis.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from likeness import Billed, FilmFacts, Named

Numbers = npt.NDArray[np.int64]

BLOCK = 1_024  # films drawn at once
OWN = 0.75  # the share of what a film has that comes from its own topic
FIRST, LAST = 1895, 2025
GENRES, COUNTRIES = 24, 90
WITH_VOTES, IN_SERIES = 0.4, 0.04
FORMS = ("feature", "documentary", "animation", "short")
FORM_SHARES = (0.84, 0.08, 0.03, 0.05)
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprtvz" for vowel in "aeiou"]


@dataclass(frozen=True)
class Pool:
    """Things that films have; the rank of one drawn is as Zipf says, with the head flattened.

    A topic's own are every `topics`-th of all: each topic has its share of the common and the rare.
    """

    size: int
    flat: float

    def drawn(
        self, dice: np.random.Generator, topic: Numbers, topics: int, each: int
    ) -> list[list[int]]:
        """Return what each film of these topics has, `each` draws a film, the same but once."""
        shape = (len(topic), each)
        anywhere = _ranks(dice.random(shape), self.size, self.flat)
        near = _ranks(dice.random(shape), max(self.size // topics, 1), self.flat / topics)
        own = (near * topics + topic[:, None]) % self.size
        found = np.where(dice.random(shape) < OWN, own, anywhere)
        return [[*dict.fromkeys(row)] for row in found.tolist()]


def _ranks(chance: npt.NDArray[np.float64], size: int, flat: float) -> Numbers:
    """Return ranks from 0, as likely as 1 / (rank + flat)."""
    flat = max(flat, 0.5)
    ranks = flat * ((size + flat) / flat) ** chance - flat
    return np.minimum(ranks.astype(np.int64), size - 1)


def films(number: int, seed: int = 1) -> Iterator[FilmFacts]:
    """Yield a catalogue of so many films, the same at every run; a block is held at a time."""
    topics = 30 + int(number**0.5)
    catalogue = _Catalogue(number, topics, np.random.default_rng([seed, 0]))
    for block, first in enumerate(range(0, number, BLOCK), 1):
        dice = np.random.default_rng([seed, block])
        yield from catalogue.block(dice, first, min(BLOCK, number - first))


class _Catalogue:
    def __init__(self, number: int, topics: int, dice: np.random.Generator) -> None:
        self.number, self.topics = number, topics
        # People come with films; vocabularies grow more slowly.
        self.stars = Pool(3 * number, number / 130)
        self.directors = Pool(number // 3 + 10, number / 250)
        self.writers = Pool(number // 2 + 10, number / 250)
        self.crew = Pool(number // 4 + 10, number / 250)
        self.companies = Pool(number // 6 + 10, number / 400)
        self.series = Pool(number // 80 + 10, number / 100)
        self.themes = Pool(int(60 * number**0.5) + 500, 40)
        self.words = Pool(int(60 * number**0.5) + 2_000, 40)
        self.countries = _ranks(dice.random(topics), COUNTRIES, 0.5)
        self.middle = LAST - (dice.beta(1.1, 2.6, topics) * (LAST - FIRST)).astype(np.int64)
        self.genres = _ranks(dice.random((topics, 3)), GENRES, 2.0)
        self.fame = dice.normal(2.6, 0.5, topics)

    def block(self, dice: np.random.Generator, first: int, size: int) -> Iterator[FilmFacts]:
        topic = _ranks(dice.random(size), self.topics, self.topics / 4)

        def drawn(pool: Pool, each: int) -> list[list[int]]:
            return pool.drawn(dice, topic, self.topics, each)

        year = np.clip(self.middle[topic] + dice.normal(0, 9, size), FIRST, LAST).astype(int)
        log_votes = self.fame[topic] + dice.normal(0, 0.9, size)
        known = dice.random(size) < WITH_VOTES
        votes = np.where(known, 10 ** np.clip(log_votes, 0.7, 6.5), 0).astype(int)
        reception = np.clip(dice.normal(6.2, 1.2, size), 1, 10)
        form = dice.choice(len(FORMS), size, p=FORM_SHARES)
        serial = dice.random(size) < IN_SERIES
        genre = np.where(
            dice.random((size, 3)) < 0.8, self.genres[topic], dice.integers(GENRES, size=(size, 3))
        ).tolist()
        stars, directors, writers = (
            drawn(self.stars, 13),
            drawn(self.directors, 1),
            drawn(self.writers, 2),
        )
        composers, camera = drawn(self.crew, 1), drawn(self.crew, 1)
        themes, words = drawn(self.themes, 11), drawn(self.words, 42)
        companies, series = drawn(self.companies, 2), drawn(self.series, 1)
        elsewhere = _ranks(dice.random(size), COUNTRIES, 0.5)
        country = np.where(dice.random(size) < OWN, self.countries[topic], elsewhere).tolist()
        for at in range(size):
            yield FilmFacts(
                id=f"made{first + at:08d}",
                title=" ".join(map(spelt, words[at][:3])).capitalize(),
                year=int(year[at]),
                form=FORMS[form[at]],
                directors=_named("director", directors[at]),
                writers=_named("writer", writers[at]),
                cast=tuple(
                    Billed(f"star{who}", f"Star {who}", place)
                    for place, who in enumerate(stars[at], 1)
                ),
                composers=_named("composer", composers[at]),
                cinematographers=_named("camera", camera[at]),
                genres=_named("genre", [*dict.fromkeys(genre[at])]),
                themes=_named("theme", themes[at]),
                series=_named("series", series[at]) if serial[at] else (),
                countries=_named("country", [country[at]]),
                languages=_named("language", [country[at] // 2]),
                companies=_named("company", companies[at]),
                synopsis=" ".join(map(spelt, words[at])) + ".",
                votes=int(votes[at]),
                reception=float(reception[at]) if known[at] else None,
            )


def facts_of(film: FilmFacts) -> int:
    """Return how many pieces of evidence a film could give, the words of its synopsis apart."""
    named = (
        film.directors, film.writers, film.cast, film.composers, film.cinematographers,
        film.genres, film.themes, film.series, film.countries, film.languages, film.companies,
    )  # fmt: skip
    return sum(map(len, named)) + bool(film.year) + bool(film.votes) + bool(film.reception)


def _named(kind: str, numbers: list[int]) -> tuple[Named, ...]:
    return tuple((f"{kind}{number}", f"{kind.capitalize()} {number}") for number in numbers)


def spelt(number: int) -> str:
    """Spell a number as a word that ends in a vowel, so that no ending is cut from it."""
    word = ""
    while number or len(word) < 4:
        number, syllable = divmod(number, len(SYLLABLES))
        word += SYLLABLES[syllable]
    return word
