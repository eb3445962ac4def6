"""A Windows of wine's in a folder of its own, with what wine 8 lacks put into its system folder."""

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

STAND_INS = Path(__file__).resolve().parent / "stand_ins"
"""One C file for each library; none of them belongs into an installer."""
NEEDED = ("wine", "wineserver", "x86_64-w64-mingw32-gcc", "Xvfb", "xdotool", "xwininfo", "xprop", "import")
_LONGEST_S = 900


@dataclass(frozen=True, slots=True)
class Done:
    """How a Windows program ended, and everything that it wrote."""

    status: int
    said: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """`display`: the number of an X server, 0 for none. `more`: variables that its programs get besides."""

    folder: Path
    display: int = 0
    more: dict[str, str] = field(default_factory=dict)

    def prepare(self) -> None:
        """Makes the Windows, once; 64-bit programs only, and it calls itself Windows 10."""
        if not (self.folder / "prepared").exists():
            self._make()

    def _make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["wineboot", "-i"], env=self.environment, capture_output=True, check=True)
        self.run("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")
        fonts = r"HKCU\Software\Wine\Fonts\Replacements"
        for name in ("MS Shell Dlg", "MS Shell Dlg 2", "Segoe UI", "Tahoma"):
            self.run("reg", "add", fonts, "/v", name, "/d", "DejaVu Sans", "/f")
        self._put_stand_ins()
        self.stop()
        (self.folder / "prepared").touch()

    def _put_stand_ins(self) -> None:
        for source in STAND_INS.glob("*.c"):
            target = self.drive / f"windows/system32/{source.stem}.dll"
            command: list[str | Path] = [
                "x86_64-w64-mingw32-gcc",
                "-shared",
                source,
                "-o",
                target,
                "-ladvapi32",
            ]
            subprocess.run(command, check=True)

    @property
    def drive(self) -> Path:
        return self.folder / "drive_c"

    @property
    def person(self) -> Path:
        """The folder of whoever runs this."""
        [found] = (self.drive / "users").glob("*/AppData/Roaming")
        return found.parents[1]

    @property
    def environment(self) -> dict[str, str]:
        own = ",".join(source.stem for source in STAND_INS.glob("*.c"))
        return {
            **os.environ,
            "WINEPREFIX": str(self.folder),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": f"wbemprox,mscoree,mshtml=;winemenubuilder.exe=d;{own}=n",
            "DISPLAY": f":{self.display}" if self.display else "",
            **self.more,
        }

    def run(self, program: str | Path, *arguments: str) -> Done:
        """Runs it to its end. Its streams are pipes, for wine's Windows takes no files in their place."""
        process = self.start(program, *arguments)
        said, _ = process.communicate(timeout=_LONGEST_S)
        return Done(process.returncode, said.decode(errors="replace").replace("\r\n", "\n"))

    def start(self, program: str | Path, *arguments: str) -> "subprocess.Popen[bytes]":
        """Runs it beside this program."""
        process = subprocess.Popen(
            ["wine", str(program), *arguments],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
        return process

    def registry(self, key: str, name: str = "") -> str:
        """A value as text; empty when it is not there."""
        which = ["/v", name] if name else ["/ve"]
        done = self.run("reg", "query", key, *which)
        lines = [line.strip() for line in done.said.splitlines() if "REG_" in line]
        return lines[0].split("REG_", 1)[1].partition(" ")[2].strip() if done.status == 0 and lines else ""

    def stop(self) -> None:
        """Ends every program of this Windows."""
        subprocess.run(["wineserver", "-k"], env=self.environment, check=False)
        subprocess.run(["wineserver", "-w"], env=self.environment, check=False)


def windows_path(path: Path) -> str:
    """A path of this computer as wine's programs see it."""
    return "Z:" + str(path.absolute()).replace("/", "\\")
