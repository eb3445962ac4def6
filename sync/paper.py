"""The workspace's recovery paper: every workspace key, sealed so that the paper's code alone opens it."""

import base64
import struct
from collections.abc import Mapping

from core.crypto.keys import DeviceKeys
from core.crypto.recovery import workspace_keys
from core.crypto.wrap import open_sealed, seal_to
from core.domain.errors import Tampered
from core.domain.ids import WorkspaceId

SETTING = "recovery_paper"
"""Where the sealed keys are, in the workspace's settings: they must outlive every laptop."""
_INFO = struct.Struct(">16sI")


def sealed_for_paper(
    root: DeviceKeys, workspace_id: WorkspaceId, keys: Mapping[int, bytes]
) -> dict[str, object]:
    """As the setting holds it. `public_key` seals the keys of later rotations without the paper."""
    sealed = {str(no): _b64(seal_to(root.hpke_pub, key, _info(workspace_id, no))) for no, key in keys.items()}
    return {"public_key": _b64(root.hpke_pub), "keys": sealed}


def missing_in_paper(held: Mapping[str, object], keys: Mapping[int, bytes]) -> bool:
    """Whether a key that this device holds could not be opened with the paper."""
    sealed = held.get("keys")
    return isinstance(sealed, dict) and not {str(no) for no in keys} <= sealed.keys()


def extended_paper(
    held: Mapping[str, object], workspace_id: WorkspaceId, keys: Mapping[int, bytes]
) -> dict[str, object]:
    """The setting with all of these keys. The paper itself is not needed: its public key is kept."""
    public_key = base64.b64decode(str(held["public_key"]))
    sealed = held["keys"]
    present = dict(sealed) if isinstance(sealed, dict) else {}
    for no, key in keys.items():
        if str(no) not in present:
            present[str(no)] = _b64(seal_to(public_key, key, _info(workspace_id, no)))
    return {**held, "keys": present}


def open_paper(code: str, workspace_id: WorkspaceId, held: Mapping[str, object]) -> dict[int, bytes]:
    """All workspace keys, by number. Raises BadInput for a mistyped code, Tampered for another paper's."""
    root = workspace_keys(code)
    sealed = held.get("keys")
    if not isinstance(sealed, dict):
        raise Tampered("The practice holds nothing that a recovery paper could open.")
    return {
        int(no): open_sealed(root.hpke, base64.b64decode(blob), _info(workspace_id, int(no)))
        for no, blob in sealed.items()
    }


def _info(workspace_id: WorkspaceId, key_no: int) -> bytes:
    return b"pazpaz/paper/wk/1\0" + _INFO.pack(workspace_id.bytes, key_no)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
