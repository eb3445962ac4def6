"""Oracles about what a person is asked and told: only real disagreement, once, with both texts in history."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from core.domain.enums import ConflictReason, Resolution
from core.domain.registry import BY_NAME, Merge
from core.domain.series import occurrence_id
from sync.rows.audit_witness import BROKEN_CHAIN
from sync.rows.merge import UNITS
from tests.sync.oracles.agreement import MOST
from tests.sync.oracles.diary import Diary, Edit, sentences
from tests.sync.oracles.eye import WORDS, Eye, Key, Seen, name_of, table_of
from tests.sync.oracles.finding import Finding, Oracle
from tests.sync.oracles.words import BOOKKEEPING

TOLD_WITH_HISTORY = frozenset({"merged", "renamed", "replaced"})
_FIRST_DAY = date(2026, 1, 1)
_IN_SERIES = {"scheduled_start": "start_local", "scheduled_end": "duration_minutes"}
_ALARMS = frozenset({"tampered", "altered", "rolled_back", "unreadable", "unsound", BROKEN_CHAIN})


def only_real_questions(diary: Diary, seen: Seen) -> Iterator[Finding]:
    """(d) Both sides of a conflict differ, come from two devices, and neither had seen the other's."""
    for key in seen.of("conflicts"):
        reason = seen.value(key, "reason")
        if _settled_by_rule(seen, key):
            continue
        if reason == ConflictReason.DOUBLE_BOOKING:
            yield from _real_collision(diary, seen, key)
        else:
            yield from _real_difference(diary, seen, key)


def _settled_by_rule(seen: Seen, key: Key) -> bool:
    """Kept for everybody to read, and asked of nobody."""
    settled = seen.value(key, "resolved_at") is not None and seen.value(key, "resolved_by_user_id") is None
    return settled and seen.value(key, "resolution") == Resolution.DISMISSED


def _about(seen: Seen, key: Key) -> Key:
    return seen.value(key, "table_no"), seen.value(key, "row_id")


def _followed(seen: Seen, key: Key) -> Iterator[Key]:
    """Series of which this one is the rest."""
    while table_of(key).name == "appointment_series" and key in seen.rows:
        parent = seen.value(key, "follows_id")
        if parent is None:
            return
        key = key[0], parent
        yield key


def _was_changed(diary: Diary, row: Key, names: Sequence[str]) -> bool:
    """Then two rests of one series began from different states of it."""
    return any(each.before is not None for name in names for each in diary.edits.get((row, name), ()))


def _edits_of_series(diary: Diary, seen: Seen, about: Key, names: Sequence[str]) -> Iterator[Edit]:
    """Who changes a series, or begins its rest otherwise, changes what its occurrences are drawn with."""
    if table_of(about).name != "appointments" or seen.value(about, "series_id") is None:
        return
    series = (BY_NAME["appointment_series"].no, seen.value(about, "series_id"))
    for row in (series, *_followed(seen, series)):
        is_rest = seen.fields(row).get("follows_id") is not None
        for name in names:
            for each in diary.edits.get((row, _IN_SERIES.get(name, name)), ()):
                if is_rest or not each.made:
                    yield each


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
    # Then it stands in all later amendments.
    is_answered = seen.value(key, "resolution") in (Resolution.MINE, Resolution.BOTH)
    if is_amendment and not is_answered and ours in _given_up(seen, about, names[0]) and not diary.restored:
        yield from _really_amended(diary, seen, key, what)
    if diary.restored or is_proposal or any(name not in table_of(about).by_name for name in names):
        return
    if is_amendment:  # who finalized had not seen the late text, whoever typed that had seen the final one
        names = [column.name for column in table_of(about).columns]
    if any(_was_changed(diary, row, names) for row in _followed(seen, about)):
        return
    edits = [each for name in names for each in diary.edits.get((about, name), ())]
    together = [each for name in _units_of(about, names) for each in diary.edits.get((about, name), ())]
    devices = {each.device for each in (*edits, *together, *_edits_of_series(diary, seen, about, names))}
    if len(devices) < 2:
        yield Finding(Oracle.NO_FALSE_CONFLICT, f"{what}: only one device had edited it")
    sides = ((ours, seen.value(key, "our_device_id")), (theirs, seen.value(key, "their_device_id")))
    typed = [text for text, device in sides if not _merged_there(edits, text, device)]
    leads = (ours in typed and _leads(edits, ours, theirs)) or (
        theirs in typed and _leads(edits, theirs, ours)
    )
    # Whoever changed another part of a unit stands by all of it.
    if not is_amendment and leads and not together:
        yield Finding(Oracle.NO_FALSE_CONFLICT, f"{what}: who typed the one had the other before their eyes")


