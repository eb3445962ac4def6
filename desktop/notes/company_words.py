"""How an open note says who else writes in it, and where."""

from core.domain.notes import SOAP
from desktop.kit.i18n import tr
from desktop.notes.card import field_names
from desktop.notes.co_writers import Companion


def words_of(fields: frozenset[str]) -> str:
    """The names of these fields, in their order."""
    return ", ".join(field_names()[name][1] for name in SOAP if name in fields)


def company_words(companion: Companion) -> str:
    """Who is writing in which fields, as the header says it."""
    fields = words_of(frozenset(companion.fields))
    if companion.device:
        return tr("Notes", "{device} is writing in {fields}", device=companion.device, fields=fields)
    return tr("Notes", "Another laptop is writing in {fields}", fields=fields)
