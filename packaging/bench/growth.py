"""Prints what clinics cost a PostgreSQL: databases, roles, idle connections, polls and pushes.

Measured on a server of its own that is made for it and removed after. Sizes scale; times are of this machine.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from crowd import cpu_seconds, crowd, make_room, middle_and_worst, polls, private_bytes
from devices import Device, enrol_beside, new_practice

from migrations.operate.backup import backup
from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.restore import restore
from sync.postgres.rows import PostgresRemote

_SHARED = """SELECT sum(pg_total_relation_size(c)) FROM unnest(ARRAY['pg_authid', 'pg_auth_members',
  'pg_db_role_setting', 'pg_shdepend']::regclass[]) c"""
_OPS = 500
_ROLES_AT_ONCE = 200
_MAKE_ROLES = sa.text("""SELECT count(made) FROM (
  SELECT pz.make_login('pzd_' || md5(random()::text), :verifier)::text AS made
  FROM generate_series(1, :count)) m""")


class Growth:
    """One run: each part prints its lines as it goes."""

    def __init__(self, server: EmbeddedServer, folder: Path, asked: argparse.Namespace) -> None:
        self._server, self._folder, self._seconds = server, folder, asked.seconds
        self._databases, self._roles, self._records = asked.databases, asked.roles, asked.records
        self._laptops = asked.laptops
        self._clinics: list[Device] = []

    def run(self) -> None:
        make_room(self._server, self._laptops)
        self._idle_connections()
        self._polling()
        self._pushing()
        self._backing_up()
        self._make_databases()
        self._crowding()
        self._beside_many_roles()

    def _make_databases(self) -> None:
        """Each with its schema, one practice and two device logins, as a clinic has them."""
        empty = self._total_bytes()
        roles_before = self._scalar(_SHARED)
        times: list[float] = []
        for number in range(self._databases):
            start = time.perf_counter()
            self._make_clinic(f"clinic_{number}")
            times.append(time.perf_counter() - start)
        each = (self._total_bytes() - empty) / self._databases
        _tell(f"databases of one practice and two devices, {self._databases} made")
        _tell("  to make one: first ten, last ten", _ms(times[:10]), _ms(times[-10:]))
        _tell("  on disk, each (empty practice)", f"{each / 1e6:.1f} MB")
        relations = self._scalar("SELECT count(*) FROM pg_class", "clinic_0")
        _tell("  relations in its catalog (ours and the system's)", str(relations))
        grown = self._scalar(_SHARED) - roles_before
        _tell(
            "  shared catalogs (roles, settings, memberships), grown for each login",
            f"{grown / (2 * self._databases):.0f} bytes",
        )

    def _make_clinic(self, name: str) -> None:
        first = new_practice(self._server, name)
        self._clinics += [first, enrol_beside(first)]

    def _crowding(self) -> None:
        """All laptops of many clinics open at once: memory, time and work of their polls."""
        with crowd(self._clinics, self._laptops) as remotes:
            pids = [
                pid for (pid,) in self._rows("SELECT pid FROM pg_stat_activity WHERE usename LIKE 'pzd%'")
            ]
            sizes = [found for pid in pids if (found := private_bytes(pid))]
            _tell(f"{len(remotes):,} laptops connected at once, to {len(self._clinics) // 2} databases")
            if sizes:
                _tell("  private memory of all their server processes", f"{sum(sizes) / 1e6:,.0f} MB")
            before, start = cpu_seconds(pids), time.perf_counter()
            times = polls(remotes, 2 * self._seconds)
            spent, rate = cpu_seconds(pids) - before, len(times) / (time.perf_counter() - start)
            _tell(
                "  each polls once in ten seconds: median, 99 of 100",
                *(_ms([t]) for t in middle_and_worst(times)),
            )
            _tell(
                "  polls a second, processor time of one",
                f"{rate:.0f}",
                f"{spent / len(times) * 1000:.2f} ms",
            )

    def _beside_many_roles(self) -> None:
        """Whether logging in and letting a device in get dearer with other clinics' logins beside."""
        device = new_practice(self._server, "logins")
        self._tell_logins(device)
        with operator(self._server.url(device.database)) as db:
            for _ in range(self._roles // _ROLES_AT_ONCE):
                db.execute(sa.text("SET LOCAL ROLE pz_prov"))
                db.execute(_MAKE_ROLES, {"count": _ROLES_AT_ONCE, "verifier": device.login.verifier})
                db.commit()
        if self._roles:
            self._tell_logins(device)

    def _tell_logins(self, device: Device) -> None:
        count = self._scalar("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'pzd%'")
        _tell(f"with {count:,} device logins on the server")
        _tell("  connect and first hello", _ms(_times(20, lambda: _hello_once(device))))
        _tell("  let a device in (a new login)", _ms(_times(5, lambda: enrol_beside(device))))

    def _idle_connections(self) -> None:
        """Private memory of a backend after a hello: what an idle laptop costs."""
        device = new_practice(self._server, "idle")
        remotes = [device.remote() for _ in range(4)]
        for remote in remotes:
            remote.hello()
        pids = self._rows("SELECT pid FROM pg_stat_activity WHERE usename LIKE 'pzd%' AND datname = 'idle'")
        sizes = [found for (pid,) in pids if (found := private_bytes(pid))]
        for remote in remotes:
            remote.close()
        if sizes:
            _tell("idle connection after a hello, private memory", f"{statistics.median(sizes) / 1e6:.1f} MB")

    def _polling(self) -> None:
        device = new_practice(self._server, "polling")
        for connections in (1, 2, 4):
            calls = self._at_once(
                [device.remote() for _ in range(connections)], lambda remote: remote.hello()
            )
            _tell(f"hello (the poll), {connections} connections", f"{calls:,.0f} a second")

    def _pushing(self) -> None:
        """In one practice all pushes queue at its counter row; practices do not wait for each other."""
        for size in (1, 10):
            for practices, devices in ((1, 1), (1, 4), (4, 1)):
                pushes = self._pushes(practices, devices, size)
                what = f"{practices} practice(s), {devices} device(s) each, {size} row(s) a push"
                _tell(f"push: {what}", f"{pushes:,.0f} pushes/s, {pushes * size:,.0f} rows/s")

    def _pushes(self, practices: int, devices: int, size: int) -> float:
        found: list[Device] = []
        for _ in range(practices):
            first = new_practice(self._server, f"push_{uuid.uuid4().hex[:8]}")
            found += [first, *(enrol_beside(first) for _ in range(devices - 1))]
        workers = {device.remote(): device for device in found}
        epochs = {remote: remote.hello().heads[0].epoch for remote in workers}

        def push(remote: PostgresRemote) -> object:
            device = workers[remote]
            return remote.push(device.workspace_id, epochs[remote], device.ops(size))

        return self._at_once(list(workers), push)

    def _backing_up(self) -> None:
        """The size of a practice of short records, and how long saving and restoring it takes."""
        device, target = new_practice(self._server, "saved"), self._folder / "saved.backup"
        remote = device.remote()
        epoch = remote.hello().heads[0].epoch
        for _ in range(self._records // _OPS):
            remote.push(device.workspace_id, epoch, device.ops(_OPS))
        remote.close()
        url = self._server.url("saved")
        size = self._scalar("SELECT pg_database_size('saved')") - self._scalar(
            "SELECT pg_database_size('postgres')"
        )
        _tell(f"a practice of {self._records:,} short records, on disk", f"{size / 1e6:.0f} MB")
        out = _times(1, lambda: backup(url, target, _silent))
        back = _times(1, lambda: restore(url.set(database="back"), target, _silent, create_database=True))
        _tell("  backup: time, size of the file", _ms(out), f"{target.stat().st_size / 1e6:.1f} MB")
        _tell("  restore into a new database", _ms(back))

    def _at_once(self, remotes: Sequence[PostgresRemote], call: Callable[[PostgresRemote], object]) -> float:
        """Calls a second of all together; each connection has a thread, which waits for the server."""
        counts, until = [0] * len(remotes), time.perf_counter() + self._seconds

        def work(place: int) -> None:
            while time.perf_counter() < until:
                call(remotes[place])
                counts[place] += 1

        threads = [threading.Thread(target=work, args=(place,)) for place in range(len(remotes))]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        spent = time.perf_counter() - start
        for remote in remotes:
            remote.close()
        return sum(counts) / spent

    def _total_bytes(self) -> int:
        return self._scalar("SELECT sum(pg_database_size(oid)) FROM pg_database")

    def _scalar(self, query: str, database: str = "postgres") -> int:
        return int(self._rows(query, database)[0][0])

    def _rows(self, query: str, database: str = "postgres") -> list[Any]:
        with operator(self._server.url(database, superuser=True)) as db:
            return list(db.execute(sa.text(query)))


def _silent(what: str, done: int, total: int | None) -> None:
    """Nobody watches."""


def _hello_once(device: Device) -> None:
    remote = device.remote()
    remote.hello()
    remote.close()


def _times(rounds: int, work: Callable[[], object]) -> list[float]:
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return found


def _ms(times: Sequence[float]) -> str:
    return f"{statistics.median(times) * 1000:.0f} ms"


def _tell(what: str, *figures: str) -> None:
    sys.stdout.write(f"{what:70}{'  '.join(figures)}".rstrip() + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", type=int, default=200, help="how many clinics to make")
    parser.add_argument("--roles", type=int, default=5000, help="how many logins of other clinics beside")
    parser.add_argument("--laptops", type=int, default=1000, help="how many to connect at once")
    parser.add_argument("--records", type=int, default=20_000, help="of the practice that is backed up")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long to push and poll, each time")
    parser.add_argument("--major", type=int, default=18, choices=(16, 18), help="of PostgreSQL")
    asked = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="pazpaz-growth-"))
    folder.chmod(0o711)  # the server runs as an OS user of its own
    server = EmbeddedServer(folder / "data", major=asked.major)
    try:
        server.start()
        Growth(server, folder, asked).run()
    finally:
        server.destroy()
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
