"""How the users of MovieLens rated films: tens of millions of rows, two sums for each film."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path

from ..reading import Told, tsv
from ..records import Refuse, Refused, ScoreRecord, Where

COLUMNS = ("userId", "movieId", "rating", "timestamp")
SCALE = 5
# Half stars are added up as whole numbers, so that the order of the rows makes no difference.
HALVES = {f"{half / 2:g}": half for half in range(1, 11)} | {f"{n}.0": 2 * n for n in range(1, 6)}


class Ratings:
    """The mean and the number of ratings of each film."""

    def __init__(self, path: Path, refuse: Refuse, told: Told, as_of: dt.date) -> None:
        self.as_of = as_of
        self._sums: defaultdict[int, int] = defaultdict(int)
        self._counts: defaultdict[int, int] = defaultdict(int)
        for line, (_, movie, rating, _) in tsv(path, COLUMNS, refuse, told, separator=","):
            half = HALVES.get(rating)
            if half is None:
                reason = f"the rating “{rating[:40]}” is not between 0.5 and {SCALE}"
                refuse(Refused(Where(path, line), reason))
            elif not movie.isdecimal():
                refuse(Refused(Where(path, line), f"movieId: “{movie[:40]}” is no number"))
            else:
                film = int(movie)
                self._sums[film] += half
                self._counts[film] += 1

    def of(self, film: int) -> tuple[ScoreRecord, ...]:
        """Return the score of a film, if anybody rated it."""
        count = self._counts.get(film)
        if not count:
            return ()
        mean = round(self._sums[film] / count / 2, 2)
        return (ScoreRecord("MovieLens", mean, SCALE, count, self.as_of),)
