"""Calls strung together in one transaction, and connections that outstay, whatever their device sets."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from core.domain.errors import UserError
from migrations.operate.connection import operator
from migrations.operate.devices import revoke
from migrations.operate.doctor import doctor
from migrations.operate.guard import Guard, guarding
from migrations.operate.overstaying import Bounds, Reason
from migrations.operate.status import status
from migrations.operate.upgrade import upgrade
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.cases import HELLO
from tests.server.hostile.hostile_fixture import Arena
from tests.server.raw import Raw

NOT_ALONE = "PZT01"
_PULL = "SELECT * FROM pzapi.sync_pull(%(ws)s, %(epoch)s, 0, 10, 100000)"
_PUSH = "SELECT pzapi.sync_push(%(ws)s, %(epoch)s, 1, '[]')"
_NO_BOUNDS = (
    "SET idle_in_transaction_session_timeout = 0",
    "SET statement_timeout = 0",
    "SET lock_timeout = 0",
    "ALTER ROLE CURRENT_USER SET idle_in_transaction_session_timeout = 0",
)
Opened = Callable[[TestDevice], Raw]


@pytest.fixture
def seeing(clinic: TestClinic) -> Iterator[None]:
    """The operator as the guide makes it: it may see and end what devices have open."""
    clinic.as_superuser("GRANT pg_signal_backend, pg_read_all_stats TO pz_operator")
    yield
    clinic.as_superuser("REVOKE pg_signal_backend, pg_read_all_stats FROM pz_operator")


@pytest.mark.parametrize("call", ["hello", "pull", "push"])
def test_given_a_transaction_in_which_a_device_wrote_when_it_calls_again_then_refused_and_alone_it_is_served(
    arena: Arena, call: str
) -> None:
    query = {"hello": HELLO, "pull": _PULL, "push": _PUSH}[call]
    device = arena.open("readonly" if call != "push" else "therapist")
    try:
        device.rows("BEGIN")
        device.rows(_PULL, arena.names)
        assert device.state(query, arena.names) == NOT_ALONE
        assert device.state(query, arena.names) == "00000"
    finally:
        device.close()


def test_given_every_function_of_the_api_when_called_after_a_write_then_each_refuses(arena: Arena) -> None:
    listed = arena.watcher.exec_driver_sql(
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'pzapi'::regnamespace"
    )
    assert [name for name, source in listed if "BEGIN\n  PERFORM pz.check_alone();" not in source] == []


def test_given_a_reader_who_reads_once_in_each_savepoint_when_counted_then_it_holds_the_locks_of_one(
    arena: Arena,
) -> None:
    device = arena.open("readonly")
    try:
        (pid,) = device.rows("SELECT pg_backend_pid()")[0]
        device.rows("BEGIN")
        states = []
        for number in range(20):
            device.rows(f"SAVEPOINT s{number}")
            try:
                device.rows(_PULL, arena.names)
                states.append("00000")
            except Exception as error:  # noqa: BLE001 - the driver's, by its SQLSTATE
                states.append(str(getattr(error, "sqlstate", "")))
                device.rows(f"ROLLBACK TO s{number}")
        # Of this session alone: the server's own housekeeping may hold one of its own meanwhile.
        held = arena.watcher.exec_driver_sql(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'transactionid' AND pid = %s", (pid,)
        ).scalar()
    finally:
        device.close()

    assert states == ["00000", *[NOT_ALONE] * 19]
    assert held == 2  # the transaction's, and its one savepoint's that wrote


def test_given_one_statement_that_calls_many_times_when_run_then_refused(arena: Arena) -> None:
    device = arena.open("therapist")
    try:
        many = f"SELECT ({_PULL.replace('*', 'count(*)')}) FROM generate_series(1, 3) i WHERE i > 0"
        pushes = _PUSH.replace("SELECT", "SELECT i,") + " FROM generate_series(1, 3) i"
        assert device.state(pushes, arena.names) == NOT_ALONE
        assert device.state(many.replace("0, 10,", "0 * i, 10,"), arena.names) == NOT_ALONE
        assert device.state(_PUSH, arena.names) == "00000"
    finally:
        device.close()


@pytest.mark.parametrize("is_granted", [True, False])
def test_given_a_device_that_lifts_its_bounds_when_the_guard_looks_then_only_what_is_too_old_is_ended(
    clinic: TestClinic, owner: TestDevice, raw: Opened, request: pytest.FixtureRequest, is_granted: bool
) -> None:
    if is_granted:
        request.getfixturevalue("seeing")
    other = clinic.enrol(owner)
    holding, honest = raw(owner), raw(other)
    for statement in _NO_BOUNDS:
        holding.rows(statement)
    holding.rows("BEGIN")
    holding.rows(HELLO)

    with guarding(clinic.url, Bounds()) as guard:
        assert guard.look().ended == ()
    with guarding(clinic.url, Bounds(transaction_s=0)) as guard:
        (ended,) = guard.look().ended

    assert (ended.login.device_id, ended.reason) == (owner.device_id, Reason.TRANSACTION)
    assert holding.state(HELLO) in {"57P01", "lost"}
    assert honest.state(HELLO) == "00000"


def test_given_a_program_of_a_device_that_commits_without_end_when_the_guard_looks_then_it_is_ended(
    clinic: TestClinic, owner: TestDevice, raw: Opened, seeing: None
) -> None:
    """Each of its transactions is short; the statement that makes them is not."""
    running, honest = raw(owner), raw(clinic.enrol(owner))
    running.rows("SET statement_timeout = 0")
    program = "DO $$ BEGIN FOR i IN 1..600 LOOP PERFORM pg_sleep(0.05); COMMIT; END LOOP; END $$"
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(running.state, program)
        with guarding(clinic.url, Bounds(transaction_s=0.5)) as guard:
            clinic.as_superuser("SELECT CAST(pg_sleep(1) AS text)")
            (ended,) = guard.look().ended
        assert answer.result() in {"57P01", "lost"}

    assert (ended.login.device_id, ended.reason) == (owner.device_id, Reason.TRANSACTION)
    assert honest.state(HELLO) == "00000"


def test_given_a_device_that_never_leaves_when_the_guard_looks_then_its_connection_is_ended(
    clinic: TestClinic, owner: TestDevice, raw: Opened, seeing: None
) -> None:
    staying = raw(owner)
    with guarding(clinic.url, Bounds(session_s=3600)) as guard:
        assert guard.look().ended == ()
    with guarding(clinic.url, Bounds(session_s=0)) as guard:
        assert [each.reason for each in guard.look().ended] == [Reason.SESSION]
    assert staying.state(HELLO) in {"57P01", "lost"}


_ALL_LOCKS = (
    "SELECT pg_advisory_lock(i) FROM generate_series(1, 1000000) i",
    "BEGIN;" + "SAVEPOINT s;" * 30_000 + "ALTER ROLE CURRENT_USER SET work_mem = '8MB'",
)
"""Savepoints hold a lock each as soon as one writes in the innermost."""


@pytest.mark.parametrize("attack", _ALL_LOCKS, ids=["by number", "by savepoints"])
def test_given_a_device_that_took_all_locks_of_the_server_when_the_guard_looks_then_everybody_gets_in_again(
    clinic: TestClinic, owner: TestDevice, raw: Opened, seeing: None, attack: str
) -> None:
    """No connection can be made any more, so the guard's was there before."""
    other, attacker = clinic.enrol(owner), raw(owner)
    with guarding(clinic.url, Bounds()) as guard:
        attacker.rows(
            "ALTER ROLE CURRENT_USER PASSWORD 'changed, so that nothing about it is known by heart'"
        )
        _take_all(attacker, attack)
        with pytest.raises(UserError) as refused:
            revoke(clinic.url, owner.device_id)

        (ended,) = guard.look().ended

        assert (ended.login.device_id, ended.reason) == (owner.device_id, Reason.LOCKS)
        assert refused.value.code == "no_locks"
        assert "out of shared memory" in refused.value.sentence
        assert "address" not in refused.value.sentence
    assert other.remote().hello().device_id == other.device_id
    assert revoke(clinic.url, owner.device_id)
    with pytest.raises(UserError):
        owner.remote().hello()


