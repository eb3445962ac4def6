"""One TLS server for the run, or a reason why there is none."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugins_pg import server_folder
from tests.server.tls.programs import NoProgramsError, programs
from tests.server.tls.server import TlsServer

OLDEST = 16


@pytest.fixture(scope="session")
def tls_server(request: pytest.FixtureRequest) -> Iterator[TlsServer]:
    """By its package version."""
    folder = server_folder()
    try:
        yield from _started(request.param, folder)
    finally:
        shutil.rmtree(folder)


def _started(version: str, folder: Path) -> Iterator[TlsServer]:
    try:
        found = programs(version, folder)
    except NoProgramsError as missing:
        pytest.skip(str(missing))
    if found.major < OLDEST:
        pytest.skip(f"npm gave nothing, and Debian's PostgreSQL {found.major} is too old for PazPaz")
    server = TlsServer(folder, found)
    server.start()
    yield server
    server.destroy()
