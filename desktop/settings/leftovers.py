"""What a removed laptop left at the clinic and nobody can verify: an owner sets it aside with one button."""

from core.domain.errors import UserError
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.session.device_admin import DeviceLine
from desktop.settings.devices_presenter import DeviceAdminPort, undone_words
from desktop.settings.section import line
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.text import Text
from sync.enrolment.undoing import Undone


class Leftovers(Card):
    """Shown for one removed device at a time. The server is asked on the worker, after a question."""

    def __init__(self, context: ScreenContext, office: DeviceAdminPort | None) -> None:
        super().__init__(" ")
        self._context, self._office = context, office
        self._device: DeviceLine | None = None
        self.words = Text(tone="secondary", wrap=True)
        self.error = ErrorLine()
        self.button = Button(tr("Devices", "Set aside what it left"), self._on_asked)
        for widget in (self.words, self.error):
            self.body.addWidget(widget)
        self.body.addLayout(line(self.button, stretch=True))
        self.hide()

    def take_office(self, office: DeviceAdminPort) -> None:
        """From now on there is a clinic to ask: the practice was connected meanwhile."""
        self._office = office

    def show_for(self, device: DeviceLine | None) -> None:
        """None hides it."""
        self._device = device
        self.setVisible(device is not None)
        self.error.say("")
        if device is not None:
            self.title.setText(device.name)
            self.words.setText(_left())

    def _on_asked(self) -> None:
        device = self._device
        if device is None:
            return
        self._context.navigator.confirm(
            tr("Devices", "Set aside what {name} left?", name=device.name),
            tr(
                "Devices",
                "What came by its login and no laptop can verify is shown to nobody any more. What this "
                "laptop holds instead is sent. Nothing that a laptop verified goes.",
            ),
            tr("Devices", "Set aside"),
            lambda: self._set_aside(device),
        )

    def _set_aside(self, device: DeviceLine) -> None:
        office = self._office
        if office is not None:
            self.button.setEnabled(False)
            self._context.jobs.run(lambda: office.undo(device.device_id), self._on_done, self._on_failed)

    def _on_done(self, done: Undone) -> None:
        self.button.setEnabled(True)
        self.error.say("")
        self.words.setText(undone_words(done))

    def _on_failed(self, error: UserError) -> None:
        self.button.setEnabled(True)
        self.error.say(error.sentence)


def _left() -> str:
    return tr(
        "Devices",
        "Records that came by its login and that no laptop can verify stay at the clinic, where no laptop "
        "uses them, until they are set aside.",
    )
