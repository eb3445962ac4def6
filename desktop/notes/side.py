"""Beside the editor: the previous note, and what a finalized note said in each version."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.domain.notes import SOAP
from core.domain.records import NoteVersion, SessionNote
from desktop import tokens
from desktop.dates import day_text, moment_text
from desktop.i18n import tr
from desktop.notes.card import field_names
from desktop.notes.reading import ReadingText, first_sentences
from desktop.theme import Theme
from desktop.widgets.buttons import IconButton, quiet
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.text import Text
from desktop.worddiff import compare

WIDTH_PX = 360


class Side(QFrame):
    """A column of its own scroll on the warmer ground. `body` is emptied and filled again."""

    closed = Signal()

    def __init__(self, theme: Theme, title: str, shortcut: str = "") -> None:
        super().__init__()
        self.theme = theme
        self.setObjectName("side")
        self.setFixedWidth(WIDTH_PX)
        self.heading = Text(title, size="large")
        self.under = Text(tone="secondary", size="small", wrap=True)
        self.body = QVBoxLayout()
        self._close = IconButton(theme, "close", tr("Notes", "Close"), self._on_close, shortcut=shortcut)
        self._lay_out()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def clear(self) -> None:
        while (item := self.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()

    def add_row(self, *widgets: QWidget) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, tokens.S, 0, 0)
        row.addWidget(widgets[0], 1)
        for widget in widgets[1:]:
            row.addWidget(widget)
        self.body.addWidget(holder)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self._close)
        inner = QWidget()
        inner.setObjectName("side-inner")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, tokens.S, 0)
        self.body.setSpacing(tokens.XS)
        column.addLayout(self.body)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        self.top = QVBoxLayout(self)
        self.top.setContentsMargins(tokens.L, tokens.M, tokens.S, tokens.M)
        self.top.setSpacing(tokens.S)
        self.top.addLayout(head)
        self.top.addWidget(self.under)
        self.top.addWidget(scroll, 1)

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()

    def _on_theme_changed(self) -> None:
        ground, line = self.theme.colour("paper").name(), self.theme.colour("line").name()
        self.setStyleSheet(
            f"#side {{ background: {ground}; border: none; border-left: 1px solid {line}; }}"
            f"#side QScrollArea, #side-inner {{ background: {ground}; }}"
        )


class PreviousSide(Side):
    """The note before this one; each text can be copied into the note being written."""

    copy_requested = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Notes", "Previous note"), "Ctrl+D")
        self._note: SessionNote | None = None
        self._writable = False
        self._whole = SegmentedControl(
            tr("Notes", "How much to show"),
            [(tr("Notes", "Summary"), False), (tr("Notes", "Full"), True)],
        )
        self._whole.set_value(True)
        self._whole.chosen.connect(self._on_whole_chosen)
        self.top.insertWidget(2, self._whole, 0, Qt.AlignmentFlag.AlignLeading)

    def show_note(self, note: SessionNote | None, now: datetime, *, writable: bool) -> None:
        self._note, self._writable = note, writable
        self._whole.setVisible(note is not None)
        self.under.setText(
            _when(note, now) if note else tr("Notes", "This is the first note for this client.")
        )
        self._fill()

    def _fill(self) -> None:
        self.clear()
        if self._note is None:
            return
        for name in SOAP:
            text = getattr(self._note, name) or ""
            if text.strip():
                self._add(name, text)

    def _add(self, name: str, text: str) -> None:
        heading = Text(field_names()[name][1], tone="secondary", strong=True, size="small")
        copy = quiet(tr("Notes", "Copy"), self._copier(name, text))
        copy.setProperty("compact", True)
        copy.setAccessibleName(tr("Notes", "Copy {field} into this note", field=field_names()[name][1]))
        self.add_row(heading, *([copy] if self._writable else []))
        self.body.addWidget(ReadingText(text if self._whole.value else first_sentences(text)))

    def _copier(self, name: str, text: str) -> Callable[[], None]:
        return lambda: self.copy_requested.emit(name, text)

    def _on_whole_chosen(self, _whole: object) -> None:
        self._fill()


class HistorySide(Side):
    """The versions of a finalized note, newest first, each with what it changed, word by word."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Notes", "Versions"))

    def show_versions(self, versions: list[NoteVersion], now: datetime) -> None:
        self.clear()
        ordered = sorted(versions, key=lambda version: version.version_number)
        self.under.setText(
            tr("Notes", "A draft has no versions yet. Each finalizing and amending keeps one.")
            if not ordered
            else tr("Notes", "Struck words were taken out, underlined words were put in.")
        )
        for number in range(len(ordered) - 1, -1, -1):
            self._add(ordered[number], ordered[number - 1] if number else None, now)

    def _add(self, version: NoteVersion, earlier: NoteVersion | None, now: datetime) -> None:
        title = tr("Notes", "Version {number}", number=version.version_number)
        when = moment_text(version.signed_at or version.created_at, now)
        self.add_row(Text(title, strong=True), Text(when, tone="secondary", size="small"))
        reason = version.reason or (tr("Notes", "As finalized") if earlier is None else "")
        if reason:
            self.body.addWidget(Text(reason, tone="secondary", wrap=True))
        for name in SOAP:
            self._add_field(name, getattr(version, name) or "", _text(earlier, name))

    def _add_field(self, name: str, text: str, earlier: str | None) -> None:
        """Of the first version everything, of later ones the fields that changed."""
        if text == (earlier or "") or (earlier is None and not text.strip()):
            return
        self.body.addWidget(Text(field_names()[name][1], tone="secondary", size="small", strong=True))
        shown = ReadingText(text)
        if earlier is not None:
            shown.show_pieces(compare(earlier, text), self.theme)
        self.body.addWidget(shown)


def _text(version: NoteVersion | None, name: str) -> str | None:
    return None if version is None else getattr(version, name) or ""


def _when(note: SessionNote, now: datetime) -> str:
    day = day_text(note.session_date.astimezone(now.tzinfo).date(), now.date())
    state = tr("Notes", "still a draft") if note.is_draft else tr("Notes", "finalized")
    return tr("Notes", "{day} · {state}", day=day, state=state)
