"""A profile that was copied: two devices under one name would lose each other's edits."""

from core.domain.errors import UserError
from core.store.vault.device_identity import DeviceFile


def refuse_copy(device_file: DeviceFile) -> None:
    """UserError (restored_copy) unless this is the installation that was enrolled."""
    found = device_file.read()
    if found is not None and found.is_clone:
        raise UserError(
            "This is a copy of another device's practice, or one restored from a backup; it cannot sync "
            "under the same name. Nothing is lost: let it join as a new device: click the clinic's state "
            "at the top of the window (in a terminal, `pazpaz join --again`).",
            code="restored_copy",
        )
