"""Inbox items, conflicts and their values as words that need no explaining."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from core.domain.clients import initials
from core.domain.clock import from_micros
from core.domain.enums import AppointmentStatus
from core.domain.registry import Column, Kind
from desktop.clients.texts import status_text
from desktop.dates import long_day
from desktop.field_words import field_word, record_word
from desktop.i18n import tr
from desktop.inbox.aligned import Block, value_block
from desktop.inbox.case import Case, parts


def short_name(name: str) -> str:
    first, _, last = name.partition(" ")
    return initials(first, last)


def refusal_text(code: str) -> str:
    """Why the clinic's server said no, as far as its code tells."""
    return {
        "unique": tr("Inbox", "there is another one with this name"),
        "policy": tr("Inbox", "your role may not change this"),
        "role": tr("Inbox", "your role may not change this"),
        "check": tr("Inbox", "a value is not allowed"),
        "foreign_key": tr("Inbox", "it belongs to a record that is gone"),
        "too_large": tr("Inbox", "it is too large"),
        "insert_only": tr("Inbox", "it may not be changed any more"),
        "reference": tr("Inbox", "it belongs to a record that the clinic does not have"),
        "frozen": tr("Inbox", "it is signed, or part of the history, and may not be changed any more"),
        "forbidden": tr("Inbox", "your role, or this device, may not change this"),
        "stale": tr("Inbox", "another device changed it first"),
        "group": tr("Inbox", "it belongs together with another change that was refused"),
        "refused": tr("Inbox", "it gave no reason"),
        "finalized": tr("Inbox", "the note was finalized meanwhile"),
    }.get(code, tr("Inbox", "the server refused it ({code})", code=code))


def case_title(case: Case, *, blurred: bool) -> str:
    what = ", ".join(field_word(case.table, name) for name in case.fields if name)
    name = short_name(case.client_name) if blurred else case.client_name
    return f"{apart(name)}: {what}" if name else f"{record_word(case.table)}: {what}"


def apart(name: str) -> str:
    """A name of any script inside a line, which keeps the direction of the window's language."""
    return f"\u2068{name}\u2069"


def value_text(case: Case, text: str | None, now: datetime) -> str:
    """One side for reading: a plain text as it is, other values by name and in words."""
    words = value_parts(case, text, now)
    if len(words) == 1:
        return words[case.fields[0]]
    return "\n".join(f"{field_word(case.table, name)}: {said}" for name, said in words.items())


def value_parts(case: Case, text: str | None, now: datetime) -> dict[str, str]:
    """The values of one side in words, by field."""
    known = {column.name: column for column in case.columns}
    return {
        name: value_words(known[name], value, case.names, now)
        if name in known
        else str(value or tr("Inbox", "(empty)"))
        for name, value in parts(case, text).items()
    }


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
        return tr("Inbox", "(empty)")
    if column.kind is Kind.TIME:
        local = from_micros(int(value)).astimezone(now.tzinfo)
        return f"{long_day(local.date())}, {local:%H:%M}"
    if column.kind is Kind.DATE:
        return long_day(date.fromisoformat(value))
    if column.kind is Kind.BOOL:
        return tr("Inbox", "Yes") if value else tr("Inbox", "No")
    if column.kind is Kind.JSON and isinstance(value, str):
        value = json.loads(value)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return names.get(str(value)) or _status(column.name, str(value))


def _status(name: str, value: str) -> str:
    known = {status.value: status_text(status) for status in AppointmentStatus} if name == "status" else {}
    return known.get(value, value)
