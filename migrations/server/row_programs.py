"""SQL of the synced tables, made from the registry: row guards, and how a push writes each table."""

from collections.abc import Callable, Iterable

from core.domain.counters import MOST_AT_ONCE, MOST_COUNTED
from core.domain.enums import Role
from core.domain.registry import (
    CLINICAL_DIGEST,
    CLINICAL_DIGEST_NAME,
    COMMON,
    TABLES,
    Column,
    ColumnKind,
    Table,
)
from core.domain.rights import writers as roles_that_write
from migrations.server.clinical_programs import may_be_clinical
from migrations.server.columns import DOCUMENT_RULE, MAX_JSON_BYTES, MOST_DIGITS
from migrations.server.name_programs import own_name_rules, remembering

READERS = tuple(role.value for role in Role)
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
    ColumnKind.UUID: "({p} ->> '{no}')::uuid",
    ColumnKind.TEXT: "{p} ->> '{no}'",
    ColumnKind.INT: "({p} ->> '{no}')::int",
    ColumnKind.BOOL: "({p} ->> '{no}')::boolean",
    ColumnKind.TIME: "pz.moment(({p} ->> '{no}')::bigint)",
    ColumnKind.DATE: "({p} ->> '{no}')::date",
    # JSON's own null empties a column as SQL's does: as jsonb it would be a value, which NOT NULL lets pass.
    ColumnKind.JSON: "nullif({p} -> '{no}', 'null')",
    ColumnKind.BYTES: "decode({p} ->> '{no}', 'hex')",
}
# PostgreSQL takes WITH ORDINALITY beside a list of columns only inside ROWS FROM.
_OPS = """ROWS FROM (jsonb_to_recordset(p_ops)
    AS (r uuid, b int, d boolean, p jsonb, c jsonb, m text, s text)) WITH ORDINALITY
    AS x(r, b, d, p, c, m, s, place)"""
SAME_WORKSPACE = "t.workspace_id IS NOT DISTINCT FROM p_ws"
"""No index can serve this, so that a row is found by its id and not among all of its workspace."""
INDEXED = "SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_nestloop = off"
"""Rows are found by a list of ids or by seq, then joined by hash: on a young table without statistics the
planner would otherwise compare each op with each row of the workspace."""


def by_table(tables: Iterable[Table], result: Callable[[Table], str]) -> str:
    """Branches of a CASE over the number of a table, each of which returns the table's own result."""
    return "\n".join(f"    WHEN {table.no} THEN RETURN {result(table)};" for table in tables)


def changing_rows(head: str, update: str) -> str:
    """A function that changes the rows named by its `p_rows`, in SQL called `ids`, and tells how many.

    `head` is its name with its arguments, `update` the one statement that it runs.
    """
    return f"""CREATE FUNCTION {head}
RETURNS int LANGUAGE plpgsql {INDEXED} AS $$
DECLARE
  ids uuid[] := (SELECT array_agg(x.r) FROM jsonb_to_recordset(p_rows) AS x(r uuid));
  done int;
BEGIN
  {update};
  GET DIAGNOSTICS done = ROW_COUNT;
  RETURN done;
END $$"""


_DIGEST = f"decode(x.p ->> '{CLINICAL_DIGEST}', 'hex')"


def writers(table: Table) -> tuple[str, ...]:
    """Roles that may write the table."""
    return tuple(role.value for role in roles_that_write(table.access))


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
  IF NOT pz.is_sealed(NEW.mac, NEW.seal, NEW.sealed_by) THEN
    RAISE EXCEPTION 'no seal' USING ERRCODE = 'PZB02';
  END IF;
{_cell_rule(table)}{_documents(table)}{_count_rule(table)}  IF TG_OP = 'INSERT' THEN
    IF NEW.version <> 1 THEN
      RAISE EXCEPTION 'version must start at 1' USING ERRCODE = 'PZV01';
    END IF;
    NEW.created_at := clock_timestamp();
    NEW.updated_at := NEW.created_at;
{_setting_aside(table)}{_sealing(table)}{_resealing(table)}  ELSE
{_update_rules(table)}
{remembering(table)}    NEW.set_aside_at := NULL;
    NEW.created_at := OLD.created_at;
    NEW.updated_at := clock_timestamp();
  END IF;
{own_name_rules(table)}  NEW.seq := pz.numbered(NEW.workspace_id, NEW.seq);
{_chaining(table)}  RETURN NEW;
END $$"""


def _cell_rule(table: Table) -> str:
    """Every cell says under which of the practice's keys it lies: without that no laptop can open it."""
    if not table.sealed:
        return ""
    labels = ", ".join(f"pz.label_no(NEW.{column.name})" for column in table.sealed)
    bases = ", ".join(_base_label(table, column) for column in table.sealed)
    # Every practice has key 1; only a later one has to be looked for among its lists of keys.
    return f"""  IF least({labels}) < 1 OR (greatest({bases}) > 1
      AND greatest({bases}) > pz.current_key_no(NEW.workspace_id)) THEN
    RAISE EXCEPTION 'no such key' USING ERRCODE = 'PZB02';
  END IF;
"""


