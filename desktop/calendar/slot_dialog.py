"""Find a free time: what is wished above, and below it each free stretch of the next weeks, to be booked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.day_part import DayPart
from core.domain.enums import LocationType
from core.domain.ids import ClientId, LocationId, ServiceId, UserId
from core.domain.records import Location, Service
from core.domain.time_blocks import BlockSpan
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.ports import Practitioner
from desktop.calendar.texts import time_text
from desktop.kit import tokens
from desktop.kit.dates import day_text, length_text
from desktop.kit.hours import Hours
from desktop.kit.i18n import tr
from desktop.kit.slot_search import WEEKS, FreeSlot, SlotWish, free_slots
from desktop.kit.theme import Theme
from desktop.widgets.buttons import Button, primary, quiet
from desktop.widgets.dialog import Dialog
from desktop.widgets.fields import ChoiceField, Field, roomy
from desktop.widgets.rows import ListRow, RowsModel
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.text import Text
from desktop.widgets.two_line import reading_list
from desktop.widgets.weekdays import WeekdaySwitches

_WIDTH_PX = 560
_LIST_PX = 288
_SHORTEST_MINUTES, _LONGEST_MINUTES, _STEP_MINUTES = 5, 8 * 60, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotGround:
    """What is searched: all appointments of the days ahead, and what there is to choose from."""

    now: datetime
    zone: ZoneInfo
    hours: Hours
    entries: Sequence[CalendarEntry]
    blocks: Sequence[BlockSpan] = ()
    """Of those days: time that is not for appointments."""
    services: Sequence[Service]
    locations: Sequence[Location]
    team: Sequence[Practitioner] = ()
    """Those who treat; with one alone there is nothing to choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotChoice:
    """A booking to be: times, and what the search was for. `practitioner` None: whoever books.

    `weekdays` None stands for the practice's own. `waits`: the search is for somebody on the waitlist.
    """

    start: datetime
    end: datetime
    practitioner: UserId | None = None
    service_id: ServiceId | None = None
    location_id: LocationId | None = None
    part: DayPart = DayPart.ANY
    weekdays: frozenset[int] | None = None
    earliest: date | None = None
    latest: date | None = None
    client_id: ClientId | None = None
    """For whom a time is looked for, who must be free then, too; None while nobody is chosen."""
    waits: bool = False


