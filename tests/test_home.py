"""The front page, with an empty catalogue and with one that changes; pages about errors."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from django.utils.html import strip_tags

from films.models import Film
from publishing.models import Status

from .factories import (
    make_article,
    make_author,
    make_country,
    make_film,
    make_list,
    make_person,
    make_review,
)


def home(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def said(html: str) -> str:
    return " ".join(strip_tags(html).split())


def titles(html: str, heading: str) -> list[str]:
    """Return the titles of the cards in a section."""
    section = html.partition(f"{heading}</h2>")[2].partition("</section>")[0]
    return [said(each) for each in re.findall(r"<h3[^>]*card__title[^>]*>(.*?)</h3>", section)]


def leading_films(html: str) -> list[str]:
    return re.findall('leading-list__film" href="[^"]*">(.*?)</a>', html)


def days_ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


# The front page ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_empty_catalogue_says_how_to_fill_it(client: Client) -> None:
    html = home(client)
    assert "The catalogue is empty so far." in html
    assert "<h2" not in html
    assert 'name="q"' in html


@pytest.mark.django_db
def test_a_catalogue_without_lists_is_not_called_empty(client: Client) -> None:
    make_film()
    make_list(status=Status.DRAFT)
    html = home(client)
    assert "The catalogue is empty" not in html
    assert "No list is published yet." in html


@pytest.mark.django_db
def test_a_catalogue_of_drafts_is_empty_for_strangers(client: Client) -> None:
    draft = make_film("Secret", status=Status.DRAFT, themes=["amnesia"])
    make_review(draft, headline="Secret")
    make_article(headline="Secret", status=Status.WITHDRAWN)
    make_list(draft, headline="Secret", publish_at=days_ago(-1))
    html = home(client)
    assert "Secret" not in html
    assert "secret" not in html
    assert "The catalogue is empty so far." in html


@pytest.mark.django_db
def test_the_newest_list_leads_with_its_by_line_and_films(client: Client) -> None:
    films = [make_film(f"Nr {place}") for place in range(8)]
    newest = make_list(
        make_film("Backtrace"), *films, headline="8 Movies", standfirst="For & more."
    )
    newest.authors.add(make_author("Vera Lamplight"))
    make_list(headline="Older", publish_at=days_ago(3))
    html = home(client)
    assert f'<a href="{newest.get_absolute_url()}">8 Movies</a>' in html
    assert "For &amp; more." in html
    assert "By Vera Lamplight" in html
    assert leading_films(html) == [f"Nr {place}" for place in range(6)]
    assert titles(html, "More lists") == ["Older"]


@pytest.mark.django_db
def test_each_section_shows_the_newest_first(client: Client) -> None:
    film = make_film("Backtrace", themes=["amnesia"], directors=[make_person("Brian A. Miller")])
    for day in range(7):
        make_list(film if day == 6 else None, headline=f"List {day}", publish_at=days_ago(day))
        make_review(film, headline=f"Review {day}", publish_at=days_ago(day))
        make_article(film, headline=f"Article {day}", publish_at=days_ago(day))
    html = home(client)
    assert titles(html, "More lists") == ["List 1", "List 2", "List 3", "List 4"]
    assert titles(html, "Reviews") == ["Review 0", "Review 1", "Review 2"]
    assert titles(html, "Explained, and in the news") == ["Article 0", "Article 1", "Article 2"]
    seeds = titles(html, "Start from one you loved")
    assert len(seeds) == 7
    assert seeds[-1] == "Backtrace"
    assert "2018 · Brian A. Miller" in html
    assert '<a class="tag" href="/themes/amnesia/">Amnesia' in html


@pytest.mark.django_db
def test_what_is_withdrawn_leaves_at_once(client: Client) -> None:
    film = make_film("Ronin")
    pages = [
        make_list(make_film(), film, headline="Leading"),
        make_list(film, headline="Further", publish_at=days_ago(5)),
        make_review(film, headline="Judged"),
        make_article(headline="Explained so"),
    ]
    html = home(client)
    assert leading_films(html) == ["Ronin"]
    assert all(page.headline in html for page in pages)
    film.withdraw()
    html = home(client)
    assert ">Ronin<" not in html
    assert "/films/ronin-2018/" not in html
    assert "Judged" not in html
    for page in pages:
        page.withdraw()
    assert not any(page.headline in home(client) for page in pages)


@pytest.mark.django_db
def test_a_film_whose_time_is_over_leaves_the_lists_at_once(client: Client) -> None:
    leading, further = make_film("Heat"), make_film("Ronin")
    make_list(make_film(), leading)
    make_list(make_film(), further, publish_at=days_ago(5))
    html = home(client)
    assert leading_films(html) == ["Heat"]
    assert "ronin-2018" in html
    over = timezone.now() - dt.timedelta(seconds=1)
    Film.objects.filter(pk__in=[leading.pk, further.pk]).update(expire_at=over)
    html = home(client)
    assert leading_films(html) == []
    assert "ronin-2018" not in html


@pytest.mark.django_db
def test_a_scheduled_film_joins_its_list_when_its_time_comes(client: Client) -> None:
    film = make_film("Heat", publish_at=days_ago(-1))
    make_list(make_film(), film)
    assert leading_films(home(client)) == []
    Film.objects.filter(pk=film.pk).update(publish_at=days_ago(0))
    assert leading_films(home(client)) == ["Heat"]


@pytest.mark.django_db
def test_changes_show_at_once(client: Client) -> None:
    film = make_film("Heat")
    like_list, review = make_list(film, make_film("Ronin")), make_review(film)
    home(client)
    film.title, like_list.headline, review.headline = "Hitze", "New list", "New review"
    for row in (film, like_list, review):
        row.save()
    like_list.entries.get(is_seed=False).delete()
    html = home(client)
    assert all(words in html for words in (">Hitze<", "New list", "New review"))
    assert leading_films(html) == []


@pytest.mark.django_db
def test_the_front_page_answers_to_reading_only(client: Client) -> None:
    head = client.head("/")
    assert (head.status_code, head.content) == (200, b"")
    assert client.post("/").status_code == 405
    assert client.get("/about/").status_code == 200


@pytest.mark.django_db
def test_every_page_names_the_country_of_its_availability(client: Client) -> None:
    make_country("US")
    for address in ("/", "/about/", "/films/", "/no-such-page/"):
        html = client.get(address).content.decode()
        assert "Availability is shown for the United States." in html


# Errors ------------------------------------------------------------------------------------------


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the machine")


def hidden(request: HttpRequest) -> HttpResponse:
    raise Http404("a secret of the machine")


urlpatterns = [
    path("broken/", broken),
    path("hidden/", hidden),
    path("", include("config.urls")),
]
handler400 = "pages.errors.bad_request"
handler403 = "pages.errors.forbidden"
handler404 = "pages.errors.not_found"
handler500 = "pages.errors.server_error"


def in_the_sites_clothes(html: str) -> bool:
    return 'class="site-header"' in html and 'class="site-footer"' in html and "<h1>" in html


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["/no-such-page/", "/films/no-such-film-1900/", "/hidden/"])
def test_a_page_that_is_not_there_is_missed_in_the_sites_clothes(
    client: Client, address: str
) -> None:
    response = client.get(address)
    html = response.content.decode()
    assert response.status_code == 404
    assert in_the_sites_clothes(html)
    assert "No film on this screen" in html
    assert '<meta name="robots" content="noindex">' in html
    assert 'rel="canonical"' not in html
    assert "secret" not in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "host"), [("/films/?genre=%00", "testserver"), ("/", "evil.example")]
)
def test_a_request_that_makes_no_sense_is_told_so_in_the_sites_clothes(
    client: Client, address: str, host: str
) -> None:
    response = client.get(address, headers={"host": host})
    html = response.content.decode()
    assert response.status_code == 400
    assert in_the_sites_clothes(html)
    assert "This request makes no sense" in html
    assert "evil.example" not in html


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_the_sites_clothes() -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "ada"})
    html = response.content.decode()
    assert response.status_code == 403
    assert in_the_sites_clothes(html)
    assert "your form was too old" in html


@pytest.mark.urls(__name__)
def test_what_breaks_on_our_side_is_said_without_the_database(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/broken/")
    html = response.content.decode()
    assert response.status_code == 500
    assert "<h1>The film tore</h1>" in html
    assert 'class="site-main"' in html
    assert "css/02-tokens.css" in html
    assert "secret" not in html


@pytest.mark.django_db
def test_films_that_lists_start_from_are_found_from_the_lists() -> None:
    """Not by asking every film, of which there may be a million."""
    for _ in range(3):
        make_list(make_film(), make_film())
    public = {"status": Status.PUBLISHED, "publish_at": timezone.now(), "year": 2000}
    Film.objects.bulk_create(
        Film(title="Heat", slug=f"heat-{number}", **public) for number in range(2_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    seeds = Film.objects.published().seeding_published_lists()[:12]
    assert len(seeds) == 3
    plan = seeds.explain()
    assert "SCAN films_film" not in plan, plan
    assert "Seq Scan on films_film" not in plan, plan
    assert "films_film_shelf" not in plan, plan
    assert "films_film_newest" not in plan, plan
