"""Settings of the practice: name, zone, week and hours. Only the owner may change them."""

from typing import Any, NamedTuple
from zoneinfo import available_timezones

from PySide6.QtCore import Qt
from typing_extensions import override

from core.domain.records import Workspace
from core.store.transfer.signed_note import code_of_practice
from desktop.calendar.outside_hours import TIMEZONE, WEEKS_AHEAD
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.form_drafts import Content
from desktop.kit.i18n import plural, tr
from desktop.settings.form_section import FormSection
from desktop.settings.outside_card import OutsideCard
from desktop.settings.section import column, line
from desktop.settings.whose_hours import (
    EVERYBODY,
    PEOPLE,
    ROOMS,
    WhoElse,
    WhoseHours,
    read_who_else,
    shown_hours,
)
from desktop.unlock.pages import week_starts
from desktop.widgets.card import Card
from desktop.widgets.completing import suggest
from desktop.widgets.enter import EnterPresses
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.fields import AreaField, ChoiceField, LineField
from desktop.widgets.text import Text

_SLOTS = (5, 10, 15, 20, 30, 60)


class _Read(NamedTuple):
    """What the page shows, read on the worker."""

    workspace: Workspace
    settings: dict[str, Any]
    others: WhoElse


class PracticeSection(FormSection[_Read]):
    """The practice's name, zone, week, hours and letterhead, and the code that signed notes show."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context, tr("Settings", "Practice"))
        self.name = LineField(tr("Settings", "Name"))
        self.zone = LineField(tr("Settings", "Time zone"))
        suggest(self.zone.editor, sorted(available_timezones()))
        self._wrong_zone = ErrorLine(small=True)
        self.week = ChoiceField(tr("Settings", "The week begins on"), week_starts())
        slots: list[tuple[str, object]] = [
            (tr("Settings", "{minutes} minutes", minutes=n), n) for n in _SLOTS
        ]
        self.slot = ChoiceField(tr("Settings", "Appointments snap to"), slots)
        self.hours = WhoseHours()
        self.outside = OutsideCard(context, _outside_text)
        self.letterhead = AreaField(
            tr("Settings", "Letterhead"),
            hint=tr("Settings", "Stands above what is printed: address, telephone"),
        )
        self.code = Text(strong=True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self._enter = EnterPresses(self, self.save)
        self.week.changed.connect(self._on_week_changed)
        for text in (self.name, self.zone):
            text.changed.connect(self._on_edited)
        for choice in (self.week, self.slot):
            choice.changed.connect(self._on_edited)
        self.hours.changed.connect(self._on_edited)
        self.hours.changed.connect(self._look_outside)
        self.zone.changed.connect(self._look_outside)
        self.settled.connect(self._look_outside)
        self.letterhead.changed.connect(self._on_edited)

    @classmethod
    @override
    def words(cls) -> str:
        return tr("Palette", "opening working hours break room time zone week name slot")

    @override
    def refresh(self) -> None:
        super().refresh()
        self.context.jobs.run(lambda: code_of_practice(self.context.practice), self._on_code)

    @override
    def _look(self) -> _Read:
        practice = self.context.practice
        settings = practice.settings.all()
        return _Read(practice.settings.workspace(), settings, read_who_else(practice, settings))

    @override
    def _shown(self) -> Content:
        return {
            "name": self.name.text,
            "timezone": self.zone.text,
            "week_start": self.week.value,
            "slot_minutes": self.slot.value,
            "letterhead": self.letterhead.text,
            **self.hours.values(),
        }

    @override
    def _on_read_for(self, content: Content, found: _Read) -> None:
        super()._on_read_for(content, found)
        self._look_outside()

    @override
    def _show(self, content: Content) -> None:
        self.name.set_text(content["name"])
        self.zone.set_text(content["timezone"])
        self.week.set_value(content["week_start"])
        self.slot.set_value(content["slot_minutes"])
        self.hours.set_values(content)
        self.letterhead.set_text(content.get("letterhead", ""))
        self._on_edited()

    @override
    def _fill(self, found: _Read) -> None:
        place = {"name": found.workspace.name, "timezone": found.workspace.timezone}
        self.hours.set_who_else(found.others)
        self._show(place | found.settings | shown_hours(found.settings))

    def _look_outside(self) -> None:
        """Of hours that are still being typed nothing is told."""
        changed = self._changed() if self.in_hand and self.hours.are_hours else {}
        self.outside.look(
            {name: changed[name] for name in (TIMEZONE, EVERYBODY, PEOPLE, ROOMS) if name in changed}
        )

    def _on_code(self, code: str) -> None:
        self.code.setText(code or tr("Settings", "None yet: this laptop waits for its clinic"))

    def _on_week_changed(self, first_weekday: object) -> None:
        if isinstance(first_weekday, int):
            self.hours.field.set_first_weekday(first_weekday)

    @override
    def _on_discard(self) -> None:
        self.zone.set_error("")
        super()._on_discard()

    @override
    def _on_save(self) -> None:
        if self.zone.text not in available_timezones():
            self.zone.set_error(tr("Settings", "Choose a time zone from the list, such as Europe/Berlin."))
            return
        self.zone.set_error("")
        if not self.hours.is_sound:
            self.show_error(tr("Settings", "Write hours such as 9–17, or with a break 9–12, 13–17."))
            return
        changed = self._changed()
        fields: dict[str, Any] = {name: changed.pop(name) for name in ("name", "timezone") if name in changed}
        fields["settings"] = changed
        edit = self.context.practice.settings.edit_workspace
        self._send(lambda: edit(**fields))

    def _lay_out(self) -> None:
        card = Card()
        card.body.addWidget(self.name)
        self.zone.share_line(self._wrong_zone)
        row = column(self._wrong_zone)
        row.setSpacing(tokens.XS)
        row.insertLayout(0, line(self.zone, self.week, self.slot))
        card.body.addLayout(row)
        card.body.addWidget(self.hours)
        card.body.addWidget(self.outside)
        card.body.addWidget(self.letterhead)
        card.body.addWidget(self.error)
        buttons = line(self.save, self.discard, stretch=True)
        buttons.setSpacing(tokens.S)
        card.body.addLayout(buttons)
        self.body.addWidget(card)
        self.body.addWidget(self._signatures())
        self.body.addStretch(1)

    def _signatures(self) -> Card:
        card = Card(tr("Settings", "Code of the practice"))
        words = tr(
            "Settings",
            "Tell it to whoever gets a signed note from you: the file shows the same code when it is yours. "
            "It is no secret.",
        )
        card.body.addWidget(Text(words, tone="secondary", wrap=True))
        self.code.setAccessibleName(tr("Settings", "Code of the practice"))
        card.body.addWidget(self.code)
        return card


def _outside_text(count: int) -> str:
    return plural(
        "Settings",
        "1 appointment of the next {weeks} weeks would lie outside these hours:",
        "{n} appointments of the next {weeks} weeks would lie outside these hours:",
        count,
        weeks=WEEKS_AHEAD,
    )
