"""SQL that puts cells under a new key, made from the registry: rows with old labels, and their new cells."""

from core.domain.registry import TABLES, Table
from migrations.server.clinical_programs import key_for, withheld_cell, without_digest
from migrations.server.feed_programs import STALE_BYTES, row_size, wire_rows
from migrations.server.row_programs import INDEXED, SAME_WORKSPACE, by_table

SEALED = tuple(table for table in TABLES if table.sealed)


def statements() -> list[str]:
    return [_stale_rows(), *(_reseal(table) for table in SEALED), _reseal_part()]


def _stale_rows() -> str:
    """Rows of one table after an id, in the order of ids, of which a cell has an older label."""
    cases = by_table(SEALED, lambda table: f"QUERY {_stale(table)}")
    return f"""CREATE FUNCTION pz.stale_rows(p_ws uuid, p_table int, p_after uuid, p_key_no int,
  p_clinical_no int, p_limit int, p_clinical boolean) RETURNS SETOF pz.feed_row
LANGUAGE plpgsql STABLE {INDEXED} AS $$
BEGIN
  CASE p_table
{cases}
    ELSE RETURN;
  END CASE;
END $$"""


def _stale(table: Table) -> str:
    cells = ((column, withheld_cell(table, column.name, f"t.{column.name}")) for column in table.sealed)
    # A cell that is withheld has no label here: only who reads what is clinical is asked to seal it anew.
    tests = [f"pz.label_no({cell}) < {key_for(table, column)}" for column, cell in cells]
    if table.clinical:
        tests.append(f"p_clinical AND {without_digest(table)}")
    stale = "(" + " OR ".join(f"({test})" for test in tests) + ") IS TRUE"
    size = row_size(table)
    return f"""{wire_rows(table, _weighed(table, size, stale))}
      WHERE t.taken - t.size < {STALE_BYTES} ORDER BY t.id"""


def _weighed(table: Table, size: str, stale: str) -> str:
    return f"""(SELECT t.*, {size} AS size, sum({size}) OVER (ORDER BY t.id) AS taken
        FROM (SELECT * FROM pz.{table.name} t WHERE t.workspace_id = p_ws AND t.id > p_after
          AND {stale} ORDER BY t.id LIMIT p_limit) t) t"""


def _reseal(table: Table) -> str:
    """Cells under the current key take the place of older ones, where the row did not move on."""
    sets = ",\n    ".join(
        f"{column.name} = CASE WHEN x.c ? '{column.no}'"
        f" AND pz.label_no(t.{column.name}) < {key_for(table, column)}"
        f" THEN decode(x.c ->> '{column.no}', 'base64') ELSE t.{column.name} END"
        for column in table.sealed
    )
    return f"""CREATE FUNCTION pz.reseal_{table.name}(p_ws uuid, p_key_no int, p_clinical_no int,
  p_rows jsonb) RETURNS int LANGUAGE plpgsql {INDEXED} AS $$
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
    """Rows of one table, whichever it is; only cells under the current key, and clinical ones from
    clinicians."""
    # Of a cell 16 letters of base64 are decoded: 12 bytes, where the longest label has 10.
    cases = by_table(SEALED, lambda table: f"pz.reseal_{table.name}(p_ws, p_key_no, p_clinical_no, p_rows)")
    return f"""CREATE FUNCTION pz.reseal_part(p_table int, p_ws uuid, p_key_no int, p_clinical_no int,
  p_rows jsonb, p_role text) RETURNS int LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM jsonb_to_recordset(p_rows) AS x(c jsonb), jsonb_each_text(x.c) AS cell
      WHERE (pz.label_no(decode(left(cell.value, 16), 'base64'))
        IN (p_key_no, p_clinical_no)) IS NOT TRUE) THEN
    RAISE EXCEPTION 'not the current key' USING ERRCODE = 'PZV01';
  END IF;
  IF NOT pz.is_clinician(p_role) AND EXISTS (SELECT FROM jsonb_to_recordset(p_rows) AS x(c jsonb)
      WHERE pz.touches_clinical(p_table, '{{}}', x.c)) THEN
    RAISE EXCEPTION 'a clinical cell' USING ERRCODE = 'PZD01';
  END IF;
  CASE p_table
{cases}
  END CASE;
END $$"""
