"""The rules by which an old row becomes a new one, and what is said about it."""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.domain.ids import WorkspaceId
from core.domain.notes import SOAP
from core.domain.registry import SESSION_VERSIONS, ColumnKind
from core.store.database.columns import compact_json
from core.store.database.wire_validation import is_read_everywhere
from migrations.operate.adopting.expected import ATTACHMENTS, CELLS, REVISION, STATUSES, WORDS
from migrations.operate.adopting.findings import SurveyFinding
from migrations.operate.adopting.legacy import LegacyCells
from migrations.operate.adopting.rows import AdoptedRow, shared, table_of
from migrations.operate.adopting.source import Reading, SourceDatabase
from migrations.server.columns import MAX_CELL_BYTES, MAX_JSON_BYTES, MAX_TEXT_BYTES

NO_ADDRESS = "(address not recorded)"
UNSIGNED = "Adopted from an earlier PazPaz; not signed."
DEFAULT_MINUTES = 60
# Label, nonce and tag are 38 bytes at most.
_CELL_OVERHEAD = 64
# Frozen: an adoption that goes on must make the same ids once more.
_VERSION_SPACE = uuid.UUID("5f0c1f9e-0d5b-5b55-9f3f-430584776d5b")
_MINUTE = 60_000_000


@dataclass(frozen=True)
class Facts:
    """What the rules need beside the row itself. `settings` is JSON text for the practice's own row."""

    timezone: str
    locale: str
    minutes: Mapping[str, int]
    """By service."""
    authors: Mapping[str, str]
    """By appointment: who wrote its notes, where that is one person."""
    only_user: str | None
    """Set when the practice has a single person."""
    names: Mapping[tuple[str, str], str]
    """New names, by table and row, of services and locations that would clash."""
    settings: str | None = field(default=None, repr=False)


def gather(source: SourceDatabase, workspace_id: WorkspaceId, timezone: str, locale: str) -> Facts:
    """Reads the small tables once."""
    services = list(source.rows("services", workspace_id))
    users = [str(row["id"]) for row in source.rows("users", workspace_id)]
    names: dict[tuple[str, str], str] = {}
    for table, rows in (("services", services), ("locations", list(source.rows("locations", workspace_id)))):
        names |= {(table, row_id): name for row_id, name in _clashes(rows)}
    return Facts(
        timezone=timezone,
        locale=locale,
        minutes={str(row["id"]): int(str(row["default_duration_minutes"])) for row in services},
        authors=source.authors(workspace_id),
        only_user=users[0] if len(users) == 1 else None,
        names=names,
    )


def _clashes(rows: list[Reading]) -> Iterator[tuple[str, str]]:
    taken = {str(row["name"]) for row in rows}
    seen: set[str] = set()
    for row in rows:
        name = str(row["name"])
        if name not in seen:
            seen.add(name)
            continue
        number = 2
        while f"{name} ({number})" in taken:
            number += 1
        taken.add(f"{name} ({number})")
        yield str(row["id"]), f"{name} ({number})"


def opened(reading: Reading, cells: LegacyCells) -> tuple[Reading, list[SurveyFinding]]:
    """A note with its cells as text. A cell that cannot be read stands as None beside its finding."""
    texts: Reading = {}
    found: list[SurveyFinding] = []
    for name in CELLS:
        blob = reading[name]
        if isinstance(blob, bytes):
            texts[name], code = _text_of(blob, cells)
            if code:
                found.append(SurveyFinding(code, "sessions", str(reading["id"]), name))
    return {**reading, **texts}, found


def _text_of(blob: bytes, cells: LegacyCells) -> tuple[str | None, str]:
    if not cells.has_keys:
        return None, "no_master_key"
    plaintext = cells.open(blob)
    if plaintext is None:
        return None, "unreadable"
    try:
        return plaintext.decode(), ""
    except UnicodeDecodeError:
        return None, "not_text"


def mapped(table: str, reading: Reading, facts: Facts) -> tuple[AdoptedRow, list[SurveyFinding]]:
    """The new row. When a finding is an obstacle, the row must not be used."""
    row = shared(table_of(table), reading)
    found = [*_unknown_words(table, reading)]
    rule = _RULES.get(table)
    if rule is not None:
        found += [
            SurveyFinding(code, table, str(row.row_id), what) for code, what in rule(row, reading, facts)
        ]
    found += _too_large(row)
    return row, found


def first_version(note: AdoptedRow) -> AdoptedRow | None:
    """What the note said when it was finalized, for the list of its versions; None for a draft.

    Nobody signed it here: it has no signature, and its reason says where it comes from.
    """
    finalized_at = note.values["finalized_at"]
    if not isinstance(finalized_at, int):
        return None
    values: dict[str, str | int | bool | None] = dict.fromkeys(SESSION_VERSIONS.by_name)
    values.update({name: note.values[name] for name in SOAP})
    values.update(
        session_id=str(note.row_id),
        version_number=1,
        reason=UNSIGNED,
        created_by_user_id=note.values["created_by_user_id"],
    )
    row_id = uuid.uuid5(_VERSION_SPACE, note.row_id.hex)
    return AdoptedRow(SESSION_VERSIONS, row_id, 1, finalized_at, finalized_at, None, values)


def attachment(reading: Reading) -> list[SurveyFinding]:
    return [SurveyFinding("attachment", ATTACHMENTS, str(reading["id"]))]