class SlotDialog(Dialog):
    """`slot_chosen` carries a `SlotChoice`; the dialog is closed by then. It opens on what `begin` says.

    So does `wait_wanted`, where nothing is free: what was looked for is to be waited for.
    """

    slot_chosen = Signal(object)
    wait_wanted = Signal(object)
    closes_outside = True

    def __init__(self, theme: Theme, ground: SlotGround, begin: SlotChoice, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Slots", "Find a free time"))
        self.setFixedWidth(max(_WIDTH_PX, self.fontMetrics().averageCharWidth() * 72))
        self._ground, self._sought = ground, begin
        self._names = {one.id: one.name for one in ground.team} if len(ground.team) > 1 else {}
        none = (tr("Calendar", "None"), None)
        self.service = ChoiceField(
            tr("Calendar", "Service"), [none, *((row.name, row.id) for row in ground.services)]
        )
        self.minutes = Field(tr("Slots", "Minutes"), roomy(QSpinBox()))
        self.treats = ChoiceField(tr("Slots", "Who treats"), _people(ground.team))
        self.location = ChoiceField(
            tr("Calendar", "Location"), [none, *((row.name, row.id) for row in ground.locations)]
        )
        self.part = SegmentedControl(tr("Slots", "Part of the day"), day_parts())
        self.days = WeekdaySwitches(ground.hours.first_weekday)
        self.list = reading_list(theme, tr("Slots", "Free times"))
        self.model = RowsModel(self._row, self)
        self.list.setModel(self.model)
        self.empty = Text(tone="secondary", wrap=True)
        self.book_button = primary(tr("Slots", "Book this time"), self.book)
        self.wait_button = Button(tr("Waitlist", "Put on the waitlist"), self.wait)
        self.cancel_button = quiet(tr("Calendar", "Cancel"), self.reject)
        self.default = self.book_button
        self._fill(begin)
        self._lay_out()
        self._connect()
        self._search()

    @override
    def first(self) -> QWidget | None:
        return self.list if self.model.items else self.service.editor

    def book(self) -> None:
        """The marked line, at its start; nothing where no line is marked."""
        slot: FreeSlot | None = self.model.item(self.list.currentIndex())
        if slot is None:
            return
        choice = self._choice(slot.start, slot.practitioner)
        self.accept()
        self.slot_chosen.emit(choice)

    def wait(self) -> None:
        """What was looked for becomes a wish."""
        treats = self.treats.value
        choice = self._choice(self._sought.start, UserId(treats) if isinstance(treats, UUID) else None)
        self.accept()
        self.wait_wanted.emit(choice)

    def _choice(self, start: datetime, treats: UserId | None) -> SlotChoice:
        location, service, part = self.location.value, self.service.value, self.part.value
        days = self.days.chosen
        return SlotChoice(
            start=start,
            end=start + self._length,
            practitioner=treats,
            service_id=ServiceId(service) if isinstance(service, UUID) else None,
            location_id=LocationId(location) if isinstance(location, UUID) else None,
            client_id=self._sought.client_id,
            part=part if isinstance(part, DayPart) else DayPart.ANY,
            weekdays=None if days == frozenset(self._ground.hours.work_weekdays) else days,
        )

    @property
    def _length(self) -> timedelta:
        return timedelta(minutes=self.minutes.editor.value())

    def _fill(self, begin: SlotChoice) -> None:
        box = self.minutes.editor
        box.setRange(_SHORTEST_MINUTES, _LONGEST_MINUTES)
        box.setSingleStep(_STEP_MINUTES)
        box.setValue(round((begin.end - begin.start) / timedelta(minutes=1)))
        self.service.set_value(begin.service_id)
        self.location.set_value(begin.location_id)
        self.treats.set_value(begin.practitioner)
        self.part.set_value(begin.part)
        open_days = self._ground.hours.work_weekdays
        for day, button in self.days.buttons.items():
            button.setChecked(day in open_days and (begin.weekdays is None or day in begin.weekdays))
            button.setEnabled(day in open_days)

    def _connect(self) -> None:
        self.service.changed.connect(self._on_service_changed)
        self.minutes.editor.valueChanged.connect(self._search)
        self.treats.changed.connect(self._search)
        self.location.changed.connect(self._search)
        self.part.chosen.connect(self._search)
        self.days.changed.connect(self._search)
        self.list.activated.connect(self.book)
        self.finished.connect(self.deleteLater)

    def _on_service_changed(self, service_id: object) -> None:
        """A service sets how long it takes."""
        for row in self._ground.services:
            if row.id == service_id:
                self.minutes.editor.setValue(row.default_duration_minutes)
        self._search()

    def _search(self) -> None:
        ground = self._ground
        self.model.set_items(
            free_slots(self._wish(), ground.now, ground.hours, ground.zone, ground.entries, ground.blocks)
        )
        is_empty = not self.model.items
        if not is_empty:
            self.list.setCurrentIndex(self.model.index(0))
            self.list.scrollToTop()
        self.empty.setText(_nothing_text(self._length) if is_empty else "")
        self.list.setVisible(not is_empty)
        self.empty.setVisible(is_empty)
        self.book_button.setEnabled(not is_empty)
        self.wait_button.setVisible(is_empty and not self._sought.waits)

    def _wish(self) -> SlotWish:
        ground, treats = self._ground, self.treats.value
        anyone = tuple(one.id for one in ground.team) if len(ground.team) > 1 else (None,)
        room = next((row for row in ground.locations if row.id == self.location.value), None)
        part, service = self.part.value, self.service.value
        return SlotWish(
            length=self._length,
            service=ServiceId(service) if isinstance(service, UUID) else None,
            practitioners=tuple(one.id for one in ground.team if one.id == treats) or anyone,
            room=room.id if room is not None and room.location_type is not LocationType.ONLINE else None,
            client=self._sought.client_id,
            part=part if isinstance(part, DayPart) else DayPart.ANY,
            weekdays=self.days.chosen,
            earliest=self._sought.earliest,
            latest=self._sought.latest,
        )

    def _row(self, slot: FreeSlot) -> ListRow:
        zone = self._ground.zone
        day, today = (moment.astimezone(zone).date() for moment in (slot.start, self._ground.now))
        return ListRow(
            first=tr("Dates", "{day}, {time}", day=day_text(day, today), time=time_text(slot.start, zone)),
            second=self._names.get(slot.practitioner, "") if slot.practitioner else "",
            trailing=tr(
                "Slots",
                "free until {time}, {length}",
                time=time_text(slot.until, zone),
                length=length_text(slot.start, slot.until),
            ),
        )

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.M)
        grid.setVerticalSpacing(tokens.S)
        fields: list[QWidget] = [self.service, self.minutes]
        fields += [self.treats] if len(self._ground.team) > 1 else []
        fields += [self.location] if self._ground.locations else []
        columns = 2 if len(fields) == 4 else len(fields)
        for number, field in enumerate(fields):
            grid.addWidget(field, number // columns, number % columns)
            grid.setColumnStretch(number % columns, 1)
        for field in (self.treats, self.location):
            if field not in fields:
                # A field of no layout and no parent would be a window of its own.
                field.setParent(self)
                field.hide()
        self.list.setFixedHeight(_LIST_PX)
        self.empty.setFixedHeight(_LIST_PX)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        buttons = QHBoxLayout()
        buttons.addWidget(self.book_button)
        buttons.addWidget(self.wait_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.L, tokens.XL, tokens.L)
        box.setSpacing(tokens.M)
        box.addWidget(Text(self.windowTitle(), size="large"))
        box.addLayout(grid)
        box.addWidget(self.part)
        box.addWidget(self.days)
        box.addWidget(self.list)
        box.addWidget(self.empty)
        box.addLayout(buttons)


def _people(team: Sequence[Practitioner]) -> list[tuple[str, object]]:
    return [(tr("Slots", "Anyone"), None), *((one.name, one.id) for one in team)]


def day_parts() -> list[tuple[str, object]]:
    """The parts of a day by name, as a person chooses one."""
    return [
        (tr("Slots", "Any time"), DayPart.ANY),
        (tr("Slots", "Morning"), DayPart.MORNING),
        (tr("Slots", "Afternoon"), DayPart.AFTERNOON),
        (tr("Slots", "Evening"), DayPart.EVENING),
    ]


def _nothing_text(length: timedelta) -> str:
    minutes = length // timedelta(minutes=1)
    return tr(
        "Slots",
        "No free {minutes} minutes in the next {weeks} weeks. Allow more days or another part of the day, "
        "or look for less time.",
        minutes=minutes,
        weeks=WEEKS,
    )
