"""Sync in a process of its own: what the window hears and sees is what it heard of a thread."""

import os
import signal
import sys
from pathlib import Path

import pytest

from core.store.practice.practice import ClientDraft
from desktop.session.relaunch import own_command
from desktop.session.start import SYNCER
from desktop.session.sync_process import process_engine
from desktop.session.sync_process.process_engine import ENDED
from sync.events import NeedsYou, RowsChanged, SyncFailed, SyncFinished, SyncProgress, SyncStarted
from tests.desktop.sync_process.conftest import Clinic, has_ended, pid_of
from tests.desktop.test_hardening import PLAIN, core_limit, neighbour

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_given_rows_in_the_clinic_when_a_process_syncs_then_events_come_in_order_and_the_finder_finds_them(
    clinic: Clinic,
) -> None:
    clinic.arrive(20)
    assert clinic.practice.clients.find("Fern7") == [], "the index in memory is made by now"
    clinic.engine().start()
    heard = clinic.until(lambda event: isinstance(event, SyncFinished))

    assert isinstance(heard[0], SyncStarted)
    kinds = [type(event) for event in heard]
    assert kinds.index(SyncProgress) < kinds.index(RowsChanged) < kinds.index(SyncFinished)
    told = {
        change.table: change.ids
        for event in heard
        if isinstance(event, RowsChanged)
        for change in event.changed
    }
    assert len(told["clients"]) == 20
    assert [each.client.first_name for each in clinic.practice.clients.find("Fern7")] == ["Fern7"]


def test_given_a_letter_typed_here_when_woken_then_the_clinic_has_it(clinic: Clinic) -> None:
    engine = clinic.engine()
    engine.start()
    clinic.agreed()
    clinic.practice.clients.add(ClientDraft(first_name="Typed", last_name="Sampleton"))
    engine.wake()
    assert clinic.until(lambda event: isinstance(event, SyncFinished) and event.outcome.pushed > 0)
    assert clinic.there("sync").status == 0
    with clinic.there.open() as opened:
        assert "Typed" in {each.client.first_name for each in opened.practice.clients.list()}


def test_given_a_pull_when_its_process_is_killed_then_nothing_is_lost_and_another_one_finishes(
    clinic: Clinic,
) -> None:
    wanted = clinic.arrive(3500)
    assert clinic.practice.clients.find("Fern1") == []
    engine = clinic.engine()
    engine.start()
    clinic.next_of(RowsChanged)
    first = pid_of(engine)
    os.kill(first, signal.SIGKILL)
    clinic.practice.clients.add(ClientDraft(first_name="Meanwhile", last_name="Sampleton"))

    heard = clinic.until(lambda event: isinstance(event, SyncFailed))
    failed = heard[-1]
    assert isinstance(failed, SyncFailed)
    assert (failed.code, failed.next_try_s is not None) == (ENDED, True)
    assert "Nothing is lost" in failed.sentence
    clinic.agreed()
    assert pid_of(engine) != first
    assert clinic.names() >= wanted | {"Meanwhile"}
    assert len(clinic.practice.clients.find("Fern", limit=9999)) == len(wanted)
    assert clinic.here.store.integrity_problems() == []


def test_given_rows_that_a_killed_process_wrote_and_did_not_tell_when_it_ends_then_the_window_hears_of_them(
    clinic: Clinic, tmp_path: Path
) -> None:
    """The line before the commit is the last that such a process says."""
    with clinic.here.store.read() as db:
        row_id = bytes(db.exec_driver_sql("SELECT id FROM users").scalar_one())
    told = f"""print('["listens"]\\n["ready"]\\n["turn"]', flush=True)
import sys; sys.stdin.readline(); assert sys.stdin.readline() == "given\\n"
print('["touches", {{"users": ["{row_id.hex()}"]}}]', flush=True)"""
    engine = clinic.engine(sys.executable, "-c", told)
    engine.start()
    heard = clinic.until(lambda event: isinstance(event, SyncFailed))
    (rows,) = [event for event in heard if isinstance(event, RowsChanged)]
    assert {(each.table, one.bytes) for each in rows.changed for one in each.ids} == {("users", row_id)}
    clinic.practice.clients.add(ClientDraft(first_name="Free", last_name="Again"))


def test_given_a_process_that_says_something_else_when_heard_then_it_is_ended_and_told_as_a_failure(
    clinic: Clinic,
) -> None:
    engine = clinic.engine(
        sys.executable, "-c", "print('[\"ready\"]\\n[1, 2]', flush=True); input(); input()"
    )
    engine.start()
    failed = clinic.next_of(SyncFailed)
    assert isinstance(failed, SyncFailed)
    assert failed.code == ENDED


