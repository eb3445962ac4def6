"""What a person calls each column of a record."""

from core.domain.registry import Column, ColumnKind, Table
from desktop.kit.i18n import tr


def field_word(table: str, name: str) -> str:
    """Such as "Phone"; a column without a word of its own keeps its name, with spaces."""
    return _WORDS[table]().get(name) or name.replace("_", " ").capitalize() if table in _WORDS else name


def is_for_people(table: Table, column: Column) -> bool:
    """Whether a person would know the value: no id, and no stamp or count that the program keeps."""
    if column.kind in _IDS:
        return False
    return column.kind not in _STAMPS or column.name in _WORDS.get(table.name, dict)()


def record_word(table: str) -> str:
    """The kind of record, as a title begins with it."""
    return {
        "clients": tr("Fields", "Client"),
        "sessions": tr("Fields", "Session note"),
        "session_attachments": tr("Fields", "Attachment"),
        "note_templates": tr("Fields", "Template of notes"),
        "text_snippets": tr("Fields", "Text snippet"),
        "appointments": tr("Fields", "Appointment"),
        "appointment_series": tr("Fields", "Series of appointments"),
        "time_blocks": tr("Fields", "Blocked time"),
        "measures": tr("Fields", "Measure"),
        "waitlist_entries": tr("Fields", "Place on the waitlist"),
        "body_marks": tr("Fields", "Mark on the body chart"),
        "services": tr("Fields", "Service"),
        "locations": tr("Fields", "Location"),
        "users": tr("Fields", "Team member"),
        "workspaces": tr("Fields", "Practice"),
        "audit_events": tr("Fields", "Audit trail"),
    }.get(table, tr("Fields", "Record"))


def client_words() -> dict[str, str]:
    """By the column's name; the client's form labels its fields with them."""
    return {
        "first_name": tr("Fields", "First name"),
        "last_name": tr("Fields", "Last name"),
        "preferred_name": tr("Fields", "Goes by"),
        "pronouns": tr("Fields", "Pronouns"),
        "phone": tr("Fields", "Phone"),
        "email": tr("Fields", "E-mail"),
        "date_of_birth": tr("Fields", "Date of birth"),
        "address": tr("Fields", "Address"),
        "emergency_contact_name": tr("Fields", "Emergency contact"),
        "emergency_contact_phone": tr("Fields", "Their phone"),
        "medical_history": tr("Fields", "Medical history"),
        "alerts": tr("Fields", "Alerts"),
        "notes": tr("Fields", "Remarks"),
        "tags": tr("Fields", "Tags"),
        "consent_status": tr("Fields", "Consent"),
        "consent_at": tr("Fields", "Consent given on"),
        "consent_version": tr("Fields", "Version of the consent form"),
        "is_active": tr("Fields", "In the list of clients"),
        "preferred_language": tr("Fields", "Language of messages"),
    }


def _note_words() -> dict[str, str]:
    return {
        "subjective": tr("Fields", "Subjective"),
        "objective": tr("Fields", "Objective"),
        "assessment": tr("Fields", "Assessment"),
        "plan": tr("Fields", "Plan"),
        "session_date": tr("Fields", "Session's day"),
        "duration_minutes": tr("Fields", "Minutes"),
        "appointment_id": tr("Fields", "Appointment"),
        "deleted_reason": tr("Fields", "Reason for deleting"),
    }


def _template_words() -> dict[str, str]:
    return {**_note_words(), "name": tr("Fields", "Name"), "service_id": tr("Fields", "Service")}


def _snippet_words() -> dict[str, str]:
    return {"abbreviation": tr("Fields", "Abbreviation"), "text": tr("Fields", "Text")}


def _appointment_words() -> dict[str, str]:
    return {
        "scheduled_start": tr("Fields", "Begins"),
        "scheduled_end": tr("Fields", "Ends"),
        "status": tr("Fields", "Status"),
        "service_id": tr("Fields", "Service"),
        "location_id": tr("Fields", "Location"),
        "location_type": tr("Fields", "Kind of place"),
        "location_details": tr("Fields", "Place"),
        "practitioner_user_id": tr("Fields", "Practitioner"),
        "client_id": tr("Fields", "Client"),
        "notes": tr("Fields", "Remark"),
        "cancellation_reason": tr("Fields", "Reason for cancelling"),
    }


