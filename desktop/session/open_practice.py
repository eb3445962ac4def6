"""Opening, making and joining a practice: the same steps for the window, the terminal and the demo."""

import importlib
import os
import shutil
import threading
from collections.abc import Iterator, Mapping
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
from core.domain.errors import DeviceRevoked, NotAStore, NotFound, RuleBroken, ServerUnreachable, UserError
from core.domain.ids import DeviceId, IdSource, Uuid7Source
from core.domain.new_rows import LocationDraft, ServiceDraft
from core.store.attachments.chunk_store import Files
from core.store.database.engine import Store
from core.store.database.me import Me
from core.store.practice.practice import Practice, PracticeDraft, Sign, found_practice, read_me
from core.store.vault.device_identity import DeviceFile
from core.store.vault.key_generation import watch_generation
from core.store.vault.listing import VaultInfo, list_vaults
from core.store.vault.vault import Vault, create_vault, erase_vault, initials_of, open_vault
from desktop.session.copied_profile import refuse_copy
from migrations.local import upgrade
from sync.enrolment import identity_store
from sync.enrolment.completion import complete
from sync.enrolment.messages import JoinAnswer, JoinRequest
from sync.enrolment.rejoin import ask_again, notice_removal
from sync.enrolment.requests import ask_to_connect, ask_to_join, pending_request
from sync.events import Listener, PassOutcome
from sync.files.session import FileSession
from sync.remote import FilesRemote, Remote
from sync.rows.run import SyncSession


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeDetails:
    """What a new practice needs to know. `timezone` is an IANA name."""

    name: str
    therapist: str
    email: str | None = None
    timezone: str = "UTC"
    locale: str = "en"
    settings: Mapping[str, Any] | None = None
    services: tuple[ServiceDraft, ...] = ()
    locations: tuple[LocationDraft, ...] = ()


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
        """Ends the store and wipes the key. Everything that uses the store must have stopped before."""
        self.store.close()
        self.vault.close()

    def erase(self) -> None:
        """Closes it and takes it off this computer, with what says which device this is."""
        self.close()
        erase_vault(self.vault.path)
        self.device_file.forget()

    @property
    def me(self) -> Me:
        """Raises UserError (not_joined) while the device waits for its answer."""
        with self.store.read() as db:
            me = read_me(db)
        if me is None:
            raise UserError(
                "This device has asked to join and waits for the answer. Choose “Open the answer” in the "
                "window (in a terminal, `pazpaz join --answer FILE`).",
                code="not_joined",
            )
        return me

    @property
    def practice(self) -> Practice:
        """What screens and commands ask. Made anew at each call, which reads the store: keep what you got."""
        return Practice(self.store, self.me, self.clock, self.ids, self._signer())

    def practice_at(self, clock: Clock, ids: IdSource) -> Practice:
        """The practice by another clock: the demo writes its past with one."""
        return Practice(self.store, self.me, clock, ids, self._signer(), doubts_clock=False)

    def _signer(self) -> Sign | None:
        """Signs notes with this device's key; None while there is none."""
        with self.store.read() as db:
            keys, me = identity_store.device_keys(db), read_me(db)
        if keys is None or me is None:
            return None
        return lambda content: sign_note(keys.sign, me.device_id, content)

    @property
    def device_file(self) -> DeviceFile:
        """Says which device this installation is, and whether it is a copy of another one.

        It lies outside the vault.
        """
        return DeviceFile(self.home, self.vault.id)

    def enrolment(self) -> identity_store.Enrolment | None:
        """None while the practice lives on this device alone."""
        with self.store.read() as db:
            return identity_store.enrolment_of(db)

    def require_enrolment(self) -> identity_store.Enrolment:
        """Raises UserError: not_joined while the device waits for its answer, else not_connected."""
        _ = self.me
        with self.store.read() as db:
            return identity_store.require_enrolment(db)

    def session(self, remote: Remote) -> SyncSession:
        """One connection's sync passes. Refuses a copied profile (UserError), which would lose edits."""
        enrolment = self.require_enrolment()
        refuse_copy(self.device_file)
        return SyncSession(self.store, remote, enrolment.identity, self.clock, self.ids)

    def check_standing(self) -> None:
        """Asks the clinic whether it still takes this device, and changes nothing.

        Raises the UserError with which syncing would fail; `joining_again.JOINS_AGAIN` has the codes of those
        that `join_again` cures.
        """
        remote = identity_store.remote_of(self.require_enrolment())
        try:
            self.session(remote).check()
        finally:
            remote.close()

    def notice_removal(self) -> None:
        """Asks the clinic whether it removed the device whose request waits. Unanswered, it waits on."""
        notice_removal(self.store, identity_store.remote_at)

    def join_again(self, device_name: str) -> JoinRequest:
        """Leaves the old identity and asks the clinic anew; the same request until the answer is there, or
        it is known that none will ever fit."""
        with self.store.write() as db:
            request = ask_again(db, device_name, self.ids)
        self.device_file.write(request.device_id)
        return request

    def connecting(self) -> JoinRequest | None:
        """The request that waits for its answer."""
        with self.store.read() as db:
            return pending_request(db)

    def connect(self, device_name: str, code: str) -> JoinRequest:
        """Asks a server to take this practice; `code` is its recovery paper, written and read back."""
        with self.store.write() as db:
            request, _ = ask_to_connect(db, device_name, self.clock, code=code)
        return request

    def complete_join(self, answer: JoinAnswer) -> None:
        """Takes the answer; the first contact with the server. A failure changes nothing."""
        try:
            made = complete(self.store, answer, identity_store.remote_at)
        except DeviceRevoked as error:
            with self.store.read() as db:
                if read_me(db) is not None:
                    raise
            raise DeviceRevoked(
                "The owner removed this laptop again before it was in, so this answer no longer lets it in. "
                "Nothing is lost. Make a new request by “Join a practice” (in a terminal, `pazpaz join`)."
            ) from error
        except ServerUnreachable as error:
            if error.code == "server_busy":
                raise ServerUnreachable(
                    "The clinic's server is busy, so this laptop is not in yet; nothing was changed. "
                    "Open the same answer again in a minute.",
                    code=error.code,
                ) from error
            raise ServerUnreachable(
                "The clinic's server does not answer, so this laptop is not in yet; nothing was changed. "
                "Open the same answer again when there is a connection.",
                code=error.code,
            ) from error
        self.device_file.write(made.identity.device_id)

    def sync_once(self, listener: Listener, stop: threading.Event | None = None) -> PassOutcome:
        """One pass over a connection of its own."""
        enrolment = self.require_enrolment()
        remote = identity_store.remote_of(enrolment)
        try:
            outcome = self.session(remote).run_once(listener, stop or threading.Event())
        finally:
            remote.close()
        self._take_initials()
        return outcome

    def file_session(self, remote: FilesRemote, running: threading.Event | None = None) -> FileSession:
        """One connection's passes of the queue of files; refuses as `session`."""
        enrolment = self.require_enrolment()
        refuse_copy(self.device_file)
        return FileSession(self.store, remote, enrolment.identity, running, clock=self.clock, ids=self.ids)

    def carry_files(self, listener: Listener, stop: threading.Event | None = None) -> PassOutcome:
        """One pass of the queue of files, over a connection of its own."""
        remote = identity_store.files_remote_of(self.require_enrolment())
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
    return practice_of(open_vault(path, passphrase), clock, ids)


