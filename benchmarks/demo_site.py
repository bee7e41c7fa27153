"""The demo catalogue served as in production, from a folder that is thrown away afterwards."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_WITHIN = 30  # seconds


def production(folder: Path) -> dict[str, str]:
    """Return the variables of a production site that keeps all its files in a folder."""
    return {
        "DEBUG": "0",
        "HTTPS": "0",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "CACHE_URL": "locmem://",
        "LOG_LEVEL": "WARNING",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(application: str, variables: Mapping[str, str], health: str = "/") -> Iterator[str]:
    """Serve a WSGI application with our gunicorn settings and yield its address."""
    port = free_port()
    environment = {**os.environ, **variables, "PORT": str(port), "BIND": f"127.0.0.1:{port}"}
    environment |= {"WEB_CONCURRENCY": "2", "LOG_LEVEL": "WARNING"}
    command = ["-m", "gunicorn", "--config", "config/gunicorn.conf.py", application]
    server = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address + health, server)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            server.kill()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return once the address answers; raise if the server ends or takes too long."""
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"The server stopped with status {server.returncode}.")
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 — our own loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"{address} did not answer within {START_WITHIN} seconds.")


@contextmanager
def demo_variables() -> Iterator[dict[str, str]]:
    """Fill a temporary folder with the demo catalogue and yield the variables that name it."""
    with tempfile.TemporaryDirectory(prefix="moreish-") as name:
        variables = production(Path(name))
        fixtures = [str(path) for path in sorted((ROOT / "fixtures").glob("*.jsonl"))]
        for command in (
            ["migrate", "--verbosity", "0"],
            ["loaddata", "--verbosity", "0", *fixtures],
            ["build_likeness", "--verbosity", "0"],
            ["collectstatic", "--noinput", "--verbosity", "0"],
        ):
            subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env={**os.environ, **variables},
                check=True,
                stdout=subprocess.DEVNULL,
            )
        yield variables