def _series_words() -> dict[str, str]:
    return {
        "rrule": tr("Fields", "Repeats"),
        "start_local": tr("Fields", "First time"),
        "timezone": tr("Fields", "Time zone"),
        "duration_minutes": tr("Fields", "Minutes"),
        "until": tr("Fields", "Repeats until"),
        "exceptions": tr("Fields", "Days on their own"),
        "service_id": tr("Fields", "Service"),
        "location_id": tr("Fields", "Location"),
        "location_type": tr("Fields", "Kind of place"),
        "location_details": tr("Fields", "Place"),
        "practitioner_user_id": tr("Fields", "Practitioner"),
        "client_id": tr("Fields", "Client"),
        "notes": tr("Fields", "Remark"),
    }


def _block_words() -> dict[str, str]:
    return {
        "user_id": tr("Fields", "Whose time"),
        "title": tr("Fields", "Title"),
        "start_local": tr("Fields", "First time"),
        "timezone": tr("Fields", "Time zone"),
        "duration_minutes": tr("Fields", "Minutes"),
        "is_all_day": tr("Fields", "All day"),
        "rrule": tr("Fields", "Repeats"),
        "until": tr("Fields", "Repeats until"),
        "exceptions": tr("Fields", "Days without it"),
        "location_id": tr("Fields", "Location"),
    }


def _measure_words() -> dict[str, str]:
    return {
        "client_id": tr("Fields", "Client"),
        "session_id": tr("Fields", "Session note"),
        "taken_at": tr("Fields", "Taken on"),
        "kind": tr("Fields", "Kind of scale"),
        "name": tr("Fields", "What was measured"),
        "unit": tr("Fields", "Unit"),
        "low": tr("Fields", "Scale begins at"),
        "high": tr("Fields", "Scale ends at"),
        "value": tr("Fields", "Number"),
        "note": tr("Fields", "Remark"),
    }


def _waitlist_words() -> dict[str, str]:
    return {
        "client_id": tr("Fields", "Client"),
        "practitioner_user_id": tr("Fields", "Practitioner"),
        "service_id": tr("Fields", "Service"),
        "location_id": tr("Fields", "Location"),
        "duration_minutes": tr("Fields", "Minutes"),
        "waiting_since": tr("Fields", "Waits since"),
        "status": tr("Fields", "Status"),
        "weekdays": tr("Fields", "On which days"),
        "day_part": tr("Fields", "Part of the day"),
        "earliest": tr("Fields", "Not before"),
        "latest": tr("Fields", "Not after"),
        "urgency": tr("Fields", "Urgency"),
        "remark": tr("Fields", "Remark"),
    }


def _mark_words() -> dict[str, str]:
    return {
        "session_id": tr("Fields", "Session note"),
        "kind": tr("Fields", "Kind of mark"),
        "place": tr("Fields", "Place on the body"),
        "intensity": tr("Fields", "Intensity"),
        "remark": tr("Fields", "Remark"),
    }


def _attachment_words() -> dict[str, str]:
    return {
        "file_name": tr("Fields", "Name of the file"),
        "file_type": tr("Fields", "Kind of file"),
        "file_size_bytes": tr("Fields", "Bytes"),
        "caption": tr("Fields", "Caption"),
        "client_id": tr("Fields", "Client"),
        "session_id": tr("Fields", "Session note"),
    }


def _catalog_words() -> dict[str, str]:
    return {
        "name": tr("Fields", "Name"),
        "description": tr("Fields", "Description"),
        "default_duration_minutes": tr("Fields", "Minutes"),
        "colour": tr("Fields", "Colour"),
        "is_active": tr("Fields", "In use"),
        "address": tr("Fields", "Address"),
        "details": tr("Fields", "Details"),
        "location_type": tr("Fields", "Kind of place"),
        "full_name": tr("Fields", "Name"),
        "email": tr("Fields", "E-mail"),
        "role": tr("Fields", "Role"),
        "settings": tr("Fields", "Settings"),
    }


_WORDS = {
    "clients": client_words,
    "sessions": _note_words,
    "session_attachments": _attachment_words,
    "note_templates": _template_words,
    "text_snippets": _snippet_words,
    "appointments": _appointment_words,
    "appointment_series": _series_words,
    "time_blocks": _block_words,
    "measures": _measure_words,
    "waitlist_entries": _waitlist_words,
    "body_marks": _mark_words,
    "services": _catalog_words,
    "locations": _catalog_words,
    "users": _catalog_words,
    "workspaces": _catalog_words,
}
_IDS = frozenset({ColumnKind.UUID, ColumnKind.BYTES})
_STAMPS = frozenset({ColumnKind.TIME, ColumnKind.INT, ColumnKind.BOOL})
"""What is of these kinds and has no word of its own was set by the program."""
