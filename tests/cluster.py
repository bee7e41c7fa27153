"""A throw-away PostgreSQL, for tests and for whatever else wants one for a while.

`python -m tests.cluster -- COMMAND …` runs a command with DATABASE_URL naming a new, empty
database, and removes it in the end, also when it is interrupted. `--if-possible` before the
`--` only says so, and succeeds, where no PostgreSQL can be started.
"""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, LiteralString, Self

import psycopg

DATABASE = "moreish"
USER = "postgres"
WAIT = 60  # seconds for a server to start, a replica to follow, a command to end
# What is thrown away need not survive a power cut.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
}


class Impossible(Exception):
    """No cluster can be made on this machine; says why in a sentence."""


def why_impossible() -> str:
    """Return why no cluster can be made on this machine, or nothing."""
    try:
        binaries()
    except Impossible as error:
        return str(error)
    return ""


def binaries() -> Path:
    """Return the directory of the newest initdb, pg_ctl and pg_basebackup, those on PATH first."""
    if os.geteuid() == 0:
        try:
            pwd.getpwnam(USER)
        except KeyError as error:
            raise Impossible(
                f"PostgreSQL refuses to run as root, and no user is {USER}."
            ) from error
        if shutil.which("runuser") is None:
            raise Impossible("PostgreSQL refuses to run as root, and runuser is missing.")
    on_path = shutil.which("initdb")
    installed = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    folders = sorted(installed, key=lambda folder: float(folder.parent.name), reverse=True)
    for folder in [Path(on_path).resolve().parent, *folders] if on_path else folders:
        if all((folder / name).is_file() for name in ("initdb", "pg_ctl", "pg_basebackup")):
            return folder
    raise Impossible("PostgreSQL is not installed: no initdb, pg_ctl and pg_basebackup.")


class Cluster:
    """A PostgreSQL server with one empty database, which goes away with its `with` block.

    Raises Impossible, when entered, where none can be made. Anybody on the machine may connect.
    """

    def __init__(self, *, primary: Cluster | None = None) -> None:
        self.primary = primary
        self.port = 0

    @property
    def url(self) -> str:
        return f"postgres://{USER}@127.0.0.1:{self.port}/{DATABASE}"

    def replica(self) -> Cluster:
        """Return a cluster that, once entered, follows this one and can only be read."""
        return Cluster(primary=self)

    def __enter__(self) -> Self:
        self.binaries = binaries()
        self.folder = Path(tempfile.mkdtemp(prefix="moreish-postgresql-"))
        try:
            if os.geteuid() == 0:
                shutil.chown(self.folder, USER)
            self._make()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.remove()

    def _make(self) -> None:
        if self.primary:
            source = f"host=127.0.0.1 port={self.primary.port} user={USER}"
            self._run(
                "pg_basebackup", "-D", self.data, "-d", source, "-R", "-X", "stream", "-c", "fast"
            )
            self.start()
            return
        self._run(
            "initdb", "-D", self.data, "-U", USER, "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        self.start()
        self.execute(f"CREATE DATABASE {DATABASE}", database="postgres")

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        """Start the server, for the first time or after `stop`; it keeps its port."""
        self.port = self.port or free_port()
        options = {**SETTINGS, "port": self.port, "unix_socket_directories": self.folder}
        arguments = " ".join(f"-c {name}={shlex.quote(str(options[name]))}" for name in options)
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", self.data, "-l", log, "-o", arguments, "-t", str(WAIT), "start")

    def stop(self) -> None:
        """Stop the server as a power cut would."""
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def remove(self) -> None:
        try:
            if (self.folder / "data" / "postmaster.pid").exists():
                self.stop()
        finally:
            shutil.rmtree(self.folder)

    def execute(self, sql: LiteralString, *, database: str = DATABASE) -> list[tuple[Any, ...]]:
        """Run a statement by itself and return its rows, if it has any."""
        with psycopg.connect(self.url, dbname=database, autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def catch_up(self) -> None:
        """Wait until this replica shows all that its primary has written so far."""
        assert self.primary is not None
        [(written,)] = self.primary.execute("SELECT pg_current_wal_lsn()::text")
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            [(behind,)] = self.execute(
                f"SELECT pg_wal_lsn_diff('{written}', pg_last_wal_replay_lsn()) > 0"
            )
            if not behind:
                return
            time.sleep(0.02)
        raise TimeoutError(f"The replica did not follow in {WAIT} seconds.")

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs, as a user that it accepts."""
        as_user = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
        # The output goes to a file: the server, which keeps it open, would hold a pipe for ever.
        with tempfile.TemporaryFile("w+") as output:
            ended = subprocess.run(  # noqa: S603 — PostgreSQL's own programs
                [*as_user, str(self.binaries / program), *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
            if ended.returncode:
                output.seek(0)
                raise RuntimeError(f"{program} failed:\n{output.read()}{self._log()}")

    def _log(self) -> str:
        log = self.folder / "log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else ""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


# The command -----------------------------------------------------------------------------------

INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def interrupt(number: int, _frame: FrameType | None) -> None:
    """End, but first let everything that is being left be cleaned up undisturbed."""
    for each in INTERRUPTIONS:
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


def run(command: Sequence[str]) -> int:
    """Run a command on a cluster of its own, and return its exit status."""
    with Cluster() as cluster:
        environment = os.environ | {"DATABASE_URL": cluster.url}
        process = subprocess.Popen(command, env=environment)  # noqa: S603 — as whoever runs this asks
        try:
            status = process.wait()
        except SystemExit:
            process.terminate()
            try:
                process.wait(WAIT)
            except subprocess.TimeoutExpired:
                process.kill()
            raise
    return status if status >= 0 else 128 - status


def main(arguments: Sequence[str]) -> int:
    if_possible = arguments[0] == "--if-possible" if arguments else False
    dashes, *command = arguments[1:] if if_possible else arguments or [""]
    if dashes != "--" or not command:
        sys.stderr.write("Usage: python -m tests.cluster [--if-possible] -- COMMAND …\n")
        return 2
    try:
        return run(command)
    except Impossible as error:
        sys.stderr.write(f"{error} Skipped: {shlex.join(command)}\n")
        return 0 if if_possible else 1
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 127


if __name__ == "__main__":
    for each in INTERRUPTIONS:
        signal.signal(each, interrupt)
    sys.exit(main(sys.argv[1:]))
