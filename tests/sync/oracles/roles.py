"""Oracles about roles: who may not read what is clinical holds the rest, just as the others do, and no
more."""

import json
from collections.abc import Iterator

from core.domain.enums import Role
from core.domain.registry import CLIENTS, CONFLICTS, USERS
from core.domain.rights import CLINICAL_TABLES, is_clinical_dispute, reads_clinical
from tests.sync.oracles.agreement import MOST, converged
from tests.sync.oracles.eye import _PLACE, Key, Seen, name_of
from tests.sync.oracles.finding import Finding, Oracle

_BLANK = [_PLACE[CLIENTS.no][name] for name in (*(column.name for column in CLIENTS.clinical), "extra")]


def agrees(clinician: Seen, outsider: Seen) -> Iterator[Finding]:
    """(a) What both may read is the same byte for byte."""
    yield from converged([open_part(clinician), open_part(outsider)])


def holds_nothing_clinical(outsider: Seen) -> Iterator[Finding]:
    """(i) No row and no field that came from the clinic: what a person typed there and was refused is
    theirs."""
    for key in [key for key in outsider.rows if _is_clinical(outsider, key)][:MOST]:
        if outsider.value(key, "version") > 0:
            yield Finding(Oracle.ISOLATION, f"{name_of(key)} is on a laptop that may not have it")
    for key in outsider.of("clients"):
        fields = outsider.fields(key)
        found = [column.name for column in CLIENTS.clinical if fields[column.name] not in (None, "[]")]
        if found:
            yield Finding(Oracle.ISOLATION, f"{name_of(key)} has {found} where they may not be")


def reads_what_it_may(written: Seen, person: bytes, *, reads: bool) -> Iterator[Finding]:
    """(h) A laptop whose person an owner lets read what is clinical comes to read it."""
    key, practices = (USERS.no, person), written.of("workspaces")
    if key not in written.rows or not practices:
        return
    settings = json.loads(written.value(practices[0], "settings") or "{}")
    is_here = written.value(key, "is_active") and not written.is_deleted(key)
    if is_here and reads_clinical(Role(written.value(key, "role")), settings) and not reads:
        yield Finding(Oracle.LIVENESS, f"{name_of(key)} waits for what a {written.value(key, 'role')} reads")


def open_part(seen: Seen) -> Seen:
    """What everybody may read; of a client without what stands for the clinical fields."""
    rows = {key: row for key, row in seen.rows.items() if not _is_clinical(seen, key)}
    return Seen({key: _open_fields(row) if key[0] == CLIENTS.no else row for key, row in rows.items()})


def _open_fields(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(None if at in _BLANK else value for at, value in enumerate(row))


def _is_clinical(seen: Seen, key: Key) -> bool:
    if key[0] == CONFLICTS.no:
        return is_clinical_dispute(seen.value(key, "table_no"), seen.value(key, "field"))
    return key[0] in CLINICAL_TABLES
