"""The foot of a question: the usual answers, and below them, under each text, what keeps that alone."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.inbox import descriptions
from desktop.inbox.conflict import Case, ConflictSide
from desktop.kit import tokens
from desktop.kit.i18n import tr
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
        """Shows the answers that this question allows; the usual one, where there is one, is filled."""
        for button, side, key in ((self.left, case.left, "1"), (self.right, case.right, "2")):
            self._show_side(button, case, side, key)
        self.both.setVisible(case.can_choose and case.is_text and not case.is_amendment)
        self.edit.setVisible(case.can_choose and case.can_edit)
        self._weigh()
        self.leave.setVisible(case.can_leave)
        self.leave.setText(descriptions.leave_verb(case))
        self.base.setVisible(case.base is not None and not case.is_amendment)
        has_page = case.table in _WITH_A_PAGE and case.about_is_there
        self.record.setVisible(has_page or case.note_id is not None)

    def _weigh(self) -> None:
        """The usual answer is the filled one; which of two values is right only a person knows."""
        both = not self.both.isHidden()
        self.both.set_kind("primary" if both else "")
        self.edit.set_kind("primary" if not both and not self.edit.isHidden() else "")

    def _show_side(self, button: Button, case: Case, side: ConflictSide, key: str) -> None:
        button.setText(descriptions.keep_verb(case, side, key))
        button.setToolTip(descriptions.keep_tip(case, side))
        button.setAccessibleDescription(descriptions.keep_tip(case, side))
        button.setVisible(case.can_choose)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.M)
        grid.setVerticalSpacing(tokens.S)
        grid.addLayout(_row((self.both, self.edit), (self.base, self.record)), 0, 0, 1, 2)
        for column, buttons in enumerate(((self.left,), (self.right, self.leave))):
            grid.addLayout(_row(buttons), 1, column)
            grid.setColumnStretch(column, 1)


def _row(leading: Sequence[Button], trailing: Sequence[Button] = ()) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(tokens.S)
    for button in leading:
        row.addWidget(button)
    row.addStretch(1)
    for button in trailing:
        row.addWidget(button)
    return row
