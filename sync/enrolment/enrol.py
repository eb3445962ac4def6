"""Letting a device in: it asks, an owner's device approves (the operator, for the first), it completes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from sqlalchemy import Connection

from core.crypto.cells import INDEX_KEY_NO, new_key
from core.crypto.certs import DeviceCert, issue, read_cert, verify_chain
from core.crypto.keys import DeviceKeys
from core.crypto.recovery import Paper, new_code
from core.crypto.recovery import workspace_keys as keys_of_paper
from core.crypto.wrap import unwrap_key, wrap_key
from core.domain.clock import Clock, to_micros
from core.domain.enums import Role
from core.domain.errors import BadInput, ServerRefused, Tampered, UserError
from core.domain.ids import DeviceId, IdSource, UserId, Uuid7Source, WorkspaceId
from core.store.attachments.workspace_keys import load_keys
from core.store.database.engine import Store
from core.store.database.facts import get_fact
from core.store.database.me import Me
from core.store.outbox import adoption
from core.store.unit_of_work.bootstrap import read_me, write_me
from core.store.unit_of_work.workspace_settings import stored_settings
from core.store.unit_of_work.writer import Writer
from sync.enrolment import identity_store
from sync.enrolment.authority import Authority
from sync.enrolment.identity_store import Enrolment, ServerPlace
from sync.enrolment.messages import FirstDevice, JoinAnswer, JoinRequest
from sync.keys.certificates import devices_of, proven_certs
from sync.keys.keychain import allowed_wrappers, save_generation
from sync.keys.manifest import without_late_guests
from sync.keys.manifest_choice import shown_keys
from sync.keys.recovery_paper import SETTING, sealed_for_paper
from sync.postgres.logins import NewDevice, new_login
from sync.remote import Remote, WrappedKey

Connect = Callable[[ServerPlace, str, str], Remote]
"""Opens a connection to a place as a login role with its password."""


class Approver(Protocol):
    """The server as an owner's device sees it."""

    def enrol_device(self, device: NewDevice) -> None:
        """Lets a device of a member in, with its keys, or nothing of it; the same may be said again."""
        ...


def ask_to_join(db: Connection, device_name: str, ids: IdSource) -> JoinRequest:
    """The request of an empty device, or of one restored from a backup; asking again gives the same one."""
    # An answer to the first request may be on its way, and it fits no other.
    pending = pending_request(db)
    if pending is not None:
        return pending
    me = read_me(db)
    if me is not None and identity_store.was_enrolled(db):
        _refuse_demo(db, to_demo=False)
        keys = identity_store.device_keys(db) or DeviceKeys.generate()
        return _ask(db, keys, me.device_id, device_name, None)
    if me is not None:
        raise UserError(
            "This store already holds a practice; nothing was changed. Join with a new one.",
            code="already_joined",
        )
    return _ask(db, DeviceKeys.generate(), DeviceId(ids.new()), device_name, None)


def ask_to_connect(
    db: Connection, device_name: str, clock: Clock, *, to_demo: bool = False, code: str | None = None
) -> tuple[JoinRequest, str | None]:
    """The request of a local practice that wants a server, and the practice's recovery code.

    The code is shown once: only the call that makes the keys returns it. The root's secret comes from the
    code alone and is kept nowhere; the workspace keys are kept sealed to it in the practice's settings.
    `code` is one that a person has on paper already; without it a new one is made.
    An invented practice goes to the demo's own server (`to_demo`) and to no other (UserError).
    """
    _refuse_demo(db, to_demo=to_demo)
    me = read_me(db)
    if me is None or identity_store.enrolment_of(db) is not None:
        raise UserError(
            "This practice is already connected to a server; nothing was changed.", code="already_connected"
        )
    if identity_store.was_enrolled(db):
        raise identity_store.restored_copy()
    pending = pending_request(db)
    if pending is not None:
        return pending, None
    code = code or new_code(Paper.WORKSPACE)
    keys, root = identity_store.device_keys(db) or DeviceKeys.generate(), keys_of_paper(code)
    first = _first_device(db, me, keys, root, clock)
    _keep_for_paper(db, me, root, clock)
    return _ask(db, keys, me.device_id, device_name, first), code


def pending_request(db: Connection) -> JoinRequest | None:
    """What this device has asked for and not been given yet."""
    text = get_fact(db, identity_store.PENDING)
    return None if text is None else JoinRequest.from_text(text.decode())


