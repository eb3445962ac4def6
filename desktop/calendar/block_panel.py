"""The form of a block of time at the side: what for, for whom or which place, when, and how it repeats."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.ids import LocationId, UserId
from core.domain.time_blocks import TITLE_LIMIT
from desktop.calendar.block_form import BlockForm, problems, with_first
from desktop.calendar.booking_form import FieldProblem
from desktop.calendar.booking_panel import TimeEdit
from desktop.calendar.repeat_fields import RepeatFields
from desktop.calendar.repeating import NO_REPEAT, RepeatForm
from desktop.calendar.series_texts import short_day
from desktop.calendar.side_form import SideForm, day_of
from desktop.calendar.texts import problem_text
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.kit.time_input import shifted
from desktop.widgets.buttons import danger, primary, quiet
from desktop.widgets.day_edit import DayEdit
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.fields import ChoiceField, Field, LineField
from desktop.widgets.form_scroll import scroll_form
from desktop.widgets.mirrored import set_margins
from desktop.widgets.text import Text


class BlockPanel(SideForm):
    """Says what is wanted; does nothing itself. `form` is what stands in its fields."""

    form_shown = Signal()
    """What stands in the fields may be another thing now."""
    save_wanted = Signal()
    skip_wanted = Signal()
    delete_wanted = Signal()

    def __init__(
        self, theme: Theme, today: Callable[[], date], first_weekday: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, tr("Blocks", "Block time"), parent)
        self._began = self._form = BlockForm(date(2000, 1, 1), date(2000, 1, 1))
        self._week_start = first_weekday
        self._offered: tuple[Mapping[UserId, str], Mapping[LocationId, str]] = ({}, {})
        self.title_field = LineField(
            tr("Blocks", "What for"), placeholder=tr("Blocks", "Such as lunch or supervision")
        )
        self.who = ChoiceField(tr("Blocks", "For"), [])
        self.all_day = QCheckBox(tr("Blocks", "All day"))
        self.first = Field(tr("Blocks", "First day"), DayEdit(today, first_weekday))
        self.last = Field(tr("Blocks", "Last day"), DayEdit(today, first_weekday))
        self.start = Field(tr("Calendar", "Start"), TimeEdit())
        self.end = Field(tr("Calendar", "End"), TimeEdit())
        self.wrong = ErrorLine(small=True)
        self.repeat = RepeatFields(today, first_weekday)
        self.kept_rule = Text(
            tr("Blocks", "It repeats in a way that only a newer version of the program knows."),
            tone="secondary",
            wrap=True,
        )
        self.save_button = primary(tr("Blocks", "Block"), self.save)
        self.cancel_button = quiet(tr("Calendar", "Cancel"), self.dismiss)
        self.skip_button = quiet("", self.skip_wanted.emit)
        self.delete_button = danger(tr("Calendar", "Delete"), self.delete_wanted.emit)
        self._build()
        self._connect()

    @property
    def form(self) -> BlockForm:
        """As it stands in the fields."""
        return self._form

    @property
    def typed(self) -> BlockForm | None:
        """What closing it would lose, with times that are still being typed; None where that is nothing."""
        form = replace(self._form, start=self.start.editor.text(), end=self.end.editor.text())
        return None if self.isHidden() or form == self._began else form

    def offer(self, people: Mapping[UserId, str], places: Mapping[LocationId, str]) -> None:
        """Whose time can be blocked, and which places can be closed, beside the whole practice."""
        if (people, places) == self._offered:
            return
        self._offered = dict(people), dict(places)
        choices: list[tuple[str, object]] = [(name, user_id) for user_id, name in people.items()]
        choices.append((tr("Blocks", "The whole practice (closed)"), None))
        choices += [(tr("Blocks", "{place} (closed)", place=name), key) for key, name in places.items()]
        with QSignalBlocker(self.who.editor):
            self.who.set_choices(choices)
            self._show_who()

    def _show_who(self) -> None:
        self.who.set_value(self._form.location_id or self._form.user_id)

    def set_week_start(self, week_start: int) -> None:
        """The day with which a week begins, Monday = 0."""
        self._week_start = week_start

    def set_snap(self, minutes: int) -> None:
        """The practice's, by which the arrow keys change a time."""
        self.start.editor.snap_minutes = self.end.editor.snap_minutes = minutes

    def show_form(self, form: BlockForm, day: date | None, began: BlockForm | None = None) -> None:
        """Fills every field. `day`: the one on which a known block was opened; None for a new block.

        `began`: what a form that was left unfinished began with.
        """
        self._began, self._form = began or form, form
        is_new, repeats = day is None, form.repeat != NO_REPEAT or form.rrule is not None
        self.title.setText(tr("Blocks", "Block time") if is_new else tr("Blocks", "Blocked time"))
        self.save_button.setText(tr("Blocks", "Block") if is_new else tr("Calendar", "Save"))
        self.cancel_button.setVisible(is_new)
        self.delete_button.setVisible(not is_new)
        self.skip_button.setVisible(day is not None and repeats)
        if day is not None:
            self.skip_button.setText(tr("Blocks", "Not on {day}", day=short_day(day)))
        self.failure.say("")
        with QSignalBlocker(self.title_field):
            self.title_field.set_text(form.title)
        self._show_who()
        self._show()

    @override
    def save(self) -> None:
        """Wants it where the fields can be read; the first that cannot be gets the focus."""
        for editor in (self.first.editor, self.last.editor):
            if not editor.settle():
                editor.setFocus()
                return
        # By nothing: a time that is typed as "9" is written out.
        start, end = (shifted(field.editor.text(), 0) for field in (self.start, self.end))
        self._set(start=start, end=end)
        found = problems(self._form)
        self._show_problems(found)
        if not found:
            self.save_wanted.emit()

    def _show_problems(self, found: Mapping[str, FieldProblem]) -> None:
        fields: dict[str, Field[Any]] = {"last": self.last, "start": self.start, "end": self.end}
        wrong = [(field, found.get(name)) for name, field in fields.items()]
        for field, problem in wrong:
            field.set_error(problem_text(problem) if problem else "")
        first = next((field for field, problem in wrong if problem), None)
        if first is not None:
            first.editor.setFocus()

    # what is typed

    def _set(self, **changes: Any) -> None:
        self._change(replace(self._form, **changes))

    def _change(self, form: BlockForm) -> None:
        if form != self._form:
            self._form = form
            self._show()

    def _show(self) -> None:
        form = self._form
        with QSignalBlocker(self.all_day):
            self.all_day.setChecked(form.is_all_day)
        for day_field, day in ((self.first, form.first), (self.last, form.last)):
            with QSignalBlocker(day_field.editor):
                day_field.editor.setDate(QDate(day.year, day.month, day.day))
        for time_field, text in ((self.start, form.start), (self.end, form.end)):
            if time_field.editor.text() != text:
                time_field.editor.setText(text)
            time_field.setVisible(not form.is_all_day)
        self._show_problems({name: problem for name, problem in problems(form).items() if name == "last"})
        self.repeat.setVisible(form.rrule is None)
        self.kept_rule.setVisible(form.rrule is not None)
        self.repeat.show_repeat(form.repeat, form.first, self._week_start, editing=False)
        self.form_shown.emit()

    def _on_first_changed(self, day: QDate) -> None:
        self._change(with_first(self._form, day_of(day)))

    def _on_all_day_toggled(self, is_all_day: bool) -> None:
        form = self._form
        if not is_all_day and not form.start:
            form = replace(form, start="12:00", end="13:00")
        self._change(replace(form, is_all_day=is_all_day))

    def _on_repeat_changed(self, form: RepeatForm) -> None:
        self._set(repeat=form)

    def _on_who_activated(self, _index: int) -> None:
        value, (_, places) = self.who.value, self._offered
        is_place = value in places
        self._set(user_id=None if is_place else value, location_id=value if is_place else None)

    # building

    def _build(self) -> None:
        page = QWidget()
        page.setProperty("page", True)
        scroll = QScrollArea(self)
        scroll_form(scroll, page)
        box = QVBoxLayout(page)
        set_margins(box, 0, 0, tokens.XS, 0)
        box.setSpacing(tokens.M)
        for widget in (self.title_field, self.who, self.all_day):
            box.addWidget(widget)
        box.addLayout(self._times())
        box.addWidget(self.repeat)
        box.addWidget(self.kept_rule)
        box.addStretch(1)
        self.title_field.editor.setMaxLength(TITLE_LIMIT)
        self.body.addWidget(scroll)
        self.body.addWidget(self.failure)
        self.footer.addWidget(self.save_button)
        self.footer.addWidget(self.cancel_button)
        self.footer.addWidget(self.skip_button)
        self.footer.addStretch(1)
        self.footer.addWidget(self.delete_button)

    def _times(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.S)
        grid.setVerticalSpacing(tokens.S)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.first, 0, 0, top)
        grid.addWidget(self.start, 0, 1, top)
        grid.addWidget(self.last, 1, 0, top)
        grid.addWidget(self.end, 1, 1, top)
        grid.addWidget(self.wrong, 2, 0, 1, 2)
        for field in (self.first, self.last, self.start, self.end):
            field.share_line(self.wrong)
        return grid

    def _connect(self) -> None:
        self.title_field.changed.connect(lambda text: self._set(title=text))
        self.who.editor.activated.connect(self._on_who_activated)
        self.all_day.toggled.connect(self._on_all_day_toggled)
        self.first.editor.dateChanged.connect(self._on_first_changed)
        self.last.editor.dateChanged.connect(lambda day: self._set(last=day_of(day)))
        self.start.editor.settled.connect(lambda text: self._set(start=shifted(text, 0)))
        self.end.editor.settled.connect(lambda text: self._set(end=shifted(text, 0)))
        self.repeat.changed.connect(self._on_repeat_changed)
        for field in (self.first, self.last):
            field.editor.unclear.connect(field.set_error)
