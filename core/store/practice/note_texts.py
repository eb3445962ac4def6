"""Templates of notes and text snippets: what a practice writes again and again, for clinicians alone."""

import uuid
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Select
from typing_extensions import override

from core.domain.enums import AuditAction
from core.domain.errors import NotFound, RuleBroken
from core.domain.ids import AppointmentId, NoteTemplateId, ServiceId, TextSnippetId
from core.domain.new_rows import NoteTemplateDraft, TextSnippetDraft
from core.domain.note_templates import check_template, offered
from core.domain.notes import SOAP
from core.domain.records import Appointment, NoteTemplate, Service, TextSnippet
from core.domain.registry import Access
from core.domain.text_snippets import check_snippet, same_abbreviation, without_lead
from core.store.database.tables import SYNCED
from core.store.practice.occurrences import Occurrences
from core.store.unit_of_work.repository import Done, RepositoryContext, prepared
from core.store.unit_of_work.writer import Writer

R = TypeVar("R", NoteTemplate, TextSnippet)
D = TypeVar("D", NoteTemplateDraft, TextSnippetDraft)
RowId = NoteTemplateId | TextSnippetId


class _NoteTexts(Generic[R, D]):
    """What both lists share. Every command is one transaction; NotFound for what is not here."""

    kind: type[R]
    table: str
    word: str
    order: str

    def __init__(self, desk: RepositoryContext) -> None:
        self._desk = desk

    def add(self, draft: D, row_id: uuid.UUID | None = None) -> Done[R]:
        with self._desk.write(Access.CLINICAL) as writer:
            values = self._checked(writer.db, asdict(draft), None)
            made = writer.insert(self.table, values, row_id)
            writer.audit(AuditAction.CREATE, f"{self.word}.add", made)
            return self._done(writer, made)

    def edit(self, row_id: RowId, **fields: Any) -> Done[R]:
        """Changes the named fields."""
        with self._desk.write(Access.CLINICAL) as writer:
            before = self._desk.get(writer.db, self.kind, self.table, row_id)
            values = self._checked(writer.db, {**asdict(before), **fields}, row_id)
            if writer.update(self.table, row_id, {name: values[name] for name in fields}):
                writer.audit(AuditAction.UPDATE, f"{self.word}.edit", row_id, {"fields": sorted(fields)})
            return self._done(writer, row_id)

    def delete(self, row_id: RowId) -> Done[R]:
        """Notes that were written with it stay as they are."""
        with self._desk.write(Access.CLINICAL) as writer:
            self._desk.get(writer.db, self.kind, self.table, row_id)
            writer.delete(self.table, row_id)
            writer.audit(AuditAction.DELETE, f"{self.word}.delete", row_id)
            return self._done(writer, row_id)

    def get(self, row_id: RowId) -> R:
        with self._desk.read() as db:
            return self._desk.get(db, self.kind, self.table, row_id)

    def list(self) -> list[R]:
        """In the order of the alphabet; the older first where two have one name."""
        with self._desk.read() as db:
            found = self._desk.prepared_rows(db, self.kind, self.table, _every(self.table))
        return sorted(found, key=lambda row: (str(getattr(row, self.order)).casefold(), row.id))

    def _checked(self, db: Connection, values: dict[str, Any], row_id: uuid.UUID | None) -> dict[str, Any]:
        """The values as they are kept; RuleBroken where they cannot be."""
        raise NotImplementedError

    def _refuse_taken(self, db: Connection, name: str, row_id: uuid.UUID | None) -> None:
        c = SYNCED[self.table].c
        query = self._desk.select(self.table).with_only_columns(c.id, c[self.order])
        if any(same_abbreviation(taken, name) and other != row_id for other, taken in db.execute(query)):
            raise RuleBroken(
                f"There is a {self.word} of this name already; nothing was changed.", code="unique"
            )

    def _done(self, writer: Writer, row_id: uuid.UUID) -> Done[R]:
        return self._desk.done(writer, self.kind, self.table, row_id)


class NoteTemplates(_NoteTexts[NoteTemplate, NoteTemplateDraft]):
    """Texts that a new note may begin with."""

    kind = NoteTemplate
    table = "note_templates"
    word = "template"
    order = "name"

    def __init__(self, desk: RepositoryContext, occurrences: Occurrences) -> None:
        super().__init__(desk)
        self._occurrences = occurrences

    def for_appointment(self, appointment_id: AppointmentId | None) -> NoteTemplate | None:
        """What a note of this appointment, or of none, may begin with."""
        return offered(self.list(), self._service_of(appointment_id))

    def _service_of(self, appointment_id: AppointmentId | None) -> ServiceId | None:
        """Also of an occurrence that nobody touched, and of an appointment that was deleted."""
        if appointment_id is None:
            return None
        c = SYNCED["appointments"].c
        query = self._desk.select("appointments", c.id == appointment_id, deleted=True)
        with self._desk.read() as db:
            found = self._desk.rows(db, Appointment, "appointments", query)
            with suppress(NotFound):
                return (found or [self._occurrences.get(db, appointment_id)])[0].service_id
        return None

    @override
    def _checked(self, db: Connection, values: dict[str, Any], row_id: uuid.UUID | None) -> dict[str, Any]:
        values = {**values, "name": values["name"].strip()}
        check_template(values["name"], {name: values[name] for name in SOAP})
        self._refuse_taken(db, values["name"], row_id)
        if values["service_id"] is not None:
            # A template that is edited may keep a service that was deleted since.
            self._desk.get(db, Service, "services", values["service_id"], deleted=row_id is not None)
        return values


class TextSnippets(_NoteTexts[TextSnippet, TextSnippetDraft]):
    """Texts that a note gets by an abbreviation."""

    kind = TextSnippet
    table = "text_snippets"
    word = "snippet"
    order = "abbreviation"

    @override
    def _checked(self, db: Connection, values: dict[str, Any], row_id: uuid.UUID | None) -> dict[str, Any]:
        values = {**values, "abbreviation": without_lead(values["abbreviation"])}
        check_snippet(values["abbreviation"], values["text"])
        self._refuse_taken(db, values["abbreviation"], row_id)
        return values


@cache
def _every(table_name: str) -> Select[Any]:
    """The living rows of a short list."""
    return prepared(table_name)
