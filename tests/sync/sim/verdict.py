"""The end of a run: the faults stop, every device syncs at most three times, and every oracle looks."""

import threading
from collections.abc import Iterator
from contextlib import suppress

from core.domain.errors import Cancelled
from sync.rows.pull import PAGE_ROWS
from sync.rows.reach import Reach, known_reach
from tests.sync.laptops import NEVER
from tests.sync.oracles import (
    agreement,
    course,
    prompts,
    questions,
    refusals,
    roles,
    series,
    units,
    values,
    words,
)
from tests.sync.oracles.eye import Seen
from tests.sync.oracles.finding import Finding
from tests.sync.sim.clinic import Clinic, Side
from tests.sync.sim.machine import Machine


def findings(clinic: Clinic) -> list[Finding]:
    """Empty when every promise held; the first practice's findings first."""
    found = list(clinic.findings)
    for side in clinic.sides:
        if side.machines:
            found += _of_side(clinic, side)
    return found


def _of_side(clinic: Clinic, side: Side) -> list[Finding]:
    found = list(course.quiet_soon(side.machines))
    for machine in side.machines:
        found += machine.steady.findings + machine.reader.findings
    return found or list(_at_rest(clinic, side))


def _at_rest(clinic: Clinic, side: Side) -> Iterator[Finding]:
    looks = [
        refusals.without_refused(machine.eye, _without_purged(side, machine.eye.everything()))
        for machine in side.machines
    ]
    seen, eyes = looks[0], [machine.eye for machine in side.machines]
    if clinic.plan.staffed:
        kept = (each for eye in eyes for each in eye.local("refused"))
        side.diary.refused |= {(each["table_no"], each["row_id"]) for each in kept}
    full = [look for machine, look in zip(side.machines, looks, strict=True) if _reads_all(machine)]
    yield from agreement.converged(full)
    for machine, look in zip(side.machines, looks, strict=True):
        if not _reads_all(machine):
            yield from roles.agrees(seen, look)
            yield from roles.holds_nothing_clinical(look)
        if clinic.plan.staffed:
            person = machine.laptop.me.user_id.bytes
            yield from roles.reads_what_it_may(seen, person, reads=_reads_all(machine))
    yield from _against_server(side, seen)
    yield from words.nothing_lost(side.diary, seen, eyes)
    yield from words.nothing_invented(side.diary, seen, eyes)
    yield from words.names_in_use(seen)
    yield from prompts.prompts_are_whole(side.diary, seen)
    yield from values.documents_are_plain(seen)
    yield from units.units_are_whole(side.diary, seen)
    yield from series.touched_are_not_drawn(seen)
    yield from series.what_was_left_out_stays_out(side.diary, seen, eyes)
    yield from questions.finalized_stay(seen)
    yield from questions.only_real_questions(side.diary, seen)
    yield from questions.asked_once(side.diary, seen)
    # A laptop whose role fell forgot the history of what it may not read any more.
    whole = [machine for machine in side.machines if machine.is_original and not machine._has_less()]
    originals = [(machine.device, machine.eye) for machine in whole]
    yield from questions.losers_are_kept(side.diary, seen, originals)
    others = [other.diary for other in clinic.sides if other is not side]
    for machine, look in zip(side.machines, looks, strict=True):
        yield from agreement.keeps_its_sums(machine.eye)
        yield from refusals.told_in_words(machine.facade.inbox, machine.eye)
        yield from refusals.only_large_is_too_large(machine.eye, clinic.server.limits.cell_bytes)
        yield from agreement.isolated(look, machine.eye.kept_aside(), side.practice.workspace_id, others)
    yield from _newcomer(clinic, side, seen)


def _without_purged(side: Side, seen: Seen) -> Seen:
    """Tombstones that the server forgot may stay on devices that had them."""
    living = {(no, row_id.bytes) for no, row_id in side.practice.head().rows}
    gone = {key for key in side.diary.purged & seen.rows.keys() if key not in living and seen.is_deleted(key)}
    return Seen({key: row for key, row in seen.rows.items() if key not in gone})


def _against_server(side: Side, seen: Seen) -> Iterator[Finding]:
    head = side.practice.head()
    codec = side.machines[0].laptop.session()._codec
    yield from agreement.is_what_the_server_has(seen, list(head.rows.values()), agreement.mac_of(codec))
    rows = {(no, row_id.bytes): row.seq for (no, row_id), row in head.rows.items()}
    log = [(number, (no, row_id.bytes)) for number, (no, row_id) in head.log]
    yield from course.feed_is_dense(log, head.seq, rows)


def _newcomer(clinic: Clinic, side: Side, seen: Seen) -> Iterator[Finding]:
    """A new device that stops after one page of any size, and pulls the rest later."""
    rnd_rows = 1 + clinic.plan.seed % max(1, len(side.practice.head().rows))
    clinic.server.page_limit = min(PAGE_ROWS, rnd_rows)
    newcomer: Machine = clinic.add_machine(side)
    stop = threading.Event()
    stop.set()
    with suppress(Cancelled):
        newcomer.laptop.session().run_once(newcomer._heard, stop)
    clinic.server.page_limit = PAGE_ROWS
    newcomer.laptop.session().run_once(newcomer._heard, NEVER)
    found = newcomer.eye.everything()
    if _reads_all(newcomer):
        yield from agreement.same_in_parts(seen, found)
    else:
        yield from roles.agrees(seen, found)
        yield from roles.holds_nothing_clinical(found)


def _reads_all(machine: Machine) -> bool:
    with machine.laptop.store.read() as db:
        return known_reach(db) is Reach.ALL
