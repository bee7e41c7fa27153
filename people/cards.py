"""People's cards, drawn once and kept."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.safestring import SafeString

from publishing.kept import drawn_each, kept

from .models import Person


def person_cards(people: Iterable[Person]) -> list[SafeString]:
    """Return the cards of people in their order; one query if some are not kept yet."""
    stamps = {person.pk: person.modified_at.timestamp() for person in people}
    return kept("person-card", stamps, _draw)


def _draw(pks: list[int]) -> dict[int, str]:
    people = Person.objects.for_cards().in_bulk(pks)
    return drawn_each("people/_person_card.html", "person", people)
