"""The editor with a real store: keys, saving, signing, amending, deleting, sync in between."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from core.domain.changes import Changed
from core.domain.enums import Origin, Resolution
from core.domain.errors import DiskFull, UserError
from core.domain.records import SessionNote
from desktop.notes.draft import SaveState
from desktop.notes.editor import NoteEditor
from tests.asking import ask
from tests.desktop.notes.open_note import amending, editor, finalized, type_into, written
from tests.desktop.records_room import Room

__all__ = ["editor", "written"]
CTRL = Qt.KeyboardModifier.ControlModifier


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_given_a_note_when_opened_then_its_text_and_its_state_are_shown(editor: NoteEditor) -> None:
    assert editor.page.texts()["subjective"] == "Neck is stiff."
    assert editor.header.title.text() == "Mira Talbot"
    assert editor.header.laptop.text() == "Saved on this laptop"
    assert editor.header.clinic.isHidden()


def test_given_whole_sentences_when_the_pause_comes_then_the_note_has_them(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    type_into(room, editor, "plan", "Heat. ")
    assert editor.header.laptop.text() == "Saving on this laptop…"
    assert editor.pause.rest.isActive()
    editor.pause.rest.timeout.emit()
    room.settle()
    assert room.practice.notes.get(written.id).plan == "Heat. "
    assert editor.header.laptop.text() == "Saved on this laptop"


def test_given_half_a_sentence_when_the_pause_comes_then_it_is_stored_beside_the_note_until_a_long_pause(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    type_into(room, editor, "plan", "Heat. Then re")
    editor.pause.rest.timeout.emit()
    room.settle()
    assert editor.header.laptop.text() == "Saved on this laptop"
    assert room.practice.notes.get(written.id).plan == "Heat. "
    assert room.practice.notes.written_in(written.id)["plan"].text == "Heat. Then re"
    editor.rest.rest.timeout.emit()
    room.settle()
    assert room.practice.notes.get(written.id).plan == "Heat. Then re"
    assert room.practice.notes.written_in(written.id) == {}


def test_given_typing_when_the_field_is_left_then_the_store_has_it(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    type_into(room, editor, "plan", "Heat.")
    room.key(focused(), Qt.Key.Key_1, CTRL)
    room.settle()
    assert room.practice.notes.get(written.id).plan == "Heat."
    assert editor.page.active == "subjective"


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (Qt.Key.Key_1, "subjective"),
        (Qt.Key.Key_2, "objective"),
        (Qt.Key.Key_3, "assessment"),
        (Qt.Key.Key_4, "plan"),
    ],
)
def test_given_ctrl_and_a_digit_then_that_card_is_written_in(
    room: Room, editor: NoteEditor, key: Qt.Key, name: str
) -> None:
    editor.page.go_to("plan" if name != "plan" else "subjective")
    room.key(focused(), key, CTRL)
    assert editor.page.active == name


def test_given_ctrl_s_then_it_says_that_it_is_saved_already(room: Room, editor: NoteEditor) -> None:
    room.key(focused(), Qt.Key.Key_S, CTRL)
    assert room.navigator.toasts == ["Already saved: every word is kept as you type"]


def test_given_ctrl_d_then_the_previous_note_goes_and_comes(room: Room, editor: NoteEditor) -> None:
    assert not editor.previous.isHidden()
    room.key(focused(), Qt.Key.Key_D, CTRL)
    assert editor.previous.isHidden()
    room.key(focused(), Qt.Key.Key_D, CTRL)
    assert not editor.previous.isHidden()


def test_given_a_full_disk_then_the_text_stays_a_banner_says_so_and_retry_stores_it(
    room: Room, editor: NoteEditor, written: SessionNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_named: object) -> None:
        raise DiskFull("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(room.practice.notes, "save_draft", full)
        type_into(room, editor, "plan", "Heat.")
        editor.flush()
        room.settle()
    assert "disk is full" in editor.page.banner.text
    assert editor.header.laptop.text() == "Not saved"
    assert editor.page.texts()["plan"] == "Heat."
    room.click(editor.page.banner.button)
    room.settle()
    assert room.practice.notes.get(written.id).plan == "Heat."
    assert editor.page.banner.isHidden()


def test_given_unsaved_text_when_leaving_fails_to_save_then_the_note_comes_back(
    room: Room, editor: NoteEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = room.draft(room.add("Otto", "Lindqvist"))

    def full(*_args: object, **_named: object) -> None:
        raise DiskFull("The disk is full.")

    type_into(room, editor, "plan", "Heat.")
    with monkeypatch.context() as broken:
        broken.setattr(room.practice.notes, "save_draft", full)
        editor.open(other.id)
        room.settle()
    assert editor.header.title.text() == "Mira Talbot"
    assert editor.page.texts()["plan"] == "Heat."


def sync_changes(room: Room, note: SessionNote, **texts: str) -> None:
    room.practice.notes.save_draft(note.id, **texts)  # type: ignore[arg-type]  # the four texts
    room.bus.publish([Changed("sessions", frozenset({note.id}), Origin.SYNC)])


def test_given_sync_changed_another_field_then_it_appears_and_the_cursor_stays(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    type_into(room, editor, "plan", "Heat")
    sync_changes(room, written, objective="C5 tender.")
    room.settle()
    assert editor.page.texts()["objective"] == "C5 tender."
    room.keys(editor.page.cards["plan"].text, " and rest.")
    editor.flush()
    room.settle()
    saved = room.practice.notes.get(written.id)
    assert (saved.plan, saved.objective) == ("Heat and rest.", "C5 tender.")


def test_given_sync_rewrote_what_is_being_typed_then_both_are_kept_and_the_field_says_so(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    field = editor.page.cards["subjective"].text
    field.setFocus()
    room.key(field, Qt.Key.Key_End, CTRL)
    room.keys(field, " Slept badly.")
    sync_changes(room, written, subjective="Headache.\nNeck is stiff.")
    editor.flush()
    room.settle()
    (conflict,) = room.practice.inbox.conflicts()
    assert field.text() == "Neck is stiff. Slept badly."
    assert room.practice.notes.get(written.id).subjective == "Headache.\nNeck is stiff."
    assert (conflict.ours, conflict.theirs) == ("Neck is stiff. Slept badly.", "Headache.\nNeck is stiff.")
    assert editor.page.cards["subjective"].otherwise.isVisible()
    assert editor.page.cards["plan"].otherwise.isHidden()


def test_given_sync_added_a_paragraph_then_it_is_merged_around_the_typing(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    field = editor.page.cards["subjective"].text
    field.setFocus()
    room.key(field, Qt.Key.Key_End, CTRL)
    room.key(field, Qt.Key.Key_Return)
    room.keys(field, "Slept badly.")
    sync_changes(room, written, subjective="Headache.\nNeck is stiff.")
    editor.flush()
    room.settle()
    assert editor.page.texts()["subjective"] == "Headache.\nNeck is stiff.\nSlept badly."
    room.keys(field, " Twice.")
    assert field.text().endswith("Slept badly. Twice.")
    assert "put together" in editor.page.notice.text


def test_given_ctrl_enter_and_enter_then_the_note_is_signed_and_locked(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    type_into(room, editor, "plan", "Heat.")
    room.key(focused(), Qt.Key.Key_Return, CTRL)
    assert editor.finalize_bar.isVisible()
    assert "Objective, Assessment" in editor.finalize_bar.words.text()
    room.key(focused(), Qt.Key.Key_Return)
    room.settle()
    saved = room.practice.notes.get(written.id)
    assert (saved.plan, saved.is_draft) == ("Heat.", False)
    assert editor.page.cards["plan"].text.isReadOnly()
    assert editor.header.amend.isVisible()


def test_given_esc_when_asked_to_sign_then_nothing_is_signed(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    room.key(focused(), Qt.Key.Key_Return, CTRL)
    room.key(focused(), Qt.Key.Key_Escape)
    room.settle()
    assert editor.finalize_bar.isHidden()
    assert room.practice.notes.get(written.id).is_draft


def test_given_an_open_question_in_the_note_when_asked_to_sign_then_it_is_named_with_a_way_to_it(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    done = ask(room.practice, written.id, "plan", None, "Ice.", "Heat.")
    room.bus.publish(done.changed)
    room.settle()
    room.key(focused(), Qt.Key.Key_Return, CTRL)
    assert editor.finalize_bar.isHidden()
    assert editor.page.banner.text.startswith("Plan: ")
    room.click(editor.page.banner.button)
    assert room.navigator.asked == [("open_inbox", written.id)]

    room.bus.publish(room.practice.inbox.resolve(done.value.id, Resolution.MINE).changed)
    room.settle()
    room.key(focused(), Qt.Key.Key_Return, CTRL)
    assert editor.finalize_bar.isVisible()


def test_given_a_question_that_this_window_has_not_heard_of_when_signed_then_it_is_not_signed(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    editor.presenter.request_finalize()
    ask(room.practice, written.id, "plan", None, "Ice.", "Heat.")
    editor.presenter.finalize()
    room.settle()
    assert room.practice.notes.get(written.id).is_draft
    assert editor.page.banner.text.startswith("Plan: ")


def test_given_a_note_with_an_open_question_when_opened_then_it_cannot_be_signed(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    ask(room.practice, written.id, "plan", None, "Ice.", "Heat.")
    editor.open(written.id)
    room.settle()
    editor.presenter.request_finalize()
    assert editor.finalize_bar.isHidden()


def test_given_too_long_a_text_then_it_is_kept_counted_and_not_signed(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    text = "word " * 1001
    editor.page.cards["plan"].text.setFocus()
    editor.page.cards["plan"].text.insertPlainText(text)
    assert "5 too many" in editor.page.cards["plan"]._count.text()
    room.key(focused(), Qt.Key.Key_Return, CTRL)
    room.settle()
    assert "Plan" in editor.page.banner.text
    assert editor.finalize_bar.isHidden()
    assert room.practice.notes.get(written.id).plan == text


def test_given_80_percent_then_the_count_is_shown_and_not_before(editor: NoteEditor) -> None:
    card = editor.page.cards["plan"]
    card.text.load("x" * 3999)
    assert card._count.text() == ""
    card.text.load("x" * 4000)
    assert card._count.text() == "4,000 of 5,000 characters"


def test_given_the_store_holds_another_text_then_nothing_is_signed(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    editor.presenter.request_finalize()
    room.settle()
    room.practice.notes.save_draft(written.id, plan="From elsewhere.")
    editor.presenter.finalize()
    room.settle()
    assert room.practice.notes.get(written.id).is_draft
    assert "not signed" in editor.page.banner.text


def test_given_a_finalized_note_then_typing_changes_nothing(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    finalized(room, editor, written)
    room.keys(editor.page.cards["plan"].text, "Heat.")
    editor.flush()
    room.settle()
    assert editor.page.texts()["plan"] == ""
    assert room.practice.inbox.conflicts() == []


def test_given_a_finalization_under_way_when_the_key_is_pressed_then_it_is_not_asked_again(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    room.key(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    editor.finalize_bar.yes.click()
    room.key(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert editor.finalize_bar.isHidden()
    room.settle()
    assert len(room.practice.notes.versions(written.id)) == 1


def test_given_a_finalization_that_was_refused_when_the_key_is_pressed_then_it_is_asked_again(
    room: Room, editor: NoteEditor, written: SessionNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_note_id: object) -> None:
        raise UserError("The disk is full.", code="disk_full")

    monkeypatch.setattr(room.practice.notes, "finalize", refuse)
    editor.presenter.request_finalize()
    editor.finalize_bar.yes.click()
    room.settle()
    editor.presenter.request_finalize()
    assert not editor.finalize_bar.isHidden()


def test_given_an_amendment_with_a_reason_then_both_versions_are_there(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    amending(room, editor, written)
    assert not editor.amend_bar.yes.isEnabled()
    editor.amend_bar.reason.setFocus()
    room.keys(editor.amend_bar.reason, "Forgotten")
    room.key(editor.amend_bar.reason, Qt.Key.Key_Return)
    room.settle()
    versions = room.practice.notes.versions(written.id)
    assert [(version.plan, version.reason) for version in versions] == [(None, None), ("Heat.", "Forgotten")]
    assert editor.page.texts()["plan"] == "Heat."
    assert editor.amend_bar.isHidden()


def test_given_an_amendment_when_signed_twice_before_the_answer_then_it_is_signed_once(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    amending(room, editor, written)
    editor.amend_bar.reason.setText("Forgotten")
    for _ in range(2):
        editor.amend_bar.press_yes()
    room.settle()
    assert len(room.practice.notes.versions(written.id)) == 2
    editor.header.amend.click()
    assert editor.amend_bar.isEnabled()


def test_given_a_signed_amendment_when_the_program_ends_before_the_answer_then_nothing_waits_unsigned(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    amending(room, editor, written)
    editor.amend_bar.reason.setText("Forgotten")
    editor.amend_bar.press_yes()
    editor.flush()
    room.jobs.close()
    assert len(room.practice.notes.versions(written.id)) == 2
    assert room.practice.settings.local("unfinished_amendments") is None


def test_given_an_unfinished_amendment_when_the_note_is_left_then_its_text_is_in_the_inbox_once(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    amending(room, editor, written)
    for _ in range(2):
        editor.open(written.id)
        room.settle()
    assert [conflict.ours for conflict in room.practice.inbox.conflicts()] == ["Heat."]
    assert room.practice.notes.get(written.id).plan is None


def test_given_a_cancelled_amendment_then_what_was_signed_is_shown(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    amending(room, editor, written)
    room.key(editor.amend_bar, Qt.Key.Key_Escape)
    assert editor.page.texts()["plan"] == "Heat."
    assert room.navigator.on_yes is not None
    room.navigator.on_yes()
    room.settle()
    assert editor.page.texts()["plan"] == ""
    assert editor.page.cards["plan"].text.isReadOnly()


def test_given_versions_then_words_taken_out_and_put_in_are_shown(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    room.practice.notes.finalize(written.id)
    room.practice.notes.amend(written.id, "Side", subjective="Neck is very stiff.")
    editor.open(written.id)
    room.settle()
    editor.header.versions.click()
    room.settle()
    assert editor.history.isVisible()
    assert editor.previous.isHidden()


def test_given_delete_and_undo_then_the_draft_is_back(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    with room.qtbot.waitSignal(editor.left):
        editor.header.delete.click()
        room.settle()
    assert room.practice.notes.drafts() == []
    assert room.navigator.undo is not None
    room.navigator.undo()
    room.settle()
    assert room.practice.notes.get(written.id).subjective == "Neck is stiff."


def test_given_a_finalized_note_when_deleted_then_a_reason_is_asked(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    finalized(room, editor, written)
    editor.header.delete.click()
    assert room.navigator.on_text is not None
    room.navigator.on_text("Wrong client")
    room.settle()
    assert room.practice.notes.recent() == []
    assert "at any time" in room.navigator.toasts[-1]
    assert "30 days" not in room.navigator.toasts[-1], "only the restore of a draft ends"


@pytest.fixture
def with_previous(room: Room, editor: NoteEditor, written: SessionNote) -> Callable[[str], None]:
    def make(plan: str) -> None:
        earlier = room.practice.notes.start(
            written.client_id, session_date=room.clock.now() - timedelta(days=7)
        ).value
        room.practice.notes.save_draft(earlier.id, plan=plan)
        editor.open(written.id)
        room.settle()

    return make


def test_given_copied_text_then_it_is_marked_until_edited_and_its_share_is_told(
    room: Room, editor: NoteEditor, with_previous: Callable[[str], None]
) -> None:
    with_previous("Heat and rest, then exercise twice a day.")
    editor.previous.copy_requested.emit("plan", "Heat and rest, then exercise twice a day.")
    field = editor.page.cards["plan"].text
    assert field.carried == ["Heat and rest, then exercise twice a day."]
    room.key(focused(), Qt.Key.Key_Return, CTRL)
    assert "word for word" in editor.finalize_bar.words.text()
    room.key(field, Qt.Key.Key_Home, CTRL)
    room.key(field, Qt.Key.Key_Delete)
    assert field.carried == []


def test_given_the_key_for_copying_then_the_field_that_is_written_in_gets_the_text_of_the_note_before(
    room: Room, editor: NoteEditor, with_previous: Callable[[str], None]
) -> None:
    with_previous("Heat and rest.")
    editor.page.go_to("plan")
    room.key(focused(), Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert editor.page.cards["plan"].text.carried == ["Heat and rest."]
    editor.page.go_to("objective")
    room.key(focused(), Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert editor.page.texts()["objective"] == ""
    assert room.navigator.toasts[-1] == "The note before says nothing in this field"


def test_given_the_key_for_the_day_then_a_draft_asks_and_a_signed_note_does_not(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    room.key(editor.page.cards["plan"].text, Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert room.navigator.on_text is not None
    room.navigator.on_text = None
    room.practice.notes.finalize(written.id)
    editor.open(written.id)
    room.settle()
    room.key(editor.page.cards["plan"].text, Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert room.navigator.on_text is None


def test_given_the_privacy_blur_then_the_title_shows_initials(room: Room, editor: NoteEditor) -> None:
    room.bus.set_blurred(True)
    assert editor.header.title.text() == "M.T."


def test_given_state_words_then_saving_and_the_clinic_are_two_things(editor: NoteEditor) -> None:
    editor.show_state(SaveState.SAVED, None)
    editor.show_clinic(False)
    assert (editor.header.laptop.text(), editor.header.clinic.text()) == (
        "Saved on this laptop",
        "Not yet in the clinic",
    )
    editor.show_clinic(True)
    assert editor.header.clinic.text() == "In the clinic"


def test_given_another_day_then_the_note_is_of_that_day_and_typing_is_kept(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    type_into(room, editor, "plan", "Heat.")
    editor.header.day.click()
    assert room.navigator.on_text is not None
    room.navigator.on_text("20.11.2026")
    room.settle()
    saved = room.practice.notes.get(written.id)
    assert saved.session_date.date().isoformat() == "2026-11-20"
    assert "20 Nov" in editor.header.under.text()
    assert editor.page.texts()["plan"] == "Heat."
    assert room.navigator.undo is not None
    room.navigator.undo()
    room.settle()
    assert room.practice.notes.get(written.id).session_date == written.session_date
    assert editor.page.texts()["plan"] == "Heat."


@pytest.mark.parametrize("text", ["soon", "1.1.2030", "1.1.30"])
def test_given_no_day_or_one_ahead_then_it_is_refused_and_nothing_changes(
    room: Room, editor: NoteEditor, written: SessionNote, text: str
) -> None:
    editor.presenter.set_day(text)
    room.settle()
    assert room.practice.notes.get(written.id).session_date == written.session_date
    assert editor.page.banner.isVisible()


@pytest.mark.parametrize("told", [False, True])
def test_given_the_note_was_signed_elsewhere_when_its_day_is_changed_then_it_is_refused(
    room: Room, editor: NoteEditor, written: SessionNote, *, told: bool
) -> None:
    editor.header.day.click()
    room.practice.notes.finalize(written.id)
    if told:
        room.bus.publish([Changed("sessions", frozenset({written.id}), Origin.SYNC)])
        room.settle()
    assert room.navigator.on_text is not None
    room.navigator.on_text("20.11.2026")
    room.settle()
    assert room.practice.notes.get(written.id).session_date == written.session_date
    assert room.navigator.toasts == []
    assert "its day stays as it was signed" in editor.page.banner.text


def test_given_a_full_disk_when_an_amendment_is_kept_then_it_counts_as_unsaved(
    room: Room, editor: NoteEditor, written: SessionNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_named: object) -> None:
        raise DiskFull("The disk is full.")

    amending(room, editor, written)
    with monkeypatch.context() as broken:
        broken.setattr(room.practice.settings, "set_local", full)
        editor.flush()
        room.settle()
    said = [editor.presenter.unsaved, editor.presenter.text()]
    editor.flush()
    room.settle()
    assert [*said, editor.presenter.unsaved] == [True, "Neck is stiff.\n\nHeat.", False]


def test_given_the_note_was_finalized_elsewhere_while_typing_then_the_text_is_in_the_inbox(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    type_into(room, editor, "plan", "Heat.")
    room.practice.notes.finalize(written.id)
    room.bus.publish([Changed("sessions", frozenset({written.id}), Origin.SYNC)])
    editor.flush()
    room.settle()
    assert [conflict.ours for conflict in room.practice.inbox.conflicts()] == ["Heat."]
    assert editor.page.cards["plan"].text.isReadOnly()
    assert "signed on another device" in editor.page.notice.text


def test_given_a_pass_that_ended_well_then_the_editor_asks_whether_the_note_is_in_the_clinic(
    room: Room, editor: NoteEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor.presenter._desk, "in_clinic", lambda _note_id: True)
    assert editor.header.clinic.isHidden()
    room.bus.synced.emit()
    room.settle()
    assert editor.header.clinic.text() == "In the clinic"


def test_given_ctrl_shift_a_then_a_file_can_be_chosen_and_is_added_to_this_note(
    room: Room, editor: NoteEditor, written: SessionNote, tmp_path: Path
) -> None:
    room.key(focused(), Qt.Key.Key_A, CTRL | Qt.KeyboardModifier.ShiftModifier)
    (dialog,) = editor.findChildren(QFileDialog)
    scan = tmp_path / "scan.txt"
    scan.write_text("words", encoding="utf-8")
    dialog.filesSelected.emit([str(scan)])
    dialog.close()
    room.settle()
    room.settle()
    assert [held.row.file_name for held in room.practice.attachments.of_note(written.id)] == ["scan.txt"]
    assert [held.row.file_name for held in editor.files.model.items] == ["scan.txt"]
