"""Keys and certificates of laptops in a practice where what is clinical has keys of its own."""

from collections.abc import Sequence

from core.crypto.cells import twin_no
from core.crypto.wrap import unwrap_key, wrap_key
from core.domain.enums import Role
from core.domain.ids import DeviceId
from core.domain.rights import READERS_SETTING
from core.store.attachments.workspace_keys import load_keys, save_key, set_parted
from core.store.unit_of_work.people import people, practice_settings
from sync.keys.clinical_readers import keys_for
from sync.keys.role_keeper import see_to_again
from sync.remote import WrappedKey
from tests.sync.laptops import Laptop
from tests.sync.sim.machine import Machine

_FIRST_TWIN = b"t" * 32


def give_keys(owner: Machine, machine: Machine) -> None:
    """What the owner's laptop wraps for a laptop that it lets in: the twins for clinicians alone."""
    held = machine.practice.head()
    held.clinical_key_no = held.clinical_key_no or twin_no(1)
    with owner.laptop.store.write() as db:
        set_parted(db)
        save_key(db, twin_no(1), _FIRST_TWIN)
        keys = load_keys(db)
    settings = {READERS_SETTING: held.reads_clinical(held.devices[-1])}
    with machine.laptop.store.write() as db:
        set_parted(db)
        for number, key in keys_for(machine.role, settings, keys).items():
            save_key(db, number, key)
    held.heed_list(machine.laptop.me.user_id)


def role_by_owner(owner: Machine, machine: Machine) -> Role:
    """With it a device of that person is let in: as the owner's laptop has it, whatever a server says that
    went back (`DeviceAdmin.let_in`)."""
    me = machine.laptop.me
    with owner.laptop.store.read() as db:
        return people(db, me.workspace_id).get(me.user_id) or machine.role


def let_in_again(family: Sequence[Machine], machine: Machine, before: Laptop) -> None:
    """What an owner gives a laptop that joins anew, or the recovery paper an owner: all keys for its role.

    `before`: the laptop as the device that it was, or was copied from.
    """
    practice, me = machine.practice.head(), machine.laptop.me
    entry = machine.practice.server.entry(practice, me.device_id)
    assert entry is not None
    held: dict[int, bytes] = {}
    for laptop in (before, *(each.laptop for each in family)):
        held |= _held(laptop)
    with family[0].laptop.store.write() as db:
        see_to_again(db, me.user_id)
        settings = practice_settings(db, me.workspace_id)
    keys = keys_for(Role(entry.role), settings, held)
    paper, no = machine.practice.root, me.workspace_id
    practice.keys += [
        WrappedKey(
            number, me.device_id, wrap_key(key, entry.hpke_pub, no, number, me.device_id, paper), DeviceId(no)
        )
        for number, key in keys.items()
    ]
    with machine.laptop.store.write() as db:
        set_parted(db)
        for number, key in keys.items():
            save_key(db, number, key)
    practice.heed_list(me.user_id)


def _held(laptop: Laptop) -> dict[int, bytes]:
    """Those that lie on the server for it as well."""
    head, me = laptop.practice.head(), laptop.identity
    paper = laptop.practice.root.public_key().public_bytes_raw()
    signers = {
        DeviceId(me.workspace_id): paper,
        **{each.device_id: each.sign_pub for each in head.devices},
    }
    fetched = {
        each.key_no: unwrap_key(
            each.blob, me.keys.hpke, me.workspace_id, each.key_no, me.device_id, signers[each.wrapped_by]
        )
        for each in head.keys
        if each.device_id == me.device_id
    }
    with laptop.store.read() as db:
        return fetched | load_keys(db)
