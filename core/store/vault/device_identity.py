"""Which device this is: kept outside the vault, and bound to this computer so that a copy notices itself."""

import hashlib
import hmac
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from core.domain.errors import StoreDamaged
from core.domain.ids import DeviceId
from core.store.database.private_files import (
    make_private_folder,
    private_replacement,
    read_limited,
    write_all,
)

DEVICES = "devices"
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """`is_clone`: the profile was copied or restored. Two devices under one id would lose each other's edits,
    so a clone must enrol anew under a fresh id before it syncs."""

    device_id: DeviceId
    is_clone: bool


def computer_id() -> str:
    """A name of this installation of the operating system; empty when it has none.

    A network card's address is no substitute: it changes with a dongle, and then any device is a clone.
    """
    try:
        return _system_id().strip()
    except OSError:
        return ""


class DeviceFile:
    """HOME/devices/<vault id>.json. Its marker hashes the computer's id and the file's own inode."""

    def __init__(self, home: Path, vault_id: UUID, computer: Callable[[], str] = computer_id) -> None:
        self.path = home / DEVICES / f"{vault_id.hex}.json"
        self._vault_id = vault_id
        self._computer = computer

    def read(self) -> DeviceIdentity | None:
        """None while this vault has no device. Raises StoreDamaged when the file says nothing."""
        if not os.path.lexists(self.path):
            return None
        raw = read_limited(self.path, _LONGEST)
        try:
            content = json.loads(raw or b"")
            device_id, marker = DeviceId(UUID(content["device_id"])), str(content["marker"])
        except (AttributeError, KeyError, TypeError, ValueError):
            raise StoreDamaged("The file that says which device this is cannot be read.") from None
        expected = self._marker(device_id, self.path.stat().st_ino)
        return DeviceIdentity(device_id, not hmac.compare_digest(marker.encode(), expected.encode()))

    def write(self, device_id: DeviceId) -> DeviceIdentity:
        """Makes this installation the device."""
        make_private_folder(self.path.parent)
        with private_replacement(self.path) as descriptor:
            # The inode stays the same when the finished file is moved to its place.
            marker = self._marker(device_id, os.fstat(descriptor).st_ino)
            text = json.dumps({"device_id": str(device_id), "marker": marker})
            write_all(descriptor, text.encode())
        return DeviceIdentity(device_id, is_clone=False)

    def forget(self) -> None:
        """After leaving a practice; a file that is not there is fine."""
        self.path.unlink(missing_ok=True)

    def _marker(self, device_id: DeviceId, inode: int) -> str:
        # A copy on this disk has another inode, one on another computer another id.
        parts = (self._computer(), str(inode), str(self._vault_id), str(device_id))
        return hashlib.sha256(b"pazpaz/device/1\0" + "\0".join(parts).encode()).hexdigest()


if sys.platform == "win32":
    import winreg

    def _system_id() -> str:
        path = r"SOFTWARE\Microsoft\Cryptography"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])

elif sys.platform == "darwin":

    def _system_id() -> str:
        command = ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"]
        shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        lines = [line for line in shown.splitlines() if "IOPlatformUUID" in line]
        if not lines:
            raise OSError("no platform id")
        # As in: "IOPlatformUUID" = "…"
        return lines[0].split('"')[-2]

else:

    def _system_id() -> str:
        # machine-id(5) asks that it is shown to nobody as it is: only a hash of it is ever written.
        return Path("/etc/machine-id").read_text(encoding="ascii")
