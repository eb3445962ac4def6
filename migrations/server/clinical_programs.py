"""SQL that knows what is clinical, made from the registry: who reads it, and which disputes and cells are."""

from core.domain.registry import (
    CLIENTS,
    CLINICAL_DIGEST,
    CLINICAL_DIGEST_NAME,
    CONFLICTS,
    TABLES,
    Column,
    Table,
)
from core.domain.rights import CLINICIANS, OPEN_FIELDS, OPEN_SUBJECTS, READERS_SETTING

_FIELDS = ", ".join(f"'{name}'" for name in OPEN_FIELDS)
_SUBJECTS = ", ".join(str(no) for no in OPEN_SUBJECTS)
DISPUTE = (
    # A conflict without a field is about the whole client, of which a part is clinical.
    f"(CASE WHEN table_no = {CLIENTS.no} THEN coalesce(field NOT IN ({_FIELDS}), true)"
    f" ELSE table_no NOT IN ({_SUBJECTS}) END)"
)
"""Whether a conflict is about what is clinical, as `rights.is_clinical_dispute` says; over columns of
conflicts."""
_CLINICIANS = ", ".join(f"'{role.value}'" for role in CLINICIANS)
MIXED = tuple(table for table in TABLES if table.clinical)


def lookups() -> list[str]:
    """Owned by pz_authz, which may read memberships and the setting and nothing else of a practice."""
    return [_my_clinical_workspaces(), _reads_clinical(), _SHOWS]


def _my_clinical_workspaces() -> str:
    # Compared with JSON's true: `rights.reads_clinical` takes nothing else for an owner's word either.
    return f"""CREATE FUNCTION pz.my_clinical_workspaces() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(m.workspace_id), '{{}}')
    FROM pz.devices d
    JOIN pz.device_grants g ON g.device_id = d.device_id AND g.revoked_at IS NULL
    JOIN pz.members m ON m.user_id = d.user_id AND m.workspace_id = g.workspace_id AND m.revoked_at IS NULL
    WHERE d.login_role = session_user AND d.revoked_at IS NULL AND (m.role IN ({_CLINICIANS})
      OR m.role = 'READONLY' AND EXISTS (SELECT FROM pz.workspaces w WHERE w.workspace_id = m.workspace_id
        AND w.settings -> '{READERS_SETTING}' = 'true')));
END $$;
GRANT EXECUTE ON FUNCTION pz.my_clinical_workspaces() TO pz_owner, pz_prov"""


def _reads_clinical() -> str:
    """Whether the caller reads what is clinical there."""
    return """CREATE FUNCTION pz.reads_clinical(p_ws uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN coalesce(p_ws = ANY (pz.my_clinical_workspaces()), false);
END $$;
GRANT EXECUTE ON FUNCTION pz.reads_clinical(uuid) TO pz_owner, pz_prov"""


_SHOWS = """CREATE FUNCTION pz.shows_clinical_cells(p_ws uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN pz.reads_clinical(p_ws) OR NOT pz.is_parted(p_ws);
END $$;
GRANT EXECUTE ON FUNCTION pz.shows_clinical_cells(uuid) TO pz_owner"""
"""Before a practice has clinical keys no digest stands for the cells: without them nobody could check a
row."""


def statements() -> list[str]:
    """What a push asks: who may write clinical cells, and whether cells are such."""
    return [
        _clinical_columns(),
        f"""CREATE FUNCTION pz.is_clinician(p_role text) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN coalesce(p_role IN ({_CLINICIANS}), false)""",
        f"""CREATE FUNCTION pz.touches_clinical(p_table int, p_plain jsonb, p_cells jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN EXISTS (SELECT FROM pz.clinical_columns() k
  WHERE k.table_no = p_table AND (p_cells ? k.column_no::text OR p_plain ? '{CLINICAL_DIGEST}'))""",
    ]


def _clinical_columns() -> str:
    """Numbers of the columns that are clinical in tables that are not so as a whole."""
    rows = ", ".join(f"({table.no}, {column.no})" for table in MIXED for column in table.clinical)
    return f"""CREATE FUNCTION pz.clinical_columns() RETURNS TABLE (table_no int, column_no int)
LANGUAGE sql IMMUTABLE AS $$ VALUES {rows} $$"""


def withheld_cell(table: Table, name: str, value: str) -> str:
    """The value of a column where the reader may have it; `p_clinical` says whether what is clinical is
    shown."""
    return f"CASE WHEN p_clinical THEN {value} END" if table.by_name[name].clinical else value


def may_be_clinical(table: Table, column: Column) -> bool:
    """Whether cells of the column may lie under a clinical key."""
    return table.is_clinical or column.clinical or table is CONFLICTS


def key_for(table: Table, column: Column) -> str:
    """SQL: the key under which the column's cell of a row, called t, belongs (`p_key_no`,
    `p_clinical_no`)."""
    if table is CONFLICTS:
        return f"CASE WHEN {DISPUTE} THEN p_clinical_no ELSE p_key_no END"
    return "p_clinical_no" if may_be_clinical(table, column) else "p_key_no"


def without_digest(table: Table) -> str:
    """SQL: whether a row, called t, has clinical cells and in a practice with clinical keys no digest of
    them."""
    # Above 50,000,000 are the clinical twins of keys (`cells.TWIN`): the practice has one.
    cells = ", ".join(f"t.{column.name}" for column in table.clinical)
    return f"p_clinical_no > 50000000 AND num_nonnulls({cells}) > 0 AND t.{CLINICAL_DIGEST_NAME} IS NULL"
