"""The window over its clinic: sync works in a process of its own, and ends with the practice."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from core.domain.clock import FixedClock, SystemClock
from core.store.practice.practice import ClientDraft
from desktop.session.sync_process.process_engine import ProcessEngine
from desktop.shell.engines import rows_engine
from desktop.shell.first_read import read_opening
from desktop.shell.unlocked import UnlockedSession
from desktop.sync_status.state import StatusPhase
from sync.engine import SyncEngine
from tests.desktop.conftest import NOW
from tests.desktop.sync_process.conftest import has_ended, pid_of
from tests.desktop.terminal.conftest import Operator, Terminal, connect, names, operator
from tests.desktop.unlock.test_joining_window import Windows, windows

if TYPE_CHECKING:
    from desktop.sync_status.bridge import SyncBridge

__all__ = ["operator", "windows"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="waits for a process that is not its own")


@pytest.fixture
def laptop(operator: Operator, tmp_path: Path) -> Terminal:
    made = Terminal(tmp_path / "laptop")
    made.new_practice()
    connect(made, operator)
    assert made("sync").status == 0
    return made


def unlocked(windows: Windows, laptop: Terminal) -> tuple[UnlockedSession, int]:
    """A window that has synced, and the process that did."""
    work = windows.unlock(windows.start(laptop.home))
    windows.until(lambda: work.bridge.state.saved_at != work.opening.last_good)
    windows.until(lambda: work.bridge.state.phase is StatusPhase.IDLE)
    assert isinstance(work.engine, ProcessEngine)
    return work, pid_of(work.engine)


def test_given_a_window_when_it_is_locked_hard_then_the_process_that_syncs_has_ended_with_it(
    windows: Windows, laptop: Terminal
) -> None:
    work, pid = unlocked(windows, laptop)
    gone: list[object] = []
    work.left.connect(gone.append)
    work.hard_lock()
    windows.until(lambda: bool(gone))
    assert has_ended(pid, 0.0)


def test_given_the_curtain_when_it_falls_then_syncing_goes_on_behind_it(
    windows: Windows, laptop: Terminal
) -> None:
    work, pid = unlocked(windows, laptop)
    work.soft_lock()
    done = work.opening.practice.clients.add(ClientDraft(first_name="Fern", last_name="Sampleton"))
    work.bus.publish(done.changed)
    windows.until(lambda: work.bridge.state.waiting > 0)
    windows.until(lambda: work.bridge.state.phase is StatusPhase.IDLE and work.bridge.state.waiting == 0)
    assert not has_ended(pid, 0.0)
    work.hard_lock()
    assert "Fern" in names(laptop)


def test_given_a_practice_that_is_taken_away_when_erased_then_nothing_works_in_it_any_more(
    windows: Windows, laptop: Terminal
) -> None:
    work, pid = unlocked(windows, laptop)
    work._erase()
    assert has_ended(pid, 0.0)
    assert not work.opening.opened.vault.path.exists()


class Deaf:
    """Nobody listens."""

    def listen(self, event: object) -> None: ...


def test_given_a_clock_that_is_not_the_computers_when_the_window_syncs_then_it_does_so_itself(
    laptop: Terminal,
) -> None:
    with laptop.open() as opened:
        opening, bridge = read_opening(opened), cast("SyncBridge", Deaf())
        assert isinstance(rows_engine(opening, bridge, FixedClock(NOW)), SyncEngine)
        assert isinstance(rows_engine(opening, bridge, SystemClock()), ProcessEngine)
