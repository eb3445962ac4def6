"""A file gives up its room here only once the clinic has it, and can come back."""

from core.store.attachments.listing import Where
from sync.events import PassOutcome
from tests.sync.file_bench import CONTENT, COUNT, Bench
from tests.sync.laptops import Practice


def test_given_a_deleted_attachment_when_carried_then_its_content_is_not_sent_and_stays_here(
    practice: Practice, one: Bench
) -> None:
    made = one.add(CONTENT)
    one.attachments.delete(made)
    assert one.carry() == PassOutcome()
    assert practice.head().chunks == {}
    one.attachments.restore(made)
    assert one.carry().pushed == COUNT


def test_given_a_released_file_when_the_clinic_says_it_has_it_then_its_room_is_free(one: Bench) -> None:
    made = one.add(CONTENT)
    one.laptop.sync()
    one.carry()
    one.contents.set_keeps_all(keeps_all=True)
    one.contents.release(made)
    one.contents.set_keeps_all(keeps_all=False)
    assert one.carry() == PassOutcome()
    assert one.attachments.get(made).where is Where.CLINIC
    one.contents.want(made)
    one.carry()
    assert one.contents.read(made) == CONTENT


def test_given_a_released_file_when_the_clinic_has_lost_it_then_it_stays_and_is_sent_again(
    practice: Practice, one: Bench
) -> None:
    made = one.add(CONTENT)
    one.carry()
    one.contents.release(made)
    practice.head().chunks.clear()
    assert one.carry().pushed == COUNT
    assert one.contents.read(made) == CONTENT
    one.carry()
    assert one.attachments.get(made).where is Where.CLINIC


def test_given_a_deleted_file_when_the_clinic_says_it_has_it_then_its_room_is_free_and_it_can_come_back(
    practice: Practice, one: Bench
) -> None:
    made = one.add(CONTENT)
    one.carry()
    one.attachments.delete(made)
    lost = dict(practice.head().chunks)
    practice.head().chunks.clear()
    one.carry()
    one.attachments.restore(made)
    assert one.contents.read(made) == CONTENT  # the clinic had lost it

    practice.head().chunks.update(lost)
    one.carry()
    one.attachments.delete(made)
    one.carry()
    one.attachments.restore(made)
    assert one.attachments.get(made).where is Where.CLINIC
    one.contents.want(made)
    one.carry()
    assert one.contents.read(made) == CONTENT


def test_given_a_file_that_another_attachment_has_too_when_one_is_deleted_then_it_stays(one: Bench) -> None:
    first, second = one.add(CONTENT), one.add(CONTENT)
    one.carry()
    one.attachments.delete(first)
    one.carry()
    assert one.contents.read(second) == CONTENT
