"""Faults of product code that are planted in what younger generations do, see `bugs`."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from core.domain.enums import AuditAction
from core.domain.ids import TimeBlockId
from core.domain.records import AppointmentSeries
from core.domain.registry import BY_NAME, Merge
from core.store.outbox import forgetting, wire_row
from core.store.practice import appointments, body_marks, series
from core.store.practice.series_changes import Change, changed_series
from core.store.practice.time_blocks import TimeBlocks
from sync.keys.role_keeper import RoleKeeper
from sync.rows import merge, reach


def texts_replaced(patch: pytest.MonkeyPatch) -> None:
    original = merge._RULES[Merge.TEXT]

    def theirs_alone(self: Any, no: int) -> None:
        if self.table.name in ("note_templates", "text_snippets"):
            self._put(no, self.theirs.fields.get(no))
        else:
            original(self, no)

    patch.setitem(merge._RULES, Merge.TEXT, theirs_alone)


def marks_in_halves(patch: pytest.MonkeyPatch) -> None:
    _parted(patch, "body_marks")


def measures_in_halves(patch: pytest.MonkeyPatch) -> None:
    _parted(patch, "measures")


def marks_beside_signed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(body_marks, "is_signed", lambda *_: False)


def rooms_and_people(patch: pytest.MonkeyPatch) -> None:
    """A block may be a room's and a person's at once."""
    _parted(patch, "time_blocks")


def _parted(patch: pytest.MonkeyPatch, table: str) -> None:
    """Columns that mean something only together are merged one by one."""
    patch.setattr(merge, "UNITS", {name: units for name, units in merge.UNITS.items() if name != table})


def booked_and_waiting(patch: pytest.MonkeyPatch) -> None:
    for module in (appointments, series):
        patch.setattr(module, "end_wait", lambda *_: None)


def one_day_left_out(patch: pytest.MonkeyPatch) -> None:
    def skip(self: TimeBlocks, block_id: TimeBlockId, day: date) -> Any:
        with self._desk.write() as writer:
            if writer.update("time_blocks", block_id, {"exceptions": [day.isoformat()]}):
                writer.audit(AuditAction.UPDATE, "block.skip", block_id)
            return self._done(writer, block_id)

    patch.setattr(TimeBlocks, "skip", skip)


def language_stays_home(patch: pytest.MonkeyPatch) -> None:
    """A column that came late was forgotten where rows are made for the way."""
    no = BY_NAME["clients"].no
    kept = [each for each in wire_row._OUT[no] if each[1] != "preferred_language"]
    patch.setitem(wire_row._OUT, no, kept)


def rest_keeps_who_treats(patch: pytest.MonkeyPatch) -> None:
    def changed(row: AppointmentSeries, part: date, day: date, change: Change) -> AppointmentSeries:
        fields = {name: value for name, value in change.fields.items() if name != "practitioner_user_id"}
        return changed_series(row, part, day, replace(change, fields=fields))

    patch.setattr(series, "changed_series", changed)


def nothing_handed_out(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(RoleKeeper, "_hand_out", lambda *_: None)


def fallen_keeps_notes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(reach, "forget_clinical_tables", lambda _: None)
    patch.setattr(reach, "is_untidy", lambda _: False)


def on_its_way_overwritten(patch: pytest.MonkeyPatch) -> None:
    """A client that comes again for another role counts as one that never was agreed on."""
    original = forgetting.forget_clients

    def forget(db: Connection, *, clear: bool) -> None:
        original(db, clear=clear)
        db.exec_driver_sql("UPDATE clients SET mac = NULL WHERE version = 0")

    patch.setattr(reach, "forget_clients", forget)
