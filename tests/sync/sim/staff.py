"""Keys of laptops in a practice where what is clinical has keys of its own."""

from core.crypto.cells import twin_no
from core.domain.rights import READERS_SETTING
from core.store.attachments.workspace_keys import load_keys, save_key, set_parted
from sync.keys.clinical_readers import keys_for
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
