"""What speaks against a time while an appointment is dragged or moved there by keys. Qt-free."""

from datetime import datetime
from typing import TYPE_CHECKING

from core.domain.buffers import Kept
from core.domain.ids import UserId
from desktop.calendar.buffer_words import close_text
from desktop.calendar.closed_words import Place, closed_text
from desktop.calendar.free_time import kept_around
from desktop.calendar.gesture import Ghost
from desktop.calendar.ports import NOBODY
from desktop.kit.i18n import tr

if TYPE_CHECKING:
    from desktop.calendar.pane import CalendarPane


class GhostHint:
    """Of one calendar, whose grid asks it; `me` treats where a time names nobody. It holds nothing up."""

    def __init__(self, pane: "CalendarPane", me: UserId) -> None:
        self._pane, self._me = pane, me
        pane.grid.scene.hint = self.text

    def text(self, ghost: Ghost) -> str:
        """Such as "Needs 10 min after 10:50"; empty where nothing does, or where the form says it."""
        span = ghost.start, ghost.end
        is_in_form = not self._pane.form.isHidden() and span == self._pane.booking.span
        if is_in_form or not ghost.moved:
            return ""
        return self._blocked(ghost, span) or self._closed(ghost, span) or self._close(ghost, span)

    def _blocked(self, ghost: Ghost, span: tuple[datetime, datetime]) -> str:
        blocks = self._pane.blocks.in_the_way(self._who(ghost), *span)
        if not blocks:
            return ""
        named = blocks[0].span.block.title and not self._pane.grid.blurred
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
        if ghost.practitioner is not None and ghost.practitioner != NOBODY:
            return ghost.practitioner
        if ghost.entry is not None:
            return ghost.entry.practitioner_id
        return self._pane.presenter.treats or self._me
