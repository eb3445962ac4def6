"""Two practices on one server, their devices, and what happens to them; one `Clinic` is one run."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from core.domain.enums import Role
from core.domain.errors import UserError
from core.domain.ids import DeviceId, UserId
from core.domain.registry import BY_NO
from core.domain.rights import READERS_SETTING
from core.store.transfer.new_device import become_new_device
from tests.sync.laptops import Practice
from tests.sync.model_rules import Limits
from tests.sync.model_server import ModelServer
from tests.sync.oracles import signed
from tests.sync.oracles.diary import Diary
from tests.sync.oracles.eye import Seen, name_of
from tests.sync.oracles.finding import Finding, Oracle
from tests.sync.parted import keep_papers
from tests.sync.sim import held
from tests.sync.sim.at_once import write_at_once
from tests.sync.sim.barred import DO_BARRED
from tests.sync.sim.blocks import DO_BLOCKS
from tests.sync.sim.body_marks import DO_BODY_MARKS
from tests.sync.sim.brought import DO_BROUGHT
from tests.sync.sim.machine import Killed, Machine, Trouble
from tests.sync.sim.measures import DO_MEASURES
from tests.sync.sim.note_texts import DO_NOTE_TEXTS
from tests.sync.sim.outsiders import DO_LATER, Hand
from tests.sync.sim.people import DO, Nothing, Person
from tests.sync.sim.plan import AT_ONCE, Plan, Step
from tests.sync.sim.rooms import DO_ROOMS
from tests.sync.sim.series import DO_SERIES
from tests.sync.sim.staff import give_keys, let_in_again, role_by_owner
from tests.sync.sim.treating import DO_TREATING
from tests.sync.sim.waitlist import DO_WAITLIST

MOST_DEVICES = 5
ALWAYS_STORED = (
    *("write a note", "type in a note", "edit a client", "amend", "add a service"),
    *("add a template", "change a template", "add a snippet", "change a snippet"),
)
"""Commands that keep every word that was given to them."""
TYPED_MEANWHILE = ("type in a note", "edit a client", "resolve", "delete", "write a note")


def _unread(person: Person, after: Seen, kind: str) -> Iterator[Finding]:
    """What somebody was told is stored, and does not find."""
    for word in set(person.words) - after.words() if kind in ALWAYS_STORED else ():
        yield Finding(Oracle.READ_YOUR_WRITES, f"{word} was stored, and is not there")
    for (key, name), value in person.expected.items():
        if key not in after.rows or after.value(key, name) != value:
            yield Finding(Oracle.READ_YOUR_WRITES, f"{name} of {name_of(key)} was set, and is not so")


class Side:
    """One practice: its devices, and the diary of its people."""

    def __init__(self, clinic: "Clinic", folder: Path, number: int) -> None:
        folder.mkdir(exist_ok=True)
        self.practice = Practice(folder, seed=clinic.plan.seed * 2 + number, server=clinic.server)
        self.diary = Diary()
        self.machines: list[Machine] = []


class Clinic:
    """Runs steps. `trace` tells them one by one; what an oracle finds on the way is in `findings`."""

    def __init__(self, plan: Plan, folder: Path, bugs: tuple[str, ...] = ()) -> None:
        self.plan, self.folder = plan, folder
        self.server = ModelServer(bugs)
        self.server.page_limit = plan.page_rows
        self.server.members_follow_users = plan.people
        if plan.limits is not None:
            ops, cell = plan.limits
            self.server.limits = Limits(ops, 12 * cell, cell)
        self.sides = [Side(self, folder / str(number), number) for number in range(2)]
        self.trace: list[str] = []
        self.findings: list[Finding] = []
        self._backup: Any = None
        self._rnd = random.Random(plan.seed)  # noqa: S311 - a run that repeats itself
        for side, count in zip(self.sides, plan.devices, strict=True):
            for _ in range(count):
                self.add_machine(side)
            if side.machines:
                self._found(side)

    def _found(self, side: Side) -> None:
        """The practice, its owner and two notes, on every device."""
        first = side.machines[0]
        me = first.laptop.me
        # Readers of the generations before have everything that a therapist has.
        settings = {READERS_SETTING: not self.plan.staffed}
        first.laptop.add("workspaces", me.workspace_id, name="Practice", timezone="UTC", settings=settings)
        first.laptop.add("users", me.user_id, full_name="Owner", role=Role.OWNER)
        for machine in side.machines[1:]:
            self._introduce(side, machine)
        for _ in range(2):
            self._person(first, self._rnd, "write a note")
        for machine in side.machines:
            machine.sync()

    @property
    def machines(self) -> list[Machine]:
        return [machine for side in self.sides for machine in side.machines]

    def side_of(self, machine: Machine) -> Side:
        return next(side for side in self.sides if machine in side.machines)

    def add_machine(self, side: Side, *, of: Machine | None = None) -> Machine:
        """`of`: a laptop of the same person."""
        skew = timedelta(seconds=len(side.machines), days=self._rnd.choice((0, 0, 0, 3650, -3650)))
        role = self._role_of(side, of) if of else self.plan.roles[len(side.machines) % len(self.plan.roles)]
        user_id = of.laptop.me.user_id if of else None
        if self.plan.people and side.machines and of is None:
            user_id = UserId(side.practice.ids.new())
        if not self.plan.people and role is Role.ASSISTANT:
            role = Role.THERAPIST  # laptops of one person
        machine = Machine(side.practice, side.diary, side.machines, self.plan.batch_ops, skew, role, user_id)
        side.machines.append(machine)
        if self.plan.staffed:
            give_keys(side.machines[0], machine)
            machine.role_now = lambda: role_by_owner(side.machines[0], machine)
            machine.let_in_again = lambda before: let_in_again(side.machines, machine, before)
            machine.words_on_server = lambda: held.words_on_server(side.practice, side.machines)
        return machine

    def _role_of(self, side: Side, machine: Machine) -> Role:
        """Of its person, by now; in older generations, whose runs stay, what it was at first."""
        return role_by_owner(side.machines[0], machine) if self.plan.staffed else machine.role

    def _introduce(self, side: Side, machine: Machine) -> None:
        """The owner notes who works at a laptop."""
        if self.plan.people:
            first = side.machines[0]
            first.ids.rnd = self._rnd
            first.laptop.add("users", machine.laptop.me.user_id, full_name="Staff", role=machine.role)

    def close(self) -> None:
        for side in self.sides:
            for machine in side.machines:
                machine.close()
            side.practice.close()

    # steps

    def run(self, steps: tuple[Step, ...]) -> None:
        for number, step in enumerate(steps):
            self._take(number, step)

    def _take(self, number: int, step: Step) -> None:
        rnd = random.Random(step.seed)  # noqa: S311 - a run that repeats itself
        machine = self.machines[step.who % len(self.machines)]
        self._rnd = machine.ids.rnd = rnd
        machine.practice.rnd.seed(step.seed)
        for each in self.machines:
            each.clock.advance(timedelta(seconds=1 + step.seed % 900))
        act = HAPPENS.get(step.kind)
        told = act(self, machine, rnd) if act else self._person(machine, rnd, step.kind)
        self.trace.append(f"{number:3} device {self.machines.index(machine) + 1} {told}")

    def _person(self, machine: Machine, rnd: random.Random, kind: str) -> str:
        """A person's command, noted in the diary; sometimes the process ends around its commit."""
        machine.ids.rnd = rnd
        person = Person(machine, rnd)
        chance = rnd.random()
        machine.trouble = Trouble(kill_at=rnd.randrange(1, 4) if chance < 0.03 * self.plan.faults else None)
        done = False
        try:
            told = ALL[kind](person)
            done = True
        except Nothing:
            told = f"finds nothing to {kind}"
        except UserError as error:
            told = f"wants to {kind}: {error.code}"
        except Killed:
            told = f"wants to {kind}: killed"
            machine.session = None
        finally:
            machine.trouble = Trouble()
        after = machine.eye.look()
        machine.diary.note(machine.device, person.seen, after)
        self.findings += signed.stay_beside_signed(person.seen, after)
        if done:
            self.findings += _unread(person, after, kind)
        return told

    def _sync(self, machine: Machine, rnd: random.Random) -> str:
        trouble = self._trouble(machine, rnd)
        machine.trouble = trouble
        try:
            machine.sync()
            told = "syncs"
        except UserError as error:
            told = f"syncs: {error.code} at network step {trouble.network}"
        except Killed:
            told = f"syncs: killed at commit {trouble.commits}"
        finally:
            machine.trouble = Trouble()
        if self.plan.staffed:
            kept = machine.eye.local("refused")
            machine.diary.refused |= {(each["table_no"], each["row_id"]) for each in kept}
        return told

    def _trouble(self, machine: Machine, rnd: random.Random) -> Trouble:
        if rnd.random() > self.plan.faults:
            return Trouble()
        trouble = Trouble(twice=rnd.random() < 0.2)
        kind = rnd.random()
        if kind < 0.4:
            trouble.cut_at = rnd.randrange(1, 12)
        elif kind < 0.6:
            trouble.kill_at = rnd.randrange(1, 14)
        if rnd.random() < 0.5:
            seed = rnd.getrandbits(48)
            trouble.meanwhile[rnd.randrange(1, 5)] = lambda: self._meanwhile(machine, trouble, seed)
        if self.plan.full_disk and rnd.random() < self.plan.full_disk:
            trouble.full_at = rnd.randrange(1, 10)
        return trouble

    def _meanwhile(self, machine: Machine, trouble: Trouble, seed: int) -> None:
        """In the middle of a pass somebody types on, or another device of the practice syncs."""
        rnd, held = random.Random(seed), machine.ids.rnd  # noqa: S311 - a run that repeats itself
        others = [each for each in self.side_of(machine).machines if each is not machine]
        if others and rnd.random() < 0.4:
            other = rnd.choice(others)
            other.ids.rnd = rnd
            told = f"device {self.machines.index(other) + 1} {self._sync_quietly(other)}"
        else:
            machine.ids.rnd = rnd
            told = self._person(machine, rnd, rnd.choice(TYPED_MEANWHILE))
        machine.ids.rnd, machine.trouble = held, trouble
        self.trace.append(f"      meanwhile {told}")

    def _sync_quietly(self, machine: Machine) -> str:
        try:
            machine.sync()
        except UserError as error:
            return f"syncs: {error.code}"
        return "syncs"

    def _type_live(self, machine: Machine, rnd: random.Random) -> str:
        """Somebody types letter by letter while this laptop and another one sync."""
        machine.ids.rnd = rnd
        try:
            hand = Hand(Person(machine, rnd))
            for _ in hand.strokes():
                self._between(machine, rnd)
                machine.ids.rnd = rnd
        except Nothing:
            return "finds nothing to type in, or not any more"
        return hand.told

    def _write_at_once(self, machine: Machine, rnd: random.Random) -> str:
        """Two people in one field, letter by letter, while both their laptops sync."""
        family = [machine, *(each for each in self.side_of(machine).machines if each is not machine)]
        try:
            told, findings = write_at_once(family, rnd, self.plan.faults)
        except Nothing:
            return "finds no note to write in at once"
        self.findings += findings
        return told

    def _between(self, machine: Machine, rnd: random.Random) -> None:
        """Passes that go on while letters are struck; each of them seldom."""
        for each in self.side_of(machine).machines:
            if rnd.random() < 0.15:
                each.ids.rnd = rnd
                told = self._sync_quietly(each)
                self.trace.append(f"      meanwhile device {self.machines.index(each) + 1} {told}")

    # what happens to machines

    def _nap(self, machine: Machine, rnd: random.Random) -> str:
        machine.session = None
        return "closes and opens the program"

    def _set_clock(self, machine: Machine, rnd: random.Random) -> str:
        days = rnd.choice((-3650, -400, -1, 1, 400, 3650))
        machine.clock.advance(timedelta(days=days))
        return f"has its clock set by {days} days"

    def _repeat(self, machine: Machine, rnd: random.Random) -> str:
        """The network delivers an old request once more; nobody waits for the answer."""
        last = machine.remote.last_push
        if last is None:
            return "has sent nothing that could come again"
        workspace_id, epoch, ops = last
        workspace = self.server.workspaces[workspace_id]
        entry = self.server.entry(workspace, machine.laptop.me.device_id)
        if workspace.epoch == epoch and entry is not None and entry.revoked_at is None:
            self.server.push(workspace, entry, ops)
        return "has its last request delivered again"

    def _join(self, machine: Machine, rnd: random.Random) -> str:
        side = self.side_of(machine)
        if len(self.machines) >= MOST_DEVICES:
            return "lets nobody in"
        self._introduce(side, self.add_machine(side))
        return "lets a new device in"

    def _back_up(self, machine: Machine, rnd: random.Random) -> str:
        machine.backup = machine.copy_file("backup"), ""
        return "is backed up"

    def _restore_laptop(self, machine: Machine, rnd: random.Random) -> str:
        """`pazpaz restore`: the old store under a fresh identity."""
        if not self._swap(machine):
            return "has no backup"
        with machine.laptop.store.write() as db:
            become_new_device(db, DeviceId(machine.ids.new()))
        machine.join_again()
        return "is restored from its backup and joins again"

    def _swap_disk(self, machine: Machine, rnd: random.Random) -> str:
        """An older image of the whole disk: the device does not know that it went back."""
        return "gets its old disk back" if self._swap(machine) else "has no old disk"

    def _swap(self, machine: Machine) -> bool:
        if machine.backup is None:
            return False
        before = held.on_laptop(machine)
        machine.put_file(machine.backup[0])
        machine.is_original = False
        side = self.side_of(machine)
        side.diary.restored = True
        others = held.elsewhere(side.practice, side.machines, machine)
        side.diary.lost_with_a_disk(before - held.on_laptop(machine) - others)
        return True

    def _copy(self, machine: Machine, rnd: random.Random) -> str:
        """The profile is copied to another computer, which notices and joins as a device of its own."""
        side = self.side_of(machine)
        if len(self.machines) >= MOST_DEVICES:
            return "is not copied"
        source = machine.copy_file("copied")
        other = self.add_machine(side, of=machine if self.plan.people else None)
        other.put_file(source)
        with other.laptop.store.write() as db:
            become_new_device(db, other.laptop.me.device_id)
        other.let_in_again(machine.laptop)
        other.is_original = False
        side.diary.restored = True
        return "is copied to another computer"

    # what happens to the server

    def _back_up_server(self, machine: Machine, rnd: random.Random) -> str:
        self._backup = self.server.snapshot()
        return "sees the server backed up"

    def _restore_server(self, machine: Machine, rnd: random.Random) -> str:
        return self._put_back(self.sides[0].practice.ids.new)

    def _put_back_unannounced(self, machine: Machine, rnd: random.Random) -> str:
        """Every connection broke meanwhile, and nothing else tells of it."""
        for each in self.machines:
            each.session = each.remote.last_push = None
        return self._put_back(lambda: None)

    def _put_back(self, epoch: Callable[[], UUID | None]) -> str:
        if self._backup is None:
            return "sees no backup of the server"
        before = [held.on_server(side.practice, side.machines) for side in self.sides]
        heads = [side.practice.head() for side in self.sides]
        new_epoch = epoch()
        self.server.restore(self._backup, new_epoch)
        for side, head, pieces in zip(self.sides, heads, before, strict=True):
            keep_papers(head, side.practice.head())
            side.diary.restored = True
            side.diary.put_back |= new_epoch is None
            side.diary.lost_with_a_disk(pieces - held.elsewhere(side.practice, side.machines, None))
        how = "restored from its backup" if new_epoch else "put back unannounced"
        return f"sees the server {how}"

    def _change_role(self, machine: Machine, rnd: random.Random) -> str:
        """The owner gives one of the others another role, which holds once it reached the server."""
        side = self.side_of(machine)
        owner = side.machines[0]
        known = {key for key in owner.eye.look(["users"]).rows if key[1] != owner.laptop.me.user_id.bytes}
        if not known:
            return "sees nobody whose role could change"
        owner.ids.rnd = rnd
        person = UserId(UUID(bytes=rnd.choice(sorted(known))[1]))
        role = rnd.choice((Role.READONLY, Role.THERAPIST))
        owner.facade.team.edit(person, role=role)
        return f"sees the owner make {person.hex[-6:]} {role}"

    def _change_any_role(self, machine: Machine, rnd: random.Random) -> str:
        """The owner makes somebody a therapist, an assistant, or one who only reads."""
        side = self.side_of(machine)
        owner = side.machines[0]
        known = {key for key in owner.eye.look(["users"]).rows if key[1] != owner.laptop.me.user_id.bytes}
        if not known:
            return "sees nobody whose role could change"
        owner.ids.rnd = rnd
        person = UserId(UUID(bytes=rnd.choice(sorted(known))[1]))
        role = rnd.choice((Role.ASSISTANT, Role.ASSISTANT, Role.READONLY, Role.THERAPIST, Role.THERAPIST))
        owner.facade.team.edit(person, role=role)
        return f"sees the owner make {person.hex[-6:]} {role}"

    def _let_readers_read(self, machine: Machine, rnd: random.Random) -> str:
        owner = self.side_of(machine).machines[0]
        owner.ids.rnd = rnd
        now = not owner.facade.settings.get(READERS_SETTING)
        owner.facade.settings.set(**{READERS_SETTING: now})
        return f"sees the owner say that readers read what is clinical: {now}"

    def _purge(self, machine: Machine, rnd: random.Random) -> str:
        """The server forgets tombstones that nothing points to; a version that gave way is kept for ever."""
        workspace, side = machine.practice.head(), self.side_of(machine)
        used = {str(value) for row in workspace.rows.values() for value in row.plain.values()}
        dead = [
            key
            for key, row in workspace.rows.items()
            if row.deleted_at is not None and str(row.row_id) not in used and not BY_NO[key[0]].insert_only
        ]
        for key in dead:
            workspace.tombstone_floor = max(workspace.tombstone_floor, workspace.rows.pop(key).seq)
            side.diary.purged.add((key[0], key[1].bytes))
        return f"sees the server forget {len(dead)} tombstones"


