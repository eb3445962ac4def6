"""A loopback proxy that breaks connections at a chosen byte: cut, frozen, gone without a word, late."""

import asyncio
import socket
import struct
import threading
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from typing_extensions import override

from core.domain.clock import SystemClock

T = TypeVar("T")
_LIMIT_S = 20.0
"""No call of a test waits longer; only a broken proxy reaches it."""
_RESET = struct.pack("ii", 1, 0)


class Kind(StrEnum):
    CUT = "cut"
    """Both ends are told at once (RST)."""
    GONE = "gone"
    """Half-open: both ends hear nothing any more and nothing tells them; what was on its way is lost."""
    FREEZE = "freeze"
    """Nothing moves until `thaw`, or, when the client has given up, until `deliver` or `bury`."""
    DELAY = "delay"
    """Every piece waits a few milliseconds; nothing is lost."""


class Side(StrEnum):
    REQUEST = "request"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens once `after` more bytes have passed on this side, counted over all connections."""

    kind: Kind
    side: Side = Side.REQUEST
    after: int = 0


@dataclass(eq=False)
class _Link:
    """One connection: the client's end, the server's, and what is held between them."""

    client: socket.socket
    server: socket.socket
    frozen: bool = False
    gone: bool = False
    client_left: bool = False
    held: dict[Side, bytes] = field(default_factory=lambda: dict.fromkeys(Side, b""))
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def silent(self) -> bool:
        return self.frozen or self.gone

    def ends(self, side: Side) -> tuple[socket.socket, socket.socket]:
        return (self.client, self.server) if side is Side.REQUEST else (self.server, self.client)


class FaultProxy:
    """Passes bytes between clients and one server, on a thread of its own, and does one armed fault.

    The methods may be called from any thread; each returns when its effect is there.
    """

    def __init__(self, host: str, port: int, delay_s: float = 0.002) -> None:
        self._server, self._delay_s = (host, port), delay_s
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setblocking(False)
        self.port: int = self._listener.getsockname()[1]
        self._links: set[_Link] = set()
        self._fault: Fault | None = None
        self._left = 0
        self.passed = {Side.REQUEST: 0, Side.ANSWER: 0}
        self.struck = threading.Event()
        """Set once the armed fault has happened."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fault-proxy")
        self._thread.start()
        self._accepting = asyncio.run_coroutine_threadsafe(self._accept(), self._loop)

    # what a test asks for

    def arm(self, fault: Fault | None) -> None:
        """The next fault, in place of the one before; None for fair weather."""
        self._call(self._arm(fault))

    def is_silent(self) -> bool:
        """Whether a client is waiting that will hear nothing."""
        return any(link.silent and not link.client_left for link in set(self._links))

    def thaw(self) -> None:
        """Frozen connections go on where they stopped."""
        self._call(self._thaw())

    def deliver(self) -> int:
        """Frozen requests reach the server now, after later ones; returns of how many silent connections.

        For clients that have given up. Waits until the server has dealt with them.
        """
        return self._call(self._end_silent(late=True))

    def bury(self) -> int:
        """The server learns, as by a keep-alive, that the clients of silent connections are gone."""
        return self._call(self._end_silent(late=False))

    def close(self) -> None:
        self._accepting.cancel()
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._listener.close()

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_LIMIT_S)

    # on the proxy's thread

    async def _arm(self, fault: Fault | None) -> None:
        self._fault, self._left = fault, fault.after if fault else 0
        self.struck.clear()

    async def _thaw(self) -> None:
        for link in self._links:
            for side in Side:
                held, link.held[side] = link.held[side], b""
                await self._loop.sock_sendall(link.ends(side)[1], held)
            link.frozen = False

    async def _accept(self) -> None:
        while True:
            client, _ = await self._loop.sock_accept(self._listener)
            server = socket.socket()
            try:
                await self._connect(client, server)
            except OSError:
                client.close()
                server.close()

    async def _connect(self, client: socket.socket, server: socket.socket) -> None:
        for end in (client, server):
            end.setblocking(False)
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await self._loop.sock_connect(server, self._server)
        link = _Link(client, server)
        self._links.add(link)
        link.tasks = [self._loop.create_task(self._pump(link, side)) for side in Side]

    async def _pump(self, link: _Link, side: Side) -> None:
        with suppress(OSError):
            while data := await self._loop.sock_recv(link.ends(side)[0], 65536):
                await self._pass(link, side, data)
        if side is Side.REQUEST:
            link.client_left = True
        if not link.silent:
            await self._drop(link)

    async def _pass(self, link: _Link, side: Side, data: bytes) -> None:
        fault = self._fault
        if fault is not None and fault.kind is Kind.DELAY:
            self.struck.set()
            await asyncio.sleep(self._delay_s)
        elif fault is not None and fault.side is side and not self.struck.is_set():
            if self._left < len(data):
                await self._send(link, side, data[: self._left])
                data = data[self._left :]
                await self._strike(fault, link)
            else:
                self._left -= len(data)
        await self._send(link, side, data)

    async def _strike(self, fault: Fault, link: _Link) -> None:
        link.gone = fault.kind is Kind.GONE
        link.frozen = fault.kind is Kind.FREEZE
        self.struck.set()
        if fault.kind is Kind.CUT:
            await self._drop(link, reset=True)

    async def _send(self, link: _Link, side: Side, data: bytes) -> None:
        if link.frozen:
            link.held[side] += data
        elif not link.gone and link in self._links:
            self.passed[side] += len(data)
            await self._loop.sock_sendall(link.ends(side)[1], data)

    async def _drop(self, link: _Link, *, reset: bool = False) -> None:
        """The pumps end before their sockets: else the loop takes new ones of their number for them."""
        if link not in self._links:
            return
        self._links.discard(link)
        others = [task for task in link.tasks if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for end in (link.client, link.server):
            if reset:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            end.close()

    async def _end_silent(self, *, late: bool) -> int:
        silent = [link for link in self._links if link.silent]
        for link in silent:
            if late and link.frozen:
                await self._hand_over(link)
            await self._drop(link, reset=not late)
        return len(silent)

    async def _hand_over(self, link: _Link) -> None:
        """The held request, then the end; the server closes when it has dealt with them."""
        answers = link.tasks[list(Side).index(Side.ANSWER)]
        with suppress(OSError):
            await self._loop.sock_sendall(link.server, link.held[Side.REQUEST])
            link.server.shutdown(socket.SHUT_WR)
        await asyncio.wait([answers])

    async def _close(self) -> None:
        for link in set(self._links):
            await self._drop(link)


class ProxyClock(SystemClock):
    """Every look at it is an hour later for whoever waits for a silent connection."""

    def __init__(self, proxy: FaultProxy) -> None:
        self._proxy, self._flown_s = proxy, 0.0

    @override
    def monotonic(self) -> float:
        self._flown_s += 3600.0 if self._proxy.is_silent() else 0.0
        return super().monotonic() + self._flown_s
