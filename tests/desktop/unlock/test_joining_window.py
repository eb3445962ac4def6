"""A second laptop joins through the door on a real PostgreSQL, and what is typed arrives on the other."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.crypto.kdf import KdfParams
from core.domain.clock import SystemClock
from core.store.practice.practice import ClientDraft
from desktop.app import Program
from desktop.shell.clinic_connection import ConnectDialog
from desktop.shell.rejoin import RejoinDialog
from desktop.shell.unlocked import UnlockedSession
from desktop.sync_status.state import StatusPhase
from desktop.unlock.first_run_presenter import FirstRunWay
from desktop.unlock.first_run_view import FirstRunPage
from desktop.widgets.question import QuestionDialog
from migrations.operate import connection
from migrations.operate.embedded import EmbeddedServer
from sync.enrolment import identity_store
from sync.events import SyncProgress
from tests.desktop.programs import destroy
from tests.desktop.terminal.conftest import PASSPHRASE, Operator, Terminal, connect, join, names
from tests.desktop.test_workplace import settings_page

LONG_MS = 60_000


@pytest.fixture
def operator(pg18: EmbeddedServer, tmp_path: Path) -> Operator:
    terminal = Terminal(tmp_path / "operator")
    url = pg18.url(f"clinic_{uuid.uuid4().hex[:12]}")
    made = Operator(terminal, terminal.file("address", url.render_as_string(hide_password=False)), url)
    assert made("init", "--create-database").status == 0
    return made


@pytest.fixture
def owner(tmp_path: Path, operator: Operator) -> Terminal:
    """A connected laptop with enough in the clinic for several pages."""
    laptop = Terminal(tmp_path / "laptop")
    laptop.new_practice()
    with laptop.open() as opened:
        for number in range(40):
            opened.practice.clients.add(ClientDraft(first_name=f"Fern{number}", last_name="Sampleton"))
    connect(laptop, operator)
    assert laptop("sync").status == 0
    return laptop


class Windows:
    """Runs of the window in one process, each ended before the next begins or at the end."""

    def __init__(self, app: QApplication, qtbot: QtBot) -> None:
        self._app, self._qtbot = app, qtbot
        self.made: list[Program] = []

    def start(self, home: Path) -> Program:
        program = Program(self._app, home, SystemClock(), KdfParams.FAST_FOR_TESTS)
        self.made.append(program)
        program.start()
        self.until(lambda: program.door is not None)
        return program

    def until(self, come: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(come, timeout=LONG_MS)

    def work(self, program: Program) -> UnlockedSession:
        self.until(lambda: program.workplace is not None)
        assert program.workplace is not None
        return program.workplace

    def unlock(self, program: Program) -> UnlockedSession:
        assert program.door is not None
        page = program.door.unlock_page
        assert page is not None
        page.field.set_text(PASSPHRASE)
        page.unlock.click()
        return self.work(program)

    def end(self) -> None:
        for program in self.made:
            destroy(program)


@pytest.fixture
def windows(qapp: QApplication, qtbot: QtBot) -> Iterator[Windows]:
    made = Windows(qapp, qtbot)
    yield made
    made.end()


def first_page(program: Program) -> FirstRunPage:
    assert program.door is not None
    assert program.door.first_run_page is not None
    return program.door.first_run_page


def ask(windows: Windows, program: Program) -> FirstRunPage:
    """Through the first pages to the request."""
    page = first_page(program)
    page.start_page.buttons[FirstRunWay.JOIN].click()
    page.device.name.set_text("Laptop B")
    page.go_on.click()
    page.phrase.field.set_text(PASSPHRASE)
    page.phrase.again.set_text(PASSPHRASE)
    page.go_on.click()
    windows.until(lambda: bool(page.kit.code.text()))
    program.jobs.wait()
    page.go_on.click()
    page.kit_back.field.set_text(page.kit.code.text())
    page.go_on.click()
    program.jobs.wait()
    return page


def let_in(windows: Windows, owner: Terminal, page: FirstRunPage, folder: Path) -> Path:
    request, answer = folder / "request.json", folder / "answer.json"
    page.request.save_to(request)
    windows.until(request.exists)
    words = page.request.words.text().replace(" · ", " ")
    said = owner("approve", request, "--words", words, "--to", answer)
    assert said.status == 0, said.err
    return answer


def test_given_an_answer_when_opened_then_the_practice_comes_over_and_both_windows_meet(
    windows: Windows, owner: Terminal, tmp_path: Path
) -> None:
    home = tmp_path / "b"
    home.mkdir()
    program = windows.start(home)
    page = ask(windows, program)
    seen: list[SyncProgress] = []
    answer = let_in(windows, owner, page, tmp_path)
    assert program.door is not None
    page.request.answered.emit(answer)
    windows.until(lambda: program._pull is not None or program.workplace is not None)
    assert program._pull is not None
    program._pull.progressed.connect(seen.append)
    b = windows.work(program)
    assert len(b.opening.practice.clients.list()) == 40
    assert seen
    assert seen[-1].total > 40

    a = windows.unlock(windows.start(owner.home))
    windows.until(lambda: a.bridge.state.saved_at is not None and a.bridge.state.phase is StatusPhase.IDLE)
    added = b.opening.practice.clients.add(ClientDraft(first_name="Moss", last_name="Testwood"))
    b.bus.publish(added.changed)
    windows.until(lambda: b.bridge.state.phase is StatusPhase.IDLE and b.bridge.state.waiting == 0)
    before = b.bridge.state.saved_at
    windows.until(lambda: b.bridge.state.saved_at != before or b.opening.practice.waiting() == 0)
    a.window.top.pill.click()
    windows.until(lambda: any(one.client.first_name == "Moss" for one in a.opening.practice.clients.list()))
    windows.until(lambda: "saved to the clinic" in a.window.top.pill.text())


def test_given_a_first_pass_when_stopped_then_unlocking_goes_on_with_it(
    windows: Windows, owner: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.rows.pull.PAGE_ROWS", 10)
    home = tmp_path / "b"
    home.mkdir()
    program = windows.start(home)
    page = ask(windows, program)
    answer = let_in(windows, owner, page, tmp_path)
    door = program.door
    assert door is not None
    follow = door.follow

    def stop_at_once(pull: object) -> None:
        follow(pull)  # type: ignore[arg-type]
        pull.cancel()  # type: ignore[attr-defined]

    monkeypatch.setattr(door, "follow", stop_at_once)
    page.request.answered.emit(answer)
    windows.until(lambda: door.unlock_page is not None or bool(page.error.text()))
    program.jobs.wait()
    assert program.workplace is None
    monkeypatch.setattr(door, "follow", follow)
    assert door.unlock_page is not None
    work = windows.unlock(program)
    windows.until(lambda: len(work.opening.practice.clients.list()) == 40)


def test_given_the_server_gone_when_a_pass_fails_then_the_pill_says_offline_and_nothing_is_lost(
    windows: Windows, owner: Terminal, operator: Operator, pg18: EmbeddedServer
) -> None:
    a = windows.unlock(windows.start(owner.home))
    # Once the first pass is over; it would send the client, so that nothing waited.
    windows.until(lambda: a.bridge.state.saved_at != a.opening.last_good)
    windows.until(lambda: a.bridge.state.phase is StatusPhase.IDLE)

    place = a.opening.opened.require_enrolment().place
    lead(a, replace(place, port=1))
    hang_up(pg18.url(operator.url.database or "", superuser=True))
    added = a.opening.practice.clients.add(ClientDraft(first_name="Reed", last_name="Offline"))
    a.bus.publish(added.changed)
    windows.until(lambda: a.bridge.state.phase is StatusPhase.OFFLINE)
    assert "waiting" in a.window.top.pill.text()
    a.jobs.wait()
    assert a.window.top.pill.text() == "Offline, 2 waiting", "the client, and that it was added"
    lead(a, place)
    a.window.top.pill.click()
    windows.until(lambda: a.bridge.state.phase is StatusPhase.IDLE and a.bridge.state.waiting == 0)


def lead(work: UnlockedSession, place: identity_store.ServerPlace) -> None:
    """Where this laptop looks for the clinic's server the next time that it connects."""
    with work.opening.opened.store.write() as db:
        identity_store.write_facts(db, {identity_store.SERVER: identity_store.place_fact(place)})


