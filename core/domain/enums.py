"""Closed sets of words. Values are what both stores hold."""

from enum import StrEnum


class AppointmentStatus(StrEnum):
    """What became of an appointment; core/domain/appointments.py says which may follow which."""

    SCHEDULED = "SCHEDULED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    NO_SHOW = "NO_SHOW"


class WaitStatus(StrEnum):
    """Whether somebody still waits. Who is taken off the waitlist unbooked is deleted from it."""

    WAITING = "WAITING"
    BOOKED = "BOOKED"


class LocationType(StrEnum):
    """Where an appointment takes place. Only ONLINE needs no address, and takes no room from others."""

    CLINIC = "CLINIC"
    HOME = "HOME"
    ONLINE = "ONLINE"


class Role(StrEnum):
    """What a person is in the practice; core/domain/rights.py says what each may read and write."""

    OWNER = "OWNER"
    THERAPIST = "THERAPIST"
    ASSISTANT = "ASSISTANT"
    READONLY = "READONLY"


class AuditAction(StrEnum):
    """What somebody did, in the record of changes, where the server can read it."""

    CREATE = "CREATE"
    READ = "READ"
    UPDATE = "UPDATE"
    DELETE = "DELETE"
    LOGIN = "LOGIN"
    LOGOUT = "LOGOUT"
    EXPORT = "EXPORT"
    PRINT = "PRINT"
    SHARE = "SHARE"


class ConflictReason(StrEnum):
    """Why a person is asked."""

    TEXT = "TEXT"
    """Both devices rewrote the same passage."""
    VALUE = "VALUE"
    """Both devices set a field that is never merged."""
    AMENDMENT = "AMENDMENT"
    """A late edit of a note that was finalized meanwhile: offered as an amendment."""
    DOUBLE_BOOKING = "DOUBLE_BOOKING"
    """Two appointments came to stand on one slot."""


class Resolution(StrEnum):
    """How a conflict was answered. THEIRS and DISMISSED change no record: theirs stands there already."""

    MINE = "MINE"
    THEIRS = "THEIRS"
    BOTH = "BOTH"
    EDITED = "EDITED"
    DISMISSED = "DISMISSED"
    CONTESTED = "CONTESTED"
    """Answered in two ways by two devices apart: open again."""


class SignatureState(StrEnum):
    """What can be said of a signature."""

    VERIFIED = "verified"
    BROKEN = "broken"
    """The text is not what that device signed, or it signed in somebody else's name."""
    UNKNOWN = "unknown"
    """The device that signed is not known here, so nothing can be said."""
    UNSIGNED = "unsigned"


class Origin(StrEnum):
    """Who changed rows: a person at this window, or sync."""

    PERSON = "PERSON"
    SYNC = "SYNC"
