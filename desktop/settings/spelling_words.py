"""What the page of spelling says of dictionaries, and which kinds of English can be chosen."""

from collections.abc import Mapping
from pathlib import Path

from desktop.kit.i18n import tr
from desktop.spelling.speller import Language
from desktop.spelling.spelling import DictionaryState, Spelling


def english_choices(of_system: Mapping[str, Path], chosen: Path | None) -> list[tuple[str, Path | None]]:
    """Names and files: the program's own (None) first, then those of this computer, last a file that somebody
    chose elsewhere."""
    found: list[tuple[str, Path | None]] = [(tr("Spelling", "American English"), None)]
    named = sorted((_english_of(country), file) for country, file in of_system.items())
    found += named
    if chosen is not None and chosen not in of_system.values():
        found.append((chosen.name, chosen))
    return found


def _english_of(country: str) -> str:
    known = {
        "AU": tr("Spelling", "Australian English"),
        "CA": tr("Spelling", "Canadian English"),
        "GB": tr("Spelling", "British English"),
        "IE": tr("Spelling", "Irish English"),
        "NZ": tr("Spelling", "New Zealand English"),
        "ZA": tr("Spelling", "South African English"),
    }
    return known.get(country) or tr("Spelling", "English ({country})", country=country)


def state_words(spelling: Spelling, language: Language) -> str:
    """Whether there is a dictionary of this language, which one, and where another one comes from."""
    state = spelling.state(language)
    if state is DictionaryState.BROKEN:
        return tr(
            "Spelling",
            "Its dictionary could not be loaded or broke down, so its words are not underlined. "
            "Your notes are not touched. Switch the language off and on to try once more.",
        )
    if language is Language.ENGLISH:
        return _english_words(spelling)
    if state is DictionaryState.FOUND:
        return tr("Spelling", "The dictionary: {file}", file=str(spelling.file(language)))
    return tr(
        "Spelling",
        "There is no Hebrew dictionary on this computer yet. It comes with LibreOffice, and on Linux "
        "with the package hunspell-he; or choose its file here.",
    )


def _english_words(spelling: Spelling) -> str:
    file, settings = spelling.file(Language.ENGLISH), spelling.settings
    chosen = settings.files.get(Language.ENGLISH) if settings else None
    if file is None:
        return tr("Spelling", "The dictionary is missing, so English words are not underlined.")
    if file == chosen:
        return tr("Spelling", "The dictionary: {file}", file=str(file))
    if chosen is not None:
        return tr(
            "Spelling",
            "The dictionary that was chosen is no longer there, so the American one that comes with PazPaz "
            "is used.",
        )
    if "GB" in spelling.english:
        return tr("Spelling", "The dictionary comes with PazPaz.")
    return tr(
        "Spelling",
        "The dictionary comes with PazPaz. British English comes with LibreOffice, and on Linux with the "
        "package hunspell-en-gb; or choose its file here.",
    )


def refused_words(language: Language) -> str:
    """What to do about a file that is none."""
    if language is Language.HEBREW:
        return tr(
            "Spelling",
            "This file is no Hebrew dictionary, or it is damaged. Nothing was changed. Choose the file "
            "that ends in .dic; the one of the same name that ends in .aff has to lie beside it.",
        )
    return tr(
        "Spelling",
        "This file is no dictionary of English, or it is damaged. Nothing was changed. Choose the file "
        "that ends in .dic; the one of the same name that ends in .aff has to lie beside it.",
    )
