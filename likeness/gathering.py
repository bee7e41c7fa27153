"""Turning a stream of films into a space."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from .directions import DIMENSIONS, Floats, decomposed, profiles, theme_directions
from .duplicates import Identity, duplicates_of, identity_of
from .facts import FilmFacts
from .kinds import NUMBER, billed_worth, held_by
from .renown import renown_of
from .space import (
    LEAD,
    NORMED,
    PLAIN,
    CatalogueError,
    Ints,
    Kinds,
    Pointers,
    Space,
    Trait,
    country_worth,
    directions_of,
    embedded,
    form_of,
    matrix_of,
    padded,
    rarity_of,
    reception_of,
    side_by_side,
    stood_together,
    year_of,
)
from .words import FILLER, stem, weighed, words_of

COMMON_WORD = 0.1  # a word in more films than this share says nothing
RARE_WORD = 2  # and one in fewer films is shared by none
NAME_LIKE = 0.5  # a word that is capitalised inside sentences more often than this is a name


def space_of(
    films: Iterable[FilmFacts], embeddings: Mapping[str, Sequence[float]] | None = None
) -> Space:
    """Read films, once each, into arrays; raises CatalogueError for two films of one id."""
    gathered = _Gathered()
    for film in films:
        gathered.add(film)
    return gathered.space(embeddings or {})


class _Gathered:
    """Films read so far; traits are numbered as they come, and put in order at the end."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.identities: list[Identity] = []
        self.year, self.form = array("i"), array("B")
        self.votes, self.reception = array("q"), array("f")
        self.numbers: dict[Trait, int] = {}
        self.names: list[str] = []
        self.lengths, self.held, self.strengths = array("q"), array("i"), array("f")
        self.words = _Words()

    def add(self, film: FilmFacts) -> None:
        year = year_of(film)
        self.ids.append(film.id)
        self.identities.append(identity_of(film, year))
        self.year.append(year)
        self.form.append(form_of(film))
        self.votes.append(max(film.votes, 0))
        self.reception.append(reception_of(film))
        held: dict[int, float] = {}
        for kind, key, name, strength in held_by(film):
            number = self.numbers.get((kind, key))
            if number is None:
                number = self.numbers[kind, key] = len(self.names)
                self.names.append(name)
            elif name < self.names[number]:  # whatever the order of the films
                self.names[number] = name
            held[number] = max(held.get(number, 0.0), strength)
        self.lengths.append(len(held))
        self.held.extend(held)
        self.strengths.extend(held.values())
        self.words.add(film.synopsis)

    def space(self, embeddings: Mapping[str, Sequence[float]]) -> Space:
        n = len(self.ids)
        order = np.array(sorted(range(n), key=self.ids.__getitem__), np.int64)
        ids = tuple(self.ids[place] for place in order)
        for one, following in pairwise(ids):
            if one == following:
                raise CatalogueError(f"Two films have the id {one!r}.")
        identities = tuple(self.identities[place] for place in order)
        votes = _read(self.votes, np.int64)[order]
        words, stems, word_rarity = self.words.matrix(order)
        rows, traits, names = self._held(order, words, stems, self.words.spelt(stems))
        kind_of = np.array([NUMBER[kind] for kind, _ in traits], np.uint8)
        counts = np.bincount(rows.indices, minlength=len(traits)).astype(np.int32)
        indptr, indices = rows.indptr.astype(np.int64), rows.indices.astype(np.int32)
        strengths = _normed(indptr, indices, rows.data, kind_of, counts)

        def of(kind: str) -> sparse.csr_matrix:
            first, after = np.searchsorted(kind_of, [NUMBER[kind], NUMBER[kind] + 1])
            return matrix_of(indptr, indices, strengths, slice(int(first), int(after)))

        weights = _weights(kind_of, counts, n, _films_with(of("theme")))
        themes = padded(theme_directions(of("theme")))
        mine = weights[kind_of == NUMBER["theme"]]
        theme = directions_of(of("theme").multiply(mine[None]).tocsr(), themes)
        told = padded(decomposed(of("word"))[2].T)
        story = directions_of(of("word"), told)
        genres = np.asarray(of("genre").todense(), dtype=np.float32)
        standing = _standing(side_by_side(theme, story, genres))
        stand = stood_together(theme, story, genres, standing)
        lead = _leading(of("star"))
        return Space(
            ids=ids,
            identities=identities,
            year=_read(self.year, np.int32)[order],
            form=_read(self.form, np.uint8)[order],
            votes=votes,
            reception=_read(self.reception, np.float32)[order],
            renown=renown_of(
                votes,
                [of("director"), lead, of("writer"), of("company")],
                [_number_of(of(kind)) for kind in ("theme", "star", "word", "series")],
            ),
            duplicate=duplicates_of(identities),
            series=_first_of(of("series"), kind_of),
            genres=of("genre").getnnz(axis=1).astype(np.int32),
            indptr=indptr,
            indices=indices,
            strengths=strengths,
            traits=traits,
            trait_of={trait: number for number, trait in enumerate(traits)},
            names=names,
            kind_of=kind_of,
            counts=counts,
            weights=weights,
            built=len(traits),
            counted=n,
            word_rarity=word_rarity,
            theme_directions=themes,
            word_directions=told,
            standing=standing,
            theme=theme,
            story=story,
            director=profiles(of("director"), stand),
            cast=profiles(lead, stand),
            synopsis=embedded(embeddings, ids),
        )

    def _held(
        self,
        order: Pointers,
        words: sparse.csr_matrix,
        stems: tuple[str, ...],
        spelt: Sequence[str],
    ) -> tuple[sparse.csr_matrix, tuple[Trait, ...], tuple[str, ...]]:
        """Return films by traits, words among them, with the traits in order and their names."""
        found = [*self.numbers, *(("word", word) for word in stems)]
        names = [*self.names, *spelt]
        in_order = sorted(range(len(found)), key=lambda at: (NUMBER[found[at][0]], found[at][1]))
        place = np.empty(len(in_order), np.int32)
        place[in_order] = np.arange(len(in_order), dtype=np.int32)
        indptr = np.concatenate([[0], np.cumsum(_read(self.lengths, np.int64))])
        own = sparse.csr_matrix(
            (_read(self.strengths, np.float32), _read(self.held, np.int32), indptr),
            shape=(len(self.ids), len(self.names)),
        )
        rows = sparse.hstack([own[order], words], format="csr")
        rows.indices = place[rows.indices]
        rows.sort_indices()
        return rows, tuple(found[at] for at in in_order), tuple(names[at] for at in in_order)


