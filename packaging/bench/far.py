"""Pushes over a line of 40 ms: four devices of one practice, whose pushes queue at its counter row."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from uuid import UUID

from delay import delayed
from devices import Device, enrol_beside, new_practice
from harness import Figure, check_count
from stage import Stage

from sync.postgres.rows import PostgresRemote

_ONE_WAY_S = 0.020
_DEVICES, _ROWS = 4, 10
_GOAL = 60.0
"""Pushes a second; Replicache states 50 for a space."""


def far_pushes(stage: Stage) -> list[Figure]:
    """Pushes of 10 rows by all devices at once; the floor reads one row over the same lines."""
    first = new_practice(stage.server, "far")
    devices = [first, *(enrol_beside(first) for _ in range(_DEVICES - 1))]
    with stage.phase("push at 40 ms"), delayed(stage.server.port, _ONE_WAY_S) as port:
        lines = [_Line(device, device.remote(port)) for device in devices]
        before = lines[0].hello()
        pushes, hellos = [], []
        for _ in range(stage.scale.long_rounds):
            pushes.append(_rate(lines, _Line.push, stage.scale.long_s))
            hellos.append(_rate(lines, _Line.hello, stage.scale.long_s))
        pushed = sum(line.pushed for line in lines)
        check_count("rows numbered by the server", lines[0].hello() - before, pushed * _ROWS)
        for line in lines:
            line.remote.close()
    return [
        Figure(
            name="push at 40 ms round trip, 4 devices in one practice",
            unit="pushes/s",
            ours=median(pushes),
            floor=median(hellos),
            note="hello() of all four over the same lines",
            at_least=_GOAL,
        )
    ]


class _Line:
    """One device at the far end."""

    def __init__(self, device: Device, remote: PostgresRemote) -> None:
        self._device, self.remote, self.pushed = device, remote, 0
        self._epoch: UUID = remote.hello().heads[0].epoch

    def push(self) -> None:
        device = self._device
        answer = self.remote.push(device.workspace_id, self._epoch, device.ops(_ROWS))
        check_count("rows accepted", sum(result.status == "ok" for result in answer.results), _ROWS)
        self.pushed += 1

    def hello(self) -> int:
        """The number of the practice's last change."""
        return self.remote.hello().heads[0].seq


def _rate(lines: Sequence[_Line], call: Callable[[_Line], object], long_s: float) -> float:
    """Calls a second of all together; each line has a thread, which waits for the server."""
    start = time.perf_counter()

    def work(line: _Line) -> int:
        count = 0
        while time.perf_counter() < start + long_s:
            call(line)
            count += 1
        return count

    with ThreadPoolExecutor(len(lines)) as pool:
        calls = sum(pool.map(work, lines))
    return calls / (time.perf_counter() - start)
