"""What a login is shown of a practice is recorded and counted for its day, whichever function shows it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from core.domain.registry import BY_NAME
from migrations.operate.connection import operator
from migrations.operate.limits import limits
from migrations.operate.status import status
from sync.remote import KeyRotation, WrappedKey
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.hostile_fixture import Arena
from tests.server.hostile.test_quotas import _send
from tests.server.raw import Raw

_CLIENTS = BY_NAME["clients"].no
_NIL = "'00000000-0000-0000-0000-000000000000'"
SHOWN = {
    "sync_pull": "SELECT * FROM pzapi.sync_pull(%(ws)s, %(epoch)s, {after}, 10, 100000)",
    "stale_cells": f"SELECT * FROM pzapi.stale_cells(%(ws)s, {_CLIENTS}, {{id}}, 10)",
    "audit_links": "SELECT * FROM pzapi.audit_links(%(ws)s, %(epoch)s, {after}, 10)",
    "rows_set_aside": f"SELECT * FROM pzapi.rows_set_aside(%(ws)s, {_CLIENTS}, {{id}}, 10)",
    "unsealed_rows": f"SELECT * FROM pzapi.unsealed_rows(%(ws)s, {_CLIENTS}, {{id}}, 10)",
    "blob_get": "SELECT pzapi.blob_get(%(ws)s, %(key)s, 500, {chunk})",
    "blob_earlier": "SELECT * FROM pzapi.blob_earlier(%(ws)s, %(key)s, 500, {chunk}, 0)",
}
"""Rows, parts of files, and what was done to which of them. One call shows something of `_practice`."""
_SOMETHING = {"after": "0", "id": _NIL, "chunk": "0"}
_NOTHING = {"after": "3", "id": _NIL.replace("0", "f"), "chunk": "1"}
SUMMED = {"digests": "SELECT * FROM pzapi.digests(%(ws)s, 100)"}
"""What shows no row, but reads all of them to answer."""
ANSWERED = {
    "who is in, and what of the server's limits is left": {"hello", "directory", "certificates"},
    "keys, and what is signed about them": {"wrapped_keys", "key_manifest", "key_lists", "wipe_orders"},
    "which heads of the audit chain devices signed": {"audit_witnesses"},
    "whether parts of a file are there, to whoever knows its address": {"blob_have"},
    "what became of what was sent": {
        "sync_push", "replace_cells", "seal_rows", "set_rows_aside", "bring_rows_back", "blob_put",
        "witness_audit", "register_user", "enrol_device", "revoke_device", "renew_cert", "reset_login",
        "put_wrapped_keys", "rotate_keys", "declare_sealed", "order_wipe", "wipe_obeyed", "tell_went_back",
    },
}  # fmt: skip
"""What is not recorded as a read, and why: it shows no row of a client, appointment, note or event."""


def test_given_all_that_a_device_may_call_when_looked_over_then_each_is_recorded_or_has_a_reason_not_to_be(
    arena: Arena,
) -> None:
    query = "SELECT proname FROM pg_proc WHERE pronamespace = 'pzapi'::regnamespace"
    found = arena.watcher.exec_driver_sql(query).scalars().all()

    assert sorted(found) == sorted(set().union(SHOWN, SUMMED, *ANSWERED.values()))


def _practice(clinic: TestClinic, owner: TestDevice) -> dict[str, object]:
    """One client under an old key, one without a seal, one set aside, an event, a file that was replaced."""
    remote, where = owner.remote(), (owner.workspace_id, clinic.epoch(owner))
    rows = [owner.client() for _ in range(2)]
    event = owner.op("audit_events", event_type="note.opened", action="READ", client_time=1)
    remote.push(*where, [*rows, event])
    _send(owner), _send(owner, again=True)
    keys = [WrappedKey(2, owner.device_id, b"x", owner.device_id)]
    remote.rotate_keys(owner.workspace_id, KeyRotation(1, 2, b"papers", keys), 0)
    remote.close()
    for row, change in zip(rows, ("seal = NULL, sealed_by = NULL", "set_aside_at = now()"), strict=True):
        clinic.as_superuser("ALTER TABLE pz.clients DISABLE TRIGGER USER")
        clinic.as_superuser(f"UPDATE pz.clients SET {change} WHERE id = :row", {"row": row.row_id})
        clinic.as_superuser("ALTER TABLE pz.clients ENABLE TRIGGER USER")
    return {"ws": owner.workspace_id, "epoch": clinic.epoch(owner), "key": b"k" * 32}


def _records(clinic: TestClinic) -> list[tuple[object, ...]]:
    return clinic.as_superuser(
        "SELECT device_id, row_count, blob_key IS NULL FROM pz.access_events ORDER BY id"
    )


def test_given_whatever_shows_rows_when_called_then_recorded_and_counted_and_refused_once_a_day_is_full(
    clinic: TestClinic, owner: TestDevice
) -> None:
    names, before = _practice(clinic, owner), 0
    device = Raw(owner)
    try:
        for name, query in SHOWN.items():
            shown = [row for row in device.rows(query.format(**_SOMETHING), names) if row[1:2] != (0,)]
            records, before = _records(clinic), before + 1
            assert records[before - 1 :] == [(owner.device_id, len(shown), not name.startswith("blob"))], name
            limits(clinic.url, {"reads_day": sum(each[2] == records[-1][2] for each in records)})
            assert device.state(query.format(**_SOMETHING), names) == "PZQ03", name
            device.rows(query.format(**_NOTHING), names)
            assert _records(clinic) == records, name
            limits(clinic.url, {"reads_day": 100})
    finally:
        device.close()


def test_given_counts_and_sums_when_a_day_is_full_then_refused_before_a_row_is_read_and_others_go_on(
    clinic: TestClinic, owner: TestDevice
) -> None:
    names, digests = {"ws": owner.workspace_id}, SUMMED["digests"]
    owner.remote().push(owner.workspace_id, clinic.epoch(owner), [owner.client()])
    with closing(Raw(owner)) as device, closing(Raw(clinic.enrol(owner))) as honest:
        device.rows("SET lock_timeout = '200ms'")
        limits(clinic.url, {"reads_day": 2})
        with _clients_locked(clinic):
            assert device.state(digests, names) == "55P03"
        told = [device.rows(digests, names) for _ in range(2)]
        with _clients_locked(clinic):
            assert device.state(digests, names) == "PZQ03"

        assert _records(clinic) == [(owner.device_id, 1, True)] * 2
        assert told == [honest.rows(digests, names)] * 2
    assert {no: count for no, count, _ in told[0]}[_CLIENTS] == 1


@contextmanager
def _clients_locked(clinic: TestClinic) -> Iterator[None]:
    """Nobody can read a client meanwhile."""
    with operator(clinic.server.url(clinic.database, superuser=True)) as db:
        db.exec_driver_sql("LOCK TABLE pz.clients IN ACCESS EXCLUSIVE MODE")
        yield


def test_given_links_of_the_audit_chain_when_counted_then_laptop_and_operator_hear_the_same_number(
    clinic: TestClinic, owner: TestDevice
) -> None:
    """Among pages of rows, not among parts of files; and how far behind a device is, its last page tells."""
    names = _practice(clinic, owner)
    limits(clinic.url, {"reads_day": 3})
    device = Raw(owner)
    device.rows(SHOWN["sync_pull"].format(**_SOMETHING), names)
    for _ in range(2):
        device.rows(SHOWN["audit_links"].format(**_SOMETHING), names)
    device.rows(SHOWN["blob_get"].format(**_SOMETHING), names)
    device.close()

    told, found = owner.remote().hello().scarce, status(clinic.url)

    assert [(each.name, each.used) for each in told] == [("reads_day", 3)]
    assert [(each.name, each.used) for each in found.nearly_full] == [("reads_day", 3)]
    assert [each.behind for each in found.devices] == [0]
