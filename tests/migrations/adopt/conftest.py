"""An old database, an owner's laptop that asks to join, and adoptions between them."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.crypto.recovery import Paper, new_code
from core.domain.clock import FixedClock, SystemClock
from core.domain.ids import Uuid7Source
from core.store.database.engine import Store
from migrations.local import upgrade
from migrations.operate.adopting.adopt import adopt
from migrations.operate.adopting.plan import Adopted, AdoptionPlan
from migrations.operate.embedded import EmbeddedServer
from sync.enrolment.completion import complete
from sync.enrolment.identity_store import Enrolment, ServerPlace, remote_at
from sync.enrolment.messages import JoinAnswer, JoinRequest
from sync.enrolment.requests import ask_to_join
from tests.migrations.adopt.old_database import MASTER, START, OldDatabase

KEY = bytes(range(32))
PLAN = AdoptionPlan(timezone="Asia/Jerusalem", locale="he", master_keys=(MASTER,), batch=3)


class Case:
    """One takeover: the old database, the new one's address, the owner's request and paper."""

    def __init__(self, old: OldDatabase, request: JoinRequest) -> None:
        self.old, self.request = old, request
        self.server = old.server
        self.code = new_code(Paper.WORKSPACE)
        self.new_target()

    def new_target(self) -> None:
        self.database = f"new_{uuid.uuid4().hex[:12]}"
        self.target = self.server.url(self.database)

    def adopt(self, plan: AdoptionPlan = PLAN, **more: Any) -> Adopted:
        options = {"create_database": True, **more}
        return adopt(self.old.url, self.target, plan, self.request, self.code, FixedClock(START), **options)

    def place(self) -> ServerPlace:
        return ServerPlace(host=self.server.host, port=self.server.port, dbname=self.database)

    def answer(self, done: Adopted) -> JoinAnswer:
        return JoinAnswer(
            request_digest=self.request.digest(),
            place=self.place(),
            workspace_id=done.workspace_id,
            user_id=done.owner_id,
            root_pub=done.root_pub,
            adopted=done.proof,
        )


def new_laptop(folder: Path) -> tuple[Store, JoinRequest]:
    """An empty store that has asked to join."""
    store = Store.open(folder / f"{uuid.uuid4().hex}.db", KEY, SystemClock())
    upgrade(store)
    with store.write() as db:
        request = ask_to_join(db, "Laptop", Uuid7Source())
    return store, request


def let_in(store: Store, answer: JoinAnswer) -> Enrolment:
    return complete(store, answer, remote_at)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[tuple[Store, JoinRequest]]:
    store, request = new_laptop(tmp_path)
    yield store, request
    store.close()


@pytest.fixture
def make_case(laptop: tuple[Store, JoinRequest]) -> Callable[[EmbeddedServer], Case]:
    return lambda server: Case(OldDatabase(server), laptop[1])


@pytest.fixture
def case(any_server: EmbeddedServer, make_case: Callable[[EmbeddedServer], Case]) -> Case:
    """Before anything was put into the old database, on each server."""
    return make_case(any_server)


@pytest.fixture
def case18(pg18: EmbeddedServer, make_case: Callable[[EmbeddedServer], Case]) -> Case:
    return make_case(pg18)
