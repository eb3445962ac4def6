"""Whose an event of a calendar file is: a client who is here, a new one, or nobody."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.clients import full_name
from core.domain.records import Client
from core.store.practice.practice import ClientSummary
from core.store.transfer.take_calendar import NewClient
from core.text.direction import isolated
from desktop.calendar.client_picker import ClientPicker
from desktop.clients.form import split_name
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.kit.jobs import Job, while_here
from desktop.settings.calendar_choices import proposed_name
from desktop.widgets.buttons import Button, quiet
from desktop.widgets.dialog import Dialog
from desktop.widgets.text import Text

_WIDTH_PX = 440
_MOST_FOUND = 8


class ClientChoice(Dialog):
    """`decided` carries whom and their name: a client's id, a NewClient, or None for nobody.

    `typed` stands there already, in place of what the file `says`.
    """

    decided = Signal(object, str)

    def __init__(self, context: ScreenContext, says: str, typed: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self.setWindowTitle(tr("CalendarImport", "Whose is it?"))
        self.setFixedWidth(max(_WIDTH_PX, self.fontMetrics().averageCharWidth() * 58))
        self.picker = ClientPicker(context.theme)
        self.nobody = quiet(tr("CalendarImport", "Leave out"), self._on_nobody)
        self.cancel_button = Button(tr("Question", "Cancel"), self.reject)
        self.finished.connect(self.deleteLater)
        self._lay_out(says)
        self.picker.typed.connect(self._find)
        self.picker.chosen.connect(self._on_chosen)
        self.picker.add_wanted.connect(self._on_add_wanted)
        self.picker.set_name(typed or proposed_name(says))
        self.picker.edit.selectAll()
        self._find(self.picker.edit.text())

    @override
    def first(self) -> QWidget | None:
        return self.picker.edit

    def _find(self, text: str) -> None:
        if self._job is not None:
            self._job.cancel()
        clients = self._context.practice.clients
        self._job = self._context.jobs.run(
            lambda: clients.find(text, _MOST_FOUND), while_here(self, self._on_found)
        )

    def _on_found(self, found: Sequence[ClientSummary]) -> None:
        self.picker.show_found([each.client for each in found])
        self.fit_again()

    def _on_chosen(self, client: Client) -> None:
        self.accept()
        self.decided.emit(client.id, full_name(client.first_name, client.last_name))

    def _on_add_wanted(self) -> None:
        values = split_name(self.picker.edit.text())
        self.accept()
        self.decided.emit(NewClient(values.first_name, values.last_name), "")

    def _on_nobody(self) -> None:
        self.accept()
        self.decided.emit(None, "")

    def _lay_out(self, says: str) -> None:
        row = QHBoxLayout()
        row.addWidget(self.nobody)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.L, tokens.XL, tokens.L)
        box.setSpacing(tokens.M)
        box.addWidget(Text(self.windowTitle(), size="large"))
        words = tr(
            "CalendarImport",
            "The file says “{says}”. The choice holds for every event that does.",
            says=isolated(says),
        )
        box.addWidget(Text(words, tone="secondary", wrap=True))
        box.addWidget(self.picker)
        box.addLayout(row)
