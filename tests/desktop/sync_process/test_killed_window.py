"""The window's process is killed: the one that syncs ends with it, and the practice opens again at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.session.sync_process.child import LEAVE_S
from tests.desktop.sync_process.conftest import has_ended, write_clients
from tests.desktop.terminal.conftest import PASSPHRASE, Terminal

ROOT = Path(__file__).resolve().parents[3]
_SLACK_S = 10.0
"""For a machine that has other work."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="waits for a process that is not its own")


def test_given_a_pull_when_the_window_is_killed_then_its_process_ends_and_the_next_window_has_the_practice(
    laptop: tuple[Terminal, Terminal],
) -> None:
    there, here = laptop
    with there.open() as opened:
        write_clients(opened, 3500, "Fern")
    assert there("sync").status == 0
    command = [sys.executable, "-m", "tests.desktop.sync_process.window_process", str(here.home), PASSPHRASE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as window:
        assert window.stdout is not None
        pid = int(window.stdout.readline())
        window.kill()
        window.wait()
        with here.open() as opened:
            write_clients(opened, 1, "Typed")
        assert has_ended(pid, LEAVE_S + _SLACK_S)

    assert here("sync").status == 0
    with here.open() as opened, opened.store.read() as db:
        count = db.exec_driver_sql("SELECT count(*) FROM clients WHERE last_name = 'Sampleton'").scalar_one()
        assert opened.store.integrity_problems() == []
    assert count == 3501
