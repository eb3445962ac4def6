"""The list of clients: what is in sight first, then everybody; and what ten times as many cost."""

from collections.abc import Callable

from big import WEEKS, Big
from harness import Figure, Taken, check_count, in_turns, taken, timed
from stage import APPOINTMENTS, CLIENTS, Stage

from desktop.clients.presenter import IN_SIGHT

_FRAME_MS = 16.0
_LINEAR = 1.2
"""A little over: what is measured is time."""
_NAMES = "SELECT first_name, last_name FROM clients ORDER BY last_name, first_name"
_ALL = "SELECT * FROM clients"


def client_list(stage: Stage) -> list[Figure]:
    """The beginning as the Clients screen asks for it, and `clients.list` at a tenth and at all clients."""
    tenth_clients, tenth_appointments = stage.scale.of(CLIENTS) // 10, stage.scale.of(APPOINTMENTS) // 10
    big = stage.big
    tenth = Big(stage.folder / "tenth", max(1, tenth_clients), max(WEEKS, tenth_appointments))
    rounds = stage.scale.rounds * 2
    try:
        with stage.phase("client list"):
            first = in_turns(lambda: big.practice.clients.beginning(IN_SIGHT), _bare(big, _NAMES), rounds)
            whole = in_turns(big.practice.clients.list, _bare(big, _ALL), rounds)
            few, many = in_turns(tenth.practice.clients.list, big.practice.clients.list, rounds)
        here, there = (len(each.practice.clients.list()) for each in (big, tenth))
    finally:
        tenth.close()
    check_count(
        "clients in sight", len(big.practice.clients.beginning(IN_SIGHT).summaries), min(here, IN_SIGHT)
    )
    share = here / there
    scaled = Taken(few.wall_s * share, few.cpu_s * share)
    return [
        timed(
            "client list, what is in sight", "ms", *first, "bare SQL: names of all, sorted", limit=_FRAME_MS
        ),
        timed("client list, everybody", "ms", *whole, "bare SQL: every row of clients, no appointments"),
        timed(
            f"client list, {share:.0f} times as many",
            "ms",
            many,
            scaled,
            "so many times a tenth",
            goal=_LINEAR,
        ),
    ]


def _bare(big: Big, sql: str) -> Callable[[], object]:
    def read() -> object:
        with big.opened.store.read() as db:
            return db.exec_driver_sql(sql).all()

    taken(read)
    return read
