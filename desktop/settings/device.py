"""Settings of this device: locking, the look, and the connection to the clinic."""

from datetime import tzinfo

from PySide6.QtWidgets import QCheckBox
from typing_extensions import override

from core.domain.errors import UserError
from desktop import tokens
from desktop.context import ScreenContext
from desktop.i18n import tr
from desktop.settings.ports import Device
from desktop.settings.section import Section, line
from desktop.sync_panel import fact_lines
from desktop.sync_state import Phase, SyncState
from desktop.sync_words import reason_words
from desktop.theme import Look
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.fields import ChoiceField, PassphraseField
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.text import Text

_LOCK_MINUTES = (2, 5, 10, 15, 30, 60)


class SecuritySection(Section):
    """Locking and the passphrase."""

    def __init__(self, context: ScreenContext, device: Device) -> None:
        super().__init__(context, tr("Settings", "Security"))
        self._device = device
        choices: list[tuple[str, object]] = [
            (tr("Settings", "{minutes} minutes", minutes=n), n) for n in _LOCK_MINUTES
        ]
        hint = tr("Settings", "After four times as long, the keys leave the memory too.")
        self.lock_after = ChoiceField(tr("Settings", "Lock when nobody uses it for"), choices, hint=hint)
        self.lock_now = Button(tr("Settings", "Lock now"), device.lock)
        self.old = PassphraseField(context.theme, tr("Settings", "Present passphrase"))
        self.new = PassphraseField(context.theme, tr("Settings", "New passphrase"))
        self.again = PassphraseField(context.theme, tr("Settings", "The new one once more"))
        self.change = Button(tr("Settings", "Change passphrase"), self._on_change)
        self.renew = Button(tr("Settings", "Make a new recovery paper"), self._on_renew)
        self.code = Text(size="large", wrap=True)
        self.code.hide()
        self._lay_out()
        self.lock_after.changed.connect(self._on_lock_after)

    @property
    @override
    def in_hand(self) -> bool:
        """The new code is shown once, and somebody is writing it down."""
        return self.code.isVisible()

    @override
    def refresh(self) -> None:
        blocked = self.lock_after.blockSignals(True)
        self.lock_after.set_value(self._device.lock_minutes)
        self.lock_after.blockSignals(blocked)
        self.code.hide()

    def _on_lock_after(self, minutes: object) -> None:
        if isinstance(minutes, int):
            self._device.set_lock_minutes(minutes)

    def _on_change(self) -> None:
        old, new, again = self.old.take(), self.new.take(), self.again.take()
        if not new or new != again:
            self.show_error(tr("Settings", "The two new ones are not the same. Nothing was changed."))
            return
        self.show_error("")
        self.change.setEnabled(False)
        self.context.jobs.run(
            lambda: self._device.change_passphrase(old, new), self._on_passphrase_changed, self._on_kept
        )

    def _on_passphrase_changed(self, _: None) -> None:
        self.change.setEnabled(True)
        self.context.navigator.toast(tr("Settings", "The passphrase was changed"))

    def _on_kept(self, error: UserError) -> None:
        self.change.setEnabled(True)
        self.show_error(error.sentence)

    def _on_renew(self) -> None:
        self.context.navigator.confirm(
            tr("Settings", "Make a new recovery paper?"),
            tr("Settings", "The paper you have opens nothing from then on. Have a pen at hand."),
            tr("Settings", "Show the new code"),
            self._renew,
        )

    def _renew(self) -> None:
        self.context.jobs.run(self._device.renew_recovery, self._on_renewed)

    def _on_renewed(self, code: str) -> None:
        self.code.setText(code)
        self.code.show()

    def _lay_out(self) -> None:
        lock = Card(tr("Settings", "Locking"))
        lock.body.addWidget(self.lock_after)
        lock.body.addLayout(line(self.lock_now, stretch=True))
        phrase = Card(tr("Settings", "Passphrase"))
        for field in (self.old, self.new, self.again):
            phrase.body.addWidget(field)
        phrase.body.addWidget(self.error)
        phrase.body.addLayout(line(self.change, stretch=True))
        paper = Card(tr("Settings", "Recovery paper"))
        words = tr("Settings", "It opens your practice when the passphrase is forgotten.")
        paper.body.addWidget(Text(words, tone="secondary", wrap=True))
        paper.body.addWidget(self.code)
        paper.body.addLayout(line(self.renew, stretch=True))
        for card in (lock, phrase, paper):
            self.body.addWidget(card)
        self.body.addStretch(1)


