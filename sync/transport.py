"""Connections to the clinic's server: explicit parameters, TLS outside this computer, errors told apart."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo

from core.domain.clock import Clock, SystemClock
from core.domain.errors import (
    DeviceRevoked,
    ServerChanged,
    ServerRefused,
    ServerUnreachable,
    UserError,
    VersionMismatch,
)
from sync.patience import PatientConnection

_FORGET_US_SOON = "-c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
"""A device has four connections at most. Those that a lost network left behind end in a minute, with the 30 s
after which the server first asks, and not in the twelve minutes that its kernel would give them."""
_BUSY = {"40001", "40P01", "55P03", "57014"}
_NOT_OURS = (
    "certificate",
    "SSL error",
    "does not support SSL",
    "channel binding",
    "authentication method requirement",
)
"""A handshake that failed by what the other side is; "SSL SYSCALL error" is a connection that broke."""
_MISSING = {"3F000", "42883", "42P01"}

_DENIED = (ServerRefused, "The clinic's server does not allow this.", "denied")
_OWN_ERRORS: dict[str, tuple[type[UserError], str, str]] = {
    # The refusals of our own functions (migrations/server/sql).
    "PZE01": (ServerChanged, "The clinic's server was restored from a backup.", "server_changed"),
    "PZS01": (
        VersionMismatch,
        "This program is too old for the clinic's server; please update it.",
        "program_too_old",
    ),
    "PZS02": (
        VersionMismatch,
        "The clinic's server is older than this program; it must be upgraded.",
        "server_too_old",
    ),
    "PZC01": (ServerRefused, "This laptop was restored from a backup or copied.", "cloned"),
    "PZH01": (ServerRefused, "The server lacks earlier changes of this laptop.", "op_gap"),
    "PZK01": (
        ServerRefused,
        "The practice's keys or devices changed meanwhile; nothing was changed. Sync, then try again.",
        "keys_changed",
    ),
    "PZK02": (
        ServerRefused,
        "The practice's keys were changed; this laptop fetches the new ones first.",
        "old_key",
    ),
    "PZB01": (ServerRefused, "Too much was sent to the server at once.", "batch_too_large"),
    "PZB02": (ServerRefused, "The server did not understand what was sent.", "bad_request"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerAddress:
    """Where the clinic's server is and who we are there. `ca_pem` None is good for this computer only."""

    host: str
    port: int
    dbname: str
    login_role: str
    password: str = field(repr=False)
    ca_pem: str | None = field(default=None, repr=False)
    socket_dir: str | None = None
    connect_timeout_s: int = 10
    """At least 2."""


def connect(address: ServerAddress, clock: Clock | None = None) -> PatientConnection:
    """An autocommit connection; raises `UserError`. `clock` measures how long the server is silent."""
    _ignore_environment()
    with _ca_file(address.ca_pem) as ca_file:
        try:
            conninfo = make_conninfo("", **parameters(address, ca_file))
            made = PatientConnection.connect(conninfo, autocommit=True, prepare_threshold=0)
        except psycopg.Error as error:
            raise connect_error(error) from None
    made.clock = clock or SystemClock()
    return made


def parameters(address: ServerAddress, ca_file: str | None) -> dict[str, str | int]:
    """Everything libpq may ask its surroundings for, said outright."""
    return {
        "host": address.socket_dir or address.host,
        "port": address.port,
        "dbname": address.dbname,
        "user": address.login_role,
        "password": address.password,
        "application_name": "pazpaz",
        "client_encoding": "UTF8",
        "options": _FORGET_US_SOON,
        "connect_timeout": address.connect_timeout_s,
        "keepalives": 1,
        "keepalives_idle": 20,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 35_000,
        "passfile": os.devnull,
        "target_session_attrs": "any",
        "require_auth": "scram-sha-256",
        "gssencmode": "disable",
        "sslcertmode": "disable",
        **_tls(address, ca_file),
    }


def _tls(address: ServerAddress, ca_file: str | None) -> dict[str, str | int]:
    if ca_file is not None:
        return {
            "sslmode": "verify-full",
            "sslrootcert": ca_file,
            "ssl_min_protocol_version": "TLSv1.3",
            "channel_binding": "require",
        }
    if not is_local(address):
        raise ServerRefused(
            "The connection to this server would not be protected: its certificate authority is missing."
            " Nothing was sent. Ask whoever runs the server for a new invitation.",
            code="no_ca",
        )
    return {"sslmode": "disable", "channel_binding": "disable"}


def is_local(address: ServerAddress) -> bool:
    """True for a unix socket or a loopback address given as a number: names can be made to lie."""
    if address.socket_dir is not None:
        return True
    try:
        return ip_address(address.host).is_loopback
    except ValueError:
        return False


@contextmanager
def _ca_file(pem: str | None) -> Iterator[str | None]:
    """libpq takes the pinned authority from a file only; it is read while connecting."""
    if pem is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="pazpaz-") as folder:
        path = Path(folder, "ca.pem")
        path.write_text(pem, encoding="ascii")
        yield str(path)


def _ignore_environment() -> None:
    """PGSERVICE and its like could send us elsewhere; libpq reads them for any parameter it lacks."""
    for option in pq.Conninfo.get_defaults():
        if option.envvar:
            os.environ.pop(option.envvar.decode(), None)
    for name in ("PGSERVICEFILE", "PGSYSCONFDIR", "PGLOCALEDIR"):
        os.environ.pop(name, None)


def connect_error(error: psycopg.Error) -> UserError:
    """libpq gives no SQLSTATE here, so the server's English words decide; unknown ones mean no connection."""
    said = str(error)
    if "not permitted to log in" in said:
        return _revoked()
    if "password authentication failed" in said:
        return ServerRefused("The clinic's server does not know this laptop's password. Work goes on here.")
    if any(words in said for words in _NOT_OURS):
        return ServerRefused(
            "This is not the clinic's server, or its certificate changed. Nothing was sent.",
            code="wrong_server",
        )
    return ServerUnreachable("The clinic's server does not answer. Work goes on here and is sent later.")


def call_error(error: psycopg.Error) -> UserError:
    """What a failed call means; the server's own text, which may quote rows, goes no further."""
    state = error.sqlstate
    if state is None or state.startswith(("08", "57P")):
        return ServerUnreachable("The connection to the clinic's server broke. Work goes on here.")
    if state in _BUSY or state.startswith("53"):
        return ServerUnreachable("The clinic's server is busy; it is tried again soon.", code="server_busy")
    if state.startswith("PZ"):
        return _own_error(state)
    if state in _MISSING:
        return VersionMismatch("The clinic's server has no PazPaz that this program knows.")
    return ServerRefused(f"The clinic's server refused (SQLSTATE {state}). Nothing is lost here.")


def _own_error(state: str) -> UserError:
    if state == "PZR01":
        return _revoked()
    kind, sentence, code = _OWN_ERRORS.get(state, _DENIED)
    return kind(sentence, code=code)


def _revoked() -> DeviceRevoked:
    return DeviceRevoked("The owner removed this laptop from the clinic's server. What is here stays here.")
