"""Shows the tool tip of whatever painted appointment is under the pointer."""

from collections.abc import Mapping
from typing import Protocol
from zoneinfo import ZoneInfo

from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from core.domain.ids import UserId
from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.block_texts import block_hover
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.hover_text import hover_text


class Hovered(Protocol):
    """A view as its tool tips need it."""

    names: Mapping[UserId, str]

    @property
    def blurred(self) -> bool:
        """Whether a tool tip has initials for the name, and neither alert nor remark."""
        ...


def show_hover(
    event: QHelpEvent,
    over: QWidget,
    entry: CalendarEntry | BlockEntry | None,
    zone: ZoneInfo,
    view: Hovered,
    *,
    otherwise: str = "",
) -> None:
    """Where there is neither an appointment nor a block it is `otherwise`; where that is empty, an old tool
    tip goes."""
    if isinstance(entry, BlockEntry):
        text = block_hover(entry, zone, blurred=view.blurred)
    else:
        text = hover_text(entry, zone, view.names, blurred=view.blurred) if entry else otherwise
    if text:
        QToolTip.showText(event.globalPos(), text, over)
    else:
        QToolTip.hideText()