def _take_all(attacker: Raw, attack: str) -> None:
    result = attacker.connection.pgconn.exec_(attack.encode())
    assert b"out of shared memory" in result.error_message


def test_given_logins_made_before_when_upgraded_then_they_are_bounded_as_new_ones(
    clinic: TestClinic, owner: TestDevice
) -> None:
    clinic.as_superuser(f"ALTER ROLE {owner.login.role} RESET ALL")
    clinic.as_superuser(f"ALTER ROLE {owner.login.role} SET statement_timeout = '30s'")

    upgrade(clinic.url)

    with operator(clinic.url) as db:
        server = int(db.scalar(sa.text("SELECT current_setting('server_version_num')")) or 0)
    ((settings,),) = clinic.as_superuser(
        "SELECT s.setconfig FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole"
        f" WHERE r.rolname = '{owner.login.role}'"
    )
    found = dict(each.split("=") for each in settings)  # type: ignore[attr-defined]
    assert found.get("transaction_timeout") == ("60s" if server >= 170_000 else None)
    assert found["idle_in_transaction_session_timeout"] == "5s"
    assert found["statement_timeout"] == "30s"


def test_given_no_guard_when_doctored_then_it_is_told_and_with_one_it_is_well(
    clinic: TestClinic,
) -> None:
    def finding() -> bool:
        return {each.name: each.well for each in doctor(clinic.url)}["guard"]

    assert not finding()
    with guarding(clinic.url) as guard:
        assert isinstance(guard, Guard)
        assert finding()


def test_given_a_device_that_locks_the_view_of_settings_when_a_guard_begins_then_it_need_not_wait_and_ends_it(
    clinic: TestClinic, owner: TestDevice, raw: Opened
) -> None:
    """Everybody may change that view, which is how PostgreSQL spells SET, and so may lock it."""
    # Who waits is told so, and does not wait for ever.
    clinic.as_superuser(f"ALTER DATABASE {clinic.database} SET lock_timeout = '3s'")
    holding, honest = raw(clinic.enrol(owner)), raw(owner)
    for statement in _NO_BOUNDS[:3]:
        holding.rows(statement)
    holding.rows("BEGIN")
    holding.rows("LOCK TABLE pg_catalog.pg_settings IN ACCESS EXCLUSIVE MODE")

    assert {each.name: each.well for each in doctor(clinic.url)}["login settings"]
    assert status(clinic.url).devices
    with guarding(clinic.url, Bounds(transaction_s=0)) as guard:
        assert [each.reason for each in guard.look().ended] == [Reason.TRANSACTION]

    assert holding.state(HELLO) in {"57P01", "lost"}
    assert honest.state(HELLO) == "00000"
