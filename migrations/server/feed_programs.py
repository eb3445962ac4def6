"""SQL of the feed, made from the registry: bounds of a page, its rows in the wire form, digests."""

from core.domain.registry import (
    CLINICAL_DIGEST,
    CLINICAL_DIGEST_NAME,
    TABLES,
    Column,
    ColumnKind,
    Table,
)
from migrations.server.clinical_programs import withheld_cell
from migrations.server.row_programs import INDEXED

_ROW_OVERHEAD_BYTES = 400
_MOST_PER_BYTE = 6
"""JSON writes a control character, one byte of a text, as six."""
STALE_BYTES = 4_000_000
"""About as much of rows with old cells comes at once; one row always fits."""
_RANGE = "t.workspace_id = p_ws AND t.seq > p_after AND t.seq <= p_upto AND t.set_aside_at IS NULL"


def feed_bounds() -> str:
    """How far a page of at most `p_limit` rows and about `p_bytes` reaches; one row always fits."""
    # No more of a table than a page takes; the one row more tells whether another page follows.
    branches = "\n    UNION ALL ".join(
        f"(SELECT t.seq, {row_size(table)} AS size FROM pz.{table.name} t WHERE {_RANGE}"
        " ORDER BY t.seq LIMIT p_limit + 1)"
        for table in TABLES
    )
    return f"""CREATE FUNCTION pz.feed_bounds(p_ws uuid, p_after bigint, p_upto bigint, p_limit int,
  p_bytes bigint, p_clinical boolean, OUT upto bigint, OUT row_count int, OUT more boolean)
LANGUAGE plpgsql STABLE {INDEXED} AS $$
BEGIN
  SELECT max(s.seq) FILTER (WHERE s.fits), count(*) FILTER (WHERE s.fits),
    coalesce(bool_or(NOT s.fits), false)
  INTO upto, row_count, more
  FROM (
    SELECT k.seq, row_number() OVER w <= p_limit
      AND (row_number() OVER w = 1 OR sum(k.size) OVER w <= p_bytes) AS fits
    FROM ({branches}) k
    WINDOW w AS (ORDER BY k.seq) ORDER BY k.seq LIMIT p_limit + 1
  ) s;
END $$"""


def feed() -> str:
    """The rows of a range, in no order: the reader sorts a page faster than the server would."""
    branches = "\n    UNION ALL ".join(_rows(table) for table in TABLES)
    return f"""CREATE FUNCTION pz.feed(p_ws uuid, p_after bigint, p_upto bigint, p_clinical boolean)
RETURNS SETOF pz.feed_row LANGUAGE plpgsql STABLE {INDEXED} AS $$
BEGIN
  RETURN QUERY {branches};
END $$"""


def feed_row() -> str:
    return """CREATE TYPE pz.feed_row AS (seq bigint, table_no int, row_id uuid, version int,
  created_at timestamptz, updated_at timestamptz, deleted_at timestamptz,
  plain text, cells bytea, mac bytea, seal bytea, sealed_by uuid)"""


def _rows(table: Table) -> str:
    return f"{wire_rows(table)} WHERE {_RANGE}"


def wire_rows(table: Table, source: str = "") -> str:
    """A select of `pz.feed_row`s from the table, called t, or a source like it; the caller adds its WHERE.

    Where `p_clinical`, which its function must have, is false, cells that are clinical stay away.
    """
    return (
        f"SELECT t.seq, {table.no}, t.id, t.version, t.created_at, t.updated_at, t.deleted_at,\n"
        f"      {_plain(table)},\n      {_cells(table)},\n      t.mac, t.seal, t.sealed_by"
        f" FROM {source or f'pz.{table.name} t'}"
    )


def _plain(table: Table) -> str:
    pairs = ", ".join(f"'{column.no}', {_wire(column)}" for column in table.plain)
    if table.clinical:
        pairs += f", '{CLINICAL_DIGEST}', encode(t.{CLINICAL_DIGEST_NAME}, 'hex')"
    return f"json_build_object({pairs})::text"


def _wire(column: Column) -> str:
    if column.kind is ColumnKind.TIME:
        # Exact: since PostgreSQL 14 `extract` gives a numeric, and no longer a double.
        return f"(extract(epoch FROM t.{column.name}) * 1000000)::bigint"
    if column.kind is ColumnKind.BYTES:
        return f"encode(t.{column.name}, 'hex')"
    return f"t.{column.name}"


def _cells(table: Table) -> str:
    """Cells that are there, each as number (2 bytes), length (4 bytes), bytes."""
    parts = [f"coalesce({withheld_cell(table, column.name, _cell(column))}, '')" for column in table.sealed]
    return "\n      || ".join(parts) if parts else "''::bytea"


def _cell(column: Column) -> str:
    # Both numbers big-endian, as PostgreSQL's own binary form has them; `sync/postgres/pages.py` reads them.
    name = f"t.{column.name}"
    return f"int2send({column.no}::int2) || int4send(octet_length({name})) || {name}"


def row_size(table: Table) -> str:
    """At most so many bytes a row of the table, called t, takes of a page; `p_clinical` as in `wire_rows`:
    how a page is cut must not tell how long a text is."""
    seal = " + coalesce(octet_length(t.mac), 0) + coalesce(octet_length(t.seal), 0)"
    lengths = (withheld_cell(table, column.name, f"octet_length(t.{column.name})") for column in table.sealed)
    cells = "".join(f" + coalesce({length}, 0)" for length in lengths)
    return f"{_ROW_OVERHEAD_BYTES}{seal}{cells}{''.join(map(_plain_size, table.plain))}"


def _plain_size(column: Column) -> str:
    if column.kind is ColumnKind.TEXT:
        return f" + {_MOST_PER_BYTE} * coalesce(octet_length(t.{column.name}), 0)"
    if column.kind is ColumnKind.BYTES:
        return f" + 2 * coalesce(octet_length(t.{column.name}), 0)"
    return f" + coalesce(octet_length(t.{column.name}::text), 0)" if column.kind is ColumnKind.JSON else ""


def digest() -> str:
    """Count and sum of the first 8 bytes of every mac, per table; the caller takes it mod 2**64."""
    # PostgreSQL sums bigints as numeric, so that no number of rows overflows.
    branches = "\n    UNION ALL ".join(
        f"SELECT {table.no}, count(*), coalesce(sum(pz.mac_head(t.mac)), 0) FROM pz.{table.name} t"
        " WHERE t.workspace_id = p_ws AND t.seq <= p_upto AND t.set_aside_at IS NULL"
        for table in TABLES
    )
    return f"""CREATE FUNCTION pz.digest(p_ws uuid, p_upto bigint)
RETURNS TABLE (table_no int, row_count bigint, total numeric)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY {branches};
END $$"""


def mac_head() -> str:
    # With a sign, which makes no difference: whoever adds them up takes the sum modulo 2**64.
    return """CREATE FUNCTION pz.mac_head(p_mac bytea) RETURNS bigint LANGUAGE sql IMMUTABLE
RETURN ('x' || encode(substr(p_mac, 1, 8), 'hex'))::bit(64)::bigint"""
