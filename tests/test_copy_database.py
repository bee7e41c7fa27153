"""A site moves from one database to another: all of it, unchanged, or nothing."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import reversion
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import JSONField, Value
from pytest_django import DjangoDbBlocker

from films.models import Film, Likeness, LikenessBuild
from films.searched import TITLES
from pages.copying.databases import SOURCE, TARGET, Unusable, opened, source_of, target_of
from pages.copying.run import copy
from pages.copying.tables import Checksum, Table, all_tables, as_text, as_told, in_order
from publishing.finding import closest
from publishing.matching import Sought
from publishing.models import CheckReport

from .cluster import Cluster
from .factories import make_article, make_author, make_film, make_list, make_review, make_user
from .test_schema import ROWS

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 100  # kB that a file may have on a disk that is full
ROOT = Path(__file__).parent.parent
LONG_AGO = dt.datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=dt.UTC)


@pytest.fixture
def site() -> Film:
    """Make a site with rows in every table, and words, numbers and moments that are easily lost."""
    for make in ROWS.values():
        make()
    film = make_film(
        "Amélie 🎬 \\ “x”\n\t%s",
        genres=["crime"],
        countries=["DE"],
        languages=["de"],
        slug="amelie-2001",
    )
    Film.objects.filter(pk=film.pk).update(modified_at=LONG_AGO)
    evidence = [{"kind": "theme", "weight": 1e22, "z": [1.50, 0.1, None, True], "a": "ü\\u0041"}]
    Likeness.objects.update(score=0.1 + 0.2, evidence=evidence)
    CheckReport.objects.update(findings=Value(None, JSONField()))
    author, user = make_author("Zoë"), make_user("Writer")
    user.user_permissions.add(Permission.objects.earliest("pk"))
    for page in (make_list(film), make_review(film), make_article(film)):
        page.authors.add(author)
    with reversion.create_revision():
        reversion.set_user(user)
        reversion.add_to_revision(make_list(film))
    session = SessionStore()
    session["kept"] = "yes"
    session.save()
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(Film),
        object_id=str(film.pk),
        object_repr=str(film),
        action_flag=CHANGE,
        change_message="[]",
    )
    return film


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """Make a database without rows once: that takes longer than to copy it."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    with django_db_blocker.unblock(), opened(TARGET, target_of(f"sqlite:///{path}")):
        call_command("migrate", database=TARGET, verbosity=0)
    return path


@pytest.fixture
def target(tmp_path: Path, migrated: Path) -> str:
    shutil.copy(migrated, tmp_path / "copy.sqlite3")
    return f"sqlite:///{tmp_path}/copy.sqlite3"


@pytest.fixture
def further(tmp_path: Path, migrated: Path) -> str:
    """Return the address of one more empty database."""
    shutil.copy(migrated, tmp_path / "further.sqlite3")
    return f"sqlite:///{tmp_path}/further.sqlite3"


@pytest.fixture
def server(cluster: Cluster) -> str:
    """Return the address of a new, empty database on PostgreSQL."""
    cluster.execute("DROP DATABASE IF EXISTS moved", database="postgres")
    cluster.execute("CREATE DATABASE moved", database="postgres")
    return cluster.url.replace("/moreish", "/moved")


