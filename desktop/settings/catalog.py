"""A list, and a form for the one that is chosen or new; services and locations."""

import uuid
from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLayout, QSpinBox, QWidget
from typing_extensions import override

from core.domain.buffers import MOST_MINUTES, NO_BUFFER, Buffers
from core.domain.enums import LocationType
from core.domain.errors import UserError
from core.domain.records import Location, NoteTemplate, Service, TextSnippet
from core.store.practice.practice import Done, LocationDraft, ServiceDraft
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.discard_question import ask_to_discard
from desktop.kit.form_drafts import Content
from desktop.kit.i18n import one_line, tr
from desktop.settings.buffers import buffer_text, read_buffers, whole_minutes, with_buffer
from desktop.settings.section import Section, line
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.enter import EnterPresses
from desktop.widgets.fields import ChoiceField, Field, LineField, roomy
from desktop.widgets.focus_return import focus_in, give_focus
from desktop.widgets.two_line import RowRole, reading_list

_ROW_ID = int(Qt.ItemDataRole.UserRole) + 50
CatalogRow = Service | Location | NoteTemplate | TextSnippet


class CatalogSection(Section):
    """What such lists share; the form is empty for a new one."""

    def __init__(self, context: ScreenContext, title: str, sentence: str, add: str) -> None:
        super().__init__(context, title, sentence)
        self._rows: dict[uuid.UUID, CatalogRow] = {}
        self._editing: uuid.UUID | None = None
        self._began: Content = {}
        self._opened = 0
        """How often the form was opened: what comes of an earlier one leaves this one alone."""
        self._is_writing = False
        self._asked_from: QWidget | None = None
        self.model = QStandardItemModel(self)
        self.list = reading_list(context.theme, title)
        self.list.setModel(self.model)
        self.list.clicked.connect(self._on_chosen)
        self.list.activated.connect(self._on_chosen)
        self.add = Button(add, self.begin_new)
        self._card = Card(padding=tokens.S)
        # A blank, for a card without a title has no line for the one that comes with each row.
        self.form = Card(title=" ")
        self.name = LineField(tr("Settings", "Name"), lines=1)
        self.save = Button(tr("Settings", "Save"), self.on_save, kind="primary")
        self.cancel = Button(tr("Settings", "Cancel"), self._on_cancel)
        self.remove = Button(tr("Settings", "Remove"), self._on_remove, kind="danger")
        self._lay_out()
        self._enter = EnterPresses(self.form, self.save, self.cancel)
        self.name.changed.connect(self.on_edited)

    @abstractmethod
    def fields(self) -> Sequence[QWidget]:
        """Editors beside the name."""

    def arrange(self) -> QLayout:
        """How they stand in the form."""
        return line(*self.fields())

    def title_of(self, row: CatalogRow) -> str:
        """What the list and the form call the row."""
        return row.abbreviation if isinstance(row, TextSnippet) else row.name

    @abstractmethod
    def read(self) -> Sequence[CatalogRow]:
        """On the worker."""

    @abstractmethod
    def show_row(self, row: CatalogRow | None) -> None:
        """Fill the form, or empty it."""

    @abstractmethod
    def values(self) -> Content:
        """What stands beside the name, as JSON."""

    @abstractmethod
    def show_values(self, values: Content) -> None:
        """Fill the form with what `values` told."""

    @abstractmethod
    def write(self, row_id: uuid.UUID | None) -> None:
        """Save the form through `do`."""

    @abstractmethod
    def delete(self, row_id: uuid.UUID) -> Done[Any]:
        """On the worker."""

    @abstractmethod
    def item(self, row: CatalogRow) -> QStandardItem:
        """The row as `TwoLineDelegate` paints it; its id is added to the item afterwards."""
        ...

    @override
    def refresh(self) -> None:
        self.context.jobs.run(self.read, self._on_read)

    def begin_new(self) -> None:
        """An empty form below the list. Asks first where the form has changes that are not saved."""
        self._leave_for(partial(self._open_form, None, self.add.text()))

    @property
    @override
    def in_hand(self) -> bool:
        return not self.form.isHidden() and self._typed() != self._began

    @override
    def content(self) -> Content | None:
        """`began` is kept too, so that what is typed still counts as changed later."""
        if not self.in_hand:
            return None
        row = str(self._editing) if self._editing else None
        return {"row": row, "began": self._began, "typed": self._typed()}

    @override
    def take_up(self, content: Content) -> None:
        self.context.jobs.run(self.read, partial(self._on_read_for, content))

    def _on_read_for(self, content: Content, rows: Sequence[CatalogRow]) -> None:
        """A row that went meanwhile is offered as a new one."""
        self._on_read(rows)
        row = self._rows.get(uuid.UUID(content["row"])) if content["row"] else None
        self._open_form(row, self.title_of(row) if row else self.add.text())
        self._began = content["began"] if row else self._began
        self.name.set_text(content["typed"]["name"])
        self.show_values(content["typed"])

    def _typed(self) -> Content:
        return {"name": self.name.text, **self.values()}

    def _leave_for(self, then: Callable[[], None]) -> None:
        """Whatever takes the form's place asks first, if anything is typed."""
        if self.in_hand:
            sentence = tr("Settings", "The form below the list has changes that are not saved.")
            ask_to_discard(self.context.navigator, sentence, then)
        else:
            then()

    def _on_cancel(self) -> None:
        self._leave_for(self._close_form)

    def on_save(self) -> None:
        """Writes the form, with its name checked before; the form closes once it is stored.

        Asked again while that is on its way it does nothing: a new row would be stored twice.
        """
        if self._is_writing:
            return
        if not self.name.text:
            self.name.set_error(tr("Settings", "Give it a name."))
            return
        self.name.set_error("")
        self.write(self._editing)

    def on_edited(self, _value: object = None) -> None:
        """What was refused does not hold for another text."""
        self.show_error("")

    @override
    def do(self, work: Callable[[], Done[Any]], said: str) -> None:
        self._is_writing = True
        sent = self._opened, self._typed()
        self.show_error("")
        self.context.jobs.run(work, partial(self._on_written, *sent, said), self._on_refused)

    def _on_written(self, opened: int, typed: Content, said: str, done: Done[CatalogRow]) -> None:
        """The form closes, unless it is another one by now or was typed in since."""
        self._is_writing = False
        if opened == self._opened and not self.form.isHidden():
            # First, for an open form is not read over.
            if self._typed() == typed:
                self._close_form()
            else:
                self._go_on(done.value, typed)
        self._on_done(done, said)

    def _go_on(self, row: CatalogRow, stored: Content) -> None:
        """What was typed since is a change of the row that is stored now; of one that is gone, a new one."""
        is_there = row.deleted_at is None
        self._editing, self._began = (row.id, stored) if is_there else (None, {})
        self.form.title.setText(self.title_of(row) if is_there else self.add.text())
        self.remove.setVisible(is_there)
        self.settled.emit()

    @override
    def _on_refused(self, error: UserError) -> None:
        self._is_writing = False
        super()._on_refused(error)

    def _on_read(self, rows: Sequence[CatalogRow]) -> None:
        self._rows = {row.id: row for row in rows}
        self.model.clear()
        for row in rows:
            item = self.item(row)
            item.setData(row.id, _ROW_ID)
            self.model.appendRow(item)
        heights = (self.list.sizeHintForRow(row) for row in range(len(rows)))
        self.list.setFixedHeight(max(tokens.CONTROL_PX, sum(heights) + 2))
        self._card.setVisible(bool(rows))

    def _on_chosen(self, index: QModelIndex) -> None:
        row = self._rows.get(index.data(_ROW_ID))
        if row is not None:
            self._leave_for(partial(self._open_form, row, self.title_of(row)))

    def _open_form(self, row: CatalogRow | None, title: str) -> None:
        self._opened += 1
        # Another row that is opened from within the form leaves the way back as it was.
        if not self._has_focus():
            self._asked_from = focus_in(self.window())
        self._editing = row.id if row else None
        self.form.title.setText(title)
        self.name.set_text(self.title_of(row) if row else "")
        self.name.set_error("")
        self.show_error("")
        self.show_row(row)
        self._began = self._typed()
        self.remove.setVisible(row is not None)
        self.form.show()
        self.name.setFocus()
        self.ensureWidgetVisible(self.form)

    def _close_form(self) -> None:
        if self._has_focus():
            give_focus(self._asked_from)
        self.form.hide()
        self.list.clearSelection()
        self.settled.emit()

    def _has_focus(self) -> bool:
        focused = focus_in(self.window())
        return focused is not None and self.form.isAncestorOf(focused)

    def _on_remove(self) -> None:
        row_id = self._editing
        if row_id is not None and not self._is_writing:
            self.do(lambda: self.delete(row_id), tr("Settings", "Removed"))

    def _lay_out(self) -> None:
        self._card.body.addWidget(self.list)
        self.body.addWidget(self._card)
        self.body.addLayout(line(self.add, stretch=True))
        self.form.body.addWidget(self.name)
        self.form.body.addLayout(self.arrange())
        self.form.body.addWidget(self.error)
        buttons = line(self.save, self.cancel, stretch=True)
        buttons.setSpacing(tokens.S)
        buttons.addWidget(self.remove)
        self.form.body.addLayout(buttons)
        self.form.hide()
        self.body.addWidget(self.form)
        self.body.addStretch(1)