def _base_label(table: Table, column: Column) -> str:
    label = f"pz.label_no(NEW.{column.name})"
    return f"pz.base_no({label})" if may_be_clinical(table, column) else label


def _documents(table: Table) -> str:
    """Before the chain of audit events writes the document out: its CHECK comes only after."""
    return "".join(_document(column.name) for column in table.plain if column.kind is ColumnKind.JSON)


def _document(name: str) -> str:
    """What PostgreSQL keeps of a document is at most four times its text; asked first, for the text of a few
    letters can be a gigabyte. By its bytes: 0 and 0e-16000 are equal. A CHECK cannot count digits behind a
    point."""
    return f"""  IF (SELECT n *<> o FROM (SELECT NEW.{name}) n, (SELECT OLD.{name}) o) THEN
    IF pg_column_size(NEW.{name}) > {5 * MAX_JSON_BYTES} THEN
      RAISE EXCEPTION 'too large' USING ERRCODE = 'program_limit_exceeded';
    ELSIF NOT ({DOCUMENT_RULE.format(f"NEW.{name}")}) OR EXISTS (SELECT
        FROM jsonb_path_query(NEW.{name}, 'strict $.** ? (@.type() == "number")') AS n(v)
        WHERE scale(n.v::numeric) > {MOST_DIGITS}) THEN
      RAISE EXCEPTION 'not readable' USING ERRCODE = 'PZB02';
    END IF;
  END IF;
"""


def _setting_aside(table: Table) -> str:
    """Setting aside and bringing back change the mark, the tombstone and the place in the feed, nothing else.
    No statement of a device sets the mark."""
    audit = ("chain_no", "hash", "sealed_late", "cut") if table.name == "audit_events" else ()
    common = [name for name in COMMON if name not in ("updated_at", "deleted_at")]
    names = [*common, "mac", "seal", "sealed_by", *audit, *table.by_name]
    old, new = (", ".join(f"{row}.{name}" for name in names) for row in ("OLD", "NEW"))
    return f"""  ELSIF NEW.version = OLD.version AND NEW.set_aside_at IS DISTINCT FROM OLD.set_aside_at THEN
    IF ROW({new}) IS DISTINCT FROM ROW({old}) THEN
      RAISE EXCEPTION 'version must be the next' USING ERRCODE = 'PZV01';
    END IF;
    NEW.seq := pz.reserve(NEW.workspace_id, 1) + 1;
    RETURN NEW;
"""


def _sealing(table: Table) -> str:
    """A row that an adoption wrote may get the seal that it lacks, once, and nothing else."""
    audit = ("chain_no", "hash", "sealed_late", "cut") if table.name == "audit_events" else ()
    names = [*COMMON, "seq", "mac", *audit, *_digest_name(table), *table.by_name]
    old, new = (", ".join(f"{row}.{name}" for name in names) for row in ("OLD", "NEW"))
    late = "    NEW.sealed_late := true;\n" if audit else ""
    return f"""  ELSIF OLD.sealed_by IS NULL AND NEW.sealed_by IS NOT NULL AND NEW.version = OLD.version THEN
    IF ROW({new}) IS DISTINCT FROM ROW({old})
        OR OLD.seal IS NOT NULL OR NEW.seal IS NULL OR OLD.mac IS NULL THEN
      RAISE EXCEPTION 'version must be the next' USING ERRCODE = 'PZV01';
    END IF;
{late}    RETURN NEW;
"""


def _digest_name(table: Table) -> tuple[str, ...]:
    return (CLINICAL_DIGEST_NAME,) if table.clinical else ()


def _resealing(table: Table) -> str:
    """A write that keeps the version may put cells under a later key and nothing else, finalized or not."""
    if not table.sealed:
        return ""
    stays = ("seq", "mac", "seal", "sealed_by", *_digest_name(table))
    names = [*COMMON, *stays, *(column.name for column in table.plain)]
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
    return rules + _step_rule(table) + (_frozen_rule() if table.name == "sessions" else "")


def _count_rule(table: Table) -> str:
    """However a count came to be, no new one is out of reach."""
    return "".join(
        f"""  IF NEW.{column.name} NOT BETWEEN 0 AND greatest({MOST_COUNTED}, OLD.{column.name}) THEN
    RAISE EXCEPTION 'count out of reach' USING ERRCODE = 'PZB02';
  END IF;
"""
        for column in table.counters
    )


def _step_rule(table: Table) -> str:
    """Nobody does so much between two pushes."""
    return "".join(
        f"""
    IF NEW.{column.name} > OLD.{column.name} + {MOST_AT_ONCE} THEN
      RAISE EXCEPTION 'count too far ahead' USING ERRCODE = 'PZB02';
    END IF;"""
        for column in table.counters
    )


