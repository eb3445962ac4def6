"""Beside the editor: the previous note, and what a signed note said in each version."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.enums import SignatureState
from core.domain.notes import SOAP
from core.domain.records import NoteVersion, SessionNote
from core.text.word_diff import compare
from desktop.kit import tokens
from desktop.kit.dates import day_text, moment_text
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.notes.card import field_names
from desktop.notes.client_history import ClientHistory
from desktop.notes.read_only_text import ReadingText, first_sentences
from desktop.notes.signature_state import Signed, state_words
from desktop.widgets.accessible import tell_as
from desktop.widgets.buttons import IconButton, quiet
from desktop.widgets.clearing import clear
from desktop.widgets.mirrored import set_margins, tell_mirrored
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.text import Divider, Text

WIDTH_PX = 360
HISTORY = "history"


class SideColumn(QFrame):
    """A column of its own scroll on the warmer ground. `body` is emptied and filled again."""

    closed = Signal()

    def __init__(self, theme: Theme, title: str, shortcut: str = "") -> None:
        super().__init__()
        self.theme = theme
        self.setObjectName("side")
        tell_mirrored(self)
        self.setFixedWidth(WIDTH_PX)
        self.heading = Text(title, size="large")
        self.under = Text(tone="secondary", size="small", wrap=True)
        self.body = QVBoxLayout()
        self._close = IconButton(theme, "close", tr("Notes", "Close"), self._on_close, shortcut=shortcut)
        self._lay_out()

    def clear(self) -> None:
        """Empties `body`; the caller fills it again."""
        clear(self.body)

    def add_row(self, *widgets: QWidget) -> QWidget:
        """A line at the foot of `body`, where the first widget takes all spare room. Returns the line."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, tokens.S, 0, 0)
        row.addWidget(widgets[0], 1)
        for widget in widgets[1:]:
            row.addWidget(widget)
        self.body.addWidget(holder)
        return holder

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self._close)
        inner = QWidget()
        inner.setObjectName("side-inner")
        column = QVBoxLayout(inner)
        set_margins(column, 0, 0, tokens.S, 0)
        self.body.setSpacing(tokens.XS)
        column.addLayout(self.body)
        column.addStretch(1)
        self.reading = scroll = QScrollArea()
        tell_as(scroll, QAccessible.Role.Document)
        scroll.setAccessibleName(self.heading.text())
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        self.top = QVBoxLayout(self)
        set_margins(self.top, tokens.L, tokens.M, tokens.S, tokens.M)
        self.top.setSpacing(tokens.S)
        self.top.addLayout(head)
        self.top.addWidget(self.under)
        self.top.addWidget(scroll, 1)

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()


class _Foot(QScrollArea):
    """As high as what stands in it, and lower, scrolling, where the window has no room for that."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self._inner = inner
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)

    @override
    def sizeHint(self) -> QSize:
        inner = self._inner
        height = inner.heightForWidth(self.viewport().width()) if inner.hasHeightForWidth() else -1
        return QSize(inner.sizeHint().width(), max(height, inner.sizeHint().height()))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inner and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class PreviousField:
    """Heading, copy button and text of one field. They stay from note to note: to make and polish a text
    anew, and to lay it out before its width is known, takes longer than to fill it."""

    def __init__(self, side: SideColumn, name: str, copy: Callable[[], None]) -> None:
        word = field_names()[name][1]
        self._copy = quiet(tr("Notes", "Copy"), copy)
        self._copy.setProperty("compact", True)
        self._copy.setAccessibleName(tr("Notes", "Copy {field} into this note", field=word))
        self._row = side.add_row(Text(word, tone="secondary", strong=True, size="small"), self._copy)
        self._shown = ReadingText("", word)
        side.body.addWidget(self._shown)

    def show_text(self, text: str, *, whole: bool, writable: bool) -> None:
        """Hidden where there is no text. `whole` False shows its beginning; `writable` offers the copy."""
        is_there = bool(text.strip())
        self._copy.setVisible(writable)
        self._row.setVisible(is_there)
        self._shown.setVisible(is_there)
        self._shown.load((text if whole else first_sentences(text)) if is_there else "")


class PreviousSide(SideColumn):
    """The note before this one, or any earlier one; each text can be copied into the note being written."""

    copy_requested = Signal(str, str)
    history_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Notes", "Previous note"), "Ctrl+D")
        self._note: SessionNote | None = None
        self._writable = False
        self._now: datetime | None = None
        self.history = ClientHistory(theme)
        self._whole = SegmentedControl(
            tr("Notes", "How much to show"),
            [
                (tr("Notes", "Summary"), False),
                (tr("Notes", "Full"), True),
                (tr("Notes", "History"), HISTORY),
            ],
        )
        self._whole.set_value(True)
        self._whole.chosen.connect(self._on_whole_chosen)
        self.top.insertWidget(2, self._whole, 0, Qt.AlignmentFlag.AlignLeading)
        self._fields = {name: PreviousField(self, name, self._copier(name)) for name in SOAP}
        self.top.addWidget(self.history, 1)
        self.history.hide()
        self.history.chosen.connect(self._on_note_chosen)

    def show_note(self, note: SessionNote | None, now: datetime, *, writable: bool) -> None:
        """None: there is no earlier note. `writable`: the note in front takes copies."""
        is_other = (note and note.id) != (self._note and self._note.id)
        self._note, self._writable, self._now = note, writable, now
        self._whole.setVisible(note is not None)
        if self._whole.value == HISTORY:
            self._whole.set_value(True)
        self._show_history(on=False)
        self.under.setText(
            _when(note, now) if note else tr("Notes", "This is the first note for this client.")
        )
        self._fill()
        if is_other:
            self.reading.verticalScrollBar().setValue(0)

    def copy(self, name: str) -> bool:
        """As the button of this field; False where there is none, or nothing to copy."""
        is_there = self._writable and bool(self._text(name).strip())
        if is_there:
            self.copy_requested.emit(name, self._text(name))
        return is_there

    def show_history(self, notes: Sequence[SessionNote], now: datetime) -> None:
        """The answer to `history_requested`: the client's earlier notes, newest first."""
        self.history.show_notes(notes, now)

    def hold(self, below: QWidget) -> None:
        """At the foot, whichever note is read above it."""
        self.top.addSpacing(tokens.S)
        self.top.addWidget(Divider())
        self._foot = _Foot(below)
        self.top.addWidget(self._foot)

    def bring_up(self, part: QWidget) -> None:
        """A part of what stands at the foot comes into sight."""
        self._foot.ensureWidgetVisible(part)

    def _show_history(self, *, on: bool) -> None:
        self.history.setVisible(on)
        self.reading.setVisible(not on)
        self.under.setVisible(not on)

    def _on_note_chosen(self, note: SessionNote) -> None:
        """Read whole, whichever it is."""
        if self._now is not None:
            self.show_note(note, self._now, writable=self._writable)

    def _fill(self) -> None:
        for name, field in self._fields.items():
            field.show_text(self._text(name), whole=bool(self._whole.value), writable=self._writable)

    def _text(self, name: str) -> str:
        return "" if self._note is None else getattr(self._note, name) or ""

    def _copier(self, name: str) -> Callable[[], None]:
        return lambda: self.copy_requested.emit(name, self._text(name))

    def _on_whole_chosen(self, chosen: object) -> None:
        self._show_history(on=chosen == HISTORY)
        if chosen == HISTORY:
            self.history_requested.emit()
            self.history.search.setFocus()
        else:
            self._fill()


