"""`pazpaz attach`, `attachments`, `detach` and `save`: files of clients and session notes."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from core.domain.errors import BadInput, NotHere
from core.domain.ids import AttachmentId, ClientId, NoteId
from core.picture_file.stripping import Metadata
from core.store.attachments.listing import ListedAttachment, Where
from core.store.practice.practice import Practice
from desktop.files.pdf_stripping import stripping
from desktop.session.open_practice import OpenPractice
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.practice_choice import unlock
from desktop.terminal.sync import show_progress, stopping_on_interrupt
from sync.enrolment import identity_store

_WHERE = {
    Where.HERE: "on this computer",
    Where.CLINIC: "in the clinic",
    Where.BOTH: "both",
    Where.UNDERWAY: "on its way",
}
_PROBLEMS = {
    "damaged": "damaged here: fetch it with `pazpaz save`, or attach it again",
    "not_genuine": "not genuine in the clinic: whoever has the file sends it again",
}

_METADATA = {
    (Metadata.STRIPPED, False): "Place and camera data were taken off the picture.",
    (Metadata.LEFT, False): "Camera and place data could not be taken off the picture; it is as it was.",
    (Metadata.STRIPPED, True): "Author, title and dates were taken off the PDF.",
    (Metadata.LEFT, True): (
        "What it tells about its author could not be taken off, as with a signed or encrypted PDF; it is as "
        "it was."
    ),
}
"""By what became of it, and whether the file is a PDF."""


def add(commands: CommandGroup) -> None:
    """Four commands in one group: `attach`, `attachments`, `detach` and `save`."""
    adding = add_command(commands, "attach", attach, about="add a file to a client, sealed")
    adding.add_argument("file", type=Path, metavar="FILE", help="at most 10 MB, unless an owner allows more")
    adding.add_argument("--client", required=True, metavar="ID", help="whose file it is")
    adding.add_argument("--note", metavar="ID", help="session note that it belongs to")
    adding.add_argument("--caption", metavar="TEXT", help="what it shows")
    adding.add_argument(
        "--original",
        action="store_true",
        help="keep what a picture tells about camera and place, and a PDF about its author",
    )
    listing = add_command(commands, "attachments", list_all, about="list files, and where they are")
    listing.add_argument("--client", metavar="ID", help="of this client only")
    listing.add_argument(
        "--keep-all", choices=("on", "off"), help="whether sync fetches every file to this computer"
    )
    listing.add_argument(
        "--send-again", metavar="ID", help="replace a file in the clinic that is not genuine"
    )
    removing = add_command(commands, "detach", detach, about="delete an attachment; --undo brings it back")
    removing.add_argument("id", metavar="ID", help="of the attachment")
    removing.add_argument("--undo", action="store_true", help="bring it back")
    saving = add_command(commands, "save", save, about="write a file readable, fetching it where needed")
    saving.add_argument("id", metavar="ID", help="of the attachment")
    saving.add_argument("--to", type=Path, required=True, metavar="FILE", help="where to")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadInput("This is not an id; `pazpaz attachments` and exports show them.") from None


def attach(frame: CommandContext, args: argparse.Namespace) -> int:
    """Seals a file and keeps it here; the next sync carries it to the clinic. Ctrl-C leaves nothing of it."""
    if not args.file.is_file():
        raise BadInput("There is no such file; nothing was added.")
    with unlock(frame, args) as opened, stopping_on_interrupt() as stop:
        done = opened.practice.attachments.add(
            args.file,
            ClientId(_id(args.client)),
            None if args.note is None else NoteId(_id(args.note)),
            caption=args.caption,
            progress=lambda at, total: frame.console.progress("Sealing", at, total),
            cancel=stop,
            stripping=stripping(strips=not args.original),
        )
        # The row alone does not say where its parts are.
        held = opened.practice.attachments.get(done.value.id)
    told = {"ok": True, **document(held), "metadata": done.metadata}
    became = _METADATA.get((done.metadata, done.is_pdf))
    frame.console.result(told, [f"Attached as {held.row.id}.", *filter(None, [became])])
    return 0


def list_all(frame: CommandContext, args: argparse.Namespace) -> int:
    """Lists them, the newest first. Its options are done before: what is kept here, what is sent again."""
    with unlock(frame, args) as opened:
        practice = opened.practice
        if args.keep_all is not None:
            practice.contents.set_keeps_all(keeps_all=args.keep_all == "on")
        if args.send_again is not None:
            _send_again(frame, opened, AttachmentId(_id(args.send_again)))
        found = _listed(practice, args.client)
        keeps_all = practice.contents.keeps_all
    listed = [document(held) for held in found]
    frame.console.result({"ok": True, "keeps_all": keeps_all, "attachments": listed}, _lines(found))
    return 0


def _listed(practice: Practice, client: str | None) -> Sequence[ListedAttachment]:
    attachments = practice.attachments
    return attachments.all() if client is None else attachments.of_client(ClientId(_id(client)))


def _send_again(frame: CommandContext, opened: OpenPractice, attachment_id: AttachmentId) -> None:
    blob_key = opened.practice.attachments.get(attachment_id).row.blob_key
    remote = identity_store.files_remote_of(opened.require_enrolment())
    try:
        with stopping_on_interrupt() as stop:
            session = opened.file_session(remote)
            session.send_again(blob_key, lambda event: show_progress(frame.console, event), stop)
    finally:
        remote.close()


def detach(frame: CommandContext, args: argparse.Namespace) -> int:
    """Takes an attachment off the lists, or brings one back that was taken off."""
    with unlock(frame, args) as opened:
        attachments, wanted = opened.practice.attachments, AttachmentId(_id(args.id))
        done = attachments.restore(wanted) if args.undo else attachments.delete(wanted)
    told = "It is back." if args.undo else f"Deleted. `pazpaz detach {args.id} --undo` brings it back."
    frame.console.result({"ok": True, "id": done.value.id, "deleted": not args.undo}, [told])
    return 0


def save(frame: CommandContext, args: argparse.Namespace) -> int:
    """Writes a file as it was attached, not encrypted; what is not here is fetched first.

    NotHere, and nothing is written, while the laptop that has it has not sent all of it.
    """
    with unlock(frame, args) as opened, stopping_on_interrupt() as stop:
        practice, wanted = opened.practice, AttachmentId(_id(args.id))
        if not practice.attachments.get(wanted).is_here:
            practice.contents.want(wanted)
            opened.carry_files(lambda event: show_progress(frame.console, event), stop)
        if practice.attachments.get(wanted).where is Where.UNDERWAY:
            raise NotHere("Not all of this file is in the clinic yet; nothing was saved. Try again later.")
        practice.contents.save_copy(
            wanted, args.to.absolute(), lambda at, total: frame.console.progress("Writing", at, total)
        )
    frame.console.result(
        {"ok": True, "file": str(args.to)},
        [f"Written to {args.to}. It is not encrypted there: keep it where nobody else reads."],
    )
    return 0


def document(held: ListedAttachment) -> dict[str, object]:
    """An attachment as scripts see it. `here` and `in_clinic` count parts, of `parts`."""
    row = held.row
    return {
        "id": row.id,
        "client_id": row.client_id,
        "session_id": row.session_id,
        "file_name": row.file_name,
        "file_type": row.file_type,
        "bytes": row.file_size_bytes,
        "caption": row.caption,
        "where": held.where,
        "here": held.here,
        "in_clinic": held.in_clinic,
        "parts": row.chunk_count,
        "wanted": held.is_wanted,
        "problem": held.problem,
    }


def _lines(found: Sequence[ListedAttachment]) -> list[str]:
    if not found:
        return ["There are no attachments yet."]
    return [_line(held) for held in found]


def _line(held: ListedAttachment) -> str:
    row = held.row
    return f"{row.id}  {row.file_size_bytes:11,}  {_state(held):16}  {_printable(row.file_name)}"


def _printable(name: str) -> str:
    """It may come from any laptop: what would steer the terminal or turn the line around is left out."""
    return "".join(letter for letter in name if letter.isprintable())


def _state(held: ListedAttachment) -> str:
    if held.problem is not None:
        return _PROBLEMS[held.problem]
    if held.where is Where.UNDERWAY:
        return f"{max(held.here, held.in_clinic)} of {held.row.chunk_count} parts"
    return _WHERE[held.where]
