"""What a lock did not let finish: kept in the encrypted store over the end of the process, and said once."""

from collections import Counter
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject

from core.domain.errors import UserError
from desktop.kit.bus import Bus
from desktop.kit.form_drafts import LocalSettings
from desktop.kit.i18n import plural, tr
from desktop.kit.jobs import Jobs
from desktop.kit.unfinished import Unfinished
from desktop.widgets.banner import Banner

SETTING = "cut_short"


class Interruptions(QObject):
    """GUI thread. Says it at once where nothing covers the window, otherwise as soon as nothing does.

    `keep` before the store is shut, `look` at the start.
    """

    def __init__(
        self, settings: LocalSettings, jobs: Jobs, bus: Bus, banner: Banner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._settings, self._jobs, self._banner = settings, jobs, banner
        self._counts: Counter[Unfinished] = Counter()
        """Not said yet."""
        self._said: Counter[Unfinished] = Counter()
        """Stands in the banner, unless somebody closed that."""
        self._is_covered = False
        bus.cut_short.connect(self._on_cut_short)
        bus.locking.connect(self._on_locking)
        bus.unlocked.connect(self._on_unlocked)

    def keep(self) -> None:
        """Until `look` of the next run; where it cannot be stored, it is not said."""
        if self._counts:
            kept = {kind.value: count for kind, count in self._counts.items()}
            self._jobs.run(partial(self._settings.set_local, SETTING, kept), on_error=_pass)

    def look(self) -> None:
        """Says what the last run kept."""
        self._jobs.run(lambda: self._settings.local(SETTING), self._on_found)

    def _on_found(self, kept: Mapping[str, int] | None) -> None:
        if kept:
            # Another version of the program may have kept a word that this one does not know.
            self._counts.update({kind: kept[kind] for kind in Unfinished if kind in kept})
            self._tell()
            self._jobs.run(partial(self._settings.set_local, SETTING, None), on_error=_pass)

    def _on_cut_short(self, kind: Unfinished, count: int) -> None:
        self._counts[kind] += count
        self._tell()

    def _on_locking(self) -> None:
        self._is_covered = True

    def _on_unlocked(self) -> None:
        self._is_covered = False
        self._tell()

    def _tell(self) -> None:
        """Together with what stands in the banner still."""
        if self._is_covered or not self._counts:
            return
        if self._banner.isHidden():
            self._said.clear()
        self._said += self._counts
        self._counts.clear()
        self._banner.say(unfinished_words(self._said))


def _pass(_: UserError) -> None:
    """A full disk: whoever saves what was typed says so."""


def unfinished_words(counts: Mapping[Unfinished, int]) -> str:
    """A line for each kind: what was not finished and why, what is safe, what to do."""
    return "\n".join(_words(kind, count) for kind, count in counts.items() if count > 0)


def _words(kind: Unfinished, count: int) -> str:
    if kind is Unfinished.FILES:
        return plural(
            "Unfinished",
            "1 file was not added, because PazPaz was locked or closed. It lies where you took it from, and "
            "nothing is lost: add it again.",
            "{n} files were not added, because PazPaz was locked or closed. They lie where you took them "
            "from, and nothing is lost: add them again.",
            count,
        )
    return (_files_written() | _things_taken())[kind]


def _files_written() -> dict[Unfinished, str]:
    return {
        Unfinished.COPY: tr(
            "Unfinished",
            "The copy of a file was not finished, because PazPaz was locked or closed. The file itself is "
            "whole, and nothing is lost: save the copy again.",
        ),
        Unfinished.PDF: tr(
            "Unfinished",
            "The PDF was not finished, because PazPaz was locked or closed. Nothing of it was written, and "
            "nothing is lost: save it again.",
        ),
        Unfinished.PRINT: tr(
            "Unfinished",
            "The printing was not finished, because PazPaz was locked or closed. Nothing is lost: look at "
            "what the printer has, and print it again.",
        ),
        Unfinished.CALENDAR_FILE: tr(
            "Unfinished",
            "The calendar file was not finished, because PazPaz was locked or closed. Nothing of it was "
            "written, and nothing is lost: save it again.",
        ),
        Unfinished.BACKUP: tr(
            "Unfinished",
            "The backup was not finished, because PazPaz was locked or closed. Nothing is lost, and an "
            "older one of that name is whole: make it again.",
        ),
        Unfinished.EXPORT: tr(
            "Unfinished",
            "The export was not finished, because PazPaz was locked or closed. Nothing is lost here, but "
            "its folder is not whole: export again.",
        ),
    }


def _things_taken() -> dict[Unfinished, str]:
    return {
        Unfinished.CALENDAR_IMPORT: tr(
            "Unfinished",
            "The calendar file was not imported, because PazPaz was locked or closed. Nothing was changed, "
            "and nothing is lost: import it again.",
        ),
        Unfinished.IMPORT: tr(
            "Unfinished",
            "The import was not finished, because PazPaz was locked or closed. Nothing was changed, and "
            "nothing is lost: import again.",
        ),
    }
