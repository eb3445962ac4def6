"""The Clients screen: the list on the leading side, one client beside it, the form in a side panel."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QObject, QPersistentModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import AppointmentId, AttachmentId, ClientId
from core.domain.records import Appointment, Client
from core.domain.waitlist_matching import Fit
from core.store.attachments.listing import ListedAttachment
from core.store.practice.practice import ClientSummary, Undo
from desktop.clients.detail import ClientDetail
from desktop.clients.form import FormValues, split_name
from desktop.clients.form_view import ClientForm, field_labels
from desktop.clients.freed_banner import FreedBanner
from desktop.clients.notes_out import NotesOut
from desktop.clients.presenter import ClientsPresenter, Detail
from desktop.clients.screen_shortcuts import client_shortcuts
from desktop.clients.texts import list_row, nobody_words
from desktop.files.questions import FILE_QUESTIONS
from desktop.files.record_files import source_with_files
from desktop.kit import tokens
from desktop.kit.booking_line import BookingLine
from desktop.kit.context import QuestionSubject, ScreenContext
from desktop.kit.form_drafts import Content, FormDrafts
from desktop.kit.form_keeper import FormKeeper
from desktop.kit.i18n import plural, tr
from desktop.kit.screen import Command, Screen
from desktop.kit.shortcuts import Keys, Shortcut
from desktop.kit.wall_clock import on_the_wall
from desktop.paper.record_out import RecordOut, RecordSource, client_source
from desktop.widgets.buttons import Button
from desktop.widgets.empty import EmptyState
from desktop.widgets.mirrored import set_margins
from desktop.widgets.narrow import is_narrow, list_width
from desktop.widgets.rows import ListRow, RowsModel
from desktop.widgets.search_field import SearchField
from desktop.widgets.text import Text
from desktop.widgets.two_line import reading_list

LIST_PX = 340
WIDE_PX = 1400
"""From this width on list, client and form stand side by side."""


class ClientsScreen(Screen):
    """Implements ClientsView."""

    sentences = FILE_QUESTIONS
    client_shown = Signal(object)

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        context = on_the_wall(context, self)
        self._context = context
        self._shown: Detail | None = None
        self._stale = False
        tagged, untagged = tr("Clients", "Name, phone, e-mail or tag"), tr("Clients", "Name, phone or e-mail")
        self.search = SearchField(context.theme, tagged if context.reads_clinical else untagged)
        self.with_archived = QCheckBox(tr("Clients", "Archived too"))
        self.count = Text(tone="secondary", size="small")
        self.model = RowsModel(self._render, self)
        self.list = reading_list(context.theme, tr("Clients", "Clients"))
        self.list.setModel(self.model)
        self.detail = ClientDetail(context)
        self.form, self.freed = ClientForm(context), FreedBanner(context)
        self.out = RecordOut(context, self)
        self.notes_out = NotesOut(context, self.out, self)
        self._unfinished = FormDrafts(context.practice.settings, context.jobs, "client")
        self._keeper = FormKeeper(self._unfinished, self.form.content, self)
        self.nobody = EmptyState(context.theme, "clients", "", "", tr("Clients", "New client"), self.new)
        self._side = QStackedWidget()
        self.presenter = ClientsPresenter(context.practice, context.jobs, context.bus, self)
        self._lay_out()
        self._connect()
        self._make_shortcuts()
        self.show_nobody()

    def open_client(self, client_id: ClientId) -> None:
        """Ends a search that did not find this client; the form, if one is open, stays."""
        if all(summary.client.id != client_id for summary in self.model.items):
            self.search.clear()  # who is asked for by name is not hidden behind a search for somebody else
        self.presenter.select(client_id)
        self._mark_current()

    def new_client(self, name: str = "", booking: BookingLine | None = None) -> None:
        """The last word of `name` stands as the last name. Asks first where a form has unsaved changes."""
        values = split_name(name) if name.strip() else FormValues()
        self.form.begin_new(values, self.presenter.index.tags(), booking)

    @override
    def activate(self) -> None:
        stale, self._stale = self._stale, False
        if stale:
            self.presenter.refresh()
        else:
            self.presenter.load()
        if not self.form.isHidden():
            self.form.take_focus()
        elif not self.detail.timeline.take_focus_back():
            self.list.setFocus()

    @override
    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    @override
    def new(self) -> None:
        self.new_client(self.search.text() if not self.model.items else "")

    @override
    def flush(self) -> None:
        self._keeper.keep()
        self.detail.measures.keep()

    @property
    @override
    def unsaved(self) -> bool:
        return self.form.changed and self._unfinished.failed

    @override
    def unsaved_text(self) -> str:
        values = self.form.values()
        labels = field_labels()
        texts = {name: getattr(values, name) for name in labels if hasattr(values, name)}
        return "\n".join(f"{labels[name]}: {text}" for name, text in texts.items() if text)

    @override
    def resume(self, come_up: Callable[[], None]) -> None:
        self._unfinished.look(partial(self._on_unfinished, come_up))

    def _on_unfinished(self, come_up: Callable[[], None], content: Content) -> None:
        come_up()
        self.form.take_up(content)

    @override
    def ask_again(self, asked: QuestionSubject, on_gone: Callable[[], None]) -> None:
        files, file_id = self._context.practice.attachments, AttachmentId(asked.about)
        found = partial(self._on_file_found, asked.kind)
        self._context.jobs.run(lambda: files.get(file_id), found, lambda _gone: on_gone())

    def _on_file_found(self, kind: str, held: ListedAttachment) -> None:
        self.open_client(held.row.client_id)
        self.detail.files.ask(kind, held)

    # What the presenter says.

    def show_list(self, found: Sequence[ClientSummary], text: str, total: int) -> None:
        self.model.set_items(found)
        self.count.setText(plural("Clients", "1 client", "{n} clients", len(found)))
        self._mark_current()
        self._show_side()
        self._say_nobody(text, total, len(found))

    def show_beginning(self, found: Sequence[ClientSummary], total: int) -> None:
        """The count is of all of them, though only the first ones are listed."""
        self.model.set_items(found)
        self.count.setText(plural("Clients", "1 client", "{n} clients", total))
        self._say_nobody("", total, len(found))

    def show_client(self, detail: Detail) -> None:
        self._shown = detail
        self.detail.show_client(detail)
        self._show_side()
        self._mark_current()
        self.client_shown.emit(detail.summary.client.id)

    def show_nobody(self) -> None:
        self._shown = None
        self._show_side()
        self._say_nobody(self.search.text(), len(self.presenter.index), self.model.rowCount())

    def _show_side(self) -> None:
        """Beside a search that finds nobody stands nobody."""
        is_somebody = self._shown is not None and bool(self.model.items or not self.search.text().strip())
        self._side.setCurrentWidget(self.detail if is_somebody else self.nobody)

    def archived(self, client_id: ClientId) -> None:
        """Offers Undo and, where appointments are ahead, asks whether they shall be cancelled."""
        self._context.navigator.toast(
            tr("Clients", "Client archived"), lambda: self.presenter.restore(client_id)
        )
        self._offer_cancelling(client_id)

    def cancelled_ahead(self, fits: tuple[Fit, ...], undo: Undo | None) -> None:
        """Those who wait for such a time are offered without a question, as in the calendar."""
        self._context.navigator.toast(
            tr("Clients", "Appointments ahead cancelled"), self.presenter.way_back(undo)
        )
        self.freed.offer(fits)

    def restored(self, client_id: ClientId) -> None:
        self.presenter.select(client_id)
        self._context.navigator.toast(tr("Clients", "Client restored"))

    def refuse(self, error: UserError) -> None:
        self._context.navigator.toast(error.sentence)

    def _offer_cancelling(self, client_id: ClientId) -> None:
        shown = self._shown
        if shown is None or shown.summary.client.id != client_id or shown.summary.next_appointment is None:
            return
        self._context.navigator.confirm(
            tr("Clients", "Cancel the appointments ahead?"),
            tr("Clients", "This client is archived and still has appointments in the calendar."),
            tr("Clients", "Cancel appointments"),
            lambda: self.presenter.cancel_ahead(client_id),
        )

    def _say_nobody(self, text: str, total: int, found: int) -> None:
        self.nobody.set_words(*nobody_words(text, total, found))

    def _lay_out(self) -> None:
        self._side.addWidget(self.nobody)
        self._side.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._pane = self._list_pane()
        row.addWidget(self._pane)
        above, column = QVBoxLayout(), QVBoxLayout()
        above.setContentsMargins(tokens.S, 0, tokens.S, 0)  # they count also where nothing is freed
        above.addWidget(self.freed)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(above)
        column.addWidget(self._side, 1)
        row.addLayout(column, 1)
        row.addWidget(self.form)

    def _list_pane(self) -> QFrame:
        pane = QFrame()
        pane.setProperty("pane", True)
        head = QHBoxLayout()
        head.addWidget(Text(tr("Clients", "Clients"), size="title"))
        head.addStretch(1)
        head.addWidget(Button(tr("Clients", "New"), self.new))
        under = QHBoxLayout()
        under.addWidget(self.count)
        under.addStretch(1)
        under.addWidget(self.with_archived)
        box = QVBoxLayout(pane)
        # Rows are painted a little inside their list: what stands above them begins and ends as they do.
        set_margins(box, tokens.L - tokens.XS, tokens.XL, tokens.S, 0)
        box.setSpacing(tokens.S)
        searching = QHBoxLayout()
        searching.addWidget(self.search)
        for layout in (head, searching, under):
            layout.setContentsMargins(tokens.XS, 0, tokens.XS, 0)
        box.addLayout(head)
        box.addLayout(searching)
        box.addLayout(under)
        box.addWidget(self.list, 1)
        self.list.setProperty("flat", True)
        # One row is measured for all, which are of one height: ten thousand would take long.
        self.list.setUniformItemSizes(True)
        return pane

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.form and event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            self._make_room()
        # The form was closed. A Hide alone comes when another screen takes the front, and it stays open.
        if watched is self.form and event.type() == QEvent.Type.HideToParent:
            self._keeper.forget()
        return super().eventFilter(watched, event)

    def _make_room(self) -> None:
        """In a narrow window the form takes the list's place, so that the client stays readable beside it."""
        self._pane.setFixedWidth(list_width(self, LIST_PX))
        self._pane.setVisible(self.form.isHidden() or self.width() >= WIDE_PX)
        self._side.setVisible(self.form.isHidden() or not is_narrow(self))
        rank = "primary" if self.form.isHidden() else ""  # beside the form, its own verb is the filled one
        for button in (self.detail.note_button, self.nobody.action):
            button.set_kind(rank)

    def _connect(self) -> None:
        self.form.installEventFilter(self)
        self._keeper.listen(self.form)
        self.form.tags.editor.changed.connect(self._keeper.edited)
        self.search.textChanged.connect(self.presenter.search)
        self.search.left_down.connect(self._on_search_left_down)
        self.search.entered.connect(self._on_search_entered)
        self.with_archived.toggled.connect(self.presenter.show_archived)
        self.list.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.list.activated.connect(self._on_activated)
        detail = self.detail
        detail.note_requested.connect(self._on_note_requested)
        detail.schedule_requested.connect(self._on_schedule_requested)
        detail.wait_requested.connect(self._on_wait_requested)
        detail.edit_requested.connect(self._on_edit_requested)
        detail.pdf_requested.connect(self._on_pdf_requested)
        detail.print_requested.connect(self._on_print_requested)
        detail.notes_requested.connect(self._on_notes_requested)
        detail.archive_requested.connect(self._on_archive_requested)
        detail.restore_requested.connect(self._on_restore_requested)
        detail.timeline.note_opened.connect(self._context.navigator.open_note)
        detail.timeline.note_wanted.connect(self._on_note_wanted)
        detail.timeline.appointment_opened.connect(self._on_appointment_opened)
        self.form.saved_client.connect(self._on_form_saved)
        self.form.opened_existing.connect(self.open_client)
        self.form.given_up.connect(self._on_given_up)
        self._context.bus.changed.connect(self._on_rows_changed)
        self._context.bus.blur_changed.connect(self._on_blur_changed)

    def _make_shortcuts(self) -> None:
        detail = self.detail
        actions = {
            "client_search": self.focus_search,
            "client_schedule": self._on_schedule_requested,
            "client_wait": self._on_wait_requested,
            "client_note": self._on_note_requested,
            "client_edit": self._on_edit_requested,
            "client_timeline": self._of_client(detail.timeline.take_focus),
            "client_filter": self._of_client(detail.timeline.next_filter),
            "client_write_on": self._of_client(detail.timeline.write_on),
            "client_measure": self._of_client(detail.measures.begin),
            "client_chart": self._of_client(detail.chart.take_focus),
            "client_chart_earlier": self._of_client(partial(detail.chart.step_session, 1)),
            "client_chart_later": self._of_client(partial(detail.chart.step_session, -1)),
            "client_chart_note": self._of_client(detail.chart.open_session),
            "client_file": self._of_client(detail.files.choose),
            "client_paste": self._of_client(detail.files.paste_clipboard),
            "client_file_name": self._of_client(detail.files.ask_chosen),
            "client_pdf": self._on_pdf_requested,
            "client_print": self._on_print_requested,
            "client_notes": self._on_notes_requested,
        }
        self.keys = Keys(self, self.shortcuts(), actions)

    @override
    def commands(self) -> Sequence[Command]:
        new = tr("Palette", "New client")
        return (Command(new, self.new_client, "plus", words=tr("Palette", "add person patient")),)

    @override
    def shortcuts(self) -> Sequence[Shortcut]:
        return client_shortcuts(reads_clinical=self._context.reads_clinical)

    def _render(self, summary: ClientSummary) -> ListRow:
        return list_row(summary, self._context.clock.now(), blurred=self._context.bus.blurred)

    def _mark_current(self) -> None:
        """Show in the list who is in front, without opening anybody."""
        current = self.presenter.current
        wanted = self.presenter.index.get(current) if current else None
        places = (place for place, summary in enumerate(self.model.items) if summary is wanted)
        number = next(places, None) if wanted else None
        selection = self.list.selectionModel()
        # Else the row that is marked would be taken for one that a person chose, and opened.
        selection.blockSignals(True)
        if number is None:
            self.list.clearSelection()
        else:
            self.list.setCurrentIndex(self.model.row_of(number))
        selection.blockSignals(False)
        self.list.viewport().update()

    def _go_to_row(self, number: int) -> None:
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(number))

    def _client(self) -> Client | None:
        """Who is in front; nobody while a form is open, whose text a stray key must not replace.

        Nobody either while the next one is read: a note would begin for the one before.
        """
        shown = self._shown.summary.client if self._shown else None
        in_front = self._side.currentWidget() is self.detail and self.form.isHidden()
        return shown if shown and in_front and shown.id == self.presenter.current else None

    def _of_client(self, act: Callable[[], object]) -> Callable[[], None]:
        """What a key does on the page of whoever is in front."""

        def when_in_front() -> None:
            if self._client() is not None:
                act()

        return when_in_front

    def _on_search_left_down(self) -> None:
        if not self.list.currentIndex().isValid():
            self._go_to_row(0)
        self.list.setFocus()

    def _on_search_entered(self) -> None:
        self._go_to_row(0)
        self.list.setFocus()

    def _on_selection_changed(self, _now: QItemSelection, _before: QItemSelection) -> None:
        summary = self.model.item(self.list.currentIndex())
        if summary is not None and summary.client.id != self.presenter.current:
            self.presenter.select(summary.client.id)

    def _on_activated(self, index: QModelIndex | QPersistentModelIndex) -> None:
        summary = self.model.item(index)
        if summary is not None:
            self.presenter.select(summary.client.id)
            self.detail.setFocus()

    def _on_note_requested(self) -> None:
        if (client := self._client()) is not None:
            self._context.navigator.start_note(client.id)

    def _on_note_wanted(self, appointment_id: AppointmentId) -> None:
        if (client := self._client()) is not None:
            self._context.navigator.start_note(client.id, appointment_id)

    def _on_schedule_requested(self) -> None:
        if (client := self._client()) is not None:
            self._context.navigator.book(client.id)

    def _on_wait_requested(self) -> None:
        if (client := self._client()) is not None and client.is_active:
            self._context.navigator.put_on_waitlist(client.id)

    def _on_edit_requested(self) -> None:
        if (client := self._client()) is not None:
            self.form.begin_edit(client, self.presenter.index.tags())

    def _on_pdf_requested(self) -> None:
        if (client := self._client()) is not None:
            self.out.ask_pdf(*self._record_sources(client.id))

    def _on_print_requested(self) -> None:
        if (client := self._client()) is not None:
            self.out.ask_print(*self._record_sources(client.id))

    def _record_sources(self, client_id: ClientId) -> tuple[RecordSource, Callable[[], RecordSource]]:
        practice = self._context.practice
        return client_source(practice, client_id), partial(source_with_files, practice, client_id)

    def _on_notes_requested(self) -> None:
        client = self._client()
        if client is not None and self._context.reads_clinical:
            self.notes_out.ask(client.id)

    def _on_archive_requested(self) -> None:
        if (client := self._client()) is not None:
            self.presenter.archive(client.id)

    def _on_restore_requested(self) -> None:
        if (client := self._client()) is not None:
            self.presenter.restore(client.id)

    def _on_appointment_opened(self, row: Appointment) -> None:
        self._context.navigator.open_calendar(
            row.scheduled_start.astimezone(self._context.clock.now().tzinfo).date(), row.id
        )

    def _on_form_saved(self, client_id: ClientId, new: bool, undo: Undo | None) -> None:
        self.open_client(client_id)
        self.list.setFocus()
        saved = tr("Clients", "Client added") if new else tr("Clients", "Client saved")
        self._context.navigator.toast(saved, self.presenter.way_back(undo))
        line, services = self.form.booking, self._context.practice.services
        if line is not None:
            book = partial(self._context.navigator.book, client_id)
            self._context.jobs.run(lambda: line.meant(services.list()), book)

    def _on_given_up(self, line: BookingLine) -> None:
        """One step back: to the line, as it was typed."""
        self._context.navigator.search(line.text)

    def _on_rows_changed(self, changed: tuple[Changed, ...]) -> None:
        """Out of sight it reads nothing: a busy sync would have it read everybody again and again."""
        if not self.presenter.loaded or not self.presenter.concerns(changed):
            return
        if self.isVisible():
            self.presenter.refresh()
        else:
            self._stale = True

    def _on_blur_changed(self, _blurred: bool) -> None:
        self.model.render_again()
