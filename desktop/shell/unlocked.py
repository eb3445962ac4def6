"""Everything that lives while one practice is unlocked, and the order in which it ends."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from core.domain.changes import Changed
from core.domain.clock import Clock
from core.domain.enums import Origin
from core.store.vault.listing import VaultInfo
from core.store.vault.quick_unlock import disable_quick_unlock
from desktop.kit.bus import Bus
from desktop.kit.context import ScreenContext
from desktop.kit.first_paint import FirstPaint
from desktop.kit.form_drafts import FormDrafts
from desktop.kit.jobs import Jobs
from desktop.kit.screen import Screen
from desktop.kit.theme import Theme
from desktop.kit.wall_clock import WallClock
from desktop.palette.finder import PracticeFinder
from desktop.palette.presenter import PalettePresenter
from desktop.palette.view import PaletteDialog
from desktop.session.backend import ProgramBackend
from desktop.session.relaunch import LockReason
from desktop.session.signer import Signer
from desktop.session.vault_label import VaultLabel
from desktop.shell.clinic_connection import ConnectDialog, ProgramConnection
from desktop.shell.clock_notice import ClockNotice
from desktop.shell.curtain_words import idle_words, locked_computer_words, stayed_words, unsaved_words
from desktop.shell.engines import Engine, files_engine, rows_engine, stop
from desktop.shell.first_read import StartupData, first_state
from desktop.shell.idle import IdleWatch
from desktop.shell.interruptions import Interruptions
from desktop.shell.lock_overlay import LockOverlay
from desktop.shell.main_window import MainWindow, WindowParts
from desktop.shell.navigator import WindowNavigator
from desktop.shell.rail import places
from desktop.shell.rejoin import RejoinDialog
from desktop.shell.removal import Removal
from desktop.shell.search_upkeep import SearchUpkeep
from desktop.shell.unsaved_dialog import LeavingDialog
from desktop.shell.window_actions import day_entries, window_actions
from desktop.sync_status.bridge import SyncBridge
from desktop.sync_status.dialogs import SyncQuestions
from desktop.sync_status.files_bridge import FilesBridge
from desktop.sync_status.files_traffic import FilesTraffic
from desktop.sync_status.metered import Meter
from desktop.sync_status.panel import SyncPanel, file_lines
from desktop.sync_status.state import StatusPhase
from desktop.widgets.sentence_question import SentenceQuestion
from sync.enrolment import identity_store
from sync.files.session import FilesEngine

WAKE_AFTER_MS = 1_500
"""How long after the last change of a person a sync pass is asked for."""
HARD_LOCK_FACTOR = 4
"""The hard lock follows when nobody came for this many times the soft lock's time."""
_MINUTE_MS = 60_000

MakeScreens = Callable[[ScreenContext, "UnlockedSession"], Mapping[str, Screen]]


