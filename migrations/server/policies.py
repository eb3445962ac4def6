"""Row level security: who sees and writes what, keyed on session_user and on nothing a device can set."""

from core.domain.enums import Role
from core.domain.registry import CONFLICTS, SESSION_ATTACHMENTS, TABLES, WORKSPACES, Table
from migrations.server.clinical_programs import DISPUTE
from migrations.server.row_programs import READERS, keep_rows, sql_array, writers
from migrations.server.tables import INFRASTRUCTURE

# Asked in a subselect, which PostgreSQL runs once for a statement: alone it would be run for each row.
_MINE = "(workspace_id = ANY ((SELECT pz.my_workspaces({roles}))::uuid[])) IS TRUE"
_CLINICAL = "(workspace_id = ANY ((SELECT pz.my_clinical_workspaces())::uuid[])) IS TRUE"
"""Workspaces in which the caller reads what is clinical: by role, or by the setting for those who only
read."""
_DEVICE = "device_id = (SELECT pz.my_device())"
_NARROWED = "workspace_id IS NOT DISTINCT FROM (SELECT pz.narrowed())"
"""Forms that no index serves: a plan made on a young table would else read the whole workspace for a row."""
_WRITERS_OF_CHUNKS = writers(SESSION_ATTACHMENTS)
_APPEND_ONLY = (
    "ledger",
    "access_events",
    "device_certs",
    "key_manifests",
    "wipe_orders",
    "blob_chunks",
    "earlier_chunks",
    "audit_witnesses",
    "recovery_papers",
    "former_names",
    "set_asides",
)


def statements() -> list[str]:
    """Everything that guards access: forced policies, then the privileges of the three owning roles."""
    found: list[str] = []
    for name in [table.name for table in TABLES] + [table.name for table in INFRASTRUCTURE]:
        found.append(f"ALTER TABLE pz.{name} ENABLE ROW LEVEL SECURITY")
        # Else the owner of a table passes by its policies, and what devices call runs as the owner.
        found.append(f"ALTER TABLE pz.{name} FORCE ROW LEVEL SECURITY")
    for table in TABLES:
        found += _synced(table)
    return found + _chunks() + _infrastructure() + _privileges() + [keep_rows(name) for name in _APPEND_ONLY]


def schema_privileges() -> list[str]:
    """Members reach the API schema alone; the two helping roles own functions in both."""
    return [
        "GRANT USAGE ON SCHEMA pzapi TO pz_member",
        "GRANT USAGE, CREATE ON SCHEMA pz, pzapi TO pz_authz, pz_prov",
    ]


def _mine(roles: tuple[str, ...]) -> str:
    return _MINE.format(roles=sql_array(roles))


def _synced(table: Table) -> list[str]:
    write = _mine(writers(table)) + _unless_clinical(table)
    return [
        _policy("member_read", table.name, f"FOR SELECT USING ({_readers(table)})"),
        _policy("member_insert", table.name, f"FOR INSERT WITH CHECK ({write})"),
        # Rows that only grow get cells under a new key, and adopted ones their seal; the guard of their table
        # lets nothing else pass.
        _policy("member_update", table.name, f"FOR UPDATE USING ({write}) WITH CHECK ({write})"),
        # Whether who only reads may read what is clinical is looked up by pz_authz in any practice's row.
        _narrow(table.name, "pz_owner" if table is WORKSPACES else "PUBLIC"),
    ]


def _readers(table: Table) -> str:
    return _CLINICAL if table.is_clinical else _mine(READERS) + _unless_clinical(table)


def _unless_clinical(table: Table) -> str:
    """A dispute about what somebody may not read is not for them either, nor may they make it one that is."""
    return f" AND ({_CLINICAL} OR NOT {DISPUTE})" if table is CONFLICTS else ""


