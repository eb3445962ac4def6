"""An adoption that is stopped anywhere goes on to the same end, and never harms the old database."""

import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from core.crypto.cells import KeyRing
from core.crypto.recovery import Paper, new_code
from core.domain.errors import BadInput, UserError
from core.domain.registry import TABLES
from migrations.operate.adopting import holding
from migrations.operate.adopting.adopt import state_of
from migrations.operate.adopting.target import as_adopter, read_rows
from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from migrations.server.programs import execute
from migrations.server.tables import INFRASTRUCTURE
from sync.keys.recovery_paper import open_paper
from tests.migrations.adopt.conftest import PLAN, Case, new_laptop
from tests.migrations.adopt.old_database import MASTER, small_practice
from tests.plugins_pg import copy_database, copy_template


class Killed(BaseException):
    """No program catches it, as none catches a power cut."""


class Statements:
    """Counts what is sent to the new database, and stops the program before one of them."""

    def __init__(self, database: str) -> None:
        self.database, self.count, self.stop_at = database, 0, 0

    def __call__(self, conn: sa.Connection, *_args: Any) -> None:
        if conn.engine.url.database != self.database:
            return
        self.count += 1
        if self.count == self.stop_at:
            raise Killed


@contextmanager
def counting(case: Case, stop_at: int = 0) -> Iterator[Statements]:
    statements = Statements(case.database)
    statements.stop_at = stop_at
    event.listen(sa.Engine, "before_cursor_execute", statements)
    try:
        yield statements
    finally:
        event.remove(sa.Engine, "before_cursor_execute", statements)


def content(case: Case, workspace_id: uuid.UUID) -> list[Any]:
    """Everything that the new database says, opened; without what is random or newly stamped."""
    told: list[Any] = []
    with operator(case.target) as db:
        execute(db, "SET LOCAL ROLE pz_owner")
        record = holding.find(db, workspace_id)  # type: ignore[arg-type]
        assert record is not None
        ring = KeyRing(record.workspace_id, open_paper(case.code, record.workspace_id, record.paper))
        told.append((record.is_finished, record.owner_id, holding.attachments(db, ring)))
        for table in TABLES:
            with as_adopter(db, table):
                for row in read_rows(db, ring, table):
                    values = {name: value for name, value in row.values.items() if name != "settings"}
                    told.append((table.name, row.row_id, row.version, row.created_at, row.deleted_at, values))
                execute(db, "SET LOCAL ROLE pz_owner")
                seqs = sa.text(f"SELECT id, seq FROM pz.{table.name} WHERE workspace_id = :ws ORDER BY 1")
                told.append([tuple(each) for each in db.execute(seqs, {"ws": workspace_id})])
                told.append(sorted(holding.originals(db, ring, table.no).items()))
        db.rollback()
    return told


def fresh_target(case: Case) -> None:
    """An empty clinic, and a login of its own in the request: logins belong to the whole server."""
    case.new_target()
    case.request = replace(case.request, login_role=f"pzd_{uuid.uuid4().hex}")
    copy_template(case.server, case.database)


def emptied(case: Case) -> None:
    """As `fresh_target`, in a hundredth of the time."""
    case.request = replace(case.request, login_role=f"pzd_{uuid.uuid4().hex}")
    with operator(case.server.url(case.database, superuser=True)) as db:
        execute(db, "SET session_replication_role = replica")
        tables = [*(table.name for table in TABLES), *(table.name for table in INFRASTRUCTURE)]
        execute(db, ";".join(f"DELETE FROM pz.{name}" for name in tables))
        execute(db, f"DROP SCHEMA {holding.SCHEMA} CASCADE")


def few(case: Case) -> uuid.UUID:
    ws = small_practice(case.old)
    case.old.flush()
    return ws


# Some of the statements keep the suite quick; with a step of 1 it holds for each of them.
@pytest.mark.parametrize(("major", "step"), [(16, 97), (18, 23)])
def test_given_a_stop_before_any_statement_when_resumed_then_the_end_is_the_same(
    request: pytest.FixtureRequest, make_case: Callable[[EmbeddedServer], Case], major: int, step: int
) -> None:
    case = make_case(request.getfixturevalue(f"pg{major}"))
    ws = few(case)
    before = case.old.content()
    plan = replace(PLAN, batch=100 if major == 18 else 3)
    fresh_target(case)
    with counting(case) as counted:
        case.adopt(plan)
    expected, total = content(case, ws), counted.count
    for stop_at in range(1, total + 1, step):
        emptied(case)
        with counting(case, stop_at), pytest.raises(Killed):
            case.adopt(plan)
        done = case.adopt(plan)
        assert not done.was_finished, stop_at
        assert content(case, ws) == expected, stop_at
    assert total > 60
    assert case.old.content() == before


def test_given_a_stop_while_the_new_database_is_made_when_resumed_then_the_end_is_the_same(
    case18: Case,
) -> None:
    ws = few(case18)
    plan = replace(PLAN, batch=100)
    fresh_target(case18)
    case18.adopt(plan)
    expected = content(case18, ws)
    for stop_at in (1, 2, 40, 160):
        case18.new_target()
        case18.request = replace(case18.request, login_role=f"pzd_{uuid.uuid4().hex}")
        with counting(case18, stop_at) as counted, pytest.raises(Killed):
            case18.adopt(plan)
        assert counted.count == stop_at
        case18.adopt(plan)
        assert content(case18, ws) == expected, stop_at


_PROGRAM = """
import os, signal, sys
import sqlalchemy as sa
from sqlalchemy import event
from desktop.terminal.main import main
left = int(sys.argv[1])
def kill(conn, *args):
    global left
    if conn.engine.url.database == sys.argv[2]:
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
event.listen(sa.Engine, "before_cursor_execute", kill)
sys.exit(main(sys.argv[3:]))
"""


