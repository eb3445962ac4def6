"""SQL that gives adopted rows their seals, made from the registry: rows without one, and their new seals."""

from core.domain.registry import TABLES, Table
from migrations.server.row_programs import INDEXED, SAME_WORKSPACE, by_table, changing_rows

_WAITS = "t.sealed_by IS NULL AND t.seal IS NULL AND t.mac IS NOT NULL"


def statements() -> list[str]:
    return [_unsealed_part(), *(_seal(table) for table in TABLES), _seal_part()]


def _unsealed_part() -> str:
    """Rows of one table after an id, in the order of ids, that an adoption wrote and nobody sealed."""
    cases = by_table(TABLES, lambda table: f"QUERY {_unsealed(table)}")
    return f"""CREATE FUNCTION pz.unsealed_part(p_ws uuid, p_table int, p_after uuid, p_limit int)
RETURNS TABLE (row_id uuid, version int, deleted boolean, mac bytea) LANGUAGE plpgsql STABLE {INDEXED} AS $$
BEGIN
  CASE p_table
{cases}
    ELSE RETURN;
  END CASE;
END $$"""


def _unsealed(table: Table) -> str:
    return (
        f"SELECT t.id, t.version, t.deleted_at IS NOT NULL, t.mac FROM pz.{table.name} t\n"
        f"      WHERE t.workspace_id = p_ws AND t.id > p_after AND {_WAITS} ORDER BY t.id LIMIT p_limit"
    )


def _seal(table: Table) -> str:
    """Seals of one device, where the row is still the one that was sealed."""
    head = f"pz.seal_{table.name}(p_ws uuid, p_device uuid, p_rows jsonb)"
    update = f"""UPDATE pz.{table.name} t SET seal = decode(x.s, 'base64'), sealed_by = p_device
  FROM jsonb_to_recordset(p_rows) AS x(r uuid, b int, m text, s text)
  WHERE t.id = ANY (ids) AND t.id = x.r AND t.version = x.b AND t.mac = decode(x.m, 'base64')
    AND {_WAITS} AND {SAME_WORKSPACE}"""
    return changing_rows(head, update)


def _seal_part() -> str:
    """Rows of one table, whichever it is."""
    cases = by_table(TABLES, lambda table: f"pz.seal_{table.name}(p_ws, p_device, p_rows)")
    return f"""CREATE FUNCTION pz.seal_part(p_table int, p_ws uuid, p_device uuid, p_rows jsonb)
RETURNS int LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  CASE p_table
{cases}
  END CASE;
END $$"""
