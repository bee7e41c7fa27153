"""Throw-away PostgreSQL clusters: what they give, and that nothing of them stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from .cluster import Cluster, main, why_impossible

ROOT = Path(__file__).parent.parent
# Lets forty visitors ask at once, and counts the connections that were made for them.
VISITORS = """
import threading
import django
django.setup()
from django.db import connection
def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        answer = cursor.fetchone()
    connection.close()
    return answer
threads = [threading.Thread(target=ask, args=["SELECT pg_sleep(0.02)"]) for _ in range(40)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"))
"""


def started(*arguments: str, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 — our own command
        [sys.executable, "-m", "tests.cluster", *arguments],
        cwd=ROOT,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_cluster_is_empty_sorts_by_code_points_and_goes_away() -> None:
    if reason := why_impossible():
        pytest.skip(reason)
    with Cluster() as cluster:
        assert cluster.execute("SELECT 1 WHERE 'Z' < 'a' AND 'z' < 'ä'") == [(1,)]
        assert cluster.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [
            (0,)
        ]
    assert not cluster.folder.exists()
    with pytest.raises(psycopg.OperationalError):
        cluster.execute("SELECT 1")


def test_a_replica_shows_what_its_primary_has_and_cannot_be_written(cluster: Cluster) -> None:
    with cluster.replica() as replica:
        cluster.execute("CREATE TABLE films AS SELECT 'Heat' AS title")
        replica.catch_up()
        assert replica.execute("SELECT title FROM films") == [("Heat",)]
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            replica.execute("DROP TABLE films")
        replica.stop()
        cluster.execute("DROP TABLE films")
        replica.start()
        replica.catch_up()
        with pytest.raises(psycopg.errors.UndefinedTable):
            replica.execute("SELECT title FROM films")


def test_a_command_runs_on_a_cluster_of_its_own(cluster: Cluster) -> None:
    process = started("--", "sh", "-c", "echo $DATABASE_URL; exit 3")
    url, errors = process.communicate(timeout=60)
    assert url.startswith("postgres://"), errors
    assert process.returncode == 3
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url.strip())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_an_interrupted_command_leaves_nothing(cluster: Cluster, number: signal.Signals) -> None:
    process = started("--", "sh", "-c", "echo $DATABASE_URL; exec sleep 60")
    assert process.stdout is not None
    with psycopg.connect(process.stdout.readline().strip()) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row
    assert Path(row[0]).parent.exists()
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert not Path(row[0]).parent.exists()


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ([], 2, "Usage: "),
        (["true"], 2, "Usage: "),
        (["--if-possible", "--"], 2, "Usage: "),
        (["--", "true", "or", "so"], 1, "Skipped: true or so"),
        (["--if-possible", "--", "true"], 0, "Skipped: true"),
    ],
)
def test_what_cannot_be_run_is_said(
    arguments: list[str],
    status: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("PATH", "")  # Not even runuser is there.
    assert main(arguments) == status
    assert words in capsys.readouterr().err


def test_a_command_that_is_not_there_is_named(cluster: Cluster) -> None:
    process = started("--", "no-such-command")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 127
    assert errors.endswith("No such file or directory: 'no-such-command'\n")


def test_visitors_share_the_connections_of_a_pool(cluster: Cluster) -> None:
    variables = {"DATABASE_URL": cluster.url, "DATABASE_POOL": "3", "DEBUG": "1"}
    answer = subprocess.run(  # noqa: S603 — our own code
        [sys.executable, "-c", VISITORS],
        cwd=ROOT,
        env=os.environ | variables | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (answer.stdout, answer.stderr) == ("3\n", "")
