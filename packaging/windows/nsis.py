"""Setup.exe: NSIS, for one person, in English and Hebrew, with a silent mode."""

import subprocess
from pathlib import Path

from windows.assemble import files_below
from windows.launchers import numbers

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def removals(names: list[str]) -> str:
    """Lines of a script that delete the files which lie directly in the program's folder."""
    return "".join(f'Delete "$INSTDIR\\{name}"\n' for name in sorted(names))


def build_setup(
    program: Path, icon: Path, version: str, work: Path, target: Path, *, small: bool = False
) -> Path:
    """`small` packs for a release, which takes minutes."""
    work.mkdir(parents=True, exist_ok=True)
    listing = work / "files.nsh"
    listing.write_text(
        removals([path.name for path in program.iterdir() if path.is_file()]), encoding="utf-8"
    )
    kilobytes = sum(path.stat().st_size for path in files_below(program)) // 1024
    defined = {
        "VERSION": version,
        "NUMBERS": ".".join(map(str, numbers(version))),
        "OUTPUT": target,
        "PROGRAM": program,
        "ICON": icon,
        "LICENCE": ROOT / "LICENSE",
        "FILES": listing,
        "KILOBYTES": kilobytes,
        "MEGABYTES": kilobytes * 11 // 10_000,  # a tenth more: files take whole blocks
        "COMPRESSION": "lzma" if small else "zlib",
    }
    options: list[str | Path] = [f"-D{name}={value}" for name, value in defined.items()]
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *options, HERE / "pazpaz.nsi"]
    subprocess.run(command, check=True)
    return target
