"""A new passphrase for somebody who came in without the present one, without Qt."""

from collections.abc import Callable
from typing import Protocol

from core.crypto.phrases import Judgement
from core.domain.errors import UserError
from desktop.kit.i18n import tr
from desktop.kit.passphrase_strength import Judging
from desktop.kit.ports import Runner
from desktop.session.open_practice import OpenPractice
from desktop.session.ports import OnOpened, UnlockBackend


class NewPhraseView(Protocol):
    """What the presenter needs of its page; all of it on the GUI thread."""

    def show_suggestion(self, phrase: str) -> None:
        """Six random words, shown as an idea: they are not put into the field."""
        ...

    def show_judgement(self, judgement: Judgement | None) -> None:
        """How good the passphrase is that is being typed; None when the field is empty."""
        ...

    def show_busy(self, busy: bool) -> None:
        """While the passphrase is being set nobody can type or click here."""
        ...

    def show_error(self, sentence: str) -> None:
        """Why the passphrase was not set; an empty sentence takes it away."""
        ...


class NewPhrasePresenter:
    """Holds the open practice until a passphrase is set, or until the person leaves: then it is closed."""

    def __init__(
        self,
        runner: Runner,
        door: UnlockBackend,
        view: NewPhraseView,
        opened: OpenPractice,
        on_set: OnOpened,
        on_left: Callable[[], None],
    ) -> None:
        self._runner, self._door, self._view = runner, door, view
        self._opened: OpenPractice | None = opened
        self._on_set_then, self._on_left = on_set, on_left
        self.judging = Judging(runner, door.judge, view.show_judgement)
        self._busy = self._leaving = False

    def suggest(self) -> None:
        """Asks for six new random words, and shows them when they come."""
        self._runner.run(self._door.suggest, self._view.show_suggestion)

    def give(self, passphrase: str, again: str) -> None:
        """Sets the passphrase, which was typed twice, and hands the practice on; a weak one is refused.

        Nothing happens while one is being set, or once the practice was handed on or closed.
        """
        opened = self._opened
        if opened is None or self._busy:
            return
        if passphrase != again:
            self._view.show_error(tr("FirstRun", "The two are not the same. Type the second one again."))
            return
        self._view.show_error("")
        self._set_busy(True)
        self._runner.run(
            lambda: self._door.set_passphrase(opened, passphrase),
            lambda _: self._on_set(opened),
            self._on_refused,
        )

    def leave(self) -> None:
        """Nothing is changed: what opened it once opens it again, and asks again.

        While a passphrase is being set its end is waited for: the keys cannot be taken from under it.
        """
        if self._busy:
            self._leaving = True
            return
        opened, self._opened = self._opened, None
        if opened is not None:
            self.judging.stop()
            opened.close()
            self._on_left()

    def _on_set(self, opened: OpenPractice) -> None:
        self._set_busy(False)
        if self._leaving:
            self.leave()
            return
        self._opened = None
        self._on_set_then(opened)

    def _on_refused(self, error: UserError) -> None:
        self._set_busy(False)
        self._view.show_error(error.sentence)
        if self._leaving:
            self.leave()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._view.show_busy(busy)
