"""Films in an order, of which a page is asked for at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .catalogue import Selection
from .models import Film


@dataclass
class Shelf:
    """A selection as a Paginator takes it: its length, and slices of films as cards (one query).

    `numbers` returns the films' numbers from one place to another. A film that was withdrawn
    while it was asked for is left out of the slice.
    """

    films: Selection
    numbers: Callable[[int, int], list[int]]

    def __len__(self) -> int:
        return len(self.films)

    def __getitem__(self, some: slice) -> list[Film]:
        numbers = self.numbers(some.start, some.stop)
        films = Film.objects.published().as_cards().in_bulk(numbers)
        return [films[number] for number in numbers if number in films]
