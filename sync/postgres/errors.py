"""What a failed connection or call means: libpq's words and SQLSTATEs as errors that a person understands."""

import psycopg

from core.domain.errors import (
    ContentRefused,
    DeviceRevoked,
    ServerChanged,
    ServerRefused,
    ServerUnreachable,
    UserError,
    VersionMismatch,
)

# A clash of transactions, a deadlock, a lock that was not to be had, a statement that took too long.
_BUSY = {"40001", "40P01", "55P03", "57014"}
# No such schema, function or table.
_MISSING = {"3F000", "42883", "42P01"}
_OF_CONTENT = ("22", "54")
"""Classes of SQLSTATEs that speak of the values that were sent: data exceptions and exceeded limits."""

# The first that fits counts, the more exact first: libpq speaks of a certificate in several of them.
_FLAWS = (
    ("does not match host name", "The certificate that this server shows is for another name."),
    ("does not support SSL", "This server does not encrypt the connection."),
    ("protocol version", "This server encrypts only in an outdated way (TLS 1.3 is needed)."),
    ("cleartext password", "This server asks for the password itself, which the clinic's server never does."),
    ("hashed password", "This server asks for the password in an outdated form (md5)."),
    ("did not complete authentication", "This server does not prove that it knows who is calling."),
    ("channel binding", "Somebody may stand between this computer and the server."),
    ("authentication method requirement", "This server asks for a login in a form that is not safe."),
    (
        "certificate",
        (
            "This server's certificate ran out, or is not from the authority that is expected; "
            "or this computer's clock is wrong."
        ),
    ),
    ("SSL error", "The encrypted connection to this server could not be made."),
)
"""A handshake that failed by what the other side is; "SSL SYSCALL error" is a connection that broke."""

_ENOUGH_DEVICES = (
    "as many devices as the clinic's server allows; nothing was changed. Remove one that is not used any "
    "more, or ask whoever runs the server."
)
_ENOUGH_TODAY = (
    "The practice has let in as many devices today as the clinic's server allows in a day; nothing was "
    "changed. Try again tomorrow, or ask whoever runs the server. If that was not you, look through the "
    "devices and remove what you do not know."
)
_ENOUGH_PEOPLE = (
    "The practice has as many people as the clinic's server allows; nothing was changed. Ask whoever runs "
    "the server."
)
_FILES_FULL = (
    "The clinic's server has as much of this practice as it is allowed, so new files stay on this computer. "
    "Text goes on; ask whoever runs the server for more room."
)
_READ_ENOUGH = (
    "This laptop has read as much today as the clinic's server allows in a day. What is here is here; the "
    "rest comes tomorrow. If that is not enough, ask whoever runs the server."
)
_DAY_FULL = (
    "This laptop has sent as much today as the clinic's server allows in a day. The rest is safe here and "
    "goes tomorrow; if that was not you, tell whoever runs the server."
)
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
        (
            "The practice's keys or devices changed meanwhile; nothing was changed. Sync, then try again; if "
            "it stays so, an owner changes the keys: removing a laptop that nobody uses any more does it "
            "(Settings, Team and devices; in a terminal, `pazpaz rotate-key`)."
        ),
        "keys_changed",
    ),
    "PZK02": (
        ServerRefused,
        "The practice's keys were changed; this laptop fetches the new ones first.",
        "old_key",
    ),
    "PZL01": (ServerRefused, f"This person has {_ENOUGH_DEVICES}", "too_many_devices"),
    "PZL02": (ServerRefused, f"The practice has {_ENOUGH_DEVICES}", "too_many_devices"),
    "PZL03": (ServerRefused, _ENOUGH_TODAY, "too_many_devices"),
    "PZL04": (ServerRefused, _ENOUGH_PEOPLE, "too_many_people"),
    "PZQ01": (ServerRefused, _FILES_FULL, "files_full"),
    "PZQ02": (ServerRefused, _DAY_FULL, "day_full"),
    "PZQ03": (ServerRefused, _READ_ENOUGH, "read_enough"),
    "PZK03": (
        ServerRefused,
        (
            "This laptop changed the keys so often that the server takes no more today; nothing was changed. "
            "Use another owner's laptop, or try again tomorrow."
        ),
        "too_many_lists",
    ),
    "PZK04": (
        ServerRefused,
        (
            "This laptop gave that one so many certificates that the server takes no more from it; nothing "
            "was changed. Use another owner's laptop, or let that laptop join again."
        ),
        "too_many_certificates",
    ),
    "PZA02": (
        ServerRefused,
        (
            "That laptop is still let in, so nothing was changed. Remove it first (Settings, Team and "
            "devices; in a terminal, `pazpaz revoke`), then set aside what it left."
        ),
        "device_is_in",
    ),
    "PZB03": (
        ServerRefused,
        (
            "This laptop put this part of a file in its place so often that the server takes no more from "
            "it; nothing was changed. Use another owner's laptop."
        ),
        "replaced_too_often",
    ),
    "PZB01": (ContentRefused, "Too much was sent to the server at once.", "batch_too_large"),
    "PZB02": (ContentRefused, "The server did not understand what was sent.", "bad_request"),
}


