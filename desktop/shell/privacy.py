"""F9: what others should not read is blurred, on the screen and in the dialog over it."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QGraphicsBlurEffect, QWidget

from desktop.kit.bus import Bus
from desktop.widgets.dialog_layer import DialogLayer, LayeredDialog

_BLUR_PX = 18


class Privacy(QObject):
    """Blurs `pane` and the dialogs on `layer`; screens that can show initials instead listen to the bus."""

    def __init__(self, bus: Bus, pane: QWidget, layer: DialogLayer) -> None:
        super().__init__(pane)
        self._bus, self._pane, self._layer = bus, pane, layer
        layer.came.connect(self._on_dialog)

    def toggle(self) -> bool:
        """Whether it is blurred now."""
        blurred = not self._bus.blurred
        self._bus.set_blurred(blurred)
        _blur(self._pane, blurred)
        if self._layer.front is not None:
            self._on_dialog(self._layer.front)
        return blurred

    def _on_dialog(self, dialog: LayeredDialog) -> None:
        """Those that wait behind another one are heard of when they come up again."""
        parts = dialog.widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        for part in parts:
            _blur(part, self._bus.blurred)


def _blur(widget: QWidget, blurred: bool) -> None:
    effect = QGraphicsBlurEffect(widget, blurRadius=_BLUR_PX) if blurred else None
    widget.setGraphicsEffect(effect)  # type: ignore[arg-type]  # None takes it away
