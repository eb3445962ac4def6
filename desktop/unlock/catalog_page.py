"""What a new practice offers, and where: usual ones stand there already, to be kept, changed or left out."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit
from typing_extensions import override

from core.domain.enums import LocationType
from core.domain.new_rows import LocationDraft, ServiceDraft
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.unlock.pages import StepPage
from desktop.widgets.fields import LineField
from desktop.widgets.one_line import OneLine
from desktop.widgets.text import Text

_MINUTES_PX = 72
_LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class _Usual:
    name: str
    minutes: int
    colour: str


class CatalogPage(StepPage):
    """Everything may be left out: a practice can be without services and places, and gets them later."""

    def __init__(self) -> None:
        sentence = tr("FirstRun", "Keep what fits and change the words; Settings changes all of it later.")
        super().__init__(tr("FirstRun", "What you offer, and where"), sentence, tr("FirstRun", "Continue"))
        self.services = [_ServiceLine(usual) for usual in _usual_services()]
        self.place = LineField(tr("FirstRun", "Address of your practice, if you have rooms"))
        self.online = QCheckBox(tr("FirstRun", "I also see people online"))
        self.at_home = QCheckBox(tr("FirstRun", "I visit people at home"))
        self.body.setSpacing(tokens.S)
        self.body.addSpacing(tokens.S)
        for line in self.services:
            self.body.addLayout(line.row)
        self.body.addSpacing(tokens.S)
        for widget in (self.place, self.online, self.at_home):
            self.body.addWidget(widget)

    @override
    def begin(self) -> None:
        self.services[0].name.setFocus()

    def problem(self) -> str:
        """What keeps the page from going on, in a sentence, or an empty text.

        Services that are left out may be wrong.
        """
        if any(line.draft() is None for line in self.services if line.kept.isChecked()):
            return tr("FirstRun", "A service needs a name and its minutes, such as 45; or leave it out.")
        names = [draft.name.casefold() for draft in self.drafts()[0]]
        if len(set(names)) < len(names):
            return tr("FirstRun", "Two services have one name; change one of them or leave it out.")
        return ""

    def drafts(self) -> tuple[tuple[ServiceDraft, ...], tuple[LocationDraft, ...]]:
        """The services that stay ticked, and the places.

        Ask `problem` first: a service it objects to is missing here.
        """
        services = [line.draft() for line in self.services if line.kept.isChecked()]
        return tuple(draft for draft in services if draft is not None), tuple(self._places())

    def _places(self) -> list[LocationDraft]:
        found = []
        if self.place.text:
            name = tr("FirstRun", "Practice rooms")
            found.append(LocationDraft(name=name, location_type=LocationType.CLINIC, address=self.place.text))
        if self.online.isChecked():
            found.append(LocationDraft(name=tr("FirstRun", "Online"), location_type=LocationType.ONLINE))
        if self.at_home.isChecked():
            words = tr("FirstRun", "At the client's home")
            found.append(LocationDraft(name=words, location_type=LocationType.HOME, address=words))
        return found


class _ServiceLine:
    """A check box, a name and minutes."""

    def __init__(self, usual: _Usual) -> None:
        self._colour = usual.colour
        self.kept = QCheckBox()
        self.kept.setChecked(True)
        self.kept.setAccessibleName(tr("FirstRun", "Offer {name}", name=usual.name))
        self.name, self.minutes = OneLine(usual.name), QLineEdit(str(usual.minutes))
        self.name.setAccessibleName(tr("FirstRun", "Name of the service"))
        self.minutes.setAccessibleName(tr("FirstRun", "Minutes of {name}", name=usual.name))
        self.minutes.setFixedWidth(_MINUTES_PX)
        self.minutes.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.row = QHBoxLayout()
        self.row.setSpacing(tokens.S)
        self.row.addWidget(self.kept)
        self.row.addWidget(self.name, 1)
        self.row.addWidget(self.minutes)
        self.row.addWidget(Text(tr("FirstRun", "minutes"), tone="secondary"))

    def draft(self) -> ServiceDraft | None:
        """None when it cannot be understood."""
        name, minutes = self.name.text().strip(), self.minutes.text().strip()
        # `isdecimal` lets through what int() reads, in any script; `isdigit` would let a ² through as well.
        if not name or not minutes.isdecimal() or not 0 < int(minutes) <= _LONGEST_MINUTES:
            return None
        return ServiceDraft(name=name, default_duration_minutes=int(minutes), colour=self._colour)


def _usual_services() -> tuple[_Usual, ...]:
    return (
        _Usual(tr("FirstRun", "First visit"), 60, tokens.EVENT_NAMES[0]),
        _Usual(tr("FirstRun", "Treatment"), 45, tokens.EVENT_NAMES[1]),
        _Usual(tr("FirstRun", "Short visit"), 30, tokens.EVENT_NAMES[2]),
    )
