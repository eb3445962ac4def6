"""A change of keys that is killed at any call to the server, before it or after: nothing is lost or left."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.crypto.cells import twin_no
from core.domain.enums import Role
from migrations.operate.embedded import EmbeddedServer
from sync.keys.rotation import rotate
from sync.postgres.rows import PostgresRemote
from sync.rows.run import SyncSession
from tests.sync.laptops import NEVER
from tests.sync.people import StaffedClinic
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

        def passed(*arguments: Any, **named: Any) -> Any:
            self.calls += 1
            if self.calls == self.stop_at and not self.after:
                raise Killed
            answer = call(*arguments, **named)
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
    monkeypatch.setattr("sync.rows.resealing.BATCH", 2)
    owner, other = clinic.enrol(), clinic.enrol()
    for number in range(3):
        owner.laptop.add_client(f"Client {number}", notes="Sleeps well.")
    owner.laptop.sync()
    other.laptop.sync()
    _change_keys(clinic, owner, owner.pg)  # the first one gives each client a digest, see below
    owner.laptop.sync()
    other.laptop.sync()
    stamps = clinic.stamps()
    counted: Any = Killing(owner.pg)
    _change_keys(clinic, owner, counted)
    changes = 2

    for stop_at in range(1, counted.calls + 1):
        with suppress(Killed):
            _change_keys(clinic, owner, Killing(owner.pg, stop_at, after))
        owner.laptop.sync()
        ((made,),) = clinic.look("SELECT count(*) FROM pz.key_manifests")
        changes, known = made, changes
        assert known <= made <= known + 1, stop_at
        assert clinic.labels() == {f"v{1 + made}:"}, stop_at
        assert clinic.labels("clients", "notes") == {f"v{twin_no(1 + made)}:"}, stop_at
        assert clinic.stamps() == stamps, stop_at
        # In one day the server takes few of them from one laptop.
        clinic.tamper("UPDATE pz.key_manifests SET made_at = made_at - interval '1 day'")

    assert changes > counted.calls // 2
    other.laptop.sync()
    late = clinic.enrol()
    late.laptop.sync()
    assert late.laptop.content() == other.laptop.content() == owner.laptop.content()
    assert late.laptop.told("notices") == []


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_call_of_the_first_rotation_with_clinical_keys_the_next_syncs_end_it(
    pg18: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    """Each time a practice from before: its clients get their digests, and an assistant's laptop goes on."""
    monkeypatch.setattr("sync.rows.resealing.BATCH", 2)
    stop_at, calls = 1, 1
    while stop_at <= calls:
        clinic = StaffedClinic(pg18, tmp_path / f"{after}{stop_at}")
        clinic.practice.folder.mkdir()
        owner = clinic.open()
        assistant = clinic.hire(Role.ASSISTANT)
        clients = [owner.laptop.add_client(f"Client {n}", notes="Sleeps well.", phone="1") for n in range(3)]
        owner.laptop.sync()
        assistant.laptop.sync()
        killing: Any = Killing(owner.pg, stop_at, after)
        with suppress(Killed):
            _change_keys(clinic, owner, killing)
        calls, stop_at = max(calls, killing.calls), stop_at + 3
        if clinic.look("SELECT count(*) FROM pz.key_manifests") == [(0,)]:
            _change_keys(clinic, owner, owner.pg)
        for _ in range(3):
            owner.laptop.sync()
            assistant.laptop.sync()
        assistant.laptop.edit("clients", clients[0], phone="2")
        for each in (assistant, owner, assistant):
            each.laptop.sync()
        assert clinic.labels("clients", "notes") == {f"v{twin_no(2)}:"}, stop_at
        assert clinic.look("SELECT count(*) FROM pz.clients WHERE clinical_digest IS NULL") == [(0,)], stop_at
        assert owner.laptop.value("clients", clients[0], "phone") == "2"
        assert owner.laptop.value("clients", clients[0], "notes") == "Sleeps well."
        assert [each.laptop.told("notices") for each in (owner, assistant)] == [[], []], stop_at
        clinic.close()
