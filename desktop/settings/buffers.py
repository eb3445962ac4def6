"""Buffers of services in Settings: stored beside the service, in the settings of the practice."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from core.domain.buffers import Buffer, Buffers, buffers_of
from core.domain.enums import Role
from core.domain.records import Service
from core.store.practice.practice import Done, Practice, Undo
from desktop.kit.i18n import tr

_SETTING = "buffers"
_MINUTE = timedelta(minutes=1)


def read_buffers(practice: Practice) -> tuple[Buffers, bool]:
    """All of them, and whether this person may change them. On the worker."""
    with practice.desk.read() as db:
        is_owner = practice.desk.role(db) is Role.OWNER
    return buffers_of(practice.settings.get(_SETTING)), is_owner


def with_buffer(
    practice: Practice, work: Callable[[], Done[Service]], minutes: tuple[int, int]
) -> Done[Service]:
    """Writes a service, then its buffer, `minutes` before and after, where it changes; undone as one."""
    # First: a service that is new has no id before it is stored.
    done = work()
    present = practice.settings.get(_SETTING)
    kept = dict(present) if isinstance(present, Mapping) else {}
    before = buffers_of(kept)
    kept.pop(str(done.value.id), None)
    if any(minutes):
        kept[str(done.value.id)] = list(minutes)
    if buffers_of(kept) == before:
        return done
    also = practice.settings.set(**{_SETTING: kept})
    steps = [step for undo in (done.undo, also.undo) if undo is not None for step in undo.steps]
    return Done(done.value, (*done.changed, *also.changed), Undo(tuple(steps)))


def whole_minutes(part: timedelta) -> int:
    """As a field shows it."""
    return part // _MINUTE


def buffer_text(buffer: Buffer) -> str:
    """Such as "10 free after"; empty where nothing is kept free."""
    before, after = whole_minutes(buffer.before), whole_minutes(buffer.after)
    if before and after:
        return tr("Settings", "{before} free before, {after} after", before=before, after=after)
    if before:
        return tr("Settings", "{before} free before", before=before)
    return tr("Settings", "{after} free after", after=after) if after else ""
