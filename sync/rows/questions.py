"""What sync tells a person, and what it asks: each once, whoever found it and however often it comes up."""

from uuid import UUID

from core.domain.enums import Resolution
from core.domain.ids import DeviceId, RowKey
from core.domain.registry import BY_NAME, BY_NO
from core.store.unit_of_work.conflicts import Question
from core.store.unit_of_work.settlement import Lost, Told
from sync.rows.merge import FieldConflict, Loser, Merged

CONFLICTS = BY_NAME["conflicts"]


def question(
    key: RowKey,
    conflict: FieldConflict,
    here: DeviceId | None = None,
    there: DeviceId | None = None,
    *,
    settled: bool = False,
) -> Question:
    """Both texts, for a person. `here` wrote ours and `there` theirs, unless the late text came from there.

    `settled` from the start: both texts are kept in the clinic, and nobody is asked.
    """
    writers = (there, here) if conflict.late_there else (here, there)
    return Question(
        table_no=key[0],
        row_id=key[1],
        field=conflict.field,
        reason=conflict.reason,
        base=conflict.base,
        ours=conflict.ours,
        theirs=conflict.theirs,
        our_device=writers[0],
        their_device=writers[1],
        resolution=Resolution.DISMISSED if settled else None,
    )


def told_of_merge(key: RowKey, merged: Merged, here: DeviceId, there: DeviceId | None) -> Told:
    """History, notices, questions and the audit of one merge."""
    about = _asked_about(key, merged)
    return Told(
        key=key,
        history=tuple(
            _lost(about if each.kind == "conflict" else key, each, there) for each in merged.history
        ),
        notices=tuple((each.kind, each.field) for each in merged.notices),
        questions=tuple(question(about, each, here, there) for each in merged.conflicts),
        kept=tuple(question(about, each, here, there, settled=True) for each in merged.kept),
        event=f"{BY_NO[key[0]].name.removesuffix('s')}.merge",
    )


def _lost(about: RowKey, loser: Loser, there: DeviceId | None) -> Lost:
    return Lost(
        about=about,
        field=loser.field,
        kind=loser.kind,
        base=loser.base,
        ours=loser.ours,
        theirs=loser.theirs,
        result=loser.result,
        their_device=there,
    )


def _asked_about(key: RowKey, merged: Merged) -> RowKey:
    """The record of the questions that a merge leaves: of two versions of a conflict, the conflict's own."""
    if key[0] != CONFLICTS.no:
        return key
    table_no, row_id = (merged.fields[CONFLICTS.by_name[name].no] for name in ("table_no", "row_id"))
    return int(str(table_no)), UUID(str(row_id))


def alarm(key: RowKey, kind: str) -> Told:
    """A row that is not believed, or cannot be stored."""
    return Told(key=key, notices=((kind, None),), is_alarm=True)
