"""How published pages look: prose, dates known in part, pictures."""

import datetime as dt
import re
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from publishing.models import Picture, Precision
from publishing.pictures import Slot, credited, shown

register = template.Library()

HAS_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
IS_WEB_OR_MAIL = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


class Prose(MarkdownIt):
    """Markdown in which links lead within the site, to the web or to a mailbox, nowhere else."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 — the library's name for it
        return not HAS_SCHEME.match(url) or bool(IS_WEB_OR_MAIL.match(url))


# HTML in the text is shown as text.
# No pictures either: they would be fetched from wherever the text says.
PROSE = Prose("commonmark", {"html": False, "linkify": False}).disable("image")
SEASONS = ("winter", "spring", "summer", "autumn")


@register.filter
def prose(text: str) -> SafeString:
    """Render Markdown as safe HTML; kept, since published words change rarely."""
    return _rendered(text)


@lru_cache(maxsize=4096)
def _rendered(text: str) -> SafeString:
    tokens = PROSE.parse(text)
    for token in tokens:
        if token.tag == "h1":  # A page has one, and it is the page's own.
            token.tag = "h2"
    return mark_safe(str(PROSE.renderer.render(tokens, PROSE.options, {})))  # noqa: S308 — the renderer escapes all HTML itself.


@register.filter
def as_known(date: dt.date, precision: str = Precision.DAY) -> str:
    """Say as much of a date as is known: "5 March 2021", "March 2021", "summer 2022", "2018"."""
    if precision == Precision.YEAR:
        return str(date.year)
    if precision == Precision.SEASON:
        return f"{SEASONS[date.month % 12 // 3]} {date.year}"
    if precision == Precision.MONTH:
        return f"{date:%B} {date.year}"
    return f"{date.day} {date:%B} {date.year}"


@register.simple_tag
def picture_of(picture: Picture, css_class: str = "") -> SafeString:
    """Show a list entry's own picture in small renditions, with its credit."""
    return format_html("{}{}", shown(picture, css_class, Slot.ENTRY), credited(picture))
