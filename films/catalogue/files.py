"""Columns as files, which all processes of a machine map into memory and thus have once."""

from __future__ import annotations

import dataclasses
import json
import logging
import shutil
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection

from .columns import KEYS, WORDS, Columns, Offers, Words
from .marks import Ints

VERSION = 2  # of what stands in the files
TOLD = "columns.json"

logger = logging.getLogger(__name__)


def folder() -> Path:
    """Return where the files of this database are, one folder for each time they were written."""
    database = connection.settings_dict
    name = ":".join(str(database[part]) for part in ("ENGINE", "HOST", "PORT", "NAME"))
    return Path(settings.CATALOGUE_DIR) / sha256(name.encode()).hexdigest()[:16]


def newest() -> Path | None:
    """Return the newest files, if there are any."""
    try:
        written = [path for path in folder().iterdir() if path.name.isdecimal()]
    except OSError:
        return None
    return max(written, default=None, key=lambda path: path.name)


def save(columns: Columns, stamp: int) -> Path:
    """Write columns that were read at a moment (microseconds), and remove those before.

    Raises OSError where they cannot be written; whoever reads finds whole files or none.
    """
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".", dir=place))
    try:
        names: dict[str, Any] = {"version": VERSION}
        for name, value in _parts(columns):
            if isinstance(value, list):
                names[name] = value
            else:
                np.save(unfinished / f"{name}.npy", value)
        (unfinished / TOLD).write_text(json.dumps(names))
        unfinished.chmod(0o755)  # who builds and who serves need not be the same user
        written = place / f"{stamp:020}"
        unfinished.rename(written)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    for old in place.iterdir():
        if old.name < written.name and old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
    return written


def load(path: Path) -> Columns | None:
    """Map files into memory; None, with a line in the log, where they are not whole."""
    try:
        told = json.loads((path / TOLD).read_text())
        # As plain arrays, which are quicker to take slices of.
        arrays = {
            file.stem: np.asarray(np.load(file, mmap_mode="r")) for file in path.glob("*.npy")
        }
        columns = _of_parts({**told, **arrays})
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        logger.warning("%s cannot be read (%s); the films are read from the database.", path, error)
        return None
    return columns


def _parts(part: Any, prefix: str = "") -> Iterator[tuple[str, Ints | list[str]]]:
    """Yield all arrays and lists by their names, such as "words.genre.films"."""
    items = (
        part
        if isinstance(part, dict)
        else {field.name: getattr(part, field.name) for field in dataclasses.fields(part)}
    )
    for name, value in items.items():
        if isinstance(value, np.ndarray | list):
            yield f"{prefix}{name}", value
        else:
            yield from _parts(value, f"{prefix}{name}.")


def _of_parts(parts: dict[str, Any]) -> Columns:
    if (version := parts.pop("version")) != VERSION:
        raise ValueError(f"version {version} instead of {VERSION}")
    tree: dict[str, Any] = {}
    for name, value in parts.items():
        *path, last = name.split(".")
        branch = tree
        for step in path:
            branch = branch.setdefault(step, {})
        branch[last] = value
    tree["words"] = {name: Words(**words) for name, words in tree["words"].items()}
    tree["offers"] = Offers(**tree["offers"])
    if missing := (WORDS.keys() - tree["words"].keys()) | (KEYS.keys() - tree["orders"].keys()):
        raise ValueError(f"{', '.join(sorted(missing))} is missing")
    columns = Columns(**tree)
    lengths = {len(each) for each in (columns.years, columns.modified, *columns.orders.values())}
    lengths |= {len(words.word_starts) - 1 for words in columns.words.values()}
    if lengths != {len(columns)}:
        raise ValueError("its arrays are of several catalogues")
    return columns
