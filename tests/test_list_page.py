"""The page of a list, and the cards that lead to it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db.models import JSONField, Value
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from films.models import Film, FilmTheme, Offer, Series, Theme
from lists.models import LikeList
from people.models import Person
from publishing.models import Status

from .factories import (
    make_article,
    make_author,
    make_credit,
    make_entry,
    make_film,
    make_genre,
    make_list,
    make_offer,
    make_person,
    make_picture,
    make_theme,
)

pytestmark = pytest.mark.django_db


def html_of(client: Client, like_list: LikeList) -> str:
    response = client.get(like_list.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def said(html: str) -> str:
    return " ".join(strip_tags(html).split())


def headings(html: str) -> list[str]:
    """Return the numbered headings of the entries as read."""
    return [
        said(each) for each in re.findall('<h2 class="entry__heading">(.*?)</h2>', html, re.DOTALL)
    ]


def cards(html: str, heading: str) -> list[str]:
    """Return the titles of the cards in a section."""
    section = html.partition(f"{heading}</h2>")[2].partition("</section>")[0]
    return [said(each) for each in re.findall(r"<h3[^>]*card__title[^>]*>(.*?)</h3>", section)]


def three(**fields: Any) -> LikeList:
    films = [make_film("Memento", 2000), make_film("Heat", 1995), make_film("Ronin", 1998)]
    return make_list(make_film("Backtrace"), *films, **fields)


def claimed(html: str) -> list[tuple[str, str]]:
    """Return the addresses and words of what entries claim to share."""
    shown = re.findall('<a class="tag tag--claim" href="(.*?)">(.*?)</a>', html)
    return [(address, said(words)) for address, words in shown]


def over(film: Film) -> None:
    """Let a film's time run out without a change of its row."""
    moment = timezone.now() - dt.timedelta(seconds=1)
    Film.objects.filter(pk=film.pk).update(expire_at=moment)


# What it shows -----------------------------------------------------------------------------------


def test_a_countdown_ends_at_1(client: Client) -> None:
    html = html_of(client, three())
    assert headings(html) == ["3. Memento (2000)", "2. Heat (1995)", "1. Ronin (1998)"]


def test_a_list_may_count_up(client: Client) -> None:
    html = html_of(client, three(numbering="up"))
    assert headings(html) == ["1. Memento (2000)", "2. Heat (1995)", "3. Ronin (1998)"]


def test_gaps_and_ties_of_positions_never_show(client: Client) -> None:
    like_list = make_list(make_film(), numbering="up")
    for position, title in ((30, "C"), (10, "A"), (10, "B")):
        make_entry(like_list, make_film(title), position=position)
    assert headings(html_of(client, like_list)) == ["1. A (2018)", "2. B (2018)", "3. C (2018)"]


def test_the_opening_has_headline_by_line_intro_and_the_film_it_starts_from(client: Client) -> None:
    seed = make_film("Backtrace", directors=[make_person("Brian A. Miller")])
    like_list = make_list(
        seed,
        make_film(),
        headline="6 Movies Like Backtrace",
        standfirst="For more & more.",
        intro="Everybody loved *it*.",
        outro="That **was** it.",
        revised_on=dt.date(2023, 8, 5),
        revision_note="A film was added.",
    )
    like_list.authors.add(make_author("Vera Lamplight"))
    html = html_of(client, like_list)
    assert "<h1>6 Movies Like Backtrace</h1>" in html
    assert "For more &amp; more." in html
    assert "By Vera Lamplight" in html
    assert "Revised 5 August 2023: A film was added." in said(html)
    assert "<p>Everybody loved <em>it</em>.</p>" in html
    assert "<strong>was</strong>" in html
    assert "You loved Backtrace (2018) Brian A. Miller" in said(html.replace("</p>", " "))


def test_search_engines_are_told_what_editors_wrote_for_them(client: Client) -> None:
    html = html_of(client, three(search_title="Like it", search_description="Three."))
    assert "<title>Like it – Moreish</title>" in html
    assert '<meta name="description" content="Three.">' in html
    html = html_of(client, make_list(headline="Headline", standfirst="Standfirst"))
    assert "<title>Headline – Moreish</title>" in html
    assert '<meta name="description" content="Standfirst">' in html


