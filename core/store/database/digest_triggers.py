"""Triggers that note each mac that comes to stand in the feed here, and each that leaves it.

Whoever writes a row, and however: nothing that changes a digest can pass them by.
"""

from collections.abc import Iterator

from core.domain.registry import Table

# Eight bytes of the mac, as the digest takes them. `sign`: 1 for one that came, -1 for one that went.
_NOTE = "INSERT INTO digest_notes (workspace_id, table_no, mac, sign) "
_CAME = "SELECT NEW.workspace_id, {no}, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL;"
_WENT = "SELECT OLD.workspace_id, {no}, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL;"
# IS NOT for the mac, which may be NULL: `<>` would then be NULL as well, and the trigger pass it over.
_DIFFER = (
    "(OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id"
)


def digest_triggers(table: Table) -> Iterator[str]:
    """The statements that make them, for one table."""
    came, went = (_NOTE + row.format(no=table.no) for row in (_CAME, _WENT))
    on = table.name
    yield f"CREATE TRIGGER digest_{on}_insert AFTER INSERT ON {on} BEGIN {came} END"
    yield (
        f"CREATE TRIGGER digest_{on}_update AFTER UPDATE OF seq, mac, workspace_id ON {on} "
        f"WHEN {_DIFFER} BEGIN {went} {came} END"
    )
    yield f"CREATE TRIGGER digest_{on}_delete AFTER DELETE ON {on} BEGIN {went} END"
