"""Names the appointments that what is about to be saved would leave outside, with the way to each of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.timegrid import day_of
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.outside_hours import Outside, OutsideHours
from desktop.calendar.standing_card import StandingCard
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.settings.section import line
from desktop.widgets.buttons import Button

_WATCHED = frozenset({"appointments", "appointment_series"})


class OutsideCard(StandingCard):
    """Holds nobody up: hours may well change before those that stand there are moved."""

    def __init__(self, context: ScreenContext, heading: Callable[[int], str], *further: Button) -> None:
        """`further` are the buttons that answer it."""
        super().__init__(heading, always_dated=True)
        self._context = context
        self._desk = OutsideHours(context.practice)
        self._wanted: Mapping[str, Any] = {}
        self._found: Outside | None = None
        self._shown = -1
        self._is_question = bool(further)
        self._stands = False
        """Whether a question was asked that nobody answered yet."""
        self.show_button = Button(tr("Settings", "Show in the calendar"), self._show_next, compact=True)
        self.body.addLayout(line(*further, self.show_button, stretch=True))
        context.bus.changed.connect(self._on_changed)

    @property
    def entries(self) -> Sequence[CalendarEntry]:
        """Those that it names; of what was looked at last."""
        return self._found.entries if self._found else ()

    def look(self, changed: Mapping[str, Any], on_told: Callable[[bool], None] | None = None) -> None:
        """These settings of the practice would change so; none: nothing is said. `on_told` hears
        whether any appointment stands there, once that is shown."""
        if changed == self._wanted and on_told is None:
            return
        self._wanted = dict(changed)
        if changed:
            self._ask(on_told)
        else:
            self._say(None)

    def _ask(self, on_told: Callable[[bool], None] | None = None) -> None:
        wanted = self._wanted
        self._context.jobs.run(
            lambda: self._desk.newly(wanted),
            partial(self._on_found, wanted, on_told),
            partial(self._on_unknown, wanted, on_told),
        )

    def _on_found(
        self, wanted: Mapping[str, Any], on_told: Callable[[bool], None] | None, found: Outside
    ) -> None:
        if wanted != self._wanted:
            return  # something else is typed by now
        self._say(found)
        if on_told is not None:
            on_told(bool(found.entries))

    def _on_unknown(
        self, wanted: Mapping[str, Any], on_told: Callable[[bool], None] | None, _error: UserError
    ) -> None:
        """What cannot be told now holds up nothing: saving says for itself what is wrong.

        Yet a question that stands is still to be answered.
        """
        if wanted == self._wanted and (on_told is not None or not self._stands):
            self._say(None)
            if on_told is not None:
                on_told(False)

    def _say(self, found: Outside | None) -> None:
        before, self._found = self.entries, found
        if [one.id for one in before] != [one.id for one in self.entries]:
            self._shown = -1
        self.show_button.setVisible(bool(self.entries))
        if found is None:
            self.hide()
            self.say(())
        elif self._stands and not found.entries:
            self.say((tr("Settings", "No appointment stands there any more."),))
        else:
            self.show_standing(found.entries, found.zone)
        self._stands = self._is_question and found is not None and not self.isHidden()

    def _show_next(self) -> None:
        """One after the other, each with its details. What is typed here waits."""
        found = self._found
        if found is not None and found.entries:
            self._shown = (self._shown + 1) % len(found.entries)
            entry = found.entries[self._shown]
            self._context.navigator.open_calendar(day_of(entry.start, found.zone), entry.id)

    def _on_changed(self, changed: Iterable[Changed]) -> None:
        """Those that were moved meanwhile are named no longer."""
        if self._wanted and any(one.table in _WATCHED for one in changed):
            self._ask()
