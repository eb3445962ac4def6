"""Whoever makes a release: a key of their own, a signed folder, and what laptops will say of it."""

import json
from pathlib import Path

import pytest

from core.release import keys
from core.release.manifest import MANIFEST, SIGNATURE, read_release
from core.release.minisign import PublicKey
from desktop.terminal import release
from tests.desktop.terminal.conftest import Terminal
from tests.releases import INSTALLERS

DEB, EXE, DMG = INSTALLERS


class Bench:
    """A maintainer's folder of installers, their key and their notes."""

    def __init__(self, terminal: Terminal, folder: Path) -> None:
        self.terminal, self.folder = terminal, folder / "release"
        self.folder.mkdir()
        for name, (_, content) in INSTALLERS.items():
            (self.folder / name).write_bytes(content)
        self.notes = folder / "notes.txt"
        self.notes.write_text("Appointments remember their room.\n", encoding="utf-8")
        self.key = folder / "release.key"
        made = terminal("release", "new-key", "--to", str(self.key), "--json")
        self.public: str = made.document["public_key"]

    def sign(self, *more: str) -> list[str]:
        words = ["release", "sign", str(self.folder), "--key", str(self.key)]
        return [*words, "--release", "9.1.0", "--date", "2027-03-01", "--notes-en", str(self.notes), *more]

    def verify(self, *more: str) -> list[str]:
        return ["release", "verify", str(self.folder), *more]


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "computer")


@pytest.fixture
def bench(terminal: Terminal, tmp_path: Path) -> Bench:
    return Bench(terminal, tmp_path)


def test_given_a_folder_of_installers_when_signed_then_it_verifies_with_the_key_that_was_made(
    bench: Bench,
) -> None:
    signed = bench.terminal(*bench.sign("--json"))
    assert (signed.status, signed.document["key_is_in_this_build"]) == (0, False)
    verified = bench.terminal(*bench.verify("--public-key", bench.public))
    assert verified.status == 0
    assert "This build does not know the key" in verified.out
    made = read_release((bench.folder / MANIFEST).read_bytes())
    assert {(each.name, each.os, each.arch) for each in made.files} == {
        (DEB, "linux", "x86_64"),
        (EXE, "windows", "x86_64"),
        (DMG, "macos", "arm64"),
    }
    assert "PazPaz Desktop 9.1.0" in (bench.folder / SIGNATURE).read_text(encoding="utf-8")


def test_given_a_build_that_has_the_key_when_verified_then_no_line_is_needed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.terminal(*bench.sign())
    assert "no release key" in bench.terminal(*bench.verify()).refusal()
    monkeypatch.setattr(keys, "IN_USE", bench.public)
    verified = bench.terminal(*bench.verify("--json"))
    assert verified.document["key_is_in_this_build"] is True


def test_given_notes_in_hebrew_when_signed_then_they_are_in_it(bench: Bench, tmp_path: Path) -> None:
    hebrew = tmp_path / "he.txt"
    hebrew.write_text("התורים זוכרים את החדר", encoding="utf-8")
    assert bench.terminal(*bench.sign("--notes-he", str(hebrew), "--minimum-schema", "3")).status == 0
    made = read_release((bench.folder / MANIFEST).read_bytes())
    assert (made.notes["he"], made.minimum_schema) == ("התורים זוכרים את החדר", 3)


def test_given_a_file_changed_after_signing_when_verified_then_refused(bench: Bench) -> None:
    bench.terminal(*bench.sign())
    (bench.folder / EXE).write_bytes(b"something else")
    assert "cut short" in bench.terminal(*bench.verify("--public-key", bench.public)).refusal()
    (bench.folder / EXE).unlink()
    assert EXE in bench.terminal(*bench.verify("--public-key", bench.public)).refusal()


def test_given_another_key_when_verified_then_refused(bench: Bench, tmp_path: Path) -> None:
    bench.terminal(*bench.sign())
    made = bench.terminal("release", "new-key", "--to", str(tmp_path / "other.key"), "--json")
    other = made.document["public_key"]
    refusal = bench.terminal(*bench.verify("--public-key", other)).refusal()
    assert "not signed by the makers" in refusal
    assert bench.terminal(*bench.verify("--public-key", "no key")).refusal()


def test_given_a_key_when_made_then_it_is_private_encrypted_and_never_replaced(bench: Bench) -> None:
    assert bench.key.stat().st_mode & 0o777 == 0o600
    assert b"ENCRYPTED PRIVATE KEY" in bench.key.read_bytes()
    before = bench.key.read_bytes()
    assert "no key was made" in bench.terminal("release", "new-key", "--to", str(bench.key)).refusal()
    assert bench.key.read_bytes() == before
    assert PublicKey.parse(bench.public).line() == bench.public


def test_given_a_weak_passphrase_when_a_key_is_asked_for_then_none_is_made(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.secret.write_text("passwordpassword\n", encoding="utf-8")
    refusal = terminal("release", "new-key", "--to", str(tmp_path / "k")).refusal()
    assert refusal.endswith("No key was made.")
    assert not (tmp_path / "k").exists()


def test_given_the_wrong_passphrase_or_no_key_when_signing_then_nothing_is(bench: Bench) -> None:
    bench.terminal.secret.write_text("seventeen lanterns under a quiet bridge\n", encoding="utf-8")
    assert "nothing was signed" in bench.terminal(*bench.sign()).refusal()
    bench.key.write_text("no key", encoding="utf-8")
    assert "nothing was signed" in bench.terminal(*bench.sign()).refusal()
    assert not (bench.folder / MANIFEST).exists()


@pytest.mark.parametrize("more", [("--release", "9.1"), ("--minimum-schema", "0")])
def test_given_what_a_laptop_would_refuse_when_signing_then_nothing_is(
    bench: Bench, more: tuple[str, str]
) -> None:
    assert "nothing was signed" in bench.terminal(*bench.sign(*more)).refusal()


def test_given_a_file_whose_name_tells_no_system_when_signing_then_nothing_is(bench: Bench) -> None:
    (bench.folder / "readme.txt").write_text("hello", encoding="utf-8")
    assert "readme.txt" in bench.terminal(*bench.sign()).refusal()
    (bench.folder / "readme.txt").unlink()
    (bench.folder / "SHA256SUMS").write_text("hello", encoding="utf-8")
    assert bench.terminal(*bench.sign()).status == 0


def test_given_no_folder_when_signing_then_it_says_so(bench: Bench) -> None:
    bench.folder = bench.folder / "none"
    assert "not a folder" in bench.terminal(*bench.sign()).refusal()


def test_given_the_tree_when_looked_through_then_it_holds_no_private_key() -> None:
    root = Path(release.__file__).parents[2]
    source = (root / "core" / "release" / "keys.py").read_text(encoding="utf-8")
    assert "PRIVATE" not in source
    assert json.dumps([keys.IN_USE, keys.SPARE]).count("Ed25519") == 0
