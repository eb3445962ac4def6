"""Two practices in one database, and raw connections of their devices."""

from collections.abc import Callable, Iterator

import pytest

from tests.plugins_pg import TestClinic, TestDevice
from tests.server.raw import Raw


@pytest.fixture
def stranger(clinic: TestClinic) -> TestDevice:
    """The owner's device of another practice in the same database."""
    return clinic.add_workspace()


@pytest.fixture
def raw() -> Iterator[Callable[[TestDevice], Raw]]:
    """Opens raw connections; closed when the test ends."""
    opened: list[Raw] = []

    def open_raw(device: TestDevice) -> Raw:
        opened.append(Raw(device))
        return opened[-1]

    yield open_raw
    for connection in opened:
        connection.close()
