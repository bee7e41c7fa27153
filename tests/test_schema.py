"""The promises of the schema: what the database refuses, natural keys, verbs and schedules."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from films.models import (
    AlternativeTitle,
    Chart,
    ChartPosition,
    Company,
    Country,
    Credit,
    Film,
    FilmCompany,
    FilmTheme,
    Genre,
    Language,
    Likeness,
    LikenessBuild,
    Offer,
    Provenance,
    Release,
    Removal,
    Score,
    Series,
    Service,
    Theme,
)
from lists.models import Entry, LikeList
from people.models import Person
from publishing.models import (
    Author,
    CheckReport,
    Editor,
    FormerSlug,
    NaturalKeyModel,
    Overruling,
    Part,
    Picture,
    Publishable,
    Scheduled,
    Status,
)
from reviews.models import Article, Comment, PressQuote, Review, Section

from .factories import (
    make_article,
    make_author,
    make_chart,
    make_comment,
    make_country,
    make_credit,
    make_entry,
    make_film,
    make_genre,
    make_language,
    make_list,
    make_offer,
    make_person,
    make_picture,
    make_position,
    make_ready_article,
    make_ready_list,
    make_release,
    make_review,
    make_service,
    make_theme,
    make_user,
    the_build,
)

pytestmark = pytest.mark.django_db

OURS = ("films", "lists", "people", "publishing", "reviews")
numbers = count(1)
codes = (a + b for a in "QRST" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def our_models() -> Iterator[type[models.Model]]:
    for app in OURS:
        yield from apps.get_app_config(app).get_models()


# A row of every model -----------------------------------------------------------------------------


def make_company(**fields: Any) -> Company:
    number = next(numbers)
    return Company.objects.create(**{"name": f"Company {number}", "slug": f"c-{number}"} | fields)


def make_series(**fields: Any) -> Series:
    number = next(numbers)
    return Series.objects.create(**{"name": f"Series {number}", "slug": f"s-{number}"} | fields)


def make_film_theme(film: Film | None = None, **fields: Any) -> FilmTheme:
    return FilmTheme.objects.create(film=film or make_film(), **{"theme": make_theme()} | fields)


def make_film_company(film: Film | None = None, **fields: Any) -> FilmCompany:
    defaults = {"company": fields.pop("company", None) or make_company()}
    return FilmCompany.objects.create(film=film or make_film(), **defaults | fields)


def make_title(film: Film | None = None, **fields: Any) -> AlternativeTitle:
    defaults = {"title": "Another Title"}
    return AlternativeTitle.objects.create(film=film or make_film(), **defaults | fields)


def make_score(film: Film | None = None, **fields: Any) -> Score:
    defaults = {
        "source": "Rotten Tomatoes",
        "audience": Score.Audience.CRITICS,
        "value": 9,
        "as_of": dt.date(2022, 7, 1),
    }
    return Score.objects.create(film=film or make_film(), **defaults | fields)


def make_quote(film: Film | None = None, **fields: Any) -> PressQuote:
    defaults = {
        "critic": "Ada Byron",
        "publication": "The Daily Engine",
        "summary": "Liked it.",
        "stance": "positive",
    }
    return PressQuote.objects.create(film=film or make_film(), **defaults | fields)


def make_section(article: Article | None = None, **fields: Any) -> Section:
    defaults = {"heading": "And then?", "body": "Then he ran."}
    return Section.objects.create(article=article or make_article(), **defaults | fields)


def make_place(film: Film | None = None, **fields: Any) -> ChartPosition:
    chart = fields.pop("chart", None) or make_chart(f"Chart {next(numbers)}")
    return make_position(chart, film, **fields)


def make_likeness(**fields: Any) -> Likeness:
    defaults: dict[str, Any] = {"rank": 1, "score": 0.5, "build": the_build()}
    for name in ("film", "other"):
        defaults[name] = fields.get(name) or make_film()
    return Likeness.objects.create(**defaults | fields)


def make_build(**fields: Any) -> LikenessBuild:
    defaults: dict[str, Any] = {"started_at": NOON, "top": 20, "films": 3}
    return LikenessBuild.objects.create(**defaults | fields)


def make_provenance(film: Film | None = None, **fields: Any) -> Provenance:
    defaults: dict[str, Any] = {"source": "imdb", "fingerprint": 1}
    return Provenance.objects.create(film=film or make_film(), **defaults | fields)


def two_current_builds() -> None:
    for _ in range(2):
        make_build(finished_at=NOON, is_current=True)


def make_former_slug(page: Film | None = None, **fields: Any) -> FormerSlug:
    return FormerSlug.objects.create(page=page or make_film(), **{"slug": "once"} | fields)


def new_person() -> Person:
    return make_person(f"Person {next(numbers)}")


ROWS: dict[type[models.Model], Callable[[], models.Model]] = {
    AlternativeTitle: make_title,
    Article: make_article,
    Author: lambda: make_author(f"Author {next(numbers)}"),
    CheckReport: lambda: CheckReport.keep(make_list(), []),
    Chart: lambda: make_chart(f"Chart {next(numbers)}"),
    ChartPosition: make_place,
    Comment: lambda: make_comment(make_review()),
    Company: make_company,
    Country: lambda: make_country(next(codes)),
    Credit: make_credit,
    Editor: lambda: Editor.objects.create(user=make_user()),
    Entry: lambda: make_entry(make_list()),
    Film: make_film,
    FilmCompany: make_film_company,
    FilmTheme: make_film_theme,
    FormerSlug: lambda: make_former_slug(slug=f"once-{next(numbers)}"),
    Genre: lambda: make_genre(f"genre-{next(numbers)}"),
    Language: lambda: make_language(next(codes).lower()),
    LikeList: make_list,
    Likeness: make_likeness,
    LikenessBuild: make_build,
    Offer: make_offer,
    Overruling: lambda: make_overruling(make_review()),
    Person: new_person,
    Picture: make_picture,
    PressQuote: make_quote,
    Provenance: make_provenance,
    Release: make_release,
    Removal: lambda: Removal.objects.create(film_number=next(numbers), film="Heat (1995)"),
    Review: make_review,
    Score: make_score,
    Section: make_section,
    Series: make_series,
    Service: lambda: make_service(f"service-{next(numbers)}"),
    Theme: lambda: make_theme(f"theme-{next(numbers)}"),
}


def test_every_model_has_its_row_here() -> None:
    assert set(ROWS) == set(our_models())


# What the database refuses ------------------------------------------------------------------------


def twice(make: Callable[..., Any], **fields: Any) -> None:
    """Write the same row about one film two times."""
    film = make_film()
    make(film, **fields)
    make(film, **fields)


def its_own_next(model: type[models.Model], field: str) -> None:
    """Point a row at itself, past the form that would refuse it."""
    row = ROWS[model]()
    model._base_manager.filter(pk=row.pk).update(**{field: row.pk})


def its_own_seed() -> None:
    seed = make_film()
    make_entry(make_list(seed), seed)


def make_overruling(page: Review, **fields: Any) -> Overruling:
    defaults = {"check_name": "language.verb", "key": "0123", "sentence": "?", "reason": "Quoted."}
    return Overruling.objects.create(page=page, **defaults | fields)


def two_overrulings_of_a_finding() -> None:
    review = make_review()
    make_overruling(review)
    make_overruling(review)


def two_reports_of_a_page() -> None:
    review = make_review()
    CheckReport.objects.create(page=review)
    CheckReport.objects.create(page=review)


def two_films_at_a_place() -> None:
    chart = make_chart()
    make_position(chart, rank=4)
    make_position(chart, rank=4)


def two_pages_at_an_old_address() -> None:
    make_former_slug()
    make_former_slug()


def film_twice_in_a_chart() -> None:
    chart, film = make_chart(), make_film()
    make_position(chart, film, rank=1)
    make_position(chart, film, rank=2)


def two_likenesses_of_a_film(**fields: Any) -> None:
    film, other = make_film(), make_film()
    make_likeness(**{"film": film, "rank": 1} | fields)
    make_likeness(**{"film": film, "rank": 1, "other": other} | fields)


def film_twice_as_like() -> None:
    film, other = make_film(), make_film()
    make_likeness(film=film, other=other, rank=1)
    make_likeness(film=film, other=other, rank=2)


def like_itself() -> None:
    film = make_film()
    make_likeness(film=film, other=film)


NOON = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
BEFORE_NOON = NOON - dt.timedelta(hours=1)
# By name of the constraint: how to break it. Several ways have numbers behind "/".
BREAKS: dict[str, Callable[[], object]] = {
    # Words
    "films_theme_kind_is_known": lambda: make_theme("fog", kind="mood"),
    "films_theme_is_described": lambda: Theme.objects.create(
        name="Fog", slug="fog", kind="tone", description=""
    ),
    # Films
    "films_film_year_is_possible/1": lambda: make_film(year=1873),
    "films_film_year_is_possible/2": lambda: make_film(year=2101),
    "films_film_runtime_is_possible/1": lambda: make_film(runtime=0),
    "films_film_runtime_is_possible/2": lambda: make_film(runtime=1001),
    "films_film_number_needs_a_series/1": lambda: make_film(series_order=2),
    "films_film_number_needs_a_series/2": lambda: make_film(series=make_series(), series_order=0),
    "films_film_has_a_title": lambda: Film.objects.create(title="", slug="a", year=2018),
    "films_film_form_is_known": lambda: make_film(form="opera"),
    "films_filmtheme_once": lambda: twice(make_film_theme),
    "films_filmtheme_position_from_1": lambda: make_film_theme(position=0),
    "films_filmcompany_once": lambda: twice(make_film_company, company=make_company()),
    "films_filmcompany_role_is_known": lambda: make_film_company(role="catering"),
    "films_alternativetitle_once": lambda: twice(make_title),
    "films_alternativetitle_not_empty": lambda: make_title(title=""),
    # Credits and people
    "films_credit_once": lambda: twice(make_credit, person=new_person()),
    "films_credit_billing_from_1": lambda: make_credit(billing=0),
    "films_credit_has_a_job": lambda: make_credit(job=""),
    "films_credit_department_is_known": lambda: make_credit(department="catering"),
    "films_credit_only_cast_has_characters": lambda: make_credit(job="Writer", character="Mac"),
    "people_person_born_before_dying/1": lambda: make_person(
        born=dt.date(1946, 7, 6), died=dt.date(1945, 7, 6)
    ),
    "people_person_born_before_dying/2": lambda: make_person(
        born=dt.date(1946, 7, 6), died=dt.date(1946, 7, 6)
    ),
    "people_person_has_a_name": lambda: Person.objects.create(name="", slug="nobody"),
    "films_provenance_once": lambda: twice(make_provenance),
    "films_provenance_has_a_source": lambda: make_provenance(source=""),
    # Releases and offers
    "films_release_once": lambda: twice(make_release),
    "films_release_kind_is_known": lambda: make_release(kind="rumour"),
    "films_release_precision_is_known": lambda: make_release(precision="hour"),
    "films_offer_once": lambda: twice(make_offer),
    "films_offer_ends_after_it_begins": lambda: make_offer(
        available_from=dt.date(2026, 5, 2), available_until=dt.date(2026, 5, 1)
    ),
    "films_offer_kind_is_known": lambda: make_offer(kind="barter"),
    # Reception
    "films_score_once": lambda: twice(make_score),
    "films_score_within_its_scale/1": lambda: make_score(value=101),
    "films_score_within_its_scale/2": lambda: make_score(value=-1),
    "films_score_within_its_scale/3": lambda: make_score(value=0, scale=0),
    "films_score_within_its_scale/4": lambda: make_score(value="10.01", scale=10),
    "films_score_percentage_of_100": lambda: make_score(value=9, scale=10, is_percentage=True),
    "films_score_audience_is_known": lambda: make_score(audience="cats"),
    "films_score_precision_is_known": lambda: make_score(precision="hour"),
    "films_chart_has_places": lambda: make_chart(size=0),
    "films_chartposition_once": film_twice_in_a_chart,
    "films_chartposition_one_film_a_rank": two_films_at_a_place,
    "films_chartposition_rank_from_1": lambda: make_place(rank=0),
    "films_chartposition_precision_is_known": lambda: make_place(precision="hour"),
    # Likeness
    "films_likeness_one_a_rank": two_likenesses_of_a_film,
    "films_likeness_once": film_twice_as_like,
    "films_likeness_not_with_itself": like_itself,
    "films_likeness_rank_from_1": lambda: make_likeness(rank=0),
    "films_likeness_score_from_0": lambda: make_likeness(score=-0.1),
    "films_likenessbuild_one_is_current": two_current_builds,
    "films_likenessbuild_current_is_finished": lambda: make_build(is_current=True),
    "films_likenessbuild_done_of_films": lambda: make_build(done=4),
    "films_likenessbuild_top_from_1": lambda: make_build(top=0),
    # Lists
    "lists_likelist_numbering_is_known": lambda: make_list(numbering="sideways"),
    "lists_entry_film_once_and_never_its_own_seed/1": its_own_seed,
    "lists_entry_film_once_and_never_its_own_seed/2": lambda: make_list(
        None, *[make_film("Twice")] * 2
    ),
    "lists_entry_position_from_1": lambda: make_entry(make_list(), position=0),
    "lists_entry_seed_has_no_blurb": lambda: make_entry(make_list(), is_seed=True, blurb="Good."),
    # Writing
    "reviews_review_rating_in_half_stars/1": lambda: make_review(rating=0),
    "reviews_review_rating_in_half_stars/2": lambda: make_review(rating=11),
    "reviews_review_stance_is_known": lambda: make_review(stance="bored"),
    "reviews_pressquote_once": lambda: twice(make_quote),
    "reviews_pressquote_says_something": lambda: make_quote(summary=""),
    "reviews_pressquote_is_attributed/1": lambda: make_quote(critic=""),
    "reviews_pressquote_is_attributed/2": lambda: make_quote(publication=""),
    "reviews_pressquote_stance_is_known": lambda: make_quote(stance="bored"),
    "reviews_article_kind_is_known": lambda: make_article(kind="gossip"),
    "reviews_article_not_next_to_itself": lambda: its_own_next(Article, "read_next"),
    "reviews_section_anchor_once": lambda: make_section(make_article(), anchor="who"),
    "reviews_section_position_from_1": lambda: make_section(position=0),
    "reviews_comment_status_is_known": lambda: make_comment(make_review(), status="shouted"),
    "reviews_comment_is_signed_and_not_empty/1": lambda: make_comment(make_review(), name=""),
    "reviews_comment_is_signed_and_not_empty/2": lambda: make_comment(make_review(), body=""),
    "reviews_comment_not_its_own_reply": lambda: its_own_next(Comment, "parent"),
    # Pictures and addresses
    "publishing_picture_has_text_or_is_decorative/1": lambda: make_picture(alt=""),
    "publishing_picture_has_text_or_is_decorative/2": lambda: make_picture(is_decorative=True),
    "publishing_picture_focal_point_is_inside/1": lambda: make_picture(focal_x=-0.1),
    "publishing_picture_focal_point_is_inside/2": lambda: make_picture(focal_y=1.1),
    "publishing_picture_has_a_credit": lambda: make_picture(credit=""),
    "publishing_formerslug_names_one_page": two_pages_at_an_old_address,
    # Checks
    "publishing_overruling_has_a_reason": lambda: make_overruling(make_review(), reason=""),
    "publishing_overruling_once": two_overrulings_of_a_finding,
    "publishing_checkreport_once": two_reports_of_a_page,
}
MAKE_SCHEDULED: dict[str, Callable[..., Any]] = {
    "films_film": make_film,
    "lists_likelist": make_list,
    "reviews_article": make_article,
    "reviews_review": make_review,
}
for table, make in MAKE_SCHEDULED.items():
    ways: dict[str, dict[str, Any]] = {
        "published_has_a_date": {"publish_at": None},
        "expires_after_publishing/1": {"publish_at": NOON, "expire_at": BEFORE_NOON},
        "expires_after_publishing/2": {"publish_at": NOON, "expire_at": NOON},
        "status_is_known": {"status": "lost"},
        "revision_note_has_a_date": {"revision_note": "A name was misspelt."},
    }
    for broken, fields in ways.items():
        if not (table == "films_film" and "revision_note" in fields):
            BREAKS[f"{table}_{broken}"] = partial(make, **fields)


@pytest.mark.parametrize("case", BREAKS)
def test_the_database_refuses(case: str) -> None:
    name = case.partition("/")[0]
    # SQLite names a check, but of a unique constraint only the columns.
    said = rf"{name}\b|UNIQUE constraint failed: {'_'.join(name.split('_')[:2])}\."
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        BREAKS[case]()


def test_every_constraint_is_tried() -> None:
    tried = {case.partition("/")[0] for case in BREAKS}
    assert tried == {
        constraint.name for model in our_models() for constraint in model._meta.constraints
    }


UNIQUE_FIELDS = [
    (model, field.name)
    for model in ROWS
    for field in model._meta.fields
    if field.unique and not field.primary_key
]


@pytest.mark.parametrize(
    ("model", "field"),
    UNIQUE_FIELDS,
    ids=[f"{model.__name__}.{field}" for model, field in UNIQUE_FIELDS],
)
def test_no_two_rows_share(model: type[models.Model], field: str) -> None:
    rows = model._base_manager
    one, other = ROWS[model](), ROWS[model]()
    value = getattr(one, field) or {"imdb_id": "tt0209144", "wikidata_id": "Q190525"}.get(field, 77)
    rows.filter(pk=one.pk).update(**{field: value})
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.filter(pk=other.pk).update(**{field: value})


def test_every_address_is_unique() -> None:
    addressed = {model for model, field in UNIQUE_FIELDS if field == "slug"}
    with_slugs = {
        model
        for model in ROWS
        if any(field.name == "slug" for field in model._meta.fields) and model is not FormerSlug
    }
    assert addressed == with_slugs


@pytest.mark.parametrize(
    "make",
    [
        lambda: [make_review(rating=rating) for rating in (1, 10)],
        lambda: [make_film(year=year) for year in (1874, 2100)],
        lambda: [make_film(runtime=minutes) for minutes in (1, 1000, None)],
        lambda: [make_score(value=value, scale=10) for value in (0, 10)],
        lambda: make_score(value=100, is_percentage=True),
        lambda: make_offer(available_from=dt.date(2026, 5, 1), available_until=dt.date(2026, 5, 1)),
        lambda: make_picture(alt="", is_decorative=True),
        lambda: make_picture(focal_x=0, focal_y=1),
        lambda: make_person(born=None, died=dt.date(1999, 3, 7)),
        lambda: make_film(status=Status.DRAFT, publish_at=None, expire_at=NOON),
        lambda: [make_title(make_film(), title="Same") for _ in range(2)],
        lambda: make_quote(quote="Fine.", summary=""),
        lambda: [make_entry(make_list(), position=1) for _ in range(2)],
        lambda: make_release(make_film(), kind="premiere") and make_release(make_film()),
    ],
)
def test_the_database_takes_what_is_just_within(make: Callable[[], object]) -> None:
    make()


def test_a_film_may_stand_in_two_lists_and_seed_a_third() -> None:
    film = make_film()
    make_list(None, film)
    make_list(None, film)
    make_list(film)
    assert film.entries.count() == 3


@pytest.mark.parametrize(
    "make", [lambda film: make_entry(make_list(), film), make_list], ids=["suggested", "seed"]
)
def test_a_film_that_lists_name_cannot_be_deleted(make: Callable[[Film], object]) -> None:
    film = make_film()
    make(film)
    with pytest.raises(models.ProtectedError):
        film.delete()


# Natural keys -------------------------------------------------------------------------------------

NATURAL = [model for model in ROWS if issubclass(model, NaturalKeyModel)]


@pytest.mark.parametrize("model", NATURAL)
def test_a_row_is_found_again_by_its_natural_key(model: type[NaturalKeyModel]) -> None:
    row, other = ROWS[model](), ROWS[model]()
    assert isinstance(row, NaturalKeyModel)
    assert isinstance(other, NaturalKeyModel)
    assert row.natural_key() != other.natural_key()
    # Fixtures carry keys as JSON.
    key = json.loads(json.dumps(row.natural_key()))
    assert model._default_manager.get_by_natural_key(*key) == row


@pytest.mark.parametrize("model", NATURAL)
def test_a_natural_key_that_no_row_has_is_told(model: type[NaturalKeyModel]) -> None:
    values = [
        "2022-07-01" if "date" in name or name == "as_of" else "none"
        for name in model.natural_key_fields
    ]
    with pytest.raises(ObjectDoesNotExist, match="does not exist"):
        model._default_manager.get_by_natural_key(*values)


def test_only_computed_rows_and_readers_words_have_no_natural_key() -> None:
    kept_by_the_desk = {CheckReport, Editor, FormerSlug, Overruling}
    computed = {Likeness, LikenessBuild, Removal}
    assert set(ROWS) - set(NATURAL) == {Comment, *computed, *kept_by_the_desk}


# Verbs --------------------------------------------------------------------------------------------

SCHEDULED: list[Callable[..., Any]] = [
    make_film,
    make_ready_list,
    make_ready_article,
    make_review,
]
PARTS: list[type[Part]] = [model for model in ROWS if issubclass(model, Part)]
LONG_AGO = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)


def test_these_are_all_the_kinds_that_have_a_schedule() -> None:
    kinds = {model for model in ROWS if issubclass(model, Scheduled)}
    assert kinds == {Film, LikeList, Article, Review}
    assert {model for model in kinds if issubclass(model, Publishable)} == kinds - {Film}


@pytest.mark.parametrize("make", SCHEDULED)
def test_publishing_shows_a_draft_from_now_on(make: Callable[..., Any]) -> None:
    page = make(status=Status.DRAFT, publish_at=None)
    page.publish()
    page.refresh_from_db()
    assert page.status == Status.PUBLISHED
    assert abs(page.publish_at - timezone.now()) < dt.timedelta(minutes=1)
    assert page.is_published
    assert page in type(page).objects.published()


@pytest.mark.parametrize("make", SCHEDULED)
def test_publishing_keeps_a_date_that_is_set(make: Callable[..., Any]) -> None:
    tomorrow = timezone.now() + dt.timedelta(days=1)
    page = make(status=Status.REVIEW, publish_at=tomorrow)
    page.publish()
    page.refresh_from_db()
    assert page.publish_at == tomorrow
    assert not page.is_published


@pytest.mark.parametrize("make", SCHEDULED)
def test_publishing_again_forgets_an_end_that_is_past(make: Callable[..., Any]) -> None:
    now = timezone.now()
    page = make(publish_at=now - dt.timedelta(days=9), expire_at=now - dt.timedelta(days=1))
    assert not page.is_published
    page.publish()
    page.refresh_from_db()
    assert page.expire_at is None
    assert page.is_published


@pytest.mark.parametrize("make", SCHEDULED)
def test_withdrawing_takes_a_page_away_and_keeps_its_date(make: Callable[..., Any]) -> None:
    page = make()
    published_at = page.publish_at
    page.withdraw()
    page.refresh_from_db()
    assert (page.status, page.publish_at) == (Status.WITHDRAWN, published_at)
    assert page not in type(page).objects.published()
    page.publish()
    assert page in type(page).objects.published()


@pytest.mark.parametrize("make", SCHEDULED)
def test_a_page_is_public_between_its_dates(make: Callable[..., Any]) -> None:
    """Asked of the query for a moment, and of the row for now."""
    page = make(publish_at=NOON, expire_at=NOON + dt.timedelta(hours=1))
    if isinstance(page, Review):
        Film.objects.update(publish_at=LONG_AGO)
    pages = type(page).objects
    for minutes, is_public in [(-1, False), (0, True), (59, True), (60, False), (61, False)]:
        at = NOON + dt.timedelta(minutes=minutes)
        assert (page in pages.published(at)) is is_public, minutes


@pytest.mark.parametrize("make", SCHEDULED)
@pytest.mark.parametrize("status", [Status.DRAFT, Status.REVIEW, Status.WITHDRAWN])
def test_only_what_is_published_is_public(make: Callable[..., Any], status: Status) -> None:
    page = make(status=status)
    assert not page.is_published
    assert page not in type(page).objects.published()


@pytest.mark.parametrize("make", SCHEDULED)
@pytest.mark.parametrize(
    ("begins", "ends", "is_public"),
    [(-1, None, True), (-2, 1, True), (1, None, False), (1, 2, False), (-2, -1, False)],
)
def test_the_row_and_the_query_agree_on_what_is_public(
    make: Callable[..., Any], begins: int, ends: int | None, is_public: bool
) -> None:
    now = timezone.now()
    expire_at = None if ends is None else now + dt.timedelta(days=ends)
    page = make(publish_at=now + dt.timedelta(days=begins), expire_at=expire_at)
    assert page.is_published is is_public
    assert (page in type(page).objects.published()) is is_public


def test_a_review_is_not_public_without_its_film() -> None:
    review = make_review(make_film(status=Status.DRAFT))
    assert review not in Review.objects.published()


ADDRESSED = [
    make_film,
    make_list,
    make_article,
    make_review,
    make_person,
    make_chart,
    make_author,
]


@pytest.mark.parametrize("make", ADDRESSED)
def test_renaming_records_the_old_address(make: Callable[..., Any]) -> None:
    page = make()
    old = page.slug
    page.rename("a-new-address")
    page.refresh_from_db()
    assert page.slug == "a-new-address"
    assert list(type(page).objects.formerly_at(old)) == [page]
    assert type(page).objects.get_by_natural_key(old) == page


def test_a_page_renamed_twice_is_found_at_both_old_addresses() -> None:
    film = make_film(slug="first")
    film.rename("second")
    film.rename("third")
    assert set(FormerSlug.objects.values_list("slug", flat=True)) == {"first", "second"}
    for slug in ("first", "second", "third"):
        assert Film.objects.get_by_natural_key(slug) == film


def test_a_page_may_go_back_to_its_old_address() -> None:
    film = make_film(slug="first")
    film.rename("second")
    film.rename("first")
    assert film.slug == "first"
    assert [former.slug for former in FormerSlug.objects.all()] == ["second"]


def test_renaming_to_the_same_address_records_nothing() -> None:
    film = make_film(slug="first")
    film.rename("first")
    assert not FormerSlug.objects.exists()


def test_an_old_address_is_never_given_to_another_page() -> None:
    film, other = make_film(slug="first"), make_film(slug="other")
    film.rename("second")
    with pytest.raises(ValidationError, match="Another page once had this address"):
        other.rename("first")
    with pytest.raises(ValidationError, match="Another page once had this address"):
        Film(title="New", slug="first", year=2018).full_clean()
    other.refresh_from_db()
    assert other.slug == "other"


def test_another_kind_of_page_may_use_the_same_address() -> None:
    make_film(slug="first").rename("second")
    article = make_article()
    article.rename("first")
    assert article.slug == "first"


@pytest.mark.parametrize("slug", ["", "Two Words", "Capital", "-dash", "a--b", "ümlaut", "a/b"])
def test_an_address_that_is_none_is_refused_and_nothing_changes(slug: str) -> None:
    film = make_film(slug="first")
    with pytest.raises(ValidationError):
        film.rename(slug)
    film.refresh_from_db()
    assert film.slug == "first"
    assert not FormerSlug.objects.exists()


def test_an_address_that_is_taken_is_refused_and_nothing_changes() -> None:
    make_film(slug="taken")
    film = make_film(slug="first")
    with pytest.raises(ValidationError, match="already exists"):
        film.rename("taken")
    film.refresh_from_db()
    assert film.slug == "first"
    assert not FormerSlug.objects.exists()


@pytest.mark.parametrize("model", PARTS)
def test_saving_or_deleting_a_part_marks_its_whole_as_changed(model: type[Part]) -> None:
    part = ROWS[model]()
    whole = getattr(part, model.part_of)
    wholes = type(whole)._base_manager.filter(pk=whole.pk)
    for change in (part.save, part.delete):
        wholes.update(modified_at=LONG_AGO)
        change()
        assert wholes.get().modified_at > LONG_AGO


@pytest.mark.parametrize("make", ADDRESSED)
def test_saving_a_page_notes_when(make: Callable[..., Any]) -> None:
    page = make()
    rows = type(page)._base_manager.filter(pk=page.pk)
    for fields in ({}, {"update_fields": ["slug"]}):
        rows.update(modified_at=LONG_AGO)
        page.save(**fields)
        assert rows.get().modified_at > LONG_AGO


def test_each_save_of_a_publishable_counts_as_a_version() -> None:
    review = make_review()
    review.save()
    review.withdraw()
    review.refresh_from_db()
    assert review.version == 3


# The year of a film -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("releases", "year"),
    [
        ([], 1999),
        ([("theatrical", 2001), ("premiere", 2000)], 2000),
        ([("premiere", 2001), ("theatrical", 2000)], 2000),
        ([("theatrical", 2018), ("digital", 2021)], 2018),
        ([("digital", 2017), ("theatrical", 2018)], 2018),
        ([("digital", 2001), ("disc", 2002), ("television", 2003)], 1999),
        ([("theatrical", 1982), ("theatrical", 2007)], 1982),
    ],
)
def test_a_films_year_comes_from_its_first_showing(
    releases: list[tuple[str, int]], year: int
) -> None:
    film = make_film(year=1999)
    for kind, released in releases:
        make_release(film, kind=kind, date=dt.date(released, 6, 1))
    film.date_from_releases()
    film.refresh_from_db()
    assert film.year == year


def test_a_film_that_has_the_right_year_is_not_saved_again() -> None:
    film = make_film(year=2000)
    make_release(film, date=dt.date(2000, 10, 11))
    Film.objects.update(modified_at=LONG_AGO)
    film.date_from_releases()
    film.refresh_from_db()
    assert film.modified_at == LONG_AGO
