"""A laptop that its clinic does not take asks to join it again: request, six words, answer."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.domain.errors import UserError
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.ports import Runner
from desktop.session.backend import ProgramBackend
from desktop.session.open_practice import OpenPractice
from desktop.unlock.pages import RequestPage
from desktop.widgets.dialog import Dialog
from desktop.widgets.error_line import ErrorLine
from sync.enrolment.messages import JoinRequest


class RejoinDialog(Dialog):
    """Esc leaves it for another day; asking stays.

    Nothing may sync meanwhile: the store gets a new identity. `on_left` is called when the dialog is gone,
    whether the clinic has let this device in or not.
    """

    def __init__(
        self,
        parent: QWidget,
        runner: Runner,
        door: ProgramBackend,
        opened: OpenPractice,
        on_left: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._runner, self._door, self._opened, self._on_left = runner, door, opened, on_left
        self.setWindowTitle(tr("Sync", "Join the clinic again"))
        self.page = RequestPage(runner)
        self.default = self.page.answer
        self.error = ErrorLine(lines=2, upward=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.L)
        box.addWidget(self.page)
        box.addWidget(self.error)
        self.setFixedWidth(560)
        self.finished.connect(self._on_finished)
        self.page.answered.connect(self._on_answered)

    def ask(self) -> None:
        """Make the request, or find the one that waits, and show it."""
        self._runner.run(self._request, self._on_request, self._on_refused)

    def _request(self) -> JoinRequest:
        return self._opened.join_again(tr("FirstRun", "Laptop"))

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

    def _on_refused(self, error: UserError) -> None:
        self.setEnabled(True)
        self.error.say(error.sentence)
        # Perhaps refused before there was a request: then the dialog comes up with the sentence alone.
        self.open()

    def _on_finished(self) -> None:
        self._on_left()
        self.deleteLater()
