"""Asks before a record leaves the practice, and whether the client's files go with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QWidget
from typing_extensions import override

from desktop.kit.i18n import tr
from desktop.kit.shortcuts import Shortcut, form_group, form_shortcuts
from desktop.widgets.question import QuestionDialog


@dataclass(frozen=True, slots=True)
class FilesQuestionWords:
    """What is asked; `verb` is on the button that goes on."""

    title: str
    text: str
    verb: str


class FilesQuestion(QuestionDialog):
    """Enter goes on; Tab and Space choose the files."""

    def __init__(
        self,
        parent: QWidget,
        words: FilesQuestionWords,
        on_chosen: Callable[[bool], None],
        *,
        with_files: bool,
    ) -> None:
        """`on_chosen` is told whether the files go with it."""
        self.files = files_box(on=with_files)
        super().__init__(
            parent, words.title, words.text, words.verb, lambda: on_chosen(self.files.isChecked())
        )
        self.body.addWidget(self.files)
        self.setTabOrder(self.files, self.no)
        self.setTabOrder(self.no, self.yes)
        self.yes.setFocus()  # what came into the dialog last would have it

    @override
    def shortcuts(self) -> Sequence[Shortcut]:
        tick = Shortcut("Space", tr("Paper", "With the client's files, or not"), form_group())
        return form_shortcuts(self.yes.text(), self.no.text(), tick)


def files_box(*, on: bool) -> QCheckBox:
    """To be ticked by whoever wants the files as well."""
    made = QCheckBox(tr("Paper", "With the client's files"))
    made.setChecked(on)
    made.setToolTip(
        tr("Paper", "A list of all files, then pictures and the pages of PDF files, scaled to the page")
    )
    made.setAccessibleDescription(made.toolTip())
    return made
