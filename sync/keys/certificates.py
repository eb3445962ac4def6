"""Which certificate of each device counts: the newest that leads to the root, whatever was put above it."""

from collections.abc import Mapping, Sequence

from core.crypto.certs import DeviceCert, ProvenCerts, newest_certs, read_cert
from core.domain.ids import DeviceId, WorkspaceId
from sync.remote import DeviceEntry


def proven_certs(
    entries: Sequence[DeviceEntry],
    workspace_id: WorkspaceId,
    root_pub: bytes,
    kept: Mapping[DeviceId, bytes] | None = None,
) -> ProvenCerts:
    """Of the devices that the server lists. `kept` is what was proven here before, for those of which it
    shows nothing that holds."""
    filed = {entry.device_id: list(entry.filed()) for entry in entries}
    for device_id, cert in (kept or {}).items():
        if device_id in filed and cert not in filed[device_id]:
            # Last, for the newest stand first: it counts where nothing else holds.
            filed[device_id].append(cert)
    return newest_certs(filed, root_pub, workspace_id)


def devices_of(certs: Mapping[DeviceId, bytes]) -> Mapping[DeviceId, DeviceCert]:
    """What proven certificates say."""
    return {device_id: read_cert(blob) for device_id, blob in certs.items()}


def false_givers(entries: Sequence[DeviceEntry], genuine: frozenset[bytes]) -> frozenset[str]:
    """Logins that gave certificates which no owner signed."""
    filed = (each for entry in entries for each in entry.certs)
    return frozenset(each.given_by for each in filed if each.given_by and each.cert not in genuine)
