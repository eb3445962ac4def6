"""A page of the feed as PostgreSQL's binary COPY: read within bounds, and row by row."""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from struct import Struct, error
from typing import Any

from core.domain.errors import ServerRefused
from core.domain.ids import DeviceId, uuid_of
from core.runtime.yielding import FOREGROUND
from sync.remote import FeedPage, RemoteRow

MOST_PAGE_BYTES = 64_000_000
"""Held of one page. An honest server ends one at a few megabytes, and no row of ours is more than 16."""
# Signature, no flags, no extension (PostgreSQL's documentation of COPY, binary format). By COPY a page takes
# half the time of fetched rows.
_HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_EPOCH_2000_US = 946_684_800_000_000
"""PostgreSQL counts microseconds from 2000-01-01."""
_FIXED = Struct(">hiqiii16siiiqiqi")
"""Field count, then length and value of seq, table, row, version, created, updated; length of deleted."""
_LENGTH = Struct(">i")
_TIME = Struct(">q")
_CELL = Struct(">HI")


class TooMuch(Exception):
    """The page is more than is held of one: fewer rows have to be asked for."""


_LONGEST = (4_000_000, 32_000_000, 64, 1024, 16)
"""Of what a row says, its seal and its signer: what is longer no program of ours wrote, and is not held."""


def decode_page(blocks: Iterable[bytes | bytearray | memoryview]) -> FeedPage:
    """Rows of a binary COPY of `sync_pull`, ascending; its first row tells the page's reach.

    A row that cannot be read comes with its place alone, so that the others go on. Raises TooMuch.
    """
    data = b"".join(_bounded(blocks))
    try:
        rows = list(FOREGROUND.behind(_rows(data)))
        reach = rows.pop(0)
    except (error, IndexError):
        raise ServerRefused(
            "The clinic's server answered something else than was asked.", code="protocol"
        ) from None
    rows.sort(key=_seq)
    return FeedPage(rows, reach.seq, bool(reach.version))


def _bounded(blocks: Iterable[bytes | bytearray | memoryview]) -> Iterator[bytes | bytearray | memoryview]:
    size = 0
    for block in blocks:
        size += len(block)
        if size > MOST_PAGE_BYTES:
            # Counted as it comes: a hostile server's page is not held to its end before it is found too
            # large.
            raise TooMuch
        yield block


def _rows(data: bytes) -> Iterator[RemoteRow]:
    if not data.startswith(_HEADER):
        raise IndexError
    position = len(_HEADER)
    # COPY's end: in the place of a row's count of fields stands -1.
    while data[position : position + 2] != b"\xff\xff":
        row, position = _row(data, position)
        yield row


def _seq(row: RemoteRow) -> int:
    return row.seq


def _row(data: bytes, position: int) -> tuple[RemoteRow, int]:
    _, _, seq, _, table_no, _, row_id, _, version, _, created, _, updated, length = _FIXED.unpack_from(
        data, position
    )
    position += _FIXED.size
    deleted_at = None
    if length >= 0:
        deleted_at = _TIME.unpack_from(data, position)[0] + _EPOCH_2000_US
        position += length
    said: list[bytes | None] = []
    for longest in _LONGEST:
        field, position = _field(data, position, longest)
        said.append(field)
    row = RemoteRow(
        seq=seq,
        table_no=table_no,
        row_id=uuid_of(row_id),
        version=version,
        created_at=created + _EPOCH_2000_US,
        updated_at=updated + _EPOCH_2000_US,
        deleted_at=deleted_at,
        **_read(*said),
    )
    return row, position


def _field(data: bytes, position: int, longest: int) -> tuple[bytes | None, int]:
    (length,) = _LENGTH.unpack_from(data, position)
    start = position + 4
    if length > longest:
        return _OVERLONG, start + length
    return (None, start) if length < 0 else (data[start : start + length], start + length)


_OVERLONG = b"\xff"
"""Stands for a field that is not held."""


def _read(
    plain: bytes | None, cells: bytes | None, mac: bytes | None, seal: bytes | None, sealed_by: bytes | None
) -> Mapping[str, Any]:
    """Whatever goes wrong with one row (numbers without end, nesting without end) is that row's alone."""
    if _OVERLONG in (plain, cells, mac, seal, sealed_by):
        return _UNREAD
    try:
        return {
            "plain": _plain(plain),
            "cells": _cells(cells),
            "mac": mac,
            "seal": seal,
            "sealed_by": _device(sealed_by) if sealed_by else None,
        }
    except Exception:  # noqa: BLE001 - whatever it is: the row is set aside, and the others go on
        return _UNREAD


_UNREAD: Mapping[str, Any] = {
    "plain": {},
    "cells": {},
    "mac": None,
    "seal": None,
    "sealed_by": None,
    "readable": False,
}


@lru_cache(maxsize=256)
def _device(raw: bytes) -> DeviceId:
    """Made once for a device, not for each of its rows."""
    return DeviceId(uuid.UUID(bytes=raw))


def _plain(text: bytes | None) -> dict[int, Any]:
    """NULLs are left out, as they are in macs."""
    if not text:
        return {}
    return {int(no): value for no, value in json.loads(text.decode()).items() if value is not None}


def _cells(packed: bytes | None) -> dict[int, bytes]:
    """The reverse of migrations/server/feed_programs.py: number, length, bytes."""
    found: dict[int, bytes] = {}
    position = 0
    packed = packed or b""
    while position < len(packed):
        no, length = _CELL.unpack_from(packed, position)
        start = position + 6
        position = start + length
        found[no] = packed[start:position]
    return found
