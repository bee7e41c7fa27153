"""Public pages read a replica, and nobody misses what they wrote, nor the replica when it is gone.

The site runs here as it does elsewhere: gunicorn, a PostgreSQL and one that follows it.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from films.models import Film, Theme
from people.models import Person
from publishing.replica.middleware import WROTE, ReadPublicPagesFromReplica, may_lag
from publishing.replica.routing import REPLICA, Course, Router, on_course, on_primary

from .cluster import Cluster, free_port

ROOT = Path(__file__).parent.parent
SOON = 20  # seconds: a page is asked for until then
ROWS = """
from django.contrib.auth.models import User
from tests.factories import make_film
make_film("Heat", 1995, themes=["amnesia"])
User.objects.create_superuser("ada", "ada@moreish.example", "se-cret-7")
"""
FILM, THEME = "/films/heat-1995/", "/themes/amnesia/"


class Site:
    """A site that runs, and somebody who reads it."""

    def __init__(self, address: str, log: Path) -> None:
        self.address = address
        self.log = log
        self.cookies = http.cookiejar.CookieJar()

    def reader(self) -> Site:
        """Return the same site, with the cookies of somebody else."""
        return Site(self.address, self.log)

    def get(self, path: str, data: dict[str, str] | None = None) -> str:
        """Ask for a page, or post to it; anything but success is an error."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        body = urllib.parse.urlencode(data).encode() if data else None
        headers = {"Referer": self.address}
        request = urllib.request.Request(self.address + path, body, headers)  # noqa: S310 — our own
        with opener.open(request, timeout=30) as answer:
            return str(answer.read().decode())

    def sends(self, path: str, **changes: str) -> str:
        """Fill in the form of a page and send it."""
        form = self.get(path)
        inputs = re.findall(r"<input[^>]*>", form)
        named = {name[1]: each for each in inputs if (name := re.search(r'name="([^"]+)"', each))}
        data = {
            name: value[1]
            for name, each in named.items()
            if 'type="submit"' not in each and (value := re.search(r'value="([^"]*)"', each))
        }
        return self.get(path, data | changes)

    def soon(self, path: str, word: str) -> float:
        """Ask for a page until it says something, and return how many seconds that took."""
        begun = time.monotonic()
        while time.monotonic() - begun < SOON:
            if word in self.get(path):
                return time.monotonic() - begun
            time.sleep(0.1)
        pytest.fail(f"{path} did not say {word!r} in {SOON} seconds. {self.log.read_text()}")

    def said(self, words: str) -> int:
        return self.log.read_text().count(words)


class Pair(NamedTuple):
    primary: Cluster
    replica: Cluster


@pytest.fixture(scope="module")
def pair(cluster: Cluster) -> Iterator[Pair]:
    """Start a PostgreSQL with a small site, and one that follows it."""
    with Cluster() as primary:
        for command in (["migrate", "--verbosity", "0"], ["shell", "--command", ROWS]):
            subprocess.run(  # noqa: S603 — our own commands
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env=os.environ | {"DATABASE_URL": primary.url, "DEBUG": "1"},
                check=True,
                capture_output=True,
            )
        with primary.replica() as replica:
            yield Pair(primary, replica)


@contextmanager
def serving(pair: Pair, folder: Path, **variables: str) -> Iterator[Site]:
    """Serve the site of a pair with one worker, until its pages come from the replica."""
    port, log = free_port(), folder / "log"
    environment = {
        "DATABASE_URL": pair.primary.url,
        "DATABASE_REPLICA_URL": pair.replica.url,
        "DEBUG": "1",
        "LOG_LEVEL": "INFO",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }
    with log.open("w") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.conf.py", "config.wsgi"],
            cwd=ROOT,
            env=os.environ | environment | {"CONN_MAX_AGE": "600"} | variables,
            stdout=file,
            stderr=file,
        )
    site = Site(f"http://127.0.0.1:{port}", log)
    try:
        started = time.monotonic()
        while time.monotonic() - started < SOON:
            try:
                site.get("/healthz")
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        yield site
    finally:
        server.terminate()
        server.wait(SOON)


