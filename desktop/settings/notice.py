"""The notice before the next appointment: when it comes, and whether it says whose it is."""

from PySide6.QtWidgets import QCheckBox

from desktop.kit.i18n import tr
from desktop.settings.ports import AppointmentNotice
from desktop.widgets.card import Card
from desktop.widgets.fields import ChoiceField
from desktop.widgets.text import Text

_MINUTES = (5, 10, 15, 30)


class NoticeCard(Card):
    """What is chosen holds at once, on this laptop alone."""

    def __init__(self, notice: AppointmentNotice) -> None:
        super().__init__(tr("Settings", "Notice on this laptop"))
        self._notice = notice
        choices: list[tuple[str, object]] = [
            (tr("Settings", "Never"), 0),
            *((tr("Settings", "{minutes} minutes before", minutes=each), each) for each in _MINUTES),
        ]
        self.minutes = ChoiceField(tr("Settings", "Tell me of my next appointment"), choices)
        self.initials = QCheckBox(tr("Settings", "With the client's initials"))
        words = tr(
            "Settings",
            "It says that an appointment is near, by your system's own notices where there are any. While "
            "the window is locked it never says whose.",
        )
        self.body.addWidget(self.minutes)
        self.body.addWidget(self.initials)
        self.body.addWidget(Text(words, tone="secondary", wrap=True))
        self.minutes.changed.connect(self._on_changed)
        self.initials.toggled.connect(self._on_changed)

    def refresh(self) -> None:
        """Shows what holds, without choosing it."""
        for part in (self.minutes, self.initials):
            part.blockSignals(True)
        self.minutes.set_value(self._notice.minutes)
        self.initials.setChecked(self._notice.with_initials)
        for part in (self.minutes, self.initials):
            part.blockSignals(False)
        self.initials.setEnabled(self._notice.minutes > 0)

    def _on_changed(self, _value: object) -> None:
        """Whoever changed it: an assistive program does not click."""
        minutes, initials = self.minutes.value, self.initials.isChecked()
        if isinstance(minutes, int):
            self.initials.setEnabled(minutes > 0)
            if (minutes, initials) != (self._notice.minutes, self._notice.with_initials):
                self._notice.choose(minutes, with_initials=initials)
