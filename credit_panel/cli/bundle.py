"""``credit-panel bundle``: a model and its portfolio as one file, for another machine."""

from __future__ import annotations

import argparse
from pathlib import Path

from credit_panel.settings import Settings, plain_name
from credit_panel.xgboost_alone import import_xgboost_alone


def add_bundle(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Let the command line take ``bundle``."""
    bundle = commands.add_parser("bundle", help="move a model and its portfolio to another machine, as one file")
    what = bundle.add_subparsers(required=True, metavar="WHAT")

    packed = what.add_parser("pack", help="write a model and its portfolio into one file, with checksums")
    packed.add_argument("name", help="name of the model and portfolio")
    packed.add_argument("--out", type=Path, required=True, metavar="FILE", help="file to write, a tar archive")
    packed.set_defaults(run=pack)

    unpacked = what.add_parser("unpack", help="check such a file, and put model and portfolio in their places")
    unpacked.add_argument("file", type=Path, metavar="FILE", help="what 'bundle pack' wrote")
    unpacked.add_argument("--name", metavar="NAME", help="name to give them (their own)")
    places = unpacked.add_mutually_exclusive_group()
    places.add_argument("--replace", action="store_true", help="let them take the place of others of that name")
    places.add_argument(
        "--beside",
        action="store_true",
        help="keep others of that name, for pages that show them and for the way back: links of that name lead to "
        "folders, one for each",
    )
    unpacked.set_defaults(run=unpack)


def pack(args: argparse.Namespace, settings: Settings) -> None:
    """Write a model and its portfolio into one file."""
    import_xgboost_alone()
    from credit_panel.portfolio import moving

    files = moving.pack(plain_name(args.name), settings, args.out)
    size = args.out.stat().st_size / 1e6
    print(f"Packed {args.name!r} into {args.out}: {files} files, {size:.1f} MB, each with its checksum.")


def unpack(args: argparse.Namespace, settings: Settings) -> None:
    """Put the model and the portfolio of a file in their places."""
    import_xgboost_alone()
    from credit_panel.portfolio import moving

    name = moving.unpack(args.file, settings, name=args.name, replace=args.replace, beside=args.beside)
    folders = settings.bundle_dir(name).resolve(), settings.portfolio_dir(name).resolve()
    print(
        f"Unpacked {name!r} into {folders[0]} and {folders[1]}: all of it is intact.\n"
        "Where it is served, 'credit-panel reload' has the server open it."
    )
