"""The two laptops of one practice on PostgreSQL, and copies of where they stood."""

import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from core.domain.registry import BY_NAME
from core.store.database.engine import Store
from migrations.operate.embedded import EmbeddedServer
from sync.postgres.transport import ServerAddress
from tests.sync.failpoints.apart import contents, want_all, work_apart
from tests.sync.failpoints.looking import STORE, State, copy_laptop, look, told
from tests.sync.failpoints.points import CountedRemote, Points
from tests.sync.file_bench import Bench
from tests.sync.laptops import KEY, Laptop
from tests.sync.test_two_devices_pg import Clinic, PgLaptop

LAPTOPS = ("one", "two")
KILLED = 1
PIECE = 1000
"""Bytes of a chunk here."""
_KEEP = """
DO $$ DECLARE name text; BEGIN
  CREATE SCHEMA {kept};
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'pz' LOOP
    EXECUTE format('CREATE TABLE {kept}.%1$I AS TABLE pz.%1$I', name);
  END LOOP;
END $$
"""
_PUT_BACK = """
DO $$ DECLARE name text; BEGIN
  PERFORM set_config('session_replication_role', 'replica', true);  -- no trigger has a say in this
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'pz' LOOP
    EXECUTE format('DELETE FROM pz.%1$I', name);
    EXECUTE format('INSERT INTO pz.%1$I OVERRIDING SYSTEM VALUE SELECT * FROM {kept}.%1$I', name);
  END LOOP;
END $$
"""


class Meeting:
    """Made once. `second` and `finish` run in processes of their own; the rest leaves no store open."""

    def __init__(self, server: EmbeddedServer, folder: Path) -> None:
        self.folder = folder
        self._clinic = Clinic(server, folder)
        self._laptops = [self._enrol(name) for name in LAPTOPS]
        benches = [self._bench(each.laptop, each.pg._address, Points()) for each in self._laptops]
        work_apart(*benches)
        one, two = (each.laptop for each in self._laptops)
        both = [each.rows(name) for name in BY_NAME for each in (one, two)]
        self._known: set[uuid.UUID] = {row_id for rows in both for row_id in rows}
        self._known |= {one.me.user_id, one.me.workspace_id, one.me.device_id, two.me.device_id}
        self._addresses = [each.pg._address for each in self._laptops]
        for remote in (*(each.pg for each in self._laptops), *(bench.files_remote for bench in benches)):
            assert remote is not None
            remote.close()
        for each in (one, two):
            each.store.close()
            each.store.path.rename(each.store.path.with_name(STORE))
        url = server.url(self._clinic.database, superuser=True)
        self._db = sa.create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect()

    def _enrol(self, name: str) -> PgLaptop:
        self._clinic.practice.folder = self.folder / name
        self._clinic.practice.folder.mkdir()
        return self._clinic.enrol()

    def _bench(self, laptop: Laptop, address: ServerAddress, points: Points) -> Bench:
        remote = CountedRemote(address)
        remote.points = points
        return Bench(laptop, remote, PIECE)

    @contextmanager
    def second(self, folder: Path, attempt: str, points: Points) -> Iterator[Bench]:
        """The second laptop, with everything that its syncs do counted."""
        with self._at(KILLED, folder, attempt, points) as bench:
            points.watch(bench.laptop.store)
            yield bench

    def finish(self, folder: Path) -> list[str]:
        """Lets everyone sync until all is said; what then stands, and what people were told."""
        lines = []
        for turn, number in enumerate((KILLED, 0, KILLED, 0)):
            with self._at(number, folder, f"turn {turn}", Points()) as bench:
                rows = bench.laptop.sync().waiting
                want_all(bench)
                lines = [f"{rows} rows and {bench.carry().waiting} chunks wait"]
        for number, name in enumerate(LAPTOPS):
            with self._at(number, folder, "look", Points()) as bench:
                lines += told(name, bench.laptop, self._known) + contents(name, bench)
        return lines

    @contextmanager
    def _at(self, number: int, folder: Path, attempt: str, points: Points) -> Iterator[Bench]:
        """A laptop as it stands in a folder. It makes new ids, the same ones in the same attempt."""
        before = self._laptops[number].laptop
        practice = before.practice
        practice.rnd.seed(f"{attempt} of {number}")
        store = Store.open(folder / LAPTOPS[number] / STORE, KEY, practice.clock, create=False)
        laptop = Laptop(practice, store, before.identity, practice.clock, practice.ids)
        bench = self._bench(laptop, self._addresses[number], points)
        remote = CountedRemote(self._addresses[number])
        remote.points = points
        laptop.remote = remote  # type: ignore[assignment] # a real server's
        assert bench.files_remote is not None
        with closing(store), closing(remote), closing(bench.files_remote):
            yield bench

    def close(self) -> None:
        self._db.close()
        self._clinic.close()

    # copies

    def copy(self, source: Path, name: str) -> Path:
        for each in LAPTOPS:
            copy_laptop(source / each, self.folder / name / each)
        return self.folder / name

    def keep_server(self, name: str) -> None:
        """Puts every row of the server aside under a name."""
        self._db.execute(sa.text(_KEEP.format(kept=name)))

    def put_server_back(self, name: str) -> None:
        self._db.execute(sa.text(_PUT_BACK.format(kept=name)))

    def look(self, folder: Path) -> State:
        return look(folder / LAPTOPS[KILLED], self.folder / "looked at", self._db)
