"""The .rpm, of the same files as the .deb; built and inspected, never installed on Fedora here."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import tree
from freeze import WORK, elf_files, moment
from telling import Problem, run, step

BY_NAME = ("libglvnd-egl", "libglvnd-glx")
"""What Qt loads by name."""


def build(bundle: Path, version: str, *, quick: bool = False) -> Path:
    root, work = WORK / "rpm/tree", WORK / "rpm/build"
    step("Files of the .rpm")
    tree.make(bundle, root, version)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    recipe = work / f"{tree.NAME}.spec"
    recipe.write_text(_recipe(root, version), encoding="utf-8")
    step("Packing the .rpm")
    pressed = "w0.ufdio" if quick else "w19.zstdio"
    when = str(moment())
    values = {
        "_topdir": str(work),
        "_binary_payload": pressed,
        "_buildhost": "localhost",
        "use_source_date_epoch_as_buildtime": "1",
        "clamp_mtime_to_source_date_epoch": "1",
    }
    define = [part for name, value in values.items() for part in ("--define", f"{name} {value}")]
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "SOURCE_DATE_EPOCH": when, "HOME": str(work)}
    run(["rpmbuild", "-bb", "--target", "x86_64", *define, str(recipe)], environment=environment)
    (made,) = work.glob("RPMS/x86_64/*.rpm")
    target = WORK / made.name
    shutil.move(made, target)
    return target


def inspect(package: Path, version: str) -> None:
    """Raises Problem unless it holds what it should and asks for nothing that it brings."""
    step(f"Inspecting {package.name}")
    told = run(["rpm", "-qp", "--qf", "%{NAME} %{VERSION} %{LICENSE} %{ARCH}", str(package)])
    if told != f"{tree.NAME} {version} Apache-2.0 x86_64":
        raise Problem(f"The .rpm calls itself {told}.")
    held = set(run(["rpm", "-qlp", str(package)]).splitlines())
    wanted = {
        "/usr/bin/pazpaz",
        f"/usr/lib/{tree.NAME}/pazpaz",
        f"/usr/share/applications/{tree.ID}.desktop",
        f"/usr/share/mime/packages/{tree.ID}.xml",
        "/usr/share/man/man1/pazpaz.1.gz",
        "/usr/share/bash-completion/completions/pazpaz",
        f"/usr/lib/{tree.NAME}/lib/sbom.cdx.json",
    }
    if wanted - held:
        raise Problem(f"The .rpm lacks {sorted(wanted - held)}.")
    needs = run(["rpm", "-qp", "--requires", str(package)])
    own = [line for line in needs.splitlines() if re.match(r"lib(Qt6|pyside|shiboken|python|icu)", line)]
    if own:
        raise Problem(f"The .rpm asks for what it brings: {own}.")
    if "libxcb-cursor.so.0()(64bit)" not in needs:
        raise Problem("The .rpm does not ask for the libraries of the system.")


def _recipe(root: Path, version: str) -> str:
    """Which libraries of the system it needs is found by rpm itself; what it brings is left out of that."""
    brought = sorted({path.name for path in elf_files(root) if ".so" in path.name})
    ours = "|".join(re.escape(name).replace("\\", "\\\\") for name in brought if name.startswith("lib"))
    when = f"{datetime.fromtimestamp(moment(), UTC):%a %b %d %Y}"
    requires = "\n".join(f"Requires: {name}" for name in BY_NAME)
    return f"""\
%global __os_install_post %{{nil}}
%global _build_id_links none
%global debug_package %{{nil}}
%global __provides_exclude .*
%global __requires_exclude ^({ours})[.(]?.*$
Name: {tree.NAME}
Version: {version}
Release: 1
Summary: Calendar and session notes for therapists
License: Apache-2.0
{requires}
Recommends: gnome-keyring
Recommends: hunspell-he
%description
Calendar, clients and session notes (SOAP) for therapists in private practice and small clinics. Everything
works on the laptop alone, in an encrypted store; whenever there is a connection, changes are exchanged with
the clinic's own PostgreSQL.
%install
mkdir -p %{{buildroot}}
cp -a {root}/. %{{buildroot}}/
%files
/usr/lib/{tree.NAME}
/usr/bin/pazpaz
/usr/share/applications/*
/usr/share/metainfo/*
/usr/share/mime/packages/*
/usr/share/icons/hicolor/*/apps/*
/usr/share/man/man1/*
/usr/share/bash-completion/completions/*
%doc /usr/share/doc/{tree.NAME}
%changelog
* {when} The PazPaz project <pazpaz@example.invalid> - {version}-1
- What is new is told in CHANGELOG.md.
"""
