"""Hours as somebody types them in a line: "10", "2 pm - 3 pm", "10 till 11:30", "ב-9 בבוקר". No Qt."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time

from desktop.kit.time_input import parse_time

Span = tuple[time, time | None]
"""When it begins, and when it ends if that was said."""

HALF = re.compile(r"[ap]\.?m\.?")
_NUMBER, _SPOKEN = r"(\d[\d:.,h]*)", "~"
"""A part of the day that was spoken, as "in the morning", has a mark: it may stand before its hour too."""
_PARTS = {"morning": (0, 11), "noon": (10, 16), "afternoon": (12, 19), "evening": (16, 23)}
"""The first and last hour of each: eleven of the noon is before it, and no evening has a noon."""
_PART = rf"{_SPOKEN}(?:{'|'.join(_PARTS)})"
_HALF = rf"(?: ?({_PART}|{HALF.pattern}))?"
_HOURS = re.compile(rf"(?:({_PART}) )?{_NUMBER}{_HALF}(?:-{_NUMBER}{_HALF})?")
# "@10", and in Hebrew "ב-10" and "מ-10", which are "at 10" and "from 10".
_BEFORE = re.compile(r" (?:@|[במ]-?)(?=\d)")
_HEBREW_TO = re.compile(r" ל-?(?=\d)")
_DASH = re.compile(r"\s*[-–—]\s*(?:-\s*)?")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.")
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class HourWords:
    """Without case: what stands before an hour and between two, what tells minutes or a part of the day."""

    at: Sequence[str] = ()
    until: Sequence[str] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    """Each way to say "morning", "noon", "afternoon" or "evening"."""
    noon: Sequence[str] = ()
    clock: Sequence[str] = ()
    """What may stand behind an hour and says nothing, as "o'clock"."""
    past: Mapping[str, str] = field(default_factory=dict)
    """The minutes that "and a half" stands for, behind its hour."""


def hours_meant(said: Sequence[str], words: HourWords) -> Span | None:
    """None unless all of the words together are an hour, or one and a later one; they come without case."""
    found = _HOURS.fullmatch(_written(said[1:] if len(said) > 1 and said[0] in words.at else said, words))
    if found is None or (found[1] and found[3]) or any(map(_DATE.fullmatch, said)):
        return None
    start, first, end, last = found[2], found[3] or found[1] or "", found[4], found[5] or ""
    if end is not None:
        return _span(start, first, end, last or (first if found[1] else ""))
    begins = _of_half(start, first)
    return None if begins is None else (begins, None)


def _written(said: Sequence[str], words: HourWords) -> str:
    """The same with digits and signs alone: "2 in the afternoon until 3" is "2 ~afternoon-3"."""
    text = f" {' '.join(said)} "
    for spoken in sorted(words.parts, key=len, reverse=True):
        text = text.replace(f" {spoken} ", f" {_SPOKEN}{words.parts[spoken]} ")
    at = "|".join(map(re.escape, words.at))
    text = re.sub(rf" ({_PART}) (?:{at}) ", r" \1 ", text)
    for spoken, sign in [*((word, "-") for word in words.until), *((word, "12:00") for word in words.noon)]:
        text = text.replace(f" {spoken} ", f" {sign} ")
    for spoken, minutes in [*words.past.items(), *((word, "") for word in words.clock)]:
        text = re.sub(rf"(?<=\d) {re.escape(spoken)}(?= )", minutes, text)
    text = _HEBREW_TO.sub(" - ", _BEFORE.sub(" ", text))
    return _DASH.sub("-", text).strip()


def _span(start: str, first: str, end: str, last: str) -> Span | None:
    """`first` and `last` are halves of the day, or empty: one counts for both, but "11-1pm" is two hours."""
    if not first and not last:
        return _unhalved(parse_time(start), parse_time(end))
    for halves in ((first or last, last or first), (first, last), (first, last or "pm")):
        begins, ends = _of_half(start, halves[0]), _of_half(end, halves[1])
        if begins is not None and ends is not None and begins < ends:
            return begins, ends
    return None


def _unhalved(begins: time | None, ends: time | None) -> Span | None:
    """ "11-1" ends after noon."""
    if begins is not None and ends is not None and ends <= begins and ends < _NOON:
        ends = ends.replace(hour=ends.hour + _NOON.hour)
    return (begins, ends) if begins is not None and ends is not None and begins < ends else None


def _of_half(typed: str, half: str) -> time | None:
    if not half.startswith(_SPOKEN):
        return parse_time(typed + half)
    at, (first, last) = parse_time(typed), _PARTS[half.removeprefix(_SPOKEN)]
    # On the clock of twelve hours or of all: "5 in the evening", "17:00 in the evening".
    hours = () if at is None else (at.hour, at.hour + _NOON.hour)
    hour = next((hour for hour in hours if first <= hour <= last), None)
    return None if at is None or hour is None else at.replace(hour=hour)
