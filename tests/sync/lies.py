"""A practice with two rows of every table, and each way in which a server can lie about a row."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from core.domain.ids import DeviceId
from core.domain.registry import BY_NAME, BY_NO
from sync.remote import RemoteRow
from tests.sync.laptops import START, Laptop

ONE_OF_A_KIND = frozenset({"workspaces"})


def two_of_each(by: Laptop) -> dict[str, list[uuid.UUID]]:
    """Rows by table; every text says which of the two it is of."""
    made: dict[str, list[uuid.UUID]] = {name: [] for name in BY_NAME}
    for number in (1, 2):
        for name, values in _values(number, made):
            if name in ONE_OF_A_KIND and number > 1:
                continue
            with by.store.write() as db:
                own_id = by.me.workspace_id if name in ONE_OF_A_KIND else None
                made[name].append(by._writer(db).insert(name, values, own_id))
    return made


def _values(no: int, made: Mapping[str, list[uuid.UUID]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Table after table, in the order in which they need each other; `made` grows meanwhile."""
    later = START + timedelta(hours=no)
    yield "workspaces", {"name": "Practice Demoson", "timezone": "UTC", "locale": "en"}
    yield "users", {"full_name": f"Dana Demo {no}", "role": "OWNER"}
    yield "clients", {"first_name": f"Client {no}", "last_name": "Testowa", "alerts": f"Penicillin {no}."}
    client = made["clients"][-1]
    yield "services", {"name": f"Massage {no}", "default_duration_minutes": 40 + no}
    yield "locations", {"name": f"Room {no}", "location_type": "ONLINE"}
    times = {"scheduled_start": START, "scheduled_end": later, "timezone": "UTC"}
    repeats = {"rrule": "FREQ=WEEKLY;BYDAY=TU", "start_local": f"2026-03-03T1{no}:00", "duration_minutes": 50}
    yield "appointment_series", {"client_id": client, "notes": f"Back {no}.", "timezone": "UTC", **repeats}
    yield "appointments", {"client_id": client, "notes": f"Knee {no}.", **times}
    yield "sessions", {"client_id": client, "session_date": START, "plan": f"Rest {no}."}
    note = made["sessions"][-1]
    yield "session_versions", {"session_id": note, "version_number": no, "plan": f"Rest {no}."}
    content = {"blob_key": bytes([no]) * 32, "file_size_bytes": no, "chunk_count": 1}
    yield "session_attachments", {"client_id": client, "file_name": f"Picture {no}.png", **content}
    yield "note_templates", {"service_id": made["services"][-1], "name": f"Visit {no}", "plan": f"Rest {no}."}
    yield "text_snippets", {"abbreviation": f"rom{no}", "text": f"Range {no}: {{degrees}}."}
    lunch = {"start_local": f"2026-03-03T1{no}:00", "duration_minutes": 60, "timezone": "UTC"}
    yield "time_blocks", {"user_id": made["users"][-1], "title": f"Lunch {no}", **lunch}
    pain = {"kind": "PAIN", "name": "Pain", "value": str(no), "low": "0", "high": "10"}
    yield "measures", {"client_id": client, "session_id": note, "taken_at": START, **pain}
    waits = {"duration_minutes": 40 + no, "waiting_since": START, "remark": f"Knee {no}."}
    yield "waitlist_entries", {"client_id": client, "service_id": made["services"][-1], **waits}
    yield "body_marks", {"session_id": note, "kind": "PAIN", "place": f"BACK 2{no} 205", "intensity": str(no)}
    read = {"event_type": f"client.read.{no}", "action": "READ", "metadata": {"n": no}}
    yield "audit_events", {"client_time": later, **read}
    asked = {"table_no": BY_NAME["clients"].no, "row_id": client, "field": "alerts", "reason": "TEXT"}
    told = {"ours": f"Penicillin {no}.", "theirs": f"None known {no}.", "noticed_at": later}
    yield "conflicts", {**asked, **told}


EDITS: dict[str, tuple[str, Any, Any]] = {
    "workspaces": ("name", "Practice Testowa", "Practice Sampleton"),
    "users": ("full_name", "Dana Changed", "Dana Twice"),
    "clients": ("alerts", "Allergic to penicillin.", "Allergic to penicillin and latex."),
    "services": ("default_duration_minutes", 55, 65),
    "locations": ("name", "Room changed", "Room changed twice"),
    "appointment_series": ("notes", "Neck.", "Neck and back."),
    "appointments": ("notes", "Shoulder.", "Both shoulders."),
    "sessions": ("plan", "Walk daily.", "Walk twice daily."),
    "session_attachments": ("caption", "Left knee", "Right knee"),
    "note_templates": ("objective", "Posture: {side}.", "Posture: {side}, {pain}."),
    "text_snippets": ("text", "Flexion {degrees}.", "Flexion {degrees} on the {side}."),
    "time_blocks": ("title", "Supervision", "Supervision in town"),
    "measures": ("value", "6", "7.5"),
    "waitlist_entries": ("remark", "After work.", "After work, and at noon."),
    "body_marks": ("intensity", "6", "7"),
    "conflicts": ("resolution", "BOTH", "MINE"),
}
"""What changes in the first row of each table that takes changes, before the lies and after them."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A row as it is, as it was one version before (itself where rows never change), and another one."""

    now: RemoteRow
    before: RemoteRow
    other: RemoteRow

    def next(self, **changes: Any) -> RemoteRow:
        """What would be news of this row."""
        return replace(self.now, version=self.now.version + 1, **changes)

    def old(self, row: RemoteRow) -> dict[str, Any]:
        """What another row says, as if it were said of this one."""
        return {"plain": row.plain, "cells": row.cells, "deleted_at": row.deleted_at}


