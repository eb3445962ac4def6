"""What goes through the pipe between the window and the process that syncs, and whose turn it is to write."""

import json
import os
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.domain.changes import Changed
from core.domain.clock import FixedClock
from core.domain.enums import Origin
from core.domain.ids import WorkspaceId
from core.store.database.engine import Store
from core.store.database.watching import TouchedRows
from desktop.session.relaunch import own_command
from desktop.session.start import SYNCER
from desktop.session.sync_process.event_lines import event_of, line_of
from desktop.session.sync_process.lending import Lending
from desktop.session.sync_process.lent_turn import LentTurn
from desktop.session.sync_process.link import Link
from desktop.session.sync_process.opening import Opening
from sync.events import (
    NeedsYou,
    PassOutcome,
    PassPhase,
    RowsChanged,
    SyncEvent,
    SyncFailed,
    SyncFinished,
    SyncProgress,
    SyncStarted,
)
from sync.remote import Scarce
from tests.kept_stores import new_store

KEY = bytes(range(32))
ROW, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
AT = datetime(2026, 3, 2, 9, 0, 1, 7, tzinfo=UTC)
SCARCE = Scarce("rows", 9, 10, WorkspaceId(ROW))
EVENTS: list[SyncEvent] = [
    SyncStarted(),
    SyncProgress(3, 7, PassPhase.SEAL),
    RowsChanged((Changed("clients", frozenset({ROW, OTHER}), Origin.SYNC),)),
    NeedsYou(2),
    SyncFinished(PassOutcome(pushed=1, pulled=2, merged=3, conflicts=4, refused=5, waiting=6), AT),
    SyncFinished(PassOutcome(scarce=(SCARCE,)), AT),
    SyncFailed("server_busy", "“נסה שוב” \ud800", 1.5),
    SyncFailed("device_revoked", "Removed.", None),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = new_store(tmp_path / "store.db", KEY, FixedClock(AT))
    yield made
    made.close()


@pytest.mark.parametrize("event", EVENTS)
def test_given_an_event_when_it_went_through_the_pipe_then_it_is_the_same(event: SyncEvent) -> None:
    assert event_of(json.loads(json.dumps(line_of(event)))) == event


STRANGE: list[list[Any]] = [
    [],
    ["rows"],
    ["strange"],
    [["rows"]],
    ["rows", [["no_table", []]]],
    ["rows", [["clients", ["xyz"]]]],
    ["rows", [["clients", [7]]]],
    ["progress", 1, 2, "no phase"],
    ["finished", {"no_number": 1}, [], 0],
    ["failed", "code"],
    ["finished", {}, [], 10**30],
]


@pytest.mark.parametrize("line", STRANGE)
def test_given_a_line_that_tells_no_event_when_read_then_it_is_refused(line: list[Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        event_of(line)


def test_given_an_opening_when_read_then_it_says_the_same_and_shows_no_key() -> None:
    told = Opening(Path("/h"), ROW, Path("/h/s.db"), KEY, "1.2")
    assert Opening.read(told.line()) == told
    assert KEY.hex() not in repr(told)


@pytest.mark.parametrize("line", [b"", b"{}", b"[]", b"7", b"\xff", b'{"key": "00", "vault": 7}'])
def test_given_anything_else_when_read_as_an_opening_then_it_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        Opening.read(line)


@pytest.mark.skipif(sys.platform == "win32", reason="starts a script of a shell")
def test_given_a_frozen_program_when_it_starts_the_process_then_that_is_itself_with_one_argument(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bundle has no interpreter to name; its arguments are shown to everybody."""
    program = tmp_path / "pazpaz"
    program.write_text('#!/bin/sh\nread line\nread word\necho "[\\"$* $word\\", $line]"\n', encoding="ascii")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    opening = Opening(Path("/h"), ROW, Path("/h/s.db"), KEY, "1.2")
    link = Link()
    link.say("wake")
    link.open(opening)
    link.say("pause")
    assert list(link.heard()) == [["--syncer pause", json.loads(opening.line())]], "not before it is open"
    link.close()
    link.say("wake")


def test_given_a_lent_turn_when_written_in_then_it_is_asked_for_announced_and_given_back() -> None:
    said: list[list[Any]] = []
    turn = LentTurn(said.append)
    turn.answer(True)
    assert turn.take(1.0)
    touched = TouchedRows()
    turn.announce(touched)
    touched.add("clients", [ROW.bytes])
    touched.by_table["sessions"] = None
    turn.announce(touched)
    turn.give_back()
    assert said == [["turn"], ["touches", {"clients": [ROW.hex], "sessions": None}], ["done"]]


def test_given_a_lender_that_refuses_or_is_gone_when_asked_then_nothing_is_written() -> None:
    said: list[list[Any]] = []
    turn = LentTurn(said.append)
    turn.answer(False)
    assert not turn.take(1.0)
    turn.end()
    assert not turn.take(1.0)
    assert not turn.take(1.0)
    assert said == [["turn"]]


def test_given_a_turn_that_is_lent_when_somebody_types_then_the_save_comes_after_it(
    store: Store,
) -> None:
    lending = Lending(store)
    assert lending.lend()
    saved = threading.Event()

    def save() -> None:
        with store.write():
            saved.set()

    typing = threading.Thread(target=save)
    typing.start()
    assert not saved.wait(0.3)
    lending.take_back()
    typing.join(20.0)
    assert saved.is_set()


def test_given_rows_written_in_a_lent_turn_when_it_ends_then_indexes_hear_of_them(store: Store) -> None:
    lending, watch = Lending(store), store.watches.on("clients")
    watch.take()
    assert lending.lend()
    lending.announce({"clients": [ROW.hex], "users": [OTHER.hex]})
    assert watch.take() == set(), "not before the commit"
    lending.take_back()
    assert watch.take() == {ROW}
    lending.take_back()
    assert lending.lend()
    lending.announce({"clients": None})
    lending.take_back()
    assert watch.take() is None


def test_given_rows_that_were_written_when_the_process_ends_then_those_that_were_not_told_are(
    store: Store,
) -> None:
    lending = Lending(store)
    for row in (ROW, OTHER):
        assert lending.lend()
        lending.announce({"clients": [row.hex], "users": None})
        lending.take_back()
    lending.tell(RowsChanged((Changed("clients", frozenset({ROW}), Origin.SYNC),)))
    untold = lending.untold()
    assert untold is not None
    assert {each.table: each.ids for each in untold.changed} == {
        "clients": frozenset({OTHER}),
        "users": frozenset(),
    }
    assert lending.untold() is None


def test_given_a_pass_that_reached_its_end_when_the_process_ends_then_nothing_is_left_to_tell(
    store: Store,
) -> None:
    lending = Lending(store)
    assert lending.lend()
    lending.announce({"clients": [ROW.hex]})
    lending.take_back()
    lending.tell_all()
    assert lending.untold() is None


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_given_a_process_that_begins_when_another_opens_its_end_then_that_is_impossible() -> None:
    link = Link([sys.executable, "-c", "input()"])
    with pytest.raises(OSError, match="No such device"):
        os.open(f"/proc/{link.pid}/fd/0", os.O_RDONLY)
    link.close()


def test_given_an_opening_of_another_version_when_read_then_no_store_is_opened(tmp_path: Path) -> None:
    opening = Opening(tmp_path, ROW, tmp_path / "store.db", KEY, version="0.0.1")
    done = subprocess.run([*own_command(), SYNCER], input=opening.line(), capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b'["listens"]\n')
