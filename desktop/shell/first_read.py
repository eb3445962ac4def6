"""What the window must know before it can be built, read from the store in one go. No Qt."""

import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from core.domain.clock import from_micros
from core.domain.errors import NotFound, UserError
from core.domain.records import Workspace
from core.store.database.facts import get_fact
from core.store.outbox import feed_store
from core.store.practice.practice import Practice
from desktop.notes.gateway import NotesGateway
from desktop.notes.recovered_text import take_up_all
from desktop.session.open_practice import OpenPractice
from desktop.sync_status.state import StatusPhase, SyncState
from sync.enrolment import identity_store
from sync.events import Listener

LOCK_MINUTES = "auto_lock_minutes"
"""This device's own setting; the practice's is the default."""


@dataclass(frozen=True, slots=True)
class StartupData:
    """`enrolment` None: the practice lives on this laptop alone. `lock_minutes` 0: it never locks itself."""

    opened: OpenPractice
    practice: Practice
    name: str
    zone: ZoneInfo
    lock_minutes: int
    enrolment: identity_store.Enrolment | None
    is_demo: bool
    last_good: datetime | None = None
    """When everything here was last agreed with the clinic."""
    waiting: int = 0
    """Rows that are not in the clinic yet."""
    unsent_files: int = 0
    person: str = ""
    """Who works at this device."""
    reads_clinical: bool = True
    """Whether this person's role reads notes, files and medical histories."""
    is_restored: bool = False
    """Brought back from a backup: it knows its clinic, and is no device of it yet."""


def first_state(opening: StartupData) -> SyncState:
    """What is known before the engine has said anything: what waits, and when nothing did."""
    known = SyncState(saved_at=opening.last_good, waiting=opening.waiting, unsent_files=opening.unsent_files)
    if opening.is_restored:
        told = identity_store.restored_copy()
        return replace(
            known, phase=StatusPhase.FAILED, sentence=told.sentence, code=told.code, tries_again=False
        )
    return known if opening.enrolment is None else replace(known, phase=StatusPhase.IDLE)


def read_opening(
    opened: OpenPractice, listener: Listener = lambda _event: None, stop: threading.Event | None = None
) -> StartupData:
    """Called on the store worker; raises `UserError`. The listener hears of a first pass."""
    practice = opened.practice
    workspace = _workspace(opened, practice, listener, stop)
    take_up_all(NotesGateway(practice, practice.desk.clock))
    with suppress(UserError):  # what undo kept too long is no reason to stay closed
        practice.notes.forget_ended_trails()
    shared = practice.settings.get(LOCK_MINUTES)
    with opened.store.read() as db:
        is_demo = get_fact(db, identity_store.ONLY_DEMO) is not None
        is_restored = identity_store.was_enrolled(db)
        reads_clinical = practice.desk.reads_clinical(db)
        last_good = feed_store.cursor(db, practice.me.workspace_id).last_good_at
    return StartupData(
        opened=opened,
        practice=practice,
        name=workspace.name,
        zone=ZoneInfo(workspace.timezone),
        lock_minutes=int(practice.settings.local(LOCK_MINUTES, shared)),
        enrolment=opened.enrolment(),
        is_demo=is_demo,
        waiting=practice.waiting(),
        unsent_files=practice.contents.moving().unsent,
        last_good=None if last_good is None else from_micros(last_good),
        person=practice.team.me().full_name,
        is_restored=is_restored,
        reads_clinical=reads_clinical,
    )


def _workspace(
    opened: OpenPractice, practice: Practice, listener: Listener, stop: threading.Event | None
) -> Workspace:
    """A device that was just let in has nothing yet: it needs its first pass before there is a window."""
    if not _has_begun(practice):
        opened.sync_once(listener, stop)
    return practice.settings.workspace()


def _has_begun(practice: Practice) -> bool:
    """Whether the practice and the person are here. The rest of a first pass can come behind the window."""
    try:
        practice.settings.workspace()
        practice.team.me()
    except NotFound:
        return False
    return True
