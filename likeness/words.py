"""The words of a synopsis that say what a film is about: no names, no filler, no endings."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
ENDINGS = ("ing", "edly", "ed", "es", "s", "ly")
SHORTEST = 3
LEAST_RARITY = np.float32(1e-3)  # of a word that every film has
STEM = 4  # an ending is cut only where so many letters remain


class Words(NamedTuple):
    """How often a text has each word in lower case, by its full form, and which it capitalises."""

    plain: Counter[str]
    capitalised: Counter[str]  # inside sentences, where only names are


def words_of(text: str) -> Words:
    """Count the words of a text; what opens a sentence may be a name or not, and is counted."""
    plain: Counter[str] = Counter()
    capitalised: Counter[str] = Counter()
    for sentence in SENTENCE_END.split(text):
        for place, word in enumerate(WORD.findall(sentence)):
            if len(word) < SHORTEST:
                continue
            names = word[0].isupper() and place > 0
            (capitalised if names else plain)[word.lower()] += 1
    return Words(plain, capitalised)


def stem(word: str) -> str:
    """Cut a common English ending, so that "robs" and "robbed" are nearly one word."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            return word[: -len(ending)]
    return word


def weighed(times: Floats, rarity: Floats) -> Floats:
    """Return what words count in a synopsis that has them so many times."""
    return (1 + np.log(times)) * np.maximum(rarity, LEAST_RARITY)
