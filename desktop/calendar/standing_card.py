"""Names appointments that stand where something is about to change: how many, then the first few."""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QFrame, QVBoxLayout

from core.domain.timegrid import day_of
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.series_texts import more_text, short_day
from desktop.calendar.texts import taken_text
from desktop.widgets.painted_list import announce
from desktop.widgets.text import Text

_MOST_NAMED = 4


class StandingCard(QFrame):
    """Hidden while there are none. `heading` is the sentence above so many of them.

    `always_dated`: also where all stand on one day, which nothing beside the card says. `said` is all that it
    says, a line for each appointment.
    """

    def __init__(self, heading: Callable[[int], str], *, always_dated: bool = False) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._heading, self._always_dated = heading, always_dated
        self.said = ""
        self._number = Text(wrap=True, strong=True)
        self._number.set_tone("warning")
        self._named = Text(wrap=True)
        self.body = QVBoxLayout(self)
        self.body.addWidget(self._number)
        self.body.addWidget(self._named)
        self.hide()

    def show_standing(self, entries: Sequence[CalendarEntry], zone: ZoneInfo) -> None:
        """By initials: the screen may be seen by the next client."""
        lines = self._lines(entries, zone) if entries else []
        text = "\n".join(lines)
        if text and text != self.said:
            announce(self, text)
        self.say(lines)
        self.setVisible(bool(lines))

    def say(self, lines: Sequence[str]) -> None:
        """The first stands out, the others are below it."""
        self.said = "\n".join(lines)
        self._number.setText("".join(lines[:1]))
        self._named.setText("\n".join(lines[1:]))
        self._named.setVisible(len(lines) > 1)

    def _lines(self, entries: Sequence[CalendarEntry], zone: ZoneInfo) -> list[str]:
        """With their days where these are several."""
        count = len(entries)
        days = [day_of(entry.start, zone) for entry in entries]
        lines = [taken_text(entry, zone) for entry in entries]
        if self._always_dated or len(set(days)) > 1:
            lines = [f"{short_day(day)}  {line}" for day, line in zip(days, lines, strict=True)]
        more = [more_text(count - _MOST_NAMED)] if count > _MOST_NAMED else []
        return [self._heading(count), *lines[:_MOST_NAMED], *more]
