"""`pazpaz people`: who works in the practice; the owner adds colleagues and gives them their role."""

import argparse

from core.domain.enums import Role
from core.domain.errors import NotFound
from core.domain.records import User
from core.store.practice.team import Team
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.practice_choice import unlock

_ROLES = tuple(role.value.lower() for role in Role)


def add(commands: CommandGroup) -> None:
    parser = commands.add_parser("people", help="who works in the practice: add, list, role")
    groups = parser.add_subparsers(title="people commands", metavar="COMMAND", required=True)
    adding = add_command(groups, "add", add_person, about="add a colleague (owner's device)")
    adding.add_argument("--name", required=True, metavar="NAME", help="full name")
    adding.add_argument("--role", required=True, choices=_ROLES, help="what they may do")
    adding.add_argument("--email", metavar="EMAIL", help="by which `approve --user` knows them")
    add_command(groups, "list", show_people, about="list the practice's people")
    changing = add_command(
        groups, "role", change_role, about="give a colleague another role (owner's device)"
    )
    changing.add_argument("person", metavar="PERSON", help="e-mail address, id or the beginning of it")
    changing.add_argument("role", choices=_ROLES, help="the new role")


def add_person(frame: CommandContext, args: argparse.Namespace) -> int:
    """Adds somebody to the practice. Their computer is let in by a command of its own, `approve --user`."""
    with unlock(frame, args) as opened:
        made = opened.practice.team.add(args.name, Role(args.role.upper()), args.email).value
    frame.console.result({"ok": True, "person": _document(made)}, [_line(made)])
    frame.console.note(
        "Next: sync. Then let their computer in: they run `pazpaz join`, and you "
        f"`pazpaz approve REQUEST --user {args.email or 'EMAIL'}`."
    )
    return 0


def show_people(frame: CommandContext, args: argparse.Namespace) -> int:
    """All that ever worked here, by name; those who left are marked."""
    with unlock(frame, args) as opened:
        found = opened.practice.team.list(include_inactive=True)
    frame.console.result(
        {"ok": True, "people": [_document(user) for user in found]}, [_line(user) for user in found]
    )
    return 0


def change_role(frame: CommandContext, args: argparse.Namespace) -> int:
    """Gives a person another role.

    Where they become an owner, or are one no more, it says that their computers have to be let in again.
    """
    with unlock(frame, args) as opened:
        team = opened.practice.team
        person = find_person(team, args.person)
        changed = team.edit(person.id, role=Role(args.role.upper())).value
    frame.console.result({"ok": True, "person": _document(changed)}, [_line(changed)])
    if Role.OWNER.value in {person.role, changed.role}:
        frame.console.note(
            "Their computers were let in with the role of before: who shall let others in, or shall not any "
            "more, removes them (`pazpaz devices`, `pazpaz revoke`) and has them let in again."
        )
    return 0


def find_person(team: Team, text: str) -> User:
    """By e-mail address, in capitals or not, or by the beginning of the id.

    NotFound for none and for several.
    """
    wanted = text.casefold()
    people = team.list(include_inactive=True)
    found = [
        user
        for user in people
        if (user.email or "").casefold() == wanted or user.id.hex.startswith(wanted.replace("-", ""))
    ]
    if len(found) != 1:
        raise NotFound("There is no such person, or several; `pazpaz people list` shows them.")
    return found[0]


def _document(user: User) -> dict[str, object]:
    return {
        "id": user.id,
        "name": user.full_name,
        "role": user.role,
        "email": user.email,
        "is_active": user.is_active,
    }


def _line(user: User) -> str:
    state = "" if user.is_active else "left"
    return "  ".join(filter(None, (str(user.id), user.full_name, user.role, user.email, state)))
