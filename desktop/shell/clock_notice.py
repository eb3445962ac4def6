"""A strip across the window while this computer's clock is plainly wrong."""

from PySide6.QtCore import QObject

from core.domain.clock_doubt import ClockDoubt, WhyDoubted
from core.store.practice.practice import Practice
from desktop.kit.dates import long_day
from desktop.kit.i18n import tr
from desktop.kit.jobs import Jobs
from desktop.widgets.banner import Banner


class ClockNotice(QObject):
    """Says it in words, as long as it is so. `look` again now and then: a clock may be set, or fall back."""

    def __init__(self, practice: Practice, jobs: Jobs, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._practice, self._jobs, self._banner = practice, jobs, banner

    def look(self) -> None:
        """Asks the store worker; the strip comes, changes its words or goes when the answer is there."""
        self._jobs.run(self._practice.clock_doubt, self._show)

    def _show(self, doubt: ClockDoubt | None) -> None:
        if doubt is None:
            self._banner.hide()
            return
        words = doubt_words(doubt)
        # What is said again is read aloud again.
        if self._banner.text != words or self._banner.isHidden():
            can_trust = doubt.why is not WhyDoubted.BEFORE_PROGRAM
            action = tr("Clock", "The clock is right") if can_trust else ""
            self._banner.say(words, "warning", action, self._trust)

    def _trust(self) -> None:
        self._jobs.run(self._practice.trust_clock, self._on_trusted)

    def _on_trusted(self, _nothing: None) -> None:
        self.look()


def doubt_words(doubt: ClockDoubt) -> str:
    """What is wrong, what is safe, what to do; days alone, which stay the same from look to look."""
    than = long_day(doubt.than.date())
    because = {
        WhyDoubted.BEFORE_PROGRAM: tr("Clock", "this program was made later"),
        WhyDoubted.BEFORE_RECORD: tr("Clock", "something was written here on {day}", day=than),
        WhyDoubted.BEHIND_SERVER: tr("Clock", "the clinic's server is at {day} already", day=than),
        WhyDoubted.AHEAD_OF_SERVER: tr("Clock", "the clinic's server is at {day}", day=than),
    }[doubt.why]
    return tr(
        "Clock",
        "This computer's clock is at {day}, which cannot be right: {because}. What you write is kept; "
        "signing waits until the clock is set.",
        day=long_day(doubt.now.date()),
        because=because,
    )
