"""Answering a request: an owner's device lets another in, and the operator the first one of a practice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from core.crypto.certs import DeviceCert, ProvenCerts, read_cert, verify_chain
from core.domain.clock import Clock, to_micros
from core.domain.enums import Role
from core.domain.errors import BadInput, Tampered, UserError
from core.domain.ids import DeviceId, UserId
from core.domain.printable import one_line
from sync.enrolment.authority import Authority, device_of
from sync.enrolment.identity_store import Enrolment, ServerPlace
from sync.enrolment.messages import JoinAnswer, JoinRequest
from sync.postgres.logins import NewDevice
from sync.remote import DeviceEntry, WrappedKey


class Approver(Protocol):
    """The server as an owner's device sees it."""

    def enrol_device(self, device: NewDevice) -> None:
        """Lets a device of a member in, with its keys, or nothing of it; the same may be said again."""
        ...


@dataclass(frozen=True, slots=True)
class Admission:
    """As whom a device is let in, and with which workspace keys, by number."""

    user_id: UserId
    role: Role
    keys: Mapping[int, bytes] = field(repr=False)
    """Only those that the role may have (`clinical_readers.keys_for`)."""
    generation: int = 0
    """How often the keys were rotated: the new device then takes no older list from the server."""


def approve(
    request: JoinRequest, owner: Enrolment, admission: Admission, approver: Approver, clock: Clock
) -> JoinAnswer:
    """Lets a device in from an owner's device: certificate, login and all workspace keys in one step.

    The words must have been compared before.
    """
    if read_cert(owner.cert).role is not Role.OWNER:
        raise UserError("Only an owner's device can let a device in; nothing was changed.", code="forbidden")
    if request.first is not None:
        raise BadInput(
            "This request brings a new practice; whoever runs the server approves it (`pazpaz server "
            "approve`). Nothing was changed."
        )
    identity = owner.identity
    authority = Authority(identity.workspace_id, identity.keys, identity.device_id)
    user_id, issued_at = admission.user_id, to_micros(clock.now())
    approver.enrol_device(authority.certify(request, user_id, admission.role, admission.keys, issued_at))
    return _answer(request, owner, user_id, admission.generation)


def answer_again(
    request: JoinRequest,
    owner: Enrolment,
    known: DeviceEntry,
    let_in: DeviceCert | None,
    *,
    user_id: UserId,
    generation: int,
) -> JoinAnswer | None:
    """The answer to a device that is in already, where it was lost on its way; the server is told nothing.

    `known` is how the server lists the device, `let_in` its proven certificate. None unless both have the
    person, and the request's keys, login and name. The password is not listed: whether that is the request's
    too shows only when the device takes the answer.
    """
    told = (request.login_role, one_line(request.device_name))
    keys = (request.sign_pub, request.hpke_pub, user_id)
    if let_in is None or (let_in.sign_pub, let_in.hpke_pub, let_in.user_id) != keys:
        return None
    if (known.login_role, known.name) != told:
        return None
    return _answer(request, owner, user_id, generation)


def giver_of(known: DeviceEntry, proven: ProvenCerts) -> DeviceId | None:
    """Which device let `known` in, whose keys are all that it was given; None: the recovery paper did.

    A certificate that was renewed since came without keys.
    """
    # The newest stands first.
    genuine = [cert for cert in known.filed() if cert in proven.genuine]
    first = genuine[-1] if genuine else proven.newest[known.device_id]
    return read_cert(first).issuer_device_id


def _answer(request: JoinRequest, owner: Enrolment, user_id: UserId, generation: int) -> JoinAnswer:
    identity = owner.identity
    return JoinAnswer(
        request_digest=request.digest(),
        place=owner.place,
        workspace_id=identity.workspace_id,
        user_id=user_id,
        root_pub=identity.root_pub,
        generation=generation,
    )


def first_device(request: JoinRequest) -> NewDevice:
    """The device of a new practice, for the server's operator. Raises BadInput for any other request."""
    first = request.first
    if first is None:
        raise BadInput(
            "This request joins a practice that exists; an owner lets the device in (Settings, Team and "
            "devices; in a terminal, `pazpaz approve`). Nothing was changed."
        )
    # The root comes with the request, so this only says that it fits itself; the six words say whose it is.
    certs = verify_chain({request.device_id: first.cert}, first.root_pub, first.workspace_id)
    cert = certs.get(request.device_id)
    if cert is None or (cert.user_id, cert.sign_pub, cert.hpke_pub) != (
        first.user_id,
        request.sign_pub,
        request.hpke_pub,
    ):
        raise Tampered("The request's certificate does not fit the request; nothing was changed.")
    keys = tuple(
        WrappedKey(number, request.device_id, blob, request.device_id)
        for number, blob in first.wrapped.items()
    )
    return device_of(request, cert, first.cert, keys)


def answer_first(request: JoinRequest, place: ServerPlace) -> JoinAnswer:
    """What the operator hands back to the first device."""
    device = first_device(request)
    assert request.first is not None  # noqa: S101 - first_device has refused it
    return JoinAnswer(
        request_digest=request.digest(),
        place=place,
        workspace_id=device.workspace_id,
        user_id=device.user_id,
        root_pub=request.first.root_pub,
    )
