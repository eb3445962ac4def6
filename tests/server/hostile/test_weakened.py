"""The hostile cases themselves: each of these weakenings of a function makes one of them fail."""

from collections.abc import Iterator
from functools import partial

import pytest
import sqlalchemy as sa

from migrations.operate.embedded import EmbeddedServer
from tests.server.hostile import (
    test_chunks,
    test_counters,
    test_other_practice,
    test_own_name,
    test_people,
    test_pushes,
    test_set_aside,
    test_switches,
    test_weights,
)
from tests.server.hostile.cases import Case, Push, check, check_push
from tests.server.hostile.hostile_fixture import Arena, built


@pytest.fixture
def weak(pg18: EmbeddedServer) -> Iterator[Arena]:
    """An arena of its own: what an attack did here must not reach the others."""
    with built(pg18) as made:
        yield made


def _named(cases: tuple[Case, ...] | tuple[Push, ...], name: str) -> Case | Push:
    (found,) = (case for case in cases if case.name == name)
    return found


_switch = partial(_named, test_switches.CASES)
_other = partial(_named, test_other_practice.CASES)
_people = partial(_named, test_people.CASES)
_push = partial(_named, test_pushes.CASES)
_weight = partial(_named, test_weights.CASES)
_count = partial(_named, test_counters.PUSHES)
_chunk = partial(_named, test_chunks.CASES)
_name = partial(_named, test_own_name.CASES)
_aside = partial(_named, test_set_aside.CASES)
_FUTURE = "a label of a key that does not exist yet"
_EVERYTHING = "asking for all addresses there are"


