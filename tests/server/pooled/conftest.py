"""Servers behind a pooler in the place of those that the imported tests ask for."""

import shutil
from collections.abc import Iterator

import pytest

from tests.plugins_pg import server_folder
from tests.server.hostile.hostile_fixture import Arena, built
from tests.server.pooled.pooler import PROGRAM, PooledServer, is_installed


@pytest.fixture(scope="session", params=[16, 18], ids=["pg16 pooled", "pg18 pooled"])
def any_server(request: pytest.FixtureRequest) -> Iterator[PooledServer]:
    if not is_installed():
        pytest.skip(f"{PROGRAM} is not installed (Debian's package {PROGRAM})")
    folder = server_folder()
    server = PooledServer(folder / "data", major=request.param, fast=True)
    server.start()
    server.pool()
    yield server
    server.destroy()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def arena(any_server: PooledServer) -> Iterator[Arena]:
    with built(any_server) as made:
        yield made
