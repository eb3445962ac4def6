"""What an event of the audit says: who did what, where and when, in words. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.domain.ids import DeviceId, UserId
from core.domain.records import AuditEvent
from desktop.kit.dates import day_text, time_text
from desktop.kit.i18n import one_line, tr
from desktop.widgets.rows import ListRow


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Names of people and devices; `me` is this device."""

    people: Mapping[UserId, str]
    devices: Mapping[DeviceId, str]
    me: DeviceId


def event_row(event: AuditEvent, known: KnownNames, now: datetime) -> ListRow:
    """Day and time are by the clock of the laptop that did it, in the zone of `now`."""
    at = event.client_time.astimezone(now.tzinfo)
    return ListRow(
        first=event_words(event.event_type),
        second=one_line((_who(event, known), _where(event, known))),
        trailing=day_text(at.date(), now.date()),
        trailing_second=time_text(at, now),
        icon=_icon(event.event_type),
    )


def event_words(event_type: str) -> str:
    """Such as "Session note: signed". What a newer program did is told as it named it."""
    thing, _, done = event_type.partition(".")
    named, did = _THINGS.get(thing), _DONE.get(done)
    if named is None or did is None:
        return event_type
    return tr("Audit", "{thing}: {done}", thing=named(), done=did())


def _who(event: AuditEvent, known: KnownNames) -> str:
    name = known.people.get(event.user_id, "") if event.user_id else ""
    return name or tr("Audit", "Unknown person")


def _where(event: AuditEvent, known: KnownNames) -> str:
    if event.device_id == known.me:
        return tr("Audit", "this laptop")
    name = known.devices.get(event.device_id, "") if event.device_id else ""
    return name or tr("Audit", "another laptop")


def _icon(event_type: str) -> str:
    return _ICONS.get(event_type.partition(".")[0], "info")


_ICONS = {
    "session": "notes",
    "client": "client",
    "appointment": "calendar",
    "series": "calendar",
    "calendar": "calendar",
    "block": "calendar",
    "waitlist": "calendar",
    "measure": "notes",
    "mark": "notes",
    "attachment": "attach",
    "template": "notes",
    "snippet": "notes",
    "workspace": "building",
    "user": "clients",
    "conflict": "merge",
    "service": "services",
    "location": "pin",
    "device": "device",
}
_THINGS: dict[str, Callable[[], str]] = {
    "session": lambda: tr("Audit", "Session note"),
    "client": lambda: tr("Audit", "Client"),
    "appointment": lambda: tr("Audit", "Appointment"),
    "series": lambda: tr("Audit", "Series of appointments"),
    "block": lambda: tr("Audit", "Blocked time"),
    "attachment": lambda: tr("Audit", "File"),
    "measure": lambda: tr("Audit", "Measure"),
    "waitlist": lambda: tr("Audit", "Place on the waitlist"),
    "mark": lambda: tr("Audit", "Mark on the body chart"),
    "template": lambda: tr("Audit", "Template of notes"),
    "snippet": lambda: tr("Audit", "Text snippet"),
    "service": lambda: tr("Audit", "Service"),
    "location": lambda: tr("Audit", "Location"),
    "user": lambda: tr("Audit", "Person of the team"),
    "workspace": lambda: tr("Audit", "Practice"),
    "calendar": lambda: tr("Audit", "Calendar"),
    "conflict": lambda: tr("Audit", "Question about two texts"),
    "row": lambda: tr("Audit", "Record"),
    "device": lambda: tr("Audit", "Laptop that was removed"),
}
_DONE: dict[str, Callable[[], str]] = {
    "add": lambda: tr("Audit", "added"),
    "found": lambda: tr("Audit", "made"),
    "start": lambda: tr("Audit", "begun"),
    "edit": lambda: tr("Audit", "changed"),
    "merge": lambda: tr("Audit", "two versions put together"),
    "resolve": lambda: tr("Audit", "answered"),
    "book": lambda: tr("Audit", "booked"),
    "move": lambda: tr("Audit", "moved"),
    "change": lambda: tr("Audit", "changed from one of them on"),
    "skip": lambda: tr("Audit", "left out on one day"),
    "end": lambda: tr("Audit", "ended"),
    "status": lambda: tr("Audit", "marked"),
    "remind": lambda: tr("Audit", "client reminded"),
    "unremind": lambda: tr("Audit", "reminder taken back: not sent after all"),
    "finalize": lambda: tr("Audit", "signed"),
    "amend": lambda: tr("Audit", "amended"),
    "archive": lambda: tr("Audit", "archived"),
    "restore": lambda: tr("Audit", "brought back"),
    "delete": lambda: tr("Audit", "deleted"),
    "undo": lambda: tr("Audit", "change taken back"),
    "save": lambda: tr("Audit", "saved as a copy"),
    "adopt": lambda: tr("Audit", "taken over from the old program"),
    "export": lambda: tr("Audit", "exported"),
    "print": lambda: tr("Audit", "printed"),
    "import": lambda: tr("Audit", "imported into"),
    "set_aside": lambda: tr("Audit", "what it left was set aside"),
    "view": lambda: tr("Audit", "looked at"),
}
