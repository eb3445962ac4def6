"""Moving and resizing by keys: the arrows change a ghost, Enter keeps it, Esc does not. Qt-free."""

from dataclasses import replace

from desktop.calendar.calendar_view import CalendarView
from desktop.calendar.gesture import GestureKind, Ghost, Held, holding, nudged
from desktop.calendar.pages import CalendarPage
from desktop.calendar.practitioner_columns import beside


class KeyMode:
    """One at a time, and none in ordinary times. Shows itself in the view and tells it."""

    def __init__(self, view: CalendarView) -> None:
        self._view = view
        self.ghost: Ghost | None = None

    def begin(self, kind: GestureKind, held: Held, page: CalendarPage) -> None:
        """The ghost stands where it is now."""
        column = held.practitioner_id if page.practitioners else None
        self._show(holding(kind, held.start, held.end, held, column))

    def nudge(self, days: int, steps: int, page: CalendarPage) -> Ghost | None:
        """An arrow. Beside a column may be that of somebody else, who then treats; a block keeps its own."""
        ghost = self.ghost
        if ghost is None:
            return None
        column = beside(page.practitioners, ghost.practitioner, days) if days and ghost.entry else None
        if column is not None and ghost.kind is GestureKind.MOVE:
            ghost, days = replace(ghost, practitioner=column), 0
        self.ghost = nudged(ghost, page.zone, page.board.snap, days=days, steps=steps)
        return self.ghost

    def show(self) -> None:
        """Where it stands after an arrow."""
        if self.ghost is not None:
            self._show(self.ghost)

    def _show(self, ghost: Ghost) -> None:
        self.ghost = ghost
        self._view.set_ghost(ghost)
        self._view.set_mode(ghost)

    def take(self) -> Ghost | None:
        """Ends it for a time that is kept."""
        ghost, self.ghost = self.ghost, None
        self._view.set_mode(None)
        return ghost

    def leave(self) -> Ghost | None:
        """Ends it, and nothing is moved."""
        ghost = self.take()
        self._view.set_ghost(None)
        return ghost
