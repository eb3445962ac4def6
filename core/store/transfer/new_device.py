"""The same store under another identity: what was restored, copied or let go by its clinic joins it anew."""

from sqlalchemy import Connection

from core.crypto.keys import DeviceKeys
from core.domain.ids import DeviceId
from core.store.attachments import blob_states
from core.store.database.facts import get_fact, set_fact
from core.store.database.me import Me
from core.store.outbox.batching import reset_outbox
from core.store.unit_of_work.bootstrap import read_me, write_me
from core.store.unit_of_work.signers import DEVICE_KEYS, keep_own_signer

ENROLMENT = ("cert", "login_role", "login_password", "join_request", "join_refused")
"""Facts of the device that this store was."""


def become_new_device(db: Connection, device_id: DeviceId) -> None:
    """Gives the store another device's identity and keys; everything that was typed stays, and what the
    clinic has not confirmed waits.

    Two devices under one identity would lose each other's edits: their op numbers would mean different ops.
    Place and epoch of the feed stay: versions mean something only on the server life that gave them, and a
    device that had forgotten which that was would push edits of rows that are others by now.
    """
    me = read_me(db)
    keep_own_signer(db)
    if me is not None:
        write_me(db, Me(me.workspace_id, me.user_id, device_id))
        reset_outbox(db, me.workspace_id, 0)
        blob_states.forget_clinic(db)
    if get_fact(db, DEVICE_KEYS) is not None:
        set_fact(db, DEVICE_KEYS, DeviceKeys.generate().to_bytes())
    for name in ENROLMENT:
        set_fact(db, name, None)
