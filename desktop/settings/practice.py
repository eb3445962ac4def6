"""Settings of the practice: name, zone, week and hours. Only the owner may change them."""

from typing import Any
from zoneinfo import available_timezones

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter
from typing_extensions import override

from core.domain.records import Workspace
from core.store.practice import Done
from desktop.context import ScreenContext
from desktop.i18n import tr
from desktop.settings.section import Section, line
from desktop.unlock.pages import week_starts
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.fields import ChoiceField, LineField
from desktop.widgets.hours_field import HoursField

_SLOTS = (5, 10, 15, 20, 30, 60)


class PracticeSection(Section):
    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context, tr("Settings", "Practice"))
        self.name = LineField(tr("Settings", "Name"))
        self.zone = LineField(tr("Settings", "Time zone"))
        completer = QCompleter(sorted(available_timezones()), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.zone.editor.setCompleter(completer)
        self.week = ChoiceField(tr("Settings", "The week begins on"), week_starts())
        slots: list[tuple[str, object]] = [
            (tr("Settings", "{minutes} minutes", minutes=n), n) for n in _SLOTS
        ]
        self.slot = ChoiceField(tr("Settings", "Appointments snap to"), slots)
        self.hours = HoursField(tr("Settings", "Working hours"))
        self.save = Button(tr("Settings", "Save"), self._on_save, kind="primary")
        self._read: tuple[object, ...] | None = None
        self._lay_out()

    @override
    def refresh(self) -> None:
        settings = self.context.practice.settings
        self.context.jobs.run(lambda: (settings.workspace(), settings.all()), self._on_read)

    @property
    @override
    def in_hand(self) -> bool:
        return self._read is not None and self._shown() != self._read

    def _shown(self) -> tuple[object, ...]:
        return self.name.text, self.zone.text, self.week.value, self.slot.value, self.hours.value

    def _on_read(self, found: tuple[Workspace, dict[str, Any]]) -> None:
        workspace, values = found
        self.name.set_text(workspace.name)
        self.zone.set_text(workspace.timezone)
        self.week.set_value(values["week_start"])
        self.slot.set_value(values["slot_minutes"])
        self.hours.set_value(values["working_hours"])
        self._read = self._shown()

    def _on_save(self) -> None:
        if self.zone.text not in available_timezones():
            self.zone.set_error(tr("Settings", "Choose a time zone from the list, such as Europe/Berlin."))
            return
        self.zone.set_error("")
        if not self.hours.is_sound:
            self.show_error(tr("Settings", "The practice must close after it opens."))
            return
        fields = {"name": self.name.text, "timezone": self.zone.text}
        values = {
            "week_start": self.week.value,
            "slot_minutes": self.slot.value,
            "working_hours": self.hours.value,
        }
        self._read = None
        self.do(lambda: self._write(fields, values), tr("Settings", "Saved"))

    def _write(self, fields: dict[str, Any], values: dict[str, Any]) -> Done[Workspace]:
        """On the worker: one change of one row."""
        settings = self.context.practice.settings
        present = settings.workspace().settings or {}
        return settings.edit_workspace(**fields, settings={**present, **values})

    def _lay_out(self) -> None:
        card = Card()
        card.body.addWidget(self.name)
        card.body.addLayout(line(self.zone, self.week, self.slot))
        card.body.addWidget(self.hours)
        card.body.addWidget(self.error)
        card.body.addLayout(line(self.save, stretch=True))
        self.body.addWidget(card)
        self.body.addStretch(1)
