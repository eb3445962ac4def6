"""The Inbox: what needs a person, and the page where it is settled."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.enums import Resolution
from core.domain.errors import UserError
from core.domain.ids import AppointmentId, ClientId, ConflictId, NoteId
from core.store.practice import InboxItem, InboxKind
from desktop import tokens
from desktop.context import ScreenContext
from desktop.i18n import tr
from desktop.inbox.case import Case
from desktop.inbox.compare import CompareView
from desktop.inbox.message import MessageView
from desktop.inbox.messages import Messages
from desktop.inbox.presenter import InboxPresenter, Shown
from desktop.inbox.texts import heading_text, item_row
from desktop.screen import Screen
from desktop.shortcuts import Keys, Shortcut
from desktop.wall_clock import on_the_wall
from desktop.widgets.empty import EmptyState
from desktop.widgets.rows import Row, RowsModel
from desktop.widgets.text import Text
from desktop.widgets.two_line import reading_list

LIST_PX = 340


class InboxScreen(Screen):
    """Implements InboxView."""

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        context = on_the_wall(context, self)
        self._context = context
        self._undo: Callable[[], None] | None = None
        self.model = RowsModel(self._render, self)
        self.list = reading_list(context.theme, tr("Inbox", "Inbox"))
        self.list.setModel(self.model)
        self.compare = CompareView(context)
        self.message = MessageView()
        self.nothing = EmptyState(
            context.theme,
            "inbox",
            tr("Inbox", "Nothing needs you"),
            tr(
                "Inbox", "When two devices write different things, or a note waits for you, it shows up here."
            ),
        )
        self._side = QStackedWidget()
        self.presenter = InboxPresenter(context.practice, context.jobs, context.bus, self)
        self._messages = Messages(self.presenter, context)
        self._lay_out()
        self._connect()
        self._make_keys()

    def show_conflict(self, conflict_id: ConflictId) -> None:
        self.presenter.select(conflict_id)

    @override
    def activate(self) -> None:
        self.presenter.load()
        self.list.setFocus()

    @override
    def shortcuts(self) -> Sequence[Shortcut]:
        group = tr("Shortcuts", "Inbox")
        return (
            Shortcut("1", tr("Shortcuts", "Keep the text at the leading side"), group, "inbox_left"),
            Shortcut("2", tr("Shortcuts", "Keep the text at the trailing side"), group, "inbox_right"),
            Shortcut("3", tr("Shortcuts", "Keep both texts"), group, "inbox_both"),
            Shortcut("E", tr("Shortcuts", "Write it yourself"), group, "inbox_edit"),
            Shortcut("Ctrl+Return", tr("Shortcuts", "Keep your wording"), group, "inbox_save"),
            Shortcut("J", tr("Shortcuts", "The next one"), group, "inbox_next"),
            Shortcut("K", tr("Shortcuts", "The one before"), group, "inbox_previous"),
            Shortcut("Ctrl+Z", tr("Shortcuts", "Take the last choice back"), group, "inbox_undo"),
        )

    # What the presenter says.

    def show_items(self, items: Sequence[InboxItem]) -> None:
        self.model.set_items(_with_headings(items))
        self._mark_current()

    def show_item(self, item: InboxItem, shown: Shown, place: tuple[int, int]) -> None:
        self._mark_current()
        if isinstance(shown, Case):
            self.compare.show_case(shown, place)
            self._side.setCurrentWidget(self.compare)
            return
        self.message.show_message(self._messages.make(item, shown))
        self._side.setCurrentWidget(self.message)

    def show_nothing(self) -> None:
        self._side.setCurrentWidget(self.nothing)

    def settled(self, item: InboxItem, undo: Callable[[], None] | None) -> None:
        self._undo = undo
        said = {
            InboxKind.NOTICE: tr("Inbox", "Put away"),
            InboxKind.REFUSED: tr("Inbox", "Done; the change is on its way or put away"),
        }.get(item.kind, tr("Inbox", "Settled, on every device"))
        self._context.navigator.toast(said, undo)

    def refuse(self, error: UserError) -> None:
        self._context.navigator.toast(error.sentence)

    def _lay_out(self) -> None:
        for page in (self.nothing, self.compare, self.message):
            self._side.addWidget(page)
        pane = QFrame()
        pane.setProperty("pane", True)
        pane.setFixedWidth(LIST_PX)
        box = QVBoxLayout(pane)
        box.setContentsMargins(tokens.L, tokens.L, tokens.S, 0)
        box.setSpacing(tokens.S)
        box.addWidget(Text(tr("Inbox", "Inbox"), size="title"))
        box.addWidget(self.list, 1)
        self.list.setProperty("flat", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(pane)
        row.addWidget(self._side, 1)

    def _connect(self) -> None:
        self.list.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.list.activated.connect(self._on_activated)
        compare, presenter = self.compare, self.presenter
        compare.left_kept.connect(self._keep_left)
        compare.right_kept.connect(self._keep_right)
        compare.both_kept.connect(presenter.keep_both)
        compare.edited.connect(self._on_edited)
        compare.record_requested.connect(self._on_record_requested)
        compare.next_requested.connect(self._next)
        compare.previous_requested.connect(self._previous)
        self._context.bus.changed.connect(self._on_rows_changed)
        self._context.bus.blur_changed.connect(self._on_blur_changed)

    def _make_keys(self) -> None:
        actions: dict[str, Callable[[], object]] = {
            "inbox_left": self._keep_left,
            "inbox_right": self._keep_right,
            "inbox_both": self.presenter.keep_both,
            "inbox_edit": self._edit,
            "inbox_save": self.compare.editor.submit,
            "inbox_next": self._next,
            "inbox_previous": self._previous,
            "inbox_undo": self._take_back,
        }
        self.keys = Keys(self, self.shortcuts(), actions)

    def _render(self, item: InboxItem | InboxKind) -> Row:
        if isinstance(item, InboxKind):
            return Row(first=heading_text(item), heading=True)
        return item_row(item, self._context.clock.now(), blurred=self._context.bus.blurred)

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
        self.list.viewport().update()

    def _keep_left(self) -> None:
        self._keep(left=True)

    def _keep_right(self) -> None:
        self._keep(left=False)

    def _keep(self, *, left: bool) -> None:
        """A digit typed while someone writes their own wording is text, not a choice."""
        if not self.compare.editing:
            self.presenter.keep(left)

    def _edit(self) -> None:
        if self._side.currentWidget() is self.compare:
            self.compare.begin_editing()

    def _next(self) -> None:
        self.presenter.step(1)

    def _previous(self) -> None:
        self.presenter.step(-1)

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()

    def _on_edited(self, text: str) -> None:
        self.presenter.resolve(Resolution.EDITED, text)

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
            page = self.compare if self._side.currentWidget() is self.compare else self.message
            page.setFocus()

    def _on_record_requested(self) -> None:
        case = self.compare.case
        if case is None:
            return
        navigator = self._context.navigator
        if case.table == "sessions":
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


def _with_headings(items: Sequence[InboxItem]) -> list[InboxItem | InboxKind]:
    found: list[InboxItem | InboxKind] = []
    last: InboxKind | None = None
    for item in items:
        if item.kind is not last:
            found.append(item.kind)
            last = item.kind
        found.append(item)
    return found
