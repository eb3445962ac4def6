"""One laptop whose way to the server leads through the proxy, with an oracle looking on at each pass."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection
from typing_extensions import override

from core.domain.errors import UserError
from core.domain.ids import WorkspaceId
from core.store.database.engine import Store
from sync.events import SyncEvent, SyncProgress
from sync.postgres.rows import PostgresRemote
from sync.postgres.transport import ServerAddress
from sync.remote import FeedPage
from tests.fault_proxy import FaultProxy, ProxyClock
from tests.sync.laptops import NEVER, Laptop
from tests.sync.oracles.course import FeedReader, Steady
from tests.sync.oracles.diary import Diary
from tests.sync.oracles.eye import Eye


class Killed(BaseException):
    """The process ended here."""


class WatchedRemote(PostgresRemote):
    """Shows each page to an oracle."""

    device: "Device"

    @override
    def pull(self, workspace_id: WorkspaceId, epoch: uuid.UUID, after: int, limit: int) -> FeedPage:
        page = super().pull(workspace_id, epoch, after, limit)
        self.device.reader.saw(after, page, self.device.laptop.practice.head())
        return page


class Device:
    """`sync` is one pass as the engine makes it: after a failure the next one has a connection of its own.

    `kill_at` is the moment around a local commit at which the process ends (None: it lives), `meanwhile` what
    happens in the middle of a pass.
    """

    def __init__(self, laptop: Laptop, address: ServerAddress, proxy: FaultProxy, diary: Diary) -> None:
        self.laptop, self.diary, self._proxy = laptop, diary, proxy
        self.family: list[Device] = []
        self.eye, self.reader = Eye(laptop.store), FeedReader()
        self.steady = Steady(self.eye, diary, lambda: [each.eye for each in self.family])
        self.remote = WatchedRemote(address, clock=ProxyClock(proxy))
        self.remote.device = self
        laptop.remote = self.remote  # type: ignore[assignment] # a real server's
        laptop.session = self._session  # type: ignore[method-assign]
        self._kept: Any = None
        self.kill_at: int | None = None
        self.meanwhile: Callable[[], object] | None = None
        laptop.store.write = self._killing(laptop.store)  # type: ignore[method-assign]

    @property
    def id(self) -> bytes:
        return self.laptop.me.device_id.bytes

    def _session(self) -> Any:
        self._kept = self._kept or Laptop.session(self.laptop)
        return self._kept

    def sync(self) -> None:
        try:
            self.steady.around(self._pass, may_go_back=lambda: False)
        except BaseException:
            self.remote.close()
            self._kept = None
            raise

    def _pass(self) -> None:
        self.laptop.session().run_once(self._heard, NEVER)

    def _heard(self, event: SyncEvent) -> None:
        if isinstance(event, SyncProgress) and self.meanwhile is not None:
            happens, self.meanwhile = self.meanwhile, None
            held, self.kill_at = self.kill_at, None
            happens()
            self.kill_at = held

    def _killing(self, store: Store) -> Callable[..., Any]:
        original = store.write

        @contextmanager
        def write(*, bulk: bool = False) -> Iterator[Connection]:
            with original(bulk=bulk) as db:
                yield db
                self._commit()
            self._commit()

        return write

    def _commit(self) -> None:
        if self.kill_at is not None:
            self.kill_at -= 1
            if self.kill_at < 0:
                self.kill_at = None
                raise Killed

    def connect(self) -> None:
        """Before bad weather; a device that has too many lost connections does not come in yet."""
        with suppress(UserError):
            self.remote.hello()

    def dirty(self) -> int:
        return self.laptop.dirty()

    def close(self) -> None:
        self.eye.close()
        self.remote.close()
