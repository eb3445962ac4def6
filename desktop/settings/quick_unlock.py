"""Settings > Security: quick unlock, or the reason why it is not to be had here."""

from collections.abc import Callable

from core.domain.errors import UserError
from desktop.kit.context import ScreenContext
from desktop.kit.dates import long_day
from desktop.kit.i18n import tr
from desktop.session.quick_unlock import Obstacle, QuickState
from desktop.settings.ports import ThisDevice
from desktop.settings.section import line
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.text import Text


class QuickUnlockCard(Card):
    """Nothing to click until it is known how things stand: the keyring may take its time."""

    def __init__(self, context: ScreenContext, device: ThisDevice) -> None:
        super().__init__(tr("Settings", "Quick unlock"))
        self._context, self._device = context, device
        self.words = Text(tone="secondary", wrap=True)
        self.error = ErrorLine(upward=True)
        self.turn_on = Button(tr("Settings", "Turn on quick unlock"), self._on_turn_on)
        self.turn_off = Button(tr("Settings", "Turn off quick unlock"), self._on_turn_off)
        for widget in (self.words, self.error):
            self.body.addWidget(widget)
        self.body.addLayout(line(self.turn_on, self.turn_off, stretch=True))
        for hidden in (self.turn_on, self.turn_off):
            hidden.hide()

    def refresh(self) -> None:
        """Asks on the slow worker how things stand; nothing can be clicked until the answer is there."""
        self._run(self._device.quick_unlock)

    def _on_turn_on(self) -> None:
        self._run(lambda: self._device.set_quick_unlock(True))

    def _on_turn_off(self) -> None:
        self._run(lambda: self._device.set_quick_unlock(False))

    def _run(self, work: Callable[[], QuickState]) -> None:
        self._set_enabled(False)
        self._context.slow_jobs.run(work, self._on_state, self._on_failed)

    def _on_state(self, state: QuickState) -> None:
        self._set_enabled(True)
        self.error.say("")
        self.words.setText(self._sentence(state))
        self.turn_on.setVisible(state.until is None and state.obstacle is None)
        self.turn_off.setVisible(state.until is not None)

    def _on_failed(self, error: UserError) -> None:
        self._set_enabled(True)
        self.error.say(error.sentence)

    def _set_enabled(self, enabled: bool) -> None:
        self.turn_on.setEnabled(enabled)
        self.turn_off.setEnabled(enabled)

    def _sentence(self, state: QuickState) -> str:
        if state.obstacle is not None:
            return _obstacles()[state.obstacle]
        if state.until is None:
            return tr(
                "Settings",
                "Opens this practice with your login to this computer instead of the passphrase, for two "
                "weeks. Whoever sits here while you are logged in can open it then, so lock your screen when "
                "you leave.",
            )
        day = long_day(state.until.astimezone().date())
        return tr(
            "Settings",
            "On until {day}. After that, after five wrong passphrases and after a new passphrase it is off, "
            "and the passphrase is asked for.",
            day=day,
        )


def _obstacles() -> dict[Obstacle, str]:
    return {
        Obstacle.SHARED: tr(
            "Settings",
            "Not to be had here: several practices are on this computer, and one login would open each of "
            "them to everybody who uses it.",
        ),
        Obstacle.NO_KEYRING: tr(
            "Settings",
            "Not to be had here: PazPaz trusts the Windows Credential Manager, the keychain of macOS, and on "
            "Linux a Secret Service such as GNOME Keyring, KWallet or KeePassXC, and none of them answers.",
        ),
    }
