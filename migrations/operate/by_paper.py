"""The operator lets an owner's device in with the recovery paper, when no enrolled device is left."""

import json
from base64 import b64encode

import sqlalchemy as sa

from core.domain.clock import Clock, to_micros
from core.domain.errors import BadInput, NotFound, Tampered
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.registry import WORKSPACES
from core.store.server_tables import SYNCED
from core.store.wire import WireRow
from migrations.operate.connection import operator
from migrations.operate.upgrade import installed_revision
from migrations.server.programs import execute
from sync.by_paper import HeldPractice, LetIn, let_in_by_paper
from sync.enrol_papers import JoinRequest

_CERTS = sa.text("SELECT device_id, cert FROM pz.device_grants WHERE workspace_id = :ws")
_PAPERS = sa.text(
    "SELECT papers FROM pz.key_manifests WHERE workspace_id = :ws ORDER BY generation DESC LIMIT 1"
)
_OWNERS = sa.text(
    "SELECT user_id FROM pz.members WHERE workspace_id = :ws AND role = 'OWNER' AND revoked_at IS NULL"
    " ORDER BY user_id"
)
_CHECK = sa.text("SELECT pz.check_device(:login, :verifier, :name, :sign, :hpke, :cert)")
_PLACE = sa.text("SELECT pz.place_device(:user, :device, :login, :verifier, :name, :sign, :hpke)")
_GRANT = sa.text("SELECT pz.grant_device(:ws, :device, :cert)")
_KEYS = sa.text("SELECT pz.store_keys(:ws, CAST(:keys AS jsonb), :ws)")


def let_in(
    address: str | sa.URL, request: JoinRequest, code: str, clock: Clock, user_id: UserId | None = None
) -> LetIn:
    """Finds the practice whose paper this is. Raises BadInput for a mistyped code, NotFound for another's."""
    with operator(address) as db:
        installed_revision(db)
        refused: Tampered | None = None
        for row in _workspaces(db):
            try:
                return _let_in(db, row, request, code, clock, user_id)
            except Tampered as error:
                refused = error
        raise NotFound(
            "No practice on this server has this recovery paper; nothing was changed."
        ) from refused


def _workspaces(db: sa.Connection) -> list[sa.RowMapping]:
    """As the tables' owner, to whom policies do not apply within this transaction."""
    execute(db, "SET LOCAL ROLE pz_owner")
    execute(db, "ALTER TABLE pz.workspaces NO FORCE ROW LEVEL SECURITY")
    rows = list(db.execute(sa.select(SYNCED["workspaces"])).mappings())
    execute(db, "ALTER TABLE pz.workspaces FORCE ROW LEVEL SECURITY")
    execute(db, "SET LOCAL ROLE pz_prov")
    return rows


def _let_in(
    db: sa.Connection,
    row: sa.RowMapping,
    request: JoinRequest,
    code: str,
    clock: Clock,
    user_id: UserId | None,
) -> LetIn:
    ws = {"ws": row["workspace_id"]}
    held = _held(row, dict(tuple(one) for one in db.execute(_CERTS, ws)), db.scalar(_PAPERS, ws))
    whose = user_id or _only_owner(db, ws)
    found = let_in_by_paper(request, code, held, whose, clock)
    device = found.device
    fields: dict[str, object] = {
        **ws,
        "user": device.user_id,
        "device": device.device_id,
        "login": device.login_role,
        "verifier": device.verifier,
        "name": device.name,
        "sign": device.sign_pub,
        "hpke": device.hpke_pub,
        "cert": device.cert,
        "keys": json.dumps(
            [[key.key_no, str(key.device_id), b64encode(key.blob).decode("ascii")] for key in device.keys]
        ),
    }
    for statement in (_CHECK, _PLACE, _GRANT, _KEYS):
        db.execute(statement, fields)
    return found


def _held(row: sa.RowMapping, certs: dict[DeviceId, bytes], papers: bytes | None) -> HeldPractice:
    fields = {column.no: row[column.name] for column in WORKSPACES.columns if row[column.name] is not None}
    wire = WireRow(
        table_no=WORKSPACES.no,
        row_id=WorkspaceId(row["id"]),
        version=row["version"],
        created_at=to_micros(row["created_at"]),
        updated_at=to_micros(row["updated_at"]),
        deleted_at=to_micros(row["deleted_at"]) if row["deleted_at"] else None,
        fields=fields,
    )
    return HeldPractice(
        workspace_id=WorkspaceId(row["workspace_id"]),
        row=wire,
        mac=row["mac"],
        seal=row["seal"],
        sealed_by=row["sealed_by"],
        certs=certs,
        papers=papers,
    )


def _only_owner(db: sa.Connection, ws: dict[str, object]) -> UserId:
    owners = [UserId(one) for one in db.scalars(_OWNERS, ws)]
    if len(owners) != 1:
        listed = ", ".join(str(one) for one in owners)
        raise BadInput(f"The practice has several owners; say whose device it is with --user: {listed}.")
    return owners[0]
