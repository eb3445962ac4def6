"""Oracles about the course of a sync: the feed, cursors, what one device sees, and how soon all is quiet."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from core.domain.errors import UserError
from sync.remote import DeviceEntry, FeedPage
from tests.sync.oracles.agreement import MOST
from tests.sync.oracles.diary import Diary
from tests.sync.oracles.eye import WATCHED, WORDS, Eye, Key, Seen, name_of
from tests.sync.oracles.finding import Finding, Oracle

MOST_SYNCS = 3
"""After the faults stop, each device is done after this many passes."""


_KEEPING = ("conflicts", "session_versions")
"""Where what gives way is kept; a record that still has the word elsewhere is only not that far yet."""


class Device(Protocol):
    """What these oracles ask of a laptop; `tests.sync.laptops.Laptop` is one."""

    def sync(self) -> Any: ...

    def dirty(self) -> int: ...


def quiet_soon(devices: Sequence[Device]) -> Iterator[Finding]:
    """(h) Lets each device sync at most three times, one after the other; then nothing waits anywhere."""
    for number, device in [*enumerate(devices, start=1)] * MOST_SYNCS:
        try:
            device.sync()
        except UserError as error:
            yield Finding(Oracle.LIVENESS, f"device {number} is stuck: {error.code}")
            return
    for number, device in enumerate(devices, start=1):
        if device.dirty():
            yield Finding(
                Oracle.LIVENESS, f"{device.dirty()} rows wait on device {number} after {MOST_SYNCS} syncs"
            )


def feed_is_dense(log: Sequence[tuple[int, Key]], seq: int, rows: Mapping[Key, int]) -> Iterator[Finding]:
    """(f) Each number up to the counter was given to one row, and each row stands at the last that it got.

    `log` is what the server numbered, in that order; `rows` where each row stands now.
    """
    numbers = [number for number, _ in log]
    if numbers != list(range(1, seq + 1)):
        missing = sorted(set(range(1, seq + 1)) - set(numbers)) or numbers
        yield Finding(Oracle.FEED_DENSITY, f"the feed has holes or repeats at {missing[:MOST]}")
    last = {key: number for number, key in log}
    for key in sorted(key for key in rows if rows[key] != last.get(key))[:MOST]:
        yield Finding(Oracle.FEED_DENSITY, f"{name_of(key)} stands at {rows[key]}, numbered {last.get(key)}")


class Server(Protocol):
    """Whose rows may come: the devices of the practice's directory."""

    devices: list[DeviceEntry]


class FeedReader:
    """(f) (i) Looks over the shoulder of one device at the pages that it gets."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def saw(self, after: int, page: FeedPage, server: Server) -> None:
        numbers = [row.seq for row in page.rows]
        if numbers != sorted(set(numbers)) or any(not after < number <= page.upto for number in numbers):
            self.findings.append(
                Finding(Oracle.FEED_DENSITY, f"a page after {after} is out of order: {numbers}")
            )
        ours = {entry.device_id for entry in server.devices}
        foreign = [row for row in page.rows if row.sealed_by not in ours]
        for row in foreign[:MOST]:
            what = f"{name_of((row.table_no, row.row_id.bytes))} of another practice was handed out"
            self.findings.append(Finding(Oracle.ISOLATION, what))


class Steady:
    """(g) One device before and after each pass: it goes on seeing what it saw, and never goes back."""

    def __init__(self, eye: Eye, diary: Diary, others: Callable[[], Sequence[Eye]]) -> None:
        self._eye, self._diary, self._others = eye, diary, others
        self.findings: list[Finding] = []
        self.holds_less: Callable[[], bool] = bool
        """Whether what this device forgot need only be where others have it: its person's role fell."""

        self.on_server: Callable[[], set[str]] = set
        """Words that the clinic has, for a device that holds less: perhaps nobody else has fetched them
        yet."""

    def around(self, act: Callable[[], Any], *, may_go_back: Callable[[], bool]) -> Any:
        """Runs a pass and compares. `may_go_back`: the server is another one now, or we read it anew."""
        before, cursor = self._eye.look(), self.cursor()
        try:
            return act()
        finally:
            self._compare(before, cursor, may_go_back())

    def cursor(self) -> tuple[int, int]:
        feed = self._eye.local("feed")
        return (feed[0]["seq"], feed[0]["op_no"]) if feed else (0, 0)

    def _compare(self, before: Seen, cursor: tuple[int, int], may_go_back: bool) -> None:
        after = self._eye.look()
        if not may_go_back:
            if any(now < was for now, was in zip(self.cursor(), cursor, strict=True)):
                self.findings.append(
                    Finding(Oracle.READ_YOUR_WRITES, f"from {cursor} back to {self.cursor()}")
                )
            both = before.rows.keys() & after.rows.keys()
            back = [key for key in both if after.value(key, "version") < before.value(key, "version")]
            self._note(
                f"{name_of(key)} went back from version {before.value(key, 'version')}" for key in back
            )
        missing = before.words() - after.words() - self._diary.removed
        if missing:
            # Whoever merged has it in a question, which may come in a later page than the record.
            tables = WATCHED if self.holds_less() else _KEEPING
            for eye in (self._eye, *self._others()):
                missing -= set(WORDS.findall(eye.not_arrived())) | eye.look(tables).words()
            missing -= self.on_server() if missing and self.holds_less() else set()
            self._note(f"{word} was here before the sync, and is nowhere now" for word in sorted(missing))

    def _note(self, told: Iterator[str] | Sequence[str]) -> None:
        self.findings += [Finding(Oracle.READ_YOUR_WRITES, what) for what in list(told)[:MOST]]
