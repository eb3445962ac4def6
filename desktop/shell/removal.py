"""A laptop that its clinic removed: whether an owner ordered the practice on it to be erased."""

from PySide6.QtCore import QObject, Signal

from core.domain.errors import DeviceRevoked
from desktop.kit.ports import Runner
from desktop.session.remote_wipe import is_told, report
from sync.enrolment.identity_store import Enrolment


class Removal(QObject):
    """GUI thread. `ordered` is emitted when the server has an order of an owner."""

    ordered = Signal()

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._is_out = False

    def heed(self, code: str, enrolment: Enrolment | None) -> None:
        """Takes the code of what the last pass ended with; asks the server once for each removal."""
        was_out, self._is_out = self._is_out, code == DeviceRevoked.code
        if self._is_out and not was_out and enrolment is not None:
            self._runner.run(lambda: is_told(enrolment), self._on_told)

    def tell_obeyed(self, enrolment: Enrolment | None) -> None:
        """Once the practice is erased, if it was the clinic that wanted it."""
        if self._is_out and enrolment is not None:
            report(enrolment)

    def _on_told(self, told: bool) -> None:
        if told:
            self.ordered.emit()
