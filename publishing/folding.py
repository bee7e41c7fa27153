"""Folding: one spelling for all the ways in which a title or a name may be typed."""

import re

from anyascii import anyascii

# Leading articles by language code; sorting drops them, searching forgives them.
ARTICLES: dict[str, tuple[str, ...]] = {
    "en": ("the", "a", "an"),
    "fr": ("le", "la", "les", "l'", "un", "une"),
    "de": ("der", "die", "das", "ein", "eine"),
    "es": ("el", "la", "los", "las", "un", "una"),
    "it": ("il", "lo", "la", "i", "gli", "le", "l'", "un", "una"),
    "pt": ("o", "a", "os", "as", "um", "uma"),
    "sv": ("en", "ett", "den", "det"),
}
# Capitalised words that belong to the family name: "Van Damme, Jean-Claude".
PARTICLES = {"Da", "De", "Del", "Della", "Di", "Du", "La", "Le", "Van", "Von"}
NOT_A_WORD = re.compile(r"[^a-z0-9]+")
INSIDE_A_WORD = re.compile(r"(?<=\w)['’.·](?=\w)")


def fold(text: str) -> str:
    """Return text in plain lower-case words: no accents, no punctuation, "&" as "and".

    "WALL·E" and "wall-e" meet as "walle" and "wall e"; search tries both forms.
    """
    if text.isascii() and text.replace(" ", "").isalnum():
        return " ".join(text.lower().split())  # the same, sooner: most titles are plain
    plain = anyascii(INSIDE_A_WORD.sub("", text.replace("&", " and "))).lower()
    return NOT_A_WORD.sub(" ", plain).strip()


def without_article(folded: str) -> str:
    """Drop a leading English article from folded text, unless nothing else is left."""
    first, _, rest = folded.partition(" ")
    return rest if rest and first in ARTICLES["en"] else folded


def sort_title(title: str, language: str = "en") -> str:
    """Return the title as it is shelved: "The Killer" (en) → "Killer, The"."""
    start = title.lower().replace("’", "'")
    for article in ARTICLES.get(language, ()):
        glue = "" if article.endswith("'") else " "
        if start.startswith(article + glue) and len(title) > len(article) + 1:
            rest = title[len(article) :].strip()
            return f"{rest}, {title[: len(article)]}"
    return title


def sort_name(name: str) -> str:
    """Return a name as it is shelved: "Brian A. Miller" → "Miller, Brian A."."""
    words = name.split()
    suffix = words.pop() if words and words[-1] in {"Jr.", "Sr.", "II", "III"} else ""
    if len(words) < 2:
        return name
    words[-1] = words[-1].rstrip(",")
    start = len(words) - 1
    while start > 1 and (words[start - 1].islower() or words[start - 1] in PARTICLES):
        start -= 1
    family = " ".join(words[start:])
    given = " ".join(words[:start])
    return f"{family}, {given}" + (f" {suffix}" if suffix else "")
