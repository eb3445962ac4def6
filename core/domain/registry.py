"""The one registry of synced tables and columns: numbers, secrecy and merge rules for both stores.

Numbers are frozen for ever: they are part of the sealed cells (AAD), of row seals and of the wire.
Never reuse or renumber; add new columns at the end of their table with the next free number. The tables
stand by subject in the modules beside this one.
"""

from core.domain.registry_calendar import APPOINTMENT_SERIES, APPOINTMENTS, TIME_BLOCKS, WAITLIST_ENTRIES
from core.domain.registry_columns import (
    CLINICAL_DIGEST,
    CLINICAL_DIGEST_NAME,
    COMMON,
    Access,
    Column,
    ColumnKind,
    Merge,
    Table,
)
from core.domain.registry_practice import AUDIT_EVENTS, CONFLICTS, LOCATIONS, SERVICES, USERS, WORKSPACES
from core.domain.registry_records import (
    BODY_MARKS,
    CLIENTS,
    MEASURES,
    NOTE_TEMPLATES,
    SESSION_ATTACHMENTS,
    SESSION_VERSIONS,
    SESSIONS,
    TEXT_SNIPPETS,
)

__all__ = [
    "APPOINTMENTS",
    "APPOINTMENT_SERIES",
    "AUDIT_EVENTS",
    "BODY_MARKS",
    "BY_NAME",
    "BY_NO",
    "CLIENTS",
    "CLINICAL_DIGEST",
    "CLINICAL_DIGEST_NAME",
    "COMMON",
    "CONFLICTS",
    "LOCATIONS",
    "MEASURES",
    "NOTE_TEMPLATES",
    "SCHEMA_VERSION",
    "SERVICES",
    "SESSIONS",
    "SESSION_ATTACHMENTS",
    "SESSION_VERSIONS",
    "TABLES",
    "TEXT_SNIPPETS",
    "TIME_BLOCKS",
    "USERS",
    "WAITLIST_ENTRIES",
    "WORKSPACES",
    "Access",
    "Column",
    "ColumnKind",
    "Merge",
    "Table",
]

SCHEMA_VERSION = 2
"""What this program speaks; the server advertises the range that it accepts. 2 came with the clinical
digest."""

TABLES: tuple[Table, ...] = (
    WORKSPACES,
    USERS,
    CLIENTS,
    SERVICES,
    LOCATIONS,
    APPOINTMENT_SERIES,
    APPOINTMENTS,
    SESSIONS,
    SESSION_VERSIONS,
    SESSION_ATTACHMENTS,
    NOTE_TEMPLATES,
    TEXT_SNIPPETS,
    TIME_BLOCKS,
    MEASURES,
    WAITLIST_ENTRIES,
    BODY_MARKS,
    AUDIT_EVENTS,
    CONFLICTS,
)
"""In order of reference: a parent stands before its children, so ops apply in this order."""

BY_NAME = {table.name: table for table in TABLES}
BY_NO = {table.no: table for table in TABLES}
