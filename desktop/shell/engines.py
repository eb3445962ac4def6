"""The threads that carry a practice to its clinic: one for its rows, one for its files."""

from collections.abc import Iterable

from core.domain.clock import Clock
from desktop.shell.first_read import StartupData
from desktop.sync_status.bridge import SyncBridge
from desktop.sync_status.files_bridge import FilesBridge
from sync.engine import SyncEngine
from sync.enrolment import identity_store
from sync.files.session import FilesEngine

_JOIN_S = 10.0


def rows_engine(opening: StartupData, bridge: SyncBridge, clock: Clock) -> SyncEngine | None:
    """None where the practice lives on this laptop alone."""
    enrolment = opening.enrolment
    if enrolment is None:
        return None
    return SyncEngine(
        lambda: identity_store.remote_of(enrolment), opening.opened.session, bridge.listen, clock=clock
    )


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


def stop(engines: Iterable[SyncEngine | FilesEngine | None]) -> None:
    """Each at its next safe point; one that hangs in a call is left behind."""
    for engine in engines:
        if engine is not None:
            engine.stop_and_join(_JOIN_S)