class ServicesSection(CatalogSection):
    """Services with length, buffers and colour; appointments keep showing one that was removed."""

    def __init__(self, context: ScreenContext) -> None:
        # Before the page is made, which lays its fields out at once.
        self.minutes = _minutes_field(tr("Settings", "Minutes"), 5, 480)
        self.before = _minutes_field(tr("Settings", "Free before"), 0, MOST_MINUTES)
        self.after = _minutes_field(tr("Settings", "Free after"), 0, MOST_MINUTES)
        self.colour = ChoiceField(tr("Settings", "Colour"), colour_names())
        self._buffers: Buffers = {}
        self._is_owner = False
        sentence = tr(
            "Settings",
            "What you offer. A service fills in the length and the colour of a booking. The minutes before "
            "and after it stay free of other appointments of whoever treats.",
        )
        super().__init__(context, tr("Settings", "Services"), sentence, tr("Settings", "Add a service"))

    @override
    def fields(self) -> Sequence[QWidget]:
        return (self.minutes, self.before, self.after, self.colour)

    @override
    def refresh(self) -> None:
        self._read_buffers()
        super().refresh()

    @override
    def take_up(self, content: Content) -> None:
        self._read_buffers()
        super().take_up(content)

    def _read_buffers(self) -> None:
        """First, for the rows tell of them."""
        self.context.jobs.run(partial(read_buffers, self.context.practice), self._on_buffers)

    def _on_buffers(self, found: tuple[Buffers, bool]) -> None:
        """They are settings of the practice, which only its owner changes."""
        self._buffers, self._is_owner = found
        for field in (self.before, self.after):
            field.setEnabled(self._is_owner)

    @override
    def read(self) -> Sequence[CatalogRow]:
        return self.context.practice.services.list()

    @override
    def show_row(self, row: CatalogRow | None) -> None:
        service = row if isinstance(row, Service) else None
        buffer = self._buffers.get(service.id, NO_BUFFER) if service else NO_BUFFER
        self.minutes.editor.setValue(service.default_duration_minutes if service else 60)
        self.before.editor.setValue(whole_minutes(buffer.before))
        self.after.editor.setValue(whole_minutes(buffer.after))
        self.colour.set_value((service.colour if service else None) or tokens.DEFAULT_EVENT)

    @override
    def values(self) -> Content:
        return {
            "minutes": self.minutes.editor.value(),
            "before": self.before.editor.value(),
            "after": self.after.editor.value(),
            "colour": self.colour.value,
        }

    @override
    def show_values(self, values: Content) -> None:
        self.minutes.editor.setValue(values["minutes"])
        self.before.editor.setValue(values.get("before", 0))
        self.after.editor.setValue(values.get("after", 0))
        self.colour.set_value(values["colour"])

    @override
    def write(self, row_id: uuid.UUID | None) -> None:
        services, name = self.context.practice.services, self.name.text
        minutes, colour = self.minutes.editor.value(), str(self.colour.value)
        work: Callable[[], Done[Service]]
        if row_id is None:
            draft = ServiceDraft(name=name, default_duration_minutes=minutes, colour=colour)
            work, said = partial(services.add, draft), tr("Settings", "Service added")
        else:
            fields = {"name": name, "default_duration_minutes": minutes, "colour": colour}
            work, said = partial(services.edit, row_id, **fields), tr("Settings", "Saved")
        if self._is_owner:
            stored = (self.before.editor.value(), self.after.editor.value())
            work = partial(with_buffer, self.context.practice, work, stored)
        self.do(work, said)

    @override
    def delete(self, row_id: uuid.UUID) -> Done[Any]:
        return self.context.practice.services.delete(row_id)

    @override
    def item(self, row: CatalogRow) -> QStandardItem:
        item = QStandardItem(self.title_of(row))
        if isinstance(row, Service):
            minutes = tr("Settings", "{minutes} minutes", minutes=row.default_duration_minutes)
            kept = buffer_text(self._buffers.get(row.id, NO_BUFFER))
            item.setData(one_line((minutes, kept)), RowRole.SECOND)
            item.setData(row.colour or tokens.DEFAULT_EVENT, RowRole.MARK_COLOUR)
        return item