def test_an_entry_has_its_film_its_reason_and_where_to_watch(client: Client) -> None:
    film = make_film("Memento", 2000, runtime=113, directors=[make_person("Christopher Nolan")])
    make_offer(film, "netflix", kind=Offer.Kind.RENT)
    like_list = make_list(make_film("Backtrace"))
    make_entry(like_list, film, blurb="Leonard *forgets*. <b>Both</b> do.")
    html = html_of(client, like_list)
    assert '<li class="entry" id="memento-2000">' in html
    assert '<a href="/films/memento-2000/">Memento (2000)</a>' in html
    assert "Directed by Christopher Nolan" in html
    assert "1 h 53 min" in html
    assert "<em>forgets</em>. &lt;b&gt;Both&lt;/b&gt; do." in html
    assert "Where to watch in the United States" in html
    assert "Netflix" in html


def test_a_list_with_several_seeds_names_them_all(client: Client) -> None:
    like_list = make_list(make_film("Backtrace", themes=["amnesia"]))
    like_list.entries.create(film=make_film("Heat"), is_seed=True, position=2)
    film = make_film("Memento", themes=["amnesia"])
    make_entry(like_list, film, traits=[{"kind": "theme", "key": "amnesia"}])
    html = html_of(client, like_list)
    assert html.count("You loved") == 2
    assert "Shares with Backtrace, Heat" in html
    assert headings(html) != []
    card = client.get("/lists/").content.decode()
    assert "Like Backtrace, Heat" in card


def test_only_traits_that_both_films_have_are_claimed(client: Client) -> None:
    series = Series.objects.create(name="Rocky", slug="rocky")
    shared: dict[str, Any] = {"themes": ["amnesia"], "genres": ["heist"], "series": series}
    seed, film = make_film("Backtrace", **shared), make_film("Escape Plan", **shared)
    for person, films in (("Sylvester Stallone", (seed, film)), ("Al Pacino", (film,))):
        for each in films:
            make_credit(each, Person.objects.filter(name=person).first() or make_person(person))
    FilmTheme.objects.create(film=seed, theme=make_theme("revenge"), position=9)
    like_list = make_list(seed)
    claims = [
        ("person", "sylvester-stallone"),
        ("theme", "amnesia"),
        ("theme", "heist"),
        ("genre", "heist"),
        ("series", "rocky"),
        ("person", "nobody"),
        ("person", "al-pacino"),
        ("theme", "revenge"),
        ("era", "1990"),
        ("Theme", "amnesia"),
    ]
    make_entry(like_list, film, traits=[{"kind": kind, "key": key} for kind, key in claims])
    html = html_of(client, like_list)
    assert claimed(html) == [
        ("/people/sylvester-stallone/", "Sylvester Stallone same person"),
        ("/themes/amnesia/", "Amnesia shared theme"),
        ("/films/?genre=heist", "Heist shared genre"),
        ("/films/?series=rocky", "Rocky same series"),
    ]
    assert "Shares with Backtrace" in html


@pytest.mark.parametrize("kind", ["person", "theme", "genre", "series"])
@pytest.mark.parametrize(
    "having",
    [(), ("seed",), ("entry",), ("other",), ("seed", "other"), ("entry", "other")],
    ids=lambda having: "+".join(having) or "none",
)
def test_a_claim_that_is_not_true_of_both_films_is_not_printed(
    client: Client, kind: str, having: tuple[str, ...]
) -> None:
    seed, film, other = make_film("Backtrace"), make_film("Memento"), make_film("Ronin")
    films = {"seed": seed, "entry": film, "other": other}
    for name in having:
        give(films[name], kind)
    # What they do share is printed all the same.
    for each in (seed, film):
        each.genres.add(make_genre("crime"))
    like_list = make_list(seed, other)
    claims = [{"kind": kind, "key": "pi"}, {"kind": "genre", "key": "crime"}]
    make_entry(like_list, film, traits=claims)
    crime = ("/films/?genre=crime", "Crime shared genre")
    assert claimed(html_of(client, like_list)) == [crime]
    # The same claim is printed as soon as it is true.
    for name in {"seed", "entry"} - set(having):
        give(films[name], kind)
        films[name].save()
    shown = claimed(html_of(client, like_list))
    assert len(shown) == 2
    assert shown[0][1].startswith("Pi ")
    assert shown[1] == crime


def give(film: Film, kind: str) -> None:
    """Give a film the trait of a kind that is called "pi", and let the row stand."""
    if kind == "person":
        person = Person.objects.filter(slug="pi").first() or make_person("Pi")
        make_credit(film, person)
    elif kind == "theme":
        film.film_themes.create(theme=make_theme("pi"))
    elif kind == "genre":
        film.genres.add(make_genre("pi"))
    else:
        film.series = Series.objects.get_or_create(slug="pi", defaults={"name": "Pi"})[0]
        film.save()


