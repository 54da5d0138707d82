"""``credit-panel alternatives``: search models that part bands of age less, at a stated price."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from credit_panel.cli.policy_arguments import positive
from credit_panel.settings import Settings, plain_name

if TYPE_CHECKING:
    from credit_panel.scoring.alternatives import Alternative


def add_alternatives(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Let the command line take ``alternatives``."""
    parser = commands.add_parser(
        "alternatives",
        help="search less discriminatory models of nearly the same worth, and keep the frontier beside the model",
        epilog="Features are dropped or bound, and the trees held back; the threshold stays the same for everyone. One "
        "half of the clients chooses, the other half is told. Nothing that is served changes; /model shows the result "
        "once the server is started again.",
    )
    parser.add_argument("name", metavar="NAME", help="name of the model and portfolio")
    parser.add_argument(
        "--auc-loss", type=positive, default=0.005, metavar="LOSS", help="AUC that an alternative may lose (0.005)"
    )
    parser.add_argument(
        "--minutes", type=positive, default=5.0, metavar="N", help="time after which no other is begun (5)"
    )
    parser.add_argument(
        "--applications",
        type=_count,
        default=10_000,
        metavar="N",
        help="clients of the sample (10000)",
    )
    parser.add_argument("--most", type=_count, metavar="N", help="models after which it ends even if there is time")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="same seed and --most, same result")
    parser.set_defaults(run=alternatives)


def alternatives(args: argparse.Namespace, settings: Settings) -> None:
    """Search alternatives to a model, and keep what was found beside it."""
    from credit_panel.portfolio import ServedModel
    from credit_panel.portfolio.alternatives import search_of
    from credit_panel.scoring.alternatives_file import write_search

    served = ServedModel.open(replace(settings, model=plain_name(args.name)))
    found = search_of(
        served,
        applications=args.applications,
        auc_loss=args.auc_loss,
        seconds=60 * args.minutes,
        max_trials=args.most,
        seed=args.seed,
    )
    path = write_search(found, settings.bundle_dir(args.name))
    print(
        f"Tried {len(found.alternatives) - 1} alternatives in {found.seconds:.0f} s; {found.choosing} clients "
        f"chose, and these figures are of {found.measured} others. Least accepted: {found.least}."
    )
    print(f"As it is trained: {_told(found.trained)}.")
    if found.preferred == 0:
        print(f"None that loses at most {found.auc_loss:g} AUC serves that band better.")
    else:
        print(f"Preferred: {_told(found.best)}; {_changes(found.best)}.")
    print(f"Kept in {path}.")


def _told(one: Alternative) -> str:
    gain = "" if not one.gain.value else f" ({one.gain.value:+.4f}, {one.gain.low:+.4f} to {one.gain.high:+.4f})"
    return (
        f"AUC {one.auc:.4f}{gain}, accepted {one.acceptance.value or 0:.1%}, lowest acceptance ratio {one.ratio:.2f}, "
        f"gap of good payers accepted {one.gap:.1%}"
    )


def _changes(one: Alternative) -> str:
    parts = [
        ("without ", one.dropped),
        ("bound ", one.bound),
        ("", [f"{name} {value:g}" for name, value in one.settings.items()]),
    ]
    return "; ".join(f"{words}{', '.join(names)}" for words, names in parts if names)


def _count(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above zero")
    return int(text)
