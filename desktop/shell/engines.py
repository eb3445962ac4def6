"""What carries a practice to its clinic: a process for its rows, a thread for its files."""

from collections.abc import Iterable
from typing import Protocol

from core.domain.clock import Clock, SystemClock
from desktop.session.sync_process.process_engine import ProcessEngine
from desktop.shell.first_read import StartupData
from desktop.sync_status.bridge import SyncBridge
from desktop.sync_status.files_bridge import FilesBridge
from sync.engine import SyncEngine
from sync.enrolment import identity_store
from sync.files.session import FilesEngine

_JOIN_S = 10.0


class Engine(Protocol):
    """As the window has it, wherever it works; all but `stop_and_join` return at once."""

    def start(self) -> None:
        """Once."""
        ...

    def wake(self) -> None:
        """Asks for a pass now."""
        ...

    def pause(self) -> None:
        """No further pass begins."""
        ...

    def resume(self) -> None:
        """Passes go on, the next one at once."""
        ...

    @property
    def is_paused(self) -> bool:
        """Whether no further pass begins."""
        ...

    def stop_and_join(self, timeout_s: float = ...) -> bool:
        """Ends it; False when it still works after the time."""
        ...


def rows_engine(opening: StartupData, bridge: SyncBridge, clock: Clock) -> Engine | None:
    """None where the practice lives on this laptop alone. A process of its own knows the computer's clock
    alone, so any other one stays with this process."""
    enrolment = opening.enrolment
    if enrolment is None:
        return None

    def in_place() -> SyncEngine:
        return SyncEngine(
            lambda: identity_store.remote_of(enrolment), opening.opened.session, bridge.listen, clock=clock
        )

    if not isinstance(clock, SystemClock):
        return in_place()
    return ProcessEngine(opening.opened, bridge.listen, in_place)


def files_engine(opening: StartupData, bridge: FilesBridge, clock: Clock) -> FilesEngine | None:
    """On a thread and a connection of its own, so that words never wait for a picture."""
    enrolment = opening.enrolment
    if enrolment is None:
        return None
    return FilesEngine(
        lambda: identity_store.files_remote_of(enrolment),
        opening.opened.file_session,
        bridge.listen,
        clock=clock,
    )


def stop(engines: Iterable[Engine | None]) -> None:
    """Each at its next safe point; one that hangs in a call is left behind."""
    for engine in engines:
        if engine is not None:
            engine.stop_and_join(_JOIN_S)
