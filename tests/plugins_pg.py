"""Real PostgreSQL for tests: servers of the session, and a fresh clinic with devices of our own."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.domain.enums import Role
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.plain import Plain
from core.domain.registry import BY_NAME
from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.init import init, install
from sync.postgres.logins import Login, NewDevice, new_login
from sync.postgres.rows import PostgresRemote
from sync.postgres.transport import ServerAddress
from sync.remote import Op, WrappedKey
from tests.memory import memory


@dataclass(kw_only=True)
class TestDevice:
    """One enrolled device: its login, its remote, and ops numbered as a device numbers them."""

    __test__ = False

    clinic: "TestClinic"
    workspace_id: WorkspaceId
    user_id: UserId
    device_id: DeviceId
    login: Login
    sign_key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    op_no: int = 0

    def address(self, port: int | None = None) -> ServerAddress:
        """The server's, or through a proxy on this computer."""
        return ServerAddress(
            host=self.clinic.server.host,
            port=port or self.clinic.server.port,
            dbname=self.clinic.database,
            login_role=self.login.role,
            password=self.login.password,
        )

    def remote(self, **options: Any) -> PostgresRemote:
        """A connection of its own; closed when the test ends."""
        remote = PostgresRemote(self.address(), **options)
        self.clinic.remotes.append(remote)
        return remote

    def op(
        self,
        table: str,
        row_id: uuid.UUID | None = None,
        base_version: int = 0,
        *,
        group: int | None = None,
        deleted: bool | None = None,
        **values: Any,
    ) -> Op:
        """The next op of this device. Values by column name, in wire form; cells as bytes."""
        self.op_no += 1
        columns = BY_NAME[table].by_name
        return Op(
            op_no=self.op_no,
            op_id=uuid.uuid4(),
            group=self.op_no if group is None else group,
            table_no=BY_NAME[table].no,
            row_id=row_id or uuid.uuid4(),
            base_version=base_version,
            deleted=deleted,
            plain={
                columns[name].no: _plain(value) for name, value in values.items() if not columns[name].enc
            },
            cells={columns[name].no: _cell(value) for name, value in values.items() if columns[name].enc},
            mac=os.urandom(32),
            seal=b"\x01" + os.urandom(66),
        )

    def client(self, row_id: uuid.UUID | None = None, **values: Any) -> Op:
        """An op that makes a client with invented cells."""
        return self.op("clients", row_id, 0, **{"first_name": b"v1:first", "last_name": b"v1:last"} | values)


@dataclass
class TestClinic:
    """A database with one workspace and its owner's device; `enrol` adds people and devices."""

    __test__ = False

    server: EmbeddedServer
    database: str
    epochs: dict[WorkspaceId, uuid.UUID] = field(default_factory=dict)
    owners: list[TestDevice] = field(default_factory=list)
    remotes: list[PostgresRemote] = field(default_factory=list)

    @property
    def owner(self) -> TestDevice:
        """The owner's device of the first workspace."""
        return self.owners[0]

    @property
    def url(self) -> sa.URL:
        """The operator's address of this database."""
        return self.server.url(self.database)

    def add_workspace(self) -> TestDevice:
        """Another practice in the same database; returns its owner's device."""
        device, asked = self._new_device(WorkspaceId(uuid.uuid4()), UserId(uuid.uuid4()), Role.OWNER)
        made = init(self.url, asked, create_database=True)
        self.owners.append(device)
        self.epochs[device.workspace_id] = made.epoch
        return device

    def enrol(self, by: TestDevice, role: Role = Role.THERAPIST, user_id: UserId | None = None) -> TestDevice:
        """A device of a new member (or of `user_id`), let in by an owner's device."""
        user = user_id or UserId(uuid.uuid4())
        device, asked = self._new_device(by.workspace_id, user, role)
        remote = PostgresRemote(by.address())
        try:
            if user_id is None:
                remote.register_user(by.workspace_id, user, role.value)
            remote.enrol_device(asked)
        finally:
            remote.close()  # a device has four connections at most
        return device

    def request(self, by: TestDevice, user_id: UserId, role: Role = Role.THERAPIST) -> NewDevice:
        """What would be sent to enrol a device, not sent yet."""
        return self._new_device(by.workspace_id, user_id, role)[1]

    def epoch(self, device: TestDevice) -> uuid.UUID:
        return self.epochs[device.workspace_id]

    def as_superuser(
        self, query: str, values: Mapping[str, object] | None = None
    ) -> list[tuple[object, ...]]:
        """Looks at what no device may see; for assertions only."""
        with operator(self.server.url(self.database, superuser=True)) as db:
            result = db.execute(sa.text(query), values or {})
            return [tuple(row) for row in result] if result.returns_rows else []

    def close(self) -> None:
        for remote in self.remotes:
            remote.close()
        drop_database(self.server, self.database)

    def _new_device(
        self, workspace_id: WorkspaceId, user_id: UserId, role: Role
    ) -> tuple[TestDevice, NewDevice]:
        login, device_id = new_login(), DeviceId(uuid.uuid4())
        device = TestDevice(
            clinic=self, workspace_id=workspace_id, user_id=user_id, device_id=device_id, login=login
        )
        asked = NewDevice(
            workspace_id=workspace_id,
            user_id=user_id,
            user_role=role,
            device_id=device_id,
            name="Test laptop",
            login_role=login.role,
            verifier=login.verifier,
            sign_pub=device.sign_key.public_key().public_bytes_raw(),
            hpke_pub=os.urandom(32),
            cert=b"certificate",
            keys=tuple(WrappedKey(no, device_id, b"wrapped %d" % no, device_id) for no in (0, 1)),
        )
        return device, asked


