"""How fast pages are, as a share of what the same machine does with "hello, world".

`make bench` serves the demo catalogue and a bare Django with the same gunicorn, loads them in
turn, and prints for each page: requests a second, the ratio to hello (median of the rounds, with
the lowest and the highest), queries with nothing cached, bytes as they are and compressed.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

# This folder itself is no place to import from: it has a module called `pages`, as the site has.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from benchmarks.demo_site import demo_variables, serving  # noqa: E402 — needs the path above

PAGES = {
    "home": "/",
    "list": "/lists/movies-like-backtrace/",
    "film": "/films/backtrace-2018/",
    "person": "/people/sylvester-stallone/",
    "film index": "/films/",
    "search": "/search/?q=stallone",
}
# The ratio to hello that a page has to reach.
MARKS = {"list": 0.08, "film": 0.08, "film index": 0.06}
CONNECTIONS = 4
WRK = shutil.which("wrk")


@dataclass
class Measured:
    """What was found out about a page."""

    queries: int
    size: int
    compressed: int
    rates: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)


def inspect(pages: Mapping[str, str], variables: Mapping[str, str]) -> dict[str, Measured]:
    """Fetch each page in this process with an empty cache, and count queries and bytes."""
    os.environ.update(variables, DJANGO_SETTINGS_MODULE="config.settings")
    import django  # noqa: PLC0415 — it reads the variables above

    django.setup()
    from django.core.cache import cache  # noqa: PLC0415 — needs Django set up
    from django.db import connection  # noqa: PLC0415 — likewise
    from django.test import Client  # noqa: PLC0415 — likewise
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 — likewise

    client = Client(headers={"host": "127.0.0.1"})
    found = {}
    for name, address in pages.items():
        client.get(address)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answers {response.status_code}.")
        body = response.content
        found[name] = Measured(len(queries), len(body), len(gzip.compress(body, 6)))
    connection.close()
    return found


def rate(address: str, seconds: float) -> float:
    """Return how many requests a second an address answers under load."""
    return rate_by_wrk(address, seconds) if WRK else rate_by_threads(address, seconds)


def rate_by_wrk(address: str, seconds: float) -> float:
    command = [str(WRK), "-t1", f"-c{CONNECTIONS}", f"-d{round(seconds)}s", address]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 30, check=True)
    if "Non-2xx" in ran.stdout:
        raise RuntimeError(f"{address} failed under load:\n{ran.stdout}")
    found = re.search(r"Requests/sec:\s+([0-9.]+)", ran.stdout)
    if found is None:
        raise RuntimeError(f"wrk said nothing about {address}:\n{ran.stdout}")
    return float(found[1])


def rate_by_threads(address: str, seconds: float) -> float:
    """Load an address from this process: slower than wrk, which flatters heavy pages."""
    parts = urlsplit(address)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    until = time.monotonic() + seconds

    def ask() -> int:
        answered = 0
        while time.monotonic() < until:
            connection = http.client.HTTPConnection(parts.netloc, timeout=10)
            connection.request("GET", target)
            response = connection.getresponse()
            response.read()
            connection.close()
            if response.status != 200:
                raise RuntimeError(f"{address} answers {response.status} under load.")
            answered += 1
        return answered

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        asking = [threads.submit(ask) for _ in range(CONNECTIONS)]
        answered = sum(done.result() for done in asking)
    return answered / seconds


def load(site: str, hello: str, found: Mapping[str, Measured], rounds: int, seconds: float) -> None:
    """Load hello and each page in turn (A B A B …), and note each page's rates and ratios."""
    rate(hello, 1)
    for name in found:
        rate(site + PAGES[name], 1)
    for number in range(1, rounds + 1):
        for name, measured in found.items():
            print(f"\rround {number} of {rounds}: {name:<12}", end="", flush=True)
            base = rate(hello, seconds)
            measured.rates.append(rate(site + PAGES[name], seconds))
            measured.ratios.append(measured.rates[-1] / base)
    print("\r" + " " * 40 + "\r", end="")


def report(found: Mapping[str, Measured]) -> None:
    print(
        f"{'page':<12}{'req/s':>8}{'ratio':>8}{'spread':>16}{'queries':>9}{'bytes':>9}{'gzip':>8}"
    )
    for name, measured in found.items():
        ratio, spread = statistics.median(measured.ratios), measured.ratios
        print(
            f"{name:<12}{statistics.median(measured.rates):>8.0f}{ratio:>8.3f}"
            f"{f'{min(spread):.3f}-{max(spread):.3f}':>16}{measured.queries:>9}"
            f"{measured.size:>9,}{measured.compressed:>8,}"
        )
    print()
    for name, mark in MARKS.items():
        ratio = statistics.median(found[name].ratios)
        verdict = "PASS" if ratio >= mark else "FAIL"
        print(f"{verdict}: {name} {ratio:.3f}, to pass {mark:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure pages against hello, world.")
    parser.add_argument("--rounds", type=int, default=5, choices=range(1, 21), metavar="1-20")
    parser.add_argument(
        "--seconds", type=float, default=2, help="how long each load lasts (1 to 30)"
    )
    options = parser.parse_args()
    seconds = min(max(options.seconds, 1), 30)
    if WRK is None:
        print("wrk is not installed (apt-get install wrk); a slower client of our own is used.")
    print("Preparing the demo catalogue …")
    with demo_variables() as variables:
        found = inspect(PAGES, variables)
        with (
            serving("config.wsgi", variables, "/healthz") as site,
            serving("benchmarks.hello:application", {}) as hello,
        ):
            load(site, hello, found, options.rounds, seconds)
    report(found)


if __name__ == "__main__":
    main()
