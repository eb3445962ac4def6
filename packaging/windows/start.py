"""What both launchers run. A part of the Windows program, not of the tools that build it."""

import os
import sys

INCOMPLETE = 3
"""The launcher says it in a sentence: here nothing can be relied on that would say it."""

sys.frozen = "pazpaz"  # type: ignore[attr-defined]  # it starts itself again without "-m"
sys.argv[0] = "pazpaz"
for stream, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
    if getattr(sys, stream) is None:  # a program with a window has none
        setattr(sys, stream, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - to the end
    else:
        getattr(sys, stream).reconfigure(encoding="utf-8")


def start() -> int:
    """The program's status, or `INCOMPLETE` where a part of it is missing or damaged."""
    try:
        from desktop.__main__ import main  # noqa: PLC0415 - it may be what is missing

        return main()
    except (ImportError, SyntaxError):
        return INCOMPLETE
    except EOFError as error:
        if not _came_of_loading(error):  # as where somebody is asked and nothing more can be read
            raise
        return INCOMPLETE


def _came_of_loading(error: BaseException) -> bool:
    """Whether it was raised while Python read a module, whose byte code may be cut short."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return frame is not None and frame.tb_frame.f_code.co_filename.startswith("<frozen importlib")


if __name__ == "__main__":
    sys.exit(start())
