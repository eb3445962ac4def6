"""Templates of notes and text snippets: what a practice writes again and again, for those who write notes."""

import uuid
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QStandardItem
from PySide6.QtWidgets import QLayout, QWidget
from typing_extensions import override

from core.domain.ids import NoteTemplateId, ServiceId, TextSnippetId
from core.domain.notes import SOAP
from core.domain.records import NoteTemplate, TextSnippet
from core.store.practice.practice import Done, NoteTemplateDraft, TextSnippetDraft
from core.text.folding import fold
from desktop.kit.context import ScreenContext
from desktop.kit.field_texts import field_word
from desktop.kit.form_drafts import Content
from desktop.kit.i18n import one_line, tr
from desktop.settings.catalog import CatalogRow, CatalogSection
from desktop.settings.section import column
from desktop.widgets.empty import EmptyState
from desktop.widgets.fields import AreaField, ChoiceField
from desktop.widgets.search_field import SearchField
from desktop.widgets.two_line import RowRole

_PREVIEW = 90
_LINES = 4


class NoteTextsSection(CatalogSection):
    """A catalog with a search and a sentence where there is nothing yet."""

    def __init__(self, context: ScreenContext, title: str, sentence: str, add: str, empty: str) -> None:
        self.search = SearchField(context.theme, tr("Settings", "Search by name and text"))
        super().__init__(context, title, sentence, add)
        self._all: Sequence[CatalogRow] = ()
        self.empty = EmptyState(context.theme, "notes", tr("Settings", "Nothing here yet"), empty)
        self.body.insertWidget(self.body.indexOf(self._card), self.search)
        self.body.insertWidget(self.body.indexOf(self._card), self.empty)
        self.empty.hide()
        self.search.searched.connect(self._on_searched)

    @abstractmethod
    def texts_of(self, row: CatalogRow) -> Sequence[str]:
        """What is searched and shown beside the name."""

    @override
    def arrange(self) -> QLayout:
        return column(*self.fields())

    @override
    def _on_read(self, rows: Sequence[CatalogRow]) -> None:
        self._all = rows
        self._show_found()

    def _show_found(self) -> None:
        wanted = fold(self.search.text()).split()
        found = [
            row
            for row in self._all
            if all(word in fold("\n".join((self.title_of(row), *self.texts_of(row)))) for word in wanted)
        ]
        super()._on_read(found)
        # All of them: what was left in the form may be of a row that the search hides.
        self._rows = {row.id: row for row in self._all}
        self.search.setVisible(bool(self._all))
        self.empty.setVisible(not found and self.form.isHidden())
        if self._all:
            words = tr("Settings", "No text here has these words. Search for fewer of them.")
            self.empty.set_words(tr("Settings", "Nothing found"), words)
        else:
            self.empty.set_words(tr("Settings", "Nothing here yet"), self._empty_words())

    @abstractmethod
    def _empty_words(self) -> str: ...

    def _on_searched(self, _text: str) -> None:
        self._show_found()

    @override
    def _open_form(self, row: CatalogRow | None, title: str) -> None:
        self.empty.hide()
        super()._open_form(row, title)

    @override
    def _close_form(self) -> None:
        super()._close_form()
        self._show_found()


