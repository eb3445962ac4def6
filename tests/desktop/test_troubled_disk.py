"""A full disk, and a store swapped under the window: typing, syncing and backups say it and lose nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from core.domain.errors import UserError
from core.store.database.engine import Store
from desktop.app import Program
from desktop.notes.editor import NoteEditor
from desktop.settings.backup import BackupSection
from desktop.sync_status.state import StatusPhase, SyncState
from desktop.sync_status.texts import reason_words
from sync.events import SyncFailed
from tests.desktop.notes.open_note import type_into
from tests.desktop.records_room import Room, practice, room
from tests.desktop.settings.test_buttons import section
from tests.desktop.test_workplace import model_home, program, work
from tests.disk import deleted, no_room, replaced, replaced_with_its_log
from tests.sync.laptops import Laptop, Practice

__all__ = ["model_home", "practice", "program", "room"]
Swap = Callable[[Path, Path], None]
SWAPS = [deleted, replaced, replaced_with_its_log]
FULL = "The disk is full or cannot be written. Everything saved before is safe"
SWAPPED = "moved or replaced while the program ran, so nothing more is saved"


@pytest.fixture
def editor(room: Room) -> NoteEditor:
    note = room.draft(room.add("Mira", "Talbot"), subjective="Neck is stiff.")
    made = room.open(NoteEditor)
    made.open(note.id)
    room.settle()
    return made


def saved(room: Room, editor: NoteEditor) -> str | None:
    assert editor.presenter.note is not None
    return room.practice.notes.get(editor.presenter.note.id).plan


def test_given_a_disk_that_takes_no_more_when_typing_then_the_text_stays_and_is_stored_once_there_is_room(
    room: Room, editor: NoteEditor
) -> None:
    with no_room(0):
        type_into(room, editor, "plan", "Heat.")
        editor.flush()
        room.settle()
    assert FULL in editor.page.banner.text
    assert editor.header.laptop.text() == "Not saved"
    assert editor.page.texts()["plan"] == "Heat."
    type_into(room, editor, "plan", " And rest.")
    room.click(editor.page.banner.button)
    room.settle()
    assert saved(room, editor) == "Heat. And rest."
    assert editor.header.laptop.text() == "Saved on this laptop"
    assert room.practice.store.integrity_problems() == []


def test_given_a_disk_that_takes_no_more_when_it_has_room_again_then_the_text_is_stored_without_a_hand(
    room: Room, editor: NoteEditor
) -> None:
    with no_room(0):
        type_into(room, editor, "plan", "Heat.")
        for _ in range(3):
            editor.pause.rest.timeout.emit()
            room.settle()
            assert editor.header.laptop.text() == "Not saved"
    assert editor.pause.rest.isActive()
    editor.pause.rest.timeout.emit()
    room.settle()
    assert editor.header.laptop.text() == "Saved on this laptop"
    assert not editor.pause.rest.isActive()
    editor.rest.rest.timeout.emit()
    room.settle()
    assert saved(room, editor) == "Heat."


@pytest.mark.parametrize("swap", SWAPS)
def test_given_a_store_swapped_under_the_editor_when_typing_then_the_text_stays_and_the_rest_is_kept_aside(
    room: Room, editor: NoteEditor, swap: Swap
) -> None:
    store = room.practice.store
    older = store.path.with_name("older.db")
    store.backup_to(older)
    type_into(room, editor, "plan", "Heat.")
    editor.flush()
    room.settle()
    ours = store.path.with_name("ours.db")
    ours.hardlink_to(store.path)
    swap(store.path, older)
    type_into(room, editor, "plan", " And rest.")
    editor.flush()
    room.settle()
    assert SWAPPED in editor.page.banner.text
    assert editor.page.texts()["plan"] == "Heat. And rest."
    kept = store.path.with_name(f"{store.path.stem}-kept-1.db")
    assert plan_in(kept, room) == "Heat."
    ours.replace(store.path)
    room.click(editor.page.banner.button)
    room.settle()
    assert editor.header.laptop.text() == "Saved on this laptop"
    assert saved(room, editor) == "Heat. And rest."


def plan_in(path: Path, room: Room) -> str | None:
    key = room.practice.store._key
    assert key is not None
    copy = Store.open(path, key, room.clock, create=False)
    with copy.read() as db:
        plan: str | None = db.exec_driver_sql("SELECT plan FROM sessions").scalar()
    copy.close()
    return plan


# backups


def backups(program: Program) -> BackupSection:
    return cast("BackupSection", section(program, "Backup and export"))


def test_given_a_disk_that_takes_no_more_when_backed_up_in_settings_then_it_says_so_and_the_older_one_stays(
    program: Program, tmp_path: Path
) -> None:
    page, target = backups(program), tmp_path / "b.pazpaz"
    page.back_up_to(target)
    program.jobs.wait()
    old = target.read_bytes()
    with no_room(50_000):
        page.back_up_to(target)
        program.jobs.wait()
    assert "The disk is full" in page.error.text()
    assert page.back_up.isEnabled()
    assert target.read_bytes() == old


def test_given_a_store_swapped_under_the_window_when_backed_up_then_no_backup_of_the_other_file_is_made(
    program: Program, tmp_path: Path
) -> None:
    page, path = backups(program), work(program).opening.opened.store.path
    away = path.with_name("away.db")
    path.rename(away)
    page.back_up_to(tmp_path / "b.pazpaz")
    program.jobs.wait()
    assert SWAPPED in page.error.text()
    assert not (tmp_path / "b.pazpaz").exists()
    away.rename(path)
    page.back_up_to(tmp_path / "b.pazpaz")
    program.jobs.wait()
    assert page.error.text() == ""
    assert (tmp_path / "b.pazpaz").exists()


# syncing


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Practice]:
    made = Practice(tmp_path)
    yield made
    made.close()


def told(laptop: Laptop) -> SyncState:
    """What the pill's panel shows after this laptop's next pass, which must fail."""
    with pytest.raises(UserError) as failed:
        laptop.sync()
    error = failed.value
    return SyncState(StatusPhase.IDLE).after(SyncFailed(error.code, error.sentence, 1.0))


def test_given_a_disk_that_takes_no_more_when_syncing_then_it_is_said_and_goes_on_where_it_was(
    clinic: Practice,
) -> None:
    one, two = clinic.enrol(), clinic.enrol()
    for number in range(30):
        one.add_client(f"C{number}")
    one.sync()
    mine = two.add_client("Typed here")
    before = two.cursor()
    with no_room(0):
        state = told(two)
    assert state.phase is StatusPhase.FAILED
    assert "isk is full" in reason_words(state)
    assert two.cursor() == before
    assert two.dirty() == 1
    assert two.sync().waiting == 0
    one.sync()
    assert one.content() == two.content()
    assert mine in one.rows("clients")


def test_given_a_store_swapped_while_syncing_then_it_is_said_and_putting_it_back_goes_on(
    clinic: Practice,
) -> None:
    one, two = clinic.enrol(), clinic.enrol()
    one.add_client("From one")
    one.sync()
    two.add_client("Typed here")
    away = two.store.path.with_name("away.db")
    two.store.path.rename(away)
    state = told(two)
    assert SWAPPED in reason_words(state)
    assert not two.store.path.exists()
    away.rename(two.store.path)
    assert two.sync().waiting == 0
    one.sync()
    assert one.content() == two.content()
