"""Reads a whole practice without writing anything: counts, digests, and what stands in the way."""

import hashlib
import hmac
from collections.abc import Generator
from dataclasses import dataclass, field

from typing_extensions import override

from core.domain.errors import UserError
from core.domain.ids import WorkspaceId
from core.store.database.columns import compact_json
from migrations.operate.adopting.expected import ATTACHMENTS, TABLES
from migrations.operate.adopting.findings import Findings, Grade
from migrations.operate.adopting.legacy import LegacyCells
from migrations.operate.adopting.mapping import Facts, attachment, gather, mapped, opened
from migrations.operate.adopting.plan import AdoptionProgress
from migrations.operate.adopting.source import Reading, SourceDatabase, SourceWorkspace


class SurveyDigest:
    """Count and sum of keyed hashes of rows, whatever their order; equal when the rows are."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.count = 0
        self._sum = 0

    def add(self, table: str, reading: Reading) -> None:
        told = compact_json([table, sorted(reading.items())]).encode()
        self._sum += int.from_bytes(hmac.digest(self._key, told, hashlib.sha256))
        self.count += 1

    @override
    def __str__(self) -> str:
        return f"{self.count}:{self._sum % (1 << 256):064x}"


@dataclass
class Survey:
    """`digests` by table of the source, over its rows with notes opened; `left_out` is not taken over."""

    workspace: SourceWorkspace
    counts: dict[str, int]
    findings: Findings = field(default_factory=Findings)
    digests: dict[str, str] = field(default_factory=dict)
    notes_finalized: int = 0
    cells: int = 0
    facts: Facts | None = None
    left_out: list[str] = field(default_factory=list)

    def refuse_obstacles(self, *, mend: bool) -> None:
        """Raises UserError when a row cannot be adopted under the rules that were agreed to."""
        in_the_way = self.findings.of(Grade.OBSTACLE)
        if not mend and not in_the_way:
            in_the_way = self.findings.of(Grade.MENDABLE)
        if not in_the_way:
            return
        told = "; ".join(self.findings.line(key) for key in in_the_way[:3])
        more = f"; and {len(in_the_way) - 3} more kinds" if len(in_the_way) > 3 else ""
        is_mendable = not self.findings.of(Grade.OBSTACLE)
        way = (
            "Mend them in the old program, or give --mend to settle them by these rules"
            if is_mendable
            else ("Mend them in the old program first")
        )
        raise UserError(
            f"Some rows cannot be adopted: {told}{more}. {way}. Nothing was changed.", code="rows_in_the_way"
        )


def survey(
    source: SourceDatabase,
    workspace: SourceWorkspace,
    cells: LegacyCells,
    key: bytes,
    *,
    timezone: str,
    locale: str,
    progress: AdoptionProgress,
) -> Survey:
    """One pass over everything; `key` keys the digests."""
    found = Survey(workspace, source.counts(workspace.workspace_id), left_out=source.left_out())
    found.findings.add(source.unusable(workspace.workspace_id))
    # A time that Python cannot hold would end the reading of its table.
    if found.findings.of(Grade.OBSTACLE):
        return found
    found.facts = gather(source, workspace.workspace_id, timezone, locale)
    done = 0
    for table in TABLES:
        digest = SurveyDigest(key)
        for reading in readings(source, table, workspace.workspace_id, cells, found.findings):
            _look(found, table, reading)
            digest.add(table, reading)
            done += 1
            progress("Reading", done, workspace.rows)
        found.digests[table] = str(digest)
    return found


def readings(
    source: SourceDatabase,
    table: str,
    workspace_id: WorkspaceId,
    cells: LegacyCells,
    findings: Findings,
    skip: int = 0,
) -> Generator[Reading, None, None]:
    """Rows of the source with notes opened."""
    for reading in source.rows(table, workspace_id, skip):
        if table != "sessions":
            yield reading
            continue
        note, told = opened(reading, cells)
        findings.add(told)
        yield note


def _look(found: Survey, table: str, reading: Reading) -> None:
    if table == ATTACHMENTS:
        found.findings.add(attachment(reading))
        return
    assert found.facts is not None  # noqa: S101 - gathered before the first row
    row, told = mapped(table, reading, found.facts)
    found.findings.add(told)
    found.cells += sum(1 for column in row.table.sealed if row.values.get(column.name) is not None)
    if table == "sessions" and row.values["finalized_at"] is not None:
        found.notes_finalized += 1
