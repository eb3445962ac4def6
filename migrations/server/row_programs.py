"""SQL of the synced tables, made from the registry: row guards, and how a push writes each table."""

from core.domain.enums import Role
from core.domain.registry import COMMON, TABLES, Access, Column, Kind, Table

READERS = tuple(role.value for role in Role)
_WRITERS = {
    Access.OWNER: (Role.OWNER.value,),
    Access.CARE: (Role.OWNER.value, Role.THERAPIST.value, Role.ASSISTANT.value),
}
_FROZEN_NOTE = (
    "client_id",
    "created_by_user_id",
    "subjective",
    "objective",
    "assessment",
    "plan",
    "session_date",
    "is_draft",
    "finalized_at",
    "finalized_by",
    "signature",
)
"""What a finalized note says, by whom and when; bookkeeping of amendments and deletion may still change."""

_CASTS = {
    Kind.UUID: "({p} ->> '{no}')::uuid",
    Kind.TEXT: "{p} ->> '{no}'",
    Kind.INT: "({p} ->> '{no}')::int",
    Kind.BOOL: "({p} ->> '{no}')::boolean",
    Kind.TIME: "pz.moment(({p} ->> '{no}')::bigint)",
    Kind.DATE: "({p} ->> '{no}')::date",
    Kind.JSON: "nullif({p} -> '{no}', 'null')",
    Kind.BYTES: "decode({p} ->> '{no}', 'hex')",
}
_OPS = """ROWS FROM (jsonb_to_recordset(p_ops)
    AS (r uuid, b int, d boolean, p jsonb, c jsonb, m text, s text)) WITH ORDINALITY
    AS x(r, b, d, p, c, m, s, place)"""
SAME_WORKSPACE = "t.workspace_id IS NOT DISTINCT FROM p_ws"
"""No index can serve this, so that a row is found by its id and not among all of its workspace."""
INDEXED = "SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_nestloop = off"
"""Rows are found by a list of ids or by seq, then joined by hash: on a young table without statistics the
planner would otherwise compare each op with each row of the workspace."""


def writers(table: Table) -> tuple[str, ...]:
    """Roles that may write the table."""
    return _WRITERS[table.access]


def sql_array(words: tuple[str, ...]) -> str:
    return "'{" + ",".join(words) + "}'"


def moment() -> str:
    """Microseconds since 1970 as a time, exact beyond 2**53 too: intervals are multiplied as doubles."""
    return """CREATE FUNCTION pz.moment(p_micros bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE
RETURN 'epoch'::timestamptz + (p_micros / 1000000) * interval '1 second'
  + (p_micros % 1000000) * interval '1 microsecond'"""


def known_tables() -> str:
    rows = ", ".join(
        f"({table.no}, {sql_array(writers(table))}::text[], {str(table.insert_only).lower()})"
        for table in TABLES
    )
    return f"""CREATE FUNCTION pz.known_tables()
RETURNS TABLE (table_no int, writers text[], insert_only boolean)
LANGUAGE sql IMMUTABLE AS $$ VALUES {rows} $$"""


def guard(table: Table) -> str:
    """Stamps and rules that hold for every write, whoever makes it."""
    return f"""CREATE FUNCTION pz.guard_{table.name}() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.version <> 1 THEN
      RAISE EXCEPTION 'version must start at 1' USING ERRCODE = 'PZV01';
    END IF;
    NEW.created_at := clock_timestamp();
    NEW.updated_at := NEW.created_at;
{_resealing(table)}  ELSE
{_update_rules(table)}
    NEW.created_at := OLD.created_at;
    NEW.updated_at := clock_timestamp();
  END IF;
  NEW.seq := pz.numbered(NEW.workspace_id, NEW.seq);
{_chaining(table)}  RETURN NEW;
END $$"""


