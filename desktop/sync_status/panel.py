"""What the sync pill opens: the state in words, what is saved and what waits, and the one thing to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.crypto.chunks import CHUNK
from core.store.attachments.transfer_totals import Moving
from desktop.kit import tokens
from desktop.kit.bus import FilesLine
from desktop.kit.i18n import plural, tr
from desktop.sync_status.state import StatusPhase, SyncState
from desktop.sync_status.texts import last_words, reason_words, scarce_words
from desktop.widgets.buttons import Button
from desktop.widgets.text import Text
from sync.engine import ASKING
from sync.enrolment.rejoin import JOINS_AGAIN

_WIDTH_PX = 340


@dataclass(frozen=True, slots=True)
class PanelVerb:
    """A button of the panel; `name` for tests and the root."""

    name: str
    text: str


def fact_lines(state: SyncState, now: datetime) -> list[str]:
    """Last good time and counts; nothing for a practice of one laptop."""
    if state.phase is StatusPhase.LOCAL:
        return []
    lines = [last_words(state, now)]
    if state.phase is StatusPhase.SYNCING and state.total > 0:
        done = min(state.done, state.total)
        lines.append(tr("Sync", "{done} of {total} so far", done=done, total=state.total))
    lines.append(_waiting(state))
    if state.phase in {StatusPhase.FAILED, StatusPhase.OFFLINE} and state.tries_again and not state.paused:
        lines.append(tr("Sync", "It is tried again by itself"))
    if state.needs_you:
        lines.append(plural("Sync", "1 question for you", "{n} questions for you", state.needs_you))
    return [*lines, *scarce_words(state)]


def _waiting(state: SyncState) -> str:
    """Files have a line of their own, which "nothing" must not contradict."""
    if state.waiting:
        return plural("Sync", "1 change is waiting here", "{n} changes are waiting here", state.waiting)
    if state.unsent_files:
        return tr("Sync", "No change is waiting here")
    return tr("Sync", "Nothing is waiting here")


def file_lines(moving: Moving, line: FilesLine, sentence: str = "") -> list[str]:
    """How the files stand; nothing while all of them are where they should be.

    `sentence`: why they do not move although changes do.
    """
    if not moving.files or line is FilesLine.NONE:
        return []
    done, total = (round(chunks * CHUNK / 1_000_000) for chunks in (moving.done, moving.total))
    size = tr("Sync", "{done} of {total} MB", done=done, total=total)
    if line is FilesLine.OPEN and not sentence:
        moves = plural(
            "Sync",
            "1 file is on its way, {size}",
            "{n} files are on their way, {size}",
            moving.files,
            size=size,
        )
        return [moves]
    waits = plural(
        "Sync", "1 file is waiting, {size}", "{n} files are waiting, {size}", moving.files, size=size
    )
    if line is FilesLine.METERED:
        return [waits, tr("Sync", "Files wait: this connection costs by volume. Allow it in Settings.")]
    return [waits, sentence] if sentence else [waits]


def panel_verbs(state: SyncState) -> list[PanelVerb]:
    """What can be done now, the most useful first."""
    if state.phase is StatusPhase.LOCAL:
        return [PanelVerb("settings", tr("Sync", "Open Settings"))]
    verbs = []
    if state.phase is StatusPhase.FAILED and state.code in JOINS_AGAIN:
        verbs.append(PanelVerb("answer", tr("Sync", "Join the clinic again")))
    elif state.phase is StatusPhase.FAILED and state.code in ASKING:
        verbs.append(PanelVerb("answer", tr("Sync", "What to do")))
    elif state.needs_you:
        verbs.append(PanelVerb("inbox", tr("Sync", "Open the inbox")))
    if state.paused:
        return [*verbs, PanelVerb("resume", tr("Sync", "Go on syncing"))]
    again = state.phase in {StatusPhase.FAILED, StatusPhase.OFFLINE}
    verbs.append(PanelVerb("again", tr("Sync", "Try again") if again else tr("Sync", "Sync now")))
    return [*verbs, PanelVerb("pause", tr("Sync", "Pause"))]


class SyncPanel(QFrame):
    """Floats under the pill; Esc or a click elsewhere closes it. `act` hears the verb's name."""

    def __init__(self, host: QWidget, pill: QWidget, act: Callable[[str], None]) -> None:
        super().__init__(host)
        self._host, self._pill, self._act = host, pill, act
        self.setProperty("card", True)
        self.setFixedWidth(_WIDTH_PX)
        self.setAccessibleName(tr("Sync", "Syncing"))
        self.title = Text(strong=True)
        self.reason = Text(wrap=True)
        self.facts = Text(tone="secondary", wrap=True)
        self.buttons: dict[str, Button] = {}
        self._row = QHBoxLayout()
        self._box = QVBoxLayout(self)
        self._lay_out()
        self.hide()

    def show_state(self, title: str, state: SyncState, now: datetime, files: Sequence[str] = ()) -> None:
        """`now` brings the practice's zone; `files` are lines about the files."""
        self.title.setText(title)
        self.reason.setText(reason_words(state))
        facts = "\n".join((*fact_lines(state, now), *files))
        self.facts.setText(facts)
        self.setAccessibleDescription("\n".join(filter(None, (title, self.reason.text(), facts))))
        self.facts.setVisible(bool(facts))
        self._show_verbs(panel_verbs(state))
        if self.isVisible():
            self._place()

    def toggle(self) -> None:
        """Opens it with the focus on its first verb, or closes it."""
        if self.isVisible():
            self.close_panel()
            return
        self._place()
        self.show()
        # Once more: only when shown do its texts know how high they are.
        self._place()
        self.raise_()
        next(iter(self.buttons.values())).setFocus()
        # Only while it is open: it runs for every event of the application.
        self._app().installEventFilter(self)

    def close_panel(self) -> None:
        """Closes it, and looks no more for clicks elsewhere."""
        self._app().removeEventFilter(self)
        self.hide()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            self._pill.setFocus()
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        """Its texts learn how high they are when they are first laid out, or in another size of type."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._place()
        return done

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            outside = watched is not self and not self.isAncestorOf(watched) and watched is not self._pill
            if outside:
                self.close_panel()
        if watched is self._pill and event.type() in {QEvent.Type.Move, QEvent.Type.Resize}:
            self._place()
        return super().eventFilter(watched, event)

    def _show_verbs(self, verbs: Sequence[PanelVerb]) -> None:
        if [verb.text for verb in verbs] == [button.text() for button in self.buttons.values()]:
            return
        for old in self.buttons.values():
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = {}
        for verb in verbs:
            button = Button(verb.text, self._on_verb(verb.name), kind="" if self.buttons else "primary")
            self.buttons[verb.name] = button
            self._row.addWidget(button)

    def _on_verb(self, name: str) -> Callable[[], None]:
        def act() -> None:
            self.close_panel()
            self._act(name)

        return act

    def _place(self) -> None:
        width = self._fitting_width()
        self.setFixedWidth(width)
        self._box.activate()
        self.resize(width, self.heightForWidth(width))
        under = self._pill.mapTo(self._host, QPoint(0, self._pill.height() + tokens.S))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = under.x() if rtl else under.x() + self._pill.width() - width
        self.move(max(tokens.S, min(left, self._host.width() - width - tokens.S)), under.y())

    def _fitting_width(self) -> int:
        """As wide as its buttons need in this size of type, which stand below each other where they must."""
        most = self._host.width() - 2 * tokens.S
        directions = QHBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight)
        needed = self._row.sizeHint().width() + 2 * tokens.L + 2 * self.frameWidth()
        if needed > most:
            self._row.setDirection(directions.TopToBottom)
        return min(max(_WIDTH_PX, needed), most)

    def _lay_out(self) -> None:
        box = self._box
        box.setContentsMargins(tokens.L, tokens.L, tokens.L, tokens.L)
        box.setSpacing(tokens.S)
        for text in (self.title, self.reason, self.facts):
            box.addWidget(text)
        box.addSpacing(tokens.S)
        self._row.setSpacing(tokens.S)
        self._row.setDirection(QHBoxLayout.Direction.LeftToRight)
        box.addLayout(self._row)

    @staticmethod
    def _app() -> QCoreApplication:
        app = QCoreApplication.instance()
        assert app is not None  # noqa: S101 - there is no widget without an application
        return app
