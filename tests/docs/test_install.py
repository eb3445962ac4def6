"""Every command of docs/install.md is run: here, or by the proof of an installer that is named here."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from core.crypto.kdf import KdfParams
from core.release.systems import system_of
from desktop.session.console import Console
from desktop.terminal.main import main
from tests.desktop.terminal.conftest import Terminal
from tests.releases import Maker, release

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
RELEASE = (ROOT / "packaging" / "RELEASE.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)

DEB, WINE = "packaging/linux/prove_deb.py", "packaging/windows/prove.py"
ELSEWHERE = {
    # The command, the script that does what it says on a clean system, and the words in it that do so.
    "sudo apt install ./pazpaz-desktop_VERSION_amd64.deb": (DEB, "root.install("),
    "sudo apt purge pazpaz-desktop": (DEB, '"purge"'),
    "PazPaz-VERSION-x64-setup.exe /S": (WINE, '"/S"'),
    r'"%LOCALAPPDATA%\Programs\PazPaz\uninstall.exe" /S': (WINE, '"uninstall.exe", "/S"'),
    "msiexec /i PazPaz-VERSION-x64.msi /qn": (WINE, '"msiexec", "/i"'),
    "msiexec /x PazPaz-VERSION-x64.msi /qn": (WINE, '"msiexec", "/x"'),
}
BY_A_PERSON = {
    # No system of this kind can be had where tests run: packaging/RELEASE.md has a line for each.
    "sudo dnf install ./pazpaz-desktop-VERSION-1.x86_64.rpm": "Fedora",
    "sudo dnf remove pazpaz-desktop": "Fedora",
    "chmod +x PazPaz-VERSION-x86_64.AppImage": "AppImage",
    "./PazPaz-VERSION-x86_64.AppImage": "AppImage",
}
HERE = {
    "pazpaz backup --to backup.pazpaz",
    "minisign -V -m release.json -P LINE",
    "pazpaz release verify folder --public-key LINE",
    "dpkg-scanpackages --multiversion . > Packages",
    "deb [trusted=yes] https://packages.clinic.example/pazpaz ./",
    "sudo apt update",
    "sudo apt install --yes pazpaz-desktop",
    "pazpaz doctor",
}
"""Each is run below."""


def commands() -> list[str]:
    return [line for _, body in _BLOCK.findall(TEXT) for line in body.splitlines() if line.strip()]


def test_given_the_page_when_read_then_every_command_is_run_somewhere_and_it_is_said_where() -> None:
    told = [*HERE, *ELSEWHERE, *BY_A_PERSON]
    assert sorted(commands()) == sorted(told)


@pytest.mark.parametrize("command", ELSEWHERE)
def test_given_a_command_of_an_installer_when_looked_up_then_its_proof_runs_it(command: str) -> None:
    script, words = ELSEWHERE[command]
    if not (ROOT / script).exists():
        pytest.skip(f"{script} is not in this tree yet, so nothing proves this command")
    assert words in (ROOT / script).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", BY_A_PERSON)
def test_given_a_command_that_only_a_person_can_try_when_looked_up_then_the_checklist_has_it(
    command: str,
) -> None:
    assert BY_A_PERSON[command] in RELEASE


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_given_a_release_when_verified_as_the_page_says_then_both_ways_hold(folder: Path) -> None:
    maker = Maker()
    (folder / "folder").mkdir()
    maker.put(folder / "folder", release())
    line = "pazpaz release verify folder --public-key LINE".replace("LINE", maker.public.line())
    assert main(shlex.split(line)[1:], console=Console(), kdf=KdfParams.FAST_FOR_TESTS) == 0
    if shutil.which("minisign") is None:
        pytest.skip("minisign is not installed")
    line = "minisign -V -m release.json -P LINE".replace("LINE", maker.public.line())
    subprocess.run(shlex.split(line), cwd=folder / "folder", check=True, capture_output=True)


def test_given_a_practice_when_backed_up_and_looked_over_as_the_page_says_then_both_work(
    folder: Path,
) -> None:
    terminal = Terminal(folder)
    assert terminal.new_practice().status == 0
    for line in ("pazpaz backup --to backup.pazpaz", "pazpaz doctor"):
        said = terminal(*shlex.split(line)[1:])
        assert said.status == 0, said.err
    assert (folder / "backup.pazpaz").exists()


def test_given_a_folder_of_packages_when_served_as_the_page_says_then_apt_finds_the_package(
    folder: Path,
) -> None:
    """A package with our name and nothing in it; apt keeps everything in a folder of the test."""
    if shutil.which("dpkg-scanpackages") is None or shutil.which("apt-get") is None:
        pytest.skip("dpkg-dev and apt are not installed")
    control = folder / "made" / "DEBIAN"
    control.mkdir(parents=True)
    about = ("Package: pazpaz-desktop", "Version: 9.1.0", "Architecture: all", "Description: invented")
    told = "\n".join((*about, "Maintainer: nobody <nobody@example.org>", ""))
    (control / "control").write_text(told, encoding="utf-8")
    served = folder / "served"
    served.mkdir()
    run(folder, "dpkg-deb", "--root-owner-group", "-b", "made", "served/pazpaz-desktop_9.1.0_all.deb")
    with (served / "Packages").open("wb") as packages:
        line = "dpkg-scanpackages --multiversion . > Packages".partition(" > ")[0]
        subprocess.run(shlex.split(line), cwd=served, check=True, stdout=packages, stderr=subprocess.DEVNULL)
    source = "deb [trusted=yes] https://packages.clinic.example/pazpaz ./"
    here = source.replace("https://packages.clinic.example/pazpaz", f"file:{served}")
    options = apt_of(folder, here)
    run(folder, "apt-get", *options, "update")
    told = run(folder, "apt-get", *options, "install", "--yes", "--simulate", "pazpaz-desktop")
    assert "Inst pazpaz-desktop (9.1.0" in told


def apt_of(folder: Path, source: str) -> list[str]:
    for name in ("state/lists/partial", "cache/archives/partial", "etc"):
        (folder / name).mkdir(parents=True)
    (folder / "etc" / "list").write_text(source + "\n", encoding="utf-8")
    (folder / "state" / "status").touch()
    settings = {
        "Dir::State": folder / "state",
        "Dir::State::status": folder / "state" / "status",
        "Dir::Cache": folder / "cache",
        "Dir::Etc::sourcelist": folder / "etc" / "list",
        "Dir::Etc::sourceparts": "-",
        "APT::Sandbox::User": "root",
        "Debug::NoLocking": "1",
    }
    return [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]


def run(folder: Path, *words: str) -> str:
    done = subprocess.run(words, cwd=folder, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_given_the_pictures_and_links_of_the_page_when_looked_for_then_they_are_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


def test_given_the_names_of_the_page_when_a_release_is_signed_then_each_tells_its_system() -> None:
    names = set(re.findall(r"`((?:PazPaz|pazpaz)[\w-]*VERSION[^`]*)`", TEXT))
    assert len(names) == 5
    assert {system_of(name).os for name in names} == {"windows", "macos", "linux"}


def test_given_what_the_program_says_of_an_update_when_looked_up_then_the_page_quotes_it() -> None:
    sources = ["core/release/verify.py", "core/release/updates.py", "desktop/settings/offer.py"]
    sources.append("desktop/settings/about.py")
    said = " ".join((ROOT / path).read_text(encoding="utf-8") for path in sources)
    said = re.sub(r'"\s*f?"', "", said)
    table = TEXT.partition("Whichever way it came")[2].partition("## Taking it off")[0]
    cells = [row.split("|")[1] for row in table.splitlines() if row.startswith("| ")]
    quotes = [quote for cell in cells for quote in re.findall(r'"([^"]+)"', cell)]
    assert len(quotes) == 8
    for quote in quotes:
        assert all(part.strip() in said for part in quote.split("...")), quote


def test_given_the_checklist_when_read_then_it_names_both_keys_and_no_private_one() -> None:
    assert "core/release/keys.py" in RELEASE
    assert "PRIVATE KEY" not in RELEASE
