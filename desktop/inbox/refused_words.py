"""What a refused change did, where its record stands now, and what can be done, in words."""

from datetime import datetime

from core.store.practice.practice import RefusedChange
from desktop.inbox.texts import refusal_text
from desktop.kit.dates import moment_text
from desktop.kit.i18n import tr


def refused_words(shown: RefusedChange, now: datetime) -> str:
    """For its page. Of a change that deleted a record, or brought one back, they say so."""
    if shown.put_away_at is not None:
        return _put_away_words(shown, now)
    when, why = moment_text(shown.at, now), refusal_text(shown.code)
    if shown.deleted and not shown.is_new:
        return tr(
            "Inbox",
            "This record was deleted, and the clinic's server did not take that: {why} ({when}). The record "
            "is back on this laptop as the clinic has it. Send it again to delete the record, or put this "
            "away.",
            when=when,
            why=why,
        )
    if shown.deleted is False and not shown.is_new:
        return tr(
            "Inbox",
            "This record was brought back, and the clinic's server did not take that: {why} ({when}). The "
            "record is deleted here as it is in the clinic. Send it again to bring the record back, or put "
            "this away.",
            when=when,
            why=why,
        )
    if not shown.is_new:
        return tr(
            "Inbox",
            "The clinic's server did not take this change: {why} ({when}). The record goes on without it; "
            "what was typed is kept here word for word. Send it again, or put it away: then it stays under "
            "“Settled”.",
            when=when,
            why=why,
        )
    return tr(
        "Inbox",
        "The clinic's server did not take this change: {why} ({when}). It stays on this laptop and is "
        "kept here word for word. Change the record and send it again, or put it away.",
        when=when,
        why=why,
    )


def _put_away_words(shown: RefusedChange, now: datetime) -> str:
    """It waits for nobody. Nothing calls a deletion something that was typed."""
    said, dealt = _what_was_refused(shown, now), moment_text(shown.put_away_at or shown.at, now)
    if shown.was_sent:
        then = tr("Inbox", "Settled {dealt}: it was sent again, or the record said it already.", dealt=dealt)
    elif not shown.can_go_again:
        then = tr(
            "Inbox",
            "It was put away {dealt}, and nothing here deletes it. To delete it all the same, delete the "
            "record itself.",
            dealt=dealt,
        )
    elif shown.deleted is False and not shown.is_new:
        then = tr("Inbox", "It was put away {dealt}. Send it again to bring the record back.", dealt=dealt)
    else:
        then = tr("Inbox", "It was put away {dealt}. Send it again if the record lacks it.", dealt=dealt)
    return f"{said} {then}"


def _what_was_refused(shown: RefusedChange, now: datetime) -> str:
    when, why = moment_text(shown.at, now), refusal_text(shown.code)
    if shown.deleted and not shown.is_new:
        return tr(
            "Inbox",
            "This record was deleted, and the clinic's server did not take that: {why} ({when}).",
            when=when,
            why=why,
        )
    if shown.deleted is False and not shown.is_new:
        return tr(
            "Inbox",
            "This record was brought back, and the clinic's server did not take that: {why} ({when}).",
            when=when,
            why=why,
        )
    return tr(
        "Inbox",
        "The clinic's server did not take this change: {why} ({when}). What was typed is kept here word "
        "for word.",
        when=when,
        why=why,
    )
