"""The line that says what is wrong. Its room is kept while nothing is: nothing moves when it comes."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.widgets.text import Text

_LEADING_PX = 2
"""What a label takes beside its lines."""
_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}


class ErrorLine(QWidget):
    """As tall as its hint and at least as `lines`, whatever is said.

    What needs more room lies over what stands below, or above where `upward`, until it is taken away.
    """

    def __init__(
        self,
        *,
        lines: int = 1,
        hint: str = "",
        small: bool = False,
        upward: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lines, self._upward, self._size = lines, upward, "small" if small else ""
        self._hint = Text(hint, size=self._size, tone="hint", wrap=True, parent=self)
        self._words = Text(size=self._size, wrap=True, parent=self)
        self._over: _Over | None = None
        self._said: dict[object, tuple[str, str]] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for words in (self._hint, self._words):
            words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._show()

    def text(self) -> str:
        """What a person reads: what is said, else the hint."""
        return " ".join(dict.fromkeys(text for text, _ in self._said.values())) or self._hint.text()

    @property
    def tone(self) -> str:
        """Of what was said first and still stands; "hint" while nothing is said."""
        return next((tone for _, tone in self._said.values()), "hint")

    def set_hint(self, hint: str) -> None:
        """What stands there while nothing is said; room is made for all of it."""
        self._hint.setText(hint)
        self.updateGeometry()
        self._show()

    def keep(self, lines: int) -> None:
        """So much room from now on, where it shows only later that something may be wrong here."""
        self._lines = lines
        self.updateGeometry()
        self._show()

    def say(self, sentence: str, tone: str = "danger", by: object = None) -> None:
        """An empty sentence takes back what was said, `by` the same field where several share the line."""
        before = self.text()
        self._said.pop(by, None)
        if sentence:
            self._said[by] = sentence, tone
        self._show()
        # A field says the same at every key; it is read aloud once.
        if sentence and self.text() != before:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        # Before it is polished the stylesheet has not given its type the size that is measured here.
        self._hint.ensurePolished()
        hint = self._hint.heightForWidth(width) if self._hint.text() else 0
        room = self._lines * self._hint.fontMetrics().lineSpacing() + _LEADING_PX if self._lines else 0
        return max(hint, room)

    @override
    def sizeHint(self) -> QSize:
        self._hint.ensurePolished()
        width = self._hint.sizeHint().width() if self._hint.text() else 0
        # A layout makes nothing of a fixed height taller than its hint, so that is of the width it has.
        is_laid_out = self.testAttribute(Qt.WidgetAttribute.WA_Resized)
        return QSize(width, self.heightForWidth(self.width() if is_laid_out else max(width, 1)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(max(1, self.width())))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()
        self._show()

    def _show(self) -> None:
        """In the room, or over the neighbours."""
        said, text = bool(self._said), self.text()
        self._words.setText(text if said else "")
        self._words.set_tone(self.tone)
        self._words.ensurePolished()
        is_too_long = said and self.isVisible() and self._words.heightForWidth(self.width()) > self.height()
        self._hint.setVisible(bool(self._hint.text()) and not said)
        self._words.setVisible(said and not is_too_long)
        for words in (self._hint, self._words):
            words.setGeometry(self.rect())
        if is_too_long and self._over is None:
            self._over = _Over(self, self._size, upward=self._upward)
        if self._over is not None:
            self._over.say(text if is_too_long else "", self.tone)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._show()
        return super().event(event)


class _Over(QObject):
    """The sentence that found no room, over the page that its line is on."""

    def __init__(self, line: ErrorLine, size: str, *, upward: bool) -> None:
        super().__init__(line)
        self._line, self._upward = line, upward
        self._host = _page_of(line)
        self._words = Text(size=size, wrap=True, parent=self._host)
        self._words.setProperty("over", True)
        # The words stand on the page, which does not go with the line.
        line.destroyed.connect(self._words.deleteLater)
        above: QWidget | None = line
        # A widget is not told when one of its parents moves, and is moved with it.
        while above is not None:
            above.installEventFilter(self)
            above = None if above is self._host else above.parentWidget()

    def say(self, text: str, tone: str) -> None:
        self._words.setText(text)
        self._words.set_tone(tone)
        self._place()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        line, words = self._line, self._words
        words.setVisible(bool(words.text()) and line.isVisibleTo(self._host))
        at = QRect(line.mapTo(self._host, QPoint(0, 0)), line.size())
        at = at.adjusted(-tokens.XS, 0, tokens.XS, 0)
        # A page that scrolls cuts off what stands beside it; what it has less in width it needs in height.
        at.setLeft(max(at.left(), 0))
        at.setRight(min(at.right(), self._host.width() - 1))
        height = words.heightForWidth(at.width())
        top = at.bottom() + 1 - height if self._upward else at.top()
        top = max(0, min(top, self._host.height() - height))
        words.setGeometry(at.left(), top, at.width(), height)
        words.raise_()


def _page_of(widget: QWidget) -> QWidget:
    """What scrolls with it, else its window."""
    at = widget
    while (parent := at.parentWidget()) is not None and not at.isWindow():
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            return at
        at = parent
    return at
