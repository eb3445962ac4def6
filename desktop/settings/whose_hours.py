"""The practice's hours, and those of people and rooms that have others: one of them is shown at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from core.domain.enums import LocationType, Role
from core.domain.opening_hours import week_of, weeks_of
from core.store.practice.practice import Practice
from desktop.kit import tokens
from desktop.kit.hours_text import Spans, is_week_sound, stored_week
from desktop.kit.i18n import tr
from desktop.widgets.fields import ChoiceField
from desktop.widgets.hours_field import HoursField

EVERYBODY, PEOPLE, ROOMS = "working_hours", "working_hours_of", "working_hours_at"
"""Where the weeks stand in the practice's settings; those of people and rooms by their ids."""
_TREAT = frozenset({Role.OWNER, Role.THERAPIST})

StoredWeek = dict[str, Spans]


@dataclass(frozen=True, slots=True)
class WhoElse:
    """Names of those who may have hours of their own, by (setting, id)."""

    names: Mapping[tuple[str, str], str]


def read_who_else(practice: Practice, settings: Mapping[str, Any]) -> WhoElse:
    """Who treats and which rooms there are; one alone only where it has hours already. On the worker."""
    people = [(str(one.id), one.full_name) for one in practice.team.list() if one.role in _TREAT]
    places = practice.locations.list()
    rooms = [(str(one.id), one.name) for one in places if one.location_type is LocationType.CLINIC]
    found: dict[tuple[str, str], str] = {}
    for name, rows in ((PEOPLE, people), (ROOMS, rooms)):
        own = weeks_of(settings.get(name))
        found |= {(name, key): label for key, label in rows if len(rows) > 1 or key in own}
    return WhoElse(found)


class WhoseHours(QWidget):
    """`values` are the settings that it is about, as they are to be stored. Ask `is_sound` first."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.whose = ChoiceField(tr("Settings", "Whose hours"), [])
        self.same = QCheckBox()
        self.field = HoursField(tr("Settings", "Working hours"))
        self._shown: tuple[str, str] = (EVERYBODY, "")
        self._practice: StoredWeek = {}
        self._own: dict[tuple[str, str], StoredWeek] = {}
        self._lay_out()
        self.set_who_else(WhoElse({}))
        self.whose.changed.connect(self._on_chosen)
        self.same.toggled.connect(self._on_same)
        self.field.changed.connect(self._on_edited)

    def set_who_else(self, others: WhoElse) -> None:
        """Whom and what there is to choose; whoever shows stays in front."""
        shown = self._shown
        choices: list[tuple[str, object]] = [(tr("Settings", "The whole practice"), (EVERYBODY, ""))]
        choices += [(name, key) for key, name in others.names.items()]
        blocked = self.whose.blockSignals(True)
        self.whose.set_choices(choices)
        self.whose.set_value(shown if shown in others.names else (EVERYBODY, ""))
        self.whose.blockSignals(blocked)
        self.whose.setVisible(len(choices) > 1)
        self._show_chosen()

    def values(self) -> dict[str, Any]:
        """What is typed and is no hours stands there as it was typed."""
        found: dict[str, Any] = {EVERYBODY: self._practice, PEOPLE: {}, ROOMS: {}}
        for (name, key), week in self._own.items():
            found[name][key] = week
        return found

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Silent."""
        self._practice = dict(values[EVERYBODY])
        self._own = {
            (name, key): dict(week) for name in (PEOPLE, ROOMS) for key, week in values[name].items()
        }
        self._show_chosen()

    @property
    def are_hours(self) -> bool:
        """As `is_sound`, and nothing comes to the front."""
        weeks = (self._practice, *self._own.values())
        return (not self._shows_hours or self.field.is_sound) and all(is_week_sound(week) for week in weeks)

    @property
    def is_sound(self) -> bool:
        """Whether all that is typed are hours; what is none comes to the front."""
        if self._shows_hours and not self.field.is_sound:
            return False
        for key, week in (((EVERYBODY, ""), self._practice), *self._own.items()):
            if not is_week_sound(week):
                self.whose.set_value(key)
                return False
        return True

    @property
    def _shows_hours(self) -> bool:
        return self._shown[0] == EVERYBODY or self._shown in self._own

    def _on_chosen(self, _value: object) -> None:
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self.whose.value
        self._shown = chosen if isinstance(chosen, tuple) else (EVERYBODY, "")
        name = self._shown[0]
        own = self._own.get(self._shown)
        blocked = self.same.blockSignals(True)
        self.same.setText(
            tr("Settings", "Open at all times")
            if name == ROOMS
            else tr("Settings", "The same as the practice")
        )
        self.same.setVisible(name != EVERYBODY)
        self.same.setChecked(own is None)
        self.same.blockSignals(blocked)
        self.field.set_value(self._practice if own is None else own)
        self.field.setEnabled(self._shows_hours)

    def _on_same(self, same: bool) -> None:
        """Other hours begin as those of the practice."""
        if same:
            self._own.pop(self._shown, None)
        else:
            self._own[self._shown] = dict(self._practice)
        self._show_chosen()
        self.changed.emit()

    def _on_edited(self) -> None:
        if self._shown[0] == EVERYBODY:
            self._practice = self.field.value
        else:
            self._own[self._shown] = self.field.value
        self.changed.emit()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.M)
        for widget in (self.whose, self.same, self.field):
            box.addWidget(widget)


def shown_hours(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The three settings as `WhoseHours` takes them, without what this program cannot read."""
    practice = week_of(settings.get(EVERYBODY))
    found: dict[str, Any] = {EVERYBODY: stored_week(practice or {})}
    for name in (PEOPLE, ROOMS):
        found[name] = {key: stored_week(week) for key, week in weeks_of(settings.get(name)).items()}
    return found
