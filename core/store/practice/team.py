"""The people of the practice."""

import uuid
from functools import cache
from typing import Any

from sqlalchemy import Select

from core.domain.enums import AuditAction, Role
from core.domain.errors import RuleBroken
from core.domain.ids import DeviceId, UserId
from core.domain.records import User
from core.domain.registry import Access
from core.store.database.tables import SYNCED
from core.store.unit_of_work.device_names import device_names
from core.store.unit_of_work.repository import Done, RepositoryContext, prepared


class Team:
    """Users; only the owner changes them."""

    def __init__(self, desk: RepositoryContext) -> None:
        self._desk = desk

    def me(self) -> User:
        """Whoever works at this device; NotFound while their row has not come with the first sync."""
        return self.get(self._desk.me.user_id)

    def get(self, user_id: UserId) -> User:
        """Also somebody who is not active any more."""
        with self._desk.read() as db:
            return self._desk.get(db, User, "users", user_id)

    def list(self, include_inactive: bool = False) -> list[User]:
        """By name."""
        with self._desk.read() as db:
            rows = self._desk.prepared_rows(db, User, "users", _by_name())
        return [row for row in rows if include_inactive or row.is_active]

    def device_names(self) -> dict[DeviceId, str]:
        """What the practice's laptops are called, as far as this one has heard from the clinic."""
        with self._desk.read() as db:
            return device_names(db)

    def add(
        self, full_name: str, role: Role, email: str | None = None, user_id: uuid.UUID | None = None
    ) -> Done[User]:
        """Gives a person a place in the practice; their laptop is let in afterwards. RuleBroken for who is no
        owner."""
        _check_name(full_name)
        values = {"full_name": full_name.strip(), "role": role, "email": email or None}
        with self._desk.write(Access.OWNER) as writer:
            made = UserId(writer.insert("users", values, user_id))
            writer.audit(AuditAction.CREATE, "user.add", made)
            row = self._desk.get(writer.db, User, "users", made)
            return Done(row, writer.changed, writer.undo)

    def edit(self, user_id: UserId, **fields: Any) -> Done[User]:
        """Changes the named fields; the last owner stays an active owner."""
        if "full_name" in fields:
            _check_name(fields["full_name"])
        with self._desk.write(Access.OWNER) as writer:
            writer.update("users", user_id, fields)
            c = SYNCED["users"].c
            # After the change, of which the refusal takes everything back.
            owners = self._desk.select("users", c.role == Role.OWNER.value, c.is_active)
            if not self._desk.rows(writer.db, User, "users", owners):
                raise RuleBroken("A practice needs an owner; nothing was changed.", code="last_owner")
            writer.audit(AuditAction.UPDATE, "user.edit", user_id, {"fields": sorted(fields)})
            row = self._desk.get(writer.db, User, "users", user_id)
            return Done(row, writer.changed, writer.undo)


@cache
def _by_name() -> Select[Any]:
    c = SYNCED["users"].c
    return prepared("users").order_by(c.full_name, c.id)


def _check_name(full_name: str) -> None:
    if not full_name.strip():
        raise RuleBroken("A person needs a name; nothing was changed.", code="name_missing")
