"""How this device last showed the calendar, as it was kept: also by a newer program. Free of Qt."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from desktop.calendar.geometry import HOUR_MAX_PX, HOUR_MIN_PX
from desktop.calendar.pages import PageKind
from desktop.calendar.ports import Habits


def habits_of(kept: object) -> Habits:
    """What this program does not know, or cannot show, is as usual."""
    given = kept if isinstance(kept, dict) else {}
    return Habits(
        **{name: given[name] for name, knows in _KNOWS.items() if name in given and knows(given[name])}
    )


def _is_day(text: Any) -> bool:
    try:
        return text == "" or bool(date.fromisoformat(text))
    except (TypeError, ValueError):
        return False


_KNOWS: Mapping[str, Callable[[Any], bool]] = {
    "kind": lambda kind: kind in tuple(PageKind),
    "hour_px": lambda px: type(px) is int and HOUR_MIN_PX <= px <= HOUR_MAX_PX,
    "day": _is_day,
    # For `isinstance` True would be a number too.
    "minute": lambda minute: type(minute) is int and -1 <= minute < 24 * 60,
}
