"""The screens with files for shots.py: none, one in every state, a note's, a look at one, the sync panel."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import cast

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from core.store.attachments.blob_states import BlobState
from core.store.attachments.listing import ListedAttachment
from core.store.attachments.transfer_totals import Moving
from desktop.clients.screen import ClientsScreen
from desktop.files.incoming import pasted_picture
from desktop.files.preview import PreviewDialog
from desktop.files.view import FilesSection
from desktop.kit.bus import FilesLine
from desktop.notes.screen import NotesScreen
from desktop.shell.unlocked import UnlockedSession
from desktop.sync_status.panel import file_lines
from desktop.sync_status.state import StatusPhase, SyncState
from desktop.sync_status.texts import pill_words
from tests.desktop.conftest import MONDAY, NOW
from tests.desktop.files.hostile import pdf

Shoot = Callable[[QWidget, str], object]
NAMES = (
    ("MRI of the left knee.png", "Before the operation"),
    ("הפניה מרופאת המשפחה.pdf", "מכתב הפניה, ברך שמאל"),
    (
        "A referral letter with a very long name that the practice of Dr Featherstone gave it.pdf",
        "",
    ),
    ("exercise plan.txt", "Weeks 1 to 6"),
    ("gait.mp4", ""),
    ("scan.jpg", "Shoulder"),
    ("receipt.pdf", ""),
)


def shoot_files(work: UnlockedSession, shoot: Shoot) -> None:
    """Every picture of them; `work` has the invented practice open."""
    practice = work.opening.practice
    detail = cast("ClientsScreen", work.window.screens["clients"]).detail
    client = practice.clients.list()[0].client
    work.navigator.open_client(client.id)
    settle(work)
    detail.ensureWidgetVisible(detail.files)
    shoot(work.window, "files-empty")
    for name, caption in reversed(NAMES):
        done = practice.attachments.add(content(name), client.id, file_name=name, caption=caption)
        work.bus.publish(done.changed)
    settle(work)
    shoot_states(work, detail.files, shoot)
    shoot_note(work, shoot)
    shoot_panel(work, shoot)


def shoot_note(work: UnlockedSession, shoot: Shoot) -> None:
    practice = work.opening.practice
    note = practice.notes.drafts()[0].note
    for name, caption in NAMES[:2]:
        practice.attachments.add(content(name), note.client_id, note.id, file_name=name, caption=caption)
    work.navigator.open_note(note.id)
    settle(work)
    page = cast("NotesScreen", work.window.screens["notes"]).editor.page
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    shoot(work.window, "files-note")


def shoot_states(work: UnlockedSession, section: FilesSection, shoot: Shoot) -> None:
    files = [section.model.item(section.model.row_of(at)) for at in range(len(NAMES))]
    shown = in_every_state([cast("ListedAttachment", one) for one in files])
    work.bus.set_line(FilesLine.OPEN)
    section.show_files(shown)
    section.list.setCurrentIndex(section.model.row_of(0))
    section.list.setFocus()
    shoot(work.window, "files-client")
    section.show_adding("ultrasound.mp4")
    section.told_progress(3, 10)
    section.banner.say("ultrasound 2.mp4: The disk is full; the file was not added.", "danger")
    section.list.setCurrentIndex(section.model.row_of(3))
    shoot(work.window, "files-adding")
    section.show_adding(None)
    section.banner.hide()
    for name in ("png", "pdf", "txt"):
        held = next(one for one in shown if one.row.file_name.endswith(name))
        section.presenter.open(held)
        settle(work)
        assert section.preview is not None
        wait_for_pages(section.preview)
        shoot(section.preview, f"files-preview-{name}")
        section.preview.close()


def wait_for_pages(preview: PreviewDialog) -> None:
    """Nothing of a text."""
    if isinstance(preview.content, QPlainTextEdit):
        return
    while preview.pages is None or not preview.pages.is_drawn(0):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def shoot_panel(work: UnlockedSession, shoot: Shoot) -> None:
    state = SyncState(phase=StatusPhase.IDLE, saved_at=NOW - timedelta(hours=1), unsent_files=2)
    words = pill_words(state, MONDAY.replace(hour=9, minute=30))
    work.window.top.show_sync(words)
    lines = file_lines(Moving(files=2, done=7, total=40, unsent=2), FilesLine.METERED)
    work.panel.show_state(words.text, state, MONDAY.replace(hour=9, minute=30), lines)
    work.panel.toggle()
    shoot(work.window, "files-panel")
    work.panel.close_panel()


def in_every_state(files: Sequence[ListedAttachment]) -> list[ListedAttachment]:
    chunks = [replace(held, row=replace(held.row, chunk_count=12)) for held in files]
    states = (
        (12, BlobState(12)),
        (0, BlobState(12)),
        (12, BlobState(5)),
        (12, BlobState(0)),
        (4, BlobState(12, wanted=True)),
        (12, BlobState(12, problem="damaged")),
        (0, BlobState(3)),
    )
    return [replace(held, here=here, state=state) for held, (here, state) in zip(chunks, states, strict=True)]


def content(name: str) -> bytes:
    """What the name says."""
    if name.endswith("pdf"):
        return pdf(3)
    if not name.endswith(("png", "jpg")):
        return "\n".join(f"{week}. Walk {10 * week} minutes a day; {name}." for week in range(1, 40)).encode()
    picture = QImage(1600, 1100, QImage.Format.Format_RGB32)
    picture.fill(QColor("#10302e"))
    painter = QPainter(picture)
    for ring in range(8):
        painter.setBrush(QColor.fromHsv(170, 90, 60 + 20 * ring))
        painter.drawEllipse(300 + 60 * ring, 50 + 60 * ring, 1000 - 120 * ring, 1000 - 120 * ring)
    painter.end()
    pasted = pasted_picture(picture, NOW)
    assert pasted is not None
    return cast("bytes", pasted.source)


def settle(work: UnlockedSession) -> None:
    work.jobs.wait()
    work.slow_jobs.wait()
    work.jobs.wait()
