"""Services and locations: a list, and a form for the one that is chosen or new."""

import uuid
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QSpinBox, QWidget
from typing_extensions import override

from core.domain.enums import LocationType
from core.domain.records import Location, Service
from core.store.practice import Done, LocationDraft, ServiceDraft
from desktop import tokens
from desktop.context import ScreenContext
from desktop.i18n import tr
from desktop.settings.section import Section, line
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.fields import ChoiceField, Field, LineField, roomy
from desktop.widgets.two_line import RowRole, reading_list

_ROW_ID = int(Qt.ItemDataRole.UserRole) + 50
Row = Service | Location


class CatalogSection(Section):
    """What both lists share; the form is empty for a new one."""

    def __init__(self, context: ScreenContext, title: str, sentence: str, add: str) -> None:
        super().__init__(context, title, sentence)
        self._rows: dict[uuid.UUID, Row] = {}
        self._editing: uuid.UUID | None = None
        self.model = QStandardItemModel(self)
        self.list = reading_list(context.theme, title)
        self.list.setModel(self.model)
        self.list.clicked.connect(self._on_chosen)
        self.list.activated.connect(self._on_chosen)
        self.add = Button(add, self.begin_new)
        self._card = Card(padding=tokens.S)
        self.form = Card(title=" ")
        self.name = LineField(tr("Settings", "Name"))
        self.save = Button(tr("Settings", "Save"), self.on_save, kind="primary")
        self.cancel = Button(tr("Settings", "Cancel"), self._close_form)
        self.remove = Button(tr("Settings", "Remove"), self._on_remove, kind="danger")
        self._lay_out()

    @abstractmethod
    def fields(self) -> Sequence[QWidget]:
        """Editors beside the name."""

    @abstractmethod
    def read(self) -> Sequence[Row]:
        """On the worker."""

    @abstractmethod
    def show_row(self, row: Row | None) -> None:
        """Fill the form, or empty it."""

    @abstractmethod
    def write(self, row_id: uuid.UUID | None) -> None:
        """Save the form through `do`."""

    @abstractmethod
    def delete(self, row_id: uuid.UUID) -> Done[Any]:
        """On the worker."""

    @abstractmethod
    def item(self, row: Row) -> QStandardItem: ...

    @override
    def refresh(self) -> None:
        self.context.jobs.run(self.read, self._on_read)

    def begin_new(self) -> None:
        self._open_form(None, self.add.text())

    def on_save(self) -> None:
        if not self.name.text:
            self.name.set_error(tr("Settings", "Give it a name."))
            return
        self.name.set_error("")
        self.write(self._editing)

    @override
    def _on_done(self, done: Done[Any], said: str) -> None:
        super()._on_done(done, said)
        self._close_form()

    def _on_read(self, rows: Sequence[Row]) -> None:
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
            self._open_form(row, row.name)

    def _open_form(self, row: Row | None, title: str) -> None:
        self._editing = row.id if row else None
        self.form.title.setText(title)
        self.name.set_text(row.name if row else "")
        self.name.set_error("")
        self.show_error("")
        self.show_row(row)
        self.remove.setVisible(row is not None)
        self.form.show()
        self.name.setFocus()
        self.ensureWidgetVisible(self.form)

    def _close_form(self) -> None:
        self.form.hide()
        self.list.clearSelection()

    def _on_remove(self) -> None:
        row_id = self._editing
        if row_id is not None:
            self.do(lambda: self.delete(row_id), tr("Settings", "Removed"))

    def _lay_out(self) -> None:
        self._card.body.addWidget(self.list)
        self.body.addWidget(self._card)
        self.body.addLayout(line(self.add, stretch=True))
        self.form.body.addWidget(self.name)
        self.form.body.addLayout(line(*self.fields()))
        self.form.body.addWidget(self.error)
        buttons = line(self.save, self.cancel, stretch=True)
        buttons.setSpacing(tokens.S)
        buttons.addWidget(self.remove)
        self.form.body.addLayout(buttons)
        self.form.hide()
        self.body.addWidget(self.form)
        self.body.addStretch(1)


