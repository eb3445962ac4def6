"""The .deb on a clean system: installed, used, upgraded, damaged, purged; practices stay as they were."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import deb
import tree
from clean_root import HOME, CleanRoot
from freeze import WORK, moment
from seeing import Display
from telling import Problem, run, step

PICTURES = WORK / "pictures"
PASSPHRASE = "eleven quiet harbours under rain"  # noqa: S105 - of a practice that is thrown away
_GONE = f"usr/lib/{tree.NAME}/lib/left-by-the-previous-version.txt"
_PRACTICE = f"{HOME}/practice"
_SECRET = f"{HOME}/passphrase"


def prove(package: Path, version: str) -> None:
    """Raises Problem at the first thing that is not as promised."""
    check_sizes(package, version)
    before = previous(version)
    with CleanRoot("deb") as root, Display() as display:
        bare = root.listing("usr")
        step("Installing the previous version")
        root.install(before)
        installed = root.listing("usr")
        _use(root)
        whole = _state(root)
        step("Window of the installed program")
        _window(root, display, "deb-unlock.png", f"--home={_PRACTICE}")
        step("Upgrade")
        root.install(package)
        _expect(not (root.path / _GONE).exists(), "the upgrade left a file of the previous version")
        _expect(_state(root) == whole, "the practice changed with the upgrade")
        _expect(root.need("dpkg", "-V", tree.NAME) == "", "dpkg -V reports a changed file")
        _desktop(root, display)
        _damage(root)
        step("Disk without room in the middle of an upgrade")
        _no_room(root, package, whole)
        step("Purge")
        home = _files(root.path / HOME.lstrip("/"))
        root.apt("purge", tree.NAME)
        left = {line for line in root.listing("usr") if "pazpaz" in line.lower()}
        _expect(not left, f"purge left {sorted(left)}")
        root.apt("autoremove", "--purge")
        more = {line for line in root.listing("usr") - bare if line in installed and not _is_cache(line)}
        _expect(not more, f"purge left {sorted(more)[:5]}")
        _expect(_files(root.path / HOME.lstrip("/")) == home, "purge changed something in the person's home")


def check_sizes(package: Path, version: str) -> None:
    """A package that was not compressed (QUICK=1) is only measured installed."""
    installed = tree.size_kb(WORK / "deb" / version / "usr") / 1000
    download = package.stat().st_size / 1_000_000
    step(f"The .deb is {download:.1f} MB and takes {installed:.0f} MB installed")
    _expect(installed <= deb.MOST_INSTALLED_MB, f"installed it takes {installed:.0f} MB")
    is_quick = bool(os.environ.get("PAZPAZ_QUICK"))
    _expect(is_quick or download <= deb.MOST_DOWNLOAD_MB, f"the download takes {download:.1f} MB")


def previous(version: str) -> Path:
    """The same package one version earlier, with a file that the next one no longer has."""
    step("A package of the previous version")
    root, target = WORK / "deb/previous", WORK / "previous.deb"
    shutil.rmtree(root, ignore_errors=True)
    run(["cp", "-al", str(WORK / "deb" / version), str(root)])
    (root / _GONE).write_text("gone with the next version\n", encoding="utf-8")
    control = root / "DEBIAN/control"
    text = control.read_text(encoding="utf-8").replace(f"Version: {version}", "Version: 0.0.1~before")
    control.unlink()
    control.write_text(text, encoding="utf-8")
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "SOURCE_DATE_EPOCH": str(moment())}
    command = ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(root), str(target)]
    run(command, environment=environment)
    return target


def _use(root: CleanRoot) -> None:
    """A therapist makes a practice, and a client and a note come into it."""
    step("doctor, and a practice")
    told = root.need("pazpaz", "doctor", person=True)
    _expect("program" in told and "bad" not in told.split(), f"doctor says:\n{told}")
    _expect(
        root.run("pazpaz", "demo", person=True).stderr.count("needs PostgreSQL") == 1, "demo says nothing"
    )
    (root.path / _SECRET.lstrip("/")).write_text(PASSPHRASE + "\n", encoding="utf-8")
    line = json.dumps({"table": "clients", "first_name": "Fern", "last_name": "Sampleton"})
    (root.path / HOME.lstrip("/") / "clients.jsonl").write_text(line + "\n", encoding="utf-8")
    root.need("chown", "-R", "ruth:ruth", HOME)
    new = ["new-practice", "--name", "Lindenhof", "--therapist", "Ruth Amsel", "--timezone", "Europe/Berlin"]
    root.need(*_pazpaz(*new), person=True)
    root.need(*_pazpaz("import", f"{HOME}/clients.jsonl"), person=True)
    root.need(*_pazpaz("backup", "--to", f"{HOME}/monday.pazpaz"), person=True)


def _pazpaz(*arguments: str) -> list[str]:
    return ["pazpaz", "--home", _PRACTICE, "--passphrase-file", _SECRET, *arguments]


def _state(root: CleanRoot) -> dict[str, str]:
    """Everything in the practice, readable, by file; and what doctor says of it."""
    folder = f"{HOME}/everything"
    root.need("rm", "-rf", folder)
    root.need(*_pazpaz("export", "--to", folder), person=True)
    found = _files(root.path / folder.lstrip("/"))
    told = root.need(*_pazpaz("doctor"), person=True)
    _expect("every page is whole" in told, f"doctor says:\n{told}")
    rows = {name: digest for name, digest in found.items() if name.endswith("clients.jsonl")}
    _expect(bool(rows), "the export holds no clients")
    return rows


def _files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def _window(root: CleanRoot, display: Display, name: str, *arguments: str) -> None:
    environment = {"DISPLAY": display.name, "XDG_RUNTIME_DIR": HOME}
    program = root.start("pazpaz", *arguments, environment=environment)
    try:
        display.picture(PICTURES / name, program, name)
    finally:
        program.terminate()
        program.wait()


def _desktop(root: CleanRoot, display: Display) -> None:
    """What a file manager does with a double-click on a backup."""
    step("Double-click on a backup")
    file = f"{HOME}/monday.pazpaz"
    told = root.need("gio", "info", "-a", "standard::content-type", file, person=True)
    _expect("application/x-pazpaz-backup" in told, f"a backup is of type {told}")
    told = root.need("gio", "mime", "application/x-pazpaz-backup", person=True)
    _expect(f"{tree.ID}.desktop" in told, "nothing is registered for backups")
    _window(root, display, "deb-restore.png", file)


def _damage(root: CleanRoot) -> None:
    """One sentence each, and no file of the practice is touched."""
    step("Damaged files, a missing library, an old system, a newer practice")
    before = _files(root.path / _PRACTICE.lstrip("/"))
    lib = root.path / f"usr/lib/{tree.NAME}/lib"
    (python,) = lib.glob("libpython3*")
    (rust,) = (lib / "cryptography").rglob("_rust*.so")
    for path in (python, rust):
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        _one_sentence(root, "damaged", "pazpaz", "doctor")
        path.write_bytes(whole)
    cursor = root.path / "usr/lib/x86_64-linux-gnu/libxcb-cursor.so.0"
    cursor.rename(cursor.with_name("away"))
    _one_sentence(root, "libxcb-cursor.so.0", "pazpaz", environment={"DISPLAY": ":97"})
    cursor.with_name("away").rename(cursor)
    _old_system(root)
    _expect(_files(root.path / _PRACTICE.lstrip("/")) == before, "a refusal changed the practice")
    _newer_practice(root)


def _old_system(root: CleanRoot) -> None:
    getconf = root.path / "usr/bin/getconf"
    kept = getconf.read_bytes()
    getconf.write_text("#!/bin/sh\necho glibc 2.31\n", encoding="utf-8")
    _one_sentence(root, "too old", "pazpaz", "doctor")
    getconf.write_bytes(kept)


def _newer_practice(root: CleanRoot) -> None:
    folder = f"{HOME}/newer"
    root.need("cp", "-a", _PRACTICE, folder, person=True)
    (document,) = (root.path / folder.lstrip("/")).rglob("vault.json")
    content = json.loads(document.read_text(encoding="utf-8"))
    content["version"] = 99
    document.write_text(json.dumps(content), encoding="utf-8")
    before = _files(root.path / folder.lstrip("/"))
    secret = ["--passphrase-file", _SECRET]
    _one_sentence(root, "newer version", "pazpaz", "--home", folder, *secret, "sync")
    _expect(_files(root.path / folder.lstrip("/")) == before, "a newer practice was changed")


def _one_sentence(
    root: CleanRoot, word: str, *command: str, environment: dict[str, str] | None = None
) -> None:
    done = root.run(*command, person=True, environment=environment)
    lines = done.stderr.strip().splitlines()
    right = done.returncode == 1 and len(lines) == 1 and word in lines[0]
    _expect(right, f"status {done.returncode}, instead of one sentence with “{word}”:\n{done.stderr}")


def _no_room(root: CleanRoot, package: Path, whole: dict[str, str]) -> None:
    """/usr/lib of the program on a disk that fills up: dpkg says so, puts the old files back, and it runs."""
    top = root.path / f"usr/lib/{tree.NAME}"
    kept = top.with_name("kept")
    top.rename(kept)
    top.mkdir()
    size = tree.size_kb(kept) + 30_000
    run(["mount", "-t", "tmpfs", "-o", f"size={size}k,mode=755", "tmpfs", str(top)])
    try:
        run(["cp", "-a", f"{kept}/.", str(top)])
        shutil.copyfile(package, root.path / "root/new.deb")
        done = root.run("dpkg", "-i", "/root/new.deb")
        _expect(done.returncode != 0, "an upgrade without room reported success")
        _expect("No space left on device" in done.stderr, f"the upgrade says:\n{done.stderr}")
        _expect(_state(root) == whole, "the practice changed with an upgrade that had no room")
    finally:
        run(["umount", str(top)])
    top.rmdir()
    kept.rename(top)
    root.install(package)
    _expect(_state(root) == whole, "the practice changed with the upgrade that followed")


def _is_cache(line: str) -> bool:
    return "cache" in line or "/mime" in line or "__pycache__" in line


def _expect(holds: bool, complaint: str) -> None:
    if not holds:
        raise Problem(f"The .deb: {complaint}")
