"""The figures of one page with the marks on them: painted, marked by mouse and by keyboard."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from core.domain.body_chart import (
    Direction,
    Point,
    free_point,
    is_on_body,
    next_region,
    place_of,
    place_words,
    point_of,
    region_of,
)
from core.domain.body_regions import Region, sides
from core.domain.ids import BodyMarkId
from core.domain.records import BodyMark
from desktop.body_chart.drawing import FigureInk, paint_figure, paint_mark, radius_px
from desktop.body_chart.inks import faint_ink, mark_ink
from desktop.body_chart.layout import HEAD_PX, PAGES, Placed, arranged
from desktop.body_chart.words import chart_words, mark_text, side_letters, view_titles
from desktop.kit import tokens
from desktop.kit.theme import Theme
from desktop.widgets.painted_list import announce, tell_focus

_LEAST = QSize(200, 320)
_REACH_PX = 14
"""A mark is hit from so far, and so large is the ring of the place that keys are at."""
_STEP = 10
"""Thousandths by which Shift and an arrow move a mark."""
_ARROWS: dict[int, tuple[Direction, int, int]] = {
    Qt.Key.Key_Left: ("left", -1, 0),
    Qt.Key.Key_Right: ("right", 1, 0),
    Qt.Key.Key_Up: ("up", 0, -1),
    Qt.Key.Key_Down: ("down", 0, 1),
}
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_DIGITS = frozenset("0123456789")
_OFF = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})


class BodyCanvas(QWidget):
    """Asks for what should happen by its signals; what shows comes by `show_marks`.

    A body is the same in every language: it is not mirrored where words run from right to left.
    """

    put_requested = Signal(object)
    """A `Point` at which a mark of the chosen kind is wanted."""
    move_requested = Signal(object, object)
    """A mark, and the `Point` where it is wanted."""
    off_requested = Signal(object)
    digit_typed = Signal(object, int)
    """The chosen mark, or None where one was put just now and is not here yet."""
    chosen = Signal(object)
    """The mark that is chosen now, or None."""
    place_told = Signal(str)
    """Where the mouse or the keys are, in words; "" when they left."""
    kind_stepped = Signal(int)
    page_stepped = Signal(int)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.page = 0
        self.marks: Sequence[BodyMark] = ()
        self._faint: Sequence[BodyMark] = ()
        self._is_open = True
        self._chosen: BodyMarkId | None = None
        self._region: Region | None = None
        self._pressed: tuple[BodyMark | None, QPointF] | None = None
        self._dragged: Point | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_LEAST)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    # What it shows.

    def show_marks(self, marks: Sequence[BodyMark], faint: Sequence[BodyMark], *, is_open: bool) -> None:
        """`faint` are those of another session; a mark that is gone is not chosen any more."""
        self.marks, self._faint, self._is_open = marks, faint, is_open
        if self._chosen is not None and self.chosen_mark() is None:
            self.choose(None)
        self.update()

    def show_page(self, page: int) -> None:
        """A number of `PAGES`. The keys begin anew there."""
        if page != self.page:
            self.page, self._region = page, None
            self.update()

    def choose(self, mark_id: BodyMarkId | None) -> None:
        """Also one that is on another page: what shows it turns there."""
        self._chosen = mark_id
        mark = self.chosen_mark()
        point = None if mark is None else place_of(mark.place)
        if point is not None and point.view in PAGES[self.page]:
            self._region = region_of(point)
        self.chosen.emit(mark)
        tell_focus(self)
        self.update()

    def chosen_mark(self) -> BodyMark | None:
        """None where none is, or where it was taken off."""
        return next((mark for mark in self.marks if mark.id == self._chosen), None)

    def placed(self) -> list[Placed]:
        """The views of the page as they lie now."""
        return arranged(PAGES[self.page], self.width(), self.height())

    def shown(self) -> list[tuple[BodyMark, QRectF]]:
        """Marks of the page with their places in px, those of this note alone."""
        found = ((mark, self._at(mark)) for mark in self.marks)
        return [(mark, _around(at, radius_px(mark.intensity))) for mark, at in found if at is not None]

    def region(self) -> Region:
        """Where the keys are."""
        return self._region or region_of(Point(PAGES[self.page][0], 500, 200))

    def keys_place(self) -> str:
        """In words; "" while the keys are elsewhere."""
        return place_words(point_of(self.region()), chart_words()) if self.hasFocus() else ""

    def _at(self, mark: BodyMark) -> QPointF | None:
        point = place_of(mark.place)
        if self._dragged is not None and self._pressed is not None and mark is self._pressed[0]:
            point = self._dragged
        view = next((each for each in self.placed() if point is not None and each.view == point.view), None)
        return None if view is None or point is None else QPointF(*view.on_screen(point))

    # What is painted.

    @override
    def sizeHint(self) -> QSize:
        return QSize(380, min(max(self.window().height() * 46 // 100, 350), 470))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for view in self.placed():
            self._paint_view(painter, view)
        for mark in self._faint:
            if (at := self._at(mark)) is not None:
                paint_mark(painter, at, mark.kind, mark.intensity, faint_ink(self._theme, mark.kind))
        for mark, box in self.shown():
            paint_mark(painter, box.center(), mark.kind, mark.intensity, mark_ink(self._theme, mark.kind))
            if mark.id == self._chosen:
                self._ring(painter, box.adjusted(-4, -4, 4, 4), Qt.PenStyle.SolidLine)
        if self.hasFocus() and self.chosen_mark() not in self._marks_in(self.region()):
            self._paint_keys(painter)

    def _paint_view(self, painter: QPainter, view: Placed) -> None:
        colour = self._theme.colour
        ink = FigureInk(colour("surface"), colour("line_strong"), colour("line_strong"))
        ink.detail.setAlphaF(0.45)
        paint_figure(painter, view.view, view.left, view.top, view.scale, ink)
        painter.setFont(self._theme.font(tokens.SMALL, strong=True))
        painter.setPen(colour("secondary"))
        head = QRectF(view.left - GAP_AROUND, view.top - HEAD_PX, view.width + 2 * GAP_AROUND, HEAD_PX - 4)
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, view_titles()[view.view])
        painter.setPen(colour("hint"))
        for share, letter in _letters(view.view):
            box = QRectF(view.left + share * view.width - 12, view.top + _letter_y(view), 24, 18)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)

    def _paint_keys(self, painter: QPainter) -> None:
        point = point_of(self.region())
        view = next((each for each in self.placed() if each.view == point.view), None)
        if view is not None:
            at = QPointF(*view.on_screen(point))
            self._ring(painter, _around(at, _REACH_PX), Qt.PenStyle.DotLine)

    def _ring(self, painter: QPainter, box: QRectF, style: Qt.PenStyle) -> None:
        painter.setPen(QPen(self._theme.colour("accent"), 2, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)

    # The mouse.

    def mark_at(self, at: QPointF) -> BodyMark | None:
        """The one on top there."""
        # The smallest mark is 18 px across; with these it has the 24 of a target (WCAG 2.2, 2.5.8).
        hit = [mark for mark, box in self.shown() if box.adjusted(-3, -3, 3, 3).contains(at)]
        return hit[-1] if hit else None

    def point_at(self, at: QPointF) -> Point | None:
        """On the body there; None beside it."""
        view = next((each for each in self.placed() if each.holds(at.x(), at.y())), None)
        point = None if view is None else view.under(at.x(), at.y())
        return point if point is not None and is_on_body(point) else None

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            mark = self.mark_at(event.position())
            self._pressed = mark, event.position()
            self.choose(None if mark is None else mark.id)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pressed, point = self._pressed, self.point_at(event.position())
        if pressed is None or pressed[0] is None:
            self.place_told.emit("" if point is None else place_words(point, chart_words()))
            return
        far = (event.position() - pressed[1]).manhattanLength()
        # A hand that presses moves a little: less than this is a click.
        if self._is_open and point is not None and far >= QApplication.startDragDistance():
            self._dragged = point
            self.place_told.emit(place_words(point, chart_words()))
            self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, dragged = self._pressed, self._dragged
        self._pressed = self._dragged = None
        if pressed is None:
            return
        mark, _ = pressed
        if mark is not None and dragged is not None:
            self.move_requested.emit(mark, dragged)
        elif mark is None and (point := self.point_at(event.position())) is not None:
            self._region = region_of(point)
            self._ask(partial(self.put_requested.emit, point))
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.place_told.emit("")
        super().leaveEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            mark = self.mark_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if mark is None else mark_text(mark), self)
            return True
        return super().event(event)

    # The keys.

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell_region()
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A drag that is cut off, as by a lock, moves nothing.
        self._dragged = None
        self.update()

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the views of the page, then on."""
        views = PAGES[self.page]
        at = views.index(self.region().view) + (1 if forward else -1)
        if not 0 <= at < len(views):
            return super().focusNextPrevChild(forward)
        self._go(region_of(Point(views[at], 500, 200)))
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        mark = self.chosen_mark()
        if key in _ARROWS:
            self._on_arrow(key, modifiers, mark)
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.page_stepped.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in _ENTER:
            taken = [point for each in self.marks if (point := place_of(each.place)) is not None]
            self._ask(partial(self.put_requested.emit, free_point(self.region(), taken)))
        elif key == Qt.Key.Key_Space:
            self._choose_here()
        elif key == Qt.Key.Key_Escape:
            self._step_back()
        elif mark is not None and key in _OFF:
            self._ask(partial(self.off_requested.emit, mark))
        elif event.text() in _DIGITS:
            self._ask(partial(self.digit_typed.emit, mark, int(event.text())))
        else:
            super().keyPressEvent(event)

    def _on_arrow(self, key: int, modifiers: Qt.KeyboardModifier, mark: BodyMark | None) -> None:
        way, x, y = _ARROWS[key]
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self.kind_stepped.emit(x + y)
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._nudge(mark, x, y)
        else:
            self._go(next_region(self.region(), way) or self._beyond(way))

    def _beyond(self, way: Direction) -> Region:
        """The nearest region of the view that stands there, or where the keys are."""
        here = self.region()
        views = PAGES[self.page]
        at = views.index(here.view) + (1 if way in {"right", "down"} else -1)
        if not 0 <= at < len(views):
            return here
        y = point_of(here).y
        return region_of(Point(views[at], 0 if way in {"right", "down"} else 1000, y))

    def _nudge(self, mark: BodyMark | None, x: int, y: int) -> None:
        point = None if mark is None else place_of(mark.place)
        if point is not None:
            moved = Point(point.view, point.x + x * _STEP, point.y + y * _STEP)
            if is_on_body(moved):
                self._ask(partial(self.move_requested.emit, mark, moved))

    def _go(self, region: Region) -> None:
        """The mark that was put last there is chosen with it."""
        self._region = region
        here = self._marks_in(region)
        self.choose(here[-1].id if here else None)
        self._region = region
        self._tell_region()
        self.update()

    def _choose_here(self) -> None:
        """One after another of those that lie in one region."""
        here = [mark.id for mark in self._marks_in(self.region())]
        if here:
            after = here.index(self._chosen) + 1 if self._chosen in here else 0
            self.choose(here[after % len(here)])

    def _marks_in(self, region: Region) -> list[BodyMark]:
        places = ((mark, place_of(mark.place)) for mark in self.marks)
        return [mark for mark, point in places if point is not None and region_of(point) == region]

    def _step_back(self) -> None:
        if self._chosen is None:
            self.left.emit()
        else:
            self.choose(None)

    def _tell_region(self) -> None:
        words = place_words(point_of(self.region()), chart_words())
        self.place_told.emit(words)
        announce(self, words)

    def _ask(self, wish: "partial[None]") -> None:
        """Nothing changes on the chart of a signed note."""
        if self._is_open:
            wish()


GAP_AROUND = 40
"""Px by which the name of a narrow view may be wider than the view."""


def _around(at: QPointF, radius: float) -> QRectF:
    return QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)


def _letters(view: str) -> list[tuple[float, str]]:
    """How far from the left of the view each letter stands; a view from the side says it in its name."""
    at_left, at_right = sides(view)
    letters = side_letters()
    return [] if at_left == at_right else [(0.1, letters[at_left]), (0.9, letters[at_right])]


def _letter_y(view: Placed) -> float:
    """Beside the head, where there is room."""
    return 0.02 * view.height
