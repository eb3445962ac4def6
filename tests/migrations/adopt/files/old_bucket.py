"""An old installation's bucket, as a folder, and the laptop of the practice to which its notes came."""

import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.crypto.cells import KeyRing
from core.domain.clock import to_micros
from core.domain.ids import ClientId, NoteId
from core.store.attachments.workspace_keys import index_key, load_keys
from core.store.practice.practice import ClientDraft
from desktop.session.open_practice import OpenPractice
from migrations.operate.adopting import holding
from migrations.operate.adopting.expected import ATTACHMENTS
from migrations.operate.adopting.files.records import SealedRecords
from migrations.operate.adopting.survey import SurveyDigest
from tests.desktop.terminal.conftest import Said, Terminal
from tests.migrations.adopt.old_database import MASTER, START

PDF = b"%PDF-1.7\n" + b"An invented finding. " * 90_000
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 30
NOTES = 2


def sealed(content: bytes, key: bytes = MASTER, *, label: bytes = b"") -> bytes:
    """As the old program sealed its cells: no AAD."""
    nonce = os.urandom(12)
    return label + nonce + AESGCM(key).encrypt(nonce, content, None)


@dataclass
class OldBucket:
    """Its records, and the folder with its objects. `laptop` has the practice's notes and keys."""

    laptop: Terminal
    folder: Path
    notes: list[NoteId] = field(default_factory=list)
    readings: list[dict[str, Any]] = field(default_factory=list)
    contents: dict[uuid.UUID, bytes] = field(default_factory=dict)

    @property
    def objects(self) -> Path:
        return self.folder / "objects"

    def found(self) -> None:
        """The practice, as an adoption left it: two notes of two clients, one of them deleted."""
        assert self.laptop.new_practice().status == 0
        with self.laptop.open() as opened:
            index_key(opened.store)
            self.workspace_id = opened.me.workspace_id
            for number in range(NOTES):
                draft = ClientDraft(first_name=f"Demo {number}", last_name="Testowa")
                client = ClientId(opened.practice.clients.add(draft).value.id)
                self.notes.append(NoteId(opened.practice.notes.start(client).value.id))
            opened.practice.notes.delete(self.notes[-1], "Invented by mistake.")
        self.objects.mkdir(parents=True)
        (self.folder / "master.key").write_text(MASTER.hex(), encoding="utf-8")

    def add(self, content: bytes = JPEG, raw: bytes | None = None, **more: Any) -> uuid.UUID:
        """A record and its object; `raw` are the object's bytes, sealed ones if left out."""
        row_id = uuid.uuid4()
        note = more.pop("note", self.notes[0])
        reading = {
            "id": str(row_id),
            "workspace_id": str(self.workspace_id),
            "session_id": str(note),
            "uploaded_by_user_id": None,
            "file_name": "צילום.jpg",
            "file_type": "image/jpeg",
            "file_size_bytes": len(content),
            "s3_key": f"workspaces/{self.workspace_id}/sessions/{note}/attachments/{uuid.uuid4()}.jpg",
            "created_at": to_micros(START),
            "deleted_at": None,
            **more,
        }
        self.readings.append(reading)
        self.contents[row_id] = content
        self.put(str(reading["s3_key"]), sealed(content) if raw is None else raw)
        return row_id

    def key_of(self, row_id: uuid.UUID) -> str:
        return next(str(each["s3_key"]) for each in self.readings if each["id"] == str(row_id))

    def put(self, key: str, raw: bytes) -> None:
        path = self.objects / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)

    def take_away(self, row_id: uuid.UUID) -> None:
        (self.objects / self.key_of(row_id)).unlink()

    def records(self, opened: OpenPractice) -> SealedRecords:
        """As the operator's server keeps them."""
        with opened.store.read() as db:
            ring = KeyRing(self.workspace_id, load_keys(db))
        digest, cells = SurveyDigest(ring.index_key), []
        for reading in self.readings:
            row_id = uuid.UUID(reading["id"])
            digest.add(ATTACHMENTS, reading)
            cells.append((row_id, holding._seal(ring, holding.ATTACHMENTS_NO, row_id, reading)))
        return SealedRecords(workspace_id=self.workspace_id, digest=str(digest), cells=cells)

    def write_records(self) -> Path:
        path = self.folder / "records.json"
        with self.laptop.open() as opened:
            path.write_text(self.records(opened).to_text(), encoding="utf-8")
        return path

    def argv(self, *more: str | Path) -> list[str | Path]:
        records, key = self.folder / "records.json", self.folder / "master.key"
        return ["server", "adopt-files", "--records", records, "--master-key", key, *more]

    def bring_in(self, *more: str | Path, where: Sequence[str | Path] = ()) -> Said:
        """What the owner types; `where` is the folder if left out."""
        self.write_records()
        return self.laptop(*self.argv(*(where or ("--from", self.objects)), *more))

    def held(self) -> dict[uuid.UUID, bytes]:
        """What the practice's living attachments hold, read back and verified."""
        with self.laptop.open() as opened:
            contents = opened.practice.contents
            return {held.row.id: contents.read(held.row.id) for held in opened.practice.attachments.all()}

    def leftovers(self) -> list[str]:
        """Files of the vault that belong to no attachment."""
        with self.laptop.open() as opened:
            folder = opened.store.path.parent / "files"
            known = {held.row.blob_key.hex() for held in opened.practice.attachments.all()}
            return [entry.name for entry in folder.iterdir() if entry.name not in known]


def counts(said: Said) -> tuple[int, int, int, int, int]:
    """Brought in now, before, missing, damaged, left over; of a run with --json."""
    told = said.documents[0]
    damaged = sum(len(ids) for ids in told["damaged"].values())
    return (
        told["adopted"], told["adopted_before"], len(told["missing"]), damaged, len(told["left_over"]),
    )  # fmt: skip
