"""The four pages that the site was made to be able to publish, from the demo catalogue."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.utils.html import strip_tags

from films.models import ChartPosition, Release, Score
from reviews.models import Article

pytestmark = pytest.mark.usefixtures("demo_catalogue")

LIST = "/lists/movies-like-backtrace/"
SHORT_REVIEW = "/reviews/backtrace-short-review/"
LONG_REVIEW = "/reviews/backtrace-2021-review/"
NEWS = "/articles/backtrace-netflix-top-10/"
EXPLAINER = "/articles/backtrace-ending-explained/"
FILM = "/films/backtrace-2018/"
PAGES = [LIST, SHORT_REVIEW, LONG_REVIEW, NEWS, EXPLAINER]

# Heading, people whom the blurb names, and words of the likeness that it claims.
ENTRIES = [
    ("6. Escape Plan (2013)", ["Stallone", "Schwarzenegger", "D'Onofrio"], "out of a prison"),
    ("5. Dragged Across Concrete (2018)", ["Mel Gibson", "Vince Vaughn"], "turned to robbery"),
    ("4. American Heist (2014)", ["Hayden Christensen", "Adrien Brody"], "bank"),
    ("3. Out of Death (2021)", ["Bruce Willis", "Jack Harris"], "law"),
    ("2. 211 (2018)", ["Nicolas Cage", "Chesterford"], "officer"),
    ("1. Memento (2000)", ["Guy Pearce", "Christopher Nolan"], "memory|amnesia"),
]

# A claim about where to watch is a service, and a service is followed by the day of its check.
SERVICE = r"<b>[^<]+</b>"
CLAIMS_OF_TODAY = re.compile(
    r"\b(?:(?:now|currently|still) (?:streaming|streams|available)"
    r"|available (?:now )?(?:on|to stream)|(?:stream|watch) it on)\b",
    re.IGNORECASE,
)
CHECKED = r'checked <time datetime="\d{4}-\d\d-\d\d">\d{1,2} \w+ \d{4}</time>'


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    html = response.content.decode()
    return str(html[html.index("<main") : html.index("</main>")])


def all_pages(client: Client, address: str) -> str:
    """Return the page at an address and those that follow it."""
    html = html_of(client, address)
    following = re.search(r'rel="next" href="([^"]+)"', html)
    if following is None:
        return html
    next_address = urljoin(address, following[1].replace("&amp;", "&"))
    return html + all_pages(client, next_address)


def said(html: str) -> str:
    return " ".join(strip_tags(html).replace("&quot;", '"').replace("&#x27;", "'").split())


def headings(html: str, level: int) -> list[str]:
    found = re.findall(rf"<h{level}\b[^>]*>(.*?)</h{level}>", html, re.DOTALL)
    return [said(heading) for heading in found]


def entries_of(html: str) -> list[str]:
    return re.findall(r'<li class="entry".*?(?=<li class="entry"|</ol>)', html, re.DOTALL)


def fact(html: str, name: str) -> str:
    """What stands behind a term of a review's facts."""
    found = re.search(rf"<dt>{name}</dt><dd>(.*?)</dd>", html, re.DOTALL)
    assert found, name
    return said(found[1])


# A. The list --------------------------------------------------------------------------------------


def test_the_list_counts_six_films_down(client: Client) -> None:
    html = html_of(client, LIST)
    assert headings(html, 1) == ["6 Movies Like Backtrace You Must See"]
    counted = [heading for heading in headings(html, 2) if heading[0].isdigit()]
    assert counted == [heading for heading, _, _ in ENTRIES]


@pytest.mark.parametrize(
    ("place", "named", "likeness"), [(i, *e[1:]) for i, e in enumerate(ENTRIES)]
)
def test_an_entry_has_a_picture_a_blurb_its_people_and_its_reason(
    client: Client, place: int, named: list[str], likeness: str
) -> None:
    entry = entries_of(html_of(client, LIST))[place]
    picture = re.search(r"<img [^>]*>", entry)
    assert picture
    # Drawn posters say no more than the heading beside them, so they are silent.
    assert 'alt=""' in picture[0]
    assert client.get(re.findall(r'src="([^"]+)"', picture[0])[0]).status_code == 200
    prose = re.findall(r'<div class="prose">(.*?)</div>', entry, re.DOTALL)
    assert len(prose) == 1
    assert len(said(prose[0]).split()) >= 50
    assert [name for name in named if name not in said(prose[0])] == []
    assert re.search(likeness, said(prose[0]), re.IGNORECASE)


