"""The first rows of a new practice, and who works at this device."""

from uuid import UUID

from sqlalchemy import Connection

from core.domain.clock import Clock
from core.domain.enums import AuditAction, Role
from core.domain.errors import RuleBroken
from core.domain.ids import DeviceId, IdSource, UserId, WorkspaceId
from core.domain.new_rows import PracticeDraft
from core.store.database.engine import Store
from core.store.database.facts import get_fact, set_fact
from core.store.database.me import Me
from core.store.unit_of_work.writer import Writer

_ME = "me"


def found_practice(
    store: Store,
    clock: Clock,
    ids: IdSource,
    device_id: DeviceId,
    draft: PracticeDraft,
) -> Me:
    """Makes a practice with its owner in an empty store and remembers who works here."""
    if not draft.name.strip() or not draft.owner_name.strip():
        raise RuleBroken("A practice and its owner need names; nothing was made.", code="name_missing")
    me = Me(WorkspaceId(ids.new()), UserId(ids.new()), device_id)
    with store.write() as db:
        if read_me(db) is not None:
            raise RuleBroken("This store holds a practice already; nothing was changed.", code="taken")
        writer = Writer(db, me, clock, ids)
        place = {"name": draft.name.strip(), "timezone": draft.timezone, "locale": draft.locale}
        writer.insert("workspaces", place, me.workspace_id)
        owner = {
            "full_name": draft.owner_name.strip(),
            "email": draft.owner_email,
            "role": Role.OWNER,
        }
        writer.insert("users", owner, me.user_id)
        writer.audit(AuditAction.CREATE, "workspace.found", me.workspace_id)
        write_me(db, me)
    return me


def read_me(db: Connection) -> Me | None:
    """Who works at this device; None while the store belongs to no practice."""
    blob = get_fact(db, _ME)
    if blob is None:
        return None
    one, two, three = (UUID(bytes=blob[at : at + 16]) for at in (0, 16, 32))
    return Me(WorkspaceId(one), UserId(two), DeviceId(three))


def write_me(db: Connection, me: Me) -> None:
    """Says who works at this device from here on, in the place of whoever did before."""
    set_fact(db, _ME, me.workspace_id.bytes + me.user_id.bytes + me.device_id.bytes)
