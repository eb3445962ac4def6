"""The server operator's address on a command line."""

import argparse
from pathlib import Path

import sqlalchemy as sa

from desktop.session.join_files import read_text
from migrations.operate.connection import parse_address


def add_operator(parser: argparse.ArgumentParser) -> None:
    """The operator's address, best from a file: a command line can be seen by others on the computer."""
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument("--url", help="postgresql://operator:password@host:port/database")
    group.add_argument("--url-file", type=Path, metavar="FILE", help="file with that address")


def operator_url(args: argparse.Namespace) -> sa.URL:
    """The address that `add_operator` has asked for. Raises BadInput for a file that cannot be read."""
    text = args.url if args.url is not None else read_text(args.url_file, limit=4096).strip()
    return parse_address(text)