WEAKENINGS = (
    (
        "pz.check_fresh",
        "IF current_setting",
        "IF false AND current_setting",
        _switch("old snapshot at hello"),
    ),
    (
        "pz.check_alone",
        "IF pg_current_xact_id_if_assigned() IS NOT NULL",
        "IF false",
        _switch("a second call in a transaction"),
    ),
    (
        "pz.admit",
        "found_role IS NOT NULL THEN\n    RETURN found_role",
        "true THEN RETURN 'OWNER'",
        _other("directory of the other practice"),
    ),
    ("pz.admit_owner", "<> 'OWNER'", "= 'READONLY'", _people("therapist: make itself an owner")),
    (
        "pz.check_head",
        "p_head.epoch IS DISTINCT FROM p_epoch",
        "false",
        _other("push with the other's epoch"),
    ),
    (
        "pzapi.sync_pull",
        "head.epoch IS DISTINCT FROM p_epoch",
        "false",
        _other("pull with the other's epoch"),
    ),
    (
        "pz.check_device",
        "p_verifier IS NULL OR p_verifier\n      !~",
        "p_verifier\n      !~",
        _other("enrol without a verifier"),
    ),
    (
        "pz.check_device",
        "p_login IS NULL OR p_login !~ '^pzd_[0-9a-f]{32}$' OR",
        "",
        _other("enrol with SQL in the login"),
    ),
    (
        "pz.place_device",
        "RAISE EXCEPTION 'denied' USING ERRCODE = 'PZD01'",
        "NULL",
        _other("enrol over the other's device"),
    ),
    (
        "pz.register_member",
        "RAISE EXCEPTION 'the last owner stays' USING ERRCODE = 'PZM01'",
        "NULL",
        _people("owner: leave the practice without one"),
    ),
    (
        "pz.guard_sessions",
        "IF OLD.finalized_at IS NOT NULL AND",
        "IF false AND",
        _push("finalized note: finalized_at = None"),
    ),
    ("pz.verdicts", "WHEN coalesce(v.version, 0) <> x.b THEN 'stale'", "", _push("base version 0")),
    ("pz.guard_sessions", "OLD.amendment_count + 1000", "2147483647", _count("1001 amendments")),
    ("pz.guard_appointments", "NOT BETWEEN 0 AND greatest", "< greatest", _count("1000001 edits")),
    ("pz.follow_a_version", "NEW.version_number > 2 AND", "false AND", _count("version 4")),
    ("pz.guard_services", "IF NOT pz.is_sealed(", "IF false AND (", _weight("a seal that is short")),
    ("pz.superseded", "p_role <> 'OWNER' OR", "", _push("a therapist lifts a finalized note")),
    ("pz.guard_sessions", "NEW.id::text) = 0", "'x') = 0", _push("an owner says it of another row")),
    ("pz.is_put_back", "EXISTS", "true OR EXISTS", _name("records in another's name, offered again")),
    ("pz.is_anothers", "EXISTS", "false AND EXISTS", _name("records with another's laptop")),
    ("pz.guard_audit_events", "<> nullif(", "= nullif(", _name("records in another's name")),
    (
        "pz.guard_sessions",
        "AND NEW.finalized_by <> nullif",
        "AND NULL <> nullif",
        _name("finalizes in another's name"),
    ),
    ("pz.is_removed", "EXISTS", "true OR EXISTS", _aside("of one that is in")),
    ("pz.guard_clients", ") < 1 OR", ") < 0 OR", _weight("a cell labelled ''")),
    ("pz.guard_clients", "pz.current_key_no(NEW.workspace_id)", "9", _weight("a cell labelled 'v2:'")),
    ("pz.is_sealed", "% 32) = 3", ") > 0", _weight("a seal that is without a whole path")),
    ("pzapi.blob_put", "NOT pz.is_clinician(role) OR", "", _chunk("a reader puts")),
    ("pzapi.blob_put", "AND role <> 'OWNER'", "AND false", _chunk("the therapist replaces")),
    ("pz.check_cell", "> pz.current_key_no(p_ws)", "> 9", _chunk(f"put {_FUTURE}")),
    ("pz.check_cell", "IF octet_length(p_cell) > 1048640", "IF false", _chunk("a chunk that is too large")),
    ("pz.check_chunk", "p_no >= 0 AND", "", _chunk("get a negative number")),
    ("pzapi.blob_have", "IF cardinality(p_keys) > 1000", "IF false", _chunk(_EVERYTHING)),
    ("pz.check_ledger", "IF malformed THEN", "IF false THEN", _push("an op without n")),
    ("pz.check_ledger", "IF highest > last_no AND", "IF false AND", _push("a number far ahead")),
    ("pz.check_ledger", "IF strangers > 0 THEN", "IF false THEN", _push("number 0")),
    ("pz.check_batch", "jsonb_array_length(p_batch) > 1000 OR", "", _push("more than a thousand ops")),
    ("pz.verdicts", "WHEN x.b > 0 AND k.insert_only THEN 'frozen'", "", _push("an audit event rewritten")),
)
_STRANGE = r"SELECT rolname FROM pg_roles WHERE rolname LIKE 'pzd\_%' AND rolname !~ '^pzd_[0-9a-f]{32}$'"
_DEFINITION = sa.text("SELECT pg_get_functiondef(CAST(:name AS regproc))")


@pytest.mark.parametrize(("function", "rule", "without", "case"), WEAKENINGS)
def test_given_a_function_without_one_of_its_rules_when_attacked_then_a_case_notices(
    weak: Arena, function: str, rule: str, without: str, case: Case | Push
) -> None:
    whole = str(weak.watcher.scalar(_DEFINITION, {"name": function}))
    assert whole.count(rule) == 1
    weak.watcher.exec_driver_sql(whole.replace(rule, without), execution_options={"no_parameters": True})
    try:
        with pytest.raises(AssertionError):
            check(weak, case) if isinstance(case, Case) else check_push(weak, case)
    finally:
        weak.watcher.exec_driver_sql(whole, execution_options={"no_parameters": True})
        _drop_strange_logins(weak)


def _drop_strange_logins(weak: Arena) -> None:
    """A login that only a weakened check let in belongs to the whole server, which other tests share."""
    for name in weak.watcher.scalars(sa.text(_STRANGE)).all():
        quoted = '"' + name.replace('"', '""') + '"'
        # It was let in to connect, and a login that still has a right is not dropped.
        weak.watcher.exec_driver_sql("SET ROLE pz_prov")
        weak.watcher.execute(sa.select(sa.func.pz.let_connect(name, False)))
        weak.watcher.exec_driver_sql("RESET ROLE")
        weak.watcher.exec_driver_sql(f"DROP ROLE {quoted}")
