"""What a PazPaz database at the one revision that can be adopted holds: tables, columns, closed words."""

from core.domain.enums import AppointmentStatus, AuditAction, LocationType, Role

REVISION = "430584776d5b"
SCHEMA = "public"
MARK = "alembic_version"

_STAMPS = {"created_at": "timestamptz!", "updated_at": "timestamptz!"}
_OWNED = {"id": "uuid!", "workspace_id": "uuid!"}

COLUMNS: dict[str, dict[str, str]] = {
    "workspaces": {"id": "uuid!", "name": "varchar(255)!", "is_active": "boolean!", **_STAMPS},
    "users": {
        **_OWNED,
        "email": "varchar(255)!",
        "full_name": "varchar(255)!",
        "role": "varchar(50)!",
        "is_active": "boolean!",
        **_STAMPS,
    },
    "clients": {
        **_OWNED,
        "first_name": "varchar(255)!",
        "last_name": "varchar(255)!",
        "email": "varchar(255)",
        "phone": "varchar(50)",
        "date_of_birth": "date",
        "consent_status": "boolean!",
        "notes": "text",
        "tags": "varchar(100)[]",
        **_STAMPS,
        "address": "text",
        "medical_history": "text",
        "emergency_contact_name": "varchar(255)",
        "emergency_contact_phone": "varchar(50)",
        "is_active": "boolean!",
    },
    "services": {
        **_OWNED,
        "name": "varchar(255)!",
        "description": "text",
        "default_duration_minutes": "integer!",
        "is_active": "boolean!",
        **_STAMPS,
    },
    "locations": {
        **_OWNED,
        "name": "varchar(255)!",
        "location_type": "varchar(50)!",
        "address": "text",
        "details": "text",
        "is_active": "boolean!",
        **_STAMPS,
    },
    "appointments": {
        **_OWNED,
        "client_id": "uuid!",
        "scheduled_start": "timestamptz!",
        "scheduled_end": "timestamptz!",
        "location_type": "varchar(50)!",
        "location_details": "text",
        "status": "varchar(50)!",
        "notes": "text",
        **_STAMPS,
        "service_id": "uuid",
        "location_id": "uuid",
    },
    "sessions": {
        **_OWNED,
        "client_id": "uuid!",
        "appointment_id": "uuid",
        "created_by_user_id": "uuid",
        "subjective": "bytea",
        "objective": "bytea",
        "assessment": "bytea",
        "plan": "bytea",
        "session_date": "timestamptz!",
        "duration_minutes": "integer",
        "is_draft": "boolean!",
        "draft_last_saved_at": "timestamptz",
        "finalized_at": "timestamptz",
        "version": "integer!",
        **_STAMPS,
        "deleted_at": "timestamptz",
    },
    "audit_events": {
        **_OWNED,
        "user_id": "uuid",
        "event_type": "varchar(100)!",
        "resource_type": "varchar(50)",
        "resource_id": "uuid",
        "action": "varchar(20)!",
        "ip_address": "varchar(45)",
        "user_agent": "text",
        "metadata": "jsonb",
        "created_at": "timestamptz!",
    },
    "session_attachments": {
        **_OWNED,
        "session_id": "uuid!",
        "uploaded_by_user_id": "uuid",
        "file_name": "varchar(255)!",
        "file_type": "varchar(100)!",
        "file_size_bytes": "integer!",
        "s3_key": "text!",
        "created_at": "timestamptz!",
        "deleted_at": "timestamptz",
    },
}
"""By table, parents first: each column's type, with `!` where it may not be NULL."""

TABLES = tuple(COLUMNS)
ATTACHMENTS = "session_attachments"
CELLS = ("subjective", "objective", "assessment", "plan")
"""Columns of sessions that hold cells of the installation's master key."""

STATUSES = {status.value: status.value for status in AppointmentStatus} | {
    "ATTENDED": AppointmentStatus.COMPLETED.value
}
"""A later revision renamed COMPLETED to ATTENDED and left old rows: both are one state."""
WORDS: dict[tuple[str, str], frozenset[str]] = {
    ("users", "role"): frozenset({Role.OWNER.value, Role.ASSISTANT.value}),
    ("locations", "location_type"): frozenset(LocationType),
    ("appointments", "location_type"): frozenset(LocationType),
    ("appointments", "status"): frozenset(STATUSES),
    ("audit_events", "action"): frozenset(AuditAction),
}
"""Closed sets of words; anything else is refused."""

LINKS: tuple[tuple[str, str, str], ...] = (
    ("appointments", "client_id", "clients"),
    ("appointments", "service_id", "services"),
    ("appointments", "location_id", "locations"),
    ("sessions", "client_id", "clients"),
    ("sessions", "appointment_id", "appointments"),
    ("sessions", "created_by_user_id", "users"),
    ("session_attachments", "session_id", "sessions"),
    ("session_attachments", "uploaded_by_user_id", "users"),
)
"""Nothing in the source keeps these inside one workspace."""
