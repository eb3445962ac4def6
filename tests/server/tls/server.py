"""A real PostgreSQL that speaks TLS, whose certificate and rules a test may change while it runs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from typing_extensions import override

from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from tests.server.tls.authority import Authority
from tests.server.tls.programs import Programs

_RULES = """local all all scram-sha-256
hostssl all pz_trusted all trust
hostssl all pz_cleartext all password
hostssl all pz_md5 all md5
hostnossl all pz_plain all scram-sha-256
hostssl all all all scram-sha-256
"""


class TlsServer(EmbeddedServer):
    """As the embedded server, with other programs, a certificate, and no way in without TLS."""

    def __init__(self, folder: Path, programs: Programs) -> None:
        super().__init__(folder / "data", major=18, fast=True)
        self.version = programs.major
        self._programs = programs.folder
        self.authority = Authority()

    @override
    def _programs_dir(self) -> Path:
        return self._programs

    @override
    def _configure(self) -> None:
        super()._configure()
        self._certify(self.authority)
        (self.cluster_dir / "pg_hba.conf").write_text(_RULES, encoding="ascii")
        with (self.cluster_dir / "postgresql.conf").open("a", encoding="ascii") as file:
            file.write("ssl = on\n")

    def _certify(
        self, authority: Authority, address: str = "127.0.0.1", *, days: int = 1, since: int = -9
    ) -> None:
        authority.write(self.cluster_dir, address, days=days, since=since)
        for name in ("server.crt", "server.key"):
            (self.cluster_dir / name).chmod(0o600)
            self._user.give(self.cluster_dir / name)

    @contextmanager
    def certified(
        self, authority: Authority, address: str = "127.0.0.1", *, days: int = 1, since: int = -9
    ) -> Iterator[None]:
        """Shows another certificate while the block runs."""
        self._certify(authority, address, days=days, since=since)
        self._reload()
        try:
            yield
        finally:
            self._certify(self.authority)
            self._reload()

    @contextmanager
    def set(self, setting: str, value: str) -> Iterator[None]:
        """Runs with another setting of the server while the block runs."""
        self._alter(f"ALTER SYSTEM SET {setting} = '{value}'")
        try:
            yield
        finally:
            self._alter(f"ALTER SYSTEM RESET {setting}")

    def _alter(self, statement: str) -> None:
        with self._over_socket() as db:
            db.execute(sa.text(statement))
        self._reload()

    def _reload(self) -> None:
        """Connections made after this see the change: the postmaster takes it before it accepts them."""
        with self._over_socket() as db:
            stamp = db.scalar(sa.text("SELECT pg_conf_load_time()"))
            db.execute(sa.text("SELECT pg_reload_conf()"))
        while self._loaded() == stamp:
            os.sched_yield()

    def _loaded(self) -> object:
        with self._over_socket() as db:
            return db.scalar(sa.text("SELECT pg_conf_load_time()"))

    @contextmanager
    def _over_socket(self) -> Iterator[sa.Connection]:
        """The superuser by the unix socket, whatever the certificate is worth at the moment."""
        url = self.url(superuser=True).set(host=None, query={"host": str(self.socket_dir)})
        with operator(url, autocommit=True) as db:
            yield db
