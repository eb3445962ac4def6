"""A look at a picture or a PDF in the window: pages by keys, zoom, and what a hostile file may not do."""

import signal
import sys
import tempfile
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from core.store.attachments.attachments import type_of
from core.text.direction import isolated
from desktop.files.decoder_process import DecoderProcess
from desktop.files.open_file import OpenFile
from desktop.files.page_view import LEAST_ZOOM, MOST_KEPT, MOST_ZOOM, PageView
from desktop.files.pixels import Kind, PageSize, Pixels, Reason
from desktop.files.presenter import Adding
from desktop.files.preview import PreviewDialog, kind_of
from desktop.files.preview_words import reason_text
from desktop.files.view import FilesSection
from desktop.kit.theme import Theme
from desktop.widgets.text import ElidedText
from tests.desktop.files import hostile
from tests.desktop.records_room import Room

CONTROL = Qt.KeyboardModifier.ControlModifier


def look_at(room: Room, section: FilesSection, name: str, content: bytes) -> PreviewDialog:
    """The file is added and opened; what it holds may still be on its way."""
    section.presenter.add([Adding(name, content)])
    room.settle()
    room.settle()
    (held,) = (each for each in section.model.items if each.row.file_name == name)
    section.open(held)
    room.settle()
    assert section.preview is not None
    return section.preview


def pages_of(room: Room, preview: PreviewDialog) -> PageView:
    """As soon as everything in sight is drawn."""
    room.qtbot.waitUntil(lambda: preview.pages is not None, timeout=30_000)
    pages = preview.pages
    assert pages is not None
    drawn(room, preview, pages)
    return pages


def drawn(room: Room, preview: PreviewDialog, pages: PageView) -> None:
    room.qtbot.waitUntil(
        lambda: pages.next_wanted() is None and not (preview._file and preview._file.is_busy), timeout=30_000
    )


def refusal_of(room: Room, preview: PreviewDialog) -> str:
    opening = preview.words.text()
    room.qtbot.waitUntil(lambda: preview.words.text() != opening, timeout=30_000)
    return preview.words.text()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.PNG", Kind.PICTURE),
        ("a.jpg", Kind.PICTURE),
        ("a.webp", Kind.PICTURE),
        ("a.pdf", Kind.PDF),
        ("a.svg", None),
        ("a.txt", None),
        ("a.exe", None),
    ],
)
def test_given_a_files_name_when_asked_then_only_pictures_made_of_dots_and_pdf_are_decoded(
    name: str, kind: Kind | None
) -> None:
    assert kind_of(type_of(name)) is kind


def test_given_a_pdf_when_opened_then_pages_turn_by_keys_and_the_place_is_told(
    room: Room, section: FilesSection
) -> None:
    preview = look_at(room, section, "plan.pdf", hostile.pdf(7, (400, 100)))
    pages = pages_of(room, preview)
    assert pages.hasFocus()
    assert preview.position.text() == "Page 1 of 7"
    room.key(pages, Qt.Key.Key_PageDown)
    assert preview.position.text() == "Page 2 of 7"
    assert pages.accessibleName() == "plan.pdf, Page 2 of 7"
    room.key(pages, Qt.Key.Key_End)
    assert preview.position.text() == "Page 7 of 7"
    drawn(room, preview, pages)
    assert pages.is_drawn(6)
    room.key(pages, Qt.Key.Key_Home)
    assert preview.position.text() == "Page 1 of 7"
    room.key(pages, Qt.Key.Key_PageDown)
    room.key(pages, Qt.Key.Key_PageDown)
    assert preview.position.text() == "Page 3 of 7"
    room.key(pages, Qt.Key.Key_PageUp)
    assert preview.position.text() == "Page 2 of 7"
    room.key(pages, Qt.Key.Key_PageUp)
    room.key(preview.close_button, Qt.Key.Key_PageDown)
    assert preview.position.text() == "Page 2 of 7", "also where a button has the focus"
    room.key(pages, Qt.Key.Key_Escape)
    assert not preview.isVisible()


def test_given_a_tall_page_when_it_is_turned_then_no_line_of_it_is_passed_over(
    room: Room, section: FilesSection
) -> None:
    preview = look_at(room, section, "tall.pdf", hostile.pdf(2, (400, 3000)))
    pages = pages_of(room, preview)
    seen = pages.viewport().height()
    at = pages.verticalScrollBar().value()
    while preview.position.text() == "Page 1 of 2":
        room.key(pages, Qt.Key.Key_PageDown)
        assert at < pages.verticalScrollBar().value() <= at + seen
        at = pages.verticalScrollBar().value()


