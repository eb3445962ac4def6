"""The part of a day in which an appointment is to begin."""

from enum import Enum

from core.domain.timegrid import DAY_MINUTES


class DayPart(Enum):
    """When an appointment begins: minutes of the day, [from, to). Names are kept in both stores."""

    ANY = (0, DAY_MINUTES)
    MORNING = (0, 12 * 60)
    AFTERNOON = (12 * 60, 17 * 60)
    EVENING = (17 * 60, DAY_MINUTES)
