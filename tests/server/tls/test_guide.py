"""docs/server.md word for word on a real server: its settings, rules, certificates and users, over TLS."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from typing_extensions import override

from core.domain.errors import ServerRefused, UserError
from migrations.operate.connection import operator
from migrations.operate.doctor import doctor
from sync.postgres.transport import ServerAddress, connect
from tests.docs.guide import (
    Administrator,
    Step,
    operators_address,
    promised,
    steps,
    write_passphrases,
)
from tests.plugins_pg import server_folder
from tests.server.tls.programs import NoProgramsError, programs
from tests.server.tls.server import TlsServer

NAME = "localhost"
"""Stands for the page's name of the server: one that this computer finds."""


class GuideServer(TlsServer):
    """As a distribution installs it: a superuser named as the system user, let in by that, and no TLS yet."""

    def __init__(self, folder: Path, version: str) -> None:
        super().__init__(folder, programs(version, folder))
        self._fast = False  # crash safe, so that `doctor` has nothing to complain of

    @property
    def system_user(self) -> str:
        import pwd  # noqa: PLC0415 - not on Windows

        return pwd.getpwuid(os.geteuid() if self._user.uid is None else self._user.uid).pw_name

    @override
    def _initdb(self, password: str) -> None:
        self._run("initdb", "-D", str(self.cluster_dir), f"--username={self.system_user}", "--auth=peer")

    @override
    def _configure(self) -> None:
        settings = {"unix_socket_directories": str(self.socket_dir), "listen_addresses": ""}
        self.configure("".join(f"{name} = '{value}'\n" for name, value in settings.items()))

    @override
    def _create_operator(self, password: str) -> None:
        """The page makes one."""

    def configure(self, lines: str) -> None:
        with (self.cluster_dir / "postgresql.conf").open("a", encoding="ascii") as file:
            file.write(lines)

    def psql(self, database: str, script: str) -> str:
        """As the superuser types it: as the system user of that name, on the server's own computer."""
        command = ["psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", "-h", str(self.socket_dir)]
        done = subprocess.run(
            [*command, "-p", str(self.port), "-d", database],
            input=script,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env={"PATH": os.environ["PATH"]},
            **self._user.subprocess_options(),
        )
        assert done.returncode == 0, (script, done.stderr)
        return done.stdout.strip()


class OnTheSpot(Administrator):
    """Also does what has to be done on the server itself."""

    def __init__(self, server: GuideServer) -> None:
        self._server = server
        data = server.psql("postgres", "SHOW data_directory")
        group = server.system_user
        elsewhere = {
            "db.clinic.example:5432": f"{NAME}:{server.port}",
            "db.clinic.example": NAME,
            "$DATA": data,
            "-o postgres -g postgres": f"-o {server.system_user} -g {group}",
            "local   all postgres ": f"local   all {server.system_user} ",
            "listen_addresses = '*'": "listen_addresses = '127.0.0.1'",
        }
        super().__init__(sa.make_url("postgresql://"), elsewhere)

    @override
    def follow(self, step: Step) -> None:
        if step.kind == "conf":
            self._configure("".join(f"{self.here(line)}\n" for line in step.lines))
        super().follow(step)
        if any(line.startswith("pazpaz server harden") for line in step.lines):
            self._server.psql("clinic", self.told[step.lines[0]])

    def _configure(self, text: str) -> None:
        if "hostssl" not in text:
            self._server.configure(text)
            return
        (self._server.cluster_dir / "pg_hba.conf").write_text(text, encoding="ascii")
        self._server.stop()
        self._server.start()

    @override
    def shell(self, line: str) -> None:
        subprocess.run(shlex.split(line), check=True, capture_output=True)

    @override
    def sql(self, lines: list[str]) -> None:
        if lines[0].startswith("-- as the superuser"):
            self._server.psql("postgres", "\n".join(lines))
        else:
            super().sql(lines)


@pytest.fixture(params=["18.4.0-beta.17", "16.14.0-beta.17"], ids=["pg18", "pg16"])
def server(request: pytest.FixtureRequest) -> Iterator[GuideServer]:
    for program, package in (("openssl", "openssl"), ("psql", "postgresql-client")):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed (Debian's package {package})")
    folder = server_folder()
    try:
        made = GuideServer(folder, request.param)
    except NoProgramsError as missing:
        shutil.rmtree(folder)
        pytest.skip(str(missing))
    made.start()
    yield made
    made.destroy()
    shutil.rmtree(folder)


def test_given_a_server_as_it_is_installed_when_the_guide_is_followed_word_for_word_then_all_of_it_works(
    server: GuideServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_passphrases()
    administrator = OnTheSpot(server)

    for step in steps():
        administrator.follow(step)

    assert [line for line in administrator.typed if not line.endswith("--json")] == promised()
    url = operators_address()
    checked = url.set(query={"sslmode": "verify-full", "sslrootcert": str(tmp_path / "ca.pem")})
    with operator(checked) as db:
        version = db.scalar(sa.text("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
    assert version == "TLSv1.3"
    assert server.psql("clinic", "SELECT current_user") == server.system_user
    _only_what_the_restore_lost(administrator, checked)
    _refuses_strangers(server, (tmp_path / "ca.pem").read_text(encoding="ascii"))


def _only_what_the_restore_lost(administrator: OnTheSpot, url: sa.URL) -> None:
    """The last restore made a new database: what was closed in the old one is open, and it was said."""
    told = next(text for line, text in administrator.told.items() if "server restore" in line)
    restored = re.search(r"Not hardened[^:]*: (.*)\.", told)
    assert restored
    bad = {finding.name for finding in doctor(url) if not finding.well}
    assert bad == {"guard"} | {f"hardening: {name}" for name in restored[1].split(", ")}


def _refuses_strangers(server: GuideServer, ca_pem: str) -> None:
    device = ServerAddress(
        host="127.0.0.1", port=server.port, dbname="clinic", login_role="clinic_operator", password="guess"
    )
    with pytest.raises(UserError):  # plain, and then by another name than the certificate's
        connect(device)
    with pytest.raises(ServerRefused, match="another name"):
        connect(replace(device, ca_pem=ca_pem))
