"""A file in words: its size, where it is, what moves. No Qt widgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from core.domain.records import Attachment
from core.store.attachments.listing import ListedAttachment, Where
from core.text.direction import isolated
from desktop.files.naming import plain_name
from desktop.files.presenter import Batch, NotAdded
from desktop.kit.bus import FilesLine
from desktop.kit.dates import moment_text
from desktop.kit.i18n import one_line, plural, tr
from desktop.widgets.rows import ListRow

_KB, _MB = 1_000, 1_000_000
_UNSEEN = {"image/heic": "HEIC", "image/heif": "HEIF", "image/avif": "AVIF"}
"""Nothing in this program reads these."""
_MOST_NAMES = 5
"""More files than these are counted: the banner must not grow over the page."""


@dataclass(frozen=True, slots=True)
class Badge:
    """Where a file is: never by colour or picture alone."""

    text: str
    icon: str
    tone: str = "secondary"


def size_text(size: int) -> str:
    """Bytes as people say them, such as "1.4 MB"."""
    if size < _KB:
        return tr("Files", "{size} bytes", size=size)
    if size < _MB:
        return tr("Files", "{size} kB", size=round(size / _KB))
    return tr("Files", "{size} MB", size=f"{size / _MB:.1f}" if size < 10 * _MB else round(size / _MB))


def badge(held: ListedAttachment, line: FilesLine) -> Badge:
    """What hinders a file goes before what moves, and that before the place where it is."""
    if held.problem is not None:
        return _trouble(held.problem)
    if held.is_wanted:
        return _fetching(held, line)
    if held.where is Where.HERE:
        return _unsent(held, line)
    places = {
        Where.BOTH: (tr("Files", "on this laptop and in the clinic"), "device"),
        Where.CLINIC: (tr("Files", "in the clinic only"), "cloud"),
    }
    return Badge(*places.get(held.where, (tr("Files", "on its way from another laptop"), "cloud")))


def _trouble(problem: str) -> Badge:
    if problem == "damaged":
        return Badge(tr("Files", "damaged on this laptop"), "alert", "danger")
    return Badge(tr("Files", "not what was added"), "alert", "danger")


def _unsent(held: ListedAttachment, line: FilesLine) -> Badge:
    waits = _waits(line)
    if line is FilesLine.NONE:
        return Badge(tr("Files", "on this laptop"), "device")
    if waits is not None:
        return waits
    if held.in_clinic:
        done, total = held.in_clinic, held.row.chunk_count
        return Badge(tr("Files", "sending {done} of {total}", done=done, total=total), "upload", "accent")
    return Badge(tr("Files", "waits to be sent"), "upload")


def _fetching(held: ListedAttachment, line: FilesLine) -> Badge:
    waits = _waits(line)
    if waits is not None:
        return waits
    done, total = held.here, held.row.chunk_count
    return Badge(tr("Files", "fetching {done} of {total}", done=done, total=total), "download", "accent")


def _waits(line: FilesLine) -> Badge | None:
    if line is FilesLine.OFFLINE:
        return Badge(tr("Files", "waiting for a connection"), "cloud-off")
    if line is FilesLine.METERED:
        return Badge(tr("Files", "waiting: this connection costs by volume"), "cloud-off")
    if line is FilesLine.PAUSED:
        return Badge(tr("Files", "waiting: syncing is paused"), "cloud-off")
    return None


def shown_name(name: str, *, blurred: bool) -> str:
    """A file's name may tell who somebody is: blurred, only its ending is left."""
    plain = plain_name(name)
    return "…" + PurePath(plain).suffix if blurred else plain


def file_row(held: ListedAttachment, line: FilesLine, now: datetime, *, blurred: bool) -> ListRow:
    """Name and place; then caption, size and when it was added.

    Blurred: only the ending of the name, no caption.
    """
    row, where = held.row, badge(held, line)
    caption = "" if blurred or not row.caption else isolated(" ".join(row.caption.split()))
    unseen = tr("Files", "not shown here") if row.file_type in _UNSEEN else ""
    facts = (caption, size_text(row.file_size_bytes), moment_text(row.created_at, now), unseen)
    return ListRow(
        first=shown_name(row.file_name, blurred=blurred),
        second=one_line(facts),
        trailing=where.text,
        icon=where.icon,
        tone=where.tone,
    )


