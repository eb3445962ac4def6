"""Series with the days that are not drawn from their rules."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from core.domain.records import AppointmentSeries
from core.domain.series import predecessors
from core.store.database.columns import Uuid16
from core.store.database.tables import SYNCED


def with_exceptions(
    db: Connection, workspace_id: uuid.UUID, found: Sequence[AppointmentSeries]
) -> list[tuple[AppointmentSeries, frozenset[str]]]:
    """What was touched in a series before its rest was parted from it stays left out of the rest, also
    when it was touched on another laptop at the same time."""
    follows: dict[uuid.UUID, uuid.UUID | None] = {each.id: each.follows_id for each in found}
    exceptions: dict[uuid.UUID, Iterable[str]] = {each.id: each.exceptions for each in found}
    s = SYNCED["appointment_series"].c
    # The plus keeps SQLite from walking an index of the whole workspace instead of looking ids up.
    owner: ColumnElement[Any] = literal_column("+appointment_series.workspace_id", Uuid16())
    while missing := {each for each in follows.values() if each is not None} - follows.keys():
        query = select(s.id, s.follows_id, s.exceptions).where(owner == workspace_id, s.id.in_(missing))
        rows = db.execute(query).all()
        follows |= dict.fromkeys(missing) | {row.id: row.follows_id for row in rows}
        exceptions |= {row.id: row.exceptions or () for row in rows}
    return [
        (each, frozenset(day for id_ in predecessors(each.id, follows) for day in exceptions.get(id_, ())))
        for each in found
    ]
