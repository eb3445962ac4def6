"""What every test shares: no screen, no stray warnings in the log, the plugins with fixtures."""

import importlib.util
import logging
import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = ["plugins_pg"] if importlib.util.find_spec("plugins_pg") else []


class _UnexpectedWarningError(AssertionError):
    """A warning was logged that the test did not ask for (through `caplog.at_level` and a look at it)."""


@pytest.fixture(autouse=True)
def no_stray_warnings(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails a test that logs a warning or worse; a test that expects one clears `caplog` after asserting."""
    yield
    stray = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    if stray:
        raise _UnexpectedWarningError([record.getMessage() for record in stray])
