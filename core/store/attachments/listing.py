"""Attachments as they are shown: the row, and where its content is."""

import uuid
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam

from core.domain.errors import NotFound
from core.domain.records import Attachment
from core.store.attachments import blob_states
from core.store.attachments.blob_states import BlobState
from core.store.attachments.chunk_store import Files
from core.store.database.tables import SYNCED
from core.store.unit_of_work.repository import RepositoryContext, prepared

TABLE = "session_attachments"
COLUMNS = SYNCED[TABLE].c
MOST_DELETED = 200
"""Of one client or note: more of them are not listed."""


class Where(StrEnum):
    """Where an attachment's content is, as far as this device knows."""

    HERE = "here"
    """On this laptop only: waits to be sent where the practice has a server."""
    CLINIC = "clinic"
    """In the clinic only: `Contents.want` fetches it."""
    BOTH = "both"
    UNDERWAY = "underway"
    """Whole in neither: on its way in from the clinic, or from another laptop to the clinic."""


@dataclass(frozen=True, slots=True)
class ListedAttachment:
    """An attachment and where its content is. `here` and `in_clinic` count chunks, of `row.chunk_count`."""

    row: Attachment
    here: int
    state: BlobState

    @property
    def in_clinic(self) -> int:
        """Chunks that the clinic was last known to have; a server that claims more than the file has is not
        believed."""
        return min(self.state.in_clinic, self.row.chunk_count)

    @property
    def is_here(self) -> bool:
        """Whether every chunk is on this laptop; it may still have to be compared with its address."""
        return self.here >= self.row.chunk_count

    @property
    def is_wanted(self) -> bool:
        """It is to be fetched: `here` of `row.chunk_count` chunks have come."""
        return self.state.wanted and not self.is_here

    @property
    def problem(self) -> str | None:
        """Why the content cannot be used: `damaged` on this laptop, `not_genuine` in the clinic; or None."""
        return self.state.problem

    @property
    def where(self) -> Where:
        """By the chunks alone: content with a `problem` is somewhere all the same."""
        in_clinic = self.in_clinic >= self.row.chunk_count
        if self.is_here:
            return Where.BOTH if in_clinic else Where.HERE
        return Where.CLINIC if in_clinic and not self.here and not self.is_wanted else Where.UNDERWAY


def find(desk: RepositoryContext, files: Files, **given: uuid.UUID) -> list[ListedAttachment]:
    """Living attachments whose columns have these values, the newest first."""
    with desk.read() as db:
        rows = desk.prepared_rows(db, Attachment, TABLE, _living(tuple(given)), **given)
        known = blob_states.states(db, (row.blob_key for row in rows))
    here = {row.blob_key: len(files.present(row.blob_key)) for row in rows}
    return [
        ListedAttachment(row, here[row.blob_key], known.get(row.blob_key, blob_states.UNKNOWN))
        for row in rows
    ]


def find_deleted(desk: RepositoryContext, **given: uuid.UUID) -> list[Attachment]:
    """Deleted attachments whose columns have these values, the one that was deleted last first; none for who
    does not read files."""
    with desk.read() as db:
        if not desk.reads_clinical(db):
            return []
        return desk.prepared_rows(db, Attachment, TABLE, _deleted(tuple(given)), **given)


@cache
def _living(names: tuple[str, ...]) -> Select[Any]:
    found = prepared(TABLE, *(COLUMNS[name] == bindparam(name) for name in names))
    return found.order_by(COLUMNS.created_at.desc(), COLUMNS.id.desc())


@cache
def _deleted(names: tuple[str, ...]) -> Select[Any]:
    conditions = [COLUMNS[name] == bindparam(name) for name in names]
    found = prepared(TABLE, *conditions, COLUMNS.deleted_at.is_not(None), deleted=True)
    return found.order_by(COLUMNS.deleted_at.desc(), COLUMNS.id.desc()).limit(MOST_DELETED)


def find_one(desk: RepositoryContext, files: Files, attachment_id: uuid.UUID) -> ListedAttachment:
    """NotFound when it is missing, deleted or another practice's."""
    found = find(desk, files, id=attachment_id)
    if not found:
        raise NotFound("This attachment is not here any more; nothing was changed.")
    return found[0]
