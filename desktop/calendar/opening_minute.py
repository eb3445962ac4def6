"""Which minute of the day a grid begins at, so that a page opens on what matters. Qt-free."""

from collections.abc import Sequence

from core.domain.opening_hours import MinuteSpan
from core.domain.timegrid import DAY_MINUTES

_MARGIN = 20
"""Minutes above what matters, so that it does not stick to the heads."""
_BEFORE_NOW = 0.3
"""Share of the height that is above now, where the morning does not fit as well."""


def opening_minute(
    taken: Sequence[tuple[float, float]],
    open_hours: Sequence[MinuteSpan],
    now: float | None,
    visible: float,
) -> float:
    """The minute at the upper edge. `taken` and `open_hours` are of all days shown, `visible` is the height.

    Now, with the morning before it where that fits; where now is after closing and after everybody, or on
    no day of the page: the first appointment or the opening, whichever is earlier. Where neither is near now,
    the next of them.
    """
    begins = [float(start) for start, _ in open_hours] + [top for top, _ in taken]
    ends = [float(end) for _, end in open_hours] + [bottom for _, bottom in taken]
    first, last = min(begins, default=8 * 60.0), max(ends, default=18 * 60.0)
    at = first
    if now is not None and first <= now < last and now - first > visible * (1 - _BEFORE_NOW):
        # Not below closing or the last appointment: the hours before say more than the empty ones after.
        at = min(now - visible * _BEFORE_NOW, last - visible)
        if not _in_sight([*open_hours, *taken], at - _MARGIN, visible):
            at = min((begin for begin in begins if begin > now), default=last - visible + _MARGIN)
    return min(max(at - _MARGIN, 0.0), max(DAY_MINUTES - visible, 0.0))


def shows_anything(taken: Sequence[tuple[float, float]], top: float, visible: float) -> bool:
    """Whether some appointment is in sight, where there is any."""
    return not taken or _in_sight(taken, top, visible)


def _in_sight(spans: Sequence[tuple[float, float]], top: float, visible: float) -> bool:
    return any(start < top + visible and top < end for start, end in spans)
