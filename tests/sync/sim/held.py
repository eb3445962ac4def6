"""Who holds what of all that people did: their words, and the days that they left out of what repeats."""

from collections.abc import Sequence

from core.store.outbox.feed_store import FeedRow
from tests.sync.laptops import Practice
from tests.sync.oracles.diary import Piece
from tests.sync.oracles.eye import WORDS
from tests.sync.oracles.series import left_out, left_out_there
from tests.sync.sim.machine import Machine


def on_laptop(machine: Machine) -> set[Piece]:
    seen = machine.eye.everything()
    return {*seen.words(), *left_out(seen), *WORDS.findall(machine.eye.kept_aside())}


def on_server(practice: Practice, machines: Sequence[Machine]) -> set[Piece]:
    """Read with the first laptop's keys; nothing where there is none."""
    found: set[Piece] = set()
    for row in _rows(practice, machines):
        texts = [value for value in row.row.fields.values() if isinstance(value, str)]
        found.update(WORDS.findall("\n".join(texts)), left_out_there(row.row))
    return found


def words_on_server(practice: Practice, machines: Sequence[Machine]) -> set[str]:
    return {each for each in on_server(practice, machines) if isinstance(each, str)}


def elsewhere(practice: Practice, machines: Sequence[Machine], besides: Machine | None) -> set[Piece]:
    """On the server or on any of the laptops but one."""
    others = (on_laptop(machine) for machine in machines if machine is not besides)
    return on_server(practice, machines).union(*others)


def _rows(practice: Practice, machines: Sequence[Machine]) -> list[FeedRow]:
    if not machines:
        return []
    codec = machines[0].laptop.session()._codec
    decoded = codec.decode(list(practice.head().rows.values()))
    return [each for each in decoded if isinstance(each, FeedRow)]
