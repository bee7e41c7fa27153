"""How people look."""

from django import template
from django.utils.safestring import SafeString

from people.models import Person
from publishing.pictures import drawn, shown

register = template.Library()


@register.simple_tag
def portrait(person: Person, css_class: str = "") -> SafeString:
    """Show the person's photo in small renditions, or the portrait drawn by us."""
    if person.photo is not None and person.photo.file:
        return shown(person.photo, css_class, loading="eager")
    return drawn(person.portrait_address, css_class, (320, 400), loading="eager")
