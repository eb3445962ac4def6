"""What a bundle's launcher runs: the program, or a sentence where a part of it or the system is missing."""

import ctypes
import os
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import MutableMapping
from pathlib import Path

_UNTOUCHED = "your practices are not touched."
_ASKING = (("zenity", "--error", "--text"), ("kdialog", "--error"), ("xmessage",))


def start() -> int:
    restore_search_path(os.environ)
    try:
        from desktop.__main__ import main  # noqa: PLC0415 - it may be what is missing
        from desktop.session.start import wants_window  # noqa: PLC0415 - as above

        if wants_window(sys.argv[1:]):
            load_display_plugin(os.environ)
        return main()
    except (ImportError, OSError, zlib.error, EOFError) as error:
        if _is_ours(error):
            raise
        refuse(sentence(error))
        return 1


def restore_search_path(environment: MutableMapping[str, str]) -> None:
    """Programs of the system that we start must find the system's libraries, not ours."""
    before = environment.pop("LD_LIBRARY_PATH_ORIG", None)
    environment.pop("LD_LIBRARY_PATH", None)
    if before is not None:
        environment["LD_LIBRARY_PATH"] = before


def load_display_plugin(environment: MutableMapping[str, str]) -> None:
    """Qt ends the process when a library of it is missing; loading it first tells which. Raises OSError."""
    is_x11 = bool(environment.get("DISPLAY")) and not environment.get("WAYLAND_DISPLAY")
    contents = getattr(sys, "_MEIPASS", None)
    if contents is not None and is_x11 and not environment.get("QT_QPA_PLATFORM"):
        ctypes.CDLL(str(Path(contents, "PySide6/Qt/plugins/platforms/libqxcb.so")))


def sentence(error: BaseException) -> str:
    """What is missing, for the person; no text of the error that could quote anything else."""
    # PyInstaller puts an error of its own before that of the system.
    told = " ".join(str(one) for one in (error, error.__cause__, error.__context__))
    library = re.search(r"(lib[\w.+-]+\.so[\w.]*): cannot open shared object file", told)
    contents = Path(getattr(sys, "_MEIPASS", "."))
    if library is not None and not library[1].startswith("libQt6") and not (contents / library[1]).exists():
        lacks = f"this system lacks the library {library[1]}"
        return f"PazPaz cannot start, because {lacks}. Install that; {_UNTOUCHED}"
    return (
        f"PazPaz cannot start, because a file of it is missing or damaged. Install PazPaz again; {_UNTOUCHED}"
    )


def _is_ours(error: BaseException) -> bool:
    """Raised by the program while it worked, not by loading a part of it."""
    return not isinstance(error, ImportError | zlib.error | EOFError) and ".so" not in str(error)


def refuse(text: str) -> None:
    """On stderr, and in a box where the program was not started from a terminal."""
    sys.stderr.write(text + "\n")
    if sys.stderr.isatty():
        return
    for command in _ASKING:
        program = shutil.which(command[0])
        if program is not None and os.environ.get("DISPLAY"):
            subprocess.run([program, *command[1:], text], check=False)
            return


if __name__ == "__main__":
    sys.exit(start())
