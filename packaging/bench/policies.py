"""What row security costs: the same calls of the same device with the policies on, and switched off."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from harness import Figure, Taken, check_count, medians, taken, timed
from stage import Stage

from core.domain.enums import Role
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.registry import BY_NAME
from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.init import init
from migrations.server.tables import INFRASTRUCTURE, SYNCED
from sync.postgres.logins import NewDevice, new_login
from sync.postgres.rows import PostgresRemote
from sync.postgres.transport import ServerAddress
from sync.remote import Op

_DATABASE = "policies"
_ROWS, _BATCH, _PAGE = 20_000, 500, 1_000
_CELL_BYTES = 250
_CLIENTS = BY_NAME["clients"]
_NOTE = "the same calls without row security"


def policies(stage: Stage) -> list[Figure]:
    """A page of 1,000 rows, a push of 500 new rows and one of 500 edits, with the policies and without."""
    with stage.phase("policies: with and without, in turns"), _practice(stage.server) as practice:
        practice.fill(stage.scale.of(_ROWS, least=_PAGE))
        rounds = stage.scale.rounds * 3
        return [
            _figure("pull a page of 1,000 rows", practice, practice.pull, 1.5, rounds),
            _figure("push of 500 new rows", practice, practice.push_new, 2.0, rounds),
            _figure("push of 500 edits", practice, practice.push_edits, 2.0, rounds),
        ]


def _figure(name: str, practice: "_Practice", work: Callable[[], object], goal: float, rounds: int) -> Figure:
    ours: list[Taken] = []
    floors: list[Taken] = []
    for turn in range(rounds):
        if turn % 2:
            ours.append(taken(work))
        with practice.unguarded():
            floors.append(taken(work))
        if not turn % 2:
            ours.append(taken(work))
    return timed(f"policies: {name}", "ms", medians(ours), medians(floors), _NOTE, goal=goal)


class _Practice:
    """A practice of its own, for its device numbers ops without a laptop's journal."""

    def __init__(
        self, server: EmbeddedServer, address: ServerAddress, workspace_id: WorkspaceId, epoch: uuid.UUID
    ) -> None:
        self._server, self._workspace_id, self._epoch = server, workspace_id, epoch
        self.remote = PostgresRemote(address)
        self._op_no = 0
        self._versions: dict[uuid.UUID, int] = {}

    def fill(self, rows: int) -> None:
        while len(self._versions) < rows:
            self.push_new()
        with operator(self._server.url(_DATABASE, superuser=True), autocommit=True) as db:
            db.execute(sa.text("VACUUM ANALYZE"))

    def pull(self) -> None:
        page = self.remote.pull(self._workspace_id, self._epoch, 0, _PAGE)
        check_count("rows of a page", len(page.rows), _PAGE)

    def push_new(self) -> None:
        self._push([self._op(uuid.uuid4(), 0) for _ in range(_BATCH)])

    def push_edits(self) -> None:
        oldest = list(self._versions.items())[:_BATCH]
        self._push([self._op(row_id, version) for row_id, version in oldest])

    def _op(self, row_id: uuid.UUID, base: int) -> Op:
        self._op_no += 1
        self._versions.pop(row_id, None)
        self._versions[row_id] = base + 1
        columns = _CLIENTS.by_name
        sealed = ("first_name", "last_name", "notes")
        return Op(
            op_no=self._op_no,
            op_id=uuid.uuid4(),
            group=self._op_no,
            table_no=_CLIENTS.no,
            row_id=row_id,
            base_version=base,
            deleted=None,
            plain={},
            cells={columns[name].no: b"v1:" + os.urandom(_CELL_BYTES) for name in sealed},
            mac=os.urandom(32),
            seal=b"\x01" + os.urandom(386),
        )

    def _push(self, ops: list[Op]) -> None:
        answer = self.remote.push(self._workspace_id, self._epoch, ops)
        if any(result.status != "ok" for result in answer.results):
            raise RuntimeError("a push was not accepted")

    @contextmanager
    def unguarded(self) -> Iterator[None]:
        """No policy is looked at while the block runs."""
        self._switch("DISABLE")
        try:
            yield
        finally:
            self._switch("ENABLE")

    def _switch(self, state: str) -> None:
        with operator(self._server.url(_DATABASE, superuser=True)) as db:
            for name in [*SYNCED, *(table.name for table in INFRASTRUCTURE)]:
                db.execute(sa.text(f"ALTER TABLE pz.{name} {state} ROW LEVEL SECURITY"))
        self._warm()

    def _warm(self) -> None:
        """Plans are made anew outside of what is measured."""
        self.pull()
        made = self._op(uuid.uuid4(), 0)
        self._push([made])
        self._push([self._op(made.row_id, 1)])


@contextmanager
def _practice(server: EmbeddedServer) -> Iterator[_Practice]:
    login = new_login()
    made = NewDevice(
        workspace_id=WorkspaceId(uuid.uuid4()),
        user_id=UserId(uuid.uuid4()),
        user_role=Role.OWNER,
        device_id=DeviceId(uuid.uuid4()),
        name="Bench",
        login_role=login.role,
        verifier=login.verifier,
        sign_pub=os.urandom(32),
        hpke_pub=os.urandom(32),
        cert=b"certificate",
    )
    found = init(server.url(_DATABASE), made, create_database=True)
    address = ServerAddress(
        host=server.host,
        port=server.port,
        dbname=_DATABASE,
        login_role=login.role,
        password=login.password,
    )
    practice = _Practice(server, address, made.workspace_id, found.epoch)
    try:
        yield practice
    finally:
        practice.remote.close()
