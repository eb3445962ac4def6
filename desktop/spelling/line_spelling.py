"""Spelling in a line of prose, such as a reason: marks below it, suggestions in its menu and with F7."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget
from typing_extensions import override

from desktop.kit.debounce import Debounce
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.spelling.awaited_suggestions import AwaitedSuggestions
from desktop.spelling.mark_places import MisspeltWord, marks_of, units
from desktop.spelling.spelling import Spelling
from desktop.spelling.wave import WAVE_PX, below, wave, x_of
from desktop.spelling.word_rows import add_keeping, add_suggestions

PAUSE_MS, AT_MOST_MS = 300, 1_500
_CARET_PX = 5
"""What Qt tells of a caret begins so many pixels before it."""


class LineSpelling(QObject):
    """Of one line, for as long as it lives. The word that is being written is not marked yet."""

    def __init__(self, edit: QLineEdit, spelling: Spelling, theme: Theme) -> None:
        super().__init__(edit)
        self._edit, self._spelling, self.theme = edit, spelling, theme
        self._written = edit.text()
        self._typed: str | None = None
        self._is_writing = self._is_looking_on = False
        self._asked: tuple[MisspeltWord, QPoint] | None = None
        self.awaited = AwaitedSuggestions(spelling, self._pop_up, self._add_suggestions, self)
        self.menu: QMenu | None = None
        """The one that was opened last."""
        self.pause = Debounce(self._on_rest, self, PAUSE_MS, AT_MOST_MS)
        self._waves = _Waves(self, edit)
        edit.installEventFilter(self)
        edit.textEdited.connect(self._on_edited)
        edit.textChanged.connect(self._on_changed)
        edit.cursorPositionChanged.connect(self._on_caret_moved)
        spelling.changed.connect(self.look)
        spelling.checked.connect(self._on_checked)
        spelling.forgotten.connect(self._on_forgotten)
        self.look()

    @property
    def edit(self) -> QLineEdit:
        return self._edit

    @property
    def marks(self) -> Sequence[MisspeltWord]:
        """In the order of the line; none of one that takes no words."""
        text = self._edit.text()
        words = self._spelling.seen(text) or ()
        if self._edit.isReadOnly() or not self._edit.isEnabled():
            return ()
        return marks_of(text, (each for each in words if not self._spelling.is_known(each)), 0)

    @property
    def shown(self) -> Sequence[MisspeltWord]:
        """Those that are painted."""
        caret = self._edit.cursorPosition()
        return [mark for mark in self.marks if not (self._is_writing and mark.touches(caret))]

    def look(self) -> None:
        if (text := self._edit.text()).strip() and self._spelling.seen(text) is None:
            self._spelling.check([text])
        self._waves.update()

    def go_on(self) -> None:
        """To the next marked word after the caret, with suggestions; the line is checked first."""
        unchecked = bool(self._edit.text().strip()) and self._spelling.seen(self._edit.text()) is None
        self._is_looking_on = unchecked and (self._spelling.works or self._spelling.settings is None)
        if self._is_looking_on:
            self.look()
            return
        marks = self.marks
        caret = self._edit.cursorPosition()
        ahead = [mark for mark in marks if mark.end > caret]
        if found := next(iter((*ahead, *marks)), None):
            self._edit.setSelection(found.start, found.end - found.start)
            words = tr("Spelling", "Not in a dictionary: {word}", word=self._edit.selectedText())
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._edit, words))
            self.open(found, self._edit.mapToGlobal(caret_rect(self._edit).bottomLeft()))

    def open(self, mark: MisspeltWord, where: QPoint) -> None:
        """At a place of the screen, with suggestions, or without them where they take long."""
        self._asked = mark, where
        self.awaited.ask(mark.word)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.look()  # a lock has forgotten every word
        if isinstance(event, QContextMenuEvent):
            return self._on_menu_wanted(event)
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F7:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # else the note's own F7 would have it
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.go_on()
                return True
        return super().eventFilter(watched, event)

    def _on_menu_wanted(self, event: QContextMenuEvent) -> bool:
        """By mouse the word that was pressed, by key the one at the caret; else the usual menu."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        at = self._edit.cursorPositionAt(event.pos()) if by_mouse else self._edit.cursorPosition()
        mark = next((each for each in self.marks if each.touches(at)), None)
        if mark is None:
            return False
        self.open(mark, event.globalPos())
        return True

    def _pop_up(self, suggestions: Sequence[str] | None) -> None:
        if self._asked is None:
            return
        mark, where = self._asked
        menu = self.menu = QMenu(self._edit)
        self.awaited.fill(menu, suggestions)
        menu.addSeparator()
        add_keeping(menu, self._spelling, mark.word.plain)
        menu.addSeparator()
        usual: QMenu = self._edit.createStandardContextMenu()
        usual.setParent(menu)
        menu.addActions(usual.actions())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)
        menu.setActiveAction(menu.actions()[0])

    def _add_suggestions(self, menu: QMenu, suggestions: Sequence[str]) -> None:
        if self._asked is not None:
            mark, _ = self._asked
            # A word is counted in characters as Python does it, a mark in units as Qt does.
            written = self._edit.text()[mark.word.start : mark.word.end]
            replace, fits = partial(self._replace, mark, written), partial(self._has_room, mark)
            add_suggestions(menu, suggestions, written, replace, fits)

    def _replace(self, mark: MisspeltWord, written: str, text: str) -> None:
        """As one step to undo, unless the word reads otherwise by now, or nothing is written here."""
        takes_words = self._edit.isEnabled() and not self._edit.isReadOnly() and self._has_room(mark, text)
        if self._edit.text()[mark.word.start : mark.word.end] == written and takes_words:
            self._edit.setSelection(mark.start, mark.end - mark.start)
            self._edit.insert(text)
            self.look()

    def _has_room(self, mark: MisspeltWord, text: str) -> bool:
        """A line edit cuts off without a word what is beyond its longest."""
        others = units(self._edit.text()) - (mark.end - mark.start)
        return others + units(text) <= self._edit.maxLength()

    def _on_edited(self, text: str) -> None:
        self._typed = text

    def _on_changed(self, text: str) -> None:
        """Comes after `textEdited` of what was typed; of what was set nothing is being written."""
        self._is_writing = text == self._typed
        self.pause.restart()

    def _on_rest(self) -> None:
        """What came into a line out of sight is looked at once somebody goes there."""
        if self._edit.isVisible():
            self.look()

    def _on_caret_moved(self) -> None:
        """A caret that moves while the line stays as it is has left the word, or gone into another."""
        if self._written == self._edit.text():
            self._is_writing = False
        self._written = self._edit.text()
        self._waves.update()

    def _on_checked(self) -> None:
        self._waves.update()
        if self._is_looking_on:
            self.go_on()

    def _on_forgotten(self) -> None:
        self.pause.stop()
        self._asked = None
        self._is_looking_on = False
        self._waves.update()


