"""The practice's settings, which travel, and this device's, which do not."""

from typing import Any

from sqlalchemy import Connection

from core.domain.enums import AuditAction
from core.domain.errors import RuleBroken
from core.domain.file_limits import SETTING as FILE_LIMITS
from core.domain.records import Workspace
from core.domain.registry import Access
from core.domain.rights import READERS_SETTING
from core.store.database.facts import get_json, set_json
from core.store.unit_of_work.repository import Done, RepositoryContext
from core.store.unit_of_work.workspace_settings import stored_settings

DEFAULTS: dict[str, Any] = {
    "working_hours": {str(day): [["09:00", "17:00"]] for day in range(5)},
    "slot_minutes": 15,
    "week_start": 0,
    "auto_lock_minutes": 10,
    "letterhead": "",
    "reminder_texts": {},
    "reminder_messenger": "sms",
    "reminder_country_code": "",
    READERS_SETTING: False,
    FILE_LIMITS: {},
}
"""Weekdays count from Monday = 0; hours are local wall-clock times of the practice's zone. Texts of reminders
stand by language; their messenger is "sms" or "whatsapp"."""


class Settings:
    """`get`/`set` are the practice's (only the owner changes them); `local`/`set_local` this device's."""

    def __init__(self, desk: RepositoryContext) -> None:
        self._desk = desk

    def workspace(self) -> Workspace:
        """The practice's own row: its name, zone, language and settings."""
        with self._desk.read() as db:
            return self.workspace_in(db)

    def workspace_in(self, db: Connection) -> Workspace:
        """As `workspace`, inside the caller's transaction."""
        return self._desk.get(db, Workspace, "workspaces", self._desk.me.workspace_id)

    def edit_workspace(self, **fields: Any) -> Done[Workspace]:
        """Changes name, timezone or locale, and of the `settings` those that are named."""
        if "name" in fields and not fields["name"].strip():
            raise RuleBroken("A practice needs a name; nothing was changed.", code="name_missing")
        with self._desk.write(Access.OWNER) as writer:
            ws = self._desk.me.workspace_id
            if "settings" in fields:
                fields["settings"] = {**stored_settings(writer.db, ws), **fields["settings"]}
            if writer.update("workspaces", ws, fields):
                writer.audit(AuditAction.UPDATE, "workspace.edit", ws, {"fields": sorted(fields)})
            return Done(self.workspace_in(writer.db), writer.changed, writer.undo)

    def all(self) -> dict[str, Any]:
        """Every setting of the practice, defaults filled in."""
        return {**DEFAULTS, **(self.workspace().settings or {})}

    def get(self, name: str) -> Any:
        """A setting of the practice, or its default; None for a name that has neither."""
        return self.all().get(name)

    def set(self, **values: Any) -> Done[Workspace]:
        """Sets settings of the practice; those that are not named stay as they are."""
        return self.edit_workspace(settings=values)

    def local(self, name: str, default: Any = None) -> Any:
        """A setting of this device alone."""
        with self._desk.read() as db:
            found = get_json(db, f"setting.{name}")
        return default if found is None else found

    def set_local(self, name: str, value: Any) -> None:
        """What JSON can hold; None takes it away, so that `local` gives its default again."""
        with self._desk.store.write() as db:
            set_json(db, f"setting.{name}", value)
