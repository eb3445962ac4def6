"""Two laptops of one practice: real SQLCipher stores, a model server, and hands that type."""

import random
import shutil
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.crypto.certs import DeviceCert, issue
from core.crypto.keys import DeviceKeys
from core.crypto.notes import NoteContent, sign_note
from core.domain.clock import FixedClock, to_micros
from core.domain.enums import Role
from core.domain.ids import DeviceId, IdSource, UserId, WorkspaceId
from core.domain.registry import BY_NAME
from core.store.attachments.workspace_keys import save_key
from core.store.database.engine import Store
from core.store.database.me import Me
from core.store.database.rows import stored_rows
from core.store.outbox import feed_store
from core.store.outbox.journal import Journal
from core.store.outbox.wire_row import WireRow, row_to_wire
from core.store.practice.practice import Practice as Books
from core.store.unit_of_work.writer import Writer
from migrations.local import upgrade
from sync.events import PassOutcome, SyncEvent
from sync.keys.keychain import Identity
from sync.remote import DeviceEntry
from sync.rows.run import SyncSession
from tests.sync.model_remote import ModelRemote
from tests.sync.model_server import ModelServer, ModelWorkspace

KEY = bytes(range(32))
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
INDEX_KEY, CELL_KEY = b"i" * 32, b"c" * 32
NEVER = threading.Event()


class SeededIds:
    """Identities from a seeded source, so that a run repeats itself."""

    def __init__(self, rnd: random.Random) -> None:
        self._rnd = rnd

    def new(self) -> uuid.UUID:
        return uuid.UUID(int=self._rnd.getrandbits(128), version=4)


class Practice:
    """The clinic: a server, a root key, and folders for the stores."""

    def __init__(
        self, folder: Path, seed: int = 0, bugs: tuple[str, ...] = (), server: ModelServer | None = None
    ) -> None:
        self.rnd = random.Random(seed)  # noqa: S311 - a run that repeats itself
        self.folder = folder
        self.ids = SeededIds(self.rnd)
        self.workspace_id = WorkspaceId(self.ids.new())
        self.user_id = UserId(self.ids.new())
        self.root = Ed25519PrivateKey.from_private_bytes(b"r" * 32)
        self.server = server or ModelServer(bugs)
        self.workspace: ModelWorkspace = self.server.add_workspace(self.workspace_id, self.ids.new())
        self.clock = FixedClock(START)
        self.laptops: list[Laptop] = []

    def head(self) -> ModelWorkspace:
        """As it is now, also after a restore."""
        return self.server.workspaces[self.workspace_id]

    def enrol(
        self,
        role: Role = Role.OWNER,
        *,
        with_keys: bool = True,
        name: str = "laptop",
        clock: FixedClock | None = None,
        ids: IdSource | None = None,
        user_id: UserId | None = None,
    ) -> "Laptop":
        """A new laptop with an empty store, in the server's directory; `clock` when it has its own.

        It is the owner's unless `user_id` says whose."""
        identity = self.identify(role, name, user_id)
        path = self.folder / f"{len(self.laptops)}.db"
        store = new_store(path, self.folder / "empty.db", clock or self.clock)
        if with_keys:
            with store.write() as db:
                save_key(db, 0, INDEX_KEY)
                save_key(db, 1, CELL_KEY)
        laptop = Laptop(self, store, identity, clock=clock or self.clock, ids=ids or self.ids)
        self.laptops.append(laptop)
        return laptop

    def identify(
        self, role: Role = Role.OWNER, name: str = "laptop", user_id: UserId | None = None
    ) -> Identity:
        """A new device in the server's directory."""
        person = user_id or self.user_id
        device_id = DeviceId(self.ids.new())
        seed = self.rnd.randbytes(32)
        keys = DeviceKeys.from_seeds(seed, seed[::-1])
        cert = DeviceCert(
            workspace_id=self.workspace_id,
            user_id=person,
            device_id=device_id,
            role=role,
            sign_pub=keys.sign_pub,
            hpke_pub=keys.hpke_pub,
            issued_at=to_micros(START),
        )
        entry = DeviceEntry(
            device_id=device_id,
            user_id=person,
            login_role="pzd_" + device_id.hex,
            name=name,
            role=role.value,
            sign_pub=keys.sign_pub,
            hpke_pub=keys.hpke_pub,
            cert=issue(self.root, cert),
            enrolled_at=to_micros(START),
            last_seen_at=None,
            revoked_at=None,
        )
        self.head().devices.append(entry)
        return Identity(self.workspace_id, person, device_id, keys, self.root.public_key().public_bytes_raw())

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.store.close()


_EMPTY: list[bytes] = []
"""The file of an up-to-date empty store."""