def _resealing(table: Table) -> str:
    """A write that keeps the version may put cells under a later key and nothing else, finalized or not."""
    if not table.sealed:
        return ""
    names = [*COMMON, "seq", "mac", "seal", "sealed_by", *(column.name for column in table.plain)]
    old, new = (", ".join(f"{row}.{name}" for name in names) for row in ("OLD", "NEW"))
    cells = "".join(
        f"\n        OR NOT pz.is_resealed(OLD.{column.name}, NEW.{column.name})" for column in table.sealed
    )
    return f"""  ELSIF NEW.version = OLD.version THEN
    IF ROW({new}) IS DISTINCT FROM ROW({old}){cells} THEN
      RAISE EXCEPTION 'version must be the next' USING ERRCODE = 'PZV01';
    END IF;
    RETURN NEW;
"""


def _update_rules(table: Table) -> str:
    if table.insert_only:
        return "    RAISE EXCEPTION 'rows stay as they are' USING ERRCODE = 'PZA01';"
    rules = """    IF NEW.id <> OLD.id OR NEW.workspace_id <> OLD.workspace_id THEN
      RAISE EXCEPTION 'identity stays' USING ERRCODE = 'PZI01';
    END IF;
    IF NEW.version <> OLD.version + 1 THEN
      RAISE EXCEPTION 'version must be the next' USING ERRCODE = 'PZV01';
    END IF;"""
    return rules + (_frozen_rule() if table.name == "sessions" else "")


def _frozen_rule() -> str:
    old, new = (", ".join(f"{row}.{name}" for name in _FROZEN_NOTE) for row in ("OLD", "NEW"))
    return f"""
    IF OLD.finalized_at IS NOT NULL AND ({new}) IS DISTINCT FROM ({old}) THEN
      RAISE EXCEPTION 'finalized' USING ERRCODE = 'PZF01';
    END IF;"""


def _chaining(table: Table) -> str:
    return "  NEW := pz.chained(NEW);\n" if table.name == "audit_events" else ""


def triggers(table: Table) -> tuple[str, ...]:
    guarding = (
        f"CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON pz.{table.name}"
        f" FOR EACH ROW EXECUTE FUNCTION pz.guard_{table.name}()"
    )
    return guarding, keep_rows(table.name)


def keep_rows(name: str) -> str:
    return (
        f"CREATE TRIGGER keep_rows BEFORE DELETE OR TRUNCATE ON pz.{name}"
        " FOR EACH STATEMENT EXECUTE FUNCTION pz.refuse_change()"
    )


def apply_function(table: Table) -> str:
    """Writes ops of one table as a set, numbered from `p_after`; returns how many rows it wrote."""
    return f"""CREATE FUNCTION pz.apply_{table.name}(p_ws uuid, p_device uuid, p_after bigint, p_ops jsonb)
RETURNS int LANGUAGE plpgsql {INDEXED} AS $$
DECLARE
  inserted int;
  updated int := 0;
  ids uuid[] := (SELECT array_agg(x.r) FROM jsonb_to_recordset(p_ops) AS x(r uuid, b int) WHERE x.b > 0);
BEGIN
{_insert(table)}
  GET DIAGNOSTICS inserted = ROW_COUNT;
{"" if table.insert_only else _update(table)}  RETURN inserted + updated;
END $$"""


def _insert(table: Table) -> str:
    names = "".join(f", {column.name}" for column in table.columns)
    values = "".join(f",\n    {_inserted(column)}" for column in table.columns)
    return f"""  INSERT INTO pz.{table.name}
    (id, workspace_id, version, seq, mac, seal, sealed_by, deleted_at{names})
  SELECT x.r, p_ws, 1, p_after + x.place, decode(x.m, 'base64'), decode(x.s, 'base64'), p_device,
    CASE WHEN x.d THEN clock_timestamp() END{values}
  FROM {_OPS}
  WHERE x.b = 0 ORDER BY x.place;"""


