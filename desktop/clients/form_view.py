"""The client form in a side panel."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.clients import full_name
from core.domain.errors import UserError
from core.domain.ids import ClientId
from core.domain.records import Client
from core.store.practice import ClientSummary
from desktop import tokens
from desktop.clients.chips import TagEditor
from desktop.clients.form import FormValues
from desktop.clients.form_presenter import FormPresenter
from desktop.context import ScreenContext
from desktop.field_words import client_words
from desktop.i18n import tr
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button, primary, quiet
from desktop.widgets.fields import AreaField, Field, LineField
from desktop.widgets.side_panel import SidePanel
from desktop.widgets.text import Text

_LINES = (
    "first_name",
    "last_name",
    "preferred_name",
    "pronouns",
    "phone",
    "email",
    "date_of_birth",
    "emergency_contact_name",
    "emergency_contact_phone",
    "consent_version",
)
_AREAS = {"address": 3, "alerts": 3, "medical_history": 4, "notes": 3}
"""Fields of several lines, and how many are in sight."""


class ClientForm(SidePanel):
    """Implements FormView. `saved_client(id, new)` once stored; closing throws nothing away unasked."""

    saved_client = Signal(object, bool)
    opened_existing = Signal(object)

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context.theme)
        self._context = context
        labels = field_labels()
        self.lines = {name: LineField(labels[name]) for name in _LINES}
        self.areas = {name: AreaField(labels[name], lines=lines) for name, lines in _AREAS.items()}
        self.tags = Field(labels["tags"], TagEditor())
        self.consent = QCheckBox(tr("Clients", "Has given consent"))
        self.banner = Banner(context.theme)
        self.duplicates = _Duplicates()
        self.save_button: Button = primary(tr("Clients", "Save"), self._on_save)
        self.save_button.setToolTip("Ctrl+Enter")
        self.presenter = FormPresenter(context.practice, context.jobs, context.bus, context.clock, self)
        self._fill()
        self._connect()
        self.hide()

    def begin_new(self, values: FormValues, known_tags: Sequence[str]) -> None:
        self.tags.editor.set_known(known_tags)
        self.presenter.begin_new(values)

    def begin_edit(self, client: Client, known_tags: Sequence[str]) -> None:
        self.tags.editor.set_known(known_tags)
        self.presenter.begin_edit(client)

    def values(self) -> FormValues:
        texts = {name: line.text for name, line in self.lines.items()}
        texts |= {name: area.text for name, area in self.areas.items()}
        return FormValues(tags=self.tags.editor.tags, consent_status=self.consent.isChecked(), **texts)

    @property
    def changed(self) -> bool:
        return self.isVisible() and self.presenter.is_changed(self.values())

    def content(self) -> dict[str, Any] | None:
        """What must not be lost while the form is open; None when there is nothing."""
        return self.presenter.content(self.values()) if self.changed else None

    @override
    def dismiss(self) -> None:
        if not self.changed:
            super().dismiss()
            return
        self._context.navigator.confirm(
            tr("Clients", "Discard what you typed?"),
            tr("Clients", "The form has changes that are not saved."),
            tr("Clients", "Discard"),
            super().dismiss,
            danger=True,
        )

    # What the presenter says.

    def show_values(self, values: FormValues, *, editing: bool) -> None:
        self.title.setText(tr("Clients", "Edit client") if editing else tr("Clients", "New client"))
        self._set(values)
        self.show()
        self.lines["first_name" if not values.first_name or editing else "last_name"].editor.setFocus()

    def show_wrong(self, field: str, sentence: str) -> None:
        self._clear_errors()
        self.lines[field].set_error(sentence)
        self.lines[field].editor.setFocus()

    def show_duplicates(self, found: Sequence[ClientSummary]) -> None:
        self.duplicates.show_found(found)
        self._scroll.ensureWidgetVisible(self.duplicates)

    def show_moved(self, fields: Sequence[str], theirs: FormValues, values: FormValues) -> None:
        self._set(values)
        said = "; ".join(f"{field_labels()[name]}: {getattr(theirs, name) or '–'}" for name in fields)
        self.banner.say(
            tr(
                "Clients",
                "Another device changed this client meanwhile ({fields}). What you typed is kept here: "
                "save again to keep yours.",
                fields=said,
            ),
            "warning",
        )

    def refuse(self, error: UserError) -> None:
        self.banner.say(error.sentence, "danger")

    def saved(self, client_id: ClientId, *, new: bool) -> None:
        self.hide()
        self.saved_client.emit(client_id, new)

    def _set(self, values: FormValues) -> None:
        self._clear_errors()
        self.banner.hide()
        self.duplicates.hide()
        for name, line in self.lines.items():
            line.set_text(getattr(values, name))
        for name, area in self.areas.items():
            area.set_text(getattr(values, name))
        self.tags.editor.set_tags(values.tags)
        self.consent.setChecked(values.consent_status)

    def _clear_errors(self) -> None:
        for line in self.lines.values():
            line.set_error("")

    def _fill(self) -> None:
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, tokens.M, 0)
        box.setSpacing(tokens.M)
        box.addWidget(self.banner)
        box.addWidget(self.duplicates)
        box.addLayout(self._side_by_side("first_name", "last_name"))
        box.addLayout(self._side_by_side("preferred_name", "pronouns"))
        box.addLayout(self._side_by_side("phone", "date_of_birth"))
        box.addWidget(self.lines["email"])
        box.addWidget(self.areas["address"])
        box.addWidget(self.tags)
        box.addWidget(self.areas["alerts"])
        _section(box, tr("Clients", "Emergency contact"))
        box.addLayout(self._side_by_side("emergency_contact_name", "emergency_contact_phone"))
        _section(box, tr("Clients", "Health"))
        box.addWidget(self.areas["medical_history"])
        box.addWidget(self.areas["notes"])
        _section(box, tr("Clients", "Consent"))
        box.addWidget(self.consent)
        said = tr("Clients", "To treatment and to keeping records. Taking it back is kept with its day.")
        box.addWidget(Text(said, tone="hint", size="small", wrap=True))
        box.addWidget(self.lines["consent_version"])
        box.addStretch(1)
        self._wrap(inner)

    def _wrap(self, inner: QWidget) -> None:
        inner.setObjectName("client-form")
        inner.setStyleSheet("#client-form { background: transparent; }")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inner)
        self.body.addWidget(self._scroll)
        self.footer.addStretch(1)
        self.footer.addWidget(quiet(tr("Clients", "Cancel"), self.dismiss))
        self.footer.addWidget(self.save_button)

    def _side_by_side(self, left: str, right: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(tokens.M)
        for name in (left, right):
            self.lines[name].editor.setMinimumWidth(0)
            row.addWidget(self.lines[name], 1, Qt.AlignmentFlag.AlignTop)
        return row

    def _connect(self) -> None:
        self.lines["date_of_birth"].editor.setPlaceholderText(tr("Clients", "such as 3.4.1985"))
        self.lines["consent_version"].editor.setPlaceholderText(tr("Clients", "such as 2026-01"))
        self.duplicates.save_anyway.connect(self._on_save_anyway)
        self.duplicates.opened.connect(self._on_open_existing)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            shortcut = QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            shortcut.activated.connect(self._on_save)

    def _on_save(self) -> None:
        self.presenter.save(self.values())

    def _on_save_anyway(self) -> None:
        self.presenter.save(self.values(), despite_duplicates=True)

    def _on_open_existing(self, client_id: object) -> None:
        self.hide()
        self.opened_existing.emit(client_id)


class _Duplicates(QFrame):
    """Who looks the same, and the two ways on."""

    save_anyway = Signal()
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("paper", True)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(tokens.M, tokens.M, tokens.M, tokens.M)
        self._box.setSpacing(tokens.S)
        self.hide()

    def show_found(self, found: Sequence[ClientSummary]) -> None:
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._box.addWidget(Text(tr("Clients", "Is this the same person?"), strong=True))
        for summary in found[:3]:
            self._box.addWidget(Text(_known(summary.client), tone="secondary", wrap=True))
            self._box.addWidget(
                Button(
                    tr("Clients", "Open this client"),
                    partial(self.opened.emit, summary.client.id),
                    compact=True,
                )
            )
        self._box.addWidget(quiet(tr("Clients", "No, save as another client"), self.save_anyway.emit))
        self.show()


def _known(client: Client) -> str:
    born = client.date_of_birth.isoformat() if client.date_of_birth else ""
    archived = "" if client.is_active else tr("Clients", "archived")
    parts = (full_name(client.first_name, client.last_name), born, client.phone, client.email, archived)
    return " · ".join(part for part in parts if part)


def _section(box: QVBoxLayout, title: str) -> None:
    box.addSpacing(tokens.S)
    box.addWidget(Text(title, strong=True))


def field_labels() -> dict[str, str]:
    """Words of the form; alerts say here what they do."""
    return {**client_words(), "alerts": tr("Clients", "Alerts, shown on top of the record")}
