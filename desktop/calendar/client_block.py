"""What is told of a client under the name: phone, age, last visit, and what was missed this year."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.calendar.icon_row import IconRow
from desktop.calendar.ports import ClientBrief
from desktop.kit import tokens
from desktop.kit.client_words import age_text, missed_this_year
from desktop.kit.dates import day_within
from desktop.kit.i18n import one_line, tr
from desktop.kit.theme import Theme
from desktop.widgets.buttons import IconButton
from desktop.widgets.text import ElidedText, Text


class ClientBlock(QWidget):
    """Its first two lines keep their place while they are read, so that nothing below them moves."""

    copy_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.phone, self.visits = ElidedText(), ElidedText()
        self.missed = Text(wrap=True, tone="warning")
        words = tr("Calendar", "Copy the phone number")
        self.copy_button = IconButton(theme, "copy", words, self.copy_wanted.emit)
        self._missed_row = IconRow(theme, "history", self.missed)
        policy = self.copy_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.copy_button.setSizePolicy(policy)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.XS)
        box.addWidget(IconRow(theme, "phone", self.phone, self.copy_button))
        box.addWidget(IconRow(theme, "client", self.visits))
        box.addWidget(self._missed_row)
        self.clear()

    def clear(self) -> None:
        """Nothing is known yet."""
        self.phone.setText("")
        self.visits.setText("")
        self.copy_button.hide()
        self._missed_row.fill("")

    def show_brief(self, brief: ClientBrief, now: datetime) -> None:
        """`now` brings the zone, the day from which the age counts, and the year of what was missed."""
        has_phone = bool(brief.phone)
        self.phone.set_tone("" if has_phone else "secondary")
        self.phone.setText(brief.phone or tr("Calendar", "No phone number"))
        self.phone.setAccessibleName(f"{tr('Clients', 'Phone')}: {self.phone.text()}")
        self.copy_button.setVisible(has_phone)
        self.visits.setText(visits_text(brief, now))
        missed = next((each for each in brief.missed if each.year == now.year), None)
        self._missed_row.fill(missed_this_year(missed) if missed else "")


def visits_text(brief: ClientBrief, now: datetime) -> str:
    """Such as "34 years · Last visit Tue 3 Mar"; only the visit where the day of birth is not known."""
    age = age_text(brief.born, now.date()) if brief.born else ""
    if brief.last_visit is None:
        return one_line((age, tr("Calendar", "First visit")))
    day = day_within(brief.last_visit.astimezone(now.tzinfo).date(), now.date())
    return one_line((age, tr("Calendar", "Last visit {day}", day=day)))