class TemplatesSection(NoteTextsSection):
    """Texts that a new note may begin with."""

    def __init__(self, context: ScreenContext) -> None:
        self.service = ChoiceField(tr("Settings", "Offered in notes of"), [_every_service()])
        self.texts = {name: AreaField(field_word("note_templates", name), lines=_LINES) for name in SOAP}
        self._services: list[tuple[str, object]] = []
        sentence = tr(
            "Settings",
            "What a new note may begin with. A template of a service is offered when a note of such an "
            "appointment begins, and fills only fields that are empty. What stands in braces, such as "
            "{example}, is asked for with Tab.",
            example="{side}",
        )
        add = tr("Settings", "Add a template")
        super().__init__(context, tr("Settings", "Note templates"), sentence, add, self._empty_words())

    @classmethod
    @override
    def words(cls) -> str:
        return tr("Palette", "prefilled beginning of a note")

    @override
    def fields(self) -> Sequence[QWidget]:
        return (self.service, *self.texts.values())

    @override
    def read(self) -> Sequence[CatalogRow]:
        """Services too, for the form."""
        services = self.context.practice.services.list(include_inactive=True)
        self._services = [(each.name, each.id) for each in services]
        return self.context.practice.templates.list()

    @override
    def texts_of(self, row: CatalogRow) -> Sequence[str]:
        return [getattr(row, name) or "" for name in SOAP]

    @override
    def show_row(self, row: CatalogRow | None) -> None:
        template = row if isinstance(row, NoteTemplate) else None
        self.service.set_choices([_every_service(), *self._services])
        self.service.set_value(template.service_id if template else None)
        for name, area in self.texts.items():
            area.set_text((getattr(template, name) if template else None) or "")

    @override
    def values(self) -> Content:
        service = self.service.value
        texts = {name: area.editor.toPlainText() for name, area in self.texts.items()}
        return {"service": str(service) if service else None, **texts}

    @override
    def show_values(self, values: Content) -> None:
        self.service.set_value(uuid.UUID(values["service"]) if values["service"] else None)
        for name, area in self.texts.items():
            area.set_text(values[name])

    @override
    def write(self, row_id: uuid.UUID | None) -> None:
        templates, service = self.context.practice.templates, self.service.value
        fields: dict[str, Any] = {
            "name": self.name.text,
            "service_id": ServiceId(service) if isinstance(service, uuid.UUID) else None,
            **{name: area.text or None for name, area in self.texts.items()},
        }
        if row_id is None:
            draft = NoteTemplateDraft(**fields)
            self.do(lambda: templates.add(draft), tr("Settings", "Template added"))
        else:
            self.do(lambda: templates.edit(NoteTemplateId(row_id), **fields), tr("Settings", "Saved"))

    @override
    def delete(self, row_id: uuid.UUID) -> Done[Any]:
        return self.context.practice.templates.delete(NoteTemplateId(row_id))

    @override
    def item(self, row: CatalogRow) -> QStandardItem:
        item = QStandardItem(self.title_of(row))
        services = {value: name for name, value in self._services}
        if isinstance(row, NoteTemplate):
            fields = ", ".join(field_word("note_templates", name) for name in SOAP if getattr(row, name))
            service = services.get(row.service_id) if row.service_id else _every_service()[0]
            item.setData(one_line((service, fields)), RowRole.SECOND)
        return item

    @override
    def _empty_words(self) -> str:
        return tr("Settings", "Write once what your notes of a service begin with, and begin there.")


class SnippetsSection(NoteTextsSection):
    """Texts that a note gets by an abbreviation."""

    def __init__(self, context: ScreenContext) -> None:
        self.text = AreaField(tr("Settings", "Text"), lines=_LINES + 2)
        sentence = tr(
            "Settings",
            "Texts that you write often. In a note, type a semicolon and the abbreviation, then Tab. "
            "What stands in braces is asked for: Tab goes from one to the next, as in "
            "“{example}”.",
            example="Flexion {degrees}°, {side}",
        )
        add = tr("Settings", "Add a snippet")
        super().__init__(context, tr("Settings", "Text snippets"), sentence, add, self._empty_words())
        self.name.set_label(tr("Settings", "Abbreviation"))
        self.name.editor.setPlaceholderText(tr("Settings", "Such as rom, typed ;rom in a note"))

    @classmethod
    @override
    def words(cls) -> str:
        return tr("Palette", "abbreviations phrases")

    @override
    def fields(self) -> Sequence[QWidget]:
        return (self.text,)

    @override
    def read(self) -> Sequence[CatalogRow]:
        return self.context.practice.snippets.list()

    @override
    def texts_of(self, row: CatalogRow) -> Sequence[str]:
        return [row.text] if isinstance(row, TextSnippet) else []

    @override
    def show_row(self, row: CatalogRow | None) -> None:
        self.text.set_text(row.text if isinstance(row, TextSnippet) else "")

    @override
    def values(self) -> Content:
        return {"text": self.text.editor.toPlainText()}

    @override
    def show_values(self, values: Content) -> None:
        self.text.set_text(values["text"])

    @override
    def write(self, row_id: uuid.UUID | None) -> None:
        snippets, abbreviation, text = self.context.practice.snippets, self.name.text, self.text.text
        if row_id is None:
            draft = TextSnippetDraft(abbreviation=abbreviation, text=text)
            self.do(lambda: snippets.add(draft), tr("Settings", "Snippet added"))
        else:
            fields = {"abbreviation": abbreviation, "text": text}
            self.do(lambda: snippets.edit(TextSnippetId(row_id), **fields), tr("Settings", "Saved"))

    @override
    def delete(self, row_id: uuid.UUID) -> Done[Any]:
        return self.context.practice.snippets.delete(TextSnippetId(row_id))

    @override
    def item(self, row: CatalogRow) -> QStandardItem:
        item = QStandardItem(f";{self.title_of(row)}")
        if isinstance(row, TextSnippet):
            item.setData(" ".join(row.text.split())[:_PREVIEW], RowRole.SECOND)
        return item

    @override
    def _empty_words(self) -> str:
        return tr(
            "Settings", "Give a sentence that you write every day a few letters, and never write it again."
        )


def _every_service() -> tuple[str, object]:
    return tr("Settings", "Every service"), None
