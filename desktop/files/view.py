"""The quiet section "Files" of a client or a note: the list, adding with progress, and what can be done."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import AttachmentId
from core.domain.records import Attachment
from core.store.attachments.listing import ListedAttachment
from desktop.files.actions import FileActions
from desktop.files.deleted_files import DeletedFiles
from desktop.files.file_delegate import FileDelegate
from desktop.files.incoming import files_in, pasted_picture
from desktop.files.naming import name_for_copy
from desktop.files.originals import KeepOriginals
from desktop.files.presenter import Adding, Batch, FilesOwner, FilesPresenter
from desktop.files.preview import PreviewDialog, can_preview, preview_of
from desktop.files.questions import CAPTION, NAME, ask_caption, ask_name
from desktop.files.texts import (
    badge,
    copy_words,
    file_row,
    shown_name,
    stripped_text,
    telling_words,
    trouble_text,
)
from desktop.files.thumbnails import Thumbnails
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.kit.unfinished import Unfinished
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.floating import Floating
from desktop.widgets.question import QuestionDialog
from desktop.widgets.rows import ListRow, RowsModel
from desktop.widgets.text import ElidedText, Text
from desktop.widgets.two_line import reading_list

MOST_LINES = 6
"""More files than these scroll inside their list."""


class FilesSection(QFrame):
    """Implements FilesView. Files may be dropped on it or pasted, and so may a picture."""

    came_up = Signal()
    """The file that was looked for is chosen in the list, which has the focus."""
    _progressed = Signal(object)

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._sought: AttachmentId | None = None
        self.setAcceptDrops(True)
        self.setProperty("card", True)
        self.presenter = FilesPresenter(
            context.practice, context.jobs, context.slow_jobs, context.bus, preview_of, self
        )
        self.model = RowsModel(self._render, self, whole=True)
        self.list = reading_list(context.theme, tr("Files", "Files"))
        self.list.setModel(self.model)
        self.thumbnails = Thumbnails(context.practice.contents.read, context.slow_jobs, self)
        self.list.setItemDelegate(FileDelegate(context.theme, self.list, self.model, self._picture))
        self.add = Button(tr("Files", "Add files…"), self.choose, compact=True)
        self.originals = KeepOriginals(context.bus)
        self.empty = Text(
            tr("Files", "No files yet. Drop one here, paste a picture with Ctrl+V, or press Ctrl+Shift+A."),
            tone="secondary",
            wrap=True,
        )
        self.banner = Banner(context.theme)
        self._told = Floating(self.banner, self)
        self.actions_ = FileActions(self)
        self.deleted_files = DeletedFiles(context)
        self._locked = False
        self._wanted: AttachmentId | None = None
        """A file that was restored is marked as soon as it is listed."""
        self._adding = ElidedText(tone="secondary")
        self.bar = QProgressBar()
        self.cancel = Button(tr("Files", "Cancel"), self.presenter.cancel_adding, compact=True)
        self._progress = QWidget()
        self.preview: PreviewDialog | None = None
        self._lay_out()
        self._connect()
        self.show_adding(None)

    def show_place(self, place: FilesOwner) -> None:
        """Shows the files of a client or of a note; a message about another place goes."""
        if place != self.presenter.place:
            self.banner.hide()
            self.deleted_files.fold()
            self._wanted = None
        self.presenter.show(place)

    def tell_over(self, page: QWidget, most_px: int) -> None:
        """What went wrong is said over the lower edge of this page: its files may be out of sight."""
        self._told.leave()
        self._told = Floating(self.banner, page, most_px=most_px)

    def look_for(self, file_id: UUID | None) -> None:
        """Chosen as soon as the place that is shown next has it."""
        self._sought = AttachmentId(file_id) if file_id is not None else None

    def choose(self) -> None:
        """The system's dialog; it opens without holding up the lock."""
        dialog = QFileDialog(self, tr("Files", "Add files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._on_chosen)
        dialog.open()

    @property
    def chosen(self) -> ListedAttachment | None:
        """The file that is marked in the list."""
        held = self.model.item(self.list.currentIndex())
        return held if isinstance(held, ListedAttachment) else None

    # What the presenter says.

    def show_files(self, files: Sequence[ListedAttachment]) -> None:
        """Its height is that of the rows, of `MOST_LINES` at most; a list that had the focus keeps it."""
        marked = self.chosen
        had_focus = self.list.hasFocus() or self.actions_.delete.hasFocus()
        wanted = self._wanted or (marked.row.id if marked is not None else None)
        self.model.set_items(files)
        self.list.setVisible(bool(files))
        self.empty.setVisible(not files)
        rows = [self.list.sizeHintForRow(number) for number in range(min(len(files), MOST_LINES))]
        self.list.setFixedHeight(sum(rows) + tokens.S)
        ids = [held.row.id for held in files]
        if wanted in ids:
            self.list.setCurrentIndex(self.model.row_of(ids.index(wanted)))
        if self._wanted in ids:
            self._wanted, had_focus = None, True
        if self._sought is not None and self._sought in ids:
            self._choose_sought(ids.index(self._sought))
        elif had_focus:
            (self.list if files else self.add).setFocus()
        self._show_actions()

    def show_deleted(self, files: Sequence[Attachment]) -> None:
        self.deleted_files.show_files(files)

    def _choose_sought(self, number: int) -> None:
        self._sought = None
        self.list.setCurrentIndex(self.model.row_of(number))
        self.list.setFocus()
        self.came_up.emit()

    def show_adding(self, name: str | None) -> None:
        """Until `told_progress` is called the bar only says that something goes on."""
        if self.cancel.hasFocus():
            self.add.setFocus()
        self._progress.setVisible(name is not None)
        self.bar.setRange(0, 0)
        if name is not None:
            shown = shown_name(name, blurred=self._context.bus.blurred)
            self._adding.setText(tr("Files", "Adding {name}", name=shown))
            self.bar.setAccessibleName(self._adding.text())

    def told_progress(self, done: int, total: int) -> None:
        """Called on the worker."""
        self._progressed.emit((done, total))

    def show_preview(self, held: ListedAttachment, preview: object) -> None:
        """What cannot be shown is offered as a copy instead."""
        if not self.isVisible() or self._locked:
            return  # the person went elsewhere while it was read
        if not isinstance(preview, str | bytes):
            self.offer_copy(held)
            return
        if self.preview is not None:
            return  # opened twice before the first had been read
        name = shown_name(held.row.file_name, blurred=self._context.bus.blurred)
        save = partial(self.ask_where, held)
        self.preview = PreviewDialog(held.row, name, preview, save, self._context.theme, self)
        self.preview.finished.connect(self._on_preview_left)
        self.preview.open()

    def copy_saved(self) -> None:
        self._context.navigator.toast(tr("Files", "Copy saved"))

    def deleted(self, held: ListedAttachment) -> None:
        said = tr("Files", "File deleted; it can be restored under Deleted files")
        self._context.navigator.toast(said, lambda: self.presenter.restore(held))

    def restored(self, row: Attachment) -> None:
        """Marked in the list, where the focus goes as well."""
        self._wanted = row.id
        delete_again = partial(self.presenter.delete_again, row)
        self._context.navigator.toast(tr("Files", "File restored"), delete_again)

    def renamed(self, undo: Callable[[], None]) -> None:
        self._context.navigator.toast(tr("Files", "File renamed"), undo)

    def refuse_name(self, held: ListedAttachment, typed: str, error: UserError) -> None:
        """Asks again, with the reason and what was typed."""
        rename = partial(self.presenter.rename, held)
        ask_name(self._context.navigator, held.row, rename, typed, error.sentence)

    def refuse(self, error: UserError) -> None:
        """In a banner, until a person closes it or another client or note comes."""
        self.banner.say(error.sentence, "danger")

    def show_trouble(self, batch: Batch) -> None:
        """In the same banner, all of them with their names."""
        said = trouble_text(batch, blurred=self._context.bus.blurred)
        self.banner.say(said, "danger" if batch.refused else "warning")

    def cut_short(self, kind: Unfinished, count: int) -> None:
        self._context.bus.cut_short.emit(kind, count)

    def ask_to_keep(self, names: Sequence[str], keep: Callable[[], None]) -> None:
        """Before they are kept; a lock leaves the question, and says afterwards that they stayed outside."""
        title, words, verb = telling_words(names, blurred=self._context.bus.blurred)
        leave = tr("Files", "Do not add")
        question = QuestionDialog(self.window(), title, words, verb, keep, leave=leave)
        question.rejected.connect(partial(self._on_not_kept, len(names)))
        question.open()

    def stripped(self, batch: Batch) -> None:
        self._context.navigator.toast(stripped_text(batch))

    # What the person does.

    def open(self, held: ListedAttachment) -> None:
        """Enter, or a click on Open: shows it, or gets it from the clinic first, or offers a copy."""
        if held.is_here and not can_preview(held.row):
            self.offer_copy(held)
        else:
            self.presenter.open(held)

    def open_file(self, file_id: AttachmentId) -> None:
        """As `open`, for one of the files that are listed here."""
        held = next((each for each in self.model.items if each.row.id == file_id), None)
        if held is not None:
            self.open(held)

    def offer_copy(self, held: ListedAttachment) -> None:
        """For a kind of file that only another program can show."""
        QuestionDialog(
            self.window(),
            tr("Files", "Save a copy?"),
            copy_words(held.row),
            tr("Files", "Save a copy…"),
            lambda: self._choose_target(held),
        ).open()

    def ask_where(self, held: ListedAttachment) -> None:
        """Leaves the preview, if it is open, and offers a copy."""
        if self.preview is not None:
            self.preview.reject()
        self.offer_copy(held)

    def ask(self, kind: str, held: ListedAttachment) -> None:
        """For its name or its caption: `FILE_QUESTIONS`."""
        if kind == NAME:
            ask_name(self._context.navigator, held.row, partial(self.presenter.rename, held))
        else:
            ask_caption(self._context.navigator, held.row, partial(self.presenter.set_caption, held))

    def ask_chosen(self) -> None:
        """For the name of the marked file; a toast says so where none is marked."""
        if (held := self.chosen) is not None:
            self.ask(NAME, held)
        else:
            self._context.navigator.toast(tr("Files", "Mark the file first"))

    def paste_clipboard(self) -> None:
        """Ctrl+V: files or a picture; a toast says so where there is neither."""
        if not self.paste(QGuiApplication.clipboard().mimeData()):
            self._context.navigator.toast(tr("Files", "There is no file and no picture to paste"))

    def paste(self, data: QMimeData) -> bool:
        """Files or a picture from the clipboard or a drop; whether there was any."""
        files = files_in(data)
        if not files and data.hasImage():
            now: datetime = self._context.clock.now()
            picture = pasted_picture(data.imageData(), now)
            files = [picture] if picture is not None else []
        self._add(files)
        return bool(files)

    def _add(self, files: Iterable[Adding]) -> None:
        self.presenter.add(files, strips=not self._context.bus.keeps_originals)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()) or event.mimeData().hasImage():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if self.paste(event.mimeData()):
            event.acceptProposedAction()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the part that has the focus leaves over; while there is no file, the list is hidden."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_clipboard()
        elif event.matches(QKeySequence.StandardKey.Delete) and self.list.hasFocus():
            self._on_delete()
        else:
            super().keyPressEvent(event)

    def _choose_target(self, held: ListedAttachment) -> None:
        dialog = QFileDialog(self, tr("Files", "Save a copy that is not encrypted"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.selectFile(name_for_copy(held.row.file_name))
        dialog.fileSelected.connect(lambda path: self.presenter.save_copy(held, Path(path)))
        dialog.open()

    def _render(self, held: ListedAttachment) -> ListRow:
        bus = self._context.bus
        return file_row(held, bus.line, self._context.clock.now(), blurred=bus.blurred)

    def _picture(self, held: ListedAttachment, side: int) -> QPixmap | None:
        """Who must not read names must not see pictures."""
        return None if self._context.bus.blurred else self.thumbnails.of(held, side)

    def _on_locking(self) -> None:
        self._locked = True
        self.thumbnails.rest()

    def _on_not_kept(self, count: int) -> None:
        if self._locked:
            self.cut_short(Unfinished.FILES, count)

    def _on_unlocked(self) -> None:
        self._locked = False
        self.thumbnails.wake()

    def _show_actions(self) -> None:
        held = self.chosen
        self.actions_.show_for(held, "" if held is None else badge(held, self._context.bus.line).text)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(tokens.S, 0, tokens.S, 0)
        head.addWidget(Text(tr("Files", "Files"), size="large"), 1)
        head.addWidget(self.add)
        moving = QHBoxLayout(self._progress)
        moving.setContentsMargins(tokens.S, 0, tokens.S, 0)
        moving.setSpacing(tokens.M)
        self.bar.setTextVisible(False)
        moving.addWidget(self._adding, 2)
        moving.addWidget(self.bar, 3)
        moving.addWidget(self.cancel)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.S, tokens.M, tokens.S, tokens.M)
        self.empty.setContentsMargins(tokens.S, 0, tokens.S, tokens.S)
        box.setSpacing(tokens.S)
        box.addLayout(head)
        for widget in (
            self.originals,
            self._progress,
            self.empty,
            self.list,
            self.actions_,
            self.deleted_files,
        ):
            box.addWidget(widget)
        self.list.setProperty("flat", True)

    def _connect(self) -> None:
        bus = self._context.bus
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._on_menu_requested)
        self.list.activated.connect(self._on_activated)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)
        bus.changed.connect(self._on_rows_changed)
        bus.blur_changed.connect(self._on_look_changed)
        bus.line_changed.connect(self._on_look_changed)
        bus.locking.connect(self._on_locking)
        bus.leaving.connect(self.presenter.shut)
        bus.unlocked.connect(self._on_unlocked)
        self.thumbnails.made.connect(self.list.viewport().update)
        bus.files_moved.connect(self._on_files_moved)
        actions = self.actions_
        actions.open_requested.connect(self._on_open)
        actions.fetch_stopped.connect(self._on_fetch_stopped)
        actions.copy_requested.connect(self._on_copy)
        actions.name_requested.connect(self.ask_chosen)
        actions.caption_requested.connect(self._on_caption)
        actions.delete_requested.connect(self._on_delete)
        self.deleted_files.restore_requested.connect(self.presenter.restore_deleted)

    def _on_chosen(self, paths: Iterable[str]) -> None:
        self._add(Adding(Path(path).name, Path(path)) for path in paths)

    def _on_progressed(self, progress: tuple[int, int]) -> None:
        done, total = progress
        self.bar.setRange(0, 1000)
        self.bar.setValue(done * 1000 // max(total, 1))

    def _on_activated(self, index: QModelIndex | QPersistentModelIndex) -> None:
        held = self.model.item(index)
        if isinstance(held, ListedAttachment):
            self.open(held)

    def _on_current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_actions()

    def _on_rows_changed(self, changed: tuple[Changed, ...]) -> None:
        if self.isVisible():
            self.presenter.rows_changed(changed)

    def _on_files_moved(self) -> None:
        if self.isVisible():
            self.presenter.load()

    def _on_look_changed(self, _: object = None) -> None:
        self.model.render_again()
        self.deleted_files.render_again()
        self._show_actions()

    def _on_preview_left(self) -> None:
        self.preview = None

    def _on_open(self) -> None:
        if (held := self.chosen) is not None:
            self.open(held)

    def _on_fetch_stopped(self) -> None:
        if (held := self.chosen) is not None:
            self.presenter.fetch(held, wanted=False)

    def _on_copy(self) -> None:
        if (held := self.chosen) is not None:
            self.offer_copy(held)

    def _on_caption(self) -> None:
        if (held := self.chosen) is not None:
            self.ask(CAPTION, held)

    def _on_menu_requested(self, at: QPoint) -> None:
        if self.list.indexAt(at).isValid():
            self.actions_.pop_up(self.list.viewport().mapToGlobal(at))

    def _on_delete(self) -> None:
        if (held := self.chosen) is not None:
            self.presenter.delete(held)
