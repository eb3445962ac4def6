"""`pazpaz sync`: one pass, or with --watch one after another until Ctrl-C."""

import argparse
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

from core.domain.errors import Cancelled, DeviceRevoked
from desktop.session.console import Console
from desktop.session.open_practice import OpenPractice
from desktop.session.remote_wipe import erased, obey
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.practice_choice import unlock
from sync.engine import SyncEngine
from sync.enrolment import identity_store
from sync.events import PassOutcome, PassPhase, SyncEvent, SyncFailed, SyncFinished, SyncProgress
from sync.files.session import FilesEngine
from sync.remote import Scarce

_DOING = {
    PassPhase.PUSH: "Sending",
    PassPhase.PULL: "Receiving",
    PassPhase.SEAL: "Sealing what was adopted",
    PassPhase.SEND_FILES: "Sending files",
    PassPhase.FETCH_FILES: "Receiving files",
}
_COUNTS = ("pushed", "pulled", "merged", "conflicts", "refused", "waiting")


def add(commands: CommandGroup) -> None:
    parser = add_command(commands, "sync", sync, about="exchange what changed with the clinic's server")
    parser.add_argument("--watch", action="store_true", help="go on until Ctrl-C, one line per pass")
    parser.add_argument("--no-files", action="store_true", help="leave the content of attachments for later")


def sync(frame: CommandContext, args: argparse.Namespace) -> int:
    """One pass of rows and one of files, or with --watch the engines of the window until Ctrl-C.

    A device that was removed asks whether an owner ordered it to erase itself, and obeys. Watching ends then.
    """
    with unlock(frame, args) as opened, stopping_on_interrupt() as stop:
        files = PassOutcome()
        try:
            if args.watch:
                return _watch(frame, opened, stop, files=not args.no_files)
            outcome = opened.sync_once(lambda event: show_progress(frame.console, event), stop)
            if not args.no_files:
                files = opened.carry_files(lambda event: show_progress(frame.console, event), stop)
        except DeviceRevoked:
            if obey(opened):
                raise erased() from None
            raise
        if stop.is_set():
            raise Cancelled("Stopped. What was exchanged is kept; the rest goes with the next sync.")
        document = {"ok": True, **counts(outcome), "files": file_counts(files)}
        lines = [sentence(outcome), *file_sentences(files), *map(_scarce_line, outcome.scarce)]
        frame.console.result(document, lines)
    return 0


def file_counts(outcome: PassOutcome) -> dict[str, int]:
    """Of a pass of the queue of files, in parts of at most 1 MiB; `unusable` counts files."""
    return {
        "sent": outcome.pushed,
        "received": outcome.pulled,
        "waiting": outcome.waiting,
        "unusable": outcome.refused,
    }


def file_sentences(outcome: PassOutcome) -> list[str]:
    """Nothing when no file moved or waits."""
    if outcome == PassOutcome():
        return []
    waits = f"{outcome.waiting:,} parts still wait" if outcome.waiting else "no file is waiting"
    told = [f"Files: {outcome.pushed:,} parts sent, {outcome.pulled:,} received; {waits}."]
    if outcome.refused:
        told.append(
            f"{outcome.refused:,} files cannot be used; `pazpaz attachments` tells which, and what to do."
        )
    return told


def _scarce_line(scarce: Scarce) -> str:
    """The clinic's administrator knows the limit by its name."""
    whose = "this laptop's limit of today" if scarce.name.endswith("_day") else "the practice's limit"
    return (
        f"Nearly full at the clinic's server: {scarce.used:,} of {scarce.most:,}, {whose} {scarce.name}. "
        "Tell whoever runs it."
    )


def counts(outcome: PassOutcome) -> dict[str, int]:
    """What a script reads of one pass, in rows."""
    return {name: int(getattr(outcome, name)) for name in _COUNTS}


def sentence(outcome: PassOutcome) -> str:
    """One pass in one line."""
    parts = [f"Sent {outcome.pushed:,}, received {outcome.pulled:,}"]
    if outcome.merged:
        parts.append(f"{outcome.merged:,} merged")
    if outcome.conflicts:
        parts.append(f"{outcome.conflicts:,} to decide in the inbox")
    if outcome.refused:
        parts.append(f"{outcome.refused:,} refused (see the inbox)")
    waits = f"{outcome.waiting:,} still waiting" if outcome.waiting else "nothing is waiting"
    return ", ".join(parts) + f"; {waits}."


def _watch(frame: CommandContext, opened: OpenPractice, stop: threading.Event, *, files: bool) -> int:
    """Raises DeviceRevoked once the server says so: no engine would try again after that."""
    enrolment = opened.require_enrolment()
    removed: list[SyncFailed] = []

    def heeding(report: Callable[[Console, SyncEvent], None], event: SyncEvent) -> None:
        if isinstance(event, SyncFailed) and event.code == DeviceRevoked.code:
            removed.append(event)
            # On the engine's own thread, which cannot join itself: the one that waits stops both.
            stop.set()
        else:
            report(frame.console, event)

    engine: SyncEngine = SyncEngine(
        lambda: identity_store.remote_of(enrolment),
        opened.session,
        partial(heeding, _report),
        clock=frame.clock,
    )
    carrier = FilesEngine(
        lambda: identity_store.files_remote_of(enrolment),
        opened.file_session,
        partial(heeding, _report_files),
        clock=frame.clock,
    )
    engine.start()
    if files:
        carrier.start()
    try:
        stop.wait()
    finally:
        # Both before the store is closed, into which they write until their thread has ended.
        engine.stop_and_join()
        carrier.stop_and_join()
    if removed:
        raise DeviceRevoked(removed[0].sentence)
    return 0


def _report_files(console: Console, event: SyncEvent) -> None:
    """Silent while no file moves, so that the lines of the passes stand out."""
    if isinstance(event, SyncFinished) and event.outcome != PassOutcome():
        document = {"at": event.at.isoformat(), "files": file_counts(event.outcome)}
        console.result(document, [f"{event.at:%H:%M:%S} {line}" for line in file_sentences(event.outcome)])
    elif isinstance(event, SyncFailed):
        console.result({"code": event.code, "next_try_s": event.next_try_s}, [event.sentence])


def _report(console: Console, event: SyncEvent) -> None:
    if isinstance(event, SyncFinished):
        document = {"at": event.at.isoformat(), **counts(event.outcome)}
        console.result(document, [f"{event.at:%H:%M:%S} {sentence(event.outcome)}"])
    elif isinstance(event, SyncFailed):
        console.result({"code": event.code, "next_try_s": event.next_try_s}, [event.sentence])
    else:
        show_progress(console, event)


def show_progress(console: Console, event: SyncEvent) -> None:
    """A bar of rows, or of the parts of files."""
    if isinstance(event, SyncProgress):
        console.progress(_DOING[event.phase], event.done, event.total)


@contextmanager
def stopping_on_interrupt() -> Iterator[threading.Event]:
    """Ctrl-C asks the pass to stop at its next safe point; a second one ends the program at once."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # no other may set a handler in Python
        yield stop
        return

    def interrupted(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
