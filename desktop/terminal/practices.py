"""Opening, making and joining a practice: the same steps for the window, the terminal and the demo."""

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from zoneinfo import available_timezones

from core.crypto.kdf import KdfParams
from core.crypto.keys import DeviceKeys
from core.crypto.notes import sign_note
from core.crypto.phrases import judge_passphrase
from core.domain.clock import Clock
from core.domain.errors import NotAStore, NotFound, RuleBroken, UserError
from core.domain.ids import DeviceId, IdSource, Uuid7Source
from core.store.device_identity import DeviceFile
from core.store.engine import Store
from core.store.files import Files
from core.store.me import Me
from core.store.practice import Practice, PracticeDraft, found_practice, read_me
from core.store.vault import Vault, VaultInfo, create_vault, initials_of, list_vaults, open_vault
from sync import enrolled
from sync.enrol import ask_to_join
from sync.enrol_papers import JoinRequest
from sync.events import Listener, Outcome
from sync.files import FileSession
from sync.remote import FilesRemote, Remote
from sync.run import SyncSession


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeDetails:
    """What a new practice needs to know. `timezone` is an IANA name."""

    name: str
    therapist: str
    email: str | None = None
    timezone: str = "UTC"
    locale: str = "en"
    settings: Mapping[str, Any] | None = None


class OpenPractice:
    """An unlocked vault with its store. `practice` raises on a device that still waits to be let in.

    Close it: another copy of the program cannot open the vault before.
    """

    def __init__(self, home: Path, vault: Vault, store: Store, clock: Clock, ids: IdSource) -> None:
        self.home, self.vault, self.store = home, vault, store
        self.clock, self.ids = clock, ids

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.store.close()
        self.vault.close()

    @property
    def me(self) -> Me:
        """Raises UserError (not_joined) while the device waits for its answer."""
        with self.store.read() as db:
            me = read_me(db)
        if me is None:
            raise UserError(
                "This device has asked to join and waits for the answer. Complete it with "
                "`pazpaz join --answer FILE`.",
                code="not_joined",
            )
        return me

    @property
    def practice(self) -> Practice:
        return self.practice_at(self.clock, self.ids)

    def practice_at(self, clock: Clock, ids: IdSource) -> Practice:
        """The practice by another clock: the demo writes its past with one."""
        return Practice(self.store, self.me, clock, ids, self._signer())

    def _signer(self) -> Callable[[bytes], bytes] | None:
        """Signs finalized notes with this device's key."""
        with self.store.read() as db:
            keys, me = enrolled.device_keys(db), read_me(db)
        if keys is None or me is None:
            return None
        return lambda content: sign_note(keys.sign, me.device_id, content)

    @property
    def device_file(self) -> DeviceFile:
        return DeviceFile(self.home, self.vault.id)

    def enrolment(self) -> enrolled.Enrolment | None:
        """None while the practice lives on this device alone."""
        with self.store.read() as db:
            return enrolled.enrolment_of(db)

    def require_enrolment(self) -> enrolled.Enrolment:
        """Raises UserError: not_joined while the device waits for its answer, else not_connected."""
        _ = self.me
        with self.store.read() as db:
            return enrolled.require_enrolment(db)

    def session(self, remote: Remote) -> SyncSession:
        """One connection's sync passes. Refuses a copied profile (UserError), which would lose edits."""
        enrolment = self.require_enrolment()
        self._refuse_copy()
        return SyncSession(self.store, remote, enrolment.identity, self.clock, self.ids)

    def _refuse_copy(self) -> None:
        found = self.device_file.read()
        if found is not None and found.is_clone:
            raise UserError(
                "This is a copy of another device's practice, or one restored from a backup; it cannot sync "
                "under the same name. Nothing is lost: export it, or join as a new device.",
                code="restored_copy",
            )

    def sync_once(self, listener: Listener, stop: threading.Event | None = None) -> Outcome:
        """One pass over a connection of its own."""
        enrolment = self.require_enrolment()
        remote = enrolled.remote_of(enrolment)
        try:
            outcome = self.session(remote).run_once(listener, stop or threading.Event())
        finally:
            remote.close()
        self._take_initials()
        return outcome

    def file_session(self, remote: FilesRemote, running: threading.Event | None = None) -> FileSession:
        """One connection's passes of the queue of files; refuses as `session`."""
        enrolment = self.require_enrolment()
        self._refuse_copy()
        return FileSession(self.store, remote, enrolment.identity, running, clock=self.clock, ids=self.ids)

    def carry_files(self, listener: Listener, stop: threading.Event | None = None) -> Outcome:
        """One pass of the queue of files, over a connection of its own."""
        remote = enrolled.files_remote_of(self.require_enrolment())
        try:
            return self.file_session(remote).run_once(listener, stop or threading.Event())
        finally:
            remote.close()

    def _take_initials(self) -> None:
        """A device that joined learns only from its first pass whose it is."""
        try:
            name = self.practice.team.me().full_name
        except NotFound:
            return
        if initials_of(name) != self.vault.initials:
            self.vault.set_initials(name)