class LookSection(Section):
    """Light or dark, and the letter keys."""

    def __init__(self, context: ScreenContext, device: Device) -> None:
        super().__init__(context, tr("Settings", "Look and keys"))
        self._device = device
        choices: list[tuple[str, object]] = [
            (tr("Settings", "As the system"), Look.SYSTEM),
            (tr("Settings", "Light"), Look.LIGHT),
            (tr("Settings", "Dark"), Look.DARK),
        ]
        self.look = SegmentedControl(tr("Settings", "Look"), choices)
        self.letters = QCheckBox(tr("Settings", "Single letters are shortcuts, such as G then C"))
        look = Card(tr("Settings", "Look"))
        look.body.addLayout(line(self.look, stretch=True))
        keys = Card(tr("Settings", "Keys"))
        keys.body.addWidget(self.letters)
        keys.body.addWidget(Text(tr("Settings", "Press ? to see all keys."), tone="secondary"))
        for card in (look, keys):
            self.body.addWidget(card)
        self.body.addStretch(1)
        self.look.chosen.connect(self._on_look)
        self.letters.clicked.connect(device.set_letters)

    @override
    def refresh(self) -> None:
        self.look.set_value(self._device.look)
        self.letters.setChecked(self._device.letters)

    def _on_look(self, look: object) -> None:
        if isinstance(look, Look):
            self._device.set_look(look)


class ClinicSection(Section):
    """Where this practice lives, and when it was last saved there."""

    def __init__(self, context: ScreenContext, device: Device, zone: tzinfo) -> None:
        super().__init__(context, tr("Settings", "Clinic and device"))
        self._device, self._zone = device, zone
        self.where = Text(strong=True, wrap=True)
        self.state = Text(tone="secondary", wrap=True)
        self.sync = Button(tr("Settings", "Sync now"), device.sync_now)
        card = Card(tr("Settings", "Connection"))
        card.body.setSpacing(tokens.S)
        card.body.addWidget(self.where)
        card.body.addWidget(self.state)
        card.body.addLayout(line(self.sync, stretch=True))
        self.metered = QCheckBox(
            tr("Settings", "Send and fetch files on connections that cost by volume, too")
        )
        self.metered.clicked.connect(device.set_files_on_metered)
        card.body.addWidget(self.metered)
        self.body.addWidget(card)
        self.demo = Card(tr("Settings", "Demo"))
        words = tr("Settings", "The people here are invented. Remove it when you have seen enough.")
        self.demo.body.addWidget(Text(words, tone="secondary", wrap=True))
        self.remove_demo = Button(tr("Settings", "Remove the demo"), self._on_remove_demo, kind="danger")
        self.demo.body.addLayout(line(self.remove_demo, stretch=True))
        self.demo.setVisible(False)
        self.body.addWidget(self.demo)
        self.body.addStretch(1)

    def _on_remove_demo(self) -> None:
        self.context.navigator.confirm(
            tr("Settings", "Remove the demo?"),
            tr("Settings", "Everything in it goes, also what you wrote yourself. Other practices stay."),
            tr("Settings", "Remove the demo"),
            self._device.remove_demo,
            danger=True,
        )

    @override
    def refresh(self) -> None:
        self.demo.setVisible(self._device.is_demo)
        self.show_state(self._device.sync_state)

    def show_state(self, state: SyncState) -> None:
        local = state.phase is Phase.LOCAL
        self.sync.setVisible(not local)
        self.metered.setVisible(not local)
        self.metered.setChecked(self._device.files_on_metered)
        if local:
            self.where.setText(tr("Settings", "This practice is on this laptop alone."))
            words = tr(
                "Settings",
                "It can be connected to a clinic's PostgreSQL on any day, and moves there whole: "
                "whoever runs the server uses the commands “pazpaz server init” and “pazpaz connect”.",
            )
            self.state.setText(words)
            return
        self.where.setText(tr("Settings", "Connected to {server}", server=self._device.server))
        facts = fact_lines(state, self.context.clock.now().astimezone(self._zone))
        self.state.setText("\n".join((reason_words(state), *facts)))
