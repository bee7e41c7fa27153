"""A space in a file, so that a process that starts need not read the catalogue again."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from .duplicates import Identity
from .space import Space

VERSION = 1
TEXTS = ("ids", "identities", "traits", "names", "built", "counted")
MADE = ("trait_of",)  # follows from the rest


class SnapshotError(ValueError):
    """The file is no snapshot that this version can read."""


def save(space: Space, path: Path) -> None:
    """Write a space to a file, in whole or not at all; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w") as archive:
            texts = {name: getattr(space, name) for name in TEXTS} | {"version": VERSION}
            archive.writestr("texts.json", json.dumps(texts, default=sorted))
            for field in _columns():
                column = io.BytesIO()
                np.save(column, getattr(space, field), allow_pickle=False)
                archive.writestr(f"{field}.npy", column.getbuffer())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def load(path: Path) -> Space:
    """Read a space from a file; raises SnapshotError, also where there is no file."""
    try:
        with zipfile.ZipFile(path) as archive:
            texts = json.loads(archive.read("texts.json"))
            if texts.pop("version") != VERSION:
                raise SnapshotError(f"{path} was written by another version.")
            columns = {
                field: np.load(io.BytesIO(archive.read(f"{field}.npy")), allow_pickle=False)
                for field in _columns()
            }
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise SnapshotError(f"{path} is no snapshot: {error}") from error
    return _space(texts, columns)


def _columns() -> list[str]:
    fields = [field.name for field in dataclasses.fields(Space)]
    return [field for field in fields if field not in (*TEXTS, *MADE)]


def _space(texts: dict[str, Any], columns: dict[str, Any]) -> Space:
    traits = tuple((kind, key) for kind, key in texts.pop("traits"))
    identities = tuple(
        Identity(title, year, frozenset(directors))
        for title, year, directors in texts.pop("identities")
    )
    return Space(
        ids=tuple(texts["ids"]),
        identities=identities,
        traits=traits,
        trait_of={trait: number for number, trait in enumerate(traits)},
        names=tuple(texts["names"]),
        built=texts["built"],
        counted=texts["counted"],
        **columns,
    )
