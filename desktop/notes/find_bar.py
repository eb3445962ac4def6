"""Above the cards: finding words in the note that is open."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from core.domain.notes import SOAP
from core.text.finding import spans
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.notes.page import SoapPage
from desktop.widgets.buttons import IconButton
from desktop.widgets.focus_return import focus_in, give_focus
from desktop.widgets.search_field import SearchField
from desktop.widgets.text import Text

_AGAIN_MS = 150
_FIELD_PX = 320


class _FindField(SearchField):
    """Enter that comes before the answer shows the first place, and does not go on from it."""

    back = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
        elif self._timer.isActive():
            self._search_what_is_pending()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.back.emit()
        else:
            self.entered.emit()


class FindBar(QFrame):
    """Hidden until `begin`. Enter goes to the next place, Shift+Enter to the one before, Esc ends there."""

    def __init__(self, theme: Theme, page: SoapPage) -> None:
        super().__init__()
        self._page = page
        self._found: list[tuple[str, tuple[int, int]]] = []
        self._at = 0
        self._asked_from: QWidget | None = None
        self._counted: tuple[dict[str, str], str] = ({}, "")
        """The texts in which the places were counted, and the phrase."""
        self.setObjectName("find")
        self.field = _FindField(theme, tr("Notes", "Find in this note"), esc_empties=False)
        self.count = Text(tone="secondary", size="small")
        self.before = IconButton(theme, "chevron-up", tr("Notes", "Previous place"), self.go_back)
        self.after = IconButton(theme, "chevron-down", tr("Notes", "Next place"), self.go_on)
        self._close = IconButton(theme, "close", tr("Notes", "Close"), self.end)
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._on_note_changed)
        self._lay_out()
        self.field.searched.connect(self._on_searched)
        self.field.left_down.connect(self.go_on)
        self.field.entered.connect(self.go_on)
        self.field.back.connect(self.go_back)
        page.typed.connect(self._on_typed)
        self.hide()

    def begin(self) -> None:
        """With what is selected, else with what was looked for last."""
        selected = self._page.selected().strip()
        if self.isHidden():
            self._asked_from = focus_in(self.window())
        self.show()
        if selected and "\n" not in selected:
            self.field.setText(selected)
        self.field.selectAll()
        self.field.setFocus()
        self._look()

    def end(self) -> None:
        """The caret goes to the place that was found, else the focus to where it was."""
        self._count_again()
        found = self._found[self._at] if self._found else None
        if found is None:
            give_focus(self._asked_from)  # before it is hidden: Qt would move the focus on
        self.forget()
        if found is not None:
            self._page.select(*found)

    def forget(self) -> None:
        """Another note comes."""
        self.hide()
        self._asked_from = None
        self._found = []
        self._page.show_found({}, None)

    def go_on(self) -> None:
        """To the next place (Enter, Down); after the last one to the first."""
        self._go(1)

    def go_back(self) -> None:
        """To the place before (Shift+Enter); from the first one to the last."""
        self._go(-1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def _go(self, by: int) -> None:
        self._count_again()
        if self._found:
            self._at = (self._at + by) % len(self._found)
            self._show()

    def _on_searched(self, _text: str) -> None:
        self._look()

    def _on_typed(self, _field: str, _text: str) -> None:
        if self.isVisible():
            self._again.start()

    def _on_note_changed(self) -> None:
        if self.isVisible():
            self._look()

    def _count_again(self) -> None:
        """A key may come before the pause in typing ends, or after another laptop's words came in."""
        if (self._page.texts(), self.field.text()) != self._counted:
            self._look()

    def _look(self) -> None:
        if self.field.text() != self._counted[1]:
            self._at = 0
        texts, phrase = self._counted = self._page.texts(), self.field.text()
        self._found = [(name, span) for name in SOAP for span in spans(texts[name], phrase)]
        self._at = min(self._at, max(0, len(self._found) - 1))
        self._show()

    def _show(self) -> None:
        by_field: dict[str, list[tuple[int, int]]] = {}
        for name, span in self._found:
            by_field.setdefault(name, []).append(span)
        here = self._found[self._at] if self._found else None
        self._page.show_found(by_field, here)
        self.count.setText(self._words())
        for button in (self.before, self.after):
            button.setEnabled(len(self._found) > 1)

    def _words(self) -> str:
        if self._found:
            return tr("Notes", "{number} of {count}", number=self._at + 1, count=len(self._found))
        return tr("Notes", "Not in this note") if self.field.text().strip() else ""

    def _lay_out(self) -> None:
        self.field.setFixedWidth(_FIELD_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.L, tokens.S, tokens.L, tokens.S)
        row.setSpacing(tokens.S)
        row.addStretch(1)
        for widget in (self.field, self.count, self.before, self.after, self._close):
            row.addWidget(widget)
        row.addStretch(1)
