"""What an owner does with the clinic's devices, for the window and the terminal alike. No Qt."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from core.crypto.certs import read_cert
from core.domain.enums import Role
from core.domain.errors import NotFound, ServerRefused, UserError
from core.domain.ids import DeviceId
from core.domain.records import User
from core.domain.rights import reads_clinical
from core.store.attachments.workspace_keys import is_parted, load_keys
from core.store.unit_of_work.certificates import kept_certificates
from core.store.unit_of_work.people import practice_settings
from desktop.session.open_practice import OpenPractice
from sync.enrolment import identity_store
from sync.enrolment.answers import Admission, answer_again, approve, giver_of
from sync.enrolment.messages import JoinAnswer, JoinRequest
from sync.enrolment.undoing import Undone, undo
from sync.keys.certificates import devices_of, false_givers, proven_certs
from sync.keys.clinical_readers import keys_for
from sync.keys.keychain import allowed_wrappers, seen_generation
from sync.keys.remote_wipe import order_wipe
from sync.keys.role_keeper import role_to_tell, see_to_again
from sync.keys.rotation import Rotated, remove_strangers, rotate
from sync.rows.adopted_seals import refuse_guests

if TYPE_CHECKING:
    from sync.postgres.rows import PostgresRemote


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceLine:
    """One device of the clinic. Times in microseconds; not `is_vouched`: no owner let it in."""

    device_id: DeviceId
    name: str
    person: str
    role: str
    enrolled_at: int
    last_seen_at: int | None
    revoked_at: int | None
    is_this: bool
    is_vouched: bool
    program: str | None = None
    """The version it last said it runs."""
    gave_false_certs: bool = False
    """Somebody with its login gave devices certificates that no owner signed."""


class DeviceAdmin:
    """Calls go to the server: never on the GUI thread. Raises UserError, also without a server."""

    def __init__(self, opened: OpenPractice) -> None:
        self._opened = opened

    @property
    def is_owners(self) -> bool:
        """Whether this device may let others in and out."""
        return read_cert(self._opened.require_enrolment().cert).role is Role.OWNER

    def people(self) -> Sequence[User]:
        """The active members of the practice, as this device's store knows them; the server is not asked."""
        return [user for user in self._opened.practice.team.list() if user.is_active]

    def devices(self) -> list[DeviceLine]:
        """Those that are in first, then the removed ones."""
        me = self._opened.require_enrolment().identity
        with self._remote() as remote:
            entries = remote.directory(me.workspace_id)
        with self._opened.store.read() as db:
            proven = proven_certs(entries, me.workspace_id, me.root_pub, kept_certificates(db))
        false = false_givers(entries, proven.genuine)
        names = {user.id: user.full_name for user in self._opened.practice.team.list()}
        lines = [
            DeviceLine(
                device_id=entry.device_id,
                name=entry.name,
                person=names.get(entry.user_id, ""),
                role=entry.role,
                enrolled_at=entry.enrolled_at,
                last_seen_at=entry.last_seen_at,
                revoked_at=entry.revoked_at,
                is_this=entry.device_id == me.device_id,
                is_vouched=entry.device_id in proven.newest,
                gave_false_certs=entry.login_role in false,
                program=entry.program,
            )
            for entry in entries
        ]
        return sorted(lines, key=lambda line: (line.revoked_at is not None, not line.is_this, line.name))

    def let_in(self, request: JoinRequest, user: User) -> JoinAnswer:
        """Approves; the six words must have been compared before."""
        owner, role = self._opened.require_enrolment(), Role(user.role)
        refuse_guests(self._opened.store)
        with self._opened.store.read() as db:
            settings = practice_settings(db, owner.identity.workspace_id)
            parted = is_parted(db)
        if not parted and not reads_clinical(role, settings):
            # What is clinical gets keys of its own before somebody comes who may not read it.
            self.change_keys()
        with self._opened.store.write() as db:
            see_to_again(db, user.id)
            keys, generation = load_keys(db), seen_generation(db)
            told = role_to_tell(db, user.id, role)
        admission = Admission(user.id, role, keys_for(role, settings, keys), generation)
        with self._remote() as remote:
            answer = partial(approve, request, owner, admission, remote, self._opened.clock)
            tell = partial(remote.register_user, owner.identity.workspace_id, user.id, told)
            try:
                return answer() if user.id == owner.identity.user_id else _of_member(answer, tell)
            except ServerRefused as error:
                again = self._again(remote, request, user, generation) if error.code == "denied" else None
                if again is None:
                    raise
                return again

    def _again(
        self, remote: "PostgresRemote", request: JoinRequest, user: User, generation: int
    ) -> JoinAnswer | None:
        """For a request that was answered before: the answer never arrived, or this device heard of no end.

        None for a device that the server does not know. Raises UserError for one that it knows otherwise
        (answered), or that would not take the keys from who gave them (giver_removed).
        """
        owner = self._opened.require_enrolment()
        me = owner.identity
        entries = remote.directory(me.workspace_id)
        known = next((one for one in entries if one.device_id == request.device_id), None)
        if known is None:
            return None
        with self._opened.store.read() as db:
            proven = proven_certs(entries, me.workspace_id, me.root_pub, kept_certificates(db))
        is_in = known.revoked_at is None
        trusted = devices_of(proven.newest)
        let_in = trusted.get(request.device_id) if is_in else None
        again = answer_again(request, owner, known, let_in, user_id=user.id, generation=generation)
        if again is None:
            raise UserError(
                "This device was let in before, but was removed again, or was let in with another request or "
                "for somebody else. Nothing was changed; let the device open its last answer, then ask anew.",
                code="answered",
            )
        out = frozenset(entry.device_id for entry in entries if entry.revoked_at is not None)
        giver = giver_of(known, proven) or DeviceId(me.workspace_id)
        if giver not in allowed_wrappers(trusted, out, me.workspace_id, me.root_pub):
            raise UserError(
                "The device that let this one in was removed since, so no answer would help it any more. "
                "Nothing was changed; remove this device's entry (Settings, Team and devices), then let it "
                "ask anew.",
                code="giver_removed",
            )
        return again

    def remove(self, device_id: DeviceId, *, erase: bool = False) -> Rotated:
        """Shuts a device out, orders it to erase itself if wanted, and changes the keys.

        Out is out: where the order could not be left (not_ordered) or the keys could not be changed
        (not_rotated) afterwards, the UserError says so, and the same call does what is left.
        """
        me = self._opened.require_enrolment().identity
        if device_id == me.device_id:
            raise UserError("This is the device that you are working on; remove it from another one.")
        with self._opened.store.read() as db:
            kept = kept_certificates(db)
        with self._remote() as remote:
            remote.revoke_device(me.workspace_id, device_id)
            if erase:
                with _shut_out_but(
                    "it was not ordered to erase its copy and the keys were not changed yet", "not_ordered"
                ):
                    order_wipe(remote, me, device_id, self._opened.clock, kept)
        with _shut_out_but("the keys were not changed yet", "not_rotated"):
            return self.change_keys()

    def undo(self, device_id: DeviceId) -> Undone:
        """Sets aside for all what a removed device left and nobody can verify. Reads the whole feed once."""
        opened, me = self._opened, self._opened.require_enrolment().identity
        with self._remote() as remote:
            return undo(opened.store, remote, me, opened.clock, opened.ids, device_id)

    def reset_login(self, device_id: DeviceId) -> None:
        """Puts a changed password back. Raises UserError (no_verifier) where the first one was not kept."""
        me = self._opened.require_enrolment().identity
        with self._remote() as remote:
            if not remote.reset_login(me.workspace_id, device_id):
                from sync.postgres.errors import no_verifier  # noqa: PLC0415 - with a clinic it is loaded

                raise no_verifier()

    def change_keys(self, *, without_strangers: bool = False) -> Rotated:
        """A new key for the devices that are in; what the clinic holds is sealed anew by the next syncs.

        `without_strangers` first shuts out those that no owner let in.
        """
        opened, me = self._opened, self._opened.require_enrolment().identity
        with self._remote() as remote:
            if without_strangers:
                remove_strangers(opened.store, remote, me)
            return rotate(opened.store, remote, me, opened.clock, opened.ids)

    def find(self, text: str) -> DeviceLine:
        """By its id, or by the beginning of it."""
        wanted = text.replace("-", "").lower()
        found = [line for line in self.devices() if UUID(str(line.device_id)).hex.startswith(wanted)]
        if len(found) != 1:
            raise NotFound(
                "There is no such device, or several. Settings, Team and devices, lists them (in a terminal, "
                "`pazpaz devices`)."
            )
        return found[0]

    @contextmanager
    def _remote(self) -> "Iterator[PostgresRemote]":
        remote = identity_store.remote_of(self._opened.require_enrolment())
        try:
            yield remote
        finally:
            remote.close()


def _of_member(answer: Callable[[], JoinAnswer], tell: Callable[[], None]) -> JoinAnswer:
    """Only members have devices, and a server that has them is told nothing: their row may not have been sent
    yet, or the server went back to before it."""
    try:
        return answer()
    except ServerRefused as error:
        if error.code != "denied":
            raise
    tell()
    return answer()


@contextmanager
def _shut_out_but(left: str, code: str) -> Iterator[None]:
    """Tells what is left to do for a device that is out already."""
    try:
        yield
    except UserError as error:
        raise UserError(
            f"The device is shut out, but {left}: {error.sentence} Remove it once more to do that.", code=code
        ) from None