def new_store(path: Path, template: Path, clock: FixedClock) -> Store:
    """An up-to-date empty store; the migrations run once per process, or never where a template lies."""
    if not template.exists():
        if not _EMPTY:
            made = Store.open(template, KEY, clock)
            upgrade(made)
            made.close()
            _EMPTY.append(template.read_bytes())
        template.write_bytes(_EMPTY[0])
    shutil.copy(template, path)
    return Store.open(path, KEY, clock)


@dataclass
class Laptop:
    """One device. `sync` uses a connection of its own each time, as after a nap."""

    practice: Practice
    store: Store
    identity: Identity
    clock: FixedClock
    ids: IdSource
    events: list[SyncEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        me = self.identity
        self.me = Me(me.workspace_id, me.user_id, me.device_id)
        self.remote = ModelRemote(self.practice.server, me.device_id, me.user_id)
        self.journal = Journal(me.workspace_id, self.clock, self.ids)

    def sign(self, content: NoteContent) -> bytes:
        return sign_note(self.identity.keys.sign, self.me.device_id, content)

    def session(self) -> SyncSession:
        return SyncSession(self.store, self.remote, self.identity, self.clock, self.ids)

    def sync(self) -> PassOutcome:
        return self.session().run_once(self.events.append, NEVER)

    # what a person does

    def add(self, table: str, row_id: uuid.UUID | None = None, **values: Any) -> uuid.UUID:
        with self.store.write() as db:
            return self._writer(db).insert(table, values, row_id)

    def add_client(self, first_name: str = "Dana", **values: Any) -> uuid.UUID:
        return self.add("clients", first_name=first_name, last_name="Levi", **values)

    def add_note(self, client_id: uuid.UUID, **values: Any) -> uuid.UUID:
        return self.add("sessions", client_id=client_id, session_date=START, **values)

    def edit(self, table: str, row_id: uuid.UUID, **values: Any) -> None:
        with self.store.write() as db:
            self._writer(db).update(table, row_id, values)

    def delete(self, table: str, row_id: uuid.UUID) -> None:
        with self.store.write() as db:
            self._writer(db).delete(table, row_id)

    def _writer(self, db: Any) -> Writer:
        return Writer(db, self.me, self.clock, self.ids)

    # what one sees

    def row(self, table: str, row_id: uuid.UUID) -> WireRow:
        return self.rows(table)[row_id]

    def value(self, table: str, row_id: uuid.UUID, name: str) -> Any:
        return self.row(table, row_id).fields.get(BY_NAME[table].by_name[name].no)

    def rows(self, table: str) -> dict[uuid.UUID, WireRow]:
        known = BY_NAME[table]
        with self.store.read() as db:
            ids = [uuid.UUID(bytes=row[0]) for row in db.exec_driver_sql(f"SELECT id FROM {table}")]
            found = stored_rows(db, known, self.me.workspace_id, ids)
        return {row_id: row_to_wire(known, stored) for row_id, stored in found.items()}

    def content(self) -> dict[str, Mapping[uuid.UUID, Any]]:
        """Everything synced, comparable between laptops."""
        return {
            table: {
                row_id: (row.version, row.deleted_at is not None, row.fields)
                for row_id, row in self.rows(table).items()
            }
            for table in BY_NAME
        }

    def open_conflicts(self) -> list[WireRow]:
        resolved = BY_NAME["conflicts"].by_name["resolved_at"].no
        return [row for row in self.rows("conflicts").values() if resolved not in row.fields]

    def told(self, kind: str) -> list[Any]:
        """Rows of a local table: notices, history, refused, journal, outbox."""
        with self.store.read() as db:
            return [dict(row) for row in db.exec_driver_sql(f"SELECT * FROM {kind}").mappings()]

    def dirty(self) -> int:
        with self.store.read() as db:
            return self.journal.dirty(db)

    def cursor(self) -> feed_store.Cursor:
        with self.store.read() as db:
            return feed_store.cursor(db, self.me.workspace_id)


def field_of(table: str, row: WireRow, name: str) -> Any:
    """One value of a wire row by column name."""
    return row.fields.get(BY_NAME[table].by_name[name].no)


def person(laptop: Laptop) -> Books:
    """The practice as the screens read and write it."""
    return Books(laptop.store, laptop.me, laptop.practice.clock, laptop.practice.ids, laptop.sign)


def meet(*laptops: Laptop) -> None:
    """Until nothing waits on any of them."""
    for _ in range(3):
        for laptop in laptops:
            laptop.sync()
    assert [laptop.dirty() for laptop in laptops] == [0] * len(laptops)
    assert all(laptop.content() == laptops[0].content() for laptop in laptops)
