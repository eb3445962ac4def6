"""Pages one below the other, or one picture: drawn as they come into sight, in the pixels of the screen."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea
from typing_extensions import override

from desktop.files.pixel_image import image_of
from desktop.files.pixels import Kind, PageSize, Pixels
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme

ZOOM_STEP, MOST_ZOOM, LEAST_ZOOM = 1.25, 5.0, 0.25
MOST_KEPT = 6
"""Pictures of pages in memory; the others are drawn again when one comes back to them."""
_LINE_PX = 40
# An inch is 72 points, and 96 px of the screen.
_NATURAL = {Kind.PICTURE: 1.0, Kind.PDF: 96 / 72}
"""Pixels of the screen for each pixel of a picture, or for each point of a page."""


class PageView(QAbstractScrollArea):
    """`page_changed` and `zoom_changed` tell what is in front; `wanting` that a page in sight is not drawn.

    Zoom 1 is the whole picture, or the width of a page.
    """

    page_changed = Signal(int)
    zoom_changed = Signal(float)
    wanting = Signal()

    def __init__(self, theme: Theme, kind: Kind, sizes: Sequence[PageSize]) -> None:
        super().__init__()
        self._theme, self._kind, self._sizes = theme, kind, sizes
        self._is_pdf = kind is Kind.PDF
        self._images: dict[int, QImage] = {}
        self._asked: dict[int, tuple[int, int]] = {}
        """In how many pixels each of them was asked for last."""
        self._failed: set[int] = set()
        self._rects: list[QRect] = []
        self._page, self._zoom = 0, 1.0
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A page has its left side on the left in every language.
        self.horizontalScrollBar().setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def page(self) -> int:
        """The one in front, from 0."""
        return self._page

    @property
    def zoom(self) -> float:
        return self._zoom

    def is_drawn(self, page: int) -> bool:
        """Whether there is a picture of it, perhaps still of another zoom."""
        return page in self._images

    def next_wanted(self) -> tuple[int, int, int] | None:
        """A page in sight and its pixels, which are not drawn yet."""
        ratio = self.devicePixelRatioF()
        for page in self._in_sight():
            rect = self._rects[page]
            wanted = (round(rect.width() * ratio), round(rect.height() * ratio))
            if page not in self._failed and self._asked.get(page) != wanted:
                return page, *wanted
        return None

    def asked(self, page: int, width: int, height: int) -> None:
        """It is being drawn; `next_wanted` does not name it again."""
        self._asked[page] = (width, height)

    def show_page(self, page: int, pixels: Pixels) -> None:
        """Takes what `next_wanted` asked for; what is out of sight goes when there are too many."""
        self._images[page] = image_of(pixels, self._kind)
        seen = set(self._in_sight())
        for other in [each for each in self._images if each not in seen]:
            if len(self._images) > MOST_KEPT:
                del self._images[other]
                self._asked.pop(other, None)
        self.viewport().update()

    def fail_page(self, page: int) -> None:
        """Says so on the page; the others are shown all the same."""
        self._failed.add(page)
        self.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """What is in the middle stays there."""
        bounded = min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
        if bounded == self._zoom:
            return
        self._zoom = bounded
        self._lay_out()
        self.zoom_changed.emit(bounded)

    def zoom_in(self) -> None:
        self.set_zoom(self._zoom * ZOOM_STEP)

    def zoom_out(self) -> None:
        self.set_zoom(self._zoom / ZOOM_STEP)

    def zoom_whole(self) -> None:
        """As when it was opened."""
        self.set_zoom(1.0)

    def turn(self, forward: int) -> None:
        """1: on, -1: back, to the next page's beginning or as far as is in sight, whatever comes first."""
        bar = self.verticalScrollBar()
        tops = [rect.top() - tokens.M for rect in self._rects]
        far = self.viewport().height() - _LINE_PX
        if forward > 0:
            ahead = [top for top in tops if top > bar.value()]
            bar.setValue(min([bar.value() + far, *ahead[:1]]))
        else:
            behind = [top for top in tops if top < bar.value()]
            bar.setValue(max([bar.value() - far, *behind[-1:]]))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.colour("canvas"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self._in_sight():
            self._paint_page(painter, page)
        painter.end()
        if self.next_wanted() is not None:
            self.wanting.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * (ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP))
            event.accept()
        else:
            super().wheelEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether it was one of the keys that turn, move or zoom, wherever in the dialog the focus is."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self._take_zoom(event)
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        moves = {
            Qt.Key.Key_PageDown: lambda: self.turn(1),
            Qt.Key.Key_PageUp: lambda: self.turn(-1),
            Qt.Key.Key_Home: lambda: down.setValue(0),
            Qt.Key.Key_End: lambda: down.setValue(down.maximum()),
            Qt.Key.Key_Down: lambda: down.setValue(down.value() + _LINE_PX),
            Qt.Key.Key_Up: lambda: down.setValue(down.value() - _LINE_PX),
            Qt.Key.Key_Right: lambda: across.setValue(across.value() + _LINE_PX),
            Qt.Key.Key_Left: lambda: across.setValue(across.value() - _LINE_PX),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        move()
        return True

    def _take_zoom(self, event: QKeyEvent) -> bool:
        # On many keyboards + is = with Shift, and nobody presses Shift for it.
        if event.matches(QKeySequence.StandardKey.ZoomIn) or event.key() in (
            Qt.Key.Key_Equal,
            Qt.Key.Key_Plus,
        ):
            self.zoom_in()
        elif event.matches(QKeySequence.StandardKey.ZoomOut) or event.key() == Qt.Key.Key_Minus:
            self.zoom_out()
        elif event.key() == Qt.Key.Key_0:
            self.zoom_whole()
        else:
            return False
        return True

    def _scale(self) -> float:
        """At zoom 1: as much as fits, and never larger than it is. With room kept for the bars: a page that
        grew when one goes would bring it back, without end."""
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.maximumViewportSize() - QSize(bar, bar)
        widest = max(size.width for size in self._sizes)
        fitting = (room.width() - 2 * tokens.M) / widest
        if not self._is_pdf:
            highest = max(size.height for size in self._sizes)
            fitting = min(fitting, (room.height() - 2 * tokens.M) / highest)
        return max(min(_NATURAL[self._kind], fitting), 1e-4) * self._zoom

    def _lay_out(self) -> None:
        """Places every page and keeps the middle of what is seen where it was."""
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        room = self.viewport().size()
        middle = self._place_of(down.value() + room.height() // 2)
        aside = (across.value() + room.width() / 2) / max(across.maximum() + room.width(), 1)
        scale = self._scale()
        sides = [(max(1, round(s.width * scale)), max(1, round(s.height * scale))) for s in self._sizes]
        wide = max(max(width for width, _ in sides) + 2 * tokens.M, room.width())
        high = sum(height + tokens.M for _, height in sides) + tokens.M
        top = max(tokens.M, (room.height() - high) // 2 + tokens.M)
        self._rects = []
        for width, height in sides:
            self._rects.append(QRect((wide - width) // 2, top, width, height))
            top += height + tokens.M
        down.setPageStep(room.height())
        down.setSingleStep(_LINE_PX)
        down.setRange(0, max(0, top - room.height()))
        across.setPageStep(room.width())
        across.setSingleStep(_LINE_PX)
        across.setRange(0, wide - room.width())
        across.setValue(round(aside * wide - room.width() / 2))
        if middle is not None:
            page, part = middle
            rect = self._rects[page]
            down.setValue(round(rect.top() + part * rect.height() - room.height() / 2))
        self.viewport().update()
        self._on_scrolled()

    def _place_of(self, y: int) -> tuple[int, float] | None:
        """The page at a height of the whole, and which part of it is above; None at the very beginning."""
        if not self._rects or self.verticalScrollBar().value() == 0:
            return None
        page = next((at for at, rect in enumerate(self._rects) if rect.bottom() >= y), len(self._rects) - 1)
        rect = self._rects[page]
        return page, (y - rect.top()) / rect.height()

    def _in_sight(self) -> list[int]:
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        return [at for at, rect in enumerate(self._rects) if rect.bottom() >= top and rect.top() <= bottom]

    def _paint_page(self, painter: QPainter, page: int) -> None:
        moved = QPoint(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        rect = self._rects[page].translated(moved)
        if self._is_pdf or page not in self._images:
            # A page is paper, also in the dark: what it leaves free is white.
            painter.fillRect(rect, Qt.GlobalColor.white if self._is_pdf else self._theme.colour("hover"))
        if page in self._failed:
            painter.setPen(Qt.GlobalColor.black if self._is_pdf else self._theme.colour("text"))
            words = tr("Files", "This page cannot be shown.")
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
        elif page in self._images:
            painter.drawImage(rect, self._images[page])
        if self._is_pdf:
            painter.setPen(self._theme.colour("line"))
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))

    def _on_scrolled(self, _: int = 0) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        at_end = self.verticalScrollBar().value() == self.verticalScrollBar().maximum() > 0
        last = len(self._rects) - 1
        page = next((at for at, rect in enumerate(self._rects) if rect.bottom() >= middle), last)
        page = last if at_end else page
        if page != self._page and page >= 0:
            self._page = page
            self.page_changed.emit(page)
        self.viewport().update()
