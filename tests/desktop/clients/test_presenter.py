"""What the Clients screen shows before everybody is read, with the store's answers held back."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import ClientId
from core.domain.waitlist_matching import Fit
from core.store.practice.practice import ClientSummary, Practice, Undo
from desktop.clients.presenter import IN_SIGHT, ClientsPresenter, Detail
from tests.desktop.records_room import Room


class HeldRunner:
    """Does one asked-for piece at a time, when the test says so."""

    def __init__(self) -> None:
        self._held: list[Callable[[], None]] = []

    def run(
        self,
        work: Callable[[], Any],
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[UserError], None] | None = None,
    ) -> None:
        def answer() -> None:
            try:
                found = work()
            except UserError as error:
                if on_error:
                    on_error(error)
            else:
                if on_done:
                    on_done(found)

        self._held.append(answer)

    @property
    def waiting(self) -> int:
        return len(self._held)

    def do_one(self) -> None:
        self._held.pop(0)()


class View:
    """Keeps what it was last told of the list."""

    def __init__(self) -> None:
        self.shown: Sequence[ClientSummary] = ()
        self.total = 0
        self.refused: list[UserError] = []

    def show_list(self, found: Sequence[ClientSummary], text: str, total: int) -> None:
        self.shown, self.total = found, total

    def show_beginning(self, found: Sequence[ClientSummary], total: int) -> None:
        self.shown, self.total = found, total

    def show_client(self, detail: Detail) -> None: ...
    def show_nobody(self) -> None: ...
    def archived(self, client_id: ClientId) -> None: ...
    def cancelled_ahead(self, fits: tuple[Fit, ...], undo: Undo | None) -> None: ...
    def restored(self, client_id: ClientId) -> None: ...

    def refuse(self, error: UserError) -> None:
        self.refused.append(error)


class Nowhere:
    def publish(self, changed: Iterable[Changed]) -> None: ...


@pytest.fixture
def runner() -> HeldRunner:
    return HeldRunner()


@pytest.fixture
def view() -> View:
    return View()


@pytest.fixture
def presenter(room: Room, runner: HeldRunner, view: View) -> ClientsPresenter:
    for number in range(IN_SIGHT + 5):
        room.add("Nr", f"{number:03}")
    return ClientsPresenter(room.practice, runner, Nowhere(), view)


def _lasts(view: View) -> list[str]:
    return [summary.client.last_name for summary in view.shown]


def test_given_many_clients_when_the_screen_opens_then_what_is_in_sight_comes_before_the_rest(
    presenter: ClientsPresenter, runner: HeldRunner, view: View
) -> None:
    presenter.load()
    runner.do_one()
    assert _lasts(view) == [f"{number:03}" for number in range(IN_SIGHT)]
    assert view.total == IN_SIGHT + 5
    assert not presenter.loaded
    runner.do_one()
    assert _lasts(view) == [f"{number:03}" for number in range(IN_SIGHT + 5)]


def test_given_a_text_typed_before_everybody_is_read_when_read_then_it_is_looked_for_among_all(
    presenter: ClientsPresenter, runner: HeldRunner, view: View
) -> None:
    presenter.load()
    presenter.search("064")
    runner.do_one()
    assert _lasts(view) == []
    runner.do_one()
    assert _lasts(view) == ["064"]


def test_given_the_list_stands_when_read_again_then_its_beginning_is_not_shown_alone(
    presenter: ClientsPresenter, runner: HeldRunner, view: View
) -> None:
    presenter.load()
    runner.do_one()
    runner.do_one()
    runner.do_one()
    presenter.load()
    runner.do_one()
    assert len(view.shown) == IN_SIGHT + 5


def test_given_a_store_that_fails_when_the_screen_opens_then_it_is_said_once(
    presenter: ClientsPresenter,
    runner: HeldRunner,
    view: View,
    practice: Practice,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise UserError("The disk does not answer.")

    monkeypatch.setattr(practice.clients, "beginning", fail)
    monkeypatch.setattr(practice.clients, "list", fail)
    presenter.load()
    runner.do_one()
    runner.do_one()
    assert len(view.refused) == 1


def test_given_everybody_is_being_read_when_archiving_is_refused_then_they_are_not_read_beside_it(
    presenter: ClientsPresenter, runner: HeldRunner, view: View
) -> None:
    presenter.archive(ClientId(uuid.UUID(int=1)))
    presenter.load()
    runner.do_one()
    assert len(view.refused) == 1
    under_way = runner.waiting
    presenter.load()
    assert runner.waiting == under_way


def test_given_a_change_while_everybody_is_read_when_that_fails_then_they_are_read_for_the_change(
    presenter: ClientsPresenter,
    runner: HeldRunner,
    view: View,
    practice: Practice,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(**_: object) -> None:
        raise UserError("The disk does not answer.")

    presenter.load()
    presenter.load()
    with monkeypatch.context() as patched:
        patched.setattr(practice.clients, "list", fail)
        runner.do_one()
        runner.do_one()
    while runner.waiting:
        runner.do_one()
    assert (len(view.refused), len(view.shown), presenter.loaded) == (1, IN_SIGHT + 5, True)
