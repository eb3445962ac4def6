"""Which devices may have the clinical keys: by certificate and by what the practice's owner wrote of
people."""

from collections.abc import Mapping

from sqlalchemy import Connection

from core.crypto.cells import base_no
from core.domain.enums import Role
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.rights import reads_clinical
from core.store.unit_of_work.people import people, practice_settings


def clinical_readers(
    db: Connection, workspace_id: WorkspaceId, roles: Mapping[DeviceId, tuple[UserId, Role]]
) -> set[DeviceId]:
    """Of devices with their person and the role of their certificate, those that may have the keys.

    Both the person's row and the certificate must allow it. So when an owner takes the role away, the keys
    go at once; when an owner gives it, they come with the certificate that says so. Of a person whose row is
    not here the certificate alone decides.
    """
    settings, written = practice_settings(db, workspace_id), people(db, workspace_id)
    return {
        device_id
        for device_id, (user_id, certified) in roles.items()
        if reads_clinical(certified, settings) and reads_clinical(written.get(user_id, certified), settings)
    }


def keys_for(role: Role, settings: Mapping[str, object], keys: Mapping[int, bytes]) -> dict[int, bytes]:
    """Of the practice's keys those that a device of this role is given."""
    may_read = reads_clinical(role, settings)
    # A key that is no twin is its own base.
    return {no: key for no, key in keys.items() if may_read or base_no(no) == no}
