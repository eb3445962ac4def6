"""The code of a recovery paper as it is shown once, with ways to have it on paper."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel

from core.crypto.recovery import Paper
from core.domain.errors import UserError
from core.store.database.private_files import write_atomically
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.ports import Runner
from desktop.kit.theme import Theme
from desktop.paper.choosing import choose_printer
from desktop.paper.drawing import RecoveryPaper, draw_paper, paper_pdf
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.error_line import ErrorLine

_FILE_NAME = "pazpaz-recovery-paper.pdf"
_IN_A_ROW = 3


class PaperCard(Card):
    """Three rows of three groups. `today` dates the paper. Nothing is written until a person asks.

    `kind` says what the code opens, which the card and the paper tell.
    """

    said = Signal(str)
    """What became of printing or saving, in a sentence; not of failures, which show on the card."""

    def __init__(
        self, theme: Theme, runner: Runner, today: Callable[[], date], kind: Paper = Paper.PERSONAL
    ) -> None:
        super().__init__(paper=True, padding=tokens.XL)
        self._runner, self._today, self._kind = runner, today, kind
        self._paper: RecoveryPaper | None = None
        self.code = QLabel()
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.setFont(theme.code_font())
        self.code.setTextFormat(Qt.TextFormat.PlainText)
        self.code.setAccessibleName(tr("Paper", "Recovery code"))
        lines = self.code.fontMetrics().lineSpacing() * _IN_A_ROW
        self.code.setMinimumHeight(lines + tokens.S)
        self.print = Button(tr("Paper", "Print"), self._on_print, compact=True)
        self.save = Button(tr("Paper", "Save as PDF"), self._on_save, compact=True)
        self.note = ErrorLine(hint=_advice(kind), small=True)
        self._lay_out()

    def show_code(self, code: str) -> None:
        """As one writes it."""
        self._paper = RecoveryPaper(code, self._today(), self._kind)
        groups = self._paper.groups
        rows = [groups[at : at + _IN_A_ROW] for at in range(0, len(groups), _IN_A_ROW)]
        self.code.setText("\n".join("   ".join(row) for row in rows))
        self.note.say("")

    def forget(self) -> None:
        """Takes the code off the card and out of what could be printed or saved."""
        self._paper = None
        self.code.clear()

    def save_to(self, file: Path) -> None:
        """Draws the page here and writes it on the worker. Nothing while no code is shown."""
        paper = self._paper
        if paper is not None:
            content = paper_pdf(paper)
            self._runner.run(lambda: write_atomically(file, content), self._on_saved, self._on_failed)

    def print_with(self, printer: QPrinter) -> None:
        """Draws the page on a printer that a person chose. Nothing while no code is shown."""
        if self._paper is not None:
            printer.setDocName("PazPaz")  # what a queue shows to others
            draw_paper(printer, self._paper)
            told = tr("Paper", "The recovery paper was sent to the printer")
            self.note.say(told, "secondary")
            self.said.emit(told)

    def _on_print(self) -> None:
        if (printer := choose_printer(self)) is not None:
            self.print_with(printer)

    def _on_save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.save.text(), _FILE_NAME)
        if name:
            self.save_to(Path(name))

    def _on_saved(self, _: None) -> None:
        self.note.say(tr("Paper", "The PDF is saved. Treat it as you would the paper."), "secondary")
        self.said.emit(tr("Paper", "The recovery paper was saved"))

    def _on_failed(self, error: UserError) -> None:
        self.note.say(error.sentence)

    def _lay_out(self) -> None:
        self.body.addWidget(self.code)
        row = QHBoxLayout()
        row.setSpacing(tokens.S)
        row.addStretch(1)
        for button in (self.print, self.save):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.note)


def _advice(kind: Paper) -> str:
    if kind is Paper.WORKSPACE:
        return tr(
            "Paper",
            "By hand, printed or as a file. Printers may keep what they printed, so use your own; keep a "
            "file on another disk, never on a laptop of the practice.",
        )
    return tr(
        "Paper",
        "By hand, printed or as a file: whoever has it and this laptop can read everything. Printers may "
        "keep what they printed, so use your own; keep a file on another disk, never on this laptop.",
    )
