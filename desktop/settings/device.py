"""Settings of this device: locking, the look, and the connection to the clinic."""

from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox
from typing_extensions import override

from core.domain.errors import UserError
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.kit.theme import Appearance
from desktop.paper.card import PaperCard
from desktop.settings.ports import ThisDevice
from desktop.settings.quick_unlock import QuickUnlockCard
from desktop.settings.section import Section, line
from desktop.sync_status.panel import fact_lines
from desktop.sync_status.state import StatusPhase, SyncState
from desktop.sync_status.texts import reason_words
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.fields import ChoiceField, PassphraseField
from desktop.widgets.language_choice import language_choice
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.text import Text

_LOCK_MINUTES = (2, 5, 10, 15, 30, 60)


class SecuritySection(Section):
    """Locking and the passphrase."""

    def __init__(self, context: ScreenContext, device: ThisDevice) -> None:
        super().__init__(context, tr("Settings", "Security"))
        self._device = device
        choices: list[tuple[str, object]] = [
            (tr("Settings", "{minutes} minutes", minutes=n), n) for n in _LOCK_MINUTES
        ]
        hint = tr("Settings", "After four times as long, the keys leave the memory too.")
        self.lock_after = ChoiceField(tr("Settings", "Lock when nobody uses it for"), choices, hint=hint)
        self.quick = QuickUnlockCard(context, device)
        self.lock_now = Button(tr("Settings", "Lock now"), device.lock)
        self.old = PassphraseField(context.theme, tr("Settings", "Present passphrase"))
        self.new = PassphraseField(context.theme, tr("Settings", "New passphrase"))
        self.again = PassphraseField(context.theme, tr("Settings", "The new one once more"))
        self.change = Button(tr("Settings", "Change passphrase"), self._on_change, kind="primary")
        self.renew = Button(tr("Settings", "Make a new recovery paper"), self._on_renew)
        self.paper = PaperCard(context.theme, context.jobs, self._today)
        self.paper.said.connect(context.navigator.toast)
        self.code = self.paper.code
        self.paper.hide()
        self._lay_out()
        self.lock_after.changed.connect(self._on_lock_after)
        for field in (self.old, self.new, self.again):
            field.submitted.connect(self._on_submitted)

    @classmethod
    @override
    def words(cls) -> str:
        return tr("Palette", "passphrase password recovery paper print quick unlock lock idle minutes")

    @property
    @override
    def in_hand(self) -> bool:
        """The new code is shown once, and somebody is writing it down."""
        return self.paper.isVisible()

    @override
    def refresh(self) -> None:
        # It is shown, not chosen: heard of, it would be stored as this device's own.
        blocked = self.lock_after.blockSignals(True)
        self.lock_after.set_value(self._device.lock_minutes)
        self.lock_after.blockSignals(blocked)
        self.paper.hide()
        self.paper.forget()
        self.quick.refresh()

    def _on_lock_after(self, minutes: object) -> None:
        if isinstance(minutes, int):
            self._device.set_lock_minutes(minutes)

    def _on_submitted(self) -> None:
        """Enter goes on to the next field that is empty, and changes the passphrase when none is."""
        fields = (self.old, self.new, self.again)
        empty = next((field for field in fields if not field.text), None)
        if empty is None:
            self.change.click()
        else:
            empty.setFocus()

    def _on_change(self) -> None:
        new, again = self.new.take(), self.again.take()
        if not new or new != again:
            self.show_error(tr("Settings", "The two new ones are not the same. Nothing was changed."))
            self.new.setFocus()
            return
        # Not before both new ones agree: whoever mistyped one need not type the present one again.
        old = self.old.take()
        self.show_error("")
        self.change.setEnabled(False)
        self.context.jobs.run(
            lambda: self._device.change_passphrase(old, new), self._on_passphrase_changed, self._on_kept
        )

    def _on_passphrase_changed(self, _: None) -> None:
        self.change.setEnabled(True)
        self.quick.refresh()  # a new passphrase ends it
        self.context.navigator.toast(tr("Settings", "The passphrase was changed"))

    def _on_kept(self, error: UserError) -> None:
        self.change.setEnabled(True)
        self.show_error(error.sentence)
        if self.isVisible():  # the person may have gone on meanwhile
            self.old.setFocus()

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
        self.paper.show_code(code)
        self.paper.show()
        QTimer.singleShot(0, self._bring_to_view)  # once the page knows how tall it has become

    def _bring_to_view(self) -> None:
        self.ensureWidgetVisible(self.paper)

    def _today(self) -> date:
        return self.context.clock.now().date()

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
        paper.body.addWidget(self.paper)
        paper.body.addLayout(line(self.renew, stretch=True))
        for card in (lock, self.quick, phrase, paper):
            self.body.addWidget(card)
        self.body.addStretch(1)


