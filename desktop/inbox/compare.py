"""The page of one conflict: both texts side by side with what differs marked, and the ways to settle it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.domain.enums import ConflictReason
from desktop import tokens
from desktop.context import ScreenContext
from desktop.i18n import tr
from desktop.inbox.case import Case, Side
from desktop.inbox.texts import case_title, case_words, side_title, side_words, value_text
from desktop.notes.field import NoteText
from desktop.notes.reading import ReadingText
from desktop.theme import Theme
from desktop.widgets.buttons import Button, IconButton, primary, quiet
from desktop.widgets.text import Text
from desktop.worddiff import Piece, added, compare, removed

WIDTH_PX = 1000


class SideCard(QFrame):
    """One of the two texts, whose it is, and the button that keeps it."""

    def __init__(self, theme: Theme, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("card", True)
        self.title = Text(strong=True)
        self.who = Text(tone="secondary", size="small", wrap=True)
        self.text = ReadingText()
        self.keep = Button("")
        self.keep.setToolTip(key)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.L, tokens.L, tokens.L, tokens.L)
        box.setSpacing(tokens.XS)
        box.addWidget(self.title)
        box.addWidget(self.who)
        box.addSpacing(tokens.S)
        box.addWidget(self.text)
        box.addStretch(1)
        box.addSpacing(tokens.M)
        box.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeading)

    def show_side(self, title: str, who: str, pieces: list[Piece], verb: str) -> None:
        self.title.setText(title)
        self.who.setText(who)
        self.who.setVisible(bool(who))
        self.text.show_pieces(pieces, self._theme, sides=True)
        self.text.setAccessibleName(title)
        self.keep.setText(verb)


class CompareView(QScrollArea):
    """Passive. What the person chooses comes out as a wish; `edited` carries the text."""

    left_kept = Signal()
    right_kept = Signal()
    both_kept = Signal()
    edited = Signal(str)
    record_requested = Signal()
    next_requested = Signal()
    previous_requested = Signal()

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        theme = context.theme
        self.case: Case | None = None
        self.title = Text(size="title", wrap=True)
        self.words = Text(tone="secondary", wrap=True)
        self.place = Text(tone="secondary", size="small")
        self.left, self.right = SideCard(theme, "1"), SideCard(theme, "2")
        self.base_button: Button = quiet(tr("Inbox", "Show what it said before"), self._toggle_base)
        self.base = ReadingText()
        self.both: Button = Button(tr("Inbox", "Keep both  (3)"), self.both_kept.emit)
        self.edit: Button = Button(tr("Inbox", "Write it myself  (E)"), self.begin_editing)
        self.record: Button = quiet(tr("Inbox", "Open the record"), self.record_requested.emit)
        self.editor = _Editor()
        self._base_frame = QFrame()
        self._lay_out(theme)
        self.left.keep.clicked.connect(self.left_kept)
        self.right.keep.clicked.connect(self.right_kept)
        self.editor.done.connect(self.edited)
        theme.changed.connect(self._on_theme_changed)

    @property
    def editing(self) -> bool:
        return self.editor.isVisible()

    def show_case(self, case: Case, place: tuple[int, int]) -> None:
        self.case = case
        now, blurred = self._context.clock.now(), self._context.bus.blurred
        self.title.setText(case_title(case, blurred=blurred))
        self.words.setText(case_words(case, now))
        self.place.setText(tr("Inbox", "{at} of {all}", at=place[0], all=place[1]))
        self._show_sides(case)
        self._show_base(case)
        self.both.setVisible(case.is_text and case.reason is not ConflictReason.AMENDMENT)
        self.edit.setVisible(case.can_edit)
        self.record.setVisible(case.table in {"sessions", "clients", "appointments"})
        self.editor.hide()
        self.setFocus()

    def begin_editing(self) -> None:
        """Start from this laptop's text, with the other one in sight above."""
        if self.case is None or not self.case.can_edit:
            return
        self.editor.begin(self.case.left.text or self.case.right.text or "")
        self.ensureWidgetVisible(self.editor)

    def _show_sides(self, case: Case) -> None:
        now = self._context.clock.now()
        left, right = value_text(case, case.left.text, now), value_text(case, case.right.text, now)
        pieces = compare(left, right)
        self._show_side(self.left, case, case.left, removed(pieces), "1")
        self._show_side(self.right, case, case.right, added(pieces), "2")

    def _show_side(self, card: SideCard, case: Case, side: Side, pieces: list[Piece], key: str) -> None:
        who = side_words(case, side, self._context.clock.now())
        card.show_side(side_title(case, side), who, pieces, _verb(case, side, key))

    def _show_base(self, case: Case) -> None:
        told = case.base is not None and case.reason is not ConflictReason.AMENDMENT
        self.base_button.setVisible(told)
        self._base_frame.hide()
        self.base.load(value_text(case, case.base, self._context.clock.now()) if told else "")

    def _toggle_base(self) -> None:
        self._base_frame.setVisible(self._base_frame.isHidden())

    def _lay_out(self, theme: Theme) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        inner = QWidget()
        inner.setObjectName("compare-page")
        inner.setStyleSheet("#compare-page { background: transparent; }")
        column = QWidget()
        column.setMaximumWidth(WIDTH_PX)
        box = QVBoxLayout(column)
        box.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.XL)
        box.setSpacing(tokens.M)
        box.addLayout(self._head(theme))
        for widget in (self.words, self._two_cards(), self._actions(), self.editor, self._before()):
            box.addWidget(widget)
        box.addStretch(1)
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(column, WIDTH_PX)
        row.addStretch(1)
        self.setWidget(inner)

    def _head(self, theme: Theme) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.place)
        up = IconButton(theme, "chevron-up", tr("Inbox", "The one before"), self.previous_requested.emit)
        down = IconButton(theme, "chevron-down", tr("Inbox", "The next one"), self.next_requested.emit)
        head.addWidget(up)
        head.addWidget(down)
        return head

    def _two_cards(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.M)
        row.addWidget(self.left, 1)
        row.addWidget(self.right, 1)
        return holder

    def _actions(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.S)
        for button in (self.both, self.edit):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.base_button, self.record):
            row.addWidget(button)
        return holder

    def _before(self) -> QFrame:
        self._base_frame.setProperty("paper", True)
        box = QVBoxLayout(self._base_frame)
        box.setContentsMargins(tokens.L, tokens.L, tokens.L, tokens.L)
        box.addWidget(Text(tr("Inbox", "Before both changes"), strong=True))
        box.addWidget(self.base)
        self._base_frame.hide()
        return self._base_frame

    def _on_theme_changed(self) -> None:
        if self.case is not None:
            self._show_sides(self.case)


