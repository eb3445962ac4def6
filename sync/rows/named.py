"""Who a row names as the one who acted, against who sealed it: nobody acts in another's name.

A laptop that offers again what a restored server lost sends, of what only grows, the seal that the other one
gave it. A note that somebody finalized or amended bears that person's signature.
"""

from collections.abc import Callable, Mapping
from uuid import UUID

from core.crypto.notes import device_of
from core.domain.errors import Tampered
from core.domain.ids import DeviceId, UserId
from core.domain.registry import AUDIT_EVENTS, SESSION_VERSIONS, SESSIONS, Table

Person = Callable[[DeviceId], UserId | None]
"""Whose a trusted device is; None for one that is not."""
_DEVICE = AUDIT_EVENTS.by_name["device_id"].no
_NAMES = {
    SESSIONS.no: SESSIONS.by_name["finalized_by"].no,
    SESSION_VERSIONS.no: SESSION_VERSIONS.by_name["created_by_user_id"].no,
    AUDIT_EVENTS.no: AUDIT_EVENTS.by_name["user_id"].no,
}
_SIGNATURES = {
    SESSIONS.no: SESSIONS.by_name["signature"].no,
    SESSION_VERSIONS.no: SESSION_VERSIONS.by_name["signature"].no,
}
_SENTENCE = "A row names somebody else than the laptop's person as who did it, so it was not used."


def named_person(table: Table, plain: Mapping[int, object]) -> UserId | None:
    """Who signed, amended, or did what an event records."""
    return _user(plain.get(_NAMES.get(table.no, 0)))


def check_named(
    table: Table, plain: Mapping[int, object], sealed_by: DeviceId, person: Person, *, is_adopted: bool
) -> None:
    """Raises Tampered where the row names another person than the one whose laptop sealed it, unproved.

    `is_adopted`: the practice was taken over from an old database, which had neither laptops nor signatures.
    """
    named, signer = named_person(table, plain), person(sealed_by)
    if table.no == AUDIT_EVENTS.no:
        _check_event(plain, named, signer, person, is_adopted=is_adopted)
    elif named is not None and named != signer:
        signature = plain.get(_SIGNATURES[table.no])
        if signature is None and is_adopted:
            return
        if not isinstance(signature, str) or person(device_of(bytes.fromhex(signature))) != named:
            raise Tampered(_SENTENCE)


def _check_event(
    plain: Mapping[int, object],
    named: UserId | None,
    signer: UserId | None,
    person: Person,
    *,
    is_adopted: bool,
) -> None:
    device = plain.get(_DEVICE)
    if device is None and is_adopted:
        return
    if named is not None and named != signer:
        raise Tampered(_SENTENCE)
    # One that nobody knows is of the time before this person's laptop joined the clinic.
    if device is not None and person(DeviceId(UUID(str(device)))) not in {None, signer}:
        raise Tampered(_SENTENCE)


def _user(value: object) -> UserId | None:
    return None if value is None else UserId(UUID(str(value)))
