"""Where dialogs stand: inside their window, one at a time, over a dimmed ground that takes every key."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QMargins, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QScrollArea, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.shortcuts import Shortcut
from desktop.widgets.focus_return import focus_in, give_focus

_MARGIN_PX = tokens.L
_SHADOW_PX = 16
_DIM_LIGHT, _DIM_DARK = QColor(31, 35, 40, 80), QColor(0, 0, 0, 140)
_KEYS = {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}
_STILL_HEARD = {
    (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Question, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier),
}
"""Hiding and locking, which no dialog may hold up, and the help, which says what the dialog hears."""


class LayeredDialog(Protocol):
    """What the layer asks of a dialog that stands on it."""

    @property
    def widget(self) -> QWidget:
        """What is shown, moved and given the focus; it is a child of the layer's `floor`."""
        ...

    closes_outside: bool
    """Whether a click beside it leaves it."""

    def size_in(self, room: QSize) -> QSize:
        """Its size where `room` is free; the layer scrolls what is taller."""
        ...

    def top_in(self, room: QSize, height: int) -> int:
        """How far below the room's top it stands."""
        ...

    def first(self) -> QWidget | None:
        """What gets the focus."""
        ...

    def reject(self) -> None:
        """Leaves it, as Esc does."""
        ...

    def shortcuts(self) -> Sequence[Shortcut]:
        """What works in it, for the help."""
        ...


