"""Oracles about what a person is asked and told: only real disagreement, once, with both texts in history."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from core.domain.enums import ConflictReason
from core.domain.registry import BY_NAME, Merge
from tests.sync.oracles.agreement import MOST
from tests.sync.oracles.diary import Diary
from tests.sync.oracles.eye import WORDS, Eye, Key, Seen, name_of, table_of
from tests.sync.oracles.finding import Finding, Oracle
from tests.sync.oracles.words import BOOKKEEPING

TOLD_WITH_HISTORY = frozenset({"merged", "renamed", "replaced"})
_ALARMS = frozenset({"tampered", "altered", "rolled_back", "unreadable"})


def only_real_questions(diary: Diary, seen: Seen) -> Iterator[Finding]:
    """(d) Both sides of a conflict differ, come from two devices, and neither had seen the other's."""
    for key in seen.of("conflicts"):
        reason = seen.value(key, "reason")
        if reason == ConflictReason.DOUBLE_BOOKING:
            yield from _real_collision(diary, seen, key)
        else:
            yield from _real_difference(diary, seen, key)


def _about(seen: Seen, key: Key) -> Key:
    return seen.value(key, "table_no"), seen.value(key, "row_id")


def _real_difference(diary: Diary, seen: Seen, key: Key) -> Iterator[Finding]:
    about, names = _about(seen, key), str(seen.value(key, "field")).split(",")
    what = f"{seen.value(key, 'field')} of {name_of(about)}"
    ours, theirs = seen.value(key, "ours"), seen.value(key, "theirs")
    if ours == theirs:
        yield Finding(Oracle.NO_FALSE_CONFLICT, f"{what}: both sides say the same")
    if set(names) & BOOKKEEPING:
        yield Finding(Oracle.NO_FALSE_CONFLICT, f"{what}: nobody typed that")
    is_amendment = seen.value(key, "reason") == ConflictReason.AMENDMENT
    is_proposal = seen.value(key, "their_device_id") is None  # for a finalized note, by one device alone
    if is_proposal and key not in diary.made and not diary.restored:
        yield from _really_amended(diary, seen, key, what)
    if diary.restored or is_proposal or any(name not in table_of(about).by_name for name in names):
        return
    if is_amendment:  # who finalized had not seen the late text, whoever typed that had seen the final one
        names = [column.name for column in table_of(about).columns]
    edits = [each for name in names for each in diary.edits.get((about, name), ())]
    if len({each.device for each in edits}) < 2:
        yield Finding(Oracle.NO_FALSE_CONFLICT, f"{what}: only one device had edited it")
    if not is_amendment and (_leads(edits, theirs, ours) or _leads(edits, ours, theirs)):
        yield Finding(Oracle.NO_FALSE_CONFLICT, f"{what}: who typed the one had the other before their eyes")


def _really_amended(diary: Diary, seen: Seen, key: Key, what: str) -> Iterator[Finding]:
    """What is proposed was typed or chosen on the device that proposes it, not merely carried along."""
    words = set(WORDS.findall(seen.value(key, "ours") or ""))
    if words and not words & diary.by_device[seen.value(key, "our_device_id")]:
        yield Finding(Oracle.NO_FALSE_CONFLICT, f"{what}: proposed by a device that had not changed it")


def _leads(edits: Sequence[Any], start: Any, goal: Any) -> bool:
    """Whether people made `goal` of `start`. Only texts with words: a state or a date may come back."""
    if not (isinstance(start, str) and isinstance(goal, str) and WORDS.search(start) and WORDS.search(goal)):
        return False
    if any(each.settled for each in edits):
        return False  # two people who settle one question alike make one text, with no eye on each other's
    if _came_back(edits):
        return False  # whoever had an old text before their eyes need not have seen the new one like it
    reached, todo = {start}, [start]
    while todo:
        text = todo.pop()
        following = {each.after for each in edits if each.before == text} - reached
        reached |= following
        todo += following
    return goal in reached


def _came_back(edits: Sequence[Any]) -> bool:
    """Whether a text that was there before, or that somebody else had typed, was typed once more."""
    known: set[Any] = set()
    for each in edits:
        known.add(each.before)
        if each.after in known:
            return True
        known.add(each.after)
    return False


def _real_collision(diary: Diary, seen: Seen, key: Key) -> Iterator[Finding]:
    one = (BY_NAME["appointments"].no, seen.value(key, "row_id"))
    two = (one[0], bytes.fromhex(str(seen.value(key, "base")).replace("-", "")))
    makers = {
        each.device
        for row in (one, two)
        for name in ("scheduled_start", "scheduled_end", "status", "client_id", "location_id")
        for each in diary.edits.get((row, name), ())
    }
    if not diary.restored and len(makers) < 2:
        yield Finding(
            Oracle.NO_FALSE_CONFLICT, f"{name_of(one)} and {name_of(two)} were booked on one device"
        )


