"""The values of a question in words: dates, times, names, lists and settings as a person says them."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QLocale

from core.domain.body_chart import place_of, place_words
from core.domain.clock import from_micros
from core.domain.day_part import DayPart
from core.domain.enums import AppointmentStatus, WaitStatus
from core.domain.measures import MOTION, OWN
from core.domain.registry import CLIENTS, TIME_BLOCKS, Column, ColumnKind
from core.domain.waitlist import URGENT, days_of
from desktop.body_chart.words import chart_words, kind_words
from desktop.calendar.series_texts import rule_text_words
from desktop.clients.texts import status_text
from desktop.inbox.aligned_passages import Block, value_block
from desktop.inbox.conflict import Case, parts
from desktop.kit.client_words import language_choices
from desktop.kit.dates import long_day
from desktop.kit.field_texts import field_word
from desktop.kit.i18n import tr
from desktop.settings.catalog import location_kinds


def value_text(case: Case, text: str | None, now: datetime) -> str:
    """One side for reading: a plain text as it is, other values by name and in words."""
    words = value_parts(case, text, now)
    if len(words) == 1:
        return words[case.fields[0]]
    return "\n".join(f"{field_word(case.table, name)}: {said}" for name, said in words.items())


def value_parts(case: Case, text: str | None, now: datetime) -> dict[str, str]:
    """The values of one side in words, by field."""
    known = {column.name: column for column in case.columns}
    given = parts(case, text)
    told = {
        name: value_words(known[name], value, case.names, now)
        if name in known
        else str(value or tr("Inbox", "(empty)"))
        for name, value in given.items()
    }
    if "user_id" in told and not given["user_id"] and given.get("location_id"):
        told["user_id"] = tr("Inbox", "(empty)")  # a closed place is not the whole practice's
    return told


def case_blocks(case: Case, now: datetime) -> Sequence[Block]:
    """Both sides cut into passages; values that belong together each under their name."""
    if case.blocks:
        return case.blocks
    left, right = (value_parts(case, side.text, now) for side in (case.left, case.right))
    many = len(case.fields) > 1
    return [
        value_block(left[name], right[name], field_word(case.table, name) if many else "")
        for name in case.fields
    ]


def value_words(column: Column, value: Any, names: Mapping[str, str], now: datetime) -> str:
    """A value in its wire form as a person says it; `names` tell what ids stand for."""
    if value is None or value == "":
        return _nothing(column)
    if column.kind is ColumnKind.TIME:
        local = from_micros(int(value)).astimezone(now.tzinfo)
        return f"{long_day(local.date())}, {local:%H:%M}"
    if column.kind is ColumnKind.DATE:
        return long_day(date.fromisoformat(value))
    if column.kind is ColumnKind.BOOL:
        return tr("Inbox", "Yes") if value else tr("Inbox", "No")
    if column.kind is ColumnKind.JSON:
        return _structure_words(_parsed(value))
    return names.get(str(value)) or _choice(column.name, str(value))


def _nothing(column: Column) -> str:
    """A block of nobody is the whole practice's; without a language the name decides."""
    if column is TIME_BLOCKS.by_name["user_id"]:
        return tr("Inbox", "The whole practice")
    return language_choices()[""] if column is _LANGUAGE else tr("Inbox", "(empty)")


_LANGUAGE = CLIENTS.by_name["preferred_language"]


def _start_words(text: str) -> str:
    """The first time of a series."""
    day, _, wall = text.partition("T")
    try:
        return f"{long_day(date.fromisoformat(day))}, {wall}"
    except ValueError:
        return text


def _days_words(text: str) -> str:
    """Weekdays by their names; Qt counts them from Monday = 1."""
    return ", ".join(QLocale().dayName(day + 1) for day in sorted(days_of(text)))


def _place_words(text: str) -> str:
    """Where a mark is on the body chart."""
    point = place_of(text)
    return text if point is None else place_words(point, chart_words())


_BY_THEIR_TEXT = {
    "rrule": rule_text_words,
    "start_local": _start_words,
    "weekdays": _days_words,
    "place": _place_words,
}


def _parsed(value: Any) -> Any:
    """Sealed lists stand as their JSON text; what is none stays as it is."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _structure_words(value: Any) -> str:
    """A list in one line, settings one a line; the hours of a day as they are said."""
    if isinstance(value, dict):
        told = {_name(key): _structure_words(one) for key, one in value.items()}
        return "\n".join(f"{name}: {'; '.join(words.splitlines())}" for name, words in told.items())
    if not isinstance(value, list):
        return str(value)
    if len(value) == 2 and all(isinstance(one, str) and ":" in one for one in value):
        return "–".join(value)
    return ", ".join(_structure_words(one) for one in value) or tr("Inbox", "(empty)")


def _name(key: str) -> str:
    """A setting's name; weekdays count from Monday = 0."""
    if len(key) == 1 and key in "0123456":
        # Qt counts them from Monday = 1.
        return QLocale().dayName(int(key) + 1)
    return key.replace("_", " ").capitalize()


def _choice(name: str, value: str) -> str:
    """One of a few, by the word that its screen has for it."""
    known = {
        "status": {
            **{one.value: status_text(one) for one in AppointmentStatus},
            WaitStatus.WAITING: tr("Inbox", "Waits"),
            WaitStatus.BOOKED: tr("Inbox", "Was given an appointment"),
        },
        "day_part": {
            DayPart.MORNING.name: tr("Inbox", "Mornings"),
            DayPart.AFTERNOON.name: tr("Inbox", "Afternoons"),
            DayPart.EVENING.name: tr("Inbox", "Evenings"),
        },
        "preferred_language": language_choices(),
        "urgency": {URGENT: tr("Inbox", "Urgent")},
        "location_type": {str(one): name for name, one in location_kinds()},
        "kind": {
            **kind_words(),
            MOTION: tr("Inbox", "Range of motion"),
            OWN: tr("Inbox", "A scale of the client's own"),
        },
    }
    if name in _BY_THEIR_TEXT:
        return _BY_THEIR_TEXT[name](value)
    return known.get(name, {}).get(value, value)
