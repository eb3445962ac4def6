"""A page of Settings whose fields are saved together."""

from collections.abc import Callable
from functools import partial
from typing import Any, Generic, TypeVar

from typing_extensions import override

from core.store.practice.practice import Done
from desktop.kit.context import ScreenContext
from desktop.kit.form_drafts import Content
from desktop.kit.i18n import tr
from desktop.settings.section import Section
from desktop.widgets.buttons import Button

R = TypeVar("R")


class FormSection(Section, Generic[R]):
    """What was typed is in hand until it is saved or given up: what is read meanwhile takes nothing away.

    `R` is what `_look` reads on the worker and `_fill` shows. `_shown` and `_show` are the fields as JSON.
    """

    def __init__(self, context: ScreenContext, title: str, sentence: str = "") -> None:
        super().__init__(context, title, sentence)
        self.save = Button(tr("Settings", "Save"), self._on_save, kind="primary")
        self.discard = Button(tr("Settings", "Discard changes"), self._on_discard, kind="quiet")
        self.discard.hide()
        self._read: Content | None = None

    @override
    def refresh(self) -> None:
        self.context.jobs.run(self._look, self._on_read)

    @property
    @override
    def in_hand(self) -> bool:
        return self._read is not None and self._shown() != self._read

    @override
    def content(self) -> Content | None:
        return self._shown() if self.in_hand else None

    @override
    def take_up(self, content: Content) -> None:
        self.context.jobs.run(self._look, partial(self._on_read_for, content))

    def _look(self) -> R:
        raise NotImplementedError

    def _fill(self, found: R) -> None:
        raise NotImplementedError

    def _shown(self) -> Content:
        raise NotImplementedError

    def _show(self, content: Content) -> None:
        raise NotImplementedError

    def _on_save(self) -> None:
        raise NotImplementedError

    def _changed(self) -> Content:
        """What differs from what was read: what a person left alone is not taken back from another device."""
        before = self._read or {}
        return {name: value for name, value in self._shown().items() if value != before.get(name)}

    def _send(self, write: Callable[[], Done[Any]]) -> None:
        """Saves on the worker."""
        self.show_error("")
        self.context.jobs.run(write, partial(self._on_saved, self._shown()), self._on_refused)

    def _on_read(self, found: R) -> None:
        """What was begun while it was read stays."""
        if not self.in_hand:
            self._begin(found)

    def _on_read_for(self, content: Content, found: R) -> None:
        self._begin(found)
        # A program that knew fewer fields may have kept it.
        self._show(self._shown() | content)

    def _begin(self, found: R) -> None:
        self._fill(found)
        self._read = self._shown()
        self._on_edited()
        self.settled.emit()

    def _on_edited(self, _value: object = None) -> None:
        self.discard.setVisible(self.in_hand)
        self.show_error("")

    def _on_discard(self) -> None:
        # By this nothing is in hand any more, and what is read next is shown.
        self._read = None
        self.refresh()

    def _on_saved(self, sent: Content, done: Done[Any]) -> None:
        """What this save took, not what the page shows by now, is no change any more."""
        self._read = sent
        self._on_edited()
        self.settled.emit()
        self._on_done(done, tr("Settings", "Saved"))
