"""One demo for all tests of this folder: making it takes a quarter of a minute."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.crypto.kdf import KdfParams
from core.domain.clock import SystemClock
from desktop.demo.stage import DemoStage, set_up


@pytest.fixture(scope="module")
def scene() -> Iterator[DemoStage]:
    """The whole demo, made for real: PostgreSQL, two laptops, 600 notes."""
    folder = Path(tempfile.mkdtemp(prefix="pazpaz-demo-"))
    folder.chmod(0o711)
    made = set_up(folder / "demo", SystemClock(), lambda *_: None, kdf=KdfParams.FAST_FOR_TESTS)
    yield made
    made.server.destroy()
    shutil.rmtree(folder)
