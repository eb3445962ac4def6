"""Keeps a form while it is typed into, so that not even a power cut takes it: at every pause in typing."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTextEdit,
    QWidget,
)

from desktop.kit.debounce import Debounce
from desktop.kit.form_drafts import Content, FormDrafts

_EDITED: dict[type[QWidget], str] = {
    QLineEdit: "textChanged",
    QPlainTextEdit: "textChanged",
    QTextEdit: "textChanged",
    QComboBox: "currentIndexChanged",
    QSpinBox: "valueChanged",
    QDateEdit: "dateChanged",
    QAbstractButton: "toggled",
}


class FormKeeper(QObject):
    """`content` is asked at a pause, in the middle of a word: it may change nothing that is on the screen."""

    def __init__(self, kept: FormDrafts, content: Callable[[], Content | None], parent: QObject) -> None:
        super().__init__(parent)
        self._kept, self._content = kept, content
        self._form: QWidget | None = None
        self._pause = Debounce(self.keep, self)

    def listen(self, form: QWidget) -> None:
        """To every editor that stands in the form by now."""
        self._form = form
        for kind, name in _EDITED.items():
            for editor in form.findChildren(kind):
                getattr(editor, name).connect(self.edited)

    @Slot()
    def edited(self) -> None:
        """Something was typed or chosen: the form is kept at the next pause."""
        self._pause.restart()

    @Slot()
    def keep(self) -> None:
        """Now, not at the next pause: the form is closed, or a lock comes.

        A form that was taken down with its window says nothing any more, and keeps what it has kept.
        """
        if self._form is None or shiboken6.isValid(self._form):
            self._keep(self._content())

    @Slot()
    def forget(self) -> None:
        """Saved, or given up by the person."""
        self._keep(None)

    def _keep(self, content: Content | None) -> None:
        self._pause.stop()
        self._kept.keep(content)
