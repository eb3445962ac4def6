"""Which files make up the program on Windows, and where: pure functions over names.

PazPaz.exe  pazpaz-cli.exe  python313.dll ...  python313._pth
lib/        our packages, the libraries, start.py, licences, the bill of materials
"""

from fnmatch import fnmatchcase
from pathlib import PurePosixPath

LIB = "lib"

_QT = frozenset({"Core", "Gui", "Network", "PrintSupport", "Svg", "Test", "Widgets"})
_QT_PLUGINS = (
    "iconengines/qsvgicon.dll",
    "imageformats/qgif.dll",
    "imageformats/qico.dll",
    "imageformats/qjpeg.dll",
    "imageformats/qsvg.dll",
    "imageformats/qtiff.dll",
    "imageformats/qwebp.dll",
    "platforms/qoffscreen.dll",
    "platforms/qwindows.dll",
    "styles/qmodernwindowsstyle.dll",
)
"""Without TLS: libpq brings its own. Without networkinformation: Windows is asked without Qt."""
_QT_CATALOGUES = ("qt_he.qm", "qtbase_he.qm")
_SYSTEM_LIBRARIES = ("concrt", "msvcp", "vcruntime", "pyside6.abi3", "shiboken6")

_NEVER = (
    "*.cpp",
    "*.h",
    "*.hpp",
    "*.lib",
    "*.pdb",
    "*.pxd",
    "*.pyi",
    "*.pyx",
    "*/__pycache__/*",
    "lib/*.data/*",
    "lib/alembic/testing/*",
    "lib/alembic/templates/*",
    "lib/psycopg/_*_test*",
    "lib/shiboken6/*.exe",
    "lib/sqlalchemy/dialects/mssql/*",
    "lib/sqlalchemy/dialects/mysql/*",
    "lib/sqlalchemy/dialects/oracle/*",
    "lib/sqlalchemy/testing/*",
)
_PYTHON_UNUSED = frozenset({"_msi.pyd", "python.cat", "python.exe", "pythonw.exe", "winsound.pyd"})
"""Of the embeddable package: no second way to start a Python that has our libraries."""

STAND_INS = ("bcryptprimitives.dll", "icuuc.dll", "icu.dll")
"""Belong to Windows. Tests under wine bring their own; an installer never does."""


def is_kept(name: str) -> bool:
    """Whether a file of the unpacked wheels and Python, by its place with slashes, is part of the program."""
    path = PurePosixPath(name)
    if any(fnmatchcase(name, pattern) for pattern in _NEVER) or path.name.lower() in STAND_INS:
        return False
    if path.parts[0] != LIB:
        return path.name not in _PYTHON_UNUSED
    if path.parts[1] == "PySide6":
        return _is_kept_of_qt(path)
    return True


def _is_kept_of_qt(path: PurePosixPath) -> bool:
    below = PurePosixPath(*path.parts[2:])
    if below.parts[0] == "plugins":
        return str(PurePosixPath(*below.parts[1:])) in _QT_PLUGINS
    if below.parts[0] == "translations":
        return below.name in _QT_CATALOGUES
    if len(below.parts) > 1:
        return False
    if below.name.startswith("Qt6"):
        return below.stem.removeprefix("Qt6") in _QT
    if below.name.startswith("Qt") and below.suffix == ".pyd":
        return below.stem.removeprefix("Qt") in _QT
    return below.suffix == ".py" or below.name.startswith(_SYSTEM_LIBRARIES)


def search_path(series: str) -> str:
    """The file that tells Python where its modules are, and that it looks at nothing else."""
    return f"python{series}.zip\n.\n{LIB}\n"
