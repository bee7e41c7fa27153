"""Which films of the catalogue the rows of a file mean: by outside id, slug, or title and year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.functions import Left
from rapidfuzz import fuzz

from films.models import AlternativeTitle, Film
from publishing.folding import ARTICLES, fold, without_article
from publishing.models import FormerSlug
from publishing.wording import listed

from .contents import ID_NAMES, IDS, FilmNames

NEAR = 3  # candidates named for a row
ALIKE = 75  # of 100: how alike the spelling of a candidate has to be
MOST_UNMATCHED = 100  # rows for which other spellings are looked up
MOST_LOOKED_AT = 20_000  # films among which other spellings are looked for
LONGEST_FOLDED = 200


@dataclass(frozen=True)
class Match:
    """The film that a row means, with remarks; or why there is none, and films that may be."""

    film: Film | None
    reason: str = ""
    candidates: Sequence[Film] = ()
    notes: Sequence[str] = ()


def match(names: Sequence[FilmNames]) -> list[Match]:
    """Return what each row means: at most five queries, however many rows."""
    catalogue = Catalogue(names)
    return catalogue.with_spellings(names, [catalogue.match(each) for each in names])


class Catalogue:
    """The films that rows may mean, by all that they are called (four queries)."""

    def __init__(self, names: Sequence[FilmNames]) -> None:
        self._fetch(names)
        self._by_id: dict[tuple[str, str | int], Film] = {}
        self._by_title: dict[str, set[int]] = defaultdict(set)
        self._by_slug = {film.slug: film for film in self._films.values()}
        for film in self._films.values():
            self._by_title[film.folded_title].add(film.pk)
            self._by_id |= dict.fromkeys(ids_of(film).items(), film)
        for pk, title in self._others:
            self._by_title[title].add(pk)
        for slug, pk in self._former:
            if pk in self._films:
                self._by_slug.setdefault(slug, self._films[pk])

    def _fetch(self, names: Sequence[FilmNames]) -> None:
        slugs = {each.slug for each in names} - {""}
        titles = set(chain.from_iterable(map(_spellings, names)))
        of_films = FormerSlug.objects.filter(
            content_type=ContentType.objects.get_for_model(Film), slug__in=slugs
        )
        self._former = list(of_films.values_list("slug", "object_id"))
        others = AlternativeTitle.objects.filter(folded_title__in=titles)
        self._others = list(others.values_list("film", "folded_title"))
        wanted = Q(slug__in=slugs) | Q(folded_title__in=titles)
        wanted |= Q(pk__in={pk for _, pk in self._former} | {pk for pk, _ in self._others})
        for kind, column in IDS.items():
            wanted |= Q(**{f"{column}__in": {each.ids[kind] for each in names if kind in each.ids}})
        self._films = Film.objects.filter(wanted).only(*_READ).in_bulk()

    def match(self, names: FilmNames) -> Match:
        """Return what a row means, without looking for other spellings."""
        by_id = {
            kind: self._by_id[kind, value]
            for kind, value in names.ids.items()
            if (kind, value) in self._by_id
        }
        if len(set(by_id.values())) > 1:
            said = [f"{_id(kind, names.ids[kind])} is {film}" for kind, film in by_id.items()]
            found = tuple(dict.fromkeys(by_id.values()))
            return Match(None, f"its ids name several films: {listed(said)}", found)
        for film in by_id.values():
            return Match(film, notes=self._remarks(names, film))
        titled = self._titled(names)
        if names.slug in self._by_slug:
            return self._by_its_slug(names, self._by_slug[names.slug], titled)
        return self._by_its_title(names, titled)

    def _by_its_slug(self, names: FilmNames, film: Film, titled: Sequence[Film]) -> Match:
        if other := _other_ids(names, film):
            return Match(None, f"its slug is that of {film}, but {other}", [film])
        if titled and film not in titled:
            both = [film, *titled][:NEAR]
            return Match(None, f"its slug is that of {film}, its title that of {titled[0]}", both)
        return Match(film, notes=self._remarks(names, film))

    def _by_its_title(self, names: FilmNames, titled: Sequence[Film]) -> Match:
        near = self._near(names)
        if not names.title:
            return Match(None, "nothing here has its slug or outside ids" if _any(names) else _NONE)
        if names.year is None:
            return Match(None, "a title without a year may be any film of that title", near)
        if not titled:
            return Match(None, "no film has this title and year", near)
        if len(titled) > 1:
            return Match(None, f"{len(titled)} films have this title and year", titled[:NEAR])
        if other := _other_ids(names, titled[0]):
            return Match(None, f"{titled[0]} has its title and year, but {other}", titled)
        return Match(titled[0])

    def _titled(self, names: FilmNames) -> list[Film]:
        """Return the films of exactly this title, or alternative title, and year."""
        found = [self._films[pk] for pk in self._by_title.get(_folded(names.title), ())]
        return sorted((f for f in found if f.year == names.year), key=lambda film: film.slug)

    def _near(self, names: FilmNames) -> list[Film]:
        """Return films of this title, with or without an article, those of near years first."""
        pks = set(chain.from_iterable(self._by_title.get(title, ()) for title in _spellings(names)))
        films = (self._films[pk] for pk in pks)
        return sorted(films, key=lambda film: (_years_off(names, film), film.slug))[:NEAR]

    def _remarks(self, names: FilmNames, film: Film) -> list[str]:
        """Say in what else the row and its film differ, for somebody to look at."""
        remarks = []
        if names.title and film.pk not in self._by_title.get(_folded(names.title), ()):
            remarks.append(f"{film} is called {names} in the file")
        elif names.year and names.year != film.year:
            remarks.append(f"{film} is of {names.year} in the file")
        if other := _other_ids(names, film):
            remarks.append(f"{film}: {other}")
        namesake = self._by_slug.get(names.slug)
        if namesake is not None and namesake != film:
            remarks.append(f"{film} has the slug of {namesake} in the file")
        return remarks

    def with_spellings(self, names: Sequence[FilmNames], found: list[Match]) -> list[Match]:
        """Name films of nearly the title where no other may be meant (at most one query)."""
        lost = [
            index
            for index, each in enumerate(found)
            if each.film is None and not each.candidates and _folded(names[index].title)
        ][:MOST_UNMATCHED]
        if not lost:
            return found
        films = _films_of_years([names[index] for index in lost])
        for index in lost:
            near = _spelt_alike(names[index], films)
            found[index] = Match(None, found[index].reason, near)
        return found


_NONE = "it names no film"
_READ = ("slug", "title", "folded_title", "year", *IDS.values())


def ids_of(film: Film) -> dict[str, str | int]:
    """Return the outside ids that a film has, by the names that files have for them."""
    ids = {kind: getattr(film, column) for kind, column in IDS.items()}
    return {kind: value for kind, value in ids.items() if value}


def _any(names: FilmNames) -> bool:
    return bool(names.slug or names.ids)


def _id(kind: str, value: str | int) -> str:
    return f"{ID_NAMES[kind]} {value}"


def _other_ids(names: FilmNames, film: Film) -> str:
    """Say which ids the film has others of than the file, or "" where none contradicts."""
    ids = ids_of(film)
    wrong = [kind for kind, value in names.ids.items() if ids.get(kind, value) != value]
    said = [f"{_id(kind, ids[kind])} here, {names.ids[kind]} in the file" for kind in wrong]
    return f"it is {listed(said)}" if said else ""


def _folded(title: str) -> str:
    return fold(title)[:LONGEST_FOLDED]


def _spellings(names: FilmNames) -> set[str]:
    """Return the folded title, and what it is with and without an English article."""
    folded = _folded(names.title)
    if not folded:
        return set()
    bare = without_article(folded)
    return {folded, bare, *(f"{article} {bare}" for article in ARTICLES["en"])}


def _years_off(names: FilmNames, film: Film) -> int:
    return abs(film.year - names.year) if names.year else 0


def _films_of_years(names: Iterable[FilmNames]) -> list[Film]:
    """Return films whose titles begin as one of these does, of about its year."""
    years = {each.year + off for each in names if each.year for off in (-1, 0, 1)}
    starts = {_folded(each.title)[0] for each in names}
    films = Film.objects.annotate(start=Left("folded_title", 1)).filter(start__in=starts)
    if all(each.year for each in names):
        films = films.filter(year__in=years)
    return list(films.only(*_READ).order_by("-year", "pk")[:MOST_LOOKED_AT])


def _spelt_alike(names: FilmNames, films: Iterable[Film]) -> list[Film]:
    folded = _folded(names.title)
    alike: Callable[[Film], float] = lambda film: fuzz.ratio(folded, film.folded_title)  # noqa: E731
    scored = [(alike(film), film) for film in films if _years_off(names, film) <= 1]
    best = sorted(
        ((s, f) for s, f in scored if s >= ALIKE), key=lambda pair: (-pair[0], pair[1].slug)
    )
    return [film for _, film in best[:NEAR]]
