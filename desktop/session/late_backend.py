"""The door over a program that is not loaded yet: it lists vaults itself, and loads the rest to open one."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.store.vault.listing import VaultInfo, check_free, has_quick_unlock, list_vaults
from desktop.session.sample.marking import PASSPHRASE, is_marked

if TYPE_CHECKING:
    from core.crypto.phrases import Judgement
    from desktop.session.open_practice import OpenPractice, PracticeDetails
    from desktop.session.ports import AwaitsAdmission, CreatedPractice, UnlockBackend


class LateBackend:
    """Fulfils `UnlockBackend`; `load` is called on the worker, by the first call that needs the program."""

    def __init__(self, home: Path, load: "Callable[[], UnlockBackend]") -> None:
        self._home, self._load = home, load

    def vaults(self) -> Sequence[VaultInfo]:
        return list_vaults(self._home)

    def demo_passphrase(self, vault: Path) -> str:
        """Loads nothing, for it is called on the GUI thread."""
        return PASSPHRASE if is_marked(vault) else ""

    def opens_quickly(self, path: Path) -> bool:
        """Loads the program only for a vault in which quick unlock was turned on."""
        return has_quick_unlock(path) and self._load().opens_quickly(path)

    def check_free(self, path: Path) -> None:
        check_free(path)

    def open(self, path: Path, typed: str) -> "OpenPractice":
        return self._load().open(path, typed)

    def open_quickly(self, path: Path) -> "OpenPractice":
        return self._load().open_quickly(path)

    def bring_back_key(self, backup: Path, lost: VaultInfo, typed: str) -> "OpenPractice":
        return self._load().bring_back_key(backup, lost, typed)

    def set_passphrase(self, opened: "OpenPractice", passphrase: str) -> None:
        self._load().set_passphrase(opened, passphrase)

    def waiting(self, opened: "OpenPractice") -> "AwaitsAdmission | None":
        return self._load().waiting(opened)

    def create(self, details: "PracticeDetails", passphrase: str) -> "CreatedPractice":
        return self._load().create(details, passphrase)

    def join(self, device_name: str, passphrase: str) -> "AwaitsAdmission":
        return self._load().join(device_name, passphrase)

    def complete(self, opened: "OpenPractice", answer: Path) -> None:
        self._load().complete(opened, answer)

    def restore(self, file: Path, passphrase: str) -> "OpenPractice":
        return self._load().restore(file, passphrase)

    def demo(self, told: Callable[[int, int], None], language: str = "en") -> "OpenPractice":
        return self._load().demo(told, language)

    def suggest(self) -> str:
        return self._load().suggest()

    def judge(self, passphrase: str, known: Sequence[str]) -> "Judgement":
        return self._load().judge(passphrase, known)

    def check_code(self, opened: "OpenPractice", code: str) -> None:
        self._load().check_code(opened, code)
