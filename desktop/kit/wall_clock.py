"""The practice's wall clock: the same instant as the computer's, in the zone that the practice works in."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from core.domain.changes import Changed
from desktop.kit.context import ScreenContext


class WallClock(QObject):
    """Fulfils `Clock`. Asks for the zone when made, so it is known before anything read later is shown."""

    def __init__(self, context: ScreenContext, parent: QObject, zone: tzinfo | None = None) -> None:
        """`zone`: what is known of it already."""
        super().__init__(parent)
        self._context = context
        self._zone = zone
        context.bus.changed.connect(self._on_changed)
        self._ask()

    def now(self) -> datetime:
        """In the practice's zone; texts take the zone of other moments from it."""
        # None is the computer's own zone, until the practice's is known.
        return self._context.clock.now().astimezone(self._zone)

    def monotonic(self) -> float:
        """The computer's, which no zone concerns."""
        return self._context.clock.monotonic()

    def _ask(self) -> None:
        self._context.jobs.run(self._read, self._on_read)

    def _read(self) -> str:
        return self._context.practice.settings.workspace().timezone

    def _on_read(self, name: str) -> None:
        self._zone = ZoneInfo(name)

    def _on_changed(self, changed: Iterable[Changed]) -> None:
        if any(change.table == "workspaces" for change in changed):
            self._ask()


def on_the_wall(context: ScreenContext, screen: QObject) -> ScreenContext:
    """The same context with the practice's wall clock, which lives as long as the screen."""
    return replace(context, clock=WallClock(context, screen))
