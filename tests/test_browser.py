"""Every kind of page in a real browser: sound, on small and wide screens, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Response

from .conftest import Screen
from .kinds import KINDS, NOT_FOUND

NARROWEST = (
    "home",
    "list index",
    "list",
    "film",
    "film index",
    "theme",
    "person",
    "review",
    "chart",
)
SCROLL_THROUGH = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
    scrollTo(0, y);
    await new Promise(requestAnimationFrame);
  }
  scrollTo(0, 0);
}"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.usefixtures("demo_catalogue"),
]


class Visit:
    """An opened page, and everything that went wrong on it."""

    def __init__(self, page: Page, address: str, kind: str) -> None:
        self.page, self.address, self.kind = page, address, kind
        self.problems: list[str] = []
        page.on("console", lambda message: self.hear(message.type, message.text))
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("requestfailed", lambda request: self.problems.append(f"failed: {request.url}"))
        page.on("request", lambda request: self.check_host(request.url))
        page.on("response", self.check_status)
        page.goto(address)

    def hear(self, kind: str, text: str) -> None:
        is_the_missing_page = self.kind == NOT_FOUND and "404" in text
        if kind in {"error", "warning"} and not is_the_missing_page:
            self.problems.append(f"console: {text}")

    def check_host(self, url: str) -> None:
        if urlsplit(url).netloc != urlsplit(self.address).netloc and not url.startswith("data:"):
            self.problems.append(f"another host: {url}")

    def check_status(self, response: Response) -> None:
        if response.status >= 400 and not (self.kind == NOT_FOUND and response.url == self.address):
            self.problems.append(f"{response.status}: {response.url}")

    @property
    def overflow(self) -> int:
        """By how many pixels the page is wider than its screen."""
        root = "document.documentElement"
        return int(self.page.evaluate(f"() => {root}.scrollWidth - {root}.clientWidth"))


@contextmanager
def visiting(context: BrowserContext, site: str, kind: str) -> Iterator[Visit]:
    """Open a kind of page, scroll to its end and back, and close it afterwards."""
    page = context.new_page()
    visit = Visit(page, site + KINDS[kind], kind)
    page.evaluate(SCROLL_THROUGH)
    page.wait_for_load_state("networkidle")
    yield visit
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_sound(
    demo_site: str, screen: Screen, kind: str, width: int, scheme: str
) -> None:
    with visiting(screen(width, scheme), demo_site, kind) as visit:
        assert visit.problems == []
        assert visit.overflow <= 0
        violations = [
            f"{violation['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
            for violation in Axe().run(visit.page).response["violations"]
            for node in violation["nodes"]
        ]
        assert violations == []


@pytest.mark.parametrize("kind", NARROWEST)
def test_a_page_fits_the_narrowest_screen(demo_site: str, screen: Screen, kind: str) -> None:
    with visiting(screen(320, "light"), demo_site, kind) as visit:
        assert visit.overflow <= 0


@pytest.fixture(scope="session")
def without_scripts(chromium: Browser) -> BrowserContext:
    return chromium.new_context(java_script_enabled=False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_shows_its_content_without_javascript(
    demo_site: str, without_scripts: BrowserContext, kind: str
) -> None:
    page = without_scripts.new_page()
    page.goto(demo_site + KINDS[kind])
    assert page.locator("main h1").is_visible()
    assert len(page.locator("main").inner_text()) > 100
    page.close()


def test_search_needs_no_javascript(demo_site: str, without_scripts: BrowserContext) -> None:
    page = without_scripts.new_page()
    page.goto(demo_site + "/about/")
    page.get_by_role("searchbox").fill("backtrace")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=backtrace")
    assert page.locator("main a[href='/films/backtrace-2018/']").first.is_visible()
    page.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_search_box_suggests_films_while_somebody_types(
    demo_site: str, screen: Screen, width: int
) -> None:
    page = screen(width, "light").new_page()
    page.goto(demo_site + "/about/")
    page.get_by_role("searchbox").press_sequentially("backtr", delay=20)
    film = page.locator(".suggested a[href='/films/backtrace-2018/']")
    film.wait_for()
    box = film.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.keyboard.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.pathname") == "/films/backtrace-2018/"
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Escape")
    assert not film.is_visible()
    assert page.evaluate("() => document.activeElement.type") == "search"
    page.keyboard.press("End")
    page.keyboard.type("a")
    film.wait_for()
    film.click()
    page.wait_for_url("**/films/backtrace-2018/")
    page.close()


def test_the_skip_link_leads_past_the_navigation(demo_site: str, screen: Screen) -> None:
    page = screen(1280, "light").new_page()
    page.goto(demo_site + KINDS["list"])
    page.keyboard.press("Tab")
    skip_link = page.locator(":focus")
    assert skip_link.inner_text() == "Skip to the page"
    box = skip_link.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")
    page.close()
