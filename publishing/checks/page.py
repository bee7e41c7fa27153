"""Checks of what surrounds the words of a page: address, descriptions, pictures, links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, QueryDict
from django.urls import resolve

from ..moved import MovedPermanently
from .findings import Place, Problem, Registry, Severity
from .writing import Text

LONGEST_FOR_SEARCH = {"search_title": 70, "search_description": 170}
LONGEST_STANDFIRST = 400
SHORTEST_DESCRIPTION = 50  # characters; less tells a searcher nothing
LINK = re.compile(
    r"(?<!!)\[[^\[\]\n]{0,500}\]"
    r"\(<?(?P<target>[^()\s>]{0,1000})>?(?:\s+\"[^\"\n]{0,200}\")?\)"
)
OUTSIDE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
IS_A_FILE_NAME = re.compile(
    r"\.(?:jpe?g|png|webp|avif|gif)$|^(?:img|dsc|image|picture)[\s_-]*\d*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Shown:
    """A picture on a page: where it stands, and what must travel with it."""

    part: str
    field: str
    name: str
    alt: str
    is_decorative: bool
    credit: str
    is_there: bool  # whether its file is


@dataclass(frozen=True)
class Around:
    """What surrounds the words of a page. `titles` say what the page and its parts are called."""

    slug: str
    slug_is_taken: bool
    headline: str
    standfirst: str
    search_title: str
    search_description: str
    texts: Sequence[Text]
    pictures: Sequence[Shown]
    titles: frozenset[str] = frozenset()
    needs_picture: bool = False  # nothing would be drawn instead of a lead picture


PAGE: Registry[Around] = Registry()


@PAGE.check("page.slug", Severity.ERROR)
def slug(page: Around) -> Iterator[Problem]:
    """The address belongs to no other page, now or formerly."""
    if not page.slug:
        yield Problem(Place(field="slug"), "Give the page an address.")
    elif page.slug_is_taken:
        yield Problem(
            Place(field="slug"),
            f"Another page has or had the address {page.slug}, and links lead there: choose "
            "another.",
            page.slug,
        )


@PAGE.check("page.standfirst", Severity.ERROR)
def standfirst(page: Around) -> Iterator[Problem]:
    """There is a standfirst, and it is short."""
    if not page.standfirst.strip():
        yield Problem(
            Place(field="standfirst"),
            "Write a standfirst: one or two sentences under the headline, also shown on cards.",
        )
    elif len(page.standfirst) > LONGEST_STANDFIRST:
        yield Problem(
            Place(field="standfirst"),
            f"Shorten the standfirst to {LONGEST_STANDFIRST} characters; it has "
            f"{len(page.standfirst)}.",
        )


@PAGE.check("page.search", Severity.WARNING)
def search(page: Around) -> Iterator[Problem]:
    """What search engines show is there and fits."""
    described = page.search_description or page.standfirst
    if not page.search_description.strip():
        yield Problem(
            Place(field="search_description"),
            "Write a description for search engines: one sentence, up to 170 characters.",
        )
    elif len(described) < SHORTEST_DESCRIPTION:
        yield Problem(
            Place(field="search_description"),
            f"Say more for search engines: {len(described)} characters tell a searcher little.",
            described,
        )
    shown = {"search_title": page.search_title or page.headline, "search_description": described}
    for field, text in shown.items():
        if len(text) > LONGEST_FOR_SEARCH[field]:
            yield Problem(
                Place(field=field),
                f"Search engines cut this after {LONGEST_FOR_SEARCH[field]} characters, and it has "
                f"{len(text)}: write a shorter one here.",
                text,
            )


@PAGE.check("page.picture-missing", Severity.ERROR)
def missing_pictures(page: Around) -> Iterator[Problem]:
    """Every picture has its file."""
    for shown in page.pictures:
        if not shown.is_there:
            yield Problem(
                Place(shown.part, shown.field),
                f"The file of the picture {shown.name} is gone: upload it again, or choose another "
                "picture.",
                shown.name,
            )


@PAGE.check("page.lead-picture", Severity.WARNING)
def lead_picture(page: Around) -> Iterator[Problem]:
    """A page about no film has a lead picture; films have at least the poster that we draw."""
    if page.needs_picture:
        yield Problem(Place(field="picture"), "Choose a lead picture, or name the film.")


@PAGE.check("page.alternative-text", Severity.ERROR)
def alternative_texts(page: Around) -> Iterator[Problem]:
    """Every picture says what it shows, in words of its own."""
    titles = {title.casefold() for title in page.titles}
    said: dict[str, Shown] = {}
    for shown in page.pictures:
        place = Place(shown.part, shown.field)
        alt = shown.alt.strip()
        if shown.is_decorative:
            continue
        if not alt:
            yield Problem(place, f"Say what the picture {shown.name} shows, or call it decorative.")
        elif IS_A_FILE_NAME.search(alt) or alt.casefold() in titles:
            yield Problem(
                place, "The alternative text names the page or a file: say what one sees.", alt
            )
        elif (other := said.get(alt.casefold())) and other.name != shown.name:
            yield Problem(
                place,
                f"The picture {other.name} has the same alternative text: tell them apart.",
                alt,
            )
        said.setdefault(alt.casefold(), shown)


@PAGE.check("page.picture-twice", Severity.WARNING)
def pictures_twice(page: Around) -> Iterator[Problem]:
    """No picture stands twice on a page."""
    seen: set[str] = set()
    for shown in page.pictures:
        if shown.name in seen:
            yield Problem(
                Place(shown.part, shown.field),
                f"The picture {shown.name} stands on this page already: choose another.",
                shown.name,
            )
        seen.add(shown.name)


@PAGE.check("page.credit", Severity.ERROR)
def credits_given(page: Around) -> Iterator[Problem]:
    """Every picture names whom it comes from."""
    for shown in page.pictures:
        if not shown.credit.strip():
            yield Problem(
                Place(shown.part, shown.field),
                f"Name whom the picture {shown.name} comes from, in its credit.",
                shown.name,
            )


@PAGE.check("page.link", Severity.ERROR)
def links(page: Around) -> Iterator[Problem]:
    """Links within the site lead to pages that answer."""
    answers: dict[str, bool] = {}
    for text in page.texts:
        for found in LINK.finditer(text.text):
            target = found["target"]
            if OUTSIDE.match(target) or target.startswith("#"):
                continue
            path = target.partition("#")[0]
            if path not in answers:
                answers[path] = does_answer(path)
            if not answers[path]:
                yield Problem(
                    Place(text.part, text.field, *found.span("target")),
                    f"No page of ours answers at {target or 'an empty address'}: correct the link.",
                    target,
                )


def does_answer(path: str) -> bool:
    """Whether a stranger who follows a link to this path sees a page, or is led to one."""
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415 — a model, not loaded yet

    path, _, query = path.partition("?")
    if not path.startswith("/"):
        return False
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = path
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "QUERY_STRING": query}
    request.GET = QueryDict(query)
    request.user = AnonymousUser()
    try:
        match = resolve(path)
        if "admin" in match.app_names:
            return False
        response = match.func(request, *match.args, **match.kwargs)
    except MovedPermanently:
        return True
    except Http404:  # which Resolver404 is too
        return False
    return bool(response.status_code < 400)