def test_given_a_process_that_ends_when_it_is_woken_then_the_next_one_waits_for_its_time(
    clinic: Clinic,
) -> None:
    """Each typed word wakes it: one that always ends must not be started at each."""
    says = """print('["listens"]\\n["ready"]\\n["needs", 1]', flush=True); input(); input()"""
    engine = clinic.engine(sys.executable, "-c", says)
    engine.start()
    clinic.next_of(NeedsYou)
    engine.wake()
    clinic.next_of(SyncFailed)
    assert not engine._wake.is_set()


def test_given_a_process_that_stands_still_in_its_turn_when_that_takes_too_long_then_saves_go_on(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_engine, "_LENT_S", 0.1)
    stands = """print('["listens"]\\n["ready"]\\n["turn"]', flush=True)
while input(): pass"""
    engine = clinic.engine(sys.executable, "-c", stands)
    engine.start()
    clinic.next_of(SyncFailed)
    clinic.practice.clients.add(ClientDraft(first_name="Free", last_name="Again"))


def test_given_a_process_that_never_gets_ready_when_that_takes_too_long_then_a_thread_does_the_same(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_engine, "_READY_S", 0.1)
    clinic.engine(sys.executable, "-c", "input()").start()
    clinic.agreed()


@pytest.mark.parametrize("command", [("/nowhere/at-all",), (sys.executable, "-c", "")])
def test_given_no_process_that_works_when_started_then_a_thread_does_the_same(
    clinic: Clinic, command: tuple[str, ...]
) -> None:
    wanted = clinic.arrive(3)
    engine = clinic.engine(*command)
    engine.start()
    clinic.agreed()
    assert clinic.names() >= wanted
    clinic.practice.clients.add(ClientDraft(first_name="Typed", last_name="Sampleton"))
    engine.pause()
    assert engine.is_paused
    engine.resume()
    assert clinic.until(lambda event: isinstance(event, SyncFinished) and event.outcome.pushed > 0)
    assert engine.link is None


def test_given_a_file_that_is_not_in_its_place_when_started_then_nothing_else_is_opened_and_it_is_said(
    clinic: Clinic,
) -> None:
    engine = clinic.engine()
    path = clinic.here.store.path
    path.rename(path.with_name("moved.db"))
    engine.start()
    failed = clinic.next_of(SyncFailed)
    path.with_name("moved.db").rename(path)
    assert isinstance(failed, SyncFailed)
    assert failed.code == "store_replaced"


def test_given_a_pause_when_rows_come_then_they_wait_until_it_goes_on(clinic: Clinic) -> None:
    engine = clinic.engine()
    engine.start()
    clinic.agreed()
    engine.pause()
    wanted = clinic.arrive(3)
    clinic.drain()
    engine.wake()
    assert engine.is_paused
    clinic.stays_still()
    os.kill(pid_of(engine), signal.SIGKILL)
    clinic.next_of(SyncFailed)
    clinic.stays_still()
    assert not clinic.names() & wanted
    engine.resume()
    clinic.agreed()
    assert clinic.names() >= wanted


def test_given_a_pull_when_stopped_then_its_process_is_gone_within_the_time_that_a_lock_waits(
    clinic: Clinic,
) -> None:
    clinic.arrive(3500)
    engine = clinic.engine()
    engine.start()
    clinic.next_of(RowsChanged)
    pid = pid_of(engine)
    assert engine.stop_and_join(10.0)
    assert has_ended(pid, 0.0)
    clinic.practice.clients.add(ClientDraft(first_name="Free", last_name="Again"))


def test_given_a_process_that_hears_nothing_when_stopped_then_it_is_killed(clinic: Clinic) -> None:
    engine = clinic.engine()
    engine.start()
    clinic.agreed()
    pid = pid_of(engine)
    os.kill(pid, signal.SIGSTOP)
    engine.stop_and_join(2.5)
    assert has_ended(pid)


def test_given_its_process_when_looked_at_from_outside_then_no_key_is_in_what_the_system_shows(
    clinic: Clinic,
) -> None:
    engine = clinic.engine(*PLAIN, *own_command(), SYNCER)
    engine.start()
    clinic.agreed()
    assert "Permission denied" in neighbour(pid_of(engine)).stderr
    shown = b"".join(Path(f"/proc/{pid_of(engine)}/{name}").read_bytes() for name in ("cmdline", "environ"))
    assert shown
    keys = [clinic.here.vault.db_key, bytes(clinic.here.vault.master_key)]
    keys += [clinic.here.require_enrolment().password.encode()]
    assert not any(each in shown or each.hex().encode() in shown for each in keys)
    assert core_limit(pid_of(engine)) == ["0", "0"]
    modules = Path(f"/proc/{pid_of(engine)}/maps").read_text(encoding="utf-8")
    assert "sqlcipher" in modules
    assert "libQt6" not in modules
