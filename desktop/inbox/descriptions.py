"""What a question's page tells in plain words: what happened, what is safe, what each button does."""

from datetime import datetime

from core.domain.enums import Resolution
from core.store.practice.practice import SubjectState
from desktop.inbox.conflict import Case, ConflictSide
from desktop.inbox.texts import shortened
from desktop.kit.dates import long_day, moment_text
from desktop.kit.field_texts import field_word, record_word
from desktop.kit.i18n import one_line, tr


def story(case: Case, now: datetime) -> str:
    """What happened, in two or three sentences for someone who has never seen such a page."""
    which = _which(case, now)
    if case.settled is not None:
        return which + _settled_story(case, now)
    if case.reason_given is not None:
        return which + tr(
            "Inbox",
            "It was amended on two laptops before they met. The amendment that reached the clinic first "
            "stands; the other one, with its reason “{reason}”, is kept as well. Add it as a further "
            "amendment, or leave the note as it is.",
            reason=case.reason_given,
        )
    if case.is_amendment:
        return which + tr(
            "Inbox",
            "It is signed, and words were written in it that what was signed does not have: an amendment "
            "that was not finished, or words of a laptop that did not know yet that it was signed. What was "
            "signed stays as it is. Add these words as an amendment, or leave the note as signed.",
        )
    return which + tr(
        "Inbox",
        "It was changed on two laptops before they met, so there are two versions; what differs is "
        "underlined. This was noticed {when}. Choose what the record shall say: {ways}.",
        when=moment_text(case.noticed_at, now),
        ways=_ways(case),
    )


def _ways(case: Case) -> str:
    if case.is_text:
        return tr("Inbox", "one of them, both, or your own words")
    return tr("Inbox", "one of them, or your own words") if case.can_edit else tr("Inbox", "one of them")


def _which(case: Case, now: datetime) -> str:
    record = record_word(case.table)
    if case.about is None:
        return f"{record}. "
    day = long_day(case.about.astimezone(now.tzinfo).date())
    return tr("Inbox", "{record} of {day}. ", record=record, day=day)


def _settled_story(case: Case, now: datetime) -> str:
    if case.settled is None:
        return ""
    when = moment_text(case.settled.at, now)
    answer = _answer(case, case.settled.resolution)
    if case.settled.who:
        told = tr(
            "Inbox", "Settled {when} by {who}: {answer}. ", when=when, who=case.settled.who, answer=answer
        )
    else:
        told = tr("Inbox", "Settled {when}: {answer}. ", when=when, answer=answer)
    if not case.can_choose:
        return told + tr("Inbox", "Both texts stay readable here.")
    return told + tr("Inbox", "Both texts are still here, and you can choose anew.")


def _answer(case: Case, resolution: Resolution) -> str:
    if case.is_amendment:
        left = resolution in {Resolution.DISMISSED, Resolution.THEIRS}
        return tr("Inbox", "left as signed") if left else tr("Inbox", "added as an amendment")
    if resolution in {Resolution.MINE, Resolution.THEIRS}:
        side = case.left if case.left.choice is resolution else case.right
        if side.here:
            return tr("Inbox", "this laptop's version was kept")
        return tr(
            "Inbox", "the version of {device} was kept", device=side.device or tr("Inbox", "another laptop")
        )
    return {
        Resolution.BOTH: tr("Inbox", "both versions were kept"),
        Resolution.EDITED: tr("Inbox", "someone wrote it anew"),
    }.get(resolution, tr("Inbox", "the record was left as it was"))


def safety(case: Case) -> str:
    """Why nobody needs to be afraid of a button."""
    if case.settled is not None or not case.can_choose:
        return ""
    if case.finalized:
        return tr(
            "Inbox",
            "Nothing is lost either way: both texts stay under “Settled”. An amendment stays for good.",
        )
    return tr(
        "Inbox",
        "Nothing is lost either way: both texts stay under “Settled”, and Ctrl+Z takes your choice back.",
    )


def caution(case: Case) -> str:
    """What became of the record meanwhile, and what that means for a choice; empty when nothing did."""
    if case.now.standing is SubjectState.GONE:
        return tr(
            "Inbox",
            "This record is no longer on this laptop. Both texts are kept here; put the question away.",
        )
    if len(case.columns) != len(case.fields):
        return tr(
            "Inbox",
            "A newer version of the program wrote this. Install the update, then choose; both are safe here.",
        )
    if case.now.frozen and case.settled is None and case.note_id is not None:
        return tr(
            "Inbox",
            "The note was signed without this, and what stands beside it stays as it was signed. Where this "
            "matters, amend the note in words; then put the question away.",
        )
    if case.now.frozen and case.settled is None:
        return tr(
            "Inbox",
            "The note was signed meanwhile, and this with it, so it cannot change any more. "
            "Put the question away.",
        )
    if case.now.standing is SubjectState.DELETED:
        return tr("Inbox", "This record was deleted meanwhile. A text that you choose brings it back.")
    return _caution_of_choice(case)