ALL = {
    **DO,
    **DO_LATER,
    **DO_BARRED,
    **DO_NOTE_TEXTS,
    **DO_SERIES,
    **DO_BLOCKS,
    **DO_MEASURES,
    **DO_WAITLIST,
    **DO_BODY_MARKS,
    **DO_BROUGHT,
    **DO_ROOMS,
    **DO_TREATING,
}
HAPPENS: dict[str, Callable[[Clinic, Machine, random.Random], str]] = {
    "sync": Clinic._sync,
    "type live": Clinic._type_live,
    AT_ONCE: Clinic._write_at_once,
    "nap": Clinic._nap,
    "set the clock": Clinic._set_clock,
    "repeat an old request": Clinic._repeat,
    "join": Clinic._join,
    "back up a laptop": Clinic._back_up,
    "restore a laptop": Clinic._restore_laptop,
    "swap a disk": Clinic._swap_disk,
    "copy a laptop": Clinic._copy,
    "back up the server": Clinic._back_up_server,
    "restore the server": Clinic._restore_server,
    "put the server back unannounced": Clinic._put_back_unannounced,
    "change a role": Clinic._change_role,
    "change any role": Clinic._change_any_role,
    "let readers read": Clinic._let_readers_read,
    "forget tombstones": Clinic._purge,
}
