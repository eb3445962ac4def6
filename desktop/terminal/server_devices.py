"""`pazpaz server upgrade`, `status`, `doctor`, `harden`, `devices` and `revoke`."""

import argparse
from dataclasses import asdict
from uuid import UUID

from core.domain.errors import BadInput, UserError
from core.domain.ids import DeviceId
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.handover import login_is_back
from desktop.terminal.operators import add_operator, operator_url
from migrations.operate.devices import EnrolledDevice, list_devices, reset_login, revoke
from migrations.operate.doctor import doctor, is_well
from migrations.operate.hardening import advice
from migrations.operate.status import DeviceLag, NearlyFull, ServerStatus, recount, status
from migrations.operate.upgrade import upgrade


def add(commands: CommandGroup) -> None:
    for name, run, about in (
        ("upgrade", upgrade_server, "bring the database to this program's schema"),
        ("status", show_status, "what the database holds: counts, sizes and times"),
        ("doctor", examine, "check the server and say how to mend it"),
        ("harden", show_hardening, "print SQL for a superuser: what your own role cannot close"),
        ("devices", show_devices, "list the devices that were let in"),
    ):
        add_operator(add_command(commands, name, run, about=about))
    resetting = add_command(
        commands, "reset-login", reset_device, about="give a device back the password that it came in with"
    )
    add_operator(resetting)
    resetting.add_argument("device", metavar="DEVICE", help="its id, as `pazpaz server devices` shows it")
    revoking = add_command(commands, "revoke", revoke_device, about="shut a device out at once")
    add_operator(revoking)
    revoking.add_argument("device", metavar="DEVICE", help="its id, as `pazpaz server devices` shows it")


def upgrade_server(frame: CommandContext, args: argparse.Namespace) -> int:
    """Brings the schema up to date and counts anew what each practice holds. It may be repeated."""
    done = upgrade(operator_url(args))
    recount(operator_url(args))
    told = "was up to date" if done.before == done.after else f"went from {done.before} to {done.after}"
    frame.console.result({"ok": True, **asdict(done)}, [f"The database {told}."])
    return 0


def show_status(frame: CommandContext, args: argparse.Namespace) -> int:
    """Versions, sizes, connections, what is nearly full, and how far each device is behind."""
    found = status(operator_url(args))
    frame.console.result({"ok": True, **asdict(found)}, _status_lines(found))
    return 0


def _status_lines(found: ServerStatus) -> list[str]:
    lines = [
        f"PostgreSQL {found.server_version}, schema {found.revision} (newest {found.newest_revision})",
        f"Database: {found.database_bytes / 1e6:,.1f} MB",
    ]
    if found.room is not None:
        lines.append(f"Connections: {found.room.used} of {found.room.most} in use")
    lines.append(f"Settings of logins: {found.login_bytes / 1e6:,.1f} MB, shared by the whole server")
    lines.append(f"Into the log: {found.logged}{_log_advice(found.logged)}")
    for one in found.workspaces:
        seen = f"{one.last_seen_at:%Y-%m-%d %H:%M}" if one.last_seen_at else "never"
        lines.append(
            f"Practice {one.workspace_id}: {one.rows:,} rows, {one.bytes / 1e6:,.1f} MB, "
            f"{one.file_bytes / 1e6:,.1f} MB of files, "
            f"{one.seq:,} changes, {one.members} members, {one.devices} devices, last contact {seen}"
        )
        lines += [f"  {_lag(lag)}" for lag in found.devices if lag.workspace_id == one.workspace_id]
        lines += [f"  {_full(full)}" for full in found.nearly_full if full.workspace_id == one.workspace_id]
    return [*lines, *(f"{size / 1e6:8,.1f} MB  {name}" for name, size in found.table_bytes.items())]


