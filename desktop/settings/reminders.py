"""Settings of reminders: the practice's words in each language, and its messenger."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from typing_extensions import override

from core.domain.records import Workspace
from core.domain.reminder_text import (
    LANGUAGES,
    Word,
    day_words,
    default_template,
    fill,
    placeholders,
    template_of,
    unknown_placeholders,
)
from core.domain.reminders import Channel
from core.store.practice.practice import Done
from desktop.kit.context import ScreenContext
from desktop.kit.form_drafts import Content
from desktop.kit.i18n import RIGHT_TO_LEFT, tr
from desktop.settings.form_section import FormSection
from desktop.settings.notice import NoticeCard
from desktop.settings.ports import AppointmentNotice
from desktop.settings.section import line
from desktop.widgets.card import Card
from desktop.widgets.enter import EnterPresses
from desktop.widgets.fields import AreaField, ChoiceField, LineField
from desktop.widgets.text import Text

_LINES = 6
_SAMPLES = {
    "en": {
        Word.FIRST_NAME: "Mira",
        Word.PLACE: "Treatment room, Elm Street 1",
        Word.PRACTITIONER: "Ada Sample",
        Word.SERVICE: "Massage",
    },
    "he": {
        Word.FIRST_NAME: "נועה",
        Word.PLACE: "חדר טיפולים, רחוב האלון 1",
        Word.PRACTITIONER: "עדה דוגמה",
        Word.SERVICE: "עיסוי",
    },
}
"""Of nobody: for the preview."""
_DEFAULTS = {each: default_template(each) for each in LANGUAGES}
_SETTINGS = {"messenger": "reminder_messenger", "country": "reminder_country_code"}
"""Fields of the page, and what the practice's settings call them."""
StoredReminders = tuple[Workspace, dict[str, Any]]


