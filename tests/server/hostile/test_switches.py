"""Settings and statements that would switch the guards off, or make them look elsewhere."""

import json

import psycopg
import pytest

from tests.server.hostile.cases import DENIED, HELLO, PUSH, UNREADABLE, Case, check
from tests.server.hostile.hostile_fixture import Arena
from tests.server.raw import Raw

_PULL = "SELECT * FROM pzapi.sync_pull(%(ws)s, %(epoch)s, 0, 100, 100000)"
_ROWS = _PULL.replace("*", "table_no, row_id, plain, encode(cells, 'hex')") + " WHERE table_no > 0"
_OWN_PULL = "SELECT * FROM pzapi.sync_pull(%(own_ws)s, %(own_epoch)s, 0, 100, 100000)"
_SETTINGS = (
    "SELECT set_config('app.current_workspace_id', %(ws)s::text, false)",
    "SET search_path = pg_temp, pz, pzapi, public",
    "SET transform_null_equals = on",
    "SET default_transaction_read_only = on",
    "SET createrole_self_grant = 'set, inherit'",
    "SET client_min_messages = debug5",
    "SET plan_cache_mode = force_generic_plan",
    "SET bytea_output = 'escape'",
)
_OF_ITS_OWN = (
    "debug_parallel_query = on",
    "parallel_setup_cost = 0",
    "enable_indexscan = off",
    "transform_null_equals = on",
    "array_nulls = off",
    "quote_all_identifiers = on",
    "DateStyle = 'SQL, DMY'",
    "TimeZone = '<far>+100'",
    "IntervalStyle = 'sql_standard'",
    "extra_float_digits = -15",
    "bytea_output = 'escape'",
    "client_encoding = 'LATIN1'",
    "standard_conforming_strings = off",
    "backslash_quote = off",
    "plpgsql.extra_errors = 'all'",
    "app.current_workspace_id = 'rubbish'",
    "app.acting = 'rubbish'",
    "app.offered = 'rubbish'",
    "app.superseded = 'rubbish'",
)
"""What every login may set for itself, and by which PostgreSQL reads, plans, spells or compares otherwise."""
_WALLS = (
    "ALTER TABLE pz.clients DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE pz.clients NO FORCE ROW LEVEL SECURITY",
    "CREATE POLICY open ON pz.clients USING (true)",
    "DROP POLICY narrow ON pz.clients",
    "ALTER POLICY member_read ON pz.clients USING (true)",
    "ALTER TABLE pz.sessions DISABLE TRIGGER guard",
    "DROP TRIGGER guard ON pz.sessions",
    "CREATE TRIGGER mine BEFORE INSERT ON pz.clients FOR EACH ROW EXECUTE FUNCTION pz.refuse_change()",
    "ALTER TABLE pz.clients DROP CONSTRAINT ck_clients_version",
    "ALTER FUNCTION pzapi.hello(int, text) SECURITY INVOKER",
    "ALTER FUNCTION pz.my_role(uuid) RESET search_path",
    "GRANT SELECT ON pz.clients TO pz_member",
    "GRANT USAGE ON SCHEMA pz TO PUBLIC",
    "GRANT EXECUTE ON FUNCTION pz.reserve(uuid, bigint) TO PUBLIC",
    "ALTER DEFAULT PRIVILEGES FOR ROLE pz_owner GRANT ALL ON TABLES TO PUBLIC",
)
_SECRET = (
    "SELECT pz.my_role(%(ws)s)",
    "SELECT pz.my_workspaces('{OWNER}')",
    "SELECT pz.head(%(ws)s)",
    "SELECT pz.lock_head(%(ws)s)",
    "SELECT pz.reserve(%(ws)s, 1000)",
    "SELECT pz.register_member(%(ws)s, %(own_user)s, 'OWNER', true)",
    "SELECT pz.make_login(%(login)s, %(verifier)s)",
    "SELECT pz.withdraw(%(ws)s, %(owner_device)s)",
    "SELECT pz.store_keys(%(ws)s, '[]', %(own_device)s)",
    "SELECT pz.apply_clients(%(ws)s, %(own_device)s, 0, '[]')",
    "SELECT pz.push_fresh(%(ws)s, %(own_device)s, 'OWNER', '[]')",
    "SELECT pz.feed(%(ws)s, 0, 100)",
    "SELECT pz.audit_break(%(ws)s)",
    "SELECT pz.check_fresh()",
)
CASES = (
    *(
        Case(name=f"pull after {each}", first=(each,), attack=_PULL, refused=DENIED, control=_OWN_PULL)
        for each in _SETTINGS
    ),
    Case(
        name="pull without row security", first=("SET row_security = off",), attack=_PULL, control=_OWN_PULL
    ),
    *(Case(name=each, attack=each) for each in _WALLS),
    *(Case(name=each.replace("%", ""), attack=each) for each in _SECRET),
    *(
        Case(
            name=f"old snapshot: {level}",
            first=(f"BEGIN ISOLATION LEVEL {level}",),
            attack=_OWN_PULL,
            refused=UNREADABLE,
            control=_OWN_PULL,
        )
        for level in ("REPEATABLE READ", "SERIALIZABLE")
    ),
    Case(
        name="old snapshot at hello",
        first=("BEGIN ISOLATION LEVEL REPEATABLE READ",),
        attack=HELLO,
        refused=UNREADABLE,
    ),
    Case(
        name="a second call in a transaction",
        first=("BEGIN", _OWN_PULL),
        attack=HELLO,
        refused="PZT01",
    ),
    Case(
        name="pull that leaves no record of itself",
        first=("BEGIN READ ONLY",),
        attack=_OWN_PULL,
        refused="25006",
        control=_OWN_PULL,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_given_a_guard_when_a_device_reaches_for_its_switch_then_refused(arena: Arena, case: Case) -> None:
    check(arena, case)


@pytest.mark.parametrize("who", ["owner", "therapist", "assistant", "readonly", "stranger"])
def test_given_a_login_that_sets_all_it_may_when_it_pulls_and_pushes_then_it_gets_what_it_got_before(
    arena: Arena, who: str
) -> None:
    device, before = arena.open(who), arena.world()
    try:
        as_it_was = [_answer(device, arena, who, call) for call in (_ROWS, PUSH)]
        for setting in _OF_ITS_OWN:
            device.rows(f"SET {setting}")

        assert [_answer(device, arena, who, call) for call in (_ROWS, PUSH)] == as_it_was
    finally:
        device.close()
    assert arena.world() == before


def _answer(device: Raw, arena: Arena, who: str, call: str) -> object:
    """Rows by table and id, what became of an op, or the SQLSTATE; taken back."""
    op = arena.op(who, "clients", "client", 1, phone="djE6NTU1", medical_history="djE6eA==")
    device.rows("BEGIN")
    try:
        rows = device.rows(call, arena.names | {"batch": json.dumps([op])})
    except psycopg.Error as error:
        return error.sqlstate
    finally:
        device.rows("ROLLBACK")
    if call == PUSH:
        return rows[0][0]["results"]
    return sorted(rows)
