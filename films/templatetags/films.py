"""How facts about films look."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from films.cards import film_cards
from films.models import Film, Release
from films.proof import aside, sentence
from publishing.json_rows import Row
from publishing.pictures import Slot, credited, drawn, shown

register = template.Library()


@register.filter
def cards(films: Iterable[Film]) -> list[SafeString]:
    """Return the cards of films from `as_cards()`, kept from an earlier drawing if possible."""
    return film_cards((film.pk, film.modified_at) for film in films)


@register.simple_tag
def poster(
    film: Film, css_class: str = "", slot: str = "card", *, eager: bool = False
) -> SafeString:
    """Show the film's poster: its picture in small renditions, or the one drawn by us.

    Outside cards (`slot` "hero" or "entry") its credit stands below it.
    """
    loading = "eager" if eager else "lazy"
    if film.poster is None or not film.poster.file:
        return drawn(film.poster_address, css_class, (400, 600), loading=loading)
    picture = shown(film.poster, css_class, Slot[slot.upper()], loading=loading)
    return picture if slot == "card" else format_html("{}{}", picture, credited(film.poster))


@register.filter
def minutes(runtime: int | None) -> str:
    """Say a runtime: 87 → "1 h 27 min"."""
    if not runtime:
        return ""
    hours, rest = divmod(runtime, 60)
    return " ".join(
        part for part in (f"{hours} h" * bool(hours), f"{rest} min" * bool(rest)) if part
    )


@register.filter
def iso_date(text: str | dt.date) -> dt.date:
    """Return the date that a row from `with_facts()` holds as text."""
    return text if isinstance(text, dt.date) else dt.date.fromisoformat(text[:10])


@register.filter
def of_kind(rows: Iterable[Any], kind: str) -> list[Any]:
    """Keep the rows of a kind: dicts from `with_facts()` or model rows."""
    return [row for row in rows if (row["kind"] if isinstance(row, dict) else row.kind) == kind]


@register.filter
def at(rows: list[Any], place: int) -> Any:
    """Return the row at a place, to walk two lists side by side."""
    return rows[place]


@register.filter
def films_of(rows: Iterable[Any]) -> list[Film]:
    """Return the films of rows that have one, each once, in order."""
    return list({row.film_id: row.film for row in rows}.values())


@register.filter
def release_kind(kind: str) -> str:
    """Name a release's kind as readers know it."""
    return str(Release.Kind(kind).label)


@register.filter
def release_details(release: Row) -> str:
    """Say who distributed a release, its certificate and its note, as far as known."""
    certificate = f"rated {release['certificate']}" if release["certificate"] else ""
    named = (release["distributor_name"], release["service_name"])
    details = (*named, certificate, release["note"])
    return " · ".join(detail for detail in details if detail)


@register.filter
def score_value(score: Row) -> str:
    """Say a score with its scale: "9 %" or "7.1 of 10"."""
    value, scale = float(score["value"]), float(score["scale"])
    return f"{value:g} %" if score["is_percentage"] else f"{value:g} of {scale:g}"


@register.filter
def where_to_search(film: Film, country: str) -> str:
    """Return a web search for where a film can be watched in a country."""
    return "https://duckduckgo.com/?" + urlencode(
        {"q": f"watch {film.title} {film.year} {country}"}
    )


@register.filter
def past(rows: list[Any], number: str) -> list[Any]:
    """Return what `slice` with the same ":5" leaves out."""
    return rows[int(number.lstrip(":")) :]


register.filter("sentence", sentence)
register.filter("aside", aside)
