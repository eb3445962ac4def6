"""A calendar file through the window: looked at, chosen by keys, taken at once or not at all."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from core.domain.new_rows import ClientDraft
from desktop.app import Program
from desktop.kit.jobs import Jobs
from desktop.paper.progress_dialog import ProgressDialog
from desktop.settings.calendar_choices import proposed_name
from desktop.settings.calendar_preview import CalendarPreviewDialog
from desktop.settings.client_choice import ClientChoice
from desktop.settings.import_page import ImportSection
from desktop.widgets.dialog import Dialog
from desktop.widgets.question import QuestionDialog
from tests.core.calendar_file.files import calendar, event
from tests.desktop.settings.test_buttons import section
from tests.desktop.test_leaving import reopen
from tests.desktop.test_unsaved_forms import cover
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program", "reopen"]
MIRA = "Mira Talbot"


def said(summary: str, uid: str, start: str, *more: str) -> str:
    told = event(f"DTSTART:{start}00", "DURATION:PT50M", *more, uid=uid)
    return told.replace("SUMMARY:Fern Sampleton", f"SUMMARY:{summary}")


CERTAIN = said(MIRA, "1", "20261205T2000")
OPEN = (
    said("Nova Newcomer\\, first visit", "2", "20261206T2000", "RRULE:FREQ=WEEKLY;COUNT=3"),
    said("Nova Newcomer\\, first visit", "3", "20261212T2000"),
    said("Supervision", "4", "20261213T2000", "RRULE:FREQ=MONTHLY;BYMONTHDAY=13,20"),
)
CLOSED = "BEGIN:VEVENT\r\nSUMMARY:Closed\r\nDTSTART;VALUE=DATE:20261224\r\nEND:VEVENT"


def slow(program: Program) -> Jobs:
    return page(program).context.slow_jobs


def page(program: Program) -> ImportSection:
    return cast("ImportSection", section(program, "Import"))


def settle(program: Program) -> None:
    page(program).context.slow_jobs.wait()
    program.jobs.wait()


def front(program: Program, kind: type[Dialog]) -> Dialog:
    return next(one for one in work(program).window.findChildren(kind) if one.isVisible())


def look(program: Program, folder: Path, *events: str) -> CalendarPreviewDialog:
    file = folder / "a.ics"
    file.write_bytes(calendar(*events))
    page(program).calendar.read(file)
    settle(program)
    return cast("CalendarPreviewDialog", front(program, CalendarPreviewDialog))


def rows(dialog: CalendarPreviewDialog) -> list[str]:
    model = dialog.model
    told = [dialog._render(item) for item in model.items]
    return [each.first if each.heading else f"{each.first} | {each.second}" for each in told]


def counted(program: Program) -> tuple[int, ...]:
    with work(program).opening.practice.store.read() as db:
        return tuple(
            db.exec_driver_sql(f"SELECT count(*) FROM {table} WHERE deleted_at IS NULL").scalar_one()
            for table in ("appointments", "appointment_series", "clients")
        )


def added(program: Program, before: tuple[int, ...]) -> tuple[int, ...]:
    """Appointments, series and clients."""
    return tuple(now - then for now, then in zip(counted(program), before, strict=True))


def test_given_a_file_when_looked_at_then_each_event_has_its_place_and_nothing_is_written(
    program: Program, tmp_path: Path
) -> None:
    before = counted(program)
    dialog = look(program, tmp_path, CERTAIN, *OPEN, CLOSED)
    assert rows(dialog) == [
        "Whose are these?",
        "Nova Newcomer, first visit | Whose is it? Enter chooses · Every Sunday",
        "Nova Newcomer, first visit | Whose is it? Enter chooses",
        "Supervision | Whose is it? Enter chooses · 48 single appointments · later ones left out",
        "Ready to be booked",
        "Mira Talbot | Mira Talbot · will be booked",
        "Left out",
        "Closed | It is of a whole day, so it is no appointment",
    ]
    assert dialog.counts.text() == "1 event will be booked, 3 are nobody's yet, 1 is left out."
    assert dialog.import_button.text() == "Import 1"
    QTest.keyClick(dialog.list, Qt.Key.Key_Escape)
    settle(program)
    assert counted(program) == before


def test_given_the_preview_when_gone_through_by_keys_then_a_choice_holds_for_all_that_say_the_same(
    program: Program, tmp_path: Path
) -> None:
    before = counted(program)
    dialog = look(program, tmp_path, CERTAIN, *OPEN)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    choice = cast("ClientChoice", front(program, ClientChoice))
    program.jobs.wait()
    assert choice.picker.edit.text() == "Nova Newcomer"
    QTest.keyClick(choice.picker.edit, Qt.Key.Key_Return)
    assert [each.split(" | ")[1] for each in rows(dialog)[1:3]] == [
        "Nova Newcomer · will be booked and added as a new client · Every Sunday",
        "Nova Newcomer · will be booked and added as a new client",
    ]
    dialog.list.setCurrentIndex(dialog.model.index(3))
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert rows(dialog)[3].startswith("Supervision | Left out")
    assert dialog.counts.text() == "3 events will be booked, 1 is left out."
    QTest.keyClick(dialog.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(program)
    assert added(program, before) == (2, 1, 1)
    toasts = work(program).window.toasts
    assert toasts.text == "3 events imported, 1 client added"


def test_given_an_import_when_it_is_taken_back_then_nothing_of_it_is_left(
    program: Program, tmp_path: Path
) -> None:
    before = counted(program)
    dialog = look(program, tmp_path, CERTAIN)
    dialog.import_button.click()
    settle(program)
    assert added(program, before) == (1, 0, 0)
    work(program).window.toasts.undo()
    program.jobs.wait()
    assert counted(program) == before


def test_given_a_client_who_is_here_when_chosen_then_the_event_is_theirs(
    program: Program, tmp_path: Path
) -> None:
    dialog = look(program, tmp_path, OPEN[1])
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    choice = cast("ClientChoice", front(program, ClientChoice))
    choice.picker.edit.selectAll()
    QTest.keyClicks(choice.picker.edit, "Mira")
    program.jobs.wait()
    QTest.keyClick(choice.picker.edit, Qt.Key.Key_Return)
    assert rows(dialog)[1].endswith("| Mira Talbot · will be booked")
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    again = cast("ClientChoice", front(program, ClientChoice))
    again.nobody.click()
    assert rows(dialog)[1].endswith("| Left out")
    assert not dialog.import_button.isEnabled()


def test_given_what_is_here_already_when_looked_at_then_no_key_changes_that(
    program: Program, tmp_path: Path
) -> None:
    look(program, tmp_path, CERTAIN).import_button.click()
    settle(program)
    dialog = look(program, tmp_path, CERTAIN)
    assert rows(dialog) == ["Here already", "Mira Talbot | Here already; left out"]
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Delete):
        QTest.keyClick(dialog.list, key)
    assert rows(dialog)[1].endswith("Here already; left out")
    assert not [one for one in work(program).window.findChildren(ClientChoice) if one.isVisible()]


def test_given_a_client_with_an_appointment_then_when_chosen_then_the_event_is_left_out(
    program: Program, tmp_path: Path
) -> None:
    look(program, tmp_path, CERTAIN).import_button.click()
    settle(program)
    dialog = look(program, tmp_path, said("Supervision", "9", "20261205T2000"))
    mira = work(program).opening.practice.clients.find(MIRA)[0].client
    assert rows(dialog)[1].endswith("Whose is it? Enter chooses")
    dialog.choices.choose(0, mira.id, MIRA)
    assert rows(dialog)[1].endswith("Mira Talbot · has an appointment then already; left out")
    other = look(program, tmp_path, said("Supervision", "9", "20261205T2030"))
    other.choices.choose(0, mira.id, MIRA)
    assert rows(other)[1].endswith("will be booked · the time is taken")


@pytest.mark.parametrize(
    ("content", "told"), [(b"no calendar", "not a calendar file"), (calendar(), "no event")]
)
def test_given_a_file_without_events_when_read_then_the_page_says_so(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, told: str
) -> None:
    file = tmp_path / "a.ics"
    file.write_bytes(content)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(file), ""))
    page(program).calendar_file.click()
    settle(program)
    assert told in page(program).calendar_error.text()
    assert "nothing was imported" in page(program).calendar_error.text()


def test_given_an_import_in_the_making_when_esc_is_pressed_then_nothing_is_written_and_it_is_said(
    program: Program, tmp_path: Path
) -> None:
    """The worker is held up until the key was pressed."""
    before, pressed = counted(program), Event()
    dialog = look(program, tmp_path, CERTAIN)
    slow(program).run(pressed.wait)
    dialog.import_button.click()
    QTest.keyClick(front(program, ProgressDialog), Qt.Key.Key_Escape)
    pressed.set()
    settle(program)
    assert counted(program) == before
    assert page(program).calendar_error.text() == "Stopped; nothing was imported."
    assert page(program).go_on.isVisible()


def choose(program: Program, dialog: CalendarPreviewDialog) -> None:
    """The first is a new client, the third is left out; for the second a name is begun."""
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    program.jobs.wait()
    QTest.keyClick(cast("ClientChoice", front(program, ClientChoice)).picker.edit, Qt.Key.Key_Return)
    dialog.list.setCurrentIndex(dialog.model.index(3))
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    dialog.list.setCurrentIndex(dialog.model.index(2))
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    choice = cast("ClientChoice", front(program, ClientChoice))
    choice.picker.edit.selectAll()
    QTest.keyClicks(choice.picker.edit, "Otto Oth")


def leave_by_esc(program: Program) -> Program:
    for kind in (ClientChoice, CalendarPreviewDialog):
        QTest.keyClick(front(program, kind), Qt.Key.Key_Escape)
    return program


def leave_by_cancel(program: Program) -> Program:
    cast("ClientChoice", front(program, ClientChoice)).cancel_button.click()
    cast("CalendarPreviewDialog", front(program, CalendarPreviewDialog)).cancel_button.click()
    return program


def leave_by_curtain(program: Program) -> Program:
    cover(program)
    return program


WAYS = {"esc": leave_by_esc, "cancel": leave_by_cancel, "curtain": leave_by_curtain}
OTHERS = (
    said("Otto\\, first visit", "7", "20261208T2000"),
    said("Team meeting", "8", "20261209T2000"),
)


@pytest.mark.parametrize("way", [*WAYS, "next start"])
def test_given_choices_in_a_calendar_file_when_the_preview_is_left_then_they_are_there_when_one_goes_on(
    program: Program, tmp_path: Path, reopen: Callable[[], Program], way: str
) -> None:
    dialog = look(program, tmp_path, OPEN[1], *OTHERS)
    choose(program, dialog)
    told = rows(dialog)
    if way == "next start":
        work(program).hard_lock()
        program = reopen()
    else:
        WAYS[way](program)
    program.jobs.wait()
    assert page(program).kept.isVisible()
    page(program).go_on.click()
    settle(program)
    dialog = cast("CalendarPreviewDialog", front(program, CalendarPreviewDialog))
    assert rows(dialog) == told
    dialog.list.setCurrentIndex(dialog.model.index(2))
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert cast("ClientChoice", front(program, ClientChoice)).picker.edit.text() == "Otto Oth"


def test_given_events_without_words_when_the_calendar_is_exported_anew_then_each_choice_stays_with_its_event(
    program: Program, tmp_path: Path
) -> None:
    chosen, other = said("", "6", "20261206T2000"), said("", "7", "20261207T2000")
    dialog = look(program, tmp_path, chosen, other)
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)  # the first is nobody's
    told = rows(dialog)
    assert sum("Left out" in each for each in told) == 1
    QTest.keyClick(dialog.list, Qt.Key.Key_Escape)
    (tmp_path / "a.ics").write_bytes(calendar(said("", "5", "20261205T2000"), chosen, other))
    page(program).go_on.click()
    settle(program)
    dialog = cast("CalendarPreviewDialog", front(program, CalendarPreviewDialog))
    assert [dialog.choices.fate(place).name for place in range(3)] == ["OPEN", "SKIPPED", "OPEN"]


def test_given_choices_that_are_kept_when_they_are_imported_then_nothing_is_kept_any_more(
    program: Program, tmp_path: Path
) -> None:
    dialog = look(program, tmp_path, CERTAIN, *OTHERS)
    choose(program, dialog)
    leave_by_esc(program)
    page(program).go_on.click()
    settle(program)
    cast("CalendarPreviewDialog", front(program, CalendarPreviewDialog)).import_button.click()
    settle(program)
    assert not page(program).kept.isVisible()
    assert page(program).content() is None


def test_given_a_file_that_was_only_looked_at_when_left_then_nothing_is_kept(
    program: Program, tmp_path: Path
) -> None:
    QTest.keyClick(look(program, tmp_path, *OPEN).list, Qt.Key.Key_Escape)
    assert not page(program).kept.isVisible()
    assert page(program).content() is None


def test_given_choices_in_one_file_when_another_is_read_then_it_asks_before_they_go(
    program: Program, tmp_path: Path
) -> None:
    choose(program, look(program, tmp_path, OPEN[1], *OTHERS))
    leave_by_esc(program)
    other = tmp_path / "b.ics"
    other.write_bytes(calendar(CERTAIN))
    page(program).calendar.read(other)
    question = cast("QuestionDialog", front(program, QuestionDialog))
    assert "another calendar file" in question.findChildren(QLabel)[1].text()
    question.no.click()
    assert page(program).kept.isVisible()
    page(program).calendar.read(other)
    cast("QuestionDialog", front(program, QuestionDialog)).yes.click()
    settle(program)
    again = cast("CalendarPreviewDialog", front(program, CalendarPreviewDialog))
    assert rows(again)[0] == "Ready to be booked"


def test_given_choices_that_are_kept_when_discarded_then_they_are_gone_and_undo_has_them_back(
    program: Program, tmp_path: Path
) -> None:
    choose(program, look(program, tmp_path, OPEN[1], *OTHERS))
    leave_by_esc(program)
    before = page(program).content()
    page(program).discard.click()
    assert page(program).content() is None
    assert not page(program).go_on.isVisible()
    work(program).window.toasts.undo()
    assert page(program).content() == before
    assert page(program).go_on.isVisible()


def test_given_a_client_who_was_chosen_when_they_are_gone_then_the_event_waits_for_an_answer_again(
    program: Program, tmp_path: Path
) -> None:
    dialog = look(program, tmp_path, OPEN[1])
    practice = work(program).opening.practice
    added = practice.clients.add(ClientDraft(first_name="Gusta", last_name="Guest"))
    dialog._decide(0, added.value.id, "Gusta Guest")
    dialog.cancel_button.click()
    assert added.undo is not None
    practice.undo(added.undo)
    page(program).go_on.click()
    settle(program)
    again = cast("CalendarPreviewDialog", front(program, CalendarPreviewDialog))
    assert "Whose is it?" in rows(again)[1]


def test_given_the_palette_when_asked_for_a_calendar_file_then_the_page_offers_it(program: Program) -> None:
    titles = [command.title for command in ImportSection.commands(lambda: page(program))]
    assert titles == ["Import files", "Import a calendar file"]


@pytest.mark.parametrize(
    ("summary", "name"),
    [
        ("Fern Sampleton", "Fern Sampleton"),
        ("Fern Sampleton, knee", "Fern Sampleton"),
        ("Sampleton, Fern", "Fern Sampleton"),
        ("Massage: Fern Sampleton (first)", "Fern Sampleton"),
        ("Massage - Fern van Sample", "Fern van Sample"),
        ("Yoga", "Yoga"),
        ("", ""),
    ],
)
def test_given_words_when_a_name_is_looked_for_then_it_is_proposed_first_name_first(
    summary: str, name: str
) -> None:
    assert proposed_name(summary) == name
