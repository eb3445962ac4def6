"""Connecting a practice to a clinic: nothing is made before its paper was read back; the request waits."""

import uuid
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from core.crypto.recovery import Paper, new_code
from core.domain.errors import BadInput
from core.domain.ids import DeviceId
from desktop.kit.theme import Theme
from desktop.paper import card
from desktop.paper.drawing import RecoveryPaper
from desktop.shell.clinic_connection import ConnectDialog
from sync.enrolment.messages import JoinRequest
from tests.records_fakes import ManualRunner

DAY = date(2026, 11, 23)


class Fake:
    """The practice's side: what was asked of it, in order."""

    def __init__(self, waits: JoinRequest) -> None:
        self.waits = waits
        self.is_pending = False
        self.asked: list[tuple[str, ...]] = []
        self.refusal: str = ""

    def pending(self) -> JoinRequest | None:
        return self.waits if self.is_pending else None

    def request(self, device_name: str, code: str) -> JoinRequest:
        self.asked.append(("request", device_name, code))
        return self.waits

    def complete(self, answer: Path) -> None:
        if self.refusal:
            raise BadInput(self.refusal)
        self.asked.append(("complete", answer.name))


@pytest.fixture
def fake() -> Fake:
    return Fake(_request())


def _request() -> JoinRequest:
    return JoinRequest(
        login_role="pazpaz_device_1",
        verifier="SCRAM-SHA-256$4096:salt$stored:server",
        device_id=DeviceId(uuid.uuid4()),
        device_name="Laptop",
        sign_pub=bytes(32),
        hpke_pub=bytes(32),
    )


@pytest.fixture
def left() -> list[None]:
    return []


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, fake: Fake, left: list[None]) -> ConnectDialog:
    window, runner = QWidget(), ManualRunner()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return ConnectDialog(window, theme, runner, fake, lambda: DAY, lambda: left.append(None))


def settle(dialog: ConnectDialog) -> None:
    runner = dialog._runner
    assert isinstance(runner, ManualRunner)
    runner.finish()


def begin(dialog: ConnectDialog) -> str:
    """The code that is on show."""
    dialog.begin()
    settle(dialog)
    return "-".join(dialog.paper.card.code.text().split())


def type_back(dialog: ConnectDialog, code: str) -> None:
    dialog.go_on.click()
    dialog.back_page.field.set_text(code)
    dialog.go_on.click()
    settle(dialog)


def test_given_a_practice_of_one_laptop_when_its_paper_is_read_back_then_the_request_is_made_with_it(
    dialog: ConnectDialog, fake: Fake
) -> None:
    code = begin(dialog)
    assert fake.asked == []
    assert QApplication.focusWidget() is dialog.go_on
    type_back(dialog, code.lower())
    assert fake.asked == [("request", "Laptop", code)]
    assert dialog.request.words.text() == " · ".join(fake.waits.words())
    assert not dialog.go_on.isVisible()


def test_given_the_paper_on_show_when_saved_then_the_page_is_of_the_practice_and_holds_the_code(
    dialog: ConnectDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[RecoveryPaper] = []

    def draw(paper: RecoveryPaper) -> bytes:
        drawn.append(paper)
        return b"%PDF"

    monkeypatch.setattr(card, "paper_pdf", draw)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "paper.pdf"), ""))
    code = begin(dialog)
    assert dialog.paper.card.print.isVisible()
    dialog.paper.card.save.click()
    settle(dialog)
    assert drawn == [RecoveryPaper(code, DAY, Paper.WORKSPACE)]
    assert (tmp_path / "paper.pdf").read_bytes() == b"%PDF"
    assert dialog.paper.card.note.text() == "The PDF is saved. Treat it as you would the paper."


def test_given_a_paper_that_was_read_back_when_the_request_waits_then_the_dialog_holds_no_code(
    dialog: ConnectDialog,
) -> None:
    type_back(dialog, begin(dialog))
    assert dialog.request.isVisible()
    assert (dialog.paper.card.code.text(), dialog._code) == ("", "")


@pytest.mark.parametrize("typed", ["", "AAAA", "another"])
def test_given_a_paper_that_does_not_agree_when_read_back_then_nothing_is_made_and_it_says_why(
    dialog: ConnectDialog, fake: Fake, typed: str
) -> None:
    begin(dialog)
    type_back(dialog, new_code(Paper.WORKSPACE) if typed == "another" else typed)
    assert fake.asked == []
    assert dialog.error.text()
    dialog.again.click()
    assert dialog.paper.isVisible()
    assert not dialog.error.text()


def test_given_the_paper_on_show_when_esc_then_nothing_was_made(
    dialog: ConnectDialog, fake: Fake, left: list[None]
) -> None:
    begin(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert (fake.asked, left, dialog.isVisible()) == ([], [None], False)


def test_given_a_request_that_waits_when_begun_again_then_it_is_shown_without_another_paper(
    dialog: ConnectDialog, fake: Fake
) -> None:
    fake.is_pending = True
    dialog.begin()
    settle(dialog)
    assert dialog.request.isVisible()
    assert not dialog.paper.isVisible()
    assert dialog.paper.card.code.text() == ""


def test_given_an_answer_when_refused_then_it_says_so_and_the_next_one_is_taken(
    dialog: ConnectDialog, fake: Fake, left: list[None]
) -> None:
    fake.is_pending = True
    fake.refusal = "This file is no answer to a request; nothing was changed."
    dialog.begin()
    settle(dialog)
    dialog.request.answered.emit(Path("wrong.json"))
    settle(dialog)
    assert (dialog.error.text(), dialog.isVisible(), left) == (fake.refusal, True, [])
    fake.refusal = ""
    dialog.request.answered.emit(Path("right.json"))
    settle(dialog)
    assert (fake.asked, left, dialog.isVisible()) == ([("complete", "right.json")], [None], False)


def test_given_a_request_when_it_is_saved_then_the_page_is_seen_to_say_so(
    dialog: ConnectDialog, fake: Fake, tmp_path: Path
) -> None:
    fake.is_pending = True
    dialog.begin()
    settle(dialog)
    dialog.request.save_to(tmp_path / "request.json")
    settle(dialog)
    assert dialog.request.note.isVisible()
    assert dialog.request.note.text() == "The request is saved; it holds no secret."
