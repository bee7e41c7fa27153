"""Reviews, articles and charts: what their pages show and what they keep closed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from films.models import Company
from publishing.models import Precision, Status
from reviews.models import Article, Comment, PressQuote, Review, Section

from .factories import (
    make_article,
    make_author,
    make_chart,
    make_comment,
    make_credit,
    make_film,
    make_offer,
    make_person,
    make_position,
    make_release,
    make_review,
)

pytestmark = pytest.mark.django_db

ENDING = "He hid the money"
HIDDEN: list[dict[str, Any]] = [
    {"status": Status.DRAFT, "publish_at": None},
    {"status": Status.REVIEW},
    {"status": Status.WITHDRAWN},
    {"publish_at": timezone.now() + dt.timedelta(days=9)},
    {"expire_at": timezone.now() - dt.timedelta(hours=1)},
]


def html_of(client: Client, page: Any) -> str:
    response = client.get(page.get_absolute_url())
    assert response.status_code == 200
    return str(response.content.decode())


def said(html: str) -> str:
    return " ".join(strip_tags(html).split())


def without_details(html: str) -> str:
    return re.sub("<details.*?</details>", "", html, flags=re.DOTALL)


def read_next(html: str) -> list[str]:
    part = html.partition("Read next</h2>")[2].partition("</section>")[0]
    return re.findall('text-card__title"><a [^>]*>(.*?)</a>', part)


def days_ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


# Reviews -----------------------------------------------------------------------------------------


def test_a_review_has_headline_by_line_rating_and_verdict(client: Client) -> None:
    review = make_review(
        make_film("Backtrace"),
        headline="Backtrace, reviewed",
        standfirst="A short film that is long.",
        body="It **begins** well.",
        rating=3,
        stance="negative",
        watched="stream",
        verdict="Better than its poster & worse.",
    )
    review.authors.add(make_author("Vera Lamplight", biography="Vera is fictional."))
    html = html_of(client, review)
    assert "<h1>Backtrace, reviewed</h1>" in html
    assert "By Vera Lamplight" in html
    assert "Vera is fictional." in html
    assert "It <strong>begins</strong> well." in html
    assert html.count("Rated 1.5 out of 5 stars") == 1
    assert html.count("★½") == 2
    assert "Better than its poster &amp; worse." in html
    assert "Negative, watched on a streaming service" in said(html)


def test_a_review_with_spoilers_is_closed(client: Client) -> None:
    review = make_review(body=f"{ENDING}.", has_spoilers=True)
    html = html_of(client, review)
    assert ENDING in html
    assert ENDING not in without_details(html)
    assert "<details open" not in html
    assert "<details" not in html_of(client, make_review(body=f"{ENDING}."))


def test_a_review_names_the_release_that_it_was_written_for(client: Client) -> None:
    film = make_film("Backtrace", 2018)
    make_release(film, "US", date=dt.date(2018, 12, 14))
    release = make_release(
        film,
        "GB",
        date=dt.date(2021, 3, 1),
        precision=Precision.MONTH,
        kind="digital",
        distributor=Company.objects.create(name="Signature", slug="signature"),
    )
    html = said(html_of(client, make_review(film, release=release)).replace("</dd>", " "))
    assert "March 2021 in the United Kingdom" in html
    assert "Signature" in html
    assert "Backtrace (2018)" in html
    assert "December" not in html


def test_a_review_leads_to_the_directors_other_films_of_ours(client: Client) -> None:
    director = make_person("Brian A. Miller")
    film = make_film("Backtrace", 2018, directors=[director])
    for year in (2009, 2011, 2015, 2013, 2014, 2010):
        make_film(f"Film of {year}", year, directors=[director])
    make_film("Secret", 2019, directors=[director], status=Status.DRAFT)
    make_credit(make_film("Only acted", 2017), director)
    html = html_of(client, make_review(film))
    directed = html.partition("<dt>Director</dt>")[2].partition("</dd>")[0]
    films = ", ".join(f"Film of {year}" for year in (2015, 2014, 2013, 2011, 2010))
    assert said(directed) == f"Brian A. Miller ({films})"


def test_a_review_of_a_bare_film_leaves_out_what_is_not_known(client: Client) -> None:
    html = html_of(client, make_review(make_film(runtime=None)))
    assert "<dt>Director" not in html
    assert "<dt>Starring" not in html
    assert "<dt>Runtime" not in html
    assert "<dd></dd>" not in html
    assert "We know of no place to watch it in " in html


def test_a_review_says_where_to_watch_in_which_country(client: Client) -> None:
    film = make_film()
    make_offer(film, "netflix", "US")
    make_offer(film, "sky", "GB")
    html = html_of(client, make_review(film))
    assert "Where to watch in the United States" in html
    assert "Netflix" in html
    assert "Sky" not in html


def test_other_reviews_of_the_film_are_read_next_then_the_newest(client: Client) -> None:
    film = make_film()
    review = make_review(film)
    make_review(film, headline="Same film", publish_at=days_ago(99))
    for day in (3, 2, 4):
        make_review(headline=f"{day} days ago", publish_at=days_ago(day))
    make_review(film, headline="Draft", status=Status.DRAFT)
    make_review(make_film(status=Status.DRAFT), headline="Of a draft")
    assert read_next(html_of(client, review)) == ["Same film", "2 days ago", "3 days ago"]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_review_that_is_not_public_is_not_found(client: Client, hidden: dict[str, Any]) -> None:
    review = make_review(headline="Secret", **hidden)
    assert client.get(review.get_absolute_url()).status_code == 404
    assert "Secret" not in client.get("/reviews/").content.decode()


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_review_of_a_film_that_is_not_public_is_not_found(
    client: Client, hidden: dict[str, Any]
) -> None:
    review = make_review(make_film(**hidden), headline="Secret")
    assert client.get(review.get_absolute_url()).status_code == 404
    assert "Secret" not in client.get("/reviews/").content.decode()


def test_only_approved_comments_of_this_page_are_shown_and_as_text(client: Client) -> None:
    review = make_review()
    make_comment(review, body="I <b>liked</b> it.", mail="ada@example.com")
    make_comment(make_review(), body="Elsewhere.")
    for status in (Comment.Status.HELD, Comment.Status.SPAM, Comment.Status.REMOVED):
        make_comment(review, body=f"A {status} comment.", status=status)
    html = html_of(client, review)
    assert "I &lt;b&gt;liked&lt;/b&gt; it." in html
    assert "ada@example.com" not in html
    assert html.count('class="comments__comment') == 1


def test_a_comment_under_a_review_is_not_one_under_the_article_of_that_number(
    client: Client,
) -> None:
    review = make_review(pk=77)
    article = make_article(pk=77)
    make_comment(review, body="Under the review.")
    assert "Under the review." in html_of(client, review)
    assert "Under the review." not in html_of(client, article)


# Articles ----------------------------------------------------------------------------------------


def test_an_article_has_its_sections_in_order_each_with_an_anchor(client: Client) -> None:
    article = make_article(make_film("Backtrace"), intro="Let us *see*.")
    for position, heading in ((3, "What now?"), (2, "Why, though?")):
        Section.objects.create(article=article, position=position, heading=heading, body="So.")
    html = html_of(client, article)
    assert re.findall('<section class="article__section" id="(.*?)"', html) == [
        "who",
        "why-though",
        "what-now",
    ]
    assert '<h2 class="article__heading" id="why-though-heading">Why, though?</h2>' in html
    assert "Let us <em>see</em>." in html
    assert ">Backtrace</a>" in html
    assert '<a href="/articles/">Explainer</a>' in html


def test_sections_with_spoilers_are_closed_and_others_are_not(client: Client) -> None:
    article = make_article()
    Section.objects.create(
        article=article, position=2, heading="The end", body=f"{ENDING}.", is_spoiler=True
    )
    html = html_of(client, article)
    assert html.count("<details") == 1
    assert ENDING in html
    assert ENDING not in without_details(html)
    assert "He did." in without_details(html)
    assert "The end" in without_details(html)


def test_an_article_names_only_public_films(client: Client) -> None:
    secret = make_film("Secret")
    article = make_article(make_film("Known"), secret)
    assert "The films</h2>" in html_of(client, article)
    secret.withdraw()
    html = html_of(client, article)
    assert "Secret" not in html
    assert "The film</h2>" in html
    assert ">Known</a>" in html


def test_news_about_a_film_has_its_places_in_charts_and_its_critics(client: Client) -> None:
    film = make_film("Backtrace")
    make_position(make_chart("Netflix top 10"), film, 3)
    PressQuote.objects.create(
        film=film, critic="Ann", publication="Variety", quote="A snooze.", stance="negative"
    )
    news = html_of(client, make_article(film, kind=Article.Kind.NEWS))
    assert "best place 3" in news
    assert "“A snooze.”" in news
    explainer = html_of(client, make_article(film))
    assert "best place 3" not in explainer


def test_the_editors_choice_is_read_next(client: Client) -> None:
    film = make_film()
    make_article(film, headline="About the same film")
    chosen = make_article(headline="Chosen", publish_at=days_ago(99))
    article = make_article(film, read_next=chosen)
    assert read_next(html_of(client, article)) == ["Chosen"]
    chosen.withdraw()
    assert read_next(html_of(client, article)) == ["About the same film"]


def test_an_article_about_the_same_films_is_read_next_then_the_newest(client: Client) -> None:
    film = make_film()
    article = make_article(film, publish_at=days_ago(1))
    assert read_next(html_of(client, article)) == []
    for fields in HIDDEN:
        make_article(film, headline="Secret", **fields)
    assert read_next(html_of(client, article)) == []
    make_article(headline="Newest", publish_at=days_ago(0))
    make_article(headline="Older", publish_at=days_ago(5))
    assert read_next(html_of(client, article)) == ["Newest"]
    make_article(film, make_film(), headline="Old, about it", publish_at=days_ago(9))
    make_article(film, headline="New, about it", publish_at=days_ago(8))
    assert read_next(html_of(client, article)) == ["New, about it"]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_an_article_that_is_not_public_is_not_found(client: Client, hidden: dict[str, Any]) -> None:
    article = make_article(headline="Secret", **hidden)
    assert client.get(article.get_absolute_url()).status_code == 404
    assert "Secret" not in client.get("/articles/").content.decode()


def test_an_article_with_spoilers_says_so_on_its_card(client: Client) -> None:
    make_article(has_spoilers=True)
    assert "Explainer · tells the ending, marked" in said(client.get("/articles/").content.decode())


def test_closed_comments_are_said_to_be_closed(client: Client) -> None:
    assert "Comments on this piece are closed." in html_of(
        client, make_article(comments_open=False)
    )
    assert "are closed" not in html_of(client, make_article())


# Both --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [make_review, make_article], ids=["review", "article"])
def test_what_editors_type_is_never_html(client: Client, make: Any) -> None:
    evil = "<script>alert(1)</script>"
    film = make_film(evil, slug="evil")
    page = make(film, headline=evil, standfirst=evil, search_title=evil, search_description=evil)
    if isinstance(page, Review):
        page.body = page.verdict = evil
    else:
        page.intro = evil
        Section.objects.create(article=page, position=2, heading=evil, anchor="evil", body=evil)
    page.save()
    page.authors.add(make_author(evil, slug="evil", biography=evil))
    make_comment(page, name=evil, body=evil)
    assert "<script>" not in html_of(client, page)
    assert "<script>" not in html_of(client, film)


@pytest.mark.parametrize("make", [make_review, make_article], ids=["review", "article"])
def test_what_search_engines_see_is_what_editors_wrote_for_them(client: Client, make: Any) -> None:
    page = make(search_title="For search", search_description="Without spoilers.")
    html = html_of(client, page)
    assert "<title>For search – Moreish</title>" in html
    assert '<meta name="description" content="Without spoilers.">' in html
    page = make(headline="A page", standfirst="Standfirst.", search_description="", slug="plain")
    assert '<meta name="description" content="Standfirst.">' in html_of(client, page)


@pytest.mark.parametrize("make", [make_review, make_article, make_chart])
def test_pages_answer_to_reading_only(client: Client, make: Any) -> None:
    page = make()
    head = client.head(page.get_absolute_url())
    assert (head.status_code, head.content) == (200, b"")
    assert client.post(page.get_absolute_url()).status_code == 405


@pytest.mark.parametrize("folder", ["reviews", "articles", "charts"])
def test_an_empty_index_says_so(client: Client, folder: str) -> None:
    assert 'class="empty"' in client.get(f"/{folder}/").content.decode()


# Charts ------------------------------------------------------------------------------------------


def test_a_chart_has_its_dates_newest_first_and_places_in_order(client: Client) -> None:
    chart = make_chart("Netflix top 10", description="Drawn up & printed.")
    for day, rank, title in ((1, 2, "B"), (1, 1, "A"), (8, 1, "C")):
        make_position(chart, make_film(title), rank, date=dt.date(2022, 7, day))
    make_position(chart, make_film("D"), 1, date=dt.date(2021, 6, 1), precision=Precision.MONTH)
    html = html_of(client, chart)
    assert "Drawn up &amp; printed." in html
    rows = re.findall("<tr>(<td>.*?)</tr>", html)
    assert [said(row.replace("</td>", " ")) for row in rows] == [
        "8 July 2022 1 C (2018)",
        "1 July 2022 1 A (2018)",
        "1 July 2022 2 B (2018)",
        "June 2021 1 D (2018)",
    ]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_film_that_is_not_public_stands_in_no_chart(
    client: Client, hidden: dict[str, Any]
) -> None:
    chart = make_chart()
    make_position(chart, make_film("Secret", **hidden))
    html = html_of(client, chart)
    assert "Secret" not in html
    assert "No places are recorded in this chart yet." in html
    index = client.get("/charts/").content.decode()
    assert "Secret" not in index
    assert "secret" not in index


def test_a_withdrawn_film_leaves_the_charts_at_once(client: Client) -> None:
    chart, film = make_chart(), make_film("Heat")
    make_position(chart, film)
    assert ">Heat<" in html_of(client, chart)
    assert ">Heat<" in client.get("/charts/").content.decode()
    film.withdraw()
    assert ">Heat<" not in html_of(client, chart)
    assert ">Heat<" not in client.get("/charts/").content.decode()