def settings_text(paper: Mapping[str, object], started_at: int) -> str:
    """Of the practice's row: the workspace keys sealed to its paper, and where it comes from."""
    adopted = {"revision": REVISION, "at": started_at}
    return compact_json({"recovery_paper": paper, "adopted": adopted})


Said = Iterator[tuple[str, str]]
"""Kind of finding, and column or word."""


def _workspace(row: AdoptedRow, _reading: Reading, facts: Facts) -> Said:
    row.values.update(timezone=facts.timezone, locale=facts.locale, settings=facts.settings)
    yield from ()


def _client(row: AdoptedRow, reading: Reading, _facts: Facts) -> Said:
    tags = reading["tags"]
    if isinstance(tags, list) and not all(isinstance(tag, str) for tag in tags):
        row.values["tags"] = compact_json([tag for tag in tags if isinstance(tag, str)])
        yield "odd_tags", "tags"


def _service(row: AdoptedRow, reading: Reading, facts: Facts) -> Said:
    yield from _named(row, facts)
    if int(str(reading["default_duration_minutes"])) <= 0:
        row.values["default_duration_minutes"] = DEFAULT_MINUTES
        yield "service_without_duration", "default_duration_minutes"


def _location(row: AdoptedRow, reading: Reading, facts: Facts) -> Said:
    yield from _named(row, facts)
    if reading["location_type"] != "ONLINE" and not reading["address"]:
        row.values["address"] = NO_ADDRESS
        yield "no_address", "address"


def _named(row: AdoptedRow, facts: Facts) -> Said:
    name = facts.names.get((row.table.name, str(row.row_id)))
    if name is not None:
        row.values["name"] = name
        yield "name_taken", "name"


def _appointment(row: AdoptedRow, reading: Reading, facts: Facts) -> Said:
    status = str(reading["status"])
    row.values["status"] = STATUSES.get(status)
    if status == "ATTENDED":
        yield "attended", "status"
    row.values["timezone"] = facts.timezone
    row.values["practitioner_user_id"] = facts.authors.get(str(row.row_id), facts.only_user)
    row.values["edit_count"] = 0
    start, end = int(str(reading["scheduled_start"])), int(str(reading["scheduled_end"]))
    if end <= start:
        minutes = facts.minutes.get(str(reading["service_id"]), 0)
        row.values["scheduled_end"] = start + (minutes if minutes > 0 else DEFAULT_MINUTES) * _MINUTE
        yield "end_not_after_start", "scheduled_end"


def _note(row: AdoptedRow, reading: Reading, _facts: Facts) -> Said:
    row.values["amendment_count"] = 0
    if row.version != reading["version"]:
        yield "odd_version", "version"
    minutes = reading["duration_minutes"]
    if isinstance(minutes, int) and not 0 <= minutes <= 480:
        row.values["duration_minutes"] = None
        yield "duration_out_of_range", "duration_minutes"
    if reading["finalized_at"] is not None and reading["is_draft"]:
        row.values["is_draft"] = False
        yield "finalized_draft", "is_draft"
    if reading["finalized_at"] is None and not reading["is_draft"]:
        row.values["finalized_at"] = row.updated_at
        yield "final_without_time", "finalized_at"
    if row.values["finalized_at"] is not None:
        row.values["finalized_by"] = row.values["created_by_user_id"]


def _event(row: AdoptedRow, reading: Reading, _facts: Facts) -> Said:
    row.values["client_time"] = row.created_at
    metadata = reading["metadata"]
    odd = _oddity(metadata) if isinstance(metadata, str) else None
    # JSON's null and no document are the same on the wire, which leaves NULLs out.
    if metadata == "null" or odd:
        row.values["metadata"] = None
    if odd:
        yield odd, "metadata"


def _oddity(metadata: str) -> str | None:
    """Why not every laptop reads this document; None when all do."""
    try:
        document = json.loads(metadata)
        # Python reads 1e999 as infinity, which no JSON can say.
        json.dumps(document, allow_nan=False)
    except RecursionError:
        return "odd_document"
    except ValueError:
        return "odd_number"
    return None if is_read_everywhere(document) else "odd_document"


_RULES: dict[str, Callable[[AdoptedRow, Reading, Facts], Said]] = {
    "workspaces": _workspace,
    "clients": _client,
    "services": _service,
    "locations": _location,
    "appointments": _appointment,
    "sessions": _note,
    "audit_events": _event,
}


def _unknown_words(table: str, reading: Reading) -> Iterator[SurveyFinding]:
    for (of_table, column), known in WORDS.items():
        if of_table == table and reading[column] not in known:
            word = ascii(str(reading[column])[:30])
            yield SurveyFinding("unknown_word", table, str(reading["id"]), f"{column} {word}")


def _too_large(row: AdoptedRow) -> Iterator[SurveyFinding]:
    for column in row.table.columns:
        value: Any = row.values.get(column.name)
        if not isinstance(value, str):
            continue
        limit = MAX_JSON_BYTES if column.kind is ColumnKind.JSON else MAX_TEXT_BYTES
        if column.enc:
            limit = MAX_CELL_BYTES - _CELL_OVERHEAD
        if len(value.encode()) > limit:
            yield SurveyFinding("too_large", row.table.name, str(row.row_id), column.name)
