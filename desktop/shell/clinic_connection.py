"""A practice of one laptop moves to a clinic's server: its paper first, then the request, then the answer."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.crypto.recovery import Paper, new_code, read_code
from core.domain.errors import BadInput, UserError
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.ports import Runner
from desktop.kit.theme import Theme
from desktop.paper.card import PaperCard
from desktop.session.backend import ProgramBackend
from desktop.session.open_practice import OpenPractice
from desktop.unlock.pages import RequestPage, StepPage
from desktop.unlock.recovery_field import recovery_field
from desktop.widgets.buttons import Button
from desktop.widgets.dialog import Dialog
from desktop.widgets.error_line import ErrorLine
from sync.enrolment.messages import JoinRequest


class Connection(Protocol):
    """What the dialog asks for, on the worker; raises UserError."""

    def pending(self) -> JoinRequest | None:
        """The request that waits for the clinic's answer; None while nothing was asked."""
        ...

    def request(self, device_name: str, code: str) -> JoinRequest:
        """Makes the practice's keys for a server. `code` is on paper already."""
        ...

    def complete(self, answer: Path) -> None:
        """Takes the answer in the file, which is the first contact with the server."""
        ...


class ProgramConnection:
    """Fulfils `Connection` over the practice that is open."""

    def __init__(self, opened: OpenPractice, door: ProgramBackend) -> None:
        self._opened, self._door = opened, door

    def pending(self) -> JoinRequest | None:
        return self._opened.connecting()

    def request(self, device_name: str, code: str) -> JoinRequest:
        return self._opened.connect(device_name, code)

    def complete(self, answer: Path) -> None:
        self._door.complete(self._opened, answer)


class ConnectDialog(Dialog):
    """Nothing is made before the paper was read back; then the request waits, also when this is left.

    `on_left` is called when the dialog is gone, whether the clinic has taken the practice or not.
    """

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        runner: Runner,
        connection: Connection,
        today: Callable[[], date],
        on_left: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._runner, self._connection, self._on_left = runner, connection, on_left
        self._code = ""
        self.setWindowTitle(tr("Connect", "Connect to a clinic"))
        self.paper, self.back_page = _PaperPage(theme, runner, today), _ReadBackPage(theme)
        self.request = RequestPage(runner, tr("Connect", "Ask the clinic"), _asking())
        self.error = ErrorLine(lines=2, upward=True)
        self.cancel = Button(tr("Connect", "Cancel"), self.reject)
        self.again = Button(tr("Connect", "Show the code again"), self._on_again)
        self.go_on = Button("", self._on_go_on, kind="primary")
        self._lay_out()
        self.finished.connect(self._on_finished)
        self.request.answered.connect(self._on_answered)

    def begin(self) -> None:
        """At the paper, or at the request that waits for its answer."""
        self._runner.run(self._connection.pending, self._on_pending, self._on_refused)

    def _on_pending(self, request: JoinRequest | None) -> None:
        if request is not None:
            self._on_request(request)
            return
        self._code = new_code(Paper.WORKSPACE)
        self.paper.card.show_code(self._code)
        self._show(self.paper)

    def _on_go_on(self) -> None:
        if not self.paper.isHidden():
            self._show(self.back_page)
        elif not self.back_page.isHidden():
            self._check(self.back_page.field.text)

    def _on_again(self) -> None:
        self._show(self.paper)

    def _check(self, typed: str) -> None:
        try:
            same = read_code(typed, Paper.WORKSPACE) == read_code(self._code, Paper.WORKSPACE)
        except BadInput as error:
            self._tell(error.sentence)
            return
        if not same:
            self._tell(tr("Connect", "That is another code than the one you were shown. Look at it again."))
            return
        code, name = self._code, tr("FirstRun", "Laptop")
        self._set_busy(True)
        self._runner.run(lambda: self._connection.request(name, code), self._on_request, self._on_refused)

    def _on_request(self, request: JoinRequest) -> None:
        self._set_busy(False)
        self._code = ""
        self.paper.card.forget()  # read back: from here on the paper alone has it
        self.request.show_request(request.to_text(), request.words())
        self._show(self.request)

    def _on_answered(self, file: Path) -> None:
        self._tell("")
        self._set_busy(True)
        self._runner.run(lambda: self._connection.complete(file), self._on_completed, self._on_refused)

    def _on_completed(self, _: None) -> None:
        self._set_busy(False)
        self.accept()

    def _on_refused(self, error: UserError) -> None:
        self._set_busy(False)
        self._tell(error.sentence)
        # Perhaps refused before there was a page: then the dialog comes up with the sentence alone.
        self.open()

    def _on_finished(self) -> None:
        self._on_left()
        self.deleteLater()

    def _set_busy(self, busy: bool) -> None:
        for part in (self.go_on, self.again, self.request):
            part.setEnabled(not busy)

    def _tell(self, sentence: str) -> None:
        self.error.say(sentence)

    def _show(self, page: StepPage) -> None:
        self._tell("")
        for each in (self.paper, self.back_page, self.request):
            each.setVisible(each is page)
        self.go_on.setText(page.verb)
        self.go_on.setVisible(bool(page.verb))
        self.again.setVisible(page is self.back_page)
        self.cancel.setText(tr("Connect", "Later") if page is self.request else tr("Connect", "Cancel"))
        self.default = self.request.answer if page is self.request else self.go_on
        self.default.setFocus()
        self.open()
        # After `open`, which gives the focus to whatever had it last.
        page.begin()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(tokens.S)
        row.addWidget(self.again)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.go_on)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.L)
        box.setSpacing(tokens.L)
        for page in (self.paper, self.back_page, self.request):
            box.addWidget(page)
            page.hide()
        box.addWidget(self.error)
        self.go_on.hide()
        box.addLayout(row)
        self.setFixedWidth(560)


def _asking() -> str:
    return tr(
        "Connect",
        "Save the request, give it to whoever runs the clinic's server, and compare these six words on the "
        "phone. Then open the answer they send back, today or another day. The request holds no secret.",
    )


class _PaperPage(StepPage):
    """The practice's recovery code, which is shown before anything is made with it."""

    def __init__(self, theme: Theme, runner: Runner, today: Callable[[], date]) -> None:
        sentence = tr(
            "Connect",
            "First the practice gets a recovery paper of its own. It opens the whole practice should every "
            "laptop be lost, so keep it where you keep your keys, away from the laptops and the server. "
            "Write it down or print it: it is shown only now.",
        )
        verb = tr("Connect", "I have it on paper")
        super().__init__(tr("Connect", "The practice's recovery paper"), sentence, verb)
        self.card = PaperCard(theme, runner, today, Paper.WORKSPACE)
        self.body.addWidget(self.card)


class _ReadBackPage(StepPage):
    """The paper is read back, so that it is known to be right."""

    def __init__(self, theme: Theme) -> None:
        sentence = tr("Connect", "Type the code from your paper, group by group. Capitals do not matter.")
        super().__init__(tr("Connect", "Read your paper back"), sentence, tr("Connect", "Check"))
        self.field = recovery_field(theme)
        self.body.addWidget(self.field)

    @override
    def begin(self) -> None:
        self.field.set_text("")
        self.field.setFocus()
