"""Many laptops at once: connections that stay open over many databases, and what their polls cost."""

import os
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

import sqlalchemy as sa
from devices import Device

from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from sync.postgres.rows import PostgresRemote

EACH_DEVICE = 4
"""Connections that the server lets a device have."""
POLL_EVERY_S = 10.0
_ROOM, _THREADS = 60, 4


def make_room(server: EmbeddedServer, laptops: int) -> None:
    """Restarts the server with so many connections, while it is empty: its end writes down all it holds."""
    with operator(server.url(superuser=True), autocommit=True) as db:
        db.execute(sa.text(f"ALTER SYSTEM SET max_connections = {laptops + _ROOM}"))
    server.stop()
    server.start()


@contextmanager
def crowd(devices: Sequence[Device], laptops: int) -> Iterator[list[PostgresRemote]]:
    """So many connections of these devices, spread over their databases, each after its first call."""
    remotes = [device.remote() for device in islice([*devices] * EACH_DEVICE, laptops)]
    try:
        for remote in remotes:
            remote.hello()
        yield remotes
    finally:
        for remote in remotes:
            remote.close()


def polls(remotes: Sequence[PostgresRemote], seconds: float) -> list[float]:
    """How long each poll took while every laptop polled once in ten seconds; ascending."""
    taken: list[list[float]] = [[] for _ in range(_THREADS)]
    start = time.perf_counter()

    def work(thread: int) -> None:
        mine = remotes[thread::_THREADS]
        for turn in range(int(seconds / POLL_EVERY_S * len(mine)) or 1):
            due = start + turn * POLL_EVERY_S / len(mine)
            time.sleep(max(0.0, due - time.perf_counter()))
            before = time.perf_counter()
            mine[turn % len(mine)].hello()
            taken[thread].append(time.perf_counter() - before)

    threads = [threading.Thread(target=work, args=(thread,)) for thread in range(min(_THREADS, len(remotes)))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(time_s for part in taken for time_s in part)


def cpu_seconds(pids: Sequence[int]) -> float:
    """Of these processes until now; 0 where the system does not tell."""
    return sum(_ticks(pid) for pid in pids) / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> int:
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
    return 0


def private_bytes(pid: int) -> int | None:
    """Memory that a process shares with nobody; None where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))


def middle_and_worst(times: Sequence[float]) -> tuple[float, float]:
    """Median and 99th percentile."""
    return statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.99))]
