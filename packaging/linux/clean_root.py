"""A clean Debian in a folder, as a computer on which nobody ever worked on this program."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

from freeze import WORK
from telling import Problem, run, step

SUITE = "bookworm"
TEMPLATE = WORK / f"{SUITE}-root"
PERSON = "ruth"
HOME = f"/home/{PERSON}"
_PACKAGES = ("libglib2.0-bin", "shared-mime-info", "desktop-file-utils", "fonts-dejavu-core", "procps")
"""What any desktop has, and minbase has not."""


class CleanRoot:
    """A copy of the template, with its own /proc; leaves nothing mounted and nothing behind. Needs root."""

    def __init__(self, name: str) -> None:
        self.path = WORK / "roots" / name

    def __enter__(self) -> Self:
        make_template()
        self._remove()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        run(["cp", "-a", "--reflink=auto", str(TEMPLATE), str(self.path)])
        run(["mount", "-t", "proc", "proc", str(self.path / "proc")])
        return self

    def __exit__(self, *_: object) -> None:
        self._remove()

    def _remove(self) -> None:
        if (self.path / "proc/self").exists():
            run(["umount", "--lazy", str(self.path / "proc")])
        shutil.rmtree(self.path, ignore_errors=True)

    def run(
        self, *command: str, person: bool = False, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Whatever its status; as root, or as the person who works with the program."""
        return subprocess.run(
            self.command(*command, person=person),
            env=_environment(person) | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self, *command: str, environment: Mapping[str, str]) -> subprocess.Popen[str]:
        """As the person; stays running."""
        return subprocess.Popen(
            self.command(*command, person=True),
            env=_environment(person=True) | dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def command(self, *command: str, person: bool) -> list[str]:
        who = [f"--userspec={PERSON}:{PERSON}"] if person else []
        return ["chroot", *who, str(self.path), *command]

    def need(self, *command: str, person: bool = False) -> str:
        """Its output. Raises Problem when it fails."""
        done = self.run(*command, person=person)
        if done.returncode != 0:
            raise Problem(f"{' '.join(command[:3])} failed in the clean root:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def listing(self, *folders: str) -> set[str]:
        """Every file and folder below."""
        told = run(["find", *(str(self.path / folder) for folder in folders), "-printf", "%P %y %l\n"])
        return set(told.splitlines())

    def install(self, package: Path) -> None:
        """As a person does with a file they have downloaded."""
        shutil.copyfile(package, self.path / "root/new.deb")
        self.apt("install", "/root/new.deb")

    def apt(self, *arguments: str) -> str:
        options = ("-y", "-q", "--no-install-recommends", "--allow-downgrades")
        return self.need("apt-get", *options, *arguments)


def make_template() -> None:
    """Once; a minute or two, and from the distribution's own packages alone."""
    if (TEMPLATE / "made").exists():
        return
    step(f"Clean {SUITE} root")
    shutil.rmtree(TEMPLATE, ignore_errors=True)
    include = ",".join(_PACKAGES)
    cache = f"--cache-dir={_cache()}"
    run(["debootstrap", "--variant=minbase", f"--include={include}", cache, SUITE, str(TEMPLATE)])
    with suppress(OSError):
        shutil.copyfile("/etc/resolv.conf", TEMPLATE / "etc/resolv.conf")
    # Nobody mourns a clean root after a power cut, and dpkg waits for the disk at every file.
    (TEMPLATE / "etc/dpkg/dpkg.cfg.d/quick").write_text("force-unsafe-io\n", encoding="utf-8")
    run(["chroot", str(TEMPLATE), "useradd", "--create-home", "--shell", "/bin/bash", PERSON])
    (TEMPLATE / "made").touch()


def _cache() -> Path:
    folder = WORK / "packages"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _environment(person: bool) -> dict[str, str]:
    names = ("http_proxy", "https_proxy", "no_proxy")
    proxies = {name: os.environ[name] for name in names if name in os.environ}
    home = HOME if person else "/root"
    settled = {
        "HOME": home,
        "USER": PERSON if person else "root",
        "LANG": "C.UTF-8",
        "PATH": "/usr/sbin:/usr/bin",
    }
    return {
        **proxies,
        **settled,
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "DEBIAN_FRONTEND": "noninteractive",
    }
