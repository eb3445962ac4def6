"""A verified update: what is new, what must be done first, and where its file is."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from core.domain.errors import UserError
from core.release.updates import Offer
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.dates import long_day
from desktop.kit.i18n import plural, tr
from desktop.kit.long_work import LongWork
from desktop.kit.unfinished import Unfinished
from desktop.settings.ports import ThisDevice
from desktop.settings.section import line
from desktop.updates.presenter import State
from desktop.widgets.alert import AlertBox
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.text import Text


class OfferCard(Card):
    """Hidden while nothing is offered. A backup comes first, and the person installs."""

    def __init__(
        self,
        context: ScreenContext,
        device: ThisDevice,
        on_fetch: Callable[[], None],
        on_give: Callable[[], None],
        on_take_back: Callable[[], None],
    ) -> None:
        super().__init__(tr("Updates", "A new version"))
        self._context, self._device = context, device
        self._path: Path | None = None
        self._work = LongWork(context.bus, Unfinished.BACKUP, behind_curtain=True)
        self.name, self.day = Text(strong=True), Text(tone="secondary")
        self.notes, self.how = Text(wrap=True), Text(tone="secondary", wrap=True)
        self.server = AlertBox(context.theme)
        self.error = ErrorLine(upward=True)
        self.fetch = Button(tr("Updates", "Fetch the file"), on_fetch, kind="primary")
        self.back_up = Button(tr("Updates", "Make a backup first"), self._on_back_up, kind="primary")
        self.show_file = Button(tr("Updates", "Show the file"), self._on_show)
        self.give = Button(tr("Updates", "Give it to the clinic"), on_give)
        self.take_back = Button(tr("Updates", "Take it back from the clinic"), on_take_back)
        self.body.setSpacing(tokens.S)
        for part in (self.name, self.day, self.notes, self.server, self.how, self.error):
            self.body.addWidget(part)
        self.body.addLayout(line(self.fetch, self.back_up, self.show_file, stretch=True))
        self.body.addLayout(line(self.give, self.take_back, stretch=True))
        self.hide()

    def show_state(self, state: State) -> None:
        """Hidden without an offer; else the offer, with the buttons that the state allows."""
        offer = state.offer
        self.setVisible(offer is not None)
        if offer is None:
            return
        release = offer.release
        self._path = offer.path
        self.name.setText(tr("Updates", "PazPaz {version}", version=release.version))
        self.day.setText(tr("Updates", "Signed by its makers, {day}", day=long_day(release.date)))
        self.notes.setText(release.notes_in(QLocale().name().partition("_")[0]))
        self.server.show_alert(_server_words() if offer.server_is_too_old else None)
        self.how.setText(_how(state, offer))
        here = offer.path is not None
        self.fetch.setVisible(state.can_fetch)
        self.back_up.setVisible(here and offer.is_news)
        self.show_file.setVisible(here)
        self.give.setVisible(here and state.may_give and not state.can_take_back)
        self.take_back.setVisible(state.can_take_back)
        self.give.setEnabled(not state.busy)

    def back_up_to(self, file: Path) -> None:
        """On the worker; installing is the person's, after that."""
        self.back_up.setEnabled(False)
        work = partial(self._device.back_up, file, self._work.check_stopped)
        self._work.begin()
        self._context.jobs.run(work, self._on_backed_up, self._on_failed)

    def _on_back_up(self) -> None:
        name = f"pazpaz-{self._context.clock.now().date().isoformat()}.pazpaz"
        chosen, _ = QFileDialog.getSaveFileName(self, self.back_up.text(), name)
        if chosen:
            self.back_up_to(Path(chosen))

    def _on_backed_up(self, clients: int) -> None:
        self.back_up.setEnabled(True)
        self.error.say("")
        words = plural("Updates", "The backup is made: 1 client", "The backup is made: {n} clients", clients)
        self._context.navigator.toast(words)

    def _on_failed(self, error: UserError) -> None:
        self.back_up.setEnabled(True)
        if not self._work.is_told_later(error):
            self.error.say(error.sentence)

    def _on_show(self) -> None:
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))


def _server_words() -> str:
    return tr(
        "Updates",
        "Your clinic's server must be upgraded first: with this version the laptop works on, but syncs "
        "nothing until then. Ask whoever runs the server.",
    )


def _how(state: State, offer: Offer) -> str:
    if offer.path is not None:
        return tr(
            "Updates",
            "Verified: {file}. Make a backup, close PazPaz, then open this file. Your practice stays as "
            "it is.",
            file=offer.path.name,
        )
    carried = state.carried
    if carried is not None and carried.wanted and not carried.is_here:
        return tr(
            "Updates", "On its way from the clinic: {n} of {all} parts", n=carried.here, all=carried.total
        )
    if not offer.files:
        return tr("Updates", "This version has no file for this system. Keep what you have.")
    if state.can_fetch or state.busy:
        size = QLocale().formattedDataSize(offer.files[0].size)
        return tr("Updates", "The file is {size} large.", size=size)
    return tr("Updates", "Its file is not here. Choose it with “Update from a file”.")
