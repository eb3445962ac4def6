"""SQL that puts cells under a new key, made from the registry: rows with old labels, and their new cells."""

from core.domain.registry import TABLES, Table
from migrations.server.feed_programs import wire_rows
from migrations.server.row_programs import INDEXED, SAME_WORKSPACE

SEALED = tuple(table for table in TABLES if table.sealed)


def statements() -> list[str]:
    return [_stale_rows(), *(_reseal(table) for table in SEALED), _reseal_part()]


def _stale_rows() -> str:
    """Rows of one table after an id, in the order of ids, of which a cell has an older label."""
    cases = "\n".join(f"    WHEN {table.no} THEN RETURN QUERY {_stale(table)};" for table in SEALED)
    return f"""CREATE FUNCTION pz.stale_rows(p_ws uuid, p_table int, p_after uuid, p_key_no int, p_limit int)
RETURNS SETOF pz.feed_row LANGUAGE plpgsql STABLE {INDEXED} AS $$
BEGIN
  CASE p_table
{cases}
    ELSE RETURN;
  END CASE;
END $$"""


def _stale(table: Table) -> str:
    labels = ", ".join(f"pz.label_no(t.{column.name})" for column in table.sealed)
    return (
        f"{wire_rows(table)}\n      WHERE t.workspace_id = p_ws AND t.id > p_after"
        f" AND least({labels}) < p_key_no\n      ORDER BY t.id LIMIT p_limit"
    )


def _reseal(table: Table) -> str:
    """Cells under the current key take the place of older ones, where the row did not move on."""
    sets = ",\n    ".join(
        f"{column.name} = CASE WHEN x.c ? '{column.no}' AND pz.label_no(t.{column.name}) < p_key_no"
        f" THEN decode(x.c ->> '{column.no}', 'base64') ELSE t.{column.name} END"
        for column in table.sealed
    )
    return f"""CREATE FUNCTION pz.reseal_{table.name}(p_ws uuid, p_key_no int, p_rows jsonb)
RETURNS int LANGUAGE plpgsql {INDEXED} AS $$
DECLARE
  ids uuid[] := (SELECT array_agg(x.r) FROM jsonb_to_recordset(p_rows) AS x(r uuid));
  done int;
BEGIN
  UPDATE pz.{table.name} t SET {sets}
  FROM jsonb_to_recordset(p_rows) AS x(r uuid, b int, c jsonb)
  WHERE t.id = ANY (ids) AND t.id = x.r AND t.version = x.b AND {SAME_WORKSPACE};
  GET DIAGNOSTICS done = ROW_COUNT;
  RETURN done;
END $$"""


def _reseal_part() -> str:
    """Rows of one table, whichever it is; only cells under the current key."""
    cases = "\n".join(
        f"    WHEN {table.no} THEN RETURN pz.reseal_{table.name}(p_ws, p_key_no, p_rows);" for table in SEALED
    )
    return f"""CREATE FUNCTION pz.reseal_part(p_table int, p_ws uuid, p_key_no int, p_rows jsonb)
RETURNS int LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM jsonb_to_recordset(p_rows) AS x(c jsonb), jsonb_each_text(x.c) AS cell
      WHERE pz.label_no(decode(left(cell.value, 12), 'base64')) IS DISTINCT FROM p_key_no) THEN
    RAISE EXCEPTION 'not the current key' USING ERRCODE = 'PZV01';
  END IF;
  CASE p_table
{cases}
  END CASE;
END $$"""
