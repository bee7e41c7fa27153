"""The HTML of every kind of page is valid, as the Nu Html Checker judges it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from .kinds import KINDS

VALIDATOR = Path(__file__).parent.parent / "node_modules/vnu-jar/build/dist/vnu.jar"
JAVA = shutil.which("java")


@pytest.mark.skipif(JAVA is None, reason="Java is not installed")
@pytest.mark.skipif(not VALIDATOR.exists(), reason="the HTML validator is not installed (npm ci)")
def test_every_kind_of_page_is_valid_html(
    client: Client, demo_catalogue: None, tmp_path: Path
) -> None:
    files = []
    for kind, address in KINDS.items():
        file = tmp_path / f"{kind.replace(' ', '-')}.html"
        file.write_bytes(client.get(address).content)
        files.append(str(file))
    checked = subprocess.run(  # noqa: S603 — our own files, one run of Java for all
        [str(JAVA), "-jar", str(VALIDATOR), "--format", "json", "--exit-zero-always", *files],
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    messages = json.loads(checked.stderr)["messages"]
    errors = [
        f"{Path(message.get('url', '?')).name}:{message.get('lastLine', '?')}: {message['message']}"
        for message in messages
        if message["type"] != "info"
    ]
    assert errors == []