def test_an_entry_that_shares_nothing_says_nothing_of_sharing(client: Client) -> None:
    like_list = make_list(make_film("Backtrace", themes=["amnesia"]))
    make_entry(like_list, make_film("Ronin"), traits=[{"kind": "theme", "key": "amnesia"}])
    html = html_of(client, like_list)
    assert headings(html) == ["1. Ronin (2018)"]
    assert "Shares with" not in html
    assert "Amnesia" not in html


def test_a_trait_shared_with_one_of_several_seeds_is_printed_while_that_seed_is_public(
    client: Client,
) -> None:
    seed = make_film("Heat", themes=["amnesia"])
    like_list = make_list(make_film("Backtrace"))
    like_list.entries.create(film=seed, is_seed=True, position=2)
    film = make_film(themes=["amnesia"])
    make_entry(like_list, film, traits=[{"kind": "theme", "key": "amnesia"}])
    amnesia = ("/themes/amnesia/", "Amnesia shared theme")
    assert claimed(html_of(client, like_list)) == [amnesia]
    seed.withdraw()
    assert claimed(html_of(client, like_list)) == []


@pytest.mark.parametrize("side", ["Backtrace", "Memento"])
def test_a_claim_goes_as_soon_as_one_film_loses_the_trait(client: Client, side: str) -> None:
    seed, film = (make_film(title, themes=["amnesia"]) for title in ("Backtrace", "Memento"))
    like_list = make_list(seed)
    make_entry(like_list, film, traits=[{"kind": "theme", "key": "amnesia"}])
    assert len(claimed(html_of(client, like_list))) == 1
    Film.objects.get(title=side).film_themes.get().delete()
    assert claimed(html_of(client, like_list)) == []


@pytest.mark.parametrize(
    "junk",
    [
        Value(None, JSONField()),
        {},
        {"kind": "theme", "key": "amnesia"},
        "theme:amnesia",
        0,
        ["amnesia", None, 3, [], [["theme", "amnesia"]]],
        [{}, {"kind": "theme"}, {"key": "amnesia"}],
        [{"kind": ["theme"], "key": {"amnesia": 1}}, {"kind": None, "key": None}],
        [{"kind": "theme", "key": "x" * 5000}, {"kind": "theme", "key": "'\"<script>"}],
    ],
    ids=str,
)
def test_malformed_traits_never_break_the_page(client: Client, junk: Any) -> None:
    like_list = make_list(make_film(themes=["amnesia"]))
    make_entry(like_list, make_film(themes=["amnesia"]), traits=junk)
    html = html_of(client, like_list)
    assert len(headings(html)) == 1
    assert "Shares with" not in html


def test_it_says_how_many_can_be_streamed_here(client: Client) -> None:
    streamed, free, rented, elsewhere, ended = (make_film() for _ in range(5))
    make_offer(streamed, "netflix")
    make_offer(streamed, "tubi", kind=Offer.Kind.FREE)
    make_offer(free, "tubi", kind=Offer.Kind.FREE)
    make_offer(rented, "shop", kind=Offer.Kind.RENT)
    make_offer(elsewhere, "sky", "GB")
    make_offer(ended, available_until=timezone.localdate() - dt.timedelta(days=1))
    like_list = make_list(make_film(), streamed, free, rented, elsewhere, ended)
    html = html_of(client, like_list)
    assert "2 of 5 can be streamed in the United States, as far as we know." in html
    assert "Sky" not in html


def test_an_empty_list_says_so_and_counts_nothing(client: Client) -> None:
    html = html_of(client, make_list(make_film("Backtrace")))
    assert "This list has no films yet." in html
    assert "Backtrace" in html
    assert "can be streamed" not in html
    assert "<ol" not in html


def test_a_picture_of_the_entry_stands_in_for_the_drawn_poster(client: Client) -> None:
    film = make_film("Memento", 2000)
    like_list = make_list(make_film("Backtrace"))
    make_entry(like_list, film, picture=make_picture(alt='A "man"', credit="Jane & Doe"))
    html = html_of(client, like_list)
    assert 'alt="A &quot;man&quot;"' in html
    assert "Picture: Jane &amp; Doe" in html
    assert "/films/memento-2000/poster.svg" not in html
    assert "/films/backtrace-2018/poster.svg" in html