class HistorySide(SideColumn):
    """The versions of a signed note, newest first, each with what it changed, word by word."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Notes", "Versions"))
        self._shown: tuple[list[NoteVersion], Sequence[Signed], datetime] | None = None
        theme.changed.connect(self._on_theme_changed)

    def _on_theme_changed(self) -> None:
        """The marks of a difference are written into its text."""
        if self._shown is not None:
            self.show_versions(*self._shown)

    def show_versions(self, versions: list[NoteVersion], signed: Sequence[Signed], now: datetime) -> None:
        """In any order; `signed` is matched by the version's number. An empty list says so."""
        self._shown = (versions, signed, now)
        self.clear()
        known = {one.version_number: one for one in signed}
        ordered = sorted(versions, key=lambda version: version.version_number)
        self.under.setText(
            tr("Notes", "A draft has no versions yet. Each signing and amending keeps one.")
            if not ordered
            else tr("Notes", "Struck words were taken out, underlined words were put in.")
        )
        for number in range(len(ordered) - 1, -1, -1):
            version = ordered[number]
            signed_by = known.get(version.version_number)
            self._add(version, ordered[number - 1] if number else None, signed_by, now)

    def _add(
        self,
        version: NoteVersion,
        earlier: NoteVersion | None,
        signed: Signed | None,
        now: datetime,
    ) -> None:
        title = tr("Notes", "Version {number}", number=version.version_number)
        when = moment_text(version.signed_at or version.created_at, now)
        self.add_row(Text(title, strong=True), Text(when, tone="secondary", size="small"))
        if signed is not None:
            self._add_author(signed)
        reason = version.reason or (tr("Notes", "As signed") if earlier is None else "")
        if reason:
            self.body.addWidget(Text(reason, tone="secondary", wrap=True))
        if signed is not None and signed.is_addition:
            words = tr("Notes", "An addition: nothing that was signed before was changed.")
            self.body.addWidget(Text(words, tone="secondary", size="small", wrap=True))
        for name in SOAP:
            self._add_field(name, getattr(version, name) or "", _text(earlier, name))

    def _add_author(self, signed: Signed) -> None:
        who = signed.who or tr("Notes", "Unknown person")
        tone = "danger" if signed.state is SignatureState.BROKEN else "secondary"
        words = tr("Notes", "{who} · {state}", who=who, state=state_words(signed.state))
        self.body.addWidget(Text(words, tone=tone, size="small", wrap=True))

    def _add_field(self, name: str, text: str, earlier: str | None) -> None:
        """Of the first version everything, of later ones the fields that changed."""
        if text == (earlier or "") or (earlier is None and not text.strip()):
            return
        word = field_names()[name][1]
        self.body.addWidget(Text(word, tone="secondary", size="small", strong=True))
        shown = ReadingText(text, word)
        if earlier is not None:
            shown.show_pieces(compare(earlier, text), self.theme)
        self.body.addWidget(shown)


def _text(version: NoteVersion | None, name: str) -> str | None:
    return None if version is None else getattr(version, name) or ""


def _when(note: SessionNote, now: datetime) -> str:
    day = day_text(note.session_date.astimezone(now.tzinfo).date(), now.date())
    state = tr("Notes", "still a draft") if note.is_draft else tr("Notes", "signed")
    return tr("Notes", "{day} · {state}", day=day, state=state)
