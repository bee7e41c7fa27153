"""Where a reason of likeness is proved: every reason names a row, and every row has a page."""

from django.urls import reverse

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
}
PEOPLE = {"person", "director", "star", "writer", "composer", "cinematographer"}
FILTERS = {"genre", "series", "country", "language"}


def proof_address(kind: str, key: str) -> str:
    """Return the page of a person or theme, or the films that share a thing; empty if none."""
    if kind in PEOPLE:
        return reverse("people:person_detail", args=[key])
    if kind == "theme":
        return reverse("themes:theme_detail", args=[key])
    if kind in FILTERS:
        return f"{reverse('films:film_index')}?{kind}={key}"
    return ""