class LookSection(Section):
    """Light, dark or high contrast, the language, and the letter keys."""

    def __init__(self, context: ScreenContext, device: ThisDevice) -> None:
        sentence = tr(
            "Settings", "On this laptop. A look holds at once, another language from the next unlock on."
        )
        super().__init__(context, tr("Settings", "Look and language"), sentence)
        self._device = device
        choices: list[tuple[str, object]] = [
            (tr("Settings", "As the system"), Appearance.SYSTEM),
            (tr("Settings", "Light"), Appearance.LIGHT),
            (tr("Settings", "Dark"), Appearance.DARK),
            (tr("Settings", "High contrast"), Appearance.CONTRAST),
        ]
        self.look = SegmentedControl(tr("Settings", "Appearance"), choices)
        self.letters = QCheckBox(tr("Settings", "Single letters are shortcuts, such as G then C"))
        self.language = language_choice(device.language)
        self.change_now = Button(tr("Settings", "Lock, and change it now"), device.lock)
        look = Card(tr("Settings", "Appearance"))
        look.body.addLayout(line(self.look, stretch=True))
        self._spoken = device.language
        speech = Card(tr("Settings", "Language"))
        speech.body.addLayout(line(self.language, self.change_now, stretch=True))
        keys = Card(tr("Settings", "Keys"))
        keys.body.addWidget(self.letters)
        self.every_key = Button(tr("Settings", "Show all keys"), device.show_keys)
        keys.body.addLayout(line(self.every_key, stretch=True))
        for card in (look, speech, keys):
            self.body.addWidget(card)
        self.body.addStretch(1)
        self.language.chosen.connect(self._on_language)
        self.look.chosen.connect(self._on_look)
        self.letters.toggled.connect(self._on_letters)

    @classmethod
    @override
    def words(cls) -> str:
        return tr("Palette", "dark light high contrast theme colours language hebrew shortcuts letters")

    @override
    def refresh(self) -> None:
        self.look.set_value(self._device.look)
        self.letters.setChecked(self._device.letters)
        self.language.set_value(self._device.language)
        self.change_now.setVisible(self._device.language != self._spoken)

    def _on_language(self, language: object) -> None:
        """Every window would have to be made anew: it comes in the new language when it is unlocked again."""
        if isinstance(language, str) and language != self._device.language:
            self._device.set_language(language)
            self.change_now.setVisible(language != self._spoken)

    def _on_letters(self, on: bool) -> None:
        """Whoever toggled it: an assistive program does not click."""
        if on != self._device.letters:
            self._device.set_letters(on)

    def _on_look(self, look: object) -> None:
        if isinstance(look, Appearance):
            self._device.set_look(look)


class ClinicSection(Section):
    """Where this practice lives, and when it was last saved there."""

    def __init__(self, context: ScreenContext, device: ThisDevice) -> None:
        super().__init__(context, tr("Settings", "Clinic and device"))
        self._device = device
        self.where = Text(strong=True, wrap=True)
        self.state = Text(tone="secondary", wrap=True)
        self.sync = Button(tr("Settings", "Sync now"), device.sync_now)
        card = Card(tr("Settings", "Connection"))
        card.body.setSpacing(tokens.S)
        card.body.addWidget(self.where)
        card.body.addWidget(self.state)
        self.connect_clinic = Button(
            tr("Settings", "Connect to a clinic"), device.connect_clinic, kind="primary"
        )
        card.body.addLayout(line(self.connect_clinic, self.sync, stretch=True))
        self.metered = QCheckBox(
            tr("Settings", "Send and fetch files on connections that cost by volume, too")
        )
        self.metered.toggled.connect(self._on_metered)
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

    @classmethod
    @override
    def words(cls) -> str:
        return tr("Palette", "connect server sync demo laptop")

    def _on_metered(self, on: bool) -> None:
        if on != self._device.files_on_metered:
            self._device.set_files_on_metered(on)

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
        """Where the practice lives, and what can be done there; a demo cannot be connected."""
        local = state.phase is StatusPhase.LOCAL
        self.sync.setVisible(not local)
        self.connect_clinic.setVisible(local and not self._device.is_demo)
        self.metered.setVisible(not local)
        self.metered.setChecked(self._device.files_on_metered)
        if local:
            self.where.setText(tr("Settings", "This practice is on this laptop alone."))
            words = tr(
                "Settings",
                "It can be connected to a clinic's server on any day, and moves there whole. This laptop "
                "makes a request; whoever runs the server answers it.",
            )
            self.state.setText(words)
            return
        self.where.setText(tr("Settings", "Connected to {server}", server=self._device.server))
        facts = fact_lines(state, self.context.clock.now())
        self.state.setText("\n".join((reason_words(state), *facts)))
