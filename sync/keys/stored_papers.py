"""What a server keeps for the recovery paper: of what anybody put there the newest genuine counts."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from core.crypto.certs import DeviceCert
from core.crypto.seals import SealVerifier, leaf, row_mac
from core.domain.enums import Role
from core.domain.errors import Tampered, UserError
from core.domain.ids import DeviceId, WorkspaceId
from core.domain.registry import WORKSPACES
from core.store.outbox.wire_row import WireRow, canonical
from sync.keys.keychain import REQUIRED
from sync.keys.manifest import KeyPapers
from sync.keys.recovery_paper import SETTING, open_paper, read_signed

_SETTINGS_NO = WORKSPACES.by_name["settings"].no
Devices = Mapping[DeviceId, DeviceCert]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRow:
    """A version of the practice's own row, whose settings hold the keys; its seal vouches for them."""

    row: WireRow
    mac: bytes | None
    seal: bytes | None
    made_by: DeviceId | None

    def keys(self, code: str, workspace_id: WorkspaceId, devices: Devices) -> Mapping[int, bytes]:
        """The keys by number, proven by the row's seal. Raises BadInput, Tampered or NotSealedError."""
        settings = self.row.fields.get(_SETTINGS_NO)
        paper = settings.get(SETTING) if isinstance(settings, dict) else None
        keys = open_paper(code, workspace_id, paper if isinstance(paper, dict) else {})
        _prove(workspace_id, self, keys, devices)
        return keys


@dataclass(frozen=True, slots=True)
class SignedKeys:
    """What a change of the keys brought for the paper, under the signature of the device that made it."""

    blob: bytes

    @property
    def made_by(self) -> DeviceId | None:
        """As it says; `keys` proves it."""
        # Where `recovery_paper.sign_paper` puts it, behind the byte of the format.
        return DeviceId(UUID(bytes=self.blob[1:17])) if len(self.blob) > 16 else None

    def keys(self, code: str, workspace_id: WorkspaceId, devices: Devices) -> Mapping[int, bytes]:
        """The keys by number, proven by the signature of an owner's device. Raises BadInput or Tampered."""
        return open_paper(code, workspace_id, read_signed(self.blob, workspace_id, devices))


StoredPaper = KeptRow | SignedKeys


class NotSealedError(UserError):
    """An adoption wrote the practice's row, and no laptop has sealed it yet."""

    def __init__(self) -> None:
        super().__init__(
            "This practice was taken over from an old database, and its owner's laptop has not sealed all "
            "of its rows yet, so the paper lets nobody in. Sync that laptop to the end; when it is lost, the "
            "page about adopting says what to do. Nothing was changed.",
            code="not_sealed",
        )


def newest_keys(
    code: str,
    workspace_id: WorkspaceId,
    kept: Sequence[StoredPaper],
    devices: Devices,
    papers: KeyPapers | None,
) -> Mapping[int, bytes]:
    """Of `kept`, newest first, the first that holds. What a device made that was removed since comes last: it
    may have been stolen. When none holds, what is wrong with the newest is raised."""
    removed = papers.removed if papers else frozenset()
    wanted = REQUIRED | {papers.manifest.current_key_no if papers else 1}
    wrong: UserError | None = None
    # Sorting leaves those that are alike in their order, the newest first.
    for each in sorted(kept, key=lambda one: one.made_by in removed):
        try:
            return _proven(each, code, workspace_id, devices, wanted)
        except (Tampered, NotSealedError) as error:
            wrong = wrong or error
    raise wrong or Tampered("The practice holds nothing for a recovery paper to open; nothing was changed.")


def _proven(
    kept: StoredPaper, code: str, workspace_id: WorkspaceId, devices: Devices, wanted: frozenset[int]
) -> Mapping[int, bytes]:
    """Anybody can seal a key to the paper's public half: an owner's device must vouch for what it holds."""
    try:
        keys = kept.keys(code, workspace_id, devices)
    except (ValueError, TypeError, struct.error, RecursionError):
        raise Tampered("The keys for the recovery paper are damaged; nothing was changed.") from None
    if not wanted <= keys.keys():
        raise Tampered(
            "The recovery paper does not open the newest key; nothing was changed. Sync an owner's laptop "
            "first, then try again."
        )
    return keys


def _prove(workspace_id: WorkspaceId, kept: KeptRow, keys: Mapping[int, bytes], devices: Devices) -> None:
    row, by = kept.row, kept.made_by
    deleted = row.deleted_at is not None
    if by is None and kept.seal is None and kept.mac is not None:
        raise NotSealedError
    # Key 0 makes the digests of rows: without it the one of this row cannot be made again.
    if by is None or kept.seal is None or kept.mac is None or 0 not in keys:
        raise Tampered("The practice's settings carry no owner's seal; nothing was changed.")
    mac = row_mac(keys[0], workspace_id, row.table_no, row.row_id, deleted, canonical(row))
    owners = {no: cert.sign_pub for no, cert in devices.items() if cert.role is Role.OWNER}
    told = leaf(workspace_id, row.table_no, row.row_id, row.version, deleted, kept.mac)
    SealVerifier(owners).check(by, told, kept.seal)
    # The seal vouches for the digest, and only the digest for what the settings say.
    if mac != kept.mac:
        raise Tampered("The practice's settings are not what its owner signed; nothing was changed.")
