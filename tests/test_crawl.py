"""Every link that a visitor can follow leads to a page, and every page can be reached by links."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.test import Client

from films.models import Chart, Film, Theme
from lists.models import LikeList
from people.models import Person
from reviews.models import Article, Review

HERE = "http://testserver"
CSS_ADDRESS = re.compile(r"url\(\s*['\"]?([^'\")]+)")


class LinkParser(HTMLParser):
    """Collects what a page leads to and loads, and the ids that a link may point at."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name == "id":
                self.ids.add(value)
            elif name in {"href", "src"}:
                self.addresses.append(value)
            elif name in {"srcset", "imagesrcset"}:
                self.addresses += [part.split()[0] for part in value.split(",") if part.strip()]


@dataclass
class Crawl:
    """A walk over the site from its front page; `reached` is every address that answered."""

    client: Client
    reached: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    fragments: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    ids: dict[str, set[str]] = field(default_factory=dict)

    def walk(self, start: str) -> None:
        waiting = deque([(start, "the start")])
        seen = {start}
        while waiting:
            address, source = waiting.popleft()
            for link in self.visit(address, source):
                if link not in seen:
                    seen.add(link)
                    waiting.append((link, address))
        for address, wanted in self.fragments.items():
            for fragment, source in wanted:
                if fragment not in self.ids.get(address, {fragment}):
                    self.problems.append(f"{source}: {address} has nothing called #{fragment}")

    def visit(self, address: str, source: str) -> list[str]:
        """Fetch an address, note what is wrong with it, and return where it leads."""
        response = self.client.get(address)
        if response.status_code in {301, 302, 307, 308}:
            response = self.client.get(urljoin(address, response["Location"]))
        if response.status_code != 200:
            self.problems.append(f"{source}: {address} answers {response.status_code}")
            return []
        self.reached.add(address)
        kind = response["Content-Type"].partition(";")[0]
        return list(self.links_of(address, kind, response.getvalue()))

    def links_of(self, address: str, kind: str, content: bytes) -> Iterator[str]:
        if kind == "text/css":
            links = CSS_ADDRESS.findall(content.decode())
        elif kind == "text/html":
            page = LinkParser(content.decode())
            self.ids[address] = page.ids
            links = page.addresses
        else:
            return
        for link in links:
            target, fragment = urldefrag(urljoin(HERE + address, link))
            if not target.startswith(HERE + "/"):
                continue
            target = target.removeprefix(HERE)
            if fragment:
                self.fragments.setdefault(target, set()).add((fragment, address))
            if is_followed(address, target):
                yield target


def is_followed(source: str, target: str) -> bool:
    """Say whether to follow a link: filters combine without end, so one filter is enough."""
    if target.startswith("/admin/"):
        return False
    asked = {name for name, _value in parse_qsl(urlsplit(target).query)} - {"v"}
    already = {name for name, _value in parse_qsl(urlsplit(source).query)} - {"v"}
    return not asked or asked == {"page"} or (not already and len(asked) == 1)


def test_every_link_leads_to_a_page_and_every_page_is_reached(
    client: Client, demo_catalogue: None
) -> None:
    crawl = Crawl(client)
    crawl.walk("/")
    assert crawl.problems == []
    pages = [
        *Film.objects.published(),
        *LikeList.objects.published(),
        *Review.objects.published(),
        *Article.objects.published(),
        *Chart.objects.all(),
        *Theme.objects.of_published_films(),
        *Person.objects.filter(credits__film__in=Film.objects.published()).distinct(),
    ]
    unreached = [
        page.get_absolute_url() for page in pages if page.get_absolute_url() not in crawl.reached
    ]
    assert unreached == []
