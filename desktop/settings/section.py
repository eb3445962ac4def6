"""What the pages of Settings share."""

from collections.abc import Callable, Sequence
from typing import Any, Self

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.domain.errors import UserError
from core.store.practice.practice import Done, Undo
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.form_drafts import Content
from desktop.kit.screen import Command
from desktop.widgets.card import ScrollPage
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.text import Text


class Section(ScrollPage):
    """One page. `refresh` is called when it comes to the front and when rows changed.

    `settled` says that what was typed is saved, or given up; `edited` that something outside the page's own
    editors was changed.
    """

    settled = Signal()
    edited = Signal()
    is_read_beside = False
    """Whether reading again takes away nothing that is typed here."""

    def __init__(self, context: ScreenContext, title: str, sentence: str = "") -> None:
        super().__init__(title, width_px=760, centred=False)
        self.context = context
        self.error = ErrorLine(upward=True)
        if sentence:
            self.body.addWidget(Text(sentence, tone="secondary", wrap=True))

    @classmethod
    def words(cls) -> str:
        """Further words that find this page in the palette."""
        return ""

    @classmethod
    def commands(cls, _page: Callable[[], Self]) -> Sequence[Command]:
        """What the palette can do here at once. Until then the page may not be made."""
        return ()

    def refresh(self) -> None:
        """Read again what is shown."""

    @property
    def in_hand(self) -> bool:
        """Whether a person is in the middle of something here that reading again would take away."""
        return False

    def content(self) -> Content | None:
        """What is typed here and not saved, as JSON; None when that is nothing."""
        return None

    def take_up(self, content: Content) -> None:
        """Go on with what `content` held when the program ended."""

    def do(self, work: Callable[[], Done[Any]], said: str) -> None:
        """Run a command on the worker, tell every screen, say so with Undo."""
        self.show_error("")
        self.context.jobs.run(work, lambda done: self._on_done(done, said), self._on_refused)

    def show_error(self, sentence: str) -> None:
        """The sentence in the page's line for what was refused; "" takes it away."""
        self.error.say(sentence)

    def _on_done(self, done: Done[Any], said: str) -> None:
        self.context.bus.publish(done.changed)
        undo = done.undo
        self.context.navigator.toast(said, None if undo is None else lambda: self._undo(undo))

    def _undo(self, undo: Undo) -> None:
        self.context.jobs.run(lambda: self.context.practice.undo(undo), self.context.bus.publish)

    def _on_refused(self, error: UserError) -> None:
        self.show_error(error.sentence)


def line(*widgets: QWidget, stretch: bool = False) -> QHBoxLayout:
    """Widgets beside each other, of equal width unless `stretch` leaves the rest empty."""
    row = QHBoxLayout()
    row.setSpacing(tokens.L)
    for widget in widgets:
        row.addWidget(widget, 0 if stretch else 1)
    if stretch:
        row.addStretch(1)
    return row


def column(*widgets: QWidget) -> QVBoxLayout:
    """Widgets below each other, in the order given."""
    box = QVBoxLayout()
    box.setSpacing(tokens.M)
    for widget in widgets:
        box.addWidget(widget)
    return box
