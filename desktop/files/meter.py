"""Whether the system says that the present connection costs by volume."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation


class Meter(QObject):
    """False where the system does not tell. GUI thread."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        feature = QNetworkInformation.Feature.Metered
        told = QNetworkInformation.loadBackendByFeatures(feature)
        self._network = QNetworkInformation.instance() if told else None
        if self._network is not None:
            self._network.isMeteredChanged.connect(self._on_metered)

    @property
    def is_metered(self) -> bool:
        return self._network is not None and self._network.isMetered()

    def _on_metered(self, _metered: bool) -> None:
        self.changed.emit()