class _Editor(QFrame):
    """The person's own wording. Ctrl+Enter or the button stores it, Esc leaves it."""

    done = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.text = NoteText()
        self.text.setAccessibleName(tr("Inbox", "Your wording"))
        self.save: Button = primary(tr("Inbox", "Keep this wording"), self.submit)
        self.save.setToolTip("Ctrl+Enter")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(quiet(tr("Inbox", "Cancel"), self.hide))
        row.addWidget(self.save)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.L, tokens.L, tokens.L, tokens.L)
        box.addWidget(Text(tr("Inbox", "Your wording"), strong=True))
        box.addWidget(self.text)
        box.addLayout(row)
        self.hide()

    def begin(self, text: str) -> None:
        self.text.load(text)
        self.show()
        self.text.setFocus()

    def submit(self) -> None:
        if self.isVisible() and self.text.text().strip():
            self.done.emit(self.text.text())


def _verb(case: Case, side: Side, key: str) -> str:
    if case.reason is ConflictReason.AMENDMENT:
        proposed = side.choice is side.choice.MINE
        words = tr("Inbox", "Add as an amendment") if proposed else tr("Inbox", "Leave as signed")
    else:
        words = tr("Inbox", "Keep this laptop's") if side.here else tr("Inbox", "Keep the other device's")
    return f"{words}  ({key})"
