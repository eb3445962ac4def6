"""Tells whoever works here, some minutes before, that the next appointment is near."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer

from core.domain.changes import Changed
from core.domain.clients import initials
from core.domain.enums import AppointmentStatus
from core.domain.next_appointment import Coming, due, minutes_until
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import plural, tr

_SETTING = "next_notice"
_LOOK_MS = 20_000
_READ_AGAIN = timedelta(hours=6)
_AHEAD = timedelta(hours=26)
_MOVING = frozenset({"appointments", "appointment_series", "clients"})


class Notices(Protocol):
    """Where the words are shown outside the window."""

    def say(self, title: str, text: str) -> bool:
        """False where this system has no place for it."""
        ...

    def end(self) -> None:
        """Nothing of it may stay in sight."""
        ...


class NextNotice(QObject):
    """Off until a person turns it on, for this laptop alone. GUI thread.

    It looks at its own list three times a minute, which costs nothing, and reads the store when an
    appointment changed, by a person or by sync, and every six hours. While the window is locked it says
    that there is an appointment, and nothing about whom.
    """

    def __init__(
        self, context: ScreenContext, notices: Notices, is_locked: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._notices, self._is_locked = context, notices, is_locked
        self._minutes, self._initials = 0, False
        self._coming: list[Coming] = []
        self._told: list[Coming] = []
        self._read_at: datetime | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        context.bus.changed.connect(self._on_changed)

    @property
    def minutes(self) -> int:
        """How long before an appointment it tells; 0 for never."""
        return self._minutes

    @property
    def with_initials(self) -> bool:
        """Whether it says the client's initials while the window is not locked."""
        return self._initials

    def begin(self) -> None:
        """Asks what was chosen on this laptop; the answer comes from the worker."""
        settings = self._context.practice.settings
        self._context.jobs.run(lambda: settings.local(_SETTING, {}), self._on_chosen)

    def end(self) -> None:
        """The practice is shut: nothing is told any more, and what stands there goes."""
        self._timer.stop()
        self._coming = []
        self._notices.end()

    def choose(self, minutes: int, *, with_initials: bool) -> None:
        """Holds at once, and is kept on this laptop."""
        chosen = {"minutes": minutes, "initials": with_initials}
        settings = self._context.practice.settings
        self._context.jobs.run(lambda: settings.set_local(_SETTING, chosen))
        self._on_chosen(chosen)

    def look(self) -> None:
        """Tells of the one that is due, once. One that was due while the computer slept is left out."""
        now = self._context.clock.now()
        found = due(self._coming, now, timedelta(minutes=self._minutes), self._told)
        if found is not None:
            # With its start: an appointment that is moved, also by sync, is told of again.
            self._told.append(found)
            self._say(found, now)
        if self._read_at is None or now - self._read_at > _READ_AGAIN:
            self._read()

    def _say(self, found: Coming, now: datetime) -> None:
        text = plural(
            "Notice",
            "Your next appointment is in 1 minute",
            "Your next appointment is in {n} minutes",
            minutes_until(found.start, now),
        )
        is_open = not self._is_locked()
        if is_open and self._initials and found.initials and not self._context.bus.blurred:
            text = tr("Notice", "{words}: {initials}", words=text, initials=found.initials)
        # A toast waits while the window is locked, and would be wrong by the time it comes.
        if not self._notices.say(tr("Notice", "PazPaz"), text) and is_open:
            self._context.navigator.toast(text)

    def _on_chosen(self, chosen: dict[str, Any]) -> None:
        self._minutes, self._initials = int(chosen.get("minutes", 0)), bool(chosen.get("initials", False))
        if self._minutes:
            self._timer.start()
            self._read()
        else:
            self.end()

    def _on_changed(self, changed: Iterable[Changed]) -> None:
        if self._minutes and any(each.table in _MOVING for each in changed):
            self._read()

    def _read(self) -> None:
        # Before the answer is here, or every look until then would ask again.
        self._read_at = self._context.clock.now()
        self._context.jobs.run(self._find, self._on_found)

    def _find(self) -> list[Coming]:
        """On the worker: what is ahead of this person."""
        practice, now = self._context.practice, self._context.clock.now()
        ahead = [
            each
            for each in practice.appointments.between(now, now + _AHEAD)
            if each.appointment.status is AppointmentStatus.SCHEDULED
            and each.appointment.practitioner_user_id == practice.me.user_id
        ]
        return [
            Coming(each.appointment.id, each.appointment.scheduled_start, _short(each.client_name))
            for each in ahead
        ]

    def _on_found(self, coming: list[Coming]) -> None:
        now = self._context.clock.now()
        self._coming = coming
        self._told = [each for each in self._told if each.start > now]
        # It may have been turned off while the worker read.
        if self._minutes:
            self.look()


def _short(name: str) -> str:
    words = name.split()
    return initials(words[0], words[-1] if len(words) > 1 else "") if words else ""
