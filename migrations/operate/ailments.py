"""What is wrong with a server that does not let its operator work, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ailment:
    """Known by its SQLSTATE, or by the server's words (a pattern) while connecting, when libpq gives none."""

    state: str
    words: str
    code: str
    sentence: str


_HELD_UP = (
    "A device holds a transaction open and would keep everybody waiting; nothing was changed. "
    "Try again; if it stays so, `pazpaz server guard --once` ends it."
)
AILMENTS = (
    Ailment("55P03", "", "held_up", _HELD_UP),
    Ailment("40P01", "", "held_up", _HELD_UP),
    Ailment(
        "28P01",
        "authentication failed",
        "server_refused",
        "The server does not accept this name and password.",
    ),
    Ailment("28000", "", "server_refused", "The server does not accept this name and password."),
    Ailment(
        "3D000",
        'database ".*" does not exist',
        "no_database",
        "There is no such database on the server.",
    ),
    Ailment(
        "53300",
        "too many clients|connection slots are reserved|too many connections",
        "no_connections",
        "The server is out of connections; nothing was changed. `pazpaz server guard` ends those of devices "
        "that are too many; your own role gets in through reserved ones. See the manual, *Connections*.",
    ),
    Ailment(
        "53200",
        "out of (shared )?memory",
        "no_locks",
        "The server is out of shared memory: some connection holds nearly all locks that it has; nothing was "
        "changed. A running `pazpaz server guard` ends it within seconds; without one, see the manual, "
        "*Connections*, for how to end it on the server's own computer.",
    ),
    Ailment(
        "53100",
        "No space left on device",
        "disk_full",
        "The server's disk is full; nothing was changed. Make room on it, then try again.",
    ),
    Ailment(
        "57P03",
        "is starting up|is shutting down|recovery mode|not yet accepting connections",
        "not_ready",
        "The server is starting or stopping; nothing was changed. Try again in a moment.",
    ),
)
