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

from core.crypto.base64_text import to_base64
from core.domain.clock import Clock, SystemClock
from core.domain.errors import ServerRefused, ServerUnreachable
from sync.postgres.errors import connect_error
from sync.postgres.logins import scram_keys
from sync.postgres.timeouts import PatientConnection

_FORGET_US_SOON = "-c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
"""A device has four connections at most. Those that a lost network left behind end in a minute, with the 30 s
after which the server first asks, and not in the twelve minutes that its kernel would give them."""

_TAKES_KEYS = 180_000
"""The version of libpq from which on it takes the keys of SCRAM."""


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
    ignore_environment()
    with _ca_file(address.ca_pem) as ca_file:
        try:
            conninfo = make_conninfo("", **parameters(address, ca_file))
            # Autocommit: the server's functions refuse a transaction in which one of them ran before.
            made = PatientConnection.connect(conninfo, autocommit=True, prepare_threshold=0)
        except psycopg.Error as error:
            raise connect_error(error) from None
        except UnicodeError:  # a host that no name server could be asked for
            raise ServerUnreachable(
                "The clinic's server has no address that this computer understands. Work goes on here; "
                "ask whoever runs the server for a new invitation."
            ) from None
    # Afterwards: what `connect` is given goes to libpq, which knows no clock of ours.
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
        **_keys(address.password),
        "application_name": "pazpaz",
        "client_encoding": "UTF8",
        "options": _FORGET_US_SOON,
        "connect_timeout": address.connect_timeout_s,
        # 20 s and three times 5: a dead line is known after 35 s, by tcp_user_timeout also while data waits
        # to be acknowledged. That is less than the 45 s of timeouts.py.
        "keepalives": 1,
        "keepalives_idle": 20,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 35_000,
        "passfile": os.devnull,
        "target_session_attrs": "any",
        # By it the server has to prove that it knows the login, before it gets anything.
        "require_auth": "scram-sha-256",
        # Else libpq asks Kerberos first wherever this computer has a ticket.
        "gssencmode": "disable",
        # Else libpq shows the server whatever certificate lies in this user's folder.
        "sslcertmode": "disable",
        **_tls(address, ca_file),
    }


def _keys(password: str) -> dict[str, str]:
    """They go before the password, from which libpq would make them as the server tells it to."""
    keys = scram_keys(password) if pq.version() >= _TAKES_KEYS else None
    if keys is None:
        return {}
    return {"scram_client_key": to_base64(keys[0]), "scram_server_key": to_base64(keys[1])}


def _tls(address: ServerAddress, ca_file: str | None) -> dict[str, str | int]:
    if ca_file is not None:
        return {
            "sslmode": "verify-full",
            "sslrootcert": ca_file,
            "ssl_min_protocol_version": "TLSv1.3",
            # The login is bound to this very certificate (RFC 5929): who ends TLS in between cannot pass it
            # on.
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
    return address.socket_dir is not None or is_loopback(address.host)


def is_loopback(host: str) -> bool:
    """Only of an address given as a number: a name may lead anywhere."""
    try:
        return ip_address(host).is_loopback
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


def ignore_environment() -> None:
    """PGSERVICE and its like could send us elsewhere; libpq reads them for any parameter it lacks."""
    for option in pq.Conninfo.get_defaults():
        if option.envvar:
            os.environ.pop(option.envvar.decode(), None)
    # These stand for files and not for parameters, so the list does not name them.
    for name in ("PGSERVICEFILE", "PGSYSCONFDIR", "PGLOCALEDIR"):
        os.environ.pop(name, None)
