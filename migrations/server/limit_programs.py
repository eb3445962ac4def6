"""What a practice may take of its server: the one table of limits, and SQL that knows their defaults."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """`default` holds until the operator sets another value for a practice (`pazpaz server limits`)."""

    name: str
    default: int
    about: str


_GB = 10**9
LIMITS = (
    # Each is a row for ever.
    Limit("people", 1000, "people of a practice, those who left as well"),
    Limit("devices_per_person", 10, "devices that one person may have in a practice"),
    Limit("devices", 60, "devices of a practice, of all its people"),
    # Each stays in the directory with its certificate, also once it was removed.
    Limit("enrolments_day", 30, "devices that a practice may let in in a day"),
    Limit("connections", 60, "connections that all devices of a practice may have at once"),
    Limit("rows", 5_000_000, "rows of a practice, beyond which it sends no more files"),
    Limit("bytes", 20 * _GB, "bytes of its rows, likewise"),
    Limit("file_bytes", 50 * _GB, "bytes of a practice's files"),
    Limit("rows_day", 500_000, "rows that one device may send in a day"),
    Limit("bytes_day", 2 * _GB, "bytes of rows that one device may send in a day"),
    Limit("file_bytes_day", 5 * _GB, "bytes of files that one device may send in a day"),
    # Each read is recorded and records stay: reading over and over must not fill the disk.
    Limit("reads_day", 50_000, "pages or sums of rows, and parts of files, that a device may read in a day"),
)
BY_NAME = {limit.name: limit for limit in LIMITS}


def default_limit() -> str:
    """Zero for a name that nobody knows, so that a mistake forbids and shows."""
    cases = " ".join(f"WHEN '{limit.name}' THEN {limit.default}" for limit in LIMITS)
    return f"""CREATE FUNCTION pz.default_limit(p_name text) RETURNS bigint LANGUAGE sql IMMUTABLE
RETURN CASE p_name {cases} ELSE 0 END::bigint"""
