"""Rows for tests: each function makes one that is published and whole; name only what matters."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image

from films.models import (
    Chart,
    ChartPosition,
    Country,
    Credit,
    Film,
    FilmTheme,
    Genre,
    Language,
    Likeness,
    LikenessBuild,
    Offer,
    Release,
    Service,
    Theme,
)
from lists.models import Entry, LikeList
from people.models import Person
from publishing.models import Author, Licence, Picture, Status
from publishing.roles import make_roles
from reviews.models import Article, Comment, Review, Section, Stance

numbers = count(1)


def published(fields: dict[str, Any]) -> dict[str, Any]:
    """Add what makes a page public since yesterday, unless the test says otherwise."""
    fields.setdefault("status", Status.PUBLISHED)
    fields.setdefault("publish_at", timezone.now() - dt.timedelta(days=1))
    return fields


def name_from(slug: str) -> str:
    return slug.replace("-", " ").capitalize()


# Words -----------------------------------------------------------------------------------------


def make_genre(slug: str = "thriller") -> Genre:
    return Genre.objects.get_or_create(slug=slug, defaults={"name": name_from(slug)})[0]


def make_theme(slug: str = "amnesia", kind: str = Theme.Kind.PLOT_DEVICE) -> Theme:
    defaults = {"name": name_from(slug), "kind": kind, "description": "A film has it."}
    return Theme.objects.get_or_create(slug=slug, defaults=defaults)[0]


def make_country(code: str = "US") -> Country:
    names = {"US": "United States", "GB": "United Kingdom", "DE": "Germany"}
    defaults = {"name": names.get(code, f"Country {code}"), "the": code in {"US", "GB"}}
    return Country.objects.get_or_create(code=code, defaults=defaults)[0]


def make_language(code: str = "en") -> Language:
    return Language.objects.get_or_create(code=code, defaults={"name": f"Language {code}"})[0]


def make_service(slug: str = "netflix") -> Service:
    return Service.objects.get_or_create(slug=slug, defaults={"name": name_from(slug)})[0]


# Films and people ------------------------------------------------------------------------------


def make_person(name: str = "", **fields: Any) -> Person:
    """Make a person; the slug follows from the name."""
    name = name or f"Person {next(numbers)}"
    return Person.objects.create(name=name, **{"slug": slugify(name)} | fields)


def make_film(
    title: str = "",
    year: int = 2018,
    *,
    genres: Iterable[str] = (),
    themes: Iterable[str] = (),
    countries: Iterable[str] = (),
    languages: Iterable[str] = (),
    directors: Iterable[Person] = (),
    **fields: Any,
) -> Film:
    """Make a film; words are named by slug or code and made where they are missing."""
    title = title or f"Film {next(numbers)}"
    defaults = {
        "slug": f"{slugify(title)}-{year}",
        "runtime": 100,
        "synopsis": "A plan goes wrong.",
    }
    film = Film.objects.create(title=title, year=year, **published(defaults | fields))
    film.genres.set([make_genre(slug) for slug in genres])
    film.countries.set([make_country(code) for code in countries])
    film.languages.set([make_language(code) for code in languages])
    for position, slug in enumerate(themes, start=1):
        FilmTheme.objects.create(film=film, theme=make_theme(slug), position=position)
    for billing, person in enumerate(directors, start=1):
        make_credit(film, person, job="Director", billing=billing)
    return film


DEPARTMENTS = {
    "Actor": Credit.Department.CAST,
    "Director": Credit.Department.DIRECTING,
    "Writer": Credit.Department.WRITING,
    "Composer": Credit.Department.MUSIC,
    "Cinematographer": Credit.Department.CAMERA,
    "Editor": Credit.Department.EDITING,
    "Producer": Credit.Department.PRODUCTION,
}


def make_credit(
    film: Film | None = None, person: Person | None = None, job: str = "Actor", **fields: Any
) -> Credit:
    """Make a credit; the department follows from the job."""
    department = DEPARTMENTS.get(job, Credit.Department.OTHER)
    return Credit.objects.create(
        film=film or make_film(),
        person=person or make_person(),
        job=job,
        **{"department": department} | fields,
    )


def make_release(film: Film | None = None, country: str = "US", **fields: Any) -> Release:
    film = film or make_film()
    defaults = {"date": dt.date(film.year, 12, 14), "kind": Release.Kind.THEATRICAL}
    return Release.objects.create(film=film, country=make_country(country), **defaults | fields)


def make_offer(
    film: Film | None = None, service: str = "netflix", country: str = "US", **fields: Any
) -> Offer:
    """Make an offer that was checked today."""
    defaults = {"kind": Offer.Kind.SUBSCRIPTION, "checked_on": timezone.localdate()}
    return Offer.objects.create(
        film=film or make_film(),
        service=make_service(service),
        country=make_country(country),
        **defaults | fields,
    )


def make_chart(name: str = "Netflix top 10", **fields: Any) -> Chart:
    return Chart.objects.create(name=name, **{"slug": slugify(name)} | fields)


def make_position(
    chart: Chart, film: Film | None = None, rank: int = 1, **fields: Any
) -> ChartPosition:
    defaults = {"date": dt.date(2022, 7, 1)}
    return ChartPosition.objects.create(
        chart=chart, film=film or make_film(), rank=rank, **defaults | fields
    )


def the_build() -> LikenessBuild:
    """Return the build that pages read, made if there is none."""
    now = timezone.now()
    fields = {"started_at": now, "finished_at": now, "top": 20, "films": 0}
    return LikenessBuild.objects.get_or_create(is_current=True, defaults=fields)[0]


def make_likeness(film: Film, other: Film, rank: int = 1, **fields: Any) -> Likeness:
    defaults: dict[str, Any] = {"build": the_build(), "score": 1.0}
    return Likeness.objects.create(film=film, other=other, rank=rank, **defaults | fields)


# What is written about them --------------------------------------------------------------------


def make_author(name: str = "Vera Lamplight", **fields: Any) -> Author:
    return Author.objects.create(name=name, **{"slug": slugify(name)} | fields)


def make_user(*roles: str, **fields: Any) -> User:
    """Make somebody who works at the desk in these roles, which are made if missing."""
    facts: dict[str, Any] = {"username": f"user-{next(numbers)}", "is_staff": True, **fields}
    user = User.objects.create_user(**facts)
    if roles:
        make_roles()
        user.groups.set(Group.objects.filter(name__in=roles))
    return user


def make_list(seed: Film | None = None, *films: Film, **fields: Any) -> LikeList:
    """Make a list that starts from a film and suggests the others, in the order given."""
    seed = seed or make_film()
    defaults = {
        "slug": f"movies-like-{seed.slug}-{next(numbers)}",
        "headline": f"{len(films)} Movies Like {seed.title}",
        "standfirst": "For those who want more of it.",
        "intro": f"Everybody loved *{seed.title}*.",
    }
    like_list = LikeList.objects.create(**published(defaults | fields))
    Entry.objects.create(like_list=like_list, film=seed, is_seed=True)
    for position, film in enumerate(films, start=1):
        make_entry(like_list, film, position=position)
    return like_list


BLURB = (
    "A man wakes in a hospital and remembers nothing of the robbery, nor of the friends who shot "
    "him. A doctor offers to bring the lost days back, at a price, and a patient detective waits "
    "outside the door. It is alike in its question: both films ask who hid the money, and who is "
    "to be believed."
)
FOR_SEARCH = "What the page tells about the film, in a sentence that fits a page of results."


def make_ready_list(**fields: Any) -> LikeList:
    """Make a list of one film in which the checks find nothing."""
    seed, film = make_film(themes=["amnesia"]), make_film(themes=["amnesia"])
    defaults = {
        "headline": f"1 Film Like {seed.title}",
        "standfirst": f"For those who want more of *{seed.title}*.",
        "search_description": FOR_SEARCH,
    }
    like_list = make_list(seed, **defaults | fields)
    traits = [{"kind": "theme", "key": "amnesia"}]
    make_entry(like_list, film, blurb=BLURB, traits=traits)
    return like_list


def make_entry(like_list: LikeList, film: Film | None = None, **fields: Any) -> Entry:
    """Add a suggestion at the end of a list."""
    defaults = {
        "position": like_list.entries.filter(is_seed=False).count() + 1,
        "blurb": "A man wakes and remembers nothing. Both films ask who hid the money.",
    }
    return Entry.objects.create(like_list=like_list, film=film or make_film(), **defaults | fields)


def make_review(film: Film | None = None, **fields: Any) -> Review:
    film = film or make_film()
    defaults = {
        "slug": f"{film.slug}-review-{next(numbers)}",
        "headline": f"{film.title}, reviewed",
        "standfirst": "What we made of it.",
        "search_description": FOR_SEARCH,
        "rating": 7,
        "stance": Stance.POSITIVE,
        "verdict": "Better than its poster.",
        "body": "It begins well.\n\n## The middle\n\nAnd it goes on.",
    }
    return Review.objects.create(film=film, **published(defaults | fields))


def make_article(*films: Film, **fields: Any) -> Article:
    """Make an explainer about films, with one section."""
    defaults = {
        "slug": f"article-{next(numbers)}",
        "headline": "The ending, explained",
        "standfirst": "Who hid the money?",
        "search_description": FOR_SEARCH,
        "kind": Article.Kind.EXPLAINER,
    }
    article = Article.objects.create(**published(defaults | fields))
    article.films.set(films)
    Section.objects.create(
        article=article, heading="Who hid the money?", anchor="who", body="He did."
    )
    return article


def make_ready_article(**fields: Any) -> Article:
    """Make an article in which the checks find nothing."""
    return make_article(make_film(), **fields)


def make_comment(page: Article | Review | LikeList, **fields: Any) -> Comment:
    """Make a comment that an editor has approved."""
    defaults = {"name": "Ada", "body": "I liked it.", "status": Comment.Status.APPROVED}
    return Comment.objects.create(page=page, **defaults | fields)


def picture_file(size: tuple[int, int] = (80, 120), kind: str = "JPEG") -> ContentFile[bytes]:
    """Return a small picture as an upload."""
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(content, format=kind)
    return ContentFile(content.getvalue(), name=f"picture.{kind.lower()}")


def make_picture(name: str = "", **fields: Any) -> Picture:
    defaults = {
        "file": picture_file(),
        "alt": "A man at a window",
        "credit": "Jane Doe",
        "licence": Licence.OWN,
    }
    return Picture.objects.create(name=name or f"picture-{next(numbers)}", **defaults | fields)
