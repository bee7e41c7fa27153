"""What sources call the jobs of a film, as departments and jobs of ours."""

from __future__ import annotations

from typing import NamedTuple

from films.models.credit import Credit

from .text import clean

D = Credit.Department
LONGEST_JOB = 80


class Job(NamedTuple):
    department: str
    job: str


ACTOR = Job(D.CAST.value, "Actor")
DIRECTOR = Job(D.DIRECTING.value, "Director")
WRITER = Job(D.WRITING.value, "Writer")
COMPOSER = Job(D.MUSIC.value, "Composer")
CINEMATOGRAPHER = Job(D.CAMERA.value, "Cinematographer")
EDITOR = Job(D.EDITING.value, "Editor")
PRODUCER = Job(D.PRODUCTION.value, "Producer")
EXECUTIVE_PRODUCER = Job(D.PRODUCTION.value, "Executive producer")

# TMDB's jobs that are ours under another name. Whoever wrote the novel did not write the film,
# so that Author, Novel, Story and Characters keep their names.
TMDB_JOBS = {
    "Adaptation": WRITER,
    "Cinematography": CINEMATOGRAPHER,
    "Co-Director": Job(D.DIRECTING.value, "Co-director"),
    "Co-Editor": EDITOR,
    "Co-Producer": Job(D.PRODUCTION.value, "Co-producer"),
    "Co-Writer": WRITER,
    "Composer": COMPOSER,
    "Dialogue": WRITER,
    "Director": DIRECTOR,
    "Director of Photography": CINEMATOGRAPHER,
    "Editor": EDITOR,
    "Executive Producer": EXECUTIVE_PRODUCER,
    "Music": COMPOSER,
    "Original Music Composer": COMPOSER,
    "Producer": PRODUCER,
    "Scenario Writer": WRITER,
    "Screenplay": WRITER,
    "Teleplay": WRITER,
    "Writer": WRITER,
}
# Everybody else by department. Directing has only assistants left, and Sound those of the music.
TMDB_DEPARTMENTS = {
    "Actors": D.CAST,
    "Camera": D.CAMERA,
    "Editing": D.EDITING,
    "Production": D.PRODUCTION,
    "Writing": D.WRITING,
}
OF_MUSIC = ("Music", "Orchestrat", "Conductor", "Song", "Vocals")

WIKIDATA_JOBS = {
    "P57": DIRECTOR,
    "P58": WRITER,
    "P161": ACTOR,
    "P725": ACTOR,  # those who lend their voices
    "P86": COMPOSER,
    "P344": CINEMATOGRAPHER,
    "P1040": EDITOR,
    "P162": PRODUCER,
    "P1431": EXECUTIVE_PRODUCER,
}


def tmdb_job(department: object, job: object) -> Job | None:
    """Return what TMDB's department and job are here; None where it does not say."""
    named = clean(job)[:LONGEST_JOB]
    if not named:
        return None
    if known := TMDB_JOBS.get(named):
        return known
    ours = TMDB_DEPARTMENTS.get(clean(department))
    if ours == D.CAST:
        return ACTOR
    if ours is None and named.startswith(OF_MUSIC):
        ours = D.MUSIC
    return Job((ours or D.OTHER).value, named)