class RemindersSection(FormSection[StoredReminders]):
    """Nothing of it is sent by the program: a person sends each reminder with a program of their own."""

    def __init__(self, context: ScreenContext, notice: AppointmentNotice) -> None:
        sentence = tr(
            "Settings",
            "What clients are told of their next appointment. You send each reminder yourself, from Today; "
            "the program sends nothing.",
        )
        super().__init__(context, tr("Settings", "Reminders"), sentence)
        self.texts = {language: AreaField(_text_label(language), lines=_LINES) for language in LANGUAGES}
        self.previews = {language: Text(wrap=True, tone="secondary") for language in LANGUAGES}
        messengers: list[tuple[str, object]] = [
            (tr("Settings", "Messages of the phone (SMS)"), Channel.SMS.value),
            (tr("Settings", "WhatsApp"), Channel.WHATSAPP.value),
        ]
        self.messenger = ChoiceField(tr("Settings", "Messages are written with"), messengers)
        self.country = LineField(
            tr("Settings", "Country code"),
            placeholder="+49",
            hint=tr("Settings", "For numbers without one; WhatsApp needs it"),
        )
        self.notice = NoticeCard(notice)
        self._practice_name = ""
        self._lay_out()
        self._enter = EnterPresses(self, self.save)
        for area in self.texts.values():
            area.changed.connect(self._on_edited)
        for field in (self.messenger, self.country):
            field.changed.connect(self._on_edited)

    @classmethod
    @override
    def words(cls) -> str:
        return tr("Palette", "reminder text template sms whatsapp e-mail country code notice")

    @override
    def refresh(self) -> None:
        self.notice.refresh()
        super().refresh()

    @override
    def _look(self) -> StoredReminders:
        settings = self.context.practice.settings
        return settings.workspace(), settings.all()

    @override
    def _shown(self) -> Content:
        texts = {language: area.editor.toPlainText() for language, area in self.texts.items()}
        return {**texts, "messenger": self.messenger.value, "country": self.country.text}

    @override
    def _show(self, content: Content) -> None:
        for language, area in self.texts.items():
            area.set_text(content[language])
        self.messenger.set_value(content["messenger"])
        self.country.set_text(content["country"])
        self._on_edited()

    @override
    def _fill(self, found: StoredReminders) -> None:
        workspace, values = found
        self._practice_name = workspace.name
        texts = {each: template_of(values["reminder_texts"], each) for each in LANGUAGES}
        more = {"messenger": values["reminder_messenger"], "country": values["reminder_country_code"]}
        self._show(texts | more)

    @override
    def _on_edited(self, _value: object = None) -> None:
        super()._on_edited()
        for language, area in self.texts.items():
            template = area.editor.toPlainText()
            self.previews[language].setText(self._preview(language, template))
            self.previews[language].set_tone("danger" if unknown_placeholders(template) else "secondary")

    def _preview(self, language: str, template: str) -> str:
        """As a client would read it; what is wrong with it instead."""
        unknown = unknown_placeholders(template)
        if unknown:
            return _unknown_words(unknown)
        today = self.context.clock.now().date()
        own = {
            Word.DAY: day_words(today, language),
            Word.TIME: "09:00",
            Word.PRACTICE: self._practice_name,
        }
        return fill(template, _SAMPLES[language] | own)

    @override
    def _on_save(self) -> None:
        for area in self.texts.values():
            unknown = unknown_placeholders(area.text)
            if unknown:
                area.set_error(_unknown_words(unknown))
                area.editor.setFocus()
                return
        changed = self._changed()
        self._send(lambda: self._write(changed))

    def _write(self, changed: Content) -> Done[Workspace]:
        """On the worker. A text that is as usual is not kept: it becomes better with the program."""
        settings = self.context.practice.settings
        present = settings.get("reminder_texts")
        texts = dict(present) if isinstance(present, Mapping) else {}
        for language in changed.keys() & set(LANGUAGES):
            texts[language] = changed[language].strip()
        own = {each: text for each, text in texts.items() if text and text != _DEFAULTS.get(each)}
        values = {"reminder_texts": own} | {
            setting: changed[name] for name, setting in _SETTINGS.items() if name in changed
        }
        return settings.set(**values)

    def _lay_out(self) -> None:
        for language, area in self.texts.items():
            card = Card()
            card.body.addWidget(area)
            names = ", ".join(f"{{{name}}}" for name in placeholders(language).values())
            words = tr("Settings", "In braces, what the appointment says: {names}", names=names)
            card.body.addWidget(Text(words, size="small", tone="secondary", wrap=True))
            card.body.addWidget(Text(tr("Settings", "A client reads"), size="small", strong=True))
            card.body.addWidget(self.previews[language])
            self.previews[language].setLayoutDirection(_way(language))
            _turn(area.editor, _way(language))
            self.body.addWidget(card)
        card = Card()
        fields = line(self.messenger, self.country)
        # Only one of the two has a hint below it, by which the other would sink to the middle.
        for field in (self.messenger, self.country):
            fields.setAlignment(field, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(fields)
        words = tr(
            "Settings",
            "A mail program or messenger that is opened gets the client's name, address or number, and the "
            "words: it keeps them as it keeps other messages.",
        )
        card.body.addWidget(Text(words, tone="secondary", wrap=True))
        card.body.addWidget(self.error)
        card.body.addLayout(line(self.save, self.discard, stretch=True))
        self.body.addWidget(card)
        self.body.addWidget(self.notice)
        self.body.addStretch(1)


def _way(language: str) -> Qt.LayoutDirection:
    """Each text is written in the direction of its language, whichever the window has."""
    is_rtl = language in RIGHT_TO_LEFT
    return Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight


def _turn(editor: QPlainTextEdit, way: Qt.LayoutDirection) -> None:
    option = editor.document().defaultTextOption()
    option.setTextDirection(way)
    # The side by itself: a plain text edit begins each line at the left, whatever its direction.
    is_rtl = way is Qt.LayoutDirection.RightToLeft
    option.setAlignment(Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft)
    editor.document().setDefaultTextOption(option)


def _text_label(language: str) -> str:
    return tr("Settings", "Hebrew text") if language == "he" else tr("Settings", "English text")


def _unknown_words(unknown: tuple[str, ...]) -> str:
    names = ", ".join(f"{{{name}}}" for name in unknown)
    return tr("Settings", "The program does not know {names}, so nothing can be sent with it.", names=names)
