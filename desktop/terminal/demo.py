"""`pazpaz demo`: an invented practice to try everything on."""

import argparse
from importlib import import_module
from pathlib import Path

from desktop.demo.stage import DemoStage, set_up
from desktop.session.console import Console
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from migrations.operate.embedded import EmbeddedServer


def add(commands: CommandGroup) -> None:
    """`pazpaz demo`, which opens a window on laptop A."""
    parser = add_command(commands, "demo", demo, about="an invented practice on a server of its own")
    parser.add_argument("--tour", action="store_true", help="no window: do a therapist's work and check it")
    parser.add_argument("--shots", type=Path, metavar="DIR", help="where the tour writes pictures")
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away and make it anew")


def add_to_server(commands: CommandGroup) -> None:
    """`pazpaz server demo`, which makes the same demo and opens nothing."""
    parser = add_command(
        commands, "demo", prepare, about="start the demo's server and make its two laptops, open nothing"
    )
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away and make it anew")
    parser.add_argument("--stop", action="store_true", help="stop the demo's server; its data stays")


def prepare(frame: CommandContext, args: argparse.Namespace) -> int:
    """Makes the demo, or starts it as it was left; says where the laptops are and what opens them.

    The server goes on running after the command, until it is called with --stop.
    """
    home = _demo_home(frame, args)
    if args.stop:
        EmbeddedServer(home / "server").stop()
        frame.console.result({"ok": True}, ["The demo's server is stopped; its data is kept."])
        return 0
    scene = _set_up(frame, args)
    frame.console.result({"ok": True, **scene.document()}, scene.lines())
    return 0


def _demo_home(frame: CommandContext, args: argparse.Namespace) -> Path:
    """A folder of the demo's own: never among a person's practices unless asked for by name."""
    return frame.home if args.home is not None else frame.home / "demo"


def _set_up(frame: CommandContext, args: argparse.Namespace) -> DemoStage:
    home = _demo_home(frame, args)
    return set_up(home, frame.clock, _Teller(frame.console), fresh=args.fresh, kdf=frame.kdf)


class _Teller:
    """Making the demo takes a while: each stage is told in a line, and its progress on a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._stage = ""

    def __call__(self, what: str, done: int, total: int | None) -> None:
        if what != self._stage:
            self._stage = what
            self._console.note(f"{what} ...")
        self._console.progress(what, done, total)


def demo(frame: CommandContext, args: argparse.Namespace) -> int:
    """Opens the window on laptop A until it is closed; with --tour, or without a display, plays the tour."""
    scene = _set_up(frame, args)
    # By name: the terminal never loads Qt, and the demo alone goes on to the window.
    showing = import_module("desktop.demo.launcher")
    status: int = showing.show(scene, frame.console, tour=args.tour, shots=args.shots or scene.home / "shots")
    return status
