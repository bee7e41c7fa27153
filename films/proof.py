"""What a reason of likeness says to readers, and where it is proved.

Every reason names a row by kind and key, and every row that has a page leads to it.
"""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from publishing.json_rows import Row

# How readers are told what kind of thing two films share.
KINDS = {
    "person": "same person",
    "director": "same director",
    "star": "same star",
    "writer": "same writer",
    "composer": "same composer",
    "cinematographer": "same camera",
    "theme": "shared theme",
    "genre": "shared genre",
    "series": "same series",
    "era": "same time",
    "country": "same country",
    "language": "same language",
    "company": "same company",
    "word": "same words",
    "kindred_theme": "kindred themes",
    "kindred_story": "kindred stories",
    "kindred_director": "kindred directors",
    "kindred_cast": "kindred casts",
    "synopsis": "kindred synopses",
    "genre_mix": "same mix of genres",
    "reception": "received alike",
    "widely_seen": "widely seen",
    "viewers": "same viewers",
}
# A sentence for each kind, with a place for the name.
SENTENCES = {
    "person": "{} worked on both",
    "director": "{} directed both",
    "star": "{} plays in both",
    "writer": "{} wrote both",
    "composer": "{} composed for both",
    "cinematographer": "{} shot both",
    "theme": "A theme of both: {}",
    "genre": "A genre of both: {}",
    "series": "Both are of the series {}",
    "era": "Made {}",
    "country": "Both from: {}",
    "language": "Both in {}",
    "company": "Both produced by {}",
    "word": "Both synopses speak of: {}",
    "kindred_theme": "{}",
    "kindred_story": "{}",
    "kindred_director": "{} makes films of this kind",
    "kindred_cast": "{} is known from films of this kind",
    "genre_mix": "Genres alike: {}",
}
# The same where each film has a side of its own.
OF_TWO = {
    "kindred_theme": "{} and {} often stand together",
    "kindred_director": "{} and {} make films of one kind",
    "kindred_cast": "{} and {} are known from films of one kind",
}
PEOPLE = {
    "person",
    "director",
    "star",
    "writer",
    "composer",
    "cinematographer",
    "kindred_director",
    "kindred_cast",
}
THEMES = {"theme", "kindred_theme"}
FILTERS = {
    "genre": "genre",
    "genre_mix": "genre",
    "series": "series",
    "country": "country",
    "language": "language",
    "era": "decade",
}
AND = " and "


@lru_cache(maxsize=4096)
def proof_address(kind: str, key: str) -> str:
    """Return the page of a person or theme, or the films that share a thing; empty if none.

    An era's key is a year; the films of its decade prove it.
    """
    if not key:
        return ""
    if kind in PEOPLE:
        return reverse("people:person_detail", args=[key])
    if kind in THEMES:
        return reverse("themes:theme_detail", args=[key])
    if kind in FILTERS:
        value = f"{key[:3]}0" if kind == "era" else key
        return f"{reverse('films:film_index')}?{FILTERS[kind]}={value}"
    return ""


def sentence(reason: Row) -> SafeString:
    """Say a reason, each name in it leading to what proves it."""
    kind, name = reason["kind"], str(reason["name"])
    key, other_key = str(reason["key"]), str(reason.get("other_key") or "")
    if other_key and kind in OF_TWO:
        one, other = _two_names(name, key, other_key)
        links = _linked(kind, key, one), _linked(kind, other_key, other)
        return format_html(OF_TWO[kind], *links)
    if kind == "era":
        name = _small(name if name.endswith("apart") else f"in {_small(name)}")
    if kind == "genre_mix":
        *first, last = name.split(AND)
        name = f"{', '.join(first)}{AND}{last}" if first else last
    return format_html(SENTENCES.get(kind, "{}"), _linked(kind, key, name))


def aside(reason: Row) -> str:
    """Return what else there is to say of a reason: how rare it is, which years, how billed."""
    detail = str(reason.get("detail") or "")
    if reason["kind"] in OF_TWO or reason["kind"] == "word":
        return ""  # The sentence says it.
    first, _, second = detail.partition(AND)
    return first if first == second else detail


def _linked(kind: str, key: str, name: str) -> SafeString | str:
    address = proof_address(kind, key)
    return format_html('<a href="{}">{}</a>', address, name) if address else name


def _two_names(names: str, key: str, other_key: str) -> tuple[str, str]:
    """Part "Cat and mouse and Prison" where the keys, which follow from the names, say so."""
    parts = names.split(AND)
    ways = [(AND.join(parts[:at]), AND.join(parts[at:])) for at in range(1, len(parts))]
    for one, other in ways:
        if slugify(one) == key or slugify(other) == other_key:
            return one, other
    return ways[0] if ways else (names, other_key)


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
