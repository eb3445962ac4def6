"""Who treats in the practice, by the role that an owner gave them."""

from sqlalchemy import Connection

from core.domain.errors import RuleBroken
from core.domain.ids import UserId
from core.domain.rights import CLINICIANS
from core.store.database.tables import SYNCED
from core.store.unit_of_work.repository import RepositoryContext


def check_treats(desk: RepositoryContext, db: Connection, user_id: UserId) -> None:
    """Refuses (RuleBroken) a new booking with somebody whose role does not treat.

    A person of whom this laptop has not heard yet is not refused: their role comes with the next sync.
    """
    c = SYNCED["users"].c
    query = desk.select("users", c.id == user_id).with_only_columns(c.role)
    role = db.execute(query).scalar()
    if role is not None and role not in CLINICIANS:
        raise RuleBroken(
            "This person does not treat; nothing was booked. Choose who treats.", code="does_not_treat"
        )


def those_who_treat(desk: RepositoryContext, db: Connection) -> frozenset[UserId]:
    """Everybody who treats here now; who has left is not among them."""
    c = SYNCED["users"].c
    roles = c.role.in_([role.value for role in CLINICIANS])
    query = desk.select("users", roles, c.is_active).with_only_columns(c.id)
    return frozenset(map(UserId, db.execute(query).scalars()))
