"""A removed device with its window open: an owner's proven order erases it, nothing else does."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from core.crypto.kdf import KdfParams
from core.crypto.keys import DeviceKeys
from core.domain.clock import FixedClock
from core.domain.errors import DeviceRevoked, ServerUnreachable
from core.domain.ids import WorkspaceId
from core.store.vault.listing import list_vaults
from desktop.app import Program
from desktop.session.open_practice import PracticeDetails, create_practice
from desktop.session.remote_wipe import report
from desktop.shell.unlocked import UnlockedSession
from sync.enrolment.identity_store import Enrolment, ServerPlace
from sync.events import SyncFailed
from sync.keys.keychain import Identity
from tests.desktop.programs import destroy

PHRASE = "seven paper lanterns hum quietly"


@pytest.fixture
def place(qapp: QApplication, home: Path, clock: FixedClock) -> Iterator[UnlockedSession]:
    """A window over a practice that a clinic has removed."""
    details = PracticeDetails(name="Lindenhof Practice", therapist="Ruth Amsel", timezone="Europe/Berlin")
    opened, _ = create_practice(home, PHRASE, details, clock, kdf=KdfParams.FAST_FOR_TESTS)
    program = Program(qapp, home, clock, KdfParams.FAST_FOR_TESTS)
    program.open(opened)
    program.jobs.wait()
    made = program.workplace
    assert made is not None
    made.opening = replace(made.opening, enrolment=_enrolment(made))
    yield made
    destroy(program)


def _enrolment(place: UnlockedSession) -> Enrolment:
    me = place.opening.opened.me
    identity = Identity(me.workspace_id, me.user_id, me.device_id, DeviceKeys.generate(), b"r" * 32)
    server = ServerPlace(host="127.0.0.1", port=1, dbname="clinic")
    return Enrolment(identity=identity, cert=b"", place=server, login_role="pzd_x", password="secret")


def _refused(place: UnlockedSession, qapp: QApplication) -> None:
    place.bridge.listen(SyncFailed(DeviceRevoked.code, "The owner removed this laptop.", 0.0))
    qapp.processEvents()
    if not place.opening.opened.vault.path.exists():
        return
    place.jobs.wait()
    qapp.processEvents()


def test_told_by_an_owner_it_erases_the_practice_and_reports(
    place: UnlockedSession, qapp: QApplication, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[Enrolment] = []
    monkeypatch.setattr("desktop.shell.removal.is_told", lambda _enrolment: True)
    monkeypatch.setattr("desktop.shell.removal.report", reported.append)

    _refused(place, qapp)

    assert list_vaults(home) == []
    assert reported == [place.opening.enrolment]


def test_merely_refused_it_keeps_everything_and_asks_once(
    place: UnlockedSession, qapp: QApplication, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Enrolment] = []

    def not_told(enrolment: Enrolment) -> bool:
        asked.append(enrolment)
        return False

    monkeypatch.setattr("desktop.shell.removal.is_told", not_told)

    _refused(place, qapp)
    _refused(place, qapp)

    assert len(asked) == 1
    assert len(list_vaults(home)) == 1
    assert place.window.isVisible()


def test_a_server_that_does_not_answer_is_no_order(
    place: UnlockedSession, qapp: QApplication, home: Path
) -> None:
    _refused(place, qapp)
    assert len(list_vaults(home)) == 1


class _BrokenRemote:
    def __init__(self, error: Exception) -> None:
        self.error, self.is_closed = error, False

    def wipe_obeyed(self, _workspace_id: WorkspaceId) -> None:
        raise self.error

    def close(self) -> None:
        self.is_closed = True


@pytest.mark.parametrize("error", [ServerUnreachable("It does not answer."), RuntimeError("a fault")])
def test_given_a_report_that_fails_when_it_is_sent_then_the_connection_is_closed(
    place: UnlockedSession, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    remote = _BrokenRemote(error)
    monkeypatch.setattr("sync.enrolment.identity_store.remote_of", lambda _enrolment: remote)

    with contextlib.suppress(RuntimeError):
        report(_enrolment(place))

    assert remote.is_closed
