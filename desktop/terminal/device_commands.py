"""`pazpaz devices`, `revoke`, `undo-device` and `rotate-key`: who is in, shutting one out, what it left."""

import argparse
from dataclasses import asdict
from datetime import UTC, datetime

from core.domain.errors import RuleBroken, UserError
from desktop.session.device_admin import DeviceAdmin, DeviceLine
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.handover import login_is_back
from desktop.terminal.practice_choice import unlock
from sync.enrolment.undoing import Undone
from sync.keys.rotation import Rotated


def add(commands: CommandGroup) -> None:
    add_command(commands, "devices", show, about="list the clinic's devices")
    revoking = add_command(
        commands, "revoke", revoke, about="shut a device out and change the keys (owner's device)"
    )
    revoking.add_argument("device", metavar="DEVICE", help="its id or the beginning of it")
    revoking.add_argument(
        "--erase", action="store_true", help="when it comes online, it erases the practice it holds"
    )
    revoking.add_argument("--yes", action="store_true", help="do not ask")
    undoing = add_command(
        commands,
        "undo-device",
        undo_device,
        about="set aside what a removed device left and nobody can verify (owner's device)",
    )
    undoing.add_argument("device", metavar="DEVICE", help="its id or the beginning of it")
    resetting = add_command(
        commands,
        "reset-login",
        reset_login,
        about="let a laptop in again whose password somebody changed (owner's device)",
    )
    resetting.add_argument("device", metavar="DEVICE", help="its id or the beginning of it")
    rotating = add_command(
        commands, "rotate-key", rotate_key, about="give the clinic's devices a new key (owner's device)"
    )
    rotating.add_argument(
        "--remove-strangers",
        action="store_true",
        help="first shut out the devices that no owner let in (NOT VOUCHED FOR in `pazpaz devices`)",
    )


def show(frame: CommandContext, args: argparse.Namespace) -> int:
    """Those that are in come first. Times are in UTC."""
    with unlock(frame, args) as opened:
        found = DeviceAdmin(opened).devices()
    frame.console.result(
        {"ok": True, "devices": [_document(one) for one in found]}, [_line(one) for one in found]
    )
    return 0


def revoke(frame: CommandContext, args: argparse.Namespace) -> int:
    """Shuts a device out, after asking unless --yes is given, and changes the keys. An owner's device may."""
    with unlock(frame, args) as opened:
        office = DeviceAdmin(opened)
        device = office.find(args.device)
        _ask(frame, args, device)
        done = office.remove(device.device_id, erase=args.erase)
    frame.console.result(
        {"ok": True, "device_id": device.device_id, "erase": args.erase, **asdict(done)},
        [f"{device.name} is shut out; what it has seen it still has. {_told(done)}"],
    )
    return 0


def undo_device(frame: CommandContext, args: argparse.Namespace) -> int:
    """Sets aside for all laptops what came by the login of a removed device and nobody can verify."""
    with unlock(frame, args) as opened:
        office = DeviceAdmin(opened)
        device = office.find(args.device)
        done = office.undo(device.device_id)
    document = {"ok": True, "device_id": device.device_id, **asdict(done)}
    frame.console.result(document, [_undone(device.name, done)])
    return 0


def reset_login(frame: CommandContext, args: argparse.Namespace) -> int:
    """Gives a laptop back the password that it came in with, and ends what is connected by its login."""
    with unlock(frame, args) as opened:
        office = DeviceAdmin(opened)
        device = office.find(args.device)
        office.reset_login(device.device_id)
    document = {"ok": True, "device_id": device.device_id}
    frame.console.result(document, [login_is_back(device.name)])
    return 0


def rotate_key(frame: CommandContext, args: argparse.Namespace) -> int:
    """Gives the devices that are in a new key.

    Refused (stranger) where the list holds one that no owner let in; --remove-strangers shuts it out before.
    """
    with unlock(frame, args) as opened:
        done = DeviceAdmin(opened).change_keys(without_strangers=args.remove_strangers)
    frame.console.result({"ok": True, **asdict(done)}, [_told(done)])
    return 0


def _ask(frame: CommandContext, args: argparse.Namespace, device: DeviceLine) -> None:
    if args.yes:
        return
    if not frame.console.is_interactive:
        raise UserError("Shutting a device out needs --yes when nobody can be asked.", code="no_answer")
    said = frame.console.ask(f"Shut out {device.name} ({device.person or 'unknown person'})? [y/N] ")
    if said.casefold() not in {"y", "yes"}:
        raise RuleBroken("Nothing was changed.", code="not_confirmed")


def _told(done: Rotated) -> str:
    plural = "s hold" if done.devices != 1 else " holds"
    return f"{done.devices} device{plural} key {done.key_no}; the next sync seals what the clinic has anew."


def _undone(name: str, done: Undone) -> str:
    left = f" {done.left} had to stay; no laptop uses them." if done.left else ""
    return (
        f"Of what came by the login of {name} and nobody can verify, {done.set_aside} records were set aside "
        f"for all laptops; {done.put_back} are put back from this one by the next sync.{left}"
    )


def _document(device: DeviceLine) -> dict[str, object]:
    return {**asdict(device), "device_id": str(device.device_id)}


def _line(device: DeviceLine) -> str:
    state = f"removed {_day(device.revoked_at)}" if device.revoked_at else _seen(device.last_seen_at)
    runs = f"version {device.program}" if device.program else ""
    marks = [
        mark
        for mark, said in (
            ("this device", device.is_this),
            ("NOT VOUCHED FOR", not device.is_vouched),
            ("GAVE FALSE CERTIFICATES", device.gave_false_certs),
        )
        if said
    ]
    return "  ".join(
        filter(None, (str(device.device_id), device.name, device.person, device.role, runs, state, *marks))
    )


def _seen(micros: int | None) -> str:
    return f"last seen {_day(micros)}" if micros else "never seen"


def _day(micros: int) -> str:
    return f"{datetime.fromtimestamp(micros / 1e6, UTC):%Y-%m-%d %H:%M}"
