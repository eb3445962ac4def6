"""The operator's connection: an address as typed, made into an engine that tells nothing on failure."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from core.domain.errors import ServerRefused, ServerUnreachable, UserError
from migrations.operate.ailments import AILMENTS
from sync.postgres.errors import flaw
from sync.postgres.transport import ignore_environment, is_loopback

OLDEST_SERVER = 160_000
"""On 15 a CREATEROLE role could grant itself server-program execution."""
_PROVEN = {"require_auth": "scram-sha-256", "gssencmode": "disable", "passfile": os.devnull}
"""The server must show that it knows the operator's password before it can be anything but that server."""
_PROTECTED = {"sslmode": "require", "channel_binding": "require", "ssl_min_protocol_version": "TLSv1.3"}
"""As laptops want it; by channel binding nobody can stand between, whatever the certificate is worth."""
_MODES = {"require", "verify-ca", "verify-full"}
_OUR_WAYS = {
    # As they stand in our functions for good: a text with a backslash, NULL = NULL.
    "standard_conforming_strings": "on",
    "transform_null_equals": "off",
    "check_function_bodies": "on",
    # As they stand in a backup: 01.02.2026 would be another day where it is restored.
    "DateStyle": "ISO, MDY",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "array_nulls": "on",
    # As they stand in the catalogue with which doctor compares.
    "quote_all_identifiers": "off",
    "search_path": '"$user", public',
    # Else commands are refused in words that name something else, or end before they are done.
    "default_transaction_read_only": "off",
    "default_transaction_isolation": "read committed",
    "row_security": "on",
    "statement_timeout": "0",
    "transaction_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "idle_session_timeout": "0",
}
"""Whatever a managed service or an administrator set for the operator's role or database."""
# transaction_timeout came with 17.
_SETTLE = sa.text("""SELECT set_config(name, value, false)
FROM unnest(CAST(:names AS text[]), CAST(:values AS text[])) AS w(name, value)
WHERE current_setting(name, true) IS NOT NULL""")
"""The view of settings is not asked: any device may lock it."""
_MAY_SAY = {"host", "hostaddr", "sslmode", "sslrootcert", "connect_timeout"}


def parse_address(address: str | sa.URL) -> sa.URL:
    """`postgresql://operator:password@host:port/database` as SQLAlchemy takes it."""
    try:
        url = sa.make_url(address)
    except ArgumentError:
        raise UserError(
            "The server address must look like postgresql://operator:password@host:5432/database.",
            code="bad_address",
        ) from None
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise UserError("Only PostgreSQL servers can hold a clinic.", code="bad_address")
    _refuse_loosening(url)
    return url.set(drivername="postgresql+psycopg")


def _refuse_loosening(url: sa.URL) -> None:
    unknown = sorted(set(url.query) - _MAY_SAY)
    if unknown:
        raise UserError(f"The server address may not set {', '.join(unknown)}.", code="bad_address")
    if url.query.get("sslmode", "require") not in _MODES:
        raise UserError(
            "The server address may not switch off encryption: sslmode is require, verify-ca or verify-full.",
            code="bad_address",
        )


def protection(url: sa.URL) -> dict[str, str]:
    """What libpq is told beside the address: its defaults would send a password to whoever asks for it."""
    host = str(url.query.get("host") or url.host or "/")
    # libpq takes a name that begins with / or @ for a socket of this computer.
    is_near = host.startswith(("/", "@")) or is_loopback(host)
    wanted = _PROVEN if is_near and "sslmode" not in url.query else _PROVEN | _PROTECTED
    return {name: value for name, value in wanted.items() if name not in url.query}


@contextmanager
def operator(
    address: str | sa.URL, *, autocommit: bool = False, application: str = "pazpaz server"
) -> Iterator[sa.Connection]:
    """A connection as the operator role in one transaction; committed when the block ends well."""
    url = parse_address(address)
    # PG* variables and a password file could lead elsewhere or loosen what is asked of the server.
    ignore_environment()
    # A database of a server in the locale C answers in no encoding at all, unless it is asked for one.
    options = protection(url) | {"application_name": application, "client_encoding": "UTF8"}
    # One command, one connection; and no value of a statement may stand in the text of an error.
    engine = sa.create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=options)
    try:
        with engine.connect() as db:
            _check_version(db)
            _settle(db)
            if autocommit:
                db.execution_options(isolation_level="AUTOCOMMIT")
            yield db
            db.commit()
    except OperationalError as error:
        raise _unreachable(error) from None
    except DBAPIError as error:
        raise _refused(error) from None
    finally:
        engine.dispose()


def sqlstate(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "unknown")


_LACKING = (
    "Your role is not allowed to do this; it needs CREATEROLE and CREATEDB, and to be the one that set up "
    "this server's clinics. "
)


def _refused(error: DBAPIError) -> ServerRefused:
    state = sqlstate(error)
    why = _LACKING if state == "42501" else ""
    return ServerRefused(
        f"{why}The server refused (SQLSTATE {state}); nothing was changed.", code="server_refused"
    )


def _unreachable(error: OperationalError) -> UserError:
    # libpq gives no SQLSTATE while connecting, so the server's English words decide as well.
    state, said = sqlstate(error), str(error.orig)
    for ailment in AILMENTS:
        if state == ailment.state or (ailment.words and re.search(ailment.words, said)):
            return ServerRefused(ailment.sentence, code=ailment.code)
    wrong = flaw(said)
    if wrong is not None:
        return ServerRefused(
            f"{wrong} Nothing was sent or changed. For a server on this computer, "
            "write 127.0.0.1 into the address.",
            code="wrong_server",
        )
    return ServerUnreachable("The server does not answer; nothing was changed. Check its address.")


def _check_version(db: sa.Connection) -> None:
    version = int(db.scalar(sa.text("SELECT current_setting('server_version_num')")) or 0)
    # Asking began a transaction, in which SQLAlchemy lets nobody set the isolation level any more.
    db.rollback()
    if version < OLDEST_SERVER:
        raise ServerRefused(
            f"PazPaz needs PostgreSQL 16 or later; this server is {version // 10_000}.", code="server_too_old"
        )


def _settle(db: sa.Connection) -> None:
    db.execute(_SETTLE, {"names": list(_OUR_WAYS), "values": list(_OUR_WAYS.values())})
    db.commit()
