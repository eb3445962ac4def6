"""A device that its clinic no longer takes joins it again, under a new identity and with all its work."""

from sqlalchemy import Connection

from core.domain.errors import DeviceRevoked, UserError
from core.domain.ids import DeviceId, IdSource
from core.store.transfer.new_device import become_new_device
from sync.enrolment import identity_store
from sync.enrolment.messages import JoinRequest
from sync.enrolment.requests import ask_to_join
from sync.rows.greeting import restored_copy, unknown_device

JOINS_AGAIN = frozenset({restored_copy().code, unknown_device().code, DeviceRevoked.code})
"""Codes of what no other try cures: copied or put back, not known to the server, removed by an owner."""


def ask_again(db: Connection, device_name: str, ids: IdSource) -> JoinRequest:
    """The request of a device that was in its clinic. Asking again before the answer came gives the same one.

    The device leaves its old identity at once, in the caller's transaction: whoever else has the same one
    keeps it. Raises UserError (not_connected) for a practice that no clinic has.
    """
    if identity_store.enrolment_of(db) is not None:
        become_new_device(db, DeviceId(ids.new()))
    elif not identity_store.was_enrolled(db):
        raise UserError(
            "This practice was never in a clinic, so there is none to join again; nothing was changed. "
            "Settings, Clinic and device, brings it to one (in a terminal, `pazpaz connect`).",
            code="not_connected",
        )
    return ask_to_join(db, device_name, ids)
