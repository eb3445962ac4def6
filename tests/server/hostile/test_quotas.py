"""Rows and bytes of a device's day and of a practice: bounded, told before, and text goes on."""

import json
import os
from uuid import uuid4

import pytest

from core.crypto.chunks import ChunkPlace
from core.domain.enums import Role
from core.domain.errors import ServerRefused
from migrations.operate.limits import limits
from migrations.operate.status import recount, status
from migrations.operate.upgrade import upgrade
from sync.postgres.files import PostgresFiles
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.hostile_fixture import Arena

_PUSH = "SELECT pzapi.sync_push(%(ws)s, %(epoch)s, 1, %(batch)s)"


def _push(clinic: TestClinic, device: TestDevice, count: int = 1, size: int = 10) -> list[str]:
    ops = [device.client(notes=b"v1:" + os.urandom(size - 3)) for _ in range(count)]
    remote = device.remote()
    answer = remote.push(device.workspace_id, clinic.epoch(device), ops)
    remote.close()
    return [result.status for result in answer.results]


def _send(device: TestDevice, number: int = 0, *, again: bool = False, size: int = 1000) -> bool:
    files = PostgresFiles(device.address())
    try:
        place = ChunkPlace(b"k" * 32, number, 500)
        return files.put_chunk(device.workspace_id, place, b"v1:" + bytes(size - 3), again=again)
    finally:
        files.close()


def _scarce(device: TestDevice) -> dict[str, tuple[int, int]]:
    return {each.name: (each.used, each.most) for each in device.remote().hello().scarce}


def test_given_a_device_that_sent_its_rows_of_a_day_when_it_sends_more_then_refused_and_others_go_on(
    clinic: TestClinic, owner: TestDevice
) -> None:
    other, stranger = clinic.enrol(owner), clinic.add_workspace()
    limits(clinic.url, {"rows_day": 5})
    assert _push(clinic, owner, 5) == ["ok"] * 5

    with pytest.raises(ServerRefused, match="goes tomorrow") as refused:
        _push(clinic, owner)

    assert refused.value.code == "day_full"
    owner.op_no -= 1  # nothing of it was taken, its number neither
    assert _push(clinic, other, 5) == ["ok"] * 5
    assert _push(clinic, stranger, 5) == ["ok"] * 5
    assert len(owner.remote().pull(owner.workspace_id, clinic.epoch(owner), 0, 100).rows) == 10
    clinic.as_superuser("UPDATE pz.device_usage SET day = day - 1")
    assert _push(clinic, owner) == ["ok"]


@pytest.mark.parametrize("call", ["rows", "files", "files again"])
def test_given_a_device_that_sent_its_bytes_of_a_day_when_it_sends_more_then_refused(
    clinic: TestClinic, owner: TestDevice, call: str
) -> None:
    limits(clinic.url, {"bytes_day": 20_000, "file_bytes_day": 20_000})
    if call == "rows":
        assert _push(clinic, owner, size=10_000) == ["ok"]
        with pytest.raises(ServerRefused, match="goes tomorrow"):
            _push(clinic, owner, size=10_000)
        return
    assert _send(owner, size=15_000)
    with pytest.raises(ServerRefused, match="goes tomorrow"):
        _send(owner, 0 if "again" in call else 1, again="again" in call, size=15_000)
    assert not _send(owner, size=15_000)  # it is there already: nothing is written


@pytest.mark.parametrize("read", ["rows", "files", "files that were replaced"])
def test_given_a_login_that_reads_over_and_over_when_its_day_is_full_then_refused_and_others_read_on(
    clinic: TestClinic, owner: TestDevice, read: str
) -> None:
    """Each read is recorded, and records stay: without a bound one login would fill the server."""
    reader = clinic.enrol(owner, Role.THERAPIST)
    _push(clinic, owner), _send(owner), _send(owner, again=True)
    limits(clinic.url, {"reads_day": 5})
    for _ in range(3):
        assert _read(clinic, reader, read)
    assert _scarce(reader) == {}
    assert _read(clinic, reader, read)
    assert _scarce(reader) == {"reads_day": (4, 5)}
    assert [(each.device_id, each.name) for each in status(clinic.url).nearly_full] == [
        (reader.device_id, "reads_day")
    ]
    assert _read(clinic, reader, read)

    with pytest.raises(ServerRefused, match="comes tomorrow") as refused:
        _read(clinic, reader, read)

    assert refused.value.code == "read_enough"
    count = "SELECT count(*) FROM pz.access_events WHERE device_id = :device"
    assert clinic.as_superuser(count, {"device": reader.device_id}) == [(5,)]
    assert _push(clinic, reader) == ["ok"]
    assert _read(clinic, reader, "files" if read == "rows" else "rows")
    assert _read(clinic, owner, read)
    limits(clinic.url, {"reads_day": 6})
    assert _read(clinic, reader, read)


def _read(clinic: TestClinic, device: TestDevice, what: str) -> bool:
    files = PostgresFiles(device.address())
    place = ChunkPlace(b"k" * 32, 0, 500)
    try:
        if what == "rows":
            return bool(files.pull(device.workspace_id, clinic.epoch(device), 0, 100).rows)
        if what == "files":
            return files.get_chunk(device.workspace_id, place) is not None
        return files.get_earlier_chunk(device.workspace_id, place, 0) is not None
    finally:
        files.close()


