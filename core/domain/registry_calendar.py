"""Tables of the calendar: appointments, their series, time that is not for them, and who waits for some."""

from core.domain.registry_columns import ColumnKind, Merge, Table, link, of, secret, text

APPOINTMENT_SERIES = Table(
    no=7,
    name="appointment_series",
    columns=(
        link(10, "client_id", "clients", required=True),
        link(11, "practitioner_user_id", "users"),
        link(12, "service_id", "services"),
        link(13, "location_id", "locations"),
        text(14, "location_type", required=True, default="CLINIC"),
        secret(15, "location_details"),
        text(16, "rrule", required=True),
        # Of one length, so that the texts sort as the times do.
        text(17, "start_local", required=True, check="length(start_local) = 16"),
        text(18, "timezone", required=True),
        of(
            ColumnKind.INT, 19, "duration_minutes", required=True, check="duration_minutes BETWEEN 1 AND 1440"
        ),
        of(ColumnKind.DATE, 20, "until"),
        of(ColumnKind.JSON, 21, "exceptions", merge=Merge.DAYS),
        secret(22, "notes", merge=Merge.TEXT),
        of(ColumnKind.UUID, 23, "follows_id"),
    ),
    checks=("location_type IN ('CLINIC', 'HOME', 'ONLINE')",),
    indexes=(("start_local", "until"), ("client_id", "start_local"), ("follows_id",)),
)

APPOINTMENTS = Table(
    no=6,
    name="appointments",
    columns=(
        link(10, "client_id", "clients", required=True),
        link(11, "practitioner_user_id", "users"),
        link(12, "service_id", "services"),
        link(13, "location_id", "locations"),
        of(ColumnKind.TIME, 14, "scheduled_start", required=True),
        of(ColumnKind.TIME, 15, "scheduled_end", required=True),
        text(16, "timezone", required=True),
        text(17, "location_type", required=True, default="CLINIC"),
        secret(18, "location_details"),
        text(19, "status", required=True, default="SCHEDULED"),
        secret(20, "notes", merge=Merge.TEXT),
        secret(21, "cancellation_reason", merge=Merge.TEXT),
        of(ColumnKind.UUID, 22, "series_id"),
        of(ColumnKind.TIME, 23, "original_start"),
        of(ColumnKind.TIME, 24, "edited_at", merge=Merge.LATEST),
        of(ColumnKind.INT, 25, "edit_count", required=True, default=0, merge=Merge.LATEST),
    ),
    checks=(
        "scheduled_end > scheduled_start",
        "status IN ('SCHEDULED', 'COMPLETED', 'CANCELLED', 'NO_SHOW')",
        "location_type IN ('CLINIC', 'HOME', 'ONLINE')",
    ),
    indexes=(("scheduled_start", "scheduled_end"), ("client_id", "scheduled_start"), ("status",)),
)

TIME_BLOCKS = Table(
    no=16,
    name="time_blocks",
    columns=(
        link(10, "user_id", "users"),
        secret(11, "title"),
        text(12, "start_local", required=True, check="length(start_local) = 16"),
        text(13, "timezone", required=True),
        of(
            ColumnKind.INT,
            14,
            "duration_minutes",
            required=True,
            # 400 days: `LONGEST_DAYS` of time_blocks.py.
            check="duration_minutes BETWEEN 1 AND 576000",
        ),
        of(ColumnKind.BOOL, 15, "is_all_day", required=True, default=False),
        text(16, "rrule"),
        of(ColumnKind.DATE, 17, "until"),
        of(ColumnKind.JSON, 18, "exceptions", merge=Merge.DAYS),
        link(19, "location_id", "locations"),
    ),
    indexes=(("start_local", "until"),),
)

WAITLIST_ENTRIES = Table(
    no=18,
    name="waitlist_entries",
    columns=(
        link(10, "client_id", "clients", required=True),
        link(11, "practitioner_user_id", "users"),
        link(12, "service_id", "services"),
        link(13, "location_id", "locations"),
        of(
            ColumnKind.INT, 14, "duration_minutes", required=True, check="duration_minutes BETWEEN 1 AND 1440"
        ),
        of(ColumnKind.TIME, 15, "waiting_since", required=True),
        text(16, "status", required=True, default="WAITING"),
        secret(17, "weekdays"),
        secret(18, "day_part"),
        secret(19, "earliest", ColumnKind.DATE),
        secret(20, "latest", ColumnKind.DATE),
        secret(21, "urgency"),
        secret(22, "remark", merge=Merge.TEXT),
    ),
    checks=("status IN ('WAITING', 'BOOKED')",),
    indexes=(("status", "waiting_since"), ("client_id", "waiting_since")),
)
