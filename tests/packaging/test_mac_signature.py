"""Ad-hoc signatures of macOS: made, checked, and noticed when one byte is another."""

import importlib
import plistlib
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    for folder in ("bundle", "macos"):
        monkeypatch.syspath_prepend(ROOT / "packaging" / folder)
    return importlib.import_module


@pytest.fixture
def codesign(load: Callable[[str], Any]) -> Any:
    return load("codesign")


def macho(kind: int = 2, content: bytes = b"code" * 3000) -> bytes:
    """A small file of the form: a text segment with one section, and a link-edit segment; not signed."""
    text_size = 0x4000 + len(content)
    section = struct.pack("<16s16sQQIIIIIIII", b"__text", b"__TEXT", 0, len(content), 0x4000, *[0] * 7)
    text = struct.pack("<II16sQQQQIIII", 0x19, 72 + 80, b"__TEXT", 0, text_size, 0, text_size, 5, 5, 1, 0)
    link = struct.pack("<II16sQQQQIIII", 0x19, 72, b"__LINKEDIT", text_size, 0x4000, text_size, 8, 1, 1, 0, 0)
    commands = text + section + link
    head = struct.pack("<8I", 0xFEEDFACF, 0x0100000C, 0, kind, 2, len(commands), 0, 0) + commands
    return head + bytes(0x4000 - len(head)) + content + b"linkedit"


def test_given_a_program_when_signed_then_its_signature_holds_and_its_code_is_what_it_was(
    codesign: Any,
) -> None:
    signed = codesign.sign(macho(), "org.example.program")
    found = codesign.check(signed)
    assert found.identifier == "org.example.program"
    assert found.is_adhoc
    assert signed[0x4000 : 0x4000 + 12000] == b"code" * 3000


def test_given_a_signed_program_when_signed_again_then_the_new_signature_takes_the_olds_place(
    codesign: Any,
) -> None:
    once = codesign.sign(macho(), "org.example.program")
    assert codesign.sign(once, "org.example.program") == once
    other = codesign.check(codesign.sign(once, "org.example.other"))
    assert other.identifier == "org.example.other"


@pytest.mark.parametrize("place", [40, 0x4000, 0x4000 + 11_999, -1])
def test_given_a_signed_program_when_any_byte_of_it_is_changed_then_the_check_notices(
    codesign: Any, place: int
) -> None:
    signed = bytearray(codesign.sign(macho(), "org.example.program"))
    layout = codesign.read(bytes(signed))
    at = place if place >= 0 else layout.signature - 1
    signed[at] ^= 1
    with pytest.raises(codesign.BadCode):
        codesign.check(bytes(signed))


def test_given_a_file_for_two_processors_when_signed_then_the_code_for_apple_silicon_is_left(
    codesign: Any,
) -> None:
    ours, other = macho(), b"intel" * 10
    entries = struct.pack(">IIIII", 0x01000007, 3, 48, len(other), 0)
    entries += struct.pack(">IIIII", 0x0100000C, 0, 48 + len(other), len(ours), 0)
    fat = struct.pack(">II", 0xCAFEBABE, 2) + entries + other + ours
    assert codesign.thin(fat) == ours
    with pytest.raises(codesign.BadCode, match="Apple silicon"):
        codesign.thin(
            struct.pack(">II", 0xCAFEBABE, 1) + struct.pack(">IIIII", 0x01000007, 3, 28, 1, 0) + b"x"
        )


@pytest.fixture
def app(tmp_path: Path, codesign: Any) -> Path:
    made = tmp_path / "Small.app"
    for name in ("MacOS", "Frameworks", "Resources/en.lproj"):
        (made / "Contents" / name).mkdir(parents=True)
    (made / "Contents/MacOS/small").write_bytes(macho())
    (made / "Contents/Frameworks/library.so").write_bytes(macho(kind=6))
    (made / "Contents/Frameworks/module.py").write_text("print()\n", encoding="utf-8")
    (made / "Contents/Resources/text.txt").write_text("text\n", encoding="utf-8")
    (made / "Contents/Info.plist").write_bytes(plistlib.dumps({"CFBundleExecutable": "small"}))
    codesign.sign_app(made, "small", "org.example.small")
    return made


def test_given_an_app_when_signed_then_it_holds_as_a_whole(app: Path, codesign: Any) -> None:
    assert codesign.check_app(app, "small").identifier == "org.example.small"


@pytest.mark.parametrize(
    "name",
    [
        "Info.plist",
        "Frameworks/library.so",
        "Frameworks/module.py",
        "Resources/text.txt",
        "Resources/new.txt",
    ],
)
def test_given_a_signed_app_when_anything_in_it_is_changed_or_added_then_the_check_notices(
    app: Path, codesign: Any, name: str
) -> None:
    path = app / "Contents" / name
    content = bytearray(path.read_bytes() if path.exists() else b"new")
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(codesign.BadCode):
        codesign.check_app(app, "small")


def test_given_the_information_of_the_app_then_backups_are_its_documents_and_it_speaks_both_languages(
    load: Callable[[str], Any],
) -> None:
    information = load("information").information("1.2.3")
    assert plistlib.loads(plistlib.dumps(information)) == information
    assert information["LSMinimumSystemVersion"] == "13.0"
    assert information["CFBundleLocalizations"] == ["en", "he"]
    (declared,) = information["UTExportedTypeDeclarations"]
    (document,) = information["CFBundleDocumentTypes"]
    assert document["LSItemContentTypes"] == [declared["UTTypeIdentifier"]]
    assert declared["UTTypeTagSpecification"]["public.filename-extension"] == ["pazpaz"]


def test_given_the_recipe_for_a_mac_then_it_says_first_that_it_never_ran() -> None:
    lines = (ROOT / "packaging/macos/build.sh").read_text(encoding="utf-8").splitlines()
    assert "HAS NEVER RUN" in lines[1]
