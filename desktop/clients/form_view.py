"""The client form in a side panel."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.clients import full_name
from core.domain.errors import UserError
from core.domain.ids import ClientId
from core.domain.records import Client
from core.store.practice.practice import ClientSummary, Undo
from desktop.clients.chips import TagEditor
from desktop.clients.form import FormValues
from desktop.clients.form_presenter import IDENTITY, FormPresenter
from desktop.clients.language_field import LanguageField
from desktop.kit import tokens
from desktop.kit.booking_line import BookingLine, line_from_json, line_to_json
from desktop.kit.client_words import language_word
from desktop.kit.context import ScreenContext
from desktop.kit.discard_question import ask_to_discard
from desktop.kit.field_texts import client_words
from desktop.kit.i18n import one_line, tr
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button, primary, quiet
from desktop.widgets.enter import EnterPresses
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.fields import AreaField, Field, LineField
from desktop.widgets.floating import Floating
from desktop.widgets.focus_return import focus_in, give_focus
from desktop.widgets.form_scroll import scroll_form
from desktop.widgets.mirrored import set_margins
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
    """Implements FormView. `saved_client(id, new, undo)` once stored; closing throws nothing away unasked."""

    saved_client = Signal(object, bool, object)
    opened_existing = Signal(object)
    given_up = Signal(object)
    """The booking that was to follow: nobody was added."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context.theme)
        self._context = context
        labels = field_labels()
        self.lines = {name: LineField(labels[name]) for name in _LINES}
        self.areas = {name: AreaField(labels[name], lines=lines) for name, lines in _AREAS.items()}
        self.language = LanguageField(labels["preferred_language"])
        self.tags = Field(labels["tags"], TagEditor())
        self.consent = QCheckBox(tr("Clients", "Has given consent"))
        self.banner = Banner(context.theme)
        self._wrong_name, self._wrong_birth = ErrorLine(small=True), ErrorLine(lines=2, small=True)
        self.duplicates = Duplicates()
        self._refused = False
        self.booking: BookingLine | None = None
        """What was typed to be booked, and follows once this client is added."""
        self._asked_from: QWidget | None = None
        self.save_button: Button = primary(tr("Clients", "Save"), self._on_save)
        self.save_button.setToolTip("Ctrl+Enter")
        self.presenter = FormPresenter(context.practice, context.jobs, context.bus, context.clock, self)
        self._fill()
        self._connect()
        self._enter = EnterPresses(self, self.save_button)
        self.hide()

    def begin_new(
        self, values: FormValues, known_tags: Sequence[str], booking: BookingLine | None = None
    ) -> None:
        """Asks first where something is typed that is not saved; where that is kept, `booking` is given up.

        `known_tags` are offered while one is written.
        """
        self.tags.editor.set_known(known_tags)
        given_up = None if booking is None else partial(self.given_up.emit, booking)
        self._leave_for(partial(self._begin_new, values, booking), given_up)

    def _begin_new(self, values: FormValues, booking: BookingLine | None) -> None:
        self.booking = booking
        self.presenter.begin_new(values)

    def begin_edit(self, client: Client, known_tags: Sequence[str]) -> None:
        """As `begin_new`, over a client as it was read."""
        self.tags.editor.set_known(known_tags)
        self._leave_for(partial(self._begin_edit, client))

    def _begin_edit(self, client: Client) -> None:
        self.booking = None
        self.presenter.begin_edit(client)

    def take_up(self, content: dict[str, Any]) -> None:
        """Go on where a form was left, and with the booking that was to follow."""
        self.booking = line_from_json(content.get("booking"))
        self.presenter.take_up(content)

    def values(self) -> FormValues:
        texts = {name: line.text for name, line in self.lines.items()}
        texts |= {name: area.text for name, area in self.areas.items()}
        texts["preferred_language"] = self.language.language
        return FormValues(tags=self.tags.editor.tags, consent_status=self.consent.isChecked(), **texts)

    @property
    def changed(self) -> bool:
        """Also while another screen is in front."""
        return not self.isHidden() and self.presenter.is_changed(self.values())

    def content(self) -> dict[str, Any] | None:
        """What must not be lost while the form is open; None when there is nothing."""
        if not self.changed and (self.isHidden() or self.booking is None):
            return None
        return {**self.presenter.content(self.values()), "booking": line_to_json(self.booking)}

    @override
    def dismiss(self) -> None:
        self._leave_for(self._close)

    def _close(self) -> None:
        """The focus goes back after the form is gone: in a narrow window what had it comes up only then."""
        super().dismiss()
        give_focus(self._asked_from)
        booking, self.booking = self.booking, None
        if booking is not None:
            self.given_up.emit(booking)

    def _leave_for(self, then: Callable[[], None], on_left: Callable[[], None] | None = None) -> None:
        """Whatever takes the form's place asks first, if anything is typed."""
        if not self.changed:
            then()
            return
        sentence = tr("Clients", "The client form has changes that are not saved.")
        ask_to_discard(self._context.navigator, sentence, then, on_left)

    # What the presenter says.

    def show_values(self, values: FormValues, *, editing: bool) -> None:
        """For a new client whose first name is known, as from a search, the caret is in the last name."""
        if self.isHidden():
            self._asked_from = focus_in(self.window())
        self.title.setText(_title(editing=editing))
        self._set(values)
        self.show()
        self.lines["first_name" if not values.first_name or editing else "last_name"].editor.setFocus()

    def show_wrong(self, field: str, sentence: str) -> None:
        self._clear_errors()
        self.lines[field].set_error(sentence)
        self.lines[field].editor.setFocus()

    def show_duplicates(self, found: Sequence[ClientSummary]) -> None:
        self.duplicates.show_found(found)

    def show_moved(self, fields: Sequence[str], theirs: FormValues, values: FormValues) -> None:
        """A banner says what the other device wrote into each of these fields."""
        self._set(values)
        said = "; ".join(f"{field_labels()[name]}: {_said(theirs, name)}" for name in fields)
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
        """The banner with this goes as soon as something is typed."""
        self._refused = True
        self.banner.say(error.sentence, "danger")

    def saved(self, client_id: ClientId, *, new: bool, undo: Undo | None) -> None:
        self.hide()
        self.saved_client.emit(client_id, new, undo)

    def show_typed_since(self) -> None:
        self.title.setText(_title(editing=True))
        self.banner.say(tr("Clients", "Saved. What you typed meanwhile is not saved yet."), "warning")

    def _set(self, values: FormValues) -> None:
        self._clear_errors()
        self.banner.hide()
        self.duplicates.hide()
        for name, line in self.lines.items():
            line.set_text(getattr(values, name))
        for name, area in self.areas.items():
            area.set_text(getattr(values, name))
        self.language.set_language(values.preferred_language)
        self.tags.editor.set_tags(values.tags)
        self.consent.setChecked(values.consent_status)

    def _clear_errors(self) -> None:
        for line in self.lines.values():
            line.set_error("")

    def _fill(self) -> None:
        inner = QWidget()
        box = QVBoxLayout(inner)
        set_margins(box, 0, 0, tokens.XS, 0)
        box.setSpacing(tokens.M)
        box.addLayout(self._side_by_side("first_name", "last_name", self._wrong_name))
        box.addLayout(self._side_by_side("preferred_name", "pronouns"))
        box.addLayout(self._side_by_side("phone", "date_of_birth", self._wrong_birth))
        box.addWidget(self.lines["email"])
        box.addWidget(self.language)
        box.addWidget(self.areas["address"])
        if self._context.reads_clinical:
            box.addWidget(self.tags)
            box.addWidget(self.areas["alerts"])
        _section(box, tr("Clients", "Emergency contact"))
        box.addLayout(self._side_by_side("emergency_contact_name", "emergency_contact_phone"))
        if self._context.reads_clinical:
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
        inner.setProperty("page", True)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.viewport().setAutoFillBackground(False)
        scroll_form(self._scroll, inner)
        self.body.addWidget(self._scroll)
        for message in (self.banner, self.duplicates):
            Floating(message, self._scroll)
        self.footer.addStretch(1)
        self.footer.addWidget(quiet(tr("Clients", "Cancel"), self.dismiss))
        self.footer.addWidget(self.save_button)

    def _side_by_side(self, left: str, right: str, wrong: ErrorLine | None = None) -> QLayout:
        """`wrong` is the line below both, where one of them may be wrong."""
        row = QHBoxLayout()
        row.setSpacing(tokens.M)
        for name in (left, right):
            self.lines[name].editor.setMinimumWidth(0)
            row.addWidget(self.lines[name], 1, Qt.AlignmentFlag.AlignTop)
        if wrong is None:
            return row
        both = QVBoxLayout()
        both.setSpacing(tokens.XS)
        both.addLayout(row)
        both.addWidget(wrong)
        for name in (left, right):
            self.lines[name].share_line(wrong)
        return both

    def _connect(self) -> None:
        self.lines["date_of_birth"].editor.setPlaceholderText(tr("Clients", "such as 3.4.1985"))
        self.lines["consent_version"].editor.setPlaceholderText(tr("Clients", "such as 2026-01"))
        for name, line in self.lines.items():
            line.changed.connect(self._on_identity_edited if name in IDENTITY else self._on_edited)
        for area in self.areas.values():
            area.changed.connect(self._on_edited)
        self.language.changed.connect(self._on_edited)
        self.duplicates.save_anyway.connect(self._on_save_anyway)
        self.duplicates.opened.connect(self._on_open_existing)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            shortcut = QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            shortcut.activated.connect(self._on_save)

    def _on_edited(self, _value: object = None) -> None:
        """Why the last try to save was refused was said of another form."""
        if self._refused:
            self._refused = False
            self.banner.hide()

    def _on_identity_edited(self, _text: str) -> None:
        self.duplicates.hide()
        self._on_edited()

    def _on_save(self) -> None:
        self.presenter.save(self.values())

    def _on_save_anyway(self) -> None:
        self.presenter.save(self.values(), despite_duplicates=True)

    def _on_open_existing(self, client_id: object) -> None:
        """Beside this form, to compare the two."""
        self.opened_existing.emit(client_id)


class Duplicates(QFrame):
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
        """The first three of them, each with the way to it. Typing into a field of `IDENTITY` hides them."""
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
    return one_line(parts)


def _said(values: FormValues, name: str) -> object:
    """What a field says, for a sentence."""
    value = getattr(values, name)
    return language_word(value) if name == "preferred_language" else value or "–"


def _title(*, editing: bool) -> str:
    return tr("Clients", "Edit client") if editing else tr("Clients", "New client")


def _section(box: QVBoxLayout, title: str) -> None:
    box.addSpacing(tokens.S)
    box.addWidget(Text(title, strong=True))


def field_labels() -> dict[str, str]:
    """Words of the form; alerts say here what they do."""
    return {**client_words(), "alerts": tr("Clients", "Alerts, shown on top of the record")}
