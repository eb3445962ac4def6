"""Brings the old installation's files into a practice, on its owner's laptop: one after the other, and again.

Only the practice's laptops hold its keys, so here the objects are opened and sealed; the next sync carries
them to the clinic as ciphertext. Nothing is remembered of a run but its outcome, the attachments themselves:
whoever starts it again goes on where it stopped, however it stopped.
"""

import hashlib
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from core.crypto.cells import KeyRing
from core.domain.clock import from_micros
from core.domain.enums import Role
from core.domain.errors import Cancelled, NotFound, RuleBroken, UserError
from core.domain.ids import AttachmentId
from core.store.attachments.adopted_files import AdoptedFiles, OldAttachment
from core.store.attachments.chunk_store import Files
from core.store.attachments.source_file import clean_name
from core.store.attachments.workspace_keys import load_keys
from core.store.outbox import adoption
from core.store.practice.practice import Practice
from migrations.operate.adopting.files.objects import Objects
from migrations.operate.adopting.files.opening import Opener, Refusal, RefusedObjectError, media_type
from migrations.operate.adopting.files.records import OldFile, SealedRecords, opened
from migrations.operate.adopting.legacy import LegacyCells
from migrations.operate.adopting.plan import AdoptionProgress, quiet

_KNOWN_PARTS = frozenset({"workspaces", "sessions", "clients", "attachments"})
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\.[a-z0-9]{1,5})?")
_SINCE = "In the earlier PazPaz since {day}."


@dataclass
class Report:
    """Every record and every object is in one of the counts. `left_over` names objects without a record."""

    records: int
    objects: int
    adopted: int = 0
    before: int = 0
    """By an earlier run."""
    missing: list[AttachmentId] = field(default_factory=list)
    gone: list[AttachmentId] = field(default_factory=list)
    """Deleted in the old program, and their objects with them."""
    refused: dict[Refusal, list[AttachmentId]] = field(default_factory=dict)
    left_over: list[str] = field(default_factory=list)

    @property
    def damaged(self) -> int:
        return sum(len(ids) for ids in self.refused.values())

    @property
    def is_whole(self) -> bool:
        """Whether nothing that the old program still showed was left behind."""
        return not self.missing and not self.refused


class FileRun:
    """One run. Memory holds one file at a time."""

    def __init__(
        self,
        practice: Practice,
        sealed: SealedRecords,
        objects: Objects,
        master_keys: Sequence[bytes],
        *,
        plain: bool,
    ) -> None:
        """Raises UserError: not an owner, rows without a seal, other records."""
        _check_place(practice)
        self._practice, self._objects = practice, objects
        with practice.store.read() as db:
            ring = KeyRing(practice.me.workspace_id, load_keys(db))
        self._records = opened(sealed, ring)
        self._opener = Opener(LegacyCells(practice.me.workspace_id, master_keys), plain=plain)
        self._files = AdoptedFiles(practice.desk, Files(practice.store))
        self._zone = ZoneInfo(practice.settings.workspace().timezone)

    def run(self, progress: AdoptionProgress = quiet, cancel: threading.Event | None = None) -> Report:
        """Raises Cancelled when `cancel` is set, DiskFull, and what `Objects` raises; what was done stays."""
        stop = cancel or threading.Event()
        listed = self._objects.listed(prefix_of(self._practice.me.workspace_id, self._records))
        report = Report(len(self._records), len(listed))
        known = self._files.known()
        for done, old in enumerate(self._records, 1):
            if stop.is_set():
                raise _stopped()
            if old.attachment_id in known:
                report.before += 1
            else:
                self._take(old, listed, report, stop)
            progress("Bringing in files", done, len(self._records))
        used = {old.key for old in self._records}
        report.left_over = sorted(shown_key(key) for key in listed if key not in used)
        self._compare(report)
        return report

    def _take(self, old: OldFile, listed: Mapping[str, int], report: Report, stop: threading.Event) -> None:
        size = listed.get(old.key)
        if size is None:
            (report.gone if old.is_deleted else report.missing).append(old.attachment_id)
            return
        try:
            content = self._opener.open(self._objects, old, size)
            self._files.add(self._attachment(old), content, stop)
        except RefusedObjectError as refused:
            report.refused.setdefault(refused.reason, []).append(old.attachment_id)
        except Cancelled:
            raise _stopped() from None
        except NotFound:
            report.refused.setdefault(Refusal.NO_NOTE, []).append(old.attachment_id)
        else:
            report.adopted += 1

    def _attachment(self, old: OldFile) -> OldAttachment:
        name = _name_of(old)
        return OldAttachment(
            attachment_id=old.attachment_id,
            session_id=old.session_id,
            uploaded_by=old.uploaded_by,
            file_name=name,
            file_type=media_type(old, name),
            # The server stamps what it takes with its own time, and the day of a picture matters.
            caption=_SINCE.format(day=from_micros(old.made_at).astimezone(self._zone).date()),
            is_deleted=old.is_deleted,
        )

    def _compare(self, report: Report) -> None:
        """What is in the practice now must be what was counted."""
        here = len(self._files.known().intersection(old.attachment_id for old in self._records))
        told = report.adopted + report.before
        rest = len(report.missing) + len(report.gone) + report.damaged
        if here != told or told + rest != report.records:
            raise UserError(
                f"The counts differ: {told:,} files were brought in and {here:,} are here. Nothing was taken "
                "away; run the same command again, and report this.",
                code="counts_differ",
            )


def _check_place(practice: Practice) -> None:
    with practice.store.read() as db:
        waits, role = adoption.is_open(db), practice.desk.role(db)
    if waits:
        raise UserError(
            "Not all rows of the old database have their seal yet; nothing was changed. Sync this computer "
            "to the end (click the clinic's state at the top of the window; in a terminal, `pazpaz sync`), "
            "then bring in the files.",
            code="not_sealed",
        )
    if role is not Role.OWNER:
        raise RuleBroken(
            "Only the practice's owner brings in the old installation's files; nothing was changed.",
            code="role",
        )


def prefix_of(workspace_id: object, records: Sequence[OldFile]) -> str:
    """The practice's own folder, where all its records are in it: other practices are then not looked at."""
    for folder in (f"workspaces/{workspace_id}/", f"{workspace_id}/"):
        if records and all(old.key.startswith(folder) for old in records):
            return folder
    return ""


def shown_key(key: str) -> str:
    """A key without what may be a person's words: only ids stay, the rest is the start of its SHA-256."""
    return "/".join(
        part if part in _KNOWN_PARTS or _ID.fullmatch(part) else _hashed(part) for part in key.split("/")
    )


def _hashed(part: str) -> str:
    return "#" + hashlib.sha256(part.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _stopped() -> Cancelled:
    return Cancelled("Stopped. The files that were brought in are kept; the same command goes on.")


def _name_of(old: OldFile) -> str:
    try:
        return clean_name(old.name)
    except RuleBroken:
        return str(old.attachment_id)