def approve(
    request: JoinRequest,
    owner: Enrolment,
    keys: Mapping[int, bytes],
    approver: Approver,
    clock: Clock,
    *,
    user_id: UserId,
    role: Role,
    generation: int = 0,
) -> JoinAnswer:
    """Lets a device in from an owner's device: certificate, login and all workspace keys in one step.

    `keys` are the workspace keys by number, `generation` how often they were rotated: the new device then
    takes no older list from the server. The words must have been compared before.

    Of the keys give only those that the role may have (`clinical_readers.keys_for`).
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
    approver.enrol_device(authority.certify(request, user_id, role, keys, to_micros(clock.now())))
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
    return NewDevice(
        workspace_id=first.workspace_id,
        user_id=first.user_id,
        user_role=cert.role,
        device_id=request.device_id,
        name=request.device_name,
        login_role=request.login_role,
        verifier=request.verifier,
        sign_pub=request.sign_pub,
        hpke_pub=request.hpke_pub,
        cert=first.cert,
        keys=tuple(
            WrappedKey(number, request.device_id, blob, request.device_id)
            for number, blob in first.wrapped.items()
        ),
    )


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


def complete(store: Store, answer: JoinAnswer, connect: Connect) -> Enrolment:
    """Takes the answer: checks it against the server, then keeps everything in one transaction.

    Any failure (unreachable, another server, a certificate that does not lead to the root) changes nothing,
    and the same answer may be tried again.
    """
    with store.read() as db:
        request = _awaited(db, answer)
        login_role, password = request.login_role, _secret(db)
        own_keys, made_here = identity_store.device_keys(db), load_keys(db)
    assert own_keys is not None  # noqa: S101 - written together with the request
    # Between two transactions: whoever writes here would wait for the server.
    remote = connect(answer.place, login_role, password)
    try:
        _check_server(remote, request, answer)
        cert, keys, generation = _credentials(remote, request, answer, own_keys, made_here)
    finally:
        remote.close()
    me = Me(answer.workspace_id, answer.user_id, request.device_id)
    facts: dict[str, bytes | None] = {
        identity_store.SERVER: identity_store.place_fact(answer.place),
        identity_store.ROOT_PUB: answer.root_pub,
        identity_store.CERT: cert,
        **identity_store.key_facts(keys),
        identity_store.PENDING: None,
    }
    with store.write() as db:
        identity_store.write_facts(db, facts)
        save_generation(db, generation)
        write_me(db, me)
        if answer.adopted is not None:
            adoption.begin(db, answer.adopted)
    return Enrolment(
        identity=identity_store.identity_of(me, own_keys.to_bytes(), answer.root_pub),
        cert=cert,
        place=answer.place,
        login_role=login_role,
        password=password,
    )


def unwrap_all(
    wrapped: Sequence[WrappedKey],
    keys: DeviceKeys,
    device_id: DeviceId,
    wrappers: Mapping[DeviceId, bytes],
    workspace_id: WorkspaceId,
) -> dict[int, bytes]:
    """The workspace keys for this device from those who may hand them out; any other is Tampered."""
    found = {}
    for key in wrapped:
        if key.device_id != device_id:
            continue
        if key.wrapped_by not in wrappers:
            raise Tampered("A workspace key came from a device that nobody vouches for; it was not used.")
        signer = wrappers[key.wrapped_by]
        found[key.key_no] = unwrap_key(key.blob, keys.hpke, workspace_id, key.key_no, device_id, signer)
    return found


def _ask(
    db: Connection, keys: DeviceKeys, device_id: DeviceId, device_name: str, first: FirstDevice | None
) -> JoinRequest:
    login = new_login()
    request = JoinRequest(
        login_role=login.role,
        verifier=login.verifier,
        device_id=device_id,
        device_name=device_name,
        sign_pub=keys.sign_pub,
        hpke_pub=keys.hpke_pub,
        first=first,
    )
    JoinRequest.from_text(request.to_text())  # a name that nobody could read back is refused here
    facts = {
        identity_store.DEVICE_KEYS: keys.to_bytes(),
        identity_store.LOGIN_ROLE: login.role.encode(),
        identity_store.LOGIN_PASSWORD: login.password.encode(),
        identity_store.PENDING: request.to_text().encode(),
    }
    identity_store.write_facts(db, facts)
    return request


def _first_device(db: Connection, me: Me, keys: DeviceKeys, root: DeviceKeys, clock: Clock) -> FirstDevice:
    """Makes the workspace keys and the chain root -> this device."""
    workspace_id, device_id = me.workspace_id, me.device_id
    cert = DeviceCert(
        workspace_id=workspace_id,
        user_id=me.user_id,
        device_id=device_id,
        role=Role.OWNER,
        sign_pub=keys.sign_pub,
        hpke_pub=keys.hpke_pub,
        issued_at=to_micros(clock.now()),
    )
    workspace_keys = load_keys(db) or {INDEX_KEY_NO: new_key(), 1: new_key()}
    identity_store.write_facts(db, identity_store.key_facts(workspace_keys))
    wrapped = {
        number: wrap_key(key, keys.hpke_pub, workspace_id, number, device_id, keys.sign)
        for number, key in workspace_keys.items()
    }
    return FirstDevice(workspace_id, me.user_id, root.sign_pub, issue(root.sign, cert), wrapped)


def _keep_for_paper(db: Connection, me: Me, root: DeviceKeys, clock: Clock) -> None:
    settings = {
        **stored_settings(db, me.workspace_id),
        SETTING: sealed_for_paper(root, me.workspace_id, load_keys(db)),
    }
    writer = Writer(db, me, clock, Uuid7Source(clock))
    writer.update("workspaces", me.workspace_id, {"settings": settings})


def _refuse_demo(db: Connection, *, to_demo: bool) -> None:
    """Invented people must never reach a real clinic's server."""
    if get_fact(db, identity_store.ONLY_DEMO) is not None and not to_demo:
        raise UserError(
            "This is the demo practice; it cannot be connected to another server.", code="demo_practice"
        )


