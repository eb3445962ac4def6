"""The section "Timeline" of a client's page: filters, and everything about the client by month."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import AppointmentId, ClientId, NoteId, ServiceId
from core.domain.records import Appointment, Attachment, Measure
from core.store.practice.client_timeline import NoteBeginning, TimelineKind
from desktop.clients.reading_place import ReadingPlace
from desktop.clients.timeline import Action, Heading, Item, TimelineItem, grouped
from desktop.clients.timeline_model import TimelineModel
from desktop.clients.timeline_presenter import OWN_TABLES, ShownTimeline, TimelinePresenter
from desktop.clients.timeline_texts import filter_words, nothing_text, timeline_row
from desktop.kit import tokens
from desktop.kit.context import ANYWHERE, AT_END, ScreenContext
from desktop.kit.i18n import tr
from desktop.widgets.action_rows import ActionDelegate
from desktop.widgets.buttons import Button
from desktop.widgets.rows import ListRow
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.text import Text, lead
from desktop.widgets.two_line import reading_list

FILTERS = (None, TimelineKind.APPOINTMENT, TimelineKind.NOTE, TimelineKind.FILE, TimelineKind.MEASURE)


class TimelineSection(QWidget):
    """Implements TimelineView. `page` scrolls it: its list is as high as its rows."""

    note_opened = Signal(object, object)
    """A note's id, and the `NotePlace` that comes into sight."""
    note_wanted = Signal(object)
    """The id of an appointment that has no note yet."""
    appointment_opened = Signal(object)
    file_opened = Signal(object)
    measure_opened = Signal(object)

    def __init__(self, context: ScreenContext, page: QScrollArea, notes_button: Button) -> None:
        super().__init__()
        self._context = context
        self._services: Mapping[ServiceId, str] = {}
        self._is_stale = False
        self._left_for: object = None
        """The client whose entry was opened from here: the focus comes back to it."""
        self._focus_waits = False
        """The list had the focus when its last row went; it stands on the filter until there are rows."""
        self.presenter = TimelinePresenter(context.practice, context.jobs, self)
        self.notes_button = notes_button
        choices: list[tuple[str, object]] = [(filter_words(kind, None), kind) for kind in FILTERS]
        self.filter = SegmentedControl(tr("Clients", "What the timeline shows"), choices, wraps=True)
        self.model = TimelineModel(self._render, self)
        self.list = reading_list(context.theme, tr("Clients", "Timeline"))
        self.delegate = ActionDelegate(context.theme, self.list)
        self.nothing = Text("", tone="secondary", wrap=True)
        self._place = ReadingPlace(page, self.list)
        self._lay_out()
        self._connect(page)

    def show_client(self, client_id: ClientId, services: Mapping[ServiceId, str]) -> None:
        """Nothing of the last client stays in sight; the filter does."""
        self._services, self._is_stale = services, False
        if client_id != self.presenter.client_id:
            self._left_for = None
        self.presenter.show(client_id)

    def next_filter(self) -> None:
        """The filter after the one that is on; the focus stays where it is."""
        kind = FILTERS[(FILTERS.index(self.presenter.kind) + 1) % len(FILTERS)]
        self.filter.set_value(kind)
        self.presenter.show_kind(kind)

    def take_focus(self) -> None:
        """On the row that one was on, or the first one; on the filter where there is no row."""
        if not self.model.rowCount():
            self.filter.focus_chosen()
        else:
            # As by a key: by any other reason the list marks no row.
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_focus_back(self) -> bool:
        """The focus, where the person left through an entry of this client; whether it was so."""
        left, self._left_for = self._left_for, None
        if left is None or left != self.presenter.client_id or not self.list.currentIndex().isValid():
            return False
        self.list.setFocus()
        return True

    def write_on(self) -> None:
        """Goes on with the note of the chosen row or begins it; without one, with the unfinished note."""
        item = self.model.item(self.list.currentIndex()) if self.list.hasFocus() else None
        if not isinstance(item, TimelineItem) or not self._act(item):
            self.presenter.find_unfinished()

    # What the presenter says.

    def show_entries(self, shown: ShownTimeline) -> None:
        now, reads = self._context.clock.now(), self._context.reads_clinical
        with self._place.kept():
            self.model.change_items(grouped(shown.ahead, shown.past, now, writes=reads))
            self._fit()
            self._show_parts(shown)
        if shown.is_read and self.isVisible():
            # Who came to the end while this was read scrolls no further, and nothing else would ask again.
            self._place.lay_out_now()
            self._on_scrolled()

    def _show_parts(self, shown: ShownTimeline) -> None:
        """Of the parts around the list those that say something just now."""
        reads, total = self._context.reads_clinical, sum(shown.counts.values())
        self.nothing.setText(nothing_text(self.presenter.kind, reads_clinical=reads))
        self.nothing.setVisible(shown.is_read and not self.model.items)
        self.filter.setVisible(reads and bool(total))
        self._show_list()
        self.notes_button.setVisible(reads and bool(shown.counts.get(TimelineKind.NOTE)))
        counts = [total if kind is None else shown.counts.get(kind) for kind in FILTERS]
        self.filter.set_words([filter_words(*each) for each in zip(FILTERS, counts, strict=True)])

    def _show_list(self) -> None:
        """Before it goes its focus moves to the filter: Qt would put it into another section."""
        has_rows, focus = bool(self.model.items), QApplication.focusWidget()
        waits = self._focus_waits and focus is not None and self.filter.isAncestorOf(focus)
        self._focus_waits = not has_rows and self.filter.isVisible() and (waits or focus is self.list)
        if self._focus_waits:
            self.filter.focus_chosen()
        self.list.setVisible(has_rows)
        if has_rows and waits:
            self.list.setFocus()

    def unfinished_found(self, note_id: NoteId | None) -> None:
        if note_id is None:
            self._context.navigator.toast(tr("Clients", "This client has no unfinished note"))
        else:
            self._open_note(note_id, self._number_of(note_id), is_draft=True)

    def refuse(self, error: UserError) -> None:
        self._context.navigator.toast(error.sentence)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """What changed while the screen was out of sight is read when it comes up."""
        super().showEvent(event)
        stale, self._is_stale = self._is_stale, False
        if stale:
            self.presenter.load()

    def _lay_out(self) -> None:
        self.list.setItemDelegate(self.delegate)
        self.list.setModel(self.model)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty("flat", True)
        head = QHBoxLayout()
        head.addWidget(lead(Text(tr("Clients", "Timeline"), size="large")), 1)
        head.addWidget(self.notes_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.S)
        box.addLayout(head)
        for widget in (self.filter, self.nothing, self.list):
            box.addWidget(widget)
        self._show_parts(ShownTimeline())

    def _connect(self, page: QScrollArea) -> None:
        self.filter.chosen.connect(self._on_filter_chosen)
        self.list.activated.connect(self._on_activated)
        self.list.clicked.connect(self._on_clicked)
        page.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._context.bus.changed.connect(self._on_rows_changed)
        self._context.bus.blur_changed.connect(self._on_blur_changed)
        self._context.theme.changed.connect(self._fit)

    def _render(self, item: Item) -> ListRow:
        blurred = self._context.bus.blurred
        return timeline_row(item, self._services, self._context.clock.now(), blurred=blurred)

    def _fit(self) -> None:
        """As high as its rows: the page scrolls, and only rows in sight are painted."""
        headings = sum(isinstance(item, Heading) for item in self.model.items)
        rows = len(self.model.items) - headings
        height_px = headings * self.delegate.heading_px + rows * self.delegate.row_px
        self.list.setFixedHeight(height_px + tokens.S)

    def _number_of(self, note_id: NoteId) -> int | None:
        items: Sequence[Item] = self.model.items
        return next(
            (
                at
                for at, item in enumerate(items)
                if isinstance(item, TimelineItem)
                and isinstance(item.row, NoteBeginning)
                and item.row.id == note_id
            ),
            None,
        )

    def _act(self, item: TimelineItem) -> bool:
        """Does what the button of this row says; whether it has one."""
        if item.action is Action.CONTINUE:
            self._open(item)
        elif item.action is Action.START:
            self._left_for = self.presenter.client_id
            self.note_wanted.emit(AppointmentId(item.row.id))
        return item.action is not None

    def _open(self, item: TimelineItem) -> None:
        row = item.row
        if isinstance(row, NoteBeginning):
            self._open_note(row.id, None, is_draft=not row.is_signed)
        elif isinstance(row, Appointment):
            self._left_for = self.presenter.client_id
            self.appointment_opened.emit(row)
        elif isinstance(row, Attachment):
            self.file_opened.emit(row)
        elif isinstance(row, Measure):
            self.measure_opened.emit(row)

    def _open_note(self, note_id: NoteId, number: int | None, *, is_draft: bool) -> None:
        if number is not None:
            self.list.setCurrentIndex(self.model.index(number))
        self._left_for = self.presenter.client_id
        self.note_opened.emit(note_id, AT_END if is_draft else ANYWHERE)

    def _on_filter_chosen(self, kind: TimelineKind | None) -> None:
        self._focus_waits = False
        self.presenter.show_kind(kind)

    def _on_activated(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(item := self.model.item(index), TimelineItem):
            self._open(item)

    def _on_clicked(self, index: QModelIndex | QPersistentModelIndex) -> None:
        item, hit = self.model.item(index), self.delegate.take_hit()
        if isinstance(item, TimelineItem) and not (hit and self._act(item)):
            self._open(item)

    def _on_scrolled(self) -> None:
        if self._place.is_near_end():
            self.presenter.more()

    def _on_rows_changed(self, changed: tuple[Changed, ...]) -> None:
        if self.isVisible():
            self.presenter.rows_changed(changed)
        else:
            self._is_stale = self._is_stale or any(change.table in OWN_TABLES for change in changed)

    def _on_blur_changed(self, _blurred: bool) -> None:
        self.model.render_again()
