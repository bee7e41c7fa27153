"""Packed files are read as if they were not, as far as they are whole."""

from __future__ import annotations

import bz2
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from films.importing.reading import Unusable, first_line, lines
from films.importing.records import Refused

PACKINGS = pytest.mark.parametrize(
    ("name", "pack"), [("gzip", gzip.compress), ("bzip2", bz2.compress)]
)
Pack = Callable[[bytes], bytes]


@PACKINGS
def test_packed_files_are_read_line_by_line(tmp_path: Path, name: str, pack: Pack) -> None:
    path = tmp_path / "films"
    path.write_bytes(pack(b"\xef\xbb\xbfHeat\r\nThief\n"))
    told: list[int] = []
    assert list(lines(path, print, told.append)) == [(1, "Heat"), (2, "Thief")]
    assert sum(told) == path.stat().st_size
    assert first_line(path) == "Heat"


@PACKINGS
def test_a_packed_file_that_breaks_off_is_read_up_to_there(
    tmp_path: Path, name: str, pack: Pack
) -> None:
    path = tmp_path / "films"
    path.write_bytes(pack(b"Heat\n" * 100_000)[:-12])
    refused: list[Refused] = []
    read = list(lines(path, refused.append))
    assert all(line == "Heat" for _, line in read[:-1])
    assert len(refused) == 1
    assert refused[0].reason.startswith(f"the {name} file breaks off or is damaged after this line")


@PACKINGS
def test_a_packed_file_with_rubbish_in_it_is_refused(tmp_path: Path, name: str, pack: Pack) -> None:
    path = tmp_path / "films"
    path.write_bytes(pack(b"Heat")[:10] + b"rubbish" * 10)
    refused: list[Refused] = []
    assert list(lines(path, refused.append)) == []
    assert [refusal.where.line for refusal in refused] == [0]
    with pytest.raises(Unusable, match="cannot be read"):
        first_line(path)


def test_a_file_that_is_not_there_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="No such file"):
        list(lines(tmp_path / "films", print))