def deleted_row(row: Attachment, now: datetime, *, blurred: bool) -> ListRow:
    """Name and size, and when it was deleted. Blurred: only the ending of the name, no caption."""
    caption = "" if blurred or not row.caption else isolated(" ".join(row.caption.split()))
    when = moment_text(row.deleted_at, now) if row.deleted_at is not None else ""
    return ListRow(
        first=shown_name(row.file_name, blurred=blurred),
        second=one_line((caption, size_text(row.file_size_bytes))),
        trailing=tr("Files", "deleted {when}", when=when),
        icon="trash",
    )


def trouble_text(batch: Batch, *, blurred: bool) -> str:
    """A line for each reason, after the names of the files that it kept outside, or as they were."""
    reasons: dict[str, list[NotAdded]] = {}
    for each in batch.refused:
        reasons.setdefault(each.error.code, []).append(each)
    # The sentence of the first says the limit as it was met.
    lines = [
        (_names([each.name for each in files], blurred=blurred), files[0].error.sentence)
        for files in reasons.values()
    ]
    if batch.left:
        was_left = tr("Files", "Camera and place data could not be taken off; added as it was.")
        lines.append((_names(batch.left, blurred=blurred), was_left))
    if batch.left_pdfs:
        was_left = tr(
            "Files",
            "What it tells about its author could not be taken off, as with a signed or encrypted PDF; added "
            "as it was.",
        )
        lines.append((_names(batch.left_pdfs, blurred=blurred), was_left))
    return "\n".join(f"{names}: {sentence}" for names, sentence in lines)


def telling_words(names: Sequence[str], *, blurred: bool) -> tuple[str, str, str]:
    """Title, text and verb of what is asked before pictures are kept of which nothing can be taken off."""
    words = tr(
        "Files",
        "{names}: a HEIC or AVIF picture tells with which camera, when and where it was taken. PazPaz can "
        "neither take that off nor show the picture; kept unchanged, it goes with every copy. A JPEG of the "
        "same picture can be shown, and all that is taken off it. Nothing is added before you choose.",
        names=_names(names, blurred=blurred),
    )
    title = plural("Files", "Keep this picture unchanged?", "Keep {n} pictures unchanged?", len(names))
    return title, words, tr("Files", "Keep unchanged")


def copy_words(row: Attachment) -> str:
    """Before a readable copy is saved of a file; of a picture that is not shown, why not."""
    copied = tr(
        "Files",
        "The copy is not encrypted: whoever can read the folder where you put it can read it. Delete it when "
        "you no longer need it.",
    )
    if row.file_type in _UNSEEN:
        shown = tr(
            "Files",
            "This picture is kept as it is; PazPaz cannot show {kind} pictures. A copy opens in another "
            "program.",
            kind=_UNSEEN[row.file_type],
        )
    else:
        shown = tr("Files", "PazPaz shows pictures, PDF and plain text itself.")
    return f"{shown} {copied}"


def stripped_text(batch: Batch) -> str:
    """Of pictures and of PDFs, what was taken off how many."""
    of_pictures = plural(
        "Files",
        "Place and camera data were taken off 1 picture",
        "Place and camera data were taken off {n} pictures",
        batch.stripped,
    )
    of_pdfs = plural(
        "Files",
        "Author, title and dates were taken off 1 PDF",
        "Author, title and dates were taken off {n} PDFs",
        batch.stripped_pdfs,
    )
    return one_line([of_pictures if batch.stripped else None, of_pdfs if batch.stripped_pdfs else None])


def _names(names: Sequence[str], *, blurred: bool) -> str:
    shown = [isolated(shown_name(each, blurred=blurred)) for each in names[:_MOST_NAMES]]
    if more := len(names) - len(shown):
        shown.append(plural("Files", "1 more", "{n} more", more))
    return ", ".join(shown)
