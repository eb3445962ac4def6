"""What the curtain says of why it is there."""

from desktop.kit.i18n import tr
from desktop.session.relaunch import LockReason


def idle_words() -> str:
    return tr("Lock", "Nobody used the window for a while. Your work is saved.")


def locked_computer_words() -> str:
    return tr("Lock", "The computer was locked. Your work is saved.")


def stayed_words(reason: LockReason | None) -> str:
    """Of a lock that stopped short because not everything is saved; None: of closing the window."""
    sentences = {
        LockReason.ASKED: tr("Lock", "PazPaz was about to lock."),
        LockReason.IDLE: tr("Lock", "PazPaz was about to lock because nobody used it."),
        LockReason.TRIES: tr("Lock", "PazPaz was about to lock after several wrong passphrases."),
        LockReason.SLEEP: tr("Lock", "PazPaz was about to lock because the computer went to sleep."),
        LockReason.SWITCHED: tr("Lock", "PazPaz was about to let somebody else go on working."),
    }
    return sentences[reason] if reason is not None else tr("Lock", "PazPaz was about to close.")


def unsaved_words() -> str:
    return tr("Lock", "Some words could not be stored. Unlock to see them before anything is closed.")