def test_what_editors_type_is_never_html(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    Theme.objects.create(
        name=evil, slug="evil-theme", kind=Theme.Kind.PLOT_DEVICE, description=evil
    )
    like_list = make_list(
        make_film(evil, slug="evil", themes=["evil-theme"]),
        headline=evil,
        standfirst=evil,
        intro=evil,
        outro=evil,
    )
    make_entry(
        like_list,
        make_film(evil, slug="evil-too", themes=["evil-theme"]),
        blurb=evil,
        traits=[{"kind": "theme", "key": "evil-theme"}],
    )
    html = html_of(client, like_list)
    assert len(claimed(html)) == 1
    assert "<script>" not in html
    assert "<script>" not in client.get("/lists/").content.decode()


# What leads on -----------------------------------------------------------------------------------


def test_articles_about_the_seed_are_read_more(client: Client) -> None:
    seed, other = make_film(), make_film()
    like_list = make_list(seed, other)
    days = [timezone.now() - dt.timedelta(days=day) for day in range(5)]
    for place in (2, 0, 3, 1):
        make_article(seed, headline=f"Nr {place}", publish_at=days[place])
    make_article(seed, headline="Draft", status=Status.DRAFT)
    make_article(other, headline="About another")
    assert cards(html_of(client, like_list), "Read more") == ["Nr 0", "Nr 1", "Nr 2"]


def test_lists_that_start_from_a_film_suggested_here_come_next(client: Client) -> None:
    suggested = make_film()
    like_list = make_list(make_film(), suggested)
    now = timezone.now()
    make_list(suggested, headline="Next", publish_at=now - dt.timedelta(days=99))
    make_list(make_film(), suggested, headline="Old", publish_at=now - dt.timedelta(days=9))
    make_list(headline="New", publish_at=now - dt.timedelta(days=3))
    make_list(headline="Oldest", publish_at=now - dt.timedelta(days=98))
    make_list(suggested, headline="Draft", status=Status.DRAFT)
    make_list(suggested, headline="To come", publish_at=now + dt.timedelta(days=1))
    assert cards(html_of(client, like_list), "Read next") == ["Next", "New", "Old"]


def test_a_list_alone_leads_to_nothing(client: Client) -> None:
    html = html_of(client, three())
    assert "Read next" not in html
    assert "Read more" not in html


# What is not public ------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.DRAFT, Status.REVIEW, Status.WITHDRAWN])
def test_a_list_that_is_not_published_is_not_found(client: Client, status: str) -> None:
    like_list = make_list(status=status, headline="Secret")
    assert client.get(like_list.get_absolute_url()).status_code == 404
    assert "Secret" not in client.get("/lists/").content.decode()


def test_a_scheduled_list_appears_when_its_time_comes(client: Client) -> None:
    like_list = make_list(publish_at=timezone.now() + dt.timedelta(days=1))
    assert client.get(like_list.get_absolute_url()).status_code == 404
    LikeList.objects.update(publish_at=timezone.now())
    assert client.get(like_list.get_absolute_url()).status_code == 200


def test_a_withdrawn_film_leaves_at_once_and_the_numbers_close_up(client: Client) -> None:
    like_list = three()
    assert len(headings(html_of(client, like_list))) == 3
    Film.objects.get(title="Heat").withdraw()
    html = html_of(client, like_list)
    assert headings(html) == ["2. Memento (2000)", "1. Ronin (1998)"]
    assert "0 of 2 can be streamed" in html
    assert "Heat" not in html


def test_a_film_whose_time_is_over_leaves_at_once(client: Client) -> None:
    like_list = three(numbering="up")
    html_of(client, like_list)
    over(Film.objects.get(title="Memento"))
    html = html_of(client, like_list)
    assert headings(html) == ["1. Heat (1995)", "2. Ronin (1998)"]
    assert "Memento" not in html


def test_a_withdrawn_seed_is_named_nowhere(client: Client) -> None:
    like_list = three(headline="For you", intro="Hello.")
    entry = like_list.entries.get(film__title="Heat")
    for film in Film.objects.filter(title__in=["Backtrace", "Heat"]):
        FilmTheme.objects.create(film=film, theme=make_theme("amnesia"))
    entry.traits = [{"kind": "theme", "key": "amnesia"}]
    entry.save()
    assert "Shares with Backtrace" in html_of(client, like_list)
    Film.objects.get(title="Backtrace").withdraw()
    html = html_of(client, like_list)
    assert "Backtrace" not in html
    assert "Shares with" not in html
    assert len(headings(html)) == 3


def test_a_film_that_is_not_public_never_stands_on_a_card(client: Client) -> None:
    like_list = three()
    other = make_list(make_film("Other"), headline="Another list")
    for address in ("/lists/", other.get_absolute_url()):
        assert "heat-1995" in client.get(address).content.decode()
    Film.objects.get(title="Heat").withdraw()
    for address in ("/lists/", other.get_absolute_url()):
        assert "heat-1995" not in client.get(address).content.decode()
    over(Film.objects.get(title="Ronin"))
    for address in ("/lists/", other.get_absolute_url()):
        html = client.get(address).content.decode()
        assert "ronin-1998" not in html
        assert like_list.headline in html


# Changes show at once ----------------------------------------------------------------------------


def test_an_edited_blurb_shows_at_once(client: Client) -> None:
    like_list = three()
    html_of(client, like_list)
    entry = like_list.entries.get(film__title="Heat")
    entry.blurb = "Quite another reason."
    entry.save()
    assert "Quite another reason." in html_of(client, like_list)


def test_an_entry_that_is_moved_or_taken_away_shows_at_once(client: Client) -> None:
    like_list = three(numbering="up")
    html_of(client, like_list)
    entry = like_list.entries.get(film__title="Ronin")
    entry.position = 1
    entry.save()
    like_list.entries.get(film__title="Memento").delete()
    assert headings(html_of(client, like_list)) == ["1. Ronin (1998)", "2. Heat (1995)"]


def test_an_edited_list_shows_at_once(client: Client) -> None:
    like_list = three(outro="Old end.")
    html_of(client, like_list)
    like_list.headline, like_list.intro, like_list.outro = "New head", "New intro.", "New end."
    like_list.numbering = "up"
    like_list.save()
    html = html_of(client, like_list)
    assert all(words in html for words in ("New head", "New intro.", "New end."))
    assert "Old end." not in html
    assert headings(html)[0] == "1. Memento (2000)"
    assert "New head" in client.get("/lists/").content.decode()


def test_an_edited_film_shows_at_once(client: Client) -> None:
    like_list = three()
    html_of(client, like_list)
    seed, film = Film.objects.get(title="Backtrace"), Film.objects.get(title="Heat")
    make_theme("amnesia")
    seed.title, film.title = "Retraced", "Hitze"
    seed.save()
    film.save()
    make_offer(film, "netflix")
    html = html_of(client, like_list)
    assert "2. Hitze (1995)" in headings(html)
    assert "Retraced (2018)" in html
    assert "1 of 3 can be streamed" in html
    assert "Like Retraced" in client.get("/lists/").content.decode()


def test_a_new_title_of_the_seed_shows_at_once_in_what_entries_share_with_it(
    client: Client,
) -> None:
    seed, film = (make_film(title, themes=["amnesia"]) for title in ("Backtrace", "Memento"))
    like_list = make_list(seed)
    make_entry(like_list, film, traits=[{"kind": "theme", "key": "amnesia"}])
    assert "Shares with Backtrace" in html_of(client, like_list)
    seed.title = "Retraced"
    seed.save()
    assert "Shares with Retraced" in html_of(client, like_list)


# Requests ----------------------------------------------------------------------------------------


def test_each_country_has_its_own_kept_pieces(client: Client, settings: Any) -> None:
    film = make_film()
    make_offer(film, "netflix", "US")
    make_offer(film, "sky", "GB", kind=Offer.Kind.RENT)
    like_list = make_list(make_film(), film)
    for _ in range(2):
        settings.DEFAULT_COUNTRY = "US"
        html = html_of(client, like_list)
        assert "1 of 1 can be streamed in the United States" in html
        assert "Sky" not in html
        settings.DEFAULT_COUNTRY = "GB"
        html = html_of(client, like_list)
        assert "0 of 1 can be streamed in the United Kingdom" in html
        assert "Netflix" not in html


def test_lists_answer_to_reading_only(client: Client) -> None:
    address = three().get_absolute_url()
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert client.post(address).status_code == 405
    assert client.head("/lists/").status_code == 200


def test_lists_come_newest_first_in_pages_of_twelve(client: Client) -> None:
    now = timezone.now()
    for day in range(13):
        make_list(headline=f"Nr {day}", publish_at=now - dt.timedelta(days=day))
    first = client.get("/lists/").content.decode()
    assert first.index("Nr 0<") < first.index("Nr 1<")
    assert "Page 1 of 2" in first
    assert "Nr 12<" not in first
    assert "Nr 12<" in client.get("/lists/?page=2").content.decode()
    assert client.get("/lists/?page=3").status_code == 404


def test_without_lists_the_index_says_so(client: Client) -> None:
    assert "No list is published yet." in client.get("/lists/").content.decode()
