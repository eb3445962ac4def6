"""The process that syncs one practice: the engine of the terminal on a connection of its own to the store.

It says that it listens; then the opening comes on standard input, and after that a word a line. On standard
output goes a JSON list a line. It ends when it is told to or when its input ends, which it also does when the
window's process is killed.
"""

import contextlib
import io
import json
import os
import signal
import threading
from typing import IO, Any, NoReturn

from core.domain.clock import SystemClock
from core.domain.errors import UserError
from core.domain.ids import Uuid7Source
from core.domain.program import program_version
from core.store.database.engine import Store
from core.store.vault.device_identity import DeviceFile
from desktop.session.copied_profile import refuse_copy
from desktop.session.fault_report import FaultReport
from desktop.session.sync_process.event_lines import line_of
from desktop.session.sync_process.lent_turn import LentTurn
from desktop.session.sync_process.opening import Opening
from sync.engine import SyncEngine
from sync.enrolment import identity_store
from sync.events import SyncEvent
from sync.remote import Remote
from sync.rows.run import SyncSession

LEAVE_S = 3.0
"""How long a pass may take to its next safe point once nobody wants it; then the process ends as it is, which
loses no more than a kill does."""
_LONGEST_LINE = 2**16


def serve(descriptor: int, answers: IO[bytes]) -> int:
    """Reads from `descriptor`. Status 1 where it could not begin; after its work the process ends in here."""
    # Ctrl+C in a terminal goes to both: the window decides about it, and its end is heard here.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Without a buffer: a thread that waits in a buffered reader would hold its lock when Python ends.
    wishes, said = io.FileIO(descriptor, closefd=False), _Answers(answers)
    said.say(["listens"])
    try:
        opening = Opening.read(wishes.readline(_LONGEST_LINE))
    except ValueError:
        return 1
    FaultReport(opening.home, SystemClock()).install()
    store = _store(opening)
    if store is not None:
        _carry(opening, store, wishes, said)
    return 1


class _Answers:
    """Lines from any thread. What nobody reads any more is no fault: the end comes on the other pipe."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe, self._turn = pipe, threading.Lock()

    def say(self, line: list[Any]) -> None:
        told = json.dumps(line, separators=(",", ":")).encode("ascii") + b"\n"
        with self._turn, contextlib.suppress(OSError):
            self._pipe.write(told)
            self._pipe.flush()

    def tell(self, event: SyncEvent) -> None:
        self.say(line_of(event))


def _store(opening: Opening) -> Store | None:
    """Beside the window's. None where that cannot be, or where another version of the program asks for it."""
    if opening.version != program_version():
        return None
    try:
        store = Store.open(opening.store, opening.key, SystemClock(), create=False)
    except UserError:
        return None
    if store.is_alone:
        store.close()
        return None
    return store


def _carry(opening: Opening, store: Store, wishes: io.FileIO, answers: _Answers) -> NoReturn:
    turn = store.turn = LentTurn(answers.say)
    engine, leave = _engine(opening, store, answers), threading.Event()
    words = {
        b"wake": engine.wake,
        b"pause": engine.pause,
        b"resume": engine.resume,
        b"given": lambda: turn.answer(True),
        b"refused": lambda: turn.answer(False),
        b"stop": leave.set,
    }

    def obey() -> None:
        try:
            for line in wishes:
                words[line.strip()]()
        finally:
            turn.end()
            leave.set()

    # Windows may load no library while another thread reads the pipe.
    import sync.postgres.rows  # noqa: F401, PLC0415 - the engine's first pass would

    answers.say(["ready"])
    engine.start()
    # Beside this thread: a pass that is to end may still need the turn of writers on its way to a safe point.
    threading.Thread(target=obey, name="wishes", daemon=True).start()
    leave.wait()
    # The store is the window's to close: the last that does so takes its log away, and who is last SQLite
    # knows by locks, which a process loses with any file of that store that it opened and closed itself. Nor
    # does this wait for a call that hangs.
    os._exit(0 if engine.stop_and_join(LEAVE_S) else 1)


def _engine(opening: Opening, store: Store, answers: _Answers) -> SyncEngine:
    clock = SystemClock()
    ids, device_file = Uuid7Source(clock), DeviceFile(opening.home, opening.vault_id)

    def enrolment() -> identity_store.Enrolment:
        with store.read() as db:
            return identity_store.require_enrolment(db)

    def session(remote: Remote) -> SyncSession:
        refuse_copy(device_file)
        return SyncSession(store, remote, enrolment().identity, clock, ids)

    return SyncEngine(lambda: identity_store.remote_of(enrolment()), session, answers.tell, clock=clock)
