"""The state of syncing in words: what the pill says, and why it is as it is. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.kit.dates import moment_text, time_text
from desktop.kit.i18n import plural, tr
from desktop.session.sync_process.process_engine import ENDED
from desktop.sync_status.state import StatusPhase, SyncState
from sync.engine import ASKING
from sync.enrolment.rejoin import JOINS_AGAIN

_READS = "reads_day"
"""The limit of what a laptop reads; all others are of what it sends."""


@dataclass(frozen=True, slots=True)
class PillWords:
    """`tone` is a role of the palette; `detail` is the tool tip."""

    text: str
    tone: str
    detail: str


def pill_words(state: SyncState, now: datetime) -> PillWords:
    """What needs a person comes first, then what is happening, then what is saved where.

    `now` brings the practice's zone. The word "saved" stands there only while nothing waits here.
    """
    if state.phase is StatusPhase.LOCAL:
        detail = tr("Sync", "This practice lives on this laptop. Connect a clinic in Settings.")
        return PillWords(tr("Sync", "On this laptop"), "secondary", detail)
    if state.phase is StatusPhase.FAILED:
        return PillWords(_failed(state), "danger", reason_words(state))
    if state.needs_you:
        return _needing(state, now)
    if state.phase is StatusPhase.SYNCING:
        return PillWords(_syncing(state), "accent", tr("Sync", "You can go on working."))
    return _resting(state, now)


def _needing(state: SyncState, now: datetime) -> PillWords:
    """Questions do not hide that nothing comes or goes meanwhile."""
    text = plural("Sync", "1 needs you", "{n} need you", state.needs_you)
    answer = tr("Sync", "Open the inbox to answer.")
    if state.phase is not StatusPhase.OFFLINE and not state.paused:
        return PillWords(text, "danger", answer)
    rest = _resting(state, now)
    both = tr("Sync", "{state}; {questions}", state=rest.text, questions=text)
    return PillWords(both, "danger", f"{answer} {rest.detail}")


def _failed(state: SyncState) -> str:
    if state.code == "device_revoked":
        return tr("Sync", "Removed from the clinic")
    if state.code in ASKING | JOINS_AGAIN:
        return tr("Sync", "Needs you")
    return _and_waiting(tr("Sync", "Not syncing"), state)


def _syncing(state: SyncState) -> str:
    if state.total <= 0:
        return tr("Sync", "Syncing")
    return tr("Sync", "Syncing {done} of {total}", done=min(state.done, state.total), total=state.total)


def _resting(state: SyncState, now: datetime) -> PillWords:
    last = last_words(state, now)
    if state.paused:
        tone = "warning" if state.waiting or state.unsent_files else "secondary"
        return PillWords(_and_waiting(tr("Sync", "Paused"), state), tone, last)
    if state.phase is StatusPhase.OFFLINE:
        safe = tr("Sync", "Everything is saved on this laptop and goes to the clinic by itself.")
        return PillWords(_and_waiting(tr("Sync", "Offline"), state), "secondary", f"{safe} {last}")
    if state.waiting or state.unsent_files:
        return PillWords(_waiting(state), "warning", last)
    if state.saved_at is None:
        return PillWords(tr("Sync", "Connecting"), "secondary", last)
    return PillWords(_saved(state.saved_at, now), "good", tr("Sync", "Nothing is waiting here"))


def _and_waiting(text: str, state: SyncState) -> str:
    if not state.waiting and not state.unsent_files:
        return text
    return tr("Sync", "{state}, {waiting}", state=text, waiting=_waiting(state))


def _waiting(state: SyncState) -> str:
    """Changes go first, so that files are named only when nothing else waits."""
    if not state.waiting:
        return plural("Sync", "1 file waiting", "{n} files waiting", state.unsent_files)
    return plural("Sync", "1 waiting", "{n} waiting", state.waiting)


def _saved(at: datetime, now: datetime) -> str:
    if at.astimezone(now.tzinfo).date() == now.date():
        return tr("Sync", "All saved to the clinic at {time}", time=time_text(at, now))
    return tr("Sync", "All saved to the clinic {when}", when=moment_text(at, now))


def last_words(state: SyncState, now: datetime) -> str:
    """When everything was last in the clinic."""
    if state.saved_at is None:
        return tr("Sync", "Not saved to the clinic yet")
    return tr("Sync", "Last saved to the clinic: {when}", when=moment_text(state.saved_at, now))


def reason_words(state: SyncState) -> str:
    """Why it is as it is, what is safe, and what to do."""
    if state.phase is StatusPhase.LOCAL:
        return tr("Sync", "This practice lives on this laptop alone. A clinic can be connected any day.")
    if state.phase in {StatusPhase.OFFLINE, StatusPhase.FAILED}:
        words = _REASONS.get(state.code)
        return words() if words else state.sentence
    if state.phase is StatusPhase.SYNCING:
        return tr("Sync", "You can go on working meanwhile.")
    if state.paused:
        return tr(
            "Sync",
            "Syncing is paused, until you go on or PazPaz starts again. Everything is saved on this laptop.",
        )
    return tr("Sync", "Connected to the clinic.")


def scarce_words(state: SyncState) -> list[str]:
    """What is nearly used up at the clinic's server, before it is."""
    percents: dict[str, int] = {}
    for each in state.scarce:
        kind = each.name if each.name == _READS else "day" if each.name.endswith("_day") else "practice"
        percents[kind] = max(percents.get(kind, 0), each.used * 100 // max(each.most, 1))
    lines = []
    if "practice" in percents:
        lines.append(
            tr(
                "Sync",
                "{percent} % of the practice's room at the clinic's server is used. When it is full, new "
                "files stay on this laptop, and text goes on. Tell whoever runs the server.",
                percent=percents["practice"],
            )
        )
    if "day" in percents:
        lines.append(
            tr(
                "Sync",
                "{percent} % of what this laptop may send today is sent. Beyond it the rest waits here until "
                "tomorrow; nothing is lost.",
                percent=percents["day"],
            )
        )
    if _READS in percents:
        lines.append(
            tr(
                "Sync",
                "{percent} % of what this laptop may fetch today is fetched. Beyond it the rest comes "
                "tomorrow; nothing is lost.",
                percent=percents[_READS],
            )
        )
    return lines


def _unreachable() -> str:
    return tr(
        "Sync",
        "The clinic's server cannot be reached. Everything is saved on this laptop and goes to the "
        "clinic by itself when there is a connection.",
    )


def _busy() -> str:
    return tr(
        "Sync",
        "The clinic's server is busy. Everything is saved on this laptop; it is tried again soon.",
    )


def _login() -> str:
    return tr(
        "Sync",
        "The clinic's server did not let this laptop in. Everything is saved here. "
        "Ask the owner of the practice whether this laptop is still listed under Team and devices.",
    )


def _strange_server() -> str:
    return tr(
        "Sync",
        "The server that answered could not prove that it is the clinic's. Nothing was sent, and everything "
        "is saved here. Check this computer's date and time first; if they are right, ask whoever runs the "
        "server.",
    )


def _revoked() -> str:
    return tr(
        "Sync",
        "The owner removed this laptop from the clinic. What is here stays, and can be read and exported; "
        "nothing is sent any more. If that was a mistake, the owner can let this laptop in again.",
    )


def _copy() -> str:
    return tr(
        "Sync",
        "This practice is a copy, or was put back to an earlier day, so to the clinic it is another laptop. "
        "Nothing is lost, and what you wrote here waits.",
    )


def _unknown() -> str:
    return tr(
        "Sync",
        "The clinic's server does not know this laptop or its password: perhaps it was brought back to a day "
        "before this laptop joined, or somebody who had this laptop's login changed it. Nothing is lost, and "
        "what you wrote here waits. Tell the owner of the practice, or join the clinic again.",
    )


def _disk() -> str:
    return tr(
        "Sync",
        "The disk is full, so what comes from the clinic cannot be stored. Everything saved before is safe. "
        "Free some space, then try again.",
    )


def _damaged() -> str:
    return tr(
        "Sync",
        "The practice's file on this computer is damaged: parts of it do not pass their check. Nothing was "
        "sent. Keep the file: what was not sent yet may be in it alone. Copy its folder to another disk, "
        "then restore the latest backup beside it; what is in the clinic comes back by itself.",
    )


def _old_program() -> str:
    return tr(
        "Sync",
        "This program is older than the clinic's server accepts. Everything is saved on this laptop and goes "
        "to the clinic after the update. Install the update, then try again.",
    )


def _old_server() -> str:
    return tr(
        "Sync",
        "The clinic's server is older than this program. Everything is saved on this laptop. "
        "Ask whoever runs the server to upgrade it.",
    )


def _no_key() -> str:
    return tr(
        "Sync",
        "This laptop lacks a key of the practice. Everything is saved here. It asks for it at every try; "
        "if this stays, ask the owner to let this laptop in again.",
    )


def _tampered() -> str:
    return tr(
        "Sync",
        "The server told something that its own seal does not cover. It was not used, nothing was changed, "
        "and everything is saved on this laptop. Tell the owner of the practice.",
    )


def _not_adopted() -> str:
    return tr(
        "Sync",
        "The server does not show what was taken over from the old database, so nothing of it was sealed and "
        "nothing was sent. Everything you typed is saved on this laptop. Ask whoever runs the server to take "
        "the practice over again into a new database: the old one is as it was.",
    )


def _fault() -> str:
    return tr(
        "Sync",
        "Syncing stopped because of a fault in the program. Everything is saved on this laptop. Try again; "
        "if it stays, make a backup in Settings and ask for help.",
    )


def _ended() -> str:
    return tr(
        "Sync",
        "The part of the program that syncs has ended and is started again by itself. Nothing is lost: "
        "everything is saved on this laptop.",
    )


_REASONS: dict[str, Callable[[], str]] = {
    "server_unreachable": _unreachable,
    "server_busy": _busy,
    "server_refused": _login,
    "denied": _login,
    "wrong_server": _strange_server,
    "device_revoked": _revoked,
    "restored_copy": _copy,
    "unknown_device": _unknown,
    "disk_full": _disk,
    "store_damaged": _damaged,
    "program_too_old": _old_program,
    "server_too_old": _old_server,
    "keys_changed": _no_key,
    "old_key": _no_key,
    "tampered": _tampered,
    "not_adopted": _not_adopted,
    "internal": _fault,
    "protocol": _fault,
    ENDED: _ended,
}
"""By the code of the failure; one that is not here keeps the sentence that it came with."""
