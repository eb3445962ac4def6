"""The practice itself, its people, and what keeps its books: the record of changes and open questions."""

from core.domain.registry_columns import Access, ColumnKind, Merge, Table, of, secret, text

WORKSPACES = Table(
    no=1,
    name="workspaces",
    access=Access.OWNER,
    columns=(
        text(10, "name", required=True),
        of(ColumnKind.BOOL, 11, "is_active", required=True, default=True),
        text(12, "timezone", required=True),
        text(13, "locale", required=True, default="en"),
        of(ColumnKind.JSON, 14, "settings"),
    ),
)

USERS = Table(
    no=2,
    name="users",
    access=Access.OWNER,
    columns=(
        secret(10, "email"),
        secret(11, "full_name", required=True),
        text(12, "role", required=True),
        of(ColumnKind.BOOL, 13, "is_active", required=True, default=True),
    ),
    checks=("role IN ('OWNER', 'THERAPIST', 'ASSISTANT', 'READONLY')",),
)

SERVICES = Table(
    no=4,
    name="services",
    columns=(
        text(10, "name", required=True),
        text(11, "description", merge=Merge.TEXT),
        of(
            ColumnKind.INT,
            12,
            "default_duration_minutes",
            required=True,
            check="default_duration_minutes > 0",
        ),
        text(13, "colour"),
        of(ColumnKind.BOOL, 14, "is_active", required=True, default=True),
    ),
    unique_living=("name",),
)

LOCATIONS = Table(
    no=5,
    name="locations",
    columns=(
        text(10, "name", required=True),
        text(11, "location_type", required=True),
        text(12, "address"),
        text(13, "details", merge=Merge.TEXT),
        of(ColumnKind.BOOL, 14, "is_active", required=True, default=True),
    ),
    unique_living=("name",),
    checks=(
        "location_type IN ('CLINIC', 'HOME', 'ONLINE')",
        "location_type = 'ONLINE' OR (address IS NOT NULL AND address <> '')",
    ),
)

AUDIT_EVENTS = Table(
    no=14,
    name="audit_events",
    insert_only=True,
    columns=(
        text(10, "event_type", required=True),
        text(11, "resource_type"),
        of(ColumnKind.UUID, 12, "resource_id"),
        text(13, "action", required=True),
        of(ColumnKind.UUID, 14, "user_id"),
        of(ColumnKind.UUID, 15, "device_id"),
        of(ColumnKind.TIME, 16, "client_time", required=True),
        of(ColumnKind.JSON, 17, "metadata"),
    ),
    indexes=(("client_time",), ("resource_id",)),
)

CONFLICTS = Table(
    no=15,
    name="conflicts",
    columns=(
        of(ColumnKind.INT, 10, "table_no", required=True),
        of(ColumnKind.UUID, 11, "row_id", required=True),
        text(12, "field"),
        text(13, "reason", required=True),
        secret(14, "base"),
        secret(15, "ours"),
        secret(16, "theirs"),
        of(ColumnKind.UUID, 17, "our_device_id"),
        of(ColumnKind.UUID, 18, "their_device_id"),
        of(ColumnKind.TIME, 19, "noticed_at", required=True),
        # These three are merged as one (sync/rows/merge.py): each for itself they could give one person
        # another's answer.
        of(ColumnKind.TIME, 20, "resolved_at", merge=Merge.LATEST),
        of(ColumnKind.UUID, 21, "resolved_by_user_id", merge=Merge.LATEST),
        text(22, "resolution", merge=Merge.LATEST),
    ),
    indexes=(("resolved_at",), ("row_id",)),
)
