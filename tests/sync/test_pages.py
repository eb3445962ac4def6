"""Pages of the feed as they come over the wire: bounded, and read row by row."""

import json
import struct
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from core.domain.errors import ServerRefused
from sync.postgres import pages
from sync.postgres.pages import TooMuch, decode_page
from tests.plugins_pg import TestClinic, TestDevice

HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
END = b"\xff\xff"
DEVICE = uuid.UUID(int=7)


def field(value: bytes | None) -> bytes:
    return struct.pack(">i", -1) if value is None else struct.pack(">i", len(value)) + value


def row(seq: int, **said: Any) -> bytes:
    """One row as PostgreSQL writes it; `plain` as its JSON text."""
    number, time = struct.pack(">q", seq), struct.pack(">q", 0)
    place: list[bytes | None] = [number, struct.pack(">i", 3), uuid.UUID(int=seq).bytes, struct.pack(">i", 1)]
    given = {"plain": b"{}", "cells": b"", "mac": bytes(32), "seal": bytes(67), "signer": DEVICE.bytes} | said
    return struct.pack(">h", 12) + b"".join(map(field, [*place, time, time, None, *given.values()]))


def page(*rows: bytes) -> Iterator[bytes]:
    yield HEADER
    yield row(99)
    yield from rows
    yield END


STRANGE: dict[str, dict[str, Any]] = {
    "a number of 5,000 digits": {"plain": b'{"17":' + b"9" * 5000 + b"}"},
    "3,000 levels of nesting": {"plain": b'{"17":' + b"[" * 3000 + b"]" * 3000 + b"}"},
    "100,000 levels of nesting": {"plain": b'{"17":' + b"[" * 100_000 + b"]" * 100_000 + b"}"},
    "no JSON": {"plain": b"{"},
    "no object": {"plain": b"[1]"},
    "a column without a number": {"plain": b'{"name":1}'},
    "no UTF-8": {"plain": b'{"17":"\xff"}'},
    "more than any record is": {"plain": b'{"17":"' + b"a" * 4_000_001 + b'"}'},
    "cells that end in the middle": {"cells": b"\x00"},
    "a mac of a megabyte": {"mac": bytes(1_000_000)},
    "a seal of a megabyte": {"seal": bytes(1_000_000)},
    "a signer that is none": {"signer": b"me"},
}


@pytest.mark.parametrize("name", STRANGE)
def test_given_a_row_that_cannot_be_read_when_a_page_comes_then_it_is_named_and_the_others_are_read(
    name: str,
) -> None:
    good = json.dumps({"17": {"n": 1}}).encode()
    found = decode_page(page(row(3, plain=good), row(1, **STRANGE[name]), row(2, plain=good)))

    assert [(each.seq, each.readable) for each in found.rows] == [(1, False), (2, True), (3, True)]
    assert found.rows[0].row_id == uuid.UUID(int=1)
    assert found.rows[2].plain == {17: {"n": 1}}
    assert (found.upto, found.more) == (99, True)


def test_given_a_page_of_more_than_is_held_when_it_comes_then_it_is_not_read_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = []

    def blocks() -> Iterator[bytes]:
        for each in page(*(row(no, cells=b"") for no in range(100))):
            read.append(each)
            yield each

    monkeypatch.setattr(pages, "MOST_PAGE_BYTES", 2000)
    with pytest.raises(TooMuch):
        list(decode_page(blocks()).rows)
    assert sum(map(len, read)) < 2500


@pytest.mark.parametrize("broken", [b"", b"PGCOPY", HEADER, HEADER + row(1)[:-5], HEADER + END])
def test_given_what_is_no_page_when_it_comes_then_the_server_is_named_and_not_the_program(
    broken: bytes,
) -> None:
    with pytest.raises(ServerRefused) as refused:
        decode_page([broken])
    assert refused.value.code == "protocol"


def test_given_a_server_without_bounds_when_pulled_then_fewer_rows_are_asked_for_and_all_come(
    clinic18: TestClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = clinic18.owner
    remote, epoch = _weightless(clinic18, owner, rows=30, size=50_000)
    monkeypatch.setattr(pages, "MOST_PAGE_BYTES", 400_000)
    sizes, after, more = [], 0, True
    while more:
        found = remote.pull(owner.workspace_id, epoch, after, 1000)
        sizes.append(len(found.rows))
        after, more = found.upto, found.more

    assert (sum(sizes), max(sizes)) == (30, 4)


def test_given_one_row_of_more_than_is_held_when_pulled_then_the_server_is_refused(
    clinic18: TestClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = clinic18.owner
    remote, epoch = _weightless(clinic18, owner, rows=2, size=50_000)
    monkeypatch.setattr(pages, "MOST_PAGE_BYTES", 30_000)
    with pytest.raises(ServerRefused) as refused:
        remote.pull(owner.workspace_id, epoch, 0, 1000)
    assert refused.value.code == "protocol"
    assert remote.hello().device_id == owner.device_id, "the connection can be used on"


def _weightless(clinic: TestClinic, owner: TestDevice, rows: int, size: int) -> tuple[Any, uuid.UUID]:
    """A server that counts rows and not what they weigh, and heavy rows on it."""
    remote, epoch = owner.remote(page_bytes=16_000_000), clinic.epoch(owner)
    remote.push(owner.workspace_id, epoch, [owner.client(notes=b"v1:" + bytes(size)) for _ in range(rows)])
    return remote, epoch
