"""Every refusal of an update: each is one sentence with a stable code, and nothing is offered."""

import shutil
import sys
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.domain.errors import BadInput, Cancelled, RuleBroken, Tampered, UserError
from core.release import keys, systems, verify
from core.release.manifest import MANIFEST, OSES, SIGNATURE
from core.release.minisign import sign
from core.release.systems import System, system_of, this_system
from core.release.verify import Judge, Seen
from tests.releases import INSTALLERS, LINUX, MAC, WINDOWS, Maker, release

DEB, EXE, DMG = INSTALLERS


@pytest.fixture
def maker() -> Maker:
    return Maker()


@pytest.fixture
def stick(maker: Maker, tmp_path: Path) -> Path:
    return maker.put(tmp_path, release())


def signed(maker: Maker, **about: object) -> tuple[bytes, bytes]:
    made = release(**about)  # type: ignore[arg-type]
    return made.text(), sign(made.text(), maker.key, "invented").encode()


def code_of(caught: pytest.ExceptionInfo[UserError]) -> str:
    sentence = caught.value.sentence
    assert "Nothing was" in sentence or "nothing was" in sentence
    return caught.value.code


def test_given_a_signed_release_when_judged_then_its_files_for_this_system_are_told(maker: Maker) -> None:
    judge = maker.judge()
    found = judge.release(*signed(maker))
    assert found == release()
    assert judge.is_news(found)
    assert [file.name for file in judge.files(found)] == [DEB]


def test_given_the_spare_key_when_it_signed_then_it_holds_as_the_first_does() -> None:
    first, spare = Maker(), Maker()
    judge = Judge((first.public, spare.public), "9.0.0", LINUX)
    assert judge.release(*signed(first)) == judge.release(*signed(spare))


def test_given_the_version_that_runs_here_when_judged_then_it_is_no_news(maker: Maker) -> None:
    judge = maker.judge(installed="9.1.0")
    assert not judge.is_news(judge.release(*signed(maker)))


def test_given_a_build_without_keys_when_judged_then_it_says_so(maker: Maker) -> None:
    with pytest.raises(RuleBroken) as caught:
        Judge((), "9.0.0", LINUX).release(*signed(maker))
    assert code_of(caught) == "no_release_key"


def test_given_another_makers_key_when_judged_then_refused(maker: Maker) -> None:
    with pytest.raises(Tampered) as caught:
        maker.judge().release(*signed(Maker()))
    assert code_of(caught) == "release_signature"


@pytest.mark.parametrize("signature", [b"", b"\xff\xfe", b"untrusted comment: x\n"])
def test_given_no_signature_when_judged_then_refused(maker: Maker, signature: bytes) -> None:
    with pytest.raises(Tampered) as caught:
        maker.judge().release(release().text(), signature)
    assert code_of(caught) == "release_signature"


def test_given_a_manifest_changed_after_signing_when_judged_then_refused(maker: Maker) -> None:
    manifest, signature = signed(maker)
    with pytest.raises(Tampered) as caught:
        maker.judge().release(manifest.replace(b"9.1.0", b"9.9.0"), signature)
    assert code_of(caught) == "release_signature"


def test_given_a_signed_text_that_is_no_manifest_when_judged_then_refused(maker: Maker) -> None:
    with pytest.raises(BadInput) as caught:
        maker.judge().release(b"{}", sign(b"{}", maker.key, "").encode())
    assert code_of(caught) == "release_unreadable"


def test_given_an_older_version_when_judged_then_refused(maker: Maker) -> None:
    with pytest.raises(RuleBroken) as caught:
        maker.judge(installed="9.1.1").release(*signed(maker))
    assert code_of(caught) == "release_older"


@pytest.mark.parametrize(
    "seen",
    [Seen("9.2.0", date(2027, 2, 1)), Seen("9.1.0", date(2027, 3, 2)), Seen("9.0.5", date(2028, 1, 1))],
)
def test_given_a_newer_release_seen_before_when_an_older_one_comes_then_refused(
    maker: Maker, seen: Seen
) -> None:
    with pytest.raises(RuleBroken) as caught:
        maker.judge(seen=seen).release(*signed(maker))
    assert code_of(caught) == "release_replayed"


def test_given_the_same_release_again_when_judged_then_it_holds(maker: Maker) -> None:
    seen = Seen("9.1.0", date(2027, 3, 1))
    assert maker.judge(seen=seen).release(*signed(maker)) == release()


def test_given_an_installer_when_looked_at_then_known_by_its_content_whatever_its_name(
    maker: Maker, stick: Path
) -> None:
    told: list[tuple[int, int]] = []
    renamed = (stick / DEB).rename(stick / "download (1)")
    found = maker.judge().file(release(), renamed, lambda done, total: told.append((done, total)))
    assert (found.name, told[-1][0]) == (DEB, found.size)


def test_given_an_altered_installer_when_looked_at_then_refused(maker: Maker, stick: Path) -> None:
    altered = bytearray((stick / DEB).read_bytes())
    altered[-1] ^= 1
    (stick / DEB).write_bytes(altered)
    with pytest.raises(Tampered) as caught:
        maker.judge().file(release(), stick / DEB)
    assert code_of(caught) == "release_altered"


