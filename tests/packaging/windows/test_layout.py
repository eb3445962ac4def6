"""What goes into the program for Windows, and above all what does not."""

import re
import struct
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT / "packaging/bundle")]

import contents  # noqa: E402 - their folders are on the path first
from windows import assemble, layout, msi, nsis  # noqa: E402
from windows.icon import SIZES, write_icon  # noqa: E402
from windows.launchers import numbers  # noqa: E402

STAND_INS = sorted((ROOT / "tests/wine/stand_ins").glob("*.c"))


@pytest.mark.parametrize(
    "name",
    [
        "python313.dll",
        "vcruntime140.dll",
        "lib/PySide6/Qt6Core.dll",
        "lib/PySide6/QtWidgets.pyd",
        "lib/PySide6/__init__.py",
        "lib/PySide6/plugins/platforms/qwindows.dll",
        "lib/PySide6/translations/qtbase_he.qm",
        "lib/sqlcipher3/__init__.py",
        "lib/sqlalchemy/dialects/sqlite/pysqlcipher.py",
        "lib/psycopg_binary.libs/libpq-0123.dll",
        "lib/keyring/backends/Windows.py",
        "lib/keyring-25.7.0.dist-info/entry_points.txt",
        "lib/pyside6_essentials-6.11.3.dist-info/METADATA",
        "lib/tzdata/zoneinfo/Asia/Jerusalem",
        "lib/hunspell/dictionaries/en_US.aff",
        "lib/hunspell/dictionaries/en_US.dic",
        "lib/hunspell/hunspell.cp313-win_amd64.pyd",
        "lib/chunspell.libs/msvcp140-0123.dll",
        "lib/pypdfium2/__init__.py",
        "lib/pypdfium2_raw/pdfium.dll",
        "lib/pypdfium2_raw/version.json",
        "lib/zxcvbn/frequency_lists.py",
    ],
)
def test_given_a_part_that_the_program_uses_then_it_is_kept(name: str) -> None:
    assert layout.is_kept(name)


@pytest.mark.parametrize(
    "name",
    [
        "python.exe",
        "pythonw.exe",
        "lib/PySide6/opengl32sw.dll",
        "lib/PySide6/Qt6Qml.dll",
        "lib/PySide6/QtQuick.pyd",
        "lib/PySide6/designer.exe",
        "lib/PySide6/QtCore.pyi",
        "lib/PySide6/include/shiboken.h",
        "lib/PySide6/plugins/sqldrivers/qsqlite.dll",
        "lib/PySide6/plugins/tls/qopensslbackend.dll",
        "lib/PySide6/plugins/networkinformation/qnetworklistmanager.dll",
        "lib/PySide6/translations/qtbase_de.qm",
        "lib/sqlalchemy/testing/config.py",
        "lib/sqlalchemy/dialects/mysql/base.py",
        "lib/alembic/__pycache__/op.cpython-313.pyc",
        "lib/hunspell/hunspell.cpp",
    ],
)
def test_given_a_part_that_nothing_uses_then_it_is_left_out(name: str) -> None:
    assert not layout.is_kept(name)


@pytest.mark.parametrize("folder", ["", "lib/", "lib/PySide6/", "lib/psycopg_binary.libs/"])
def test_given_a_stand_in_of_wines_wherever_it_lies_then_no_installer_takes_it(folder: str) -> None:
    assert STAND_INS
    for source in STAND_INS:
        name = f"{source.stem}.dll"
        assert name in layout.STAND_INS
        assert not layout.is_kept(folder + name)
        assert not layout.is_kept(folder + name.upper())


