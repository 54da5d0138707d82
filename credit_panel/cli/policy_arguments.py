"""What commands that decide or read tables have in common: a policy, and whether values that cannot be are let be."""

from __future__ import annotations

import argparse
import math


def add_policy(parser: argparse.ArgumentParser) -> None:
    """Let a command take a policy."""
    parser.add_argument(
        "--cost-ratio", type=positive, metavar="N", help="good clients refused that one accepted default is worth (10)"
    )
    parser.add_argument(
        "--review-level",
        type=number,
        metavar="L",
        help="level of the interval which, where it straddles the threshold, sends to review: 0 to 0.95 (0.5)",
    )
    parser.add_argument(
        "--missing-scores",
        choices=("review", "accept"),
        help="whether an application is reviewed that lacks an external score where a bad one (one known score in ten "
        "is lower) would make the proposal worse, or taken as it is (review)",
    )


def add_allow(parser: argparse.ArgumentParser) -> None:
    """Let a command take tables with values that cannot be."""
    parser.add_argument(
        "--allow-out-of-bounds",
        action="store_true",
        help="let values of the tables that cannot be, such as a negative income, count as missing",
    )


def positive(text: str) -> float:
    """Return a number above zero."""
    value = number(text)
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above zero")
    return value


def number(text: str) -> float:
    """Return a number."""
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