def test_given_a_pdf_when_zoomed_by_keys_buttons_and_wheel_then_it_is_drawn_anew_within_bounds(
    room: Room, section: FilesSection
) -> None:
    preview = look_at(room, section, "plan.pdf", hostile.pdf())
    pages = pages_of(room, preview)
    width = pages._images[0].width()
    assert width == round(pages._rects[0].width() * pages.devicePixelRatioF())
    room.key(pages, Qt.Key.Key_Plus, CONTROL)
    assert preview.percent.text() == "125 %"
    drawn(room, preview, pages)
    assert pages._images[0].width() == pytest.approx(width * 1.25, abs=2)
    room.key(pages, Qt.Key.Key_Minus, CONTROL)
    room.key(pages, Qt.Key.Key_Minus, CONTROL)
    assert preview.percent.text() == "80 %"
    room.key(pages, Qt.Key.Key_0, CONTROL)
    assert preview.percent.text() == "100 %"
    preview.zoom_in.click()
    assert preview.percent.text() == "125 %"
    preview.zoom_out.click()
    up = QWheelEvent(
        QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, CONTROL,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(pages.viewport(), up)
    assert preview.percent.text() == "125 %"
    for _ in range(20):
        pages.zoom_in()
    assert pages.zoom == MOST_ZOOM
    for _ in range(40):
        pages.zoom_out()
    assert pages.zoom == LEAST_ZOOM
    assert (preview.zoom_in.accessibleName(), preview.zoom_out.accessibleName()) == ("Zoom in", "Zoom out")


def test_given_a_place_in_the_middle_when_zoomed_then_it_stays_in_the_middle(
    room: Room, section: FilesSection
) -> None:
    preview = look_at(room, section, "plan.pdf", hostile.pdf(5))
    pages = pages_of(room, preview)
    bar = pages.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    page, part = pages._place_of(bar.value() + pages.viewport().height() // 2) or (0, 0.0)
    pages.zoom_in()
    now, now_part = pages._place_of(bar.value() + pages.viewport().height() // 2) or (0, 0.0)
    assert page == now
    assert part == pytest.approx(now_part, abs=0.01)


def test_given_many_pages_when_one_goes_through_them_then_few_pictures_are_kept(theme: Theme) -> None:
    view = PageView(theme, Kind.PDF, [PageSize(100, 900)] * 20)
    view.resize(400, 300)
    view.show()
    for page in range(20):
        view.verticalScrollBar().setValue(view._rects[page].top())
        view.asked(page, 1, 1)
        view.show_page(page, Pixels(1, 1, bytes(4)))
    assert len(view._images) <= MOST_KEPT
    view.fail_page(19)
    view.repaint()
    view.close()


def test_given_a_zoomed_picture_when_the_window_gets_lower_then_each_size_comes_to_rest(
    theme: Theme,
) -> None:
    view = PageView(theme, Kind.PICTURE, [PageSize(1600, 1200)])
    view.resize(930, 950)
    view.show()
    view.set_zoom(1.25)
    for height in range(950, 450, -1):
        view.resize(930, height)
    assert view._rects[0].width() == pytest.approx(view._rects[0].height() * 4 / 3, abs=2)
    view.close()


REFUSED = {
    "bomb.png": (hostile.png_bomb(), Reason.TOO_LARGE),
    "half.jpg": (hostile.truncated_jpeg(), Reason.DAMAGED),
    "plan.png": (hostile.pdf(), Reason.NOT_AS_NAMED),
    "plan.pdf": (hostile.pdf(1, (1e6, 1e6)), Reason.TOO_LARGE),
    "secret.pdf": (hostile.pdf_with_a_password(), Reason.PASSWORD),
}


@pytest.mark.parametrize("name", REFUSED)
def test_given_a_hostile_file_when_opened_then_the_window_stays_and_says_why(
    room: Room, section: FilesSection, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / "temporary"
    left.mkdir()
    for each in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(each, str(left))
    monkeypatch.setattr(tempfile, "tempdir", None)
    content, reason = REFUSED[name]
    preview = look_at(room, section, name, content)
    assert refusal_of(room, preview) == reason_text(reason)
    assert preview.close_button.hasFocus()
    assert preview.close_button.accessibleDescription() == reason_text(reason)
    assert not preview.zoom_in.isVisible()
    assert list(left.iterdir()) == []
    (held,) = section.model.items
    assert room.practice.contents.read(held.row.id) == content, "it is stored as it was added"
    room.key(preview.close_button, Qt.Key.Key_Return)
    assert not preview.isVisible()
    assert section.isVisible()


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_given_pages_in_sight_when_their_process_is_killed_then_the_reason_takes_their_place(
    room: Room, section: FilesSection
) -> None:
    preview = look_at(room, section, "plan.pdf", hostile.pdf(3))
    pages = pages_of(room, preview)
    assert preview._file is not None
    process = preview._file._process._process
    assert process is not None
    process.send_signal(signal.SIGKILL)
    room.key(pages, Qt.Key.Key_Plus, CONTROL)
    assert refusal_of(room, preview) == reason_text(Reason.LOST)
    assert "nothing is lost" in preview.words.text()
    assert preview.pages is None
    section.open(section.model.items[0])
    preview.reject()
    again = look_at(room, section, "other.pdf", hostile.pdf())
    pages_of(room, again)


def test_given_a_damaged_page_when_drawn_then_it_says_so_and_the_others_are_shown(
    room: Room, section: FilesSection
) -> None:
    preview = look_at(room, section, "plan.pdf", hostile.pdf_in_a_circle())
    pages = pages_of(room, preview)
    assert preview.position.text().startswith("Page 1 of ")
    assert pages.is_drawn(0)
    for _ in range(3):
        room.key(pages, Qt.Key.Key_End)
        drawn(room, preview, pages)
    assert preview.isVisible()


@pytest.mark.skipif(sys.platform == "win32", reason="asks for a signal")
@pytest.mark.parametrize("how", ["closed", "locked"])
def test_given_a_file_in_sight_when_the_look_at_it_ends_then_its_process_does(
    room: Room, section: FilesSection, how: str
) -> None:
    preview = look_at(room, section, "plan.pdf", hostile.pdf(3))
    pages_of(room, preview)
    assert preview._file is not None
    process = preview._file._process._process
    assert process is not None
    if how == "closed":
        preview.close_button.click()
    else:
        preview.reject()  # as the curtain does with every dialog
    assert process.wait(30) == -signal.SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="asks for a signal")
def test_given_a_file_in_sight_when_the_whole_window_is_destroyed_then_its_process_ends(
    room: Room,
) -> None:
    owner = QObject()
    made: list[DecoderProcess] = []

    def begin() -> DecoderProcess:
        made.append(DecoderProcess())
        return made[-1]

    file = OpenFile(Kind.PDF, hostile.pdf(), begin, owner)
    with room.qtbot.waitSignal(file.opened, timeout=30_000):
        pass
    shiboken6.delete(owner)
    process = made[0]._process
    assert process is not None
    assert process.wait(30) == -signal.SIGKILL


def test_given_a_file_that_is_read_when_the_practice_is_locked_then_it_does_not_open_behind_the_curtain(
    room: Room, section: FilesSection
) -> None:
    section.presenter.add([Adding("plan.pdf", hostile.pdf())])
    room.settle()
    room.settle()
    section.open(section.model.items[0])
    room.bus.locking.emit()
    room.settle()
    assert section.preview is None
    room.bus.unlocked.emit()
    section.open(section.model.items[0])
    room.settle()
    assert section.preview is not None


def test_given_the_privacy_blur_when_a_file_is_opened_then_its_name_is_not_there(
    room: Room, section: FilesSection
) -> None:
    room.bus.set_blurred(True)
    preview = look_at(room, section, "Mira Talbot.pdf", hostile.pdf())
    pages = pages_of(room, preview)
    assert pages.accessibleName() == "….pdf, Page 1 of 1"


def test_given_every_reason_when_told_then_each_has_its_own_sentence() -> None:
    reasons = set(Reason) - {Reason.NONE, Reason.SIGNED}  # a signed file is shown like any other
    assert len({reason_text(reason) for reason in reasons}) == len(reasons)


def test_given_a_picture_when_shown_then_the_keys_that_it_does_not_know_are_left_to_the_dialog(
    room: Room, section: FilesSection
) -> None:
    preview = look_at(room, section, "scan.png", hostile.picture("PNG"))
    pages = pages_of(room, preview)
    assert preview.position.text() == ""
    assert pages.accessibleName() == "scan.png"
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right):
        room.key(pages, key)
    pages.zoom_in()
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    room.key(pages, Qt.Key.Key_Return)
    assert not preview.isVisible()


def test_given_a_hebrew_name_with_a_latin_ending_then_the_heading_orders_it_as_the_list_does(
    room: Room, section: FilesSection
) -> None:
    name = "צילום ברך 12.txt"
    heading = look_at(room, section, name, b"words").findChild(ElidedText)
    assert heading is not None
    listed = section.model.index(0).data()
    # The list isolates what it paints, so that the name reads in its own direction in either window.
    assert (listed, heading.text(), heading.textFormat()) == (name, isolated(name), Qt.TextFormat.PlainText)
    in_list = painted(room, isolated(listed), heading)
    assert painted(room, heading.text(), heading) == in_list
    assert painted(room, name, heading) != in_list


def painted(room: Room, text: str, like: ElidedText) -> QImage:
    """What a label of this size shows."""
    label = room.show(ElidedText(text, size="large"), like.width(), like.height())
    return label.grab().toImage()