def _minutes_field(label: str, least: int, most: int) -> Field[QSpinBox]:
    field = Field(label, roomy(QSpinBox()))
    field.editor.setRange(least, most)
    field.editor.setSingleStep(5)
    return field


class LocationsSection(CatalogSection):
    """The places of work; an online one has no address."""

    def __init__(self, context: ScreenContext) -> None:
        self.kind = ChoiceField(tr("Settings", "Kind"), location_kinds())
        self.address = LineField(tr("Settings", "Address"))
        sentence = tr("Settings", "Where you work.")
        super().__init__(context, tr("Settings", "Locations"), sentence, tr("Settings", "Add a location"))
        self.kind.changed.connect(self._on_kind_changed)
        self.address.changed.connect(self.on_edited)

    @override
    def fields(self) -> Sequence[QWidget]:
        return (self.kind, self.address)

    @override
    def read(self) -> Sequence[CatalogRow]:
        return self.context.practice.locations.list()

    @override
    def show_row(self, row: CatalogRow | None) -> None:
        location = row if isinstance(row, Location) else None
        self.kind.set_value(location.location_type if location else LocationType.CLINIC)
        self.address.set_text((location.address if location else None) or "")

    @override
    def values(self) -> Content:
        return {"kind": str(self.kind.value), "address": self.address.text}

    @override
    def show_values(self, values: Content) -> None:
        self.kind.set_value(LocationType(values["kind"]))
        self.address.set_text(values["address"])

    @override
    def write(self, row_id: uuid.UUID | None) -> None:
        locations, name = self.context.practice.locations, self.name.text
        kind, address = LocationType(str(self.kind.value)), self.address.text or None
        if row_id is None:
            draft = LocationDraft(name=name, location_type=kind, address=address)
            self.do(lambda: locations.add(draft), tr("Settings", "Location added"))
        else:
            fields = {"name": name, "location_type": kind, "address": address}
            self.do(lambda: locations.edit(row_id, **fields), tr("Settings", "Saved"))

    @override
    def delete(self, row_id: uuid.UUID) -> Done[Any]:
        return self.context.practice.locations.delete(row_id)

    @override
    def item(self, row: CatalogRow) -> QStandardItem:
        item = QStandardItem(self.title_of(row))
        if isinstance(row, Location):
            kinds = {value: name for name, value in location_kinds()}
            parts = (str(kinds[LocationType(row.location_type)]), row.address or "")
            item.setData(one_line(parts), RowRole.SECOND)
            item.setData(_ICONS[LocationType(row.location_type)], RowRole.ICON)
        return item

    def _on_kind_changed(self, kind: object) -> None:
        self.address.setEnabled(kind is not LocationType.ONLINE)
        self.on_edited()


_ICONS = {LocationType.CLINIC: "pin", LocationType.HOME: "home", LocationType.ONLINE: "video"}


def colour_names() -> list[tuple[str, object]]:
    """For `ChoiceField`: each colour's name for people, and its name in `tokens`."""
    return [
        (tr("Colours", "Teal"), "teal"),
        (tr("Colours", "Blue"), "blue"),
        (tr("Colours", "Violet"), "violet"),
        (tr("Colours", "Rose"), "rose"),
        (tr("Colours", "Amber"), "amber"),
        (tr("Colours", "Green"), "green"),
        (tr("Colours", "Slate"), "slate"),
        (tr("Colours", "Brick"), "brick"),
    ]


def location_kinds() -> list[tuple[str, object]]:
    """For `ChoiceField`: each kind in words, and its `LocationType`."""
    return [
        (tr("Settings", "In the practice"), LocationType.CLINIC),
        (tr("Settings", "At a home"), LocationType.HOME),
        (tr("Settings", "Online"), LocationType.ONLINE),
    ]
