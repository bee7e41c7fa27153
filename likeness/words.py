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
# English words that say nothing of a story, however few synopses use them.
FILLING = """
about above across actually after again against all almost alone along already also although
always among and another any anybody anyone anything are around away back because become becomes
been before begin begins behind being below beneath beside besides better between beyond both
bring brings but can cannot case come comes could despite did does doing done down during each
either else end ends enough even ever every everybody everyone everything except far few film
find finds first five follow follows for former found four from further get gets getting give
given gives goes going gone good got had half has have having held help helps her here herself
him himself his hold how however inside instead into its itself just keep keeps kind knew know
known knows last late later lead leads least leave leaves led left less let lets like little
long look looks lot made make makes making many may maybe might more most movie much must myself
name named near nearly need needs neither never new next nobody none nor not nothing now off
often once one only onto other others otherwise our out outside over own past perhaps put puts
quite rather really same say says second see seem seems seen sees send sent set sets several
she should show shows since six some somebody someone something soon start starts still story
such take taken takes taking ten than that the their them themselves then there these they thing
things this those though three through time times together too took toward towards tries try
trying turn turns two under until upon use used uses very want wants was way ways well went were
what whatever when where whether which while who whoever whole whom whose why will with within
without would yet you your
"""


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


FILLER = frozenset(map(stem, FILLING.split()))


def weighed(times: Floats, rarity: Floats) -> Floats:
    """Return what words count in a synopsis that has them so many times."""
    return (1 + np.log(times)) * np.maximum(rarity, LEAST_RARITY)
