"""The guide's certificates and settings, on a real server: operators and devices get in by TLS 1.3 alone."""

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
from migrations.operate.init import install
from sync.transport import ServerAddress, connect
from tests.plugins_pg import server_folder
from tests.server.tls.programs import NoProgramsError, programs
from tests.server.tls.server import TlsServer

PAGE = (Path(__file__).parents[3] / "docs" / "server.md").read_text(encoding="utf-8")
NAME = "db.clinic.example"


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


class GuideServer(TlsServer):
    """Set up as the page says, but for its address: it listens on this computer alone."""

    @override
    def _configure(self) -> None:
        super()._configure()
        settings, rules = _blocks("conf")
        with (self.cluster_dir / "postgresql.conf").open("a", encoding="ascii") as file:
            file.write(settings.replace("'*'", "'127.0.0.1'"))
        (self.cluster_dir / "pg_hba.conf").write_text(rules, encoding="ascii")
        for line in _blocks("sh")[0].splitlines():
            subprocess.run(shlex.split(line), check=True, capture_output=True, cwd=self.cluster_dir)
        for name in ("server.crt", "server.key"):
            (self.cluster_dir / name).chmod(0o600)
            self._user.give(self.cluster_dir / name)

    @property
    def ca(self) -> Path:
        return self.cluster_dir / "ca.pem"


@pytest.fixture
def server() -> Iterator[GuideServer]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = server_folder()
    try:
        made = GuideServer(folder, programs("18.4.0-beta.17", folder))
    except NoProgramsError as missing:
        shutil.rmtree(folder)
        pytest.skip(str(missing))
    made.start()
    yield made
    made.destroy()
    shutil.rmtree(folder)


def test_given_a_server_as_the_guide_sets_it_up_when_used_then_it_is_well_and_speaks_tls_alone(
    server: GuideServer,
) -> None:
    query = {"hostaddr": server.host, "sslmode": "verify-full", "sslrootcert": str(server.ca)}
    url = server.url("clinic").set(host=NAME, query=query)
    install(url, create_database=True)

    found = {finding.name: finding for finding in doctor(url)}
    with operator(url) as db:
        version = db.scalar(sa.text("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))

    assert version == "TLSv1.3"
    assert {name for name, finding in found.items() if finding.grave and not finding.well} == {"durability"}
    device = ServerAddress(
        host=server.host, port=server.port, dbname="clinic", login_role="pz_operator", password="guess"
    )
    with pytest.raises(UserError):  # plain, and then by another name than the certificate's
        connect(device)
    with pytest.raises(ServerRefused, match="another name"):
        connect(replace(device, ca_pem=server.ca.read_text(encoding="ascii")))