def _awaited(db: Connection, answer: JoinAnswer) -> JoinRequest:
    request = pending_request(db)
    if request is None:
        raise UserError(
            "This device has not asked to join, so there is nothing to answer; nothing was changed.",
            code="no_request",
        )
    if answer.request_digest != request.digest():
        raise BadInput("This answer is for another request; nothing was changed. Ask for the right one.")
    first = request.first
    told = (answer.workspace_id, answer.user_id, answer.root_pub)
    if first is not None and told != (first.workspace_id, first.user_id, first.root_pub):
        raise Tampered("The answer names another practice than this one; nothing was changed.")
    me = read_me(db)
    if me is not None and (answer.workspace_id, answer.user_id) != (me.workspace_id, me.user_id):
        raise BadInput("The answer is for another practice or person than this one; nothing was changed.")
    return request


def _secret(db: Connection) -> str:
    password = get_fact(db, identity_store.LOGIN_PASSWORD)
    assert password is not None  # noqa: S101 - written together with the request
    return password.decode()


def _check_server(remote: Remote, request: JoinRequest, answer: JoinAnswer) -> None:
    hello = remote.hello()
    is_known = any(head.workspace_id == answer.workspace_id for head in hello.heads)
    if (hello.device_id, hello.user_id) != (request.device_id, answer.user_id) or not is_known:
        raise ServerRefused(
            "This server does not know this device's practice; nothing was changed. Check the answer's file.",
            code="wrong_server",
        )


def _credentials(
    remote: Remote,
    request: JoinRequest,
    answer: JoinAnswer,
    own_keys: DeviceKeys,
    made_here: dict[int, bytes],
) -> tuple[bytes, dict[int, bytes], int]:
    """This device's certificate, all workspace keys, each proven to the root, and the count of rotations."""
    directory = remote.directory(answer.workspace_id)
    certs = proven_certs(directory, answer.workspace_id, answer.root_pub).newest
    trusted = devices_of(certs)
    papers = shown_keys(remote, answer.workspace_id, trusted, answer.generation).papers
    trusted = without_late_guests(trusted, papers) if papers else trusted
    own = trusted.get(request.device_id)
    if own is None or (own.sign_pub, own.hpke_pub) != (own_keys.sign_pub, own_keys.hpke_pub):
        raise Tampered("The server holds no valid certificate for this device; nothing was changed.")
    out = frozenset(entry.device_id for entry in directory if entry.revoked_at is not None)
    # From the signed list too: a server can leave out that a device was removed.
    out |= papers.removed if papers else frozenset()
    wrappers = allowed_wrappers(trusted, out, answer.workspace_id, answer.root_pub)
    wrapped = remote.wrapped_keys(answer.workspace_id)
    keys = unwrap_all(wrapped, own_keys, request.device_id, wrappers, answer.workspace_id)
    # A server could hand out keys of its own, and read whatever is written under them.
    if request.first is not None and any(keys.get(number) != key for number, key in made_here.items()):
        raise Tampered("The server holds other keys than this practice made; nothing was changed.")
    if not {INDEX_KEY_NO, 1, papers.manifest.current_key_no if papers else 1} <= keys.keys():
        raise Tampered("The practice's keys are not on the server; nothing was changed. Approve again.")
    return certs[request.device_id], keys, papers.manifest.generation if papers else 0
