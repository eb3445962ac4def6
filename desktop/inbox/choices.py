"""The foot of a question's page: under each text the button that keeps it, below them the other ways."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from desktop import tokens
from desktop.i18n import tr
from desktop.inbox import telling
from desktop.inbox.case import Case, Side
from desktop.widgets.buttons import Button

_WITH_A_PAGE = frozenset({"sessions", "clients", "appointments"})


class Choices(QWidget):
    """Only what is possible is in sight; the keys stand on the buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left, self.right = Button(""), Button("")
        self.both = Button(tr("Inbox", "Keep both  (3)"))
        self.edit = Button(tr("Inbox", "Write it myself  (E)"))
        self.leave = Button("")
        self.base = Button(tr("Inbox", "What it said before  (B)"), kind="quiet")
        self.record = Button(tr("Inbox", "Open the record  (O)"), kind="quiet")
        self.both.setToolTip(tr("Inbox", "One text below the other, on every laptop once it syncs."))
        self.edit.setToolTip(tr("Inbox", "Starts from this laptop's text; you change it as you like."))
        self.leave.setToolTip(tr("Inbox", "Closes the question without changing the record."))
        self._lay_out()

    def show_case(self, case: Case) -> None:
        for button, side, key in ((self.left, case.left, "1"), (self.right, case.right, "2")):
            self._show_side(button, case, side, key)
        self.both.setVisible(case.can_choose and case.is_text and not case.is_amendment)
        self.edit.setVisible(case.can_choose and case.can_edit)
        self.leave.setVisible(case.can_leave)
        self.leave.setText(telling.leave_verb(case))
        self.base.setVisible(case.base is not None and not case.is_amendment)
        self.record.setVisible(case.table in _WITH_A_PAGE and case.about_is_there)

    def _show_side(self, button: Button, case: Case, side: Side, key: str) -> None:
        button.setText(telling.keep_verb(case, side, key))
        button.setToolTip(telling.keep_tip(case, side))
        button.setAccessibleDescription(telling.keep_tip(case, side))
        button.setVisible(case.can_choose)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.M)
        grid.setVerticalSpacing(tokens.S)
        for column, button in enumerate((self.left, self.right)):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            grid.addWidget(button, 0, column)
            grid.setColumnStretch(column, 1)
        row = QHBoxLayout()
        row.setSpacing(tokens.S)
        for button in (self.both, self.edit, self.leave):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.base, self.record):
            row.addWidget(button)
        grid.addLayout(row, 1, 0, 1, 2)