def test_each_trait_leads_to_a_page_that_proves_it(client: Client) -> None:
    entries = entries_of(html_of(client, LIST))
    for entry in entries:
        chips = re.findall(r'<a class="tag tag--claim" href="([^"]+)"', entry)
        assert chips
        film = re.findall(r'<li class="entry" id="([^"]+)"', entry)[0]
        for address in chips:
            proof = all_pages(client, address.replace("&amp;", "&"))
            for slug in ("backtrace-2018", film):
                assert f'href="/films/{slug}/"' in proof, (address, slug)


def test_the_list_introduces_its_seed_and_leads_to_the_explainer(client: Client) -> None:
    html = html_of(client, LIST)
    opening = said(html[: html.index('class="entries"')])
    for name in ("Matthew Modine", "Sylvester Stallone", "Backtrace (2018)", "By Vera Lamplight"):
        assert name in opening
    assert EXPLAINER in html


def test_the_list_says_how_many_can_be_streamed_where(client: Client) -> None:
    assert re.search(
        r"\d of 6 can be streamed in the United States, as far as we know",
        said(html_of(client, LIST)),
    )


# B and C. The reviews -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "by", "rating", "stance"),
    [
        (SHORT_REVIEW, "Casper Intermission", "1.5", "Negative"),
        (LONG_REVIEW, "Otto Reelwell", "3", "Mixed"),
    ],
)
def test_a_review_is_signed_and_announces_its_rating_once(
    client: Client, address: str, by: str, rating: str, stance: str
) -> None:
    html = html_of(client, address)
    article = html[: html.index("</article>")]
    assert f"By {by}" in said(article)
    assert re.findall(r"Rated [^<]*", article) == [f"Rated {rating} out of 5 stars"]
    # Stars are drawings; nobody needs to hear them.
    for stars in re.findall(r"<span[^>]*>[★½☆]+", article):
        assert 'aria-hidden="true"' in stars or "rating__empty" in stars
    assert stance in said(article[article.index("verdict__text") :])


@pytest.mark.parametrize("address", [SHORT_REVIEW, LONG_REVIEW])
def test_a_review_names_director_and_cast(client: Client, address: str) -> None:
    html = html_of(client, address)
    assert fact(html, "Director").startswith("Brian A. Miller")
    assert "Reprisal" in fact(html, "Director")
    starring = fact(html, "Starring")
    for name in ("Sylvester Stallone", "Matthew Modine", "Ryan Guzman", "Christopher McDonald"):
        assert name in starring


def test_the_short_review_says_how_to_get_the_film(client: Client) -> None:
    text = said(html_of(client, SHORT_REVIEW))
    assert "Officer Down" in text
    for way in ("Where to watch in the United States", "Stream", "DVD or Blu-ray"):
        assert way in text


def test_the_long_review_is_dated_by_the_release_in_its_country(client: Client) -> None:
    html = html_of(client, LONG_REVIEW)
    assert headings(html, 1)[0].startswith("Backtrace (2021)")
    assert fact(html, "Release") == "5 March 2021 in the United Kingdom, Amazon Prime Video"
    assert fact(html, "Distributor") == "Signature Entertainment"
    for known_for in ("Stranger Things", "Notorious", "Ballers"):
        assert known_for in said(html)


def test_the_year_and_the_distributor_of_the_long_review_come_from_a_row(client: Client) -> None:
    Release.objects.filter(film__slug="backtrace-2018", country="GB").update(
        date="2022-04-06", note="", service=None, distributor=None
    )
    html = html_of(client, LONG_REVIEW)
    assert fact(html, "Release") == "6 April 2022 in the United Kingdom"
    assert "<dt>Distributor</dt>" not in html


# D. The news and the explainer --------------------------------------------------------------------


def test_the_news_asks_its_questions(client: Client) -> None:
    html = html_of(client, NEWS)
    assert "number 4 in Netflix's US top 10" in headings(html, 1)[0]
    questions = [heading for heading in headings(html, 2) if heading.endswith("?")]
    assert questions == ["What is Backtrace?", "What do the reviews say?", "Should one stream it?"]


def test_the_news_prints_the_chart_row(client: Client) -> None:
    row = re.compile(r"<td>summer 2022</td>\s*<td>4</td>")
    assert row.search(html_of(client, NEWS))
    ChartPosition.objects.filter(film__slug="backtrace-2018").delete()
    assert not row.search(html_of(client, NEWS))


