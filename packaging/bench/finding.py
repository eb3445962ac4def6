"""Finding clients while typing, and notes by their words."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from big import Big
from clinic import Clinic
from harness import Figure, Taken, slow_tail, taken, timed
from stage import Stage
from texts import words
from window import HEIGHT, WIDTH, application, context, until

from core.domain.clock import SystemClock
from core.domain.ids import Uuid7Source
from core.store.database.engine import Store
from core.store.database.me import Me
from core.store.practice.practice import Practice
from desktop.clients.screen import ClientsScreen

_TYPED = "client search, a letter to the painted list, p95"
_FRAME_MS = 16.0
_NOTE_MS = 30.0


def client_search(stage: Stage) -> list[Figure]:
    """Every letter typed into the Clients screen, to the painted list; and the look-up of other screens."""
    big = stage.big
    queries = _client_queries(big)
    with _screen(big) as screen, stage.phase("client search"):
        typed = times(lambda text: _type(screen, text), letters(queries))
    find = big.practice.clients.find
    find("")
    looked_up = times(lambda text: find(text, 8), letters(queries))
    scanned = times(_BareScan(big), letters(queries))
    floor = slow_tail(scanned)
    note = "bare scan of lower-case names, `in` for each client"
    found = slow_tail(looked_up)
    return [
        timed(_TYPED, "ms", slow_tail(typed), floor, note, limit=_FRAME_MS),
        timed("client search from other screens, p95", "ms", found, floor, note, limit=_FRAME_MS),
    ]


def note_search(stage: Stage) -> list[Figure]:
    """Frequent and rare words, pairs and beginnings of words, in notes of 4 x 5,000 characters."""
    clinic = stage.full_notes
    practice = _practice(clinic)
    queries = _note_queries()
    times(practice.search.notes, queries)
    with stage.phase("note search"):
        ours = times(practice.search.notes, queries)
        floor = times(BareMatch(clinic.a.store), queries)
    note = "bare FTS5: rowids of the 50 best by rank, same words"
    return [timed("note search, p95", "ms", slow_tail(ours), slow_tail(floor), note, limit=_NOTE_MS)]


def times(work: Callable[[str], object], texts: Iterable[str]) -> list[Taken]:
    """Each text's time; that none of them finds anything is refused."""
    found: list[object] = []
    runs = [taken(lambda text=text: found.append(work(text))) for text in texts]  # type: ignore[misc]
    if not any(found):
        raise RuntimeError("nothing was found by any word")
    return runs


def letters(queries: Iterable[str]) -> list[str]:
    """Every beginning of each, as it is typed."""
    return [query[:end] for query in queries for end in range(1, len(query) + 1)]


def _client_queries(big: Big) -> list[str]:
    """Names of people who are there, a name of nobody, digits, and an e-mail address."""
    some = [one.client for one in big.practice.clients.list()[::997][:6]]
    names = [f"{client.first_name} {client.last_name}".lower() for client in some]
    return [*names, "zzyzx", "+97250", "054321", *(client.email or "" for client in some[:1])]


@contextmanager
def _screen(big: Big) -> Iterator[ClientsScreen]:
    given = context(big.practice)
    screen = ClientsScreen(given)
    screen.resize(WIDTH, HEIGHT)
    screen.show()
    screen.activate()
    until(lambda: screen.presenter.loaded)
    try:
        yield screen
    finally:
        screen.close()
        given.jobs.close()


def _type(screen: ClientsScreen, text: str) -> int:
    """How many clients are listed then."""
    screen.search.setText(text)
    application().processEvents()
    return screen.model.rowCount()


class _BareScan:
    def __init__(self, big: Big) -> None:
        people = [one.client for one in big.practice.clients.list()]
        self._keys = [f"{one.first_name} {one.last_name} {one.email}".lower() for one in people]

    def __call__(self, text: str) -> list[str]:
        return [key for key in self._keys if text in key]


def _practice(clinic: Clinic) -> Practice:
    who = clinic.a.enrolment.identity
    me = Me(who.workspace_id, who.user_id, who.device_id)
    return Practice(clinic.a.store, me, SystemClock(), Uuid7Source())


def _note_queries() -> list[str]:
    common, middle, rare = words()[:10], words()[200:210], words()[-10:]
    pairs = [f"{one} {other}" for one, other in zip(common, rare, strict=True)]
    return [*common, *middle, *rare, *pairs, *(word[:3] for word in (*common, *rare)), "zzyzx"]


class BareMatch:
    """The index alone, asked for the same words by their beginnings."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, text: str) -> list[int]:
        match = " AND ".join(f'"{word}"*' for word in text.replace('"', " ").split())
        sql = "SELECT rowid FROM search_notes WHERE search_notes MATCH ? ORDER BY rank LIMIT 50"
        with self._store.read() as db:
            return list(db.exec_driver_sql(sql, (match,)).scalars())
