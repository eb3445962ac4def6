"""What series said before they were changed, by whomever: another laptop may have drawn from that."""

from core.domain.registry import APPOINTMENT_SERIES

DRAWN_FROM = (
    "client_id",
    "practitioner_user_id",
    "service_id",
    "location_id",
    "location_type",
    "location_details",
    "rrule",
    "start_local",
    "timezone",
    "duration_minutes",
    "until",
    "notes",
)
"""Columns of a series that are seen in its occurrences."""
MOST_KEPT = 20
"""Of one series, the newest: who drew from an older one has not synced through twenty changes of it."""


def past_triggers() -> tuple[str, ...]:
    """The statements that make them."""
    on, names = APPOINTMENT_SERIES.name, ", ".join(DRAWN_FROM)
    old = ", ".join(f"OLD.{name}" for name in DRAWN_FROM)
    differ = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in DRAWN_FROM)
    keep = f"INSERT INTO past_series (series_id, {names}) VALUES (OLD.id, {old});"
    changed = f"AFTER UPDATE OF {names} ON {on} WHEN {differ}"
    newest = f"SELECT no FROM past_series WHERE series_id = OLD.id ORDER BY no DESC LIMIT {MOST_KEPT}"
    trim = f"DELETE FROM past_series WHERE series_id = OLD.id AND no NOT IN ({newest});"
    forget = "DELETE FROM past_series WHERE series_id = OLD.id;"
    return (
        f"CREATE TRIGGER past_series_update {changed} BEGIN {keep} {trim} END",
        f"CREATE TRIGGER past_series_delete AFTER DELETE ON {on} BEGIN {forget} END",
    )
