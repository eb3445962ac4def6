"""One practice behind each kind of `Remote`: the model server, PostgreSQL 16 and PostgreSQL 18."""

import os
import uuid
from collections.abc import Iterator
from typing import Any, Protocol

import pytest

from core.domain.enums import Role
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.registry import BY_NAME
from sync.remote import DeviceEntry, Op, Remote
from tests.plugins_pg import TestClinic, TestDevice, new_clinic
from tests.sync.model_remote import ModelRemote
from tests.sync.model_server import ModelServer


class Practice(Protocol):
    """What the contract tests need of a server, whichever it is."""

    workspace_id: WorkspaceId
    epoch: uuid.UUID

    def enrol(self, role: Role) -> Remote: ...

    def revoke(self, remote: Remote) -> None: ...

    @property
    def owner(self) -> Remote: ...


class ModelPractice:
    """The in-memory server with one workspace."""

    def __init__(self) -> None:
        self.server = ModelServer()
        self.workspace_id, self.epoch = WorkspaceId(uuid.uuid4()), uuid.uuid4()
        self._workspace = self.server.add_workspace(self.workspace_id, self.epoch)
        self._devices: dict[int, DeviceEntry] = {}
        self.owner = self.enrol(Role.OWNER)

    def enrol(self, role: Role) -> Remote:
        entry = _entry(role)
        self._workspace.devices.append(entry)
        remote = ModelRemote(self.server, entry.device_id, entry.user_id)
        self._devices[id(remote)] = entry
        return remote

    def revoke(self, remote: Remote) -> None:
        entry = self._devices[id(remote)]
        place = self._workspace.devices.index(entry)
        self._workspace.devices[place] = _entry(Role(entry.role), entry.device_id, revoked_at=1)


def _entry(role: Role, device_id: DeviceId | None = None, revoked_at: int | None = None) -> DeviceEntry:
    return DeviceEntry(
        device_id=device_id or DeviceId(uuid.uuid4()),
        user_id=UserId(uuid.uuid4()),
        login_role="",
        name="Test laptop",
        role=role.value,
        sign_pub=bytes(32),
        hpke_pub=bytes(32),
        cert=b"",
        enrolled_at=0,
        last_seen_at=None,
        revoked_at=revoked_at,
    )


class PostgresPractice:
    """A fresh clinic on a real server."""

    def __init__(self, clinic: TestClinic) -> None:
        self._clinic = clinic
        self._devices: dict[int, TestDevice] = {}
        self.workspace_id = clinic.owner.workspace_id
        self.epoch = clinic.epoch(clinic.owner)
        self.owner: Remote = clinic.owner.remote()

    def enrol(self, role: Role) -> Remote:
        device = self._clinic.enrol(self._clinic.owner, role)
        remote = device.remote()
        self._devices[id(remote)] = device
        return remote

    def revoke(self, remote: Remote) -> None:
        device = self._devices[id(remote)]
        self._clinic.owner.remote().revoke_device(self.workspace_id, device.device_id)


@pytest.fixture(params=["model", "pg16", "pg18"])
def practice(request: pytest.FixtureRequest) -> Iterator[Practice]:
    if request.param == "model":
        yield ModelPractice()
        return
    clinic = new_clinic(request.getfixturevalue(request.param))
    yield PostgresPractice(clinic)
    clinic.close()


class Writer:
    """One device's side of the contract: numbers ops and sends them."""

    def __init__(self, practice: Practice, remote: Remote) -> None:
        self.practice, self.remote = practice, remote
        self.op_no = 0

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
        self.op_no += 1
        columns = BY_NAME[table].by_name
        if not base_version:
            values = _defaults(table) | values
        return Op(
            op_no=self.op_no,
            op_id=uuid.uuid4(),
            group=group or 1000 + self.op_no,
            table_no=BY_NAME[table].no,
            row_id=row_id or uuid.uuid4(),
            base_version=base_version,
            deleted=deleted,
            plain={columns[name].no: value for name, value in values.items() if not columns[name].enc},
            cells={columns[name].no: value for name, value in values.items() if columns[name].enc},
            mac=os.urandom(32),
            seal=b"\x01" + os.urandom(66),
        )

    def client(self, **options: Any) -> Op:
        return self.op("clients", first_name=b"v1:first", last_name=b"v1:last", **options)

    def service(self, name: str, **options: Any) -> Op:
        return self.op("services", name=name, default_duration_minutes=50, **options)

    def push(self, *ops: Op) -> list[tuple[str, int, str | None]]:
        """Status, version and code of each, in the order sent."""
        answer = self.remote.push(self.practice.workspace_id, self.practice.epoch, ops)
        found = {result.op_no: result for result in answer.results}
        return [(found[op.op_no].status, found[op.op_no].version, found[op.op_no].code) for op in ops]


def _defaults(table: str) -> dict[str, Any]:
    """A device sends a new row whole."""
    return {column.name: column.default for column in BY_NAME[table].columns if column.default is not None}


@pytest.fixture
def owner(practice: Practice) -> Writer:
    return Writer(practice, practice.owner)


@pytest.fixture
def therapist(practice: Practice) -> Writer:
    return Writer(practice, practice.enrol(Role.THERAPIST))
