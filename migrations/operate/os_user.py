"""Which OS user runs the embedded server: ourselves, or a user of its own when we are root."""

import hashlib
import os
import shutil
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from core.domain.errors import UserError

_NAME = "pazpaz-db"
_OWN_PLACES = Path("/var/lib/pazpaz-db")


class SubprocessOptions(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class OsUser:
    """`uid` None: the server runs as ourselves. PostgreSQL refuses to run as root."""

    uid: int | None = None
    gid: int | None = None

    def subprocess_options(self) -> SubprocessOptions:
        if self.uid is None or self.gid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def make_dir(self, path: Path) -> None:
        path.mkdir(parents=True, mode=0o700, exist_ok=True)
        self.give(path)

    def own_place(self, wanted: Path) -> Path:
        """A place of the server's own for a cluster that was wanted where its user cannot go."""
        name = hashlib.sha256(str(wanted).encode()).hexdigest()[:16]
        _OWN_PLACES.mkdir(parents=True, exist_ok=True)
        return _OWN_PLACES / name

    def own_copy(self, root: Path, parts: Sequence[Path]) -> Path:
        """A copy of parts of a folder that the server's user cannot enter; made once for each state of it."""
        state = "".join(f"{root / part} {(root / part).stat().st_mtime_ns}" for part in parts)
        copy = self.own_place(Path(state))
        if not copy.exists():
            # A copy that was killed half way must not pass for the whole one.
            unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
            for part in parts:
                shutil.copytree(root / part, unfinished / part, symlinks=True)
            _move_unless_there(unfinished, copy)
        return copy


def _move_unless_there(unfinished: Path, copy: Path) -> None:
    try:
        unfinished.rename(copy)
    except OSError:  # another process was faster; its copy is as good
        shutil.rmtree(unfinished)


def server_user() -> OsUser:
    """Ourselves, or the system user of the embedded server when we are root (made when missing)."""
    if os.name == "nt" or os.geteuid() != 0:
        return OsUser()
    import pwd  # noqa: PLC0415 - not on Windows

    try:
        entry = pwd.getpwnam(_NAME)
    except KeyError:
        _add_user()
        entry = pwd.getpwnam(_NAME)
    return OsUser(entry.pw_uid, entry.pw_gid)


def reachable(folder: Path, user: OsUser) -> bool:
    """True when `user` may enter every folder down to `folder`; those still missing will be made by us."""
    if user.uid is None:
        return True
    return all(_may_enter(parent, user) for parent in (folder, *folder.parents) if parent.exists())


def _may_enter(folder: Path, user: OsUser) -> bool:
    found = folder.stat()
    # As the kernel asks: the owner goes by the owner's bits alone, whatever the group may do.
    if found.st_uid == user.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == user.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _add_user() -> None:
    program = shutil.which("useradd")
    if program is None:
        raise UserError(
            "PostgreSQL does not run as root and no user could be made for it; start as an ordinary user.",
            code="embedded_server",
        )
    command = [program, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", _NAME]
    # Another process may have been faster: status 9 says that the name is taken.
    result = subprocess.run(command, capture_output=True, check=False)
    if result.returncode not in {0, 9}:
        raise UserError("The OS user for PostgreSQL could not be made.", code="embedded_server")
