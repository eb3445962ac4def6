"""What the connection costs under Windows, looked at now and then: to be told, one has to be a COM server."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.kit.background import Background
from desktop.system.windows_cost import is_metered

_AGAIN_MS = 15_000


class WindowsNetwork(QObject):
    """Fulfils `Network`. `ask` runs on another thread: the bits of NLM_CONNECTION_COST, or OSError."""

    isMeteredChanged = Signal(bool)  # noqa: N815 - Qt's name
    looked = Signal()

    def __init__(self, parent: QObject | None, cost: int, ask: Callable[[], int]) -> None:
        super().__init__(parent)
        self._metered, self._ask = is_metered(cost), ask
        self._background = Background(self)
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self.look)
        self._again.start()

    def isMetered(self) -> bool:  # noqa: N802 - Qt's name
        """As it was at the last look; the next one comes fifteen seconds after that was answered."""
        return self._metered

    def look(self) -> None:
        """What the timer does; the next look waits for the answer to this one."""
        ask = self._ask
        self._background.run(lambda: _cost(ask), self._on_cost)

    def _on_cost(self, cost: int | None) -> None:
        metered = self._metered if cost is None else is_metered(cost)
        self._again.start()
        self.looked.emit()
        if metered != self._metered:
            self._metered = metered
            self.isMeteredChanged.emit(metered)


def _cost(ask: Callable[[], int]) -> int | None:
    try:
        return ask()
    except OSError:
        return None
