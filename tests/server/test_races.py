"""Many devices at once: nothing is lost, one winner per version; and what goes wrong without the counter."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from migrations.operate.connection import operator
from sync.remote import Op, Remote
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.raw import Raw

WRITERS, PUSHES, ROWS = 4, 15, 5


def test_given_four_writers_when_a_reader_follows_the_feed_then_it_misses_no_row(
    clinic: TestClinic, owner: TestDevice
) -> None:
    writers = [clinic.enrol(owner) for _ in range(WRITERS)]
    done = threading.Event()
    epoch = clinic.epoch(owner)

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reading = pool.submit(_follow, owner.remote(), owner, epoch, done)
        writing = [pool.submit(_write, device, epoch) for device in writers]
        written = {row_id for each in writing for row_id in each.result()}
        done.set()
        seen, order = reading.result()

    assert seen == written
    assert order == list(range(1, WRITERS * PUSHES * ROWS + 1))


def _write(device: TestDevice, epoch: uuid.UUID) -> set[uuid.UUID]:
    remote = device.remote()
    written: set[uuid.UUID] = set()
    for _ in range(PUSHES):
        ops = [device.client() for _ in range(ROWS)]
        remote.push(device.workspace_id, epoch, ops)
        written |= {op.row_id for op in ops}
    return written


def _follow(
    remote: Remote, device: TestDevice, epoch: uuid.UUID, done: threading.Event
) -> tuple[set[uuid.UUID], list[int]]:
    """Pulls until the writers are done and the feed is dry; a row that was stepped over never comes."""
    cursor, seen, order = 0, set(), []
    last = False
    while not last:
        last = done.is_set()
        more = True
        while more:
            page = remote.pull(device.workspace_id, epoch, cursor, 7)
            seen |= {row.row_id for row in page.rows}
            order += [row.seq for row in page.rows]
            cursor, more = page.upto, page.more
    return seen, order


def test_given_six_devices_on_one_base_version_when_all_push_then_exactly_one_wins(
    clinic: TestClinic, owner: TestDevice
) -> None:
    made = owner.client()
    epoch = clinic.epoch(owner)
    owner.remote().push(owner.workspace_id, epoch, [made])
    devices = [clinic.enrol(owner) for _ in range(6)]
    barrier = threading.Barrier(len(devices))

    def push(device: TestDevice) -> tuple[str, int]:
        remote = device.remote()
        remote.hello()
        barrier.wait()
        op = device.op("clients", made.row_id, 1, notes=b"v1:mine")
        (result,) = remote.push(device.workspace_id, epoch, [op]).results
        return result.status, result.version

    with ThreadPoolExecutor(len(devices)) as pool:
        answers = sorted(pool.map(push, devices))

    assert answers == [("ok", 2)] + [("stale", 2)] * 5


def test_given_six_devices_on_fifty_rows_when_all_push_then_each_row_has_one_winner(
    clinic: TestClinic, owner: TestDevice
) -> None:
    made = [owner.client() for _ in range(50)]
    epoch = clinic.epoch(owner)
    owner.remote().push(owner.workspace_id, epoch, made)
    devices = [clinic.enrol(owner) for _ in range(6)]
    barrier = threading.Barrier(len(devices))
    done = threading.Event()

    with ThreadPoolExecutor(len(devices) + 1) as pool:
        reading = pool.submit(_follow, owner.remote(), owner, epoch, done)
        won = list(pool.map(lambda device: _push_all(device, epoch, made, barrier), devices))
        done.set()
        seen, order = reading.result()

    assert sorted(row for rows in won for row in rows) == sorted(op.row_id for op in made)
    assert seen == {op.row_id for op in made}
    assert [number for number in order if number > 50] == list(range(51, 101))
    last = (
        "SELECT version, count(*), min(seq), max(seq), count(DISTINCT seq) FROM pz.clients GROUP BY version"
    )
    assert clinic.as_superuser(last) == [(2, 50, 51, 100, 50)]
    assert owner.remote().hello().heads[0].seq == 100


def _push_all(
    device: TestDevice, epoch: uuid.UUID, made: list[Op], barrier: threading.Barrier
) -> list[uuid.UUID]:
    """The rows that this device won, pushed ten at a time and in an order of its own."""
    remote = device.remote()
    remote.hello()
    mine = sorted(made, key=lambda op: hash((op.row_id, device.device_id)))
    barrier.wait()
    won: list[uuid.UUID] = []
    for start in range(0, len(mine), 10):
        ops = [device.op("clients", op.row_id, 1, notes=b"v1:mine") for op in mine[start : start + 10]]
        results = remote.push(device.workspace_id, epoch, ops).results
        won += [op.row_id for op, result in zip(ops, results, strict=True) if result.status == "ok"]
    return won


def test_given_numbers_from_a_sequence_when_a_slow_write_commits_late_then_the_cursor_has_passed_it(
    clinic: TestClinic,
) -> None:
    """Why there is a counter row: with a sequence, a reader loses what commits out of order."""
    url = clinic.url
    with operator(url, autocommit=True) as db:
        schema = f"trap_{uuid.uuid4().hex[:8]}"
        db.execute(sa.text(f"CREATE SCHEMA {schema} CREATE TABLE rows (seq bigserial, name text)"))
        with operator(url) as slow:
            slow.execute(sa.text(f"INSERT INTO {schema}.rows (name) VALUES ('slow')"))
            db.execute(sa.text(f"INSERT INTO {schema}.rows (name) VALUES ('quick')"))
            cursor = db.scalar(sa.text(f"SELECT max(seq) FROM {schema}.rows"))
            slow.commit()
        later = db.scalars(sa.text(f"SELECT name FROM {schema}.rows WHERE seq > {cursor}")).all()
        db.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))

    assert later == []


def test_given_a_page_read_in_two_statements_when_a_write_falls_between_then_its_row_is_stepped_over(
    clinic: TestClinic, owner: TestDevice
) -> None:
    """The trap: in READ COMMITTED each statement sees another moment, so bounds must be read first."""
    epoch, remote = clinic.epoch(owner), owner.remote()
    remote.push(owner.workspace_id, epoch, [owner.client()])
    late = owner.client()

    with operator(clinic.server.url(clinic.database, superuser=True)) as db:
        seen = set(db.scalars(sa.text("SELECT id FROM pz.clients WHERE seq > 0")))
        remote.push(owner.workspace_id, epoch, [late])
        cursor = db.scalar(sa.text("SELECT max(seq) FROM pz.sync_workspace"))
        seen |= set(db.scalars(sa.text("SELECT id FROM pz.clients WHERE seq > :cursor"), {"cursor": cursor}))
        db.rollback()

    assert late.row_id not in seen
    page = remote.pull(owner.workspace_id, epoch, 1, 10)
    assert [row.row_id for row in page.rows] == [late.row_id]


def test_given_a_device_that_froze_in_a_transaction_when_others_push_then_the_clinic_goes_on(
    clinic: TestClinic, owner: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    frozen = raw(owner)

    found = dict(frozen.rows("SELECT name, setting FROM pg_settings WHERE name = ANY (%s)", [list(LIMITS)]))

    assert found == LIMITS
    assert clinic.as_superuser(
        "SELECT rolconnlimit FROM pg_roles WHERE rolname = :name", {"name": owner.login.role}
    ) == [(4,)]


LIMITS = {
    "idle_in_transaction_session_timeout": "5000",
    "lock_timeout": "5000",
    "statement_timeout": "30000",
}
