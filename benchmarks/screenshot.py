"""Pictures of pages: the one in the README, or all kinds of page for review.

python benchmarks/screenshot.py                        docs/images/movies-like-backtrace.webp
python benchmarks/screenshot.py --all OUTDIR           each kind of page, four ways
python benchmarks/screenshot.py --page /films/ OUTDIR  one address, with --width and --scheme
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

# This folder itself is no place to import from: it has a module called `pages`, as the site has.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from benchmarks.demo_site import ROOT, demo_variables, serving  # noqa: E402 — needs the path above
from tests.kinds import KINDS  # noqa: E402 — likewise

README_PICTURE = ROOT / "docs/images/movies-like-backtrace.webp"
README_PAGE = "/lists/movies-like-backtrace/"
MOST_BYTES = 150_000
LOAD_EVERYTHING = """async () => {
  for (const image of document.images) image.loading = 'eager';
  await document.fonts.ready;
  await Promise.all([...document.images].map(image => image.decode().catch(() => null)));
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        raise SystemExit("Chromium is not installed; install it, or set CHROMIUM to its path.")
    flags = ["--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=flags + ["--no-sandbox"] * (os.geteuid() == 0)
        )
        yield browser
        browser.close()


def photograph(
    browser: Browser, address: str, width: int, scheme: str, *, whole: bool = True
) -> Image.Image:
    """Return a picture of a page: all of it, or what a tall screen shows first."""
    page = browser.new_page(
        viewport={"width": width, "height": 1400},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page.goto(address)
    page.evaluate(LOAD_EVERYTHING)
    picture = page.screenshot(full_page=whole)
    page.close()
    return Image.open(io.BytesIO(picture)).convert("RGB")


def save_small(picture: Image.Image, path: Path) -> None:
    """Save as WebP in the best quality that stays under MOST_BYTES."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for quality in (88, 80, 70, 60, 45):
        picture.save(path, quality=quality, method=6)
        if path.stat().st_size < MOST_BYTES:
            break
    print(f"{path} ({path.stat().st_size / 1000:.0f} kB)")


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Take pictures of pages in Chromium; without a folder, that of the README."
    )
    parser.add_argument("folder", nargs="?", type=Path, help="where the pictures go")
    parser.add_argument("--all", action="store_true", help="every kind of page")
    parser.add_argument("--page", action="append", default=[], help="an address, such as /films/")
    parser.add_argument("--width", action="append", type=int, default=[])
    parser.add_argument("--scheme", action="append", choices=["light", "dark"], default=[])
    parser.add_argument("--site", help="a site that runs already, such as http://127.0.0.1:8000")
    options = parser.parse_args()
    pages = {re.sub(r"\W+", "-", page).strip("-") or "home": page for page in options.page}
    if options.all:
        pages |= {kind.replace(" ", "-"): address for kind, address in KINDS.items()}
    if pages and options.folder is None:
        parser.error("name a folder for the pictures")
    if options.site:
        take(options, pages, options.site.rstrip("/"))
    else:
        with (
            demo_variables() as variables,
            serving("config.wsgi", variables, "/healthz") as site,
        ):
            take(options, pages, site)


def take(options: argparse.Namespace, pages: dict[str, str], site: str) -> None:
    with chromium() as browser:
        if not pages:
            picture = photograph(browser, site + README_PAGE, 1280, "light", whole=False)
            save_small(picture, README_PICTURE)
            return
        options.folder.mkdir(parents=True, exist_ok=True)
        for name, address in pages.items():
            for width in options.width or [360, 1280]:
                for scheme in options.scheme or ["light", "dark"]:
                    path = options.folder / f"{name}-{width}-{scheme}.png"
                    photograph(browser, site + address, width, scheme).save(path)
                    print(path)


if __name__ == "__main__":
    main()