def hang_up(url: sa.URL) -> None:
    """The server ends every connection of a device to this clinic."""
    with connection.operator(url) as db:
        db.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename LIKE 'pzd%%'"
        )


def rejoin(windows: Windows, work: UnlockedSession) -> RejoinDialog:
    """The dialog with the request, opened by the button of the question."""
    work.panel.buttons["answer"].click()
    (question,) = (each for each in work.window.findChildren(QuestionDialog) if each.isVisible())
    question.yes.click()

    def found() -> list[RejoinDialog]:
        return [each for each in work.window.findChildren(RejoinDialog) if each.page.words.text()]

    windows.until(lambda: bool(found()))
    return found()[0]


def test_given_a_laptop_that_was_removed_when_it_joins_again_by_its_button_then_its_unsent_work_arrives(
    windows: Windows, owner: Terminal, operator: Operator, tmp_path: Path
) -> None:
    laptop = Terminal(tmp_path / "b")
    assert join(owner, laptop).status == 0
    assert laptop("sync").status == 0
    with laptop.open() as opened:
        opened.practice.clients.add(ClientDraft(first_name="Unsent", last_name="Sampleton"))
        assert operator("revoke", str(opened.me.device_id)).status == 0
    work = windows.unlock(windows.start(laptop.home))
    windows.until(lambda: work.bridge.state.code == "device_revoked")

    dialog = rejoin(windows, work)
    dialog.reject()
    windows.until(lambda: work.bridge.state.code == "restored_copy")
    dialog = rejoin(windows, work)
    request, answer = tmp_path / "again.json", tmp_path / "again-answer.json"
    dialog.page.save_to(request)
    windows.until(lambda: request.exists() and bool(request.read_text(encoding="utf-8")))
    words = dialog.page.words.text().replace(" · ", " ")
    assert owner("approve", request, "--words", words, "--to", answer).status == 0
    dialog.page.answered.emit(answer)

    windows.until(lambda: work.bridge.state.phase is StatusPhase.IDLE and work.bridge.state.waiting == 0)
    work.jobs.wait()
    assert owner("sync").status == 0
    assert "Unsent" in names(owner)


