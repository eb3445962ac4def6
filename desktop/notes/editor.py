"""The note editor: a passive view of header, cards, bars and side columns."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.changes import Changed
from core.domain.draft_trail import FieldSteps
from core.domain.errors import UserError
from core.domain.ids import NoteId
from core.domain.notes import SOAP
from core.domain.records import Client, NoteTemplate, NoteVersion, SessionNote
from desktop.files.presenter import FilesOwner
from desktop.files.view import FilesSection
from desktop.kit.context import ANYWHERE, NotePlace, QuestionSubject, ScreenContext
from desktop.kit.debounce import REST_AT_MOST_MS, REST_MS, Debounce
from desktop.kit.form_drafts import FormDrafts
from desktop.kit.i18n import tr
from desktop.kit.shortcuts import Keys
from desktop.notes.amending import NoteAddendum, NoteAmending
from desktop.notes.amendments import Amendments
from desktop.notes.before_signing import BeforeSigning
from desktop.notes.carrying import Carrying
from desktop.notes.co_writers import Companion
from desktop.notes.company_words import company_words, words_of
from desktop.notes.confirm_bar import FinalizeBar
from desktop.notes.deletion import NoteDeletion
from desktop.notes.draft import SaveState
from desktop.notes.editor_shortcuts import editor_shortcuts
from desktop.notes.find_bar import FindBar
from desktop.notes.gateway import NotesGateway
from desktop.notes.header import EditorHeader
from desktop.notes.note_pages import NotePages
from desktop.notes.note_spelling import NoteSpelling
from desktop.notes.page import MEASURE_PX, SoapPage
from desktop.notes.phrase_offer import PhraseOffer
from desktop.notes.presenter import EditorPresenter
from desktop.notes.questions import FieldQuestion
from desktop.notes.sentence_questions import NoteSentences
from desktop.notes.sides import NoteSides
from desktop.notes.signature_state import NoteMarks, alarm_words
from desktop.notes.signed_file import SignedFile
from desktop.notes.text_picker import TextPicker
from desktop.spelling.spelling import Spelling
from desktop.widgets.text import Divider

CLINIC_POLL_MS = 5_000
LOOK_BACK_MS = 400
"""After a note came up: by then it stands there, and the store worker is free again."""


class NoteEditor(QWidget):
    """Implements EditorView. `flush` before the window locks or closes."""

    left = Signal()

    def __init__(self, context: ScreenContext, spelling: Spelling | None = None) -> None:
        super().__init__()
        self._context = context
        self.header = EditorHeader(context.theme)
        self.files = FilesSection(context)
        self.page = SoapPage(context.theme, self.files)
        self.spelling = NoteSpelling(context, spelling, self.page)
        self.find_bar = FindBar(context.theme, self.page)
        self.finalize_bar = FinalizeBar(context)
        self.sides = NoteSides(context)
        self.previous, self.history = self.sides.previous, self.sides.history
        self.pause = Debounce(self._on_pause, self)
        self.rest = Debounce(self._on_rest, self, REST_MS, REST_AT_MOST_MS)
        self._clinic_poll = QTimer(self, interval=CLINIC_POLL_MS)
        self._look_back = QTimer(self, interval=LOOK_BACK_MS, singleShot=True)
        kept = FormDrafts(context.practice.settings, context.jobs, "amendments")
        self.amendments = Amendments(kept)
        gateway = NotesGateway(context.practice, context.clock)
        self.presenter = EditorPresenter(
            gateway, context.jobs, context.bus, (self.pause, self.rest), self.amendments, self
        )
        self.carrying = Carrying(self.presenter, self.page, self.previous, context.navigator)
        self.amending = NoteAmending(context, self.presenter, self.header, self.amendments, self.page)
        self.amend_bar = self.amending.bar
        self.addendum = NoteAddendum(context, gateway, self.presenter, self.header, self.page)
        self.spelling.include(self.addendum.bar.text)
        self._sentences = NoteSentences(context.navigator, self.presenter.set_day, self.presenter.delete)
        self.deletion = NoteDeletion(
            context.navigator, self.presenter, self._sentences, lambda: not self.addendum.bar.isHidden()
        )
        self.phrases = PhraseOffer(context, gateway, self.page, self.presenter)
        self.signed_file = SignedFile(context, self)
        self.pages = NotePages(context, self, self._note_for_paper)
        self._shown: tuple[SessionNote, Client] | None = None
        self._marks = NoteMarks()
        self._lay_out()
        self._connect()
        self._make_shortcuts()

    def open(self, note_id: NoteId, at: NotePlace = ANYWHERE) -> None:
        self.page.look_for(at.terms, at_end=at.at_end)
        self.files.look_for(at.file_id)
        self.presenter.open(note_id)

    def ask_again(self, asked: QuestionSubject, on_gone: Callable[[], None]) -> None:
        """A sentence about a note that was begun when the program ended."""
        self._sentences.wait(asked, on_gone)
        self.open(NoteId(asked.about))

    def flush(self) -> None:
        self.presenter.flush()
        self.amending.keeper.keep()
        self.addendum.keep()
        self.sides.keep()

    def caret(self, field: str, /) -> int | None:
        return self.page.caret(field)

    # What the presenter says.

    def show_note(
        self,
        note: SessionNote,
        client: Client,
        texts: Mapping[str, str],
        steps: FieldSteps,
        *,
        read_only: bool,
    ) -> None:
        self._shown, self._marks = (note, client), NoteMarks()
        self.spelling.show_client(client)
        self.phrases.forget()
        for banner in (self.page.alarm, self.page.banner, self.page.notice, self.page.offer):
            banner.hide()
        self.find_bar.forget()
        self.finalize_bar.leave()
        self.amend_bar.hide()
        self.page.load(texts, steps, read_only=read_only)
        self.files.show_place(FilesOwner(client.id, note.id))
        now, blurred = self._context.clock.now(), self._context.bus.blurred
        self.header.show_note(note, client, self._marks, now, blurred=blurred)
        self.header.set_amending(False)
        self.header.laptop.setVisible(not read_only)
        self.sides.show_note(note)
        self._look_back.start()
        if read_only:
            self.page.setFocus()
        else:
            self.page.begin()
        self.addendum.on_shown(note)
        self._sentences.on_shown(note)

    def show_marks(self, marks: NoteMarks) -> None:
        if marks != self._marks:
            self._marks = marks
            self._on_blur_changed(self._context.bus.blurred)
        self.page.show_signed(marks.signed, self._context.clock.now())
        self.page.set_on_paper(bool(marks.signed) and not self.presenter.amending)
        if marks.broken:
            words = alarm_words(marks.broken, self._context.clock.now())
            self.page.alarm.say(words, "danger", tr("Notes", "Versions"), self.presenter.load_versions)
        else:
            self.page.alarm.hide()

    def show_facts(self, note: SessionNote) -> None:
        if self._shown is not None:
            self._shown = (note, self._shown[1])
            self._on_blur_changed(self._context.bus.blurred)

    def show_previous(self, note: SessionNote | None) -> None:
        shown = self._shown[0] if self._shown is not None else None
        writable = shown is not None and shown.finalized_at is None and shown.deleted_at is None
        self.previous.show_note(note, self._context.clock.now(), writable=writable)

    def recognise(self, passages: Mapping[str, Sequence[str]]) -> None:
        for name, found in passages.items():
            self.page.cards[name].text.recognise(found)

    def show_offer(self, template: NoteTemplate | None) -> None:
        if template is None:
            self.page.offer.hide()
            return
        said = tr("Notes", "This note may begin with the template “{name}”.", name=template.name)
        verb = tr("Notes", "Fill in the empty fields")
        self.page.offer.say(said, "accent", verb, lambda: self.presenter.fill(template))

    def fill(self, texts: Mapping[str, str]) -> None:
        self.page.offer.hide()
        self.page.fill(texts)

    def nothing_to_fill(self) -> None:
        self.page.offer.hide()
        words = tr("Notes", "No field of this template is empty here, so nothing was filled in")
        self._context.navigator.toast(words)

    def show_state(self, state: SaveState, error: UserError | None) -> None:
        self.header.show_state(state)
        if state is SaveState.FAILED and error is not None:
            said = tr(
                "Notes", "{error} What you typed is still here; keep this note open.", error=error.sentence
            )
            self.page.banner.say(said, "danger", tr("Notes", "Try again"), self.flush)
        elif state is SaveState.SAVED:
            self.page.banner.hide()

    def show_clinic(self, in_clinic: bool | None) -> None:
        self.header.show_clinic(in_clinic)

    def show_merge(self, merged: frozenset[str]) -> None:
        said = tr("Notes", "{fields}: put together with what another device wrote.", fields=words_of(merged))
        with self.page.steady():
            self.page.notice.say(said, "accent")

    def show_company(self, company: Sequence[Companion]) -> None:
        self.header.show_company([company_words(each) for each in company])

    def show_finalized_elsewhere(self) -> None:
        self.page.notice.say(
            tr(
                "Notes",
                "This note was signed on another device. What you typed since then is in the Inbox "
                "as a proposed amendment.",
            ),
            "warning",
            tr("Notes", "Open Inbox"),
            self._context.navigator.open_inbox,
        )

    def show_versions(self, versions: list[NoteVersion]) -> None:
        self.sides.show_versions(versions, self._marks, self._context.clock.now())

    def show_history(self, notes: Sequence[SessionNote]) -> None:
        self.previous.show_history(notes, self._context.clock.now())

    def replace_text(self, field: str, text: str) -> None:
        self.page.take_over(field, text)

    def show_questions(self, questions: Sequence[FieldQuestion]) -> None:
        self.page.show_questions(questions)

    def ask_finalize(self, before: BeforeSigning) -> None:
        self.page.banner.hide()
        self.finalize_bar.ask(before)

    def tell_before(self, before: BeforeSigning) -> None:
        if not self.finalize_bar.isHidden():
            self.finalize_bar.tell(before)

    def begin_amending(self, texts: Mapping[str, str], reason: str) -> None:
        if self.page.texts() == texts:
            self.page.set_read_only(False)
        else:
            self.page.load(texts, {}, read_only=False)
        self.page.set_on_paper(False)
        self.header.set_amending(True)
        self.amend_bar.ask(reason)
        self.page.go_to(SOAP[0])

    def refuse(self, error: UserError) -> None:
        self.finalize_bar.on_refused()
        if error.code == "disputed":
            words = tr("Notes", "Answer the question")
            self.page.banner.say(error.sentence, "warning", words, self._open_question)
        else:
            self.page.banner.say(error.sentence, "danger")

    def left_unsigned(self, error: UserError) -> None:
        words = tr(
            "Notes", "{error} The amendment is not signed: it waits in its note.", error=error.sentence
        )
        self._context.navigator.toast(words)

    def finalized(self) -> None:
        self._context.navigator.toast(tr("Notes", "Note signed"))

    def day_set(self, undo: Callable[[], None] | None) -> None:
        self._context.navigator.toast(tr("Notes", "Day of the session changed"), undo)

    def deleted(self, note: SessionNote) -> None:
        self.left.emit()
        self.deletion.tell(note)

    def nothing_to_delete(self) -> None:
        self.left.emit()

    def not_found(self, error: UserError) -> None:
        self._sentences.on_not_found()
        self.left.emit()
        self._context.navigator.toast(error.sentence)

    # What the person does.

    def say_already_saved(self) -> None:
        """Ctrl+S: nobody has to save here, and the habit is answered."""
        self.presenter.save()
        if self.header.laptop.tone != "danger":
            self._context.navigator.toast(tr("Notes", "Already saved: every word is kept as you type"))

    def pick_text(self) -> None:
        """Templates and snippets, to find by a few letters."""
        note = self.presenter.note
        if not self.addendum.bar.isHidden():
            self.addendum.pick_text()
        elif note is not None and (note.finalized_at is None or self.presenter.amending):
            self.picker = TextPicker(self._context.theme, self.presenter.fill, self.page.put, self)
            self.picker.begin_with(self.presenter.texts)

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        for widget in (self.find_bar, self.page, self.finalize_bar, self.amend_bar, self.addendum.bar):
            middle.addWidget(widget)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addLayout(middle, 1)
        below.addWidget(self.sides)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.header)
        box.addWidget(Divider())
        box.addLayout(below, 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sides.fit(self)

    def _connect(self) -> None:
        header = self.header
        for name, card in self.page.cards.items():
            card.text.pasted.connect(partial(self.presenter.recognise, name))
            card.text.take_files = self._take_files
            card.text.expand = self.addendum.expand
            card.text.pick, card.text.recall = self.pick_text, self.phrases.ask
        self.page.typed.connect(self._on_typed)
        self.page.left.connect(self.presenter.save)
        self.files.tell_over(self.page, MEASURE_PX)
        self.files.came_up.connect(self.page.show_below)
        self.page.answered.connect(self.presenter.answer)
        self.previous.history_requested.connect(self.presenter.load_history)
        self.sides.left.connect(self.page.setFocus)
        self.sides.chart.objective_requested.connect(partial(self.page.append, "objective"))
        self.sides.chart.counted.connect(header.show_marks)
        self.finalize_bar.confirmed.connect(self.presenter.finalize)
        header.back_requested.connect(self._on_back)
        header.previous_toggled.connect(self.sides.toggle_previous)
        header.chart_toggled.connect(self.sides.toggle_chart)
        header.versions_toggled.connect(self._on_versions_toggled)
        header.file_requested.connect(self._on_signed_file_requested)
        header.pdf_requested.connect(self.pages.ask_pdf)
        header.print_requested.connect(self.pages.ask_print)
        header.more_requested.connect(partial(self.pages.offer, header.more))
        header.day_requested.connect(self._on_day_requested)
        header.finalize_requested.connect(self._on_finalize_requested)
        header.delete_requested.connect(self.deletion.begin)
        self._look_back.timeout.connect(self.presenter.read_earlier)
        self._clinic_poll.timeout.connect(self._on_clinic_poll)
        self._clinic_poll.start()
        self._context.bus.synced.connect(self._on_clinic_poll)
        self._context.bus.changed.connect(self._on_rows_changed)
        self.left.connect(self.phrases.forget)
        self.left.connect(self.addendum.leave)
        self.addendum.refused.connect(self.refuse)
        self._context.bus.blur_changed.connect(self._on_blur_changed)

    def _make_shortcuts(self) -> None:
        actions: dict[str, Callable[[], object]] = {
            f"note_{name}": partial(self.page.go_to, name) for name in SOAP
        }
        actions |= {
            "note_previous": self.sides.toggle_previous,
            "note_carry": self.carrying.by_key,
            "note_day": self._on_day_requested,
            "note_measure": self.sides.write_measure,
            **self.sides.chart_actions(),
            "note_save": self.say_already_saved,
            "note_text": self.pick_text,
            "note_phrases": self.phrases.ask,
            "note_find": self.find_bar.begin,
            "note_spelling": self.spelling.go_on,
            "note_finalize": self._on_finalize_key,
            "note_file": self._on_file_requested,
            "note_file_name": self.files.ask_chosen,
            "note_amend": self.amending.begin_by_key,
            "note_addendum": self.addendum.begin_by_key,
            "note_versions": self._on_versions_key,
            "note_signed_file": self._on_signed_file_requested,
            "note_pdf": self.pages.ask_pdf,
            "note_print": self.pages.ask_print,
            "note_delete": self.deletion.begin,
            "note_back": self._on_back,
        }
        self.keys = Keys(self, editor_shortcuts(), actions)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc steps back: out of the field, then out of the note."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.page.active is not None:
            self.page.setFocus()
        else:
            self._on_back()

    def _on_finalize_key(self) -> None:
        """The same key ends all: a draft by finalizing, an amendment or an addendum by signing it."""
        if self.presenter.amending:
            self.amend_bar.press_yes()
        elif not self.addendum.bar.isHidden():
            self.addendum.bar.press_yes()
        elif self.finalize_bar.proof.isVisible():
            self.finalize_bar.press_yes()
        else:
            self._on_finalize_requested()

    def _on_versions_key(self) -> None:
        if self.header.versions.isVisible():
            self._on_versions_toggled()

    def _take_files(self, data: QMimeData) -> bool:
        """What is pasted or dropped among the words; the list of files may be out of sight."""
        if taken := self.files.paste(data):
            self._context.navigator.toast(tr("Notes", "Goes to the files below the note"))
        return taken

    def _open_question(self) -> None:
        note = self.presenter.note
        if note is not None:
            self._context.navigator.open_inbox(note.id)

    def _on_typed(self, field: str, text: str) -> None:
        self.presenter.type(field, text)
        if self.presenter.amending:
            self.amending.keeper.edited()

    def _on_pause(self) -> None:
        self.presenter.keep()

    def _on_rest(self) -> None:
        self.presenter.rest()

    def _on_finalize_requested(self) -> None:
        if self.sides.settle():
            self.presenter.request_finalize()

    def _on_back(self) -> None:
        self.presenter.close()
        self.left.emit()

    def _on_day_requested(self) -> None:
        note = self.presenter.note
        if note is not None and note.finalized_at is None:
            self._sentences.ask_day(note.id)

    def _on_versions_toggled(self) -> None:
        if self.history.isVisible():
            self.history.hide()
        else:
            self.presenter.load_versions()

    def _on_file_requested(self) -> None:
        if self.presenter.note is not None:
            self.files.choose()

    def _on_signed_file_requested(self) -> None:
        if self.presenter.note is not None and not self.presenter.amending:
            self.signed_file.ask(self.presenter.note)

    def _note_for_paper(self) -> SessionNote | None:
        """Of a note that is only looked at nothing is stored yet; an amendment is not signed yet."""
        note = self.presenter.note
        if note is None or note.deleted_at is not None or self.presenter.amending:
            return None
        self.flush()
        return None if self.presenter.nothing_written else note

    def _on_clinic_poll(self) -> None:
        if self.isVisible():
            self.presenter.check_clinic()
            self.presenter.check_company()

    def _on_rows_changed(self, changed: tuple[Changed, ...]) -> None:
        self.presenter.rows_changed(changed)
        shown = self._shown
        if shown is not None and any(row.table == "clients" and shown[1].id in row.ids for row in changed):
            clients = self._context.practice.clients
            self._context.jobs.run(lambda: clients.get(shown[1].id), self._on_client_read, lambda _gone: None)

    def _on_client_read(self, client: Client) -> None:
        """An alert that was written elsewhere meanwhile stands here too."""
        if self._shown is not None and self._shown[1].id == client.id:
            self._shown = (self._shown[0], client)
            self._on_blur_changed(self._context.bus.blurred)

    def _on_blur_changed(self, _blurred: bool) -> None:
        if self._shown is not None:
            now, blurred = self._context.clock.now(), self._context.bus.blurred
            with self.page.steady():
                self.header.show_note(*self._shown, self._marks, now, blurred=blurred)
