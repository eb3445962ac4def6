"""Which connections of devices have to end, and why: a pure decision over what the server shows of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from core.domain.ids import DeviceId, WorkspaceId


class Reason(Enum):
    """The value is how it is told."""

    TRANSACTION = "its transaction or statement was open for too long"
    SESSION = "it was connected for too long"
    LOCKS = "it held too many locks"
    PRACTICE_LOCKS = "its practice held too many of the server's locks"
    ALL_LOCKS = "all devices together held too many of the server's locks"
    CONNECTIONS = "its practice had too many connections"
    PLACE = "it was in a database that is not its own"
    REVOKED = "it is revoked"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a connection of a device may take. An honest program's transaction is one call of 30 s at most."""

    transaction_s: float = 60
    session_s: float = 86_400
    locks: int = 2_000
    """A push of a thousand groups, the most that is taken at once, holds little more than a thousand."""
    lock_table: int = 0
    """How many locks the whole server has room for; 0 where that is not known."""

    @property
    def practice_locks(self) -> int:
        """What connections of one practice may hold: their pushes wait for each other, so one holds many."""
        return self.lock_table // 2

    @property
    def all_locks(self) -> int:
        """What all devices may hold: a quarter stays for the operator and for whoever comes next."""
        return self.lock_table * 3 // 4


@dataclass(frozen=True, slots=True)
class DeviceLogin:
    """A device's login on this server. `device_id` is None for one of another clinic's database."""

    name: str
    device_id: DeviceId | None = None
    device_name: str = ""
    workspace_id: WorkspaceId | None = None
    is_revoked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceConnection:
    """One connection. Times are None while nothing is open.

    `is_here`: in the clinic's own database; `is_at_home`: in another one that lets its login in by name, as
    the clinic's own does where this one is a copy.
    """

    pid: int
    login: DeviceLogin
    is_here: bool
    began: datetime
    session_s: float
    transaction_s: float | None
    locks: int
    is_at_home: bool = False


def to_end(
    sessions: Iterable[DeviceConnection], bounds: Bounds, connections: Mapping[WorkspaceId, int]
) -> Iterator[tuple[DeviceConnection, Reason]]:
    """Each connection at most once; those that are too many of a practice after all others."""
    staying: list[DeviceConnection] = []
    for session in sessions:
        reason = _reason(session, bounds)
        if reason is None:
            staying.append(session)
        else:
            yield session, reason
    # Where the size of the table is not known, nobody holds too much of it.
    crowding = list(_crowding(staying, bounds)) if bounds.lock_table else []
    yield from crowding
    ended = {id(session) for session, _ in crowding}
    ours = [each for each in staying if id(each) not in ended and not each.is_at_home]
    for session in _too_many(ours, connections):
        yield session, Reason.CONNECTIONS


def _reason(session: DeviceConnection, bounds: Bounds) -> Reason | None:
    if session.locks > bounds.locks:
        return Reason.LOCKS
    if session.transaction_s is not None and session.transaction_s > bounds.transaction_s:
        return Reason.TRANSACTION
    if session.session_s > bounds.session_s:
        return Reason.SESSION
    # What follows may be a mistake that its next call would show it.
    if session.session_s <= bounds.transaction_s or session.is_at_home:
        return None
    if session.is_here is (session.login.device_id is None):
        return Reason.PLACE
    return Reason.REVOKED if session.login.is_revoked else None


def _crowding(
    sessions: Sequence[DeviceConnection], bounds: Bounds
) -> Iterator[tuple[DeviceConnection, Reason]]:
    """Those that hold the most, until their practice, and then all devices, are within what they may hold."""
    practices: dict[WorkspaceId, list[DeviceConnection]] = {}
    for session in sessions:
        if session.login.workspace_id is not None:
            practices.setdefault(session.login.workspace_id, []).append(session)
    worst = [each for of_one in practices.values() for each in _worst(of_one, bounds.practice_locks)]
    for session in worst:
        yield session, Reason.PRACTICE_LOCKS
    ended = {id(session) for session in worst}
    for session in _worst([each for each in sessions if id(each) not in ended], bounds.all_locks):
        yield session, Reason.ALL_LOCKS


def _worst(sessions: Sequence[DeviceConnection], most: int) -> Iterator[DeviceConnection]:
    held = sum(session.locks for session in sessions)
    for session in sorted(sessions, key=lambda each: (-each.locks, each.began, each.pid)):
        if held <= most:
            return
        held -= session.locks
        yield session


def _too_many(
    sessions: list[DeviceConnection], connections: Mapping[WorkspaceId, int]
) -> Iterator[DeviceConnection]:
    """Every device keeps its first connection before any other one has a second."""
    nth: Counter[str] = Counter()
    ranked = []
    for session in sorted(sessions, key=lambda each: (each.began, each.pid)):
        nth[session.login.name] += 1
        ranked.append((nth[session.login.name], session))
    taken: Counter[WorkspaceId] = Counter()
    for _, session in sorted(ranked, key=lambda each: each[0]):
        workspace_id = session.login.workspace_id
        if workspace_id is None or workspace_id not in connections:
            continue
        taken[workspace_id] += 1
        if taken[workspace_id] > connections[workspace_id]:
            yield session
