"""What PostgreSQL does not let us close: each bounded to the device itself or to its own practice.

A superuser's hardening (`migrations/operate/hardening.py`) closes those that it can; see test_hardening.py.
"""

import json
import os
import signal
import uuid
from pathlib import Path

import psycopg
import pytest

from core.domain.errors import DeviceRevoked, ServerUnreachable
from migrations.operate.devices import revoke
from migrations.operate.doctor import doctor
from migrations.operate.guard import guarding
from migrations.operate.overstaying import Bounds
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.cases import HELLO
from tests.server.hostile.hostile_fixture import Arena
from tests.server.raw import Raw

_OWN_PULL = "SELECT * FROM pzapi.sync_pull(%(own_ws)s, %(own_epoch)s, 0, 10, 100000)"


@pytest.mark.parametrize(
    "allowed",
    [
        "NOTIFY pazpaz, 'come and see'",
        "LISTEN pazpaz",
        "SET statement_timeout = 0",
        "SET idle_in_transaction_session_timeout = 0",
        "SET lock_timeout = 0",
        "SET work_mem = '1GB'",
        "ALTER ROLE CURRENT_USER SET statement_timeout = 0",
    ],
)
def test_given_what_postgresql_lets_everybody_do_when_done_then_only_the_own_connection_changes(
    arena: Arena, allowed: str
) -> None:
    stranger, owner = arena.open("stranger"), arena.open("owner")
    query = "SELECT current_setting('statement_timeout'), current_setting('work_mem')"
    before = owner.rows(query)
    try:
        stranger.rows("BEGIN")
        assert stranger.state(allowed) == "00000"
        assert owner.rows(query) == before
        assert owner.state(HELLO) == "00000"
        stranger.rows("ROLLBACK")
    finally:
        stranger.close()
        owner.close()


_OWN = (
    "ALTER ROLE CURRENT_USER SET search_path = '{long}'",
    "ALTER ROLE CURRENT_USER SET application_name = '{long}'",
    "ALTER ROLE CURRENT_USER IN DATABASE {database} SET application_name = '{long}'",
    "ALTER ROLE CURRENT_USER RESET ALL",
    # With this one it cannot even connect any more.
    "ALTER ROLE CURRENT_USER SET local_preload_libraries = 'nothing'",
    "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC",
    "SELECT lo_from_bytea(0, '{long}')",
)


@pytest.mark.parametrize("own", _OWN, ids=lambda each: each.partition("{")[0].strip())
def test_given_what_a_login_can_write_for_itself_when_doctored_then_told_and_the_guard_undoes_it(
    clinic: TestClinic, owner: TestDevice, own: str
) -> None:
    def is_well() -> bool:
        return {each.name: each.well for each in doctor(clinic.url)}["login settings"]

    assert is_well()
    device = Raw(owner)
    device.rows(own.format(long="x" * 100_000, database=clinic.database))
    device.close()
    assert not is_well()
    with guarding(clinic.url) as guard:
        assert guard.look().settled == (owner.login.role,)
        assert guard.look().settled == ()

    assert is_well()
    assert owner.remote().hello().device_id == owner.device_id
    ((left,),) = clinic.as_superuser("SELECT count(*) FROM pg_largeobject")
    assert left == 0


def test_given_notifications_when_a_device_sends_any_then_no_program_of_ours_listens(arena: Arena) -> None:
    device = arena.open("owner")
    try:
        device.rows(HELLO)
        assert device.rows("SELECT * FROM pg_listening_channels()") == []
    finally:
        device.close()


def test_given_many_connections_when_a_device_opens_them_then_the_fifth_is_refused(arena: Arena) -> None:
    opened: list[Raw] = []
    try:
        for _ in range(4):
            opened.append(arena.open("stranger"))
            assert opened[-1].state(HELLO) == "00000"
        with pytest.raises(Exception, match="server is busy"):
            opened.append(arena.open("stranger"))
        other = arena.open("owner")
        opened.append(other)
        assert other.state(HELLO) == "00000"
    finally:
        for each in opened:
            each.close()