def test_the_man_from_toronto_stands_first_in_the_same_chart(client: Client) -> None:
    chart = said(html_of(client, "/charts/netflix-top-10-us/"))
    assert chart.index("The Man from Toronto") < chart.index("Backtrace")
    positions = ChartPosition.objects.filter(chart__slug="netflix-top-10-us", date="2022-07-01")
    assert list(positions.order_by("rank").values_list("rank", "film__title")) == [
        (1, "The Man from Toronto"),
        (4, "Backtrace"),
    ]


def test_the_news_prints_both_scores_with_their_date(client: Client) -> None:
    text = said(html_of(client, NEWS))
    assert "Rotten Tomatoes Critics 9 % summer 2022".replace(" ", "") in text.replace(" ", "")
    assert "Rotten Tomatoes Audience 23 % summer 2022".replace(" ", "") in text.replace(" ", "")
    Score.objects.filter(film__slug="backtrace-2018", audience="critics").update(value=8)
    assert "Critics8%summer2022" in said(html_of(client, NEWS)).replace(" ", "").replace(
        "\u00a0", ""
    )


def test_the_news_attributes_what_critics_said(client: Client) -> None:
    html = html_of(client, NEWS)
    captions = [
        said(each) for each in re.findall(r"<figcaption>(.*?)</figcaption>", html, re.DOTALL)
    ]
    assert any(c.startswith("Leslie Felperin, The Guardian") and "Negative" in c for c in captions)
    assert any(c.startswith("Joe Leydon, Variety") for c in captions)


def test_comments_on_the_news_are_closed_and_it_leads_on(client: Client) -> None:
    html = html_of(client, NEWS)
    assert "Comments on this piece are closed." in html
    assert "Read next" in headings(html, 2)


def test_the_explainer_keeps_the_ending_closed(client: Client) -> None:
    html = html_of(client, EXPLAINER)
    assert headings(html, 1) == ["Backtrace ending, explained: who are Lucas, Erin and Farren?"]
    closed = re.findall(r"<details[^>]*>.*?</details>", html, re.DOTALL)
    assert closed
    assert not any(re.match(r"<details[^>]*\bopen\b", each) for each in closed)
    article = Article.objects.get(slug="backtrace-ending-explained")
    open_text = said(re.sub(r"<details.*?</details>", "", html, flags=re.DOTALL))
    for section in article.sections.filter(is_spoiler=True):
        first_words = " ".join(section.body.split()[:8])
        assert first_words not in open_text
        assert any(first_words in said(each) for each in closed)
    for plain in (article.standfirst, article.description_for_search, article.intro):
        for section in article.sections.filter(is_spoiler=True):
            assert section.body not in plain


# All of them --------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [*PAGES, FILM])
def test_no_claim_about_where_to_watch_lacks_country_and_date(client: Client, address: str) -> None:
    html = html_of(client, address)
    offers = re.findall(r'<dl class="offers">(.*?)</dl>', html, re.DOTALL)
    for block in offers:
        claims = re.findall(r"<li>(.*?)</li>", block, re.DOTALL)
        assert claims
        for claim in claims:
            assert re.search(SERVICE, claim), claim
            assert re.search(CHECKED, claim), claim
    labels = [heading for heading in headings(html, 3) if heading.startswith("Where to watch")]
    labels += [heading for heading in headings(html, 2) if heading.startswith("Where to watch")]
    assert len(labels) >= len(offers)
    assert all(label == "Where to watch in the United States" for label in labels)


@pytest.mark.parametrize("address", PAGES)
def test_the_prose_makes_no_claim_of_today(client: Client, address: str) -> None:
    """Which service has a film is said by rows; prose may tell what was, with its date."""
    text = said(html_of(client, address))
    assert not CLAIMS_OF_TODAY.search(text)


@pytest.mark.parametrize("address", PAGES)
def test_no_picture_is_described_by_the_headline(client: Client, address: str) -> None:
    html = html_of(client, address)
    alts = re.findall(r'<img [^>]*\balt="([^"]*)"', html)
    assert len(alts) == len(re.findall(r"<img ", html))
    assert headings(html, 1)[0] not in map(said, alts)


def test_one_film_page_draws_on_the_same_rows(client: Client) -> None:
    text = said(html_of(client, FILM)).replace("\u00a0", " ")
    is_there = partial(str.__contains__, text)
    facts = ["2018", "5 March 2021", "United Kingdom", "Signature Entertainment", "summer 2022"]
    facts += ["6 Movies Like Backtrace You Must See", "Leslie Felperin", "Rotten Tomatoes"]
    assert [words for words in facts if not is_there(words)] == []
