"""The proxy that breaks connections: it does what it is told, at the byte that it is told."""

import socket
import threading
from collections.abc import Iterator

import pytest

from tests.fault_proxy import Fault, FaultProxy, Kind, Side

PATIENCE_S = 10.0
"""Only a broken proxy makes a test wait this long."""


class Echo:
    """A server that answers every piece with the same piece, and remembers what came."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.heard: list[bytes] = []
        self._came = threading.Condition()
        self.ended = threading.Semaphore(0)
        self._threads: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._listener.gettimeout() == 0.0:
                connection.close()
                return
            self._threads.append(threading.Thread(target=self._serve, args=[connection]))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                while data := connection.recv(65536):
                    self._hear(data)
                    connection.sendall(data)
            except ConnectionError:
                self._hear(b"(reset)")
        self.ended.release()

    def _hear(self, piece: bytes) -> None:
        with self._came:
            self.heard.append(piece)
            self._came.notify_all()

    def waits_for(self, piece: bytes) -> bool:
        """Whether this piece came; each connection is heard by a thread of its own, in no certain order."""
        with self._came:
            return self._came.wait_for(lambda: piece in self.heard, PATIENCE_S)

    def close(self) -> None:
        self._listener.setblocking(False)
        socket.create_connection(("127.0.0.1", self.port), PATIENCE_S).close()
        for thread in (self._accepting, *self._threads):
            thread.join(PATIENCE_S)
        self._listener.close()


@pytest.fixture
def echo() -> Iterator[Echo]:
    made = Echo()
    yield made
    made.close()


@pytest.fixture
def proxy(echo: Echo) -> Iterator[FaultProxy]:
    made = FaultProxy("127.0.0.1", echo.port)
    yield made
    made.close()


@pytest.fixture
def client(proxy: FaultProxy) -> Iterator[socket.socket]:
    made = socket.create_connection(("127.0.0.1", proxy.port), PATIENCE_S)
    yield made
    made.close()


def answer(client: socket.socket, wanted: int) -> bytes:
    found = b""
    while len(found) < wanted and (piece := client.recv(wanted - len(found))):
        found += piece
    return found


def says_nothing(client: socket.socket) -> bool:
    client.setblocking(False)
    try:
        return client.recv(1) is None  # an end would be b""
    except BlockingIOError:
        return True
    finally:
        client.settimeout(PATIENCE_S)


def test_given_fair_weather_when_spoken_through_then_every_byte_passes(
    proxy: FaultProxy, client: socket.socket
) -> None:
    sent = bytes(range(256)) * 4000
    speaker = threading.Thread(target=client.sendall, args=[sent])
    speaker.start()

    assert answer(client, len(sent)) == sent
    speaker.join()
    assert proxy.passed == {Side.REQUEST: len(sent), Side.ANSWER: len(sent)}


@pytest.mark.parametrize("after", [0, 1, 7])
def test_given_a_cut_in_the_request_when_it_is_sent_then_exactly_so_many_bytes_arrive(
    echo: Echo, proxy: FaultProxy, client: socket.socket, after: int
) -> None:
    proxy.arm(Fault(Kind.CUT, Side.REQUEST, after))
    client.sendall(b"12345678")

    assert echo.ended.acquire(timeout=PATIENCE_S)
    assert b"".join(echo.heard) == b"12345678"[:after] + b"(reset)"
    with pytest.raises(ConnectionResetError):
        answer(client, 9)
    assert proxy.passed[Side.REQUEST] == after


@pytest.mark.parametrize("after", [0, 3])
def test_given_a_cut_in_the_answer_when_it_comes_then_the_request_was_heard_whole(
    echo: Echo, proxy: FaultProxy, client: socket.socket, after: int
) -> None:
    proxy.arm(Fault(Kind.CUT, Side.ANSWER, after))
    client.sendall(b"12345678")

    assert answer(client, after) == b"12345678"[:after]
    with pytest.raises(ConnectionResetError):
        client.recv(1)
    assert echo.heard[0] == b"12345678"


def test_given_a_cut_that_struck_when_connected_again_then_the_way_is_clear(
    proxy: FaultProxy, client: socket.socket
) -> None:
    proxy.arm(Fault(Kind.CUT, Side.REQUEST, 2))
    client.sendall(b"1234")
    assert proxy.struck.wait(PATIENCE_S)

    with socket.create_connection(("127.0.0.1", proxy.port), PATIENCE_S) as again:
        again.sendall(b"again")
        assert answer(again, 5) == b"again"


def test_given_a_freeze_when_it_thaws_then_nothing_is_missing(
    proxy: FaultProxy, client: socket.socket
) -> None:
    proxy.arm(Fault(Kind.FREEZE, Side.ANSWER, 3))
    client.sendall(b"12345678")
    assert answer(client, 3) == b"123"
    assert proxy.struck.wait(PATIENCE_S)
    assert proxy.is_silent()
    assert says_nothing(client)

    proxy.thaw()

    assert not proxy.is_silent()
    assert answer(client, 5) == b"45678"
    client.sendall(b"on")
    assert answer(client, 2) == b"on"


def test_given_a_frozen_request_when_delivered_late_then_it_is_heard_after_a_later_connections(
    echo: Echo, proxy: FaultProxy, client: socket.socket
) -> None:
    proxy.arm(Fault(Kind.FREEZE, Side.REQUEST, 5))
    client.sendall(b"first late")
    assert proxy.struck.wait(PATIENCE_S)
    assert echo.waits_for(b"first")
    client.close()
    with socket.create_connection(("127.0.0.1", proxy.port), PATIENCE_S) as again:
        again.sendall(b"second")
        assert answer(again, 6) == b"second"
        assert not proxy.is_silent()

        assert proxy.deliver() == 1

        assert echo.heard == [b"first", b"second", b" late"]
        assert echo.ended.acquire(timeout=PATIENCE_S)
        assert proxy.deliver() == 0
        again.sendall(b"third")
        assert answer(again, 5) == b"third"


@pytest.mark.parametrize("side", Side)
def test_given_a_peer_that_vanished_when_it_is_waited_for_then_neither_end_is_told(
    echo: Echo, proxy: FaultProxy, client: socket.socket, side: Side
) -> None:
    proxy.arm(Fault(Kind.GONE, side, 4))
    client.sendall(b"12345678")
    assert proxy.struck.wait(PATIENCE_S)
    assert proxy.is_silent()
    if side is Side.ANSWER:
        assert answer(client, 4) == b"1234"
    assert says_nothing(client)
    client.close()

    assert not echo.ended.acquire(blocking=False)
    assert proxy.bury() == 1

    assert echo.ended.acquire(timeout=PATIENCE_S)
    assert echo.heard == [b"1234" if side is Side.REQUEST else b"12345678", b"(reset)"]


def test_given_a_delay_when_spoken_through_then_all_of_it_comes_in_its_order(
    proxy: FaultProxy, client: socket.socket
) -> None:
    proxy.arm(Fault(Kind.DELAY))
    for piece in (b"one", b"two", b"three"):
        client.sendall(piece)
        assert answer(client, len(piece)) == piece
    assert proxy.struck.is_set()


def test_given_a_server_that_is_down_when_connected_then_the_client_is_told_and_others_are_not_harmed() -> (
    None
):
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port: int = reserved.getsockname()[1]
    proxy = FaultProxy("127.0.0.1", port)
    try:
        for _ in range(2):
            with socket.create_connection(("127.0.0.1", proxy.port), PATIENCE_S) as client:
                assert client.recv(1) == b""
    finally:
        proxy.close()
