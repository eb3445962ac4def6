"""Carries the chunks of one file to the clinic and from it, each sealed for its place."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from core.crypto.chunks import ChunkPlace
from core.domain.errors import NotFound, ServerRefused, Tampered, VersionMismatch
from core.store.attachments import blob_states
from core.store.attachments.blob_states import Blob
from core.store.attachments.chunk_store import Files
from core.store.attachments.content import Contents
from core.store.database.engine import Store
from sync.files.progress import FileProgress
from sync.keys.keychain import Identity, Keychain, seen_generation
from sync.remote import FilesRemote, HaveChunks

_ASKED_AT_ONCE = 1000
Numbers = frozenset[int]


class Carrier:
    """For one thread. When a connection breaks, the chunk that was under way travels again, and no other."""

    def __init__(
        self, store: Store, files: Files, contents: Contents, remote: FilesRemote, identity: Identity
    ) -> None:
        self._store, self._files, self._contents, self._remote = store, files, contents, remote
        self._workspace_id = identity.workspace_id
        self._keychain = Keychain(store, remote, identity)

    def heed_keys(self) -> None:
        """Rows are synced beside us and may have learnt of new keys: what is sent is under the newest."""
        with self._store.read() as db:
            generation = seen_generation(db)
        self._keychain.heed(generation)

    def present(self, blob: Blob) -> Numbers:
        """Numbers of the chunks that are on this laptop, asking nobody."""
        return self._files.present(blob.key)

    def all_present(self) -> set[bytes]:
        """Addresses of all that is here, whole or in part."""
        return self._files.blobs()

    def in_clinic(self, blobs: Sequence[Blob]) -> dict[bytes, Numbers]:
        """Which chunks the clinic has, by file."""
        counts = {blob.key: blob.count for blob in blobs}
        found: dict[bytes, Numbers] = dict.fromkeys(counts, frozenset())
        keys = list(counts)
        for start in range(0, len(keys), _ASKED_AT_ONCE):
            for have in self._asked(keys[start : start + _ASKED_AT_ONCE]):
                # Under another count, which a device may have claimed, they are no part of this file.
                if counts.get(have.blob_key) == have.count:
                    found[have.blob_key] = have.numbers
        return found

    def _asked(self, keys: Sequence[bytes]) -> Sequence[HaveChunks]:
        try:
            return self._remote.have_chunks(self._workspace_id, keys)
        except VersionMismatch:
            raise VersionMismatch(
                "The clinic's server is older than this program and takes no files yet. They stay on this "
                "computer; ask the clinic to upgrade it."
            ) from None

    def is_sound(self, blob: Blob, told: FileProgress) -> bool:
        """Whether it is whole here and was compared with its address: nothing else is passed on."""
        return len(self.present(blob)) == blob.count and (blob.state.verified or self._holds(blob, told))

    def _holds(self, blob: Blob, told: FileProgress) -> bool:
        try:
            self._contents.verify(blob.key, blob.count)
        except (Tampered, NotFound):
            told.count_problem(blob.key)
            return False
        return True

    def send(self, blob: Blob, numbers: Iterable[int], told: FileProgress, *, again: bool = False) -> int:
        """Sends these chunks; how many that were. `again` puts them in the place of what is there."""
        wanted = sorted(numbers)
        sent, there = 0, blob.count - len(wanted)
        for number in wanted:
            if not told.may_go() or not self._send_one(ChunkPlace(blob.key, number, blob.count), told, again):
                break
            sent += 1
            self._note_sent(blob, there + sent)
            told.step()
        # From the server once more: it may have been restored to an older state meanwhile.
        have = self.in_clinic([blob])[blob.key]
        with self._store.write() as db:
            blob_states.set_in_clinic(db, blob.key, len(have))
        told.touched.add(blob.key)
        told.tell()
        return sent

    def _note_sent(self, blob: Blob, count: int) -> None:
        """So that a person sees how far it is."""
        with self._store.write(bulk=True) as db:
            blob_states.set_in_clinic(db, blob.key, count)

    def _send_one(self, place: ChunkPlace, told: FileProgress, again: bool) -> bool:
        try:
            piece = self._files.get(place)
        except (Tampered, NotFound):
            told.note_problem(place.blob_key, "damaged")
            return False
        try:
            self._put(place, piece, again=again)
        except ServerRefused as error:
            # A member who may only read holds a file that the clinic lost: somebody else sends it.
            if error.code != "denied" or again:
                raise
            return False
        return True

    def _put(self, place: ChunkPlace, piece: bytes, *, again: bool) -> None:
        """Under the present key; when that was changed meanwhile, under the new one."""
        try:
            self._put_once(place, piece, again=again)
        except ServerRefused as error:
            if error.code != "old_key":
                raise
            self._keychain.refresh()
            self._put_once(place, piece, again=again)

    def _put_once(self, place: ChunkPlace, piece: bytes, *, again: bool) -> None:
        cell = self._keychain.ring().seal_chunk(piece, place)
        self._remote.put_chunk(self._workspace_id, place, cell, again=again)

    def fetch(self, blob: Blob, numbers: Iterable[int], told: FileProgress) -> int:
        """Fetches these chunks, and compares the whole with its address when it is here; how many came."""
        fetched = 0
        with self._store.write() as db:
            # Before the first chunk, so that the whole is compared anew, also after a kill in between.
            blob_states.set_verified(db, blob.key, verified=False)
        for number in sorted(numbers):
            if not told.may_go() or not self._get(ChunkPlace(blob.key, number, blob.count), told):
                return fetched
            fetched += 1
            told.step()
        if len(self.present(blob)) == blob.count and self._holds(blob, told):
            with self._store.write() as db:
                blob_states.set_wanted(db, blob.key, wanted=False)
        told.touched.add(blob.key)
        told.tell()
        return fetched

    def _get(self, place: ChunkPlace, told: FileProgress) -> bool:
        cell = self._remote.get_chunk(self._workspace_id, place)
        if cell is None:
            return False
        try:
            piece = self._opened(cell, place)
        except Tampered:
            found = self._earlier(place)
            if found is None:
                told.note_problem(place.blob_key, "not_genuine")
                return False
            piece = found
        self._files.put(place, piece)
        return True

    def _earlier(self, place: ChunkPlace) -> bytes | None:
        """The oldest that holds of those that stood there: a stolen login of an owner's may have put rubbish
        in its place. An owner's laptop puts it back."""
        after = 0
        while found := self._remote.get_earlier_chunk(self._workspace_id, place, after):
            if found[0] <= after:
                return None  # a server that goes round in a circle
            after, cell = found
            with suppress(Tampered):
                piece = self._opened(cell, place)
                with suppress(ServerRefused):  # not an owner's, or it may not today: whoever may comes by
                    self._put(place, piece, again=True)
                return piece
        return None

    def _opened(self, cell: bytes, place: ChunkPlace) -> bytes:
        ring = self._keychain.ring()
        if ring.key_no(cell) not in ring.numbers:
            self._keychain.refresh()
        return self._keychain.ring().open_chunk(cell, place)
