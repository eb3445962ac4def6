"""One client: header with what matters before the door opens, contact, then the timeline."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.records import Attachment, Client, Measure
from core.text.direction import is_without_letters
from desktop.body_chart.client_section import ClientBodyChart
from desktop.calendar.waitlist_words import WishNames, since_text, wish_text
from desktop.clients.chips import TagRow
from desktop.clients.presenter import Detail
from desktop.clients.texts import consent_text, missed_text, name_text, visit_text
from desktop.clients.timeline_view import TimelineSection
from desktop.files.presenter import FilesOwner
from desktop.files.view import FilesSection
from desktop.kit import tokens
from desktop.kit.client_words import age_text, language_word
from desktop.kit.context import ScreenContext
from desktop.kit.dates import long_day, time_text
from desktop.kit.field_texts import field_word
from desktop.kit.i18n import one_line, tr
from desktop.kit.theme import Theme
from desktop.measures.client_section import ClientMeasures
from desktop.widgets.accessible import tell_as
from desktop.widgets.alert import AlertBox
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button, IconButton, primary
from desktop.widgets.narrow import beside_or_below
from desktop.widgets.text import ElidedText, Text, lead

WIDTH_PX = 760


class ClientDetail(QScrollArea):
    """Shows a `Detail`. What a person wants to do comes out as a wish."""

    note_requested = Signal()
    schedule_requested = Signal()
    wait_requested = Signal()
    edit_requested = Signal()
    archive_requested = Signal()
    pdf_requested = Signal()
    print_requested = Signal()
    notes_requested = Signal()
    restore_requested = Signal()

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        theme = context.theme
        self._detail: Detail | None = None
        self.name = Text(size="title", wrap=True)
        self.name.setMinimumWidth(1)  # not that of a long word of it, which would hold the page wide
        self.under = ElidedText(tone="secondary")
        self.tags = TagRow(theme)
        self.alert = AlertBox(theme)
        self.archived = Banner(theme, closable=False)
        self.facts = _Facts()
        self.contact = _Contact()
        self.note_button: Button = primary(tr("Clients", "New note"), self.note_requested.emit)
        self.schedule_button = Button(tr("Clients", "Schedule"), self.schedule_requested.emit)
        words = tr("Clients", "Save or print notes…")
        self.notes_button = Button(words, self.notes_requested.emit, compact=True)
        self.notes_button.setToolTip("P")
        self._make_icon_buttons(theme)
        self.files = FilesSection(context)
        self.measures = ClientMeasures(context)
        self.chart = ClientBodyChart(context)
        self.timeline = TimelineSection(context, self, self.notes_button)
        self._lay_out()
        self.files.tell_over(self, WIDTH_PX)
        self.timeline.measure_opened.connect(self._on_measure_opened)
        self.timeline.file_opened.connect(self._on_file_opened)
        self.chart.left.connect(self.setFocus)
        context.bus.blur_changed.connect(self._on_blur_changed)

    def _make_icon_buttons(self, theme: Theme) -> None:
        words = tr("Clients", "Edit client")
        self.edit_button = IconButton(theme, "edit", words, self.edit_requested.emit, shortcut="E")
        words = tr("Clients", "Put on the waitlist")
        self.wait_button = IconButton(theme, "clock", words, self.wait_requested.emit, shortcut="Q")
        words = tr("Clients", "Save the whole record as PDF")
        self.pdf_button = IconButton(
            theme, "download", words, self.pdf_requested.emit, shortcut="Ctrl+Shift+P"
        )
        words = tr("Clients", "Print the whole record")
        self.print_button = IconButton(theme, "print", words, self.print_requested.emit, shortcut="Ctrl+P")
        words = tr("Clients", "Archive client")
        self.archive_button = IconButton(theme, "archive", words, self.archive_requested.emit)
        if not self._context.reads_clinical:
            self.pdf_button.hide()
            self.print_button.hide()

    def show_client(self, detail: Detail) -> None:
        """Fills the page anew; initials alone, without contact, tags and alerts, while names are hidden."""
        self._detail = detail
        now, client = self._context.clock.now(), detail.summary.client
        blurred = self._context.bus.blurred
        self.name.setText(name_text(client, blurred=blurred))
        self._make_room_for_name()
        self.under.setText("" if blurred else self._about(client))
        self.under.setVisible(bool(self.under.text()))
        self.tags.show_tags(() if blurred or not self._context.reads_clinical else client.tags)
        self._show_banners(detail, blurred=blurred)
        self.facts.show_facts(_facts(detail, self._context))
        reads = self._context.reads_clinical
        self.contact.show_lines([] if blurred else _contact(detail, now, reads_clinical=reads))
        if self._context.reads_clinical:
            self.files.show_place(FilesOwner(client.id))
            self.measures.show_client(client.id)
            self.measures.setVisible(not blurred)
            self.chart.show_client(client.id)
            self.chart.show_or_hide()
        self.timeline.show_client(client.id, detail.services)
        self.archive_button.setVisible(client.is_active)
        self.wait_button.setVisible(client.is_active)

    def _show_banners(self, detail: Detail, *, blurred: bool) -> None:
        client = detail.summary.client
        self.alert.show_alert("" if blurred or not self._context.reads_clinical else client.alerts)
        if client.is_active:
            self.archived.hide()
        else:
            self.archived.say(
                tr("Clients", "Archived: hidden from the list, nothing was removed."),
                "accent",
                tr("Clients", "Restore"),
                self.restore_requested.emit,
            )

    def _about(self, client: Client) -> str:
        parts = [client.pronouns or ""]
        if client.date_of_birth:
            today = self._context.clock.now().date()
            parts += [age_text(client.date_of_birth, today), long_day(client.date_of_birth)]
        return one_line(parts)

    def _lay_out(self) -> None:
        tell_as(self, QAccessible.Role.Document)
        self.setAccessibleName(tr("Clients", "Client"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setProperty("page", True)
        self.viewport().setAutoFillBackground(False)
        column = QWidget()
        column.setMaximumWidth(WIDTH_PX)
        box = QVBoxLayout(column)
        box.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.XL)
        box.setSpacing(tokens.L)
        self._fill(box)
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(column, WIDTH_PX)
        row.addStretch(1)
        self.setWidget(inner)

    def _fill(self, box: QVBoxLayout) -> None:
        box.addLayout(self._head())
        for widget in (self.tags, self.archived, self.alert, self.facts, self.contact):
            box.addWidget(widget)
        for section in (self.measures, self.files):
            box.addWidget(section)
            section.setVisible(self._context.reads_clinical)
        box.insertWidget(box.indexOf(self.files), self.chart)
        self.note_button.setVisible(self._context.reads_clinical)
        box.addWidget(self.timeline)
        box.addStretch(1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        heads = (self.measures.head, self.chart.head, self.chart.columns)
        for row in (self._button_row, *heads):
            beside_or_below(row, self)
        self._make_room_for_name()

    def _make_room_for_name(self) -> None:
        """Beside the buttons where it fits into one line there, else over them and in as many as it needs."""
        self.name.ensurePolished()
        room = min(self.viewport().width(), WIDTH_PX) - 2 * tokens.XL - tokens.S
        name_px = self.name.fontMetrics().horizontalAdvance(self.name.text())
        fits = self._button_row.sizeHint().width() + name_px <= room
        beside_or_below(self._title_row, self, fits=fits)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(tokens.XS)
        words.addWidget(self.name)
        words.addWidget(self.under)
        head = self._title_row = QHBoxLayout()
        head.setSpacing(tokens.S)
        head.addLayout(words, 1)
        head.addLayout(self._buttons())
        return head

    def _buttons(self) -> QHBoxLayout:
        self.note_button.setToolTip("N")
        self.schedule_button.setToolTip("S")
        icons = (self.wait_button, self.edit_button, self.pdf_button, self.print_button, self.archive_button)
        buttons = self._button_row = QHBoxLayout()
        buttons.setSpacing(tokens.S)
        for group in (icons, (self.schedule_button, self.note_button)):
            row = QHBoxLayout()
            row.setSpacing(tokens.S)
            for button in group:
                row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            buttons.addLayout(row)
        buttons.addStretch(1)  # below the name they are no wider than beside it
        return buttons

    def _on_measure_opened(self, measure: Measure) -> None:
        """Where names are hidden so are measures."""
        if self.measures.isVisible():
            self.measures.choose(measure)
            self.ensureWidgetVisible(self.measures.table)

    def _on_file_opened(self, row: Attachment) -> None:
        self.files.open_file(row.id)

    def _on_blur_changed(self, _blurred: bool) -> None:
        if self._detail is not None:
            self.show_client(self._detail)


class _Facts(QWidget):
    """A few figures side by side: a quiet word above, the fact below."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(tokens.XL)
        self._grid.setVerticalSpacing(2)
        self._facts = [(Text(tone="secondary", size="small"), ElidedText(strong=True)) for _ in range(4)]
        for column, (word, fact) in enumerate(self._facts):
            self._grid.addWidget(word, 0, column)
            self._grid.addWidget(fact, 1, column)
            self._grid.setColumnStretch(column, 1)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        for (word, fact), (label, text) in zip(self._facts, facts, strict=True):
            word.setText(label)
            lead(word)
            fact.setText(text)
            fact.setAccessibleName(f"{label}: {text}")


