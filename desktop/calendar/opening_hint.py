"""Says in the booking form that a time is outside opening hours, on a holiday or close to another booking."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from core.domain.buffers import Kept
from core.domain.free_time import Span
from core.domain.ids import UserId
from desktop.calendar.buffer_words import close_text
from desktop.calendar.closed_words import Place, hint_text
from desktop.calendar.free_time import kept_around
from desktop.kit.hours import Hours
from desktop.widgets.painted_list import announce

if TYPE_CHECKING:
    from desktop.calendar.pane import CalendarPane


class OpeningHint(QObject):
    """Follows the form of one calendar, and never holds it up; `me` treats where it names nobody."""

    def __init__(self, pane: "CalendarPane", me: UserId) -> None:
        super().__init__(pane)
        self._pane, self._me = pane, me
        self._said = ""
        pane.form.span_changed.connect(self._on_span_changed)
        pane.form.location.changed.connect(self._on_choice_changed)
        pane.form.service.changed.connect(self._on_choice_changed)

    def _on_span_changed(self, _start: datetime, _end: datetime) -> None:
        self._show()

    def _on_choice_changed(self, _row_id: object) -> None:
        self._show()

    def _show(self) -> None:
        form, page, span = self._pane.form, self._pane.presenter.page, self._pane.booking.span
        text = hint_text(page.hours, span, page.zone, self._place()) if span else ""
        if span and not text:
            service = form.service.value
            buffer = page.hours.buffer_of(service if isinstance(service, UUID) else None)
            text = close_text(Kept(*span, buffer), self._others(span, page.hours), page.zone)
        form.say_opening(text)
        if text != self._said:
            announce(form, text)
        self._said = text

    def _others(self, span: Span, hours: Hours) -> Iterator[Kept]:
        """Of whoever treats, those that the calendar knows."""
        booking, entries = self._pane.booking, self._pane.presenter.timeline.entries
        return kept_around(span, entries, booking.treats or self._me, hours, booking.editing)

    def _place(self) -> Place:
        room, who = self._pane.form.location, self._pane.booking.treats or self._me
        location = room.value
        return Place(
            who=who,
            room=location if isinstance(location, UUID) else None,
            who_name=self._pane.views.grid.names.get(who, ""),
            room_name=room.editor.currentText(),
        )
