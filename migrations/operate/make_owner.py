"""The operator makes a member an owner again, with the recovery paper: neither of the two can alone."""

from dataclasses import dataclass

import sqlalchemy as sa

from core.domain.enums import Role
from core.domain.errors import BadInput, NotFound, UserError
from core.domain.ids import DeviceId, UserId, WorkspaceId
from migrations.operate.connection import operator
from migrations.operate.paper_practice import PaperPractice, practice_of
from migrations.operate.upgrade import installed_revision

_MEMBERS = sa.text("""SELECT user_id, role = 'OWNER' AND revoked_at IS NULL AS is_owner
FROM pz.members WHERE workspace_id = :ws""")
_LAPTOPS = sa.text("""SELECT d.device_id, d.user_id, d.name FROM pz.device_grants g
JOIN pz.devices d ON d.device_id = g.device_id
WHERE g.workspace_id = :ws AND g.revoked_at IS NULL AND d.revoked_at IS NULL ORDER BY d.name, d.device_id""")
_REGISTER = sa.text("SELECT pz.register_member(:ws, :user, 'OWNER', true)")


@dataclass(frozen=True, slots=True)
class MadeOwner:
    """`laptops` are those of this person that are in and whose certificate lets them act as an owner's."""

    workspace_id: WorkspaceId
    user_id: UserId
    was_owner: bool
    laptops: tuple[str, ...]


def make_owner(address: str | sa.URL, code: str, user_id: UserId | None = None) -> MadeOwner:
    """Without `user_id`, the one person who has an owner's laptop.

    Raises BadInput for a mistyped code or where somebody has to be named, NotFound for another practice's
    paper or a person whom the practice never had.
    """
    with operator(address) as db:
        installed_revision(db)
        found = practice_of(db, code)
        ws = {"ws": found.workspace_id}
        members = {UserId(row.user_id): bool(row.is_owner) for row in db.execute(_MEMBERS, ws)}
        laptops = _owners_laptops(db, found)
        whose = user_id or _only_one(set(laptops))
        if whose not in members:
            raise NotFound("The practice has nobody with that id; nothing was changed.")
        # Nothing is written where nothing has to change: typed twice it says the same.
        if not members[whose]:
            db.execute(_REGISTER, {**ws, "user": whose})
    return MadeOwner(found.workspace_id, whose, members[whose], tuple(laptops.get(whose, ())))


def require_owner(db: sa.Connection, workspace_id: WorkspaceId, user_id: UserId | None) -> UserId:
    """The owner whose device is let in: the given one, or the only one. As pz_prov."""
    rows = db.execute(_MEMBERS, {"ws": workspace_id})
    owners = sorted(UserId(row.user_id) for row in rows if row.is_owner)
    if not owners or (user_id is not None and user_id not in owners):
        raise UserError(
            "That person is no owner of the practice, and the paper lets only an owner's device in; nothing "
            "was changed. Make them one with `pazpaz server make-owner --recovery-code FILE`.",
            code="no_owner",
        )
    if user_id is None and len(owners) > 1:
        listed = ", ".join(str(one) for one in owners)
        raise BadInput(f"The practice has several owners; say whose device it is with --user: {listed}.")
    return user_id or owners[0]


def _owners_laptops(db: sa.Connection, found: PaperPractice) -> dict[UserId, list[str]]:
    """Names of the laptops that are in with an owner's certificate, by person."""
    by_person: dict[UserId, list[str]] = {}
    for row in db.execute(_LAPTOPS, {"ws": found.workspace_id}):
        cert = found.devices.get(DeviceId(row.device_id))
        if cert is not None and cert.role is Role.OWNER and cert.user_id == row.user_id:
            by_person.setdefault(cert.user_id, []).append(str(row.name))
    return by_person


def _only_one(people: set[UserId]) -> UserId:
    if len(people) != 1:
        listed = ", ".join(map(str, sorted(people))) or "`pazpaz server devices --json` lists people"
        raise BadInput(f"Say who shall be an owner with --user: {listed}. Nothing was changed.")
    return next(iter(people))