def test_given_a_practice_of_one_laptop_when_connected_by_its_button_then_the_clinic_has_it(
    windows: Windows, operator: Operator, tmp_path: Path
) -> None:
    laptop = Terminal(tmp_path / "laptop")
    laptop.new_practice()
    with laptop.open() as opened:
        opened.practice.clients.add(ClientDraft(first_name="Fern", last_name="Sampleton"))
    work = windows.unlock(windows.start(laptop.home))
    work.window.go("settings")
    settings_page(work, "Clinic and device").connect_clinic.click()
    work.jobs.wait()
    (dialog,) = work.window.findChildren(ConnectDialog)
    code = dialog.paper.card.code.text()
    dialog.go_on.click()
    dialog.back_page.field.set_text(code)
    dialog.go_on.click()
    work.jobs.wait()
    request, answer = tmp_path / "request.json", tmp_path / "answer.json"
    dialog.request.save_to(request)
    work.jobs.wait()
    words = dialog.request.words.text().replace(" · ", " ")
    assert operator("approve", request, "--words", words, "--to", answer).status == 0
    dialog.request.answered.emit(answer)

    windows.until(lambda: work.engine is not None)
    windows.until(lambda: work.bridge.state.phase is StatusPhase.IDLE and work.bridge.state.waiting == 0)
    devices = settings_page(work, "Team and devices")
    windows.until(lambda: devices.begin.isVisible() and devices.begin.isEnabled())
    clinic = settings_page(work, "Clinic and device")
    assert "Connected to" in clinic.where.text()
    assert not clinic.connect_clinic.isVisibleTo(clinic)
