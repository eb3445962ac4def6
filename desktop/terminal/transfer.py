"""`pazpaz import`, `export`, `backup` and `restore`: data in and out."""

import argparse
import os
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

from core.domain.errors import BadInput, UserError
from core.store.database.given_files import open_given
from core.store.transfer.backup import backup, restore
from core.store.transfer.export_lines import export
from core.store.transfer.import_lines import ImportReport, import_files
from core.store.transfer.key_file_back import bring_back_key
from desktop.session.open_practice import one_vault, practice_of
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.practice_choice import passphrase, unlock


def add(commands: CommandGroup) -> None:
    importing = add_command(commands, "import", import_lines, about="create or edit rows from JSON lines")
    importing.add_argument(
        "file", type=Path, metavar="FILE.jsonl", help="one JSON object a line, or an export's folder"
    )
    importing.add_argument("--dry-run", action="store_true", help="check every line, change nothing")
    importing.add_argument(
        "--good-lines", action="store_true", help="take the good lines although some are bad"
    )
    exporting = add_command(commands, "export", export_all, about="write everything as JSON lines, readable")
    exporting.add_argument("--to", type=Path, required=True, metavar="DIR", help="folder for the files")
    saving = add_command(commands, "backup", make_backup, about="write an encrypted copy of the practice")
    saving.add_argument("--to", type=Path, required=True, metavar="FILE", help="the backup's file")
    restoring = add_command(
        commands, "restore", restore_backup, about="bring a backup back, beside what is here"
    )
    restoring.add_argument("file", type=Path, metavar="FILE", help="a file that `pazpaz backup` made")
    restoring.add_argument(
        "--key-file", action="store_true", help="only bring back the key file that a practice here has lost"
    )


def import_lines(frame: CommandContext, args: argparse.Namespace) -> int:
    """Prints the bad lines and the counts. With a bad line nothing is imported, but for --good-lines."""
    if not os.path.lexists(args.file):
        raise BadInput(f"{args.file} is not there; nothing was imported.")
    with unlock(frame, args) as opened:
        report = import_files(opened.practice, args.file, dry_run=args.dry_run, good_lines=args.good_lines)
    document = {
        "ok": not report.errors or args.good_lines,
        "dry_run": args.dry_run,
        "created": report.created,
        "edited": report.edited,
        "unchanged": report.unchanged,
        "errors": [asdict(error) for error in report.errors],
    }
    # All bad lines at once, and only then the refusal: whoever mends them mends them in one go.
    frame.console.result(document, _import_lines(report, dry_run=args.dry_run))
    if report.errors and not args.good_lines:
        bad = "One line is bad" if len(report.errors) == 1 else f"{len(report.errors):,} lines are bad"
        raise UserError(f"{bad}; nothing would be imported without --good-lines.", code="bad_input")
    return 0


def _import_lines(report: ImportReport, *, dry_run: bool) -> list[str]:
    would = "Would create" if dry_run else "Created"
    lines = [f"{error.file}, line {error.line}: {error.sentence}" for error in report.errors]
    counts = f"{would} {report.created:,}, {'edit' if dry_run else 'edited'} {report.edited:,}"
    return [*lines, f"{counts}, {report.unchanged:,} as they were, {len(report.errors):,} bad."]


def export_all(frame: CommandContext, args: argparse.Namespace) -> int:
    """Writes everything readable into a folder, and says which attachments are not on this computer."""
    if args.to.exists() and not args.to.is_dir():
        raise BadInput(f"{args.to} is not a folder; nothing was written.")
    with unlock(frame, args) as opened:
        report = export(opened.practice, args.to)
    document = {
        "ok": True,
        "folder": str(args.to),
        "counts": report.counts,
        "files": report.files,
        "missing_attachments": report.missing,
        "recorded": report.recorded,
    }
    frame.console.result(
        document,
        [
            *(f"{count:8,}  {table}" for table, count in report.counts.items()),
            *_missing(len(report.missing)),
            *([] if report.recorded else [_UNRECORDED]),
            f"Written to {args.to}. These files are not encrypted: keep them where nobody else reads.",
        ],
    )
    return 0


_UNRECORDED = (
    "The disk with the practice is full, so its audit does not tell of this export. All files are whole."
)


def _missing(count: int) -> list[str]:
    if not count:
        return []
    files = "1 attachment is" if count == 1 else f"{count:,} attachments are"
    return [
        f"{files} not on this computer and left out: `pazpaz attachments --keep-all on`, sync, export again."
    ]


def make_backup(frame: CommandContext, args: argparse.Namespace) -> int:
    """Replaces an older file of that name only once the new one was read back.

    Refuses a folder as its target.
    """
    target: Path = args.to.absolute()
    if target.is_dir() or not target.parent.is_dir():
        raise BadInput(f"{args.to} is no place for a file; nothing was written.")
    with unlock(frame, args) as opened:
        report = backup(opened.vault, opened.store, target)
    frame.console.result(
        {"ok": True, "file": str(report.path), "bytes": report.size_bytes, "counts": report.counts},
        [
            f"{report.path} holds {sum(report.counts.values()):,} rows, {report.size_bytes / 1e6:,.1f} MB.",
            "It is encrypted, opens with today's passphrase or recovery code, and was read back once.",
        ],
    )
    return 0


def restore_backup(frame: CommandContext, args: argparse.Namespace) -> int:
    """Makes a new vault of the backup; with --key-file, mends a vault here that has lost its key file."""
    _check_backup(args.file)
    secret = passphrase(frame, args, "Passphrase of the backup: ")
    if args.key_file:
        return _bring_back_key(frame, args, secret)
    vault = UUID(restore(args.file, frame.home, secret, clock=frame.clock).name)
    frame.console.result(
        {"ok": True, "vault": vault.hex},
        [
            f"Restored as {vault.hex}, beside what is here; nothing was replaced.",
            "It is a device of its own now: if it had a server, let it join with `pazpaz join --again`.",
        ],
    )
    return 0


def _check_backup(file: Path) -> None:
    """Before anybody is asked for a passphrase."""
    if not os.path.lexists(file):
        raise BadInput(f"{file} is not there; nothing was changed.")
    try:
        open_given(file).close()
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise BadInput(f"{file} cannot be read: {reason}; nothing was changed.") from None


def _bring_back_key(frame: CommandContext, args: argparse.Namespace, secret: str) -> int:
    lost = one_vault(frame.home, args.vault)
    with practice_of(bring_back_key(args.file, lost, secret), frame.clock) as opened:
        vault = opened.vault.id.hex
    frame.console.result(
        {"ok": True, "vault": vault},
        [
            f"The practice {vault} has its key file back, and all that was written in it is there.",
            "It opens with the passphrase of the day of that backup; choose a new one in Settings, Security.",
        ],
    )
    return 0
