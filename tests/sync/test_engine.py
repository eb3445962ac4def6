"""The sync thread: it wakes, backs off, pauses, asks, and stops when told."""

import queue
import threading
from collections.abc import Callable, Iterator

import pytest
from typing_extensions import override

from core.domain.errors import Cancelled, DeviceRevoked, ServerUnreachable, UserError
from sync.backoff import Backoff, PollPace
from sync.engine import SyncEngine
from sync.events import Listener, PassOutcome, SyncEvent, SyncFailed, SyncFinished, SyncStarted
from sync.remote import Remote
from tests.sync.laptops import Laptop, Practice

WAIT_S = 20.0


class Script:
    """A session that does what the test says, once per pass."""

    def __init__(self) -> None:
        self.steps: queue.Queue[Callable[[], PassOutcome]] = queue.Queue()
        self.connected = 0

    def run_once(self, listener: Listener, stop: threading.Event) -> PassOutcome:
        return self.steps.get(timeout=WAIT_S)()

    def session_for(self, remote: Remote) -> "Script":
        self.connected += 1
        return self


class Slow(Backoff):
    """Never tries again by itself within a test."""

    @override
    def next_s(self) -> float:
        super().next_s()
        return 3600.0


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def events() -> "queue.Queue[SyncEvent]":
    return queue.Queue()


@pytest.fixture
def engine(script: Script, events: "queue.Queue[SyncEvent]", practice: Practice) -> Iterator[SyncEngine]:
    laptop = practice.enrol()
    made: SyncEngine = SyncEngine(lambda: laptop.remote, script.session_for, events.put, backoff=Slow())
    yield made
    script.steps.put(PassOutcome)
    assert made.stop_and_join(WAIT_S)


def good(pushed: int = 0) -> Callable[[], PassOutcome]:
    return lambda: PassOutcome(pushed=pushed)


def failing(error: Exception) -> Callable[[], PassOutcome]:
    def fail() -> PassOutcome:
        raise error

    return fail


def next_of(events: "queue.Queue[SyncEvent]", kind: type[SyncEvent]) -> SyncEvent:
    while True:
        event = events.get(timeout=WAIT_S)
        if isinstance(event, kind):
            return event


def test_a_pass_begins_at_once_and_tells_its_outcome(
    engine: SyncEngine, script: Script, events: "queue.Queue[SyncEvent]"
) -> None:
    script.steps.put(good(3))
    engine.start()
    assert isinstance(events.get(timeout=WAIT_S), SyncStarted)
    finished = next_of(events, SyncFinished)
    assert isinstance(finished, SyncFinished)
    assert finished.outcome.pushed == 3


def test_waking_asks_for_another_pass_on_the_same_connection(
    engine: SyncEngine, script: Script, events: "queue.Queue[SyncEvent]"
) -> None:
    script.steps.put(good())
    engine.start()
    next_of(events, SyncFinished)
    script.steps.put(good(1))
    engine.wake()
    next_of(events, SyncFinished)
    assert script.connected == 1


def test_after_a_failure_it_connects_anew_and_says_when(
    engine: SyncEngine, script: Script, events: "queue.Queue[SyncEvent]"
) -> None:
    script.steps.put(failing(ServerUnreachable("No connection.")))
    engine.start()
    failed = next_of(events, SyncFailed)
    assert failed == SyncFailed("server_unreachable", "No connection.", 3600.0)
    script.steps.put(good())
    engine.wake()
    next_of(events, SyncFinished)
    assert script.connected == 2


@pytest.mark.parametrize(
    "error",
    [
        DeviceRevoked("Removed."),
        UserError("Asks.", code="wipe_out"),
        UserError("Copy.", code="restored_copy"),
    ],
)
def test_what_a_person_must_settle_is_not_tried_again(
    engine: SyncEngine, script: Script, events: "queue.Queue[SyncEvent]", error: UserError
) -> None:
    script.steps.put(failing(error))
    engine.start()
    failed = next_of(events, SyncFailed)
    assert isinstance(failed, SyncFailed)
    assert failed.next_try_s is None


def test_a_bug_ends_the_pass_and_not_the_thread_and_leaks_no_text(
    engine: SyncEngine,
    script: Script,
    events: "queue.Queue[SyncEvent]",
    caplog: pytest.LogCaptureFixture,
) -> None:
    script.steps.put(failing(ZeroDivisionError("Dana Levi")))
    engine.start()
    failed = next_of(events, SyncFailed)
    assert isinstance(failed, SyncFailed)
    assert failed.code == "internal"
    assert "ZeroDivisionError" in caplog.text
    assert "Dana" not in caplog.text + failed.sentence
    caplog.clear()
    script.steps.put(good())
    engine.wake()
    next_of(events, SyncFinished)


def test_a_paused_engine_begins_no_pass_until_resumed(
    engine: SyncEngine, script: Script, events: "queue.Queue[SyncEvent]"
) -> None:
    entered = threading.Event()

    def paused_meanwhile() -> PassOutcome:
        engine.pause()
        entered.set()
        return PassOutcome()

    script.steps.put(paused_meanwhile)
    engine.start()
    assert entered.wait(WAIT_S)
    next_of(events, SyncFinished)
    assert engine.is_paused
    engine.wake()
    script.steps.put(good(7))
    assert events.empty()
    engine.resume()
    finished = next_of(events, SyncFinished)
    assert isinstance(finished, SyncFinished)
    assert finished.outcome.pushed == 7


def test_a_cancelled_pass_says_nothing(
    engine: SyncEngine, script: Script, events: "queue.Queue[SyncEvent]"
) -> None:
    script.steps.put(failing(Cancelled("Stopped.")))
    engine.start()
    assert isinstance(events.get(timeout=WAIT_S), SyncStarted)
    script.steps.put(good())
    engine.wake()
    assert isinstance(events.get(timeout=WAIT_S), SyncStarted)


def test_stopping_before_the_start_is_fine(practice: Practice, script: Script) -> None:
    laptop = practice.enrol()
    assert SyncEngine(lambda: laptop.remote, script.session_for, print).stop_and_join(WAIT_S)


def test_a_real_pass_runs_on_the_thread(practice: Practice, events: "queue.Queue[SyncEvent]") -> None:
    laptop: Laptop = practice.enrol()
    laptop.add_client()
    engine = SyncEngine(lambda: laptop.remote, lambda _: laptop.session(), events.put)
    engine.start()
    finished = next_of(events, SyncFinished)
    assert isinstance(finished, SyncFinished)
    assert (finished.outcome.pushed, finished.outcome.waiting) == (1, 0)
    assert engine.stop_and_join(WAIT_S)
    assert laptop.remote.closed


def test_delays_double_with_jitter_up_to_a_cap() -> None:
    backoff = Backoff(lambda: 1.0)
    assert [backoff.next_s() for _ in range(4)] == [1.0, 2.0, 4.0, 8.0]
    for _ in range(40):
        last = backoff.next_s()
    assert last == 300.0
    backoff.reset()
    assert backoff.next_s() == 1.0
    assert Backoff(lambda: 0.0).next_s() == 0.5


def test_polling_slows_down_while_nothing_happens() -> None:
    pace = PollPace()
    idle = [pace.next_s(busy=False) for _ in range(8)]
    assert idle == sorted(idle)
    assert idle[-1] == 15.0
    assert pace.next_s(busy=True) == 5.0