def _caution_of_choice(case: Case) -> str:
    if case.finalized and not case.is_amendment:
        return tr(
            "Inbox",
            "The note was signed meanwhile. What you choose is added as an amendment; the signed text stays.",
        )
    if case.contested:
        return tr(
            "Inbox",
            "This was settled in two ways on two laptops before they met, so it is open again.",
        )
    if case.moved and not case.went_on:
        return tr(
            "Inbox",
            "The record says something else than either, shown below. Choosing a text replaces it; what is "
            "replaced stays in the history.",
        )
    if case.moved:
        return tr(
            "Inbox",
            "Someone wrote in the record since: it says something else now, shown below. Choosing a text "
            "replaces it; what is replaced stays in the history.",
        )
    return ""


def side_title(case: Case, side: ConflictSide) -> str:
    """The heading of a column: which laptop wrote it, or whether it is what was signed."""
    if case.is_amendment:
        proposed = side.choice is Resolution.MINE
        return tr("Inbox", "Not in what was signed") if proposed else tr("Inbox", "As signed")
    if side.here:
        return tr("Inbox", "On this laptop")
    return tr("Inbox", "On {device}", device=side.device) if side.device else tr("Inbox", "On another laptop")


def stands_words(case: Case, side: ConflictSide) -> str:
    """Which of the two the record says, as long as that is a question or an answer to one."""
    if not side.stands or case.is_amendment:
        return ""
    if case.settled is not None:
        return tr("Inbox", "In the record")
    return tr("Inbox", "The record says this for now")


def side_words(case: Case, side: ConflictSide, now: datetime) -> str:
    """Who and when, as far as it is known here."""
    where = _where(side) if case.is_amendment and side.choice is Resolution.MINE else ""
    if side.at is not None:
        return one_line((side.who, moment_text(side.at, now), where))
    if side.here:
        return tr("Inbox", "Written here")
    arrived = tr("Inbox", "Arrived {when}", when=moment_text(case.noticed_at, now))
    return one_line((arrived, where))


def _where(side: ConflictSide) -> str:
    return (
        tr("Inbox", "on this laptop")
        if side.here
        else tr("Inbox", "on {device}", device=side.device)
        if side.device
        else ""
    )


def keep_verb(case: Case, side: ConflictSide, key: str) -> str:
    """The words of a side's button, with its key."""
    if case.is_amendment:
        proposed = side.choice is Resolution.MINE
        words = tr("Inbox", "Add as an amendment") if proposed else tr("Inbox", "Leave as signed")
    elif side.here:
        words = tr("Inbox", "Keep this laptop's")
    elif side.device:
        words = tr("Inbox", "Keep that of {device}", device=shortened(side.device))
    else:
        words = tr("Inbox", "Keep the other laptop's")
    return f"{words}  ({key})"


def keep_tip(case: Case, side: ConflictSide) -> str:
    """What the button does, for the tool tip and a screen reader."""
    if case.is_amendment and side.choice is Resolution.THEIRS:
        return tr("Inbox", "The note stays as it was signed. The other text stays under “Settled”.")
    if case.finalized:
        return tr("Inbox", "Asks for a reason, then adds this text to the signed note as a new version.")
    return tr("Inbox", "The record says this text afterwards, on every laptop once it syncs.")


def usual_reason(case: Case) -> str:
    """What is offered as an amendment's reason; it is signed for good, so it says no more than is known."""
    proposed = case.left if case.left.choice is Resolution.MINE else case.right
    if proposed.here:
        return tr("Inbox", "Written on this laptop and not part of what was signed")
    return tr("Inbox", "Written on another laptop and not part of what was signed")


def leave_verb(case: Case) -> str:
    """The words of the button that closes the question, by whether its record is still there."""
    if case.now.standing is SubjectState.GONE or (case.now.frozen and case.note_id is not None):
        return tr("Inbox", "Put the question away  (0)")
    if case.now.standing is SubjectState.DELETED:
        return tr("Inbox", "Leave it deleted  (0)")
    return tr("Inbox", "Leave it as it is now  (0)")


def settled_words(case: Case, resolution: Resolution) -> str:
    """The toast: what was done, and what is still to come."""
    if case.finalized and resolution not in {Resolution.DISMISSED, Resolution.THEIRS}:
        return tr("Inbox", "Added as an amendment; the signed text stays")
    if resolution is Resolution.DISMISSED:
        return tr("Inbox", "Put away; both texts stay under “Settled”")
    return tr("Inbox", "Settled; the other laptops hear of it when they sync")


def sibling_words(case: Case, field: str) -> str:
    """The name of the field; the names of all, where the question is about several."""
    return ", ".join(field_word(case.table, name) for name in field.split(",") if name)
