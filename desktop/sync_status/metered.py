"""Whether the system says that the present connection costs by volume."""

import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from desktop.kit.background import Background
from desktop.sync_status.windows_network import WindowsNetwork
from desktop.system import windows_cost

_LONGEST_MS = 5_000


class Network(Protocol):
    """What is used of `QNetworkInformation`."""

    isMeteredChanged: SignalInstance  # noqa: N815 - Qt's name

    def isMetered(self) -> bool:  # noqa: N802 - Qt's name
        """Asked on the GUI thread at every look, so it must answer at once."""
        ...


NetworkFactory = Callable[[QObject], Network]
"""What was found on another thread, made usable on the GUI thread below that parent."""


def _ask_qt() -> NetworkFactory | None:
    """None where the system does not tell."""
    from PySide6.QtNetwork import QNetworkInformation  # noqa: PLC0415 - a practice of one laptop needs none of it

    if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Metered):
        return None
    return lambda _parent: QNetworkInformation.instance()


def _ask_system() -> NetworkFactory | None:
    """May take seconds, or not come back."""
    if sys.platform == "win32":
        try:
            cost = windows_cost.connection_cost()
        except OSError:
            return None
        return lambda parent: WindowsNetwork(parent, cost, windows_cost.connection_cost)
    return _ask_qt()


class Meter(QObject):
    """Not metered where the system does not tell. GUI thread; the system is asked on a thread of its own.

    `is_known`: it has told, or is not waited for any more.
    """

    changed = Signal()

    def __init__(
        self, parent: QObject | None = None, load: Callable[[], NetworkFactory | None] = _ask_system
    ) -> None:
        super().__init__(parent)
        self._load = load
        self._network: Network | None = None
        self._began = False
        self.is_known = False
        self._patience = QTimer(self, singleShot=True, interval=_LONGEST_MS)
        self._patience.timeout.connect(self.give_up)
        self._background = Background(self)

    @property
    def is_metered(self) -> bool:
        """False until the system has told."""
        return self._network is not None and self._network.isMetered()

    def begin(self) -> None:
        """Ask the system, once. Some answer only after the window stands, and one never did."""
        if self._began:
            return
        self._began = True
        self._patience.start()
        self._background.run(self._load, self._on_loaded)

    def give_up(self) -> None:
        """Go on without an answer; one that still comes is heard."""
        self.is_known = True
        self.changed.emit()

    def _on_loaded(self, found: NetworkFactory | None) -> None:
        self._patience.stop()
        if found is not None:
            self._network = found(self)
            self._network.isMeteredChanged.connect(self._on_metered)
        self.give_up()

    def _on_metered(self, _metered: bool) -> None:
        self.changed.emit()