def _full(full: NearlyFull) -> str:
    whose = f"today, by {full.device_id}" if full.device_id else "by the practice"
    return (
        f"NEARLY FULL: {full.name}, {full.used:,} of {full.most:,} {whose}; see who writes so much, or raise "
        f"it with `pazpaz server limits --set {full.name}=N`"
    )


def _log_advice(logged: str) -> str:
    return (
        "" if logged in {"fatal", "panic"} else " and worse; devices can fill it, see `pazpaz server harden`"
    )


def _lag(lag: DeviceLag) -> str:
    seen = f"last seen {lag.last_seen_at:%Y-%m-%d %H:%M}" if lag.last_seen_at else "never seen"
    behind = f"{lag.behind:,} changes behind" if lag.behind else "up to date"
    return f"{lag.device_id}  {lag.name}: {seen}, {behind}{_connected(lag)}"


def _connected(lag: DeviceLag) -> str:
    if not lag.connections:
        return ""
    oldest = f", a transaction open for {lag.oldest_s:,.0f} s" if lag.oldest_s is not None else ""
    return f", {lag.connections} connected{oldest}"


def examine(frame: CommandContext, args: argparse.Namespace) -> int:
    """Prints every finding and how to mend it, then raises UserError (unwell) if one is grave."""
    findings = doctor(operator_url(args))
    lines = []
    for one in findings:
        mark = "ok  " if one.well else ("BAD " if one.grave else "note")
        lines.append(f"{mark} {one.name}: {one.sentence}" + (f" {one.mend}" if one.mend else ""))
    document = {"ok": is_well(findings), "findings": [asdict(one) for one in findings]}
    frame.console.result(document, lines)
    if not is_well(findings):
        raise UserError("The server is not well; see the list above.", code="unwell")
    return 0


def show_hardening(frame: CommandContext, args: argparse.Namespace) -> int:
    """Prints SQL and runs none of it: the operator's role may not."""
    missing = advice(operator_url(args))
    lines = missing.splitlines() or ["-- This server is hardened; there is nothing to do."]
    frame.console.result({"ok": True, "sql": missing}, lines)
    return 0


def show_devices(frame: CommandContext, args: argparse.Namespace) -> int:
    """Every device that was let in, in any practice of this database, the revoked ones too."""
    found = list_devices(operator_url(args))
    frame.console.result({"ok": True, "devices": [asdict(one) for one in found]}, _device_lines(found))
    return 0


def _device_lines(found: tuple[EnrolledDevice, ...]) -> list[str]:
    if not found:
        return ["No device was let in yet."]
    lines = []
    for one in found:
        state = f"revoked {one.revoked_at:%Y-%m-%d}" if one.revoked_at else one.role or "no member"
        seen = f"last seen {one.last_seen_at:%Y-%m-%d %H:%M}" if one.last_seen_at else "never seen"
        runs = f"version {one.program}" if one.program else "version unknown"
        lines.append(f"{one.device_id}  {one.name}  {state}  {runs}  {seen}")
    return lines


def reset_device(frame: CommandContext, args: argparse.Namespace) -> int:
    """For the operator, what `pazpaz reset-login` is for an owner."""
    found = reset_login(operator_url(args), _device_id(args.device))
    document = {"ok": True, "device_id": found.device_id}
    frame.console.result(document, [login_is_back(found.name)])
    return 0


def _device_id(text: str) -> DeviceId:
    try:
        return DeviceId(UUID(text))
    except ValueError:
        raise BadInput("That is no device id; `pazpaz server devices` shows them.") from None


def revoke_device(frame: CommandContext, args: argparse.Namespace) -> int:
    """Shuts a device out of the server. The keys stay: only an owner's `pazpaz revoke` changes them."""
    device_id = _device_id(args.device)
    found = revoke(operator_url(args), device_id)
    frame.console.result(
        {"ok": True, "device_id": device_id, "workspaces": [one.workspace_id for one in found]},
        [f"{found[0].name} is shut out. Its next request is refused; what it has seen it still has."],
    )
    return 0
