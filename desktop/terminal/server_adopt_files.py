"""`pazpaz server adopt-files`: the files of an old installation follow its adopted practice.

The operator hands out the sealed records (--url-file, --to); the owner's laptop, which alone of the two holds
the practice's keys, opens and seals the files (--records).
"""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from core.domain.errors import BadInput, UserError
from core.domain.ids import WorkspaceId
from core.store.database.given_files import open_given
from desktop.session.join_files import read_text, write_file
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.operators import operator_url
from desktop.terminal.practice_choice import unlock
from desktop.terminal.sync import stopping_on_interrupt
from migrations.operate.adopting.files.bucket import Bucket, BucketPlace, Credentials
from migrations.operate.adopting.files.objects import Folder, Objects
from migrations.operate.adopting.files.opening import REASONS
from migrations.operate.adopting.files.records import SealedRecords, handed_out
from migrations.operate.adopting.files.run import FileRun, Report
from migrations.operate.adopting.findings import SHOWN

_LARGEST_RECORDS = 512 << 20
_OTHERS = 0o077
ReadKey = Callable[[Path], bytes]


def add(groups: CommandGroup, read_key: ReadKey) -> None:
    """`read_key` reads an old installation's master key from a file."""
    parser = add_command(
        groups,
        "adopt-files",
        lambda frame, args: run(frame, args, read_key),
        about="bring in the files of an old PazPaz installation: the operator hands out its records, the "
        "owner's laptop brings in the files",
    )
    handing = parser.add_argument_group("the operator, once")
    address = handing.add_mutually_exclusive_group()
    address.add_argument("--url", help="postgresql://operator:password@host:port/database")
    address.add_argument("--url-file", type=Path, metavar="FILE", help="file with that address")
    handing.add_argument("--workspace", metavar="ID", help="which practice, when there are several")
    handing.add_argument("--to", type=Path, metavar="FILE", help="file for the sealed records")
    _add_bringing(parser)


def _add_bringing(parser: argparse.ArgumentParser) -> None:
    bringing = parser.add_argument_group("the owner's laptop; repeat it until nothing is missing")
    bringing.add_argument("--records", type=Path, metavar="FILE", help="what the operator handed out")
    where = bringing.add_mutually_exclusive_group()
    where.add_argument("--from", dest="folder", type=Path, metavar="FOLDER", help="the exported bucket")
    where.add_argument("--s3", metavar="URL", help="the old store, such as https://s3.clinic.example")
    bringing.add_argument("--bucket", metavar="NAME", help="with --s3: the bucket of the old installation")
    bringing.add_argument(
        "--credentials",
        type=Path,
        metavar="FILE",
        help="with --s3: private file, first line the access key, second the secret; else from "
        "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, else asked for",
    )
    bringing.add_argument("--region", default="us-east-1", metavar="NAME", help="with --s3: its region")
    bringing.add_argument("--ca", type=Path, metavar="FILE", help="with --s3: authority of its certificate")
    add_master_key(bringing.add_argument)
    bringing.add_argument(
        "--plain", action="store_true", help="also take files that the old program did not encrypt"
    )


def add_master_key(add_argument: Callable[..., object]) -> None:
    """Files with the keys of the old installation. `add_argument` is of a parser, or of a group in one."""
    add_argument(
        "--master-key",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="the old installation's key; may be given again for a key before that",
    )


def run(frame: CommandContext, args: argparse.Namespace, read_key: ReadKey) -> int:
    """Does the operator's half or the owner's, by which options are given; options of both are refused."""
    is_operator = args.url is not None or args.url_file is not None
    if is_operator and args.to is not None and args.records is None:
        return _hand_out(frame, args)
    has_place = args.folder is not None or (args.s3 is not None and args.bucket)
    if not is_operator and args.records is not None and has_place:
        return _bring_in(frame, args, read_key)
    raise UserError(
        "The operator gives --url-file FILE and --to FILE. The owner's laptop gives --records FILE, and "
        "--from FOLDER or --s3 URL with --bucket NAME. Nothing was changed.",
        code="incomplete",
    )


def _hand_out(frame: CommandContext, args: argparse.Namespace) -> int:
    sealed = handed_out(operator_url(args), _workspace(args.workspace))
    write_file(args.to, sealed.to_text())
    frame.console.result(
        {
            "ok": True,
            "workspace_id": sealed.workspace_id,
            "records": len(sealed.cells),
            "file": str(args.to),
        },
        [
            f"The records of {len(sealed.cells):,} old attachments are in {args.to}, sealed.",
            "Give the file to the practice's owner, whose laptop alone can read it.",
        ],
    )
    return 0


def _workspace(text: str | None) -> WorkspaceId | None:
    try:
        return None if text is None else WorkspaceId(UUID(text))
    except ValueError:
        raise BadInput("--workspace takes the id of a practice; nothing was changed.") from None


