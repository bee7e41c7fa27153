"""What all pages share: spelling, dates, prose, related rows, kept pieces, addresses, uploads."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import F, OuterRef
from django.http import Http404
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from films.models import Country, Credit, Film, Offer, Release, Score
from lists.models import Entry
from publishing.addresses import page_at
from publishing.folding import fold, sort_name, sort_title, without_article
from publishing.json_rows import rows_of
from publishing.kept import kept
from publishing.models import FormerSlug, Precision
from publishing.moved import MovedPermanently
from publishing.paging import page_of
from publishing.prepared import SOME_NUMBER, SOME_SLUG, SOME_TIME, Prepared
from publishing.templatetags.publishing import as_known, prose
from publishing.uploads import KEPT_SIDE, check_picture, cleaned

from .factories import (
    make_article,
    make_chart,
    make_credit,
    make_entry,
    make_film,
    make_list,
    make_offer,
    make_person,
    make_picture,
    make_release,
    make_review,
    picture_file,
)

# Spelling ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("WALL·E", "walle"),
        ("wall-e", "wall e"),
        ("Le Samouraï", "le samourai"),
        ("Amélie", "amelie"),
        ("Ocean’s Eleven", "oceans eleven"),
        ("Ocean's Eleven", "oceans eleven"),
        ("The 'Burbs", "the burbs"),
        ("Fast & Furious", "fast and furious"),
        ("  Two   spaces ", "two spaces"),
        ("東京", "dongjing"),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_a_title_is_folded_to_plain_words(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


def test_only_an_english_article_before_another_word_is_dropped() -> None:
    assert without_article("the killer") == "killer"
    assert without_article("an education") == "education"
    assert without_article("the") == "the"
    assert without_article("theatre of blood") == "theatre of blood"
    assert without_article("") == ""


@pytest.mark.parametrize(
    ("title", "language", "shelved"),
    [
        ("The Killer", "en", "Killer, The"),
        ("A Man Escaped", "en", "Man Escaped, A"),
        ("An Education", "en", "Education, An"),
        ("Theatre of Blood", "en", "Theatre of Blood"),
        ("A", "en", "A"),
        ("The", "en", "The"),
        ("The The", "en", "The, The"),
        ("Le Samouraï", "fr", "Samouraï, Le"),
        ("Le Samouraï", "en", "Le Samouraï"),
        ("Les Misérables", "fr", "Misérables, Les"),
        ("L'Avventura", "it", "Avventura, L'"),
        ("L’Atalante", "fr", "Atalante, L’"),
        ("Das Boot", "de", "Boot, Das"),
        ("Heat", "xx", "Heat"),
        ("", "en", ""),
    ],
)
def test_a_title_is_shelved_without_its_article(title: str, language: str, shelved: str) -> None:
    assert sort_title(title, language) == shelved


@pytest.mark.parametrize(
    ("name", "shelved"),
    [
        ("Brian A. Miller", "Miller, Brian A."),
        ("Jean-Claude Van Damme", "Van Damme, Jean-Claude"),
        ("Guillermo del Toro", "del Toro, Guillermo"),
        ("Robert De Niro", "De Niro, Robert"),
        ("Lars von Trier", "von Trier, Lars"),
        ("Vincent D'Onofrio", "D'Onofrio, Vincent"),
        ("Robert Downey Jr.", "Downey, Robert Jr."),
        ("Cuba Gooding, Jr.", "Gooding, Cuba Jr."),
        ("Harry Connick III", "Connick, Harry III"),
        ("Cher", "Cher"),
        ("", ""),
    ],
)
def test_a_name_is_shelved_by_family(name: str, shelved: str) -> None:
    assert sort_name(name) == shelved


@pytest.mark.django_db
def test_the_shelf_follows_a_changed_title_or_name() -> None:
    film, person = make_film("The Killer"), make_person("Brian A. Miller")
    assert (film.sort_title, person.sort_name) == ("Killer, The", "Miller, Brian A.")
    film.title, person.name = "A Quiet Place", "Robert De Niro"
    film.save()
    person.save()
    film.refresh_from_db()
    person.refresh_from_db()
    assert (film.sort_title, person.sort_name) == ("Quiet Place, A", "De Niro, Robert")
    assert (film.folded_title, person.folded_name) == ("a quiet place", "robert de niro")


@pytest.mark.django_db
def test_a_shelf_that_an_editor_chose_stays_whatever_the_title_or_name() -> None:
    film = make_film("Se7en", sort_title="Seven")
    person = make_person("Park Chan-wook", sort_name="Park Chan-wook")
    film.title, person.name = "The Seven", "Chan-wook Park"
    for _ in range(2):
        film.save()
        person.save()
        film.refresh_from_db()
        person.refresh_from_db()
        assert (film.sort_title, person.sort_name) == ("Seven", "Park Chan-wook")


@pytest.mark.django_db
def test_an_editor_may_choose_another_shelf_along_with_the_title_and_give_it_up() -> None:
    film, person = make_film("The Killer"), make_person("Brian Miller")
    film.title, film.sort_title = "The 39 Steps", "Thirty-Nine Steps, The"
    person.name, person.sort_name = "Mo Yan", "Mo Yan"
    film.save()
    person.save()
    film.refresh_from_db()
    person.refresh_from_db()
    assert (film.sort_title, person.sort_name) == ("Thirty-Nine Steps, The", "Mo Yan")
    film.sort_title = person.sort_name = ""
    film.save()
    person.save()
    film.refresh_from_db()
    person.refresh_from_db()
    assert (film.sort_title, person.sort_name) == ("39 Steps, The", "Yan, Mo")


# Dates known in part -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "precision", "said"),
    [
        (dt.date(2021, 3, 5), Precision.DAY, "5 March 2021"),
        (dt.date(2021, 3, 1), Precision.MONTH, "March 2021"),
        (dt.date(2018, 1, 1), Precision.YEAR, "2018"),
        (dt.date(2021, 3, 1), Precision.SEASON, "spring 2021"),
        (dt.date(2022, 8, 31), Precision.SEASON, "summer 2022"),
        (dt.date(2022, 9, 1), Precision.SEASON, "autumn 2022"),
        (dt.date(2022, 12, 1), Precision.SEASON, "winter 2022"),
        (dt.date(2022, 2, 28), Precision.SEASON, "winter 2022"),
    ],
)
def test_a_date_is_said_as_far_as_it_is_known(date: dt.date, precision: str, said: str) -> None:
    assert as_known(date, precision) == said


# Prose -------------------------------------------------------------------------------------------


def test_prose_is_markdown() -> None:
    html = prose(
        "Everybody loved *Heat*, **twice**.\n\n## Why\n\nSee [the film](/films/heat-1995/)."
    )
    assert "<em>Heat</em>" in html
    assert "<strong>twice</strong>" in html
    assert "<h2>Why</h2>" in html
    assert '<a href="/films/heat-1995/">the film</a>' in html


@pytest.mark.parametrize("text", ["# Why *not*", "Why *not*\n==="])
def test_the_highest_heading_in_prose_is_a_second_one(text: str) -> None:
    assert prose(text) == "<h2>Why <em>not</em></h2>\n"


def test_other_headings_in_prose_keep_their_rank() -> None:
    html = prose("# One\n\n## Two\n\n### Three\n\nAnd # none, `# code`.")
    assert re.findall(r"<(h\d)>(.*?)</(h\d)>", html) == [
        ("h2", "One", "h2"),
        ("h2", "Two", "h2"),
        ("h3", "Three", "h3"),
    ]
    assert "<p>And # none, <code># code</code>.</p>" in html


def test_html_in_prose_is_shown_as_text() -> None:
    html = prose('<script>alert(1)</script> and <b onclick="x()">bold</b>\n\n<div>block</div>')
    assert "<script>" not in html
    assert "<b " not in html
    assert "<div" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "&#106;avascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "blob:https://example.com/1",
    ],
)
def test_a_link_that_is_neither_web_nor_mail_is_refused(address: str) -> None:
    assert "href" not in prose(f"[click]({address})")
    assert "href" not in prose(f"<{address}>")


@pytest.mark.parametrize(
    "address", ["https://example.com/a:b", "http://example.com", "mailto:a@b.example", "/x/", "#y"]
)
def test_a_link_to_the_web_or_to_a_mailbox_or_within_the_site_is_kept(address: str) -> None:
    assert f'href="{address}"' in prose(f"[click]({address})")


# Related rows beside a row -----------------------------------------------------------------------


@pytest.mark.django_db
def test_no_related_rows_are_an_empty_list() -> None:
    film = make_film()
    assert Film.objects.with_facts().get(pk=film.pk).release_rows == []


@pytest.mark.django_db
def test_related_rows_come_in_their_order_with_dates_as_text_and_numbers_as_numbers() -> None:
    film = make_film()
    make_release(film, "GB", date=dt.date(2021, 3, 1), precision=Precision.MONTH)
    make_release(film, "US", date=dt.date(2018, 12, 14))
    Score.objects.create(
        film=film,
        source="IMDb",
        audience="audience",
        value=Decimal("3.6"),
        scale=10,
        as_of=dt.date(2023, 8, 1),
    )
    facts = Film.objects.with_facts().get(pk=film.pk)
    assert [row["date"] for row in facts.release_rows] == ["2018-12-14", "2021-03-01"]
    assert [row["country_name"] for row in facts.release_rows] == [
        "United States",
        "United Kingdom",
    ]
    assert facts.release_rows[0]["distributor_name"] is None
    assert float(facts.score_rows[0]["value"]) == 3.6
    assert facts.score_rows[0]["count"] is None


@pytest.mark.django_db
def test_related_rows_keep_quotes_and_foreign_letters() -> None:
    film = make_film()
    make_release(film, note='Called "Hit\'s \\ Ü" there')
    rows = rows_of(Release.objects.filter(film=OuterRef("pk")), "note", told=F("country__name"))
    assert Film.objects.annotate(rows=rows).values_list("rows", flat=True).get() == [
        {"note": 'Called "Hit\'s \\ Ü" there', "told": "United States"}
    ]


# Prepared queries --------------------------------------------------------------------------------

BY_SLUG = Prepared(
    lambda slug, now: (
        Film.objects.published(now)
        .filter(slug=slug)
        .values_list("pk", "slug", "title", "modified_at", "runtime")
    ),
    slug=SOME_SLUG,
    now=SOME_TIME,
)
OF_FILM = Prepared(
    lambda film: (
        Credit.objects.filter(film=film).order_by("billing").values_list("pk", "person__name")
    ),
    film=SOME_NUMBER,
)


@pytest.mark.django_db
def test_a_prepared_query_returns_the_rows_of_its_queryset() -> None:
    film = make_film("Heat", 1995)
    make_film("Backtrace", status="draft")
    (row,) = BY_SLUG(slug="heat-1995", now=timezone.now())
    film.refresh_from_db()
    assert tuple(row) == (film.pk, "heat-1995", "Heat", film.modified_at, 100)
    assert BY_SLUG(slug="backtrace-2018", now=timezone.now()) == []


@pytest.mark.django_db
def test_a_prepared_query_is_asked_again_with_other_values() -> None:
    first, second = make_film("Heat", 1995), make_film("Ronin", 1998)
    for billing, name in ((2, "Al Pacino"), (1, "Robert De Niro")):
        make_credit(first, make_person(name), billing=billing)
    make_credit(second, make_person("Jean Reno"))
    for _ in range(2):
        assert [row.person_name for row in OF_FILM(film=first.pk)] == [
            "Robert De Niro",
            "Al Pacino",
        ]
        assert [row.person_name for row in OF_FILM(film=second.pk)] == ["Jean Reno"]
    assert [row.title for row in BY_SLUG(slug=second.slug, now=timezone.now())] == ["Ronin"]


@pytest.mark.django_db
def test_a_prepared_query_asks_for_the_moment_that_it_is_given() -> None:
    now = timezone.now()
    film = make_film(publish_at=now + dt.timedelta(hours=1))
    assert BY_SLUG(slug=film.slug, now=now) == []
    elsewhere = (now + dt.timedelta(hours=1)).astimezone(dt.timezone(dt.timedelta(hours=-9)))
    assert len(BY_SLUG(slug=film.slug, now=elsewhere)) == 1


@pytest.mark.django_db
def test_times_from_a_prepared_query_name_their_zone() -> None:
    film = make_film()
    (row,) = BY_SLUG(slug=film.slug, now=timezone.now())
    assert timezone.is_aware(row.modified_at)


@pytest.mark.django_db
def test_json_from_a_prepared_query_is_read() -> None:
    entry = make_entry(make_list(), traits=[{"kind": "theme", "key": "amnesia"}])
    traits = Prepared(
        lambda entry: Entry.objects.filter(pk=entry).values_list("traits"), entry=SOME_NUMBER
    )
    assert traits(entry=entry.pk)[0].traits == [{"kind": "theme", "key": "amnesia"}]


@pytest.mark.django_db
def test_a_parameter_that_the_query_loses_is_told() -> None:
    forgetful = Prepared(
        lambda film, **_forgotten: Film.objects.filter(pk=film).values_list("pk"),
        film=SOME_NUMBER,
        slug=SOME_SLUG,
    )
    with pytest.raises(ValueError, match="lost"):
        forgetful(film=1, slug="heat-1995")


@pytest.mark.django_db
def test_a_prepared_query_costs_one_query() -> None:
    film = make_film()
    with CaptureQueriesContext(connection) as queries:
        BY_SLUG(slug=film.slug, now=timezone.now())
    assert len(queries) == 1


# Kept pieces -------------------------------------------------------------------------------------


class Drawing:
    """Draws "<number>" and remembers what it was asked for; rows in `gone` went away."""

    def __init__(self, *gone: int) -> None:
        self.asked: list[list[int]] = []
        self.gone = gone

    def __call__(self, pks: list[int]) -> dict[int, str]:
        self.asked.append(pks)
        return {pk: f"  <{pk}>\n" for pk in reversed(pks) if pk not in self.gone}


def test_a_piece_is_drawn_once_and_again_after_a_change() -> None:
    draw = Drawing()
    assert kept("piece", {1: "a"}, draw) == ["<1>"]
    assert kept("piece", {1: "a"}, draw) == ["<1>"]
    assert draw.asked == [[1]]
    assert kept("piece", {1: "b"}, draw) == ["<1>"]
    assert draw.asked == [[1], [1]]


def test_pieces_keep_the_order_of_their_rows_and_only_new_ones_are_drawn() -> None:
    draw = Drawing()
    kept("piece", {2: "a"}, draw)
    assert kept("piece", {3: "a", 2: "a", 1: "a"}, draw) == ["<3>", "<2>", "<1>"]
    assert draw.asked == [[2], [3, 1]]


def test_pieces_of_two_kinds_never_meet() -> None:
    kept("card", {1: "a"}, Drawing())
    draw = Drawing()
    kept("entry", {1: "a"}, draw)
    assert draw.asked == [[1]]


def test_a_row_that_went_away_is_left_out() -> None:
    assert kept("piece", {1: "a", 2: "a", 3: "a"}, Drawing(2)) == ["<1>", "<3>"]


def test_nothing_is_drawn_for_no_rows() -> None:
    draw = Drawing()
    assert kept("piece", {}, draw) == []
    assert draw.asked == []


# Addresses ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_renamed_page_answers_once_with_its_address_now(client: Client) -> None:
    film = make_film("Backtrace")
    film.rename("backtrace")
    response = client.get("/films/backtrace-2018/?country=US&x=1")
    assert response.status_code == 301
    assert response["Location"] == "/films/backtrace/?country=US&x=1"
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.django_db
def test_old_addresses_lead_straight_to_the_newest(client: Client) -> None:
    film = make_film("Backtrace")
    for slug in ("second", "third", "fourth"):
        film.rename(slug)
    for slug in ("backtrace-2018", "second", "third"):
        response = client.head(f"/films/{slug}/")
        assert (response.status_code, response["Location"]) == (301, "/films/fourth/")


@pytest.mark.django_db
def test_a_page_that_gets_an_old_address_back_stands_there(client: Client) -> None:
    film = make_film("Backtrace")
    film.rename("second")
    film.rename("backtrace-2018")
    assert client.get("/films/backtrace-2018/").status_code == 200
    assert client.get("/films/second/")["Location"] == "/films/backtrace-2018/"


@pytest.mark.django_db
def test_every_kind_of_page_follows_its_former_address(client: Client) -> None:
    makers = (make_film, make_list, make_review, make_article, make_person, make_chart)
    pages: list[Any] = [make() for make in makers]
    make_credit(pages[0], pages[4])
    for page in pages:
        before = page.get_absolute_url()
        page.rename(f"{page.slug}-moved")
        response = client.get(before)
        assert (response.status_code, response["Location"]) == (301, page.get_absolute_url())
        assert client.get(page.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_a_drawn_poster_and_portrait_follow_their_page(client: Client) -> None:
    film, person = make_film("Backtrace"), make_person("Cher")
    film.rename("backtrace")
    person.rename("cherilyn")
    assert client.get("/films/backtrace-2018/poster.svg?v=1")["Location"] == (
        "/films/backtrace/poster.svg?v=1"
    )
    assert client.get("/people/cher/portrait.svg")["Location"] == "/people/cherilyn/portrait.svg"


@pytest.mark.django_db
def test_the_former_address_of_a_page_that_is_not_public_leads_nowhere(client: Client) -> None:
    film = make_film("Backtrace")
    film.rename("backtrace")
    film.withdraw()
    assert client.get("/films/backtrace-2018/").status_code == 404


@pytest.mark.django_db
def test_a_former_address_of_another_kind_of_page_leads_nowhere() -> None:
    person = make_person("Cher")
    person.rename("cherilyn")
    with pytest.raises(Http404):
        page_at(Film.objects.published(), "cher")
    with pytest.raises(MovedPermanently):
        page_at(type(person).objects.all(), "cher")


@pytest.mark.django_db
@pytest.mark.parametrize("folder", ["films", "lists", "people", "reviews", "articles", "charts"])
def test_an_unknown_address_is_not_found(client: Client, folder: str) -> None:
    assert client.get(f"/{folder}/no-such-page/").status_code == 404


@pytest.mark.django_db
def test_no_page_may_take_an_address_that_leads_to_another() -> None:
    make_film("Backtrace").rename("backtrace")
    other = make_film("Other")
    with pytest.raises(ValidationError, match="once had this address"):
        other.rename("backtrace-2018")
    assert Film.objects.get(pk=other.pk).slug == "other-2018"
    assert FormerSlug.objects.count() == 1


@pytest.mark.django_db
def test_a_part_that_moves_marks_the_whole_that_it_leaves() -> None:
    left, entered = make_film(), make_film()
    offer = make_offer(left)
    before = Film.objects.get(pk=left.pk).modified_at
    offer = Offer.objects.get(pk=offer.pk)
    offer.film = entered
    offer.save()
    assert Film.objects.get(pk=left.pk).modified_at > before


# Pages of long results ---------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "number", ["0", "-1", "3", "x", "1.5", "²", "٢", "9" * 400, "1e3", " 1", "\u2028"]
)
def test_a_page_that_does_not_exist_is_not_found(number: str) -> None:
    make_film(), make_film()
    request = RequestFactory().get("/films/", {"page": number})
    with pytest.raises(Http404):
        page_of(Film.objects.order_by("pk"), request, per_page=1)


@pytest.mark.django_db
def test_without_a_number_the_first_page_is_shown() -> None:
    films = [make_film(), make_film()]
    for address in ("/films/", "/films/?page=", "/films/?page=1"):
        page = page_of(Film.objects.order_by("pk"), RequestFactory().get(address), per_page=1)
        assert list(page) == films[:1]


@pytest.mark.django_db
def test_an_empty_result_has_one_empty_page() -> None:
    assert list(page_of(Film.objects.order_by("pk"), RequestFactory().get("/films/"))) == []


# Uploads -----------------------------------------------------------------------------------------


def encoded(image: Image.Image, kind: str, **options: Any) -> ContentFile[bytes]:
    content = io.BytesIO()
    image.save(content, format=kind, **options)
    return ContentFile(content.getvalue(), name=f"x.{kind.lower()}")


def refused(content: bytes) -> str:
    with pytest.raises(ValidationError) as refusal:
        check_picture(ContentFile(content, name="x.jpg"))
    return " ".join(refusal.value.messages)


def moving() -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    content = io.BytesIO()
    frames[0].save(content, format="WEBP", save_all=True, append_images=frames[1:])
    return content.getvalue()


def test_what_is_no_whole_still_picture_is_refused_with_a_sentence(settings: Any) -> None:
    whole = picture_file((80, 120)).read()
    assert refused(b"") == "The file is empty."
    assert refused(b"<svg xmlns='http://www.w3.org/2000/svg'/>").startswith("This is not a JPEG")
    assert refused(b"%PDF-1.7").startswith("This is not a JPEG")
    assert refused(encoded(Image.new("P", (9, 9)), "GIF").read()).startswith("This is not a JPEG")
    assert refused(whole[: len(whole) // 2]) == "The picture is damaged or cut short."
    assert refused(moving()) == "The picture moves; upload a still one."
    assert "strip" in refused(picture_file((2100, 100)).read())
    settings.PICTURE_MAX_PIXELS = 1_000_000
    assert "at most" in refused(picture_file((1001, 1000)).read())
    settings.PICTURE_MAX_BYTES = len(whole) - 1
    assert "at most" in refused(whole)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_of_each_kind_is_taken_and_read_from_its_start(kind: str) -> None:
    file = encoded(Image.new("RGB", (80, 120), "teal"), kind)
    check_picture(file)
    assert file.tell() == 0
    with Image.open(cleaned(file, "still")) as image:
        assert image.size == (80, 120)


def test_a_cleaned_picture_is_upright_and_says_nothing_of_the_camera() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera"
    file = encoded(Image.new("RGB", (40, 20), "teal"), "JPEG", exif=exif, comment=b"secret")
    kept_file = cleaned(file, "still")
    content = kept_file.read()
    assert b"A camera" not in content
    assert b"secret" not in content
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == (20, 40)


def test_a_cleaned_picture_is_no_larger_than_is_ever_served() -> None:
    with Image.open(cleaned(picture_file((KEPT_SIDE + 40, 200)), "still")) as image:
        assert max(image.size) == KEPT_SIDE


def test_two_uploads_of_one_name_never_meet() -> None:
    names = {
        str(cleaned(encoded(Image.new("RGB", (40, 40), colour), "JPEG"), "still").name)
        for colour in ("red", "blue")
    }
    assert len(names) == 2
    assert all(name.startswith("still-") and name.endswith(".jpg") for name in names)


def test_a_see_through_picture_stays_see_through() -> None:
    file = encoded(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG")
    with Image.open(cleaned(file, "still")) as image:
        assert image.mode == "RGBA"
        assert image.getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.django_db
def test_a_picture_that_is_saved_again_keeps_its_file() -> None:
    picture = make_picture("still")
    before = picture.file.name
    picture.alt = "Another text"
    picture.save()
    assert picture.file.name == before


@pytest.mark.django_db
def test_words_of_a_country_are_said_as_in_a_sentence() -> None:
    countries: Iterable[Country] = [
        Country(code="GB", name="United Kingdom", the=True),
        Country(code="DE", name="Germany"),
    ]
    assert [country.in_a_sentence for country in countries] == ["the United Kingdom", "Germany"]
