"""What an enrolled device knows, as facts inside its encrypted store: who it is, its keys, its server.

Connections are made here alone, and the driver is loaded by the first of them: a practice of one laptop does
without its ten megabytes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from core.crypto.keys import DeviceKeys
from core.domain.errors import UserError
from core.store.database.facts import get_fact, set_fact
from core.store.database.me import Me
from core.store.unit_of_work.bootstrap import read_me
from sync.keys.keychain import Identity

if TYPE_CHECKING:
    from sync.postgres.files import PostgresFiles
    from sync.postgres.rows import PostgresRemote
    from sync.postgres.transport import ServerAddress

DEVICE_KEYS, LOGIN_ROLE, LOGIN_PASSWORD = "device_keys", "login_role", "login_password"
SERVER, ROOT_PUB, CERT, PENDING = "server", "root_pub", "cert", "join_request"
REFUSED = "join_refused"
"""Set once the clinic removed the device that PENDING asks for: no answer will ever let it in."""
WORKSPACE_KEY = "workspace_key/"
ONLY_DEMO = "only_demo"
"""Set in invented practices: they may be connected to the demo's own server and to no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerPlace:
    """Where the clinic's server is. Without `ca_pem` it may only be on this computer."""

    host: str
    port: int
    dbname: str
    ca_pem: str | None = None
    socket_dir: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """Everything a sync pass needs to know about this device."""

    identity: Identity
    cert: bytes
    place: ServerPlace
    login_role: str
    password: str = field(repr=False)


def write_facts(db: Connection, facts: Mapping[str, bytes | None]) -> None:
    """Sets, replaces or (None) removes; the caller owns the transaction, so that all stand or none."""
    for name, value in facts.items():
        set_fact(db, name, value)


def identity_of(me: Me, keys: bytes, root_pub: bytes) -> Identity:
    """`keys` as the fact holds them."""
    return Identity(me.workspace_id, me.user_id, me.device_id, DeviceKeys.from_bytes(keys), root_pub)


def device_keys(db: Connection) -> DeviceKeys | None:
    """None while this store has none; Tampered where they are damaged."""
    blob = get_fact(db, DEVICE_KEYS)
    return None if blob is None else DeviceKeys.from_bytes(blob)


def enrolment_of(db: Connection) -> Enrolment | None:
    """None while the practice lives on this device alone."""
    me = read_me(db)
    names = (DEVICE_KEYS, LOGIN_ROLE, LOGIN_PASSWORD, SERVER, ROOT_PUB, CERT)
    facts = {name: get_fact(db, name) for name in names}
    known = {name: value for name, value in facts.items() if value is not None}
    if me is None or len(known) < len(names):
        return None
    return Enrolment(
        identity=identity_of(me, known[DEVICE_KEYS], known[ROOT_PUB]),
        cert=known[CERT],
        place=_place(known[SERVER]),
        login_role=known[LOGIN_ROLE].decode(),
        password=known[LOGIN_PASSWORD].decode(),
    )


def known_place(db: Connection) -> ServerPlace | None:
    """Where the clinic is that this store is in, or was in before it came from a backup."""
    fact = get_fact(db, SERVER)
    return None if fact is None else _place(fact)


def was_enrolled(db: Connection) -> bool:
    """True in a store that was restored from a backup: it knows the server, and is no device of it yet."""
    return get_fact(db, SERVER) is not None and enrolment_of(db) is None


def restored_copy() -> UserError:
    """For a store of which `was_enrolled` says so: it comes from a backup and is no device of its clinic
    yet."""
    return UserError(
        "This practice is a new device of its clinic, which has not let it in yet. Nothing is lost: to join, "
        "click the clinic's state at the top of the window (in a terminal, `pazpaz join --again`).",
        code="restored_copy",
    )


def require_enrolment(db: Connection) -> Enrolment:
    """Raises UserError (not_connected) for a practice that lives on this device alone."""
    found = enrolment_of(db)
    if found is None and was_enrolled(db):
        raise restored_copy()
    if found is None:
        raise UserError(
            "This practice is not connected to a clinic's server; everything is on this computer. "
            "Settings, Clinic and device, connects it (in a terminal, `pazpaz connect`).",
            code="not_connected",
        )
    return found


def key_facts(keys: Mapping[int, bytes]) -> dict[str, bytes]:
    """Workspace keys as facts, for `write_facts`."""
    return {f"{WORKSPACE_KEY}{number}": key for number, key in keys.items()}


def place_fact(place: ServerPlace) -> bytes:
    """JSON, as the fact SERVER keeps it and `enrolment_of` reads it."""
    document = {
        "host": place.host,
        "port": place.port,
        "dbname": place.dbname,
        "ca_pem": place.ca_pem,
        "socket_dir": place.socket_dir,
    }
    return json.dumps(document, sort_keys=True).encode()


def _place(fact: bytes) -> ServerPlace:
    return ServerPlace(**json.loads(fact))


def address_of(place: ServerPlace, login_role: str, password: str) -> "ServerAddress":
    """What a connection needs: the place, and who we are there."""
    from sync.postgres.transport import ServerAddress  # noqa: PLC0415 - see the first lines

    return ServerAddress(
        host=place.host,
        port=place.port,
        dbname=place.dbname,
        login_role=login_role,
        password=password,
        ca_pem=place.ca_pem,
        socket_dir=place.socket_dir,
    )


def remote_at(place: ServerPlace, login_role: str, password: str) -> "PostgresRemote":
    """Connects at the first call, not here."""
    from sync.postgres.rows import PostgresRemote  # noqa: PLC0415 - see the first lines

    return PostgresRemote(address_of(place, login_role, password))


def remote_of(enrolment: Enrolment) -> "PostgresRemote":
    """For this device's rows; it connects at the first call."""
    return remote_at(enrolment.place, enrolment.login_role, enrolment.password)


def files_remote_of(enrolment: Enrolment) -> "PostgresFiles":
    """A connection of its own, so that rows never wait for a file."""
    from sync.postgres.files import PostgresFiles  # noqa: PLC0415 - see the first lines

    return PostgresFiles(address_of(enrolment.place, enrolment.login_role, enrolment.password))
