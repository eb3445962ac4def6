"""A file of one laptop is listed on the other, fetched when it is opened, and shown; real PostgreSQL."""

from pathlib import Path

from core.store.practice.practice import ClientDraft
from desktop.files.presenter import Adding, FilesOwner
from desktop.files.view import FilesSection
from desktop.kit.bus import FilesLine
from desktop.shell.unlocked import UnlockedSession
from tests.desktop.terminal.conftest import Operator, Terminal, connect, join
from tests.desktop.unlock.test_joining_window import Windows, operator, windows

__all__ = ["operator", "windows"]
CONTENT = b"Referred for the left knee. " * 100_000
"""Three chunks."""


def files_of(work: UnlockedSession) -> FilesSection:
    """The section of the only client, in front."""
    client = work.opening.practice.clients.list()[0].client
    work.navigator.open_client(client.id)
    section: FilesSection = work.window.screens["clients"].detail.files  # type: ignore[attr-defined]
    section.presenter.show(FilesOwner(client.id))
    return section


def badges(section: FilesSection) -> list[str]:
    return [section._render(held).trailing for held in section.model.items]


def test_given_a_file_on_one_laptop_when_opened_on_the_other_then_it_is_fetched_verified_and_shown(
    windows: Windows, operator: Operator, tmp_path: Path
) -> None:
    first, second = Terminal(tmp_path / "first"), Terminal(tmp_path / "second")
    first.new_practice()
    with first.open() as opened:
        opened.practice.clients.add(ClientDraft(first_name="Fern", last_name="Sampleton"))
    connect(first, operator)
    assert first("sync").status == 0
    join(first, second)
    assert second("sync").status == 0

    a = windows.unlock(windows.start(first.home))
    windows.until(lambda: a.bus.line is FilesLine.OPEN)
    section = files_of(a)
    a.panel.buttons["pause"].click()
    section.presenter.add([Adding("referral.txt", CONTENT)])
    windows.until(lambda: a.bridge.state.unsent_files == 1)
    windows.until(lambda: badges(section) == ["waiting: syncing is paused"])
    assert "1 file is waiting, 0 of 3 MB" in a.panel.facts.text()
    a.panel.buttons["resume"].click()
    windows.until(lambda: badges(section) == ["on this laptop and in the clinic"])
    windows.until(lambda: a.bridge.state.unsent_files == 0 and "All saved" in a.window.top.pill.text())

    b = windows.unlock(windows.start(second.home))
    other = files_of(b)
    windows.until(lambda: badges(other) == ["in the clinic only"])
    other.list.setCurrentIndex(other.model.index(0))
    assert other.actions_.open.text() == "Get from the clinic"
    other.actions_.open.click()
    windows.until(lambda: other.preview is not None and other.preview.isVisible())
    assert other.preview is not None
    assert other.preview.content.toPlainText() == CONTENT.decode()  # type: ignore[attr-defined]
    other.preview.close()
    windows.until(lambda: badges(other) == ["on this laptop and in the clinic"])
