"""Blending: films for those who loved several, each with what it takes from each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from films.likeness_store import build_likeness
from films.models import AlternativeTitle, Film
from pages import suggestions
from publishing.models import Status

from .factories import make_film, make_list, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.LIKENESS_DIR = tmp_path
    suggestions.known_spellings.cache_clear()


@pytest.fixture
def heat() -> Film:
    """Make Heat, Rocky, films like one of them or both, and build their likenesses."""
    mann = make_person("Michael Mann")
    heat = make_film("Heat", 1995, themes=["heist"], genres=["crime"], directors=[mann])
    make_film("Rocky", 1976, themes=["boxing"], genres=["drama"])
    make_film("Thief", 1981, themes=["heist"], genres=["crime"], directors=[mann])
    make_film("Raging Bull", 1980, themes=["boxing"], genres=["drama"])
    make_film("Snatch", 2000, themes=["heist", "boxing"], genres=["crime", "comedy"])
    for number in range(40):
        make_film(f"Other {number}", 1930 + number, themes=["romance"], genres=["romance"])
    build_likeness()
    return heat


def address(*films: str, less: tuple[str, ...] = (), **filters: str) -> str:
    pairs = [("film", film) for film in films] + [("less", film) for film in less]
    return f"/blend/?{urlencode([*pairs, *filters.items()])}"


def page(client: Client, *films: str, **asked: Any) -> str:
    answer = client.get(address(*films, **asked))
    assert answer.status_code == 200
    return answer.text


def suggested(html: str) -> list[str]:
    """Return the titles of what a page suggests, in order."""
    _form, _, found = html.partition("suggestions")
    return re.findall(r'film-card__title"><a href="[^"]+">([^<]+)<', found)


# What is suggested -------------------------------------------------------------------------------


def test_a_blend_names_what_is_like_all_and_what_it_takes_from_each(
    client: Client, heat: Film
) -> None:
    html = page(client, "heat-1995", "rocky-1976")
    assert "If you loved Heat and Rocky" in html
    assert "Heat" not in suggested(html)
    assert set(suggested(html)[:3]) == {"Snatch", "Thief", "Raging Bull"}
    thief = html.partition(">Thief<")[2].partition("</li>\n\n")[0]
    assert thief.index("From Heat") < thief.index("From Rocky")
    assert html.count("From Heat") == html.count("From Rocky") == len(suggested(html)) == 20
    assert 'href="/themes/heist/"' in html


def test_an_unwanted_film_pushes_down_what_is_like_it(client: Client, heat: Film) -> None:
    before = suggested(page(client, "heat-1995", "rocky-1976"))
    after = suggested(page(client, "heat-1995", "rocky-1976", less=("raging-bull-1980",)))
    assert "Raging Bull" in before
    assert "Raging Bull" not in after
    assert set(after[:2]) == {"Thief", "Snatch"}


def test_filters_narrow_before_the_best_are_taken(client: Client, heat: Film) -> None:
    assert set(suggested(page(client, "heat-1995", genre="crime"))) == {"Thief", "Snatch"}
    assert suggested(page(client, "heat-1995", decade="2000")) == ["Snatch"]
    html = page(client, "heat-1995", form="short")
    assert suggested(html) == []
    assert "No film of that kind" in html
    assert '<option value="crime" selected>' in page(client, "heat-1995", genre="crime")


def test_only_public_films_are_suggested_and_their_places_filled(
    client: Client, heat: Film
) -> None:
    best = suggested(page(client, "heat-1995"))
    Film.objects.filter(title__in=best).update(status=Status.DRAFT)
    found = suggested(page(client, "heat-1995"))
    assert len(found) == 20
    assert not set(found) & set(best)


def test_a_film_published_a_moment_ago_is_blended(client: Client, heat: Film) -> None:
    make_film("Ronin", 1998, themes=["heist"], genres=["crime"])
    assert "Ronin" in suggested(page(client, "heat-1995"))[:3]
    assert suggested(page(client, "ronin-1998"))[0] in {"Heat", "Snatch"}


def test_a_catalogue_of_one_film_has_nothing_to_blend_it_with(client: Client) -> None:
    make_film("Heat", 1995)
    html = page(client, "heat-1995")
    assert "No film in the catalogue has something of it." in html


# What may be typed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "slug"),
    [("Heat", "heat-1995"), ("heat 1995", "heat-1995"), ("Raging", "raging-bull-1980")],
)
def test_a_title_leads_to_the_address_with_the_slug(
    client: Client, heat: Film, typed: str, slug: str
) -> None:
    answer = client.get(address(typed, "rocky-1976"))
    assert answer.status_code == 302
    assert answer["Location"] == address(slug, "rocky-1976")


def test_an_old_slug_and_another_title_are_understood(client: Client, heat: Film) -> None:
    AlternativeTitle.objects.create(film=heat, title="Fuego contra fuego")
    Film.objects.get(title="Thief").rename("thief-of-1981")
    answer = client.get(address("Fuego contra fuego", "thief-1981"))
    assert answer["Location"] == address("heat-1995", "thief-of-1981")


def test_blanks_and_repeats_are_left_out_of_the_address(client: Client, heat: Film) -> None:
    answer = client.get("/blend/?film=heat-1995&film=&film=Heat&less=+&genre=&decade=")
    assert answer["Location"] == "/blend/?film=heat-1995"
    assert client.get("/blend/?film=&less=")["Location"] == "/blend/"
    assert client.get("/blend/?film=heat-1995&utm_source=x").status_code == 200


def test_of_films_with_one_title_the_visitor_chooses(client: Client, heat: Film) -> None:
    make_film("Heat", 1986)
    html = page(client, "Heat", "rocky-1976")
    assert "Several films go by “Heat”." in html
    assert f'<a href="{escaped(address("heat-1986", "rocky-1976"))}">Heat (1986)</a>' in html
    assert 'value="Heat"' in html
    assert "If you loved Rocky" in html


def test_a_misspelt_title_is_answered_with_the_nearest(client: Client, heat: Film) -> None:
    html = page(client, "Rageing Bulll")
    assert "No film here goes by “Rageing Bulll”." in html
    assert f'<a href="{address("raging-bull-1980")}">Raging Bull (1980)</a>' in html
    html = page(client, "zzzzqqq")
    assert "No film here goes by “zzzzqqq”." in html
    assert "Did you mean" not in html


@pytest.mark.parametrize("typed", ["???", "<script>alert(1)</script>", "x" * 500, "☃", "-"])
def test_nonsense_is_answered_calmly(client: Client, heat: Film, typed: str) -> None:
    html = page(client, typed, less=(typed,))
    assert "No film here goes by" in html
    assert "<script>" not in html


def test_a_draft_is_no_film_that_goes_by_a_name(client: Client, heat: Film) -> None:
    make_film("Secret", 2020, status=Status.DRAFT)
    assert "No film here goes by “secret-2020”." in page(client, "secret-2020")


def test_more_than_five_films_are_said_to_be_too_many(client: Client, heat: Film) -> None:
    films = [f"other-{number}-{1930 + number}" for number in range(7)]
    html = page(client, *films)
    assert "At most 5 films go together; left out: other-5-1935, other-6-1936." in html
    assert "Other 0, Other 1, Other 2, Other 3 and Other 4" in html
    assert 'id="film-6"' not in html


def test_a_film_is_not_both_loved_and_unwanted(client: Client, heat: Film) -> None:
    html = page(client, "heat-1995", less=("heat-1995",))
    assert "Heat (1995) cannot be loved and unwanted at once." in html
    assert suggested(html)


def test_unwanted_films_alone_ask_for_a_loved_one(client: Client, heat: Film) -> None:
    html = page(client, less=("heat-1995",))
    assert "Name at least one film that you loved, too." in html
    assert suggested(html) == []


def test_a_filter_that_means_nothing_is_said_to(client: Client, heat: Film) -> None:
    html = page(client, "heat-1995", genre="no-such-genre")
    assert "There is no genre called “no-such-genre”" in html
    assert suggested(html)


# The page ----------------------------------------------------------------------------------------


def test_the_empty_page_says_how_and_gives_examples(client: Client, heat: Film) -> None:
    make_list(heat, make_film())
    make_list(Film.objects.get(title="Rocky"), make_film())
    html = client.get("/blend/").text
    assert "Name up to five films that you loved." in html
    assert "Rocky and Heat" in html
    assert "noindex" not in html


def test_only_the_bare_page_is_for_search_engines(client: Client, heat: Film) -> None:
    html = page(client, "heat-1995")
    assert '<meta name="robots" content="noindex, follow">' in html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/blend/">' in html
    assert "Disallow: /blend/?" in client.get("/robots.txt").text
    assert b"/blend/</loc>" in client.get("/sitemap-indexes.xml").getvalue()


def test_a_chosen_film_can_be_left_out_again(client: Client, heat: Film) -> None:
    html = page(client, "heat-1995", "rocky-1976", less=("thief-1981",), genre="crime")
    without = escaped(address("rocky-1976", less=("thief-1981",), genre="crime"))
    assert f'href="{without}"' in html


def escaped(text: str) -> str:
    return text.replace("&", "&amp;")


def test_the_header_and_the_footer_lead_there(client: Client) -> None:
    assert client.get("/about/").text.count('href="/blend/"') == 2


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/blend/").status_code == 405


def queries_of(client: Client, asked: str) -> int:
    client.get(asked)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(asked).status_code == 200
    return len(queries)


def test_a_blend_costs_the_same_queries_however_many_films(client: Client, heat: Film) -> None:
    one = queries_of(client, address("heat-1995"))
    five = queries_of(
        client,
        address("heat-1995", "rocky-1976", *(f"other-{n}-{1930 + n}" for n in range(3))),
    )
    for number in range(60):
        make_film(f"More {number}", 1990, themes=["heist"], genres=["crime"])
    build_likeness()
    many = queries_of(client, address("heat-1995"))
    assert one == five == many <= 8


def test_a_blend_of_five_stays_small(client: Client, heat: Film) -> None:
    films = ["heat-1995", "rocky-1976", "thief-1981", "snatch-2000", "raging-bull-1980"]
    assert len(page(client, *films).encode()) < 100_000
