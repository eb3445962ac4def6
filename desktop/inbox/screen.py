"""The Inbox: what needs a person, and the page where it is settled."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.enums import Resolution
from core.domain.errors import UserError
from core.domain.ids import AppointmentId, ClientId, NoteId
from core.domain.waitlist_matching import Fit
from core.store.practice.practice import InboxItem, InboxKind
from desktop.clients.freed_banner import FreedBanner
from desktop.inbox.compare import CompareView
from desktop.inbox.conflict import Case
from desktop.inbox.descriptions import settled_words
from desktop.inbox.listing import heading_text, item_row
from desktop.inbox.merged_page import MergedView
from desktop.inbox.message import MessageView
from desktop.inbox.messages import Messages
from desktop.inbox.presenter import TO_PUT_AWAY, InboxPresenter, Shown
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.dates import moment_text
from desktop.kit.form_drafts import FormDrafts
from desktop.kit.form_keeper import FormKeeper
from desktop.kit.i18n import tr
from desktop.kit.screen import Command, Screen
from desktop.kit.shortcuts import Keys, Shortcut
from desktop.kit.wall_clock import on_the_wall
from desktop.widgets.buttons import quiet
from desktop.widgets.card import ScrollPage
from desktop.widgets.empty import EmptyState
from desktop.widgets.mirrored import set_margins
from desktop.widgets.narrow import FrontStack, list_width
from desktop.widgets.rows import ListRow, RowsModel
from desktop.widgets.text import Text
from desktop.widgets.two_line import reading_list

LIST_PX = 340
_NO_LIMIT_PX = 16_777_215  # Qt's own


class InboxScreen(Screen):
    """Implements InboxView."""

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        context = on_the_wall(context, self)
        self._context = context
        self._undo: Callable[[], None] | None = None
        self._unfinished = FormDrafts(context.practice.settings, context.jobs, "reasons")
        self.model = RowsModel(self._render, self)
        self.list = reading_list(context.theme, tr("Inbox", "Inbox"))
        self.list.setModel(self.model)
        self.compare = CompareView(context)
        self._keeper = FormKeeper(self._unfinished, self.compare.content, self)
        self.message, self.merged = MessageView(), MergedView(context.theme)
        self._merged_page = ScrollPage(width_px=860)
        self._merged_page.body.addWidget(self.merged)
        self.nothing = EmptyState(
            context.theme,
            "inbox",
            tr("Inbox", "Nothing needs you"),
            tr(
                "Inbox", "When two devices write different things, or a note waits for you, it shows up here."
            ),
        )
        self.nothing_settled = EmptyState(
            context.theme,
            "check",
            tr("Inbox", "Nothing was settled yet"),
            tr(
                "Inbox",
                "Questions that you answered stay here with both texts, and words that the clinic did not "
                "take, so that nothing is ever lost.",
            ),
        )
        self.toggle = quiet(_toggle_text(False), self._toggle_settled)
        self._side = FrontStack()
        self.freed = FreedBanner(context)
        self.presenter = InboxPresenter(context.practice, context.jobs, context.bus, self)
        self._messages = Messages(self.presenter, context)
        self._lay_out()
        self._connect()
        self._make_keys()

    def open_question(self, row_id: uuid.UUID) -> None:
        """Called by the navigator: the first open question about this record."""
        self.toggle.setText(_toggle_text(False))
        self.presenter.open_question(row_id)

    @override
    def activate(self) -> None:
        """Looking at what was settled ends when one goes elsewhere."""
        if self.presenter.settled_only:
            self._toggle_settled()
        else:
            self.presenter.load()
            self.list.setFocus()

    @override
    def commands(self) -> Sequence[Command]:
        settled = tr("Palette", "What was settled")
        return (Command(settled, self.show_settled, "check", words=tr("Palette", "conflicts questions")),)

    def show_settled(self) -> None:
        """What was answered, with both texts."""
        if not self.presenter.settled_only:
            self._toggle_settled()

    @override
    def shortcuts(self) -> Sequence[Shortcut]:
        group = tr("Shortcuts", "Inbox")
        return (
            Shortcut(
                "1",
                tr("Shortcuts", "Choose the leading text, or the first free time"),
                group,
                "inbox_left",
            ),
            Shortcut(
                "2",
                tr("Shortcuts", "Choose the trailing text, or the second free time"),
                group,
                "inbox_right",
            ),
            Shortcut("3", tr("Shortcuts", "Choose both texts, or the third free time"), group, "inbox_both"),
            Shortcut("0", tr("Shortcuts", "Leave the record as it is, put away"), group, "inbox_leave"),
            Shortcut("R", tr("Shortcuts", "Send a refused change again"), group, "inbox_retry"),
            Shortcut("E", tr("Shortcuts", "Write it yourself"), group, "inbox_edit"),
            Shortcut("Ctrl+Return", tr("Shortcuts", "Keep your wording"), group, "inbox_save"),
            Shortcut("A", tr("Shortcuts", "Show the lines that are alike"), group, "inbox_unfold"),
            Shortcut("B", tr("Shortcuts", "What it said before"), group, "inbox_base"),
            Shortcut("O", tr("Shortcuts", "Open the record"), group, "inbox_record"),
            Shortcut("H", tr("Shortcuts", "What was settled, and back"), group, "inbox_settled"),
            Shortcut("J", tr("Shortcuts", "The next one"), group, "inbox_next"),
            Shortcut("K", tr("Shortcuts", "The one before"), group, "inbox_previous"),
            Shortcut("Ctrl+Z", tr("Shortcuts", "Take the last choice back"), group, "inbox_undo"),
        )

    @override
    def flush(self) -> None:
        self.compare.flush()
        self._keeper.keep()

    @override
    def resume(self, come_up: Callable[[], None]) -> None:
        """Like a wording, a reason comes up with its question."""
        self._unfinished.look(self.compare.take_up)

    @property
    @override
    def unsaved(self) -> bool:
        kept = not self._unfinished.failed or self.compare.content() is None
        return bool(self.presenter.failed_wording) or not kept

    @override
    def unsaved_text(self) -> str:
        return "\n".join(filter(None, (self.presenter.failed_wording, self.compare.unsaid_text())))

    # What the presenter says.

    @property
    def writing(self) -> uuid.UUID | None:
        """The question that somebody writes an own wording for; None while nobody does."""
        return self.compare.writing

    def show_items(self, items: Sequence[InboxItem]) -> None:
        """With a heading above each kind, which cannot be chosen; what was settled has one above all."""
        if items:
            self._show_empty(None)
        one = InboxKind.SETTLED if self.presenter.settled_only else None
        self.model.set_items(_with_headings(items, one))
        self._mark_current()

    def show_item(self, item: InboxItem, shown: Shown, place: tuple[int, int]) -> None:
        """A question has the page of two columns, a merged text its own, and all else is a message."""
        self._show_empty(None)
        self._mark_current()
        if isinstance(shown, Case):
            self.compare.show_case(shown, place)
            self._side.setCurrentWidget(self.compare)
            return
        merging = self._messages.merging(item, shown)
        if merging is not None:
            self.merged.show_merging(merging)
            self._side.setCurrentWidget(self._merged_page)
            return
        self._show_message(item, shown)
        self._side.setCurrentWidget(self.message)

    def _show_message(self, item: InboxItem, shown: Shown) -> None:
        self.message.show_message(self._messages.make(item, shown))

    def show_nothing(self) -> None:
        """Takes the whole screen, and says what comes here."""
        self._show_empty(self.nothing_settled if self.presenter.settled_only else self.nothing)

    def _show_empty(self, state: EmptyState | None) -> None:
        """Where nothing is listed there is nothing to be beside: the whole screen says so."""
        # Asked first: a list that is hidden gives its focus away.
        had_focus = self.list.hasFocus()
        for each in (self.nothing, self.nothing_settled):
            each.setVisible(each is state)
        for part in (self.list, self._area):
            part.setVisible(state is None)
        if state is not None:
            self._side.setCurrentWidget(self.message)  # keys of a question have none in front
            if had_focus:
                self.toggle.setFocus()
        self._make_room()

    def settled(self, item: InboxItem, answer: Resolution, undo: Callable[[], None] | None) -> None:
        """A toast says what was done; its button and Ctrl+Z take it back, where `undo` is given."""
        self._undo = undo
        said = self._said(item, answer)
        self.compare.settled(item.id)
        self._keeper.keep()
        self._context.navigator.toast(said, undo)

    def _said(self, item: InboxItem, answer: Resolution) -> str:
        if item.kind in TO_PUT_AWAY:
            return _put_away_or_sent(answer)
        case = self.compare.case
        if item.kind is InboxKind.DOUBLE_BOOKING or case is None:
            return tr("Inbox", "Put away on every laptop once it syncs")
        return settled_words(case, answer)

    def moved(self, start: datetime, undo: Callable[[], None] | None, fits: tuple[Fit, ...]) -> None:
        """As `settled`, with the new time; who waits for the old one is offered it above the page."""
        self._undo = undo
        self.freed.offer(fits)
        when = moment_text(start, self._context.clock.now())
        self._context.navigator.toast(tr("Inbox", "Moved to {when}", when=when), undo)

    def moved_back(self) -> None:
        """The time is taken again."""
        self.freed.hide()

    def refuse(self, error: UserError) -> None:
        """As a toast; the page stays as it is."""
        self._context.navigator.toast(error.sentence)

    def _lay_out(self) -> None:
        for page in (self.message, self.compare, self._merged_page):
            self._side.addWidget(page)
        pane = self._pane = QFrame()
        pane.setProperty("pane", True)
        box = QVBoxLayout(pane)
        set_margins(box, tokens.L - tokens.XS, tokens.XL, tokens.S, tokens.S)
        box.setSpacing(tokens.S)
        heading, below = Text(tr("Inbox", "Inbox"), size="title"), QHBoxLayout()
        # Rows are painted a little inside their list.
        heading.setContentsMargins(tokens.XS, 0, tokens.XS, 0)
        below.setContentsMargins(tokens.XS, 0, tokens.XS, 0)
        below.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeading)
        box.addWidget(heading)
        for part in (self.list, self.nothing, self.nothing_settled):
            box.addWidget(part, 1)
        box.addLayout(below)
        self.list.setProperty("flat", True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.freed)
        row = QHBoxLayout()
        row.setSpacing(0)
        whole.addLayout(row, 1)
        row.addWidget(pane)
        self._area = self._scrolling()
        row.addWidget(self._area, 1)
        self._show_empty(None)

    def _scrolling(self) -> QScrollArea:
        """Two texts side by side need more room than a narrow window has."""
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(self._side)
        return area

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        if self.list.isHidden():
            self._pane.setMinimumWidth(0)
            self._pane.setMaximumWidth(_NO_LIMIT_PX)
        else:
            self._pane.setFixedWidth(list_width(self, LIST_PX))

    def _connect(self) -> None:
        self.list.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.list.activated.connect(self._on_activated)
        compare, presenter = self.compare, self.presenter
        compare.chosen.connect(presenter.resolve)
        compare.wording_typed.connect(presenter.keep_wording)
        compare.reason.typed.connect(self._keeper.edited)
        compare.question_requested.connect(presenter.select)
        compare.record_requested.connect(self._on_record_requested)
        compare.next_requested.connect(self._next)
        compare.previous_requested.connect(self._previous)
        self.merged.accepted.connect(presenter.dismiss)
        self.merged.record_requested.connect(self._open_record)
        self._context.bus.changed.connect(self._on_rows_changed)
        self._context.bus.blur_changed.connect(self._on_blur_changed)

    def _make_keys(self) -> None:
        actions: dict[str, Callable[[], object]] = {
            "inbox_left": self._answering(partial(self.compare.keep, left=True), 0),
            "inbox_right": self._answering(partial(self.compare.keep, left=False), 1),
            "inbox_both": self._answering(self.compare.keep_both, 2),
            "inbox_leave": self._put_away,
            "inbox_retry": self.presenter.retry,
            "inbox_edit": self._on_question(self.compare.begin_editing),
            "inbox_save": self.compare.editor.submit,
            "inbox_unfold": self._unfold,
            "inbox_base": self._show_versions,
            "inbox_record": self._open_record,
            "inbox_settled": self._toggle_settled,
            "inbox_next": self._next,
            "inbox_previous": self._previous,
            "inbox_undo": self._take_back,
        }
        self.keys = Keys(self, self.shortcuts(), actions)

    def _render(self, item: InboxItem | InboxKind) -> ListRow:
        if isinstance(item, InboxKind):
            return ListRow(first=heading_text(item), heading=True)
        blurred, settled = self._context.bus.blurred, self.presenter.settled_only
        return item_row(item, self._context.clock.now(), blurred=blurred, settled=settled)

    def _mark_current(self) -> None:
        """Show in the list what is in front, without opening it again."""
        current = self.presenter.current
        wanted = current.id if current else None
        ids = [item.id if isinstance(item, InboxItem) else None for item in self.model.items]
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        if wanted in ids and wanted is not None:
            self.list.setCurrentIndex(self.model.row_of(ids.index(wanted)))
        selection.blockSignals(False)
        # The list did not hear of it either, and would show the row that was chosen before.
        self.list.viewport().update()

    def _on_question(self, act: Callable[[], object]) -> Callable[[], None]:
        """Only while a question is in front."""

        def run() -> None:
            if self._side.currentWidget() is self.compare:
                act()

        return run

    def _answering(self, act: Callable[[], object], number: int) -> Callable[[], None]:
        """The way of a digit: an answer to a question, or a free time of two appointments that meet."""

        def run() -> None:
            if self._is_question:
                act()
            else:
                self.presenter.take_time(number)

        return run

    def _front(self) -> QWidget:
        """What takes the keys of the page in front."""
        page = self._side.currentWidget()
        return self.merged if page is None or page is self._merged_page else page

    @property
    def _is_question(self) -> bool:
        return self._side.currentWidget() is self.compare

    def _put_away(self) -> None:
        if self._is_question:
            self.compare.leave_as_it_is()
        else:
            self.presenter.dismiss()

    def _unfold(self) -> None:
        (self.compare if self._is_question else self.merged).unfold()

    def _show_versions(self) -> None:
        if self._is_question:
            self.compare.toggle_base()
        elif self._side.currentWidget() is self._merged_page:
            self.merged.toggle_versions()

    def _open_record(self) -> None:
        item = self.presenter.in_front
        if self._is_question:
            self.compare.ask_for_record()
        elif item is not None:
            self._messages.open_record(item)

    def _toggle_settled(self) -> None:
        on = not self.presenter.settled_only
        self.toggle.setText(_toggle_text(on))
        self.presenter.show_settled(on)
        self.list.setFocus()

    def _next(self) -> None:
        self.presenter.step(1)

    def _previous(self) -> None:
        self.presenter.step(-1)

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()

    def _on_selection_changed(self, _now: QItemSelection, _before: QItemSelection) -> None:
        item = self.model.item(self.list.currentIndex())
        if isinstance(item, InboxItem):
            self.presenter.select(item.id)

    def _on_activated(self, index: QModelIndex | QPersistentModelIndex) -> None:
        item = self.model.item(index)
        if not isinstance(item, InboxItem):
            return
        if item.kind is InboxKind.DRAFT:
            self._context.navigator.open_note(NoteId(item.row_id))
        else:
            self._front().setFocus()

    def _on_record_requested(self) -> None:
        case = self.compare.case
        if case is None:
            return
        navigator = self._context.navigator
        if case.note_id is not None:
            navigator.open_note(case.note_id)
        elif case.table == "sessions":
            navigator.open_note(NoteId(case.row_id))
        elif case.table == "clients":
            navigator.open_client(ClientId(case.row_id))
        elif case.about is not None:
            navigator.open_calendar(
                case.about.astimezone(self._context.clock.now().tzinfo).date(), AppointmentId(case.row_id)
            )

    def _on_rows_changed(self, changed: object) -> None:
        if self.isVisible():
            self.presenter.rows_changed(changed)  # type: ignore[arg-type]  # a signal carries objects

    def _on_blur_changed(self, _blurred: bool) -> None:
        self.model.render_again()
        self.compare.tell_whose()
        item, shown = self.presenter.in_front, self.presenter.shown
        if item is None or shown is None or isinstance(shown, Case):
            return
        if (merging := self._messages.merging(item, shown)) is not None:
            self.merged.title.setText(merging.title)
        else:
            self._show_message(item, shown)


def _put_away_or_sent(answer: Resolution) -> str:
    if answer is Resolution.DISMISSED:
        return tr("Inbox", "Put away")
    if answer is Resolution.THEIRS:
        return tr("Inbox", "The record says this already")
    return tr("Inbox", "It goes again with the next sync")


def _toggle_text(settled: bool) -> str:
    return tr("Inbox", "Back to what is open  (H)") if settled else tr("Inbox", "What was settled  (H)")


def _with_headings(items: Sequence[InboxItem], one: InboxKind | None) -> list[InboxItem | InboxKind]:
    """`one`: the heading of them all."""
    found: list[InboxItem | InboxKind] = []
    last: InboxKind | None = None
    for item in items:
        if (heading := one or item.kind) is not last:
            found.append(heading)
            last = heading
        found.append(item)
    return found