class _Words:
    """The words of synopses, counted as they come."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.lengths, self.held, self.times = array("q"), array("i"), array("i")
        self.plain: Counter[str] = Counter()
        self.capitalised: Counter[str] = Counter()

    def add(self, synopsis: str) -> None:
        words = words_of(synopsis)
        self.plain.update(words.plain)
        self.capitalised.update(words.capitalised)
        self.lengths.append(len(words.plain))
        for word, times in words.plain.items():
            self.held.append(self.numbers.setdefault(word, len(self.numbers)))
            self.times.append(times)

    def matrix(self, order: Pointers) -> tuple[sparse.csr_matrix, tuple[str, ...], Floats]:
        """Return films by the stems that tell something, weighed; those; and how rare each is."""
        useful = self._useful()
        stems = sorted({stem(word) for word in useful})
        at = {word: place for place, word in enumerate(stems)}
        stem_of = np.full(len(self.numbers), -1, np.int32)
        for word in useful:
            stem_of[self.numbers[word]] = at[stem(word)]
        lengths = _read(self.lengths, np.int64)
        film = np.repeat(np.arange(len(lengths)), lengths)
        stemmed = stem_of[_read(self.held, np.int32)]
        kept = stemmed >= 0
        times = _read(self.times, np.int32)[kept].astype(np.float32)
        rows = sparse.csr_matrix(
            (times, (film[kept], stemmed[kept])), shape=(len(lengths), len(stems))
        )[order]
        films = rows.getnnz(axis=0)
        most = max(COMMON_WORD * len(lengths), RARE_WORD)
        telling = np.flatnonzero((films >= RARE_WORD) & (films <= most))
        rows = rows[:, telling].tocsr()
        rarity = np.log((_films_with(rows) + 1) / (films[telling] + 1)).astype(np.float32)
        rows.data = weighed(rows.data, rarity[rows.indices])
        return rows, tuple(stems[place] for place in telling), rarity

    def spelt(self, stems: Sequence[str]) -> list[str]:
        """Return the commonest word of each stem, as people are told it."""
        commonest: dict[str, str] = {}
        for word in sorted(self._useful(), key=lambda word: (-self.plain[word], word)):
            commonest.setdefault(stem(word), word)
        return [commonest[each] for each in stems]

    def _useful(self) -> list[str]:
        return [w for w in self.numbers if stem(w) not in FILLER and not self._is_name(w)]

    def _is_name(self, word: str) -> bool:
        return self.capitalised[word] > NAME_LIKE * self.plain[word]


def _read(column: array[int] | array[float], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    return np.array(column, dtype=dtype)


def _first_of(rows: sparse.csr_matrix, kind_of: Kinds) -> Ints:
    """Return the number of the first series that each film belongs to; -1: none."""
    first = np.full(rows.shape[0], -1, np.int32)
    some = np.diff(rows.indptr) > 0
    start = int(np.searchsorted(kind_of, NUMBER["series"]))
    first[some] = rows.indices[rows.indptr[:-1][some]] + start
    return first


def _number_of(rows: sparse.csr_matrix) -> Floats:
    return np.asarray(rows.getnnz(axis=1), dtype=np.float32)


def _films_with(rows: sparse.csr_matrix) -> int:
    return int((rows.getnnz(axis=1) > 0).sum())


def _leading(stars: sparse.csr_matrix) -> sparse.csr_matrix:
    lead = stars.copy()
    lead.data = np.where(lead.data >= billed_worth(LEAD) - 1e-6, lead.data, 0)
    lead.eliminate_zeros()
    return lead


def _weights(kind_of: Kinds, counts: Ints, films: int, themed: int) -> Floats:
    """Return how much each trait weighs; themes are rare among the films that have any."""
    among = np.where(kind_of == NUMBER["theme"], themed, films)
    plain = np.isin(kind_of, [NUMBER[kind] for kind in PLAIN])
    return np.where(plain, 1.0, rarity_of(counts, among)).astype(np.float32)


def _normed(
    indptr: Pointers, indices: Ints, strengths: Floats, kind_of: Kinds, counts: Ints
) -> Floats:
    """Scale what films hold of the NORMED kinds, so that shared parts sum to a cosine."""
    n = len(indptr) - 1
    strengths = strengths.astype(np.float32)
    kinds, film = kind_of[indices], np.repeat(np.arange(n), np.diff(indptr))
    from_country = kinds == NUMBER["country"]
    strengths[from_country] *= country_worth(counts[indices[from_country]], n)
    for kind in NORMED:
        mine = kinds == NUMBER[kind]
        squares = np.bincount(film[mine], strengths[mine].astype(np.float64) ** 2, minlength=n)
        strengths[mine] /= np.sqrt(np.maximum(squares, 1e-18))[film[mine]].astype(np.float32)
    return strengths


def _standing(rows: Floats) -> Floats:
    """Return the matrix that takes films from all they hold to the DIMENSIONS that tell most."""
    _, vectors = np.linalg.eigh((rows.T @ rows).astype(np.float64))
    strongest: Floats = vectors[:, ::-1][:, :DIMENSIONS].astype(np.float32)
    return strongest
