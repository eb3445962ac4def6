"""Above a page: who waits for the times that something done on it made free."""

from functools import partial

from core.domain.waitlist_matching import Fit
from desktop.kit.context import ScreenContext
from desktop.kit.freed_words import freed_words, show_words
from desktop.widgets.banner import Banner


class FreedBanner(Banner):
    """As the calendar's: quiet, without a name, and it leads to the list of those who wait."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context.theme)
        self._context = context

    def offer(self, fits: tuple[Fit, ...]) -> None:
        """Hidden where nobody waits for such a time."""
        if not fits:
            self.hide()
            return
        words = freed_words(fits, self._context.clock.now())
        self.say(words, "accent", show_words(), partial(self._show_who_waits, fits))

    def _show_who_waits(self, fits: tuple[Fit, ...]) -> None:
        self.hide()
        self._context.navigator.offer_freed(fits)
