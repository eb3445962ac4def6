"""Blocks of time: lunch, supervision, a day on which the practice is closed."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, or_

from core.domain.enums import AuditAction
from core.domain.errors import NotFound, RuleBroken
from core.domain.ids import TimeBlockId
from core.domain.new_rows import TimeBlockDraft
from core.domain.records import TimeBlock
from core.domain.time_blocks import LONGEST_DAYS, BlockSpan, check_block, spans
from core.store.database.tables import SYNCED
from core.store.practice.settings import Settings
from core.store.unit_of_work.repository import Done, RepositoryContext, prepared
from core.store.unit_of_work.writer import Writer

_TABLE = "time_blocks"
_SLACK = timedelta(days=3)
"""Between a moment and a day on the wall of any zone."""


class TimeBlocks:
    """The practice's blocks. Every command is one transaction; NotFound for what is not here.

    Whoever may book may block: their own time, a colleague's, that of a place and that of the whole practice.
    Everybody who reads the calendar reads the title; the server does not.
    """

    def __init__(self, desk: RepositoryContext, settings: Settings) -> None:
        self._desk = desk
        self._settings = settings

    def add(self, draft: TimeBlockDraft, block_id: uuid.UUID | None = None) -> Done[TimeBlock]:
        with self._desk.write() as writer:
            zone = draft.timezone or self._settings.workspace_in(writer.db).timezone
            values = self._checked(writer.db, {**asdict(draft), "timezone": zone})
            made = writer.insert(_TABLE, values, block_id)
            writer.audit(AuditAction.CREATE, "block.add", made)
            return self._done(writer, made)

    def edit(self, block_id: TimeBlockId, **fields: Any) -> Done[TimeBlock]:
        """Changes the named fields, on all days of a block that repeats."""
        with self._desk.write() as writer:
            before = self._desk.get(writer.db, TimeBlock, _TABLE, block_id)
            values = self._checked(writer.db, {**asdict(before), **fields}, before)
            if writer.update(_TABLE, block_id, {name: values[name] for name in fields}):
                writer.audit(AuditAction.UPDATE, "block.edit", block_id, {"fields": sorted(fields)})
            return self._done(writer, block_id)

    def skip(self, block_id: TimeBlockId, day: date) -> Done[TimeBlock]:
        """Leaves one day of a block that repeats out; one that does not is to be deleted (RuleBroken)."""
        with self._desk.write() as writer:
            before = self._desk.get(writer.db, TimeBlock, _TABLE, block_id)
            if before.rrule is None:
                raise RuleBroken("This block does not repeat; nothing was changed. Delete it.", code="once")
            days = sorted({*before.exceptions, day.isoformat()})
            if writer.update(_TABLE, block_id, {"exceptions": days}):
                writer.audit(AuditAction.UPDATE, "block.skip", block_id)
            return self._done(writer, block_id)

    def delete(self, block_id: TimeBlockId) -> Done[TimeBlock]:
        """On all of its days."""
        with self._desk.write() as writer:
            self._desk.get(writer.db, TimeBlock, _TABLE, block_id)
            writer.delete(_TABLE, block_id)
            writer.audit(AuditAction.DELETE, "block.delete", block_id)
            return self._done(writer, block_id)

    def get(self, block_id: TimeBlockId) -> TimeBlock:
        with self._desk.read() as db:
            return self._desk.get(db, TimeBlock, _TABLE, block_id)

    def between(self, start: datetime, end: datetime) -> list[BlockSpan]:
        """Those that touch [start, end), by start."""
        with self._desk.read() as db:
            return blocks_between(self._desk, db, start, end)

    def _checked(
        self, db: Connection, values: Mapping[str, Any], before: TimeBlock | None = None
    ) -> dict[str, Any]:
        """The values as they are kept; RuleBroken or NotFound where they cannot be."""
        kept = {**values, "title": (values["title"] or "").strip() or None}
        check_block(
            start_local=kept["start_local"],
            timezone=kept["timezone"],
            minutes=kept["duration_minutes"],
            is_all_day=kept["is_all_day"],
            rrule=kept["rrule"],
            until=kept["until"],
            title=kept["title"],
        )
        # Whose it was stays possible, also when their row is not here any more.
        if kept["user_id"] is not None and (before is None or kept["user_id"] != before.user_id):
            gone = "This person is not in the practice any more; nothing was changed."
            self._check_here(db, "users", kept["user_id"], gone)
        if kept["location_id"] is not None and (before is None or kept["location_id"] != before.location_id):
            gone = "This location is not here any more; nothing was changed."
            self._check_here(db, "locations", kept["location_id"], gone)
        return kept

    def _check_here(self, db: Connection, table: str, row_id: uuid.UUID, gone: str) -> None:
        c = SYNCED[table].c
        if db.execute(self._desk.select(table, c.id == row_id).with_only_columns(c.id)).first() is None:
            raise NotFound(gone)

    def _done(self, writer: Writer, block_id: uuid.UUID) -> Done[TimeBlock]:
        return self._desk.done(writer, TimeBlock, _TABLE, block_id)


def blocks_between(
    desk: RepositoryContext, db: Connection, start: datetime, end: datetime
) -> list[BlockSpan]:
    """Spans of living blocks that touch [start, end), by start."""
    earliest = (start - _SLACK).date() - timedelta(days=LONGEST_DAYS)
    before = (end + _SLACK).date().isoformat()
    found = desk.prepared_rows(
        db, TimeBlock, _TABLE, _in_range(), before=before, since=earliest, since_local=earliest.isoformat()
    )
    drawn = [each for block in found for each in spans(block, start, end)]
    return sorted(drawn, key=lambda each: (each.start, each.end, each.block.id.bytes))


@cache
def _in_range() -> Select[Any]:
    """Living blocks that may have a day from `since` until `before`."""
    b = SYNCED[_TABLE].c
    return prepared(
        _TABLE,
        b.start_local < bindparam("before"),
        # One that repeats may have begun at any time before.
        or_(b.rrule.is_not(None), b.start_local >= bindparam("since_local")),
        or_(b.until.is_(None), b.until >= bindparam("since")),
    )