def practice_of(vault: Vault, clock: Clock, ids: IdSource | None = None) -> OpenPractice:
    """The practice of an unlocked vault, brought up to date; the vault is closed when that fails."""
    try:
        store = Store.open(vault.store_path, vault.db_key, clock, create=False)
    except BaseException:
        vault.close()
        raise
    opened = OpenPractice(_home_of(vault.path), vault, store, clock, ids or Uuid7Source(clock))
    try:
        watch_generation(vault, store)
        bring_up_to_date(store)
        Files(store).tidy()
    except BaseException:
        opened.close()
        raise
    return opened


def bring_up_to_date(store: Store) -> None:
    """Runs the migrations that the store lacks."""
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
            identity_store.write_facts(db, {identity_store.DEVICE_KEYS: DeviceKeys.generate().to_bytes()})
        found_practice(opened.store, clock, opened.ids, device_id, _draft(details))
        if details.settings:
            opened.practice.settings.set(**details.settings)
        for service in details.services:
            opened.practice.services.add(service)
        for location in details.locations:
            opened.practice.locations.add(location)
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
        watch_generation(vault, store)
        yield OpenPractice(home, vault, store, clock, ids or Uuid7Source(clock)), code
    except BaseException:
        # Closed first: Windows removes no file that is open, and `rmtree` would not say so.
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
    found = one_vault(home, wanted)
    if found.problem is not None:
        raise NotAStore(found.problem)
    return found


def one_vault(home: Path, wanted: str | None) -> VaultInfo:
    """As `find_vault`, also when it cannot be opened."""
    found = [info for info in list_vaults(home) if info.id.hex.startswith((wanted or "").replace("-", ""))]
    if not found:
        raise NotFound(
            f"There is no practice in {home}. The window begins one or joins one (in a terminal, `pazpaz "
            "new-practice` and `pazpaz join`)."
            if wanted is None
            else "There is no such practice here. The window shows those that are here when it opens (in a "
            "terminal, `pazpaz doctor`)."
        )
    if len(found) > 1:
        names = ", ".join(f"{info.id.hex[:8]} ({info.initials or '?'})" for info in found)
        raise UserError(
            f"There are several practices here: {names}. Say which with --vault.", code="which_vault"
        )
    return found[0]


def local_timezone() -> str | None:
    """This computer's IANA zone; None when it does not tell, for UTC would be wrong nearly everywhere."""
    # TZ before the link, as the C library has it.
    ways = (_zone_in_words, _linked_zone, _zone_of_qt)
    return next((name for way in ways if (name := way()) in available_timezones()), None)


def _zone_in_words() -> str:
    # POSIX lets a colon stand before the name.
    return os.environ.get("TZ", "").lstrip(":")


def _linked_zone() -> str:
    try:
        return str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    except OSError:
        return ""


def _zone_of_qt() -> str:
    """Windows has names of its own for zones, which Qt translates. Loaded here, for no command else needs Qt.

    Where Qt knows nothing it says "UTC"; a computer that is set to it is told as "Etc/UTC".
    """
    zone = importlib.import_module("PySide6.QtCore").QTimeZone
    name = bytes(zone.systemTimeZoneId().data()).decode()
    return "" if name == "UTC" else name


def _home_of(path: Path) -> Path:
    return path.parent.parent
