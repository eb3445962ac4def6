"""A practice brought back from a backup asks to join its clinic again: request, six words, answer."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from core.domain.errors import UserError
from desktop import tokens
from desktop.i18n import tr
from desktop.ports import Runner
from desktop.terminal.practices import OpenPractice
from desktop.unlock.door import ProgramDoor
from desktop.unlock.pages import RequestPage
from desktop.widgets.text import Text
from sync.enrol import ask_to_join
from sync.enrol_papers import JoinRequest


class RejoinDialog(QDialog):
    """`on_joined` once the clinic has let this device in. Esc leaves it for another day; asking stays."""

    def __init__(
        self,
        parent: QWidget,
        runner: Runner,
        door: ProgramDoor,
        opened: OpenPractice,
        on_joined: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._runner, self._door, self._opened, self._on_joined = runner, door, opened, on_joined
        self.setWindowTitle(tr("Sync", "Join the clinic again"))
        self.setModal(True)
        self.page = RequestPage()
        self.error = Text(tone="danger", wrap=True)
        self.error.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.L)
        box.addWidget(self.page)
        box.addWidget(self.error)
        self.setFixedWidth(560)
        self.finished.connect(self.deleteLater)
        self.page.answered.connect(self._on_answered)

    def ask(self) -> None:
        """Make the request, or find the one that waits, and show it."""
        self._runner.run(self._request, self._on_request, self._on_refused)

    def _request(self) -> JoinRequest:
        with self._opened.store.write() as db:
            return ask_to_join(db, tr("FirstRun", "Laptop"), self._opened.ids)

    def _on_request(self, request: JoinRequest) -> None:
        self.page.show_request(request.to_text(), request.words())
        self.open()

    def _on_answered(self, file: Path) -> None:
        self.setEnabled(False)
        self._runner.run(
            lambda: self._door.complete(self._opened, file), self._on_completed, self._on_refused
        )

    def _on_completed(self, _: None) -> None:
        self.accept()
        self._on_joined()

    def _on_refused(self, error: UserError) -> None:
        self.setEnabled(True)
        self.error.setText(error.sentence)
        self.error.show()
