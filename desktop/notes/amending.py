"""Changing a signed note: an amendment rewrites it, an addendum puts a paragraph below it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import NoteId
from core.domain.records import SessionNote
from desktop.kit.context import ScreenContext
from desktop.kit.discard_question import ask_to_discard
from desktop.kit.form_drafts import FormDrafts
from desktop.kit.form_keeper import FormKeeper
from desktop.kit.i18n import tr
from desktop.notes.addenda import Addenda, Addendum
from desktop.notes.amend_bar import AddendumBar, AmendBar
from desktop.notes.amendments import Amendments
from desktop.notes.gateway import NotesGateway
from desktop.notes.header import EditorHeader
from desktop.notes.note_texts import NoteTexts
from desktop.notes.page import SoapPage
from desktop.notes.presenter import EditorPresenter
from desktop.notes.text_picker import TextPicker


class NoteAmending(QObject):
    """The bar of an amendment and what it asks."""

    def __init__(
        self,
        context: ScreenContext,
        presenter: EditorPresenter,
        header: EditorHeader,
        amendments: Amendments,
        page: SoapPage,
    ) -> None:
        super().__init__(page)
        self._page = page
        self.bar = AmendBar(context)
        self._navigator, self._presenter, self._header = context.navigator, presenter, header
        self.keeper = FormKeeper(amendments.kept, amendments.content, self)
        self.bar.confirmed.connect(self._sign)
        self.bar.cancelled.connect(self._on_cancelled)
        self.bar.reason.textChanged.connect(self._on_reason_typed)
        header.amend_requested.connect(presenter.begin_amendment)

    def begin_by_key(self) -> None:
        """Where the button can be pressed."""
        if self._header.amend.isVisible() and self._header.amend.isEnabled():
            self._presenter.begin_amendment()

    def _on_reason_typed(self, reason: str) -> None:
        self._presenter.write_reason(reason)
        self.keeper.edited()

    def _sign(self, reason: str) -> None:
        self.keeper.keep()  # before it is signed: afterwards nothing of it may be kept
        self.bar.begin_signing()
        self._page.set_waiting(True)  # once the focus has left: an input method gave its last letters then
        self._presenter.amend(reason, self._on_refused)

    def _on_refused(self) -> None:
        self._page.set_waiting(False)
        self.bar.end_signing()

    def _on_cancelled(self) -> None:
        if not self._presenter.amendment_typed and not self.bar.reason.text().strip():
            self._cancel()
            return
        sentence = tr("Notes", "The amendment is not saved. What was signed stays as it is.")
        ask_to_discard(self._navigator, sentence, self._cancel)

    def _cancel(self) -> None:
        self.bar.hide()
        self._header.set_amending(False)
        self._presenter.cancel_amendment()


class NoteAddendum(QObject):
    """The bar of an addendum, which is kept as it is typed, over a lock, a crash or the end."""

    refused = Signal(object)
    """A `UserError`; what was typed stands where it stood."""

    def __init__(
        self,
        context: ScreenContext,
        gateway: NotesGateway,
        presenter: EditorPresenter,
        header: EditorHeader,
        page: QWidget,
    ) -> None:
        """`page` has the focus once the bar went."""
        super().__init__(page)
        self.bar = AddendumBar(context)
        self._context, self._gateway, self._page = context, gateway, page
        self._presenter, self._header = presenter, header
        kept = FormDrafts(context.practice.settings, context.jobs, "addenda")
        self.addenda = Addenda(kept)
        self._keeper = FormKeeper(kept, self.addenda.content, self)
        self.bar.confirmed.connect(self._sign)
        self.bar.cancelled.connect(self._on_cancelled)
        self.bar.typed.connect(self._on_typed)
        self.bar.text.expand, self.bar.text.pick = self.expand, self.pick_text
        header.addendum_requested.connect(self.begin)

    def begin_by_key(self) -> None:
        """Where the button can be pressed."""
        if self._header.add.isVisible() and self._header.add.isEnabled():
            self.begin()

    def begin(self) -> None:
        """Goes on where it was left."""
        note = self._presenter.note
        if note is None or note.finalized_at is None or note.deleted_at is not None:
            return
        if self.bar.isHidden() and self.addenda.is_signing(note.id):
            return  # left while it is signed: the answer tells whether it comes up again
        self._header.set_amending(True)
        if self.bar.isHidden():
            addendum = self.addenda.begin(note.id)
            self.bar.ask(addendum.text, addendum.reason)
        else:
            self.bar.text.setFocus()

    def on_shown(self, note: SessionNote) -> None:
        """Another note came to the front, or this one anew: what is added to it comes up again."""
        if self.addenda.open_note != note.id:
            self.leave()
        else:
            self.begin()

    def leave(self) -> None:
        """What is typed waits until somebody adds to this note again."""
        if not self.bar.isHidden():
            self.bar.hide()
            self.addenda.leave()

    def keep(self) -> None:
        """Before the window locks or closes."""
        self._keeper.keep()

    def look(self, on_open: Callable[[NoteId], None]) -> None:
        """See `Addenda.look`."""
        self.addenda.look(on_open)

    def expand(self, abbreviation: str) -> str | None:
        """The text that it stands for, in this practice."""
        return self._presenter.texts.expand(abbreviation)

    def pick_text(self) -> None:
        """Snippets, to find by a few letters; a template is for the fields of a note."""
        snippets = NoteTexts(snippets=self._presenter.texts.snippets)
        self.picker = TextPicker(self._context.theme, self._presenter.fill, self._put, self._page)
        self.picker.begin_with(snippets)

    def _put(self, text: str) -> None:
        """Not when it is signed meanwhile."""
        if self.bar.isEnabled() and not self.bar.isHidden():
            self.bar.text.setFocus()
            self.bar.text.put(text)

    def _on_typed(self) -> None:
        if not self.bar.isHidden():
            self.addenda.write(Addendum(self.bar.text.text(), self.bar.reason.text()))
            self._keeper.edited()

    def _sign(self, reason: str, text: str) -> None:
        note = self._presenter.note
        if note is not None:
            self._keeper.keep()  # before it is signed: afterwards nothing of it may be kept
            self.bar.begin_signing()
            sign = partial(self._gateway.add_to, note.id, reason, text)
            self._context.jobs.run(
                self.addenda.signing(note.id, sign),
                partial(self._on_signed, note.id),
                partial(self._on_refused, note.id),
            )

    def _on_signed(self, note_id: NoteId, changed: tuple[Changed, ...]) -> None:
        self._context.bus.publish(changed)
        self._end_signing(note_id)
        self.addenda.forget(note_id)
        self._context.navigator.toast(tr("Notes", "Added and signed"))
        note = self._presenter.note
        if note is not None and note.id == note_id:
            self._close()
            self._presenter.reload(note_id)

    def _on_refused(self, note_id: NoteId, error: UserError) -> None:
        """Another note may be in front by now, about which this says nothing."""
        self._end_signing(note_id)
        self.addenda.refused(note_id)
        note = self._presenter.note
        if note is not None and note.id == note_id:
            self.refused.emit(error)
        else:
            waits = tr(
                "Notes", "{error} The addendum is not signed: it waits in its note.", error=error.sentence
            )
            self._context.navigator.toast(waits)

    def _end_signing(self, note_id: NoteId) -> None:
        """By now another addendum may be signed in the bar, whose answer is awaited."""
        if self.addenda.open_note == note_id:
            self.bar.end_signing()

    def _on_cancelled(self) -> None:
        if not Addendum(self.bar.text.text(), self.bar.reason.text()).is_begun:
            self._give_up()
            return
        sentence = tr("Notes", "The addendum is not signed. What was signed stays as it is.")
        ask_to_discard(self._context.navigator, sentence, self._give_up)

    def _give_up(self) -> None:
        if self.addenda.open_note is not None:
            self.addenda.forget(self.addenda.open_note)
        self._close()

    def _close(self) -> None:
        self.bar.hide()
        self._header.set_amending(False)
        self._page.setFocus()
