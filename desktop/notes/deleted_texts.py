"""A deleted note in words. No Qt widgets."""

from datetime import datetime

from core.domain.notes import days_to_restore
from core.domain.records import SessionNote
from desktop.kit.i18n import plural, tr

_SOON = 3
"""So few days or fewer are told in the colour of a warning."""


def deleted_state(note: SessionNote, now: datetime) -> tuple[str, str, str]:
    """For how long it can be restored still, the tone of its date, and its icon."""
    days = days_to_restore(note, now)
    if days is None:
        return tr("Notes", "Signed, no time limit"), "secondary", "lock"
    tone = "warning" if days <= _SOON else "secondary"
    return plural("Notes", "last day", "{n} days left", max(1, days)), tone, "edit"


def how_long() -> str:
    """Under the list."""
    return tr("Notes", "A draft can be restored for 30 days, a signed note without a time limit.")


def nothing_deleted() -> tuple[str, str]:
    """Where no deleted note is listed."""
    return (
        tr("Notes", "Nothing deleted"),
        tr("Notes", "A deleted note waits here: a draft for 30 days, a signed note without a time limit."),
    )
