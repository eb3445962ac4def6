"""Says in the booking form, and never holds up, that a time is outside opening hours or on a holiday."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from core.domain.ids import UserId
from desktop.calendar.closed_words import Place, hint_text

if TYPE_CHECKING:
    from desktop.calendar.pane import CalendarPane


class OpeningHint(QObject):
    """Belongs to one calendar, whose form it follows; `me` treats where the form names nobody. GUI thread."""

    def __init__(self, pane: "CalendarPane", me: UserId) -> None:
        super().__init__(pane)
        self._pane, self._me = pane, me
        pane.form.span_changed.connect(self._on_span_changed)
        pane.form.location.changed.connect(self._on_location_changed)

    def _on_span_changed(self, _start: datetime, _end: datetime) -> None:
        self._show()

    def _on_location_changed(self, _location: object) -> None:
        self._show()

    def _show(self) -> None:
        form, page, span = self._pane.form, self._pane.presenter.page, self._pane.booking.span
        text = hint_text(page.hours, span, page.zone, self._place()) if span else ""
        form.say_opening(text)

    def _place(self) -> Place:
        room, who = self._pane.form.location, self._pane.booking.treats or self._me
        location = room.value
        return Place(
            who=who,
            room=location if isinstance(location, UUID) else None,
            who_name=self._pane.views.grid.names.get(who, ""),
            room_name=room.editor.currentText(),
        )
