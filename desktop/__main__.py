"""The program: without a subcommand it opens the window, with one it works in the terminal."""

import sys


def main() -> int:
    from desktop.session.hardening import forbid_dumps  # noqa: PLC0415 - before anything that could hold a key

    forbid_dumps()
    from desktop.session.start import DECODER, SPELLER, SYNCER, wants_window  # noqa: PLC0415 - after that

    if sys.argv[1:] == [SPELLER]:
        from desktop.spelling.child import serve  # noqa: PLC0415 - a process that holds a dictionary alone

        return serve(sys.stdin, sys.stdout)
    if sys.argv[1:] == [DECODER]:
        from desktop.files.decoder_child import decode  # noqa: PLC0415 - one that opens a stranger's file

        return decode(sys.stdin.buffer, sys.stdout.buffer)
    if sys.argv[1:] == [SYNCER]:
        from desktop.session.sync_process.child import serve as sync  # noqa: PLC0415 - one that syncs, without Qt

        return sync(sys.stdin.fileno(), sys.stdout.buffer)
    if wants_window(sys.argv[1:]):
        from desktop.app import run  # noqa: PLC0415 - the terminal must never load Qt

        return run(sys.argv[1:])
    from desktop.terminal.main import main as run_command  # noqa: PLC0415 - nor the window the terminal

    return run_command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
