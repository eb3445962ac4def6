"""Buffers of services in Settings: typed beside the length, stored in the practice's settings."""

from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSpinBox

from core.domain.enums import Role
from core.domain.errors import DiskFull
from core.store.practice.practice import Done
from desktop.app import Program
from desktop.settings.catalog import ServicesSection
from desktop.widgets.two_line import RowRole
from tests.desktop.settings.test_buttons import section
from tests.desktop.test_roles import become
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]


def page_of(program: Program) -> ServicesSection:
    return cast("ServicesSection", section(program, "Services"))


def type_minutes(box: QSpinBox, text: str) -> None:
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)


def add(program: Program, page: ServicesSection, name: str, before: str, after: str) -> None:
    page.add.click()
    page.name.set_text(name)
    type_minutes(page.before.editor, before)
    type_minutes(page.after.editor, after)
    QTest.keyClick(page.after.editor, Qt.Key.Key_Return)
    program.jobs.wait()


def stored(program: Program) -> Any:
    return work(program).opening.practice.settings.get("buffers")


def second_line(page: ServicesSection, name: str) -> Any:
    (row,) = (at for at in range(page.model.rowCount()) if page.model.item(at).text() == name)
    return page.model.item(row).data(RowRole.SECOND)


def open_row(page: ServicesSection, name: str) -> None:
    (row,) = (at for at in range(page.model.rowCount()) if page.model.item(at).text() == name)
    page.list.clicked.emit(page.model.index(row, 0))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("0", "10", "60 minutes · 10 free after"),
        ("5", "0", "60 minutes · 5 free before"),
        ("5", "10", "60 minutes · 5 free before, 10 after"),
        ("0", "0", "60 minutes"),
    ],
)
def test_given_a_new_service_when_its_buffer_is_typed_then_it_is_stored_and_listed(
    program: Program, before: str, after: str, told: str
) -> None:
    page = page_of(program)
    add(program, page, "Quiet massage", before, after)

    service = next(
        one for one in work(program).opening.practice.services.list() if one.name == "Quiet massage"
    )
    wanted = [int(before), int(after)]
    assert (stored(program) or {}).get(str(service.id)) == (wanted if any(wanted) else None)
    assert second_line(page, "Quiet massage") == told


def test_given_a_service_when_opened_again_then_its_buffer_shows_and_nought_takes_it_away(
    program: Program,
) -> None:
    page = page_of(program)
    add(program, page, "Quiet massage", "5", "10")
    open_row(page, "Quiet massage")
    assert (page.before.editor.value(), page.after.editor.value()) == (5, 10)
    assert not page.in_hand

    type_minutes(page.before.editor, "0")
    type_minutes(page.after.editor, "0")
    page.save.click()
    program.jobs.wait()

    assert stored(program) == {}
    assert second_line(page, "Quiet massage") == "60 minutes"


def test_given_a_change_of_both_when_it_is_undone_then_length_and_buffer_are_as_before(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = work(program).opening.practice
    page = page_of(program)
    add(program, page, "Quiet massage", "5", "10")
    before = stored(program)
    open_row(page, "Quiet massage")
    type_minutes(page.minutes.editor, "75")
    type_minutes(page.after.editor, "20")
    done: list[Done[Any]] = []
    monkeypatch.setattr(page, "_on_done", lambda told, _said: done.append(told))
    page.save.click()
    program.jobs.wait()
    assert stored(program) != before

    undo = done[0].undo
    assert undo is not None
    practice.undo(undo)

    service = next(one for one in practice.services.list() if one.name == "Quiet massage")
    assert service.default_duration_minutes == 60
    assert stored(program) == before


def test_given_a_service_that_is_renamed_when_its_buffer_stays_then_settings_are_not_written(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(program)
    add(program, page, "Quiet massage", "5", "10")
    open_row(page, "Quiet massage")

    def refuse(**_values: Any) -> None:
        raise DiskFull("Settings were written.")

    monkeypatch.setattr(work(program).opening.practice.settings, "set", refuse)
    page.name.set_text("Calm massage")
    page.save.click()
    program.jobs.wait()

    assert page.error.text() == ""
    assert second_line(page, "Calm massage") == "60 minutes · 5 free before, 10 after"


def test_given_what_was_typed_when_the_program_ended_then_it_is_there_again(program: Program) -> None:
    page = page_of(program)
    page.add.click()
    page.name.set_text("Quiet massage")
    type_minutes(page.after.editor, "15")
    content = page.content()
    assert content is not None

    page._close_form()
    page.take_up(content)
    program.jobs.wait()

    assert page.after.editor.value() == 15
    page.save.click()
    program.jobs.wait()
    assert list(stored(program).values()) == [[0, 15]]


def test_given_what_an_older_program_kept_when_taken_up_then_there_is_no_buffer(program: Program) -> None:
    page = page_of(program)
    page.show_values({"minutes": 50, "colour": "teal"})
    assert (page.before.editor.value(), page.after.editor.value()) == (0, 0)


def test_given_somebody_who_does_not_own_the_practice_when_a_service_is_saved_then_its_buffer_stays(
    program: Program,
) -> None:
    page = page_of(program)
    add(program, page, "Quiet massage", "5", "10")
    before = stored(program)
    become(work(program).opening.practice, Role.THERAPIST)
    page = page_of(program)
    assert not page.before.isEnabled()
    assert not page.after.isEnabled()

    open_row(page, "Quiet massage")
    page.name.set_text("Calm massage")
    page.save.click()
    program.jobs.wait()

    assert second_line(page, "Calm massage") == "60 minutes · 5 free before, 10 after"
    assert stored(program) == before