def _bring_in(frame: CommandContext, args: argparse.Namespace, read_key: ReadKey) -> int:
    keys = [read_key(path) for path in args.master_key]
    if not keys and not args.plain:
        raise UserError(
            "Say how the old program kept its files: with --master-key FILE it encrypted them, with --plain "
            "it left that to their store. Both may be given. Nothing was changed.",
            code="incomplete",
        )
    sealed = SealedRecords.from_text(read_text(args.records, limit=_LARGEST_RECORDS))
    with _objects(frame, args) as objects, unlock(frame, args) as opened, stopping_on_interrupt() as stop:
        work = FileRun(opened.practice, sealed, objects, keys, plain=args.plain)
        report = work.run(frame.console.progress, stop)
    frame.console.result(_document(report), _lines(report))
    if not report.is_whole:
        raise UserError(
            f"{len(report.missing) + report.damaged:,} files could not be brought in; they are named above. "
            "Those that were are kept, and the same command tries the others again.",
            code="files_left",
        )
    return 0


@contextmanager
def _objects(frame: CommandContext, args: argparse.Namespace) -> Iterator[Objects]:
    if args.folder is not None:
        yield Folder(args.folder)
        return
    if args.ca is not None and "BEGIN CERTIFICATE" not in read_text(args.ca):
        raise BadInput(f"{args.ca} holds no certificate; nothing was changed.")
    place = BucketPlace(url=args.s3, bucket=args.bucket, region=args.region, ca=args.ca)
    bucket = Bucket(place, _credentials(frame, args.credentials))
    try:
        yield bucket
    finally:
        bucket.close()


def _credentials(frame: CommandContext, path: Path | None) -> Credentials:
    """From a private file, the environment, or who types: a command line can be seen by others."""
    if path is not None:
        return _credentials_in(path)
    key_id, secret = os.environ.get("AWS_ACCESS_KEY_ID"), os.environ.get("AWS_SECRET_ACCESS_KEY")
    if key_id and secret:
        return Credentials(key_id, secret, os.environ.get("AWS_SESSION_TOKEN"))
    if not frame.console.is_interactive:
        raise UserError(
            "The S3 store needs credentials: give --credentials FILE, or AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY in the environment. Nothing was changed.",
            code="no_credentials",
        )
    return Credentials(frame.console.ask("Access key: "), frame.console.ask_secret("Secret: "))


def _credentials_in(path: Path) -> Credentials:
    try:
        with open_given(path) as file:
            # Of the open file: the one of this name could be another by the time its lines are read.
            mode = os.fstat(file.fileno()).st_mode
            lines = file.read(4096).decode("ascii", "replace").splitlines()
    except OSError as error:
        reason = (error.strerror or "cannot be opened").lower()
        raise BadInput(f"{path} cannot be read: {reason}; nothing was changed.") from None
    # Windows has no such bits, and what Python makes up for them tells nothing of others.
    if os.name == "posix" and mode & _OTHERS:
        raise BadInput(f"Others can read {path}; nothing was changed. Make it private (chmod 600) first.")
    if len(lines) < 2 or not lines[0].strip() or not lines[1].strip():
        raise BadInput(f"{path} must hold the access key and, in a second line, the secret.")
    return Credentials(lines[0].strip(), lines[1].strip())


def _document(report: Report) -> dict[str, object]:
    return {
        "ok": report.is_whole,
        "records": report.records,
        "objects": report.objects,
        "adopted": report.adopted,
        "adopted_before": report.before,
        "missing": report.missing,
        "gone": report.gone,
        "damaged": {reason.value: ids for reason, ids in report.refused.items()},
        "left_over": report.left_over,
    }


def _lines(report: Report) -> list[str]:
    lines = [
        f"{report.records:,} records, {report.objects:,} objects:",
        f"  {report.adopted:,} brought in now, {report.before:,} before",
        f"  {len(report.missing):,} missing, {report.damaged:,} damaged or refused",
        f"  {len(report.gone):,} deleted in the old program together with their objects",
        f"  {len(report.left_over):,} objects left over, without a record",
    ]
    lines += _named("Missing, a record without an object:", [str(each) for each in report.missing])
    for reason, ids in sorted(report.refused.items()):
        lines += _named(f"Not brought in, {REASONS[reason]}:", [str(each) for each in ids])
    lines += _named("Left over, an object without a record:", report.left_over)
    if report.adopted:
        lines.append("Next: pazpaz sync. It carries them to the clinic, sealed.")
    return lines


def _named(head: str, names: list[str]) -> list[str]:
    if not names:
        return []
    more = [f"  and {len(names) - SHOWN:,} more; --json names all"] if len(names) > SHOWN else []
    return [head, *(f"  {name}" for name in names[:SHOWN]), *more]
