"""The scrolling page with the four cards of a note."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.domain.draft_trail import FieldSteps
from core.domain.notes import SOAP
from core.text.terms import Term, places
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.notes.card import SoapCard
from desktop.notes.field import NoteText
from desktop.notes.questions import FieldQuestion
from desktop.notes.signature_lines import SignatureLines
from desktop.notes.signature_state import Signed
from desktop.notes.signed_paper import SignedPaper
from desktop.widgets.accessible import tell_as
from desktop.widgets.banner import Banner
from desktop.widgets.floating import Floating
from desktop.widgets.steady_bar import keep_bar

MEASURE_PX = 720
"""About 70 characters in a line."""
_TRIES = 3
"""What is laid out, or room that is made for scrolling, moves the cards once more."""
_MARGINS = (tokens.XL, tokens.L, tokens.XL, tokens.XXL)


class SoapPage(QScrollArea):
    """One scroll for all four texts. `typed(field, text)` comes with every change a person makes."""

    typed = Signal(str, str)
    left = Signal()
    answered = Signal(object, object)
    """A question's id and the `Resolution` that a person chose."""

    def __init__(self, theme: Theme, below: QWidget, parent: QWidget | None = None) -> None:
        """`below` stands under the cards and scrolls with them."""
        super().__init__(parent)
        self._below = below
        tell_as(self, QAccessible.Role.Document)
        self.setAccessibleName(tr("Notes", "Note"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        keep_bar(self)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click between the cards leaves the caret where it is
        self.viewport().setAutoFillBackground(False)
        self.banner = Banner(theme)
        self.notice = Banner(theme)
        self.alarm = Banner(theme, closable=False)
        self.offer = Banner(theme)
        self._last_active = SOAP[0]
        self._awaited: tuple[Term, ...] = ()
        self._at_end = False
        self._sought: tuple[Term, ...] = ()
        self._are_found_shown = False
        self.cards = {name: SoapCard(name, theme) for name in SOAP}
        self.signatures = SignatureLines(theme)
        self.paper = SignedPaper(theme)
        self._inner = QWidget()
        self._build()
        for name, card in self.cards.items():
            self._listen(name, card)

    def load(self, texts: Mapping[str, str], steps: FieldSteps, *, read_only: bool) -> None:
        """The texts of another note; room that was made for scrolling is taken back."""
        self._sought, self._awaited = self._awaited, ()
        self._box.setContentsMargins(*_MARGINS)
        for name, card in self.cards.items():
            card.text.load(texts[name], steps.get(name, ()))
            card.show_waiting(False)
            card.set_read_only(read_only)

    def show_signed(self, signed: Sequence[Signed], now: datetime) -> None:
        """Empty for a draft, which is written on cards; what is signed stands on paper."""
        self.signatures.show_signed(signed, now)
        self.set_on_paper(bool(signed))

    def set_on_paper(self, on_paper: bool) -> None:
        """Off while a signed note is amended: what is typed then is signed by nobody yet."""
        self.signatures.setVisible(on_paper)
        self.paper.set_on_paper(on_paper)
        for card in self.cards.values():
            card.set_on_paper(on_paper)

    def set_read_only(self, read_only: bool) -> None:
        """All four at once, with the texts, the caret and what undo knows as they are."""
        for card in self.cards.values():
            card.set_read_only(read_only)

    def set_waiting(self, waiting: bool) -> None:
        """While an amendment is signed: what was typed then would be neither in it nor kept."""
        for card in self.cards.values():
            card.set_waiting(waiting)

    def go_to(self, name: str) -> None:
        """Write in this field, which comes into sight from its heading on, if there is room."""
        card = self.cards[name]
        card.text.setFocus()
        # A note that was loaded just now is not laid out yet: no card has its place.
        self._lay_out_now()
        self.ensureWidgetVisible(card, 0, tokens.M)
        self._follow(card, card.text.cursorRect())

    def selected(self) -> str:
        """The words that are selected in the field being written in; Qt parts paragraphs in its own way."""
        words = self.cards[self.active].text.textCursor().selectedText() if self.active else ""
        return words.replace("\u2029", "\n")

    def select(self, name: str, span: tuple[int, int]) -> None:
        """Select these characters of a field, which comes into sight."""
        text = self.cards[name].text
        text.setTextCursor(text.span(*span))
        self.go_to(name)

    def show_found(
        self, found: Mapping[str, Sequence[tuple[int, int]]], here: tuple[str, tuple[int, int]] | None
    ) -> None:
        """Mark places of a phrase in every field; the one that is looked at comes into sight."""
        self._are_found_shown = False
        for name, card in self.cards.items():
            card.text.show_found(found.get(name, ()), here[1] if here and here[0] == name else None)
        if here is not None:
            text = self.cards[here[0]].text
            self._follow(self.cards[here[0]], text.cursorRect(text.span(*here[1])))

    def look_for(self, terms: tuple[Term, ...], *, at_end: bool = False) -> None:
        """In the note that is loaded next. It is whole, and has its height, once its questions are shown."""
        self._awaited, self._at_end = terms, at_end

    def begin(self) -> None:
        """Write in the first empty field; behind the last words where that was asked for."""
        written = [name for name, text in self.texts().items() if text.strip()]
        if self._at_end and written:
            text = self.cards[written[-1]].text
            text.moveCursor(QTextCursor.MoveOperation.End)
            self.go_to(written[-1])
        else:
            self.go_to(next((name for name in SOAP if name not in written), SOAP[0]))

    def _show_sought(self) -> None:
        """All places are marked until somebody types; the first is in sight, with the caret before it."""
        terms, self._sought = self._sought, ()
        if not terms:
            return
        found = {name: places(text, terms) for name, text in self.texts().items()}
        name = next((name for name in SOAP if found[name]), None)
        if name is None:
            return
        text, first = self.cards[name].text, found[name][0]
        text.setTextCursor(text.span(first[0], first[0]))
        if text.isReadOnly():
            self._lay_out_now()
        else:
            self.go_to(name)
        self.show_found(found, (name, first))
        self._are_found_shown = True

    def show_below(self) -> None:
        """What stands under the cards comes into sight."""
        self._lay_out_now()
        self.ensureWidgetVisible(self._below, 0, tokens.M)

    def fill(self, texts: Mapping[str, str]) -> None:
        """Texts of a template, as if they were typed; the first one is written in."""
        if self._is_closed:
            return
        for name in texts:
            self.cards[name].text.fill(texts[name])
        first = next(iter(texts), None)
        if first is not None:
            self.go_to(first)

    def append(self, name: str, text: str) -> None:
        """At the end of this field, as if it was typed there."""
        if self._is_closed:
            return
        self.cards[name].text.add_at_end(text)
        self.go_to(name)

    @property
    def last_active(self) -> str:
        """Where somebody writes, or wrote last."""
        return self._last_active

    def put(self, text: str) -> None:
        """Into that field, at its caret."""
        if self._is_closed:
            return
        self.go_to(self._last_active)
        self.cards[self._last_active].text.put(text)

    @property
    def _is_closed(self) -> bool:
        """Whether it came to be read only since somebody asked for a text to insert."""
        return self.cards[self._last_active].text.isReadOnly()

    def texts(self) -> dict[str, str]:
        """As they stand on the screen, by field."""
        return {name: card.text.text() for name, card in self.cards.items()}

    @property
    def active(self) -> str | None:
        """The field being written in."""
        return next((name for name, card in self.cards.items() if card.text.hasFocus()), None)

    def caret(self, name: str) -> int | None:
        """How many characters stand before the caret; None when this field is not being written in."""
        return self.cards[name].text.caret() if name == self.active else None

    def take_over(self, name: str, text: str) -> None:
        """Another device's words come in."""
        with self.steady():
            self.cards[name].text.take_over(text)

    def show_questions(self, questions: Sequence[FieldQuestion]) -> None:
        """What could not be merged, each in its own field."""
        # They come oldest first: of several about one field the oldest is shown.
        asked = {each.field: each for each in reversed(questions)}
        if asked or not all(card.otherwise.isHidden() for card in self.cards.values()):
            with self.steady():
                for name, card in self.cards.items():
                    card.otherwise.show_question(asked.get(name))
        self._show_sought()

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Whatever comes or goes meanwhile, the line being written in stays at its height on the screen."""
        writing = self.cards[self.active].text if self.active else None
        if writing is None:
            yield
            return
        self._lay_out_now()  # what went before this is no part of what it keeps still
        before_px = self._caret_y(writing)
        yield
        self._lay_out_now()
        for _ in range(_TRIES):
            if shift_px := self._caret_y(writing) - before_px:
                self._scroll_to(self.verticalScrollBar().value() + shift_px)

    def _scroll_to(self, at_px: int) -> None:
        """Makes room above or below where the page has not enough to scroll."""
        above, below = max(0, -at_px), max(0, at_px - self.verticalScrollBar().maximum())
        if above or below:
            margins = self._box.contentsMargins()
            left, right = margins.left(), margins.right()
            self._box.setContentsMargins(left, margins.top() + above, right, margins.bottom() + below)
            self._lay_out_now()
        self.verticalScrollBar().setValue(max(0, at_px))

    def _lay_out_now(self) -> None:
        """Text, card and page each ask the next to be laid out once they were."""
        for _ in range(_TRIES):
            for card in self.cards.values():
                card.text.fit()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            height_px = max(self._inner.minimumSizeHint().height(), self.viewport().height())
            self._inner.resize(self._inner.width(), height_px)

    def _caret_y(self, text: NoteText) -> int:
        """In the window: the page itself moves where something comes above it, such as a client's alert."""
        return text.mapTo(self.window(), text.cursorRect().topLeft()).y()

    def _build(self) -> None:
        self._inner.setAutoFillBackground(False)
        column = QWidget()
        column.setMaximumWidth(MEASURE_PX)
        self._box = box = QVBoxLayout(column)
        box.setContentsMargins(*_MARGINS)
        box.setSpacing(tokens.M)
        self.paper.hold((*self.cards.values(), self.signatures))
        for widget in (self.alarm, self.notice, self.offer, self.paper, self._below):
            box.addWidget(widget)
        box.addStretch(1)
        row = QHBoxLayout(self._inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        # So large a share gives the column all room up to its widest; what is left goes to both sides.
        row.addWidget(column, MEASURE_PX)
        row.addStretch(1)
        self.setWidget(self._inner)
        # It comes and goes while somebody types: laid over the page, it moves no line.
        Floating(self.banner, self, most_px=MEASURE_PX)

    def _listen(self, name: str, card: SoapCard) -> None:
        card.text.text_changed.connect(lambda text: self._on_typed(name, text))
        card.text.focus_lost.connect(self.left)
        card.text.focus_gained.connect(lambda: self._on_field_entered(name))
        card.otherwise.answered.connect(self.answered)
        card.text.caret_moved.connect(lambda caret: self._follow(card, caret))

    def _on_typed(self, name: str, text: str) -> None:
        if self._are_found_shown:
            self.show_found({}, None)
        self.typed.emit(name, text)

    def _on_field_entered(self, name: str) -> None:
        self._last_active = name

    def _follow(self, card: SoapCard, caret: QRect) -> None:
        """Keep the line being written in sight."""
        at: QPoint = card.text.mapTo(self._inner, caret.center())
        self.ensureVisible(at.x(), at.y(), 0, tokens.XXL * 2)
