"""The page of a theme: how rare it is, the films that have it, and what goes with it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from films import catalogue
from films.models import Film, FilmTheme, Theme
from films.proof import proof_address
from publishing.models import Status

from .factories import make_country, make_film, make_person, make_theme, numbers

pytestmark = pytest.mark.django_db

AMNESIA = "/themes/amnesia/"


def html_of(client: Client, address: str = AMNESIA) -> str:
    response = client.get(address)
    assert response.status_code == 200
    html = response.content.decode()
    return str(html[html.index("<main") : html.index("</main>")])


def said(html: str) -> str:
    return " ".join(strip_tags(html).split())


def cards(html: str) -> list[str]:
    return [said(each) for each in re.findall('film-card__title">(.*?)</h3>', html)]


def tags(html: str) -> list[tuple[str, str]]:
    """Return where the tags of a part lead, and what they say."""
    found = re.findall(r'<a class="tag" href="([^"]+)">(.*?)</a>', html, re.DOTALL)
    return [(address, said(label)) for address, label in found]


def companions(html: str) -> list[tuple[str, str]]:
    return tags(html.partition("Often found together with</h2>")[2])


def grow(number: int, *themes: str, **fields: Any) -> list[Film]:
    return [make_film(themes=themes, **fields) for _ in range(number)]


# What it says ------------------------------------------------------------------------------------


def test_the_head_names_the_theme_its_kind_and_when_a_film_has_it(client: Client) -> None:
    theme = make_theme("los-angeles", Theme.Kind.SETTING)
    theme.description = "Streets & hills."
    theme.save()
    make_film(themes=["los-angeles"])
    html = html_of(client, theme.get_absolute_url())
    assert "<h1>Los angeles</h1>" in html
    assert '<a href="/themes/">Themes</a> · <a href="/themes/#setting">Setting</a>' in html
    assert "Streets &amp; hills." in html
    page = client.get(theme.get_absolute_url()).text
    assert "<title>Los angeles: 1 film – Moreish</title>" in page
    assert 'content="Streets &amp; hills. The only film has it."' in page
    assert f'<link rel="canonical" href="{settings.SITE_URL}/themes/los-angeles/">' in page


@pytest.mark.parametrize(
    ("having", "others", "words"),
    [
        (1, 0, "The only film has it."),
        (3, 0, "All 3 films have it."),
        (1, 4, "One film of 5 has it."),
        (2, 1, "2 of 3 films have it, about one in 2."),
        (3, 1, "3 of 4 films have it."),
        (2, 2, "2 of 4 films have it, one in 2."),
        (2, 5, "2 of 7 films have it, about one in 4."),
        (3, 6, "3 of 9 films have it, one in 3."),
    ],
)
def test_how_rare_it_is_is_said_in_words(
    client: Client, having: int, others: int, words: str
) -> None:
    grow(having, "amnesia")
    grow(others)
    grow(1, "amnesia", status=Status.DRAFT)
    grow(1, status=Status.WITHDRAWN)
    assert f'<p class="byline">{words}</p>' in html_of(client)


def test_films_stand_by_how_strong_it_is_in_them_then_by_year(client: Client) -> None:
    for title, year, themes in (
        ("Strong and old", 1950, ["amnesia", "heist"]),
        ("Weak", 2020, ["heist", "revenge", "amnesia"]),
        ("Strong and new", 2000, ["amnesia"]),
        ("Middling", 2010, ["heist", "amnesia"]),
        ("Strong, new, and last by title", 2000, ["amnesia"]),
        ("Without", 2024, ["heist"]),
    ):
        make_film(title, year, themes=themes)
    assert cards(html_of(client)) == [
        "Strong and new",
        "Strong, new, and last by title",
        "Strong and old",
        "Middling",
        "Weak",
    ]


def test_sixty_films_stand_on_a_page(client: Client) -> None:
    for number in range(61):
        make_film(f"Nr {number:02}", 2000, themes=["amnesia"])
    first, second = html_of(client), html_of(client, f"{AMNESIA}?page=2")
    assert len(cards(first)) == 60
    assert 'rel="next" href="?page=2"' in first
    assert cards(second) == ["Nr 60"]
    assert "61 films, page 2 –" in client.get(f"{AMNESIA}?page=2").text
    for page in ("0", "3", "x", "-1"):
        assert client.get(f"{AMNESIA}?page={page}").status_code == 404


def test_its_films_can_be_narrowed_down_in_the_film_index(client: Client) -> None:
    make_film("Memento", themes=["amnesia"])
    make_film("Heat", themes=["heist"])
    assert 'href="/films/?theme=amnesia"' in html_of(client)
    assert cards(html_of(client, "/films/?theme=amnesia")) == ["Memento"]


def test_a_theme_without_a_public_film_has_no_page(client: Client) -> None:
    make_theme()
    assert client.get(AMNESIA).status_code == 404
    film = make_film(themes=["amnesia"], status=Status.DRAFT)
    assert client.get(AMNESIA).status_code == 404
    film.publish()
    assert client.get(AMNESIA).status_code == 200
    film.withdraw()
    assert client.get(AMNESIA).status_code == 404


def test_a_film_that_is_not_public_is_neither_shown_nor_counted(client: Client) -> None:
    film, hidden = grow(2, "amnesia", "heist")
    assert cards(html_of(client)) == [film.title, hidden.title]
    hidden.withdraw()
    html = html_of(client)
    assert cards(html) == [film.title]
    assert "The only film has it." in html


# What goes with it -------------------------------------------------------------------------------


def test_companions_are_themes_that_go_with_it_beyond_chance_the_closest_first(
    client: Client,
) -> None:
    # 20 films, of which 6 have amnesia. Found in films with it, and in all:
    grow(2, "amnesia", "always")  # 2 of 2, so in 2 where chance would have 0.6
    grow(3, "amnesia", "mostly")  # 3 of 4 where chance would have 1.2
    grow(1, "mostly")
    for film in Film.objects.filter(themes__slug="amnesia")[:2]:
        FilmTheme.objects.create(film=film, theme=make_theme("rarely"), position=9)
    grow(8, "rarely")  # 2 of 10 where chance would have 3
    grow(1, "amnesia", "once")  # 1 of 1, which proves nothing
    grow(5)
    assert companions(html_of(client)) == [
        ("/themes/always/", "Always 2 films"),
        ("/themes/mostly/", "Mostly 3 films"),
    ]


def test_of_equals_more_films_come_first_then_names(client: Client) -> None:
    grow(2, "amnesia", "zeal", "anger")
    grow(3, "amnesia", "more")
    grow(5)
    labels = [label for _, label in companions(html_of(client))]
    assert labels == ["More 3 films", "Anger 2 films", "Zeal 2 films"]


def test_twelve_companions_are_enough(client: Client) -> None:
    grow(2, "amnesia", *(f"theme-{letter}" for letter in "abcdefghijklmn"))
    grow(2)
    found = companions(html_of(client))
    assert [address for address, _ in found] == [f"/themes/theme-{c}/" for c in "abcdefghijkl"]


def test_what_every_film_has_goes_with_nothing(client: Client) -> None:
    grow(3, "amnesia", "heist")
    html = html_of(client)
    assert "Often found together with" not in html


def test_only_public_films_make_companions(client: Client) -> None:
    grow(1, "amnesia", "heist")
    grow(1, "amnesia", "heist", status=Status.DRAFT)
    grow(5)
    assert companions(html_of(client)) == []


def test_companions_follow_the_catalogue_within_a_minute(client: Client) -> None:
    films = grow(2, "amnesia", "heist")
    grow(5)
    assert companions(html_of(client)) == [("/themes/heist/", "Heist 2 films")]
    films[0].withdraw()
    cache.clear()
    assert companions(html_of(client)) == []


# The index ---------------------------------------------------------------------------------------


def test_the_index_lists_themes_of_public_films_by_kind_and_name(client: Client) -> None:
    for slug, kind in (
        ("revenge", Theme.Kind.PLOT_DEVICE),
        ("paris", Theme.Kind.SETTING),
        ("loner", Theme.Kind.CHARACTER),
        ("unused", Theme.Kind.TONE),
        ("amnesia", Theme.Kind.PLOT_DEVICE),
    ):
        make_theme(slug, kind)
    grow(2, "revenge", "paris")
    grow(1, "amnesia", "loner")
    make_film(themes=["amnesia", "unused"], status=Status.DRAFT)
    html = html_of(client, "/themes/")
    headings = re.findall(r'<h2 id="(\w+)">(.*?)</h2>', html)
    assert headings == [
        ("plot", "Plot devices"),
        ("setting", "Settings"),
        ("character", "Characters"),
    ]
    assert tags(html) == [
        ("/themes/amnesia/", "Amnesia 1 film"),
        ("/themes/revenge/", "Revenge 2 films"),
        ("/themes/paris/", "Paris 2 films"),
        ("/themes/loner/", "Loner 1 film"),
    ]


def test_the_index_of_an_empty_catalogue_leads_to_the_films(client: Client) -> None:
    make_theme()
    html = html_of(client, "/themes/")
    assert "No film has a theme yet." in html
    assert tags(html) == []


# The ways to it ----------------------------------------------------------------------------------


def test_front_page_footer_and_films_lead_to_themes(client: Client) -> None:
    film = make_film(themes=["amnesia"])
    home = client.get("/").text
    assert '<a class="section__more" href="/themes/">All themes</a>' in home
    assert '<a href="/themes/">Films by theme</a>' in home.partition("<footer")[2]
    assert tags(html_of(client, film.get_absolute_url()))[-1] == (AMNESIA, "Amnesia")
    assert proof_address("theme", "amnesia") == AMNESIA


def test_an_editor_is_led_to_a_theme_only_while_it_has_a_page(admin_client: Client) -> None:
    theme = make_theme()
    change = reverse("admin:films_theme_change", args=[theme.pk])
    assert "View on site" not in admin_client.get(change).text
    make_film(themes=["amnesia"])
    kind = ContentType.objects.get_for_model(Theme)
    link = reverse("admin:view_on_site", args=[kind.pk, theme.pk])
    assert link in admin_client.get(change).text
    assert admin_client.get(link)["Location"].endswith(AMNESIA)
    assert admin_client.get(reverse("admin:films_theme_add")).status_code == 200


# What it costs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "most"), [(AMNESIA, 8), ("/themes/", 3)])
def test_a_page_costs_the_same_however_large_the_catalogue(
    client: Client, address: str, most: int
) -> None:
    def queries() -> int:
        client.get(address)
        catalogue.view()
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def grow_all(films: int) -> None:
        for _ in range(films):
            others = [f"theme-{next(numbers)}", "heist"]
            make_film(themes=["amnesia", *others], directors=[make_person()])
            make_film(themes=others)

    grow_all(3)
    few = queries()
    grow_all(60)
    assert few == queries() <= most


def test_what_is_drawn_and_counted_is_kept_for_the_next_visitor(client: Client) -> None:
    make_country("US")
    grow(3, "amnesia", "heist")
    grow(3)
    html_of(client)
    with CaptureQueriesContext(connection) as captured:
        html_of(client)
    # The theme, what changed in the catalogue, and which films are on this page.
    assert len(captured) == 3
