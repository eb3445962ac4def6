"""Inbox items, conflicts and their values as words that need no explaining."""

from core.domain.clients import initials
from core.text.direction import isolated
from desktop.inbox.conflict import Case
from desktop.kit.field_texts import field_word, record_word
from desktop.kit.i18n import tr

_SHORT = 24


def short_name(name: str) -> str:
    """Initials, for the privacy blur."""
    first, _, last = name.partition(" ")
    return initials(first, last)


def shortened(name: str) -> str:
    """A button stays a button however long the name in it is; the page tells it whole."""
    return name if len(name) <= _SHORT else name[: _SHORT - 1].rstrip() + "…"


def refusal_text(code: str) -> str:
    """Why the clinic's server said no, as far as its code tells."""
    return {
        "unique": tr("Inbox", "there is another one with this name"),
        "policy": tr("Inbox", "your role may not change this"),
        "role": tr("Inbox", "your role may not change this"),
        "check": tr("Inbox", "a value is not allowed"),
        "foreign_key": tr("Inbox", "it belongs to a record that is gone"),
        "too_large": tr("Inbox", "it is too large"),
        "insert_only": tr("Inbox", "it may not be changed any more"),
        "reference": tr("Inbox", "it belongs to a record that the clinic does not have"),
        "frozen": tr("Inbox", "it is signed, or part of the history, and may not be changed any more"),
        "forbidden": tr("Inbox", "your role, or this device, may not change this"),
        "name": tr("Inbox", "it names somebody else as who did this"),
        "unknown_table": tr(
            "Inbox", "it is older than this program; once it is upgraded, this can be sent again"
        ),
        "stale": tr("Inbox", "another device changed it first"),
        "group": tr("Inbox", "it belongs together with another change that was refused"),
        "refused": tr("Inbox", "it gave no reason"),
        "finalized": tr("Inbox", "the note was signed meanwhile"),
    }.get(code, tr("Inbox", "the server refused it ({code})", code=code))


def case_title(case: Case, *, blurred: bool) -> str:
    """Whose record and which fields, or the kind of record where no client is known. `blurred`: initials."""
    what = ", ".join(field_word(case.table, name) for name in case.fields if name)
    name = short_name(case.client_name) if blurred else case.client_name
    return f"{isolated(name)}: {what}" if name else f"{record_word(case.table)}: {what}"
