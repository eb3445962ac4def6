"""`pazpaz doctor`: what is here, whether it is whole, and what to do about what is not."""

import argparse
import shutil
import stat
import sys
from collections.abc import Iterator
from datetime import timedelta

from core.domain.clock import from_micros
from core.domain.errors import StoreDamaged, Tampered, UserError
from core.domain.program import program_version
from core.domain.registry import SCHEMA_VERSION
from core.store.outbox import feed_store, refused
from core.store.outbox.journal import count_waiting
from core.store.unit_of_work.bootstrap import read_me
from core.store.vault.document import STORE_NAME
from core.store.vault.listing import VaultInfo, list_vaults
from desktop.session.open_practice import OpenPractice
from desktop.terminal.check_results import CheckResult
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.practice_choice import unlock
from desktop.terminal.record_checks import check_record
from sync.enrolment import identity_store
from sync.enrolment.requests import pending_request

_LEAST_FREE = 500_000_000
_LONG_AWAY = timedelta(days=7)


def add(commands: CommandGroup) -> None:
    parser = add_command(commands, "doctor", doctor, about="check this computer's practices")
    parser.add_argument("--offline", action="store_true", help="do not ask the clinic's server")
    parser.add_argument("--list", action="store_true", help="only list the practices; needs no passphrase")


def doctor(frame: CommandContext, args: argparse.Namespace) -> int:
    """Prints every finding, then raises UserError (unwell) if one of them is not well.

    With --list, or where no practice can be opened, nobody is asked for a passphrase.
    """
    found = list_vaults(frame.home)
    findings = [*_program(), *_place(frame), *_listed(found)]
    is_sound = any(info.problem is None for info in found)
    if is_sound and not args.list:
        findings += _unlocked(frame, args)
    _show(frame, findings)
    problems = sum(not finding.is_well for finding in findings)
    if problems:
        things = "one problem" if problems == 1 else f"{problems} problems"
        raise UserError(f"Found {things}; see the list above.", code="unwell")
    return 0


def _unlocked(frame: CommandContext, args: argparse.Namespace) -> list[CheckResult]:
    """What only shows behind the passphrase; also why the right one does not open it."""
    try:
        with unlock(frame, args) as opened:
            found = [*_practice(opened, frame), *check_record(opened), _files(opened, frame)]
            return found if args.offline else [*found, *_server(opened)]
    except (StoreDamaged, Tampered) as error:
        return [CheckResult("unlocking", False, error.sentence)]


def _show(frame: CommandContext, findings: list[CheckResult]) -> None:
    document = {
        "ok": all(finding.is_well for finding in findings),
        "findings": [
            {"name": finding.name, "ok": finding.is_well, "sentence": finding.sentence}
            for finding in findings
        ],
    }
    lines = [f"{'ok  ' if one.is_well else 'BAD '} {one.name}: {one.sentence}" for one in findings]
    frame.console.result(document, lines)


def _program() -> Iterator[CheckResult]:
    python = ".".join(map(str, sys.version_info[:3]))
    yield CheckResult(
        "program", True, f"version {program_version()}, schema {SCHEMA_VERSION}, Python {python}"
    )


def _place(frame: CommandContext) -> Iterator[CheckResult]:
    if not frame.home.exists():
        yield CheckResult("home", True, f"{frame.home} does not exist yet; the first practice makes it")
        return
    free = shutil.disk_usage(frame.home).free
    told = f"{frame.home}, {free // 1_000_000:,} MB free"
    yield CheckResult("home", free > _LEAST_FREE, told if free > _LEAST_FREE else f"{told}: make room soon")


def _listed(found: list[VaultInfo]) -> Iterator[CheckResult]:
    for info in found:
        problem = info.problem or _no_store(info)
        told = problem or f"initials {info.initials or 'not set'}"
        yield CheckResult(f"practice {info.id.hex[:8]}", problem is None, told)
    if not found:
        yield CheckResult("practices", True, "none yet; make one with `pazpaz new-practice`")


def _no_store(info: VaultInfo) -> str | None:
    """What unlocking would say too, for who only lists."""
    if (info.path / STORE_NAME).exists():
        return None
    return (
        "its store is missing; look for it first, what was not sent yet is in it alone, else bring back the "
        "latest backup with `pazpaz restore`, then sync"
    )


_DAMAGED = (
    "damaged; keep its folder, what was not sent yet may be in it alone: copy it to another disk, restore "
    "the latest backup beside it, then sync"
)