def _plain(value: Plain | bytes) -> Plain:
    return value.hex() if isinstance(value, bytes) else value


def _cell(value: Plain | bytes) -> bytes | None:
    if value is None or isinstance(value, bytes):
        return value
    raise TypeError("cells are bytes")


def _server(major: int) -> Iterator[EmbeddedServer]:
    folder = server_folder()
    server = EmbeddedServer(folder / "data", major=major, fast=True)
    server.start()
    yield server
    server.destroy()
    shutil.rmtree(folder)


def server_folder() -> Path:
    """A new folder in memory when there is plenty, else on the disk: tests want no server that lasts."""
    folder = Path(tempfile.mkdtemp(prefix="pazpaz-pg-", dir=memory()))
    folder.chmod(0o711)  # the server runs as an OS user of its own
    return folder


@pytest.fixture(scope="session")
def pg16() -> Iterator[EmbeddedServer]:
    """PostgreSQL 16 for the session; make databases of your own in it."""
    yield from _server(16)


@pytest.fixture(scope="session")
def pg18() -> Iterator[EmbeddedServer]:
    yield from _server(18)


@pytest.fixture(scope="session", params=[16, 18], ids=["pg16", "pg18"])
def any_server(request: pytest.FixtureRequest) -> EmbeddedServer:
    """Both servers, one after the other."""
    server: EmbeddedServer = request.getfixturevalue(f"pg{request.param}")
    return server


def new_clinic(server: EmbeddedServer) -> TestClinic:
    """A fresh database with one workspace; close it yourself."""
    clinic = TestClinic(server, f"clinic_{uuid.uuid4().hex[:12]}")
    copy_template(server, clinic.database)
    clinic.add_workspace()
    return clinic


def copy_template(server: EmbeddedServer, database: str) -> None:
    """A copy of an installed database is made in a third of the time of an installation."""
    with operator(server.url(), autocommit=True) as db:
        if not db.scalar(sa.text("SELECT count(*) FROM pg_database WHERE datname = 'clinic_template'")):
            db.execute(sa.text("CREATE DATABASE clinic_template TEMPLATE template0"))
            install(server.url("clinic_template"))
    copy_database(server, "clinic_template", database)


def copy_database(server: EmbeddedServer, of: str, to: str) -> None:
    """Nobody may be connected to the one that is copied."""
    with operator(server.url(), autocommit=True) as db:
        db.execute(sa.text(f"CREATE DATABASE {to} TEMPLATE {of}"))


def drop_database(server: EmbeddedServer, database: str) -> None:
    """Hundreds of them would keep the disk busy for longer than the tests last."""
    with operator(server.url(superuser=True), autocommit=True) as db:
        name = db.dialect.identifier_preparer.quote(database)
        db.exec_driver_sql(
            f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", execution_options={"no_parameters": True}
        )


@pytest.fixture
def clinic(any_server: EmbeddedServer) -> Iterator[TestClinic]:
    """A fresh clinic on each of the two servers."""
    made = new_clinic(any_server)
    yield made
    made.close()


@pytest.fixture
def clinic18(pg18: EmbeddedServer) -> Iterator[TestClinic]:
    """A fresh clinic on PostgreSQL 18 alone, for tests that are not about the server."""
    made = new_clinic(pg18)
    yield made
    made.close()


@pytest.fixture
def owner(clinic: TestClinic) -> TestDevice:
    """The owner's device of the fresh clinic."""
    return clinic.owner
