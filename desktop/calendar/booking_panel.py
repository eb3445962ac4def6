"""The booking form at the side: hands on what is typed, says what is wrong beside the field."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from core.domain.enums import LocationType
from core.domain.ids import LocationId, ServiceId, UserId
from core.domain.records import Client, Location, Service
from core.domain.series import Scope
from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.block_texts import taken_by_block
from desktop.calendar.booking import BookingPresenter
from desktop.calendar.booking_form import FieldProblem, Form
from desktop.calendar.client_picker import ClientPicker
from desktop.calendar.closed_days_line import ClosedDaysLine
from desktop.calendar.place_words import place_hint, place_label
from desktop.calendar.ports import Practitioner
from desktop.calendar.repeat_fields import RepeatFields
from desktop.calendar.repeating import RepeatForm
from desktop.calendar.scope_question import ScopeQuestion
from desktop.calendar.series_texts import change_hint, more_text, short_day
from desktop.calendar.side_form import SideForm, day_of
from desktop.calendar.taking import TakenEntry
from desktop.calendar.texts import problem_text, taken_text
from desktop.kit import tokens
from desktop.kit.dates import length_text
from desktop.kit.hours import SNAP_MINUTES
from desktop.kit.i18n import one_line, tr
from desktop.kit.theme import Theme
from desktop.kit.time_input import shifted
from desktop.widgets.alert import AlertBox
from desktop.widgets.buttons import Button, hold_width, primary, quiet
from desktop.widgets.day_edit import DayEdit
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.fields import AreaField, ChoiceField, Field, LineField, set_prose
from desktop.widgets.form_scroll import scroll_form
from desktop.widgets.mirrored import set_margins
from desktop.widgets.painted_list import announce
from desktop.widgets.text import ElidedText, Text

_MOST_NAMED = 4
"""Of the appointments that a series collides with."""


class TimeEdit(QLineEdit):
    """A time as people type it; up and down change it by the minutes to which appointments snap."""

    settled = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.snap_minutes = SNAP_MINUTES
        self.setMaxLength(5)
        self.editingFinished.connect(self._on_finished)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            step = self.snap_minutes if event.key() == Qt.Key.Key_Up else -self.snap_minutes
            self.setText(shifted(self.text(), step))
            self._on_finished()
        else:
            super().keyPressEvent(event)

    def _on_finished(self) -> None:
        self.settled.emit(self.text())


class BookingPanel(SideForm):
    """Fulfils `BookingFormView`. `span_changed` tells the grid where the ghost belongs."""

    span_changed = Signal(object, object)
    slot_wanted = Signal()
    """Somebody looks for a free time."""
    repeat_shown = Signal()
    """The repetition is another one, or of another day."""
    taken_shown = Signal(object)
    """What the booking would collide with is known: the `TakenEntry` of all."""
    block_wanted = Signal()
    """The time of a new booking is to be kept free of appointments instead."""

    def __init__(
        self,
        theme: Theme,
        zone: ZoneInfo,
        today: Callable[[], date],
        first_weekday: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, tr("Calendar", "New appointment"), parent)
        self._zone = zone
        self._presenter: BookingPresenter | None = None
        self.picker = ClientPicker(theme)
        self.client: Field[QWidget] = Field(tr("Calendar", "Client"), self.picker, lines=1)
        self.alert = AlertBox(theme)
        self._alerts, self._blurred = "", False
        self._taken: Sequence[TakenEntry] = ()
        self.treats = ChoiceField(tr("Slots", "Who treats"), [])
        self.service = ChoiceField(tr("Calendar", "Service"), [])
        self.location = ChoiceField(tr("Calendar", "Location"), [])
        self.place = LineField(tr("Fields", "Place"))
        self.day = Field(tr("Calendar", "Date"), DayEdit(today, first_weekday), lines=1)
        self.start = Field(tr("Calendar", "Start"), TimeEdit())
        self.end = Field(tr("Calendar", "End"), TimeEdit())
        self.length = ErrorLine(small=True)
        self.opening = ElidedText(size="small", tone="warning")
        self.unfound = Text(size="small", tone="warning", wrap=True)
        self._length = ""
        self.slot_button = Button(
            tr("Slots", "Find a free time"), self.slot_wanted.emit, kind="quiet", compact=True
        )
        self.repeat = RepeatFields(today, first_weekday)
        self.closed_days = ClosedDaysLine(self)
        self.notes = AreaField(tr("Calendar", "Remark"), lines=2)
        self.warning = QFrame()
        self.page = QScrollArea(self)
        self.taken = Text(wrap=True, strong=True)
        self.reason = LineField(tr("Calendar", "Why book anyway?"), lines=1)
        set_prose(self.reason.editor)
        self.save_button = primary(tr("Calendar", "Book"), self.save)
        self.cancel_button = quiet(tr("Calendar", "Cancel"), self.dismiss)
        self.block_button = quiet(tr("Blocks", "Block instead"), self.block_wanted.emit)
        self._build()

    def attach(self, presenter: BookingPresenter) -> None:
        """Connects the fields; called once, by the screen."""
        self._presenter = presenter
        self.picker.typed.connect(presenter.type_client)
        self.picker.chosen.connect(presenter.choose_client)
        self.picker.add_wanted.connect(presenter.add_client)
        self.picker.settled.connect(self.save)
        self.treats.editor.activated.connect(self._on_treats_activated)
        self.service.editor.activated.connect(self._on_service_activated)
        self.location.editor.activated.connect(self._on_location_activated)
        self.place.changed.connect(presenter.write_place)
        self.day.editor.dateChanged.connect(lambda day: presenter.set_day(day_of(day)))
        self.day.editor.lineEdit().textEdited.connect(lambda: self.day.set_error(""))
        self.day.editor.unclear.connect(self.day.set_error)
        self.start.editor.settled.connect(presenter.set_start)
        self.end.editor.settled.connect(presenter.set_end)
        self.end.editor.textEdited.connect(presenter.touch_length)
        self.repeat.changed.connect(presenter.set_repeat)
        self.notes.changed.connect(lambda: presenter.write_notes(self.notes.text))
        self.reason.changed.connect(presenter.write_reason)

    @override
    def save(self) -> None:
        """Asks the presenter to save all fields as they stand; an unclear day gets the focus instead."""
        if self._presenter is None:
            return
        if self.day.editor.settle():
            self.settle()
            self._presenter.save(self.reason.text)
        else:  # it would be booked on another day than was meant
            self.day.editor.setFocus()

    def content(self) -> dict[str, Any] | None:
        """What must not be lost while the form is open; None when there is nothing.

        A time that is still being typed is told as it stands, and not made a whole one under the caret.
        """
        if self.isHidden() or self._presenter is None:
            return None
        return self._presenter.content(self.reason.text, self.start.editor.text(), self.end.editor.text())

    def take_up(self, content: dict[str, Any]) -> None:
        """Fills the form with what `content` returned earlier; showing the panel is up to the caller."""
        if self._presenter is not None:
            self._presenter.take_up(content)

    def settle(self) -> None:
        """What stands in a field that still has the focus counts."""
        self.day.editor.settle()
        form = self._presenter.form if self._presenter else None
        if form is not None and self.start.editor.text() != form.start:
            self.start.editor.settled.emit(self.start.editor.text())
        if form is not None and self.end.editor.text() != form.end:
            self.end.editor.settled.emit(self.end.editor.text())

    def set_snap(self, minutes: int) -> None:
        """The practice's, by which the arrow keys change a time."""
        self.start.editor.snap_minutes = self.end.editor.snap_minutes = minutes

    # BookingFormView

    def show_form(self, form: Form, *, editing: bool) -> None:
        """Fills every field without telling the presenter what it already knows."""
        self.title.setText(
            tr("Calendar", "Edit appointment") if editing else tr("Calendar", "New appointment")
        )
        self._editing = editing
        hold_width(self.save_button, [self._verb(taken=False), self._verb(taken=True)])
        self.block_button.setVisible(not editing)
        show_name = self.picker.set_name if form.client_id is None else self.picker.show_client
        show_name(form.client_name)
        self.picker.setEnabled(not editing)
        self.service.set_value(form.service_id)
        self.location.set_value(form.location_id)
        self._write_place(form.location_details)
        # The other fields tell only of what a person does; dateChanged and textChanged of every change.
        with QSignalBlocker(self.day.editor):
            self.day.editor.setDate(QDate(form.day.year, form.day.month, form.day.day))
        self.day.set_error("")
        self.start.editor.setText(form.start)
        self.end.editor.setText(form.end)
        # The form is shown again while somebody types here, and a new text takes the caret to its start.
        if self.notes.text != form.notes.strip():
            with QSignalBlocker(self.notes):
                self.notes.set_text(form.notes)
        self._wanted = form

    def show_proposed(self, form: Form, *, is_retimed: bool) -> None:
        """Touches no other field, so that none loses its caret or a word in the making."""
        self.service.set_value(form.service_id)
        self.location.set_value(form.location_id)
        if is_retimed:
            self.end.editor.setText(form.end)

    def show_repeat(
        self, form: RepeatForm, day: date, week_start: int, *, editing: bool, offered: bool
    ) -> None:
        """Not `offered`: the fields are hidden, as for an appointment of no series that is edited."""
        self.repeat.setVisible(offered)
        self.repeat.show_repeat(form, day, week_start, editing=editing)
        self.repeat_shown.emit()

    def ask_scope(self, scopes: tuple[Scope, ...], on_scope: Callable[[Scope], None]) -> None:
        """Opens a question and returns at once; where that is left, `on_scope` is never called."""
        title = tr("Series", "Change which appointments?")
        ScopeQuestion(self, title, change_hint(), scopes, on_scope).open()

    def show_choices(self, services: Sequence[Service], locations: Sequence[Location]) -> None:
        """Fills both lists and chooses what the form holds again: a list that is filled anew forgets it."""
        none = (tr("Calendar", "None"), None)
        self.service.set_choices([none, *map(_choice, services)])
        self.location.set_choices([none, *map(_choice, locations)])
        form = self._presenter.form if self._presenter is not None else self._wanted
        self.service.set_value(form.service_id)
        self.location.set_value(form.location_id)

    def show_treats(self, people: Sequence[Practitioner], who: UserId | None) -> None:
        """Hidden where there is nobody to choose from. Filled anew only for other people or names.

        Once somebody is chosen, nobody is no choice any more: what shows is who is booked.
        """
        unnamed = tr("Calendar", "Somebody else")
        nobody = [(tr("Calendar", "Not chosen yet"), None)] if who is None else []
        choices: list[tuple[str, object]] = [*nobody, *((one.name or unnamed, one.id) for one in people)]
        box = self.treats.editor
        if choices != [(box.itemText(row), box.itemData(row)) for row in range(box.count())]:
            self.treats.set_choices(choices)
        if people and nobody:
            self.treats.note.keep(1)  # whoever books does not treat, here and in the next form
        self.treats.set_value(who)
        self.treats.setVisible(bool(people))

    def show_found(self, clients: Sequence[Client]) -> None:
        """Shows the results below the client's field, and none once a client is chosen."""
        if clients or self._presenter is None or self._presenter.form.client_id is None:
            self.picker.show_found(clients)
        else:
            self.picker.hide_found()

    def show_problems(self, problems: Mapping[str, FieldProblem]) -> None:
        """A sentence below each wrong field; the first one gets the focus where the save button had it."""
        fields: dict[str, Field[Any]] = {
            "client": self.client,
            "treats": self.treats,
            "start": self.start,
            "end": self.end,
            "reason": self.reason,
        }
        first: QWidget | None = None
        for name, field in fields.items():
            problem = problems.get(name)
            field.set_error(problem_text(problem) if problem else "")
            first = first or (field.editor if problem else None)
        if first is not None and self.save_button.hasFocus():
            first.setFocus()
        if "reason" in problems and self.reason.editor.visibleRegion().isEmpty():
            self.page.ensureWidgetVisible(self.warning)  # what is taken is seen before it is booked anyway

    def show_taken(self, entries: Sequence[TakenEntry]) -> None:
        """Shows or hides the card that names them and asks for a reason; the button then says "anyway"."""
        self._taken = entries
        self.warning.setVisible(bool(entries))
        self._tell_taken()
        self.save_button.setText(self._verb(taken=bool(entries)))
        self.taken_shown.emit(entries)

    def _tell_taken(self) -> None:
        heading = tr("Calendar", "This time is taken:")
        self.taken.setText("\n".join([heading, *self._taken_lines(self._taken)]))

    def _taken_lines(self, entries: Sequence[TakenEntry]) -> list[str]:
        """Of a series the first few, each with its day."""
        days = [entry.start.astimezone(self._zone).date() for entry in entries]
        lines = [_taken_text(entry, self._zone, blurred=self._blurred) for entry in entries]
        if not self._wanted.repeat.repeats and len(set(days)) < 2:
            return lines
        dated = [f"{short_day(day)}  {line}" for day, line in zip(days, lines, strict=True)]
        more = len(dated) - _MOST_NAMED
        return [*dated[:_MOST_NAMED], more_text(more)] if more > 0 else dated

    def show_span(self, span: tuple[datetime, datetime] | None) -> None:
        """Shows the length and emits `span_changed`; without times the ghost stays where it was."""
        self._length = length_text(*span) if span else ""
        self.say_opening("")
        self.unfound.hide()
        if span:
            self.span_changed.emit(*span)

    def say_opening(self, sentence: str) -> None:
        """Beside the length that the time is not open, which holds nobody up; "" takes it away."""
        self.length.set_hint("" if sentence else self._length)
        self.opening.setText(one_line((self._length, sentence)) if sentence else "")

    def say_unfound(self, sentence: str) -> None:
        """Below the times that no free one was found; until there are other times."""
        self.unfound.setText(sentence)
        self.unfound.show()
        announce(self, sentence)

    def show_place(self, kind: LocationType, text: str, *, needed: bool) -> None:
        """An address for a home, a link for what is online; hidden where it is not `needed`."""
        self.place.set_label(place_label(kind))
        self.place.editor.setPlaceholderText(place_hint(kind))
        self.place.setVisible(needed)
        self._write_place(text)

    def _write_place(self, text: str) -> None:
        """Another text alone: the same one would move the caret. A long one is seen from its beginning."""
        if self.place.text != text.strip():
            with QSignalBlocker(self.place):
                self.place.set_text(text)
            self.place.editor.setCursorPosition(0)

    def show_alert(self, alert: str) -> None:
        """Keeps the words while they are blurred, to show them when they may be seen again."""
        self._alerts = alert
        self.set_blurred(self._blurred)

    def set_blurred(self, blurred: bool) -> None:
        """Hides the client's alert and what a time is blocked for while the screen is blurred (F9)."""
        self._blurred = blurred
        self.alert.show_alert("" if blurred else self._alerts)
        self._tell_taken()

    def show_reason(self, reason: str) -> None:
        """Fills a field that is seen only while the time is taken."""
        self.reason.set_text(reason)

    _editing = False
    _wanted = Form(date(2000, 1, 1), "", "")

    def _verb(self, *, taken: bool) -> str:
        if self._editing:
            return tr("Calendar", "Save anyway") if taken else tr("Calendar", "Save")
        return tr("Calendar", "Book anyway") if taken else tr("Calendar", "Book")

    def _on_treats_activated(self, _index: int) -> None:
        value = self.treats.value
        if self._presenter is not None and isinstance(value, UUID):
            self._presenter.choose_treats(UserId(value))

    def _on_service_activated(self, _index: int) -> None:
        value = self.service.value
        if self._presenter is not None:
            self._presenter.choose_service(ServiceId(value) if isinstance(value, UUID) else None)

    def _on_location_activated(self, _index: int) -> None:
        value = self.location.value
        if self._presenter is not None:
            self._presenter.choose_location(LocationId(value) if isinstance(value, UUID) else None)

    # building

    def _build(self) -> None:
        page = QWidget()
        page.setProperty("page", True)
        scroll_form(self.page, page)
        form = QVBoxLayout(page)
        set_margins(form, 0, 0, tokens.XS, 0)
        form.setSpacing(tokens.S)  # at 1280x800 all of it stands there, with what is taken
        # The room that is kept for a complaint parts it from what is below.
        form.addLayout(_close(self.client, self.service))
        form.addLayout(self._who_and_where())
        form.addWidget(self.place)
        self.place.hide()
        form.addLayout(self._times())
        form.addWidget(self.unfound)
        self.unfound.hide()
        form.addWidget(self.repeat)
        form.addWidget(self.closed_days)
        form.addWidget(self.notes)
        form.addWidget(self._build_warning())
        form.addStretch(1)
        self.body.addWidget(self.page)
        # Below what scrolls: above it, it would move every line of the form when it comes.
        self.body.addWidget(self.alert)
        self.body.addWidget(self.failure)
        self.body.setSpacing(0)
        self.footer.addWidget(self.save_button)
        self.footer.addWidget(self.cancel_button)
        self.footer.addStretch(1)
        self.footer.addWidget(self.block_button)

    def _who_and_where(self) -> QHBoxLayout:
        """Side by side, so that the form needs no more height where several treat."""
        row = QHBoxLayout()
        row.setSpacing(tokens.S)
        for field in (self.treats, self.location):
            # A long name is cut, and does not make the form wider than its panel.
            field.editor.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.treats.hide()
        return row

    def _times(self) -> QVBoxLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.S)
        grid.setVerticalSpacing(tokens.XS)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.start, 0, 0, top)
        grid.addWidget(self.end, 0, 1, top)
        below = QGridLayout()
        below.setColumnStretch(0, 1)
        below.addWidget(self.length, 0, 0)
        below.addWidget(self.opening, 0, 0)  # in place of the length, which it tells too
        below.addWidget(self.slot_button, 0, 1)
        grid.addLayout(below, 1, 0, 1, 2)
        for field in (self.start, self.end):
            field.share_line(self.length)
        times = _close(self.day)
        times.addLayout(grid)
        return times

    def _build_warning(self) -> QFrame:
        self.warning.setProperty("card", True)
        self.taken.set_tone("warning")
        box = QVBoxLayout(self.warning)
        box.setSpacing(tokens.S)
        box.addWidget(self.taken)
        box.addWidget(self.reason)
        self.warning.hide()
        return self.warning


def _close(*fields: QWidget) -> QVBoxLayout:
    """Below each other, without a gap."""
    box = QVBoxLayout()
    box.setSpacing(0)
    for field in fields:
        box.addWidget(field)
    return box


def _taken_text(entry: TakenEntry, zone: ZoneInfo, *, blurred: bool) -> str:
    if isinstance(entry, BlockEntry):
        return taken_by_block(entry, zone, blurred=blurred)
    return taken_text(entry, zone)


def _choice(row: Service | Location) -> tuple[str, object]:
    """What an appointment has stays a choice of its form, also when it is no longer offered."""
    if row.is_active and row.deleted_at is None:
        return row.name, row.id
    return tr("Calendar", "{name} (no longer offered)", name=row.name), row.id
