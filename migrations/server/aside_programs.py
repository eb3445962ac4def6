"""SQL that sets rows of a removed device aside and brings them back, made from the registry.

A row that is set aside stays in its table, as a tombstone that no laptop is shown: its number and its name
are free, and it can be brought back as it was.
"""

from core.domain.registry import TABLES, Access, Table
from migrations.server.row_programs import INDEXED, SAME_WORKSPACE, by_table, changing_rows

ASIDE = tuple(table for table in TABLES if table.access is Access.CARE)
"""Not the practice's own row and its people: who is in is decided elsewhere."""
_MATCHES = (
    "t.id = ANY (ids) AND t.id = x.r AND t.version = x.b AND t.mac = decode(x.m, 'base64')"
    f" AND {SAME_WORKSPACE}"
)
_FROM = "FROM jsonb_to_recordset(p_rows) AS x(r uuid, b int, m text)"


def statements() -> list[str]:
    found = [each for table in ASIDE for each in (_set_aside(table), _bring_back(table))]
    return [*found, _aside_part(), _back_part(), _listed_part()]


def _set_aside(table: Table) -> str:
    """Of one device, as its laptop showed them; a finalized note stays whatever anybody says of it."""
    final = " AND t.finalized_at IS NULL" if table.name == "sessions" else ""
    head = f"pz.aside_{table.name}(p_ws uuid, p_of uuid, p_rows jsonb)"
    update = f"""UPDATE pz.{table.name} t SET set_aside_at = now(), deleted_at = coalesce(t.deleted_at, now())
  {_FROM}
  WHERE {_MATCHES} AND t.sealed_by = p_of AND t.set_aside_at IS NULL{final}"""
    return changing_rows(head, update)


def _bring_back(table: Table) -> str:
    head = f"pz.back_{table.name}(p_ws uuid, p_rows jsonb)"
    sets = "set_aside_at = NULL, deleted_at = nullif(t.deleted_at, t.set_aside_at)"
    update = f"""UPDATE pz.{table.name} t SET {sets}
  {_FROM}
  WHERE {_MATCHES} AND t.set_aside_at IS NOT NULL"""
    return changing_rows(head, update)


def _aside_part() -> str:
    cases = by_table(ASIDE, lambda table: f"pz.aside_{table.name}(p_ws, p_of, p_rows)")
    return f"""CREATE FUNCTION pz.aside_part(p_table int, p_ws uuid, p_of uuid, p_rows jsonb)
RETURNS int LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  CASE p_table
{cases}
    ELSE RETURN 0;
  END CASE;
END $$"""


def _back_part() -> str:
    cases = by_table(ASIDE, lambda table: f"pz.back_{table.name}(p_ws, p_rows)")
    return f"""CREATE FUNCTION pz.back_part(p_table int, p_ws uuid, p_rows jsonb)
RETURNS int LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  CASE p_table
{cases}
    ELSE RETURN 0;
  END CASE;
END $$"""


def _listed_part() -> str:
    """Those of one table, in the order of ids."""
    cases = by_table(
        ASIDE,
        lambda table: (
            f"QUERY SELECT t.id, t.version, t.mac FROM pz.{table.name} t\n"
            "      WHERE t.workspace_id = p_ws AND t.set_aside_at IS NOT NULL AND t.id > p_after\n"
            "      ORDER BY t.id LIMIT p_limit"
        ),
    )
    return f"""CREATE FUNCTION pz.listed_aside(p_ws uuid, p_table int, p_after uuid, p_limit int)
RETURNS TABLE (row_id uuid, version int, mac bytea) LANGUAGE plpgsql STABLE {INDEXED} AS $$
BEGIN
  CASE p_table
{cases}
    ELSE RETURN;
  END CASE;
END $$"""
