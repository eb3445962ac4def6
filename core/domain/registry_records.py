"""Tables of clients and of what is written about them."""

from core.domain.registry_columns import Access, ColumnKind, Merge, Table, link, of, secret, text

CLIENTS = Table(
    no=3,
    name="clients",
    columns=(
        secret(10, "first_name", required=True),
        secret(11, "last_name", required=True),
        secret(12, "email"),
        secret(13, "phone"),
        secret(14, "date_of_birth", ColumnKind.DATE),
        secret(15, "address"),
        secret(16, "medical_history", clinical=True, merge=Merge.TEXT),
        secret(17, "emergency_contact_name"),
        secret(18, "emergency_contact_phone"),
        secret(19, "notes", clinical=True, merge=Merge.TEXT),
        secret(20, "tags", ColumnKind.JSON, clinical=True, merge=Merge.UNION),
        of(ColumnKind.BOOL, 21, "consent_status", required=True, default=False),
        of(ColumnKind.TIME, 22, "consent_at"),
        text(23, "consent_version"),
        of(ColumnKind.BOOL, 24, "is_active", required=True, default=True),
        secret(25, "preferred_name"),
        secret(26, "pronouns"),
        secret(27, "alerts", clinical=True, merge=Merge.TEXT),
        of(ColumnKind.BYTES, 28, "email_digest", merge=Merge.LATEST),
        secret(29, "preferred_language"),
    ),
)

SESSIONS = Table(
    no=8,
    name="sessions",
    access=Access.CLINICAL,
    columns=(
        link(10, "client_id", "clients", required=True),
        link(11, "appointment_id", "appointments"),
        link(12, "created_by_user_id", "users"),
        secret(13, "subjective", merge=Merge.TEXT),
        secret(14, "objective", merge=Merge.TEXT),
        secret(15, "assessment", merge=Merge.TEXT),
        secret(16, "plan", merge=Merge.TEXT),
        of(ColumnKind.TIME, 17, "session_date", required=True),
        of(ColumnKind.INT, 18, "duration_minutes", check="duration_minutes BETWEEN 0 AND 480"),
        of(ColumnKind.BOOL, 19, "is_draft", required=True, default=True),
        of(ColumnKind.TIME, 20, "draft_last_saved_at", merge=Merge.LATEST),
        of(ColumnKind.TIME, 21, "finalized_at"),
        link(22, "finalized_by", "users"),
        of(ColumnKind.BYTES, 23, "signature"),
        of(ColumnKind.TIME, 24, "amended_at", merge=Merge.LATEST),
        of(ColumnKind.INT, 25, "amendment_count", required=True, default=0, merge=Merge.LATEST),
        secret(26, "deleted_reason"),
        link(27, "deleted_by_user_id", "users"),
        of(ColumnKind.TIME, 28, "permanent_delete_after"),
    ),
    checks=("finalized_at IS NULL OR NOT is_draft",),
    indexes=(
        ("client_id", "session_date"),
        ("is_draft", "draft_last_saved_at"),
        ("session_date",),
        ("appointment_id",),
    ),
)

SESSION_VERSIONS = Table(
    no=9,
    name="session_versions",
    access=Access.CLINICAL,
    insert_only=True,
    columns=(
        link(10, "session_id", "sessions", required=True),
        of(ColumnKind.INT, 11, "version_number", required=True, check="version_number > 0"),
        secret(12, "subjective"),
        secret(13, "objective"),
        secret(14, "assessment"),
        secret(15, "plan"),
        secret(16, "reason"),
        link(17, "created_by_user_id", "users"),
        of(ColumnKind.BYTES, 18, "signature"),
        of(ColumnKind.TIME, 19, "signed_at"),
    ),
    # A version that gave way to another one of its number stays, as a tombstone.
    unique_living=("session_id", "version_number"),
    indexes=(("session_id", "version_number"),),
)

SESSION_ATTACHMENTS = Table(
    no=10,
    name="session_attachments",
    access=Access.CLINICAL,
    columns=(
        link(10, "client_id", "clients", required=True),
        link(11, "session_id", "sessions"),
        link(12, "uploaded_by_user_id", "users"),
        secret(13, "file_name", required=True),
        text(14, "file_type", required=True, default="application/octet-stream"),
        of(ColumnKind.INT, 15, "file_size_bytes", required=True, check="file_size_bytes > 0"),
        of(ColumnKind.BYTES, 16, "blob_key", required=True, check="length(blob_key) = 32"),
        of(ColumnKind.INT, 17, "chunk_count", required=True, check="chunk_count > 0"),
        secret(18, "caption", merge=Merge.TEXT),
    ),
    indexes=(
        ("session_id", "created_at"),
        ("client_id", "created_at"),
        ("blob_key",),
    ),
)

NOTE_TEMPLATES = Table(
    no=12,
    name="note_templates",
    access=Access.CLINICAL,
    columns=(
        link(10, "service_id", "services"),
        secret(11, "name", required=True),
        secret(12, "subjective", merge=Merge.TEXT),
        secret(13, "objective", merge=Merge.TEXT),
        secret(14, "assessment", merge=Merge.TEXT),
        secret(15, "plan", merge=Merge.TEXT),
    ),
    indexes=(("service_id",),),
)

TEXT_SNIPPETS = Table(
    no=13,
    name="text_snippets",
    access=Access.CLINICAL,
    columns=(
        secret(10, "abbreviation", required=True),
        secret(11, "text", required=True, merge=Merge.TEXT),
    ),
)

MEASURES = Table(
    no=17,
    name="measures",
    access=Access.CLINICAL,
    columns=(
        link(10, "client_id", "clients", required=True),
        link(11, "session_id", "sessions"),
        of(ColumnKind.TIME, 12, "taken_at", required=True),
        secret(13, "kind", required=True),
        secret(14, "name", required=True),
        secret(15, "unit"),
        secret(16, "low"),
        secret(17, "high"),
        secret(18, "value", required=True),
        secret(19, "note", merge=Merge.TEXT),
    ),
    indexes=(("client_id", "taken_at"), ("session_id",)),
)

BODY_MARKS = Table(
    no=19,
    name="body_marks",
    access=Access.CLINICAL,
    columns=(
        link(10, "session_id", "sessions", required=True),
        secret(11, "kind", required=True),
        secret(12, "place", required=True),
        secret(13, "intensity"),
        secret(14, "remark", merge=Merge.TEXT),
    ),
    indexes=(("session_id",),),
)