def _frozen_rule() -> str:
    # Outside a push nothing has set `app.superseded`: asked without `true`, that would be an error.
    old, new = (", ".join(f"{row}.{name}" for name in _FROZEN_NOTE) for row in ("OLD", "NEW"))
    return f"""
    IF OLD.finalized_at IS NOT NULL AND ({new}) IS DISTINCT FROM ({old})
        AND strpos(coalesce(current_setting('app.superseded', true), ''), NEW.id::text) = 0 THEN
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


VERSION_STEPS = """CREATE FUNCTION pz.follow_a_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.version_number > 2 AND NOT EXISTS (SELECT FROM pz.session_versions v WHERE
      v.workspace_id = NEW.workspace_id AND v.session_id = NEW.session_id
      AND v.version_number = NEW.version_number - 1) THEN
    RAISE EXCEPTION 'the version before is missing' USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$"""
"""A note's versions are numbered one by one: a number far ahead would leave none for the next amendment. A
note that was brought in without its first version goes on with the second."""
STEPPING = (
    "CREATE TRIGGER steps AFTER INSERT ON pz.session_versions"
    " FOR EACH ROW EXECUTE FUNCTION pz.follow_a_version()"
)
"""Asked when all rows of a statement are there, for they come in any order."""


def keep_rows(name: str) -> str:
    # PostgreSQL has no trigger for each row that TRUNCATE takes, only one for the statement.
    return (
        f"CREATE TRIGGER keep_rows BEFORE DELETE OR TRUNCATE ON pz.{name}"
        " FOR EACH STATEMENT EXECUTE FUNCTION pz.refuse_change()"
    )


def apply_function(table: Table) -> str:
    """Writes ops of one table as a set, numbered from `p_after`; returns how many rows it wrote."""
    return f"""CREATE FUNCTION pz.apply_{table.name}(p_ws uuid, p_device uuid, p_after bigint, p_ops jsonb)
RETURNS int LANGUAGE plpgsql {INDEXED} AS $$
DECLARE
  inserted int := 0;
  updated int := 0;
  ids uuid[] := (SELECT array_agg(x.r) FROM jsonb_to_recordset(p_ops) AS x(r uuid, b int) WHERE x.b > 0);
BEGIN
  IF coalesce(cardinality(ids), 0) < jsonb_array_length(p_ops) THEN
{_insert(table)}
    GET DIAGNOSTICS inserted = ROW_COUNT;
  END IF;
{"" if table.insert_only else _update(table)}  RETURN inserted + updated;
END $$"""


def _insert(table: Table) -> str:
    names = "".join(f", {name}" for name in (*_digest_name(table), *table.by_name))
    digest = f",\n    {_DIGEST}" if table.clinical else ""
    values = digest + "".join(f",\n    {_inserted(column)}" for column in table.columns)
    return f"""    INSERT INTO pz.{table.name}
      (id, workspace_id, version, seq, mac, seal, sealed_by, deleted_at{names})
    SELECT x.r, p_ws, 1, p_after + x.place, decode(x.m, 'base64'), decode(x.s, 'base64'), p_device,
      CASE WHEN x.d THEN clock_timestamp() END{values}
    FROM {_OPS}
    WHERE x.b = 0 ORDER BY x.place;"""


def _inserted(column: Column) -> str:
    if column.enc or column.default is None:
        return _value(column)
    # An op of a program that has no such column yet says nothing of it.
    default = f"'{column.default}'" if isinstance(column.default, str) else str(column.default).lower()
    return f"CASE WHEN x.p ? '{column.no}' THEN {_value(column)} ELSE {default} END"


_DELETED = "nullif(t.deleted_at, t.set_aside_at)"
"""A tombstone that is only there because the row was set aside is none for whoever writes over it."""


def _update(table: Table) -> str:
    sets = "".join(f",\n    {column.name} = {_updated(column)}" for column in table.columns)
    if table.clinical:
        # Of a program that has not heard of clinical keys yet none is left: it would not fit what it changed.
        touched = f"pz.touches_clinical({table.no}, '{{}}', x.c)"
        kept = f"CASE WHEN {touched} THEN NULL ELSE t.{CLINICAL_DIGEST_NAME} END"
        told = f"CASE WHEN x.p ? '{CLINICAL_DIGEST}' THEN {_DIGEST} ELSE {kept} END"
        sets += f",\n    {CLINICAL_DIGEST_NAME} = {told}"
    return f"""  IF ids IS NULL THEN
    RETURN inserted;
  END IF;
  UPDATE pz.{table.name} t SET version = t.version + 1, seq = p_after + x.place,
    mac = decode(x.m, 'base64'), seal = decode(x.s, 'base64'), sealed_by = p_device,
    deleted_at = CASE WHEN x.d THEN coalesce({_DELETED}, clock_timestamp())
      WHEN x.d IS NULL THEN {_DELETED} END{sets}
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
    cases = by_table(TABLES, lambda table: f"pz.apply_{table.name}(p_ws, p_device, p_after, p_ops)")
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
