"""How much room files may take, in Settings: an owner sets it, everybody who reads files sees it."""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.enums import Role
from core.domain.file_limits import FileLimits
from desktop.app import Program
from desktop.settings.files import FileLimitsSection
from desktop.widgets.toast import Toast
from tests.desktop.settings.test_buttons import section
from tests.desktop.test_roles import become
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]


def page_of(program: Program) -> FileLimitsSection:
    return cast("FileLimitsSection", section(program, "Files"))


def limits(program: Program) -> FileLimits:
    return work(program).opening.practice.attachments.room()[1]


def type_size(page: FileLimitsSection, name: str, text: str) -> None:
    box = page.fields[name].editor
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)


def test_given_an_owner_when_a_limit_is_typed_then_it_holds_and_undo_takes_it_back(program: Program) -> None:
    page = page_of(program)
    assert [field.editor.text() for field in page.fields.values()] == ["10 MB", "50 MB", "100 MB", "10 GB"]
    type_size(page, "file", "25")
    type_size(page, "practice", "20")
    QTest.keyClick(page.fields["practice"].editor, Qt.Key.Key_Return)
    program.jobs.wait()
    assert limits(program) == FileLimits(file=25, practice=20 * 1024)
    (toast,) = work(program).window.findChildren(Toast)
    toast.undo()
    program.jobs.wait()
    assert limits(program) == FileLimits()


def test_given_a_limit_that_another_laptop_set_meanwhile_when_another_one_is_saved_then_both_hold(
    program: Program,
) -> None:
    page = page_of(program)
    type_size(page, "client", "300")
    work(program).opening.practice.settings.set(file_limits={"note": 60, "practice": 1500})
    page.save.click()
    program.jobs.wait()
    assert limits(program) == FileLimits(note=60, client=300, practice=1500)


def test_given_files_in_the_practice_when_the_page_opens_then_it_tells_how_much_they_take(
    program: Program,
) -> None:
    practice = work(program).opening.practice
    client = practice.clients.list()[0].client.id
    held = practice.attachments.add(b"x" * 1_500_000, client, file_name="scan.pdf").value
    practice.attachments.delete(held.id)
    page = page_of(program)
    taken = practice.attachments.room()[0].practice
    assert page.taken.text() == f"All files together take {taken / 2**20:.1f} MB, the deleted ones too."


def test_given_somebody_who_is_no_owner_when_the_page_opens_then_it_is_read_only(program: Program) -> None:
    become(work(program).opening.practice, Role.THERAPIST)
    page = page_of(program)
    assert not page.fields["file"].editor.isEnabled()
    assert not page.save.isEnabled()
