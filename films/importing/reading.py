"""Reading large files of strangers: packed or not, line by line, in bounded memory.

What cannot be read is refused with its line and reason, and reading goes on behind it.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from .records import Refuse, Refused, Where

BLOCK = 1 << 20
LONGEST_LINE = 16 << 20  # bytes: items of Wikidata have a few million
# How packed files begin, what they are, and what unpacks them.
PACKED: tuple[tuple[bytes, str, Callable[[BinaryIO], Any]], ...] = (
    (b"\x1f\x8b", "gzip", lambda raw: gzip.GzipFile(fileobj=raw)),
    (b"BZh", "bzip2", bz2.BZ2File),
)
BOM = b"\xef\xbb\xbf"

Lines = Iterator[tuple[int, str]]
Row = dict[str, str]
Told = Callable[[int], None]


class Unusable(Exception):
    """A file that cannot be imported at all, with the reason as a sentence."""


class _Damaged(Exception):
    """A packed file that breaks off, or holds what cannot be unpacked."""


def nobody(_bytes: int) -> None:
    """Tell nobody how many bytes were read."""


def lines(path: Path, refuse: Refuse, told: Told = nobody) -> Lines:
    """Yield the lines of a file with their numbers, without their ends.

    `told` hears how many more bytes of the file were read. A line that is too long or not UTF-8
    is refused; a packed file that breaks off, or is damaged, ends there and is refused.
    """
    number = 0
    try:
        for line in _raw_lines(path, told):
            number += 1
            where = Where(path, number)
            if line is None:
                refuse(Refused(where, f"is longer than {LONGEST_LINE >> 20} MB"))
                continue
            text = line if isinstance(line, str) else _decoded(line, where, refuse)
            yield number, text.removesuffix("\r")
    except _Damaged as error:
        refuse(Refused(Where(path, number), str(error)))
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror or error}.") from error


def _raw_lines(path: Path, told: Told) -> Iterator[str | bytes | None]:
    """Yield lines as text, or as bytes where they are none; None for one that is too long."""
    rest, is_skipping, is_first = b"", False, True
    for block in _blocks(path, told):
        *whole, rest = (rest + block).split(b"\n")
        if is_first:
            whole, rest = _without_mark(whole, rest)
            is_first = False
        if is_skipping and whole:
            yield None
            del whole[0]
            is_skipping = False
        try:
            # All at once is several times faster than one by one.
            yield from b"\n".join(whole).decode().split("\n") if whole else ()
        except UnicodeDecodeError:
            yield from whole
        if len(rest) > LONGEST_LINE or is_skipping:
            rest, is_skipping = b"", True
    if is_skipping:
        yield None
    elif rest:
        yield rest


def _without_mark(whole: list[bytes], rest: bytes) -> tuple[list[bytes], bytes]:
    """Drop a byte order mark from the first line."""
    if whole:
        return [whole[0].removeprefix(BOM), *whole[1:]], rest
    return whole, rest.removeprefix(BOM)


def _blocks(path: Path, told: Told) -> Iterator[bytes]:
    """Yield what is in a file, unpacked."""
    with path.open("rb") as raw:
        file, packing = _unpacking(raw)
        before = 0
        while block := _block(file, packing):
            told(raw.tell() - before)
            before = raw.tell()
            yield block


def _unpacking(raw: BinaryIO) -> tuple[BinaryIO, str]:
    """Return a file that reads what is packed in another, and the name of the packing, if any."""
    start = raw.read(3)
    raw.seek(0)
    for mark, name, unpack in PACKED:
        if start.startswith(mark):
            return cast("BinaryIO", unpack(raw)), name
    return raw, ""


def _block(file: BinaryIO, packing: str) -> bytes:
    """Return the next block; raises _Damaged, or OSError where it is the disk's."""
    try:
        # Of a packed file no more at once than there is: what precedes a break is kept.
        return file.read1(BLOCK) if packing else file.read(BLOCK)  # type: ignore[attr-defined]  # all have it
    except (EOFError, zlib.error, OSError) as error:
        if not packing or getattr(error, "errno", None) is not None:
            raise
        reason = f"the {packing} file breaks off or is damaged after this line ({error})"
        raise _Damaged(reason) from error


def _decoded(line: bytes, where: Where, refuse: Refuse) -> str:
    """Return a line as text; one that is not UTF-8 is refused and comes back empty."""
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        byte = line[error.start]
        refuse(Refused(where, f"is not UTF-8: byte 0x{byte:02x} at position {error.start + 1}"))
        return ""


def tsv(
    path: Path,
    columns: tuple[str, ...],
    refuse: Refuse,
    told: Told = nobody,
    *,
    separator: str = "\t",
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a file whose cells a tab separates, without quoting, with line numbers.

    Also of numbers between commas, where the files are too large for `csv_rows` and its dicts.

    Raises Unusable where the first line does not name the columns.
    """
    rows = lines(path, refuse, told)
    _, head = next(rows, (0, ""))
    if tuple(head.split(separator)) != columns:
        raise Unusable(f"{path}: the first line must name the columns {', '.join(columns)}.")
    width = len(columns)
    for number, line in rows:
        row = line.split(separator)
        if len(row) == width:
            yield number, row
        elif line:
            refuse(
                Refused(
                    Where(path, number), f"has {len(row)} columns instead of {width}", row[0][:40]
                )
            )


def csv_rows(
    path: Path, needed: tuple[str, ...], refuse: Refuse, told: Told = nobody
) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a comma-separated file as dicts, with the line on which each begins.

    Raises Unusable where the first line lacks one of the columns `needed`.
    """
    reader = csv.reader(line + "\n" for _, line in lines(path, refuse, told))
    head = [name.strip() for name in _next_of(reader) or []]
    if missing := [name for name in needed if name not in head]:
        raise Unusable(f"{path}: the first line names no column {', '.join(missing)}.")
    while True:
        begins = reader.line_num + 1
        try:
            row = _next_of(reader)
        except csv.Error as error:
            refuse(Refused(Where(path, begins), f"is not CSV: {error}"))
            continue
        if row is None:
            return
        if len(row) == len(head):
            yield begins, dict(zip(head, row, strict=True))
        elif any(row):
            reason = f"has {len(row)} columns instead of {len(head)}"
            refuse(Refused(Where(path, begins), reason, row[0][:40]))


def _next_of(reader: Iterator[list[str]]) -> list[str] | None:
    """Return the next row, however long its cells are; the limit is that of the whole process."""
    before = csv.field_size_limit(min(LONGEST_LINE, sys.maxsize))
    try:
        return next(reader, None)
    finally:
        csv.field_size_limit(before)


def json_lines(
    path: Path, refuse: Refuse, told: Told = nobody
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a file that has one a line; also of an array with one a line."""
    for number, line in lines(path, refuse, told):
        text = line.strip().rstrip(",")
        if not text or text in "[]":
            continue
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            refuse(Refused(Where(path, number), f"is not JSON: {error}", text[:40]))
            continue
        if isinstance(found, dict):
            yield number, found
        else:
            refuse(Refused(Where(path, number), "is no JSON object", text[:40]))


def first_line(path: Path) -> str:
    """Return the first line of a file, as much of it as a line may have; raises Unusable."""
    try:
        with path.open("rb") as raw:
            line = _unpacking(raw)[0].readline(LONGEST_LINE)
    except (OSError, EOFError, zlib.error) as error:
        raise Unusable(f"{path} cannot be read: {error}.") from error
    return line.removeprefix(BOM).decode(errors="replace").rstrip("\r\n")
