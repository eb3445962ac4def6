"""Times as people type them: "9", "930", "9:30", "9.30", "14h"."""

import re
from datetime import time

_TYPED = re.compile(r"^(\d{1,2})(?:[:.h ]?(\d{2}))?[:.h]?$")


def parse_time(text: str) -> time | None:
    """The time meant, or None. Three digits are an hour and minutes: "930" is half past nine."""
    typed = text.strip().lower()
    if re.fullmatch(r"\d{3}", typed):
        typed = f"0{typed}"
    found = _TYPED.match(typed)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def shifted(text: str, minutes: int) -> str:
    """The typed time some minutes later, within the day; what cannot be read stays."""
    at = parse_time(text)
    if at is None:
        return text
    total = min(max(at.hour * 60 + at.minute + minutes, 0), 23 * 60 + 59)
    return f"{total // 60:02}:{total % 60:02}"