class ServicesSection(CatalogSection):
    def __init__(self, context: ScreenContext) -> None:
        self.minutes = Field(tr("Settings", "Minutes"), roomy(QSpinBox()))
        self.minutes.editor.setRange(5, 480)
        self.minutes.editor.setSingleStep(5)
        self.colour = ChoiceField(tr("Settings", "Colour"), colour_names())
        sentence = tr(
            "Settings", "What you offer. A service fills in the length and the colour of a booking."
        )
        super().__init__(context, tr("Settings", "Services"), sentence, tr("Settings", "Add a service"))

    @override
    def fields(self) -> Sequence[QWidget]:
        return (self.minutes, self.colour)

    @override
    def read(self) -> Sequence[Row]:
        return self.context.practice.services.list()

    @override
    def show_row(self, row: Row | None) -> None:
        service = row if isinstance(row, Service) else None
        self.minutes.editor.setValue(service.default_duration_minutes if service else 60)
        self.colour.set_value((service.colour if service else None) or tokens.DEFAULT_EVENT)

    @override
    def write(self, row_id: uuid.UUID | None) -> None:
        services, name = self.context.practice.services, self.name.text
        minutes, colour = self.minutes.editor.value(), str(self.colour.value)
        if row_id is None:
            draft = ServiceDraft(name=name, default_duration_minutes=minutes, colour=colour)
            self.do(lambda: services.add(draft), tr("Settings", "Service added"))
        else:
            fields = {"name": name, "default_duration_minutes": minutes, "colour": colour}
            self.do(lambda: services.edit(row_id, **fields), tr("Settings", "Saved"))

    @override
    def delete(self, row_id: uuid.UUID) -> Done[Any]:
        return self.context.practice.services.delete(row_id)

    @override
    def item(self, row: Row) -> QStandardItem:
        item = QStandardItem(row.name)
        if isinstance(row, Service):
            minutes = tr("Settings", "{minutes} minutes", minutes=row.default_duration_minutes)
            item.setData(minutes, RowRole.SECOND)
            item.setData(row.colour or tokens.DEFAULT_EVENT, RowRole.MARK_COLOUR)
        return item


class LocationsSection(CatalogSection):
    def __init__(self, context: ScreenContext) -> None:
        self.kind = ChoiceField(tr("Settings", "Kind"), location_kinds())
        self.address = LineField(tr("Settings", "Address"))
        self.kind.changed.connect(self._on_kind_changed)
        sentence = tr("Settings", "Where you work.")
        super().__init__(context, tr("Settings", "Locations"), sentence, tr("Settings", "Add a location"))

    @override
    def fields(self) -> Sequence[QWidget]:
        return (self.kind, self.address)

    @override
    def read(self) -> Sequence[Row]:
        return self.context.practice.locations.list()

    @override
    def show_row(self, row: Row | None) -> None:
        location = row if isinstance(row, Location) else None
        self.kind.set_value(location.location_type if location else LocationType.CLINIC)
        self.address.set_text((location.address if location else None) or "")

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
    def item(self, row: Row) -> QStandardItem:
        item = QStandardItem(row.name)
        if isinstance(row, Location):
            kinds = {value: name for name, value in location_kinds()}
            parts = (str(kinds[LocationType(row.location_type)]), row.address or "")
            item.setData(" · ".join(filter(None, parts)), RowRole.SECOND)
            item.setData(_ICONS[LocationType(row.location_type)], RowRole.ICON)
        return item

    def _on_kind_changed(self, kind: object) -> None:
        self.address.setEnabled(kind is not LocationType.ONLINE)


_ICONS = {LocationType.CLINIC: "pin", LocationType.HOME: "home", LocationType.ONLINE: "video"}


def colour_names() -> list[tuple[str, object]]:
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
    return [
        (tr("Settings", "In the practice"), LocationType.CLINIC),
        (tr("Settings", "At a home"), LocationType.HOME),
        (tr("Settings", "Online"), LocationType.ONLINE),
    ]
