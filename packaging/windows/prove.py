"""Installs, runs, upgrades and uninstalls the built installers under wine, and looks at the window.

    python packaging/windows/prove.py --setup A.exe --newer B.exe --msi A.msi

What is not given is built first. Prints one line for each thing that was proved; stops at the first
that fails. What wine cannot show: Credential Manager, SmartScreen, Narrator, printing, and whether Windows
trusts a signature.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT)]

from windows import build, layout, signing  # noqa: E402

from tests.wine.prefix import Prefix, windows_path  # noqa: E402 - their folders are on the path first
from tests.wine.screen import Screen, screen  # noqa: E402

PHRASE = "seven paper lanterns hum quietly"
NAME = "דנה כהן-Łukaszewicz של המרפאה הגדולה ברחוב הארוך"
"""As long a name, and as foreign to most code pages, as a person's folder may have."""
TITLE = "PazPaz"
PARTS = ("PazPaz.exe", "pazpaz-cli.exe", "lib/start.py", "lib/licences/index.json", "lib/sbom.cdx.json")
TOOLS = {
    "wine": "wine",
    "wineserver": "wine64",
    "xdotool": "xdotool",
    "xwininfo": "x11-utils",
    "xprop": "x11-utils",
    "import": "imagemagick",
}
"""Programs and the Debian packages that bring them, beside those that build."""
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\PazPaz"
BUSY, NO_ROOM, TOO_OLD = 3, 4, 5
"""Statuses of the setup, see pazpaz.nsi."""
INCOMPLETE = 3
"""Status of the program where it cannot be started, see launcher.c."""


class NotProved(Exception):
    """What was expected of the installed program and did not happen."""


def main(arguments: Sequence[str]) -> int:
    asked = _read(arguments)
    if not asked.setup:
        asked.setup, asked.msi = _built(asked.work)
    if not asked.newer:
        asked.newer = _newer(asked.work)
    shutil.rmtree(asked.work / "wine", ignore_errors=True)
    with screen() as seen:
        prefix = Prefix(asked.work / "wine", seen.display)
        prefix.prepare()
        try:
            proof = Proof(prefix, seen, asked.work / "pictures", asked.setup, asked.newer, asked.msi)
            proof.run()
        finally:
            prefix.stop()
    return 0


