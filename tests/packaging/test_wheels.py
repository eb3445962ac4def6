"""Every pinned library has a wheel for every system that gets an installer: nobody compiles at a release."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "packaging/requirements"
SYSTEMS = {
    "Linux x86_64, glibc 2.36": (
        "linux",
        "Linux",
        "x86_64",
        r"manylinux_2_(\d+)_x86_64|manylinux2014_x86_64",
        36,
    ),
    "Linux aarch64, glibc 2.39": (
        "linux",
        "Linux",
        "aarch64",
        r"manylinux_2_(\d+)_aarch64|manylinux2014_aarch64",
        39,
    ),
    "Windows x64": ("win32", "Windows", "AMD64", "win_amd64", 0),
    "macOS 13, Apple silicon": ("darwin", "Darwin", "arm64", r"macosx_(\d+)_\d+_(?:arm64|universal2)", 13),
}
PYTHONS = ("3.11", "3.12", "3.13")
Pin = tuple[str, str, str | None, frozenset[str]]


def pins() -> Iterator[Pin]:
    """Name, version, marker and hashes of each."""
    text = (REQUIREMENTS / "runtime.txt").read_text(encoding="utf-8")
    for entry in re.split(r"\n(?=\S)", text.strip()):
        head = re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)(?: ; ([^\\\n]+))?", entry)
        assert head is not None, entry
        marker = head[3].strip() if head[3] else None
        yield (
            canonicalize_name(head[1]),
            head[2],
            marker,
            frozenset(re.findall(r"sha256:([0-9a-f]{64})", entry)),
        )


@pytest.fixture(scope="module")
def wheels() -> dict[str, list[tuple[str, str]]]:
    """Hash and file name of each wheel, by the name of its library."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in (REQUIREMENTS / "wheels.txt").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        found.setdefault(parse_wheel_filename(name)[0], []).append((digest, name))
    return found


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS)
def test_given_the_pins_when_a_system_is_named_then_each_has_a_wheel_for_it_whose_hash_is_pinned(
    wheels: dict[str, list[tuple[str, str]]], system: str, python: str
) -> None:
    platform, name, machine, pattern, newest = SYSTEMS[system]
    environment = {
        "sys_platform": platform,
        "platform_system": name,
        "platform_machine": machine,
        "python_version": python,
        "python_full_version": f"{python}.5",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    lacking = []
    for library, version, marker, hashes in pins():
        if marker is None or Marker(marker).evaluate(environment):
            fitting = [
                file
                for digest, file in wheels.get(library, [])
                if digest in hashes and _fits(file, version, python, pattern, newest)
            ]
            if not fitting:
                lacking.append(library)
    assert not lacking


def _fits(file: str, version: str, python: str, pattern: str, newest: int) -> bool:
    _name, told, _build, tags = parse_wheel_filename(file)
    return str(told) == version and any(
        _runs(tag.interpreter, tag.abi, python) and _is_for(tag.platform, pattern, newest) for tag in tags
    )


def _runs(interpreter: str, abi: str, python: str) -> bool:
    minor = int(python.split(".")[1])
    if interpreter in {"py3", "py2.py3"}:
        return True
    found = re.fullmatch(r"cp3(\d+)", interpreter)
    if found is None:
        return False
    return int(found[1]) == minor if abi == interpreter else abi == "abi3" and int(found[1]) <= minor


def _is_for(platform: str, pattern: str, newest: int) -> bool:
    if platform == "any":
        return True
    found = re.fullmatch(pattern, platform)
    return found is not None and (not found.groups() or found[1] is None or int(found[1]) <= newest)