def own_address() -> str:
    """Return the address of the database that the tests run on."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    who = ":".join(quote(str(database[part]), safe="") for part in ("USER", "PASSWORD"))
    return f"postgres://{who}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def copied(*addresses: str) -> str:
    """Copy, by the command, and return what it says."""
    said = io.StringIO()
    call_command("copy_database", *addresses, stdout=said, stderr=io.StringIO())
    return said.getvalue()


def refused(*addresses: str) -> str:
    """Try to copy, and return the sentence in which this is refused."""
    with pytest.raises(CommandError) as caught:
        copied(*addresses)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith("Nothing was copied.")
    return sentence


def everything(database: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """Return all rows of all tables, written out."""
    with transaction.atomic(using=database.alias):
        return {
            table.name: sorted(
                text for batch in table.batches(database) for text in table.texts(batch)
            )
            for table in all_tables(database)
        }


# What arrives -------------------------------------------------------------------------------------


def test_a_whole_site_moves_to_a_file(site: Film, target: str) -> None:
    before = everything(connection)
    said = copied(target)
    assert everything(connection) == before, "The source is not touched."
    with opened(TARGET, source_of(target)) as there:
        after = everything(there)
        assert Film.objects.using(TARGET).get(pk=site.pk).modified_at == LONG_AGO
        found = closest(Film, TITLES, Sought.typed("amelie"))
        there.check_constraints()
    assert after == before
    assert all(after.values()), "Some table has no row, so that nothing is proved for it."
    assert [*found] == [site.pk]
    assert f"{len(before)} tables, {sum(map(len, before.values())):,} rows: each is" in said
    for table, rows in before.items():
        assert any(
            line.split()[:3] == [table, str(len(rows)), str(len(rows))]
            and line.endswith(" the same")
            for line in said.splitlines()
        )
    assert LikenessBuild.objects.count() == len(before["films_likenessbuild"])


def test_a_whole_site_moves_to_postgresql_and_back(site: Film, server: str, target: str) -> None:
    before = everything(connection)
    assert "each is the same in both" in copied(own_address(), server)
    assert "each is the same in both" in copied(server, target)
    with opened(TARGET, source_of(target)) as there:
        assert everything(there) == before
    assert "is not empty" in refused(target, server)


def test_numbers_of_deleted_rows_are_not_given_again(site: Film, server: str, target: str) -> None:
    gone = make_film("Gone", 2001)
    number = gone.pk
    gone.delete()
    copied(server)
    copied(server, target)
    for address in (server, target):
        with opened(TARGET, target_of(address)):
            new = Film(title="New", year=2002, slug="new-2002")
            new.save(using=TARGET)
            assert new.pk == number + 1


def test_what_is_written_meanwhile_is_not_half_there(site: Film, target: str) -> None:
    films = Film.objects.count()

    def told(_total: int, done: int) -> None:
        if done:
            make_film()

    with opened(SOURCE, source_of(None)) as here, opened(TARGET, target_of(target)) as there:
        copied = copy(here, there, told)
        assert Film.objects.using(TARGET).count() == films
    assert all(each.is_equal for each in copied)
    assert Film.objects.count() > films


def test_a_file_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    assert "each is the same in both" in copied(f"sqlite:///{tmp_path}/new.sqlite3")


# What stays as it was -----------------------------------------------------------------------------


def rows_in(target: str) -> int:
    with opened(TARGET, source_of(target)) as there:
        return sum(
            table.count(there)
            for table in all_tables(there)
            if table.name not in {"auth_permission", "django_content_type"}
        )


def test_a_target_with_rows_is_refused_and_left_alone(site: Film, target: str) -> None:
    with opened(TARGET, target_of(target)):
        Film(title="Theirs", year=2002, slug="theirs-2002").save(using=TARGET)
    assert "copy.sqlite3) is not empty: films_film (1) have rows" in refused(target)
    assert rows_in(target) == 1


def test_an_interrupted_copy_leaves_nothing_and_can_be_run_again(site: Film, target: str) -> None:
    def told(_total: int, done: int) -> None:
        if done and rows_of_films(there):
            raise KeyboardInterrupt

    with (
        opened(SOURCE, source_of(None)) as here,
        opened(TARGET, target_of(target)) as there,
        pytest.raises(KeyboardInterrupt),
    ):
        copy(here, there, told)
    assert rows_in(target) == 0
    assert "each is the same in both" in copied(target)


def rows_of_films(database: BaseDatabaseWrapper) -> int:
    return Film.objects.using(database.alias).count()


def test_a_full_disk_is_told_in_a_sentence(site: Film, target: str) -> None:
    command = [sys.executable, "manage.py", "copy_database", own_address(), target]
    answer = subprocess.run(  # noqa: S603 — our own command
        ["/bin/bash", "-c", f'ulimit -f {MOST}; exec "$@"', "bash", *command],
        cwd=ROOT,
        env=os.environ | {"DEBUG": "1", "DATABASE_URL": "sqlite://:memory:"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert answer.returncode == 1
    last = answer.stderr.strip().splitlines()[-1]
    assert last.startswith("CommandError: ")
    assert last.endswith(" Nothing was copied.")
    assert "Traceback" not in answer.stderr
    assert rows_in(target) == 0


def test_a_target_that_goes_away_is_told_in_a_sentence(site: Film) -> None:
    def told(_total: int, done: int) -> None:
        if done and lost.port:
            lost.stop()
            lost.port = 0

    with Cluster() as lost:
        address = lost.url
        with (
            opened(SOURCE, source_of(None)) as here,
            opened(TARGET, target_of(address)) as there,
            pytest.raises((Unusable, Error), match=r"server closed|refused"),
        ):
            copy(here, there, told)
        assert "refused" in refused(own_address(), address)


# What cannot be copied ----------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:Engine not recognized")
@pytest.mark.parametrize(
    ("source", "target", "sentence"),
    [
        ("sqlite:////nowhere/site.sqlite3", "", "There is no SQLite /nowhere/site.sqlite3."),
        ("", "sqlite:////nowhere/site.sqlite3", "There is no directory for SQLite /nowhere/"),
        ("", "sqlite:////proc/site.sqlite3", "unable to open database file."),
        ("", "sqlite://:memory:", "A database in memory is gone when the command ends."),
        ("sqlite://", "", "A database in memory is gone"),
        ("", "nonsense", "must name SQLite or PostgreSQL."),
        ("", "mysql://ada:hunter2@db.example/x", "must name SQLite or PostgreSQL."),
        ("", "postgres://ada:hunter2@db.example:port/x", "cannot be read"),
        ("postgres://[::1/x", "", "cannot be read"),
        ("", "postgres://ada:hunter2@127.0.0.1:1/moreish", "Connection refused."),
        ("postgres://ada:hunter2@127.0.0.1:1/moreish", "", "Connection refused."),
        ("", "postgres://ada:hunter2@127.0.0.1:1/moreish?hue=3", 'option "hue".'),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(
    source: str, target: str, sentence: str, tmp_path: Path
) -> None:
    target = target or f"sqlite:///{tmp_path}/copy.sqlite3"
    said = refused(source or own_address(), target)
    assert sentence in said
    assert "hunter2" not in said


def test_a_database_is_not_copied_to_itself(target: str, tmp_path: Path) -> None:
    assert "Source and target are one" in refused(own_address(), own_address())
    copied(target)
    assert "Source and target are one" in refused(
        target, f"sqlite:///{tmp_path}/../{tmp_path.name}/copy.sqlite3"
    )


def test_a_file_that_is_no_database_of_moreish_is_refused(target: str, tmp_path: Path) -> None:
    junk = tmp_path / "junk.sqlite3"
    junk.write_bytes(b"junk" * 1000)
    assert refused(f"sqlite:///{junk}", target).startswith("file is not a database.")
    other = tmp_path / "other.sqlite3"
    sqlite3.connect(other).execute("CREATE TABLE films_film (id integer)")
    assert "is no database of Moreish" in refused(f"sqlite:///{other}", target)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("DELETE FROM django_migrations WHERE app = 'lists'", "lacks 2 migrations; run `manage.py"),
        (
            "INSERT INTO django_migrations (app, name, applied) VALUES ('films', '0999_hue', '')",
            "is of a newer Moreish, which has films.0999_hue.",
        ),
    ],
)
def test_a_source_of_another_version_is_refused(
    change: str, sentence: str, target: str, further: str, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "copy.sqlite3") as file:
        file.execute(change)
    assert sentence in refused(target, further)


def test_a_row_that_names_no_other_is_found_out(
    site: Film, target: str, further: str, tmp_path: Path
) -> None:
    copied(target)
    with sqlite3.connect(tmp_path / "copy.sqlite3") as file:
        file.execute("UPDATE films_credit SET person_id = 999999")
    said = refused(target, further)
    assert "films_credit" in said
    assert "999999" in said
    assert rows_in(further) == 0


def test_what_only_sqlite_takes_is_named_by_its_table(
    site: Film, server: str, target: str, tmp_path: Path
) -> None:
    copied(target)
    with sqlite3.connect(tmp_path / "copy.sqlite3") as file:
        file.execute("UPDATE people_person SET name = ?", ["x" * 5000])
    said = refused(target, server)
    assert said.startswith("people_person: value too long")


# The parts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Decimal("1.50"), Decimal("1.5")),
        (Decimal("-0.0"), Decimal(0)),
        (LONG_AGO, LONG_AGO.astimezone(dt.timezone(dt.timedelta(hours=5)))),
        (as_told({"a": 1e2, "b": 1.0}), as_told({"b": 1, "a": 100})),
        (as_told(1e22), as_told(10**22)),
    ],
)
def test_what_is_equal_is_written_alike(one: Any, other: Any) -> None:
    table = Table(Film)
    assert [*table.texts([(one,) * len(table.fields)])] == [
        *table.texts([(other,) * len(table.fields)])
    ]
    assert as_text(one) == as_text(other) or isinstance(one, dict)


def test_a_checksum_minds_each_row_but_not_their_order() -> None:
    whole = Checksum().plus(["Heat", "Thief", "Heat"])
    assert whole == Checksum().plus(["Heat"]).plus(["Heat", "Thief"])
    assert whole.rows == 3
    for other in (["Heat", "Thief"], ["Heat", "Thief", "Thief"], ["Heat", "Thief", "Heat "]):
        assert whole != Checksum().plus(other)


def test_parents_come_before_children() -> None:
    tables = in_order(all_tables(connection))
    places = {table.name: place for place, table in enumerate(tables)}
    assert len(places) == len(tables)
    assert places["films_film"] < places["films_credit"] > places["people_person"]
    assert places["auth_user"] < places["auth_user_groups"] > places["auth_group"]