def asked_once(diary: Diary, seen: Seen) -> Iterator[Finding]:
    """(e) No device asks one question twice, and no word came to stand twice in a text.

    What two devices ask in the same words is shown and settled as one.
    """
    if diary.restored:
        return
    names = ("table_no", "row_id", "field", "reason", "base", "ours", "theirs", "our_device_id")
    open_ones = [key for key in seen.of("conflicts") if seen.value(key, "resolved_at") is None]
    asked = Counter(tuple(seen.value(key, name) for name in names) for key in open_ones)
    for question, times in asked.items():
        if times > 1:
            yield Finding(
                Oracle.EXACTLY_ONCE, f"{question[2]} of {name_of(question[:2])} is asked {times} times"
            )
    joined = {field for field, edits in diary.edits.items() if any(each.settled for each in edits)}
    for key in sorted(seen.rows):
        if key[0] not in (BY_NAME["sessions"].no, BY_NAME["clients"].no):
            continue
        for name, value in seen.fields(key).items():
            is_joined = (key, name) in joined  # somebody chose to keep both texts
            words = Counter(WORDS.findall(value) if isinstance(value, str) and not is_joined else ())
            for word in [word for word, times in words.items() if times > 1][:1]:
                yield Finding(Oracle.EXACTLY_ONCE, f"{name} of {name_of(key)} has {word} twice")


def losers_are_kept(diary: Diary, seen: Seen, eyes: Sequence[tuple[bytes, Eye]]) -> Iterator[Finding]:
    """(j) Each question and each notice has its entry in the history of the device that settled it.

    `eyes` are devices with their ids; a device whose store went back in time is left out by the caller.
    """
    asked = Counter(
        (seen.value(key, "our_device_id"), *_about(seen, key), seen.value(key, "field"))
        for key in seen.of("conflicts")
        if seen.value(key, "their_device_id") is not None
    )
    for device, eye in eyes:
        history = eye.local("history")
        kept = Counter(
            (device, each["table_no"], each["row_id"], each["field"])
            for each in history
            if each["kind"] == "conflict"
        )
        mine = Counter({question: times for question, times in asked.items() if question[0] == device})
        for question in sorted((mine - kept).keys())[:MOST]:
            yield Finding(
                Oracle.AUDIT, f"{question[3]} of {name_of(question[1:3])} was asked, its texts are not kept"
            )
        if not diary.restored:
            for question in sorted((kept - mine).keys(), key=str)[:MOST]:
                yield Finding(
                    Oracle.AUDIT, f"{question[3]} of {name_of(question[1:3])} lost, and nobody was asked"
                )
        yield from _told_with_texts(history, eye.local("notices"))


def _told_with_texts(
    history: Sequence[dict[str, Any]], notices: Sequence[dict[str, Any]]
) -> Iterator[Finding]:
    kept = {each["id"] for each in history}
    for notice in notices:
        key = (notice["table_no"], notice["row_id"])
        if notice["kind"] in TOLD_WITH_HISTORY and notice["history_id"] not in kept:
            yield Finding(Oracle.AUDIT, f"{notice['kind']} of {name_of(key)} was told without its texts")
        if notice["kind"] in _ALARMS:
            yield Finding(Oracle.NO_FALSE_CONFLICT, f"false alarm: {notice['kind']} {name_of(key)}")
    told = {notice["history_id"] for notice in notices}
    for entry in history:
        if entry["kind"] in ("merged", "renamed") and entry["id"] not in told:
            key = (entry["table_no"], entry["row_id"])
            yield Finding(
                Oracle.AUDIT, f"{entry['field']} of {name_of(key)} was {entry['kind']}, and nobody was told"
            )


def finalized_stay(seen: Seen) -> Iterator[Finding]:
    """(c) A finalized note says what its first version says, whatever was typed later."""
    first = {
        seen.value(key, "session_id"): key
        for key in seen.of("session_versions")
        if seen.value(key, "version_number") == 1
    }
    for key in sorted(seen.of("sessions")):
        version = first.get(key[1])
        if version is None or not seen.value(key, "finalized_at"):
            continue
        for name in (column.name for column in BY_NAME["sessions"].columns if column.merge is Merge.TEXT):
            if seen.value(key, name) != seen.value(version, name):
                yield Finding(
                    Oracle.NOTHING_INVENTED, f"{name} of {name_of(key)} changed after it was signed"
                )
