"""Enrolled devices without a store: what they push is made up, so that the server's work counts alone."""

import os
import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from core.domain.enums import Role
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.registry import BY_NAME
from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.init import init, install
from sync.postgres.logins import Login, NewDevice, new_login
from sync.postgres.rows import PostgresRemote
from sync.postgres.transport import ServerAddress
from sync.remote import Op

_FIRST, _LAST, _PLAN = (BY_NAME["clients"].by_name[name].no for name in ("first_name", "last_name", "notes"))


_TEMPLATE = "installed"
"""An empty one, of which others are copies: a third of the work of installing each."""


@dataclass
class Device:
    """An enrolled owner's device of a practice of its own, or of the same one as another's."""

    server: EmbeddedServer
    database: str
    workspace_id: WorkspaceId
    user_id: UserId
    device_id: DeviceId
    login: Login
    op_no: int = 0

    def remote(self, port: int | None = None) -> PostgresRemote:
        """A connection of this device, to another port when something stands in between."""
        return PostgresRemote(
            ServerAddress(
                host=self.server.host,
                port=port or self.server.port,
                dbname=self.database,
                login_role=self.login.role,
                password=self.login.password,
            )
        )

    def asked(self) -> NewDevice:
        return NewDevice(
            workspace_id=self.workspace_id,
            user_id=self.user_id,
            user_role=Role.OWNER,
            device_id=self.device_id,
            name="Laptop",
            login_role=self.login.role,
            verifier=self.login.verifier,
            sign_pub=os.urandom(32),
            hpke_pub=os.urandom(32),
            cert=b"certificate",
        )

    def ops(self, count: int) -> list[Op]:
        """New clients with cells of the size of a short note."""
        return [self._op() for _ in range(count)]

    def _op(self) -> Op:
        self.op_no += 1
        cells: dict[int, bytes | None] = {
            _FIRST: b"v1:" + os.urandom(36),
            _LAST: b"v1:" + os.urandom(36),
            _PLAN: b"v1:" + os.urandom(300),
        }
        return Op(
            op_no=self.op_no,
            op_id=uuid.uuid4(),
            group=self.op_no,
            table_no=BY_NAME["clients"].no,
            row_id=uuid.uuid4(),
            base_version=0,
            deleted=None,
            plain={},
            cells=cells,
            mac=os.urandom(32),
            seal=b"\x01" + os.urandom(66),
        )


def new_device(server: EmbeddedServer, database: str, beside: Device | None = None) -> Device:
    return Device(
        server,
        database,
        beside.workspace_id if beside else WorkspaceId(uuid.uuid4()),
        beside.user_id if beside else UserId(uuid.uuid4()),
        DeviceId(uuid.uuid4()),
        new_login(),
    )


def new_practice(server: EmbeddedServer, database: str) -> Device:
    """A practice in a database of its own, with its owner's device."""
    with operator(server.url(), autocommit=True) as db:
        if not db.scalar(sa.text(f"SELECT count(*) FROM pg_database WHERE datname = '{_TEMPLATE}'")):
            install(server.url(_TEMPLATE), create_database=True)
        db.execute(sa.text(f"CREATE DATABASE {database} TEMPLATE {_TEMPLATE}"))
    device = new_device(server, database)
    init(server.url(database), device.asked())
    return device


def enrol_beside(first: Device) -> Device:
    """Another device of the same practice."""
    second = new_device(first.server, first.database, first)
    remote = first.remote()
    remote.enrol_device(second.asked())
    remote.close()
    return second
