"""What is known of a note beside its texts: who signed it and whether that holds, and what is in question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.domain.enums import SignatureState
from desktop.kit.dates import full_moment, moment_text
from desktop.kit.i18n import one_line, tr

_WORST_FIRST = (
    SignatureState.BROKEN,
    SignatureState.UNSIGNED,
    SignatureState.UNKNOWN,
    SignatureState.VERIFIED,
)


@dataclass(frozen=True, slots=True)
class Signed:
    """One version's signature. `who` is empty where the person is not known here."""

    version_number: int
    who: str
    at: datetime | None
    state: SignatureState
    is_addition: bool = False
    """Every word of the version before stands in it."""


@dataclass(frozen=True, slots=True)
class NoteMarks:
    """`signed` is empty for a draft; `disputed` are fields about which a question is open."""

    signed: tuple[Signed, ...] = ()
    disputed: tuple[str, ...] = ()

    @property
    def broken(self) -> tuple[Signed, ...]:
        """Versions whose text is not what was signed: a reader is warned of them."""
        return tuple(one for one in self.signed if one.state is SignatureState.BROKEN)


def signature_words(signed: Sequence[Signed], now: datetime) -> str:
    """Who signed the note and when, how often it was amended, and whether all of that holds."""
    first, state = signed[0], min((one.state for one in signed), key=_WORST_FIRST.index)
    when = moment_text(first.at, now) if first.at is not None else ""
    if first.state is SignatureState.UNSIGNED:
        words = tr("Notes", "locked {when}", when=when)
    elif first.who:
        words = tr("Notes", "signed by {who}, {when}", who=first.who, when=when)
    else:
        words = tr("Notes", "signed {when}", when=when)
    return one_line([words, *_counts(signed[1:]), state_words(state)])


def _counts(later: Sequence[Signed]) -> list[str]:
    """How often it was amended and added to; what did not happen is left out."""
    added = sum(one.is_addition for one in later)
    amended = len(later) - added
    words = [tr("Notes", "amended {count}×", count=amended)] if amended else []
    return [*words, tr("Notes", "added to {count}×", count=added)] if added else words


def line_words(one: Signed, now: datetime) -> str:
    """One version at the foot of its note, such as "Signed by Ada, 28 Nov 2026 06:01, genuine"."""
    when = full_moment(one.at, now) if one.at is not None else tr("Notes", "time unknown")
    who = one.who or tr("Notes", "somebody who is not known here")
    if one.state is SignatureState.UNSIGNED:
        return tr("Notes", "Locked by {who}, {when}, not signed", who=who, when=when)
    if one.version_number == 1:
        said = tr("Notes", "Signed by {who}, {when}", who=who, when=when)
    elif one.is_addition:
        said = tr("Notes", "Added to and signed by {who}, {when}", who=who, when=when)
    else:
        said = tr("Notes", "Amended and signed by {who}, {when}", who=who, when=when)
    return tr("Notes", "{said}, {state}", said=said, state=_line_state(one.state))


def _line_state(state: SignatureState) -> str:
    if state is SignatureState.BROKEN:
        return tr("Notes", "not genuine: this text is not what was signed")
    if state is SignatureState.UNKNOWN:
        return tr(
            "Notes",
            "cannot be checked yet: this laptop does not know the one that signed; syncing with the clinic "
            "brings what it needs",
        )
    return tr("Notes", "genuine")


def state_words(state: SignatureState) -> str:
    """As it stands at the end of a line, in small letters."""
    return {
        SignatureState.VERIFIED: tr("Notes", "genuine"),
        SignatureState.BROKEN: tr("Notes", "not genuine"),
        SignatureState.UNKNOWN: tr("Notes", "cannot be checked yet"),
        SignatureState.UNSIGNED: tr("Notes", "not signed"),
    }[state]


def alarm_words(broken: Sequence[Signed], now: datetime) -> str:
    """What a reader must know before relying on such a note."""
    numbers = ", ".join(str(one.version_number) for one in broken)
    one = broken[0]
    signer = ", ".join(part for part in (one.who, moment_text(one.at, now) if one.at else "") if part)
    return tr(
        "Notes",
        "The signature of version {numbers} ({signer}) does not hold: what stands here is not what was "
        "signed. Treat it as unsigned. Compare it with the laptop it was written on or with a printed copy, "
        "and amend it where it is wrong; all versions stay readable.",
        numbers=numbers,
        signer=signer or tr("Notes", "signer unknown"),
    )
