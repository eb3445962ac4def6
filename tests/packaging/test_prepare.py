"""Setting up a fresh machine: what Qt misses is named by its Debian package."""

import re
from types import ModuleType

import pytest

from tests.packaging.scripts import ROOT, script


@pytest.fixture(scope="module")
def prepare() -> ModuleType:
    return script("prepare")


def test_given_missing_libraries_in_ldds_listing_then_their_packages_are_named(prepare: ModuleType) -> None:
    listing = (
        "\tlibEGL.so.1 => not found\n"
        "\tlibc.so.6 => /lib/libc.so.6 (0x0)\n"
        "\tlibxcb-icccm.so.4 => not found\n"
        "\tlibstrange.so.9 => not found\n"
    )
    assert prepare.packages_for(listing) == {"libegl1", "libxcb-icccm4", "libstrange.so.9"}


def test_given_missing_packages_and_no_rights_then_they_are_listed_and_it_fails(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare, "missing_packages", lambda: ["libegl1"])
    monkeypatch.setattr(prepare, "can_install", lambda: False)
    monkeypatch.setattr(prepare.platform, "system", lambda: "Linux")
    assert not prepare.libraries_ready()
    assert "sudo apt-get install libegl1" in capsys.readouterr().err


def test_given_root_on_debian_then_what_is_missing_is_installed(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([["libegl1"], []])
    installed: list[list[str]] = []
    monkeypatch.setattr(prepare, "missing_packages", lambda: next(answers))
    monkeypatch.setattr(prepare, "can_install", lambda: True)
    monkeypatch.setattr(prepare, "apt_install", installed.append)
    monkeypatch.setattr(prepare.platform, "system", lambda: "Linux")
    assert prepare.libraries_ready()
    assert installed == [["libegl1"]]


@pytest.mark.parametrize("may", [True, False])
def test_given_programs_that_tests_run_when_missing_then_root_installs_them_and_others_go_on(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, may: bool
) -> None:
    installed: list[list[str]] = []
    here = {name: f"/usr/bin/{name}" for name in prepare.TEST_PROGRAMS}
    del here["gnome-keyring-daemon"], here["/usr/libexec/at-spi-bus-launcher"]
    monkeypatch.setattr(prepare.shutil, "which", here.get)
    monkeypatch.setattr(prepare, "can_install", lambda: may)
    monkeypatch.setattr(prepare, "apt_install", installed.append)
    monkeypatch.setattr(prepare.platform, "system", lambda: "Linux")
    prepare.install_test_programs()
    assert installed == ([["at-spi2-core", "gnome-keyring"]] if may else [])


@pytest.mark.parametrize("name", ["runtime.txt", "dev.txt"])
def test_every_pinned_package_has_a_hash_and_no_index_is_named(name: str) -> None:
    text = (ROOT / "packaging/requirements" / name).read_text()
    pins = re.split(r"\n(?=\S)", text.strip())
    assert all("==" in pin and "--hash=sha256:" in pin for pin in pins)
    assert "://" not in text
