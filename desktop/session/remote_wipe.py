"""What a device does when it is not let in any more: all stays, unless an owner ordered otherwise."""

import contextlib

from core.domain.errors import UserError
from desktop.session.open_practice import OpenPractice
from sync.enrolment import identity_store
from sync.enrolment.identity_store import Enrolment
from sync.keys.remote_wipe import is_ordered


def obey(opened: OpenPractice) -> bool:
    """Erases this practice from the computer when an owner's proven order says so; True when it did.

    Ask after the server said that the device was removed. A failing login, an unreachable server or an order
    that is not proven to the pinned root change nothing.
    """
    enrolment = opened.enrolment()
    if enrolment is None or not is_told(enrolment):
        return False
    opened.erase()
    report(enrolment)  # with the login as it was read: the store that held it is gone
    return True


def is_told(enrolment: Enrolment) -> bool:
    """Asks the server; on the worker. False as well when it does not answer: then the order waits."""
    remote = identity_store.remote_of(enrolment)
    try:
        return is_ordered(remote, enrolment.identity)
    except UserError:
        return False
    finally:
        remote.close()


def report(enrolment: Enrolment) -> None:
    """Tells that it is done, if the server can be told."""
    with contextlib.closing(identity_store.remote_of(enrolment)) as remote, contextlib.suppress(UserError):
        remote.wipe_obeyed(enrolment.identity.workspace_id)


def erased() -> UserError:
    """What is told in the place of the server's refusal, once the order was obeyed.

    It has the code `erased`.
    """
    return UserError(
        "The clinic's owner removed this computer and had the practice on it erased. "
        "Nothing of it is left here.",
        code="erased",
    )
