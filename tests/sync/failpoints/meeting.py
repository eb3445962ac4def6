"""The two laptops of one practice on PostgreSQL, and copies of where they stood."""

import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from core.domain.registry import BY_NAME
from core.store.engine import Store
from migrations.operate.embedded import EmbeddedServer
from tests.sync.failpoints.apart import work_apart
from tests.sync.failpoints.looking import State, copy_store, look, told
from tests.sync.failpoints.points import CountedRemote, Points
from tests.sync.laptops import KEY, Laptop
from tests.sync.test_two_devices_pg import Clinic

NAMES = ("0.db", "1.db")
KILLED = 1
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
        self._clinic = clinic = Clinic(server, folder)
        self._laptops = [clinic.enrol(), clinic.enrol()]
        one, two = (each.laptop for each in self._laptops)
        work_apart(one, two)
        both = [each.rows(name) for name in BY_NAME for each in (one, two)]
        self._known: set[uuid.UUID] = {row_id for rows in both for row_id in rows}
        self._known |= {one.me.user_id, one.me.workspace_id, one.me.device_id, two.me.device_id}
        self._addresses = [each.pg._address for each in self._laptops]
        for each in self._laptops:
            each.pg.close()
        clinic.practice.close()
        url = server.url(clinic.database, superuser=True)
        self._db = sa.create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect()

    @contextmanager
    def second(self, folder: Path, attempt: str, points: Points) -> Iterator[Laptop]:
        """The second laptop, with everything that its syncs do counted."""
        with self._laptop(KILLED, folder, attempt, points) as laptop:
            points.watch(laptop.store)
            yield laptop

    def finish(self, folder: Path) -> list[str]:
        """Lets everyone sync until all is said; what then stands, and what people were told."""
        lines = []
        for turn, number in enumerate((KILLED, 0, KILLED, 0)):
            with self._laptop(number, folder, f"turn {turn}", Points()) as laptop:
                lines = [f"{laptop.sync().waiting} wait"]
        for number in range(2):
            with self._laptop(number, folder, "look", Points()) as laptop:
                lines += told(f"laptop {number}", laptop, self._known)
        return lines

    @contextmanager
    def _laptop(self, number: int, folder: Path, attempt: str, points: Points) -> Iterator[Laptop]:
        """It makes new ids, the same ones in the same attempt."""
        before = self._laptops[number].laptop
        before.practice.rnd.seed(f"{attempt} of {number}")
        store = Store.open(folder / NAMES[number], KEY, before.practice.clock, create=False)
        remote = CountedRemote(self._addresses[number])
        remote.points = points
        practice = before.practice
        laptop = Laptop(practice, store, before.identity, practice.clock, practice.ids)
        laptop.remote = remote  # type: ignore[assignment] # a real server's
        with closing(store), closing(remote):
            yield laptop

    def close(self) -> None:
        self._db.close()
        self._clinic.close()

    # copies

    def copy(self, source: Path, name: str) -> Path:
        target = self.folder / name
        for each in NAMES:
            copy_store(source / each, target)
        return target

    def keep_server(self, name: str) -> None:
        """Puts every row of the server aside under a name."""
        self._db.execute(sa.text(_KEEP.format(kept=name)))

    def put_server_back(self, name: str) -> None:
        self._db.execute(sa.text(_PUT_BACK.format(kept=name)))

    def look(self, folder: Path) -> State:
        return look(folder, NAMES[KILLED], self._db)
