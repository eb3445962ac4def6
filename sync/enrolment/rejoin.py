"""A device that its clinic no longer takes joins it again, under a new identity and with all its work."""

from sqlalchemy import Connection

from core.domain.errors import DeviceRevoked, UserError
from core.domain.ids import DeviceId, IdSource
from core.store.database.engine import Store
from core.store.database.facts import get_fact
from core.store.transfer.new_device import become_new_device
from sync.enrolment import identity_store
from sync.enrolment.completion import Connect
from sync.enrolment.messages import JoinRequest
from sync.enrolment.requests import ask_to_join, keep_removal, pending_request
from sync.rows.greeting import restored_copy, unknown_device

JOINS_AGAIN = frozenset({restored_copy().code, unknown_device().code, DeviceRevoked.code})
"""Codes of what no other try cures: copied or put back, not known to the server, removed by an owner."""


def ask_again(db: Connection, device_name: str, ids: IdSource) -> JoinRequest:
    """The request of a device that was in its clinic. Asking again before the answer came gives the same one,
    until it is known that the clinic removed the device that asked.

    The device leaves its old identity at once, in the caller's transaction: whoever else has the same one
    keeps it. Raises UserError (not_connected) for a practice that no clinic has.
    """
    is_vain = get_fact(db, identity_store.REFUSED) is not None
    if identity_store.enrolment_of(db) is not None or is_vain:
        become_new_device(db, DeviceId(ids.new()))
    elif not identity_store.was_enrolled(db):
        raise UserError(
            "This practice was never in a clinic, so there is none to join again; nothing was changed. "
            "Settings, Clinic and device, brings it to one (in a terminal, `pazpaz connect`).",
            code="not_connected",
        )
    return ask_to_join(db, device_name, ids)


def notice_removal(store: Store, connect: Connect) -> None:
    """Asks the clinic whether it removed the device whose request waits; keeps it where it says so.

    Whatever else it says, or when it does not answer, the request goes on waiting.
    """
    with store.read() as db:
        request, place = pending_request(db), identity_store.known_place(db)
        password = get_fact(db, identity_store.LOGIN_PASSWORD)
    if request is None or place is None or password is None:
        return
    remote = connect(place, request.login_role, password.decode())
    try:
        remote.hello()
    except DeviceRevoked:
        keep_removal(store, request)
    except UserError:
        pass
    finally:
        remote.close()
