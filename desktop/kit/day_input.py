"""A day as people write it."""

import re
from datetime import date

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[./\s](\d{1,2})[./\s](\d{4})")


def parse_day(text: str) -> date:
    """ISO, or day before month as "3.4.1985" and "03/04/1985". Raises ValueError for anything else."""
    if found := _ISO.fullmatch(text.strip()):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(text.strip()):
        return date(int(found[3]), int(found[2]), int(found[1]))
    raise ValueError(text)