def test_given_tiny_parts_of_files_when_a_device_sends_many_then_each_counts_for_its_day_as_a_thousand_bytes(
    clinic: TestClinic, owner: TestDevice
) -> None:
    limits(clinic.url, {"file_bytes_day": 2500})
    assert _send(owner, 0, size=4)
    assert _send(owner, 1, size=4)

    with pytest.raises(ServerRefused, match="goes tomorrow"):
        _send(owner, 2, size=4)


@pytest.mark.parametrize("full", [{"file_bytes": 1500}, {"rows": 3}, {"bytes": 1000}])
def test_given_a_practice_that_is_full_when_files_are_sent_then_refused_and_text_is_taken_as_before(
    clinic: TestClinic, owner: TestDevice, full: dict[str, int]
) -> None:
    _push(clinic, owner, 4, 300)
    assert _send(owner)
    stranger = clinic.add_workspace()
    limits(clinic.url, full, owner.workspace_id)

    with pytest.raises(ServerRefused, match="Text goes on") as refused:
        _send(owner, 1)

    assert refused.value.code == "files_full"
    assert _push(clinic, owner, 3) == ["ok"] * 3
    assert _send(stranger)
    limits(clinic.url, dict.fromkeys(full, 10**9), owner.workspace_id)
    assert _send(owner, 1)


def test_given_a_limit_that_is_nearly_reached_when_a_laptop_greets_then_it_hears_of_it_and_status_tells(
    clinic: TestClinic, owner: TestDevice
) -> None:
    other, stranger = clinic.enrol(owner), clinic.add_workspace()
    limits(clinic.url, {"rows": 10, "rows_day": 10, "file_bytes": 1000})
    _push(clinic, owner, 7)
    assert (_scarce(owner), status(clinic.url).nearly_full) == ({}, ())

    _push(clinic, owner)
    _send(other)

    practice = {"rows": (8, 10), "file_bytes": (1000, 1000)}
    assert _scarce(owner) == practice | {"rows_day": (8, 10)}
    assert _scarce(other) == practice
    assert _scarce(stranger) == {}
    told = [(each.device_id, each.name) for each in status(clinic.url).nearly_full]
    assert told == [(None, "file_bytes"), (None, "rows"), (owner.device_id, "rows_day")]


def test_given_a_practice_that_was_there_before_when_counted_anew_then_it_is_what_lies_there(
    clinic: TestClinic, owner: TestDevice
) -> None:
    _push(clinic, owner, 3)
    _send(owner)
    clinic.as_superuser("DELETE FROM pz.practice_usage")
    upgrade(clinic.url)

    recount(clinic.url)

    (workspace,) = status(clinic.url).workspaces
    found = clinic.as_superuser("SELECT rows, bytes, file_bytes FROM pz.practice_usage")
    assert found == [(3, workspace.bytes, 1000)]


def _counted(clinic: TestClinic) -> tuple[int, int]:
    ((rows, size),) = clinic.as_superuser("SELECT rows, bytes FROM pz.practice_usage")
    return int(str(rows)), int(str(size))


def test_given_ops_that_were_refused_or_came_before_when_counted_then_the_practice_has_what_was_taken_alone(
    clinic: TestClinic, owner: TestDevice
) -> None:
    """Else who may only read could use up the practice's room; of its own day each op is counted."""
    reader, taken = clinic.enrol(owner, Role.READONLY), owner.client(notes=b"v1:" + os.urandom(1000))
    remote, where = owner.remote(), (owner.workspace_id, clinic.epoch(owner))
    remote.push(*where, [taken])
    rows, size = _counted(clinic)
    assert (rows, size > 1000) == (1, True)

    refused = _push(clinic, reader, 3, 1000)
    late = (owner.op("clients", row, 3, notes=b"v1:x") for row in (taken.row_id, uuid4()))
    stale = remote.push(*where, [taken, *late])

    assert refused == ["refused"] * 3
    assert [each.status for each in stale.results] == ["ok", "stale", "stale"]
    assert _counted(clinic) == (1, size)
    day = "SELECT rows FROM pz.device_usage WHERE device_id = :device"
    assert clinic.as_superuser(day, {"device": reader.device_id}) == [(3,)]
    remote.push(*where, [owner.client(), owner.op("clients", taken.row_id, 1, notes=b"v1:z")])
    rows, grown = _counted(clinic)
    assert (rows, grown > size) == (2, True)


def test_given_numbers_of_old_days_when_a_device_writes_then_those_older_than_a_week_go(
    clinic: TestClinic, owner: TestDevice
) -> None:
    _push(clinic, owner)
    clinic.as_superuser("UPDATE pz.device_usage SET day = day - 8")

    _push(clinic, owner)

    assert clinic.as_superuser("SELECT count(*) FROM pz.device_usage") == [(1,)]


@pytest.mark.parametrize("batch", ["[1, null, [2]]", '[{"b": "x"}]', "{}", '"a"'])
def test_given_what_is_no_batch_when_it_is_counted_then_refused_as_before(arena: Arena, batch: str) -> None:
    device = arena.open("therapist")
    try:
        assert json.loads(batch) != []
        assert device.state(_PUSH, arena.names | {"batch": batch}) in {"PZB01", "PZB02", "22P02", "22023"}
        assert device.state(_PUSH, arena.names | {"batch": "[]"}) == "00000"
    finally:
        device.close()
