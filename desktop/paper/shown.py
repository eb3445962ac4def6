"""Which appointments and blocked times are printed. No Qt."""

from typing import Protocol

from core.domain.records import TimeBlock
from core.store.practice.appointments import ListedAppointment


class Shown(Protocol):
    """What the screen shows, so that paper says the same."""

    def shows_row(self, row: ListedAppointment, /) -> bool: ...

    def shows_block(self, block: TimeBlock, /) -> bool: ...


class AllShown:
    """Nothing is left out."""

    def shows_row(self, _row: ListedAppointment, /) -> bool:
        return True

    def shows_block(self, _block: TimeBlock, /) -> bool:
        return True


ALL_SHOWN = AllShown()
