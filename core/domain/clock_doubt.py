"""A computer's clock that is plainly wrong: noticed by what must be earlier, and by the clinic's server."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from core.domain.errors import RuleBroken

RELEASED = datetime(2026, 1, 1, tzinfo=UTC)
"""Older than every copy of this program: no clock that is right says less."""
PLAINLY = timedelta(hours=1)
"""What a wrong zone or summer time makes of a clock; less than that decides nothing anywhere."""


class WhyDoubted(StrEnum):
    """What says that a clock cannot be right."""

    BEFORE_PROGRAM = "before_program"
    BEFORE_RECORD = "before_record"
    """Something was written here later than now."""
    BEHIND_SERVER = "behind_server"
    AHEAD_OF_SERVER = "ahead_of_server"


@dataclass(frozen=True, slots=True)
class Heard:
    """What the clinic's server and this computer said at one moment."""

    server: datetime
    here: datetime

    @property
    def ahead(self) -> timedelta:
        """How far this computer is ahead of the server."""
        return self.here - self.server


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """`now` cannot be right; `than` is what it is compared with."""

    why: WhyDoubted
    now: datetime
    than: datetime


def doubt_of(now: datetime, newest: datetime | None, heard: Heard | None) -> ClockDoubt | None:
    """None as long as the clock may be right. `newest` is the time of the practice's newest entry.

    A clock that was set back since the server was heard is believed until the server is heard again.
    """
    if now < RELEASED:
        return ClockDoubt(WhyDoubted.BEFORE_PROGRAM, now, RELEASED)
    if heard is not None and heard.ahead > PLAINLY and now >= heard.here:
        return ClockDoubt(WhyDoubted.AHEAD_OF_SERVER, now, now - heard.ahead)
    if heard is not None and now < heard.server - PLAINLY:
        return ClockDoubt(WhyDoubted.BEHIND_SERVER, now, heard.server)
    if newest is not None and now < newest - PLAINLY:
        return ClockDoubt(WhyDoubted.BEFORE_RECORD, now, newest)
    return None


def check_clock(doubt: ClockDoubt | None) -> None:
    """Refuses to sign by a clock that is plainly wrong (RuleBroken)."""
    if doubt is not None:
        raise RuleBroken(
            f"This computer's clock says {_words(doubt.now)}, which cannot be right: {_because(doubt)}. "
            "It was not signed, and your text is kept. Set the clock, then sign.",
            code="clock",
        )


def _because(doubt: ClockDoubt) -> str:
    return {
        WhyDoubted.BEFORE_PROGRAM: "this program was made later",
        WhyDoubted.BEFORE_RECORD: f"the newest entry of the practice is of {_words(doubt.than)}",
        WhyDoubted.BEHIND_SERVER: f"the clinic's server said {_words(doubt.than)} already",
        WhyDoubted.AHEAD_OF_SERVER: f"the clinic's server says {_words(doubt.than)}",
    }[doubt.why]


def _words(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
