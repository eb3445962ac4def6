"""Rules of session notes: drafts, limits, finalizing, amending, deleting, as pure functions."""

import math
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.enums import Role
from core.domain.errors import RuleBroken
from core.domain.ids import UserId
from core.domain.records import Appointment, NoteVersion, SessionNote

SOAP = ("subjective", "objective", "assessment", "plan")
SIGNED_FACTS = (
    "client_id",
    "created_by_user_id",
    "session_date",
    "is_draft",
    "finalized_at",
    "finalized_by",
    "signature",
)
"""What never changes once a note is finalized, beside its texts."""
FIELD_LIMIT = 5000
"""Characters per SOAP field (not bytes: up to 20,000 of those)."""
WARN_FROM = FIELD_LIMIT * 9 // 10
COUNT_FROM = FIELD_LIMIT * 8 // 10
RESTORE_WINDOW = timedelta(days=30)
# Eight hours, as the old PazPaz databases that are taken over have it.
DURATION_RANGE = range(481)
_BESIDE = {"body_marks": "Body chart"}
"""What a person calls a table whose rows stand beside a note."""
_CLOCK_SLACK = timedelta(minutes=5)
"""Two computers' clocks differ; a note begun now must not count as one from the future."""


def texts_of(note: SessionNote | NoteVersion) -> dict[str, str | None]:
    """The four SOAP texts by field name."""
    return {name: getattr(note, name) for name in SOAP}


def too_long(texts: Mapping[str, str | None]) -> list[str]:
    """Names of the fields over the limit."""
    return [name for name, text in texts.items() if text is not None and len(text) > FIELD_LIMIT]


def is_blank(texts: Mapping[str, str | None]) -> bool:
    """Whether none of the texts says anything: absent, empty and white space are the same."""
    return not any(text and text.strip() for text in texts.values())


def check_session_date(session_date: datetime, now: datetime) -> None:
    """Refuses a session in the future (RuleBroken)."""
    if session_date > now + _CLOCK_SLACK:
        raise RuleBroken(
            "By this computer's clock the session is in the future; nothing was changed. "
            "Set the day it took place, or the clock.",
            code="future_session",
        )


def session_date_of(booked: Appointment, now: datetime) -> datetime:
    """A note that is begun for an appointment has its day; one that is begun early today is of now."""
    zone = ZoneInfo(booked.timezone)
    is_today = booked.scheduled_start.astimezone(zone).date() <= now.astimezone(zone).date()
    return min(booked.scheduled_start, now) if is_today else booked.scheduled_start


def duration_of(booked: Appointment) -> int:
    """Minutes, as many as a note may have."""
    return min(DURATION_RANGE[-1], (booked.scheduled_end - booked.scheduled_start) // timedelta(minutes=1))


def check_duration(minutes: int | None) -> None:
    """Refuses a duration outside 0 to 480 minutes (RuleBroken)."""
    if minutes is not None and minutes not in DURATION_RANGE:
        raise RuleBroken("A session lasts between 0 and 480 minutes; nothing was changed.", code="duration")


def check_lengths(texts: Mapping[str, str | None]) -> None:
    """Refuses texts over the limit (RuleBroken); a draft keeps them as typed."""
    over = too_long(texts)
    if over:
        names = ", ".join(name.capitalize() for name in over)
        raise RuleBroken(
            f"{names}: longer than {FIELD_LIMIT:,} characters. What was typed is kept; shorten it first.",
            code="too_long",
        )


def check_undisputed(fields: Collection[str]) -> None:
    """Refuses to sign what nobody has decided yet (RuleBroken).

    `fields`: those with an open question, and the tables beside the note of which a row has one.
    """
    if fields:
        names = ", ".join(_BESIDE.get(name) or name.replace("_", " ").capitalize() for name in fields)
        raise RuleBroken(
            f"{names}: two devices wrote different things here, and nobody has decided yet what the note "
            "shall say. It was not signed, and both texts are kept; answer the question first.",
            code="disputed",
        )


def check_day(note: SessionNote) -> None:
    """Refuses another day for a note that is finalized (RuleBroken)."""
    if note.finalized_at is not None:
        raise RuleBroken(
            "This note is signed, so its day stays as it was signed. Where it is wrong, say so in an "
            "amendment.",
            code="finalized",
        )


def check_finalize(note: SessionNote, now: datetime, disputed: Collection[str]) -> None:
    """Refuses to finalize a note that is finalized, deleted, blank, too long, dated ahead or in question
    (RuleBroken)."""
    if note.finalized_at is not None:
        raise RuleBroken("This note is already signed; amend it instead.", code="finalized")
    if note.deleted_at is not None:
        raise RuleBroken("This note is deleted; restore it before signing.", code="deleted")
    texts = texts_of(note)
    if is_blank(texts):
        raise RuleBroken(
            "The note is empty. Write in at least one of its four fields, then sign it.", code="blank"
        )
    check_lengths(texts)
    check_session_date(note.session_date, now)
    check_undisputed(disputed)


def check_amend(note: SessionNote, reason: str, texts: Mapping[str, str | None]) -> None:
    """Refuses an amendment without a reason, of a draft, or with texts that finalizing would refuse."""
    if note.finalized_at is None:
        raise RuleBroken("This note is still a draft: change it directly; nothing was amended.", code="draft")
    if note.deleted_at is not None:
        raise RuleBroken("This note is deleted; restore it before amending.", code="deleted")
    if not reason.strip():
        raise RuleBroken("An amendment needs a reason; your text is kept.", code="no_reason")
    if is_blank(texts):
        raise RuleBroken("An amendment cannot empty the note; your text is kept.", code="blank")
    check_lengths(texts)


def check_delete(note: SessionNote, reason: str | None, user_id: UserId, role: Role) -> None:
    """A draft may always go; a finalized note only by its author or OWNER, with a reason (RuleBroken)."""
    if note.finalized_at is None:
        return
    if user_id != note.created_by_user_id and role is not Role.OWNER:
        raise RuleBroken(
            "A signed note can be deleted only by its author or the owner; nothing was changed.",
            code="not_author",
        )
    if not (reason and reason.strip()):
        raise RuleBroken("Deleting a signed note needs a reason; nothing was changed.", code="no_reason")


def days_to_restore(note: SessionNote, now: datetime) -> int | None:
    """For how many days more a deleted draft can be restored: 1 on the last, 0 when it is too late.

    None for a finalized note, which can always be restored, and for one that is not deleted.
    """
    if note.deleted_at is None or note.finalized_at is not None:
        return None
    return max(0, math.ceil((note.deleted_at + RESTORE_WINDOW - now) / timedelta(days=1)))


def check_restore(note: SessionNote, now: datetime | None) -> None:
    """Refuses to restore what was not deleted, or was deleted longer than the window ago (RuleBroken).

    `now` None: nobody knows what time it is, so it is not too late.
    """
    if note.deleted_at is None:
        raise RuleBroken("This note is not deleted.", code="not_deleted")
    if note.finalized_at is None and now is not None and now - note.deleted_at > RESTORE_WINDOW:
        raise RuleBroken(
            "By this computer's clock this draft was deleted more than 30 days ago; "
            "it can no longer be restored.",
            code="restore_too_late",
        )
