"""Sizes, versions of the program, and texts that PostgreSQL cannot hold."""

import pytest

from core.domain.errors import ServerRefused, VersionMismatch
from core.store.server_tables import MAX_CELL_BYTES
from sync.remote import Op, Remote
from tests.plugins_pg import TestClinic, TestDevice

Answers = list[tuple[str, int, str | None]]


def _push(clinic: TestClinic, device: TestDevice, remote: Remote, ops: list[Op]) -> Answers:
    answer = remote.push(device.workspace_id, clinic.epoch(device), ops)
    return [(each.status, each.version, each.code) for each in answer.results]


def test_given_the_largest_cell_when_pushed_then_it_is_stored_and_one_byte_more_is_too_large(
    clinic: TestClinic, owner: TestDevice
) -> None:
    largest = owner.client(notes=bytes(MAX_CELL_BYTES))
    larger = owner.client(notes=bytes(MAX_CELL_BYTES + 1))
    remote = owner.remote()

    assert _push(clinic, owner, remote, [largest, larger]) == [("ok", 1, None), ("refused", 0, "too_large")]
    page = remote.pull(owner.workspace_id, clinic.epoch(owner), 0, 10)
    assert page.rows[0].cells[19] == bytes(MAX_CELL_BYTES)


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
    ops = [owner.client(notes=bytes(80_000), address=bytes(80_000)) for _ in range(60)]

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


@pytest.mark.parametrize("schema", [0, 2])
def test_given_a_program_too_old_or_too_new_when_it_pushes_then_it_is_told_so(
    clinic: TestClinic, owner: TestDevice, schema: int
) -> None:
    remote = owner.remote(schema_version=schema)

    with pytest.raises(VersionMismatch) as mismatch:
        _push(clinic, owner, remote, [owner.client()])
    assert mismatch.value.code == ("program_too_old" if schema == 0 else "server_too_old")
    assert remote.hello().heads[0].max_schema == 1


def test_given_large_rows_when_pulled_then_a_page_ends_by_bytes_and_always_moves(
    clinic: TestClinic, owner: TestDevice
) -> None:
    ops = [owner.client(notes=bytes(50_000)) for _ in range(5)]
    _push(clinic, owner, owner.remote(), ops)
    remote, epoch = owner.remote(page_bytes=120_000), clinic.epoch(owner)

    first = remote.pull(owner.workspace_id, epoch, 0, 100)
    tiny = owner.remote(page_bytes=1).pull(owner.workspace_id, epoch, 0, 100)

    assert (len(first.rows), first.upto, first.more) == (2, 2, True)
    assert (len(tiny.rows), tiny.upto, tiny.more) == (1, 1, True)


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
