"""Templates and snippets as the open note uses them: held in memory, so that a key answers at once. No Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.domain.notes import SOAP
from core.domain.records import NoteTemplate, TextSnippet
from core.domain.text_snippets import find
from core.text.folding import fold


def texts_of(template: NoteTemplate) -> dict[str, str]:
    """The texts that say something, by field."""
    found = {name: getattr(template, name) or "" for name in SOAP}
    return {name: text for name, text in found.items() if text.strip()}


def fills(template: NoteTemplate, texts: Mapping[str, str]) -> dict[str, str]:
    """What the template puts where: into empty fields alone."""
    return {name: text for name, text in texts_of(template).items() if not texts.get(name, "").strip()}


@dataclass(frozen=True, slots=True)
class NoteTexts:
    """What the practice writes again and again; nothing where this person may not read it."""

    templates: Sequence[NoteTemplate] = ()
    snippets: Sequence[TextSnippet] = ()

    def expand(self, abbreviation: str) -> str | None:
        """The text that the abbreviation stands for."""
        snippet = find(self.snippets, abbreviation)
        return snippet.text if snippet else None

    def matching(self, query: str) -> "NoteTexts":
        """Those that have every word of the query in their name or their texts."""
        wanted = fold(query.strip().removeprefix(";")).split()
        return NoteTexts(
            [each for each in self.templates if _has(wanted, each.name, *texts_of(each).values())],
            [each for each in self.snippets if _has(wanted, each.abbreviation, each.text)],
        )


def _has(wanted: Sequence[str], *texts: str) -> bool:
    folded = fold("\n".join(texts))
    return all(word in folded for word in wanted)
