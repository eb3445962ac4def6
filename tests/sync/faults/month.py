"""A clinic's month on PostgreSQL from one seed, on a network that cuts, freezes, loses, delays, reorders."""

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from core.domain.errors import UserError
from tests.fault_proxy import Fault, Kind, Side
from tests.sync.faults.device import Device, Killed
from tests.sync.faults.ground import Ground
from tests.sync.faults.people import Person
from tests.sync.oracles import agreement, course, questions, words
from tests.sync.oracles.diary import Diary
from tests.sync.oracles.eye import name_of
from tests.sync.oracles.finding import Finding, Oracle
from tests.sync.test_two_devices_pg import Clinic

STEPS = 30
FARTHEST = 6000
"""Bytes that pass at most before a fault strikes; a pass has some thousands on each side."""


LATE = "answered after a later connection"


def month(ground: Ground, seed: int, folder: Path) -> tuple[list[Finding], "Month"]:
    """Runs a seed in a folder of its own, which goes afterwards; `folder` keeps the empty store for all."""
    place, template = folder / f"seed-{seed}", folder / "empty.db"
    place.mkdir()
    if template.exists():
        (place / "empty.db").symlink_to(template)
    made = Month(ground, seed, place)
    if not template.exists():
        (place / "empty.db").rename(template)
    found = made.run()
    shutil.rmtree(place)
    return found, made


class Month:
    """One run; `findings` is empty when every promise held. `met` counts what really happened."""

    def __init__(self, ground: Ground, seed: int, folder: Path) -> None:
        self._ground, self._rnd = ground, random.Random(seed)  # noqa: S311 - a run that repeats itself
        self._clinic = Clinic(ground.server, folder, shared=ground.database, seed=self._rnd.getrandbits(60))
        self.diary, self.met = Diary(), Counter[str]()
        self.trace: list[str] = []
        self.devices: list[Device] = []
        for _ in range(2 + seed // 2 % 2):
            made = self._clinic.enrol()
            address = replace(made.pg._address, port=ground.proxy.port)
            self.devices.append(Device(made.laptop, address, ground.proxy, self.diary))
        for each in self.devices:
            each.family = self.devices

    def run(self) -> list[Finding]:
        try:
            for _ in range(STEPS):
                self._step(self._rnd.choice(self.devices))
            self._calm_down()
            return list(self._findings())
        finally:
            self._calm_down()
            for each in self.devices:
                each.close()
            self._clinic.close()

    # what happens

    def _step(self, device: Device) -> None:
        who = f"device {self.devices.index(device) + 1}"
        if self._rnd.random() < 0.5:
            self.trace.append(f"{who}: {Person(device, self._rnd).act()}")
        else:
            self.trace.append(f"{who}: {self._sync(device)}")
        if self._rnd.random() < 0.4:
            self._late()

    def _sync(self, device: Device) -> str:
        fault = self._fault()
        if fault is not None and fault.kind in (Kind.FREEZE, Kind.GONE):
            device.connect()  # to give up on a silent greeting takes its two seconds: test_patience.py has it
        self._ground.proxy.arm(fault)
        if self._rnd.random() < 0.2:
            device.kill_at = self._rnd.randrange(12)
        if self._rnd.random() < 0.3:
            device.meanwhile = Person(device, self._rnd).act
        ended = self._pass(device)
        self.met[ended] += 1
        if fault is not None and self._ground.proxy.struck.is_set():
            self.met[f"{fault.kind} {fault.side}"] += 1
            ended += f", {fault.kind} before byte {fault.after} of the {fault.side}"
        self._ground.proxy.arm(None)
        device.kill_at = device.meanwhile = None
        return ended

    def _pass(self, device: Device) -> str:
        try:
            device.sync()
        except Killed:
            return "killed while it syncs"
        except UserError as error:
            return f"syncs: {error.code}"
        return "syncs"

    def _fault(self) -> Fault | None:
        """Early bytes more often: they are in every pass."""
        if self._rnd.random() < 0.3:
            return None
        after = int(FARTHEST * self._rnd.random() ** 2)
        return Fault(self._rnd.choice([*Kind]), self._rnd.choice([*Side]), after)

    def _late(self) -> None:
        """What clients have given up on comes to the server after all, or it learns that they are gone."""
        late = self._rnd.random() < 0.7
        count = self._ground.proxy.deliver() if late else self._ground.proxy.bury()
        if count:
            what = LATE if late else "found to be gone"
            self.met[what] += count
            self.trace.append(f"{count} silent connections: {what}")

    def _calm_down(self) -> None:
        self._ground.proxy.arm(None)
        self._ground.proxy.deliver()

    # oracles

    def _findings(self) -> Iterator[Finding]:
        found = list(course.quiet_soon(self.devices))
        for device in self.devices:
            found += device.steady.findings + device.reader.findings
        yield from found
        if not found:
            yield from self._at_rest()

    def _at_rest(self) -> Iterator[Finding]:
        eyes = [device.eye for device in self.devices]
        looks = [eye.everything() for eye in eyes]
        seen = looks[0]
        yield from agreement.converged(looks)
        yield from words.nothing_lost(self.diary, seen, eyes)
        yield from words.nothing_invented(self.diary, seen)
        yield from words.names_in_use(seen)
        yield from questions.only_real_questions(self.diary, seen)
        yield from questions.asked_once(self.diary, seen)
        yield from questions.losers_are_kept(self.diary, seen, [(each.id, each.eye) for each in self.devices])
        for look, eye in zip(looks, eyes, strict=True):
            yield from agreement.isolated(look, eye.kept_aside(), self._clinic.practice.workspace_id, [])
        yield from self._against_server()

    def _against_server(self) -> Iterator[Finding]:
        workspace_id, device = self._clinic.practice.workspace_id, self.devices[0]
        epoch = device.laptop.cursor().epoch
        assert epoch is not None
        feed = device.remote.pull(workspace_id, epoch, 0, 10_000)
        mac_of = agreement.mac_of(device.laptop.session()._codec)
        yield from agreement.is_what_the_server_has(device.eye.everything(), feed.rows, mac_of)
        given, stands = self._ground.given(workspace_id), self._ground.stands(workspace_id)
        places = {key: seq for key, (seq, _) in stands.items()}
        yield from course.feed_is_dense(given, self._ground.counter(workspace_id), places)
        times = Counter(key for _, key in given)
        for key, (_, version) in stands.items():
            if version != times[key]:
                yield Finding(
                    Oracle.EXACTLY_ONCE, f"{name_of(key)} has version {version}, written {times[key]} times"
                )
