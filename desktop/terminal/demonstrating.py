"""`pazpaz demo`: an invented practice to try everything on."""

import argparse
from importlib import import_module
from pathlib import Path

from desktop.demo.scene import set_up
from desktop.terminal.frame import Commands, Frame, add_command


def add(commands: Commands) -> None:
    parser = add_command(commands, "demo", demo, about="an invented practice on a server of its own")
    parser.add_argument("--tour", action="store_true", help="no window: do a therapist's work and check it")
    parser.add_argument("--shots", type=Path, metavar="DIR", help="where the tour writes pictures")
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away and make it anew")
    parser.add_argument("--prepare", action="store_true", help="only make the demo, open nothing")


def demo(frame: Frame, args: argparse.Namespace) -> int:
    home = frame.home if args.home is not None else frame.home / "demo"
    scene = set_up(home, frame.clock, frame.console.progress, fresh=args.fresh, kdf=frame.kdf)
    if args.prepare:
        frame.console.result({"ok": True, **scene.document()}, scene.lines())
        return 0
    # By name: the terminal never loads Qt, and the demo alone goes on to the window.
    showing = import_module("desktop.demo.showing")
    status: int = showing.show(scene, frame.console, tour=args.tour, shots=args.shots or home / "shots")
    return status