def test_given_an_installer_with_something_added_when_looked_at_then_refused(
    maker: Maker, stick: Path
) -> None:
    with (stick / DEB).open("ab") as file:
        file.write(b"more")
    with pytest.raises(Tampered) as caught:
        maker.judge().file(release(), stick / DEB)
    assert code_of(caught) == "release_altered"


@pytest.mark.parametrize("length", [0, 1, 1 << 20])
def test_given_an_installer_cut_short_when_looked_at_then_refused(
    maker: Maker, stick: Path, length: int
) -> None:
    (stick / DEB).write_bytes((stick / DEB).read_bytes()[:length])
    with pytest.raises(Tampered) as caught:
        maker.judge().file(release(), stick / DEB)
    assert code_of(caught) == "release_cut"


def test_given_an_installer_of_another_system_when_looked_at_then_refused_by_name(
    maker: Maker, stick: Path
) -> None:
    with pytest.raises(RuleBroken) as caught:
        maker.judge().file(release(), stick / DMG)
    assert code_of(caught) == "release_other_system"
    assert "macos, arm64" in caught.value.sentence


def test_given_a_file_under_the_name_of_ours_when_it_is_another_systems_then_refused(
    maker: Maker, stick: Path
) -> None:
    (stick / EXE).replace(stick / DEB)
    with pytest.raises(RuleBroken) as caught:
        maker.judge().file(release(), stick / DEB)
    assert code_of(caught) == "release_other_system"


def test_given_no_file_when_looked_at_then_refused(maker: Maker, stick: Path) -> None:
    for path in (stick, stick / "missing.deb"):
        with pytest.raises(BadInput) as caught:
            maker.judge().file(release(), path)
        assert code_of(caught) == "release_unreadable"


def test_given_a_stop_when_a_file_is_read_then_it_ends(maker: Maker, stick: Path) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        maker.judge().file(release(), stick / DEB, cancel=stop)


def test_given_systems_when_asked_then_each_takes_its_own_and_windows_on_arm_the_emulated_one() -> None:
    deb, exe, dmg = release().files
    assert [LINUX.takes(each) for each in (deb, exe, dmg)] == [True, False, False]
    assert [WINDOWS.takes(each) for each in (deb, exe, dmg)] == [False, True, False]
    assert [MAC.takes(each) for each in (deb, exe, dmg)] == [False, False, True]
    assert System("windows", "arm64").takes(exe)
    assert not System("linux", "arm64").takes(deb)


def test_given_names_of_installers_when_read_then_they_tell_their_system() -> None:
    assert [system_of(name) for name in INSTALLERS] == [LINUX, WINDOWS, MAC]
    for name in ("PazPaz.zip", "PazPaz-9.1.0.deb", "PazPaz-amd64-arm64.msi"):
        with pytest.raises(BadInput):
            system_of(name)


def test_given_the_keys_of_this_build_when_read_then_each_line_is_a_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(keys.release_keys()) == bool(keys.IN_USE) + bool(keys.SPARE)
    maker, spare = Maker(), Maker()
    monkeypatch.setattr(keys, "IN_USE", maker.public.line())
    monkeypatch.setattr(keys, "SPARE", spare.public.line())
    assert keys.release_keys() == (maker.public, spare.public)


def test_given_a_stick_when_written_then_both_small_files_are_there(stick: Path) -> None:
    assert {MANIFEST, SIGNATURE, *INSTALLERS} == {path.name for path in stick.iterdir()}


def test_given_several_files_for_this_system_when_offered_then_the_kind_that_is_installed_comes_first(
    maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = release()
    deb = made.files[0]
    kinds = tuple(replace(deb, name=f"PazPaz-9.1.0-x86_64.{ending}") for ending in ("AppImage", "rpm", "deb"))
    exes = tuple(replace(made.files[1], name=f"PazPaz-9.1.0-x64.{ending}") for ending in ("exe", "msi"))
    several = replace(made, files=kinds + exes)

    def first(system: System) -> str:
        return maker.judge(system=system).files(several)[0].name.rpartition(".")[2]

    monkeypatch.delenv("APPIMAGE", raising=False)
    for tools, ending in (({"dpkg", "rpm"}, "deb"), ({"rpm"}, "rpm"), (set[str](), "AppImage")):
        monkeypatch.setattr(shutil, "which", lambda tool, has=tools: tool if tool in has else None)
        assert first(LINUX) == ending
    monkeypatch.setenv("APPIMAGE", "/home/somebody/PazPaz.AppImage")
    assert first(LINUX) == "AppImage"
    assert first(WINDOWS) == "exe"
    monkeypatch.setattr(sys, "executable", r"C:\Program Files\PazPaz\PazPaz.exe")
    assert first(WINDOWS) == "msi"
    assert systems.usual_ending(MAC) == ".dmg"


def test_given_a_file_larger_than_any_release_when_looked_at_then_it_is_not_read_to_its_end(
    maker: Maker, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "LARGEST_FILE", 1)
    told: list[int] = []
    with pytest.raises(Tampered):
        maker.judge().file(release(), stick / DEB, lambda done, _total: told.append(done))
    assert told == [1 << 20]


def test_given_this_computer_when_asked_then_it_is_of_a_system_that_we_make_files_for() -> None:
    assert this_system().os in OSES
