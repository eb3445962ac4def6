"""A clinic with two laptops of one therapist, on a model server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.laptops import Laptop, Practice


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    made = Practice(tmp_path)
    yield made
    made.close()


@pytest.fixture
def laptops(practice: Practice) -> tuple[Laptop, Laptop]:
    return practice.enrol(), practice.enrol()
