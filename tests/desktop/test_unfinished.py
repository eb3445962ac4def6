"""What a form keeps: the last content in the end, whatever is still on its way."""

from typing import Any

from typing_extensions import override

from core.domain.errors import DiskFull
from desktop.kit.form_drafts import Content, FormDrafts
from tests.desktop.local_double import LocalDouble
from tests.records_fakes import ManualRunner

WORDS = {"notes": "Rings twice, then waits."}


def test_given_words_on_their_way_when_the_form_is_closed_then_nothing_of_them_is_kept() -> None:
    settings, runner = LocalDouble(), ManualRunner()
    form = FormDrafts(settings, runner, "client")
    form.keep(WORDS)
    form.keep(None)
    runner.finish()
    assert settings.values == {"unfinished_client": None}


def test_given_words_that_are_kept_when_nothing_changed_then_nothing_is_written_again() -> None:
    runner = ManualRunner()
    settings = LocalDouble()
    form = FormDrafts(settings, runner, "client")
    form.keep(WORDS)
    runner.finish()
    settings.values.clear()
    form.keep(dict(WORDS))
    runner.finish()
    assert settings.values == {}


def test_given_words_left_last_time_when_an_empty_form_is_kept_before_they_are_read_then_they_stay() -> None:
    settings, runner = LocalDouble(), ManualRunner()
    settings.values["unfinished_client"] = WORDS
    form = FormDrafts(settings, runner, "client")
    form.look(lambda _: None)
    form.keep(None)
    runner.finish()
    assert settings.values == {"unfinished_client": WORDS}
    form.keep(None)
    runner.finish()
    assert settings.values == {"unfinished_client": None}


def test_given_a_form_that_came_and_went_when_older_words_are_read_then_they_are_kept_again() -> None:
    settings, runner = LocalDouble(), ManualRunner()
    settings.values["unfinished_client"] = WORDS
    form = FormDrafts(settings, runner, "client")
    found: list[Content] = []
    form.look(found.append)
    form.keep({"notes": "Another"})
    form.keep(None)
    runner.finish()
    assert found == [WORDS]
    form.keep(WORDS)
    runner.finish()
    assert settings.values == {"unfinished_client": WORDS}


def test_given_a_full_disk_when_there_is_room_again_then_the_same_words_are_tried_again() -> None:
    settings, runner = _FullDisk(), ManualRunner()
    form = FormDrafts(settings, runner, "client")
    form.keep(WORDS)
    runner.finish()
    said = [form.failed]
    settings.is_full = False
    form.keep(WORDS)
    runner.finish()
    assert [*said, form.failed, settings.values] == [True, False, {"unfinished_client": WORDS}]


class _FullDisk(LocalDouble):
    is_full = True

    @override
    def set_local(self, name: str, value: Any) -> None:
        if self.is_full:
            raise DiskFull("The disk is full; nothing was lost.")
        super().set_local(name, value)
