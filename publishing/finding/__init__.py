"""Finding the rows of a large table that hold what somebody typed, without reading all of it.

Folded columns are indexed by their words and by their letters: in full-text tables of SQLite,
in GIN indexes of PostgreSQL. Both lead to the same rows, the best known first; how closely each
of them matches is for `publishing.matching` to say.
"""

from .candidates import MOST, closest, holding, ranked, with_words
from .indexes import Folded, keep_whole, make_whole

__all__ = [
    "MOST",
    "Folded",
    "closest",
    "holding",
    "keep_whole",
    "make_whole",
    "ranked",
    "with_words",
]