def _units_of(about: Key, names: Sequence[str]) -> list[str]:
    """Of a unit only what differs is asked about: who changed another part had changed it as well."""
    units = [unit for unit in UNITS.get(table_of(about).name, ()) if set(unit) & set(names)]
    return [name for unit in units for name in unit]


def _given_up(seen: Seen, note: Key, name: str) -> set[str]:
    """What amendments of a note said that gave way to another device's."""
    return {
        seen.value(key, name)
        for key in seen.of("session_versions")
        if seen.value(key, "session_id") == note[1]
        and seen.value(key, "version_number") > 1
        and seen.is_deleted(key)
    }


def _really_amended(diary: Diary, seen: Seen, key: Key, what: str) -> Iterator[Finding]:
    """What is proposed was typed or chosen on the device that proposes it, not merely carried along.

    A proposal that a person raised by typing is theirs, even where no word of it is new: a dose has none.
    What came late into a draft is proposed by whoever wrote in that draft last, if by nobody else.
    """
    words, proposer = set(WORDS.findall(seen.value(key, "ours") or "")), seen.value(key, "our_device_id")
    is_theirs = bool(words & diary.by_device[proposer]) or _wrote_a_sentence(diary, seen, key)
    is_needless = _is_said(seen, key) or _is_proposed_twice(seen, key) or _has_signed(seen, key)
    if words and diary.made.get(key) != proposer and not is_theirs and is_needless:
        yield Finding(Oracle.NO_FALSE_CONFLICT, f"{what}: proposed by a device that had not changed it")


def _is_said(seen: Seen, key: Key) -> bool:
    """Whether a version that counts has the text that is proposed."""
    name, ours = str(seen.value(key, "field")), seen.value(key, "ours")
    return any(seen.value(version, name) == ours for version in _living_versions(seen, key))


def _has_signed(seen: Seen, key: Key) -> bool:
    """Whether the device that proposes signed a version that counts: it had the draft to itself."""
    proposer = seen.value(key, "our_device_id")
    signatures = [seen.value(version, "signature") or b"" for version in _living_versions(seen, key)]
    return any(signature[1:17] == proposer for signature in signatures)


def _living_versions(seen: Seen, key: Key) -> list[Key]:
    """Of the note that a question is about."""
    note = seen.value(key, "row_id")
    return [
        version
        for version in seen.of("session_versions")
        if seen.value(version, "session_id") == note and not seen.is_deleted(version)
    ]


def _is_proposed_twice(seen: Seen, key: Key) -> bool:
    """Whether another device proposes the same text for the same field."""
    names = ("table_no", "row_id", "field", "ours")
    return any(
        other != key and all(seen.value(other, name) == seen.value(key, name) for name in names)
        for other in seen.of("conflicts")
    )


def _wrote_a_sentence(diary: Diary, seen: Seen, key: Key) -> bool:
    """Whether a sentence of a proposal came into the note by the device that proposes it."""
    proposed, proposer = sentences(seen.value(key, "ours")), seen.value(key, "our_device_id")
    edits = diary.edits.get((_about(seen, key), seen.value(key, "field")), ())
    made = (sentences(each.after) - sentences(each.before) for each in edits if each.device == proposer)
    return any(not proposed.isdisjoint(new) for new in made)


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


def _merged_there(edits: Sequence[Any], text: Any, device: Any) -> bool:
    """Whether a device that typed in the field has this text from a merge: then it is like another's by
    chance, for two people may write the same dose without a look at each other's."""
    here = [each.after for each in edits if each.device == device]
    return bool(here) and text not in here


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
    # An occurrence has its slot from whoever changed its series or touched it in any way.
    series = {key for row in (one, two) for key in _series_of(diary, seen, row)}
    drawn = {row for row in (one, two) if row not in seen.rows or seen.value(row, "series_id") is not None}
    about = series | drawn
    makers |= {each.device for (row, _), edits in diary.edits.items() if row in about for each in edits}
    if not diary.restored and len(makers) < 2:
        yield Finding(
            Oracle.NO_FALSE_CONFLICT, f"{name_of(one)} and {name_of(two)} were booked on one device"
        )


def _series_of(diary: Diary, seen: Seen, row: Key) -> Iterator[Key]:
    """Of an appointment, whether or not it is a row here: its series, and those of which that is the rest."""
    known = {key for key, _ in diary.edits if key[0] == BY_NAME["appointment_series"].no}
    for key in known:
        if row[1] in _occurrence_ids(key[1], _first_day(diary, seen, key)):
            yield key
            yield from _followed(seen, key)


