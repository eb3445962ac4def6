"""A client's record with the files on paper: listed, then page by page, decoded apart from the window."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from core.domain.errors import Cancelled, UserError
from core.domain.ids import AttachmentId, ClientId, NoteId
from core.domain.records import SessionNote
from core.store.attachments.listing import ListedAttachment
from core.store.practice.practice import Practice
from desktop.files.decoder_process import DecoderProcess
from desktop.files.naming import plain_name
from desktop.files.open_file import StartDecoder
from desktop.files.pixel_image import image_of
from desktop.files.pixels import MOST_BYTES, Kind, PageSize, Reason, Refused
from desktop.files.preview import kind_of
from desktop.paper.file_page import FilePage, FileRead, Made
from desktop.paper.file_words import PrintedFiles
from desktop.paper.record import Leaf, Part, Record, Section, record_of_client
from desktop.paper.record_out import RecordSource

MOST_PAGES_OF_FILE = 500
_ACROSS, _DOWN = 1370, 1811
"""Pixels of the room on a page, 200 for an inch: letters of a scan can be read, and a page takes 10 MB."""


def source_with_files(
    practice: Practice, client_id: ClientId, start: StartDecoder = DecoderProcess
) -> RecordSource:
    """The whole record and its files. The proposed name says nothing of the client."""
    files = RecordFiles(practice, client_id, start)
    return RecordSource(
        files.read, "client", [client_id], "record.pdf", form="pages with files", close=files.close
    )


@dataclass(frozen=True, slots=True)
class _Planned:
    """A file as it was found. Without `sizes` it is not shown, and `reason` says why."""

    held: ListedAttachment
    sizes: Sequence[PageSize] = ()
    reason: str = ""

    @property
    def name(self) -> str:
        return plain_name(self.held.row.file_name)

    @property
    def kind(self) -> Kind:
        return kind_of(self.held.row.file_type) or Kind.PICTURE


class RecordFiles:
    """Made for one record. On a worker, except `close`, which ends it from any thread.

    One file is open at a time, in a process of its own, and one of its pages is in memory.
    """

    def __init__(self, practice: Practice, client_id: ClientId, start: StartDecoder = DecoderProcess) -> None:
        self._practice, self._client_id, self._start = practice, client_id, start
        self._held: Sequence[ListedAttachment] = ()
        self._planned: list[_Planned] = []
        self._process: DecoderProcess | None = None
        self._open_file: AttachmentId | None = None
        self._given_up: dict[AttachmentId, str] = {}
        """Files whose process ended or took too long: asking for each further page could take for ever."""
        self._is_closed = False

    def read(self) -> Record:
        """The record; its files are looked at when they are asked for first, and found so later."""
        whole = record_of_client(self._practice, self._client_id, lists_files=False)
        self._held = self._practice.attachments.of_client(self._client_id)[::-1]
        count = whole.count + len(self._held) + 1
        return replace(whole, count=count, files=partial(self._leaves, whole.words.printed_files))

    def close(self) -> None:
        """Whoever waits for a page is told `Cancelled`."""
        self._is_closed = True
        if (process := self._process) is not None:
            process.close()

    def _leaves(self, words: PrintedFiles) -> Iterator[Leaf]:
        for held in self._held[len(self._planned) :]:
            self._planned.append(self._plan(held))
            yield FileRead()
        yield self._list(words)
        for planned in self._planned:
            for page in range(len(planned.sizes)):
                make = partial(self._made, words, planned, page)
                yield FilePage(planned.name, _above(words, planned, page), make)

    def _list(self, words: PrintedFiles) -> Section:
        if not self._planned:
            return Section(words.heading, [Part(words.none)])
        zone = ZoneInfo(self._practice.settings.workspace().timezone)
        notes = {
            row.id: f"{row.session_date.astimezone(zone):%d.%m.%Y}"
            for row in self._practice.clients.record_rows(self._client_id)
            if isinstance(row, SessionNote)
        }
        rows = [
            (
                f"{planned.held.row.created_at.astimezone(zone):%d.%m.%Y}",
                planned.name,
                _facts(words, planned, notes),
            )
            for planned in self._planned
        ]
        return Section(words.heading, [Part(words.order, rows=rows)])

    def _plan(self, held: ListedAttachment) -> _Planned:
        """Opens the file, to know how many pages it has, and whether it can be shown at all."""
        if reason := _known_reason(held):
            return _Planned(held, reason=reason)
        planned = _Planned(held)
        try:
            _, sizes = self._opened(planned)
        except Refused as refused:
            self._check_closed()
            return _Planned(held, reason=refused.reason.name)
        except Cancelled:
            raise
        except UserError:  # it was let go, or does not hold, since it was listed
            return _Planned(held, reason=Reason.DAMAGED.name)
        if len(sizes) > MOST_PAGES_OF_FILE:
            return _Planned(held, reason="MANY_PAGES")
        return _Planned(held, sizes)

    def _made(self, words: PrintedFiles, planned: _Planned, page: int) -> Made:
        """The picture of a page, or why there is none."""
        file_id = planned.held.row.id
        if file_id in self._given_up:
            return words.refusal(self._given_up[file_id])
        try:
            return self._drawn(planned, page)
        except Refused as refused:
            self._check_closed()
            if refused.reason in {Reason.LOST, Reason.TOO_SLOW}:
                self._given_up[file_id] = refused.reason.name
            return words.refusal(refused.reason.name)
        except Cancelled:
            raise
        except UserError:
            self._given_up[file_id] = Reason.DAMAGED.name
            return words.refusal(Reason.DAMAGED.name)

    def _drawn(self, planned: _Planned, page: int) -> QImage:
        process = self._process if self._open_file == planned.held.row.id else None
        if process is None:
            process, _ = self._opened(planned)
        self._check_closed()
        size = planned.sizes[page]
        scale = min(_ACROSS / size.width, _DOWN / size.height)
        if planned.kind is Kind.PICTURE:
            scale = min(scale, 1.0)  # more pixels than there are show nothing more
        pixels = process.draw(page, size.width * scale, size.height * scale)
        return _on_white(image_of(pixels, planned.kind))

    def _opened(self, planned: _Planned) -> tuple[DecoderProcess, Sequence[PageSize]]:
        """In place of the one that was open."""
        if self._process is not None:
            self._process.close()
        self._check_closed()
        self._open_file = None
        content = self._practice.contents.read(planned.held.row.id)
        self._process = process = self._start()
        # Closed in between, from another thread, which knew only of the process before.
        if self._is_closed:
            process.close()
        sizes = process.open(planned.kind, content)
        self._open_file = planned.held.row.id
        return process, sizes

    def _check_closed(self) -> None:
        if self._is_closed:
            raise Cancelled("Stopped; nothing was written.")


def _known_reason(held: ListedAttachment) -> str:
    """Of a file that need not be opened to know that it is not shown; "" for any other."""
    if held.problem is not None:
        return "DAMAGED" if held.problem == "damaged" else "NOT_GENUINE"
    if kind_of(held.row.file_type) is None:
        return "KIND"
    if held.row.file_size_bytes > MOST_BYTES:
        return Reason.TOO_LARGE.name
    return "" if held.is_here else "NOT_HERE"


def _above(words: PrintedFiles, planned: _Planned, page: int) -> str:
    """The caption, and which page of the file it is."""
    pages = len(planned.sizes)
    number = words.page.format(page=page + 1, pages=pages) if pages > 1 else ""
    return "\n".join(filter(None, (_caption(planned), number)))


def _caption(planned: _Planned) -> str:
    """In one line, which runs as its own first letter does."""
    return " ".join((planned.held.row.caption or "").split())


def _facts(words: PrintedFiles, planned: _Planned, notes: dict[NoteId, str]) -> str:
    """Caption, figures and reason, a line for each: they may run in different directions."""
    row = planned.held.row
    day = notes.get(row.session_id) if row.session_id is not None else None
    facts = (
        words.size(row.file_size_bytes),
        words.note.format(day=day) if day else "",
        words.pages.format(pages=len(planned.sizes)) if len(planned.sizes) > 1 else "",
    )
    reason = words.refusal(planned.reason) if planned.reason else ""
    return "\n".join(filter(None, (_caption(planned), " · ".join(filter(None, facts)), reason)))


def _on_white(image: QImage) -> QImage:
    """What lasts for decades knows no transparency."""
    if not image.hasAlphaChannel():
        return image
    whole = QImage(image.size(), QImage.Format.Format_RGB32)
    whole.fill(Qt.GlobalColor.white)
    painter = QPainter(whole)
    painter.drawImage(0, 0, image)
    painter.end()
    return whole
