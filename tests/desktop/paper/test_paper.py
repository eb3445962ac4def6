"""The recovery paper: one page with groups, checksum and a square that holds the same; saved and printed."""

import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import segno
from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from core.crypto.recovery import Paper, new_code
from desktop.kit.jobs import Jobs
from desktop.kit.theme import Theme
from desktop.paper import drawing
from desktop.paper.card import PaperCard
from desktop.paper.drawing import RecoveryPaper, paper_pdf

DAY = date(2026, 11, 23)


@pytest.fixture
def code() -> str:
    return new_code(Paper.PERSONAL)


@pytest.fixture
def card(qtbot: QtBot, theme: Theme, jobs: Jobs, code: str) -> Iterator[PaperCard]:
    made = PaperCard(theme, jobs, lambda: DAY)
    qtbot.addWidget(made)
    made.show_code(code)
    made.show()
    yield made
    made.close()


def test_given_a_code_when_drawn_then_the_square_holds_it(code: str, theme: Theme) -> None:
    image = QImage(840, 840, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    drawing._draw_square(painter, QRectF(0, 0, 840, 840), code)
    painter.end()
    wanted = [[bool(dark) for dark in row] for row in segno.make(code, error="m", micro=False).matrix]
    side = 840 / (len(wanted) + 8)
    seen = [
        [
            image.pixelColor(int((column + 4.5) * side), int((row + 4.5) * side)).lightness() < 128
            for column in range(len(wanted))
        ]
        for row in range(len(wanted))
    ]
    assert seen == wanted
    assert all(image.pixelColor(x, 2).lightness() > 128 for x in range(840))


@pytest.mark.parametrize(
    ("kind", "says"),
    [(Paper.PERSONAL, "When the passphrase is forgotten"), (Paper.WORKSPACE, "When every laptop of the")],
)
def test_given_a_paper_when_made_then_it_is_one_page_in_nine_groups_without_a_name(
    code: str, theme: Theme, monkeypatch: pytest.MonkeyPatch, kind: Paper, says: str
) -> None:
    written: list[str] = []
    real = QPainter.drawText

    def note(self: QPainter, *args: object) -> object:
        written.append(str(args[-1]))
        return real(self, *args)  # type: ignore[call-overload]

    monkeypatch.setattr(QPainter, "drawText", note)
    pdf = paper_pdf(RecoveryPaper(code, DAY, kind))
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") == 1
    groups = code.split("-")
    assert [text for text in written if text in groups] == groups
    assert any("checksum" in text for text in written)
    assert any(text.startswith(says) for text in written)
    assert any("Monday, 23 November 2026" in text for text in written)


def test_given_the_card_when_saved_then_the_file_is_private_and_it_says_so(
    card: PaperCard, jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "paper.pdf"
    said: list[str] = []
    card.said.connect(said.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    card.save.click()
    jobs.wait()
    assert file.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "saved" in card.note.text()
    assert said == ["The recovery paper was saved"]


def test_given_no_place_when_saved_then_the_card_says_why_and_the_code_stays(
    card: PaperCard, jobs: Jobs, tmp_path: Path, code: str
) -> None:
    card.save_to(tmp_path / "none" / "paper.pdf")
    jobs.wait()
    assert card.note.tone == "danger"
    assert card.code.text().split() == code.split("-")


@pytest.mark.parametrize("answer", [QDialog.DialogCode.Accepted, QDialog.DialogCode.Rejected])
def test_given_a_printer_when_asked_then_the_page_goes_to_it_and_the_queue_shows_no_more_than_the_program(
    card: PaperCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: QDialog.DialogCode
) -> None:
    seen: list[str] = []

    def choose(dialog: QPrintDialog) -> QDialog.DialogCode:
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        monkeypatch.setattr(QPrinter, "setDocName", lambda _self, name: seen.append(name))
        return answer

    monkeypatch.setattr(QPrintDialog, "exec", choose)
    card.print.click()
    accepted = answer is QDialog.DialogCode.Accepted
    assert (tmp_path / "printed.pdf").exists() is accepted
    assert seen == (["PazPaz"] if accepted else [])


def test_given_the_dialog_for_printers_when_a_lock_takes_it_away_then_nothing_is_printed(
    card: PaperCard, qtbot: QtBot
) -> None:
    said: list[str] = []
    card.said.connect(said.append)

    def leave() -> None:
        (dialog,) = card.findChildren(QPrintDialog)
        said.append("open" if dialog.isVisible() else "hidden")
        dialog.reject()

    QTimer.singleShot(0, leave)
    card.print.click()
    assert said == ["open"]
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert card.findChildren(QPrintDialog) == []


def test_given_a_forgotten_code_when_saved_or_printed_then_nothing_is_written(
    card: PaperCard, jobs: Jobs, tmp_path: Path
) -> None:
    card.forget()
    card.save_to(tmp_path / "paper.pdf")
    card.print_with(QPrinter())
    jobs.wait()
    assert (card.code.text(), list(tmp_path.iterdir())) == ("", [])
