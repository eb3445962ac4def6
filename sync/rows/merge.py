"""Pure three-way merge of one row with its stored base: what to keep, what to ask, what to tell.

The row keeps what could be merged and the server's value where it could not; the conflict holds both.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

from core.domain.enums import ConflictReason, Resolution
from core.domain.plain import Plain
from core.domain.registry import CLINICAL_DIGEST, Column, ColumnKind, Merge, Table
from core.store.database.columns import compact_json
from core.store.outbox.wire_row import wire_text
from core.text.merge import merge_text

Fields = Mapping[int, Plain]
"""Wire values by column number; secret columns as plain text; absent means NULL."""


class NoticeKind(StrEnum):
    """What was settled by rule, and told."""

    MERGED = "merged"
    """A text or set that two devices changed was put together."""
    RESTORED = "restored"
    """One device deleted the record while another edited it; it is back."""


@dataclass(frozen=True, slots=True)
class RowSide:
    """One version of a row."""

    fields: Fields
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """What a person must decide. `field` names one column, or several of one unit joined by commas.

    For an AMENDMENT `ours` is the late text and `theirs` what the finalized note says, whichever device
    merges: `late_there` when the late text is the other device's.
    """

    field: str
    reason: ConflictReason
    base: str | None
    ours: str | None
    theirs: str | None
    late_there: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """To be told once of a merged row; without `field` it is about all of it."""

    kind: NoticeKind
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Loser:
    """One field that both devices changed, for the append-only history: nothing typed disappears."""

    field: str
    kind: str
    base: str | None
    ours: str | None
    theirs: str | None
    result: str | None


@dataclass(slots=True)
class Merged:
    """The merged row with everything that a person should know about it.

    `kept` is settled by rule: nobody is asked, and both values go where every device has them.
    """

    fields: dict[int, Plain]
    deleted: bool = False
    conflicts: list[FieldConflict] = field(default_factory=list)
    kept: list[FieldConflict] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    history: list[Loser] = field(default_factory=list)


UNITS: Mapping[str, Sequence[tuple[str, ...]]] = {
    "appointments": (("scheduled_start", "scheduled_end"), ("location_id", "location_type")),
    "appointment_series": (
        ("rrule", "start_local", "timezone", "duration_minutes"),
        ("location_id", "location_type"),
    ),
    "time_blocks": (
        ("start_local", "timezone", "duration_minutes", "is_all_day", "rrule"),
        ("user_id", "location_id"),
    ),
    "measures": (("kind", "name", "unit", "low", "high", "value"),),
    "waitlist_entries": (("earliest", "latest"),),
    "body_marks": (("kind", "intensity"),),
    "clients": (("consent_status", "consent_at", "consent_version"),),
    "locations": (("location_type", "address"),),
}
"""Columns that mean something only together: taken from one side whole, or asked about once."""

SOAP = ("subjective", "objective", "assessment", "plan")
FINAL = ("is_draft", "finalized_at", "finalized_by", "signature", "session_date", "client_id")
DELETION = ("deleted_reason", "deleted_by_user_id", "permanent_delete_after")
_WORDED = frozenset({"deleted_reason", "session_date"})
"""What a person wrote, among the columns of which one side's are taken whole."""
DISPUTED = ("base", "ours", "theirs")
RESOLUTION = ("resolved_at", "resolved_by_user_id", "resolution")
_LEFT_AS_IT_STOOD = frozenset({Resolution.THEIRS.value, Resolution.DISMISSED.value})
"""Answers that change no record: theirs stands in it until a conflict is settled."""


def merge_row(table: Table, base: RowSide | None, ours: RowSide, theirs: RowSide) -> Merged:
    """Merges two edits of one row. `base` is the row as last agreed with the server, None if never there."""
    before = base or RowSide({})
    # A row that only grows has one content for ever, so the server's stands, with its times.
    if ours in (before, theirs) or table.insert_only:
        return Merged(dict(theirs.fields), theirs.deleted)
    if theirs == before:
        return Merged(dict(ours.fields), ours.deleted)
    merger = _RowMerge(table, before, ours, theirs)
    merger.run()
    return merger.out


