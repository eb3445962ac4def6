"""Times as people type them: "9", "930", "9:30", "9.30", "14h", "2 pm"."""

import re
from datetime import time

_TYPED = re.compile(r"^(\d{1,2})(?:[:.,h ]?(\d{2}))?[:.h]?$")
_HALF = re.compile(r"(.*\d)\s?([ap])\.?m\.?")


def parse_time(text: str) -> time | None:
    """The time meant, or None. Three digits are an hour and minutes: "930" is half past nine."""
    typed = text.strip().lower()
    if half := _HALF.fullmatch(typed):
        return _of_half(parse_time(half[1]), is_afternoon=half[2] == "p")
    if re.fullmatch(r"\d{3}", typed):
        typed = f"0{typed}"
    found = _TYPED.match(typed)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _of_half(at: time | None, *, is_afternoon: bool) -> time | None:
    """On the clock of twelve hours, whose 12 am is midnight; None for an hour that it does not have."""
    if at is None or not 1 <= at.hour <= 12:
        return None
    return at.replace(hour=at.hour % 12 + 12 * is_afternoon)


def shifted(text: str, minutes: int) -> str:
    """The typed time some minutes later, within the day; what cannot be read stays."""
    at = parse_time(text)
    if at is None:
        return text
    total = min(max(at.hour * 60 + at.minute + minutes, 0), 23 * 60 + 59)
    return f"{total // 60:02}:{total % 60:02}"
