"""Two laptops of one practice on a model server, for the tests of files."""

import pytest

from tests.sync.file_bench import Bench, new_bench
from tests.sync.laptops import Practice


@pytest.fixture
def one(practice: Practice) -> Bench:
    return new_bench(practice)


@pytest.fixture
def other(practice: Practice) -> Bench:
    return new_bench(practice)
