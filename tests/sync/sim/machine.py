"""One device of a simulated clinic: a laptop with its own clock, a bad network, and a plug to pull."""

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from typing_extensions import override

from core.domain.clock import FixedClock
from core.domain.enums import Role
from core.domain.errors import DiskFull, ServerUnreachable, UserError
from core.domain.ids import DeviceId, UserId, Uuid7Source, WorkspaceId
from core.domain.rights import reads_clinical
from core.store.database.engine import Store
from core.store.practice.practice import Practice as Facade
from core.store.transfer.new_device import become_new_device
from core.store.unit_of_work.bootstrap import write_me
from core.store.unit_of_work.people import practice_settings
from core.store.unit_of_work.repository import REACH
from sync.events import SyncEvent, SyncProgress
from sync.remote import FeedPage, Op, PushAnswer
from sync.rows.push import BatchSize
from sync.rows.reach import SHOWN_LESS
from sync.rows.resync import FLOOR, REPLACING
from sync.rows.rollback_watch import SHOWN
from sync.rows.run import SyncSession, allow_removal
from tests.sync.laptops import KEY, NEVER, START, Laptop, Practice
from tests.sync.model_remote import ModelRemote
from tests.sync.oracles.course import FeedReader, Steady
from tests.sync.oracles.diary import Diary
from tests.sync.oracles.eye import Eye


class Killed(BaseException):
    """The process ended here."""


@dataclass
class Trouble:
    """What goes wrong in one pass: at which network step, at which local commit. None: nothing does."""

    cut_at: int | None = None
    kill_at: int | None = None
    full_at: int | None = None
    """The local write that finds no room."""
    twice: bool = False
    meanwhile: dict[int, Callable[[], None]] = field(default_factory=dict)
    """What happens at the n-th quiet moment of a pass: typing goes on, another device pushes."""
    network: int = 0
    commits: int = 0
    writes: int = 0
    moments: int = 0

    def step(self) -> None:
        self.network += 1
        if self.network == self.cut_at:
            raise ServerUnreachable("No connection.")

    def commit(self) -> None:
        self.commits += 1
        if self.commits == self.kill_at:
            raise Killed

    def room(self) -> None:
        self.writes += 1
        if self.writes == self.full_at:
            raise DiskFull("The disk is full.")

    def moment(self) -> None:
        self.moments += 1
        happens = self.meanwhile.pop(self.moments, None)
        if happens is not None:
            happens()


class SeededIds(Uuid7Source):
    """Like the program's, with the present step's randomness."""

    def __init__(self, clock: FixedClock) -> None:
        self.rnd = random.Random(0)  # noqa: S311 - a run that repeats itself
        super().__init__(clock, self._some)

    def _some(self, count: int) -> bytes:
        return self.rnd.randbytes(count)


class BadNetwork(ModelRemote):
    """A connection that may deliver a request twice, and shows each page to an oracle."""

    machine: "Machine"
    last_push: tuple[WorkspaceId, UUID, Sequence[Op]] | None = None

    @override
    def push(self, workspace_id: WorkspaceId, epoch: UUID, ops: Sequence[Op]) -> PushAnswer:
        self.last_push = workspace_id, epoch, ops
        answer = super().push(workspace_id, epoch, ops)
        if self.machine.trouble.twice:
            answer = super().push(workspace_id, epoch, ops)
        return answer

    @override
    def pull(self, workspace_id: WorkspaceId, epoch: UUID, after: int, limit: int) -> FeedPage:
        page = super().pull(workspace_id, epoch, after, limit)
        self.machine.reader.saw(after, page, self._server.workspaces[workspace_id])
        return page


