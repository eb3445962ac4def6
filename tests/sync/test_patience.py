"""A server that is connected and says nothing: the call ends, and the next one connects anew."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg.waiting import Ready, Wait

from core.domain.clock import FixedClock
from core.domain.errors import ServerUnreachable
from sync.postgres.rows import PostgresRemote
from sync.postgres.timeouts import SILENCE_LIMIT_S, watched
from tests.fault_proxy import Fault, FaultProxy, Kind, ProxyClock, Side
from tests.plugins_pg import TestClinic
from tests.sync.laptops import START


@pytest.fixture
def proxy(clinic18: TestClinic) -> Iterator[FaultProxy]:
    made = FaultProxy(clinic18.server.host, clinic18.server.port)
    yield made
    made.close()


@pytest.fixture
def remote(clinic18: TestClinic, proxy: FaultProxy) -> Iterator[PostgresRemote]:
    made = PostgresRemote(clinic18.owner.address(proxy.port), clock=ProxyClock(proxy))
    yield made
    made.close()


@pytest.mark.parametrize("kind", [Kind.FREEZE, Kind.GONE])
@pytest.mark.parametrize("side", Side)
def test_given_a_server_that_falls_silent_when_called_then_the_call_ends_and_the_next_connects_anew(
    remote: PostgresRemote, proxy: FaultProxy, kind: Kind, side: Side
) -> None:
    here = remote.hello()
    proxy.arm(Fault(kind, side, 10))

    with pytest.raises(ServerUnreachable) as given_up:
        remote.hello()

    assert given_up.value.code == "server_unreachable"
    assert replace(remote.hello(), now=here.now) == here


def test_given_silence_in_the_middle_of_a_page_when_pulled_then_nothing_of_it_is_taken_and_it_comes_again(
    clinic18: TestClinic, remote: PostgresRemote, proxy: FaultProxy
) -> None:
    owner, epoch = clinic18.owner, clinic18.epoch(clinic18.owner)
    remote.push(owner.workspace_id, epoch, [owner.client() for _ in range(50)])
    proxy.arm(Fault(Kind.FREEZE, Side.ANSWER, 5000))

    with pytest.raises(ServerUnreachable):
        remote.pull(owner.workspace_id, epoch, 0, 100)

    assert len(remote.pull(owner.workspace_id, epoch, 0, 100).rows) == 50


def test_given_a_server_that_accepts_and_says_nothing_when_connecting_then_it_is_given_up(
    clinic18: TestClinic, proxy: FaultProxy
) -> None:
    proxy.arm(Fault(Kind.FREEZE, Side.ANSWER, 0))
    address = replace(clinic18.owner.address(proxy.port), connect_timeout_s=2)

    with pytest.raises(ServerUnreachable):
        PostgresRemote(address).hello()
    assert proxy.struck.is_set()


class Line:
    """A wait whose readiness and time are given by hand."""

    def __init__(self, steps: int) -> None:
        self._clock = FixedClock(START)
        inner = self._asking(steps)
        self._waiting = watched(next(inner), inner, self._clock)
        next(self._waiting)

    def _asking(self, steps: int) -> Generator[Wait, Any, str]:
        for _ in range(steps):
            yield Wait.R
        return "all"

    def look(self, ready: Ready, after_s: float) -> None:
        self._clock.advance(timedelta(seconds=after_s))
        self._waiting.send(ready)


def test_given_a_slow_line_when_bytes_trickle_for_an_hour_then_the_answer_is_waited_for() -> None:
    line = Line(90)
    for _ in range(89):
        line.look(Ready.R, SILENCE_LIMIT_S - 5)

    with pytest.raises(StopIteration) as done:
        line.look(Ready.R, SILENCE_LIMIT_S - 5)
    assert done.value.value == "all"


def test_given_looks_that_find_nothing_when_the_limit_is_past_then_it_is_given_up_and_not_before() -> None:
    line = Line(9)
    line.look(Ready.NONE, SILENCE_LIMIT_S / 2)
    line.look(Ready.NONE, SILENCE_LIMIT_S / 2)

    with pytest.raises(psycopg.OperationalError):
        line.look(Ready.NONE, 1)


def test_the_limit_is_longer_than_the_server_lets_a_statement_run(clinic18: TestClinic) -> None:
    remote = clinic18.owner.remote()
    ((limit,),) = remote._rows("SELECT setting::int / 1000 FROM pg_settings WHERE name = 'statement_timeout'")

    assert limit < SILENCE_LIMIT_S


def greet_often(remote: PostgresRemote) -> None:
    for _ in range(100):
        remote.hello()


def test_given_a_network_that_lost_four_connections_when_the_server_finds_out_then_the_laptop_comes_in_again(
    clinic18: TestClinic, proxy: FaultProxy
) -> None:
    for _ in range(4):
        proxy.arm(Fault(Kind.GONE, Side.ANSWER, 2000))  # past the greeting: logged in for the server
        lost = PostgresRemote(clinic18.owner.address(proxy.port), clock=ProxyClock(proxy))
        with pytest.raises(ServerUnreachable):
            greet_often(lost)
    again = PostgresRemote(clinic18.owner.address(proxy.port))
    with pytest.raises(ServerUnreachable):
        again.hello()

    assert proxy.bury() == 4

    assert again.hello().device_id == clinic18.owner.device_id
    again.close()


def test_given_a_laptop_that_vanished_when_a_minute_has_passed_then_the_server_has_found_out(
    clinic18: TestClinic,
) -> None:
    remote = clinic18.owner.remote()
    query = "SELECT current_setting('tcp_keepalives_' || name)::int FROM unnest(%s::text[]) name"
    idle, interval, count = (row[0] for row in remote._rows(query, ["idle", "interval", "count"]))

    assert idle + interval * count <= 60