@pytest.fixture(scope="module")
def patient(pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a site that reads a replica although it lags behind."""
    with serving(pair, tmp_path_factory.mktemp("patient"), DATABASE_REPLICA_LAG="40") as site:
        yield site


@pytest.fixture
def paused(pair: Pair, patient: Site) -> Iterator[None]:
    """Keep the replica as it is; writes stay on the primary until the test is over."""
    pair.primary.execute(
        "UPDATE films_film SET slug = slug"
    )  # A replica knows the age of a change.
    pair.replica.catch_up()
    wait_for_replica(pair, patient)
    pause(pair.replica)
    yield
    pair.replica.execute("SELECT pg_wal_replay_resume()")
    pair.replica.catch_up()


def pause(replica: Cluster) -> None:
    replica.execute("SELECT pg_wal_replay_pause()")
    until = time.monotonic() + SOON
    while replica.execute("SELECT pg_get_wal_replay_pause_state()") != [("paused",)]:
        assert time.monotonic() < until
        time.sleep(0.02)


def is_read(cluster: Cluster) -> bool:
    """Say whether a page asked this server something within the last second."""
    [(asked,)] = cluster.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND query NOT LIKE '%pg_%' AND query_start > clock_timestamp() - interval '1 second'"
    )
    return bool(asked)


def wait_for_replica(pair: Pair, site: Site) -> None:
    """Ask for a page until the replica answers."""
    until = time.monotonic() + SOON
    time.sleep(1)  # What was asked before is no sign.
    while not is_read(pair.replica):
        assert time.monotonic() < until, site.log.read_text()
        time.sleep(0.1)
        site.get(FILM)


@contextmanager
def renamed(pair: Pair) -> Iterator[None]:
    """Call the film "Warmth" for a while, on the primary."""
    rename = "UPDATE films_film SET modified_at = now(), title = '{}' WHERE slug = 'heat-1995'"
    pair.primary.execute(rename.format("Warmth"))
    try:
        yield
    finally:
        pair.primary.execute(rename.format("Heat"))


# With a replica that stands still -----------------------------------------------------------------


def test_public_pages_read_the_replica(pair: Pair, patient: Site, paused: None) -> None:
    reader = patient.reader()
    with renamed(pair):
        for path in (FILM, "/films/", "/search/?q=heat", THEME):
            page = reader.get(path)
            assert "Heat" in page, path
            assert "Warmth" not in page, path


def test_an_editor_reads_what_was_written_at_once(pair: Pair, patient: Site, paused: None) -> None:
    editor, reader = patient.reader(), patient.reader()
    editor.sends("/admin/login/", username="ada", password="se-cret-7")  # noqa: S106 — of a test
    [(number,)] = pair.primary.execute("SELECT id FROM films_theme WHERE slug = 'amnesia'")
    change = f"/admin/films/theme/{number}/change/"
    editor.sends(change, name="Lost days", kind=Theme.Kind.PLOT_DEVICE)
    assert "Lost days" in editor.get(THEME)
    assert "Lost days" not in reader.get(THEME)
    assert "Amnesia" in reader.get(THEME)
    names = pair.primary.execute("SELECT name FROM films_theme WHERE slug = 'amnesia'")
    assert names == [("Lost days",)]
    pair.primary.execute("UPDATE films_theme SET name = 'Amnesia' WHERE slug = 'amnesia'")


def test_what_the_replica_does_not_have_yet_comes_from_the_primary(
    pair: Pair, patient: Site
) -> None:
    wait_for_replica(pair, patient)
    pair.primary.execute("ALTER TABLE films_theme RENAME TO films_motif")
    try:
        pair.replica.catch_up()
        pause(pair.replica)
    finally:
        pair.primary.execute("ALTER TABLE films_motif RENAME TO films_theme")
    assert "Amnesia" in patient.reader().get(THEME)
    pair.replica.execute("SELECT pg_wal_replay_resume()")


# With a replica, or a primary, that goes away -----------------------------------------------------


def test_pages_come_from_the_primary_while_the_replica_is_away(pair: Pair, patient: Site) -> None:
    wait_for_replica(pair, patient)
    told, back = patient.said("Pages read the primary"), patient.said("read the replica again")
    pair.replica.stop()
    try:
        for _ in range(30):
            assert "Heat" in patient.reader().get(FILM)
            time.sleep(0.1)
        with renamed(pair):
            assert "Warmth" in patient.reader().get(FILM)
        assert patient.said("Pages read the primary, not the replica") == told + 1
        assert patient.said("Internal Server Error") == 0
    finally:
        pair.replica.start()
    pair.replica.catch_up()
    wait_for_replica(pair, patient)
    assert patient.said("Pages read the replica again.") == back + 1


def test_a_replica_that_falls_silent_holds_no_page_up_for_long(pair: Pair, patient: Site) -> None:
    wait_for_replica(pair, patient)
    with silent(pair.replica):
        for _ in range(5):
            begun = time.monotonic()
            assert "Heat" in patient.reader().get(FILM)
            assert time.monotonic() - begun < 10
        begun = time.monotonic()
        patient.reader().get(FILM)
        assert time.monotonic() - begun < 1, "Who comes later does not wait at all."
    wait_for_replica(pair, patient)


@contextmanager
def silent(cluster: Cluster) -> Iterator[None]:
    """Stop all processes of a server without ending them."""
    [parent, *_] = (Path(cluster.data) / "postmaster.pid").read_text().split()
    # The parent first, or it would start others.
    children = Path(f"/proc/{parent}/task/{parent}/children")
    if not children.exists():
        pytest.skip("The system does not tell the children of a process")
    processes = [int(parent), *map(int, children.read_text().split())]
    send(signal.SIGSTOP, processes)
    try:
        yield
    finally:
        send(signal.SIGCONT, processes)


def send(number: signal.Signals, processes: list[int]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):  # It has ended meanwhile.
            os.kill(process, number)


def test_pages_can_be_read_while_the_primary_is_away(pair: Pair, patient: Site) -> None:
    wait_for_replica(pair, patient)
    pair.primary.stop()
    try:
        for _ in range(10):
            for path in ("/", FILM, THEME, "/films/", "/search/?q=heat"):
                assert "Heat" in patient.reader().get(path)
            # What needs the primary fails, and is not blamed on the replica.
            with pytest.raises(urllib.error.HTTPError, match="500"):
                patient.reader().get("/blend/?film=heat-1995")
            time.sleep(0.5)
        with pytest.raises(urllib.error.HTTPError, match="500"):
            patient.reader().get("/healthz")
    finally:
        pair.primary.start()
    assert "ok" in patient.reader().get("/healthz")


def test_a_replica_that_lags_too_far_behind_is_not_read(pair: Pair, tmp_path: Path) -> None:
    pair.replica.catch_up()
    with serving(pair, tmp_path, DATABASE_REPLICA_LAG="1") as site:
        wait_for_replica(pair, site)
        pause(pair.replica)
        try:
            with renamed(pair):
                assert site.soon(FILM, "Warmth") < 8
            assert site.said("Pages read the primary, not the replica: it lags behind") == 1
        finally:
            pair.replica.execute("SELECT pg_wal_replay_resume()")
        pair.replica.catch_up()
        wait_for_replica(pair, site)
        assert site.said("Pages read the replica again.") == 1


def test_a_pool_serves_both(pair: Pair, tmp_path: Path) -> None:
    with serving(pair, tmp_path, DATABASE_POOL="2") as site:
        wait_for_replica(pair, site)
        assert "Heat" in site.get(FILM)


def test_what_is_no_replica_is_not_read(pair: Pair, tmp_path: Path) -> None:
    with serving(pair, tmp_path, DATABASE_REPLICA_URL=pair.primary.url) as site:
        assert "Heat" in site.get(FILM)
        time.sleep(1)
        assert "Heat" in site.get(FILM)
        assert site.said("not the replica: it is a primary itself") == 1


def test_tests_make_no_second_database(pair: Pair) -> None:
    code = (
        "import django; django.setup(); from django.db import connections; "
        "from django.test.utils import setup_databases, teardown_databases; "
        "old = setup_databases(0, False); "
        "print(*(connections[a].settings_dict['NAME'] for a in connections)); "
        "print(len(old)); teardown_databases(old, 0)"
    )
    variables = {"DATABASE_URL": pair.primary.url, "DATABASE_REPLICA_URL": pair.replica.url}
    answer = subprocess.run(  # noqa: S603 — our own code
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | variables | {"DEBUG": "1", "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert answer.stdout.split() == ["test_moreish", "test_moreish", "1"], answer.stderr


# Which request goes where -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "cookies", "verdict"),
    [
        ("GET", "/", {}, True),
        ("HEAD", "/films/heat-1995/", {}, True),
        ("GET", "/films/heat-1995/", {"csrftoken": "abc"}, True),
        ("GET", "/films/heat-1995/", {"sessionid": "abc"}, False),
        ("GET", "/films/heat-1995/", {WROTE: "1"}, False),
        ("POST", "/films/heat-1995/", {}, False),
        ("DELETE", "/films/heat-1995/", {}, False),
        ("GET", "/admin/", {}, False),
        ("GET", "/admin/login/", {}, False),
        ("GET", "/preview/abc/", {}, False),
    ],
)
def test_a_page_may_lag_for_readers_only(
    method: str, path: str, cookies: dict[str, str], verdict: bool, rf: RequestFactory
) -> None:
    rf.cookies.load(cookies)
    assert may_lag(rf.generic(method, path)) is verdict


def test_the_desk_and_previews_never_lag(rf: RequestFactory) -> None:
    for name, arguments in (("admin:index", []), ("pages:preview", ["abc"])):
        assert not may_lag(rf.get(reverse(name, args=arguments)))


def test_a_request_that_writes_reads_the_primary_from_then_on() -> None:
    router = Router()
    assert router.db_for_read(Film) == "default"
    with on_course(Course(REPLICA)):
        assert router.db_for_read(Film) == REPLICA
        with on_primary():
            assert router.db_for_read(Film) == "default"
        assert router.db_for_read(Film, instance=Film()) == REPLICA
        assert router.db_for_write(Theme) == "default"
        assert router.db_for_read(Film) == "default"
    assert router.db_for_read(Film) == "default"


def test_a_write_among_what_must_not_lag_counts_for_the_request() -> None:
    router = Router()
    with on_course(Course(REPLICA)) as course:
        with on_primary():
            router.db_for_write(Film)
        assert router.db_for_read(Film) == "default"
        assert course.has_written


def test_rows_of_both_go_together_and_only_the_primary_is_migrated() -> None:
    router = Router()
    assert router.allow_relation(Film(), Person())
    assert router.allow_migrate(REPLICA, "films") is False
    assert router.allow_migrate("default", "films") is None


@pytest.mark.parametrize(
    ("method", "writes", "cookie"),
    [("POST", True, "1"), ("POST", False, None), ("GET", True, None)],
)
def test_who_wrote_without_a_session_reads_the_primary_for_a_while(
    method: str, writes: bool, cookie: str | None, rf: RequestFactory, settings: Any
) -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        if writes:
            Router().db_for_write(Film)
        return HttpResponse()

    settings.NEVER_FROM_REPLICA = ("/",)
    answer = ReadPublicPagesFromReplica(view)(rf.generic(method, "/lists/"))
    found = answer.cookies.get(WROTE)
    assert (found.value if found else None) == cookie
    if found:
        assert 5 < found["max-age"] < 60
        assert found["httponly"]