def _first_day(diary: Diary, seen: Seen, series: Key) -> date:
    """The earliest that it was ever to begin on: a laptop whose clock is years ahead parts a series there."""
    edits = diary.edits.get((series, "start_local"), ())
    starts = {each for edit in edits for each in (edit.before, edit.after)}
    starts |= {seen.value(series, "start_local")} if series in seen.rows else set()
    return min((date.fromisoformat(str(each)[:10]) for each in starts if each), default=_FIRST_DAY)


@lru_cache(maxsize=64)
def _occurrence_ids(series_id: bytes, first: date) -> frozenset[bytes]:
    """Of the years in which its collisions are looked for."""
    days = (first + timedelta(days=number) for number in range(6 * 366))
    return frozenset(occurrence_id(UUID(bytes=series_id), day).bytes for day in days)


def asked_once(diary: Diary, seen: Seen) -> Iterator[Finding]:
    """(e) No device asks one question twice, and no word came to stand twice in a text.

    What two devices ask in the same words is shown and settled as one.
    """
    if diary.restored:
        return
    devices = ("our_device_id", "their_device_id")
    names = ("table_no", "row_id", "field", "reason", "base", "ours", "theirs", *devices)
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
    asked = [*_asked(seen), *_asked(_refused_questions([eye for _, eye in eyes], seen))]
    kept: dict[bytes, Counter[Any]] = {}
    for device, eye in eyes:
        history = eye.local("history")
        kept[device] = Counter(
            (each["table_no"], each["row_id"], each["field"])
            for each in history
            if each["kind"] == "conflict"
        )
        surely = Counter(question for askers, question in asked if askers == {device})
        for question in sorted((surely - kept[device]).keys())[:MOST]:
            yield _not_kept(question)
        if not diary.restored:
            perhaps = Counter(question for askers, question in asked if device in askers)
            for question in sorted((kept[device] - perhaps).keys(), key=str)[:MOST]:
                yield Finding(
                    Oracle.AUDIT, f"{question[2]} of {name_of(question[:2])} lost, and nobody was asked"
                )
        yield from _told_with_texts(history, eye.local("notices"), may_miss_links=diary.put_back)
    for askers, question in asked:
        if askers <= kept.keys() and not any(question in kept[device] for device in askers):
            yield _not_kept(question)


def _asked(seen: Seen) -> Iterator[tuple[set[bytes], tuple[Any, ...]]]:
    for key in seen.of("conflicts"):
        if seen.value(key, "their_device_id") is not None and not _settled_by_rule(seen, key):
            yield _askers(seen, key), (*_about(seen, key), seen.value(key, "field"))


def _refused_questions(eyes: Sequence[Eye], seen: Seen) -> Seen:
    """Questions that stand on few devices because the server refused them, as of who only reads.

    One that a server lost may be refused to each laptop that still has it, and was asked once all the same.
    """
    found: dict[Key, tuple[Any, ...]] = {}
    for eye in eyes:
        refused = {(each["table_no"], each["row_id"]) for each in eye.local("refused")}
        own = eye.look(["conflicts"]).rows
        found |= {key: row for key, row in own.items() if key in refused and key not in seen.rows}
    return Seen(found)


def _askers(seen: Seen, key: Key) -> set[bytes]:
    """Who may have raised a question: of a late text also the device that had signed the note."""
    raised = {seen.value(key, "our_device_id")}
    if seen.value(key, "reason") == ConflictReason.AMENDMENT:
        raised.add(seen.value(key, "their_device_id"))
    return raised


def _not_kept(question: tuple[Any, ...]) -> Finding:
    return Finding(
        Oracle.AUDIT, f"{question[2]} of {name_of(question[:2])} was asked, its texts are not kept"
    )


def _told_with_texts(
    history: Sequence[dict[str, Any]], notices: Sequence[dict[str, Any]], *, may_miss_links: bool
) -> Iterator[Finding]:
    kept = {each["id"] for each in history}
    for notice in notices:
        key = (notice["table_no"], notice["row_id"])
        if notice["kind"] in TOLD_WITH_HISTORY and notice["history_id"] not in kept:
            yield Finding(Oracle.AUDIT, f"{notice['kind']} of {name_of(key)} was told without its texts")
        if notice["kind"] in _ALARMS and not (may_miss_links and notice["kind"] == BROKEN_CHAIN):
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
        if seen.value(key, "version_number") == 1 and not seen.is_deleted(key)
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
