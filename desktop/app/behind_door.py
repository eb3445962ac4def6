"""All that stands behind the unlock page: loading this file loads it, which takes most of a second."""

from collections.abc import Callable, Mapping
from pathlib import Path

from core.crypto.kdf import KdfParams
from core.crypto.quick_unlock import SecretStore
from core.domain.clock import Clock
from core.text.spelling import names_in
from desktop.calendar.screen import CalendarScreen
from desktop.clients.screen import ClientsScreen
from desktop.inbox.screen import InboxScreen
from desktop.kit.context import ScreenContext
from desktop.kit.jobs import Jobs
from desktop.kit.screen import Screen
from desktop.kit.theme import Theme
from desktop.notes.screen import NotesScreen
from desktop.reminders.next_notice import NextNotice
from desktop.session.backend import ProgramBackend
from desktop.session.device_admin import DeviceAdmin
from desktop.session.open_practice import OpenPractice
from desktop.session.quick_unlock import QuickUnlock
from desktop.session.signer import Signer
from desktop.settings.screen import SettingsScreen
from desktop.shell.first_read import StartupData, read_opening
from desktop.shell.this_device import OwnDevice
from desktop.shell.unlocked import UnlockedSession
from desktop.shell.window_state import WindowState
from desktop.spelling.prose_lines import ProseLines
from desktop.spelling.spelling import Spelling
from desktop.sync_status.first_pull import FirstPull
from desktop.system.notices import SystemNotices
from desktop.today.screen import TodayScreen
from desktop.unlock.further_pages import FurtherPages

__all__ = ["BehindDoor", "FurtherPages"]


class BehindDoor:
    """Makes it. `keep` writes down what the person chose in Settings, `state` is what was kept."""

    def __init__(
        self,
        home: Path,
        clock: Clock,
        kdf: KdfParams | None,
        secrets: Callable[[], SecretStore | None],
        state: Callable[[], WindowState],
        keep: Callable[[WindowState], None],
    ) -> None:
        self._clock, self._secrets = clock, secrets
        self._state, self._keep = state, keep
        self.backend = ProgramBackend(home, clock, kdf, secrets)

    def first_pull(self) -> FirstPull:
        """Made on the GUI thread, before `read` goes to the worker with it."""
        return FirstPull()

    def read(self, opened: OpenPractice, pull: FirstPull) -> StartupData:
        """On the worker."""
        return read_opening(opened, pull.listen, pull.stop)

    def unlocked(self, opening: StartupData, theme: Theme, jobs: Jobs) -> UnlockedSession:
        """The window with all its screens, not shown yet; on the GUI thread."""
        with theme.put_on_last():
            signer = Signer(opening.opened.vault, self._clock, self._secrets)
            return UnlockedSession(opening, theme, jobs, self._clock, self._screens, signer)

    def connected(self, work: UnlockedSession) -> None:
        """The practice has a clinic now, whose people and devices Settings shows."""
        settings = work.window.screens["settings"]
        if isinstance(settings, SettingsScreen):
            settings.take_office(DeviceAdmin(work.opening.opened))

    def _screens(self, context: ScreenContext, work: UnlockedSession) -> Mapping[str, Screen]:
        spelling = _spelling(context, work) if context.reads_clinical else None
        return {
            "today": TodayScreen(context),
            "calendar": CalendarScreen(context),
            "clients": ClientsScreen(context),
            "notes": NotesScreen(context, spelling),
            "inbox": InboxScreen(context),
            "settings": SettingsScreen(
                context,
                OwnDevice(work, self._state, self._keep, self._quick_unlock(work), _notice(context, work)),
                DeviceAdmin(work.opening.opened) if work.opening.enrolment else None,
                spelling,
            ),
        }

    def _quick_unlock(self, work: UnlockedSession) -> QuickUnlock:
        return QuickUnlock(work.opening.opened.vault, self._clock, self._secrets)


def _notice(context: ScreenContext, work: UnlockedSession) -> NextNotice:
    """Ends with the work."""

    def is_locked() -> bool:
        return work.overlay.isVisible()  # not there yet while the screens are made

    notices = SystemNotices(context.theme.icon("calendar", "accent"), work)
    made = NextNotice(context, notices, is_locked, work)
    work.left.connect(made.end)
    made.begin()
    return made


def _spelling(context: ScreenContext, work: UnlockedSession) -> Spelling:
    """It forgets every word when the curtain falls, and ends with the work in the practice."""
    clients = context.practice.clients
    made = Spelling(
        context.practice.settings,
        context.jobs,
        Jobs(work, "spelling"),
        names=lambda: names_in(clients.names()),
        parent=work,
    )
    context.bus.changed.connect(made.hear)
    work.locking.connect(made.rest)
    work.left.connect(made.close)
    ProseLines(made, context.theme, work.window)
    return made
