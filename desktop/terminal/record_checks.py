"""What `pazpaz doctor` says of the record itself: whether what was signed still is what was signed."""

from collections.abc import Iterator

from core.domain.clock_doubt import WhyDoubted
from core.domain.enums import SignatureState
from core.domain.errors import UserError
from core.store.outbox import notices
from core.store.practice.practice import Practice
from core.store.unit_of_work.settlement import UNREADABLE
from desktop.session.open_practice import OpenPractice
from desktop.terminal.check_results import CheckResult
from sync.rows.audit_witness import open_alarms, seen_head
from sync.rows.settler import TAMPERED
from sync.rows.superseding import SUPERSEDED


def check_record(opened: OpenPractice) -> Iterator[CheckResult]:
    """Nothing for a device that still waits to be let in."""
    try:
        practice = opened.practice
    except UserError:
        return
    yield _clock(practice)
    yield _audit(opened)
    yield _come_in(opened)
    states = practice.notes.signature_states()
    broken = states[SignatureState.BROKEN]
    if broken:
        told = (
            f"{broken:,} of {states.total():,} do not hold; the notes say which. Compare them with the "
            "laptop they were written on, or a printed copy"
        )
    else:
        told = f"{states[SignatureState.VERIFIED]:,} of {states.total():,} verified, none is broken"
    yield CheckResult("signatures", not broken, told)


def _audit(opened: OpenPractice) -> CheckResult:
    """What the last syncs saw of the clinic's audit trail."""
    with opened.store.read() as db:
        seen, alarms = seen_head(db), open_alarms(db)
    if alarms:
        told = "entries are missing or were changed at the clinic; run `pazpaz audit verify`, see the inbox"
        return CheckResult("audit trail", False, told)
    told = "not seen on a server yet" if seen is None else f"whole as far as seen: {seen.chain_no:,} events"
    return CheckResult("audit trail", True, told)


def _come_in(opened: OpenPractice) -> CheckResult:
    """Records of the clinic that this laptop did not take as they came, and that nobody looked at yet."""
    with opened.store.read() as db:
        strange = sum(notices.count_unseen(db, kind) for kind in (TAMPERED, SUPERSEDED, UNREADABLE))
    if strange:
        told = f"{strange:,} of the clinic's failed their seal or could not be read; the inbox says which"
        return CheckResult("records", False, told)
    return CheckResult("records", True, "all that came from a clinic held")


def _clock(practice: Practice) -> CheckResult:
    doubt = practice.clock_doubt()
    if doubt is None:
        return CheckResult("clock", True, "agrees with what is known here")
    because = {
        WhyDoubted.BEFORE_PROGRAM: "this program was made later",
        WhyDoubted.BEFORE_RECORD: f"the practice's newest entry is of {doubt.than:%Y-%m-%d}",
        WhyDoubted.BEHIND_SERVER: f"the clinic's server was at {doubt.than:%Y-%m-%d} already",
        WhyDoubted.AHEAD_OF_SERVER: f"the clinic's server is at {doubt.than:%Y-%m-%d}",
    }[doubt.why]
    told = f"{doubt.now:%Y-%m-%d}, which cannot be right: {because}; set it, nothing is signed before"
    return CheckResult("clock", False, told)
