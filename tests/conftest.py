"""What every test shares: no screen, no stray warnings in the log, the long campaigns first."""

import gc
import importlib.util
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from core.crypto import kdf
from tests import draws
from tests.memory import memory
from tests.remembered_guesses import RememberedArgon2id

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if in_memory := memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(in_memory))

# On a busy machine a draw may wait for its turn: that says nothing of the program.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

pytest_plugins = ["plugins_pg"] if importlib.util.find_spec("plugins_pg") else []

TESTS = Path(__file__).parent
LONG = ("sync/failpoints", "sync/faults", "sync/test_simulation.py", "kills", "desktop/demo")
"""Files with few tests of minutes: a worker that met one of them last would end long after the other."""


def pytest_sessionstart(session: pytest.Session) -> None:
    """Says where this run's fresh seeds begin, before any of them runs; workers get the same."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    draws.draw()
    if terminal is not None and not hasattr(session.config, "workerinput"):
        terminal.write_line(draws.told())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.path.relative_to(TESTS).as_posix().startswith(LONG))


def pytest_collection_finish() -> None:
    """Fifteen thousand tests and what they import stay to the end: no collection has to look through them.

    Tests of windows collect after each test and after each file.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def no_guess_twice() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kdf, "Argon2id", RememberedArgon2id)
        yield


class _UnexpectedWarningError(AssertionError):
    """A warning was logged that the test did not ask for (through `caplog.at_level` and a look at it)."""


@pytest.fixture(autouse=True)
def no_stray_warnings(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails a test that logs a warning or worse; a test that expects one clears `caplog` after asserting."""
    yield
    stray = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    if stray:
        raise _UnexpectedWarningError([record.getMessage() for record in stray])
