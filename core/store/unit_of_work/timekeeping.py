"""Whether this computer's clock can be right, by what the store and the clinic's server know."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from core.domain.clock import from_micros, to_micros
from core.domain.clock_doubt import PLAINLY, ClockDoubt, Heard, doubt_of
from core.domain.ids import WorkspaceId
from core.store.database.facts import get_json, set_json

_HEARD, _VOUCHED = "clock/heard", "clock/vouched"
_PLAINLY = PLAINLY // timedelta(microseconds=1)
_NEWS = timedelta(minutes=10)
"""A smaller change of the difference to the server is not worth a write."""


def clock_doubt(db: Connection, workspace_id: WorkspaceId, now: datetime) -> ClockDoubt | None:
    """None as long as the clock may be right, and where a person said that it is."""
    vouched: dict[str, int] = get_json(db, _VOUCHED) or {}
    heard = heard_of(db)
    if heard is not None and "ahead" in vouched and abs(_ahead(heard) - vouched["ahead"]) <= _PLAINLY:
        heard = None
    return doubt_of(now, _newest(db, workspace_id, vouched.get("newest", 0)), heard)


def vouch(db: Connection, workspace_id: WorkspaceId) -> None:
    """A person says that the clock is right: what contradicts it now is held against it no longer."""
    heard = heard_of(db)
    newest = _newest(db, workspace_id, 0)
    told = {"newest": to_micros(newest) if newest else 0}
    if heard is not None and abs(_ahead(heard)) > _PLAINLY:
        told["ahead"] = _ahead(heard)
    set_json(db, _VOUCHED, told)


def hear(db: Connection, heard: Heard) -> None:
    """Remembers what the server said."""
    set_json(db, _HEARD, [to_micros(heard.server), to_micros(heard.here)])


def is_news(db: Connection, heard: Heard) -> bool:
    """Whether it differs from what was heard last, so that a pass that finds nothing writes nothing.

    While the clock is wrong each answer is news: a clock that says less than at the last one was set right.
    """
    last = heard_of(db)
    return last is None or abs(last.ahead - heard.ahead) > _NEWS or abs(heard.ahead) > PLAINLY


def heard_of(db: Connection) -> Heard | None:
    """What the server and this computer said when it was last heard; None before the first time."""
    told: list[int] | None = get_json(db, _HEARD)
    return None if told is None else Heard(*(from_micros(each) for each in told))


def _ahead(heard: Heard) -> int:
    return heard.ahead // timedelta(microseconds=1)


def _newest(db: Connection, workspace_id: WorkspaceId, after: int) -> datetime | None:
    """Every command leaves an entry in the audit; where the server has it, it bears the server's time."""
    sql = "SELECT max(updated_at) FROM audit_events WHERE workspace_id = ? AND updated_at > ?"
    found: Any = db.exec_driver_sql(sql, (workspace_id.bytes, after)).scalar()
    return None if found is None else from_micros(found)