def _flipped(row: RemoteRow) -> dict[str, Any]:
    """A column that the server can read, changed; in tables where it can read nothing, a bit of a cell."""
    table = BY_NO[row.table_no]
    if not table.plain:
        no, cell = next(iter(row.cells.items()))
        return {"cells": {**row.cells, no: bytes([*cell[:-1], cell[-1] ^ 1])}}
    for column in table.plain:
        value = row.plain.get(column.no)
        if isinstance(value, bool):
            return {"plain": {**row.plain, column.no: not value}}
        if isinstance(value, int) and column.references is None:
            return {"plain": {**row.plain, column.no: value + 1}}
    no = next(no for no, value in row.plain.items() if isinstance(value, str))
    return {"plain": {**row.plain, no: f"{row.plain[no]}x"}}


_NOTHING: dict[str, Any] = {"mac": None, "seal": None, "sealed_by": None}
_BARE: dict[str, Any] = {"seal": None, "sealed_by": None}
Lie = Callable[[Truth], RemoteRow]

LIES: dict[str, Lie] = {
    "all stripped, old words": lambda t: t.next(**t.old(t.before), **_NOTHING),
    "all stripped, a plain column flipped": lambda t: t.next(**_flipped(t.now), **_NOTHING),
    "all stripped, deleted": lambda t: t.next(deleted_at=t.now.updated_at, **_NOTHING),
    "all stripped, as it is": lambda t: t.next(**_NOTHING),
    "seal and signer stripped, old words and their mac": lambda t: t.next(
        **t.old(t.before), mac=t.before.mac, **_BARE
    ),
    "seal and signer stripped, as it is": lambda t: t.next(**_BARE),
    "seal and signer stripped, a plain column flipped": lambda t: t.next(**_flipped(t.now), **_BARE),
    "seal stripped, signer left": lambda t: t.next(seal=None),
    "seal stripped, signer left, old words and their mac": lambda t: t.next(
        **t.old(t.before), mac=t.before.mac, seal=None
    ),
    "signer stripped, seal left": lambda t: t.next(sealed_by=None),
    "signer stripped, seal left, same version": lambda t: replace(t.now, sealed_by=None),
    "mac stripped": lambda t: t.next(mac=None),
    "mac stripped, same version": lambda t: replace(t.now, mac=None),
    "mac and signer stripped": lambda t: t.next(mac=None, sealed_by=None),
    "mac and seal stripped": lambda t: t.next(mac=None, seal=None),
    "old words with mac and seal, under a new number": lambda t: t.next(
        **t.old(t.before), mac=t.before.mac, seal=t.before.seal, sealed_by=t.before.sealed_by
    ),
    "old words and mac with the new seal": lambda t: t.next(**t.old(t.before), mac=t.before.mac),
    "renumbered as it is": lambda t: t.next(),
    "another row's words, mac and seal": lambda t: t.next(
        **t.old(t.other), mac=t.other.mac, seal=t.other.seal, sealed_by=t.other.sealed_by
    ),
    "another row's mac": lambda t: t.next(mac=t.other.mac),
    "another row's seal": lambda t: t.next(seal=t.other.seal),
    "another signer": lambda t: t.next(sealed_by=DeviceId(uuid.UUID(int=7))),
    "another signer, same version": lambda t: replace(t.now, sealed_by=DeviceId(uuid.UUID(int=7))),
    "a plain column flipped": lambda t: t.next(**_flipped(t.now)),
    "a plain column flipped, same version": lambda t: replace(t.now, **_flipped(t.now)),
    "deleted": lambda t: t.next(deleted_at=t.now.updated_at),
    "deleted, same version": lambda t: replace(t.now, deleted_at=t.now.updated_at),
    "an empty seal": lambda t: t.next(seal=b""),
    "an empty mac": lambda t: t.next(mac=b""),
    "a seal cut short": lambda t: replace(t.now, seal=(t.now.seal or b"")[:-1]),
}
"""By what was done to it. Each is refused whatever this program was told of adoptions."""
