"""The door over the real program: vaults, practices, joining, backups and the demo."""

from collections.abc import Callable, Sequence
from pathlib import Path

from core.crypto.kdf import KdfParams
from core.crypto.phrases import Judgement, judge_passphrase, suggest_passphrase
from core.crypto.quick_unlock import SecretStore, find_secret_store
from core.domain.clock import Clock
from core.domain.errors import BadInput, RuleBroken, UserError
from core.store.database.given_files import open_given
from core.store.practice.practice import read_me
from core.store.transfer.backup import restore
from core.store.transfer.key_file_back import bring_back_key
from core.store.vault.computer import memory_bytes
from core.store.vault.listing import VaultInfo, check_free, has_quick_unlock, list_vaults
from core.store.vault.quick_unlock import can_quick_unlock, open_with_keyring
from core.store.vault.vault import open_with_either, strengthen
from desktop.session.open_practice import (
    OpenPractice,
    PracticeDetails,
    create_practice,
    practice_of,
    start_join,
)
from desktop.session.ports import AwaitsAdmission, CreatedPractice
from desktop.session.sample.content import demo_practice
from desktop.session.sample.marking import PASSPHRASE, is_marked, mark
from desktop.session.sample.writing import write_practice
from sync.enrolment import identity_store
from sync.enrolment.messages import JoinAnswer, JoinRequest
from sync.enrolment.requests import pending_request

_LONGEST_ANSWER = 200_000


class ProgramBackend:
    """Fulfils `UnlockBackend`. `kdf` None fits the cost of a guess to this computer."""

    def __init__(
        self,
        home: Path,
        clock: Clock,
        kdf: KdfParams | None = None,
        secrets: Callable[[], SecretStore | None] = find_secret_store,
    ) -> None:
        self._home, self._clock, self._kdf, self._secrets = home, clock, kdf, secrets

    def vaults(self) -> Sequence[VaultInfo]:
        """Sound and damaged ones, in order of their initials.

        Raises NotAStore when their folder cannot be read.
        """
        return list_vaults(self._home)

    def open(self, path: Path, typed: str) -> OpenPractice:
        """Opens by passphrase or paper.

        A slot that is cheaper to guess than this computer allows is made anew at once.
        """
        opened = practice_of(open_with_either(path, typed), self._clock)
        if self._kdf is None:
            strengthen(opened.vault, typed, memory_bytes())
        return opened

    def open_quickly(self, path: Path) -> OpenPractice:
        """Raises UserError: `keyring` if none can be trusted, `quick_unlock_over` where it is off or over."""
        secrets = self._secrets()
        if secrets is None:
            raise UserError("The system's keyring is not there. Type the passphrase.", code="keyring")
        return practice_of(open_with_keyring(path, secrets, self._clock), self._clock)

    def opens_quickly(self, path: Path) -> bool:
        """Also False where another vault lies beside this one, or where no keyring can be trusted."""
        # The keyring is looked for last: most vaults have it off, and looking wakes a service of the system.
        return has_quick_unlock(path) and can_quick_unlock(path, self._secrets(), self._clock)

    def check_free(self, path: Path) -> None:
        """Raises StoreBusy while another window has the vault open."""
        check_free(path)

    def bring_back_key(self, backup: Path, lost: VaultInfo, typed: str) -> OpenPractice:
        """Opens a vault that lost its key file; its `needs_passphrase` is true then."""
        return practice_of(bring_back_key(backup, lost, typed), self._clock)

    def set_passphrase(self, opened: OpenPractice, passphrase: str) -> None:
        """Replaces the passphrase without the present one.

        A weak one raises RuleBroken, and nothing is changed.
        """
        judgement = judge_passphrase(passphrase)
        if not judgement.ok:
            raise RuleBroken(f"{judgement.sentence} Nothing was changed.", code="weak_passphrase")
        opened.vault.set_passphrase(passphrase, self._kdf)

    def waiting(self, opened: OpenPractice) -> AwaitsAdmission | None:
        """What a device that has asked to join still waits for; None when it belongs to a practice."""
        with opened.store.read() as db:
            if read_me(db) is not None:
                return None
            request = pending_request(db)
        return None if request is None else _asked(opened, "", request)

    def create(self, details: PracticeDetails, passphrase: str) -> CreatedPractice:
        """A new practice on this computer alone.

        Raises RuleBroken for a weak passphrase or missing details.
        """
        return CreatedPractice(*create_practice(self._home, passphrase, details, self._clock, kdf=self._kdf))

    def join(self, device_name: str, passphrase: str) -> AwaitsAdmission:
        """A new vault whose store is empty until the clinic has answered.

        A weak passphrase raises RuleBroken.
        """
        opened, code, request = start_join(self._home, passphrase, device_name, self._clock, kdf=self._kdf)
        return _asked(opened, code, request)

    def complete(self, opened: OpenPractice, answer: Path) -> None:
        """Lets this device in with the owner's answer; the first contact with the server."""
        opened.complete_join(JoinAnswer.from_text(_read(answer)))

    def restore(self, file: Path, passphrase: str) -> OpenPractice:
        """The backup as a new vault beside the others, opened. Nothing here is replaced."""
        folder = restore(file, self._home, passphrase, clock=self._clock)
        return self.open(folder, passphrase)

    def demo(self, told: Callable[[int, int], None], language: str = "en") -> OpenPractice:
        """An invented practice on this computer alone, which can never be connected to a clinic."""
        content = demo_practice(self._clock.now(), language=language)
        details = PracticeDetails(
            name=content.name,
            therapist=content.therapist,
            email=content.email,
            timezone=content.timezone,
            locale=language,
            settings=content.settings,
        )
        opened, _ = create_practice(self._home, PASSPHRASE, details, self._clock, kdf=self._kdf)
        try:
            with opened.store.write() as db:
                # Before the content: also a demo that was cut off half way can never be connected.
                identity_store.write_facts(db, {identity_store.ONLY_DEMO: b"1"})
            mark(opened.vault.path)
            write_practice(opened, content, self._clock.now(), told)
        except BaseException:
            opened.close()
            raise
        return opened

    def demo_passphrase(self, vault: Path) -> str:
        """What opens this vault if it is a demo, else nothing."""
        return PASSPHRASE if is_marked(vault) else ""

    def suggest(self) -> str:
        """Six random words with spaces between."""
        return suggest_passphrase()

    def judge(self, passphrase: str, known: Sequence[str]) -> Judgement:
        """Never raises: a weak passphrase is a judgement with a sentence that says what to do better."""
        return judge_passphrase(passphrase, known)

    def check_code(self, opened: OpenPractice, code: str) -> None:
        """Raises BadInput for a typing mistake, WrongPassphrase for the code of another vault."""
        opened.vault.check_recovery(code)


def _asked(opened: OpenPractice, code: str, request: JoinRequest) -> AwaitsAdmission:
    return AwaitsAdmission(opened, code, request.to_text(), request.words())


def _read(file: Path) -> str:
    try:
        with open_given(file) as opened:
            raw = opened.read(_LONGEST_ANSWER + 1)
        if len(raw) > _LONGEST_ANSWER:
            raise BadInput("This file is no answer to a request; nothing was changed.")
        return raw.decode()
    except (OSError, ValueError) as error:
        raise UserError("This file cannot be read; nothing was changed.", code="bad_input") from error