class _Waves(QWidget):
    """Lies over the line: a line edit lets nobody paint after it."""

    def __init__(self, spelling: LineSpelling, edit: QLineEdit) -> None:
        super().__init__(edit)
        self._spelling = spelling
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.resize(edit.size())
        edit.installEventFilter(self)
        self.show()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.resize(self._spelling.edit.size())
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not (marks := self._spelling.shown):
            return
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        tile = wave(self._spelling.theme.colour("danger"), self.devicePixelRatioF())
        laid = _laid_out(self._spelling.edit)
        line = laid.lineAt(0)
        caret = caret_rect(self._spelling.edit)
        left = caret.left() + _CARET_PX - x_of(line, self._spelling.edit.cursorPosition())
        for mark in marks:
            rect = below(line, mark.start, mark.end).translated(left, caret.top())
            painter.drawTiledPixmap(rect, tile, QPointF(rect.left() % WAVE_PX, 0))


def caret_rect(edit: QLineEdit) -> QRect:
    found: QRect = edit.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    return found


def _laid_out(edit: QLineEdit) -> QTextLayout:
    """As the line edit does it: from its caret each other place is known, however far it has scrolled."""
    option = QTextOption()
    option.setTextDirection(edit.layoutDirection())
    laid = QTextLayout(edit.text(), edit.font())
    laid.setTextOption(option)
    laid.beginLayout()
    laid.createLine()
    laid.endLayout()
    return laid
