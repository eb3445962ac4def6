"""The oracles about units, signed charts and days left out see what is broken, and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest

from core.domain.body_chart import KINDS, place_text, point_of
from core.domain.body_regions import VIEWS, bones
from core.domain.clock import to_micros
from core.domain.ids import BodyMarkId, NoteId
from core.domain.new_rows import BodyMarkDraft
from core.domain.registry import BY_NAME
from tests.sync.laptops import START, Laptop, person
from tests.sync.oracles.diary import Diary
from tests.sync.oracles.eye import Eye
from tests.sync.oracles.series import left_out, left_out_there, what_was_left_out_stays_out
from tests.sync.oracles.signed import stay_beside_signed
from tests.sync.oracles.units import units_are_whole

PLACE = place_text(point_of(bones(VIEWS[0])[0].region))
BLOCKED: dict[str, Any] = {
    "start_local": "2026-03-02T09:00",
    "timezone": "UTC",
    "duration_minutes": 30,
    "rrule": "FREQ=DAILY",
}


class Desk:
    """A laptop whose person's deeds stand in a diary."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop, self.diary, self.eye = laptop, Diary(), Eye(laptop.store)

    def watching(self) -> Any:
        return self.diary.watching(self.laptop.me.device_id.bytes, self.eye)

    def sql(self, text: str) -> None:
        with self.laptop.store.write() as db:
            db.exec_driver_sql(text)


@pytest.fixture
def desk(laptops: tuple[Laptop, Laptop], someone_works_here: None) -> Iterator[Desk]:
    made = Desk(laptops[0])
    yield made
    made.eye.close()


def _mark(desk: Desk) -> BodyMarkId:
    note = desk.laptop.add_note(desk.laptop.add_client(), plan="Text.")
    draft = BodyMarkDraft(session_id=NoteId(note), kind=KINDS[0], place=PLACE, intensity="5")
    with desk.watching():
        return person(desk.laptop).body_marks.add(draft).value.id


def test_given_a_mark_of_two_halves_when_looked_at_then_nobody_put_it_together(desk: Desk) -> None:
    mark = _mark(desk)
    with desk.watching():
        person(desk.laptop).body_marks.edit(mark, kind=KINDS[1], intensity="10")
    assert list(units_are_whole(desk.diary, desk.eye.look())) == []

    desk.sql("UPDATE body_marks SET intensity = '5'")

    (told,) = units_are_whole(desk.diary, desk.eye.look())
    assert told.what.endswith(f"nobody put together kind '{KINDS[1]}', intensity '5'")


def test_given_a_mark_when_it_changes_behind_the_signature_then_that_is_found(desk: Desk) -> None:
    _mark(desk)
    open_one = desk.eye.look()
    desk.sql("UPDATE body_marks SET intensity = '6'")
    assert list(stay_beside_signed(open_one, desk.eye.look())) == []

    desk.sql(f"UPDATE sessions SET is_draft = 0, finalized_at = {to_micros(START)}")
    signed = desk.eye.look()
    desk.sql("UPDATE body_marks SET intensity = '7'")

    (told,) = stay_beside_signed(signed, desk.eye.look())
    assert told.what.endswith("changed beside a signed note")


def test_given_a_day_left_out_when_drawn_again_then_only_the_last_store_that_had_it_excuses_that(
    desk: Desk,
) -> None:
    block = desk.laptop.add("time_blocks", **BLOCKED)
    key, day = (BY_NAME["time_blocks"].no, block.bytes), "2026-03-04"
    with desk.watching():
        desk.laptop.edit("time_blocks", block, exceptions=[day])
    desk.diary.restored = True
    assert left_out(desk.eye.look()) == {(key, day)}
    assert left_out_there(desk.laptop.row("time_blocks", block)) == {(key, day)}
    assert list(what_was_left_out_stays_out(desk.diary, desk.eye.look(), ())) == []

    desk.sql("UPDATE time_blocks SET exceptions = NULL")

    (told,) = what_was_left_out_stays_out(desk.diary, desk.eye.look(), ())
    assert told.what.endswith(f"draws ['{day}'] again")
    desk.diary.lost_with_a_disk({(key, day)})
    assert list(what_was_left_out_stays_out(desk.diary, desk.eye.look(), ())) == []

    with desk.watching():
        desk.laptop.edit("time_blocks", block, exceptions=[day])
    desk.sql("UPDATE time_blocks SET exceptions = NULL")

    (told,) = what_was_left_out_stays_out(desk.diary, desk.eye.look(), ())
    assert told.what.endswith(f"draws ['{day}'] again")
