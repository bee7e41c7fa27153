"""What films of a list share with its seeds, as an entry may claim it, and what supports it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from films.models import Credit, Film, FilmTheme, Genre
from films.proof import KINDS, proof_address


class SharedTrait(NamedTuple):
    """Something that a film and a seed share, by the kind and key of a claim."""

    kind: str
    key: str
    name: str
    support: str  # what in the catalogue says so, in words for the editor
    roles: frozenset[str] = frozenset()  # the jobs that a person has in both

    @property
    def label(self) -> str:
        return KINDS[self.kind]

    @property
    def address(self) -> str:
        """The page that proves it."""
        return proof_address(self.kind, self.key)


class Trait(NamedTuple):
    """A trait of a film; `how` says in which part a person has it."""

    film: int
    kind: str
    key: str
    name: str
    how: str = ""
    job: str = ""


def shared_traits(seeds: Collection[int], films: Collection[int]) -> dict[int, list[SharedTrait]]:
    """Return what each film shares with a seed: people first, then series, themes, genres.

    Five queries, however many films.
    """
    if not seeds or not films:
        return {}
    titles = dict(Film.objects.filter(pk__in=seeds).values_list("pk", "title"))
    of_seeds: dict[tuple[str, str], list[Trait]] = defaultdict(list)
    of_films: dict[int, dict[tuple[str, str], list[Trait]]] = defaultdict(lambda: defaultdict(list))
    for trait in traits_of({*seeds, *films}, seeds):
        if trait.film in titles:
            of_seeds[trait.kind, trait.key].append(trait)
        else:
            of_films[trait.film][trait.kind, trait.key].append(trait)
    return {
        film: [_shared(here, of_seeds[key], titles) for key, here in had.items() if key in of_seeds]
        for film, had in of_films.items()
    }


def traits_of(films: Collection[int], people_of: Collection[int]) -> Iterator[Trait]:
    """Yield what films have that an entry may claim; of people only those of some films.

    Four queries.
    """
    people = Credit.objects.filter(film__in=people_of).values("person")
    work = Credit.objects.filter(film__in=films, person__in=people)
    for film, key, name, job, character in work.by_billing().values_list(
        "film", "person__slug", "person__name", "job", "character"
    ):
        yield Trait(film, "person", key, name, character or job.lower(), job)
    series = Film.objects.filter(pk__in=films, series__isnull=False).order_by()
    for film, key, name in series.values_list("pk", "series__slug", "series__name"):
        yield Trait(film, "series", key, name)
    themes = FilmTheme.objects.filter(film__in=films).order_by("position", "pk")
    for film, key, name in themes.values_list("film", "theme__slug", "theme__name"):
        yield Trait(film, "theme", key, name)
    genres = Genre.objects.filter(films__in=films).order_by("position", "name")
    for film, key, name in genres.values_list("films", "slug", "name"):
        yield Trait(film, "genre", key, name)


def _shared(here: list[Trait], there: list[Trait], titles: Mapping[int, str]) -> SharedTrait:
    kind, key, name = here[0][1:4]
    by_seed: dict[int, list[str]] = defaultdict(list)
    for trait in there:
        by_seed[trait.film].append(trait.how)
    if kind == "person":
        parts = [f"{_listed(hows)} in {titles[seed]}" for seed, hows in by_seed.items()]
        support = "; ".join([f"{_listed([trait.how for trait in here])} here", *parts])
    else:
        support = f"in the record of {_listed([titles[seed] for seed in by_seed])} too"
    roles = {trait.job for trait in here} & {trait.job for trait in there}
    return SharedTrait(kind, key, name, support, frozenset(roles - {""}))


def _listed(words: list[str]) -> str:
    return ", ".join(dict.fromkeys(words))
