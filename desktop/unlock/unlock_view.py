"""The unlock screen."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QHBoxLayout
from typing_extensions import override

from core.store.vault.listing import VaultInfo
from desktop.kit import tokens
from desktop.kit.i18n import told, tr
from desktop.kit.theme import Theme
from desktop.session.vault_label import VaultLabel
from desktop.unlock.layout import WIDTH_PX, DoorPage, WhoseDoor, reason_text
from desktop.unlock.recovery_field import recovery_field
from desktop.unlock.tiles import TileRow
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.code_field import CodeField
from desktop.widgets.fields import PassphraseField
from desktop.widgets.text import Text


class UnlockPage(DoorPage):
    """Passive: emits what the person does, shows what the presenter says."""

    vault_chosen = Signal(object)
    submitted = Signal(str)
    code_submitted = Signal(str)
    quick_requested = Signal()
    backup_chosen = Signal(object)
    cancelled = Signal()
    setup_requested = Signal()

    def __init__(self, theme: Theme, whose: VaultLabel | None = None) -> None:
        super().__init__(theme, WIDTH_PX)
        self.reason = reason_text()
        self.tiles = TileRow(theme)
        self._known = whose or VaultLabel()
        self.whose = WhoseDoor(VaultLabel())
        self.lost = Card(paper=True, padding=tokens.M)
        self.problem = Text(wrap=True)
        self.backup = Text(tone="secondary", wrap=True)
        self.choose_backup = Button(tr("Unlock", "Choose a backup"), self._on_choose, compact=True)
        self.field = PassphraseField(theme, tr("Unlock", "Passphrase"), lines=2)
        self.code = recovery_field(theme, lines=2)
        self.quick = Button(tr("Unlock", "Quick unlock"), self.quick_requested.emit, compact=True)
        self.other_way = Button("", self._on_other_way, kind="quiet", compact=True)
        self.unlock = Button(tr("Unlock", "Unlock"), self._submit, kind="primary")
        self.cancel = Button(tr("Unlock", "Cancel"), self.cancelled.emit)
        self.setup = Button(tr("Unlock", "Set up another practice"), self.setup_requested.emit, kind="quiet")
        self.demo = Card(paper=True, padding=tokens.M)
        self.demo_words = Text(tone="secondary", wrap=True)
        self.use_demo = Button(tr("Unlock", "Open the demo"), self._on_use, compact=True)
        self._by_code = self._can_type = False
        self._demo_phrase = ""
        self._connect()
        self._lay_out()
        self._show_way()
        self.show_busy(False)

    @override
    def way_on(self) -> QAbstractButton:
        return self.unlock

    @override
    def way_back(self) -> Sequence[QAbstractButton]:
        """Out of an attempt that is under way; from the paper back to the passphrase."""
        return (self.cancel, self.other_way) if self._by_code else (self.cancel,)

    def show_vaults(self, vaults: Sequence[VaultInfo]) -> None:
        self.tiles.show_vaults(vaults)

    def show_chosen(self, vault: VaultInfo) -> None:
        """A damaged vault says why, and how a lost key file comes back."""
        self.tiles.show_chosen(vault)
        self.whose.show_whose(self._known if self._known.vault == vault.id.hex else VaultLabel())
        self.problem.setText(told(vault.problem or ""))
        self.lost.setVisible(vault.problem is not None)
        self.choose_backup.setVisible(vault.needs_key)
        self._can_type = vault.problem is None
        self._by_code = False
        self._show_way()

    def show_backup(self, name: str) -> None:
        """Names the backup and brings the field, which a vault without its key file does not have before."""
        self.backup.setText(tr("Unlock", "From {file}: type what opened it on that day.", file=name))
        self.backup.setVisible(bool(name))
        if name:
            self._can_type = True
            self._show_way()

    def show_quick(self, offered: bool) -> None:
        """Shows the button or takes it away; hidden until the presenter has asked."""
        self.quick.setVisible(offered)

    def show_busy(self, busy: bool) -> None:
        """The field of the passphrase keeps its text and is read only; the focus returns to it afterwards."""
        self.cancel.setVisible(busy)
        self.setup.setVisible(not busy)
        self.field.editor.setReadOnly(busy)
        for widget in (self.code, self.quick, self.other_way, self.choose_backup, self.use_demo):
            widget.setEnabled(not busy)
        self.unlock.setText(tr("Unlock", "Unlocking") if busy else tr("Unlock", "Unlock"))
        self._ready(not busy)
        if not busy:
            self._front().setFocus()

    def show_error(self, sentence: str) -> None:
        """Below the field in front, the passphrase's or the code's; the other one is cleared of it."""
        self.field.set_error("" if self._by_code else sentence)
        self.code.set_error(sentence if self._by_code else "")

    def show_demo(self, passphrase: str) -> None:
        """A card that says the passphrase and has a button that types it and unlocks."""
        self.demo.setVisible(bool(passphrase))
        self._demo_phrase = passphrase
        words = tr("Unlock", "This is the demo. Its passphrase is “{phrase}”.", phrase=passphrase)
        self.demo_words.setText(words)

    def show_reason(self, sentence: str) -> None:
        self.reason.setText(sentence)
        self.reason.setVisible(bool(sentence))

    def forget_passphrase(self) -> None:
        self.field.take()

    def forget_code(self) -> None:
        self.code.take()

    def _front(self) -> PassphraseField | CodeField:
        return self.code if self._by_code else self.field

    def _show_way(self) -> None:
        """One of the two fields, and the way to the other."""
        self.field.setVisible(self._can_type and not self._by_code)
        self.code.setVisible(self._can_type and self._by_code)
        self.other_way.setVisible(self._can_type)
        self.other_way.setText(
            tr("Unlock", "Use the passphrase") if self._by_code else tr("Unlock", "Use the recovery paper")
        )
        self.unlock.setVisible(self._can_type)
        self._ready(True)
        self._front().setFocus()

    def _ready(self, is_free: bool) -> None:
        self.unlock.setEnabled(is_free and bool(self._front().text))

    def _on_other_way(self) -> None:
        self._by_code = not self._by_code
        self.show_error("")
        self._show_way()

    def _on_choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.choose_backup.text())
        if name:
            self.backup_chosen.emit(Path(name))

    def _on_use(self) -> None:
        if self._by_code:
            self._on_other_way()
        self.field.set_text(self._demo_phrase)
        self._submit()

    def _submit(self) -> None:
        text = self._front().text
        if text:
            (self.code_submitted if self._by_code else self.submitted).emit(text)

    def _on_typed(self, _text: str) -> None:
        self._ready(True)

    def _connect(self) -> None:
        self.tiles.chosen.connect(self.vault_chosen)
        for field in (self.field, self.code):
            field.submitted.connect(self._submit)
            field.changed.connect(self._on_typed)

    def _lay_out(self) -> None:
        self.lost.body.addWidget(self.problem)
        self.lost.body.addWidget(self.choose_backup, 0, Qt.AlignmentFlag.AlignLeading)
        self.lost.body.addWidget(self.backup)
        self.demo.body.addWidget(self.demo_words)
        self.demo.body.addWidget(self.use_demo, 0, Qt.AlignmentFlag.AlignLeading)
        ways = QHBoxLayout()
        ways.setSpacing(tokens.S)
        ways.addWidget(self.quick)
        ways.addStretch(1)
        ways.addWidget(self.other_way)
        body = self.card.body
        for widget in (self.reason, self.tiles, self.whose, self.lost, self.field, self.code):
            body.addWidget(widget)
        body.addLayout(ways)
        body.addWidget(self.demo)
        row = QHBoxLayout()
        row.setSpacing(tokens.S)
        row.addWidget(self.setup)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.unlock)
        body.addLayout(row)
        for hidden in (self.lost, self.demo, self.quick, self.backup):
            hidden.hide()