class Machine:
    """One laptop with what the simulation adds. `sync` passes through `trouble`, a person `acts`."""

    def __init__(
        self,
        practice: Practice,
        diary: Diary,
        family: list["Machine"],
        batch_ops: int,
        skew: timedelta,
        role: Role = Role.OWNER,
        user_id: UserId | None = None,
    ) -> None:
        self.practice, self.diary, self.family, self._batch_ops = practice, diary, family, batch_ops
        self.clock = FixedClock(START + skew)
        self.ids = SeededIds(self.clock)
        self.role = role
        self.laptop = practice.enrol(role, clock=self.clock, ids=self.ids, user_id=user_id)
        with self.laptop.store.write() as db:
            write_me(db, self.laptop.me)
        self.trouble = Trouble()
        self.reader = FeedReader()
        self.backup: tuple[Any, str] | None = None
        self.is_original = True
        """False once its store went back in time: what only it had kept is gone."""
        self.findings: list[Any] = []
        self.role_now: Callable[[], Role | None] = lambda: None
        """Of its person, where it may be another one by now."""
        self.let_in_again: Callable[[Laptop], None] = lambda _before: None
        """What the practice gives a laptop that joins anew; gets the laptop as the device that it was."""
        self.words_on_server: Callable[[], set[str]] = set
        """What the clinic has: where a role fell, what was here may be there alone."""
        self._take_up()

    def _take_up(self) -> None:
        """After each change of the store's file or of the device's identity."""
        laptop = self.laptop
        self.eye = Eye(laptop.store)
        self.steady = Steady(self.eye, self.diary, lambda: [each.eye for each in self.family])
        self.steady.holds_less = self._has_less
        self.steady.findings = self.findings  # also of before the store was another one
        self.steady.on_server = self._words_on_server
        self.facade = Facade(laptop.store, laptop.me, self.clock, self.ids, laptop.sign)
        self._plug_in()

    def _words_on_server(self) -> set[str]:
        return self.words_on_server()

    def _plug_in(self) -> None:
        me = self.laptop.identity
        remote = BadNetwork(self.practice.server, me.device_id, me.user_id)
        remote.machine, remote.fault = self, self._fault
        self.remote = self.laptop.remote = remote
        self.session: SyncSession | None = None
        self.laptop.store.write = self._killing(self.laptop.store)  # type: ignore[method-assign]

    @property
    def device(self) -> bytes:
        return self.laptop.me.device_id.bytes

    def _fault(self, step: str) -> None:
        self.trouble.step()
        if step == "push.answer":
            self.trouble.moment()

    def _killing(self, store: Store) -> Callable[..., Any]:
        original = Store.write

        @contextmanager
        def write(*, bulk: bool = False) -> Iterator[Connection]:
            with original(store, bulk=bulk) as db:
                yield db
                self.trouble.room()
                self.trouble.commit()
            self.trouble.commit()

        return write

    # syncing

    def sync(self) -> None:
        """One pass, as the engine would make it; a person answers what it must ask. Raises UserError."""
        try:
            self._pass()
        except UserError as error:
            if error.code == "restored_copy":
                self.join_again()
            elif error.code == "wipe_out":
                allow_removal(self.laptop.store)
            else:
                raise
            self._pass()

    def _pass(self) -> None:
        self.laptop.remote.calls.clear()
        if self.session is None:
            self.session = self.laptop.session()
            self.session._push._size = BatchSize(ops=self._batch_ops)
        may_go_back = self._stands_elsewhere()
        try:
            self.steady.around(
                self._run, may_go_back=lambda: may_go_back or self._stands_elsewhere() or self._has_less()
            )
        except BaseException:
            self.session = None
            raise

    def _run(self) -> None:
        assert self.session is not None
        self.session.run_once(self._heard, NEVER)

    def _stands_elsewhere(self) -> bool:
        """Whether the feed is read anew: another epoch, forgotten tombstones, or numbering from before."""
        (feed,) = self.eye.local("feed") or [{"seq": 0, "epoch": None, "op_no": 0}]
        head = self.practice.head()
        ledger = head.ledgers.get(self.laptop.me.device_id)
        facts = {each["name"]: each["value"] for each in self.eye.local("facts")}
        return (
            REPLACING in facts
            or (SHOWN_LESS in facts and self._is_shown_all_there())
            or feed["epoch"] != head.epoch.bytes
            or (feed["seq"] and max(feed["seq"], int(facts.get(FLOOR, 0))) < head.tombstone_floor)
            or head.seq < feed["seq"]
            or self._was_forgotten(facts.get(SHOWN))
            or (ledger.last_op_no if ledger else 0) < feed["op_no"] - len(self.eye.local("outbox"))
        )

    def _is_shown_all_there(self) -> bool:
        """By the role that the server knows, and for readers by the practice's settings."""
        entry = self.practice.server.entry(self.practice.head(), self.laptop.me.device_id)
        with self.laptop.store.read() as db:
            settings = practice_settings(db, self.laptop.me.workspace_id)
        return entry is not None and reads_clinical(Role(entry.role), settings)

    def _has_less(self) -> bool:
        """Whether its person may not read all, or reads it from the start now."""
        return any(each["name"] == REACH for each in self.eye.local("facts"))

    def _was_forgotten(self, told: bytes | None) -> bool:
        """Whether the server does not know any more what it showed this store."""
        shown = self.practice.head().shown
        return told is not None and shown.get(DeviceId(UUID(bytes=told[:16])), 0) < int.from_bytes(told[16:])

    def _heard(self, event: SyncEvent) -> None:
        if isinstance(event, SyncProgress):
            self.trouble.moment()

    def dirty(self) -> int:
        return self.laptop.dirty()

    # the machine itself

    def join_again(self) -> None:
        """Another identity over the same store, as `pazpaz join --again` does."""
        old = self.laptop
        entry = self.practice.server.entry(self.practice.head(), old.me.device_id)
        role = self.role_now() or (Role(entry.role) if entry else self.role)
        identity = self.practice.identify(role, user_id=old.me.user_id)
        self.laptop = Laptop(self.practice, old.store, identity, self.clock, self.ids)
        self.practice.laptops[self.practice.laptops.index(old)] = self.laptop
        with old.store.write() as db:
            become_new_device(db, self.laptop.me.device_id)
        self.let_in_again(old)
        self.facade = Facade(old.store, self.laptop.me, self.clock, self.ids, self.laptop.sign)
        self._plug_in()

    def copy_file(self, name: str) -> Any:
        """The store's file as it is now."""
        self.eye._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        target = self.laptop.store.path.with_suffix(f".{name}")
        shutil.copyfile(self.laptop.store.path, target)
        return target

    def put_file(self, source: Any) -> None:
        """Replaces the store's file by a copy."""
        path = self.laptop.store.path
        self.eye.close()
        self.laptop.store.close()
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        shutil.copyfile(source, path)
        self.laptop.store = Store.open(path, KEY, self.clock)
        self._take_up()

    def close(self) -> None:
        self.eye.close()
