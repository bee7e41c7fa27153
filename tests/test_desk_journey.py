"""An editor's whole way in a real browser: from a film to a published list, and on to a new slug.

Once with scripts and once without: the same buttons do the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group, User
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect
from pytest_django import DjangoDbBlocker
from reversion.models import Revision

from lists.models import LikeList
from publishing.models import CheckReport, FormerSlug, Overruling
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("demo_rows")]

PASSWORD = "a long walk at night"  # noqa: S105 — of a test
WAIT = 15_000  # milliseconds

# Nothing here is said of one film alone, since what is suggested may change with the catalogue.
PARAGRAPHS = """
A job goes wrong, and those who did it no longer trust each other. The film keeps close to one
of them and lets the clock run. As in *Backtrace*, what really happened is found out piece by
piece, and the law is never far behind.

Nobody here is who they seem at first, and the police know less than they say. Scenes are short,
rooms are dark, and every call brings worse news. It shares with *Backtrace* a loot that
everyone hunts and hardly anyone has seen.

Old debts bring old partners together for one more night. Shots are fired early, and the rest is
a long flight with little hope. Those who liked the hunt in *Backtrace* will find the same cold
patience in the hunters of this one.

It begins with a door that should have stayed shut. From there each choice costs more than the
one before, until only two people are left to blame. The mood is the one of *Backtrace*: tired
men, wet streets, and money that nobody gets to spend.

Small crimes grow into large ones while a detective looks on and waits. There is no hero, only
people with better and worse luck. What it has in common with *Backtrace* is the question of who
remembers what, and who only says so.

