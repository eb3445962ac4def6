"""A line of some length to a server of this computer: a process that hands bytes on after a while."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_BLOCK = 1 << 16
Late = asyncio.Queue[tuple[float, bytes]]


@contextmanager
def delayed(port: int, one_way_s: float) -> Iterator[int]:
    """Gives a loopback port that leads to `port`, `one_way_s` later in each direction.

    A process of its own, so that its work does not count as work of the case.
    """
    command = [sys.executable, str(Path(__file__)), str(port), str(one_way_s)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 - asked for in the line above
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


async def _serve(port: int, one_way_s: float) -> None:
    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        with suppress(ConnectionError):
            await asyncio.gather(_carry(reader, far_writer, one_way_s), _carry(far_reader, writer, one_way_s))
        far_writer.close()
        writer.close()

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, one_way_s: float) -> None:
    late: Late = asyncio.Queue()
    await asyncio.gather(_take(reader, late, one_way_s), _give(late, writer))


async def _take(reader: asyncio.StreamReader, late: Late, one_way_s: float) -> None:
    """Notes when each block is due; an empty one is the end."""
    block = b"-"
    while block:
        block = await reader.read(_BLOCK)
        await late.put((asyncio.get_running_loop().time() + one_way_s, block))


async def _give(late: Late, writer: asyncio.StreamWriter) -> None:
    while True:
        due, block = await late.get()
        await asyncio.sleep(due - asyncio.get_running_loop().time())
        if not block:
            writer.write_eof()
            return
        writer.write(block)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2])))