def _chunks() -> list[str]:
    """Content of attachments: written once by whoever gives care, and mended by an owner alone."""
    write, mend = _mine(_WRITERS_OF_CHUNKS), _mine((Role.OWNER.value,))
    return [
        _policy("member_read", "blob_chunks", f"FOR SELECT USING ({_CLINICAL})"),
        _policy("member_insert", "blob_chunks", f"FOR INSERT WITH CHECK ({write})"),
        _policy("owner_mend", "blob_chunks", f"FOR UPDATE USING ({mend}) WITH CHECK ({mend})"),
        _narrow("blob_chunks"),
        _policy("member_read", "earlier_chunks", f"FOR SELECT USING ({_CLINICAL})"),
        _policy("owner_keep", "earlier_chunks", f"FOR INSERT WITH CHECK ({mend})"),
        _narrow("earlier_chunks"),
    ]


def _policy(name: str, table: str, rest: str) -> str:
    return f"CREATE POLICY {name} ON pz.{table} {rest}"


def _narrow(table: str, whom: str = "PUBLIC") -> str:
    return _policy("narrow", table, f"AS RESTRICTIVE FOR ALL TO {whom} USING ({_NARROWED})")


def _infrastructure() -> list[str]:
    mine = f"{_mine(READERS)} AND {_DEVICE}"
    found = [_policy("authz", name, "TO pz_authz USING (true)") for name in (*_COUNTED, *_REMEMBERED)]
    found += [_policy("authz", name, "FOR SELECT TO pz_authz USING (true)") for name in _LOOKED_UP]
    found += [_policy("prov", name, "TO pz_prov USING (true)") for name in _PROVISIONED]
    return [
        *found,
        _policy("authz", WORKSPACES.name, "FOR SELECT TO pz_authz USING (true)"),
        _policy("authz", "devices", "TO pz_authz USING (true)"),
        _policy("own_read", "wrapped_keys", f"FOR SELECT TO pz_owner USING ({mine})"),
        _narrow_for_owner("wrapped_keys"),
        _policy("own", "ledger", f"TO pz_owner USING ({mine})"),
        _policy("own_insert", "access_events", f"FOR INSERT TO pz_authz WITH CHECK ({mine})"),
    ]


def _narrow_for_owner(table: str) -> str:
    return _policy("narrow", table, f"AS RESTRICTIVE FOR SELECT TO pz_owner USING ({_NARROWED})")


_REMEMBERED = ("audit_witnesses", "former_names", "went_back", "set_asides")
_COUNTED = ("sync_workspace", "audit_head", "practice_usage", "device_usage")
_LOOKED_UP = (
    "members",
    "device_grants",
    "ledger",
    "access_events",
    "wrapped_keys",
    "audit_events",
    "key_manifests",
    "limits",
)
_PROVISIONED = (
    "members",
    "devices",
    "device_grants",
    "device_certs",
    "wrapped_keys",
    "key_manifests",
    "wipe_orders",
    "recovery_papers",
    "limits",
)


def _privileges() -> list[str]:
    return [
        *(f"GRANT SELECT ON pz.{name} TO pz_authz" for name in ("devices", *_LOOKED_UP)),
        "GRANT SELECT (workspace_id, settings) ON pz.workspaces TO pz_authz",
        "GRANT INSERT ON pz.access_events TO pz_authz",
        "GRANT UPDATE (last_seen_at, program) ON pz.devices TO pz_authz",
        *(f"GRANT SELECT, INSERT, UPDATE ON pz.{name} TO pz_authz" for name in _COUNTED),
        "GRANT DELETE ON pz.device_usage TO pz_authz",
        *(f"GRANT SELECT, INSERT ON pz.{name} TO pz_authz" for name in _REMEMBERED),
        "GRANT UPDATE (told_at) ON pz.went_back TO pz_authz",
        *(f"GRANT SELECT, INSERT ON pz.{name} TO pz_prov" for name in _PROVISIONED),
        "GRANT DELETE ON pz.wrapped_keys TO pz_prov",
        "GRANT UPDATE (papers, obeyed_at) ON pz.wipe_orders TO pz_prov",
        "GRANT UPDATE (role, revoked_at) ON pz.members TO pz_prov",
        "GRANT UPDATE (revoked_at) ON pz.devices, pz.device_grants TO pz_prov",
        "GRANT UPDATE (cert) ON pz.device_grants TO pz_prov",
        "GRANT UPDATE (value) ON pz.limits TO pz_prov",
    ]
