"""The door's pages beyond the unlock page, each with its presenter; few people see one, and rarely.

They lean on most of the program, so whoever shows the unlock page does not import this file before that.
"""

from collections.abc import Callable
from pathlib import Path

from desktop.kit.ports import Runner
from desktop.kit.theme import Theme
from desktop.session.open_practice import OpenPractice, local_timezone
from desktop.session.ports import OnOpened, UnlockBackend
from desktop.unlock.first_run_presenter import FirstRunPresenter, FirstRunWay
from desktop.unlock.first_run_view import FirstRunPage
from desktop.unlock.new_phrase_presenter import NewPhrasePresenter
from desktop.unlock.new_phrase_view import NewPhrasePage
from desktop.unlock.pull_page import PullPage


class FurtherPages:
    """Makes them. `zone` None asks the computer, which takes a moment. `language` may be set to another."""

    def __init__(
        self, theme: Theme, runner: Runner, door: UnlockBackend, zone: str | None, language: str
    ) -> None:
        self._theme, self._runner, self._door = theme, runner, door
        self._zone, self.language = zone, language

    def first_run(self, on_made: OnOpened, *, can_leave: bool) -> tuple[FirstRunPage, FirstRunPresenter]:
        """The page of the first steps, bound to its presenter.

        Put it into the window, then call `presenter.start`.
        """
        zone = (local_timezone() or "") if self._zone is None else self._zone
        page = FirstRunPage(self._theme, self._runner, zone, self.language, can_leave=can_leave)
        presenter = FirstRunPresenter(self._runner, self._door, page, on_made, self.language)
        page.bind(presenter)
        return page, presenter

    def restore(self, page: FirstRunPage, presenter: FirstRunPresenter, backup: Path) -> None:
        """Goes to where its passphrase is typed."""
        presenter.choose(FirstRunWay.RESTORE)
        page.restore.set_file(backup)

    def new_phrase(
        self, opened: OpenPractice, on_ready: OnOpened, on_left: Callable[[], None]
    ) -> tuple[NewPhrasePage, NewPhrasePresenter]:
        """The page and its presenter, not bound yet: `page.bind` sets the focus, so show the page before."""
        page = NewPhrasePage(self._theme)
        return page, NewPhrasePresenter(self._runner, self._door, page, opened, on_ready, on_left)

    def pull(self) -> PullPage:
        """Made when the first news of a pass comes: a device that needs no pass never sees it."""
        return PullPage(self._theme)
