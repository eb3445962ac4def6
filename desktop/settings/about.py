"""Settings > About: which version this is, whose work is in it, and updates that a person asks for."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import platformdirs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

import resources
from core.domain.program import program_version
from core.release.inventory import made_at
from core.release.systems import this_system
from core.release.updates import Updates
from desktop.kit import tokens
from desktop.kit.background import Background
from desktop.kit.context import ScreenContext
from desktop.kit.dates import long_day
from desktop.kit.form_drafts import Content
from desktop.kit.i18n import tr
from desktop.kit.screen import Command
from desktop.settings.licences import LicencesDialog
from desktop.settings.offer import OfferCard
from desktop.settings.ports import ThisDevice
from desktop.settings.section import Section, line
from desktop.updates.download import ReleaseSource
from desktop.updates.presenter import State, Surroundings, UpdatesPresenter
from desktop.widgets.alert import AlertBox
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.fields import LineField
from desktop.widgets.text import Text

_SYSTEMS = {"windows": "Windows", "macos": "macOS", "linux": "Linux"}


class AboutSection(Section):
    """Nothing is asked of anybody before a click, and nothing is installed from here."""

    def __init__(self, context: ScreenContext, device: ThisDevice, updates: Updates | None = None) -> None:
        super().__init__(context, tr("Updates", "About"))
        self._device, self._kept = device, ""
        self.licences = Button(tr("Updates", "Licences"), self.show_licences)
        hint = tr("Updates", "Empty: nobody is ever asked. Nothing is sent but the request itself.")
        self.address = LineField(tr("Updates", "Address that is asked for updates"), hint=hint)
        self.address.editor.setPlaceholderText("https://…/release.json")
        # An address of the web runs from left to right in every language.
        self.address.editor.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.keep = Button(tr("Updates", "Keep the address"), self._on_keep)
        self.check = Button(tr("Updates", "Check for an update"), self._on_check)
        self.file = Button(tr("Updates", "Update from a file"), self.choose_file)
        self.stop = Button(tr("Updates", "Stop"), self._on_stop)
        self.no_key = AlertBox(context.theme)
        self.offer = OfferCard(context, device, self._on_fetch, self._on_give, self._on_take_back)
        self._line = Background(self)
        self.presenter = UpdatesPresenter(
            updates or Updates(context.practice), self._around(), self._on_state
        )
        device.on_lock(self.presenter.cancel)
        self._lay_out()
        self._on_state(self.presenter.state)
        self.address.editor.textChanged.connect(self._on_typed)
        self.address.editor.returnPressed.connect(self._on_keep)

    @classmethod
    @override
    def words(cls) -> str:
        return tr("Palette", "version update licences upgrade new release about")

    @classmethod
    @override
    def commands(cls, page: Callable[[], Self]) -> Sequence[Command]:
        file, licences = tr("Updates", "Update from a file"), tr("Updates", "Licences")
        return (
            Command(file, lambda: page().choose_file(), "upload", is_setting=True),
            Command(licences, lambda: page().show_licences(), "info", is_setting=True),
        )

    @override
    def refresh(self) -> None:
        self.presenter.refresh()

    @override
    def content(self) -> Content | None:
        typed = self.address.text
        return {"address": typed} if typed != self._kept else None

    @override
    def take_up(self, content: Content) -> None:
        self.address.set_text(str(content.get("address", "")))

    def look_at(self, path: Path) -> None:
        """Verifies a release file on the slow worker and shows what it offers; nothing is installed."""
        self.presenter.look_at(path)

    def _around(self) -> Surroundings:
        return Surroundings(
            jobs=self.context.jobs,
            slow=self.context.slow_jobs,
            line=self._line,
            publisher=self.context.bus,
            source=ReleaseSource,
            fetch_files=self._device.fetch_files,
            is_connected=lambda: bool(self._device.server),
            downloads=platformdirs.user_downloads_path(),
        )

    def _on_keep(self) -> None:
        self.presenter.set_address(self.address.text)

    def _on_check(self) -> None:
        self.presenter.check()

    def _on_stop(self) -> None:
        self.presenter.cancel()

    def _on_fetch(self) -> None:
        self.presenter.fetch()

    def _on_give(self) -> None:
        self.presenter.give()

    def _on_take_back(self) -> None:
        self.presenter.take_back()

    def choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.file.text())
        if chosen:
            self.look_at(Path(chosen))

    def show_licences(self) -> None:
        LicencesDialog(self.context, _root(), self.window()).open()

    def _on_typed(self) -> None:
        self.keep.setEnabled(self.content() is not None)

    def _on_state(self, state: State) -> None:
        was_typed = self.content() is not None
        if not was_typed:  # what somebody types just now stays
            self.address.set_text(state.address)
        self._kept = state.address
        if was_typed and self.content() is None:
            self.settled.emit()
        self.keep.setEnabled(self.address.text != state.address)
        self.check.setEnabled(state.can_check)
        self.file.setEnabled(not state.busy and state.has_keys)
        self.stop.setVisible(bool(state.busy))
        self.no_key.show_alert(None if state.has_keys else _no_key())
        self.error.say(state.busy or state.news, "secondary", by=self)
        self.show_error(state.error)
        self.offer.show_state(state)

    def _lay_out(self) -> None:
        about = Card("PazPaz Desktop")
        about.body.setSpacing(tokens.S)
        version = tr("Updates", "Version {version}", version=program_version())
        about.body.addWidget(Text(version, strong=True))
        about.body.addWidget(Text(_build(), tone="secondary", wrap=True))
        about.body.addLayout(line(self.licences, stretch=True))
        card = Card(tr("Updates", "Updates"))
        words = tr(
            "Updates",
            "PazPaz installs nothing by itself. It says what is new, and whether a file is from its makers: "
            "a file from a stick, from the address below when you click, or from your clinic.",
        )
        card.body.addWidget(Text(words, tone="secondary", wrap=True))
        card.body.addWidget(self.no_key)
        card.body.addLayout(line(self.file, self.check, self.stop, stretch=True))
        for part in (self.error, self.address):
            card.body.addWidget(part)
        card.body.addLayout(line(self.keep, stretch=True))
        for each in (about, self.offer, card):
            self.body.addWidget(each)
        self.body.addStretch(1)


def _root() -> Path:
    """The folder in which our packages lie."""
    return Path(resources.__file__).parent.parent


def _build() -> str:
    made, system = made_at(_root()), this_system()
    name = _SYSTEMS.get(system.os, system.os)
    if made is None:
        return tr("Updates", "Runs from its source, on {system} ({arch})", system=name, arch=system.arch)
    day = long_day(made.date())
    return tr("Updates", "Built on {day}, for {system} ({arch})", day=day, system=name, arch=system.arch)


def _no_key() -> str:
    return tr(
        "Updates",
        "This build has no release key, so it cannot verify an update. Get a new version from where you got "
        "this one.",
    )