def _practice(opened: OpenPractice, frame: CommandContext) -> Iterator[CheckResult]:
    yield _private(opened)
    problems = opened.store.integrity_problems()
    yield CheckResult(
        "store",
        not problems,
        "every page is whole" if not problems else _DAMAGED,
    )
    yield CheckResult("store's version", True, "up to date")  # opening it has seen to that
    yield _copied(opened)
    yield from _waiting(opened)
    yield from _agreement(opened, frame)


def _files(opened: OpenPractice, frame: CommandContext) -> CheckResult:
    """Reads every attachment that is here once."""
    try:
        practice = opened.practice
    except UserError:
        return CheckResult("files", True, "none yet")
    bad = practice.contents.check(lambda done, total: frame.console.progress("Reading files", done, total))
    every = practice.attachments.all()
    here, strange = sum(held.is_here for held in every), sum(held.problem == "not_genuine" for held in every)
    told = [f"{strange:,} of the clinic's are not what was put there, and were not kept"] if strange else []
    told += [f"{len(bad):,} damaged; fetch or add them again"] if bad else []
    if told:
        return CheckResult("files", False, f"{'; '.join(told)}; see `pazpaz attachments`")
    return CheckResult("files", True, f"{here:,} here, every part is whole")


def _private(opened: OpenPractice) -> CheckResult:
    """Whether other people of this computer are kept out."""
    if sys.platform == "win32":
        return CheckResult("folder", True, "kept private by Windows")
    home, vault = opened.home, opened.vault.path
    paths = [vault, vault.parent, *vault.iterdir(), *home.glob("window.json"), *home.glob("devices")]
    # On Linux every link has mode 0777, which says nothing of who reads what it leads to.
    is_open = any(stat.S_IMODE(path.lstat().st_mode) & 0o077 for path in paths if not path.is_symlink())
    return CheckResult(
        "folder", not is_open, "readable by others; run chmod -R go=" if is_open else "private"
    )


def _copied(opened: OpenPractice) -> CheckResult:
    found = opened.device_file.read()
    if found is not None and found.is_clone:
        told = "a copy of another device; it cannot sync until it has joined: `pazpaz join --again`"
        return CheckResult("device", False, told)
    return CheckResult("device", True, "this installation's own")


def _waiting(opened: OpenPractice) -> Iterator[CheckResult]:
    with opened.store.read() as db:
        is_member = read_me(db) is not None
        unsent, given_back = count_waiting(db), refused.count_waiting(db)
    if not is_member:
        yield CheckResult("membership", True, "waits for the answer to its request to join")
        return
    yield from _membership(opened)
    with opened.store.read() as db:
        in_clinic = opened.enrolment() is not None or identity_store.was_enrolled(db)
    where = "not in the clinic yet" if in_clinic else "on this computer alone (not connected)"
    yield CheckResult("changes", True, f"{unsent:,} rows {where}")
    yield CheckResult(
        "refused", not given_back, f"{given_back:,} changes refused by the server; see the inbox"
    )


def _agreement(opened: OpenPractice, frame: CommandContext) -> Iterator[CheckResult]:
    """A connected laptop that has not agreed with its clinic for days is not well, whatever waits on it."""
    if opened.enrolment() is None:
        return
    try:
        practice = opened.practice
    except UserError:  # its first pass is still to come
        return
    with opened.store.read() as db:
        last = feed_store.cursor(db, practice.me.workspace_id).last_good_at
    if last is None:
        yield CheckResult("last sync", False, "never brought to its end yet; run `pazpaz sync`")
        return
    away = frame.clock.now() - from_micros(last)
    told = f"{from_micros(last):%Y-%m-%d %H:%M} UTC"
    is_recent = away < _LONG_AWAY
    if not is_recent:
        told = f"{told}, {away.days} days ago; run `pazpaz sync`"
    yield CheckResult("last sync", is_recent, told)
    asked = practice.inbox.count()
    if asked:
        yield CheckResult("questions", True, f"{asked:,} wait for an answer in the inbox")


def _membership(opened: OpenPractice) -> Iterator[CheckResult]:
    """Of a store that its clinic has to let in again."""
    with opened.store.read() as db:
        if not identity_store.was_enrolled(db):
            return
        has_asked = pending_request(db) is not None
    if has_asked:
        yield CheckResult("membership", True, "has asked to join its clinic again, and waits for the answer")
    else:
        told = "a new device of its clinic, which has not let it in: `pazpaz join --again`"
        yield CheckResult("membership", False, told)


def _server(opened: OpenPractice) -> Iterator[CheckResult]:
    enrolment = opened.enrolment()
    if enrolment is None:
        return
    try:
        opened.check_standing()
        yield CheckResult("server", True, f"{enrolment.place.host} answers and knows this device")
    except UserError as error:
        yield CheckResult("server", False, error.sentence)
