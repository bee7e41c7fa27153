"""What the checks before publishing find: where, how grave, and how to mend it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

Subject = TypeVar("Subject")


MOST_FOUND = 100  # by one check on one page


class Severity(StrEnum):
    """An error blocks publishing; a warning does until somebody says why it may stand."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Place:
    """What a finding speaks of: a part of the page, its field, and characters of its text.

    The part is the slug of an entry's film or the anchor of a section; empty means the page
    itself. `start` and `end` count characters of the field as it is stored.
    """

    part: str = ""
    field: str = ""
    start: int | None = None
    end: int | None = None


class Problem(NamedTuple):
    """What a check reports: the place, a sentence that says how to mend it, the words there."""

    place: Place
    sentence: str
    excerpt: str = ""


@dataclass(frozen=True)
class Finding:
    """A problem with the check that found it."""

    check: str
    severity: Severity
    place: Place
    sentence: str
    excerpt: str = ""

    @property
    def key(self) -> str:
        """The same as long as the same is said of the same words, wherever they moved."""
        place = f"{self.place.part}\n{self.place.field}"
        said = f"{self.check}\n{place}\n{self.excerpt}\n{self.sentence}"
        return hashlib.blake2s(said.encode(), digest_size=8).hexdigest()

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @classmethod
    def of_json(cls, row: dict[str, Any]) -> Finding:
        """Return the finding that `as_json` returned as this."""
        place = Place(row["part"], row["field"], row["start"], row["end"])
        severity = Severity(row["severity"])
        return cls(row["check"], severity, place, row["sentence"], row["excerpt"])

    def as_json(self) -> dict[str, str | int | None]:
        """Return it as `check_lists --json` prints it."""
        return {
            "check": self.check,
            "severity": str(self.severity),
            "part": self.place.part,
            "field": self.place.field,
            "start": self.place.start,
            "end": self.place.end,
            "excerpt": self.excerpt,
            "sentence": self.sentence,
            "key": self.key,
        }


class Check(NamedTuple, Generic[Subject]):
    """A small check of one thing."""

    identifier: str
    severity: Severity
    about: str
    find: Callable[[Subject], Iterable[Problem]]


class Registry(Generic[Subject]):
    """Checks of one kind of subject, run in the order in which they were registered."""

    def __init__(self) -> None:
        self.checks: dict[str, Check[Subject]] = {}

    def check(
        self, identifier: str, severity: Severity
    ) -> Callable[[Callable[[Subject], Iterable[Problem]]], Callable[[Subject], Iterable[Problem]]]:
        """Register a function that yields problems; its docstring says what it looks for."""

        def register(
            find: Callable[[Subject], Iterable[Problem]],
        ) -> Callable[[Subject], Iterable[Problem]]:
            if identifier in self.checks:
                raise ValueError(f"Two checks are called {identifier}.")
            about = (find.__doc__ or "").partition("\n")[0]
            self.checks[identifier] = Check(identifier, severity, about, find)
            return find

        return register

    def run(self, subject: Subject) -> Iterator[Finding]:
        """Yield what all checks find, of each no more than anybody would read."""
        for check in self.checks.values():
            for problem in islice(check.find(subject), MOST_FOUND):
                yield Finding(check.identifier, check.severity, *problem)