def test_given_a_program_with_stand_ins_among_its_files_when_copied_then_they_stay_behind(
    tmp_path: Path,
) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    for name in ("python313.dll", "bcryptprimitives.dll", "lib/PySide6/icuuc.dll", "lib/core/__init__.py"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(b"x")
    assemble.copy_kept(source, target)
    copied = [path.relative_to(target).as_posix() for path in assemble.files_below(target)]
    assert copied == ["lib/core/__init__.py", "python313.dll"]


def test_given_our_packages_when_collected_then_nothing_under_tests_is_among_them() -> None:
    names = contents.tracked()
    assert "desktop/__main__.py" in names
    assert any(name.startswith("migrations/local/versions/") for name in names)
    assert {name.split("/")[0] for name in names} == set(contents.OWN)


def test_given_pythons_search_path_then_it_leads_into_the_program_alone_and_reads_no_site() -> None:
    assert layout.search_path("313").splitlines() == ["python313.zip", ".", "lib"]


def test_given_two_writings_of_the_msis_source_then_they_are_equal_and_name_every_file(
    tmp_path: Path,
) -> None:
    program = tmp_path / "program"
    for name in ("PazPaz.exe", "lib/start.py", "lib/core/__init__.py"):
        (program / name).parent.mkdir(parents=True, exist_ok=True)
        (program / name).write_bytes(b"x")
    one, two = (msi.write_source(program, "1.2.0", "../program") for _ in range(2))
    assert one == two
    for name in ("PazPaz.exe", "lib/start.py", "lib/core/__init__.py"):
        assert f'Source="../program/{name}"' in one
    later = msi.write_source(program, "1.3.0", "../program")
    assert _attribute(one, "UpgradeCode") == _attribute(later, "UpgradeCode")
    assert _attribute(one, "Product Id") != _attribute(later, "Product Id")


def _attribute(source: str, name: str) -> str:
    return source.partition(f'{name}="')[2].partition('"')[0]


def test_given_the_uninstaller_then_it_takes_only_what_was_installed_and_never_a_practice() -> None:
    script = (ROOT / "packaging/windows/pazpaz.nsi").read_text(encoding="utf-8")
    removing = [line for line in script.splitlines() if line.strip().startswith(("Delete ", "RMDir"))]
    assert all("*" not in line and "LOCALAPPDATA" not in line for line in removing)
    assert [line.strip() for line in removing if "/r" in line] == ['RMDir /r "$INSTDIR\\lib"']
    assert nsis.removals(["b.dll", "a.exe"]) == 'Delete "$INSTDIR\\a.exe"\nDelete "$INSTDIR\\b.dll"\n'


def test_given_the_setup_then_every_sentence_of_it_is_there_in_both_languages() -> None:
    script = (ROOT / "packaging/windows/pazpaz.nsi").read_text(encoding="utf-8")
    names = {
        language: {
            line.split()[1]
            for line in script.splitlines()
            if f'${{LANG_{language}}} "' in line and line.startswith("LangString")
        }
        for language in ("ENGLISH", "HEBREW")
    }
    assert names["ENGLISH"] == names["HEBREW"] == {"Running", "TooOld", "NoRoom", "Backup", "Kept"}


@pytest.mark.parametrize(("version", "four"), [("0.1.0", (0, 1, 0, 0)), ("2.10", (2, 10, 0, 0))])
def test_given_a_version_then_windows_has_it_in_four_numbers(version: str, four: tuple[int, ...]) -> None:
    assert numbers(version) == four


def test_given_the_drawing_when_it_becomes_an_icon_then_each_size_is_a_picture_where_the_table_says(
    tmp_path: Path,
) -> None:
    content = write_icon(tmp_path / "pazpaz.ico").read_bytes()
    assert struct.unpack("<HHH", content[:6]) == (0, 1, len(SIZES))
    for number, size in enumerate(SIZES):
        row = struct.unpack_from("<BBBBHHII", content, 6 + 16 * number)
        width, length, place = row[0] or 256, row[6], row[7]
        assert width == size
        picture = QImage.fromData(content[place : place + length])
        assert (picture.width(), picture.height()) == (size, size)
        assert picture.pixelColor(size // 2, size // 2).alpha() == 255


def test_given_the_setup_then_it_looks_at_windows_program_and_disk_before_it_takes_anything_away() -> None:
    script = (ROOT / "packaging/windows/pazpaz.nsi").read_text(encoding="utf-8")
    assert "Function .onInit\n  ${IfNot} ${AtLeastWin10}" in script
    section = script.partition('Section "PazPaz" Main\n')[2].partition("SectionEnd")[0]
    steps = [line.strip() for line in section.splitlines()]
    assert steps[:3] == ["Call WaitUntilClosed", "Call CheckRoom", "!insertmacro RemoveProgram"]
    statuses = dict(re.findall(r"^!define (\w+) (\d)$", script, re.MULTILINE))
    told = (ROOT / "docs/windows.md").read_text(encoding="utf-8")
    for name in ("BUSY", "NO_ROOM", "TOO_OLD"):
        assert f"\n| {statuses[name]} | " in told
