"""What two laptops began from when both made the same row: an occurrence that both touched, or the rest of a
series that both parted on one day. Neither was ever on the server.

Each began with what its laptop had drawn from the series, which may have been changed in between. Ours is
kept; the other's is one of the states of the series that are known here. So is what a client was here that
was on the way once more when somebody typed.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import Connection

from core.domain.enums import AppointmentStatus
from core.domain.ids import RowKey
from core.domain.plain import Plain
from core.domain.registry import APPOINTMENT_SERIES, APPOINTMENTS, Table
from core.store.database.past_series import DRAWN_FROM
from core.store.outbox.past_series import past_states
from core.store.outbox.wire_row import WireRow
from sync.rows.local_rows import LocalRows
from sync.rows.merge import RowSide

_MICROS_A_MINUTE = 60_000_000
_DAY = len("2026-03-02")
_ALIKE = tuple(name for name in DRAWN_FROM if name in APPOINTMENTS.by_name)
"""Columns that an occurrence has from its series: those that both have."""
_SAME = (*_ALIKE, "rrule")
"""Columns that the rest of a series begins with."""
NOTHING_COMES: Mapping[uuid.UUID, WireRow] = MappingProxyType({})
DrawnState = Mapping[str, Plain]
"""What is drawn from a series as it is: `_SAME`, `minutes`, `wall` (the time of day), and of a rest also
`first`, its day, and `until`."""


class Meeting(NamedTuple):
    """Two rows of one id. `drawn`: what ours began with, None where that is not known any more."""

    ours: WireRow
    theirs: WireRow
    drawn: WireRow | None


def drawn_bases(
    db: Connection,
    ground: LocalRows,
    met: Mapping[RowKey, Meeting],
    coming: Mapping[uuid.UUID, WireRow] = NOTHING_COMES,
) -> dict[RowKey, RowSide]:
    """By row; those of which nothing can be said are left out. `coming`: series of the same page, by id."""
    begun = {key: _side(each.drawn) for key, each in met.items() if each.drawn is not None}
    parents = {key: parent for key, each in met.items() if (parent := _parent(each.ours)) is not None}
    series = ground.load(db, APPOINTMENT_SERIES.no, set(parents.values()))
    return begun | {
        key: _base(met[key], _states(db, ground, series[parent], coming.get(parent)))
        for key, parent in parents.items()
        if parent in series
    }


def _side(drawn: WireRow) -> RowSide:
    return RowSide(drawn.fields, drawn.deleted_at is not None)


def _states(db: Connection, ground: LocalRows, series: WireRow, comes: WireRow | None) -> list[DrawnState]:
    """Of the series, the newest first: as it will be, as it comes and is here, and as it was."""
    now = [series] if comes is None else [_joined(db, ground, series, comes), comes, series]
    return [_state_of_series(row) for row in (*now, *past_states(db, series.row_id))]


def _joined(db: Connection, ground: LocalRows, series: WireRow, comes: WireRow) -> WireRow:
    """What comes, but for what was changed here and waits."""
    entry = ground.journal.entry(db, series.table_no, series.row_id)
    agreed = entry.base.fields if entry is not None and entry.base is not None else series.fields
    mine = {no: value for no, value in series.fields.items() if agreed.get(no) != value}
    return replace(comes, fields={**comes.fields, **mine})


def _parent(row: WireRow) -> uuid.UUID | None:
    """The series from which a row was made."""
    if row.table_no == APPOINTMENTS.no:
        return _uuid(_value(APPOINTMENTS, row, "series_id"))
    if row.table_no == APPOINTMENT_SERIES.no:
        return _uuid(_value(APPOINTMENT_SERIES, row, "follows_id"))
    return None


def _uuid(value: Plain) -> uuid.UUID | None:
    return uuid.UUID(value) if isinstance(value, str) else None


def _base(met: Meeting, states: Sequence[DrawnState]) -> RowSide:
    """For each field the value of the side that still says what it began with.

    Where neither side was touched, the newer value stays.
    """
    draw = _occurrence if met.ours.table_no == APPOINTMENTS.no else _rest
    kept = [_state_of_row(met.drawn)] if met.drawn is not None else []
    first = {"first": kept[0]["first"]} if kept and "first" in kept[0] else {}
    ours = [draw(met.ours, state) for state in kept or states]
    theirs = [draw(met.theirs, {**state, **first}) for state in (*states, *kept)]
    numbers = {no for each in (*ours, *theirs) for no in each}
    base = {no: _began(no, met, ours, theirs) for no in sorted(numbers)}
    return RowSide({no: value for no, value in base.items() if value is not None})


def _began(
    no: int, met: Meeting, ours: Sequence[Mapping[int, Plain]], theirs: Sequence[Mapping[int, Plain]]
) -> Plain:
    mine, other = met.ours.fields.get(no), met.theirs.fields.get(no)
    is_mine_drawn, is_other_drawn = mine in _values(ours, no), other in _values(theirs, no)
    # The first of `theirs` is drawn from the newest state: with ours as the base, that value stays.
    if is_mine_drawn and not (is_other_drawn and other != theirs[0].get(no)):
        return mine
    return other if is_other_drawn else ours[-1].get(no)


def _values(drawn: Iterable[Mapping[int, Plain]], no: int) -> list[Plain]:
    return [each.get(no) for each in drawn]


def _state_of_series(series: WireRow) -> DrawnState:
    """Its rest begins on the day after the one on which it was made to end."""
    until, start, minutes = (
        _value(APPOINTMENT_SERIES, series, name) for name in ("until", "start_local", "duration_minutes")
    )
    state = {name: _value(APPOINTMENT_SERIES, series, name) for name in _SAME}
    state |= {"minutes": minutes, "wall": str(start)[_DAY:]}
    if isinstance(until, str):
        state["first"] = (date.fromisoformat(until) + timedelta(days=1)).isoformat()
    return state


def _state_of_row(drawn: WireRow) -> DrawnState:
    if drawn.table_no == APPOINTMENT_SERIES.no:
        state = _state_of_series(drawn)
        first = str(_value(APPOINTMENT_SERIES, drawn, "start_local"))[:_DAY]
        return {**state, "first": first, "until": _value(APPOINTMENT_SERIES, drawn, "until")}
    start, end = (_value(APPOINTMENTS, drawn, name) for name in ("scheduled_start", "scheduled_end"))
    state = {name: _value(APPOINTMENTS, drawn, name) for name in _ALIKE}
    if isinstance(start, int) and isinstance(end, int):
        state["minutes"] = (end - start) // _MICROS_A_MINUTE
    return state


def _occurrence(row: WireRow, state: DrawnState) -> dict[int, Plain]:
    start, minutes = _value(APPOINTMENTS, row, "original_start"), state.get("minutes")
    drawn: dict[str, Plain] = {name: state[name] for name in _ALIKE}
    drawn |= {
        "status": AppointmentStatus.SCHEDULED.value,
        "series_id": _value(APPOINTMENTS, row, "series_id"),
        "original_start": start,
        "edit_count": 0,
    }
    if isinstance(start, int) and isinstance(minutes, int):
        drawn |= {"scheduled_start": start, "scheduled_end": start + minutes * _MICROS_A_MINUTE}
    return _fields(APPOINTMENTS, drawn)


def _rest(row: WireRow, state: DrawnState) -> dict[int, Plain]:
    begun: dict[str, Plain] = {name: state[name] for name in _SAME}
    begun |= {
        "duration_minutes": state["minutes"],
        "start_local": f"{state['first']}{state['wall']}" if "first" in state else None,
        "until": state.get("until", _value(APPOINTMENT_SERIES, row, "until")),
        "follows_id": _value(APPOINTMENT_SERIES, row, "follows_id"),
    }
    return _fields(APPOINTMENT_SERIES, begun)


def _value(table: Table, row: WireRow, name: str) -> Plain:
    return row.fields.get(table.by_name[name].no)


def _fields(table: Table, values: Mapping[str, Plain]) -> dict[int, Plain]:
    return {table.by_name[name].no: value for name, value in values.items()}