def flaw(said: str) -> str | None:
    """What is wrong with the other side, when libpq's words tell that; it got no password then."""
    return next((sentence for words, sentence in _FLAWS if words in said), None)


def connect_error(error: psycopg.Error) -> UserError:
    """libpq gives no SQLSTATE here, so the server's English words decide; unknown ones mean no connection."""
    said = str(error)
    if "too many connections for role" in said:
        return ServerUnreachable("The clinic's server is busy; it is tried again soon.", code="server_busy")
    if "not permitted to log in" in said:
        return _revoked()
    if "permission denied for database" in said:  # it lets in the logins that it knows
        return _own_error("PZD01")
    if "password authentication failed" in said:
        return ServerRefused(
            "The clinic's server does not take this laptop's login: it does not know it, or somebody who had "
            "it as well changed its password. Work goes on here and nothing is lost. Join the clinic again: "
            "click the clinic's state at the top of the window (in a terminal, `pazpaz join --again`); or "
            "the owner puts the login back, in a terminal on their laptop (`pazpaz reset-login`).",
            code="unknown_device",
        )
    wrong = flaw(said)
    if wrong is not None:
        return ServerRefused(
            f"{wrong} Nothing was sent, and work goes on here. Tell whoever runs the clinic's server.",
            code="wrong_server",
        )
    return ServerUnreachable("The clinic's server does not answer. Work goes on here and is sent later.")


def no_verifier() -> UserError:
    """Of a device that an early version let in: nothing tells what its password was."""
    return UserError(
        "The server does not know the first password of that laptop, so nothing was changed. Let it join "
        "again: there, click the clinic's state at the top of the window (in a terminal, `pazpaz join "
        "--again`). Then remove its old entry (Settings, Team and devices).",
        code="no_verifier",
    )


def call_error(error: psycopg.Error) -> UserError:
    """What a failed call means; the server's own text, which may quote rows, goes no further."""
    state = error.sqlstate
    # Classes of SQLSTATEs: a connection that broke, and a server that ends it, as the guard has it do.
    if state is None or state.startswith(("08", "57P")):
        return ServerUnreachable("The connection to the clinic's server broke. Work goes on here.")
    # Class 53: the server has no room, no memory or no connection left.
    if state in _BUSY or state.startswith("53"):
        return ServerUnreachable("The clinic's server is busy; it is tried again soon.", code="server_busy")
    if state.startswith("PZ"):
        return _own_error(state)
    if state in _MISSING:
        return VersionMismatch(
            "The clinic's server is older than this program, or holds no PazPaz. Your work is kept; ask "
            "whoever runs the server to upgrade it (`pazpaz server upgrade`)."
        )
    kind = ContentRefused if state.startswith(_OF_CONTENT) else ServerRefused
    return kind(f"The clinic's server refused (SQLSTATE {state}). Nothing is lost here.")


def _own_error(state: str) -> UserError:
    if state == "PZR01":
        return _revoked()
    kind, sentence, code = _OWN_ERRORS.get(state, _DENIED)
    return kind(sentence, code=code)


def _revoked() -> DeviceRevoked:
    return DeviceRevoked(
        "The owner removed this laptop from the clinic's server. What is here stays here; if the owner lets "
        "it in again, what was never sent arrives. To ask, click the clinic's state at the top of the window "
        "(in a terminal, `pazpaz join --again`)."
    )
