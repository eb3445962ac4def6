"""What the client form does, free of Qt: check, hint at duplicates, save only what changed."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from typing import Any, Protocol

from core.domain.changes import Changed
from core.domain.clock import Clock
from core.domain.errors import UserError
from core.domain.ids import ClientId
from core.domain.records import Client
from core.store.practice.practice import ClientDraft, ClientSummary, Practice, Undo
from desktop.clients.form import (
    FormValues,
    WrongField,
    changed_fields,
    moved_fields,
    stored_fields,
    to_fields,
    values_of,
)
from desktop.kit.form_drafts import known_fields
from desktop.kit.ports import Publisher, Runner

IDENTITY = {"first_name", "last_name", "date_of_birth", "phone", "email"}


class ClientFormView(Protocol):
    """The form as its presenter sees it. GUI thread."""

    def show_values(self, values: FormValues, *, editing: bool) -> None:
        """Opens the form with these values in place of all that stood there."""
        ...

    def show_wrong(self, field: str, sentence: str) -> None:
        """The sentence at the field by the name of `FormValues`; nothing was saved."""
        ...

    def show_duplicates(self, found: Sequence[ClientSummary]) -> None:
        """Asks whether one of these is the same person; nothing was saved yet."""
        ...

    def show_moved(self, fields: Sequence[str], theirs: FormValues, values: FormValues) -> None:
        """Show `values`; in `fields` these are the person's, though another device wrote `theirs`."""
        ...

    def refuse(self, error: UserError) -> None:
        """The store refused to save; the form stays open with what is typed."""
        ...

    def saved(self, client_id: ClientId, *, new: bool, undo: Undo | None) -> None:
        """All that stands in the form is stored, so it closes. `new`: the client was not there before.

        `undo` takes an edit back; None where nothing was changed, and for somebody new.
        """
        ...

    def show_typed_since(self) -> None:
        """It is saved, and more was typed while it was: the form stays open with that."""
        ...

    def values(self) -> FormValues:
        """What stands in the fields now."""
        ...


class Moved(UserError):
    """Another device changed the same fields while the form was open; nothing was saved."""

    def __init__(self, moved: Sequence[str], present: Client) -> None:
        super().__init__("Another device changed this client meanwhile; nothing was saved yet.", code="moved")
        self.fields = moved
        self.present = present


@dataclass(frozen=True, slots=True)
class SavedClient:
    """What the store answered; `new` when the client was not there before."""

    client: Client
    new: bool
    changed: tuple[Changed, ...]
    undo: Undo | None = None


