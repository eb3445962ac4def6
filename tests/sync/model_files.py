"""The model server's calls for chunks of files."""

from collections.abc import Sequence

from typing_extensions import override

from core.crypto.chunks import ChunkPlace
from core.domain.enums import Role
from core.domain.errors import DeviceRevoked, ServerRefused
from core.domain.ids import WorkspaceId
from core.domain.rights import CLINICIANS
from sync.remote import FilesRemote, HaveChunks
from tests.sync.model_remote import ModelRemote
from tests.sync.model_server import ModelWorkspace


class ModelFiles(ModelRemote, FilesRemote):
    """One device's connection for files."""

    @override
    def have_chunks(self, workspace_id: WorkspaceId, blob_keys: Sequence[bytes]) -> Sequence[HaveChunks]:
        self._enter("have_chunks")
        held: dict[tuple[bytes, int], set[int]] = {}
        for place in self._of(workspace_id)[0].chunks:
            if place.blob_key in blob_keys:
                held.setdefault((place.blob_key, place.count), set()).add(place.number)
        self._leave("have_chunks")
        return [HaveChunks(key, count, frozenset(numbers)) for (key, count), numbers in held.items()]

    @override
    def put_chunk(
        self, workspace_id: WorkspaceId, place: ChunkPlace, cell: bytes, *, again: bool = False
    ) -> bool:
        self._enter("put_chunk")
        workspace, role = self._of(workspace_id)
        if role not in CLINICIANS or (again and role is not Role.OWNER):
            raise ServerRefused("The clinic's server does not allow this.", code="denied")
        is_new = place not in workspace.chunks
        if not is_new and again:
            workspace.earlier_chunks.setdefault(place, []).append(workspace.chunks[place])
        if is_new or again:
            workspace.chunks[place] = cell
        self._leave("put_chunk")
        return is_new or again

    @override
    def get_earlier_chunk(
        self, workspace_id: WorkspaceId, place: ChunkPlace, after: int
    ) -> tuple[int, bytes] | None:
        self._enter("get_earlier_chunk")
        kept = self._of(workspace_id)[0].earlier_chunks.get(place, [])
        self._leave("get_earlier_chunk")
        return (after + 1, kept[after]) if after < len(kept) else None

    @override
    def get_chunk(self, workspace_id: WorkspaceId, place: ChunkPlace) -> bytes | None:
        self._enter("get_chunk")
        cell = self._of(workspace_id)[0].chunks.get(place)
        self._leave("get_chunk")
        return cell

    def _of(self, workspace_id: WorkspaceId) -> tuple[ModelWorkspace, Role]:
        workspace = self._server.workspaces[workspace_id]
        entry = self._server.entry(workspace, self._device_id)
        if entry is None or entry.revoked_at is not None:
            raise DeviceRevoked("The owner removed this laptop.")
        return workspace, Role(entry.role)
