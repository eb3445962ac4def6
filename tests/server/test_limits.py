"""Sizes, versions of the program, and texts that PostgreSQL cannot hold."""

import json
import uuid
from typing import Any

import pytest

from core.domain.errors import ServerRefused, VersionMismatch
from core.domain.registry import BY_NAME, SCHEMA_VERSION
from migrations.server.columns import MAX_CELL_BYTES
from sync.remote import FeedPage, KeyRotation, Op, Remote, RemoteRow, WrappedKey
from tests.plugins_pg import TestClinic, TestDevice

Values = dict[str, Any]
Answers = list[tuple[str, int, str | None]]


def _push(clinic: TestClinic, device: TestDevice, remote: Remote, ops: list[Op]) -> Answers:
    answer = remote.push(device.workspace_id, clinic.epoch(device), ops)
    return [(each.status, each.version, each.code) for each in answer.results]


def test_given_the_largest_cell_when_pushed_then_it_is_stored_and_one_byte_more_is_too_large(
    clinic: TestClinic, owner: TestDevice
) -> None:
    cell = b"v1:" + bytes(MAX_CELL_BYTES - 3)
    largest, larger = owner.client(notes=cell), owner.client(notes=cell + b"x")
    remote = owner.remote()

    assert _push(clinic, owner, remote, [largest, larger]) == [("ok", 1, None), ("refused", 0, "too_large")]
    page = remote.pull(owner.workspace_id, clinic.epoch(owner), 0, 10)
    assert page.rows[0].cells[19] == cell


def test_given_a_name_too_long_for_an_index_when_pushed_then_too_large(
    clinic: TestClinic, owner: TestDevice
) -> None:
    name = "".join(f"{number:05d}" for number in range(3000))
    op = owner.op("services", name=name, default_duration_minutes=50)

    assert _push(clinic, owner, owner.remote(), [op]) == [("refused", 0, "too_large")]


def test_given_more_than_a_thousand_ops_when_pushed_then_the_batch_is_refused(
    clinic: TestClinic, owner: TestDevice
) -> None:
    with pytest.raises(ServerRefused) as refused:
        _push(clinic, owner, owner.remote(), [owner.client() for _ in range(1001)])
    assert refused.value.code == "batch_too_large"


def test_given_more_than_eight_megabytes_when_pushed_then_the_batch_is_refused(
    clinic: TestClinic, owner: TestDevice
) -> None:
    ops = [owner.client(notes=b"v1:" + bytes(80_000), address=b"v1:" + bytes(80_000)) for _ in range(60)]

    with pytest.raises(ServerRefused) as refused:
        _push(clinic, owner, owner.remote(), ops)
    assert refused.value.code == "batch_too_large"


def test_given_text_that_postgresql_cannot_hold_when_pushed_then_only_that_op_is_refused(
    clinic: TestClinic, owner: TestDevice
) -> None:
    zero = owner.op("services", name="zero \0 byte", default_duration_minutes=50)
    half = owner.op("services", name="half \ud800 pair", default_duration_minutes=50)
    about = owner.op("services", name="about \\u0000", default_duration_minutes=50)

    assert _push(clinic, owner, owner.remote(), [zero, half, about]) == [
        ("refused", 0, "check"),
        ("refused", 0, "check"),
        ("ok", 1, None),
    ]


@pytest.mark.parametrize("minutes", ["often", 2**40, 1.5, [1]])
def test_given_a_value_of_the_wrong_type_when_pushed_then_check(
    clinic: TestClinic, owner: TestDevice, minutes: object
) -> None:
    op = owner.op("services", name="Massage", default_duration_minutes=minutes)

    assert _push(clinic, owner, owner.remote(), [op]) == [("refused", 0, "check")]


