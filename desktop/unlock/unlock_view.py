"""The unlock screen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from core.store.vault import VaultInfo
from desktop import tokens
from desktop.i18n import tr
from desktop.theme import Theme
from desktop.unlock.layout import DoorPage
from desktop.unlock.tiles import TileRow
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.fields import PassphraseField
from desktop.widgets.text import Text

_WIDTH_PX = 440


class UnlockPage(DoorPage):
    """Passive: emits what the person does, shows what the presenter says."""

    vault_chosen = Signal(object)
    submitted = Signal(str)
    cancelled = Signal()
    setup_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _WIDTH_PX)
        self.reason = Text(tone="secondary", wrap=True)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.tiles = TileRow(theme)
        self.field = PassphraseField(theme, tr("Unlock", "Passphrase"))
        self.unlock = Button(tr("Unlock", "Unlock"), self._submit, kind="primary")
        self.cancel = Button(tr("Unlock", "Cancel"), self.cancelled.emit)
        self.setup = Button(tr("Unlock", "Set up another practice"), self.setup_requested.emit, kind="quiet")
        self.demo = Card(paper=True, padding=tokens.M)
        self.demo_words = Text(tone="secondary", wrap=True)
        self.use_demo = Button(tr("Unlock", "Open the demo"), self._on_use, compact=True)
        self.demo.body.addWidget(self.demo_words)
        self.demo.body.addWidget(self.use_demo, 0, Qt.AlignmentFlag.AlignLeading)
        self.demo.hide()
        self._demo_phrase = ""
        self.tiles.chosen.connect(self.vault_chosen)
        self.field.submitted.connect(self._submit)
        self.field.changed.connect(self._on_typed)
        self._lay_out()
        self.show_busy(False)

    def show_vaults(self, vaults: Sequence[VaultInfo]) -> None:
        self.tiles.show_vaults(vaults)

    def show_chosen(self, vault: VaultInfo) -> None:
        self.tiles.show_chosen(vault)
        self.field.setEnabled(vault.problem is None)
        self.field.editor.setFocus()

    def show_busy(self, busy: bool) -> None:
        self.cancel.setVisible(busy)
        self.setup.setVisible(not busy)
        self.field.editor.setReadOnly(busy)
        self.unlock.setEnabled(not busy and bool(self.field.text))
        self.unlock.setText(tr("Unlock", "Unlocking") if busy else tr("Unlock", "Unlock"))
        if not busy:
            self.field.editor.setFocus()

    def show_error(self, sentence: str) -> None:
        self.field.set_error(sentence)

    def show_demo(self, passphrase: str) -> None:
        self.demo.setVisible(bool(passphrase))
        self._demo_phrase = passphrase
        words = tr("Unlock", "This is the demo. Its passphrase is “{phrase}”.", phrase=passphrase)
        self.demo_words.setText(words)

    def _on_use(self) -> None:
        self.field.set_text(self._demo_phrase)
        self._submit()

    def show_reason(self, sentence: str) -> None:
        self.reason.setText(sentence)
        self.reason.setVisible(bool(sentence))

    def forget_passphrase(self) -> None:
        self.field.take()
        self.field.reveal(False)

    def _submit(self) -> None:
        if self.field.text:
            self.submitted.emit(self.field.text)

    def _on_typed(self, text: str) -> None:
        self.unlock.setEnabled(bool(text))

    def _lay_out(self) -> None:
        body = self.card.body
        body.addWidget(self.reason)
        body.addWidget(self.tiles)
        body.addWidget(self.field)
        body.addWidget(self.demo)
        row = QHBoxLayout()
        row.setSpacing(tokens.S)
        row.addWidget(self.setup)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.unlock)
        body.addLayout(row)
