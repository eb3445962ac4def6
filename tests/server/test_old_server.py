"""A server that is too old for us: refused with a sentence before anything is done."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from typing_extensions import override

from core.domain.errors import ServerRefused
from migrations.operate.doctor import doctor
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.init import install
from migrations.operate.status import status
from migrations.operate.upgrade import upgrade

_OLD = Path("/usr/lib/postgresql/15")


class OldServer(EmbeddedServer):
    """Debian's PostgreSQL 15."""

    @override
    def _programs_dir(self) -> Path:
        return _OLD


@pytest.fixture(scope="module")
def old_server() -> Iterator[OldServer]:
    if not (_OLD / "bin" / "postgres").exists():
        pytest.skip("Debian's PostgreSQL 15 is not installed")
    with tempfile.TemporaryDirectory(prefix="pazpaz-old-") as folder:
        Path(folder).chmod(0o711)  # the server runs as an OS user of its own
        server = OldServer(Path(folder, "data"), fast=True)
        server.start()
        yield server
        server.destroy()


@pytest.mark.parametrize("command", [install, upgrade, status, doctor])
def test_given_postgresql_15_when_used_then_refused_with_a_sentence_and_left_as_it_was(
    old_server: OldServer, command: Callable[[sa.URL], object]
) -> None:
    with pytest.raises(ServerRefused) as refused:
        command(old_server.url())

    assert refused.value.code == "server_too_old"
    assert str(refused.value) == "PazPaz needs PostgreSQL 16 or later; this server is 15."
    assert _our_roles(old_server) == 0


def _our_roles(server: OldServer) -> int:
    engine = sa.create_engine(server.url(superuser=True))
    with engine.connect() as db:
        found = db.scalar(sa.text("SELECT count(*) FROM pg_roles WHERE rolname = 'pz_owner'"))
    engine.dispose()
    return int(found or 0)
