"""What speaks against a time while an appointment is dragged or moved there by keys. Qt-free."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from core.domain.appointments import BookingTime, slot_of
from core.domain.buffers import Kept
from core.domain.ids import UserId
from desktop.calendar.block_texts import closed_place_text
from desktop.calendar.buffer_words import close_text
from desktop.calendar.closed_words import Place, closed_text
from desktop.calendar.conflicting import colliding
from desktop.calendar.free_time import kept_around
from desktop.calendar.gesture import Ghost
from desktop.calendar.ports import NOBODY
from desktop.calendar.texts import overlap_text
from desktop.kit.i18n import tr

if TYPE_CHECKING:
    from desktop.calendar.pane import CalendarPane


class GhostHint:
    """Of one calendar, whose views ask it; `me` treats where a time names nobody. It holds nothing up."""

    def __init__(self, pane: "CalendarPane", me: UserId) -> None:
        self._pane, self._me = pane, me
        pane.grid.scene.hint = pane.views.month.hint = self.text

    def text(self, ghost: Ghost) -> str:
        """Such as "Overlaps D.L. 10:00–10:50"; empty where nothing does, or where the form says it.

        A time that is taken comes first: booking it asks for a reason, being too close does not.
        """
        span = ghost.start, ghost.end
        is_in_form = not self._pane.form.isHidden() and span == self._pane.booking.span
        if is_in_form or not ghost.moved:
            return ""
        if ghost.block is not None:
            return overlap_text(self._pane.blocks.moving.standing(ghost), self._pane.presenter.page.zone)
        taken = self._taken(ghost, span) or self._blocked(ghost, span)
        return taken or self._closed(ghost, span) or self._close(ghost, span)

    def _taken(self, ghost: Ghost, span: tuple[datetime, datetime]) -> str:
        presenter, slot = self._pane.presenter, self._slot(ghost, span)
        return overlap_text(colliding(slot, presenter.timeline.entries), presenter.page.zone)

    def _slot(self, ghost: Ghost, span: tuple[datetime, datetime]) -> BookingTime:
        """What the store would compare with others if the ghost was dropped here."""
        start, end = span
        if ghost.entry is not None and ghost.entry.appointment is not None:
            slot = slot_of(ghost.entry.appointment)
            who = ghost.new_practitioner or slot.practitioner_user_id
            return replace(slot, start=start, end=end, practitioner_user_id=who)
        booking = self._pane.booking
        if self._pane.form.isHidden() or booking.editing is not None:
            return BookingTime(start=start, end=end, practitioner_user_id=self._who(ghost))
        # The open form of a new appointment only takes the time. That a place is online, others there tell.
        return BookingTime(
            start=start,
            end=end,
            client_id=booking.form.client_id,
            practitioner_user_id=self._who(ghost),
            location_id=booking.form.location_id,
        )

    def _blocked(self, ghost: Ghost, span: tuple[datetime, datetime]) -> str:
        slot = replace(self._slot(ghost, span), practitioner_user_id=self._who(ghost))
        blocks = self._pane.blocks.in_the_way(slot)
        if not blocks:
            return ""
        blurred = self._pane.grid.blurred
        if blocks[0].place:
            return closed_place_text(blocks[0], blurred=blurred)
        named = blocks[0].span.block.title and not blurred
        title = blocks[0].title(blurred=not named)
        if not named:
            return title
        if blocks[0].user_id is None:
            return tr("Blocks", "Closed: {title}", title=title)
        return tr("Blocks", "Blocked: {title}", title=title)

    def _closed(self, ghost: Ghost, span: tuple[datetime, datetime]) -> str:
        page, who, entry = self._pane.presenter.page, self._who(ghost), ghost.entry
        place = Place(
            who=who,
            room=entry.location_id if entry else None,
            who_name=self._pane.grid.names.get(who, ""),
            room_name=entry.location if entry else "",
        )
        return closed_text(page.hours, span, page.zone, place)

    def _close(self, ghost: Ghost, span: tuple[datetime, datetime]) -> str:
        page, entry = self._pane.presenter.page, ghost.entry
        moved = Kept(*span, page.hours.buffer_of(entry.service_id if entry else None))
        entries, besides = self._pane.presenter.timeline.entries, entry.id if entry else None
        others = kept_around(span, entries, self._who(ghost), page.hours, besides)
        return close_text(moved, others, page.zone)

    def _who(self, ghost: Ghost) -> UserId:
        """Whose column it is in, else who treats: in the appointment, or in the form that takes the time."""
        if ghost.practitioner is not None and ghost.practitioner != NOBODY:
            return ghost.practitioner
        if ghost.entry is not None:
            return ghost.entry.practitioner_id
        booking = self._pane.booking
        if not self._pane.form.isHidden() and booking.editing is None and booking.treats:
            return booking.treats
        return self._pane.presenter.treats or self._me
