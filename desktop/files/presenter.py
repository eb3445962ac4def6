"""What a list of files does, free of Qt: read, add, fetch, look, save a copy, name, delete."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from core.domain.changes import Changed
from core.domain.errors import Cancelled, UserError
from core.domain.ids import AttachmentId, ClientId, NoteId
from core.domain.records import Attachment
from core.picture_file.stripping import Metadata
from core.store.attachments.attachments import Added
from core.store.attachments.listing import TABLE, ListedAttachment
from core.store.attachments.without_metadata import TELLING
from core.store.practice.practice import Done, Practice
from desktop.files.pdf_stripping import stripping
from desktop.kit.ports import Publisher, Runner
from desktop.kit.unfinished import Unfinished

Render = Callable[[Attachment, bytes], object]
FilesOfPlace = tuple[Sequence[ListedAttachment], Sequence[Attachment]]
"""Those that are there, and those that are deleted."""


@dataclass(frozen=True, slots=True)
class FilesOwner:
    """Whose files: a client's, all of them, or those of one note."""

    client_id: ClientId
    note_id: NoteId | None = None


@dataclass(frozen=True, slots=True)
class Adding:
    """A file on its way in: `source` is where it lies, or what is in it."""

    name: str
    source: Path | bytes


@dataclass(frozen=True, slots=True)
class NotAdded:
    """A file that stays outside, and why."""

    name: str
    error: UserError


@dataclass(slots=True)
class Batch:
    """What became of files that were given together, until now.

    `left` are pictures that were added with what they tell about camera and place, as it could not be taken
    off; from `stripped` others it was. `left_pdfs` and `stripped_pdfs`: the same of PDFs and their authors.
    `telling` are not added yet: nothing can be taken off their kind, and a person says whether to keep them.
    """

    refused: list[NotAdded] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    stripped: int = 0
    left_pdfs: list[str] = field(default_factory=list)
    stripped_pdfs: int = 0
    telling: list[tuple[FilesOwner, Adding]] = field(default_factory=list)


class FilesView(Protocol):
    """`told_progress` is called on the worker; everything else on the thread of the window."""

    def show_files(self, files: Sequence[ListedAttachment]) -> None:
        """All files of the place; what was marked stays marked if it is still there."""
        ...

    def show_deleted(self, files: Sequence[Attachment]) -> None:
        """Deleted files of the place, which can be restored; the last deletion first."""
        ...

    def show_adding(self, name: str | None) -> None:
        """Which file is on its way in; None when none is any more."""
        ...

    def told_progress(self, done: int, total: int) -> None:
        """Called on the worker: bytes that are in, of all."""
        ...

    def show_preview(self, held: ListedAttachment, preview: object) -> None:
        """What `render` made of the content; what is no picture and no text cannot be shown."""
        ...

    def copy_saved(self) -> None:
        """The copy lies where the person chose, not encrypted."""
        ...

    def deleted(self, held: ListedAttachment) -> None:
        """It is deleted and every screen was told; it can be restored."""
        ...

    def restored(self, row: Attachment) -> None:
        """One of those that were shown as deleted is back, and every screen was told."""
        ...

    def renamed(self, undo: Callable[[], None]) -> None:
        """It has its new name and every screen was told; `undo` gives it the former one again."""
        ...

    def refuse_name(self, held: ListedAttachment, typed: str, error: UserError) -> None:
        """It keeps its name; what was typed is not lost."""
        ...

    def refuse(self, error: UserError) -> None:
        """Nothing was done."""
        ...

    def show_trouble(self, batch: Batch) -> None:
        """One more could not be added, or not as it should be."""
        ...

    def cut_short(self, kind: Unfinished, count: int) -> None:
        """So many were not finished because the practice is shut, which is said after unlocking."""
        ...

    def ask_to_keep(self, names: Sequence[str], keep: Callable[[], None]) -> None:
        """Pictures that tell of camera and place, which cannot be taken off; `keep` adds them as they are."""
        ...

    def stripped(self, batch: Batch) -> None:
        """All that were given together are done; of some something was taken off."""
        ...


