"""Films at the desk: finding them, telling them apart, and all that belongs to one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from films.models import (
    AlternativeTitle,
    Chart,
    ChartPosition,
    Country,
    Credit,
    Film,
    Likeness,
    Offer,
    Release,
    Service,
    Theme,
)
from lists.models import Entry
from people.models import Person
from tests.factories import make_likeness
from tests.test_admin import a_film, address, form_data

pytestmark = pytest.mark.django_db


def a_credit(film: Film, name: str = "Brian A. Miller", job: str = "Director") -> Credit:
    slug = name.lower().replace(".", "").replace(" ", "-")
    person, _ = Person.objects.get_or_create(slug=slug, defaults={"name": name})
    department = "directing" if job == "Director" else "cast"
    return Credit.objects.create(film=film, person=person, department=department, job=job)


def offered(client: Client, term: str, *, field: str = "film", model: Any = Entry) -> list[str]:
    """Return the labels that an autocomplete offers for a term, as its page would ask for them."""
    opts = model._meta
    remote = opts.get_field(field).remote_field.model
    answer = client.get(
        address(remote, "autocomplete"),
        {
            "term": term,
            "app_label": opts.app_label,
            "model_name": opts.model_name,
            "field_name": field,
        },
    )
    assert answer.status_code == 200
    return [result["text"] for result in answer.json()["results"]]


def queries_of(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


# Finding ---------------------------------------------------------------------------------------


def test_films_are_told_apart_by_year_and_director(admin_client: Client) -> None:
    for year, name in ((1977, "Dario Argento"), (2018, "Luca Guadagnino")):
        a_credit(a_film("Suspiria", year), name)
    a_film("Suspense", 1913)
    assert offered(admin_client, "susp") == [
        "Suspense (1913)",
        "Suspiria (1977) — Dario Argento",
        "Suspiria (2018) — Luca Guadagnino",
    ]


@pytest.mark.parametrize(
    "term",
    [
        "Amélie",
        "amelie",
        "AMELIE 2001",
        "Amélie (2001)",
        "Amélie (2001) — Jean-Pierre Jeunet",
        "fabuleux destin",
        "Fabuleux Destin 2001",
        "wunderbare welt",
        "die WÜNDERBARE",
    ],
)
def test_a_film_is_found_by_any_title_with_or_without_accents_and_year(
    admin_client: Client, term: str
) -> None:
    film = a_film("Amélie", 2001, slug="amelie", original_title="Le Fabuleux Destin d'Amélie")
    AlternativeTitle.objects.create(film=film, title="Die wunderbare Welt der Amélie")
    a_film("Heat", 1995)
    assert offered(admin_client, term) == ["Amélie (2001)"]
    page = admin_client.get(address(Film, "changelist"), {"q": term})
    assert list(page.context["cl"].result_list) == [film]


def test_a_year_may_be_part_of_the_title(admin_client: Client) -> None:
    a_film("Blade Runner 2049", 2017)
    a_film("1917", 2019)
    assert offered(admin_client, "blade runner 2049") == ["Blade Runner 2049 (2017)"]
    assert offered(admin_client, "1917") == ["1917 (2019)"]


def test_a_wrong_year_finds_nothing(admin_client: Client) -> None:
    a_film("Heat", 1995)
    assert offered(admin_client, "heat 1996") == []


def test_the_film_that_is_called_so_comes_first(admin_client: Client) -> None:
    for title in ("A Bit of It", "It", "It Follows"):
        a_film(title)
    labels = ["It (2018)", "It Follows (2018)", "A Bit of It (2018)"]
    assert offered(admin_client, "it") == labels


@pytest.mark.parametrize("term", ["%", "_", "'", '"', "\\", "—", "  ", "東京", "x" * 3000])
def test_odd_terms_find_nothing_and_break_nothing(admin_client: Client, term: str) -> None:
    a_film("Heat", 1995)
    assert offered(admin_client, term) == (["Heat (1995)"] if not term.strip() else [])


def test_offering_films_costs_the_same_for_one_and_for_twenty(admin_client: Client) -> None:
    page = (
        f"{address(Film, 'autocomplete')}?term=heat&app_label=lists&model_name=entry"
        "&field_name=film"
    )
    a_credit(a_film("Heat", 1995), "Michael Mann")
    one = queries_of(admin_client, page)
    for year in range(1900, 1920):
        film = a_film("Heat", year)
        a_credit(film, f"Director {year}")
        a_credit(film, f"Second {year}")
    assert queries_of(admin_client, page) == one


def test_people_are_told_apart_by_birth_and_their_best_known_film(admin_client: Client) -> None:
    credit = a_credit(a_film(), "Sylvester Stallone", "Actor")
    credit.person.born = dt.date(1946, 7, 6)
    credit.person.save()
    Person.objects.create(name="Rudolph Maté", slug="rudolph-mate")
    label = ["Sylvester Stallone (born 1946) — Backtrace"]
    assert offered(admin_client, "stallone", field="person", model=Credit) == label
    assert offered(admin_client, "rudolph mate", field="person", model=Credit) == ["Rudolph Maté"]


def test_rows_of_a_film_are_found_by_its_titles(admin_client: Client) -> None:
    film = a_film("Amélie", 2001, slug="amelie")
    place = Country.objects.create(code="FR", name="France")
    release = Release.objects.create(film=film, country=place, date=dt.date(2001, 4, 25))
    page = admin_client.get(address(Release, "changelist"), {"q": "amelie 2001"})
    assert list(page.context["cl"].result_list) == [release]


# One film --------------------------------------------------------------------------------------


def new_film(client: Client, **changes: Any) -> dict[str, Any]:
    return form_data(client.get(address(Film, "add"))) | {
        "title": "Backtrace",
        "year": "2021",
        "slug": "backtrace-2018",
        "form": "feature",
        "status": "draft",
        **changes,
    }


def test_a_film_is_made_with_all_that_belongs_to_it(admin_client: Client) -> None:
    director = Person.objects.create(name="Brian A. Miller", slug="brian-a-miller")
    writer = Person.objects.create(name="Mike Maples", slug="mike-maples")
    themes = [
        Theme.objects.create(name=name, slug=name.lower(), kind="plot", description="…")
        for name in ("Amnesia", "Heist")
    ]
    for code, name in (("US", "United States"), ("GB", "United Kingdom")):
        Country.objects.create(code=code, name=name)
    data = new_film(
        admin_client,
        **{
            "film_themes-TOTAL_FORMS": "2",
            "film_themes-0-theme": themes[0].pk,
            "film_themes-1-theme": themes[1].pk,
            "credits-TOTAL_FORMS": "3",
            "credits-0-department": "writing",
            "credits-0-person": writer.pk,
            "credits-0-job": "Writer",
            "credits-1-department": "directing",
            "credits-1-person": director.pk,
            "credits-1-job": "Director",
            "credits-2-department": "writing",
            "credits-2-person": director.pk,
            "credits-2-job": "Writer",
            "releases-TOTAL_FORMS": "2",
            "releases-0-country": "GB",
            "releases-0-date": "2021-03-05",
            "releases-0-precision": "day",
            "releases-0-kind": "digital",
            "releases-1-country": "US",
            "releases-1-date": "2018-12-14",
            "releases-1-precision": "day",
            "releases-1-kind": "theatrical",
        },
    )
    page = admin_client.post(address(Film, "add"), data, follow=True)
    assert "The year is 2018 now" in page.content.decode()
    film = Film.objects.get()
    assert (film.year, film.sort_title, film.folded_title) == (2018, "Backtrace", "backtrace")
    assert list(film.film_themes.values_list("position", "theme__name")) == [
        (1, "Amnesia"),
        (2, "Heist"),
    ]
    assert list(film.credits.values_list("department", "billing", "person__name")) == [
        ("directing", 1, "Brian A. Miller"),
        ("writing", 1, "Mike Maples"),
        ("writing", 2, "Brian A. Miller"),
    ]


def test_a_film_saved_as_it_stands_stays_as_it_is(admin_client: Client) -> None:
    film = a_film(synopsis="A man forgets where the money is.", tagline="Remember.")
    a_credit(film)
    change = address(Film, "change", film.pk)
    before: dict[str, Any] = dict(Film.objects.values().get())
    assert admin_client.post(change, form_data(admin_client.get(change))).status_code == 302
    after: dict[str, Any] = dict(Film.objects.values().get())
    assert after.pop("modified_at") > before.pop("modified_at")
    assert after == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"year": "1492"}, "1874"),
        ({"runtime": "0"}, "The runtime is between 1 and 1,000 minutes."),
        ({"series_order": "2"}, "A number in the series needs a series, and starts at 1."),
        ({"slug": "Back trace"}, "valid “slug”"),
        ({"imdb_id": "7108976"}, "An IMDb title is like tt7108976."),
    ],
)
def test_a_mistake_is_answered_in_words(
    admin_client: Client, changes: dict[str, str], sentence: str
) -> None:
    page = admin_client.post(address(Film, "add"), new_film(admin_client, **changes))
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not Film.objects.exists()


def test_a_row_entered_twice_is_answered_in_words(admin_client: Client) -> None:
    theme = Theme.objects.create(name="Amnesia", slug="amnesia", kind="plot", description="…")
    data = new_film(
        admin_client,
        **{
            "film_themes-TOTAL_FORMS": "2",
            "film_themes-0-theme": theme.pk,
            "film_themes-1-theme": theme.pk,
        },
    )
    page = admin_client.post(address(Film, "add"), data)
    assert page.status_code == 200
    assert "duplicate" in page.content.decode()


def test_a_choice_that_cannot_be_is_answered_in_words(admin_client: Client) -> None:
    data = new_film(admin_client, series="nonsense", poster="999999", genres=["x", "7"])
    page = admin_client.post(address(Film, "add"), data)
    assert page.status_code == 200
    assert "Select a valid choice." in page.content.decode()


def test_an_offer_that_ends_before_it_begins_is_refused(admin_client: Client) -> None:
    film = a_film()
    service = Service.objects.create(name="Netflix", slug="netflix")
    Country.objects.create(code="US", name="United States")
    data = form_data(admin_client.get(address(Offer, "add"))) | {
        "film": film.pk,
        "service": service.pk,
        "country": "US",
        "kind": "subscription",
        "available_from": "2026-05-02",
        "available_until": "2026-05-01",
        "checked_on": "2026-05-01",
    }
    page = admin_client.post(address(Offer, "add"), data)
    assert "The offer would end before it begins." in page.content.decode()


def test_a_film_leads_to_its_places_in_charts_and_its_likenesses(admin_client: Client) -> None:
    film, other = a_film(), a_film("Heat", 1995)
    chart = Chart.objects.create(name="Netflix top 10", slug="netflix")
    ChartPosition.objects.create(chart=chart, date=dt.date(2022, 1, 1), rank=3, film=film)
    evidence = [{"kind": "theme", "key": "heist", "name": "Heist", "weight": 0.25}]
    likeness = make_likeness(film, other, score=0.25, evidence=evidence)
    page = admin_client.get(address(Film, "change", film.pk)).content.decode()
    assert "1 position in charts" in page
    assert f"{address(ChartPosition, 'changelist')}?film__id__exact={film.pk}" in page
    page = admin_client.get(address(Likeness, "change", likeness.pk)).content.decode()
    assert "theme: Heist (0.250)" in page


# Query counts ----------------------------------------------------------------------------------


def test_the_list_of_films_costs_the_same_for_3_and_for_30(admin_client: Client) -> None:
    counts = []
    for number in (3, 30):
        for n in range(Film.objects.count(), number):
            a_credit(a_film(f"Film {n}"), f"Director {n}")
        counts.append(queries_of(admin_client, address(Film, "changelist")))
    assert counts[0] == counts[1]


def test_the_form_of_a_film_costs_the_same_for_3_credits_and_for_30(admin_client: Client) -> None:
    film = a_film()
    counts = []
    for number in (3, 30):
        for n in range(film.credits.count(), number):
            a_credit(film, f"Actor {n}", "Actor")
        counts.append(queries_of(admin_client, address(Film, "change", film.pk)))
    assert counts[0] == counts[1]
