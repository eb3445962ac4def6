"""Compiles PazPaz.exe, which has a window, and pazpaz-cli.exe, which has a terminal."""

import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
WINDOW, TERMINAL = "PazPaz.exe", "pazpaz-cli.exe"
_CC = "x86_64-w64-mingw32-gcc"
_WINDRES = "x86_64-w64-mingw32-windres"
_FLAGS = ("-Os", "-s", "-Wall", "-Wextra", "-Werror", "-municode")
_HARDENED = ("-Wl,--dynamicbase", "-Wl,--nxcompat", "-Wl,--high-entropy-va")
_SAME_EACH_TIME = ("-Wl,--no-insert-timestamp", "-Wl,--build-id=none")


def numbers(version: str) -> tuple[int, int, int, int]:
    """A version as Windows writes it, four numbers: 1.4.0 is 1.4.0.0."""
    parts = [int(part) for part in version.split(".")]
    first, second, third, fourth, *_ = [*parts, 0, 0, 0, 0]
    return first, second, third, fourth


def compile_launchers(version: str, series: str, icon: Path, work: Path, target: Path) -> list[Path]:
    """Both programs in `target`; `work` holds what is only needed on the way."""
    work.mkdir(parents=True, exist_ok=True)
    dotted = ".".join(map(str, numbers(version)))
    (work / "pazpaz.ico").write_bytes(icon.read_bytes())
    _fill("launcher.manifest", work / "launcher.manifest", {"NUMBERS": dotted})
    made = []
    for name, options in ((WINDOW, ("-mwindows", "-DWINDOWED")), (TERMINAL, ("-mconsole",))):
        script = work / f"{name}.rc"
        fields = {"COMMAS": dotted.replace(".", ","), "VERSION": version, "FILE": name}
        _fill("launcher.rc", script, fields)
        resources = script.with_suffix(".o")
        subprocess.run([_WINDRES, script.name, "-o", resources.name], cwd=work, check=True)
        output = target / name
        files = [f'-DPYTHON_{kind.upper()}="python{series}.{kind}"' for kind in ("dll", "zip")]
        command = [
            _CC,
            *_FLAGS,
            *_HARDENED,
            *_SAME_EACH_TIME,
            *options,
            *files,
            HERE / "launcher.c",
            resources,
            "-o",
            output,
        ]
        subprocess.run(command, check=True)
        made.append(output)
    return made


def _fill(template: str, target: Path, fields: dict[str, str]) -> None:
    text = (HERE / template).read_text(encoding="utf-8")
    for name, value in fields.items():
        text = text.replace(f"@{name}@", value)
    target.write_text(text, encoding="utf-8")
