"""The page of one question: both texts side by side with what differs marked, and the ways to settle it."""

import uuid
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.domain.enums import Resolution
from desktop.inbox import descriptions
from desktop.inbox.choices import Choices
from desktop.inbox.columns import Head, TwoColumns
from desktop.inbox.conflict import Case, ConflictSide
from desktop.inbox.own_wording import Editor, ReasonLine
from desktop.inbox.texts import case_title
from desktop.inbox.values import case_blocks, value_text
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.form_drafts import Content
from desktop.kit.i18n import tr
from desktop.notes.read_only_text import ReadingText
from desktop.widgets.accessible import tell_as
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import IconButton
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.text import Text

WIDTH_PX = 1040


class Unsaid(NamedTuple):
    """An answer that waits for its reason, which somebody began to type."""

    resolution: Resolution
    text: str | None
    reason: str


class CompareView(QWidget):
    """Passive. What the person chooses comes out as a wish: the answer, the wording, the reason."""

    chosen = Signal(object, object, str)
    wording_typed = Signal(object, str)
    record_requested = Signal()
    question_requested = Signal(object)
    next_requested = Signal()
    previous_requested = Signal()

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        theme = context.theme
        self.case: Case | None = None
        self._pending: tuple[Resolution, str | None] | None = None
        self._unsaid: dict[uuid.UUID, Unsaid] = {}
        """Reasons that somebody began to type, by question: looking at another one takes none away."""
        self.title = Text(size="title", wrap=True)
        self.words = Text(wrap=True)
        self.safety = Text(tone="secondary", wrap=True)
        self.place = Text(tone="secondary", size="small")
        self.caution = Banner(theme, closable=False)
        self.columns = TwoColumns(theme)
        self.editor, self.reason = Editor(), ReasonLine(context)
        self.base = _Aside(tr("Inbox", "Before both changes"))
        self.now = _Aside(tr("Inbox", "The record says now"))
        self.choices, self._footing = Choices(), QFrame()
        self._questions = QHBoxLayout()
        self.page = QScrollArea()
        self._lay_out()
        self._connect()

    @property
    def writing(self) -> uuid.UUID | None:
        """The question that someone is writing an own wording for."""
        return self.editor.about

    def texts(self) -> tuple[str, str]:
        """The left and the right text, whole, also where they are folded."""
        return self.columns.texts()

    def show_case(self, case: Case, place: tuple[int, int]) -> None:
        """The same question stays where it was read.

        Another one begins at the top, with what was typed for it before.
        """
        is_other = self.case is None or self.case.id != case.id
        if is_other:
            self.flush()
            self.editor.drop()
            self._pending = None
            self.reason.close_line()
        # Every change of a row reads it again: nothing may move under a reader's eyes.
        elif case == self.case:
            return
        self.case = case
        self._tell(case, place)
        self._show_sides(case)
        self._show_asides(case)
        self.choices.show_case(case)
        self._footing.setVisible(self.writing is None)
        self._lay_out_now()
        if is_other:
            self.page.verticalScrollBar().setValue(0)
            self._take_reason_up(case)
            if case.wording is not None and case.settled is None:
                self.begin_editing()
            self._announce()

    def flush(self) -> None:
        """Tells `wording_typed` what stands in the editor, if it is new."""
        self.editor.flush()

    def settled(self, about: uuid.UUID) -> None:
        """The question was answered: nothing typed for it waits any more."""
        if self.editor.about == about:
            self.editor.drop()
        self._unsaid.pop(about, None)

    def content(self) -> Content | None:
        """The reasons that are not said yet, as JSON."""
        return {str(about): list(unsaid) for about, unsaid in self._unsaid.items()} or None

    def unsaid_text(self) -> str:
        """All reasons that wait, one a line, to copy to another place."""
        return "\n".join(unsaid.reason for unsaid in self._unsaid.values())

    def take_up(self, content: Content) -> None:
        """Reasons as `content` gave them, before any question is shown: each comes up with its question."""
        for about, (resolution, text, reason) in content.items():
            self._unsaid[uuid.UUID(about)] = Unsaid(Resolution(resolution), text, reason)

    def keep(self, *, left: bool) -> None:
        """Chooses one text as it is. Nothing happens while somebody writes an own wording."""
        case = self.case
        if case is None or not case.can_choose or self.writing is not None:
            return
        side = case.left if left else case.right
        is_declined = case.is_amendment and side.choice is Resolution.THEIRS
        self._choose(Resolution.DISMISSED if is_declined else side.choice, None, side.text)

    def keep_both(self) -> None:
        """Only where the button for it is shown, and nobody writes an own wording."""
        case = self.case
        if case is not None and self.choices.both.isVisibleTo(self) and self.writing is None:
            self._choose(Resolution.BOTH, None, f"{case.left.text}{case.right.text}")

    def leave_as_it_is(self) -> None:
        """Closes the question without touching its record, where that is possible."""
        if self.case is not None and self.case.can_leave and self.writing is None:
            self.chosen.emit(Resolution.DISMISSED, None, "")

    def begin_editing(self) -> None:
        """Start from what was typed before, else from this laptop's text; the other one is in sight above."""
        case = self.case
        if case is None or not case.can_edit or not case.can_choose:
            return
        text = case.wording if case.wording is not None else case.left.text or case.right.text or ""
        other = case.right.text or "" if case.is_text and case.wording is None and case.left.text else ""
        self.editor.begin(case.id, text, other)
        self._footing.hide()
        self._bring_into_sight(self.editor)

    def unfold(self) -> None:
        """Shows the lines that are alike as well (A)."""
        self.columns.unfold()

    def toggle_base(self) -> None:
        """Shows or hides what stood there before both changes (B)."""
        if self.choices.base.isVisibleTo(self):
            self.base.setVisible(self.base.isHidden())
            self._bring_into_sight(self.base)

    def ask_for_record(self) -> None:
        """Emits `record_requested` where there is a page to open (O)."""
        if self.case is not None and self.choices.record.isVisibleTo(self):
            self.record_requested.emit()

    def _choose(self, resolution: Resolution, text: str | None, result: str | None) -> None:
        """In a finalized note a text that it does not say yet needs a reason first."""
        case = self.case
        if case is None:
            return
        if case.finalized and resolution is not Resolution.DISMISSED and not case.now.says(result):
            self._pending = resolution, text
            unsaid = self._unsaid.get(case.id)
            usual = case.reason_given or descriptions.usual_reason(case)
            self._ask_reason(unsaid.reason if unsaid else usual)
            return
        self.chosen.emit(resolution, text, "")

    def _take_reason_up(self, case: Case) -> None:
        unsaid = self._unsaid.get(case.id)
        if unsaid is not None and case.settled is None:
            self._pending = unsaid.resolution, unsaid.text
            self._ask_reason(unsaid.reason)

    def _ask_reason(self, reason: str) -> None:
        self.reason.begin(reason)
        self._bring_into_sight(self.reason)

    def tell_whose(self) -> None:
        """By name or by initials, as the privacy blur has it now; all else stays as it is."""
        if self.case is not None:
            self._tell_whose(self.case)

    def _tell_whose(self, case: Case) -> None:
        self.title.setText(case_title(case, blurred=self._context.bus.blurred))

    def _tell(self, case: Case, place: tuple[int, int]) -> None:
        now = self._context.clock.now()
        self._tell_whose(case)
        self.words.setText(descriptions.story(case, now))
        self.safety.setText(descriptions.safety(case))
        self.safety.setVisible(bool(self.safety.text()))
        self.place.setText(tr("Inbox", "{at} of {all}", at=place[0], all=place[1]))
        caution = descriptions.caution(case)
        if caution:
            self.caution.say(caution, "warning")
        else:
            self.caution.hide()
        self._show_questions(case)

    def _show_questions(self, case: Case) -> None:
        """The other open questions of this record, to see how many there are and to go to each."""
        while (item := self._questions.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if case.settled is not None or len(case.siblings) < 2:
            return
        choices: list[tuple[str, object]] = [
            (descriptions.sibling_words(case, one.field), one.id) for one in case.siblings
        ]
        control = SegmentedControl(tr("Inbox", "Questions about this record"), choices)
        control.set_value(case.id)
        control.chosen.connect(self.question_requested)
        self._questions.addWidget(control)
        self._questions.addStretch(1)

    def _show_sides(self, case: Case) -> None:
        now = self._context.clock.now()
        for head, side in ((self.columns.left, case.left), (self.columns.right, case.right)):
            self._show_head(head, case, side)
        self.columns.show_blocks(case_blocks(case, now))

    def _show_head(self, head: Head, case: Case, side: ConflictSide) -> None:
        who = descriptions.side_words(case, side, self._context.clock.now())
        head.show_side(descriptions.side_title(case, side), who, descriptions.stands_words(case, side))

    def _show_asides(self, case: Case) -> None:
        now = self._context.clock.now()
        told = case.base is not None and not case.is_amendment
        self.base.show_text(value_text(case, case.base, now) if told else "")
        self.base.hide()
        self.now.show_text(value_text(case, case.now.text, now) if case.moved else "")
        self.now.setVisible(case.moved)

    def _announce(self) -> None:
        """A screen reader hears what happened without looking for it."""
        words = f"{self.title.text()}. {self.words.text()}"
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _bring_into_sight(self, widget: QWidget) -> None:
        self._lay_out_now()
        self.page.ensureWidgetVisible(widget, 0, tokens.L)

    def _lay_out_now(self) -> None:
        """At once, not in the next rounds of the event loop: what comes up must not jump under the eyes."""
        for _ in range(2):  # the texts learn their width first, then how high they are
            for widget in (self.columns, self._column, self._inner):
                if (layout := widget.layout()) is not None:
                    layout.activate()
            QCoreApplication.sendEvent(self._inner, QEvent(QEvent.Type.LayoutRequest))

    def _connect(self) -> None:
        self.choices.left.clicked.connect(self._on_left)
        self.choices.right.clicked.connect(self._on_right)
        self.choices.both.clicked.connect(self.keep_both)
        self.choices.edit.clicked.connect(self.begin_editing)
        self.choices.leave.clicked.connect(self.leave_as_it_is)
        self.choices.base.clicked.connect(self.toggle_base)
        self.choices.record.clicked.connect(self.ask_for_record)
        self.editor.done.connect(self._on_written)
        self.editor.left.connect(self._on_editor_left)
        self.editor.typed.connect(self._on_typed)
        self.reason.said.connect(self._on_reason)
        self.reason.left.connect(self._on_reason_left)
        self.reason.typed.connect(self._on_reason_typed)

    def _on_left(self) -> None:
        self.keep(left=True)

    def _on_right(self) -> None:
        self.keep(left=False)

    def _on_written(self, text: str) -> None:
        self._choose(Resolution.EDITED, text, text)

    def _on_typed(self, about: uuid.UUID, text: str) -> None:
        if self.case is not None and self.case.id == about:
            self.case = replace(self.case, wording=text)
        self.wording_typed.emit(about, text)

    def _on_editor_left(self) -> None:
        self._footing.show()

    def _on_reason(self, reason: str) -> None:
        if self._pending is not None:
            self.chosen.emit(*self._pending, reason)

    def _on_reason_typed(self, reason: str) -> None:
        if self.case is not None and self._pending is not None:
            self._unsaid[self.case.id] = Unsaid(*self._pending, reason)

    def _on_reason_left(self) -> None:
        self._pending = None

    def _lay_out(self) -> None:
        self.setFocusProxy(self.page)
        tell_as(self.page, QAccessible.Role.Document)
        self.page.setAccessibleName(tr("Inbox", "Both texts"))
        self.page.setWidgetResizable(True)
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click beside it leaves the caret in a text
        self.page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page.viewport().setAutoFillBackground(False)
        self._column = self._make_column()
        self._inner = _centred(self._column)
        self._inner.setProperty("page", True)
        self.page.setWidget(self._inner)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.page, 1)
        box.addWidget(self._foot())

    def _make_column(self) -> QWidget:
        column = QWidget()
        box = QVBoxLayout(column)
        box.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.L)
        box.setSpacing(tokens.M)
        box.addLayout(self._head())
        for widget in (self.words, self.safety):
            box.addWidget(widget)
        box.addLayout(self._questions)
        for other in (self.caution, self.columns, self.now, self.base, self.editor, self.reason):
            box.addWidget(other)
        box.addStretch(1)
        return column

    def _foot(self) -> QWidget:
        """The choices stay in sight however long the texts are."""
        column = QWidget()
        box = QVBoxLayout(column)
        box.setContentsMargins(tokens.XL, tokens.M, tokens.XL, tokens.M)
        box.addWidget(self.choices)
        self._footing.setProperty("foot", True)
        outer = QVBoxLayout(self._footing)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(_centred(column))
        return self._footing

    def _head(self) -> QHBoxLayout:
        theme = self._context.theme
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.place)
        up = IconButton(theme, "chevron-up", tr("Inbox", "The one before"), self.previous_requested.emit)
        down = IconButton(theme, "chevron-down", tr("Inbox", "The next one"), self.next_requested.emit)
        head.addWidget(up)
        head.addWidget(down)
        return head


class _Aside(QFrame):
    """A third text on a warmer ground: what stood before, or what the record says by now."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("paper", True)
        self._text = ReadingText(name=title)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.L, tokens.L, tokens.L, tokens.L)
        box.setSpacing(tokens.S)
        box.addWidget(Text(title, strong=True))
        box.addWidget(self._text)
        self.hide()

    def show_text(self, text: str) -> None:
        self._text.load(text)

    def text(self) -> str:
        return self._text.text()


def _centred(column: QWidget) -> QWidget:
    column.setMaximumWidth(WIDTH_PX)
    outer = QWidget()
    row = QHBoxLayout(outer)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(column, WIDTH_PX)
    row.addStretch(1)
    return outer