class UnlockedSession(QObject):
    """GUI thread. `left` is emitted once, with a `LockReason` or None for closing, when all is shut."""

    left = Signal(object)
    connected = Signal()
    """The practice was on this laptop alone, and a clinic has it now."""
    locking = Signal()
    """The curtain falls, or all is about to be shut."""

    def __init__(
        self,
        opening: StartupData,
        theme: Theme,
        jobs: Jobs,
        clock: Clock,
        make_screens: MakeScreens,
        signer: Signer,
    ) -> None:
        super().__init__()
        self.opening, self.theme, self.jobs, self._clock = opening, theme, jobs, clock
        self.bus = Bus(self)
        self.bridge = SyncBridge(self.bus, first_state(opening), self)
        self.files_bridge = FilesBridge(self.bus, self)
        self.engine, self.files_engine = self._make_engines()
        self._meter = Meter(self)
        self.traffic = self._make_traffic()
        self.places = places(reads_clinical=opening.reads_clinical)
        self.window = MainWindow(WindowParts(theme, self.bus, self.places, opening.name))
        self.sentences = SentenceQuestion(
            self.window, FormDrafts(opening.practice.settings, jobs, "sentence")
        )
        self.navigator = WindowNavigator(self.window, self.sentences)
        self.slow_jobs = Jobs(self, "files")
        self.upkeep = SearchUpkeep(opening.practice.search, self.slow_jobs, self.bus, self)
        self.context = self._make_context(None if opening.is_demo else signer)
        for key, screen in make_screens(self.context, self).items():
            if any(place.key == key for place in self.places):
                self.window.add_screen(key, screen)
        self.overlay = LockOverlay(theme, jobs, signer.prove, self._tile(), self.whose, self.window.host)
        self.idle = IdleWatch(clock, opening.lock_minutes * 60, self)
        self.long_idle = IdleWatch(clock, opening.lock_minutes * 60 * HARD_LOCK_FACTOR, self)
        self.panel = SyncPanel(self.window.host, self.window.top.pill, self._on_panel)
        store = opening.opened.store
        self.questions = SyncQuestions(self.window, jobs, store, self._on_wake, self.join_again)
        self.clock_notice = ClockNotice(opening.practice, jobs, self.window.notice, self)
        self._removal = Removal(jobs, self)
        self.interruptions = Interruptions(opening.practice.settings, jobs, self.bus, self.window.told, self)
        self._palette = PaletteDialog(theme, self.window)
        self.wall = WallClock(self.context, self, opening.zone)
        self._finder = PracticeFinder(opening.practice, self.navigator, self.wall)
        self._wake = QTimer(self, singleShot=True, interval=WAKE_AFTER_MS)
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._gone = self._leaving = self._doomed = False
        self._persons_changes = 0
        self._connect()

    def start(self, place: str) -> None:
        """Show the window, then begin to sync."""
        self.window.top.show_demo(self.opening.is_demo)
        FirstPaint(self.window, self._begin_meter)
        self.window.show()
        self.window.activateWindow()
        self.window.go(place if place in self.window.screens else "today")
        self.idle.start()
        self.long_idle.start()
        self._minute.start()
        self.traffic.start()
        self._on_sync_state(self.bridge.state)
        self.clock_notice.look()
        self._count()
        for key, screen in self.window.screens.items():
            screen.resume(self._goer(key))
        self.sentences.look(self.navigator.ask_again)
        self.interruptions.look()
        self._start_engines()

    def _start_engines(self) -> None:
        for engine in (self.engine, self.files_engine):
            if engine is not None:
                engine.start()

    def set_lock_minutes(self, minutes: int) -> None:
        self.idle.set_limit(minutes * 60)
        self.long_idle.set_limit(minutes * 60 * HARD_LOCK_FACTOR)

    def lock_with_computer(self) -> None:
        """Its screen was locked: whoever unlocks that finds this one locked."""
        self.soft_lock(locked_computer_words())

    def soft_lock(self, why: str = "") -> None:
        """Cover the window; what was typed is saved behind it, and syncing goes on. Mostly nobody used it."""
        if self._gone or self.overlay.isVisible():
            return
        self.locking.emit()
        self.sentences.put_away()
        self.window.close_dialogs()
        self.window.flush()
        self.window.cover(True)
        self.panel.close_panel()
        self.overlay.cover(why or idle_words())

    def hard_lock(self, reason: LockReason = LockReason.ASKED) -> None:
        self._leave(reason)

    def sleep(self) -> None:
        """The computer is about to sleep: no key may lie in its memory meanwhile."""
        self._leave(LockReason.SLEEP)

    def remove_demo(self) -> None:
        """Ends the work and takes the demo's vault away; nothing happens to a real practice."""
        if self.opening.is_demo:
            self._erase()

    def _erase(self) -> None:
        self._doomed = True
        self._leave(LockReason.SWITCHED, anyway=True)

    def sync_now(self) -> None:
        """What a click on the pill means just now."""
        state = self.bridge.state
        if state.needs_you:
            self.window.go("inbox")
        elif state.phase is StatusPhase.LOCAL:
            self.window.go("settings")
        elif self.engine is not None:
            self.engine.wake()

    def open_sync_panel(self) -> None:
        """A click on the pill: see how it stands, and try at once where nothing has to be answered first."""
        self.panel.toggle()
        if not self.bridge.state.needs_you and not self.bridge.state.paused:
            self._on_wake()

    def open_palette(self, text: str = "") -> None:
        """With what somebody comes back to, or empty."""
        actions, today = window_actions(self.window, self.places, self.hard_lock), self.wall.now().date()
        presenter = PalettePresenter(
            self.jobs,
            actions,
            self._finder,
            self._palette.show_entries,
            lambda text: day_entries(text, today, self.navigator),
        )
        self._palette.begin(presenter.type, text)

    def _leave(self, reason: LockReason | None, *, anyway: bool = False) -> None:
        """Not while words stand here that could not be stored, unless a person gave them up."""
        if self._gone or self._leaving:
            return
        self._leaving = True
        self.locking.emit()
        self.upkeep.pause(True)
        self.sentences.put_away()
        self.window.close_dialogs()
        was_covered = self.overlay.isVisible()
        self._go_dark(reason)
        # Twice, because the first may only have waited for a save that was failing already.
        unsaved = self._unsaved() and self._unsaved()
        self._leaving = False
        if unsaved and not anyway:
            self.upkeep.pause(False)
            self._stay(unsaved, reason, was_covered=was_covered)
        else:
            self._shut(reason)

    def _go_dark(self, reason: LockReason | None) -> None:
        """Nothing is read or typed from here on, and whatever takes long ends."""
        if not self.overlay.isVisible():
            self.window.flush()  # a part that takes no keys any more may take no words either
            self.window.cover(True)
        self.overlay.close_down(closing=reason is None)
        self.bus.leaving.emit()

    def _unsaved(self) -> list[str]:
        self.window.flush()
        self.sentences.flush()
        self.jobs.wait()
        self.slow_jobs.wait()
        return self.window.unsaved() or ([self.window.place] if self.sentences.unsaved else [])

    def _stay(self, unsaved: Sequence[str], reason: LockReason | None, *, was_covered: bool) -> None:
        """Behind the curtain nobody is there to ask: it stays, and says why."""
        if was_covered or reason in {LockReason.IDLE, LockReason.SLEEP}:
            self.overlay.cover(stayed_words(reason), unsaved_words())
            return
        self.overlay.hide()
        self.window.cover(False)
        self.bus.unlocked.emit()
        self.window.go(unsaved[0])
        texts = (self.window.screens[key].unsaved_text() for key in unsaved)
        text = "\n\n".join(filter(None, (*texts, self.sentences.unsaved)))
        LeavingDialog(
            self.window, text, lambda: self._leave(reason), lambda: self._leave(reason, anyway=True)
        ).open()

    def _shut(self, reason: LockReason | None) -> None:
        """Engine, drafts, worker, store, keys, bridge: each needs the ones after it."""
        self._gone = True
        for watch in (self.idle, self.long_idle, self._minute, self.traffic):
            watch.stop()
        stop((self.engine, self.files_engine))
        self.window.flush()
        self.jobs.wait()
        self.slow_jobs.close()
        self.interruptions.keep()
        self.jobs.close()
        self.opening.opened.close()
        if self._doomed:
            self.opening.opened.erase()
            self._removal.tell_obeyed(self.opening.enrolment)
        self.left.emit(reason)

    def _tile(self) -> VaultInfo:
        vault = self.opening.opened.vault
        return VaultInfo(vault.id, vault.path, vault.initials)

    @property
    def whose(self) -> VaultLabel:
        """For the door that stands next."""
        return VaultLabel(self.opening.opened.vault.id.hex, self.opening.person, self.opening.name)

    def end(self) -> None:
        """Take the window away; nothing of the practice is behind it any more."""
        self.window.let_close()
        self.window.close()

    def _make_context(self, signer: Signer | None) -> ScreenContext:
        return ScreenContext(
            self.opening.practice,
            self.jobs,
            self.bus,
            self.theme,
            self.navigator,
            self._clock,
            self.slow_jobs,
            signer,
            self.opening.reads_clinical,
        )

    def _make_engines(self) -> tuple[Engine | None, FilesEngine | None]:
        opening, clock = self.opening, self._clock
        return rows_engine(opening, self.bridge, clock), files_engine(opening, self.files_bridge, clock)

    def _make_traffic(self) -> FilesTraffic:
        """Asks for the engine of files each time: it is another one after the laptop joined again."""
        return FilesTraffic(
            self.opening.practice,
            self.jobs,
            self.bus,
            self.files_bridge,
            self._meter,
            lambda: self.files_engine,
            self,
        )

    def _connect(self) -> None:
        window = self.window
        window.lock_requested.connect(self.hard_lock)
        window.close_requested.connect(self._on_close_requested)
        window.palette_requested.connect(self.open_palette)
        window.line_wanted.connect(self.open_palette)
        window.top.sync_requested.connect(self.open_sync_panel)
        self.bridge.state_changed.connect(self._on_sync_state)
        self.bus.changed.connect(self._on_changed)
        self.bus.synced.connect(self._count)
        self.locking.connect(self.bus.locking)
        for jobs in (self.jobs, self.slow_jobs):
            jobs.refused.connect(self.navigator.show_refusal)
        self._removal.ordered.connect(self._erase)
        self.idle.idled.connect(self.soft_lock)
        self.long_idle.idled.connect(self._on_long_idle)
        self.overlay.unlocked.connect(self._on_unlocked)
        self.overlay.given_up.connect(self._on_given_up)
        self.bus.guessed.connect(self._on_given_up)
        self.overlay.switch_requested.connect(self._on_switch_requested)
        self._wake.timeout.connect(self._on_wake)
        self._minute.timeout.connect(self._show_sync)
        self._minute.timeout.connect(self.clock_notice.look)
        self.traffic.moved.connect(self._on_files_moved)
        self.files_bridge.state_changed.connect(self._show_sync)

    def _goer(self, key: str) -> Callable[[], None]:
        return lambda: self.window.navigate(key)

    def _count(self) -> None:
        practice, known = self.opening.practice, self._persons_changes
        self.jobs.run(lambda: (known, practice.waiting(), practice.inbox.count()), self._on_counted)

    def _on_counted(self, counts: tuple[int, int, int]) -> None:
        """A count from before a person's change does not know of it, and the one that does is under way."""
        known, waiting, needs_you = counts
        is_fresh = known == self._persons_changes
        self.bridge.set_counts(waiting=waiting if is_fresh else None, needs_you=needs_you)

    def _on_changed(self, changed: Iterable[Changed]) -> None:
        if self._gone:
            return
        if any(row.origin is Origin.PERSON for row in changed):
            self._persons_changes += 1
            self.bridge.expect_unsent()
            self._wake.start()
        self._count()
        if any(row.table == "session_attachments" for row in changed):
            self.wake_files()

    def wake_files(self) -> None:
        """A file was added or is wanted, or others came with the rows."""
        if self.files_engine is not None and not self._gone:
            self.files_engine.wake()

    def _begin_meter(self) -> None:
        """Files travel to a clinic alone."""
        if self.opening.enrolment is not None and not self._gone:
            self._meter.begin()

    def _on_wake(self) -> None:
        if self.engine is not None and not self._gone:
            self.engine.wake()
        self.wake_files()

    def _on_sync_state(self, _state: object) -> None:
        state = self.bridge.state
        self.traffic.hear(state)
        self.upkeep.hear(state.phase)
        self._show_sync()
        if not self.overlay.isVisible():
            self.questions.hear(state)
        self._removal.heed(state.code, self.opening.enrolment)
        self.window.rail.button("inbox").set_badge(state.needs_you)

    def _on_files_moved(self) -> None:
        self.bridge.set_unsent_files(self.traffic.moving.unsent)
        self._show_sync()

    def _show_sync(self, _: object = None) -> None:
        """Also every minute: "today" becomes "yesterday" without anything happening."""
        now = self.wall.now()
        words = self.bridge.words(now)
        self.window.top.show_sync(words)
        files = file_lines(self.traffic.moving, self.bus.line, self.traffic.sentence)
        self.panel.show_state(words.text, self.bridge.state, now, files)

    def _on_panel(self, verb: str) -> None:
        if verb == "answer":
            self.questions.ask(self.bridge.state)
        elif verb == "again":
            self._on_wake()
        elif verb in {"pause", "resume"}:
            self._pause(verb == "pause")
        else:
            self.window.go(verb)

    def _pause(self, paused: bool) -> None:
        if self.engine is None:
            return
        if paused:
            self.engine.pause()
        else:
            self.engine.resume()
        self.bridge.set_paused(paused)

    def join_again(self) -> None:
        """Ask the clinic to let this laptop in anew. Until that is over nothing syncs under the old name."""
        engines, self.engine, self.files_engine = (self.engine, self.files_engine), None, None
        self.slow_jobs.run(lambda: stop(engines), self._on_stopped)

    def connect_clinic(self) -> None:
        """Have the practice of this laptop move to a clinic's server, or go on with that."""
        if self.opening.enrolment is None:
            opened = self.opening.opened
            way = ProgramConnection(opened, ProgramBackend(opened.home, self._clock))
            ConnectDialog(self.window, self.theme, self.jobs, way, self._today, self._on_connect_left).begin()

    def _today(self) -> date:
        return self.wall.now().date()

    def _on_connect_left(self) -> None:
        if not self._gone:
            self.jobs.run(self.opening.opened.enrolment, self._on_connected)

    def _on_connected(self, enrolment: identity_store.Enrolment | None) -> None:
        if enrolment is not None:
            self._on_enrolment(enrolment)
            self.connected.emit()

    def _on_stopped(self, _: None) -> None:
        if not self._gone:
            opened, jobs = self.opening.opened, self.jobs
            door = ProgramBackend(opened.home, self._clock)
            RejoinDialog(self.window, jobs, door, opened, self._on_rejoin_left).ask()

    def _on_rejoin_left(self) -> None:
        if not self._gone:
            self.jobs.run(self.opening.opened.enrolment, self._on_enrolment)

    def _on_enrolment(self, enrolment: identity_store.Enrolment | None) -> None:
        """None: the laptop has asked, and its answer comes another day."""
        self.opening = replace(self.opening, enrolment=enrolment, is_restored=enrolment is None)
        if enrolment is None:
            waits = first_state(self.opening)
            self.questions.leave_be(waits)
            self.bridge.wait_to_join(waits)
            return
        self.engine, self.files_engine = self._make_engines()
        self.bridge.connect_again()
        self._begin_meter()
        self._start_engines()

    def _on_unlocked(self) -> None:
        if self._leaving or self._gone:
            return
        self.window.cover(False)
        self.bus.unlocked.emit()
        self.sentences.come_back()
        self.questions.hear(self.bridge.state)

    def _on_given_up(self) -> None:
        """Whoever guesses at the curtain must not walk in through quick unlock behind it."""
        vault = self.opening.opened.vault
        if vault.document.keyring_slot is not None:
            self.jobs.run(lambda: disable_quick_unlock(vault, None))
        self._leave(LockReason.TRIES)

    def _on_switch_requested(self) -> None:
        self._leave(LockReason.SWITCHED)

    def _on_long_idle(self) -> None:
        self._leave(LockReason.IDLE)

    def _on_close_requested(self) -> None:
        self._leave(None)