def open_practice(path: Path, passphrase: str, clock: Clock, ids: IdSource | None = None) -> OpenPractice:
    """Unlocks and brings the store up to date. Slow on purpose: never on the GUI thread."""
    vault = open_vault(path, passphrase)
    try:
        store = Store.open(vault.store_path, vault.db_key, clock, create=False)
    except BaseException:
        vault.close()
        raise
    opened = OpenPractice(_home_of(path), vault, store, clock, ids or Uuid7Source(clock))
    try:
        bring_up_to_date(store)
        Files(store).tidy()
    except BaseException:
        opened.close()
        raise
    return opened


def bring_up_to_date(store: Store) -> None:
    """Runs the migrations that the store lacks."""
    # Loading them takes a tenth of the program's start, and the door stands before anybody needs them.
    from migrations.local import upgrade  # noqa: PLC0415

    upgrade(store)


def create_practice(
    home: Path,
    passphrase: str,
    details: PracticeDetails,
    clock: Clock,
    *,
    kdf: KdfParams | None = None,
    ids: IdSource | None = None,
) -> tuple[OpenPractice, str]:
    """A practice on this computer alone, and the recovery code that is shown once."""
    _check_details(details)
    _check_passphrase(passphrase, (details.name, details.therapist))
    with _new_store(home, passphrase, clock, kdf, ids) as (opened, code):
        device_id = DeviceId(opened.ids.new())
        with opened.store.write() as db:
            enrolled.write_facts(db, {enrolled.DEVICE_KEYS: DeviceKeys.generate().to_bytes()})
        found_practice(opened.store, clock, opened.ids, device_id, _draft(details))
        if details.settings:
            opened.practice.settings.set(**details.settings)
        opened.vault.set_initials(details.therapist)
        opened.device_file.write(device_id)
    return opened, code


def start_join(
    home: Path,
    passphrase: str,
    device_name: str,
    clock: Clock,
    *,
    kdf: KdfParams | None = None,
    ids: IdSource | None = None,
) -> tuple[OpenPractice, str, JoinRequest]:
    """An empty store that asks to join: the recovery code, shown once, and the request."""
    _check_passphrase(passphrase, (device_name,))
    with _new_store(home, passphrase, clock, kdf, ids) as (opened, code):
        with opened.store.write() as db:
            request = ask_to_join(db, device_name, opened.ids)
        opened.vault.set_initials(device_name)
        opened.device_file.write(request.device_id)
    return opened, code, request


@contextmanager
def _new_store(
    home: Path, passphrase: str, clock: Clock, kdf: KdfParams | None, ids: IdSource | None
) -> Iterator[tuple[OpenPractice, str]]:
    """A vault with an empty store; taken away again when anything inside the block fails."""
    vault, code = create_vault(home, passphrase, params=kdf)
    store = None
    try:
        store = Store.open(vault.store_path, vault.db_key, clock)
        bring_up_to_date(store)
        yield OpenPractice(home, vault, store, clock, ids or Uuid7Source(clock)), code
    except BaseException:
        if store is not None:
            store.close()
        vault.close()
        shutil.rmtree(vault.path, ignore_errors=True)
        DeviceFile(home, vault.id).forget()
        raise


def _draft(details: PracticeDetails) -> PracticeDraft:
    return PracticeDraft(
        name=details.name,
        timezone=details.timezone,
        owner_name=details.therapist,
        owner_email=details.email,
        locale=details.locale,
    )


def _check_details(details: PracticeDetails) -> None:
    if not details.name.strip() or not details.therapist.strip():
        raise RuleBroken("A practice needs a name and a therapist; nothing was made.", code="name_missing")
    if details.timezone not in available_timezones():
        raise RuleBroken(
            f"{details.timezone!r} is not a time zone; nothing was made. Use a name such as Europe/Berlin.",
            code="timezone",
        )


def _check_passphrase(passphrase: str, known: tuple[str, ...]) -> None:
    judgement = judge_passphrase(passphrase, known)
    if not judgement.ok:
        raise RuleBroken(f"{judgement.sentence} Nothing was made.", code="weak_passphrase")


def find_vault(home: Path, wanted: str | None) -> VaultInfo:
    """The vault whose id begins with `wanted`, or the only one. Raises NotFound or NotAStore."""
    found = [info for info in list_vaults(home) if info.id.hex.startswith((wanted or "").replace("-", ""))]
    if not found:
        raise NotFound(
            f"There is no practice in {home}. Make one with `pazpaz new-practice`, or join one."
            if wanted is None
            else "There is no such practice here; `pazpaz doctor` lists them."
        )
    if len(found) > 1:
        names = ", ".join(f"{info.id.hex[:8]} ({info.initials or '?'})" for info in found)
        raise UserError(
            f"There are several practices here: {names}. Say which with --vault.", code="which_vault"
        )
    if found[0].problem is not None:
        raise NotAStore(found[0].problem)
    return found[0]


def local_timezone() -> str:
    """This computer's IANA zone; UTC when it does not tell."""
    try:
        target = str(Path("/etc/localtime").resolve())
    except OSError:
        return "UTC"
    name = target.partition("zoneinfo/")[2]
    return name if name in available_timezones() else "UTC"


def _home_of(path: Path) -> Path:
    return path.parent.parent
