"""The local chain: up, down and up again; no drift; a newer store is left alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from core.domain.clock import SystemClock
from core.domain.errors import VersionMismatch
from core.store.database.engine import Store
from core.store.database.tables import LOCAL, SEARCHED
from migrations.local import chain, downgrade, is_current, upgrade
from migrations.local.revisions import newest

KEY = bytes(32)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "store.db", KEY, SystemClock())
    yield opened
    opened.close()


def _schema(store: Store) -> dict[str, str]:
    with store.read() as db:
        rows = db.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
    return {name: re.sub(r"\s+", " ", sql) for name, sql in rows if name != "alembic_version"}


def test_given_migrations_when_run_then_the_schema_is_that_of_the_models(
    store: Store, tmp_path: Path
) -> None:
    upgrade(store)
    models = Store.open(tmp_path / "models.db", KEY, SystemClock())
    with models.write() as db:
        LOCAL.create_all(db)
        for name in SEARCHED.values():
            db.exec_driver_sql(search_ddl(name))
    wanted = _schema(models)
    models.close()
    found = _schema(store)
    assert found.keys() == wanted.keys()
    assert {name: _parts(sql) for name, sql in found.items()} == {
        name: _parts(sql) for name, sql in wanted.items()
    }


def _parts(sql: str) -> list[str]:
    """What a statement says, spaces aside; SQLAlchemy writes the CHECKs of a table in any order."""
    return sorted(part.strip(" ()") for part in sql.replace(" )", ")").split(", "))


def test_given_migrations_when_compared_by_alembic_then_there_is_no_difference(store: Store) -> None:
    upgrade(store)
    with store.read() as db:
        context = MigrationContext.configure(db, opts={"include_object": _is_ours})
        assert compare_metadata(context, LOCAL) == []


def _is_ours(_object: object, name: str | None, kind: str, *_rest: object) -> bool:
    return kind != "table" or not (name or "").startswith("search_")


def test_given_a_planted_drift_when_compared_then_it_is_found(store: Store) -> None:
    upgrade(store)
    with store.write() as db:
        db.exec_driver_sql("ALTER TABLE clients ADD COLUMN planted TEXT")
    with store.read() as db:
        context = MigrationContext.configure(db, opts={"include_object": _is_ours})
        assert compare_metadata(context, LOCAL) != []


def test_given_a_store_when_taken_down_and_up_again_then_it_is_as_before(store: Store) -> None:
    upgrade(store)
    before = _schema(store)
    downgrade(store, "base")
    assert _schema(store) == {}
    assert not is_current(store)
    upgrade(store)
    assert _schema(store) == before
    assert is_current(store)


def test_given_the_files_of_the_chain_when_the_newest_is_asked_for_then_it_is_the_head_of_alembic() -> None:
    assert ScriptDirectory(str(Path(chain.__file__).parent)).get_current_head() == newest()


def test_given_a_current_store_when_upgraded_again_then_nothing_happens(store: Store) -> None:
    upgrade(store)
    before = _schema(store)
    upgrade(store)
    assert _schema(store) == before


def test_given_a_store_of_the_first_program_when_upgraded_then_its_rows_stay_and_it_reads_the_feed_again(
    store: Store,
) -> None:
    upgrade(store, "0001")
    with store.write() as db:
        for place in ((b"a" * 16, 57), (b"b" * 16, 0)):
            db.exec_driver_sql("INSERT INTO feed (workspace_id, seq, op_no) VALUES (?, ?, 9)", place)
        db.exec_driver_sql("INSERT INTO facts (name, value) VALUES ('kept', x'01')")
    upgrade(store)
    with store.read() as db:
        places = db.exec_driver_sql("SELECT seq, op_no FROM feed ORDER BY workspace_id").all()
        assert places == [(1, 9), (0, 9)]
        assert db.exec_driver_sql("SELECT count(*) FROM facts").scalar_one() == 1
        assert db.exec_driver_sql("SELECT count(*) FROM session_attachments").scalar_one() == 0


def test_given_a_store_of_a_newer_program_when_upgraded_then_it_is_refused_untouched(store: Store) -> None:
    upgrade(store)
    with store.write() as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = _schema(store)
    with pytest.raises(VersionMismatch):
        upgrade(store)
    assert _schema(store) == before


def test_given_a_migration_that_fails_when_run_then_nothing_of_it_stays(store: Store) -> None:
    with store.write() as db:
        db.exec_driver_sql("CREATE TABLE workspaces (x)")
    with pytest.raises(Exception, match="workspaces"):
        upgrade(store)
    assert set(_schema(store)) == {"workspaces"}


def search_ddl(name: str) -> str:
    """FTS5 without content: text arrives already folded, so the tokenizer leaves diacritics alone.

    Only words and their beginnings are asked for, so no positions are kept: a third of the size, and of the
    time to write it.
    """
    return (
        f"CREATE VIRTUAL TABLE {name} USING fts5(body, content='', contentless_delete=1, detail=none, "
        "tokenize='unicode61 remove_diacritics 0')"
    )