class FilesPresenter:
    """`runner` is the store's worker; `slow` another one, so that no typed word waits for a large file."""

    def __init__(
        self,
        practice: Practice,
        runner: Runner,
        slow: Runner,
        publisher: Publisher,
        render: Render,
        view: FilesView,
    ) -> None:
        self._practice, self._runner, self._slow = practice, runner, slow
        self._publisher, self._render, self._view = publisher, render, view
        self._place: FilesOwner | None = None
        self._queue: list[tuple[FilesOwner, Adding, bool]] = []
        self._batch = Batch()
        self._cancel: threading.Event | None = None
        self._adding: Adding | None = None
        self._cut_short = 0
        self._is_shut = threading.Event()
        self._awaited: AttachmentId | None = None
        self._deleted: set[AttachmentId] = set()
        """Listed still, until the list is read anew."""
        self._restoring: set[AttachmentId] = set()

    @property
    def place(self) -> FilesOwner | None:
        """None until `show` was called."""
        return self._place

    def show(self, place: FilesOwner) -> None:
        """Turns to another place, empty until it is read; what is being added goes to the old one."""
        if place != self._place:
            self._place, self._awaited = place, None
            self._view.show_files([])
            self._view.show_deleted([])
        self.load()

    def load(self) -> None:
        """Reads the place again; an answer for a place that was left is dropped."""
        place = self._place
        if place is not None:
            self._runner.run(partial(self._read, place), partial(self._on_read, place), self._view.refuse)

    def rows_changed(self, changed: Iterable[Changed]) -> None:
        """Reads again where attachments are among them."""
        if any(change.table == TABLE for change in changed):
            self.load()

    def add(self, files: Iterable[Adding], *, strips: bool = True) -> None:
        """One after another, to the place that is shown now; `strips`: only with what they show."""
        if self._place is None:
            return
        self._is_shut.clear()
        self._queue += [(self._place, adding, strips) for adding in files]
        if self._cancel is None:
            self._next()

    def cancel_adding(self) -> None:
        """The one under way leaves nothing behind, and those after it are not begun."""
        self._queue = []
        self._batch.telling.clear()
        if self._cancel is not None:
            self._cancel.set()

    def shut(self) -> None:
        """The keys go: files that lie on a disk stay there. What was pasted is nowhere else, and is kept."""
        self._is_shut.set()
        outside = [each for each in self._queue if isinstance(each[1].source, Path)]
        self._cut_short += len(outside)
        self._queue = [each for each in self._queue if each not in outside]
        if self._cancel is not None and self._adding is not None and isinstance(self._adding.source, Path):
            self._cancel.set()

    def open(self, held: ListedAttachment) -> None:
        """Look at it; from the clinic first when it is not here."""
        if not held.is_here:
            self.fetch(held)
            self._awaited = held.row.id
            return
        self._slow.run(
            lambda: self._render(held.row, self._practice.contents.read(held.row.id)),
            partial(self._on_rendered, self._place, held),
            self._on_unreadable,
        )

    def _on_rendered(self, place: FilesOwner | None, held: ListedAttachment, preview: object) -> None:
        """Not over another client's page, where the person went while a large file was read."""
        if place == self._place:
            self._view.show_preview(held, preview)

    def fetch(self, held: ListedAttachment, *, wanted: bool = True) -> None:
        """Ask for it, or no longer; what has come of it stays."""
        self._awaited = None
        self._change(lambda: self._practice.contents.want(held.row.id, wanted=wanted))

    def save_copy(self, held: ListedAttachment, target: Path) -> None:
        """On the slow worker. What is found damaged is refused, and shows as such from then on."""
        self._is_shut.clear()
        self._slow.run(
            lambda: self._practice.contents.save_copy(held.row.id, target, self._check_shut),
            lambda _none: self._view.copy_saved(),
            self._on_not_copied,
        )

    def set_caption(self, held: ListedAttachment, caption: str) -> None:
        """Stored at once and told to every screen."""
        self._change(lambda: self._practice.attachments.set_caption(held.row.id, caption).changed)

    def rename(self, held: ListedAttachment, typed: str) -> None:
        """Its ending stays; a name that another file of the client has is refused."""
        self._runner.run(
            lambda: self._practice.attachments.rename(held.row.id, typed),
            self._on_renamed,
            lambda error: self._view.refuse_name(held, typed, error),
        )

    def delete(self, held: ListedAttachment) -> None:
        """Asks nobody: `restore` brings it back. Wished twice before the list follows, it is done once."""
        if held.row.id in self._deleted:
            return
        self._deleted.add(held.row.id)
        self._runner.run(
            lambda: self._practice.attachments.delete(held.row.id).changed,
            partial(self._on_deleted, held),
            partial(self._on_not_deleted, held),
        )

    def restore(self, held: ListedAttachment) -> None:
        """Brings a deleted file back to its list, on every screen."""
        self._change(lambda: self._practice.attachments.restore(held.row.id).changed)

    def restore_deleted(self, row: Attachment) -> None:
        """The same for one of those that are shown as deleted. Wished twice, it is done once."""
        if row.id not in self._restoring:
            self._restoring.add(row.id)
            self._runner.run(
                lambda: self._practice.attachments.restore(row.id).changed,
                partial(self._on_restored, row),
                partial(self._on_not_restored, row),
            )

    def delete_again(self, row: Attachment) -> None:
        """Takes `restore_deleted` back."""
        self._change(lambda: self._practice.attachments.delete(row.id).changed)

    def _change(self, work: Callable[[], tuple[Changed, ...]]) -> None:
        self._runner.run(work, self._publisher.publish, self._view.refuse)

    def _next(self) -> None:
        if not self._queue:
            done, self._batch, self._cancel = self._batch, Batch(), None
            self._adding = None
            self._view.show_adding(None)
            if done.telling and not self._is_shut.is_set():
                names = [adding.name for _, adding in done.telling]
                self._view.ask_to_keep(names, partial(self._keep, done.telling))
            elif done.telling:
                self._cut_short += len(done.telling)
            if self._cut_short:
                self._view.cut_short(Unfinished.FILES, self._cut_short)
                self._cut_short = 0
            if done.stripped or done.stripped_pdfs:
                self._view.stripped(done)
            return
        place, adding, strips = self._queue.pop(0)
        self._cancel, self._adding = threading.Event(), adding
        self._view.show_adding(adding.name)
        self._slow.run(
            partial(self._take_in, place, adding, self._cancel, strips=strips),
            partial(self._on_added, adding.name),
            partial(self._on_not_added, place, adding),
        )

    def _keep(self, telling: Sequence[tuple[FilesOwner, Adding]]) -> None:
        """As they are: a person was asked."""
        self._is_shut.clear()
        self._queue += [(place, adding, False) for place, adding in telling]
        if self._cancel is None:
            self._next()

    def _take_in(
        self, place: FilesOwner, adding: Adding, cancel: threading.Event, *, strips: bool
    ) -> tuple[tuple[Changed, ...], Added]:
        # A note that was only begun is in no table yet, and its file needs it there.
        kept = self._practice.notes.keep_begun(place.note_id) if place.note_id is not None else ()
        done = self._practice.attachments.add(
            adding.source,
            place.client_id,
            place.note_id,
            file_name=adding.name,
            progress=self._view.told_progress,
            cancel=cancel,
            stripping=stripping(strips=strips, asks=True),
        )
        return (*kept, *done.changed), done

    def _on_added(self, name: str, added: tuple[tuple[Changed, ...], Added]) -> None:
        changed, done = added
        self._publisher.publish(changed)
        batch = self._batch
        if done.metadata is Metadata.STRIPPED:
            batch.stripped += not done.is_pdf
            batch.stripped_pdfs += done.is_pdf
        if done.metadata is Metadata.LEFT:
            (batch.left_pdfs if done.is_pdf else batch.left).append(name)
            self._view.show_trouble(batch)
        self._next()

    def _on_not_added(self, place: FilesOwner, adding: Adding, error: UserError) -> None:
        was_stopped = self._cancel is not None and self._cancel.is_set()
        if isinstance(error, Cancelled) or (error.code == TELLING and was_stopped):
            self._cut_short += self._is_shut.is_set()
        elif error.code == TELLING:
            self._batch.telling.append((place, adding))
        else:
            self._batch.refused.append(NotAdded(adding.name, error))
            self._view.show_trouble(self._batch)
        self._next()

    def _read(self, place: FilesOwner) -> FilesOfPlace:
        attachments = self._practice.attachments
        if place.note_id is not None:
            return attachments.of_note(place.note_id), attachments.deleted_of_note(place.note_id)
        return attachments.of_client(place.client_id), attachments.deleted_of_client(place.client_id)

    def _on_read(self, place: FilesOwner, read: FilesOfPlace) -> None:
        if place != self._place:
            return
        self._deleted.clear()
        files, deleted = read
        self._view.show_files(files)
        self._view.show_deleted(deleted)
        come = [held for held in files if held.row.id == self._awaited and held.is_here]
        if come:
            self._awaited = None
            self.open(come[0])

    def _on_renamed(self, done: Done[Attachment]) -> None:
        """The name that it had already changes nothing, and nothing is said."""
        self._publisher.publish(done.changed)
        if (undo := done.undo) is not None:
            self._view.renamed(lambda: self._change(lambda: self._practice.undo(undo)))

    def _on_deleted(self, held: ListedAttachment, changed: tuple[Changed, ...]) -> None:
        self._publisher.publish(changed)
        self._view.deleted(held)

    def _on_not_deleted(self, held: ListedAttachment, error: UserError) -> None:
        self._deleted.discard(held.row.id)
        self._view.refuse(error)

    def _on_restored(self, row: Attachment, changed: tuple[Changed, ...]) -> None:
        self._restoring.discard(row.id)
        self._publisher.publish(changed)
        self._view.restored(row)

    def _on_not_restored(self, row: Attachment, error: UserError) -> None:
        self._restoring.discard(row.id)
        self._view.refuse(error)

    def _check_shut(self, _done: int, _total: int) -> None:
        """On the worker."""
        if self._is_shut.is_set():
            raise Cancelled("Stopped; nothing was written.")

    def _on_not_copied(self, error: UserError) -> None:
        if isinstance(error, Cancelled):
            self._view.cut_short(Unfinished.COPY, 1)
        else:
            self._on_unreadable(error)

    def _on_unreadable(self, error: UserError) -> None:
        """What was found damaged shows as such from now on."""
        self._view.refuse(error)
        self.load()