def test_given_a_device_that_holds_its_practices_counter_when_others_push_then_only_its_own_waits(
    arena: Arena,
) -> None:
    holder, neighbour = arena.open("stranger"), arena.open("owner")
    push = "SELECT pzapi.sync_push(%({ws})s, %({epoch})s, 1, '[]')"
    try:
        holder.rows("SET idle_in_transaction_session_timeout = 0")
        holder.rows("BEGIN")
        holder.rows(push.format(ws="own_ws", epoch="own_epoch"), arena.names)
        neighbour.rows("SET lock_timeout = '1s'")
        assert neighbour.state(push.format(ws="ws", epoch="epoch"), arena.names) == "00000"
        holder.rows("ROLLBACK")
    finally:
        holder.close()
        neighbour.close()


def test_given_its_own_password_when_a_device_changes_it_then_the_owner_can_still_shut_it_out(
    clinic: TestClinic, owner: TestDevice
) -> None:
    device = clinic.enrol(owner)
    connection = Raw(device)
    try:
        assert connection.state("ALTER ROLE CURRENT_USER PASSWORD 'of-its-own-choice'") == "00000"
        assert owner.remote().revoke_device(owner.workspace_id, device.device_id)
        assert connection.state(HELLO) == "PZR01"
    finally:
        connection.close()


def test_given_a_device_that_drops_what_it_owns_and_leaves_it_open_when_another_is_let_in_then_revoke_ends_it(
    clinic: TestClinic, owner: TestDevice
) -> None:
    """It takes back its own right to connect, and with that holds the row of the database."""
    holder = clinic.enrol(owner)
    holding = Raw(holder)
    try:
        holding.rows("SET idle_in_transaction_session_timeout = 0")
        holding.rows("BEGIN")
        holding.rows("DROP OWNED BY CURRENT_USER")
        with pytest.raises(ServerUnreachable, match="busy"):
            clinic.enrol(owner)

        assert owner.remote().revoke_device(owner.workspace_id, holder.device_id)

        assert holding.state(HELLO) in {"57P01", "lost"}
        added = clinic.enrol(owner)
        assert added.remote().hello().device_id == added.device_id
    finally:
        holding.close()


_ENDLESS = "SELECT btrim(repeat('a', 20000000), repeat('b', 60) || 'a')"


def test_given_a_text_that_postgresql_looks_through_when_it_shall_end_then_only_when_it_is_through(
    clinic18: TestClinic,
) -> None:
    """So of longer ones for hours, hardened or not: what the guide says of it holds until this fails."""
    device = Raw(clinic18.owner)
    try:
        device.rows("SET statement_timeout = '100ms'")
        assert device.state("SELECT pg_sleep(1)") == "57014"
        before = _processor_ticks(device)
        assert device.state(_ENDLESS) == "57014"
        assert _processor_ticks(device) - before > 40  # a limit that ended it would leave ten
    finally:
        device.close()


def _processor_ticks(device: Raw) -> int:
    """Hundredths of a second of work in the process of this connection."""
    stat = Path(f"/proc/{device.connection.info.backend_pid}/stat").read_text(encoding="ascii")
    return int(stat.rsplit(")", 1)[1].split()[11])


def test_given_a_pull_that_is_taken_back_when_recorded_then_the_record_goes_too_and_the_rows_were_its_own(
    arena: Arena,
) -> None:
    """Reads can be hidden from `access_events` by whoever speaks SQL; the server's own log is the remedy."""
    device = arena.open("stranger")
    count = "SELECT count(*) FROM pz.access_events"
    before = arena.watcher.exec_driver_sql(count).scalar()
    try:
        device.rows("BEGIN")
        rows = device.rows(_OWN_PULL, arena.names)
        device.rows("ROLLBACK")
        assert arena.watcher.exec_driver_sql(count).scalar() == before
        device.rows(_OWN_PULL, arena.names)
        assert arena.watcher.exec_driver_sql(count).scalar() == (before or 0) + 1
    finally:
        device.close()

    assert [row[2] for row in rows[1:]] == [arena.names["own_client"]]


