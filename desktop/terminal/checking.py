"""`pazpaz doctor`: what is here, whether it is whole, and what to do about what is not."""

import argparse
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from core.domain.errors import UserError
from core.domain.program import program_version
from core.domain.registry import SCHEMA_VERSION
from core.store.founding import read_me
from core.store.vault import VaultInfo, list_vaults
from desktop.terminal.frame import Commands, Frame, add_command
from desktop.terminal.practices import OpenPractice
from desktop.terminal.unlocking import unlock
from sync import enrolled

_LEAST_FREE = 500_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `sentence` says what was found, and what to do when it is not well."""

    name: str
    is_well: bool
    sentence: str


def add(commands: Commands) -> None:
    parser = add_command(commands, "doctor", doctor, about="check this computer's practices")
    parser.add_argument("--offline", action="store_true", help="do not ask the clinic's server")
    parser.add_argument("--list", action="store_true", help="only list the practices; needs no passphrase")


def doctor(frame: Frame, args: argparse.Namespace) -> int:
    found = list_vaults(frame.home)
    findings = [*_program(), *_place(frame), *_listed(found)]
    if found and not args.list:
        with unlock(frame, args) as opened:
            findings += [*_practice(opened), _files(opened, frame)]
            findings += [] if args.offline else _server(opened)
    _show(frame, findings)
    problems = sum(not finding.is_well for finding in findings)
    if problems:
        things = "one problem" if problems == 1 else f"{problems} problems"
        raise UserError(f"Found {things}; see the list above.", code="unwell")
    return 0


def _show(frame: Frame, findings: list[Finding]) -> None:
    document = {
        "ok": all(finding.is_well for finding in findings),
        "findings": [
            {"name": finding.name, "ok": finding.is_well, "sentence": finding.sentence}
            for finding in findings
        ],
    }
    lines = [f"{'ok  ' if one.is_well else 'BAD '} {one.name}: {one.sentence}" for one in findings]
    frame.console.result(document, lines)


def _program() -> Iterator[Finding]:
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("program", True, f"version {program_version()}, schema {SCHEMA_VERSION}, Python {python}")


def _place(frame: Frame) -> Iterator[Finding]:
    if not frame.home.exists():
        yield Finding("home", True, f"{frame.home} does not exist yet; the first practice makes it")
        return
    free = shutil.disk_usage(frame.home).free
    told = f"{frame.home}, {free // 1_000_000:,} MB free"
    yield Finding("home", free > _LEAST_FREE, told if free > _LEAST_FREE else f"{told}: make room soon")


def _listed(found: list[VaultInfo]) -> Iterator[Finding]:
    for info in found:
        told = info.problem or f"initials {info.initials or 'not set'}"
        yield Finding(f"practice {info.id.hex[:8]}", info.problem is None, told)
    if not found:
        yield Finding("practices", True, "none yet; make one with `pazpaz new-practice`")


def _practice(opened: OpenPractice) -> Iterator[Finding]:
    yield _private(opened)
    problems = opened.store.integrity_problems()
    yield Finding(
        "store",
        not problems,
        "every page is whole" if not problems else "damaged; restore the latest backup, then sync",
    )
    yield Finding("store's version", True, "up to date")  # opening it has seen to that
    yield _copied(opened)
    yield from _waiting(opened)


def _files(opened: OpenPractice, frame: Frame) -> Finding:
    """Reads every attachment that is here once."""
    try:
        practice = opened.practice
    except UserError:
        return Finding("files", True, "none yet")
    bad = practice.contents.check(lambda done, total: frame.console.progress("Reading files", done, total))
    here = sum(held.is_here for held in practice.attachments.all())
    if bad:
        told = f"{len(bad):,} damaged; fetch or add them again, see `pazpaz attachments`"
        return Finding("files", False, told)
    return Finding("files", True, f"{here:,} here, every part is whole")


def _private(opened: OpenPractice) -> Finding:
    """Whether other people of this computer are kept out."""
    if sys.platform == "win32":
        return Finding("folder", True, "kept private by Windows")
    paths = [opened.vault.path, *opened.vault.path.iterdir()]
    is_open = any(stat.S_IMODE(path.stat().st_mode) & 0o077 for path in paths)
    return Finding("folder", not is_open, "readable by others; run chmod -R go=" if is_open else "private")


def _copied(opened: OpenPractice) -> Finding:
    found = opened.device_file.read()
    if found is not None and found.is_clone:
        return Finding("device", False, "a copy of another device; it cannot sync, join as a new device")
    return Finding("device", True, "this installation's own")


def _waiting(opened: OpenPractice) -> Iterator[Finding]:
    with opened.store.read() as db:
        is_member = read_me(db) is not None
        unsent = db.exec_driver_sql("SELECT count(*) FROM journal").scalar_one()
        refused = db.exec_driver_sql("SELECT count(*) FROM refused WHERE dismissed_at IS NULL").scalar_one()
    if not is_member:
        yield Finding("membership", True, "waits for the answer to its request to join")
        return
    connected = opened.enrolment() is not None
    where = "not in the clinic yet" if connected else "on this computer alone (not connected)"
    yield Finding("changes", True, f"{unsent:,} rows {where}")
    yield Finding("refused", not refused, f"{refused:,} changes refused by the server; see the inbox")


def _server(opened: OpenPractice) -> Iterator[Finding]:
    enrolment = opened.enrolment()
    if enrolment is None:
        return
    remote = enrolled.remote_of(enrolment)
    try:
        remote.hello()
        yield Finding("server", True, f"{enrolment.place.host} answers and knows this device")
    except UserError as error:
        yield Finding("server", False, error.sentence)
    finally:
        remote.close()
