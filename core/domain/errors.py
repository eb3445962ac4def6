"""Errors a person can do something about, split from bugs.

Every `UserError` is one plain sentence that says what happened, what is safe and what to do. It never
contains personal data. Anything that is not a `UserError` is a bug and is left to crash loudly.
"""

from collections.abc import Callable
from typing import ClassVar


class UserError(Exception):
    """Base. `code` is stable for scripts; `str(error)` is the sentence to show."""

    code = "refused"
    _words: ClassVar[Callable[[str], str]] = str

    def __init__(self, sentence: str, *, code: str | None = None) -> None:
        super().__init__(sentence)
        if code is not None:
            self.code = code

    @staticmethod
    def tell_in(words: Callable[[str], str]) -> None:
        """From now on `words` says a sentence in the window's language; `str(error)` stays English."""
        UserError._words = staticmethod(words)

    @property
    def sentence(self) -> str:
        """What to show to a person, as it is, in the language of the window where there is one."""
        return UserError._words(str(self))


class RuleBroken(UserError):
    """Input that the practice's rules refuse; nothing was changed."""

    code = "rule"


class NotFound(UserError):
    """A row that is not there; a row of another workspace looks the same."""

    code = "not_found"


class NotHere(UserError):
    """Content that is in the clinic and not on this computer."""

    code = "not_here"


class WrongPassphrase(UserError):
    """A passphrase, a recovery code or a key that does not open this, or no longer does; trying again is
    safe."""

    code = "wrong_passphrase"


class NotAStore(UserError):
    """A file or folder that is not ours, or cannot be read."""

    code = "not_a_store"


class StoreDamaged(UserError):
    """A file of a vault whose content a check found to be wrong; trying again does not help."""

    code = "store_damaged"


class StoreUnreadable(UserError):
    """The disk does not give what is on it; whether anything is damaged is not known."""

    code = "store_unreadable"


class StoreBusy(UserError):
    """Another running copy of the program holds the store."""

    code = "store_busy"


class StoreReadOnly(UserError):
    """Its file or folder cannot be written by this person."""

    code = "store_read_only"


class StoreReplaced(UserError):
    """Another file lies where the open store's was, or none."""

    code = "store_replaced"


class DiskFull(UserError):
    """The disk takes no more. What was saved before is safe; the last change was not made."""

    code = "disk_full"


class VersionMismatch(UserError):
    """A store or server made by a newer or much older program."""

    code = "version_mismatch"


class ServerUnreachable(UserError):
    """No connection; work goes on locally."""

    code = "server_unreachable"


class ServerRefused(UserError):
    """The server answered and said no (wrong server, wrong password, revoked device, policy)."""

    code = "server_refused"


class ContentRefused(ServerRefused):
    """What was sent is too much, or holds something that the server cannot read: parts of it may pass."""

    code = "content_refused"


class DeviceRevoked(ServerRefused):
    """The clinic has shut this device out. What waits here is kept, and goes out if it joins again."""

    code = "device_revoked"


class ServerChanged(UserError):
    """The server is not the one we know: another epoch, or an older state than we have seen."""

    code = "server_changed"


class Tampered(UserError):
    """Data that fails its seal or its cell; it was not used."""

    code = "tampered"


class BadInput(UserError):
    """A file or line that cannot be understood."""

    code = "bad_input"


class Cancelled(UserError):
    """Somebody stopped it; what was finished before stays."""

    code = "cancelled"