def _inserted(column: Column) -> str:
    if column.enc or column.default is None:
        return _value(column)
    default = f"'{column.default}'" if isinstance(column.default, str) else str(column.default).lower()
    return f"CASE WHEN x.p ? '{column.no}' THEN {_value(column)} ELSE {default} END"


def _update(table: Table) -> str:
    sets = "".join(f",\n    {column.name} = {_updated(column)}" for column in table.columns)
    return f"""  IF ids IS NULL THEN
    RETURN inserted;
  END IF;
  UPDATE pz.{table.name} t SET version = t.version + 1, seq = p_after + x.place,
    mac = decode(x.m, 'base64'), seal = decode(x.s, 'base64'), sealed_by = p_device,
    deleted_at = CASE WHEN x.d THEN coalesce(t.deleted_at, clock_timestamp())
      WHEN x.d IS NULL THEN t.deleted_at END{sets}
  FROM {_OPS}
  WHERE t.id = ANY (ids) AND t.id = x.r AND t.version = x.b AND {SAME_WORKSPACE};
  GET DIAGNOSTICS updated = ROW_COUNT;
"""


def _updated(column: Column) -> str:
    source = "x.c" if column.enc else "x.p"
    return f"CASE WHEN {source} ? '{column.no}' THEN {_value(column)} ELSE t.{column.name} END"


def _value(column: Column) -> str:
    if column.enc:
        return f"decode(x.c ->> '{column.no}', 'base64')"
    return _CASTS[column.kind].format(p="x.p", no=column.no)


def apply_part() -> str:
    """Ops of one table, whichever it is."""
    cases = "\n".join(
        f"    WHEN {table.no} THEN RETURN pz.apply_{table.name}(p_ws, p_device, p_after, p_ops);"
        for table in TABLES
    )
    return f"""CREATE FUNCTION pz.apply_part(p_table int, p_ws uuid, p_device uuid, p_after bigint,
  p_ops jsonb) RETURNS int LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  CASE p_table
{cases}
  END CASE;
END $$"""


def apply_ops() -> str:
    """Ops of many tables, parents before children whatever order they came in."""
    return """CREATE FUNCTION pz.apply_ops(p_ws uuid, p_device uuid, p_after bigint, p_ops jsonb)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  done int := 0;
  tables int[] := (SELECT array_agg(DISTINCT x.t ORDER BY x.t) FROM jsonb_to_recordset(p_ops) AS x(t int));
  part int;
BEGIN
  -- Bulk work is of one table: its ops are megabytes and are handed on without a copy.
  FOREACH part IN ARRAY tables LOOP
    done := done + pz.apply_part(part, p_ws, p_device, p_after + done,
      CASE WHEN cardinality(tables) = 1 THEN p_ops ELSE pz.ops_of(p_ops, part) END);
  END LOOP;
  IF done <> jsonb_array_length(p_ops) THEN
    RAISE EXCEPTION 'a row moved on' USING ERRCODE = 'PZV02';
  END IF;
END $$"""


def versions() -> str:
    """Present versions of the rows that ops speak of."""
    cases = "\n".join(
        f"      WHEN {table.no} THEN RETURN QUERY SELECT part, t.id, t.version FROM pz.{table.name} t\n"
        f"        WHERE t.id = ANY (ids) AND {SAME_WORKSPACE};"
        for table in TABLES
    )
    return f"""CREATE FUNCTION pz.versions(p_ws uuid, p_ops jsonb)
RETURNS TABLE (table_no int, row_id uuid, version int)
LANGUAGE plpgsql STABLE ROWS 200 {INDEXED} AS $$
DECLARE
  part int;
  ids uuid[];
BEGIN
  FOR part, ids IN SELECT o.t, array_agg(DISTINCT o.r) FROM jsonb_to_recordset(p_ops) AS o(t int, r uuid)
      GROUP BY o.t LOOP
    CASE part
{cases}
      ELSE CONTINUE;
    END CASE;
  END LOOP;
END $$"""
