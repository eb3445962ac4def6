"""A clinic with two laptops of one therapist, on a model server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.laptops import Laptop, Practice, meet


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    made = Practice(tmp_path)
    yield made
    made.close()


@pytest.fixture
def laptops(practice: Practice) -> tuple[Laptop, Laptop]:
    return practice.enrol(), practice.enrol()


@pytest.fixture
def someone_works_here(laptops: tuple[Laptop, Laptop]) -> None:
    user = laptops[0].me.user_id
    laptops[0].add("users", user, full_name="Ruth Amsel", email="ruth@example.org", role="OWNER")
    meet(*laptops)