class DialogLayer(QScrollArea):
    """Covers the window's content while a dialog is open; `of` finds a window's layer or makes it.

    Only the dialog that came last is shown; the ones before wait behind it with what is typed in them.
    While the layer is held, by the lock, dialogs wait unseen.
    """

    came = Signal(object)
    """A dialog came to the front."""

    def __init__(self, place: QWidget) -> None:
        super().__init__(place)
        self._place = place
        self._open: list[LayeredDialog] = []
        self._before: QWidget | None = None
        self._left_at: dict[LayeredDialog, QWidget | None] = {}
        self._held = False
        self.floor = _Floor(self)
        self.setWidget(self.floor)
        self.floor.setAutoFillBackground(False)  # which the line above turns on
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        place.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        self.hide()

    @classmethod
    def of(cls, window: QWidget) -> "DialogLayer":
        """One for each window, made when first asked for; in a main window it covers the central widget."""
        content = window.centralWidget() if isinstance(window, QMainWindow) else None
        place = content or window
        found = place.findChild(cls, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return found or cls(place)

    @classmethod
    def over(cls, widget: QWidget) -> "DialogLayer":
        """The nearest that covers the widget, else its window's."""
        at = widget
        while not at.isWindow() and (parent := at.parentWidget()) is not None:
            found = at.findChild(cls, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if found is not None:
                return found
            at = parent
        return cls.of(widget.window())

    @property
    def front(self) -> LayeredDialog | None:
        """The dialog that came last; None while none is open. It is not seen while the layer is held."""
        return self._open[-1] if self._open else None

    def note_focus(self) -> None:
        """Where the focus goes back to, as long as no dialog has it."""
        focused = focus_in(self.window())
        if not self._open and focused is not None and not self.isAncestorOf(focused):
            self._before = focused

    def add(self, dialog: LayeredDialog) -> None:
        """Brings a dialog to the front, also one that waited behind another."""
        self.note_focus()
        self._note_front()
        if dialog in self._open:
            self._open.remove(dialog)
        self._open.append(dialog)
        self._show_front()

    def remove(self, dialog: LayeredDialog) -> None:
        """The one below comes up; below the last one the focus goes back to where it was."""
        self._left_at.pop(dialog, None)
        if dialog in self._open:
            self._open.remove(dialog)
        if self._open or self._held:
            self._show_front()
        else:
            self._give_focus_back()
            self.hide()
        # Last: from what is hidden Qt moves the focus on to the next widget in the order of Tab.
        dialog.widget.hide()

    def hold(self, on: bool) -> None:
        """While the window is locked. What came meanwhile gives the focus back to where it is afterwards."""
        if on:
            self._note_front()
        self._held = on
        focused = focus_in(self.window())
        if not on and focused is not None and not self.isAncestorOf(focused):
            self._before = focused
        self._show_front()

    def reject_all(self) -> None:
        """Leaves every one, from the one in front down."""
        for dialog in reversed(self._open[:]):
            dialog.reject()

    def fit(self, *, anew: bool = False) -> None:
        """Give the dialog in front its place; what grows while it is open keeps its top."""
        front = self.front
        if front is None or not self.isVisible():
            return
        room = self.size().shrunkBy(QMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX))
        size = front.size_in(room)
        top = front.top_in(room, size.height()) if anew else front.widget.y() - _MARGIN_PX
        top = max(0, min(top, room.height() - size.height()))
        left = (self.viewport().width() - size.width()) // 2
        self.floor.setMinimumHeight(size.height() + 2 * _MARGIN_PX)
        front.widget.setGeometry(left, top + _MARGIN_PX, size.width(), size.height())
        self.floor.update()

    @override
    def event(self, event: QEvent) -> bool:
        """Keys that the dialog left alone go no further: no shortcut of the window, no button of a form."""
        if isinstance(event, QKeyEvent) and self.front is not None:
            # Qt asks by a ShortcutOverride before a key becomes a shortcut. Accepted, it comes again as a
            # press, which ends here; those that are still heard are left to become shortcuts.
            stops = event.type() in _KEYS or (event.key(), event.modifiers()) not in _STILL_HEARD
            event.setAccepted(stops)
            return stops
        return super().event(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._place and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._place.rect())
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(anew=True)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes round inside the dialog."""
        front, at = self.front, QApplication.focusWidget()
        if front is None or at is None:
            return False
        for stop in _round(at, forward=next):
            if front.widget.isAncestorOf(stop) and _takes_tab(stop):
                stop.setFocus(Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason)
                self.ensureWidgetVisible(stop)
                break
        return True

    def _show_front(self) -> None:
        front = None if self._held else self.front
        if front is not None:
            self.setGeometry(self._place.rect())
            self.show()
            self.raise_()
            front.widget.show()
            self.fit(anew=True)
            self._focus_front()
        for dialog in self._open:
            if dialog is not front:
                dialog.widget.hide()
        if front is None:
            self.hide()
        else:
            self.came.emit(front)

    def _note_front(self) -> None:
        """Where in the dialog in front somebody is, who comes back to it."""
        front = self.front
        if front is not None and front.widget.isVisible():
            self._left_at[front] = focus_in(front.widget)

    def _focus_front(self) -> None:
        front = self.front
        if front is not None and give_focus(self._left_at.pop(front, None)):
            return
        wanted = front.first() if front is not None else None
        # Where nothing there takes the focus, the layer does: no key may go to the window behind.
        (wanted or self).setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """A screen behind may finish its work and reach for the focus; it stays with the dialog."""
        if self.front is None or not self.isVisible() or not self.isActiveWindow():
            return
        is_outside = now is None or (now.window() is self.window() and not self.isAncestorOf(now))
        if is_outside and now is not self:
            self._focus_front()

    def _give_focus_back(self) -> None:
        """Or to what holds it, when it is gone or cannot take the focus any more."""
        before, self._before = self._before, None
        if give_focus(before):
            return
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()


class _Floor(QWidget):
    """The dimmed ground with the shadow of the dialog on it."""

    def __init__(self, layer: DialogLayer) -> None:
        super().__init__()
        self._layer = layer

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        front = self._layer.front
        if front is None or front.widget.geometry().contains(event.position().toPoint()):
            return
        if front.closes_outside:
            front.reject()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        front = self._layer.front
        painter = QPainter(self)
        is_dark = self.palette().color(QPalette.ColorRole.Window).lightness() < 128
        painter.fillRect(event.rect(), _DIM_DARK if is_dark else _DIM_LIGHT)
        if front is not None:
            _paint_shadow(painter, front.widget.geometry())


def _paint_shadow(painter: QPainter, card: QRect) -> None:
    """Rings that add up: darkest at the card, a little lower than it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 3))
    for grown in range(1, _SHADOW_PX):
        ring = QRectF(card.adjusted(-grown, -grown + 4, grown, grown + 4))
        painter.drawRoundedRect(ring, tokens.RADIUS_CARD + grown, tokens.RADIUS_CARD + grown)


def _round(start: QWidget, *, forward: bool) -> Iterator[QWidget]:
    """Every other widget of the window, in the order of Tab."""
    at = start
    while True:
        following = at.nextInFocusChain() if forward else at.previousInFocusChain()
        if following is None or following is start:
            return
        yield following
        at = following


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    return bool(policy & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and widget.isVisible()