Here the chase is the story, and it hardly stops to breathe. Cars, corridors and a few hard
words are enough to tell it. Whoever came to *Backtrace* for its fights and its old wounds gets
more of both, in fewer minutes and with fewer words.
"""
BLURBS = [" ".join(paragraph.split()) for paragraph in PARAGRAPHS.split("\n\n")]
MENDED = "The two films ask the same of those who watch: whom would you believe?"


@pytest.fixture
def db(django_db_setup: None) -> None:
    """Find the database with no transaction around the test, since the served site writes too."""


@pytest.fixture
def editor(db: None, demo_rows: None, django_db_blocker: DjangoDbBlocker) -> Iterator[User]:
    """Make an editor for the served database, and take away afterwards what they leave there."""
    with django_db_blocker.unblock():
        user = make_user("Editor")
        user.set_password(PASSWORD)
        user.save()
    yield user
    with django_db_blocker.unblock():
        # The demo has none of these.
        for kept in (Revision, FormerSlug, CheckReport, Overruling, Group):
            kept._default_manager.all().delete()
        LikeList.objects.filter(owner=user).delete()
        user.delete()


@pytest.fixture(params=["with scripts", "without scripts"])
def at_the_desk(
    request: pytest.FixtureRequest, demo_site: str, chromium: Browser, editor: User
) -> Iterator[tuple[Page, bool]]:
    """Sign the editor in; return the page, and whether scripts run in it."""
    scripts = request.param == "with scripts"
    context = a_window(chromium, demo_site, scripts=scripts)
    yield signed_in(context, editor), scripts
    context.close()


def a_window(chromium: Browser, site: str, *, scripts: bool) -> BrowserContext:
    context = chromium.new_context(
        base_url=site,
        java_script_enabled=scripts,
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
    )
    context.set_default_timeout(WAIT)
    return context


def signed_in(context: BrowserContext, user: User) -> Page:
    page = context.new_page()
    page.goto("/admin/login/?next=/admin/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
    return page


def start_from_backtrace(page: Page) -> None:
    page.get_by_label("Which film is it like?").fill("Backtrace")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Backtrace (2018)").click()
    page.get_by_role("button", name="Start a list like Backtrace").click()
    page.wait_for_url("**/change/")


def entries(page: Page) -> Locator:
    return page.locator("#desk-entry-list > .desk-entry")


def titles(page: Page) -> list[str]:
    return [str(each.get_attribute("data-title")) for each in entries(page).all()]


def add_suggestions(page: Page, count: int) -> None:
    for number in range(1, count + 1):
        page.locator("#desk-suggestions button[name=_add]").first.click()
        expect(entries(page)).to_have_count(number)


def press(page: Page, name: str) -> None:
    """Press one of the buttons that save, and wait for the page that follows."""
    with page.expect_navigation():
        page.locator(".submit-row").last.get_by_role("button", name=name, exact=True).click()


def fields_of(page: Page, **typed: str) -> None:
    for name, text in typed.items():
        field = page.locator(f"#id_{name}")
        if field.count() and not field.is_visible():
            # Sets of fields that are rarely used are closed.
            page.locator(f"details:has(#id_{name}) > summary").click()
        field.fill(text)


def told_in_the_way(page: Page) -> list[str]:
    return page.locator(".findings-summary ol a").all_inner_texts()


def overrule_warnings(page: Page) -> None:
    """Give a reason beside each warning; nothing but warnings may be left."""
    assert page.locator(".findings-summary ol .finding-error").all_inner_texts() == []
    for reason in page.locator(".finding-reason").all():
        reason.fill("It is meant so.")


def test_an_editor_goes_from_a_film_to_a_published_list(
    at_the_desk: tuple[Page, bool], demo_site: str, chromium: Browser
) -> None:
    page, scripts = at_the_desk
    start_from_backtrace(page)
    order = arrange_six(page, scripts=scripts)
    write_with_mistakes(page)
    press(page, "Save and publish")
    assert "not published" in page.locator(".messagelist").inner_text()
    assert titles(page) == order
    told = " ".join(told_in_the_way(page))
    assert "the list has 6" in told
    assert "as the desk wrote it" in told
    mend(page)
    press(page, "Save")
    overrule_warnings(page)
    schedule_for_tomorrow(page)
    slug = page.locator("#id_slug").input_value()
    assert page.request.get(f"/lists/{slug}/").status == 404
    stranger = chromium.new_context(base_url=demo_site, java_script_enabled=scripts)
    see_the_preview(page, stranger)
    fields_of(page, publish_at_0="2026-01-01", publish_at_1="09:00:00")
    press(page, "Save")
    public = stranger.new_page()
    assert opened(public, f"/lists/{slug}/").status == 200
    headings = " ".join(public.locator("h2").all_inner_texts()).casefold()
    assert all(title.casefold() in headings for title in order)
    rename_twice(page)
    old = stranger.request.get(f"/lists/{slug}/", max_redirects=0)
    assert (old.status, old.headers["location"]) == (301, "/lists/after-backtrace-2/")
    assert opened(public, f"/lists/{slug}/").status == 200
    assert public.url.endswith("/lists/after-backtrace-2/")
    stranger.close()


def arrange_six(page: Page, *, scripts: bool) -> list[str]:
    """Add six films and move them by buttons; return their titles as they then stand."""
    if scripts:
        page.evaluate("() => { window.isTheSamePage = true; }")
    add_suggestions(page, 6)
    before = titles(page)
    entries(page).nth(2).get_by_role("button", name=f"Move {before[2]}").nth(1).click()
    expect(entries(page).nth(1)).to_have_attribute("data-title", before[2])
    entries(page).nth(5).get_by_role("button", name=f"Move {before[5]}").nth(0).click()
    expect(entries(page).nth(0)).to_have_attribute("data-title", before[5])
    after = titles(page)
    assert after == [before[index] for index in (5, 0, 2, 1, 3, 4)]
    if scripts:
        assert page.evaluate("() => window.isTheSamePage === true")
    return after


def write_with_mistakes(page: Page) -> None:
    """Write and tick; the first blurb keeps its starter sentence, and the headline miscounts."""
    for entry, blurb in zip(entries(page).all(), BLURBS, strict=True):
        entry.locator("textarea").fill(blurb)
        entry.get_by_role("checkbox").first.check()
    entries(page).first.get_by_role("button", name="Insert a starter sentence").click()
    expect(entries(page).first.locator("textarea")).not_to_have_value(BLURBS[0])
    fields_of(page, headline="5 Movies Like Backtrace to Watch", standfirst="For one long evening.")


def mend(page: Page) -> None:
    first = entries(page).first.locator("textarea")
    assert first.input_value().removeprefix(BLURBS[0]).strip()
    first.fill(f"{BLURBS[0]} {MENDED}")
    fields_of(
        page,
        headline="6 Movies Like Backtrace to Watch",
        intro="*Backtrace* asks what a man still knows who cannot remember. These six ask it too.",
        search_description="Six films with the hunts, the loot and the doubts of Backtrace, in the "
        "order in which to watch them.",
    )


def schedule_for_tomorrow(page: Page) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    fields_of(page, publish_at_0=tomorrow.isoformat(), publish_at_1="09:00:00")
    press(page, "Save and publish")
    assert told_in_the_way(page) == []
    assert "Scheduled" in page.locator(".told").first.inner_text()
    assert "(UTC)" in page.locator(".told").first.inner_text()


def see_the_preview(page: Page, stranger: BrowserContext) -> None:
    """Open the signed link without an account."""
    link = str(page.get_by_role("link", name="this link").get_attribute("href"))
    shown = stranger.new_page()
    answer = opened(shown, link)
    assert answer.status == 200
    assert "noindex" in answer.headers["x-robots-tag"]
    assert shown.locator("h1").inner_text().casefold() == "6 movies like backtrace to watch"


def rename_twice(page: Page) -> None:
    desk = page.url
    for number in (1, 2):
        page.goto(desk)
        fields_of(page, slug=f"after-backtrace-{number}")
        press(page, "Save")


def opened(page: Page, address: str) -> Response:
    answer = page.goto(address)
    assert answer is not None
    return answer


def test_typed_numbers_order_entries_when_they_are_saved(at_the_desk: tuple[Page, bool]) -> None:
    page, _ = at_the_desk
    start_from_backtrace(page)
    add_suggestions(page, 3)
    first, second, third = titles(page)
    numbers = page.locator("#desk-entry-list input[name$=-position]")
    numbers.last.fill("1")
    assert titles(page) == [first, second, third]
    press(page, "Save")
    assert titles(page) == [first, third, second]


# With scripts only -------------------------------------------------------------------------------


@pytest.fixture
def scripted(demo_site: str, chromium: Browser, editor: User) -> Iterator[Page]:
    context = a_window(chromium, demo_site, scripts=True)
    yield signed_in(context, editor)
    context.close()


def test_entries_are_dragged_and_words_counted(scripted: Page) -> None:
    start_from_backtrace(scripted)
    add_suggestions(scripted, 3)
    first, second, third = titles(scripted)
    scripted.locator(".desk-grip").nth(2).hover()
    scripted.mouse.down()
    scripted.mouse.move(200, 300, steps=5)
    entries(scripted).first.hover()
    scripted.mouse.up()
    expect(entries(scripted).first).to_have_attribute("data-title", third)
    assert titles(scripted) == [third, first, second]
    numbers = scripted.locator("#desk-entry-list input[name$=-position]")
    assert [each.input_value() for each in numbers.all()] == ["1", "2", "3"]
    entries(scripted).first.locator("textarea").fill("one two three")
    assert entries(scripted).first.locator("output").inner_text() == "3 words"


def test_leaving_with_unsaved_changes_asks_first(scripted: Page) -> None:
    asked: list[str] = []

    def stay_or_go(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    scripted.on("dialog", stay_or_go)
    start_from_backtrace(scripted)
    scripted.goto("/admin/")
    assert asked == []
    scripted.go_back()
    scripted.locator("#id_standfirst").fill("Half a thought")
    scripted.goto("/admin/")
    assert asked == ["beforeunload"]
    scripted.go_back()
    scripted.locator("#id_standfirst").fill("A whole thought.")
    press(scripted, "Save")
    scripted.goto("/admin/")
    assert asked == ["beforeunload"]


# Sound pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_desk_is_sound(
    demo_site: str, chromium: Browser, editor: User, width: int, scheme: str
) -> None:
    context = chromium.new_context(
        base_url=demo_site,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(WAIT)
    page = signed_in(context, editor)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("response", lambda each: problems.append(each.url) if each.status >= 500 else None)
    sound(page, "home")
    page.goto("/admin/clock/")
    sound(page, "clock")
    page.goto("/admin/lists/likelist/add/?film=Heat")
    sound(page, "start")
    page.goto("/admin/lists/likelist/import/")
    sound(page, "import")
    page.goto("/admin/reviews/review/add/")
    sound(page, "review")
    page.goto("/admin/")
    start_from_backtrace(page)
    add_suggestions(page, 2)
    page.locator("#id_standfirst").fill("Two  words ,here.")
    press(page, "Save and publish")
    assert told_in_the_way(page)
    sound(page, "desk")
    desk = page.url
    page.locator("#id_standfirst").fill("Other words.")
    press(page, "Save")
    page.goto(desk.replace("/change/", "/history/"))
    sound(page, "history")
    page.get_by_role("link", name="What changed").first.click()
    sound(page, "comparison")
    assert problems == []
    context.close()


def sound(page: Page, kind: str) -> None:
    page.wait_for_load_state("networkidle")
    root = "document.documentElement"
    overflow = page.evaluate(f"() => {root}.scrollWidth - {root}.clientWidth")
    assert overflow <= 0, f"{kind} is {overflow} pixels too wide"
    violations = [
        f"{kind}: {violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
    assert violations == []