def merge_cells(
    base: Mapping[int, bytes], ours: Mapping[int, bytes], theirs: Mapping[int, bytes]
) -> dict[int, bytes]:
    """Cells of columns that a newer program added: what one side changed is taken, where both did theirs."""
    kept = {
        no: ours.get(no) if theirs.get(no) == base.get(no) else theirs.get(no)
        for no in {*base, *ours, *theirs}
    }
    return {no: cell for no, cell in kept.items() if cell is not None}


class _RowMerge:
    """The steps of one merge; each decides some columns and leaves the rest to the next."""

    def __init__(self, table: Table, base: RowSide, ours: RowSide, theirs: RowSide) -> None:
        self.table, self.base, self.ours, self.theirs = table, base, ours, theirs
        self.out = Merged(dict(theirs.fields))
        self._open = set(base.fields) | set(ours.fields) | set(theirs.fields)
        # What stands for clinical fields is told with them, or in their place, by whoever sent the row.
        self._open.discard(CLINICAL_DIGEST)

    def run(self) -> None:
        # Each step takes columns away from those that are open, so what concerns the whole row comes before
        # single fields.
        self._merge_deletion()
        if self.table.name == "sessions":
            self._merge_finalized()
        elif self.table.name == "conflicts":
            self._merge_resolution()
        for unit in UNITS.get(self.table.name, ()):
            self._merge_unit(self._numbers(unit))
        for no in sorted(self._open):
            self._merge_field(no)

    def _numbers(self, names: Iterable[str]) -> list[int]:
        return [self.table.by_name[name].no for name in names]

    def _values(self, no: int) -> tuple[Plain, Plain, Plain]:
        return self.base.fields.get(no), self.ours.fields.get(no), self.theirs.fields.get(no)

    def _put(self, no: int, value: Plain) -> None:
        self._open.discard(no)
        if value is None:
            self.out.fields.pop(no, None)
        else:
            self.out.fields[no] = value

    def _take(self, side: RowSide, numbers: Iterable[int]) -> None:
        for no in numbers:
            self._put(no, side.fields.get(no))

    def _name(self, no: int) -> str:
        column = self.table.by_no.get(no)
        return column.name if column else str(no)

    def _changed(self, side: RowSide, numbers: Iterable[int]) -> bool:
        return any(side.fields.get(no) != self.base.fields.get(no) for no in numbers)

    # deletion

    def _merge_deletion(self) -> None:
        """An edit wins over a delete that had not seen it."""
        out, base, ours, theirs = self.out, self.base, self.ours, self.theirs
        out.deleted = theirs.deleted if ours.deleted == base.deleted else ours.deleted
        # Nobody edited what another one deleted: what is left to settle is whose reason stands.
        if base.deleted or ours.deleted == theirs.deleted:
            self._merge_traces()
            return
        editor, deleter = (theirs, ours) if ours.deleted else (ours, theirs)
        if self._edited(editor):
            out.deleted = False
            out.notices.append(Notice(NoticeKind.RESTORED))
            traces = self._traces()
            self._take(editor, traces)
            for no in traces:
                self._keep_loser(no, "restored", deleter)
        else:
            self._take(deleter, [no for no in self._open if self._changed(deleter, [no])])

    def _traces(self) -> list[int]:
        return self._numbers(name for name in DELETION if name in self.table.by_name)

    def _merge_traces(self) -> None:
        """Who deleted it and why goes with the tombstone; nobody is asked which of two reasons was right."""
        ours, theirs, traces = self.ours, self.theirs, self._traces()
        if ours.deleted != theirs.deleted:
            keeper = theirs if theirs.deleted == self.out.deleted else ours
        elif self._changed(ours, traces) and self._changed(theirs, traces):
            # Not ours or theirs: both devices must keep the same one of two deletions.
            keeper = max(ours, theirs, key=lambda side: [_rank(side.fields.get(no)) for no in traces])
        else:
            return
        loser = ours if keeper is theirs else theirs
        self._take(keeper, traces)
        for no in traces:
            if loser.fields.get(no) not in (self.base.fields.get(no), keeper.fields.get(no)):
                self._keep_loser(no, "replaced", loser)

    def _edited(self, side: RowSide) -> bool:
        columns = self.table.by_no
        stamps = {no for no, column in columns.items() if column.merge is Merge.LATEST}
        # Stamps and counts move without anybody's hand; no delete is undone for one of them.
        return self._changed(side, self._open - stamps)

    # session notes and conflicts

    def _merge_finalized(self) -> None:
        """A finalized note never changes; the other side's late text becomes a proposed amendment."""
        no = self.table.by_name["finalized_at"].no
        theirs_final = self.theirs.fields.get(no) is not None
        if not theirs_final and self.ours.fields.get(no) is None:
            return
        final, late = (self.theirs, self.ours) if theirs_final else (self.ours, self.theirs)
        # What a signature covers comes from the signed side together, or the signature would not hold any
        # more.
        self._take(final, self._numbers((*SOAP, *FINAL)))
        for soap in self._numbers(SOAP):
            self._propose(soap, final, late)
        for no in self._numbers(FINAL):
            if late.fields.get(no) not in (self.base.fields.get(no), final.fields.get(no)):
                self._keep_loser(no, "replaced", late)

    def _propose(self, no: int, final: RowSide, late: RowSide) -> None:
        base, text, frozen = self.base.fields.get(no), late.fields.get(no), final.fields.get(no)
        # A field that was emptied proposes nothing: no words of it would be lost.
        if not text or text in (base, frozen):
            return
        texts = _texts(base, text, frozen)
        late_there = late is self.theirs
        self.out.conflicts.append(FieldConflict(self._name(no), ConflictReason.AMENDMENT, *texts, late_there))
        self._keep_in_history(no, "conflict")

    def _merge_resolution(self) -> None:
        """The later resolution whole; opened again by texts that whoever settled it had not seen, and by
        two answers of which one left the record as it stood: the record has the other one, unseen."""
        numbers = self._numbers(RESOLUTION)
        first, second = (
            tuple(_rank(side.fields.get(no)) for no in numbers) for side in (self.ours, self.theirs)
        )
        # By all three columns, so that both devices choose the same one, also of two answers of one moment.
        settled, other = (self.ours, self.theirs) if first > second else (self.theirs, self.ours)
        texts = self._numbers(DISPUTED)
        is_unseen = other.fields.get(numbers[0]) is None and any(
            self._changed(other, [no]) and other.fields.get(no) != settled.fields.get(no) for no in texts
        )
        both = [no for no in texts if self._changed(self.ours, [no]) and self._changed(self.theirs, [no])]
        if any(self.ours.fields.get(no) != self.theirs.fields.get(no) for no in both):
            self._keep_question(self.ours)
        for no in texts:
            if no not in both and self._changed(self.ours, [no]):
                self._take(self.ours, [no])
        self._take(other if is_unseen else settled, numbers)
        self._settle_two_answers(settled, other)
        self._take(self.theirs, list(self._open))

    def _keep_question(self, side: RowSide) -> None:
        """Its texts give way here to the other side's: they become a question of their own about the same
        record, settled where that one was. What only a newer program knows to ask stays in history."""
        name, reason = (side.fields.get(self.table.by_name[each].no) for each in ("field", "reason"))
        if name is None or reason not in list(ConflictReason):
            for no in self._numbers(DISPUTED):
                self._keep_in_history(no, "replaced")
            return
        base, ours, theirs = _texts(*(side.fields.get(no) for no in self._numbers(DISPUTED)))
        question = FieldConflict(str(name), ConflictReason(str(reason)), base, ours, theirs)
        if side.fields.get(self._numbers(RESOLUTION)[0]) is not None:
            self.out.kept.append(question)
        else:
            self.out.conflicts.append(question)
            self.out.history.append(Loser(question.field, "conflict", base, ours, theirs, theirs))

    def _settle_two_answers(self, later: RowSide, earlier: RowSide) -> None:
        """An amendment that one accepted is there and stays; any other two are put before a person."""
        at, _, answer = self._numbers(RESOLUTION)
        answers = [side.fields.get(answer) for side in (later, earlier)]
        if not all(
            side.fields.get(at) is not None and self._changed(side, [at]) for side in (later, earlier)
        ):
            return
        left = [each in _LEFT_AS_IT_STOOD for each in answers]
        # Both left the record as it stood, or both changed it: then the merge of the record has said all.
        if left[0] is left[1]:
            return
        self._keep_in_history(answer, "replaced")
        accepted = earlier if left[0] else later
        if later.fields.get(self.table.by_name["reason"].no) == ConflictReason.AMENDMENT:
            self._take(accepted, self._numbers(RESOLUTION))
        else:
            self._take(RowSide({answer: Resolution.CONTESTED.value}), self._numbers(RESOLUTION))

    # units and single fields

    def _merge_unit(self, numbers: list[int]) -> None:
        differing = [no for no in numbers if self.ours.fields.get(no) != self.theirs.fields.get(no)]
        if not differing or not self._changed(self.ours, numbers):
            self._take(self.theirs, numbers)
        elif not self._changed(self.theirs, numbers):
            self._take(self.ours, numbers)
        else:
            self._take(self.theirs, numbers)
            self._ask_about(differing)

    def _ask_about(self, numbers: list[int]) -> None:
        base, ours, theirs = (self._together(side, numbers) for side in (self.base, self.ours, self.theirs))
        name = ",".join(self._name(no) for no in numbers)
        self._ask(name, base, ours, theirs)

    def _together(self, side: RowSide, numbers: list[int]) -> Plain:
        if len(numbers) == 1:
            return side.fields.get(numbers[0])
        return {self._name(no): side.fields.get(no) for no in numbers}

    def _merge_field(self, no: int) -> None:
        base, ours, theirs = self._values(no)
        if theirs in (ours, base):
            self._put(no, ours)
        elif ours == base:
            self._put(no, theirs)
        else:
            self._merge_both(no, self.table.by_no.get(no))

    def _merge_both(self, no: int, column: Column | None) -> None:
        if column is None:
            # A newer program's, of which nobody could be asked here; only where nothing agreed on is known.
            self._put(no, self._values(no)[2])
            self._keep_in_history(no, "replaced")
        # Else two owners who changed two settings would be asked about all of them.
        elif column.kind is ColumnKind.JSON and column.merge is Merge.ASK:
            self._merge_settings(no)
        else:
            _RULES[column.merge](self, no)

    def ask(self, no: int) -> None:
        base, ours, theirs = self._values(no)
        self._put(no, theirs)
        self._ask(self._name(no), base, ours, theirs)

    def latest(self, no: int) -> None:
        _, ours, theirs = self._values(no)
        self._put(no, max(ours, theirs, key=_rank))

    def text(self, no: int) -> None:
        values = self._values(no)
        base, ours, theirs = (str(value or "") for value in values)
        merged = merge_text(base, ours, theirs)
        if merged.clean and not merged.theirs:
            self._put(no, None)  # empty in two ways, of which one is NULL
        else:
            # The server's own value where the text is the same: NULL and an empty text stay what they are
            # there.
            self._put(no, values[2] if merged.theirs == theirs else merged.theirs)
        if merged.clean:
            self._tell_merged(no)
        else:
            self._keep_in_history(no, "conflict")
            name, reason = self._name(no), ConflictReason.TEXT
            self.out.conflicts.append(FieldConflict(name, reason, base, merged.ours, merged.theirs))

    def union(self, no: int) -> None:
        sets = [_as_list(value) for value in self._values(no)]
        if any(each is None for each in sets):
            self.ask(no)
            return
        base, ours, theirs = (cast("list[str]", each) for each in sets)
        kept = [item for item in base if item in ours and item in theirs]
        # Sorted, so that both devices come to the same list.
        added = sorted({*ours, *theirs} - set(base))
        self._put(no, compact_json(kept + added))
        self._tell_merged(no)

    def days(self, no: int) -> None:
        sets = [set(map(str, value)) if isinstance(value, list) else set() for value in self._values(no)]
        base, ours, theirs = sets
        self._put(no, [*sorted((ours & theirs) | ((ours | theirs) - base))] or None)

    def _merge_settings(self, no: int) -> None:
        """Settings by their names; a name that both set differently is asked about with the whole field."""
        values = self._values(no)
        base, ours, theirs = (value if isinstance(value, dict) else {} for value in values)
        merged: dict[str, object] = {}
        for name in sorted({*base, *ours, *theirs}):
            mine, other, was = ours.get(name), theirs.get(name), base.get(name)
            # The whole is asked about, not the rest merged: that would be a state which nobody chose.
            if was not in (mine, other) and mine != other:
                self.ask(no)
                return
            if (value := other if mine == was else mine) is not None:
                merged[name] = value
        self._put(no, merged)
        self._tell_merged(no)

    # what a person is told

    def _ask(self, name: str, base: Plain, ours: Plain, theirs: Plain) -> None:
        """Theirs stands in the row until somebody answers."""
        texts = _texts(base, ours, theirs)
        self.out.conflicts.append(FieldConflict(name, ConflictReason.VALUE, *texts))
        self.out.history.append(Loser(name, "conflict", *texts, texts[-1]))

    def _tell_merged(self, no: int) -> None:
        self.out.notices.append(Notice(NoticeKind.MERGED, self._name(no)))
        self._keep_in_history(no, "merged")

    def _keep_loser(self, no: int, kind: str, loser: RowSide) -> None:
        """What one side had gives way unasked; a person's own words travel to every device all the same."""
        self._keep_in_history(no, kind)
        name = self._name(no)
        if name in _WORDED and loser.fields.get(no) is not None:
            base, ours, theirs = _texts(*self._values(no))
            self.out.kept.append(FieldConflict(name, ConflictReason.VALUE, base, ours, theirs))

    def _keep_in_history(self, no: int, kind: str) -> None:
        texts, result = _texts(*self._values(no)), wire_text(self.out.fields.get(no))
        self.out.history.append(Loser(self._name(no), kind, *texts, result))


_RULES: Mapping[Merge, Callable[[_RowMerge, int], None]] = {
    Merge.ASK: _RowMerge.ask,
    Merge.LATEST: _RowMerge.latest,
    Merge.TEXT: _RowMerge.text,
    Merge.UNION: _RowMerge.union,
    Merge.DAYS: _RowMerge.days,
}


def _texts(base: Plain, ours: Plain, theirs: Plain) -> tuple[str | None, str | None, str | None]:
    """Values as a conflict or a history entry holds them."""
    return wire_text(base), wire_text(ours), wire_text(theirs)


def _rank(value: Plain) -> tuple[bool, bool, Any]:
    """An order over wire values of one column, texts or numbers; NULL stands first."""
    return value is not None, isinstance(value, int), value


def _as_list(value: Plain) -> list[str] | None:
    """The set behind a JSON text; None when it is not a list of texts."""
    try:
        parsed = json.loads(value) if isinstance(value, str) else (value or [])
    except ValueError:
        return None
    if not isinstance(parsed, list) or not all(isinstance(item, str) for item in parsed):
        return None
    return [str(item) for item in parsed]
