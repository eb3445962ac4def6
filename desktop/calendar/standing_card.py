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

    `always_dated`: also where all stand on one day, which nothing beside the card says.
    """

    def __init__(self, heading: Callable[[int], str], *, always_dated: bool = False) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._heading, self._always_dated = heading, always_dated
        self.words = Text(wrap=True, strong=True)
        self.words.set_tone("warning")
        self.body = QVBoxLayout(self)
        self.body.addWidget(self.words)
        self.hide()

    def show_standing(self, entries: Sequence[CalendarEntry], zone: ZoneInfo) -> None:
        """By initials: the screen may be seen by the next client."""
        text = "\n".join(self._lines(entries, zone)) if entries else ""
        if text and text != self.words.text():
            announce(self, text)
        self.words.setText(text)
        self.setVisible(bool(text))

    def _lines(self, entries: Sequence[CalendarEntry], zone: ZoneInfo) -> list[str]:
        """With their days where these are several."""
        count = len(entries)
        days = [day_of(entry.start, zone) for entry in entries]
        lines = [taken_text(entry, zone) for entry in entries]
        if self._always_dated or len(set(days)) > 1:
            lines = [f"{short_day(day)}  {line}" for day, line in zip(days, lines, strict=True)]
        more = [more_text(count - _MOST_NAMED)] if count > _MOST_NAMED else []
        return [self._heading(count), *lines[:_MOST_NAMED], *more]
