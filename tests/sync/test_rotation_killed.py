"""A change of keys that is killed at any call to the server, before it or after: nothing is lost or left."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from migrations.operate.embedded import EmbeddedServer
from sync.postgres import PostgresRemote
from sync.rotation import rotate
from sync.run import SyncSession
from tests.sync.laptops import NEVER
from tests.sync.rotating import CLOCK, RotatingClinic
from tests.sync.test_two_devices_pg import PgLaptop


class Killed(BaseException):
    """No program catches it, as none catches a power cut."""


@dataclass
class Killing:
    """Passes calls on, and stops the program before the call of a number or after it."""

    inner: PostgresRemote
    stop_at: int = 0
    after: bool = False
    calls: int = 0

    def __getattr__(self, name: str) -> Any:
        call: Callable[..., Any] = getattr(self.inner, name)

        def passed(*arguments: Any) -> Any:
            self.calls += 1
            if self.calls == self.stop_at and not self.after:
                raise Killed
            answer = call(*arguments)
            if self.calls == self.stop_at:
                raise Killed
            return answer

        return passed


@pytest.fixture
def clinic(pg18: EmbeddedServer, tmp_path: Path) -> Iterator[RotatingClinic]:
    made = RotatingClinic(pg18, tmp_path)
    yield made
    made.close()


def _change_keys(clinic: RotatingClinic, owner: PgLaptop, remote: Any) -> None:
    at = owner.laptop
    rotate(at.store, remote, at.identity, CLOCK, clinic.practice.ids, grace_s=0)
    SyncSession(at.store, remote, at.identity, CLOCK, clinic.practice.ids).run_once(at.events.append, NEVER)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_call_of_a_rotation_the_next_sync_ends_it_and_no_row_moves(
    clinic: RotatingClinic, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    monkeypatch.setattr("sync.resealing.BATCH", 2)
    owner, other = clinic.enrol(), clinic.enrol()
    for number in range(3):
        owner.laptop.add_client(f"Client {number}", notes="Sleeps well.")
    owner.laptop.sync()
    other.laptop.sync()
    stamps = clinic.stamps()
    counted: Any = Killing(owner.pg)
    _change_keys(clinic, owner, counted)
    changes = 1

    for stop_at in range(1, counted.calls + 1):
        with suppress(Killed):
            _change_keys(clinic, owner, Killing(owner.pg, stop_at, after))
        owner.laptop.sync()
        ((made,),) = clinic.look("SELECT count(*) FROM pz.key_manifests")
        changes, known = made, changes
        assert known <= made <= known + 1, stop_at
        assert clinic.labels() == clinic.labels("clients", "notes") == {f"v{1 + made}:"}, stop_at
        assert clinic.stamps() == stamps, stop_at

    assert changes > counted.calls // 2
    other.laptop.sync()
    late = clinic.enrol()
    late.laptop.sync()
    assert late.laptop.content() == other.laptop.content() == owner.laptop.content()
    assert late.laptop.told("notices") == []
