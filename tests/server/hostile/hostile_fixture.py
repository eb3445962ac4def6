"""Two practices in one database for all hostile cases of a run, and what a case may name in its SQL."""

import uuid
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from core.domain.enums import Role
from core.domain.registry import BY_NAME, TABLES
from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from tests.plugins_pg import TestClinic, TestDevice, new_clinic
from tests.server.raw import Raw

MAC, SEAL = bytes(32), b"\x01" + bytes(66)
"""What looks like a seal to a server, which cannot tell more."""
STAMP = 1_700_000_000_000_000
_WATCHED = (
    *((table.name, "to_jsonb(t)") for table in TABLES),
    ("members", "to_jsonb(t)"),
    ("devices", "to_jsonb(t) - 'last_seen_at'"),
    ("device_grants", "to_jsonb(t)"),
    ("device_certs", "to_jsonb(t)"),
    ("wrapped_keys", "to_jsonb(t)"),
    ("key_manifests", "to_jsonb(t)"),
    ("recovery_papers", "to_jsonb(t)"),
    ("audit_head", "to_jsonb(t)"),
    ("blob_chunks", "to_jsonb(t)"),
    ("earlier_chunks", "to_jsonb(t)"),
    ("sync_workspace", "to_jsonb(t)"),
)
_WORLD = sa.text(
    "SELECT md5(string_agg(w.row, ',' ORDER BY w.row)) FROM ("
    + " UNION ALL ".join(
        f"SELECT '{name}' || ({row})::text AS row FROM pz.{name} t" for name, row in _WATCHED
    )
    + " UNION ALL SELECT (to_jsonb(r) - 'oid')::text FROM pg_authid r"
    " UNION ALL SELECT format('%s in %s', member::regrole, roleid::regrole) FROM pg_auth_members"
    " UNION ALL SELECT to_jsonb(s)::text FROM pg_db_role_setting s"
    " UNION ALL SELECT format('%s %s', oid, relname) FROM pg_class WHERE relnamespace > 16383"
    ") w"
)


@dataclass
class Arena:
    """A practice with people of every role, and a stranger: the owner of another practice beside it."""

    clinic: TestClinic
    watcher: sa.Connection
    """A superuser's, to look at what no device may see."""
    devices: dict[str, TestDevice] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)

    def open(self, who: str) -> Raw:
        return Raw(self.devices[who])

    def world(self) -> object:
        """One hash over everything that no refused attempt may change."""
        return self.watcher.scalar(_WORLD)

    def values(self) -> dict[str, Any]:
        """What `%(name)s` stands for in a case; the request for a new device is another one each time."""
        asked = self.clinic.request(self.devices["owner"], self.devices["therapist"].user_id)
        fresh = {"login": asked.login_role, "verifier": asked.verifier, "device": asked.device_id}
        return self.names | fresh | {"nobody": uuid.uuid4()}

    def op(self, who: str, table: str, row: str | uuid.UUID, base: int, **values: Any) -> dict[str, Any]:
        """An op as it travels, numbered as this device's next; columns by name, plain or sealed."""
        columns = BY_NAME[table].by_name
        sealed = {str(columns[name].no): value for name, value in values.items() if columns[name].enc}
        plain = {str(columns[name].no): value for name, value in values.items() if not columns[name].enc}
        found = {"n": self._last_no(who) + 1, "i": str(uuid.uuid4()), "g": 1, "t": BY_NAME[table].no}
        row_id = str(self.names.get(str(row), row))
        secrets = {"m": b64encode(MAC).decode(), "s": b64encode(SEAL).decode(), "p": plain, "c": sealed}
        return {**found, "r": row_id, "b": base, "d": None, **secrets}

    def _last_no(self, who: str) -> int:
        query = sa.text("SELECT coalesce(max(op_no), 0) FROM pz.ledger WHERE device_id = :device")
        return int(self.watcher.scalar(query, {"device": self.devices[who].device_id}) or 0)


@contextmanager
def built(server: EmbeddedServer) -> Iterator[Arena]:
    """Made once a run: no case changes it."""
    clinic = new_clinic(server)
    with operator(server.url(clinic.database, superuser=True), autocommit=True) as db:
        try:
            yield _populated(Arena(clinic, db))
        finally:
            clinic.close()


def _populated(arena: Arena) -> Arena:
    clinic = arena.clinic
    owner, stranger = clinic.owner, clinic.add_workspace()
    arena.devices = {"owner": owner, "stranger": stranger}
    for role in (Role.THERAPIST, Role.ASSISTANT, Role.READONLY):
        arena.devices[role.value.lower()] = clinic.enrol(owner, role)
    arena.names = _people(arena) | _rows(arena)
    return arena


def _people(arena: Arena) -> dict[str, Any]:
    owner, stranger = arena.devices["owner"], arena.devices["stranger"]
    therapist = arena.devices["therapist"]
    users = {f"{who}_user": device.user_id for who, device in arena.devices.items()}
    return users | {
        "ws": owner.workspace_id,
        "epoch": arena.clinic.epoch(owner),
        "owner_device": owner.device_id,
        "owner_login": owner.login.role,
        "owner_verifier": owner.login.verifier,
        "therapist_device": therapist.device_id,
        "therapist_login": therapist.login.role,
        "own_ws": stranger.workspace_id,
        "own_epoch": arena.clinic.epoch(stranger),
        "own_device": stranger.device_id,
        "own_user": stranger.user_id,
        "own_login": stranger.login.role,
    }


def _rows(arena: Arena) -> dict[str, Any]:
    """A finalized note and its client, a draft, a service, an audit event: all of the practice attacked."""
    owner = arena.devices["owner"]
    client = owner.client()
    author = owner.op("users", owner.user_id, full_name=b"v1:o", role="OWNER", is_active=True)
    note = owner.op("sessions", client_id=str(client.row_id), session_date=STAMP, subjective=b"v1:s")
    draft = owner.op("sessions", client_id=str(client.row_id), session_date=STAMP, subjective=b"v1:d")
    service = owner.op("services", name="Massage", default_duration_minutes=50)
    event = owner.op("audit_events", event_type="note.opened", action="READ", client_time=STAMP)
    done = owner.op("sessions", note.row_id, 1, is_draft=False, finalized_at=STAMP, signature="00ff")
    before = owner.op("session_versions", session_id=str(note.row_id), version_number=1, subjective=b"v1:1")
    for ops in ([author, client, note, draft, service, event], [done, before]):
        answer = owner.remote().push(owner.workspace_id, arena.clinic.epoch(owner), ops)
        if any(each.status != "ok" for each in answer.results):
            raise AssertionError(answer.results)
    theirs = arena.devices["stranger"].client()
    stranger = arena.devices["stranger"]
    stranger.remote().push(stranger.workspace_id, arena.clinic.epoch(stranger), [theirs])
    made = {"client": client, "note": note, "draft": draft, "service": service, "event": event}
    made |= {"earlier": before, "own_client": theirs}
    clinic_remotes = arena.clinic.remotes
    while clinic_remotes:
        clinic_remotes.pop().close()  # a device has four connections at most
    return {name: op.row_id for name, op in made.items()}
