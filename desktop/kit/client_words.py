"""Facts about a client as words, for every screen that tells them."""

from datetime import date

from core.domain.cancellations import MissedInYear
from desktop.kit.i18n import plural, tr


def age_text(born: date, today: date) -> str:
    """Whole years; who was born on 29 February is a year older from 1 March of a common year."""
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return plural("Clients", "1 year", "{n} years", years)


def missed_counts(missed: MissedInYear) -> str:
    """Such as "1 no-show, 2 cancelled late"; what did not happen is left out."""
    what = [plural("Clients", "{n} no-show", "{n} no-shows", missed.no_shows)] if missed.no_shows else []
    if missed.late:
        what.append(plural("Clients", "{n} cancelled late", "{n} cancelled late", missed.late))
    return ", ".join(what)


def missed_this_year(missed: MissedInYear) -> str:
    """Such as "2 no-shows, 1 cancelled late this year"."""
    return tr("Clients", "{what} this year", what=missed_counts(missed))


def language_choices() -> dict[str, str]:
    """In which language messages to a client are written; empty: nobody said, and the letters tell."""
    return {
        "": tr("Clients", "As the name is written"),
        "en": tr("Clients", "English"),
        "he": tr("Clients", "Hebrew"),
    }


def language_word(language: str) -> str:
    """Such as "Hebrew"; one that only a newer program knows stands by its code."""
    return language_choices().get(language, language)
