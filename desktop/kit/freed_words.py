"""What is said where times came free that somebody waits for. Names stand in the list alone."""

from collections.abc import Sequence
from datetime import datetime

from core.domain.waitlist_matching import Fit
from desktop.kit.dates import day_within, time_text
from desktop.kit.i18n import plural, tr

_LEFT_TO_RIGHT_MARK = "\u200e"


def freed_words(fits: Sequence[Fit], now: datetime) -> str:
    """Which time is free again, or that several are, and how many clients wait; `now` brings the zone."""
    start, end = fits[0].time.start, fits[0].time.end
    day = day_within(start.astimezone(now.tzinfo).date(), now.date())
    # Among Hebrew words a dash between numbers runs with the words: the end would stand first.
    times = f"{_LEFT_TO_RIGHT_MARK}{time_text(start, now)}–{time_text(end, now)}"
    free = tr("Waitlist", "Free again: {day}, {times}.", day=day, times=times)
    if len({(fit.time.start, fit.time.end) for fit in fits}) > 1:
        free = tr("Waitlist", "Times are free again.")
    clients = len({fit.entry.client_id for fit in fits})
    waiting = plural(
        "Waitlist", "1 client waits for such a time.", "{n} clients wait for such a time.", clients
    )
    return f"{free} {waiting}"


def show_words() -> str:
    """The verb that leads to the list."""
    return tr("Waitlist", "Show who waits")
