"""How people look."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from people.cards import person_cards as cards_of
from people.models import Person
from publishing.pictures import Slot, credited, drawn, shown

register = template.Library()


@register.filter
def person_cards(people: Iterable[Person]) -> list[SafeString]:
    """Return the cards of people, given by `as_cards()`."""
    return cards_of(people)


@register.simple_tag
def portrait(person: Person, css_class: str = "", *, large: bool = False) -> SafeString:
    """Show the person's photo in small renditions, or the portrait drawn by us.

    Below a large photo stands its credit.
    """
    if person.photo is not None and person.photo.file:
        slot = Slot.PERSON if large else Slot.CARD
        photo = shown(person.photo, css_class, slot, loading="eager")
        return format_html("{}{}", photo, credited(person.photo)) if large else photo
    return drawn(person.portrait_address, css_class, (320, 400), loading="eager")
