"""What the door needs of the program behind it; fulfilled by desktop.session.backend."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # the unlock page stands before any of this is loaded
    from core.crypto.phrases import Judgement
    from core.store.vault.listing import VaultInfo
    from desktop.session.open_practice import OpenPractice, PracticeDetails


@dataclass(frozen=True, slots=True)
class CreatedPractice:
    """A practice that now exists on this device; its recovery code is to be shown once."""

    opened: "OpenPractice"
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AwaitsAdmission(CreatedPractice):
    """An empty store that waits to be let in; `request` is a text without secrets, `words` are compared."""

    request: str = ""
    words: tuple[str, ...] = ()


class UnlockBackend(Protocol):
    """Every method runs on the worker and may raise `UserError`; what it opens must be closed."""

    def vaults(self) -> "Sequence[VaultInfo]":
        """All that are on this computer, also those that cannot be opened: they say why."""
        ...

    def open(self, path: Path, typed: str) -> "OpenPractice":
        """With the passphrase or the code of the recovery paper."""
        ...

    def open_quickly(self, path: Path) -> "OpenPractice":
        """With what the system's keyring holds."""
        ...

    def opens_quickly(self, path: Path) -> bool:
        """Whether that was turned on, is not over, and can be done here."""
        ...

    def check_free(self, path: Path) -> None:
        """Needs no secret. StoreBusy while another window has this vault open."""
        ...

    def bring_back_key(self, backup: Path, lost: "VaultInfo", typed: str) -> "OpenPractice":
        """With the key file in a backup, which takes the place of the one that was lost."""
        ...

    def set_passphrase(self, opened: "OpenPractice", passphrase: str) -> None:
        """For somebody who came in without today's."""
        ...

    def demo_passphrase(self, vault: Path) -> str:
        """What opens this vault if it is a demo, else nothing. Quick: called on the GUI thread."""
        ...

    def waiting(self, opened: "OpenPractice") -> AwaitsAdmission | None:
        """What was asked for and is not answered yet; None for a device that belongs to a practice."""
        ...

    def create(self, details: "PracticeDetails", passphrase: str) -> CreatedPractice:
        """A practice on this computer alone; a clinic can be connected later."""
        ...

    def join(self, device_name: str, passphrase: str) -> AwaitsAdmission:
        """An empty store that asks a clinic to be let in, under this name of the device."""
        ...

    def complete(self, opened: "OpenPractice", answer: Path) -> None:
        """Takes the file that the owner sent back; the first contact with the server."""
        ...

    def restore(self, file: Path, passphrase: str) -> "OpenPractice":
        """A backup as a new vault beside the others; nothing that is here is replaced."""
        ...

    def demo(self, told: Callable[[int, int], None], language: str = "en") -> "OpenPractice":
        """An invented practice; `told` hears how many of how many things are written."""
        ...

    def suggest(self) -> str:
        """A random passphrase to choose from; it is kept nowhere."""
        ...

    def judge(self, passphrase: str, known: Sequence[str]) -> "Judgement":
        """How hard the passphrase is to guess for somebody who knows the `known` words, such as names."""
        ...

    def check_code(self, opened: "OpenPractice", code: str) -> None:
        """Returns when the code would open this vault, else raises: the proof that the paper can be read."""
        ...


OnOpened = Callable[["OpenPractice"], None]
