"""Which kind of mark is put next: all of them in sight, each by its shape and its word."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QPushButton, QWidget
from typing_extensions import override

from core.domain.body_chart import KINDS, NUMBNESS, SCAR
from desktop.body_chart.drawing import paint_mark, radius_px
from desktop.body_chart.inks import faint_ink, mark_ink
from desktop.body_chart.words import kind_words
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.accessible import tell_as_choice

_MOST_IN_A_ROW, _GAP_PX = 3, 2
_ICON_PX = 20


class KindChooser(QFrame):
    """Emits `chosen` with the kind that a person picked; one always is."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(tr("BodyChart", "Kind of the next mark"))
        self.group = QButtonGroup(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP_PX)
        self._in_a_row = 0
        words = kind_words()
        for number, kind in enumerate(KINDS):
            self._button(number, words[kind])
        self._lay_out(_MOST_IN_A_ROW)
        self.group.button(0).setChecked(True)
        self.group.idClicked.connect(self._on_clicked)
        theme.changed.connect(self._show_icons)
        self._show_icons()

    @property
    def kind(self) -> str:
        """What is chosen."""
        return KINDS[self.group.checkedId()]

    def step(self, by: int) -> str:
        """The next or the one before, all around. Returns its word."""
        self.group.button((self.group.checkedId() + by) % len(KINDS)).setChecked(True)
        return kind_words()[self.kind]

    @override
    def minimumSizeHint(self) -> QSize:
        """As narrow as one of them: they go below each other."""
        return QSize(self._widest(), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fitting = (self.width() + _GAP_PX) // (self._widest() + _GAP_PX)
        self._lay_out(min(max(fitting, 1), _MOST_IN_A_ROW))

    def _widest(self) -> int:
        return max(button.minimumSizeHint().width() for button in self.group.buttons())

    def _lay_out(self, in_a_row: int) -> None:
        if in_a_row == self._in_a_row:
            return
        self._in_a_row = in_a_row
        for number in range(len(KINDS)):
            self._grid.addWidget(self.group.button(number), number // in_a_row, number % in_a_row)

    def _button(self, number: int, word: str) -> None:
        button = QPushButton(self)
        tell_as_choice(button)
        button.setText(word)
        button.setCheckable(True)
        button.setProperty("kind", "segment")
        button.setProperty("leading", True)
        button.setAutoDefault(False)
        button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.group.addButton(button, number)

    def _show_icons(self) -> None:
        for number, kind in enumerate(KINDS):
            self.group.button(number).setIcon(QIcon(mark_pixmap(self._theme, kind, self.devicePixelRatioF())))

    def _on_clicked(self, number: int) -> None:
        self.chosen.emit(KINDS[number])


def mark_pixmap(
    theme: Theme, kind: str, ratio: float, intensity: str | None = None, *, faint: bool = False
) -> QPixmap:
    """The shape of a kind in a square as large as an icon; `faint` as a mark of another session."""
    side = _ICON_PX if intensity is None else 2 * _ICON_PX - 10
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    size = (side / 2 - (3 if kind != NUMBNESS else 4)) / radius_px(intensity)
    # What is written with a scar stands below it.
    y = side * (0.36 if kind == SCAR and intensity is not None else 0.5)
    ink = faint_ink(theme, kind) if faint else mark_ink(theme, kind)
    paint_mark(painter, QPointF(side / 2, y), kind, intensity, ink, ratio=size)
    painter.end()
    return pixmap
