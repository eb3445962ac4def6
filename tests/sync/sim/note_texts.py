"""What people do about templates of notes and text snippets."""

from collections.abc import Callable
from typing import Any

from core.domain.ids import NoteTemplateId, ServiceId, TextSnippetId
from core.domain.new_rows import NoteTemplateDraft, TextSnippetDraft
from core.domain.notes import SOAP
from tests.sync.sim.people import Person, _id, _short

ABBREVIATIONS = ("rom", "pain", "gait", "mob")
"""Few, so that two people choose the same."""
PROMPTS = ("{side}", "{degrees}", "{where}")


def add_a_template(person: Person) -> str:
    services = [key for key in sorted(person.seen.of("services")) if not person.seen.is_deleted(key)]
    service = ServiceId(_id(person.rnd.choice(services))) if services and person.rnd.random() < 0.6 else None
    texts: dict[str, Any] = {name: _text(person) for name in person.rnd.sample(SOAP, 2)}
    draft = NoteTemplateDraft(name=person.word(), service_id=service, **texts)
    made = person.machine.facade.templates.add(draft).value
    return f"adds template {_short(made.id)}: {', '.join(texts)}"


def change_a_template(person: Person) -> str:
    template, name = person.pick("note_templates"), person.rnd.choice(("name", *SOAP, *SOAP))
    before = str(person.seen.value(template, name) or "")
    text = person.word() if name == "name" else _changed(person, before)
    person.machine.facade.templates.edit(NoteTemplateId(_id(template)), **{name: text})
    return f"sets {name} of template {_short(_id(template))} to {text!r}"


def add_a_snippet(person: Person) -> str:
    abbreviation = person.rnd.choice(ABBREVIATIONS)
    draft = TextSnippetDraft(abbreviation=abbreviation, text=_text(person))
    made = person.machine.facade.snippets.add(draft).value
    return f"adds snippet {_short(made.id)} {abbreviation}: {draft.text!r}"


def change_a_snippet(person: Person) -> str:
    snippet = person.pick("text_snippets")
    name = person.rnd.choice(("abbreviation", "text", "text", "text"))
    before = str(person.seen.value(snippet, name))
    text = person.rnd.choice(ABBREVIATIONS) if name == "abbreviation" else _changed(person, before)
    person.machine.facade.snippets.edit(TextSnippetId(_id(snippet)), **{name: text})
    return f"sets {name} of snippet {_short(_id(snippet))} to {text!r}"


def delete_a_text(person: Person) -> str:
    table = person.rnd.choice(("note_templates", "text_snippets"))
    key = person.pick(table)
    if table == "note_templates":
        person.machine.facade.templates.delete(NoteTemplateId(_id(key)))
    else:
        person.machine.facade.snippets.delete(TextSnippetId(_id(key)))
    return f"deletes {_short(_id(key))} of {table}"


def _text(person: Person) -> str:
    return "\n".join(_line(person) for _ in range(person.rnd.randrange(1, 4)))


def _line(person: Person) -> str:
    return f"{person.word()} {person.rnd.choice(PROMPTS)}: {person.word()}."


def _changed(person: Person, text: str) -> str:
    """One line of it is written anew, or one more is written."""
    lines = text.split("\n") if text else []
    place = person.rnd.randrange(len(lines) + 1)
    lines[place : place + 1] = [_line(person)]
    return "\n".join(lines)


DO_NOTE_TEXTS: dict[str, Callable[[Person], str]] = {
    "add a template": add_a_template,
    "change a template": change_a_template,
    "add a snippet": add_a_snippet,
    "change a snippet": change_a_snippet,
    "delete a text": delete_a_text,
}
