"""The practice's settings, which travel, and this device's, which do not."""

from typing import Any

from sqlalchemy import Connection

from core.domain.enums import AuditAction
from core.domain.errors import RuleBroken
from core.domain.records import Workspace
from core.domain.registry import Access
from core.store.desk import Desk, Done
from core.store.facts import get_json, set_json

DEFAULTS: dict[str, Any] = {
    "working_hours": {str(day): [["09:00", "17:00"]] for day in range(5)},
    "slot_minutes": 15,
    "week_start": 0,
    "buffer_minutes": 0,
    "auto_lock_minutes": 10,
}
"""Weekdays count from Monday = 0; hours are local wall-clock times of the practice's zone."""


class Settings:
    """`get`/`set` are the practice's (only the owner changes them); `local`/`set_local` this device's."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def workspace(self) -> Workspace:
        with self._desk.read() as db:
            return self.workspace_in(db)

    def workspace_in(self, db: Connection) -> Workspace:
        return self._desk.get(db, Workspace, "workspaces", self._desk.me.workspace_id)

    def edit_workspace(self, **fields: Any) -> Done[Workspace]:
        """Changes name, timezone or locale."""
        if "name" in fields and not fields["name"].strip():
            raise RuleBroken("A practice needs a name; nothing was changed.", code="name_missing")
        with self._desk.write(Access.OWNER) as writer:
            ws = self._desk.me.workspace_id
            if writer.update("workspaces", ws, fields):
                writer.audit(AuditAction.UPDATE, "workspace.edit", ws, {"fields": sorted(fields)})
            return Done(self.workspace_in(writer.db), writer.changed, writer.undo)

    def all(self) -> dict[str, Any]:
        """Every setting of the practice, defaults filled in."""
        return {**DEFAULTS, **(self.workspace().settings or {})}

    def get(self, name: str) -> Any:
        return self.all().get(name)

    def set(self, **values: Any) -> Done[Workspace]:
        """Sets settings of the practice."""
        present = self.workspace().settings or {}
        return self.edit_workspace(settings={**present, **values})

    def local(self, name: str, default: Any = None) -> Any:
        """A setting of this device alone."""
        with self._desk.read() as db:
            found = get_json(db, f"setting.{name}")
        return default if found is None else found

    def set_local(self, name: str, value: Any) -> None:
        with self._desk.store.write() as db:
            set_json(db, f"setting.{name}", value)
