"""Oracles about what was typed: all of it is somewhere, and nothing else is anywhere."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from core.domain.registry import SESSION_VERSIONS, ColumnKind, Merge
from core.store.outbox.wire_row import field_to_wire
from tests.sync.oracles import refusals
from tests.sync.oracles.agreement import MOST
from tests.sync.oracles.diary import Diary, Edit, sentences
from tests.sync.oracles.eye import WORDS, Eye, Key, Seen, name_of, table_of
from tests.sync.oracles.finding import Finding, Oracle

_VERSIONS = SESSION_VERSIONS.no
BOOKKEEPING = frozenset(
    {
        "is_draft",
        "finalized_at",
        "finalized_by",
        "signature",
        "signed_at",
        "deleted_reason",
        "deleted_by_user_id",
        "permanent_delete_after",
        "created_by_user_id",
        "appointment_id",
        "email_digest",
    }
)
"""Columns that the program sets by itself: nobody is asked about them, and nobody typed them."""
_BY_MEMBER = frozenset({"settings"})
"""Documents that are merged member by member: the whole of one edit need stand nowhere afterwards."""


def nothing_lost(diary: Diary, seen: Seen, eyes: Sequence[Eye]) -> Iterator[Finding]:
    """(b) Each word typed is in a row or a conflict, or was removed by someone who saw it."""
    aside = "\n".join(eye.not_arrived() for eye in eyes)
    kept = seen.words() | set(WORDS.findall(aside))
    for word in sorted(diary.typed - diary.removed - diary.excused - kept)[:MOST]:
        yield Finding(Oracle.NO_LOSS, f"the word {word} is nowhere any more")
    yield from _values_lost(diary, seen, eyes)
    yield from _wrongly_deleted(diary, seen)


def _values_lost(diary: Diary, seen: Seen, eyes: Sequence[Eye]) -> Iterator[Finding]:
    """Dates, times, states: what somebody set stands, or is told, or was changed by one who saw it."""
    told = _told_about(seen, eyes)
    for (key, name), edits in sorted(diary.edits.items()):
        column = table_of(key).by_name[name]
        if column.merge is not Merge.ASK or name in BOOKKEEPING | _BY_MEMBER or key not in seen.rows:
            continue
        final = seen.value(key, name)
        for edit in edits:
            text = str(_wire(column, edit.after))
            if edit.after in (None, final) or _seen_and_changed(edit, edits):
                continue
            if any(form in told.get(key, "") for form in (text, json.dumps(text)[1:-1])):
                continue
            if not diary.restored:
                yield Finding(Oracle.NO_LOSS, f"{name} of {name_of(key)}: {text} is told nowhere")


def _seen_and_changed(edit: Edit, edits: Sequence[Edit]) -> bool:
    return any(each.before == edit.after for each in edits if each is not edit)


def _wire(column: Any, value: Any) -> Any:
    told = field_to_wire(column, value)
    return json.dumps(told) if isinstance(told, bool | dict | list) else told


def _told_about(seen: Seen, eyes: Sequence[Eye]) -> dict[Key, str]:
    """What conflicts and histories say of each row."""
    told: dict[Key, list[str]] = {}
    for key in seen.of("conflicts"):
        about = (seen.value(key, "table_no"), seen.value(key, "row_id"))
        told.setdefault(about, []).append(seen.text(key))
    for eye in eyes:
        for entry in (*eye.local("history"), *eye.local("refused")):
            texts = (str(entry[name]) for name in ("base", "ours", "theirs", "payload") if entry.get(name))
            told.setdefault((entry["table_no"], entry["row_id"]), []).extend(texts)
    return {key: "\n".join(texts) for key, texts in told.items()}


def _wrongly_deleted(diary: Diary, seen: Seen) -> Iterator[Finding]:
    """A row is gone only by somebody's delete, and each of its words was seen by somebody who deleted it."""
    for key in sorted(seen.rows):
        if not seen.is_deleted(key) or (key[0] == _VERSIONS and _gave_way(seen, key)):
            continue
        deletes = diary.deletes.get(key)
        if not deletes:
            yield Finding(Oracle.NO_LOSS, f"{name_of(key)} is deleted, and nobody deleted it")
            continue
        words = {
            word
            for value in seen.fields(key).values()
            if isinstance(value, str)
            for word in WORDS.findall(value)
        }
        unseen = words.difference(*(each.seen for each in deletes)) - diary.excused
        if unseen and not diary.restored:
            yield Finding(Oracle.NO_LOSS, f"{name_of(key)} was deleted by nobody who had seen {min(unseen)}")


