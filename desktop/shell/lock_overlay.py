"""The soft lock: covers the window until the passphrase is typed; work goes on being saved behind it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.store.vault.listing import VaultInfo
from desktop.kit.i18n import tr
from desktop.kit.ports import Runner
from desktop.kit.shortcuts import form_shortcuts, help_shortcut, reveal_shortcut
from desktop.kit.theme import Theme
from desktop.session.vault_label import VaultLabel
from desktop.unlock.layout import WIDTH_PX, DoorPage, WhoseDoor, reason_text
from desktop.unlock.tiles import TileRow
from desktop.widgets.buttons import Button
from desktop.widgets.dialog_layer import DialogLayer
from desktop.widgets.fields import PassphraseField
from desktop.widgets.help_sheet import HelpSheet

MOST_TRIES = 5


class LockOverlay(QFrame):
    """`check` runs on the worker: is the passphrase right? `given_up` asks for the hard lock."""

    unlocked = Signal()
    given_up = Signal()
    switch_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        runner: Runner,
        check: Callable[[str], bool],
        tile: VaultInfo,
        whose: VaultLabel,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setProperty("curtain", True)
        self._runner, self._check = runner, check
        self._host = parent
        self._tries = 0
        self._is_closing = False
        self._theme = theme
        self._page = DoorPage(theme, WIDTH_PX)
        self._tile = TileRow(theme)
        self._tile.show_vaults([tile])
        self._tile.show_chosen(tile)
        self._tile.setEnabled(False)
        self._whose = WhoseDoor(whose)
        self._words = reason_text()
        self.field = PassphraseField(theme, tr("Unlock", "Passphrase"), lines=2)
        self.button = Button(tr("Lock", "Unlock"), self.submit, kind="primary")
        self.switch = Button(tr("Lock", "Switch person"), self.switch_requested.emit, kind="quiet")
        self.field.submitted.connect(self.submit)
        self._lay_out()
        self._dialogs = DialogLayer(self)  # the window's own waits below the curtain
        parent.installEventFilter(self)
        self.hide()

    def cover(self, words: str, error: str = "") -> None:
        """Show it over everything, with an empty field; `words` say why, `error` what is wrong behind it."""
        self._tries, self._is_closing = 0, False
        self._words.setText(words)
        for part in (self.field, self.button, self.switch):
            part.show()
        self.field.take()
        self.field.set_error(error)
        self._come_up()
        self.field.editor.setFocus()

    def close_down(self, *, closing: bool) -> None:
        """The last thing that is seen: nothing can be typed any more, and nothing shines through."""
        self._is_closing = True
        self._words.setText(
            tr("Lock", "Closing. Your work is being saved.")
            if closing
            else tr("Lock", "Locking. Your work is being saved.")
        )
        for part in (self.field, self.button, self.switch):
            part.hide()
        self._come_up()
        # Not `update`: this thread waits for the engines next, and no paint event would come meanwhile.
        self.repaint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The window's shortcuts are off meanwhile; this one tells nothing of anybody."""
        if event.key() in {Qt.Key.Key_F1, Qt.Key.Key_Question}:
            HelpSheet(
                self._theme,
                self,
                (*form_shortcuts(self.button.text(), "", reveal_shortcut()), help_shortcut()),
            ).open()
        else:
            super().keyPressEvent(event)

    def _come_up(self) -> None:
        self._dialogs.reject_all()
        self._cover_host()
        self.show()
        self.raise_()

    def submit(self) -> None:
        """Takes the passphrase out of the field and asks the worker about it; nothing for an empty one."""
        text = self.field.take()
        if text and self.button.isEnabled():
            self._set_busy(True)
            self.field.set_error("")
            self._runner.run(lambda: self._check(text), self._on_checked)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._cover_host()
        return super().eventFilter(watched, event)

    def _on_checked(self, right: bool) -> None:
        self._set_busy(False)
        if self._is_closing:
            return  # whoever waits for the workers has this delivered, and uncovers nothing
        if right:
            self._dialogs.reject_all()
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
        self.switch.setEnabled(not busy)
        self.field.editor.setReadOnly(busy)
        self.button.setText(tr("Lock", "Checking") if busy else tr("Lock", "Unlock"))

    def _cover_host(self) -> None:
        self.setGeometry(self._host.rect())

    def _lay_out(self) -> None:
        body = self._page.card.body
        for widget in (self._words, self._tile, self._whose, self.field):
            body.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.switch)
        row.addStretch(1)
        row.addWidget(self.button)
        body.addLayout(row)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._page)