class FormPresenter:
    """One form at a time. Nothing is written before the person saves."""

    def __init__(
        self, practice: Practice, runner: Runner, publisher: Publisher, clock: Clock, view: ClientFormView
    ) -> None:
        self._practice, self._runner, self._publisher = practice, runner, publisher
        self._clock, self._view = clock, view
        self._before: Client | None = None
        self._start = self._typed = FormValues()
        self._busy = False
        self._number = 0
        """Of the form that is open: an answer about the one before it changes nothing here."""

    @property
    def editing(self) -> ClientId | None:
        """Whose form it is; None for a client who is not stored yet."""
        return self._before.id if self._before else None

    def begin_new(self, values: FormValues) -> None:
        """An empty form, with what is known already put in: that counts as typed, and so as not saved."""
        self._begin(None, FormValues())
        self._view.show_values(values, editing=False)

    def begin_edit(self, client: Client) -> None:
        """`client` is what saving compares with: only fields that differ from it are written."""
        self._begin(client, values_of(client))
        self._view.show_values(self._start, editing=True)

    def content(self, values: FormValues) -> dict[str, Any]:
        """What is typed and what it began from, to be taken up by `take_up`."""
        known = str(self._before.id) if self._before else None
        return {"client": known, "start": asdict(self._start), "typed": asdict(values)}

    def take_up(self, content: dict[str, Any]) -> None:
        """Go on where a form was left. Only what the person typed then is taken, the rest is as it is now."""
        start, typed = _values(content["start"]), _values(content["typed"])
        known = content["client"]
        if known is None:
            self._on_taken_up(start, typed, None)
            return
        self._runner.run(
            lambda: self._practice.clients.get(ClientId(uuid.UUID(known))),
            lambda client: self._on_taken_up(start, typed, client),
            lambda _gone: self._on_taken_up(start, typed, None),
        )

    def _on_taken_up(self, start: FormValues, typed: FormValues, client: Client | None) -> None:
        self._begin(client, values_of(client) if client else FormValues())
        present = self._start if client else start
        self._view.show_values(_touched(present, start, typed), editing=client is not None)

    def _begin(self, client: Client | None, start: FormValues) -> None:
        self._before, self._start = client, start
        self._busy, self._number = False, self._number + 1

    def is_changed(self, values: FormValues) -> bool:
        """Whether something stands in the form that leaving it would lose."""
        return values != self._start

    def save(self, values: FormValues, *, despite_duplicates: bool = False) -> None:
        """Answers through the view: `show_wrong`, `show_duplicates`, `show_moved`, `refuse`, or `saved`.

        Asked again while a save is on its way it does nothing. `despite_duplicates`: a person looked at them
        and said that it is another one.
        """
        if self._busy:
            return
        try:
            wanted = self._wanted(values)
        except WrongField as error:
            self._view.show_wrong(error.field, error.sentence)
            return
        self._busy, self._typed = True, values
        work = partial(self._work, self._before, wanted, check=not despite_duplicates)
        number = self._number
        self._runner.run(work, partial(self._on_worked, number), partial(self._on_refused, number))

    def _wanted(self, values: FormValues) -> dict[str, Any]:
        now = self._clock.now()
        if self._before is not None:
            return changed_fields(self._before, values, now)
        made = to_fields(values, now)
        made["consent_at"] = now if values.consent_status else None
        return made

    def _work(
        self, before: Client | None, wanted: dict[str, Any], *, check: bool
    ) -> "list[ClientSummary] | SavedClient":
        """On the store worker: duplicates to ask about, or the client that was saved."""
        if check and (found := self._duplicates(before, wanted)):
            return found
        if before is None:
            added = self._practice.clients.add(ClientDraft(**wanted))
            return SavedClient(added.value, True, added.changed)
        return self._edit(before, wanted)

    def _edit(self, before: Client, wanted: dict[str, Any]) -> "SavedClient":
        present = self._practice.clients.get(before.id)
        if moved := moved_fields(before, present, wanted):
            raise Moved(moved, present)
        if not wanted:
            return SavedClient(present, False, ())
        done = self._practice.clients.edit(before.id, **wanted)
        return SavedClient(done.value, False, done.changed, done.undo)

    def _duplicates(self, before: Client | None, wanted: dict[str, Any]) -> list[ClientSummary]:
        """Someone else who looks the same; an edit asks only when it touched who the client is."""
        if before is not None and IDENTITY.isdisjoint(wanted):
            return []
        whole = wanted if before is None else stored_fields(before) | wanted
        found = self._practice.clients.duplicates(ClientDraft(**whole))
        return [summary for summary in found if before is None or summary.client.id != before.id]

    def _on_worked(self, number: int, result: "list[ClientSummary] | SavedClient") -> None:
        if isinstance(result, SavedClient):
            # Whatever form is open by now: it is stored, and every screen has to know.
            self._publisher.publish(result.changed)
        if number != self._number:
            return
        self._busy = False
        if isinstance(result, list):
            self._view.show_duplicates(result)
        elif self._view.values() == self._typed:
            self._view.saved(result.client.id, new=result.new, undo=result.undo)
        else:
            self._before, self._start = result.client, self._typed
            self._view.show_typed_since()

    def _on_refused(self, number: int, error: UserError) -> None:
        if number != self._number:
            return
        self._busy = False
        if isinstance(error, Moved):
            self._take_over(error)
        else:
            self._view.refuse(error)

    def _take_over(self, moved: Moved) -> None:
        """Fields that the person left alone show what the other device wrote; saving again keeps the rest."""
        theirs = values_of(moved.present)
        values = _touched(theirs, self._start, self._view.values())
        self._before, self._start = moved.present, theirs
        self._view.show_moved(moved.fields, theirs, values)


def _touched(present: FormValues, start: FormValues, typed: FormValues) -> FormValues:
    """`present` with every field that the person changed since `start`."""
    names = (field.name for field in fields(FormValues))
    changed = {name: getattr(typed, name) for name in names if getattr(typed, name) != getattr(start, name)}
    return replace(present, **changed)


def _values(content: dict[str, Any]) -> FormValues:
    tags = tuple(content.get("tags", ()))
    return FormValues(**{**known_fields(FormValues, content), "tags": tags})
