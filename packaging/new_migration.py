"""`make new-migration NAME=what_it_does`: the next revision of both chains.

Columns of the registry whose numbers are not frozen yet are written into both: into the SQL of the local and
of the server's revision, and their numbers into tests/data. Anything else is yours to write there.
`make catalog` then renews what the server's catalogue is compared with.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import registry as dialects
from sqlalchemy.schema import AddConstraint, CreateColumn, CreateIndex, SetColumnComment

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from core.domain.registry import SCHEMA_VERSION, TABLES  # noqa: E402 - found only now
from core.store.database.tables import LOCAL  # noqa: E402
from migrations.server.tables import SCHEMA, SERVER  # noqa: E402

_FROZEN = ROOT / "tests/data/registry.json"
_SCHEMAS = ROOT / "tests/data/schemas.json"
_REVISION = '''"""{about}"""

from alembic import op

from migrations.{chain}.programs import execute{more}

revision = "{no}"
down_revision = "{before}"


def upgrade() -> None:
    execute(op.get_bind(), {up})


def downgrade() -> None:
    execute(op.get_bind(), {down})
'''


def main() -> int:
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if not re.fullmatch(r"[a-z][a-z_]{2,40}", name):
        print("Name it in small letters: make new-migration NAME=what_it_does", file=sys.stderr)
        return 2
    added = new_columns()
    for chain in ("local", "server"):
        write_revision(chain, name, added)
    freeze_numbers()
    print(f"{len(added)} new column(s) in both chains. Look at the SQL, then: make catalog")
    print(f"Raise SCHEMA_VERSION in core/domain/registry.py first when schema {SCHEMA_VERSION} was released.")
    return 0


def new_columns() -> list[tuple[str, str]]:
    """Table and column of everything in the registry whose number is not frozen yet."""
    frozen = json.loads(_FROZEN.read_text(encoding="utf-8"))
    return [
        (table.name, column.name)
        for table in TABLES
        if table.name in frozen
        for column in table.columns
        if column.name not in frozen[table.name]["columns"]
    ]


def write_revision(chain: str, name: str, added: list[tuple[str, str]]) -> None:
    """A Python file of Alembic's, and the SQL that it runs up and down."""
    folder = ROOT / "migrations" / chain
    before = max(path.name[1:5] for path in (folder / "versions").glob("v[0-9]*.py"))
    no = f"{int(before) + 1:04d}"
    about = name.replace("_", " ").capitalize() + "."
    files = {"up": f"{no}_{name}", "down": f"{no}_drop"}
    on_server = chain == "server"
    calls = {key: f'sql_file("{file}")' if on_server else f'"{file}"' for key, file in files.items()}
    text = _REVISION.format(
        about=about, chain=chain, no=no, before=before, more=", sql_file" if on_server else "", **calls
    )
    (folder / "versions" / f"v{no}_{name}.py").write_text(text, encoding="utf-8")
    number = int(no)
    write_sql(
        folder,
        files["up"],
        f"Revision {number}: {about}",
        [line for each in added for line in _add(chain, *each)],
    )
    drops = [_drop(chain, *each) for each in reversed(added)]
    write_sql(folder, files["down"], f"Takes revision {number} back.", drops)


def write_sql(folder: Path, name: str, about: str, statements: list[str]) -> None:
    text = "\n\n".join([f"-- {about}", *statements])
    (folder / "sql" / f"{name}.sql").write_text(text + "\n", encoding="utf-8")


def _add(chain: str, table: str, column: str) -> Iterator[str]:
    """As the models say it, so that a new store and an upgraded one are the same."""
    model = SERVER.tables[f"{SCHEMA}.{table}"] if chain == "server" else LOCAL.tables[table]
    dialect = dialects.load("postgresql" if chain == "server" else "sqlite")()
    new = model.c[column]
    yield f"ALTER TABLE {_name(chain, table)} ADD COLUMN {CreateColumn(new).compile(dialect=dialect)};"
    if new.comment:
        yield f"{SetColumnComment(new).compile(dialect=dialect, compile_kwargs={'literal_binds': True})};"
    if chain == "server":
        for rule in sorted(model.constraints, key=lambda each: str(each.name)):
            names = (f"ck_{table}_{column}", f"fk_{table}_{column}")
            is_rule = isinstance(rule, sa.CheckConstraint | sa.ForeignKeyConstraint)
            if is_rule and str(rule.name).startswith(names):
                yield f"{AddConstraint(rule).compile(dialect=dialect)};"
        for index in model.indexes:
            if index.name == f"ix_{table}_{column}":
                yield f"{CreateIndex(index).compile(dialect=dialect)};"


def _drop(chain: str, table: str, column: str) -> str:
    return f"ALTER TABLE {_name(chain, table)} DROP COLUMN {column};"


def _name(chain: str, table: str) -> str:
    return f"{SCHEMA}.{table}" if chain == "server" else table


def freeze_numbers() -> None:
    """Numbers once given never change; those of a table that is new are frozen whole."""
    frozen = json.loads(_FROZEN.read_text(encoding="utf-8"))
    for table in TABLES:
        columns = {column.name: column.no for column in table.columns}
        frozen.setdefault(table.name, {"no": table.no, "columns": {}})["columns"] |= columns
    _write(_FROZEN, frozen)
    counts = json.loads(_SCHEMAS.read_text(encoding="utf-8"))
    _write(_SCHEMAS, counts | {str(SCHEMA_VERSION): sum(len(table.columns) for table in TABLES)})


def _write(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
