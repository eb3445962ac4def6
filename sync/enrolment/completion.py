"""A device that was let in takes the answer: checks it against the server, and keeps what it needs."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection

from core.crypto.cells import INDEX_KEY_NO
from core.crypto.keys import DeviceKeys
from core.crypto.wrap import unwrap_key
from core.domain.errors import BadInput, DeviceRevoked, ServerRefused, Tampered, UserError
from core.domain.ids import DeviceId, WorkspaceId
from core.store.attachments.workspace_keys import load_keys
from core.store.database.engine import Store
from core.store.database.facts import get_fact
from core.store.database.me import Me
from core.store.outbox import adoption
from core.store.unit_of_work.bootstrap import read_me, write_me
from sync.enrolment import identity_store
from sync.enrolment.identity_store import Enrolment, ServerPlace
from sync.enrolment.messages import JoinAnswer, JoinRequest
from sync.enrolment.requests import keep_removal, pending_request
from sync.keys.certificates import devices_of, proven_certs
from sync.keys.keychain import allowed_wrappers, save_generation
from sync.keys.manifest import without_late_guests
from sync.keys.manifest_choice import shown_keys
from sync.remote import Remote, WrappedKey

Connect = Callable[[ServerPlace, str, str], Remote]
"""Opens a connection to a place as a login role with its password."""


def complete(store: Store, answer: JoinAnswer, connect: Connect) -> Enrolment:
    """Takes the answer: checks it against the server, then keeps everything in one transaction.

    Any failure (unreachable, another server, a certificate that does not lead to the root) changes nothing,
    and the same answer may be tried again; but of a device that was removed meanwhile (DeviceRevoked) it is
    kept that it has to ask anew.
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
    except DeviceRevoked:
        keep_removal(store, request)
        raise
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
