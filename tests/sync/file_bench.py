"""A laptop of the simulated practice with attachments and a queue of files, in chunks of 1,000 bytes."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from typing_extensions import override

from core.crypto.chunks import ChunkPlace
from core.domain.enums import Role
from core.domain.ids import AttachmentId, ClientId, WorkspaceId
from core.store.attachments.attachments import Attachments
from core.store.attachments.chunk_store import Files
from core.store.attachments.content import Contents
from core.store.unit_of_work.repository import RepositoryContext
from sync.events import PassOutcome, SyncEvent
from sync.files.session import FileSession
from sync.postgres.files import PostgresFiles
from sync.remote import FilesRemote, HaveChunks
from tests.sync.laptops import NEVER, Laptop, Practice
from tests.sync.model_files import ModelFiles

PIECE = 1000
CONTENT = bytes(range(256)) * 20
COUNT = -(-len(CONTENT) // PIECE)
"""How many chunks that is."""


@dataclass
class Bench:
    """`files_remote` is another connection than the model's."""

    laptop: Laptop
    files_remote: FilesRemote | None = None
    piece: int = PIECE
    events: list[SyncEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        laptop = self.laptop
        files = Files(laptop.store, self.piece)
        desk = RepositoryContext(laptop.store, laptop.me, laptop.practice.clock, laptop.practice.ids)
        self.attachments, self.contents = Attachments(desk, files), Contents(desk, files)
        self.remote = ModelFiles(laptop.practice.server, laptop.me.device_id, laptop.me.user_id)
        self.running = threading.Event()
        self.running.set()

    def session(self) -> FileSession:
        laptop, practice = self.laptop, self.laptop.practice
        return FileSession(
            laptop.store,
            self.files_remote or self.remote,
            laptop.identity,
            self.running,
            clock=practice.clock,
            ids=practice.ids,
            chunk_bytes=self.piece,
        )

    def carry(self, stop: threading.Event = NEVER) -> PassOutcome:
        return self.session().run_once(self.events.append, stop)

    def add(self, content: bytes, client: ClientId | None = None) -> AttachmentId:
        if client is None:
            client = ClientId(self.laptop.add_client())
        return self.attachments.add(content, client, file_name="scan.pdf").value.id

    def calls(self, name: str) -> int:
        return self.remote.calls.count(name)


def own_folder(practice: Practice) -> None:
    """The next laptop gets a folder of its own: files stand beside its store."""
    practice.folder = practice.folder / f"laptop{len(practice.laptops)}"
    practice.folder.mkdir()


def new_bench(practice: Practice, role: Role = Role.OWNER) -> Bench:
    own_folder(practice)
    laptop = practice.enrol(role)
    if len(practice.laptops) == 1:
        laptop.add("users", practice.user_id, full_name="Dana Demo", role=role)
        laptop.sync()
    return Bench(laptop)


class CountedFiles(PostgresFiles):
    """Remembers which chunks travelled, whether they arrived or not."""

    def count(self) -> "CountedFiles":
        self.asked, self.sent, self.got = 0, list[ChunkPlace](), list[ChunkPlace]()
        return self

    @override
    def have_chunks(self, workspace_id: WorkspaceId, blob_keys: Sequence[bytes]) -> Sequence[HaveChunks]:
        self.asked += 1
        return super().have_chunks(workspace_id, blob_keys)

    @override
    def put_chunk(
        self, workspace_id: WorkspaceId, place: ChunkPlace, cell: bytes, *, again: bool = False
    ) -> bool:
        self.sent.append(place)
        return super().put_chunk(workspace_id, place, cell, again=again)

    @override
    def get_chunk(self, workspace_id: WorkspaceId, place: ChunkPlace) -> bytes | None:
        self.got.append(place)
        return super().get_chunk(workspace_id, place)


def arrived(one: Bench, other: Bench) -> AttachmentId:
    """An attachment in the clinic that the other laptop knows of and does not hold."""
    made = one.add(CONTENT)
    one.laptop.sync()
    one.carry()
    other.laptop.sync()
    other.carry()
    return made