def test_given_the_process_is_killed_again_and_again_when_resumed_then_the_end_is_the_same(
    case18: Case, tmp_path: Path
) -> None:
    ws = few(case18)
    case18.adopt(replace(PLAN, batch=500))
    expected = content(case18, ws)
    fresh_target(case18)
    arguments = _arguments(case18, tmp_path)
    killed = 0
    for left in (5, 40, 70, 95, 110, 0):
        program = [sys.executable, "-c", _PROGRAM, str(left), case18.database, *arguments]
        done = subprocess.run(program, capture_output=True, check=False, cwd=Path(__file__).parents[3])
        killed += done.returncode == -signal.SIGKILL
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        assert case18.database not in done.stderr.decode()
    assert killed >= 2
    case18.code = (tmp_path / "paper").read_text(encoding="utf-8").strip()
    assert content(case18, ws) == expected


def _arguments(case: Case, folder: Path) -> list[str]:
    (folder / "master").write_bytes(MASTER)
    (folder / "request").write_text(case.request.to_text(), encoding="utf-8")
    for name, url in (("old", case.old.url), ("new", case.target)):
        (folder / name).write_text(url.render_as_string(hide_password=False), encoding="utf-8")
    return [
        "--home", str(folder / "home"), "server", "adopt", "--yes",
        "--url-file", str(folder / "new"), "--source-file", str(folder / "old"),
        "--timezone", "Asia/Jerusalem", "--locale", "he", "--master-key", str(folder / "master"),
        "--request", str(folder / "request"), "--words", " ".join(case.request.words()),
        "--paper", str(folder / "paper"), "--to", str(folder / "answer"),
    ]  # fmt: skip


def test_given_a_finished_adoption_when_repeated_then_the_same_device_gets_its_answer_again(
    case18: Case, tmp_path: Path
) -> None:
    few(case18)
    first = case18.adopt()
    again = case18.adopt()

    assert again.was_finished
    assert (again.root_pub, again.digests, again.counts) == (first.root_pub, first.digests, first.counts)
    store, other = new_laptop(tmp_path)
    store.close()
    case18.request = other
    with pytest.raises(UserError, match="adopted already"):
        case18.adopt()


def test_given_a_begun_adoption_when_the_old_database_changes_then_it_refuses_to_go_on(
    case18: Case,
) -> None:
    ws = few(case18)
    _stop_in_the_middle(case18)
    assert state_of(case18.target, ws) == "begun"  # type: ignore[arg-type]
    case18.old.run("UPDATE clients SET phone = '050-2222222'")
    with pytest.raises(UserError, match="changed since") as refused:
        case18.adopt()
    assert refused.value.code == "source_changed"


def test_given_a_begun_adoption_when_resumed_otherwise_then_it_refuses(case18: Case) -> None:
    few(case18)
    _stop_in_the_middle(case18)
    with pytest.raises(UserError, match="time zone"):
        case18.adopt(replace(PLAN, timezone="Europe/Berlin"))
    right, case18.code = case18.code, new_code(Paper.WORKSPACE)
    with pytest.raises(UserError, match="not the one"):
        case18.adopt()
    case18.code = right[:-1] + ("0" if right[-1] != "0" else "1")
    with pytest.raises(BadInput):
        case18.adopt()
    case18.code = right
    assert case18.adopt().resumed


def test_given_a_begun_adoption_when_looked_at_then_nobody_can_log_in(case18: Case) -> None:
    few(case18)
    _stop_in_the_middle(case18)
    with operator(case18.server.url(case18.database, superuser=True)) as db:
        assert db.scalar(sa.text("SELECT count(*) FROM pz.devices")) == 0
        assert db.scalar(sa.text("SELECT count(*) FROM pz.wrapped_keys")) == 0


TAMPERING = (
    "UPDATE pz.clients SET consent_status = NOT consent_status",
    "UPDATE pz.clients SET created_at = created_at + interval '1 microsecond'",
    "UPDATE pz.clients SET first_name = last_name",
    "DELETE FROM pz.appointments WHERE id = (SELECT id FROM pz.appointments LIMIT 1)",
    "DELETE FROM pz.session_versions WHERE id = (SELECT id FROM pz.session_versions LIMIT 1)",
    "UPDATE pz.audit_events SET hash = mac WHERE chain_no = 2",
    "UPDATE pz.sessions SET version = version + 1",
    "DELETE FROM pz_adopted.originals",
    "DELETE FROM pz_adopted.attachments",
)


def test_given_rows_that_do_not_read_back_when_finishing_then_nobody_is_let_in(case18: Case) -> None:
    few(case18)
    fresh_target(case18)
    _stop_before_the_end(case18)
    stopped = case18.database
    for statement in TAMPERING:
        case18.new_target()
        copy_database(case18.server, stopped, case18.database)
        with operator(case18.server.url(case18.database, superuser=True)) as db:
            execute(db, "SET session_replication_role = replica")
            execute(db, statement)
        with pytest.raises(UserError) as refused:
            case18.adopt()
        assert refused.value.code == "tampered", statement
        with operator(case18.server.url(case18.database, superuser=True)) as db:
            assert db.scalar(sa.text("SELECT count(*) FROM pz.devices")) == 0


def _stop_before_the_end(case: Case) -> None:
    """After the last row was written, before anything was checked."""

    def stop(what: str, _done: int, _total: int) -> None:
        if what == "Checking":
            raise Killed

    with suppress(Killed):
        case.adopt(progress=stop)


def _stop_in_the_middle(case: Case) -> None:
    fresh_target(case)
    with counting(case, 60), suppress(Killed):
        case.adopt()
