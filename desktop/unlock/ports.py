"""What the door needs of the program behind it; fulfilled by desktop.unlock.door."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from core.crypto.phrases import Judgement
from core.store.vault import VaultInfo
from desktop.terminal.practices import OpenPractice, PracticeDetails


@dataclass(frozen=True, slots=True)
class Made:
    """A practice that now exists on this device; its recovery code is to be shown once."""

    opened: OpenPractice
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked(Made):
    """An empty store that waits to be let in; `request` is a text without secrets, `words` are compared."""

    request: str = ""
    words: tuple[str, ...] = ()


class Door(Protocol):
    """Every method runs on the worker and may raise `UserError`; what it opens must be closed."""

    def vaults(self) -> Sequence[VaultInfo]: ...

    def open(self, path: Path, passphrase: str) -> OpenPractice: ...

    def demo_passphrase(self, vault: Path) -> str:
        """What opens this vault if it is a demo, else nothing. Quick: called on the GUI thread."""
        ...

    def waiting(self, opened: OpenPractice) -> Asked | None: ...

    def create(self, details: PracticeDetails, passphrase: str) -> Made: ...

    def join(self, device_name: str, passphrase: str) -> Asked: ...

    def complete(self, opened: OpenPractice, answer: Path) -> None: ...

    def restore(self, file: Path, passphrase: str) -> OpenPractice: ...

    def demo(self) -> OpenPractice: ...

    def suggest(self) -> str: ...

    def judge(self, passphrase: str, known: Sequence[str]) -> Judgement: ...

    def check_code(self, opened: OpenPractice, code: str) -> None: ...


OnOpened = Callable[[OpenPractice], None]
