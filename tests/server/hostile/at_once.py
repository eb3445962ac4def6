"""Two calls at once, in a known order: the second begins while the first is not over."""

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor

import sqlalchemy as sa

from migrations.operate.connection import operator
from tests.plugins_pg import TestClinic
from tests.server.raw import Raw

_WAITS = "SELECT cardinality(pg_blocking_pids(:pid)) > 0"


def second_of_two(
    clinic: TestClinic, first: tuple[Raw, str], second: tuple[Raw, str], values: Mapping[str, object]
) -> str:
    """SQLSTATE of the second call, which began before the first was committed; the first has succeeded."""
    (ahead, earlier), (behind, later) = first, second
    ahead.rows("BEGIN")
    assert ahead.state(earlier, values) == "00000"
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(behind.state, later, values)
        until_it_waits(clinic, behind, answer)
        ahead.rows("COMMIT")
        return answer.result()


def both_behind_a_push(
    clinic: TestClinic, calls: tuple[tuple[Raw, str], tuple[Raw, str]], values: Mapping[str, object]
) -> list[str]:
    """SQLSTATEs of two calls that both began while somebody else had the practice's counter."""
    with operator(clinic.server.url(clinic.database, superuser=True)) as db, ThreadPoolExecutor(2) as pool:
        db.execute(sa.text("SELECT 1 FROM pz.sync_workspace FOR NO KEY UPDATE"))
        answers = []
        for connection, call in calls:
            answers.append(pool.submit(connection.state, call, values))
            until_it_waits(clinic, connection, answers[-1])
        db.rollback()
        return [answer.result() for answer in answers]


def until_it_waits(clinic: TestClinic, connection: Raw, answer: "Future[str]") -> None:
    """Or its call is over, where nothing holds it up."""
    pid = connection.connection.info.backend_pid
    while not answer.done() and clinic.as_superuser(_WAITS, {"pid": pid}) != [(True,)]:
        pass