class _Contact(QFrame):
    """Words and what they say, in two columns; only what is known."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(tokens.L, tokens.M, tokens.L, tokens.M)
        self._grid.setHorizontalSpacing(tokens.L)
        self._grid.setVerticalSpacing(tokens.S)
        self._grid.setColumnStretch(1, 1)

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, (label, text) in enumerate(lines):
            said = lead(Text(text, wrap=True))
            if is_without_letters(text):  # no mark in the text itself, which is copied
                said.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(lead(Text(label, tone="secondary")), number, 0, top)
            self._grid.addWidget(said, number, 1, top)
        self.setVisible(bool(lines))


def _facts(detail: Detail, context: ScreenContext) -> list[tuple[str, str]]:
    now, summary = context.clock.now(), detail.summary
    running = detail.running
    ahead = tr("Clients", "Next"), visit_text(summary.next_appointment, now)
    if running is not None:
        until = tr("Clients", "until {time}", time=time_text(running.scheduled_end, now))
        ahead = tr("Clients", "Now"), until
    return [
        ahead,
        (tr("Clients", "Last"), visit_text(summary.last_appointment, now)),
        (tr("Clients", "Appointments"), str(summary.appointment_count)),
        (tr("Clients", "Consent"), consent_text(summary.client, now)),
    ]


def _contact(detail: Detail, now: datetime, *, reads_clinical: bool) -> list[tuple[str, str]]:
    client = detail.summary.client
    emergency = one_line((client.emergency_contact_name, client.emergency_contact_phone))
    language = language_word(client.preferred_language) if client.preferred_language else ""
    lines = [
        (tr("Clients", "Phone"), client.phone),
        (tr("Clients", "E-mail"), client.email),
        (field_word("clients", "preferred_language"), language),
        (tr("Clients", "Address"), client.address),
        (tr("Clients", "In an emergency"), emergency),
        (tr("Clients", "Missed"), missed_text(detail.missed)),
        (tr("Clients", "On the waitlist"), waiting_text(detail, now)),
    ]
    if reads_clinical:
        lines += [
            (tr("Clients", "Medical history"), client.medical_history),
            (tr("Clients", "Remarks"), client.notes),
        ]
    return [(label, text) for label, text in lines if text]


def waiting_text(detail: Detail, now: datetime) -> str:
    """What the client waits for and since when, each wish in a line of its own."""
    names = WishNames(services=detail.services)
    return "\n".join(
        f"{wish_text(entry, names, now.date())}, {since_text(entry, now)}" for entry in detail.waiting
    )
