"""The door over the real program: vaults, practices, joining, backups and the demo."""

from collections.abc import Sequence
from pathlib import Path

from core.crypto.kdf import KdfParams
from core.crypto.phrases import Judgement, judge_passphrase, suggest_passphrase
from core.domain.clock import Clock
from core.domain.errors import BadInput, UserError, WrongPassphrase
from core.domain.ids import Uuid7Source
from core.store.backup import restore
from core.store.engine import Store
from core.store.practice import read_me
from core.store.vault import Vault, VaultInfo, list_vaults, open_with_recovery
from desktop.demo.content import PASSPHRASE, demo_practice
from desktop.demo.marking import is_marked, mark
from desktop.demo.writing import write_practice
from desktop.terminal.practices import (
    OpenPractice,
    PracticeDetails,
    bring_up_to_date,
    create_practice,
    open_practice,
    start_join,
)
from desktop.unlock.ports import Asked, Made
from sync import enrolled
from sync.enrol import complete, pending_request
from sync.enrol_papers import JoinAnswer, JoinRequest

_LONGEST_ANSWER = 200_000


class ProgramDoor:
    """Fulfils `Door`. `kdf` None fits the cost of a guess to this computer."""

    def __init__(self, home: Path, clock: Clock, kdf: KdfParams | None = None) -> None:
        self._home, self._clock, self._kdf = home, clock, kdf

    def vaults(self) -> Sequence[VaultInfo]:
        return list_vaults(self._home)

    def open(self, path: Path, passphrase: str) -> OpenPractice:
        try:
            return open_practice(path, passphrase, self._clock)
        except WrongPassphrase:
            vault = _open_with_paper(path, passphrase)
        if vault is None:
            raise WrongPassphrase("That is not the passphrase; nothing was opened.")
        return self._practice_of(vault)

    def _practice_of(self, vault: Vault) -> OpenPractice:
        try:
            store = Store.open(vault.store_path, vault.db_key, self._clock, create=False)
        except BaseException:
            vault.close()
            raise
        opened = OpenPractice(self._home, vault, store, self._clock, Uuid7Source(self._clock))
        try:
            bring_up_to_date(store)
        except BaseException:
            opened.close()
            raise
        return opened

    def waiting(self, opened: OpenPractice) -> Asked | None:
        """What a device that has asked to join still waits for; None when it belongs to a practice."""
        with opened.store.read() as db:
            if read_me(db) is not None:
                return None
            request = pending_request(db)
        return None if request is None else _asked(opened, "", request)

    def create(self, details: PracticeDetails, passphrase: str) -> Made:
        return Made(*create_practice(self._home, passphrase, details, self._clock, kdf=self._kdf))

    def join(self, device_name: str, passphrase: str) -> Asked:
        opened, code, request = start_join(self._home, passphrase, device_name, self._clock, kdf=self._kdf)
        return _asked(opened, code, request)

    def complete(self, opened: OpenPractice, answer: Path) -> None:
        """Lets this device in with the owner's answer; the first contact with the server."""
        complete(opened.store, JoinAnswer.from_text(_read(answer)), enrolled.remote_at)

    def restore(self, file: Path, passphrase: str) -> OpenPractice:
        """The backup as a new vault beside the others, opened. Nothing here is replaced."""
        folder = restore(file, self._home, passphrase, clock=self._clock)
        return open_practice(folder, passphrase, self._clock)

    def demo(self) -> OpenPractice:
        """An invented practice on this computer alone, which can never be connected to a clinic."""
        content = demo_practice(self._clock.now())
        details = PracticeDetails(
            name=content.name,
            therapist=content.therapist,
            email=content.email,
            timezone=content.timezone,
        )
        opened, _ = create_practice(self._home, PASSPHRASE, details, self._clock, kdf=self._kdf)
        try:
            with opened.store.write() as db:
                enrolled.write_facts(db, {enrolled.ONLY_DEMO: b"1"})
            mark(opened.vault.path)
            write_practice(opened, content, self._clock.now(), lambda _done, _of: None)
        except BaseException:
            opened.close()
            raise
        return opened

    def demo_passphrase(self, vault: Path) -> str:
        """What opens this vault if it is a demo, else nothing."""
        return PASSPHRASE if is_marked(vault) else ""

    def suggest(self) -> str:
        return suggest_passphrase()

    def judge(self, passphrase: str, known: Sequence[str]) -> Judgement:
        return judge_passphrase(passphrase, known)

    def check_code(self, opened: OpenPractice, code: str) -> None:
        opened.vault.check_recovery(code)


def _open_with_paper(path: Path, code: str) -> Vault | None:
    """None when it is no code of this vault's recovery paper."""
    try:
        return open_with_recovery(path, code)
    except (BadInput, WrongPassphrase):
        return None


def _asked(opened: OpenPractice, code: str, request: JoinRequest) -> Asked:
    return Asked(opened, code, request.to_text(), request.words())


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > _LONGEST_ANSWER:
            raise BadInput("This file is no answer to a request; nothing was changed.")
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UserError("This file cannot be read; nothing was changed.", code="bad_input") from error
