"""One unlocked practice from start to end: counts, locks, the order of the end, the next process."""

import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from typing_extensions import override

from core.crypto.kdf import KdfParams
from core.domain.changes import Changed
from core.domain.clock import FixedClock
from core.domain.enums import Origin
from core.store.practice.practice import ClientDraft
from core.store.unit_of_work.half_written import Beside, Written
from core.store.vault.listing import list_vaults
from core.store.vault.vault import open_vault
from desktop.app import Program
from desktop.files.presenter import Adding
from desktop.files.view import FilesSection
from desktop.session.open_practice import PracticeDetails, create_practice, open_practice
from desktop.session.relaunch import LockReason
from desktop.session.vault_label import VaultLabel
from desktop.shell.first_read import read_opening
from desktop.shell.successor import Successor
from desktop.shell.unlocked import UnlockedSession
from desktop.shell.window_state import WindowFile
from desktop.unlock.first_run_view import FirstRunPage
from tests.desktop.conftest import MONDAY, NOW
from tests.desktop.people import fill
from tests.desktop.programs import destroy

PHRASE = "seven paper lanterns hum quietly"


@pytest.fixture(scope="session")
def model_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an invented practice, to copy: making one takes a second.

    Each file that imports this has a fixture of its own; they share what the first has made.
    """
    folder = tmp_path_factory.getbasetemp() / "model_home"
    return folder if folder.exists() else make_home(folder)


def make_home(folder: Path) -> Path:
    """Under another name until it is filled: a run that fails on its way must not leave half of one."""
    half_made = Path(tempfile.mkdtemp(prefix="half_made_", dir=folder.parent))
    details = PracticeDetails(name="Lindenhof Practice", therapist="Ruth Amsel", timezone="Europe/Berlin")
    clock = FixedClock(NOW)
    opened, _ = create_practice(half_made, PHRASE, details, clock, kdf=KdfParams.FAST_FOR_TESTS)
    with opened:
        fill(opened.practice, MONDAY)
    return half_made.rename(folder)


@pytest.fixture
def program(qapp: QApplication, model_home: Path, home: Path, clock: FixedClock) -> Iterator[Program]:
    """A running window over an invented practice of one laptop."""
    shutil.copytree(model_home, home, dirs_exist_ok=True)
    opened = open_practice(list_vaults(home)[0].path, PHRASE, clock)
    made = Program(qapp, home, clock, KdfParams.FAST_FOR_TESTS)
    made.open(opened)
    made.jobs.wait()
    work(made).window.activateWindow()
    qapp.processEvents()
    yield made
    destroy(made)


def test_given_a_home_that_could_not_be_filled_when_made_then_nobody_takes_it_for_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("full")

    monkeypatch.setattr("tests.desktop.test_workplace.fill", fail)
    with pytest.raises(OSError, match="full"):
        make_home(tmp_path / "home")
    assert not (tmp_path / "home").exists()


def settings_page(place: UnlockedSession, title: str) -> Any:
    """In front."""
    screen: Any = place.window.screens["settings"]
    told = {
        QCoreApplication.translate(context, title)
        for context in ("Settings", "Devices", "Import", "Audit", "Updates")
    }
    number = next(at for at, entry in enumerate(screen.pages.entries) if entry.title in told)
    screen.show_section(number)
    return screen.pages.page(number)


def work(program: Program) -> UnlockedSession:
    assert program.workplace is not None
    return program.workplace


def press(program: Program, key: Qt.Key) -> None:
    QTest.keyClick(work(program).window, key, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("place", ["today", "calendar", "clients", "notes", "inbox", "settings"])
def test_given_the_program_when_a_place_is_chosen_then_its_screen_comes_up(
    program: Program, place: str
) -> None:
    window = work(program).window
    window.go(place)
    program.jobs.wait()
    assert (window.place, window.screens[place].isVisible()) == (place, True)


def test_given_a_local_practice_when_opened_then_the_pill_says_so_and_nothing_syncs(
    program: Program,
) -> None:
    assert work(program).engine is None
    assert work(program).window.top.pill.text() == "On this laptop"
    work(program).sync_now()
    assert work(program).window.place == "settings"


def test_given_a_change_when_published_then_what_waits_is_counted(program: Program) -> None:
    place = work(program)
    done = place.opening.practice.clients.add(ClientDraft(first_name="Ada", last_name="Test"))
    before = place.bridge.state.waiting
    place.bus.publish(done.changed)
    program.jobs.wait()
    assert place.bridge.state.waiting > before


def test_given_a_count_from_before_a_change_when_it_comes_then_what_waits_is_still_said(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = work(program)
    counts = iter((0, 1))
    monkeypatch.setattr(place.opening.practice, "waiting", lambda: next(counts))
    place.bridge.set_counts(waiting=0)
    told: list[int] = []
    place.bridge.state_changed.connect(lambda state: told.append(state.waiting))
    place.bus.synced.emit()
    place.bus.publish([Changed("clients", frozenset({uuid.uuid4()}), Origin.PERSON)])
    program.jobs.wait()
    assert told == [1]


def test_given_idle_time_when_it_is_up_then_the_window_is_covered_and_keys_are_off(
    program: Program, clock: FixedClock
) -> None:
    place = work(program)
    clock.advance(timedelta(minutes=place.opening.lock_minutes))
    place.idle.look()
    assert place.overlay.isVisible()
    press(program, Qt.Key.Key_K)
    assert not place.window.findChildren(FirstRunPage)
    place.overlay.field.set_text(PHRASE)
    place.overlay.submit()
    program.jobs.wait()
    assert not place.overlay.isVisible()


def test_given_an_open_dialog_when_idle_time_is_up_then_it_holds_nothing_up(
    program: Program, clock: FixedClock
) -> None:
    place = work(program)
    place.navigator.confirm("Really?", "", "Yes", lambda: None)
    clock.advance(timedelta(minutes=place.opening.lock_minutes))
    place.idle.look()
    assert place.overlay.isVisible()


def popups() -> list[str]:
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    return [type(one).__name__ for one in shown if one.windowType() == Qt.WindowType.Popup]


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)
def test_given_a_menu_over_a_note_when_a_lock_comes_then_nothing_can_be_copied_any_more(
    program: Program,
) -> None:
    place = work(program)
    place.navigator.open_note(place.opening.practice.notes.drafts()[0].note.id)
    program.jobs.wait()
    screen: Any = place.window.screens["notes"]
    text = screen.editor.page.cards["subjective"].text
    middle = text.rect().center()
    text.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, text.mapToGlobal(middle)))
    seen = popups()
    place.soft_lock()
    assert (seen, popups()) == (["QMenu"], [])


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)
def test_given_suggestions_below_a_field_when_a_lock_comes_then_they_are_gone(program: Program) -> None:
    place = work(program)
    page = settings_page(place, "Practice")
    program.jobs.wait()
    page.zone.editor.setFocus()
    page.zone.editor.selectAll()
    QTest.keyClicks(page.zone.editor, "Europe/B")
    seen = popups()
    place.soft_lock()
    assert (seen, popups()) == (["QListView"], [])


def test_given_the_curtain_when_something_was_done_behind_it_then_it_is_told_once_it_is_lifted(
    program: Program,
) -> None:
    place = work(program)
    toasts = place.window.toasts
    place.soft_lock()
    place.navigator.toast("First")
    place.navigator.toast("Moved to Monday, 10:00")
    assert not toasts.isVisible()
    place.overlay.field.set_text(PHRASE)
    place.overlay.submit()
    program.jobs.wait()
    assert (toasts.isVisible(), toasts.text) == (True, "Moved to Monday, 10:00")


@pytest.mark.parametrize("ends", ["curtain", "sleep"])
def test_given_a_dialog_of_the_system_when_a_lock_comes_then_it_holds_nothing_up(
    program: Program, clock: FixedClock, ends: str
) -> None:
    place = work(program)
    seen: list[bool] = []

    def lock() -> None:
        clock.advance(timedelta(minutes=place.opening.lock_minutes))
        place.idle.look() if ends == "curtain" else place.sleep()
        left = [one for one in place.window.findChildren(QFileDialog) if one.isVisible()]
        seen.extend((place.overlay.isVisible() or not place.window.isVisible(), not left))
        for dialog in left:
            dialog.reject()

    QTimer.singleShot(0, lock)
    settings_page(place, "Import").file.click()
    assert seen == [True, True]
    assert program.relaunch_reason is (None if ends == "curtain" else LockReason.SLEEP)


def test_given_the_curtain_when_the_passphrase_is_wrong_five_times_then_the_keys_go(
    program: Program, home: Path
) -> None:
    place = work(program)
    place.soft_lock()
    for _ in range(5):
        place.overlay.field.set_text("no idea what it was")
        place.overlay.submit()
        program.jobs.wait()
    assert program.relaunch_reason is LockReason.TRIES
    open_vault(place.opening.opened.vault.path, PHRASE).close()


def test_given_a_long_time_alone_when_it_is_up_then_the_keys_go(program: Program, clock: FixedClock) -> None:
    place = work(program)
    clock.advance(timedelta(minutes=place.opening.lock_minutes * 4))
    place.long_idle.look()
    assert program.relaunch_reason is LockReason.IDLE


def test_given_ctrl_l_when_pressed_then_all_is_shut_and_the_next_process_says_why(
    program: Program, qapp: QApplication, home: Path
) -> None:
    place = work(program)
    press(program, Qt.Key.Key_L)
    assert program.relaunch_reason is LockReason.ASKED
    assert not place.window.isVisible()
    with pytest.raises(ValueError, match="wiped"):
        _ = place.opening.opened.vault.master_key
    open_vault(place.opening.opened.vault.path, PHRASE).close()


class Follower(Successor):
    """Notes what it is to start, and says when it stands."""

    @override
    def start(self, command: Sequence[str], whose: VaultLabel, then: Callable[[bool], None]) -> None:
        self.asked, self.says = (list(command), whose), then


@pytest.mark.parametrize(("stands", "left"), [(True, None), (False, LockReason.ASKED)])
def test_given_ctrl_l_when_the_next_door_does_not_stand_yet_then_a_curtain_without_keys_does(
    program: Program, home: Path, stands: bool, left: LockReason | None
) -> None:
    place = work(program)
    program.successor = follower = Follower(program)
    press(program, Qt.Key.Key_L)
    assert (place.window.isVisible(), place.overlay.isVisible()) == (True, True)
    assert not place.overlay.field.isVisible()
    open_vault(place.opening.opened.vault.path, PHRASE).close()
    assert follower.asked[0][-1] == "asked"
    assert follower.asked[1].name == place.opening.person
    follower.says(stands)
    assert (place.window.isVisible(), program.relaunch_reason) == (False, left)


def test_given_the_window_when_closed_then_the_vault_is_free_and_no_process_follows(
    program: Program,
) -> None:
    place = work(program)
    place.window.go("clients")
    place.window.close()
    assert program.relaunch_reason is None
    open_vault(place.opening.opened.vault.path, PHRASE).close()


def test_given_the_window_when_closed_then_its_place_is_kept_and_nothing_about_anybody(
    program: Program, home: Path
) -> None:
    work(program).window.go("clients")
    work(program).window.close()
    assert WindowFile(home).read().screen == "clients"
    text = (home / "window.json").read_text(encoding="utf-8")
    assert not [word for word in ("Mira", "Lindenhof", "Ruth", "2026") if word in text]


def test_given_typing_in_a_note_when_locked_at_once_then_it_is_saved(program: Program, home: Path) -> None:
    place = work(program)
    note = place.opening.practice.notes.drafts()[0].note
    place.navigator.open_note(note.id)
    program.jobs.wait()
    editor = place.window.screens["notes"].editor  # type: ignore[attr-defined]
    editor.page.cards["subjective"].text.setPlainText("Typed a blink before the lock.")
    press(program, Qt.Key.Key_L)

    with open_practice(place.opening.opened.vault.path, PHRASE, program._clock) as again:
        assert again.practice.notes.get(note.id).subjective == "Typed a blink before the lock."


def test_given_half_a_sentence_when_locked_at_once_then_the_note_has_it(program: Program) -> None:
    place = work(program)
    note = place.opening.practice.notes.drafts()[0].note
    place.navigator.open_note(note.id)
    program.jobs.wait()
    editor = place.window.screens["notes"].editor  # type: ignore[attr-defined]
    text = editor.page.cards["plan"].text
    text.setFocus()
    text.moveCursor(text.textCursor().MoveOperation.End)
    QTest.keyClicks(text, "Typed in the mid")
    editor.pause._on_timeout()
    program.jobs.wait()
    assert place.opening.practice.notes.written_in(note.id)["plan"].text.endswith("in the mid")
    press(program, Qt.Key.Key_L)

    with open_practice(place.opening.opened.vault.path, PHRASE, program._clock) as again:
        assert str(again.practice.notes.get(note.id).plan).endswith("Typed in the mid")
        assert again.practice.notes.written_in(note.id) == {}


def test_given_words_that_a_dead_program_left_half_written_when_it_begins_again_then_their_note_has_them(
    model_home: Path, home: Path, clock: FixedClock
) -> None:
    shutil.copytree(model_home, home, dirs_exist_ok=True)
    path = list_vaults(home)[0].path
    with open_practice(path, PHRASE, clock) as dead:
        note = dead.practice.notes.drafts()[0].note
        half = Written("Typed in the mid", note.plan or "")
        dead.practice.notes.save_draft(note.id, beside=Beside({"plan": half}))
    with open_practice(path, PHRASE, clock) as again:
        read_opening(again)
        assert "Typed in the mid" in str(again.practice.notes.get(note.id).plan)
        assert again.practice.notes.being_written() == []


def test_given_ctrl_k_when_typed_then_the_client_opens(program: Program) -> None:
    place = work(program)
    press(program, Qt.Key.Key_K)
    palette = place._palette
    palette.field.setText("mira")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    program.jobs.wait()
    assert place.window.place == "clients"


def test_given_the_look_when_chosen_then_it_is_there_at_the_next_start(program: Program, home: Path) -> None:
    place = work(program)
    place.window.go("settings")
    section = settings_page(place, "Look and language")
    section.look.chosen.emit(type(place.theme.look).DARK)
    assert WindowFile(home).read().look == "dark"
    assert place.theme.dark


def test_given_another_lock_time_when_chosen_then_it_holds_for_this_device(
    program: Program, clock: FixedClock
) -> None:
    place = work(program)
    place.window.go("settings")
    section = settings_page(place, "Security")
    section.lock_after.set_value(2)
    program.jobs.wait()
    assert place.opening.practice.settings.local("auto_lock_minutes") == 2
    clock.advance(timedelta(minutes=2))
    place.idle.look()
    assert place.overlay.isVisible()


def files_of_mira(program: Program) -> FilesSection:
    place = work(program)
    (mira,) = place.opening.practice.clients.find("mira")
    place.navigator.open_client(mira.client.id)
    program.jobs.wait()
    section: FilesSection = place.window.screens["clients"].detail.files  # type: ignore[attr-defined]
    return section


def test_given_a_file_on_its_way_in_when_locked_at_once_then_it_is_there_afterwards(
    program: Program, home: Path
) -> None:
    section = files_of_mira(program)
    section.presenter.add([Adding("a.txt", b"first"), Adding("b.txt", b"second")])
    press(program, Qt.Key.Key_L)
    with open_practice(list_vaults(home)[0].path, PHRASE, program._clock) as again:
        names = {held.row.file_name for held in again.practice.attachments.all()}
    assert names == {"a.txt", "b.txt"}


def test_given_a_file_that_is_looked_at_when_idle_time_is_up_then_nothing_of_it_stays_in_sight(
    program: Program, clock: FixedClock
) -> None:
    place, section = work(program), files_of_mira(program)
    section.presenter.add([Adding("a.txt", b"words")])
    place.slow_jobs.wait()
    program.jobs.wait()
    section.thumbnails._known[section.model.items[0].row.id] = None
    section.open(section.model.items[0])
    place.slow_jobs.wait()
    preview = section.preview
    assert preview is not None
    assert preview.isVisible()
    closed: list[bool] = []
    preview.finished.connect(lambda: closed.append(True))
    clock.advance(timedelta(minutes=place.opening.lock_minutes))
    place.idle.look()
    assert place.overlay.isVisible()
    assert closed == [True]
    assert not section.thumbnails._known


def test_given_vaults_that_cannot_be_read_when_the_program_starts_then_the_window_says_so(
    qapp: QApplication, home: Path, clock: FixedClock
) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "vaults").write_bytes(b"not a folder")
    program = Program(qapp, home, clock, KdfParams.FAST_FOR_TESTS)
    program.start()
    program.jobs.wait()
    assert program.door is not None
    page = program.door.first_run_page
    assert page is not None
    assert str(home) in page.error.text()
    program.door.close()
    program.door.deleteLater()
    program.theme.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_given_the_door_is_closed_while_a_practice_opens_then_nothing_is_left_open(
    qapp: QApplication, model_home: Path, home: Path, clock: FixedClock
) -> None:
    shutil.copytree(model_home, home, dirs_exist_ok=True)
    program = Program(qapp, home, clock, KdfParams.FAST_FOR_TESTS)
    program.start()
    program.jobs.wait()
    assert program.door is not None
    program.open(open_practice(list_vaults(home)[0].path, PHRASE, clock))
    program.door.close()
    assert program.workplace is None
    open_vault(list_vaults(home)[0].path, PHRASE).close()
    program.door.deleteLater()
    program.theme.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
