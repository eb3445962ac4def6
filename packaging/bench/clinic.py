"""A clinic on real PostgreSQL and its laptops on real SQLCipher, made as the program makes them."""

import shutil
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from core.crypto.kdf import KdfParams
from core.domain.clock import SystemClock
from core.domain.enums import Role
from core.domain.ids import IdSource, Uuid7Source
from core.store.attachments.workspace_keys import load_keys
from core.store.database.engine import Store
from core.store.unit_of_work.writer import Writer
from desktop.session.open_practice import OpenPractice, PracticeDetails, create_practice, start_join
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.init import init, install
from sync.enrolment import identity_store
from sync.enrolment.answers import Admission, answer_first, approve, first_device
from sync.enrolment.completion import complete
from sync.enrolment.identity_store import Enrolment, ServerPlace
from sync.enrolment.requests import ask_to_connect
from sync.events import PassOutcome, SyncEvent
from sync.remote import Remote
from sync.rows.run import SyncSession

PASSPHRASE = "seven paper lanterns hum quietly"  # noqa: S105 - of an invented practice that lives for minutes
_ROWS_A_GROUP = 50
_NEVER = threading.Event()


def practice_alone(home: Path) -> OpenPractice:
    """Of one person, on this laptop and no other."""
    details = PracticeDetails(name="Bench", therapist="Owner Person", timezone="UTC")
    opened, _ = create_practice(home, PASSPHRASE, details, SystemClock(), kdf=KdfParams.FAST_FOR_TESTS)
    return opened


@dataclass(frozen=True, slots=True)
class Row:
    """A row to write: its table and typed values; an id only where others point to it."""

    table: str
    values: Mapping[str, object]
    id: uuid.UUID | None = None


def ignore(_: SyncEvent) -> None:
    """A listener for passes that nobody watches."""


@dataclass(frozen=True, slots=True)
class Laptop:
    """An enrolled device with its store; `remote` is its open connection."""

    store: Store
    enrolment: Enrolment
    remote: Remote
    ids: IdSource

    def session(self, remote: Remote | None = None) -> SyncSession:
        return SyncSession(
            self.store, remote or self.remote, self.enrolment.identity, SystemClock(), self.ids
        )

    def sync(self) -> PassOutcome:
        """One pass, as a laptop makes it that has just connected."""
        return self.session().run_once(ignore, _NEVER)

    def count(self, table_name: str) -> int:
        """Rows in this laptop's store."""
        with self.store.read() as db:
            return int(db.exec_driver_sql(f"SELECT count(*) FROM {table_name}").scalar_one())


def enrolment_in(store: Store) -> Enrolment:
    with store.read() as db:
        return identity_store.require_enrolment(db)


@contextmanager
def laptop_at(path: Path, key: bytes) -> Iterator[Laptop]:
    """Opens an enrolled laptop's store and its connection."""
    clock = SystemClock()
    store = Store.open(path, key, clock, create=False)
    enrolment = enrolment_in(store)
    remote = identity_store.remote_of(enrolment)
    try:
        remote.hello()
        yield Laptop(store, enrolment, remote, Uuid7Source(clock))
    finally:
        remote.close()
        store.close()


class Clinic:
    """One database with one practice: laptop `a` holds what is written, further ones start empty."""

    def __init__(self, server: EmbeddedServer, folder: Path, name: str) -> None:
        self.server, self.folder, self.name = server, folder, name
        self._clock = SystemClock()
        self._ids = Uuid7Source(self._clock)
        install(server.url(name), create_database=True)
        self._opened_a = self._create()
        enrolment = enrolment_in(self._opened_a.store)
        self.a = Laptop(self._opened_a.store, enrolment, identity_store.remote_of(enrolment), self._ids)
        self._opened_b = self._join()
        self._opened_b.store.close()
        self._copies = 0

    def close(self) -> None:
        self.a.remote.close()
        self._opened_a.close()
        self._opened_b.close()

    def write(self, rows: Iterable[Row]) -> int:
        """Rows as laptop `a` would write them, journal and search index included, with one commit."""
        count, me = 0, self._opened_a.me
        with self.a.store.write() as db:
            writer = Writer(db, me, self._clock, self._ids)
            for count, row in enumerate(rows, start=1):
                writer.insert(row.table, row.values, row.id)
                if count % _ROWS_A_GROUP == 0:
                    writer = Writer(db, me, self._clock, self._ids)
        return count

    @contextmanager
    def fresh_laptop(self) -> Iterator[Laptop]:
        """The second laptop just after it was let in: enrolled, connected, and empty."""
        with self.fresh_store() as (path, key), laptop_at(path, key) as laptop:
            yield laptop

    @contextmanager
    def fresh_store(self) -> Iterator[tuple[Path, bytes]]:
        """File and key of that laptop, for another process to open."""
        self._copies += 1
        path = self.folder / f"fresh-{self._copies}.db"
        shutil.copy(self._opened_b.vault.store_path, path)
        try:
            yield path, self._opened_b.vault.db_key
        finally:
            for each in self.folder.glob(f"fresh-{self._copies}.db*"):
                each.unlink()

    def free_second(self) -> Path:
        """The second laptop's home, for the program itself to open; no `fresh_laptop` after that."""
        self._opened_b.close()
        return self.folder / "b"

    def postgres(self) -> psycopg.Connection:
        """A bare connection for floors, free of row security."""
        url = self.server.url(self.name, superuser=True)
        return psycopg.connect(
            host=url.host,
            port=url.port,
            dbname=url.database,
            user=url.username,
            password=str(url.password),
            autocommit=True,
            prepare_threshold=0,
        )

    def cell_key(self) -> bytes:
        """Workspace key number 1, which seals every cell here."""
        with self.a.store.read() as db:
            return load_keys(db)[1]

    def _create(self) -> OpenPractice:
        details = PracticeDetails(name="Bench", therapist="Owner Person", timezone="Europe/Berlin")
        opened, _ = create_practice(
            self.folder / "a", PASSPHRASE, details, self._clock, kdf=KdfParams.FAST_FOR_TESTS
        )
        with opened.store.write() as db:
            request, _ = ask_to_connect(db, "Laptop A", self._clock)
        init(self.server.url(self.name), first_device(request))
        place = ServerPlace(host=self.server.host, port=self.server.port, dbname=self.name)
        complete(opened.store, answer_first(request, place), identity_store.remote_at)
        return opened

    def _join(self) -> OpenPractice:
        opened, _, request = start_join(
            self.folder / "b", PASSPHRASE, "Laptop B", self._clock, kdf=KdfParams.FAST_FOR_TESTS
        )
        owner = self.a.enrolment
        with self.a.store.read() as db:
            keys = load_keys(db)
        user_id = owner.identity.user_id
        with closing(identity_store.remote_of(owner)) as remote:
            answer = approve(request, owner, Admission(user_id, Role.OWNER, keys), remote, self._clock)
        complete(opened.store, answer, identity_store.remote_at)
        return opened
