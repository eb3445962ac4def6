"""One arena per server for all hostile cases."""

from collections.abc import Iterator

import pytest

from migrations.operate.embedded import EmbeddedServer
from tests.server.hostile.hostile_fixture import Arena, built


@pytest.fixture(scope="session")
def arena(any_server: EmbeddedServer) -> Iterator[Arena]:
    """On PostgreSQL 16 and on 18."""
    with built(any_server) as made:
        yield made
