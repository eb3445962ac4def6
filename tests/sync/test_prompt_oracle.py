"""The oracle about prompts sees one that nobody typed and one that was cut in two, and nothing else."""

from core.domain.new_rows import TextSnippetDraft
from tests.sync.laptops import Laptop, person
from tests.sync.oracles.diary import Diary
from tests.sync.oracles.eye import Eye
from tests.sync.oracles.prompts import prompts_are_whole


def _told(laptop: Laptop, diary: Diary) -> list[str]:
    eye = Eye(laptop.store)
    found = [str(each) for each in prompts_are_whole(diary, eye.everything())]
    eye.close()
    return found


def _written(laptop: Laptop, diary: Diary, text: str) -> None:
    eye = Eye(laptop.store)
    with diary.watching(laptop.me.device_id.bytes, eye):
        person(laptop).snippets.add(TextSnippetDraft(abbreviation="rom", text=text))
    eye.close()


def test_given_a_snippet_that_a_person_typed_then_nothing_is_found(
    laptops: tuple[Laptop, Laptop], someone_works_here: None
) -> None:
    diary = Diary()
    _written(laptops[0], diary, "Flexion {degrees}, {side}.")
    assert _told(laptops[0], diary) == []


def test_given_a_prompt_that_nobody_typed_or_half_of_one_then_it_is_found(
    laptops: tuple[Laptop, Laptop], someone_works_here: None
) -> None:
    diary = Diary()
    _written(laptops[0], diary, "Flexion {degrees}.")
    with laptops[0].store.write() as db:
        db.exec_driver_sql("UPDATE text_snippets SET text = 'Flexion {side}, {degrees.'")
    asked, halved = _told(laptops[0], diary)
    assert asked.endswith("asks for {side}")
    assert halved.endswith("has half a prompt")