@dataclass(frozen=True, slots=True)
class Proof:
    prefix: Prefix
    screen: Screen
    pictures: Path
    setup: Path
    newer: Path
    msi: Path | None

    def run(self) -> None:
        self.pictures.mkdir(parents=True, exist_ok=True)
        (self.prefix.person / "phrase.txt").write_text(PHRASE + "\n", encoding="utf-8")
        self.installs_silently()
        self.makes_a_practice()
        self.says_what_is_damaged_or_newer()
        self.refuses_a_windows_that_is_too_old()
        self.refuses_a_disk_without_room()
        window = self.unlocks_in_the_window()
        window = self.locks_into_a_new_process(window)
        self.refuses_an_upgrade_while_it_runs(window)
        self.upgrades_once_it_is_closed(window)
        self.opens_a_backup_that_is_clicked()
        self.keeps_the_practice_when_uninstalled()
        if self.msi is not None:
            self.installs_for_everybody(self.msi)

    @property
    def program(self) -> Path:
        return self.prefix.person / "AppData/Local/Programs/PazPaz"

    @property
    def practices(self) -> Path:
        return self.prefix.person / "AppData/Local/PazPaz"

    @property
    def menu(self) -> Path:
        return self.prefix.person / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/PazPaz.lnk"

    def installs_silently(self) -> None:
        self._run_setup(self.setup)
        for name in (*PARTS, "uninstall.exe"):
            self._check((self.program / name).is_file(), f"{name} is installed")
        found = {path.name.lower() for path in self.program.rglob("*")}
        self._check(found.isdisjoint(layout.STAND_INS), "no stand-in of wine's is installed")
        command = self.prefix.registry(r"HKCU\Software\Classes\PazPaz.Backup\shell\open\command")
        self._check('PazPaz.exe" "%1"' in command, "backups open with it")
        self._check(self.prefix.registry(UNINSTALL, "DisplayVersion") != "", "it can be uninstalled")
        self._check(self.menu.is_file(), "it is in the Start menu")
        _say("installed silently, for one person: files, registry, Start menu")

    def makes_a_practice(self) -> None:
        for home in ([], ["--home", rf"C:\users\{NAME}\PazPaz"]):
            made = self._terminal(*home, "new-practice", "--name", "Lindenhof", "--therapist", "דנה כהן")
            self._check("Recovery code" in made, f"a practice is made: {made}")
            self._check("BAD" not in self._terminal(*home, "doctor"), "doctor finds nothing wrong")
        self._check(any(self.practices.glob("vaults/*/vault.json")), "it lies where Windows keeps such data")
        _say("a practice was made and is well, also below a long Hebrew name")

    def says_what_is_damaged_or_newer(self) -> None:
        before = contents_of(self.practices)
        [rust] = (self.program / "lib/cryptography").rglob("_rust.pyd")
        for path in (
            rust,
            *self.program.glob("python3??.zip"),
            self.program / "lib/desktop/session/start.py",
        ):
            whole = path.read_bytes()
            path.write_bytes(whole[: len(whole) // 2])
            if path.suffix != ".pyd":
                path.unlink()
            self._refused("damaged", "doctor", status=INCOMPLETE)
            path.write_bytes(whole)
        self._check(contents_of(self.practices) == before, "the practice is untouched")
        newer = self.prefix.person / "newer"
        shutil.copytree(self.practices, newer)
        [document] = newer.rglob("vault.json")
        text = json.loads(document.read_text(encoding="utf-8"))
        document.write_text(json.dumps({**text, "version": 99}), encoding="utf-8")
        before = contents_of(newer)
        home = rf"C:\users\{self.prefix.person.name}\newer"
        self._refused("newer version", "--home", home, *self._phrase, "sync")
        self._check(contents_of(newer) == before, "a practice of a newer version is untouched")
        shutil.rmtree(newer)
        _say("a damaged file and a practice of a newer version: one sentence each, and nothing is touched")

    def refuses_a_windows_that_is_too_old(self) -> None:
        key, before = r"HKCU\Software\Wine", contents_of(self.program)
        self.prefix.run("reg", "add", key, "/v", "Version", "/d", "win81", "/f")
        self._refused("too old", "doctor", status=INCOMPLETE)
        done = self.prefix.run(self.newer, "/S")
        self.prefix.run("reg", "add", key, "/v", "Version", "/d", "win10", "/f")
        self._check(done.status == TOO_OLD, f"the setup is refused, with status {done.status}")
        self._check(contents_of(self.program) == before, "nothing was changed")
        _say("Windows 8.1: the program and the setup say that it is too old")

    def refuses_a_disk_without_room(self) -> None:
        if os.geteuid() != 0:
            _say("left out: a disk without room, which only root can make")
            return
        before = contents_of(self.program)
        command = ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(self.program)]
        subprocess.run(command, check=True)
        try:
            done = self.prefix.run(self.newer, "/S")
        finally:
            subprocess.run(["umount", str(self.program)], check=True)
        self._check(done.status == NO_ROOM, f"the upgrade is refused, with status {done.status}")
        self._check(contents_of(self.program) == before, "the program is whole")
        self._check("BAD" not in self._terminal("doctor"), "and runs")
        _say("a disk without room: the setup says so before it changes anything")

    def unlocks_in_the_window(self) -> str:
        self.prefix.start(self.program / "PazPaz.exe")
        door = self.screen.wait_for(TITLE)
        self.screen.wait_until_still(self.pictures / "1-door.png")
        self.screen.type(door, PHRASE)
        self.screen.press(door, "Return")
        window = self.screen.wait_for(TITLE, {door})
        self.screen.wait_until_gone(door, TITLE)
        self.screen.wait_until_still(self.pictures / "2-today.png")
        second = self.prefix.run(self.program / "pazpaz-cli.exe", *self._phrase, "doctor")
        self._check(second.status == 1, "a second program is kept out")
        self._check("open in another window" in second.said, f"and told why: {second.said}")
        _say("unlocked in the window; a second program is kept out of the practice")
        return window

    def locks_into_a_new_process(self, window: str) -> str:
        others = self.screen.windows(TITLE)
        self.screen.press(window, "ctrl+l")
        door = self.screen.wait_for(TITLE, others)
        self.screen.wait_until_gone(window, TITLE)
        self.screen.wait_until_still(self.pictures / "3-locked.png")
        self._check("BAD" not in self._terminal("doctor"), "the practice was let go")
        _say("locked hard: a new process has the door, the practice is shut")
        return door

    def refuses_an_upgrade_while_it_runs(self, window: str) -> None:
        before = self.prefix.registry(UNINSTALL, "DisplayVersion")
        done = self.prefix.run(self.newer, "/S", "/WAIT=2")
        self._check(done.status == BUSY, f"the upgrade is refused, with status {done.status}")
        self._check(self.prefix.registry(UNINSTALL, "DisplayVersion") == before, "nothing was changed")
        self._check((self.program / "lib/start.py").is_file(), "the program is whole")
        self._check(window in self.screen.windows(TITLE), "and still runs")
        _say("an upgrade over the running program is refused and changes nothing")

    def upgrades_once_it_is_closed(self, window: str) -> None:
        before = self.prefix.registry(UNINSTALL, "DisplayVersion")
        waiting = self.prefix.start(self.newer, "/S", "/WAIT=120")
        self.prefix.run("taskkill", "/im", "PazPaz.exe")
        self.screen.wait_until_gone(window, TITLE)
        waiting.communicate()
        self._check(waiting.returncode == 0, "the upgrade waited and went on")
        self._check(self.prefix.registry(UNINSTALL, "DisplayVersion") != before, "it is the newer version")
        told = self._terminal("doctor")
        self._check("BAD" not in told and "every page is whole" in told, "the practice is well after it")
        _say("an upgrade waits until the program is closed, and keeps the practice")

    def opens_a_backup_that_is_clicked(self) -> None:
        file = self.prefix.person / "יום שני.pazpaz"
        self._terminal("backup", "--to", rf"C:\users\{self.prefix.person.name}\{file.name}")
        self._check(file.is_file(), "a backup is written")
        others = self.screen.windows(TITLE)
        self.prefix.run("start", "/unix", str(file))
        window = self.screen.wait_for(TITLE, others)
        self.screen.wait_until_still(self.pictures / "4-restore.png")
        self.prefix.run("taskkill", "/im", "PazPaz.exe")
        self.screen.wait_until_gone(window, TITLE)
        _say("a backup that is clicked opens the page that restores it")

    def keeps_the_practice_when_uninstalled(self) -> None:
        kept = sorted(path.relative_to(self.practices) for path in self.practices.rglob("*"))
        place = rf"C:\users\{self.prefix.person.name}\AppData\Local\Programs\PazPaz"
        self.prefix.run(self.program / "uninstall.exe", "/S", f"_?={place}")
        left = [path.name for path in self.program.iterdir()] if self.program.exists() else []
        self._check(left in ([], ["uninstall.exe"]), f"the program is gone, but for {left}")
        self._check(self.prefix.registry(UNINSTALL, "DisplayName") == "", "Windows lists it no more")
        self._check(not self.menu.exists(), "it is gone from the Start menu")
        now = sorted(path.relative_to(self.practices) for path in self.practices.rglob("*"))
        self._check(now == kept, "the practice is untouched")
        self._run_setup(self.setup)
        self._check("BAD" not in self._terminal("doctor"), "installed again, it opens")
        self.prefix.run(self.program / "uninstall.exe", "/S", f"_?={place}")
        _say("uninstalling takes the program and leaves the practice, which opens again later")

    def installs_for_everybody(self, msi: Path) -> None:
        place = self.prefix.drive / "Program Files/PazPaz"
        done = self.prefix.run("msiexec", "/i", windows_path(msi), "/qn")
        self._check(done.status == 0, f"msiexec ends with {done.status}")
        told = self.prefix.run(place / "pazpaz-cli.exe", *self._phrase, "doctor")
        self._check(told.status == 0 and "BAD" not in told.said, f"the practice opens with it: {told.said}")
        found = {path.name.lower() for path in place.rglob("*")}
        self._check(found.isdisjoint(layout.STAND_INS), "no stand-in of wine's is installed")
        self.prefix.run("msiexec", "/x", windows_path(msi), "/qn")
        self._check(not (place / "PazPaz.exe").exists(), "it is uninstalled")
        self._check(any(self.practices.glob("vaults/*/vault.json")), "the practice stays")
        _say("the .msi installs for everybody and is taken off again; the practice stays")

    def _run_setup(self, setup: Path) -> None:
        done = self.prefix.run(setup, "/S")
        self._check(done.status == 0, f"{setup.name} ends with {done.status}: {done.said}")

    @property
    def _phrase(self) -> list[str]:
        return ["--passphrase-file", rf"C:\users\{self.prefix.person.name}\phrase.txt"]

    def _refused(self, word: str, *arguments: str, status: int = 1) -> None:
        """A command that ends with one sentence."""
        done = self.prefix.run(self.program / "pazpaz-cli.exe", *arguments)
        lines = done.said.strip().splitlines()
        right = done.status == status and len(lines) == 1 and word in lines[0]
        self._check(right, f"one sentence with {word!r}, instead of status {done.status}: {done.said}")

    def _terminal(self, *arguments: str) -> str:
        """What a command says that ends well."""
        done = self.prefix.run(self.program / "pazpaz-cli.exe", *self._phrase, *arguments)
        self._check(done.status == 0, f"{arguments} ends with {done.status}: {done.said}")
        return done.said

    @staticmethod
    def _check(holds: bool, what: str) -> None:
        if not holds:
            raise NotProved(f"not so: {what}")


def contents_of(folder: Path) -> dict[str, str]:
    """SHA-256 of each file by its place, but of byte code, which Python makes anew when it wants."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in {".pyc", ".log", ".lock"}
    }


def _built(work: Path) -> tuple[Path, Path]:
    """The installers of today. Building verifies signatures."""
    setup, msi = build.build(build.read([*_shared(work), "--work", str(work / "today")]))
    return setup, msi


def _newer(work: Path) -> Path:
    """A setup that only says to be newer; one of it that was changed by a bit is refused."""
    there = work / "newer"
    options = ["--work", str(there), "--version", "99.0", "--only-setup"]
    [setup] = build.build(build.read([*_shared(work), *options]))
    _check_refusal(setup, signing.test_signer(there / "signing"), work)
    return setup


def _shared(work: Path) -> list[str]:
    return ["--to", str(work / "built")]


def _check_refusal(setup: Path, signer: signing.Signer, work: Path) -> None:
    """Raises NotProved unless a setup that was changed by one bit is refused."""
    altered = work / "altered.exe"
    content = bytearray(setup.read_bytes())
    content[len(content) // 2] ^= 1
    altered.write_bytes(content)
    try:
        signing.verify(altered, signer)
    except signing.BadSignature:
        _say("the installers are signed; one that was changed by a bit is refused")
    else:
        raise NotProved("not so: a changed setup is refused")


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Prove the installers for Windows under wine.")
    parser.add_argument(
        "--work", type=Path, default=ROOT / "build/windows/proof", help="folder for all of it"
    )
    parser.add_argument("--setup", type=Path, help="Setup.exe; without it, everything is built first")
    parser.add_argument("--newer", type=Path, help="a newer Setup.exe; without it, one is built")
    parser.add_argument("--msi", type=Path, help=".msi; left out where a setup comes alone")
    asked = parser.parse_args(list(arguments))
    asked.work = asked.work.absolute()
    return asked


def _say(sentence: str) -> None:
    print(f"ok  {sentence}", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (NotProved, TimeoutError, subprocess.SubprocessError) as error:
        sys.exit(str(error))
