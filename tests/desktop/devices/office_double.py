"""A clinic's devices without a clinic: three invented ones, and a request that was really made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import migrations.local
from core.domain.clock import Clock, to_micros
from core.domain.errors import UserError
from core.domain.ids import DeviceId, Uuid7Source, WorkspaceId
from core.domain.records import User
from core.store.database.engine import Store
from core.store.practice.practice import Practice
from desktop.session.device_admin import DeviceLine
from sync.enrolment.identity_store import ServerPlace
from sync.enrolment.messages import JoinAnswer, JoinRequest
from sync.enrolment.requests import ask_to_join
from sync.enrolment.undoing import Undone
from sync.keys.rotation import Rotated


@dataclass
class FakeOffice:
    """Writes down what was asked; `refusal` is raised by the next call that changes something."""

    practice: Practice
    now: datetime
    is_owners: bool = True
    refusal: UserError | None = None
    let_in_for: list[User] = field(default_factory=list)
    removed: list[tuple[DeviceId, bool]] = field(default_factory=list)
    undone: list[DeviceId] = field(default_factory=list)

    def __post_init__(self) -> None:
        ids = Uuid7Source(_Still(self.now))
        self.lines = [
            self._line(DeviceId(ids.new()), "Ruth's laptop", is_this=True),
            self._line(DeviceId(ids.new()), "Reception", last_seen_at=None),
            self._line(DeviceId(ids.new()), "Old laptop", revoked_at=to_micros(self.now)),
        ]

    def people(self) -> Sequence[User]:
        return self.practice.team.list()

    def devices(self) -> list[DeviceLine]:
        return self.lines

    def let_in(self, request: JoinRequest, user: User) -> JoinAnswer:
        self._refuse()
        self.let_in_for.append(user)
        place = ServerPlace(host="clinic.example.org", port=5432, dbname="clinic")
        workspace_id = WorkspaceId(user.workspace_id)
        return JoinAnswer(
            request_digest=request.digest(),
            place=place,
            workspace_id=workspace_id,
            user_id=user.id,
            root_pub=b"r" * 32,
        )

    def remove(self, device_id: DeviceId, *, erase: bool = False) -> Rotated:
        self._refuse()
        self.removed.append((device_id, erase))
        return Rotated(1, 2, 1)

    def undo(self, device_id: DeviceId) -> Undone:
        self._refuse()
        self.undone.append(device_id)
        return Undone(set_aside=3, put_back=1, left=2)

    def _refuse(self) -> None:
        if self.refusal is not None:
            raise self.refusal

    def _line(
        self,
        device_id: DeviceId,
        name: str,
        *,
        is_this: bool = False,
        last_seen_at: int | None = 1_795_000_000_000_000,
        revoked_at: int | None = None,
    ) -> DeviceLine:
        return DeviceLine(
            device_id=device_id,
            name=name,
            person="Ruth Amsel",
            role="OWNER",
            enrolled_at=to_micros(self.now),
            last_seen_at=last_seen_at,
            revoked_at=revoked_at,
            is_this=is_this,
            is_vouched=True,
            program="0.1.0" if last_seen_at else None,
        )


@dataclass(frozen=True)
class _Still:
    at: datetime

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0


def made_request(folder: Path, clock: Clock, name: str = "Treatment room") -> JoinRequest:
    """As `pazpaz join` makes it on an empty computer."""
    store = Store.open(folder / "joining.db", bytes(range(32)), clock)
    try:
        migrations.local.upgrade(store)
        with store.write() as db:
            return ask_to_join(db, name, Uuid7Source(clock))
    finally:
        store.close()
