"""The way in for a device: its request, six words to compare, whose it is; then the answer to hand over."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from core.domain.errors import UserError
from core.domain.records import User
from desktop.kit.context import ScreenContext
from desktop.kit.discard_question import ask_to_discard
from desktop.kit.i18n import one_line, tr
from desktop.session.join_files import read_text, write_file
from desktop.settings.devices_presenter import DeviceAdminPort, read_request, role_name, two_lines
from desktop.settings.section import column, line
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.fields import AreaField, ChoiceField
from desktop.widgets.text import Text
from sync.enrolment.messages import JoinAnswer, JoinRequest


class LettingIn(Card):
    """Three steps, one at a time. `closed` when it is done or given up.

    Esc leaves it as Cancel does; Enter lets nobody in by itself: the words are compared before.
    """

    closed = Signal()

    def __init__(self, context: ScreenContext, office: DeviceAdminPort | None) -> None:
        super().__init__(tr("Devices", "Let a device in"))
        self._context, self._office = context, office
        self._request: JoinRequest | None = None
        self._people: Sequence[User] = ()
        self._is_handed_over = False
        self.error = ErrorLine(upward=True)
        self.request = AreaField(tr("Devices", "The new device's request"), lines=4)
        self.open_file = Button(tr("Devices", "Open a file…"), self._on_open)
        self.words = Text(size="title", strong=True)
        self.name = Text(tone="secondary", wrap=True)
        self.person = ChoiceField(tr("Devices", "Whose device is it?"), [])
        self.approve = Button(
            tr("Devices", "The words are the same: let it in"), self._on_approve, kind="primary"
        )
        self.answer = AreaField(tr("Devices", "The answer for the new device"), lines=5)
        self.clinic_words = Text(size="title", strong=True)
        self.save = Button(tr("Devices", "Save as a file…"), self._on_save, kind="primary")
        self._lay_out()
        self.request.changed.connect(self._on_request)

    def take_office(self, office: DeviceAdminPort) -> None:
        """From now on there is a clinic to let devices into: the practice was connected meanwhile."""
        self._office = office

    def begin(self) -> None:
        """Empty, at the first step."""
        self._show(self._asking)
        self.show_error("")
        self.request.set_text("")
        self.show()
        self.request.setFocus()
        if self._office is not None:
            self._context.jobs.run(self._office.people, self._on_people)

    def show_error(self, sentence: str) -> None:
        """At the bottom of the step that is shown; "" takes it away."""
        self.error.say(sentence)

    def request_text(self) -> str:
        """The request that nobody has been let in by yet."""
        is_waiting = not self.isHidden() and self._answered.isHidden()
        return self.request.text if is_waiting else ""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Cancel, Done and Esc: asks first where a request or an answer would go with it."""
        navigator = self._context.navigator
        if self.request_text():
            lost = tr("Devices", "The request that was pasted here has not been answered.")
            ask_to_discard(navigator, lost, self._on_close)
        elif self._answered.isVisible() and not self._is_handed_over:
            navigator.confirm(
                tr("Devices", "Leave without the answer?"),
                tr("Devices", "It was neither copied nor saved, and it is not shown again."),
                tr("Devices", "Leave"),
                self._on_close,
                danger=True,
            )
        else:
            self._on_close()

    def _on_people(self, people: Sequence[User]) -> None:
        self._people = people
        self.person.set_choices(
            [(one_line((user.full_name, role_name(user.role))), user.id) for user in people]
        )

    def _on_open(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Devices", "Open a request"))
        if not chosen:
            return
        try:
            self.request.set_text(read_text(Path(chosen)))
        except UserError as error:
            self.show_error(error.sentence)

    def _on_request(self) -> None:
        if not self.request.text:
            return
        try:
            self._request = read_request(self.request.text)
        except UserError as error:
            self.show_error(error.sentence)
            return
        self.show_error("")
        self.words.setText(two_lines(self._request.words()))
        # Two lines and wide spaces are for the eye.
        self.words.setAccessibleName(" ".join(self._request.words()))
        self.name.setText(tr("Devices", "It calls itself “{name}”.", name=self._request.device_name))
        self._show(self._comparing)
        self.person.setFocus()

    def _on_approve(self) -> None:
        request, office = self._request, self._office
        user = next((one for one in self._people if one.id == self.person.value), None)
        if request is None or office is None or user is None:
            return
        self.show_error("")
        self.approve.setEnabled(False)
        self._context.jobs.run(lambda: office.let_in(request, user), self._on_answer, self._on_refused)

    def _on_refused(self, error: UserError) -> None:
        self.approve.setEnabled(True)
        self.show_error(error.sentence)

    def _on_answer(self, answer: JoinAnswer) -> None:
        self.approve.setEnabled(True)
        self.answer.set_text(answer.to_text())
        self.clinic_words.setText(two_lines(answer.words()))
        self._is_handed_over = False
        self._show(self._answered)
        self.save.setFocus()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.answer.text)
        self._is_handed_over = True
        self._context.navigator.toast(tr("Devices", "Copied"))

    def _on_save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Devices", "Save the answer"), "pazpaz-answer.json")
        if not chosen:
            return
        try:
            write_file(Path(chosen), self.answer.text + "\n")
        except UserError as error:
            self.show_error(error.sentence)
            return
        self._is_handed_over = True
        self._context.navigator.toast(tr("Devices", "Saved; bring it to the new device"))

    def _on_close(self) -> None:
        self._request = None
        self.answer.set_text("")
        self.hide()
        self.closed.emit()

    def _show(self, step: QWidget) -> None:
        for each in (self._asking, self._comparing, self._answered):
            each.setVisible(each is step)

    def _lay_out(self) -> None:
        self._asking = _Step(
            tr(
                "Devices",
                "On the new device choose “Join a practice”. Paste its request here, or open its file.",
            ),
            self.request,
        )
        self._asking.box.addLayout(line(self.open_file, self._cancel(), stretch=True))
        self._comparing = _Step(
            tr("Devices", "The new device shows six words. Read them to each other; they must be these:"),
            self.words,
            self.name,
            self.person,
        )
        self._comparing.box.addLayout(line(self.approve, self._cancel(), stretch=True))
        self.answer.editor.setReadOnly(True)
        self._answered = _Step(
            tr(
                "Devices",
                "It is let in. Give it this answer, which holds no secret; then it shows these words:",
            ),
            self.clinic_words,
            self.answer,
        )
        done = Button(tr("Devices", "Done"), self.leave)
        copy = Button(tr("Devices", "Copy"), self._on_copy)
        self._answered.box.addLayout(line(self.save, copy, done, stretch=True))
        for step in (self._asking, self._comparing, self._answered):
            self.body.addWidget(step)
        self.body.addWidget(self.error)
        self.hide()

    def _cancel(self) -> Button:
        return Button(tr("Devices", "Cancel"), self.leave)


class _Step(QWidget):
    """A sentence, and what it asks for below."""

    def __init__(self, sentence: str, *widgets: QWidget) -> None:
        super().__init__()
        self.box = column(Text(sentence, tone="secondary", wrap=True), *widgets)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self.box)