def _gave_way(seen: Seen, key: Key) -> bool:
    """Whether another device's version has this one's number, or that of one which it amended."""
    note, number = seen.value(key, "session_id"), seen.value(key, "version_number")
    others = [each for each in seen.of("session_versions") if seen.value(each, "session_id") == note]
    if any(not seen.is_deleted(each) and seen.value(each, "version_number") == number for each in others):
        return True
    earlier = [each for each in others if seen.value(each, "version_number") == number - 1]
    return any(seen.is_deleted(each) and _gave_way(seen, each) for each in earlier)


def nothing_invented(diary: Diary, seen: Seen, eyes: Sequence[Eye] = ()) -> Iterator[Finding]:
    """(c) Every word and every sentence of every row was written by a person; a dead row lives by an edit.

    What the server refused is taken back as well, and waits in the inbox of one of `eyes`.
    """
    for word in sorted(seen.words() - diary.typed)[:MOST]:
        yield Finding(Oracle.NOTHING_INVENTED, f"nobody typed {word}")
    for key in sorted(seen.rows):
        for column in table_of(key).columns:
            if column.merge is Merge.TEXT:
                made_up = sentences(seen.value(key, column.name)) - diary.sentences
                for sentence in sorted(made_up)[:1]:
                    yield Finding(Oracle.NOTHING_INVENTED, f"{column.name} of {name_of(key)}: {sentence!r}")
            elif column.kind is ColumnKind.JSON and column.merge is Merge.UNION:
                yield from _doubled_or_made_up(diary, seen, key, column.name)
                if not diary.restored and key not in diary.refused:
                    yield from _came_back(diary, seen, (key, column.name), eyes)
    if not diary.restored:
        yield from _wrongly_alive(diary, seen, refusals.deletions(eyes))


def _doubled_or_made_up(diary: Diary, seen: Seen, key: Key, name: str) -> Iterator[Finding]:
    items = json.loads(seen.value(key, name) or "[]")
    if len(items) != len(set(items)):
        yield Finding(Oracle.EXACTLY_ONCE, f"{name} of {name_of(key)} holds an item twice")
    edits = [(_items(each.before), _items(each.after)) for each in diary.edits.get((key, name), ())]
    added = {item for before, after in edits for item in after - before}
    for item in sorted(set(items) - added)[:1]:
        yield Finding(Oracle.NOTHING_INVENTED, f"{name} of {name_of(key)}: nobody added {item}")


def _came_back(diary: Diary, seen: Seen, field: tuple[Key, str], eyes: Sequence[Eye]) -> Iterator[Finding]:
    """What somebody took out of a list stays out, unless it was put in once more or taking it was refused."""
    key, name = field
    is_in: dict[str, bool] = {}
    for edit in diary.edits.get(field, ()):
        before, after = _items(edit.before), _items(edit.after)
        is_in |= dict.fromkeys(after - before, True) | dict.fromkeys(before - after, False)
    back = {item for item, put in is_in.items() if not put} & _items(seen.value(key, name))
    followed = {item for item in back if WORDS.fullmatch(item)}
    if not followed:
        return
    refused = refusals.lists(eyes, key, name)
    for item in sorted(item for item in followed if all(item in each for each in refused))[:1]:
        yield Finding(Oracle.NOTHING_INVENTED, f"{name} of {name_of(key)}: {item} came back")


def _items(value: Any) -> set[str]:
    return set(json.loads(value)) if value else set()


def _wrongly_alive(diary: Diary, seen: Seen, refused: set[Key]) -> Iterator[Finding]:
    """What was deleted lives again only when somebody restored it or edited it without knowing, or when
    the clinic did not take the deletion."""
    for key, deletes in sorted(diary.deletes.items()):
        if key not in seen.rows or seen.is_deleted(key) or key in diary.undeleted | refused:
            continue
        edits = [each for (row, _), found in diary.edits.items() if row == key for each in found]
        if {each.device for each in edits} <= {each.device for each in deletes[:1]}:
            yield Finding(Oracle.NOTHING_INVENTED, f"{name_of(key)} is back, and nobody else had edited it")


def names_in_use(seen: Seen) -> Iterator[Finding]:
    """(c) Living services and places have names of their own."""
    for table in ("services", "locations"):
        names = [seen.value(key, "name") for key in seen.of(table) if not seen.is_deleted(key)]
        if len(names) != len(set(names)):
            yield Finding(Oracle.NOTHING_INVENTED, f"two living {table} have one name")
