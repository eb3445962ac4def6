"""Columns that say who did something: which person, or with which laptop."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from core.domain.registry import BY_NO


@dataclass(frozen=True, slots=True)
class Named:
    """A column that says who did something. `signature` is the column that proves it, where there is one."""

    name: str
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class NamedDevice:
    """A column that says with which laptop; `other` is a column that may name it instead."""

    name: str
    other: str | None = None


PERSONS: Mapping[str, tuple[Named, ...]] = {
    "sessions": (
        Named("created_by_user_id"),
        Named("finalized_by", "signature"),
        Named("deleted_by_user_id"),
    ),
    "session_versions": (Named("created_by_user_id", "signature"),),
    "session_attachments": (Named("uploaded_by_user_id"),),
    "audit_events": (Named("user_id"),),
    "conflicts": (Named("resolved_by_user_id"),),
}
"""By table. `appointments.practitioner_user_id` says who treats, and anybody may book for a colleague."""
DEVICES: Mapping[str, tuple[NamedDevice, ...]] = {
    "audit_events": (NamedDevice("device_id"),),
    # Of two laptops that wrote otherwise, either may be the one that raises the question.
    "conflicts": (NamedDevice("our_device_id", "their_device_id"),),
}


def names_others(table_no: int, fields: Mapping[int, object], person: UUID, device: UUID) -> bool:
    """Whether a row's columns, by number and as the wire has them, name anybody else as who acted."""
    table = BY_NO[table_no]
    persons = (table.by_name[each.name].no for each in PERSONS.get(table.name, ()))
    devices = (table.by_name[each.name].no for each in DEVICES.get(table.name, ()))
    return any(fields.get(no) not in (None, str(person)) for no in persons) or any(
        fields.get(no) not in (None, str(device)) for no in devices
    )
