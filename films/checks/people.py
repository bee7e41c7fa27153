"""Checks of the people that a text names, and of what it says they did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from publishing.checks import Problem, Registry, Severity

from .passages import Span, is_full_name, masked
from .records import Record, name_words
from .telling import Known, Telling, any_of

# What is said before or after a name, and the job that the record must then have.
BEFORE = {
    "Director": r"(?:directed by|directors?|film-?maker)",
    "Writer": r"(?:(?<!under)written by|screenwriter|scripted by|script by)",
    "Actor": r"(?:starring|stars|played by|co-starring)",
    "Composer": r"(?:composed by|composer|music by|score by)",
    "Cinematographer": r"(?:photographed by|cinematographer|cinematography by)",
}
AFTER = {
    "Director": r"(?:directs|directed)\b",
    "Writer": r"(?:wrote|writes|scripted)\b",
    "Actor": r"(?:(?:plays|played) (?=[A-Z])|(?:stars|starred|co-stars) (?:in|as|here|opposite)\b)",
    "Composer": r"(?:composed|scored) (?:the|it|its)\b",
}
SAID_BEFORE = {job: re.compile(rf"\b{said} $", re.IGNORECASE) for job, said in BEFORE.items()}
SAID_AFTER = {job: re.compile(rf" (?:also |again |here )?{said}") for job, said in AFTER.items()}
DID = {
    "Director": "directed",
    "Writer": "wrote",
    "Actor": "plays in",
    "Composer": "composed the music of",
    "Cinematographer": "photographed",
}

PEOPLE: Registry[Telling] = Registry()


@PEOPLE.check("catalogue.credit", Severity.ERROR)
def credits_said(telling: Telling) -> Iterator[Problem]:
    """Who is said to have directed, written or played is credited on the film."""
    for span, _job in _said(telling):
        films = telling.spoken_of(span)
        if not _jobs(films, span.text) and not _is_character(films, span.text):
            yield telling.problem(
                span,
                f"{span.text} is not credited on {any_of(films)}: correct the name, or add the "
                "credit to the record.",
            )


@PEOPLE.check("catalogue.role", Severity.ERROR)
def roles_said(telling: Telling) -> Iterator[Problem]:
    """Who is said to have directed is the director, and so for every job."""
    for span, job in _said(telling):
        films = telling.spoken_of(span)
        jobs = _jobs(films, span.text)
        if jobs and job not in jobs and not _is_character(films, span.text):
            yield telling.problem(
                span,
                f"The catalogue does not say that {span.text} {DID[job]} {any_of(films)}, but has "
                f"them as {any_of(sorted(each.lower() for each in jobs))}: correct the sentence, "
                "or add the credit.",
            )


def _said(telling: Telling) -> Iterator[tuple[Span, str]]:
    """Yield names with the job that the words beside them claim."""
    text = masked(telling.text.text, telling.titles)
    for span in telling.names:
        before, after = text[max(0, span.start - 24) : span.start], text[span.end : span.end + 40]
        jobs = [job for job, said in SAID_BEFORE.items() if said.search(before)]
        if before.endswith("(") and after.startswith(")") and not before.endswith(("¤ (", "¤* (")):
            jobs = ["Actor"] if _is_somebody(telling.known, span.text) else []
        if not jobs and (is_full_name(span.text) or _jobs(telling.records, span.text)):
            jobs = [job for job, said in SAID_AFTER.items() if said.match(after)]
        if jobs and not telling.says_other_titles(span):
            yield span, jobs[0]


@PEOPLE.check("catalogue.name", Severity.WARNING)
def names_said(telling: Telling) -> Iterator[Problem]:
    """Who is named is credited on the film, or plays or is played in it."""
    claimed = {span for span, _ in _said(telling)}
    for span in telling.names:
        if span in claimed or not _is_somebody(telling.known, span.text):
            continue
        films = telling.spoken_of(span)
        if _jobs(films, span.text) or _is_character(films, span.text):
            continue
        if telling.says_other_titles(span):
            continue
        elsewhere = [each for each in telling.others if _jobs([each], span.text)]
        but = f" but on {elsewhere[0].title}, which the sentence does not name" if elsewhere else ""
        yield telling.problem(
            span,
            f"Nobody called {span.text} is credited on {any_of(films)}{but}: correct the name, add "
            "the credit, or say why the name stands there.",
        )


def _is_somebody(known: Known, name: str) -> bool:
    """Whether a name is that of a person, as far as the catalogue can tell."""
    words = name_words(name)
    return (
        is_full_name(name)
        and len(words) > 1
        and " ".join(words) not in known.places
        and (" ".join(words) in known.people or words[0] in known.given_names)
    )


def _jobs(films: Iterable[Record], name: str) -> set[str]:
    return set().union(*(film.jobs_of(name) for film in films))


def _is_character(films: Iterable[Record], name: str) -> bool:
    return any(film.has_character(name) for film in films)
