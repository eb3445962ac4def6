"""The soft lock: covers the window until the passphrase is typed; work goes on being saved behind it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop import tokens
from desktop.i18n import tr
from desktop.ports import Runner
from desktop.theme import Theme
from desktop.unlock.layout import between_stretches
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.fields import PassphraseField
from desktop.widgets.text import Text

MOST_TRIES = 5


class LockOverlay(QFrame):
    """`check` runs on the worker: is the passphrase right? `given_up` asks for the hard lock."""

    unlocked = Signal()
    given_up = Signal()
    switch_requested = Signal()

    def __init__(
        self, theme: Theme, runner: Runner, check: Callable[[str], bool], initials: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setProperty("curtain", True)
        self._theme, self._runner, self._check = theme, runner, check
        self._host = parent
        self._tries = 0
        self._icon = QLabel()
        self.field = PassphraseField(theme, tr("Lock", "Passphrase of {initials}", initials=initials))
        self.button = Button(tr("Lock", "Unlock"), self.submit, kind="primary")
        self.switch = Button(tr("Lock", "Switch person"), self.switch_requested.emit, kind="quiet")
        self.field.submitted.connect(self.submit)
        self._lay_out()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        parent.installEventFilter(self)
        self.hide()

    def cover(self) -> None:
        """Show it over everything, with an empty field."""
        self._tries = 0
        self.field.take()
        self.field.set_error("")
        self._cover_host()
        self.show()
        self.raise_()
        self.field.editor.setFocus()

    def submit(self) -> None:
        text = self.field.take()
        if text and self.button.isEnabled():
            self._set_busy(True)
            self._runner.run(lambda: self._check(text), self._on_checked)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._cover_host()
        return super().eventFilter(watched, event)

    def _on_checked(self, right: bool) -> None:
        self._set_busy(False)
        if right:
            self.hide()
            self.unlocked.emit()
            return
        self._tries += 1
        if self._tries >= MOST_TRIES:
            self.given_up.emit()
            return
        self.field.set_error(
            tr("Lock", "That is not the passphrase. Check Caps Lock and the keyboard language.")
        )
        self.field.editor.setFocus()

    def _set_busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        self.field.editor.setReadOnly(busy)
        self.button.setText(tr("Lock", "Checking") if busy else tr("Lock", "Unlock"))

    def _cover_host(self) -> None:
        self.setGeometry(self._host.rect())

    def _lay_out(self) -> None:
        card = Card(padding=tokens.XXL)
        card.setFixedWidth(420)
        card.body.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        card.body.addWidget(Text(tr("Lock", "Locked"), size="title"), 0, Qt.AlignmentFlag.AlignHCenter)
        words = Text(
            tr("Lock", "Nobody used the window for a while.\nYour work is saved."),
            tone="secondary",
            wrap=True,
        )
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        card.body.addWidget(words)
        card.body.addWidget(self.field)
        row = QHBoxLayout()
        row.addWidget(self.switch)
        row.addStretch(1)
        row.addWidget(self.button)
        card.body.addLayout(row)
        box = QVBoxLayout(self)
        box.addStretch(1)
        box.addLayout(between_stretches(card))
        box.addStretch(1)

    def _on_theme_changed(self) -> None:
        self._icon.setPixmap(self._theme.pixmap("lock", "accent", 32, self.devicePixelRatioF()))
