"""Checks of reviews and articles before they are public."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from films.checks import PEOPLE, TITLES, Record, Telling, looked_up, records_of
from publishing.checks import LANGUAGE, PAGE, Around, Finding, Kind, Registry, Text, Writing

from .models import Article, Review


def findings_of_review(review: Review) -> list[Finding]:
    """Run the checks on a review as it is stored: catalogue, page, language."""
    texts = [
        *_heading(review),
        Text("", "verdict", review.verdict, Kind.LINE, review.has_spoilers),
        Text("", "body", review.body, Kind.PROSE, review.has_spoilers),
    ]
    records = records_of([review.film_id])
    around = review.around(texts, _titles(records.values()))
    return _found(around, texts, list(records.values()), [TITLES, PEOPLE])


def findings_of_article(article: Article) -> list[Finding]:
    """Run the checks on an article with its sections as it is stored."""
    sections = list(article.sections.order_by("position", "pk"))
    may_spoil = article.has_spoilers
    texts = [*_heading(article), Text("", "intro", article.intro, Kind.PROSE)]
    for section in sections:
        texts += [
            Text(section.anchor, "heading", section.heading, Kind.HEADLINE),
            Text(section.anchor, "body", section.body, Kind.PROSE, may_spoil or section.is_spoiler),
        ]
    records = records_of(article.films.values_list("pk", flat=True))
    titles = {*_titles(records.values()), *(section.heading for section in sections)}
    around = article.around(texts, titles, is_about_films=bool(records))
    # Articles speak of juries, rivals and sources too, whom no record credits.
    return _found(around, texts, list(records.values()), [TITLES])


def _heading(page: Review | Article) -> list[Text]:
    return [
        Text("", "headline", page.headline, Kind.HEADLINE),
        Text("", "standfirst", page.standfirst, Kind.LINE),
        Text("", "search_title", page.search_title, Kind.HEADLINE),
        Text("", "search_description", page.search_description, Kind.LINE),
    ]


def _titles(records: Collection[Record]) -> set[str]:
    return {*map(str, records), *(record.title for record in records)}


def _found(
    around: Around,
    texts: list[Text],
    records: Sequence[Record],
    of_films: Sequence[Registry[Telling]],
) -> list[Finding]:
    """Run what every page about films is checked for."""
    found = [*PAGE.run(around)]
    known = looked_up(texts)
    for text in texts:
        telling = Telling(text, records, [], known)
        found += [finding for checks in of_films for finding in checks.run(telling)]
    names = frozenset[str]().union(*(record.names for record in records))
    return [*found, *LANGUAGE.run(Writing(tuple(texts), names))]
