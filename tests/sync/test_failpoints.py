"""One meeting of two laptops, cut and killed at every step of it: each time nothing is lost or doubled."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from core.domain.errors import ServerUnreachable
from tests.sync.laptops import Laptop, Practice

BASE = "Slept badly.\nGait normal.\nWalks daily."
STEPS = ("hello", "push", "pull", "directory", "digests")


class Killed(BaseException):
    """The process ended here."""


class Killer:
    """Ends the process at the n-th local commit: before it (even n) or right after it (odd n)."""

    def __init__(self, laptop: Laptop, at: int) -> None:
        self._original = laptop.store.write
        self._left = at
        laptop.store.write = self.write  # type: ignore[method-assign]

    @contextmanager
    def write(self, *, bulk: bool = False) -> Iterator[Connection]:
        with self._original(bulk=bulk) as db:
            yield db
            self._count()
        self._count()

    def _count(self) -> None:
        self._left -= 1
        if self._left == -1:
            raise Killed

    @property
    def has_struck(self) -> bool:
        return self._left < 0


def meeting(practice: Practice) -> tuple[Laptop, Laptop, uuid.UUID]:
    """Both edited one note apart, one made a client, and the first has synced."""
    one, two = practice.enrol(), practice.enrol()
    note = one.add_note(one.add_client("Dana"), plan=BASE)
    one.sync()
    two.sync()
    one.edit("sessions", note, plan=BASE.replace("badly", "well"))
    one.add_client("From one")
    one.sync()
    two.edit("sessions", note, plan=BASE.replace("daily", "twice a day"), objective="Seen by two.")
    two.add_client("From two")
    return one, two, note


def check(one: Laptop, two: Laptop, note: uuid.UUID) -> None:
    for laptop in (two, one, two):
        laptop.sync()
    assert one.content() == two.content()
    assert one.dirty() == two.dirty() == 0
    assert one.value("sessions", note, "plan") == "Slept well.\nGait normal.\nWalks twice a day."
    assert one.value("sessions", note, "objective") == "Seen by two."
    assert sorted(str(each.fields[10]) for each in one.rows("clients").values()) == [
        "Dana",
        "From one",
        "From two",
    ]
    assert one.rows("conflicts") == {}
    versions = [row.version for row in one.rows("clients").values()]
    assert versions == [1, 1, 1]


def killed_at(folder: Path, at: int) -> bool:
    """One meeting with a kill; False when the pass ended before it could strike."""
    practice = Practice(folder)
    try:
        one, two, note = meeting(practice)
        killer = Killer(two, at)
        with suppress(Killed):
            two.sync()
        two.store.write = killer._original  # type: ignore[method-assign]
        check(one, two, note)
        return killer.has_struck
    finally:
        practice.close()


def test_a_kill_around_every_local_commit_loses_nothing(tmp_path: Path) -> None:
    at = 0
    while True:
        folder = tmp_path / str(at)
        folder.mkdir()
        if not killed_at(folder, at):
            break
        at += 1
    assert at > 8


@pytest.mark.parametrize("side", ["request", "answer"])
@pytest.mark.parametrize("call", STEPS)
@pytest.mark.parametrize("nth", [1, 2])
def test_a_connection_cut_at_every_call_loses_nothing(
    practice: Practice, call: str, side: str, nth: int
) -> None:
    one, two, note = meeting(practice)
    seen: list[Any] = []

    def fault(step: str) -> None:
        if step == f"{call}.{side}":
            seen.append(step)
            if len(seen) == nth:
                raise ServerUnreachable("No connection.")

    two.remote.fault = fault
    try:
        two.sync()
    except ServerUnreachable:
        assert len(seen) == nth
    two.remote.fault = lambda _: None
    check(one, two, note)