@pytest.mark.parametrize("schema", [0, SCHEMA_VERSION + 1])
def test_given_a_program_too_old_or_too_new_when_it_pushes_then_it_is_told_so(
    clinic: TestClinic, owner: TestDevice, schema: int
) -> None:
    remote = owner.remote(schema_version=schema)

    with pytest.raises(VersionMismatch) as mismatch:
        _push(clinic, owner, remote, [owner.client()])
    assert mismatch.value.code == ("program_too_old" if schema == 0 else "server_too_old")
    assert remote.hello().heads[0].max_schema == SCHEMA_VERSION


def test_given_large_rows_when_pulled_then_a_page_ends_by_bytes_and_always_moves(
    clinic: TestClinic, owner: TestDevice
) -> None:
    ops = [owner.client(notes=b"v1:" + bytes(50_000)) for _ in range(5)]
    _push(clinic, owner, owner.remote(), ops)
    remote, epoch = owner.remote(page_bytes=120_000), clinic.epoch(owner)

    first = remote.pull(owner.workspace_id, epoch, 0, 100)
    tiny = owner.remote(page_bytes=1).pull(owner.workspace_id, epoch, 0, 100)

    assert (len(first.rows), first.upto, first.more) == (2, 2, True)
    assert (len(tiny.rows), tiny.upto, tiny.more) == (1, 1, True)


def test_given_texts_that_grow_on_the_wire_when_pulled_then_a_page_is_no_more_than_was_asked_for(
    clinic: TestClinic, owner: TestDevice
) -> None:
    """Texts, bytes and documents weigh as well as cells; a control character is six bytes of JSON."""
    places: Values = {"location_type": "ONLINE", "details": "\x01" * 20_000}
    events: Values = {"event_type": "x", "action": "READ", "client_time": 1, "metadata": {"a": "b" * 60_000}}
    ops = [owner.op("locations", name=f"Place {no}", **places) for no in range(6)]
    ops += [owner.op("audit_events", **events) for _ in range(6)]
    _push(clinic, owner, owner.remote(), ops)
    asked, after = 260_000, 0
    remote, epoch = owner.remote(page_bytes=asked), clinic.epoch(owner)
    pages: list[FeedPage] = []
    while not pages or pages[-1].more:
        pages.append(remote.pull(owner.workspace_id, epoch, after, 100))
        after = pages[-1].upto

    assert [len(page.rows) for page in pages] == [2, 2, 2, 4, 2]
    assert all(sum(map(_on_the_wire, page.rows)) <= asked for page in pages)


def _on_the_wire(row: RemoteRow) -> int:
    return len(json.dumps(row.plain)) + sum(map(len, row.cells.values()))


def test_given_heavy_rows_under_an_old_key_when_asked_for_then_they_come_in_parts_and_all_of_them(
    clinic: TestClinic, owner: TestDevice
) -> None:
    remote, epoch = owner.remote(), clinic.epoch(owner)
    for _ in range(4):
        largest = owner.client(notes=b"v1:" + bytes(900_000), address=b"v1:" + bytes(900_000))
        remote.push(owner.workspace_id, epoch, [largest])
    key = WrappedKey(2, owner.device_id, b"x", owner.device_id)
    remote.rotate_keys(owner.workspace_id, KeyRotation(1, 2, b"papers", [key]), 0)
    parts, after = [], uuid.UUID(int=0)
    while rows := remote.stale_cells(owner.workspace_id, BY_NAME["clients"].no, after, 1000):
        parts.append(len(rows))
        after = rows[-1].row_id

    assert parts == [3, 1]


def test_given_pages_when_pulled_then_each_with_rows_is_recorded(
    clinic: TestClinic, owner: TestDevice
) -> None:
    remote, epoch = owner.remote(), clinic.epoch(owner)
    _push(clinic, owner, remote, [owner.client() for _ in range(3)])
    remote.pull(owner.workspace_id, epoch, 0, 2)
    remote.pull(owner.workspace_id, epoch, 2, 2)
    remote.pull(owner.workspace_id, epoch, 3, 2)

    assert clinic.as_superuser(
        "SELECT device_id, after_seq, upto_seq, row_count FROM pz.access_events ORDER BY id"
    ) == [(owner.device_id, 0, 2, 2), (owner.device_id, 2, 3, 1)]