def test_given_the_roles_when_a_device_lists_them_then_random_names_are_all_it_sees(arena: Arena) -> None:
    device = arena.open("stranger")
    try:
        names = {name for (name,) in device.rows("SELECT rolname FROM pg_roles WHERE rolname LIKE 'pzd%'")}
        comments = device.rows(
            "SELECT description FROM pg_shdescription WHERE classoid = 'pg_authid'::regclass"
        )
    finally:
        device.close()

    assert arena.names["owner_login"] in names
    assert all(len(name) == 36 and int(name[4:], 16) >= 0 for name in names)
    assert not [text for (text,) in comments if "pzd" in text]


def test_given_a_prepared_transaction_when_a_device_leaves_one_then_refused(arena: Arena) -> None:
    """It would hold its locks beyond its connection; servers allow none unless told to."""
    device = arena.open("stranger")
    try:
        device.rows("BEGIN")
        assert device.state(f"PREPARE TRANSACTION '{uuid.uuid4()}'") == "55000"
    finally:
        device.close()


def test_given_a_replication_connection_when_a_device_asks_for_one_then_refused(arena: Arena) -> None:
    address = arena.devices["stranger"].address()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(
            host=address.host, port=address.port, dbname=address.dbname, user=address.login_role,
            password=address.password, replication="database",
        )  # fmt: skip


def test_given_an_id_planted_beforehand_when_the_practice_pushes_it_then_it_is_taken(arena: Arena) -> None:
    row_id = uuid.uuid4()
    planted = arena.op("stranger", "clients", row_id, 0, first_name="djE6eA==", last_name="djE6eA==")
    own = arena.op("therapist", "clients", row_id, 0, first_name="djE6eA==", last_name="djE6eA==")
    stranger, therapist = arena.open("stranger"), arena.open("therapist")
    push = "SELECT pzapi.sync_push(%({ws})s, %({epoch})s, 1, %(batch)s)"
    try:
        values = arena.names | {"batch": json.dumps([planted])}
        stranger.rows(push.format(ws="own_ws", epoch="own_epoch"), values)
        values = arena.names | {"batch": json.dumps([own])}
        therapist.rows("BEGIN")
        ((answer,),) = therapist.rows(push.format(ws="ws", epoch="epoch"), values)
        therapist.rows("ROLLBACK")
    finally:
        stranger.close()
        therapist.close()

    assert answer["results"][0][1] == "ok"


def test_given_a_statement_that_postgresql_does_not_end_when_guarded_then_that_is_said_and_its_device_is_out(
    clinic18: TestClinic,
) -> None:
    """jsonb_agg over millions of texts is one, unless a server is hardened; here its process stands still."""
    owner = clinic18.owner
    device = clinic18.enrol(owner)
    push = "SELECT pzapi.sync_push(%s, %s, 1, '[]')"
    where = (owner.workspace_id, clinic18.epoch(owner))
    holding, waiting = Raw(device), Raw(owner)
    waiting.rows("SET lock_timeout = '100ms'")
    holding.rows("BEGIN")
    ((pid, *_),) = holding.rows(f"SELECT pg_backend_pid(), ({push})::text", where)
    os.kill(pid, signal.SIGSTOP)
    try:
        with guarding(clinic18.url, Bounds(transaction_s=0)) as guard:
            assert [each.goes_on for each in guard.look().ended] == [False]
            assert [each.goes_on for each in guard.look().ended] == [True]
        assert waiting.state(push, where) == "55P03"
        assert revoke(clinic18.url, device.device_id)
        with pytest.raises(DeviceRevoked):
            Raw(device)
    finally:
        os.kill(pid, signal.SIGCONT)
        holding.close()

    waiting.rows("SET lock_timeout = '5s'")
    assert waiting.state(push, where) == "00000"
    with guarding(clinic18.url, Bounds(transaction_s=0)) as guard:
        assert guard.look().ended == ()
    waiting.close()
