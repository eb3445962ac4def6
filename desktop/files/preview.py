"""A look at one file from memory: a picture, a PDF or plain text. Nothing is written anywhere."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.records import Attachment
from core.text.direction import isolated
from desktop.files.decoder_process import DecoderProcess
from desktop.files.open_file import OpenFile, StartDecoder
from desktop.files.page_view import MOST_ZOOM, PageView
from desktop.files.pixels import Kind, PageSize, Pixels, Reason
from desktop.files.preview_words import pages_text, reason_text, zoom_text
from desktop.files.texts import size_text
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.buttons import Button
from desktop.widgets.dialog import Dialog
from desktop.widgets.text import ElidedText, Text

_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff"})
_PDF = "application/pdf"
_LONGEST_TEXT = 2_000_000
_WIDEST_PX, _TALLEST_PX = 980, 1080
_SHORTER_PX = 760
_NOTICE_PX = QSize(560, 300)
"""Where there is nothing to see but the reason."""
_TEXTS = frozenset({"text/plain", "text/csv", "text/markdown"})


def kind_of(file_type: str) -> Kind | None:
    """What a process of its own makes pixels of; None for every other kind."""
    if file_type in _PICTURES:
        return Kind.PICTURE
    return Kind.PDF if file_type == _PDF else None


def can_preview(row: Attachment) -> bool:
    """Whether this program shows it; else a copy can be saved."""
    is_text = row.file_type in _TEXTS and row.file_size_bytes <= _LONGEST_TEXT
    return is_text or kind_of(row.file_type) is not None


def preview_of(row: Attachment, content: bytes) -> str | bytes | None:
    """Called on a worker: a text, the content of a picture or a PDF, or None for what cannot be shown."""
    if row.file_type in _TEXTS:
        return content.decode("utf-8", errors="replace").removeprefix("\ufeff")
    return None if kind_of(row.file_type) is None else content


class PreviewDialog(Dialog):
    """Esc closes it, and so does the lock. `name` is the file's, or what the privacy blur leaves of it."""

    def __init__(
        self,
        row: Attachment,
        name: str,
        preview: str | bytes,
        save: Callable[[], None],
        theme: Theme,
        parent: QWidget,
        start: StartDecoder = DecoderProcess,
    ) -> None:
        super().__init__(parent)
        self._theme, self._name = theme, name
        self._kind = kind_of(row.file_type) or Kind.PICTURE
        self.setWindowTitle(tr("Files", "File"))
        self.finished.connect(self.deleteLater)
        self.words = Text(tr("Files", "Opening…"), tone="secondary", wrap=True)
        self._mark = QLabel()
        self._notice = self._lay_out_notice()
        self._refused = False
        self.stack = QStackedWidget()
        self.pages: PageView | None = None
        self.position = Text(tone="secondary", size="small")
        self.percent = Text(tone="secondary", size="small")
        self.save = Button(tr("Files", "Save a copy…"), save)
        self.close_button = Button(tr("Files", "Close"), self.reject, kind="primary")
        self._count = 1
        self._zooming = self._zoom_buttons()
        self._zooming.hide()
        self._lay_out(name, size_text(row.file_size_bytes))
        self.default = self.close_button
        self._file: OpenFile | None = None
        if isinstance(preview, str):
            self._show(self._text(preview))
        else:
            self._open(preview, start)

    @property
    def content(self) -> QWidget:
        """The text, the pages, or the words that stand in their place."""
        return self.stack.currentWidget() or self.stack

    @override
    def size_in(self, room: QSize) -> QSize:
        if self._refused:
            return QSize(min(_NOTICE_PX.width(), room.width()), min(_NOTICE_PX.height(), room.height()))
        tallest = _TALLEST_PX if self._kind is Kind.PDF else _SHORTER_PX
        return QSize(min(_WIDEST_PX, room.width() * 4 // 5), min(tallest, room.height() * 9 // 10))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages turn wherever the focus is."""
        if self.pages is None or not self.pages.take_key(event):
            super().keyPressEvent(event)

    def _open(self, content: bytes, start: StartDecoder) -> None:
        self.stack.addWidget(self._notice)
        self._file = file = OpenFile(self._kind, content, start, self)
        file.opened.connect(self._on_opened)
        file.refused.connect(self._on_refused)
        file.drawn.connect(self._on_drawn)
        file.failed.connect(self._on_failed)
        self.finished.connect(file.close)
        self.close_button.setFocus()

    def _show(self, content: QWidget) -> None:
        content.setAccessibleName(self._name)
        self.stack.addWidget(content)
        self.stack.setCurrentWidget(content)
        content.setFocus()

    def _lay_out(self, name: str, size: str) -> None:
        facts = QHBoxLayout()
        facts.setSpacing(tokens.M)
        facts.addWidget(Text(size, tone="secondary", size="small"))
        facts.addWidget(self.position)
        facts.addStretch(1)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(ElidedText(isolated(name), size="large"))  # as the list paints it
        head.addLayout(facts)
        foot = QHBoxLayout()
        foot.addWidget(self.save)
        foot.addStretch(1)
        foot.addWidget(self._zooming)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.L, tokens.XL, tokens.L)
        box.setSpacing(tokens.M)
        box.addLayout(head)
        box.addWidget(self.stack, 1)
        box.addLayout(foot)

    def _lay_out_notice(self) -> QWidget:
        notice = QWidget()
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(notice)
        box.setSpacing(tokens.M)
        box.addStretch(1)
        box.addWidget(self._mark)
        box.addWidget(self.words)
        box.addStretch(1)
        return notice

    def _zoom_buttons(self) -> QWidget:
        group = QWidget()
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.S)
        self.zoom_out = self._zoom_button("−", tr("Files", "Zoom out"), "Ctrl+−")
        self.zoom_in = self._zoom_button("+", tr("Files", "Zoom in"), "Ctrl++")
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.percent.setMinimumWidth(self.percent.fontMetrics().horizontalAdvance(zoom_text(MOST_ZOOM)))
        self.percent.setToolTip(tr("Files", "As it was opened: {key}", key="Ctrl+0"))
        for widget in (self.zoom_out, self.percent, self.zoom_in):
            row.addWidget(widget)
        return group

    def _zoom_button(self, sign: str, name: str, key: str) -> Button:
        button = Button(sign, kind="quiet", compact=True)
        button.setAccessibleName(name)
        button.setToolTip(f"{name}  {key}")
        return button

    @staticmethod
    def _text(text: str) -> QPlainTextEdit:
        shown = QPlainTextEdit(text)
        shown.setReadOnly(True)
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        return shown

    def _on_opened(self, sizes: Sequence[PageSize]) -> None:
        self.pages = pages = PageView(self._theme, self._kind, sizes)
        pages.wanting.connect(self._draw_next)
        pages.page_changed.connect(self._tell_place)
        pages.zoom_changed.connect(self._tell_zoom)
        self.zoom_out.clicked.connect(pages.zoom_out)
        self.zoom_in.clicked.connect(pages.zoom_in)
        self._count = len(sizes)
        was_saving = self.save.hasFocus()
        self._show(pages)
        if was_saving:
            self.save.setFocus()
        self._zooming.show()
        self._tell_place(0)
        self._tell_zoom(1.0)

    def _on_refused(self, reason: Reason) -> None:
        self.pages = None
        self._zooming.hide()
        self.position.setText("")
        self._refused = True
        ratio = self.devicePixelRatioF()
        self._mark.setPixmap(self._theme.pixmap("alert", "warning", tokens.XXL, ratio))
        self.words.set_tone("")
        self.words.setText(reason_text(reason))
        self.close_button.setAccessibleDescription(self.words.text())
        self.stack.setCurrentWidget(self._notice)
        self.close_button.setFocus()
        self.fit_again()

    def _on_drawn(self, page: int, pixels: Pixels) -> None:
        if self.pages is not None:
            self.pages.show_page(page, pixels)
            self._draw_next()

    def _on_failed(self, page: int) -> None:
        if self.pages is not None:
            self.pages.fail_page(page)
            self._draw_next()

    def _draw_next(self) -> None:
        if self._file is None or self._file.is_busy or self.pages is None:
            return
        wanted = self.pages.next_wanted()
        if wanted is not None:
            self.pages.asked(*wanted)
            self._file.draw(*wanted)

    def _tell_place(self, page: int) -> None:
        """Nothing of a picture that is one page; a scan may be more."""
        if self.pages is None or (self._kind is Kind.PICTURE and self._count == 1):
            return
        self.position.setText(pages_text(page, self._count))
        self.pages.setAccessibleName(f"{self._name}, {self.position.text()}")

    def _tell_zoom(self, zoom: float) -> None:
        self.percent.setText(zoom_text(zoom))
