"""`pazpaz server backup` and `restore`: the clinic's database as one file, and back."""

import argparse
from dataclasses import asdict
from pathlib import Path

from core.domain.errors import BadInput
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.operators import add_operator, operator_url
from migrations.operate.backup import ServerBackupReport, backup
from migrations.operate.restore import Restored, restore


def add(commands: CommandGroup) -> None:
    saving = add_command(commands, "backup", make_backup, about="write the database to one file")
    add_operator(saving)
    saving.add_argument("--to", type=Path, required=True, metavar="FILE", help="the backup's file")
    restoring = add_command(
        commands, "restore", restore_backup, about="bring a backup back into a new or empty database"
    )
    add_operator(restoring)
    restoring.add_argument("file", type=Path, metavar="FILE", help="a file that `pazpaz server backup` made")
    restoring.add_argument(
        "--create-database", action="store_true", help="make the database when it is missing"
    )


def make_backup(frame: CommandContext, args: argparse.Namespace) -> int:
    """Writes the whole database to one file, readable by its owner alone, and reads it back."""
    saved = backup(operator_url(args), args.to.absolute(), frame.console.progress)
    frame.console.result(_saved_document(saved), _saved_lines(saved))
    return 0


def _saved_document(saved: ServerBackupReport) -> dict[str, object]:
    counts = {table.name: table.rows for table in saved.manifest.tables}
    return {
        "ok": True,
        "file": str(saved.path),
        "bytes": saved.size_bytes,
        "made_at": saved.manifest.made_at,
        "revision": saved.manifest.revision,
        "counts": counts,
    }


def _saved_lines(saved: ServerBackupReport) -> list[str]:
    return [
        f"{saved.path} holds {saved.manifest.rows:,} rows, {saved.size_bytes / 1e6:,.1f} MB; read back once.",
        "Names and notes in it are ciphertext; times and counts are not. Keep it as you keep the server.",
    ]


def restore_backup(frame: CommandContext, args: argparse.Namespace) -> int:
    """Brings a file back, all or nothing, and tells which devices go on and which must join again."""
    if not args.file.is_file():
        raise BadInput(f"{args.file} is not there; nothing was changed.")
    done = restore(
        operator_url(args), args.file, frame.console.progress, create_database=args.create_database
    )
    document = {
        "ok": True,
        "database": done.database,
        "made_at": done.manifest.made_at,
        "rows": done.manifest.rows,
        "logins": asdict(done.logins),
        "unhardened": list(done.unhardened),
    }
    frame.console.result(document, _restored_lines(done))
    return 0


def _restored_lines(done: Restored) -> list[str]:
    logins = done.logins
    told = (
        ("Go on by themselves", (*logins.kept, *logins.made)),
        ("Revoked on this server since then, and revoked again", logins.shut),
        ("Must join again, because the backup has no login for them", logins.lost),
    )
    return [
        f"The database {done.database} holds the {done.manifest.rows:,} rows of {done.manifest.made_at}.",
        "Devices send again what it lost, each at its next sync.",
        *(f"{what}: {', '.join(names)}." for what, names in told if names),
        "A device revoked after that time on another server must be revoked again: pazpaz server revoke.",
        *_unhardened_lines(done),
    ]


def _unhardened_lines(done: Restored) -> list[str]:
    if not done.unhardened:
        return []
    parts = ", ".join(done.unhardened)
    return [
        f"Not hardened, for that belongs to a database and not to a backup: {parts}.",
        "Run what `pazpaz server harden` prints, as the superuser in this database.",
    ]
