"""A device asks to be let in: into a practice on a server, or as the first one of its own practice."""

from sqlalchemy import Connection

from core.crypto.cells import INDEX_KEY_NO, new_key
from core.crypto.certs import DeviceCert, issue
from core.crypto.keys import DeviceKeys
from core.crypto.recovery import Paper, new_code
from core.crypto.recovery import workspace_keys as keys_of_paper
from core.crypto.wrap import wrap_key
from core.domain.clock import Clock, to_micros
from core.domain.enums import Role
from core.domain.errors import UserError
from core.domain.ids import DeviceId, IdSource, Uuid7Source
from core.store.attachments.workspace_keys import load_keys
from core.store.database.engine import Store
from core.store.database.facts import get_fact
from core.store.database.me import Me
from core.store.unit_of_work.bootstrap import read_me
from core.store.unit_of_work.workspace_settings import stored_settings
from core.store.unit_of_work.writer import Writer
from sync.enrolment import identity_store
from sync.enrolment.messages import FirstDevice, JoinRequest
from sync.keys.recovery_paper import SETTING, sealed_for_paper
from sync.postgres.logins import new_login


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


def keep_removal(store: Store, request: JoinRequest) -> None:
    """The clinic removed the device of this request: `ask_again` makes another, but for a new practice."""
    if request.first is None:
        with store.write() as db:
            identity_store.write_facts(db, {identity_store.REFUSED: b"1"})


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
