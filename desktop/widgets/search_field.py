"""A search box: icon, clear button, Esc empties where it closes nothing, Down leaves for the results."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget
from typing_extensions import override

from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.accessible import tell_as
from desktop.widgets.one_line import OneLine

_PAUSE_MS = 60


class SearchField(OneLine):
    """`searched` comes shortly after typing pauses, `left_down` on Down, `entered` on Enter."""

    searched = Signal(str)
    left_down = Signal()
    entered = Signal()

    def __init__(
        self,
        theme: Theme,
        placeholder: str,
        parent: QWidget | None = None,
        *,
        esc_empties: bool = True,
    ) -> None:
        super().__init__(parent=parent)
        self._theme = theme
        self._esc_empties = esc_empties
        self.setProperty("search", True)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        # Qt shows an action as a tool button. So far there is one, the glass, which cannot be pressed.
        for picture in self.findChildren(QToolButton):
            tell_as(picture, QAccessible.Role.Graphic)
        self.setClearButtonEnabled(True)
        for button in self.findChildren(QToolButton):
            if button.defaultAction() is not self._glass:
                button.setAccessibleName(tr("Search", "Clear"))
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._on_pause)
        self.textChanged.connect(self._on_text_changed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() and self._esc_empties:
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._search_what_is_pending()
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _search_what_is_pending(self) -> None:
        """Asking again for what is listed already would empty the list that Enter is about."""
        if self._timer.isActive():
            self._timer.stop()
            self._on_pause()

    def _on_text_changed(self, text: str) -> None:
        if text:
            self._timer.start()
        else:
            self._timer.stop()
            self._on_pause()

    def _on_pause(self) -> None:
        self.searched.emit(self.text().strip())

    def _on_theme_changed(self) -> None:
        self._glass.setIcon(self._theme.icon("search", "hint"))
