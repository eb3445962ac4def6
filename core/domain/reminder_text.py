"""The words of a reminder: a template of the practice, filled with what one appointment says."""

import re
from collections.abc import Mapping
from datetime import date
from enum import Enum

from core.domain.errors import RuleBroken
from core.domain.printable import one_line

LANGUAGES = ("en", "he")
"""Languages in which clients are written to; the first one where nothing says which."""
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_HEBREW, _LATIN = re.compile("[\u05d0-\u05ea]"), re.compile("[A-Za-z\u00c0-\u024f]")
_LONGEST_VALUE = 200


class Word(Enum):
    """What a template may ask for. Nothing of it is clinical but the service, which no template has by
    itself."""

    FIRST_NAME = "first name"
    DAY = "day"
    TIME = "time"
    PLACE = "place"
    PRACTICE = "practice"
    PRACTITIONER = "practitioner"
    SERVICE = "service"


_NAMES: Mapping[str, Mapping[Word, str]] = {
    "en": {word: word.value for word in Word},
    "he": {
        Word.FIRST_NAME: "שם פרטי",
        Word.DAY: "יום",
        Word.TIME: "שעה",
        Word.PLACE: "מקום",
        Word.PRACTICE: "קליניקה",
        Word.PRACTITIONER: "מטפל",
        Word.SERVICE: "טיפול",
    },
}
_BY_NAME = {name: word for names in _NAMES.values() for word, name in names.items()}
_DEFAULTS = {
    "en": "Hello {first name},\n"
    "this is a reminder of your appointment on {day} at {time}.\n"
    "{place}\n"
    "If you cannot come, please let us know in time.\n"
    "{practice}",
    "he": "שלום {שם פרטי},\n"
    "זו תזכורת לפגישה שלך ב{יום} בשעה {שעה}.\n"
    "{מקום}\n"
    "אם אין באפשרותך להגיע, נא להודיע לנו מראש.\n"
    "{קליניקה}",
}
_SUBJECTS = {"en": "Your appointment", "he": "הפגישה שלך"}
_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "he": ("יום שני", "יום שלישי", "יום רביעי", "יום חמישי", "יום שישי", "שבת", "יום ראשון"),
}
_MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "he": (
        *("ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני"),
        *("יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"),
    ),
}


def language_of(locale: str) -> str:
    """Of a practice, by its locale such as "he" or "he-IL"; the first language where there is no such."""
    language = re.split("[-_]", locale, maxsplit=1)[0].lower()
    return language if language in LANGUAGES else LANGUAGES[0]


def language_for(name: str, locale: str, chosen: str | None = None) -> str:
    """In which a client is written to: as it was chosen, else by the letters of the name, else as usual.

    A language that only a newer program writes counts as not chosen.
    """
    if chosen in LANGUAGES:
        return chosen
    if _HEBREW.search(name):
        return "he"
    return "en" if _LATIN.search(name) else language_of(locale)


def default_template(language: str) -> str:
    """What stands until the practice has words of its own."""
    return _DEFAULTS[language]


def template_of(texts: object, language: str) -> str:
    """The practice's, out of its settings; the default where there is none, or what is there is no text."""
    text = texts.get(language) if isinstance(texts, Mapping) else None
    return text if isinstance(text, str) and text.strip() else _DEFAULTS[language]


def subject_of(language: str) -> str:
    """Of an e-mail. It names no time and no practice: telephones show it to whoever sees them."""
    return _SUBJECTS[language]


def placeholders(language: str) -> Mapping[Word, str]:
    """What each is called in a template of this language; those of every language are understood."""
    return _NAMES[language]


def unknown_placeholders(template: str) -> tuple[str, ...]:
    """What stands in braces and means nothing, without the braces, in its order."""
    found = (each.strip() for each in _PLACEHOLDER.findall(template))
    return tuple(dict.fromkeys(name for name in found if name not in _BY_NAME))


def fill(template: str, values: Mapping[Word, str]) -> str:
    """The text as it is sent. RuleBroken for a placeholder that means nothing.

    A value is put on one line, without marks that turn writing round. A line whose placeholders are all
    empty is left out, so that an appointment without a place has no bare line.
    """
    if unknown_placeholders(template):
        raise RuleBroken(
            "The text asks for something in braces that the program does not know; nothing was sent. Change "
            "it in Settings, Reminders.",
            code="placeholder",
        )
    clean = {word: one_line(values.get(word, ""), _LONGEST_VALUE) for word in Word}
    lines = (line for line in template.strip().splitlines() if _has_content(line, clean))
    return "\n".join(_PLACEHOLDER.sub(lambda found: clean[_word(found)], line).rstrip() for line in lines)


def day_words(day: date, language: str) -> str:
    """Such as "Tuesday, 24 November". In Hebrew it may follow a prefix: "יום שלישי, 24 בנובמבר"."""
    month = _MONTHS[language][day.month - 1]
    within = f"ב{month}" if language == "he" else month
    return f"{_WEEKDAYS[language][day.weekday()]}, {day.day} {within}"


def _word(found: re.Match[str]) -> Word:
    return _BY_NAME[found[1].strip()]


def _has_content(line: str, values: Mapping[Word, str]) -> bool:
    asked = [_word(found) for found in _PLACEHOLDER.finditer(line)]
    return not asked or any(values[word] for word in asked)
